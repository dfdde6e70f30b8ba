"""ffmpeg as a pipe: pictures go in, a finished file comes out; its faults become one line.

ffmpeg comes with the optional package imageio-ffmpeg (the extra `video`); it is looked for only when it is used.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from game.commands.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

QUALITY = "20"  # of x264: lower is better and larger; clouds stay clean at this
GIF_QUALITY = "8"  # of what the GIF's colours are chosen from
COLOURS = 256
GONE_S = 5.0  # ffmpeg gets so long to end by itself


def find_ffmpeg() -> str:
    """The program's path. Raises RefusedError with what to install."""
    try:
        import imageio_ffmpeg
    except ImportError:
        message = 'found no imageio-ffmpeg, wanted it to make a video: pip install ".[video]"'
        raise RefusedError(message) from None
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        message = f'found imageio-ffmpeg without an ffmpeg for this machine ({error}): pip install ".[video]"'
        raise RefusedError(message) from None


@contextlib.contextmanager
def workshop(output: Path) -> Iterator[Path]:
    """A hidden folder beside the output for what is half finished; gone at the end, whatever the end was."""
    folder = Path(tempfile.mkdtemp(prefix=f".{output.name}.", dir=output.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Encoder:
    """Takes pictures of one size, 32 bits a pixel (BGRX), at a fixed rate; `finish` gives the path of the file."""

    def __init__(self, folder: Path, size: tuple[int, int], rate: int, *, is_gif: bool) -> None:
        """Starts ffmpeg. Raises RefusedError if it can't be started."""
        self._folder = folder
        self._is_gif = is_gif
        self._program = find_ffmpeg()
        self._errors = (folder / "errors.txt").open("wb+")
        self._pictures = folder / ("pictures.mkv" if is_gif else "pictures.mp4")
        words = ["-f", "rawvideo", "-pixel_format", "bgr0", "-video_size", f"{size[0]}x{size[1]}"]
        words += ["-framerate", str(rate), "-i", "-", "-an", "-c:v", "libx264"]
        if is_gif:  # only a step on the way: all its colours are kept
            words += ["-preset", "ultrafast", "-crf", GIF_QUALITY, "-pix_fmt", "yuv444p"]
        else:
            words += ["-preset", "veryfast", "-crf", QUALITY, "-pix_fmt", "yuv420p"]
        self._process = self._start([*words, str(self._pictures)], has_input=True)

    def __enter__(self) -> Self:
        """Use it as a context, so that ffmpeg ends with it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End ffmpeg if it still runs."""
        self._stop()
        self._errors.close()

    def add(self, pixels: memoryview) -> None:
        """One picture. Raises RefusedError when ffmpeg has ended."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            pipe.write(pixels)
        except OSError:
            raise self._refused(self._process) from None

    def finish(self, sound: Path | None = None) -> Path:
        """Close the pictures, add the sound or choose the GIF's colours; returns the finished file."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        if self._process.wait() != 0:
            raise self._refused(self._process)
        if self._is_gif:
            return self._make_gif()
        if sound is None:
            return self._pictures
        made = self._folder / "whole.mp4"
        words = ["-i", str(self._pictures), "-i", str(sound), "-c:v", "copy", "-c:a", "aac", "-b:a", "128k"]
        self._do([*words, "-shortest", "-movflags", "+faststart", str(made)])
        return made

    def _make_gif(self) -> Path:
        palette, made = self._folder / "palette.png", self._folder / "whole.gif"
        self._do(["-i", str(self._pictures), "-vf", f"palettegen=max_colors={COLOURS}:stats_mode=diff", str(palette)])
        lay = "paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle"
        self._do(["-i", str(self._pictures), "-i", str(palette), "-lavfi", lay, "-loop", "0", str(made)])
        return made

    def _do(self, words: Sequence[str]) -> None:
        self._process = self._start(words, has_input=False)
        if self._process.wait() != 0:
            raise self._refused(self._process)

    def _start(self, words: Sequence[str], *, has_input: bool) -> subprocess.Popen[bytes]:
        command = [self._program, "-y", "-nostdin", "-v", "error", *words]
        if has_input:
            command.remove("-nostdin")
        source = subprocess.PIPE if has_input else subprocess.DEVNULL
        try:
            # In a session of its own: Ctrl+C ends us, and we end it.
            return subprocess.Popen(  # noqa: S603 (the program is the one of the package)
                command, stdin=source, stdout=subprocess.DEVNULL, stderr=self._errors, start_new_session=True
            )
        except OSError as error:
            raise RefusedError(f"{self._program}: cannot be started ({error.strerror or error})") from None

    def _refused(self, process: subprocess.Popen[bytes]) -> RefusedError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GONE_S)
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        said = lines[-1] if lines else f"exit status {process.poll()}"
        return RefusedError(f"ffmpeg stopped: {said}")

    def _stop(self) -> None:
        process = self._process
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(GONE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

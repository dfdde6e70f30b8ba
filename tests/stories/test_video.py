"""A recording becomes a video: the right pictures between the marks, whole or not at all."""

from __future__ import annotations

import json
import sys
import wave
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace

import pytest

from game.commands import encoder, video
from game.commands.progress_bar import ProgressBar
from game.commands.refusal import RefusedError
from game.commands.run import run
from game.commands.video import clip_of, make_video
from game.missions.level import load_level
from game.session.recording import read_recording

SECONDS = 2.0
SIZE = (320, 180)
# Stands in for ffmpeg: tells what it was asked, and keeps what it was given.
STAND_IN = """#!{python}
import json, sys, pathlib
words = sys.argv[1:]
out = pathlib.Path(words[-1])
taken = sys.stdin.buffer.read() if "-" in words else b""
with open({log!r}, "a") as log:
    log.write(json.dumps([words, len(taken)]) + chr(10))
if {fails!r} in words:
    sys.exit("no such thing")
out.write_bytes(b"made of %d" % len(taken))
"""


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lab of two seconds."""
    path = tmp_path_factory.mktemp("walks") / "lab.walk"
    words = {"mission": "lab-pendulum", "pilot": None, "seed": None, "cut": None, "until": SECONDS, "assist": None}
    words |= dict.fromkeys(("air", "time", "damage", "faults"))
    assert run(Namespace(**words, telemetry=None, record=path, picture=[], json=True)) == 0
    return path


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a stand-in for ffmpeg in place; gives a function that says what it was asked."""
    monkeypatch.setenv("SPACEWALK_HOME", str(tmp_path / "home"))
    log = tmp_path / "log.jsonl"

    def put(fails: str = "nothing"):
        program = tmp_path / "stand-in"
        program.write_text(STAND_IN.format(python=sys.executable, log=str(log), fails=fails))
        program.chmod(0o755)
        module = SimpleNamespace(get_ffmpeg_exe=lambda: str(program))
        monkeypatch.setitem(sys.modules, "imageio_ffmpeg", module)
        return lambda: [json.loads(line) for line in log.read_text().splitlines()]

    return put


def ask(walk: Path, out: Path, **words) -> int:
    """As `spacewalk replay WALK --video OUT` would."""
    asked = {"file": walk, "video": out, "start": 0.5, "end": 1.5, "size": f"{SIZE[0]}x{SIZE[1]}", "clean": False,
             "lang": "en", **words}  # fmt: skip
    return make_video(Namespace(**asked), read_recording(walk), load_level("lab-pendulum"))


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_mp4_has_thirty_pictures_a_second_and_as_much_sound(walk, stand_in, tmp_path, monkeypatch) -> None:
    """A second of play is 30 pictures of the size asked for, and a second of sound; then the file is there, alone."""
    told = stand_in()
    sounds = []
    keep = encoder.Encoder.finish
    monkeypatch.setattr(
        encoder.Encoder, "finish", lambda self, sound: (sounds.append(frames_of(sound)), keep(self, sound))[1]
    )
    out = tmp_path / "out"
    out.mkdir()
    assert ask(walk, out / "a.mp4") == 0
    pictures, mux = told()
    assert pictures[1] == 30 * SIZE[0] * SIZE[1] * 4
    assert "320x180" in pictures[0]
    assert "libx264" in pictures[0]
    assert "aac" in mux[0]
    assert sounds == [44_100]
    assert left_in(out) == ["a.mp4"]


def frames_of(path: Path) -> int:
    with wave.open(str(path)) as file:
        return file.getnframes()


def test_a_gif_has_twenty_pictures_a_second_and_its_own_colours(walk, stand_in, tmp_path) -> None:
    """A GIF's pictures last a whole number of hundredths, and its colours are chosen from its pictures."""
    told = stand_in()
    out = tmp_path / "out"
    out.mkdir()
    assert ask(walk, out / "a.GIF", clean=True) == 0
    pictures, palette, made = told()
    assert pictures[1] == 20 * SIZE[0] * SIZE[1] * 4
    assert any("palettegen" in word for word in palette[0])
    assert any("paletteuse" in word for word in made[0])
    assert left_in(out) == ["a.GIF"]


@pytest.mark.parametrize("fails", ["libx264", "aac"])
def test_a_failure_leaves_the_file_of_before(walk, stand_in, tmp_path, fails) -> None:
    """When ffmpeg stops, one line says what it said; the old file stays and nothing half finished lies about."""
    stand_in(fails)
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.mp4").write_bytes(b"old")
    with pytest.raises(RefusedError, match="ffmpeg stopped: no such thing"):
        ask(walk, out / "a.mp4")
    assert left_in(out) == ["a.mp4"]
    assert (out / "a.mp4").read_bytes() == b"old"


def test_stopping_it_leaves_nothing(walk, stand_in, tmp_path, monkeypatch) -> None:
    """Ctrl+C in the middle ends ffmpeg too and leaves no file at all."""
    stand_in()
    out = tmp_path / "out"
    out.mkdir()
    processes = []
    add = encoder.Encoder.add

    def interrupt(self, pixels) -> None:
        processes.append(self._process)
        if len(processes) == 5:
            raise KeyboardInterrupt
        add(self, pixels)

    monkeypatch.setattr(encoder.Encoder, "add", interrupt)
    with pytest.raises(KeyboardInterrupt):
        ask(walk, out / "a.mp4")
    assert left_in(out) == []
    assert processes[0].poll() is not None


def test_without_the_package_one_line_says_what_to_install(walk, tmp_path, monkeypatch) -> None:
    """The extra is named, and nothing was begun."""
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(RefusedError, match=r'pip install "\.\[video\]"') as caught:
        ask(walk, tmp_path / "a.mp4")
    assert "\n" not in str(caught.value)
    assert left_in(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ({"start": 5.0}, "found --from 5, wanted a mark before the recording's end at 2.0 s"),
        ({"start": 1.0, "end": 1.0}, "found --to 1, wanted a mark after --from 1"),
        ({"size": "321x180"}, "found size '321x180', wanted even numbers from 320x180 to 3840x2160"),
        ({"size": "8000x4000"}, "found size '8000x4000', wanted even numbers from 320x180 to 3840x2160"),
        ({"size": "wide"}, "found size 'wide', wanted WIDTHxHEIGHT such as 1280x720"),
    ],
)
def test_marks_and_sizes_that_mean_nothing_are_told(walk, words, line) -> None:
    """One line says what was found and what was wanted."""
    asked = {"video": Path("a.mp4"), "start": None, "end": None, "size": None, "clean": False, "lang": "en", **words}
    with pytest.raises(RefusedError, match=line):
        clip_of(Namespace(**asked), read_recording(walk))


def test_a_mark_after_the_end_is_the_end(walk) -> None:
    """Without marks, or with the second behind the end, the whole recording is taken."""
    asked = {"video": Path("a.mp4"), "size": None, "clean": False, "lang": "en"}
    for end in (None, 500.0):
        clip = clip_of(Namespace(**asked, start=None, end=end), read_recording(walk))
        assert (clip.first, clip.last, clip.size) == (0, 120, (1280, 720))
        assert clip.pictures == 60


def test_the_bar_tells_how_far_it_is() -> None:
    """Share, speed and time left follow from what is done; where nobody looks nothing is written."""
    times = iter([0.0, 5.0, 10.0])
    written: list[str] = []
    stream = SimpleNamespace(isatty=lambda: True, write=written.append, flush=lambda: None)
    with ProgressBar(101, "a.mp4", stream, lambda: next(times)) as bar:  # type: ignore[arg-type]
        bar.show(1)
        bar.show(51)
        assert "50 %  10 pictures/s, 0:05 left" in written[-1]
        bar.show(101)
        assert "100 %" in written[-1]
    assert written[-1] == "\r"
    silent = SimpleNamespace(isatty=lambda: False)
    with ProgressBar(3, "a.mp4", silent) as bar:  # type: ignore[arg-type]
        bar.show(3)


def test_a_real_encoder_makes_a_real_file(walk, tmp_path, monkeypatch) -> None:
    """Where ffmpeg is installed, MP4 and GIF begin with the bytes of their kind."""
    pytest.importorskip("imageio_ffmpeg")
    monkeypatch.setenv("SPACEWALK_HOME", str(tmp_path / "home"))
    for name, place, mark in (("a.mp4", 4, b"ftyp"), ("a.gif", 0, b"GIF89a")):
        assert ask(walk, tmp_path / name, end=0.8) == 0
        assert (tmp_path / name).read_bytes()[place:].startswith(mark)


def test_the_kinds_fit_the_ticks() -> None:
    """Each kind shows a whole number of ticks a picture."""
    assert {name: kind.rate for name, kind in video.KINDS.items()} == {".mp4": 30, ".gif": 20}

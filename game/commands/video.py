"""`spacewalk replay FILE --video OUT`: an MP4 with sound, or a GIF, of a recording between two marks.

The recording is run again from its first tick; what lies between the marks is painted picture by picture and handed to
ffmpeg. Everything half finished lies in one hidden folder beside the output, which is gone whatever happens.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.commands.encoder import Encoder, find_ffmpeg, workshop
from game.commands.output import check_output
from game.commands.progress_bar import ProgressBar
from game.commands.refusal import DONE, WRONG_USE, RefusedError, unwritable
from game.commands.studio import LEAD_TICKS, Studio
from game.sim.ticks import TICKS_PER_SECOND

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from pathlib import Path

    from game.missions.level import Level
    from game.session.recording import Recording
    from game.session.session import Session
    from game.view.camera import CameraRig

SMALLEST, LARGEST = (320, 180), (3840, 2160)
EARTH_MS = 400.0  # the Earth may finish what it has begun: nobody waits for this picture but the encoder
HEARD_BEFORE_S = 1.0  # sounds that go on when the first picture comes


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its default size, world ticks a picture, and whether it has sound."""

    size: tuple[int, int]
    ticks: int
    has_sound: bool

    @property
    def rate(self) -> int:
        """Pictures a second."""
        return TICKS_PER_SECOND // self.ticks


# a GIF's pictures last a whole number of hundredths of a second: 20 a second is the nearest to smooth
KINDS = {".mp4": Kind((1280, 720), 2, has_sound=True), ".gif": Kind((640, 360), 3, has_sound=False)}


@dataclass(frozen=True, slots=True)
class Clip:
    """What is wanted: marks in ticks, size, and how it looks."""

    path: Path
    kind: Kind
    size: tuple[int, int]
    first: int
    last: int
    is_clean: bool
    language: str

    @property
    def pictures(self) -> int:
        """How many there are."""
        return max(1, (self.last - self.first) // self.kind.ticks)


def make_video(asked: argparse.Namespace, recording: Recording, level: Level) -> int:
    """Write the file; raises RefusedError with one line when it can't be done, and leaves no half file."""
    clip = clip_of(asked, recording)
    find_ffmpeg()
    check_output(clip.path)
    began_s = time.perf_counter()
    try:
        with workshop(clip.path) as folder:
            film(clip, recording, level, folder)
    except OSError as error:
        raise unwritable(error.filename or clip.path, error) from None
    took_s, (width, height) = time.perf_counter() - began_s, clip.size
    print(
        f"{clip.path}: {clip.pictures / clip.kind.rate:.1f} s, {clip.pictures} pictures of {width}x{height},"
        f" {clip.path.stat().st_size / 1e6:.1f} MB, made in {took_s:.0f} s"
    )
    return DONE


def clip_of(asked: argparse.Namespace, recording: Recording) -> Clip:
    """What was asked for, checked against the recording. Raises RefusedError."""
    kind = KINDS[asked.video.suffix.lower()]
    end_s = recording.ticks / TICKS_PER_SECOND
    from_s, to_s = asked.start or 0.0, end_s if asked.end is None else asked.end
    if from_s >= end_s:
        raise RefusedError(
            f"found --from {from_s:g}, wanted a mark before the recording's end at {end_s:.1f} s", WRONG_USE
        )
    if to_s <= from_s:
        raise RefusedError(f"found --to {to_s:g}, wanted a mark after --from {from_s:g}", WRONG_USE)
    first = round(from_s * TICKS_PER_SECOND)
    last = min(recording.ticks, round(to_s * TICKS_PER_SECOND))
    return Clip(
        asked.video, kind, _size_of(asked.size, kind), first, max(first + 1, last), asked.clean, _language(asked)
    )


def _size_of(word: str | None, kind: Kind) -> tuple[int, int]:
    if word is None:
        return kind.size
    from game.app.window import parse_size

    try:
        width, height = parse_size(word)
    except ValueError as error:
        raise RefusedError(str(error), WRONG_USE) from None
    is_between = SMALLEST[0] <= width <= LARGEST[0] and SMALLEST[1] <= height <= LARGEST[1]
    if not is_between or width % 2 or height % 2:
        wanted = f"even numbers from {SMALLEST[0]}x{SMALLEST[1]} to {LARGEST[0]}x{LARGEST[1]}"
        raise RefusedError(f"found size {word!r}, wanted {wanted}", WRONG_USE)
    return width, height


def _language(asked: argparse.Namespace) -> str:
    from game.app.folders import user_folders
    from game.app.language import choose_language
    from game.app.settings import peek_settings

    settings = peek_settings(user_folders().config / "settings.toml")
    return str(asked.lang or choose_language(settings.language))


def film(clip: Clip, recording: Recording, level: Level, folder: Path) -> None:
    """Run, paint and encode; the finished file takes its place in one step. Raises OSError and RefusedError."""
    from game.session.recording import RecordingError
    from game.session.session import session_of

    try:
        session = session_of(recording, level)
        studio = Studio(session, size=clip.size, language=clip.language, budget_ms=EARTH_MS)
        with contextlib.ExitStack() as open_things:
            bar = open_things.enter_context(ProgressBar(clip.pictures, clip.path.name))
            sound = _soundtrack(clip, folder) if clip.kind.has_sound else None
            encoder = open_things.enter_context(
                Encoder(folder, clip.size, clip.kind.rate, is_gif=not clip.kind.has_sound)
            )
            if sound is not None:
                open_things.callback(sound.close)
            rig: CameraRig | None = None
            for count, _ in enumerate(_moments(clip, session, studio, sound), 1):
                rig = _follow(rig, clip, session, studio)
                picture = studio.draw(session, rig.camera, is_clean=clip.is_clean, is_replay=False)
                encoder.add(memoryview(picture.get_buffer().raw))
                if sound is not None:
                    sound.run(1.0 / clip.kind.rate)
                bar.show(count)
            bar.say("sound and file" if sound is not None else "colours and file")
            encoder.finish(sound.finish() if sound is not None else None).replace(clip.path)
    except (RecordingError, ValueError) as error:
        raise RefusedError(f"{clip.path}: the recording can't be run again: {error}") from None


def _moments(clip: Clip, session: Session, studio: Studio, sound: Soundtrack | None) -> Iterator[None]:
    """Run the session; gives way whenever a picture is due."""
    studio.tick(session, is_followed=clip.first <= LEAD_TICKS)
    heard = clip.first - round(HEARD_BEFORE_S * TICKS_PER_SECOND)
    shown = 0
    while True:
        tick = session.frame.tick
        if tick >= clip.first + shown * clip.kind.ticks:
            yield
            shown += 1
            if shown >= clip.pictures:
                return
        session.step()
        studio.tick(session, is_followed=session.frame.tick >= clip.first - LEAD_TICKS)
        if sound is not None and session.frame.tick > heard:
            sound.tick(session, is_kept=session.frame.tick > clip.first)


def _follow(rig: CameraRig | None, clip: Clip, session: Session, studio: Studio) -> CameraRig:
    """The game's own camera: it jumps to the first picture and follows from there."""
    from game.view.bench import look_at
    from game.view.camera import CameraRig

    at, velocity = look_at(studio.bench, session.frame, 1.0)
    goal = session.goals[0].at if session.goals else None
    if rig is None:
        rig = CameraRig(limits_m=session.level.station.bounds_m)
        rig.cut_to(at, goal)
        studio.settle(session)
    else:
        rig.follow(at, velocity, 1.0 / clip.kind.rate, goal)
    return rig


class Soundtrack:
    """The mix of the game, recorded on a tape beside the pictures."""

    def __init__(self, path: Path, language: str) -> None:
        """Makes all sounds (some tenths of a second, or from the cache)."""
        import os
        import wave

        os.environ.setdefault("SDL_AUDIODRIVER", "dummy")  # the mixer only unpacks voice files; nothing is heard
        import pygame

        from game.app.folders import user_folders
        from game.view.paths import assets_root
        from game.view.sound import SoundPainter
        from game.view.sound_deck import Tape
        from game.view.sound_wave import RATE_HZ

        with contextlib.suppress(pygame.error, NotImplementedError):
            pygame.mixer.init(RATE_HZ, -16, 2, 512)
        self._tape = Tape()
        voices = (user_folders().data / "voices", assets_root() / "voices")
        self._painter = SoundPainter(deck=self._tape, voices=voices, language=language)
        for _ in self._painter.jobs():
            pass
        self._path = path
        self._file = wave.open(str(path), "wb")  # noqa: SIM115 (closed by `close`)
        self._file.setnchannels(2)
        self._file.setsampwidth(2)
        self._file.setframerate(RATE_HZ)

    def tick(self, session: Session, *, is_kept: bool) -> None:
        """Hear a tick; before the first mark it is heard but not kept."""
        self._painter.tick(session.frame, session.events, session.calls)
        if not is_kept:
            self._painter.advance(1.0 / TICKS_PER_SECOND)
            self._tape.run(1.0 / TICKS_PER_SECOND)
            self._tape.pieces.clear()

    def run(self, elapsed_s: float) -> None:
        """Let so much time sound, and write it."""
        import numpy as np

        self._painter.advance(elapsed_s)
        self._tape.run(elapsed_s)
        wave = np.clip(self._tape.sound, -1.0, 1.0)
        self._tape.pieces.clear()
        self._file.writeframes(np.rint(wave * 32767.0).astype("<i2").tobytes())

    def finish(self) -> Path:
        """The whole sound as a file."""
        self.close()
        return self._path

    def close(self) -> None:
        """Close the file; may be called again."""
        self._file.close()


def _soundtrack(clip: Clip, folder: Path) -> Soundtrack:
    return Soundtrack(folder / "sound.wav", clip.language)

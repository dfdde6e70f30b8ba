"""The loop with control: a squelch before and after each line, and the line itself if somebody recorded it.

A recorded line is `<folder>/<language>/<call key>.ogg` (or .wav); without one the channel stays open as long as a
short line takes. The words are always in the caption.
"""

from __future__ import annotations

import contextlib
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from game.view.sound_mix import VOICE_PEAK, Mix

VOICE_KINDS = ("ogg", "wav")
UNVOICED = ("narrator",)  # speaks in writing only: nobody is on the loop
OPEN_S = 1.8  # of a line that nobody recorded
LEAD_S = 0.16  # the voice begins after the squelch
GAP_S = 0.4
QUEUE_LIMIT = 4
_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")


class VoicePlayer(Protocol):
    """Plays one voice file at a time."""

    def speak(self, file: Path, gain: float) -> None:
        """Begin a file; raises OSError or RuntimeError (pygame.error) if it can't be played."""

    def speak_at(self, gain: float) -> None:
        """Change the volume."""

    def hold_voice(self, *, is_held: bool) -> None:
        """Stop where it is, or go on."""

    def hush(self) -> None:
        """End it."""

    @property
    def is_speaking(self) -> bool:
        """True while a file plays."""


def voice_file(folders: Iterable[Path], language: str, key: str) -> Path | None:
    """The recording of a line in the first folder that has one; keys that are no plain file names have none."""
    if not _KEY.fullmatch(key):
        return None
    for folder in folders:
        for kind in VOICE_KINDS:
            file = folder / language / f"{key}.{kind}"
            with contextlib.suppress(OSError):
                if file.is_file():
                    return file
    return None


@dataclass(slots=True)
class Radio:
    """Lets lines out one after the other; `problems` are voice files that can't be played, each told once."""

    mix: Mix
    player: VoicePlayer | None = None
    folders: tuple[Path, ...] = ()
    problems: list[tuple[Path, str]] = field(default_factory=list)
    _queue: deque[tuple[int, str]] = field(default_factory=deque)
    _state: str = "idle"  # idle, lead, open, gap
    _left_s: float = 0.0
    _file: Path | None = None
    _is_held: bool = False
    _bad: set[Path] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """True while somebody has the loop."""
        return self._state in ("lead", "open")

    def hear(self, calls: Iterable[Any]) -> None:
        """Take calls in the order they were spoken; when too many wait the least grave is left out."""
        for call in calls:
            if call.speaker not in UNVOICED:
                self._queue.append((call.grade, call.key))
        while len(self._queue) > QUEUE_LIMIT:
            self._queue.remove(min(self._queue, key=lambda entry: entry[0]))

    def advance(self, elapsed_s: float, language: str) -> None:
        """Let real time pass; while the world stands still the voice waits."""
        if self.mix.is_still:
            self._hold(is_held=True)
            return
        self._hold(is_held=False)
        self._left_s -= elapsed_s
        if self._state == "idle":
            if self._queue:
                self._begin(language)
        elif self._state == "lead":
            if self._left_s <= 0.0:
                self._speak()
        elif self._state == "open":
            is_voiced = self._file is not None and self.player is not None
            if is_voiced and self.player is not None:
                self.player.speak_at(self._voice_gain())
                is_over = not self.player.is_speaking
            else:
                is_over = self._left_s <= 0.0
            if is_over:
                self._close()
        elif self._left_s <= 0.0:
            self._state = "idle"

    def silence(self) -> None:
        """Forget all lines and hush."""
        self._queue.clear()
        if self.player is not None and self._file is not None:
            self.player.hush()
        self._state, self._file, self._is_held = "idle", None, False
        self.mix.outside = 0.0

    # --- inner

    def _begin(self, language: str) -> None:
        entry = max(self._queue, key=lambda one: one[0])  # of equals the first spoken
        self._queue.remove(entry)
        self._file = voice_file(self.folders, language, entry[1]) if self.player is not None else None
        if self._file in self._bad:
            self._file = None
        self.mix.shot("squelch_open", "voice")
        self.mix.loop("carrier", "carrier", "voice", 1.0, 0.05)
        self._state, self._left_s = "lead", LEAD_S

    def _speak(self) -> None:
        self._state, self._left_s = "open", OPEN_S
        if self._file is None or self.player is None:
            return
        self.mix.outside = VOICE_PEAK * self.mix.levels.gain("voice")
        try:
            self.player.speak(self._file, self._voice_gain())
        except (OSError, RuntimeError) as error:
            self._bad.add(self._file)
            self.problems.append((self._file, str(error)))
            self._file = None
            self.mix.outside = 0.0

    def _close(self) -> None:
        self.mix.outside = 0.0
        if self._file is not None and self.player is not None:
            self.player.hush()
        self._file = None
        self.mix.shot("squelch_close", "voice")
        self.mix.loop("carrier", "carrier", "voice", 0.0, 0.05)
        self._state, self._left_s = "gap", GAP_S

    def _hold(self, *, is_held: bool) -> None:
        if is_held != self._is_held and self.player is not None and self._file is not None and self._state == "open":
            self.player.hold_voice(is_held=is_held)
            self._is_held = is_held

    def _voice_gain(self) -> float:
        return self.mix.levels.gain("voice") * self.mix.master

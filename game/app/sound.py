"""The loudspeaker: opened if there is one. The game is complete without it, since everything heard is also seen."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

import pygame

from game.app.library_noise import without_library_noise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from game.app.play import Happened
    from game.app.settings import Settings
    from game.view.cache import Cache
    from game.view.sound import SoundPainter

RATE_HZ, SAMPLE_BITS, CHANNELS, BUFFER = 44_100, -16, 2, 512
_log = logging.getLogger("spacewalk")


class Sound:
    """Volumes, the mixer and what plays on it; `is_open` is False on a machine without an audio device.

    Every method may be called at any time: before the sounds are made, and without a device, nothing is heard.
    """

    def __init__(
        self,
        settings: Settings,
        voices: Iterable[Path] = (),
        language: Callable[[], str] = lambda: "en",
    ) -> None:
        """Keep the volumes; the device is opened by `open`, after the first picture.

        `voices` are folders of recorded radio lines; `language` says which of them are wanted now.
        """
        self.settings = settings
        self.is_open = False
        self.reason = ""
        self.painter: SoundPainter | None = None
        self._voices = tuple(voices)
        self._language = language

    def open(self) -> bool:
        """Open the device; False, with `reason`, when there is none."""
        try:
            with without_library_noise():
                pygame.mixer.init(RATE_HZ, SAMPLE_BITS, CHANNELS, BUFFER)
        except (pygame.error, NotImplementedError) as error:
            self.reason = str(error)
            _log.info("no sound: %s", self.reason)
            return False
        self.is_open = True
        return True

    def jobs(self, cache: Cache | None = None) -> Iterator[float]:
        """Make or load the sounds in pieces of about 2 ms; nothing to do without a device."""
        if not self.is_open:
            return
        from game.view.sound import SoundPainter  # noqa: PLC0415 (numpy is not needed for the first picture)

        yield 0.0
        painter = SoundPainter(self._levels(), voices=self._voices, language=self._language())
        self.painter = painter
        yield from painter.jobs(cache)

    def set(self, settings: Settings) -> None:
        """Take over changed volumes."""
        self.settings = settings
        if self.painter is not None:
            self.painter.set(self._levels())

    # --- what is heard

    def begin(self) -> None:
        """Another walk begins."""
        if self.painter is not None:
            self.painter.begin()

    def take(self, happened: Happened) -> None:
        """Hear each tick, event and call of a picture once."""
        if self.painter is None:
            return
        for frame, events in happened.frames:
            self.painter.tick(frame, events)
        self.painter.hear(happened.calls)

    def see(self, model: Any) -> None:
        """What only the panels know: that it is time to turn back (a HudModel)."""
        if self.painter is not None:
            left = model.clock.turn_back_min
            self.painter.see(is_late=left is not None and left < 0)

    def ui(self, name: str) -> None:
        """The soft tone of a menu: focus, accept or back."""
        if self.painter is not None:
            self.painter.ui(name)

    def advance(self, elapsed_s: float, *, is_menu: bool = False) -> None:
        """Let real time pass, once a picture; in menus a note of music now and then."""
        if self.painter is not None:
            self.painter.language = self._language()
            self.painter.advance(elapsed_s, is_menu=is_menu)

    def bad_voices(self) -> tuple[tuple[Path, str], ...]:
        """Voice files that could not be played since the last question, each with the reason."""
        if self.painter is None or not self.painter.radio.problems:
            return ()
        found = tuple(self.painter.radio.problems)
        self.painter.radio.problems.clear()
        return found

    def close(self) -> None:
        """Close the device."""
        if self.is_open:
            with contextlib.suppress(pygame.error):
                if self.painter is not None:
                    self.painter.close()
                pygame.mixer.quit()
            self.is_open = False
            self.painter = None

    def _levels(self) -> Any:
        from game.view.sound_mix import Levels  # noqa: PLC0415

        s = self.settings
        return Levels(s.volume, s.music, s.effects, s.voice, s.alarms, s.breath, s.mono)

"""The loudspeaker: opened if there is one. The game is complete without it; what it plays comes with the sound room."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pygame

from game.app.library_noise import without_library_noise

if TYPE_CHECKING:
    from game.app.settings import Settings

RATE_HZ, SAMPLE_BITS, CHANNELS, BUFFER = 44_100, -16, 2, 512


class Sound:
    """Volumes and the mixer; `is_open` is False on a machine without an audio device."""

    def __init__(self, settings: Settings) -> None:
        """Keep the volumes; the device is opened by `open`, after the first picture."""
        self.settings = settings
        self.is_open = False
        self.reason = ""

    def open(self) -> bool:
        """Open the device; False, with `reason`, when there is none."""
        try:
            with without_library_noise():
                pygame.mixer.init(RATE_HZ, SAMPLE_BITS, CHANNELS, BUFFER)
        except (pygame.error, NotImplementedError) as error:
            self.reason = str(error)
            return False
        self.is_open = True
        return True

    def set(self, settings: Settings) -> None:
        """Take over changed volumes."""
        self.settings = settings

    def close(self) -> None:
        """Close the device."""
        if self.is_open:
            with contextlib.suppress(pygame.error):
                pygame.mixer.quit()
            self.is_open = False

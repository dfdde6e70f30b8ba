"""Starts the game: the first picture within half a second, the rest behind it. The command line calls `play`."""

from __future__ import annotations

import math
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.app.options import PlayOptions

# Both are read by pygame when it starts: no advertisement on the terminal, and the fast blend on every platform.
_ENVIRONMENT = {"PYGAME_HIDE_SUPPORT_PROMPT": "1", "PYGAME_BLEND_ALPHA_SDL2": "1"}
QUIT_AFTER = "SPACEWALK_QUIT_AFTER_S"  # tests of an installation let the window close by itself


def prepare_environment() -> None:
    """Set what pygame reads from the environment when it is imported; what is set already stays."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def play(options: PlayOptions) -> int:
    """Play until the window is closed; returns the exit status. One line on stderr when there is no display."""
    prepare_environment()
    from game.app.hosts import run  # noqa: PLC0415 (after the environment is set)
    from game.app.library_noise import without_library_noise  # noqa: PLC0415
    from game.app.loop import App  # noqa: PLC0415
    from game.app.window import DisplayError  # noqa: PLC0415

    try:
        with without_library_noise():
            app = App(options)
    except DisplayError as error:
        sys.stderr.write(f"spacewalk: {error}\n")
        return 1
    _quit_later(os.environ.get(QUIT_AFTER, ""))
    return run(app)


def _quit_later(after: str) -> None:
    """Ask for the window to close like a click on its cross would, `after` seconds from now."""
    import pygame  # noqa: PLC0415 (after the environment is set)

    try:
        seconds = float(after) if after else math.nan
    except ValueError:
        seconds = math.nan
    if math.isfinite(seconds) and seconds > 0:
        pygame.time.set_timer(pygame.QUIT, max(1, round(seconds * 1000)), loops=1)

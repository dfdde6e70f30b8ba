"""Starts the game: the first picture within half a second, the rest behind it. The command line calls `play`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.app.options import PlayOptions

# Both are read by pygame when it starts: no advertisement on the terminal, and the fast blend on every platform.
_ENVIRONMENT = {"PYGAME_HIDE_SUPPORT_PROMPT": "1", "PYGAME_BLEND_ALPHA_SDL2": "1"}


def play(options: PlayOptions) -> int:
    """Play until the window is closed; returns the exit status. One line on stderr when there is no display."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    from game.app.loop import App, run  # noqa: PLC0415 (after the environment is set)
    from game.app.window import DisplayError  # noqa: PLC0415

    try:
        app = App(options)
    except DisplayError as error:
        sys.stderr.write(f"spacewalk: {error}\n")
        return 1
    return run(app)

"""Who calls `App.step_frame`: the desktop's own loop, or a host that owns the loop (a browser)."""

from __future__ import annotations

import contextlib
import signal
import sys
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.app.loop import App


@contextlib.contextmanager
def _closed_by_signals(app: App) -> Iterator[None]:
    """Ctrl+C, a service's stop and a closed terminal close the window after the picture, between two ticks."""

    def close(number: int, _: object) -> None:
        signal.signal(number, signal.default_int_handler)  # a second one ends what does not answer
        app.quit()

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    taken = {number: old for number, old in before.items() if old is not signal.SIG_IGN}
    for number in taken:
        signal.signal(number, close)
    try:
        yield
    finally:
        for number, old in taken.items():
            signal.signal(number, old)


def run(app: App) -> int:
    """Drive the app at the pictures a second of its quality until it ends; returns the exit status."""
    clock = pygame.time.Clock()
    with _closed_by_signals(app):
        while app.step_frame():
            clock.tick(app.quality.pictures_per_s)
    if app.exit_status:
        sys.stderr.write(f"spacewalk: stopped after repeated errors; details in {app.folders.log}\n")
    return app.exit_status


async def run_async(app: App) -> int:
    """The same for a host that owns the loop (a browser): it gives way after every picture."""
    import asyncio  # noqa: PLC0415 (only a host that has one already)

    while app.step_frame():  # noqa: ASYNC110 (giving way is the point)
        await asyncio.sleep(0)
    return app.exit_status

"""A faint dashed line ahead of everything that was pushed off: its true path by the Hill equations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import pygame

from game.sim.events import Event
from game.sim.frame import Frame, UnitFrame
from game.sim.hill import hill_at
from game.sim.spec import Point
from game.view.camera import Camera
from game.view.theme import Palette
from game.view.vector import drawing, stroke_of

LOOK_S, STEP_S = 600.0, 2.0  # so far ahead; most of it is outside of the picture
DASH_PX, EVERY_PX, STAMP_PX = 13, 26, 20
TURN_DEG = 5
GONE = ("jettisoned", "lost", "free")


class HillPaths:
    """Remembers what was pushed off, and draws where it is going."""

    def __init__(self) -> None:
        self._units: list[str] = []

    def tick(self, frame: Frame, events: Sequence[Event]) -> None:
        """Note what left a hand in this tick; whatever is caught again is forgotten."""
        for event in events:
            if event.kind == "unit_thrown" and event.what not in self._units:
                self._units.append(event.what)
        if self._units:
            loose = {unit.id for unit in frame.units if unit.state in GONE}
            self._units = [name for name in self._units if name in loose]

    def draw(self, surface: pygame.Surface, camera: Camera, frame: Frame, palette: Palette) -> None:
        """Dashes from each of them on, as far as the picture goes."""
        if frame.orbit is None:
            return
        for unit in frame.units:
            if unit.id in self._units:
                _dashes(surface, camera, path_of(unit), palette)


def path_of(unit: UnitFrame) -> Iterator[Point]:
    """Where the unit will be, step by step."""
    place = (unit.body.pose.x, unit.body.pose.y)
    velocity = (unit.body.vx, unit.body.vy)
    return (hill_at(place, velocity, STEP_S * step) for step in range(round(LOOK_S / STEP_S) + 1))


def _dashes(surface: pygame.Surface, camera: Camera, path: Iterable[Point], palette: Palette) -> None:
    """Until it leaves the picture: what is beyond is not even reckoned."""
    wide, high = camera.size
    left = EVERY_PX * 1.5
    for start, end in pairwise(path):
        (x0, y0), (x1, y1) = camera.to_screen(start), camera.to_screen(end)
        if not (max(x0, x1) > 0 and min(x0, x1) < wide and max(y0, y1) > 0 and min(y0, y1) < high):
            return
        length = max(1e-6, math.hypot(x1 - x0, y1 - y0))
        turn = round(math.degrees(math.atan2(y0 - y1, x1 - x0)) / TURN_DEG) * TURN_DEG % 180
        stamp = _stamp(turn, palette)
        while left < length:
            x, y = x0 + (x1 - x0) * left / length, y0 + (y1 - y0) * left / length
            surface.blit(stamp, (round(x) - STAMP_PX // 2, round(y) - STAMP_PX // 2))
            left += EVERY_PX
        left -= length


@lru_cache(maxsize=64)
def _stamp(turn_deg: int, palette: Palette) -> pygame.Surface:
    """One dash: bright on dark, with a dark edge for a bright Earth behind it."""
    turn, middle = math.radians(turn_deg), STAMP_PX / 2
    dx, dy = math.cos(turn) * DASH_PX / 2, -math.sin(turn) * DASH_PX / 2
    line = f'd="M{middle - dx:.1f} {middle - dy:.1f} L{middle + dx:.1f} {middle + dy:.1f}" fill="none"'
    dark, bright = stroke_of((*palette.solid, 110), 4.5), stroke_of((*palette.text, 170), 2)
    return drawing(f"<path {line} {dark}/><path {line} {bright}/>", (STAMP_PX, STAMP_PX)).copy()

"""The ground of a lab: lines a metre apart to measure by, plain solids, and the way that each body has come."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.sim.frame import Frame
    from game.sim.spec import Point
    from game.view.camera import Camera
    from game.view.theme import Colour

GROUND: Colour = (9, 13, 22)
METRE: Colour = (19, 28, 45)
FIVE_METRES: Colour = (30, 45, 70)
TRACE: Colour = (92, 168, 214)
SOLID: Colour = (74, 86, 102)
SOLID_EDGE: Colour = (150, 166, 184)
STEP_M = 0.06  # a way is kept in steps of this
STEPS_KEPT = 480
SHADES = 6  # pieces in which an older way is darker


class BenchGround:
    """Draws the ground; `tick` once per world tick."""

    def __init__(self, solids: Iterable[Sequence[Point]] = ()) -> None:
        """`solids` are outlines that nobody else draws."""
        self._solids = [tuple(outline) for outline in solids]
        self._ways: dict[str, deque[Point]] = {}
        self._tick = -1

    def tick(self, frame: Frame) -> None:
        """Note where the bodies are; going back in time begins anew."""
        if frame.tick < self._tick:
            self._ways.clear()
        self._tick = frame.tick
        for body in [*(unit.body for unit in frame.units), *(crew.body for crew in frame.crew)]:
            at = (body.pose.x, body.pose.y)
            way = self._ways.setdefault(body.id, deque(maxlen=STEPS_KEPT))
            if not way or math.dist(way[-1], at) >= STEP_M:
                way.append(at)

    def draw(self, surface: pygame.Surface, camera: Camera) -> None:
        """Fill the picture with the plain ground, the metres and the ways."""
        surface.fill(GROUND)
        left, bottom, right, top = camera.bounds_m
        wide, high = camera.size
        for colour, is_five in ((METRE, False), (FIVE_METRES, True)):
            for metre in range(math.floor(left), math.ceil(right) + 1):
                if (metre % 5 == 0) == is_five:
                    x = round(camera.to_screen((metre, 0.0))[0])
                    surface.fill(colour, (x, 0, 1, high))
            for metre in range(math.floor(bottom), math.ceil(top) + 1):
                if (metre % 5 == 0) == is_five:
                    y = round(camera.to_screen((0.0, metre))[1])
                    surface.fill(colour, (0, y, wide, 1))
        for outline in self._solids:
            points = [camera.to_screen(point) for point in outline]
            pygame.draw.polygon(surface, SOLID, points)
            pygame.draw.aalines(surface, SOLID_EDGE, True, points)
        for way in self._ways.values():
            if len(way) > 1:
                _way(surface, [camera.to_screen(at) for at in way])


def _way(surface: pygame.Surface, points: list[tuple[float, float]]) -> None:
    """A thin line, the darker the longer ago."""
    piece = max(1, math.ceil((len(points) - 1) / SHADES))
    count = math.ceil((len(points) - 1) / piece)
    for number in range(count):
        share = (number + 1) / count
        colour = tuple(round(low + (high - low) * share) for low, high in zip(METRE, TRACE, strict=True))
        part = points[number * piece : number * piece + piece + 1]
        pygame.draw.aalines(surface, colour, False, part)
        pygame.draw.aalines(surface, colour, False, [(x, y + 1.0) for x, y in part])

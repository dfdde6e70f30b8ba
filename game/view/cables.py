"""Cables that are laid from clamp to clamp: what is clamped lies on the hull, the rest floats to the hand.

Everything follows from the frame: which point of a step's path is next, and which hand works on it. No state.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pygame

from game.sim.frame import Frame
from game.sim.spec import Point
from game.view.camera import Camera
from game.view.light import Colour, LightTable
from game.view.tubes import INK, lit

SHEATH: Colour = (214, 124, 38)
SHINE: Colour = (255, 196, 122)
METAL: Colour = (190, 196, 204)
HALF_M = 0.017
BULGE = 0.05  # how far a piece between two clamps stands aside, as a share of its length
LOOSE_BULGE = 0.22  # the same of the piece that still floats
PLUG_M = 0.07
STEPS = 10


@dataclass(frozen=True, slots=True)
class CablePicture:
    """A cable at one moment: the points where it is clamped, and where its loose end is (None = clamped to its end)."""

    clamps: tuple[Point, ...]
    loose_to: Point | None = None


def cables_of(routes: Mapping[str, Sequence[Point]], frame: Frame) -> list[CablePicture]:
    """The cables of a frame; `routes` gives the path of each step that lays one. One not begun is not there yet."""
    found = []
    for step in frame.steps:
        path = routes.get(step.id)
        if path is None:
            continue
        if step.state == "done":
            found.append(CablePicture(tuple(path)))
        elif step.item > 0:
            clamps = tuple(path[: step.item])
            hands = [
                hand.at
                for crew in frame.crew
                if crew.working == step.id
                for hand in crew.hands
                if hand.state == "working"
            ]
            found.append(CablePicture(clamps, hands[0] if hands else _floating_end(clamps, path[step.item :])))
    return found


def _floating_end(clamps: Sequence[Point], rest: Sequence[Point]) -> Point:
    """Where a cable that nobody holds ends: half a metre on, towards where it shall go."""
    (x, y), aim = clamps[-1], rest[0] if rest else clamps[-1]
    away = math.dist((x, y), aim) or 1.0
    share = min(1.0, 0.5 / away)
    return x + (aim[0] - x) * share, y + (aim[1] - y) * share


class CablePainter:
    """Paints cables; keeps nothing."""

    def draw(
        self, surface: pygame.Surface, camera: Camera, cables: Sequence[CablePicture], light: LightTable | None
    ) -> None:
        """Paint every cable; unlit if there is no light."""
        for cable in cables:
            if any(camera.sees(point, 3.0) for point in cable.clamps):
                _draw_cable(surface, camera, cable, light)


def _draw_cable(surface: pygame.Surface, camera: Camera, cable: CablePicture, light: LightTable | None) -> None:
    pieces = [_arc(a, b, BULGE * (1 if index % 2 == 0 else -1)) for index, (a, b) in enumerate(pairwise(cable.clamps))]
    if cable.loose_to is not None:
        pieces.append(_arc(cable.clamps[-1], cable.loose_to, LOOSE_BULGE))
    points = [camera.to_screen(point) for piece in pieces for point in piece]
    width = max(3.0, camera.to_px(2.0 * HALF_M))
    for colour, share in ((INK, width + 2.4), (SHEATH, width), (SHINE, width * 0.3)):
        shade = lit(light, colour, -0.2, -0.5)
        for start, end in pairwise(points):
            pygame.draw.aaline(surface, shade, start, end, max(1, round(share)))
    for at in cable.clamps:
        x, y = camera.to_screen(at)
        half = max(3, round(camera.to_px(0.032)))
        pygame.draw.rect(surface, lit(light, INK), (x - half - 1, y - half - 1, 2 * half + 2, 2 * half + 2), 0, 2)
        pygame.draw.rect(surface, lit(light, METAL, -0.2, -0.4), (x - half, y - half, 2 * half, 2 * half), 0, 2)
        pygame.draw.aacircle(surface, lit(light, INK), (x, y), max(1.0, half * 0.35))
    if cable.loose_to is not None and len(points) > 1:
        _draw_plug(surface, points[-2], points[-1], camera.to_px(PLUG_M), light)


def _draw_plug(surface: pygame.Surface, before: Point, end: Point, length: float, light: LightTable | None) -> None:
    away = math.dist(before, end) or 1.0
    tip = (end[0] + (end[0] - before[0]) / away * length, end[1] + (end[1] - before[1]) / away * length)
    for colour, share in ((INK, 1.2), (METAL, 0.8)):
        pygame.draw.aaline(surface, lit(light, colour, 0.0, -0.4), end, tip, max(2, round(length * share)))


def _arc(start: Point, end: Point, bulge: float) -> list[Point]:
    """A shallow bow between two points."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    points = []
    for step in range(STEPS + 1):
        share = step / STEPS
        aside = 4.0 * bulge * share * (1.0 - share)
        points.append((start[0] + dx * share - dy * aside, start[1] + dy * share + dx * aside))
    return points

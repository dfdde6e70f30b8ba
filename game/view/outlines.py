"""The high-contrast look of the world: rails, lines and people stand on a bright band with a dark rim.

Bands are laid below what they outline, so that only their edges are seen and no drawing is lost. Rails are gold,
lines and people white: what they are is told by their shape. What holds a person is marked over him, large enough for a
thumbnail: a hand that grips is a full disc, a closed hook a ring.
"""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pygame

from game.sim.vec import mix
from game.view.camera import Camera

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.sim.frame import Frame
    from game.sim.spec import Point, RailSpec
    from game.view.lines import LinePainter
    from game.view.suit import SuitPainter
    from game.view.theme import Colour, Theme

RIM_PX, BAND_PX = 13, 7  # whole widths: half of each is seen beside an outline
LINE_RIM_PX, LINE_BAND_PX = 15, 9
RAIL_RIM_PX, RAIL_BAND_PX = 11, 5
FIGURE_M = 3.0  # side of the square that holds a person with stretched arms
EVERY_PX = 2  # points of a silhouette
FLECK_PX = 30  # a smaller piece of a silhouette is no limb
DISC_PX, RING_PX, HOLE_PX = 10, 14, 7  # radii of what marks a hand, and a hook
MARK_RIM_PX = 4
APART_PX = 30.0  # marks of one person lie at least so far from each other
SPREAD_PASSES = 12


class Outlines:
    """Paints the bands of one theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._scratch: pygame.Surface | None = None

    @property
    def is_on(self) -> bool:
        """True in the high-contrast look."""
        return self.theme.high_contrast

    def rails(self, surface: pygame.Surface, camera: Camera, rails: Iterable[RailSpec]) -> None:
        """All rails in the picture, over the hull and under everything that moves."""
        for rail in rails:
            points = [camera.to_screen(point) for point in rail.points]
            if any(camera.sees(point, 8.0) for point in rail.points):
                self._band(surface, points, RAIL_RIM_PX, RAIL_BAND_PX, self.theme.palette.sun)

    def lines(self, surface: pygame.Surface, camera: Camera, frame: Frame, painter: LinePainter, alpha: float) -> None:
        """Below every tether, umbilical and leash that is out."""
        for line in frame.lines:
            path = None if line.is_stowed else painter.path(line.id, alpha)
            if path is not None and len(path) > 1:
                points = [camera.to_screen((float(place.real), float(place.imag))) for place in path]
                self._band(surface, points, LINE_RIM_PX, LINE_BAND_PX, self.theme.palette.text)

    def people(self, surface: pygame.Surface, camera: Camera, frame: Frame, painter: SuitPainter, alpha: float) -> None:
        """Below everybody outside, along the silhouette of this moment."""
        side = round(FIGURE_M * camera.scale_px_per_m)
        for crew in frame.crew:
            before, now = crew.body.before, crew.body.pose
            at = (before.x + (now.x - before.x) * alpha, before.y + (now.y - before.y) * alpha)
            if crew.is_inside or not camera.sees(at, FIGURE_M):
                continue
            if self._scratch is None or self._scratch.get_width() != side:
                self._scratch = pygame.Surface((side, side), pygame.SRCALPHA, 32)
            self._scratch.fill((0, 0, 0, 0))
            near = Camera(at, camera.scale_px_per_m, (side, side)).snapped()
            painter.draw_plain(self._scratch, near, frame, alpha)
            left, top = camera.to_screen(near.to_world((0.0, 0.0)))
            corner = (round(left), round(top))
            shapes = []
            for piece in pygame.mask.from_surface(self._scratch).connected_components(FLECK_PX):
                points = [(x + corner[0], y + corner[1]) for x, y in piece.outline(EVERY_PX)]
                if len(points) > 2:
                    shapes.append(points)
            for width, colour in self._strokes(RIM_PX, BAND_PX, self.theme.palette.text):
                for points in shapes:
                    pygame.draw.lines(surface, colour, True, points, width)

    def holding(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float) -> None:
        """Over everybody outside: a disc on each hand that grips, a ring on each hook that is closed."""
        for crew in frame.crew:
            if crew.is_inside:
                continue
            hands = [mix(hand.before, hand.at, alpha) for hand in crew.hands if hand.state == "gripping"]
            hooks = [mix(hook.before, hook.at, alpha) for hook in crew.hooks if hook.state == "closed"]
            middles = spread([camera.to_screen(place) for place in (*hands, *hooks)], APART_PX)
            for index, (x, y) in enumerate(middles):
                self._holder(surface, (round(x), round(y)), is_hook=index >= len(hands))

    def _holder(self, surface: pygame.Surface, at: tuple[int, int], *, is_hook: bool) -> None:
        rim, bright = self.theme.palette.marker_outline[:3], self.theme.palette.text
        radius = RING_PX if is_hook else DISC_PX
        pygame.draw.aacircle(surface, rim, at, radius + MARK_RIM_PX)
        pygame.draw.aacircle(surface, bright, at, radius)
        if is_hook:
            pygame.draw.aacircle(surface, rim, at, HOLE_PX)

    def _band(
        self, surface: pygame.Surface, points: Sequence[Point], rim_px: int, band_px: int, colour: Colour
    ) -> None:
        for width, shade in self._strokes(rim_px, band_px, colour):
            for start, end in pairwise(points):
                pygame.draw.line(surface, shade, start, end, width)

    def _strokes(self, rim_px: int, band_px: int, colour: Colour) -> tuple[tuple[int, Colour], ...]:
        return (rim_px, self.theme.palette.marker_outline[:3]), (band_px, colour)


def spread(points: Sequence[Point], apart: float) -> list[Point]:
    """The points, moved from each other as little as a few passes need until none are nearer than `apart`."""
    moved = list(points)
    for _ in range(SPREAD_PASSES):
        for one, other in combinations(range(len(moved)), 2):
            (x0, y0), (x1, y1) = moved[one], moved[other]
            far = math.dist(moved[one], moved[other])
            if far >= apart:
                continue
            dx, dy = ((x1 - x0) / far, (y1 - y0) / far) if far > 0.0 else (1.0, 0.0)
            push = (apart - far) / 2
            moved[one], moved[other] = (x0 - dx * push, y0 - dy * push), (x1 + dx * push, y1 + dy * push)
    return moved

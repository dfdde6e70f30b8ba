"""Tubes along a path on the picture, round under the light of the station: booms, arms, masts. Pixels, y down."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pygame

from game.sim.spec import Point
from game.view.light import Colour, LightTable

INK = (29, 39, 51)
OUTLINE_PX = 1.6
STRIPS = (0.80, 0.42, 0.0, -0.42, -0.80)  # where across a tube its light is taken: 1 is the left edge
FINE_PX = 8.0  # a thinner tube is painted in three strips
FEW_STRIPS, FEW_RIMS = (0.74, 0.05, -0.70), (1.0, 0.36, -0.30, -1.0)
RIMS = (1.0, 0.62, 0.22, -0.22, -0.62, -1.0)  # where one strip ends and the next begins
GREY = (184, 190, 198)


def lit(light: LightTable | None, albedo: Colour, nx: float = 0.0, ny: float = 0.0) -> Colour:
    """An albedo under the light, or as it is where a lamp will multiply it."""
    return albedo if light is None else light.tint(albedo, nx, ny)


def draw_tube(
    surface: pygame.Surface, points: Sequence[Point], half_px: float, albedo: Colour, light: LightTable | None
) -> None:
    """A tube of `half_px` radius through the points: strips of light across it and a dark outline."""
    aside = square_to(points)
    strips, rims = (STRIPS, RIMS) if half_px >= FINE_PX else (FEW_STRIPS, FEW_RIMS)
    shade = lit(light, INK)
    edges = [_moved(points, aside, far) for far in (half_px + OUTLINE_PX / 2, -half_px - OUTLINE_PX / 2)]
    pygame.draw.polygon(surface, shade, edges[0] + edges[1][::-1])
    paths = [_moved(points, aside, half_px * across) for across in rims]
    for (one, other), across in zip(pairwise(paths), strips, strict=True):
        for start, (dx, dy) in enumerate(aside[:-1]):
            quad = (one[start], one[start + 1], other[start + 1], other[start])
            pygame.draw.polygon(surface, lit(light, albedo, dx * across, dy * across), quad)
    for edge in edges:
        for begin, end in pairwise(edge):
            pygame.draw.aaline(surface, shade, begin, end, 3)


def draw_ball(
    surface: pygame.Surface, at: Point, radius_px: float, albedo: Colour, light: LightTable | None, *, hub: bool = False
) -> None:
    """A round joint: rings of light from the edge to the side that faces the sun, and a hub for a hinge."""
    pygame.draw.aacircle(surface, lit(light, INK), at, radius_px + OUTLINE_PX)
    sun = light.sun if light is not None else (0.0, 0.0, 1.0)
    for share in (1.0, 0.8, 0.6, 0.4):
        tilt = (1.0 - share) * 0.9
        aside = 0.5 * radius_px * (1.0 - share)
        colour = lit(light, albedo, 0.55 * sun[0] * tilt - 0.2 * (share - 0.4), -0.55 * sun[1] * tilt)
        centre = (at[0] + aside * sun[0], at[1] - aside * sun[1])
        pygame.draw.aacircle(surface, colour, centre, radius_px * share)
    if hub:
        pygame.draw.aacircle(surface, lit(light, INK), at, max(1.5, radius_px * 0.42))
        pygame.draw.aacircle(surface, lit(light, GREY), at, max(1.0, radius_px * 0.26))


def square_to(points: Sequence[Point]) -> list[Point]:
    """Unit vectors to the left of a path at its points."""
    found = []
    for index in range(len(points)):
        before, after = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        found.append((dy / length, -dx / length))
    return found


def _moved(points: Sequence[Point], aside: Sequence[Point], far: float) -> list[Point]:
    return [(x + dx * far, y + dy * far) for (x, y), (dx, dy) in zip(points, aside, strict=True)]


def bent(at: Point, angle_rad: float, length_m: float, tip_m: float, shares: Sequence[float]) -> list[Point]:
    """Points at shares of a pole held at its foot, whose tip stands `tip_m` to the left: the shape of a cantilever."""
    along, left = (math.cos(angle_rad), math.sin(angle_rad)), (-math.sin(angle_rad), math.cos(angle_rad))
    points = []
    for share in shares:
        away, aside = length_m * share, tip_m * share * share * (3.0 - share) / 2.0
        points.append((at[0] + along[0] * away + left[0] * aside, at[1] + along[1] * away + left[1] * aside))
    return points

"""Strokes along a path on the picture: what lies square to it, dark bands, and the marks of tension. Pixels."""

from __future__ import annotations

import numpy as np
import pygame

from game.view.chain import Floats, Points
from game.view.light import Colour

EDGE = (10, 14, 22)
BAR_AT_PX = 14.0


def pairs(points: Points) -> list[list[float]]:
    """Complex points as the pairs that drawing calls take."""
    return points.view(np.float64).reshape(-1, 2).tolist()


def bundle(centre: Points, across: Points, aside: Floats) -> list[list[list[float]]]:
    """Paths beside a path, each by its distance, as pairs."""
    beside: Points = centre + aside[:, None] * across
    return beside.view(np.float64).reshape(len(aside), -1, 2).tolist()


def square_to(centre: Points) -> Points:
    """Unit vectors square to a path at its points."""
    ahead = np.empty_like(centre)
    ahead[1:-1] = centre[2:] - centre[:-2]
    ahead[0], ahead[-1] = centre[1] - centre[0], centre[-1] - centre[-2]
    across: Points = 1j * ahead / np.maximum(np.abs(ahead), 1e-6)
    return across


def at_arc(centre: Points, at: Floats) -> tuple[Points, Points]:
    """Points and directions across at given distances along a path, px."""
    arc = np.concatenate([[0.0], np.abs(centre[1:] - centre[:-1]).cumsum()])
    place = np.interp(at, arc, centre)
    ahead = np.interp(at + 1.5, arc, centre) - np.interp(at - 1.5, arc, centre)
    return place, 1j * ahead / np.maximum(np.abs(ahead), 1e-6)


def draw_bands(
    surface: pygame.Surface, centre: Points, half: float, period: float, share: float, colour: Colour
) -> None:
    """Dark bands of `share` of every `period` along a path, `half` to either side."""
    whole = float(np.abs(centre[1:] - centre[:-1]).sum())
    starts = np.arange(period * 0.5, whole - period * share - 2.0, period)
    if not len(starts):
        return
    arc = np.concatenate([[0.0], np.abs(centre[1:] - centre[:-1]).cumsum()])
    one, other = pairs(np.interp(starts, arc, centre)), pairs(np.interp(starts + period * share, arc, centre))
    width = max(2, round(2.0 * half))
    for start, end in zip(one, other, strict=True):
        pygame.draw.line(surface, colour, start, end, width)


def draw_tick_marks(surface: pygame.Surface, centre: Points, half: float, marks: int, colour: Colour) -> None:
    """So many short strokes across the middle of a path."""
    whole = float(np.abs(centre[1:] - centre[:-1]).sum())
    at: Floats = whole * 0.5 + (np.arange(marks, dtype=np.float64) - (marks - 1) / 2.0) * 7.0
    place, across = at_arc(centre, at)
    arm = across * (half + 5.0)
    for one, other in zip(pairs(place + arm), pairs(place - arm), strict=True):
        pygame.draw.aaline(surface, EDGE, one, other, 4)
        pygame.draw.aaline(surface, colour, one, other, 2)


def draw_bar(surface: pygame.Surface, centre: Points, half: float, colour: Colour) -> None:
    """A thick bar across a path near its beginning."""
    place, across = at_arc(centre, np.array([BAR_AT_PX]))
    arm = across * (half + 6.0)
    (one,), (other,) = pairs(place + arm), pairs(place - arm)
    pygame.draw.aaline(surface, EDGE, one, other, 8)
    pygame.draw.aaline(surface, colour, one, other, 4)

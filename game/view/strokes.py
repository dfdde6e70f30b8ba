"""Strokes along paths on the picture: webbing with soft dark edges, dark bands, and the marks of tension. Pixels.

All strokes of a picture are laid out together; only the drawing goes stroke by stroke.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.chain import Floats, Points
from game.view.light import Colour

EDGE = (10, 14, 22)
EDGE_PX = 0.6  # outside the filled middle
SHINING_PX = 2.0  # a line of this half width has a bright core
BAR_AT_PX = 14.0


class Stroke(NamedTuple):
    """A line to be painted along a path: half its width, its colours, its bands and what is marked on it."""

    path: Points
    half: float
    colour: Colour
    bright: Colour
    band_colour: Colour
    ring_colour: Colour
    band_px: float  # from band to band; 0 = plain
    band_share: float
    ring_px: float  # the ring it begins at; 0 = none
    is_barred: bool  # a bar across its beginning: nothing runs out or in
    marks: int  # of tension, across its middle


def draw_strokes(surface: pygame.Surface, strokes: Sequence[Stroke], places: Points) -> None:
    """Paint strokes in their order: a filled middle, and soft dark edges over its hard ones.

    `places` are the points of all their paths, one path after the other.
    """
    counts = tuple([len(stroke.path) for stroke in strokes])
    starts, owners, joints = _rows(counts)
    ways = places[1:] - places[:-1]
    ways[joints] = 0.0
    aside = np.zeros(len(places), np.complex128)
    aside[:-1] = ways
    aside[1:] += ways
    reach = np.array([1j * (stroke.half + EDGE_PX) for stroke in strokes])[owners]
    aside *= reach / np.maximum(np.abs(aside), 1e-6)
    left, right, middles = pairs(places + aside), pairs(places - aside), _pixels(places)
    for stroke, start, count in zip(strokes, starts, counts, strict=True):
        end = start + count
        middle = middles[start:end]
        pygame.draw.lines(surface, stroke.colour, False, middle, max(2, round(2.0 * stroke.half)))
        if stroke.half >= SHINING_PX:
            pygame.draw.lines(surface, stroke.bright, False, middle, max(1, round(0.6 * stroke.half)))
        if stroke.band_px > 0.0:
            _draw_bands(surface, stroke)
        pygame.draw.aalines(surface, EDGE, False, left[start:end])
        pygame.draw.aalines(surface, EDGE, False, right[start:end])
        if stroke.ring_px > 0.0:
            _draw_ring(surface, stroke)
        if stroke.is_barred:
            _draw_bar(surface, stroke)
        if stroke.marks:
            _draw_tick_marks(surface, stroke)


@lru_cache(64)
def _rows(counts: tuple[int, ...]) -> tuple[list[int], NDArray[np.intp], NDArray[np.intp]]:
    """Of paths of so many points one after the other: where each begins, whose each point is, links between two."""
    starts = [sum(counts[:place]) for place in range(len(counts))]
    return starts, np.repeat(np.arange(len(counts)), counts), np.array(starts[1:], np.intp) - 1


def _pixels(points: Points) -> list[list[int]]:
    """Complex points as pairs of whole pixels."""
    pixels: list[list[int]] = np.rint(points.view(np.float64)).astype(np.int32).reshape(-1, 2).tolist()
    return pixels


def pairs(points: Points) -> list[list[float]]:
    """Complex points as the pairs that drawing calls take."""
    return points.view(np.float64).reshape(-1, 2).tolist()


def square_to(centre: Points) -> Points:
    """Unit vectors square to a path at its points."""
    ahead = np.empty_like(centre)
    ahead[1:-1] = centre[2:] - centre[:-2]
    ahead[0], ahead[-1] = centre[1] - centre[0], centre[-1] - centre[-2]
    across: Points = 1j * ahead / np.maximum(np.abs(ahead), 1e-6)
    return across


def _arc(path: Points) -> Floats:
    """How far along a path its points are."""
    arc = np.zeros(len(path))
    np.abs(path[1:] - path[:-1]).cumsum(out=arc[1:])
    return arc


def _at_arc(path: Points, at: Floats, reach: float) -> tuple[Points, Points]:
    """Points at given distances along a path, and the way from `reach` before to `reach` after each."""
    arc = _arc(path)
    both = np.interp(np.concatenate([at - reach, at + reach]), arc, path).reshape(2, -1)
    return (both[0] + both[1]) * 0.5, both[1] - both[0]


def _draw_bands(surface: pygame.Surface, stroke: Stroke) -> None:
    arc = _arc(stroke.path)
    long = stroke.band_px * stroke.band_share
    starts = np.arange(stroke.band_px * 0.5, arc[-1] - long - 2.0, stroke.band_px)
    width = max(2, round(2.0 * stroke.half))
    ends = pairs(np.interp(np.concatenate([starts, starts + long]), arc, stroke.path))
    for start, end in zip(ends[: len(starts)], ends[len(starts) :], strict=True):
        pygame.draw.line(surface, stroke.band_colour, start, end, width)


def _draw_ring(surface: pygame.Surface, stroke: Stroke) -> None:
    at = (float(stroke.path[0].real), float(stroke.path[0].imag))
    pygame.draw.aacircle(surface, EDGE, at, stroke.ring_px + 1.5)
    pygame.draw.aacircle(surface, stroke.ring_colour, at, stroke.ring_px)
    pygame.draw.aacircle(surface, EDGE, at, max(1.0, 0.45 * stroke.ring_px))


def _draw_tick_marks(surface: pygame.Surface, stroke: Stroke) -> None:
    """Short strokes across the middle of a path."""
    at: Floats = _arc(stroke.path)[-1] * 0.5 + (np.arange(stroke.marks) - (stroke.marks - 1) / 2.0) * 7.0
    _draw_across(surface, stroke, at, 5.0, 2)


def _draw_bar(surface: pygame.Surface, stroke: Stroke) -> None:
    """A thick bar across a path near its beginning."""
    _draw_across(surface, stroke, np.array([BAR_AT_PX]), 6.0, 4)


def _draw_across(surface: pygame.Surface, stroke: Stroke, at: Floats, over_px: float, width: int) -> None:
    """Bright strokes with dark edges square to a path, standing out over its sides."""
    places, ways = _at_arc(stroke.path, at, 1.5)
    arm = 1j * ways / np.maximum(np.abs(ways), 1e-6) * (stroke.half + over_px)
    for one, other in zip(pairs(places + arm), pairs(places - arm), strict=True):
        pygame.draw.aaline(surface, EDGE, one, other, 2 * width)
        pygame.draw.aaline(surface, stroke.bright, one, other, width)

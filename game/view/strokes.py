"""Strokes along paths on the picture: webbing with soft dark edges, dark bands, and the marks of tension. Pixels.

All strokes of a picture are cut into short pieces, which lie ready in brushes, and are put down in one call.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.brush import ANGLES, EDGE, LONGS_PX, PHASES, Brush, brush_of
from game.view.chain import Floats, Points
from game.view.light import Colour

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
    """Paint strokes in their order, then what is marked on them; `places` are their paths one after the other."""
    links, starts = _rows(tuple([len(stroke.path) for stroke in strokes]))
    ways = (places[1:] - places[:-1])[links]
    middles = places[links] + ways * 0.5
    sizes = np.abs(ways)
    longest = np.maximum.reduceat(sizes, starts).tolist()
    if max(longest) > LONGS_PX[-1]:
        middles, ways, starts = _cut(middles, ways, sizes, starts)
    end = len(ways)
    ends = [*starts[1:], end]
    puts = []  # a brush, and the first and the last of the pieces it puts down
    all_ways, all_middles = [ways], [middles]
    for number, stroke in enumerate(strokes):
        long = next((long for long in LONGS_PX if long >= longest[number]), LONGS_PX[-1])
        brush = brush_of(stroke.half, long, stroke.colour)
        puts.append((brush, starts[number], ends[number]))
        if stroke.band_px > 0.0:
            long = max(2, round(stroke.band_px * stroke.band_share))
            at, along = _bands(stroke, long)
            brush = brush_of(stroke.half, long, stroke.band_colour, has_edge=False)
            puts.append((brush, end, end + len(at)))
            end += len(at)
            all_middles.append(at)
            all_ways.append(along)
    if len(all_ways) > 1:
        ways, middles = np.concatenate(all_ways), np.concatenate(all_middles)
    surface.fblits(_pieces(puts, ways, middles), pygame.BLEND_PREMULTIPLIED)
    for stroke in strokes:
        if stroke.ring_px > 0.0:
            _draw_ring(surface, stroke)
        if stroke.is_barred:
            _draw_bar(surface, stroke)
        if stroke.marks:
            _draw_tick_marks(surface, stroke)


@lru_cache(64)
def _rows(counts: tuple[int, ...]) -> tuple[NDArray[np.intp], list[int]]:
    """Of paths of so many points one after the other: the points where links begin, and each path's first link."""
    ends = np.cumsum(counts)
    links = np.delete(np.arange(ends[-1]), ends - 1)
    return links, (ends - counts - np.arange(len(counts))).tolist()


def _cut(middles: Points, ways: Points, sizes: Floats, starts: list[int]) -> tuple[Points, Points, list[int]]:
    """The same pieces with long ones cut into equal parts."""
    parts = np.maximum(1, np.ceil(sizes / LONGS_PX[-1])).astype(np.intp)
    ends = parts.cumsum()
    link = np.repeat(np.arange(len(ways)), parts)
    place = (np.arange(len(link)) - (ends - parts)[link] + 0.5) / parts[link] - 0.5
    return middles[link] + ways[link] * place, ways[link], (ends - parts)[starts].tolist()


def _pieces(
    puts: Sequence[tuple[Brush, int, int]], ways: Points, middles: Points
) -> Iterator[tuple[pygame.Surface, tuple[int, int]]]:
    """What brushes put down, each piece with the pixel of its corner."""
    angles = np.rint(np.arctan2(ways.imag, ways.real) * (ANGLES / math.pi)).astype(np.int32) & (ANGLES - 1)
    spots = np.floor(middles.view(np.float64) * PHASES).astype(np.int32).reshape(-1, 2)
    keys = ((angles * PHASES + spots[:, 0] % PHASES) * PHASES + spots[:, 1] % PHASES).tolist()
    corners = spots // PHASES
    pieces: list[pygame.Surface] = []
    order: list[tuple[int, int]] = []
    for brush, start, end in puts:
        corners[start:end] -= brush.boxes[angles[start:end]]
        pieces += map(brush.__getitem__, keys[start:end])
    at = list(zip(corners[:, 0].tolist(), corners[:, 1].tolist(), strict=True))  # pairs are put down faster than lists
    for _, start, end in puts:
        order += at[start:end]
    return zip(pieces, order, strict=True)


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


def _bands(stroke: Stroke, long: float) -> tuple[Points, Points]:
    """The middles and ways of a stroke's bands."""
    whole = float(np.abs(stroke.path[1:] - stroke.path[:-1]).sum())
    at = np.arange(stroke.band_px * 0.5, whole - long - 2.0, stroke.band_px) + long / 2
    return _at_arc(stroke.path, at, long / 2)


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

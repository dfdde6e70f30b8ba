"""Keeps the picture of slack lines out of solids: nodes go to the nearest side, links round the corners they cut.

Points are complex numbers x + iy in metres. The straight way between the ends of a span is always free, for it is a
piece of the true taut path; so a span that can't be freed otherwise is drawn in towards it: nothing is left inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from game.sim.spec import Point

Floats = NDArray[np.float64]
Points = NDArray[np.complex128]
Flags = NDArray[np.bool_]

MARGIN_M = 0.02  # the middle of a line keeps so far off a side
INSET_M = 0.004  # only what is deeper than this counts as inside: true bends touch corners and run along sides
PASSES = 3
DRAWN_IN = (0.6, 0.3, 0.0)  # shares of the slack shape that are tried when pushing was not enough


class Walls:
    """The outlines of solids that stand still. Outlines are simple polygons, either way round."""

    def __init__(self, outlines: Iterable[Sequence[Point]] = ()) -> None:
        self._outlines = [_counter_clockwise(np.array([complex(*point) for point in one])) for one in outlines]
        self._cores = [_inset(outline) for outline in self._outlines]
        self._ends = [np.roll(outline, -1) for outline in self._outlines]
        self._core_ends = [np.roll(core, -1) for core in self._cores]
        self._sides = [end - outline for end, outline in zip(self._ends, self._outlines, strict=True)]
        self._sizes = [np.abs(side) for side in self._sides]
        corners = [(one.real.min(), one.imag.min(), one.real.max(), one.imag.max()) for one in self._outlines]
        self._boxes: Floats = np.array(corners, np.float64).reshape(-1, 4)

    def free(self, chains: Points) -> None:
        """Move the inner nodes of chains (spans, nodes), in place, until no link runs through a solid."""
        for row, near in self._meetings(chains):
            self._free_one(chains[row], near)

    def cuts(self, chain: Points) -> bool:
        """True if a polyline runs through a solid."""
        return any(self._cut_links(chain, one).any() for one in range(len(self._cores)))

    def _meetings(self, chains: Points) -> list[tuple[int, list[int]]]:
        """Which spans are near which solids."""
        boxes = self._boxes
        if not len(boxes) or not len(chains):
            return []
        x, y = chains.real, chains.imag
        meets = (
            (x.min(1)[:, None] < boxes[:, 2] + MARGIN_M)
            & (x.max(1)[:, None] > boxes[:, 0] - MARGIN_M)
            & (y.min(1)[:, None] < boxes[:, 3] + MARGIN_M)
            & (y.max(1)[:, None] > boxes[:, 1] - MARGIN_M)
        )
        return [(int(row), np.nonzero(meets[row])[0].tolist()) for row in np.nonzero(meets.any(1))[0]]

    def _free_one(self, chain: Points, near: list[int]) -> None:
        straight = chain[0] + _shares(len(chain)) * (chain[-1] - chain[0])
        if np.abs(chain - straight).max() < INSET_M:
            return  # straight: along the true path
        for _ in range(PASSES):
            is_moved = False
            for number in near:
                is_moved = self._push_nodes(chain, number) or is_moved
                is_moved = self._push_links(chain, number) or is_moved
            if not is_moved:
                return
        if any(self._cut_links(chain, number).any() for number in near):
            shape = chain - straight
            for kept in DRAWN_IN:
                chain[:] = straight + kept * shape
                if not any(self._cut_links(chain, number).any() for number in near):
                    return

    def _push_nodes(self, chain: Points, number: int) -> bool:
        outline, box = self._outlines[number], self._boxes[number]
        inner = chain[1:-1]
        x, y = inner.real, inner.imag
        near = (x > box[0] - MARGIN_M) & (x < box[2] + MARGIN_M) & (y > box[1] - MARGIN_M) & (y < box[3] + MARGIN_M)
        if not near.any():
            return False
        at = inner[near]
        ends, side, size = self._ends[number], self._sides[number], self._sizes[number]
        # the foot of each node on each side
        away = at[:, None] - outline
        share = np.clip((away * side.conj()).real / (size * size), 0.0, 1.0)
        off = away - share * side
        distance = np.abs(off)
        nearest = distance.argmin(1)
        rows = np.arange(len(at))
        depth = distance[rows, nearest]
        is_inside = _inside(at, outline, ends)
        moved = is_inside | (depth < MARGIN_M)
        if not moved.any():
            return False
        foot = at - off[rows, nearest]
        out = off[rows, nearest] * np.where(is_inside, -1.0, 1.0)
        normal = -1j * side[nearest] / size[nearest]  # outwards, for counter-clockwise outlines
        out = np.where(depth > INSET_M, out / np.maximum(depth, 1e-9), normal)
        at = np.where(moved, foot + MARGIN_M * out, at)
        inner[near] = at
        return bool(is_inside.any())

    def _push_links(self, chain: Points, number: int) -> bool:
        """Links whose nodes are outside but which cut a corner: both nodes go square to the link until it is free."""
        cut = np.nonzero(self._cut_links(chain, number))[0]
        if not len(cut):
            return False
        outline = self._outlines[number]
        last = len(chain) - 1
        for link in cut.tolist():
            start, end = chain[link], chain[link + 1]
            way = end - start
            size = abs(way)
            if size < INSET_M:
                continue
            along = (outline - start) * way.conjugate() / size  # real: along the link, imaginary: to its left
            beside = (along.real > -MARGIN_M) & (along.real < size + MARGIN_M)
            if not beside.any():
                continue
            left, right = float(along.imag[beside].max()), float(along.imag[beside].min())
            step = left + MARGIN_M if abs(left) < abs(right) else right - MARGIN_M
            shift = 1j * way / size * step
            if link > 0:
                chain[link] = start + shift
            if link + 1 < last:
                chain[link + 1] = end + shift
        return True

    def _cut_links(self, chain: Points, number: int) -> Flags:
        """Which links run through the inside of a solid."""
        core, box = self._cores[number], self._boxes[number]
        start, end = chain[:-1], chain[1:]
        near = (
            (np.maximum(start.real, end.real) > box[0])
            & (np.minimum(start.real, end.real) < box[2])
            & (np.maximum(start.imag, end.imag) > box[1])
            & (np.minimum(start.imag, end.imag) < box[3])
        )
        found = np.zeros(len(start), np.bool_)
        if not near.any():
            return found
        p, q = start[near][:, None], end[near][:, None]
        a, b = core, self._core_ends[number]
        way, side = q - p, b - a
        crosses = (_cross(way, a - p) > 0.0) != (_cross(way, b - p) > 0.0)
        crosses &= (_cross(side, p - a) > 0.0) != (_cross(side, q - a) > 0.0)
        found[near] = crosses.any(1) | _inside(start[near], a, b)
        return found


@cache
def _shares(count: int) -> Floats:
    """Equal shares from 0 to 1."""
    return np.linspace(0.0, 1.0, count)


def _cross(one: Points, other: Points) -> Floats:
    crossed: Floats = one.real * other.imag - one.imag * other.real
    return crossed


def _inside(at: Points, a: Points, b: Points) -> Flags:
    """Which points lie inside a polygon with sides from a to b (a ray to the right crosses an odd number)."""
    y = at.imag[:, None]
    spans = (a.imag > y) != (b.imag > y)
    rise = np.where(b.imag == a.imag, 1.0, b.imag - a.imag)
    x = a.real + (y - a.imag) * (b.real - a.real) / rise
    odd: Flags = ((spans & (at.real[:, None] < x)).sum(1) % 2).astype(np.bool_)
    return odd


def _counter_clockwise(outline: Points) -> Points:
    area = float(_cross(outline, np.roll(outline, -1)).sum())
    return outline if area > 0.0 else outline[::-1].copy()


def _inset(outline: Points) -> Points:
    """The outline drawn in by INSET_M."""
    before = outline - np.roll(outline, 1)
    after = np.roll(outline, -1) - outline
    one = 1j * before / np.maximum(np.abs(before), 1e-9)
    two = 1j * after / np.maximum(np.abs(after), 1e-9)
    scale = 1.0 + (one * two.conj()).real
    core: Points = outline + INSET_M * (one + two) / np.maximum(scale, 0.2)
    return core

"""Where a hand or a hook is on a rail: arc positions, nearest points, and the span between two stanchions.

A rail is the polyline of a `RailSpec`; a place on it is its arc position `s` in metres from the first point.
Everything is plain floats and pure functions of the spec, so the order and the result are the same in every run.
`RailNet` answers the questions that are asked each tick about all rails of a station at once.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from math import ceil, floor, hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.sim.spec import Point, RailSpec

CELL_M = 2.0  # side of a bucket of the net's grid: a little more than what a hand can reach from where it is


def rail_length(rail: RailSpec) -> float:
    """The length of the rail along its bends, in metres."""
    return arc_positions(rail.points)[-1]


def arc_positions(points: Sequence[Point]) -> tuple[float, ...]:
    """The arc position in metres of each point of a polyline; the first is 0 and they never decrease."""
    positions = [0.0]
    for (ax, ay), (bx, by) in pairwise(points):
        positions.append(positions[-1] + hypot(bx - ax, by - ay))
    return tuple(positions)


def point_on_rail(rail: RailSpec, s: float) -> Point:
    """The point at arc position `s` metres, which is clamped to the rail's two ends."""
    points = rail.points
    left = max(s, 0.0)
    for (ax, ay), (bx, by) in pairwise(points):
        length = hypot(bx - ax, by - ay)
        if left <= length and length > 0.0:
            part = left / length
            return ax + (bx - ax) * part, ay + (by - ay) * part
        left -= length
    return points[-1]


def direction_on_rail(rail: RailSpec, s: float) -> Point:
    """The unit vector along the rail at arc position `s`, towards growing `s`; at a bend, that of the piece before."""
    points = rail.points
    left = max(s, 0.0)
    direction = (1.0, 0.0)
    for (ax, ay), (bx, by) in pairwise(points):
        length = hypot(bx - ax, by - ay)
        if length > 0.0:
            direction = (bx - ax) / length, (by - ay) / length
        if left <= length:
            break
        left -= length
    return direction


def nearest_on_rail(rail: RailSpec, point: Point) -> tuple[float, float]:
    """The arc position nearest to `point`, and its distance, both in metres; of equals the first."""
    return nearest_on_polyline(rail.points, point)


def nearest_on_polyline(points: Sequence[Point], point: Point) -> tuple[float, float]:
    """The arc position on a polyline nearest to `point`, and its distance, both in metres; of equals the first."""
    px, py = point
    best_s, best = 0.0, hypot(px - points[0][0], py - points[0][1])
    start = 0.0
    for (ax, ay), (bx, by) in pairwise(points):
        dx, dy = bx - ax, by - ay
        length_squared = dx * dx + dy * dy
        if length_squared == 0.0:
            continue
        part = ((px - ax) * dx + (py - ay) * dy) / length_squared
        part = 0.0 if part < 0.0 else min(part, 1.0)
        distance = hypot(px - ax - part * dx, py - ay - part * dy)
        length = hypot(dx, dy)
        if distance < best:
            best_s, best = start + part * length, distance
        start += length
    return best_s, best


def span_index(rail: RailSpec, s: float) -> int:
    """The number of the span between two stanchions that holds `s`: 0 is the first; on a stanchion, the span after it.

    A hook keeps the number it got when it was closed. Asking again would let a hook that rests on a stanchion hop
    over it.
    """
    return min(max(bisect_right(rail.stanchions_m, s) - 1, 0), len(rail.stanchions_m) - 2)


def span(rail: RailSpec, index: int) -> tuple[float, float]:
    """The arc positions in metres between which a hook on span `index` slides freely."""
    return rail.stanchions_m[index], rail.stanchions_m[index + 1]


def slide(rail: RailSpec, index: int, point: Point) -> tuple[float, float]:
    """Where a hook on span `index` rests when it is drawn towards `point`: arc position and distance left, in metres.

    It is the place of the span nearest to `point`: a ring on a smooth bar stops where the pull has no part along it.
    """
    low, high = span(rail, index)
    s, distance = nearest_on_rail(rail, point)
    if low <= s <= high:
        return s, distance
    # the nearest place of the rail lies beyond a stanchion: measure on this span alone
    arcs = arc_positions(rail.points)
    inner = [rail.points[i] for i, at in enumerate(arcs) if low < at < high]
    piece = [point_on_rail(rail, low), *inner, point_on_rail(rail, high)]
    on_piece, distance = nearest_on_polyline(piece, point)
    return min(low + on_piece, high), distance


class RailNet:
    """All rails of a station in a grid: asking what is in reach costs the same on a large station as on a small one.

    `near` and `nearest` answer as a loop over `nearest_on_rail` would, in order of distance and then of place in the
    spec.
    """

    __slots__ = ("_cells", "rails")

    def __init__(self, rails: Iterable[RailSpec]) -> None:
        """Sort the rails into the grid's buckets, once."""
        self.rails: tuple[RailSpec, ...] = tuple(rails)
        self._cells: dict[tuple[int, int], list[int]] = {}
        for number, rail in enumerate(self.rails):
            for cell in sorted(_cells_along(rail.points)):
                self._cells.setdefault(cell, []).append(number)

    def near(self, point: Point, radius_m: float) -> list[tuple[float, int, float]]:
        """Every rail within `radius_m` of `point` as (distance, number in `rails`, arc position), the nearest first."""
        x, y = point
        numbers: set[int] = set()
        for column in range(floor((x - radius_m) / CELL_M), floor((x + radius_m) / CELL_M) + 1):
            for row in range(floor((y - radius_m) / CELL_M), floor((y + radius_m) / CELL_M) + 1):
                numbers.update(self._cells.get((column, row), ()))
        found: list[tuple[float, int, float]] = []
        for number in sorted(numbers):
            s, distance = nearest_on_polyline(self.rails[number].points, point)
            if distance <= radius_m:
                found.append((distance, number, s))
        found.sort()
        return found

    def nearest(self, point: Point, radius_m: float) -> tuple[float, int, float] | None:
        """The nearest rail within `radius_m` as (distance, number in `rails`, arc position), or None."""
        found = self.near(point, radius_m)
        return found[0] if found else None


def _cells_along(points: Sequence[Point]) -> set[tuple[int, int]]:
    """Every grid cell that a polyline passes through, and some beside it: pieces shorter than a cell, by their box."""
    cells: set[tuple[int, int]] = set()
    for (ax, ay), (bx, by) in pairwise(points):
        pieces = max(1, ceil(hypot(bx - ax, by - ay) / CELL_M))
        for piece in range(pieces):
            fx, fy = ax + (bx - ax) * piece / pieces, ay + (by - ay) * piece / pieces
            tx, ty = ax + (bx - ax) * (piece + 1) / pieces, ay + (by - ay) * (piece + 1) / pieces
            for column in range(floor(min(fx, tx) / CELL_M), floor(max(fx, tx) / CELL_M) + 1):
                for row in range(floor(min(fy, ty) / CELL_M), floor(max(fy, ty) / CELL_M) + 1):
                    cells.add((column, row))
    return cells

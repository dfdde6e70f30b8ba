"""Plane geometry of outlines: which way they turn, whether they cross themselves, whether they meet. Metres, y up."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from game.sim.vec import add, inside, rotate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.sim.spec import Point


def signed_area(outline: Sequence[Point]) -> float:
    """The area in square metres, positive when the outline runs counter-clockwise."""
    area = 0.0
    for (ax, ay), (bx, by) in edges(outline):
        area += ax * by - bx * ay
    return area / 2.0


def edges(outline: Sequence[Point]) -> list[tuple[Point, Point]]:
    """The sides of a closed outline, the last one back to the first point."""
    return [(outline[i - 1], outline[i]) for i in range(1, len(outline))] + [(outline[-1], outline[0])]


def crossing(outline: Sequence[Point]) -> Point | None:
    """Where two sides that are not neighbours meet, or None when the outline is simple."""
    sides = edges(outline)
    count = len(sides)
    for i in range(count):
        for j in range(i + 1, count):
            if j == i + 1 or (i == 0 and j == count - 1):
                continue
            if segments_meet(*sides[i], *sides[j]):
                return sides[j][0]
    return None


def segments_meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the closed segments ab and cd have a point in common."""

    def turn(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    def within(p: Point, q: Point, r: Point) -> bool:
        return min(p[0], q[0]) <= r[0] <= max(p[0], q[0]) and min(p[1], q[1]) <= r[1] <= max(p[1], q[1])

    t1, t2, t3, t4 = turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
    if ((t1 > 0) != (t2 > 0)) and ((t3 > 0) != (t4 > 0)) and t1 and t2 and t3 and t4:
        return True
    return (
        (t1 == 0 and within(a, b, c))
        or (t2 == 0 and within(a, b, d))
        or (t3 == 0 and within(c, d, a))
        or (t4 == 0 and within(c, d, b))
    )


def overlap(one: tuple[Point, ...], other: tuple[Point, ...]) -> bool:
    """Whether two outlines have a point in common: sides that meet, or one inside the other."""
    if not boxes_meet(box(one), box(other)):
        return False
    if any(segments_meet(*first, *second) for first in edges(one) for second in edges(other)):
        return True
    return inside(other[0], one) or inside(one[0], other)


def box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """The smallest upright box round the points: left, bottom, right, top."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def boxes_meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two upright boxes have a point in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def placed(outline: Sequence[Point], at: Point, angle_rad: float) -> tuple[Point, ...]:
    """The outline turned counter-clockwise by the angle and moved so that its origin lies at `at`."""
    return tuple(add(at, rotate(point, angle_rad)) for point in outline)


def ellipse(centre: Point, half_width: float, half_height: float) -> tuple[Point, ...]:
    """Points on an ellipse, counter-clockwise; enough of them that the outline strays at most about 1 cm from it."""
    largest = max(half_width, half_height, 0.01)
    count = min(64, max(12, 4 * round(pi / 4 / (2 * 0.01 / largest) ** 0.5)))
    steps = [2 * pi * i / count for i in range(count)]
    return tuple((centre[0] + half_width * cos(t), centre[1] + half_height * sin(t)) for t in steps)

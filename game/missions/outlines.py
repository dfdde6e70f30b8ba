"""Plane geometry of outlines: which way they turn, whether they cross themselves, whether they meet. Metres, y up."""

from __future__ import annotations

from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.sim.spec import Point

# A cosmonaut in a suit, centre of mass at the origin, head to +y (facts 34, 35): helmet and boots narrower than pack.
BODY_OUTLINE: tuple[Point, ...] = (
    (-0.20, -0.95),
    (0.20, -0.95),
    (0.375, -0.60),
    (0.375, 0.55),
    (0.20, 0.95),
    (-0.20, 0.95),
    (-0.375, 0.55),
    (-0.375, -0.60),
)
SHOULDERS: tuple[Point, Point] = ((-0.18, 0.42), (0.18, 0.42))
BOOTS_BELOW_M = 0.95
ARM_REACH_M = 0.70


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


def contains(outline: Sequence[Point], point: Point) -> bool:
    """Whether the point lies inside the outline; on the line itself either answer may come."""
    x, y = point
    inside = False
    for (ax, ay), (bx, by) in edges(outline):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def overlap(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Whether two outlines have a point in common: sides that meet, or one inside the other."""
    if not boxes_meet(box(one), box(other)):
        return False
    if any(segments_meet(*first, *second) for first in edges(one) for second in edges(other)):
        return True
    return contains(one, other[0]) or contains(other, one[0])


def box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    """The smallest upright box round the points: left, bottom, right, top."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def boxes_meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    """Whether two upright boxes have a point in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def placed(outline: Sequence[Point], at: Point, angle_rad: float) -> tuple[Point, ...]:
    """The outline turned counter-clockwise by the angle and moved so that its origin lies at `at`."""
    c, s = cos(angle_rad), sin(angle_rad)
    return tuple((at[0] + x * c - y * s, at[1] + x * s + y * c) for x, y in outline)


def ellipse(centre: Point, half_width: float, half_height: float) -> tuple[Point, ...]:
    """Points on an ellipse, counter-clockwise; enough of them that the outline strays at most about 1 cm from it."""
    largest = max(half_width, half_height, 0.01)
    count = min(64, max(12, 4 * round(pi / 4 / (2 * 0.01 / largest) ** 0.5)))
    steps = [2 * pi * i / count for i in range(count)]
    return tuple((centre[0] + half_width * cos(t), centre[1] + half_height * sin(t)) for t in steps)


def distance(one: Point, other: Point) -> float:
    """The straight distance between two points in metres."""
    return hypot(one[0] - other[0], one[1] - other[1])

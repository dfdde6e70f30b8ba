"""Plane vectors as pairs of floats: small, exact and quick."""

from __future__ import annotations

import math

from game.sim.spec import Point


def add(a: Point, b: Point) -> Point:
    """The sum."""
    return a[0] + b[0], a[1] + b[1]


def sub(a: Point, b: Point) -> Point:
    """From `b` to `a`."""
    return a[0] - b[0], a[1] - b[1]


def scale(a: Point, k: float) -> Point:
    """`a` times `k`."""
    return a[0] * k, a[1] * k


def mix(a: Point, b: Point, t: float) -> Point:
    """The point a fraction `t` of the way from `a` to `b`."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def length(a: Point) -> float:
    """How long `a` is."""
    return math.hypot(a[0], a[1])


def distance(a: Point, b: Point) -> float:
    """How far `a` is from `b`."""
    return math.hypot(a[0] - b[0], a[1] - b[1])


def rotate(a: Point, angle_rad: float) -> Point:
    """`a` turned counter-clockwise."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    return a[0] * c - a[1] * s, a[0] * s + a[1] * c


def clamp_length(a: Point, limit: float) -> Point:
    """`a`, shortened to `limit` if it is longer."""
    size = math.hypot(a[0], a[1])
    return a if size <= limit else (a[0] * limit / size, a[1] * limit / size)


def wrap_angle(angle_rad: float) -> float:
    """The same direction within -pi..pi."""
    return math.remainder(angle_rad, 2.0 * math.pi)


def inside(point: Point, outline: tuple[Point, ...]) -> bool:
    """The point lies inside the polygon (even-odd rule)."""
    x, y = point
    is_in = False
    x1, y1 = outline[-1]
    for x2, y2 in outline:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            is_in = not is_in
        x1, y1 = x2, y2
    return is_in

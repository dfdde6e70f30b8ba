"""The Hill equations in closed form: where what was let go in orbit is after a time, seen from the station.

Source: Clohessy and Wiltshire in the plane of the orbit, x forward, y zenith, the station on a circle: the same motion
as `rules/drift.py` integrates. Thrown backwards a thing ends up ahead; thrown straight up it comes back.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.rules.drift import ORBIT_RATE

if TYPE_CHECKING:
    from game.sim.spec import Point

ORBIT_S = 2.0 * math.pi / ORBIT_RATE


def hill_at(place: Point, velocity: Point, t_s: float) -> Point:
    """Where it is after `t_s` seconds, m, in the station's frame."""
    n = ORBIT_RATE
    s, c = math.sin(n * t_s), math.cos(n * t_s)
    (x, y), (vx, vy) = place, velocity
    ahead = x + 6.0 * (s - n * t_s) * y + (4.0 * s - 3.0 * n * t_s) / n * vx + 2.0 / n * (c - 1.0) * vy
    above = (4.0 - 3.0 * c) * y + s / n * vy + 2.0 / n * (1.0 - c) * vx
    return ahead, above


def ahead_m(velocity: Point) -> float:
    """How far ahead of the station it is after one orbit, m; negative = behind."""
    return hill_at((0.0, 0.0), velocity, ORBIT_S)[0]

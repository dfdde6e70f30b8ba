"""The ground track is integrated from the station's own state, so strips baked at different times fit together.

A column is an angle along the orbit (argument of latitude) of one `COLUMNS`-th of a turn. For a span of columns the
track tells when the station passes over each, and the inertial directions up, forward and port there. Two-body motion
with the J2 term (Vallado, Fundamentals of Astrodynamics, 4th ed., 8.6.1), fourth-order Runge-Kutta of 20 s steps:
within 0.1 km of SGP4 over the eight minutes that are looked ahead. Units: km, s, rad; inertial frame TEME.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from game.sim.frame import OrbitFrame
from game.sim.rules.orbit import light_at

DoubleArray = NDArray[np.float64]
Vector = tuple[float, float, float]

MU_KM3PS2 = 398600.4418
EARTH_RADIUS_KM = 6378.137
J2 = 1.08262668e-3
EARTH_SPIN_RADPS = 7.292115146706979e-5
SPHERE_KM = 6371.0  # the ball that is drawn
FLATTENING = 1.0 / 298.257223563

COLUMNS = 73728  # of one orbit: 0.54 km each
COLUMN_RAD = 2.0 * math.pi / COLUMNS
STEP_S = 20.0
BACK_STEPS = 20
AHEAD_STEPS = 30
SHORTEST_S = 1e-4  # a time worth moving on for
DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Passage:
    """What the track knows of some columns, one row each: unit vectors and the time of passing after the frame."""

    up: DoubleArray  # (n, 3)
    forward: DoubleArray
    port: DoubleArray
    after_s: DoubleArray  # (n,)


def _acceleration(x: float, y: float, z: float) -> Vector:
    r2 = x * x + y * y + z * z
    pull = -MU_KM3PS2 / (r2 * math.sqrt(r2))
    bulge = 1.5 * J2 * EARTH_RADIUS_KM**2 / r2
    z2 = 5.0 * z * z / r2
    side = pull * (1.0 - bulge * (z2 - 1.0))
    return x * side, y * side, z * pull * (1.0 - bulge * (z2 - 3.0))


def _march(r: Vector, v: Vector, h: float, count: int) -> list[tuple[Vector, Vector]]:
    """States after each of `count` steps of `h` seconds; plain floats, as arrays of three are slower."""
    (x, y, z), (u, v_, w) = r, v
    states = []
    half = h / 2
    for _ in range(count):
        a1, b1, c1 = _acceleration(x, y, z)
        u2, v2, w2 = u + a1 * half, v_ + b1 * half, w + c1 * half
        a2, b2, c2 = _acceleration(x + u * half, y + v_ * half, z + w * half)
        u3, v3, w3 = u + a2 * half, v_ + b2 * half, w + c2 * half
        a3, b3, c3 = _acceleration(x + u2 * half, y + v2 * half, z + w2 * half)
        u4, v4, w4 = u + a3 * h, v_ + b3 * h, w + c3 * h
        a4, b4, c4 = _acceleration(x + u3 * h, y + v3 * h, z + w3 * h)
        x += (u + 2 * u2 + 2 * u3 + u4) * h / 6
        y += (v_ + 2 * v2 + 2 * v3 + v4) * h / 6
        z += (w + 2 * w2 + 2 * w3 + w4) * h / 6
        u += (a1 + 2 * a2 + 2 * a3 + a4) * h / 6
        v_ += (b1 + 2 * b2 + 2 * b3 + b4) * h / 6
        w += (c1 + 2 * c2 + 2 * c3 + c4) * h / 6
        states.append(((x, y, z), (u, v_, w)))
    return states


def _elements(r: Vector, v: Vector) -> Vector:
    """Right ascension of the node, inclination, argument of latitude; node 0 for an orbit over the equator."""
    h = _cross(r, v)
    node = math.atan2(h[0], -h[1]) if math.hypot(h[0], h[1]) > 1e-9 else 0.0
    inclination = math.atan2(math.hypot(h[0], h[1]), h[2])
    x = r[0] * math.cos(node) + r[1] * math.sin(node)
    y = (r[1] * math.cos(node) - r[0] * math.sin(node)) * math.cos(inclination) + r[2] * math.sin(inclination)
    return node, inclination, math.atan2(y, x)


def column_now(orbit: OrbitFrame) -> float:
    """Where the station is along its orbit, in columns, 0 at the ascending node, below COLUMNS."""
    _, _, along = _elements(orbit.position_km, orbit.velocity_kmps)
    return (along % (2.0 * math.pi)) / COLUMN_RAD


def station_axes(orbit: OrbitFrame) -> DoubleArray:
    """Rows: the station's x (forward), y (zenith), z (towards the viewer) in the inertial frame."""
    up = _unit(orbit.position_km)
    port = _unit(_cross(orbit.position_km, orbit.velocity_kmps))
    return np.array([_cross(port, up), up, (-port[0], -port[1], -port[2])])


def orbit_at(orbit: OrbitFrame, eva_s: float) -> OrbitFrame:
    """The same orbit a little earlier or later: place, Sun and light move on from picture to picture.

    The world works its orbit out every two EVA seconds, which a time lapse would show as jumps.
    """
    after_s = eva_s - orbit.eva_s
    if abs(after_s) < SHORTEST_S or not any(orbit.velocity_kmps):
        return orbit
    sun = np.array(orbit.sun) @ station_axes(orbit)
    ((r, v),) = _march(orbit.position_km, orbit.velocity_kmps, after_s, 1)
    turned_rad = math.atan2(r[1], r[0]) - math.atan2(orbit.position_km[1], orbit.position_km[0])
    moved = replace(
        orbit,
        lat_rad=math.atan2(r[2], math.hypot(r[0], r[1])),
        lon_rad=orbit.lon_rad + turned_rad - EARTH_SPIN_RADPS * after_s,
        position_km=r,
        velocity_kmps=v,
        fraction=orbit.fraction + after_s / DAY_S,
        eva_s=eva_s,
    )
    x, y, z = (float(part) for part in station_axes(moved) @ sun)
    inertial = (float(sun[0]), float(sun[1]), float(sun[2]))
    return replace(moved, sun=(x, y, z), light=light_at(r, inertial))


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _unit(a: Vector) -> Vector:
    length = math.hypot(*a)
    return a[0] / length, a[1] / length, a[2] / length


class GroundTrack:
    """The next ten and the last six minutes of the orbit as a function of the column."""

    def __init__(self, orbit: OrbitFrame, turns: int = 0) -> None:
        """Columns are counted on from turn to turn: `turns` whole orbits are added to what `column_now` says."""
        r, v = orbit.position_km, orbit.velocity_kmps
        back = _march(r, v, -STEP_S, BACK_STEPS)
        states = [*back[::-1], (r, v), *_march(r, v, STEP_S, AHEAD_STEPS)]
        table = np.array([_elements(*state) for state in states])
        self.column = column_now(orbit) + turns * COLUMNS
        along = np.unwrap(table[:, 2])
        along += self.column * COLUMN_RAD - along[BACK_STEPS]
        self._columns = along / COLUMN_RAD
        self._node = np.unwrap(table[:, 0])
        self._inclination = table[:, 1]
        self._after_s = np.arange(-BACK_STEPS, AHEAD_STEPS + 1) * STEP_S
        self.sidereal_rad = math.atan2(r[1], r[0]) - orbit.lon_rad
        self.sun = np.array(orbit.sun) @ station_axes(orbit)  # inertial

    def _axes(self, columns: DoubleArray) -> tuple[DoubleArray, DoubleArray, DoubleArray]:
        node = np.interp(columns, self._columns, self._node)
        inclination = np.interp(columns, self._columns, self._inclination)
        u = columns * COLUMN_RAD
        cn, sn, ci, si, cu, su = (f(a) for a in (node, inclination, u) for f in (np.cos, np.sin))
        up = np.stack([cn * cu - sn * su * ci, sn * cu + cn * su * ci, su * si], -1)
        forward = np.stack([-cn * su - sn * cu * ci, -sn * su + cn * cu * ci, cu * si], -1)
        port = np.stack([sn * si, -cn * si, ci], -1)
        return up, forward, port

    def passage(self, columns: DoubleArray) -> Passage:
        """Axes and times for columns counted like `column` (they may be negative or above COLUMNS)."""
        up, forward, port = self._axes(columns)
        return Passage(up, forward, port, np.interp(columns, self._columns, self._after_s))

    def ground_rad(self, directions: DoubleArray, after_s: DoubleArray) -> tuple[DoubleArray, DoubleArray]:
        """Geodetic latitude and longitude (any turn) under inertial unit vectors (..., 3) at times after the frame."""
        z = np.clip(directions[..., 2], -1.0, 1.0)
        latitude = np.arcsin(z) + 2.0 * FLATTENING * z * np.sqrt(1.0 - z * z)
        longitude = np.arctan2(directions[..., 1], directions[..., 0]) - self.sidereal_rad - EARTH_SPIN_RADPS * after_s
        return latitude, longitude


def dip_rad(height_km: float) -> float:
    """How far the horizon lies below the horizontal at this height over the ball."""
    return math.acos(SPHERE_KM / (SPHERE_KM + height_km))

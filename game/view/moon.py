"""The Moon stands in its true place, in its true phase, as small and as bright as it is.

Position: low-precision formulas of the Astronomical Almanac (section D, "Low-precision formulae for geocentric
coordinates of the Moon"): 0.3 degrees in longitude, 0.2 in latitude, 0.003 in parallax. The station's own place is
taken off (up to a degree). The disc is a ball lit by the Sun, dark seas in their places, north towards the pole of the
ecliptic; libration is left out. Units: km, rad; true equator of date (close to TEME).
"""

from __future__ import annotations

import math

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.earth_view import Lens
from game.view.noise import smooth

F = np.float32
Vector = tuple[float, float, float]
Floats = NDArray[np.float32]
Axis = NDArray[np.float64] | Vector

J2000_JD = 2451545.0
EARTH_RADIUS_KM = 6378.14
MOON_RADIUS_KM = 1737.4
# degrees and degrees a century: amplitude, phase, rate of each sine
LONGITUDE = (
    (6.29, 135.0, 477198.87), (-1.27, 259.3, -413335.36), (0.66, 235.7, 890534.22),
    (0.21, 269.9, 954397.74), (-0.19, 357.5, 35999.05), (-0.11, 186.5, 966404.03),
)  # fmt: skip
LATITUDE = ((5.13, 93.3, 483202.02), (0.28, 228.2, 960400.89), (-0.28, 318.3, 6003.15), (-0.17, 217.6, -407332.21))
PARALLAX = ((0.0518, 135.0, 477198.87), (0.0095, 259.3, -413335.36), (0.0078, 235.7, 890534.22),
            (0.0028, 269.9, 954397.74))  # fmt: skip

# The dark seas: selenographic longitude (east) and latitude in degrees, radius in degrees, how much darker
SEAS = (
    (-16, 33, 19, 0.42), (18, 27, 12, 0.46), (31, 8, 14, 0.46), (59, 17, 7.5, 0.48), (52, -6, 12, 0.40),
    (35, -15, 6, 0.42), (-16, -20, 12, 0.36), (-39, -24, 7, 0.42), (-57, 19, 17, 0.42), (-48, 2, 13, 0.36),
    (-33, 8, 11, 0.32), (-23, -9, 9, 0.32), (3, 56, 7, 0.24), (-30, 56, 9, 0.24), (3, 13, 5, 0.30), (87, 13, 6, 0.3),
)  # fmt: skip
RAYS = ((-11.4, -43.3, 10, 0.16), (-20.1, 9.6, 6, 0.14), (-38.0, 8.1, 4, 0.12))  # bright: Tycho, Copernicus, Kepler
SUPERSAMPLED = 4
SMALLEST_PX = 3.0  # of the radius: a smaller picture still shows a disc
GLOW_RADII = 9.0
TURN_COSINE = math.cos(math.radians(1.5))  # light and pole may move so far before the disc is drawn anew
LIGHT_STEP = 0.08
DAY_GAIN, NIGHT_GAIN = 0.62, 1.9  # of the disc: a sunlit exposure, and one that shows stars
EARTHSHINE = 0.035  # of the dark part, at night
EPHEMERIS_DAYS = 5.0 / 86400.0  # the Moon goes its own hundredth of a pixel in that time
LEAST_AIR_RAD = math.radians(3.2)  # clear of the limb by so much nothing of it is taken


def moon_position_km(jd: float, fraction: float) -> Vector:
    """The Moon's centre as seen from the Earth's."""
    t = (jd - J2000_JD + fraction) / 36525.0

    def terms(rows: tuple[tuple[float, float, float], ...], wave: str) -> float:
        turn = math.sin if wave == "sin" else math.cos
        return sum(amount * turn(math.radians(phase + rate * t)) for amount, phase, rate in rows)

    longitude = math.radians(218.32 + 481267.881 * t + terms(LONGITUDE, "sin"))
    latitude = math.radians(terms(LATITUDE, "sin"))
    distance = EARTH_RADIUS_KM / math.sin(math.radians(0.9508 + terms(PARALLAX, "cos")))
    x = math.cos(latitude) * math.cos(longitude)
    y = math.cos(latitude) * math.sin(longitude)
    return _times(_from_ecliptic((x, y, math.sin(latitude)), t), distance)


def pole_direction(jd: float, fraction: float) -> Vector:
    """The Moon's north: within 1.6 degrees of the ecliptic's."""
    return _from_ecliptic((0.0, 0.0, 1.0), (jd - J2000_JD + fraction) / 36525.0)


def _from_ecliptic(v: Vector, t: float) -> Vector:
    tilt = math.radians(23.4393 - 0.01300 * t)
    c, s = math.cos(tilt), math.sin(tilt)
    return v[0], c * v[1] - s * v[2], s * v[1] + c * v[2]


def _times(v: Vector, factor: float) -> Vector:
    return v[0] * factor, v[1] * factor, v[2] * factor


class Moon:
    """Paints the disc into the picture of a lens; `see` tells where it stands, `draw` adds it."""

    def __init__(self, lens: Lens, dip_rad: float) -> None:
        self._lens = lens
        self._dip = dip_rad
        self._at: tuple[float, float] | None = None
        self._clear = 0.0  # 0 behind the Earth .. 1 clear of the air
        self._radius_px = 0.0
        self._wanted: tuple[Vector, Vector, float] = ((0.0, 0.0, 1.0), (0.0, 0.0, 1.0), 0.0)
        self._ephemeris: tuple[tuple[float, float], Vector, Vector] | None = None  # when, place, north: slow to change
        self._made: tuple[Vector, Vector, float] | None = None
        self._face: pygame.Surface | None = None

    @property
    def at(self) -> tuple[float, float] | None:
        """The pixel of its middle, None when it is not in front of the camera or behind the Earth."""
        return self._at if self._clear > 0.0 else None

    @property
    def radius_px(self) -> float:
        """Half the width of the disc."""
        return self._radius_px

    def see(self, axes: NDArray[np.float64], position_km: Vector, sun: Vector, when: tuple[float, float],
            night: float) -> None:  # fmt: skip
        """Take over a moment: the station's axes and place (inertial), the Sun (station frame), night exposure 0..1."""
        if self._ephemeris is None or abs(sum(when) - sum(self._ephemeris[0])) > EPHEMERIS_DAYS:
            self._ephemeris = when, moon_position_km(*when), pole_direction(*when)
        _, centre, pole = self._ephemeris
        x, y, z = axes.tolist()
        away = centre[0] - position_km[0], centre[1] - position_km[1], centre[2] - position_km[2]
        distance = math.hypot(*away)
        towards = _times(away, 1.0 / distance)
        direction = (_dot(x, towards), -_dot(z, towards), _dot(y, towards))  # forward, port, up
        above = math.asin(max(-1.0, min(1.0, direction[2]))) + self._dip
        half = math.asin(MOON_RADIUS_KM / distance)
        self._radius_px = max(SMALLEST_PX, self._lens.focal_px * math.tan(half))
        self._clear = min(1.0, max(0.0, (above + half) / LEAST_AIR_RAD))
        self._at = self._lens.to_screen(direction)
        if self._at is None or self._clear <= 0.0:
            return  # nobody sees how it is lit
        to_sun = (sun[0], -sun[2], sun[1])
        north = (_dot(x, pole), -_dot(z, pole), _dot(y, pole))
        self._wanted = (_on_disc(direction, to_sun), _on_disc(direction, north), night)

    def draw(self, target: pygame.Surface) -> None:
        """Add disc and glow, when any of it can be seen."""
        if self._at is None or self._clear <= 0.0:
            return
        reach = self._radius_px * GLOW_RADII
        x, y = self._at
        if not (-reach < x < self._lens.width + reach and -reach < y < self._lens.height + reach):
            return
        if self._face is None or self._is_old():
            light, pole, night = self._made = self._wanted
            self._face = moon_face(self._radius_px, light, pole, night)
        face = self._face
        if self._clear < 1.0:  # the air takes it, blue first
            face = face.copy()
            face.fill([round(255 * self._clear**power) for power in (0.5, 0.9, 1.6)], None, pygame.BLEND_RGB_MULT)
        at = (round(x - face.get_width() / 2), round(y - face.get_height() / 2))
        target.blit(face, at, special_flags=pygame.BLEND_RGB_ADD)

    def _is_old(self) -> bool:
        if self._made is None:
            return True
        (light, pole, night), (light_now, pole_now, night_now) = self._made, self._wanted
        is_turned = min(_dot(light, light_now), _dot(pole, pole_now)) < TURN_COSINE
        return is_turned or abs(night - night_now) > LIGHT_STEP


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _unit(a: Vector) -> Vector:
    return _times(a, 1.0 / max(math.hypot(*a), 1e-9))


def _on_disc(eye: Vector, v: Vector) -> Vector:
    """A direction in the axes of the disc seen towards `eye`: right and up as seen, and towards the viewer."""
    right = _unit(_cross(eye, (0.0, 0.0, 1.0)))
    up = _cross(right, eye)
    return _unit((_dot(right, v), _dot(up, v), -_dot(eye, v)))


def moon_face(radius_px: float, light: Vector, pole: Vector, night: float) -> pygame.Surface:
    """A picture to be added: the ball lit from `light`, its north at `pole` (right, up, to the eye), with its glow."""
    half = math.ceil(radius_px * (GLOW_RADII if night > 0.0 else 1.5)) + 1
    share = max(0.0, (1.0 + light[2]) / 2.0)
    size = 2 * half
    value = np.zeros((size, size), F)
    disc_half = math.ceil(radius_px) + 2
    fine = 2 * disc_half * SUPERSAMPLED
    axis = (np.arange(fine, dtype=F) + F(0.5) - fine / 2) / F(radius_px * SUPERSAMPLED)
    x, y = np.meshgrid(axis, -axis)
    r2 = x * x + y * y
    z = np.sqrt(np.maximum(F(1.0) - r2, 0.0))
    facing = x * F(light[0]) + y * F(light[1]) + z * F(light[2])
    # The regolith throws light back flatly: a full Moon is nearly as bright at its rim as in its middle.
    lit = np.clip(facing, 0.0, 1.0) ** F(0.42)
    shine = lit * F(DAY_GAIN + (NIGHT_GAIN - DAY_GAIN) * night) + F(EARTHSHINE * night * (1.0 - share))
    ball = np.where(r2 < 1.0, shine * _albedo(x, y, z, pole), F(0.0))
    ball = ball.reshape(2 * disc_half, SUPERSAMPLED, 2 * disc_half, SUPERSAMPLED).mean((1, 3))
    low = half - disc_half
    value[low : low + 2 * disc_half, low : low + 2 * disc_half] = ball
    if night > 0.0:
        value += _glow(half, radius_px) * F(night * share)
    shown = F(1.0) - np.exp(-value * F(1.6))
    surface = pygame.Surface((size, size), 0, 32)
    view = pygame.surfarray.pixels3d(surface)
    for channel, gain in enumerate((255.0, 250.0, 238.0)):
        view[..., channel] = (shown * F(gain)).astype(np.uint8).T
    del view
    return surface


def _glow(half: int, radius_px: float) -> Floats:
    """What the lens spreads around a bright disc, to nothing at the edge of the picture."""
    axis = np.arange(2 * half, dtype=F) + F(0.5) - half
    r = np.hypot(axis[None], axis[:, None]) / F(radius_px)
    halo = F(0.34) * np.exp(-np.maximum(r - 1, 0) / F(0.55)) + F(0.085) * np.exp(-np.maximum(r - 1, 0) / F(2.4))
    return np.asarray(halo * smooth(half / radius_px, half / radius_px * 0.45, r), dtype=F)


def _albedo(x: Floats, y: Floats, z: Floats, pole: Vector) -> Floats:
    """How bright the ground is where the eye looks: seas and young rays, 0.4..1.1."""
    east = np.cross(pole, (0.0, 0.0, 1.0))
    east = east / max(float(np.linalg.norm(east)), 1e-9)
    middle = np.cross(east, pole)  # longitude 0, latitude 0: towards the eye
    found = np.ones_like(x)
    for patches, sign in ((SEAS, -1.0), (RAYS, 1.0)):
        for longitude, latitude, radius, amount in patches:
            at = _place(longitude, latitude, east, pole, middle)
            near = x * F(at[0]) + y * F(at[1]) + z * F(at[2])
            edge = math.cos(math.radians(radius * 1.25)), math.cos(math.radians(radius * 0.6))
            patch = smooth(*edge, near) * F(sign * amount)
            found = np.minimum(found, F(1.0) + patch) if sign < 0 else found + patch
    return np.asarray(found, dtype=F)


def _place(longitude: float, latitude: float, east: Axis, north: Axis, middle: Axis) -> Vector:
    c = math.cos(math.radians(latitude))
    a, b, d = c * math.sin(math.radians(longitude)), math.sin(math.radians(latitude)), c * math.cos(
        math.radians(longitude))  # fmt: skip
    return (
        a * east[0] + b * north[0] + d * middle[0],
        a * east[1] + b * north[1] + d * middle[1],
        a * east[2] + b * north[2] + d * middle[2],
    )

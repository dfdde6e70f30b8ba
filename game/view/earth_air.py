"""The air is a table over depression and azimuth: what it lets through, what it adds, and the sun's glint on water.

Each entry is light of the moment; the screen gathers from it. Single scattering with exponential air (scale height 8
km), optical depths of a clear sky, and sunlight reddened by its own path to the point: blue day limb, orange and teal
at twilight, green airglow at 94 km by night. Sources of the constants: Bucholtz 1995 (Rayleigh), Hillaire 2020
(ozone).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from game.view.earth_view import EarthView
from game.view.noise import FloatArray, smooth
from game.view.track import SPHERE_KM

F = np.float32
SCALE_KM = 8.0
DEPTH = (0.058, 0.125, 0.290)  # vertical optical depth in red, green, blue, molecules and a little haze
OZONE = (0.010, 0.022, 0.002)
GROUND_SHARE = 0.48  # of the light scattered on the way to the ground that reaches the camera, against the limb's
GRAZE = 38.0  # air masses of a ray from the ground level to space along the horizon
EDGE = 0.8  # share of the step from air to ground in one pixel of the limb
GLINT, GLINT_GRAZE = 2.4, 0.20  # strength of the Sun's path on water; below that sine waves hide behind each other
COARSE = 6  # light changes slowly with azimuth: every sixth column is worked out
BAND = 96  # rows of a slice of work: a short one costs nearly as much
LOWEST_GLINT = -0.12  # sine of the Sun's height at the station
AURORA_KM = (92.0, 320.0)
OVAL_RAD = 0.40  # from the magnetic pole
AURORA_LEAST = 0.02
SOFT = np.convolve(np.ones(3) / 3, np.ones(3) / 3)  # columns over which a ray begins: pixels are dithered between two

Direction = tuple[float, float, float]


class AirTable:
    """Three gathers' sources: `through` (multiply), `added` (add), `under` (below the strip: glint or black)."""

    def __init__(self, view: EarthView, rows: FloatArray, pixel: int = 1) -> None:
        """`rows` are depression angles; for a picture of wider pixels there are as many times fewer columns."""
        lens = view.lens
        orbit_km = SPHERE_KM + lens.height_km
        depression = rows.astype(np.float64)[:, None]
        self._azimuth = np.append(view.azimuth[::COARSE], view.azimuth[-1] * 2 - view.azimuth[-COARSE]).astype(F)
        self._columns = view.azimuth[::pixel]
        self._places = np.arange(len(self._columns)) * pixel / COARSE  # of the columns among those worked out
        self._between = _between(self._places, len(self._azimuth))
        hits = depression >= view.dip_rad
        reach = np.sin(depression) * orbit_km
        distance = reach - np.sqrt(np.maximum(reach**2 - (orbit_km**2 - SPHERE_KM**2), 0))
        centre = np.where(
            hits, np.arctan2(distance * np.cos(depression), orbit_km - distance * np.sin(depression)), depression
        )
        self._centre = centre.astype(F)  # angle from the station's foot to the ground seen or to the tangent point
        self._height = np.maximum(np.cos(depression) * orbit_km - SPHERE_KM, 0).astype(F)
        edge = (depression - view.dip_rad) * (lens.focal_px * EDGE / pixel)
        self._ground = np.clip(0.5 + edge, 0, 1).astype(F)  # smooth edge of the limb
        cosine = np.cos(
            np.pi / 2 - depression + centre
        )  # of the angle between ray and ground's vertical, 0 at the limb
        sight = 1 / (np.clip(cosine, 0, 1) + 1 / GRAZE)
        self._cosine = np.clip(cosine, 0, 1).astype(F)
        free = 2 * GRAZE * np.exp(-self._height / SCALE_KM)
        self._sight = (sight * self._ground + free * (1 - self._ground)).astype(F)  # both at the edge: no jagged limb
        self._depression = depression.astype(F)
        self._aurora_centre = F(np.arccos((SPHERE_KM + 110.0) / orbit_km))
        self._pole = np.zeros(3, F)
        shape = (len(depression), len(self._columns))
        dice = np.random.default_rng(3)
        self._dither = dice.random(shape, dtype=F)
        self.through = np.full(shape, 0xFFFFFFFF, np.uint32)
        self.added = np.zeros(shape, np.uint32)
        self.under = np.zeros(shape, np.uint32)
        self.has_glint = False

    def refresh(self, sun: Direction, pole: Direction = (0.0, 0.0, 0.0)) -> Iterator[int]:
        """Work out the table in slices of rows for directions (forward, port, up) of the Sun and the magnetic pole."""
        self._pole = np.array(pole, dtype=F)
        self.has_glint = sun[2] > LOWEST_GLINT
        rows = len(self._height)
        for start in range(0, rows, BAND):
            yield from self._rows(slice(start, min(rows, start + BAND)), np.array(sun, dtype=F))
            yield start

    def _rows(self, part: slice, sun: NDArray[np.float32]) -> Iterator[int]:
        azimuth = self._azimuth[None]
        centre, height = self._centre[part], self._height[part]
        level = np.sin(azimuth) * sun[0] + np.cos(azimuth) * sun[1]
        light = np.cos(centre) * sun[2] + np.sin(centre) * level  # sine of the sun's height at the place
        dep = self._depression[part]
        toward = np.cos(dep) * level - np.sin(dep) * sun[2]  # cosine of the angle between ray and sun
        ground, sight = self._ground[part], self._sight[part]
        night = smooth(0.0, -0.22, light)
        phase = F(0.72) + F(0.28) * toward * toward
        forward = np.exp((toward - 1) * F(18)) * F(0.9) + np.exp((toward - 1) * F(150)) * F(1.6)
        beam = _Beam(light)
        near = smooth(-0.03, 0.22, light)
        low = np.exp(-height / F(4.0)) * (1 - ground) + np.exp(self._cosine[part] * F(-24.0)) * ground
        gain = 1 + F(0.9) * smooth(0.30, -0.10, light)
        lit = smooth(-0.10, 0.18, light)
        yield part.start
        through, added = [], []
        for channel in range(3):
            thick = F(DEPTH[channel]) * sight
            scatter = 1 - np.exp(-thick * (1 - F(1 - GROUND_SHARE) * ground))
            # where along a thick ray the light comes from: about optical depth one
            # but with the Sun behind the limb the near part is in the dark, and only the lowest, reddest light is left
            front = np.maximum(F(SCALE_KM) * np.log(np.maximum(thick * F(0.55), 1e-6)) - height, 0)
            sunlit = beam.left_at(height + front * near, channel)
            bright = F((0.80, 0.88, 0.96)[channel])
            air = (scatter * bright) * sunlit * (phase + forward * F((1.0, 0.8, 0.62)[channel]))
            haze = low * sunlit * F((0.46, 0.46, 0.44)[channel])
            glow = self._airglow(part, channel) * night * (1 - ground)
            value = (air + haze) * gain + glow
            added.append(1 - np.exp(F(-1.55) * value))
            passed = np.exp(-((F(0.5) * thick + F(0.5 * DEPTH[1]) * sight) ** F(0.8)) * F(0.52))
            clear = np.exp(-thick)
            base = np.where(ground > 0, passed * (F(0.45) + F(0.55) * lit) + (1 - lit) * F(0.45), clear)
            through.append(base * ground + clear * (1 - ground))
            yield part.start
        noise = self._dither[part]
        self.added[part] = self._pack(added, noise)
        yield part.start
        self.through[part] = self._pack(through, noise)
        self._aurora(part, sun)
        if self.has_glint:
            yield part.start
            self.under[part] = self._pack(self._glint(part, sun, light, level), noise)
        else:
            self.under[part] = 0xFF000000

    def _aurora(self, part: slice, sun: NDArray[np.float32]) -> None:
        """Add curtains of green, red above, over the auroral oval 23 degrees from the magnetic pole."""
        height = self._height[part]
        seen = (height[:, 0] > AURORA_KM[0]) & (height[:, 0] < AURORA_KM[1])
        if not seen.any():
            return
        height = height[seen]
        azimuth = self._columns[None]
        pole = self._pole
        # rays stand upright on the place 110 km under which the line of sight touches
        toward = np.sin(azimuth) * pole[0] + np.cos(azimuth) * pole[1]
        cos_c, sin_c = np.cos(self._aurora_centre), np.sin(self._aurora_centre)
        away = np.arccos(np.clip(np.abs(cos_c * pole[2] + sin_c * toward), 0, 1))
        oval = np.exp(-(((away - F(OVAL_RAD)) / F(0.085)) ** 2))
        light = cos_c * sun[2] + sin_c * (np.sin(azimuth) * sun[0] + np.cos(azimuth) * sun[1])
        strength = oval * smooth(0.0, -0.22, light)
        if float(strength.max()) < AURORA_LEAST:
            return
        # curtains follow the magnetic longitude
        across = np.cos(azimuth) * pole[0] - np.sin(azimuth) * pole[1]
        along = np.arctan2(across, cos_c * toward - sin_c * pole[2])
        fold = np.sin(along * 41 + 3 * np.sin(along * 9)) * F(0.5) + np.sin(along * 97 + 2 * np.sin(along * 19)) * F(
            0.35
        )
        curtain = np.clip(F(0.50) + fold, 0.04, 1.3) * np.clip(F(0.55) + np.sin(along * 7 + 1), 0.1, 1.4)
        curtain = np.convolve(curtain[0], SOFT, "same").astype(F)[None]
        foot = 1 - np.exp(-np.maximum(height - 96, 0) / 5)
        green = foot * np.exp(-np.maximum(height - 108, 0) / 26)
        red = foot * np.exp(-(((height - 215) / 60) ** 2))
        rows = np.nonzero(seen)[0] + part.start
        packed = self.added[rows]
        for channel, (g, r) in enumerate(((0.14, 0.15), (0.85, 0.02), (0.30, 0.07))):
            value = strength * curtain * (green * F(g) + red * F(r))
            shift = np.uint32(16 - 8 * channel)
            byte = ((packed >> shift) & 255) + ((1 - np.exp(-value)) * 255 + self._dither[rows]).astype(np.uint32)
            packed = packed & ~(np.uint32(255) << shift) | np.minimum(byte, 255) << shift
        self.added[rows] = packed

    def _airglow(self, part: slice, channel: int) -> FloatArray:
        height = self._height[part]
        green = np.exp(-(((height - 94) / 6.5) ** 2)) + F(0.20) * np.exp(-np.maximum(94 - height, 0) / 30) * (
            height < 94
        )
        red = np.exp(-(((height - 245) / 55) ** 2))
        return np.asarray(green * F((0.070, 0.165, 0.052)[channel]) + red * F((0.014, 0.003, 0.002)[channel]), dtype=F)

    def _glint(self, part: slice, sun: NDArray[np.float32], light: FloatArray, level: FloatArray) -> list[FloatArray]:
        """Sunlight mirrored by waves: Cox and Munk's slopes at 7 m/s of wind, with Schlick's reflectance."""
        cosine = self._cosine[part]
        sine = np.sqrt(1 - cosine * cosine)
        # half vector between view and sun in the place's own frame: up, and along the line of sight
        centre = self._centre[part]
        away = np.cos(centre) * level - np.sin(centre) * sun[2]  # sun's component away from the station at the place
        side = np.cos(self._azimuth)[None] * sun[0] - np.sin(self._azimuth)[None] * sun[1]
        up = cosine + light
        ahead = away - sine
        slope2 = (ahead * ahead + side * side) / np.maximum(up, F(0.30)) ** 2
        spread = F(0.062)
        half = np.sqrt(np.maximum((1 + cosine * light - sine * away) * F(0.5), 0))
        mirror = F(0.02) + F(0.98) * (1 - np.clip(half, 0, 1)) ** 5
        value = (
            mirror
            * np.exp(-slope2 / spread)
            / (4 * np.maximum(cosine, GLINT_GRAZE) * spread)
            * smooth(0.0, 0.10, light)
            * F(GLINT)
            * self._ground[part]
        )
        result = []
        for channel in range(3):
            colour = np.exp(-F(DEPTH[channel]) / np.maximum(light + F(0.06), 0.05))
            result.append(F(0.86) * (1 - np.exp(-value * colour)))
        return result

    def _pack(self, channels: list[FloatArray], noise: FloatArray) -> NDArray[np.uint32]:
        packed = np.full(noise.shape, 0xFF000000, np.uint32)
        for channel, value in enumerate(channels):
            byte = np.clip(value @ self._between + noise, 0, 255).astype(np.uint32)
            packed |= byte << np.uint32(16 - 8 * channel)
        return packed


def _between(places: NDArray[np.float64], count: int) -> FloatArray:
    """What each of `count` values gives, in 255ths, to each place among them (0 = at the first).

    Catmull and Rom's curve: straight lines from value to value would show as edges where the Sun's glint is narrow.
    """
    first = np.floor(places).astype(int)
    t = places - first
    weights = np.zeros((count, len(places)))
    shares = (
        ((2 - t) * t - 1) * t / 2,
        ((3 * t - 5) * t * t + 2) / 2,
        ((4 - 3 * t) * t + 1) * t / 2,
        (t - 1) * t * t / 2,
    )
    for aside, share in enumerate(shares, -1):
        np.add.at(weights, (np.clip(first + aside, 0, count - 1), np.arange(len(places))), share)
    return np.asarray(weights * 255, dtype=F)


class _Beam:
    """Sunlight on its way through the air to places where the Sun's sine of elevation is `light`."""

    def __init__(self, light: FloatArray) -> None:
        self._is_up = light >= 0
        self._sine = np.sqrt(np.maximum(1 - light * light, 0))
        set_by = 2 * GRAZE - 1 / (1 / GRAZE - np.minimum(light, 0))
        self._masses = np.where(self._is_up, 1 / (np.maximum(light, 0) + 1 / GRAZE), set_by)

    def left_at(self, height_km: FloatArray, channel: int) -> FloatArray:
        """What is left of it at a height; 0 in the Earth's shadow."""
        lowest = np.where(self._is_up, height_km, (SPHERE_KM + height_km) * self._sine - SPHERE_KM)
        level = np.where(self._is_up, height_km, np.clip(lowest, -8, 200))
        depth = self._masses * np.exp(level * F(-1 / SCALE_KM)) * F(DEPTH[channel] + OZONE[channel] * 0.6)
        return np.asarray(np.exp(-depth) * smooth(-9.0, 3.0, lowest), dtype=F)

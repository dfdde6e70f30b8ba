"""Stars stand in their true places, and the Sun is as large, as bright and as red as the air lets it be.

5044 stars to magnitude 6 (Hipparcos) and the outline of the Milky Way, in equatorial coordinates of J2000, turned by
precession to the date. The camera sees none of them in sunlight: exposure follows the Sun.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.earth_maps import EARTH_ASSETS
from game.view.earth_veil import enlarged
from game.view.earth_view import Lens
from game.view.noise import smooth
from game.view.track import SPHERE_KM

F = np.float32
Direction = tuple[float, float, float]
STARS_FROM, STARS_FULL = 0.31, 0.41  # sine of the Sun's depth; it sets at 0.35
STAR_RECORD = np.dtype([("ra", "<u2"), ("de", "<i2"), ("mag", "u1"), ("bv", "u1")])
J2000_JD = 2451545.0
SUBPIXEL = 3  # star sprites are kept at thirds of a pixel
CLASSES = 12  # of brightness
BRIGHT_CLASS = 6  # from here on the halo takes a larger sprite
STAR_HALVES = (2, 5)  # of a sprite's size, px
STAR_TURN_RAD = 0.0001  # a seventh of a pixel
TINTS = 5  # from blue to orange
SPRITES = TINTS * SUBPIXEL**2  # of a class in the light of a step
STAR_FLUX = 0.85  # of the faintest
MILKY_GAIN = (62.0, 66.0, 80.0)  # red, green, blue of 255 in its middle
TINT_COLOURS = ((168, 192, 255), (208, 221, 255), (255, 250, 244), (255, 226, 184), (255, 196, 140))
MILKY_SCALE = 6  # pixels of the picture to one of the Milky Way's
MILKY_BAND = 40  # rows of these that are enlarged at once
NEARBY_COSINE = math.cos(math.radians(3.0))
DIMMED_KM = (8.0, 35.0)  # over the limb: no star below, each in full above
SUN_RADIUS_RAD = math.radians(0.2666)
GLARE_PX = 520  # half a side at 1920 wide
GLARE_STEPS = 24
FACES = 4


@lru_cache(maxsize=4)
def precession(jd: float) -> NDArray[np.float64]:
    """Turns vectors of J2000 into those of the mean equator of date (Lieske 1977, linear terms)."""
    t = (jd - J2000_JD) / 36525.0
    zeta, z, theta = (math.radians(a * t / 3600.0) for a in (2306.2181, 2306.2181, 2004.3109))
    return _turn(2, -z) @ _turn(1, theta) @ _turn(2, -zeta)


def _turn(axis: int, angle: float) -> NDArray[np.float64]:
    c, s = math.cos(angle), math.sin(angle)
    m = np.eye(3)
    i, j = ((1, 2), (2, 0), (0, 1))[axis]
    m[i, i] = m[j, j] = c
    m[i, j], m[j, i] = s, -s
    return m


def star_light(sun: Direction) -> float:
    """How much of the stars the camera shows, 0..1, by the height of the Sun (station frame): none in sunlight."""
    t = (-STARS_FROM - sun[1]) / (STARS_FULL - STARS_FROM)
    t = min(1.0, max(0.0, t))
    return t * t * (3.0 - 2.0 * t)


class Stars:
    """Paints the night sky of a lens for any attitude of the station."""

    def __init__(self, lens: Lens, dip_rad: float, folder: Path = EARTH_ASSETS) -> None:
        self._lens = lens
        self._sin_dip = math.sin(dip_rad)
        self.rows = self._sky_rows()  # from the top of the picture, in which sky can be seen
        records = np.fromfile(folder / "stars.bin", dtype=STAR_RECORD)
        ra = records["ra"] * (2 * math.pi / 65536)
        de = records["de"] * (math.pi / 2 / 32767)
        self._places = np.stack([np.cos(de) * np.cos(ra), np.cos(de) * np.sin(ra), np.sin(de)], -1)
        magnitude = records["mag"] / 25.0 - 2.0
        self._class = np.clip((6.2 - magnitude) / 7.0 * CLASSES, 0, CLASSES - 1).astype(int)
        colour = records["bv"] / 80.0 - 0.5
        self._tint = np.digitize(colour, (-0.05, 0.3, 0.75, 1.2))
        self._nearby_for = np.zeros(3)  # near nothing
        self._nearby_places = np.zeros((3, 0))
        self._nearby_looks = np.zeros((2, 0), int)  # the first picture of each, and half its size
        sine, cosine = math.sin(lens.pitch_rad), math.cos(lens.pitch_rad)
        self._pitched = np.array([(1.0, 0.0, 0.0), (0.0, cosine, -sine), (0.0, sine, cosine), (0.0, 0.0, 1.0)])
        corner = min(float(lens.rays(row, 1)[0, 0, 1]) for row in (0, self.rows - 1))  # cosine from port, at least
        self._nearest = math.cos(min(math.pi, math.acos(corner) + math.acos(NEARBY_COSINE)))
        orbit_km = SPHERE_KM + lens.height_km
        low, high = (-math.sin(math.acos((SPHERE_KM + height) / orbit_km)) for height in DIMMED_KM)
        self._dimmed = low, high
        self._drawn: list[tuple[pygame.Surface, tuple[int, int]]] = []
        self._drawn_for: tuple[NDArray[np.float64], float, bool] | None = None
        picture = pygame.image.load(folder / "milkyway.png")
        self._milky = pygame.surfarray.array3d(picture)[..., 0].swapaxes(0, 1).astype(F)
        width, height = lens.width // MILKY_SCALE + 1, self.rows // MILKY_SCALE + 1
        small = Lens(width, lens.height // MILKY_SCALE, lens.focal_px / MILKY_SCALE, lens.pitch_rad, lens.height_km)
        self._rays = small.rays(0, height)
        dice = np.random.default_rng(2)
        self._dither = dice.random(self._rays.shape[:2], dtype=F)

    def _sky_rows(self) -> int:
        side = self._lens.left_edge()[:, 2]
        seen = np.nonzero(side > -self._sin_dip)[0]
        return int(seen.max()) + 2 if len(seen) else 1

    @staticmethod
    def warm() -> Iterator[int]:
        """Make the pictures of stars in slices, before they come out all at once."""
        for bright in range(CLASSES):
            for step in range(1, FACES + 1):
                _star_sprites(bright, step)
            yield bright

    def paint(self, target: pygame.Surface, axes: NDArray[np.float64], jd: float, light: float) -> Iterator[int]:
        """Paint the Milky Way over all of `target` in slices.

        `axes` are the station's x, y, z in the inertial frame; light is 0..1.
        """
        height, width = self._rays.shape[:2]
        band = pygame.Surface((width, height), 0, 32)
        turned = _camera(axes, jd).astype(F)
        for start in range(0, height, MILKY_BAND):
            self._milky_way(band, slice(start, start + MILKY_BAND), turned, light)
            yield start
        rows = -(-target.get_height() // MILKY_SCALE)
        for start in range(0, rows, MILKY_BAND):
            large = enlarged(band, start, min(rows, start + MILKY_BAND), MILKY_SCALE)
            target.blit(large, (0, start * MILKY_SCALE))
            yield start

    def draw(
        self,
        target: pygame.Surface,
        axes: NDArray[np.float64],
        jd: float,
        light: float,
        disc: tuple[float, float, float] | None = None,
    ) -> None:
        """Add the stars to a picture. `disc` is a place (x, y, radius in px) behind which none is seen: the Moon."""
        if light <= 0.0:
            return
        known = self._drawn_for
        if known is None or known[1:] != (light, disc is None) or float(np.abs(known[0] - axes).max()) > STAR_TURN_RAD:
            self._drawn = self._visible(_camera(axes, jd), light, disc)
            self._drawn_for = axes, light, disc is None
        target.fblits(self._drawn, pygame.BLEND_RGB_ADD)

    def _milky_way(self, band: pygame.Surface, part: slice, camera: NDArray[np.float32], light: float) -> None:
        """Paint some rows of the small picture that is enlarged."""
        rays = self._rays[part]
        d = rays @ camera
        height, width = self._milky.shape
        x = ((np.arctan2(d[..., 1], d[..., 0]) / F(2 * math.pi)) % 1 * width).astype(np.intp) % width
        y = np.clip((F(0.5) - np.arcsin(np.clip(d[..., 2], -1, 1)) / F(math.pi)) * height, 0, height - 1).astype(
            np.intp
        )
        glow = (self._milky[y, x] / 255) ** F(1.3) * F(light)
        glow *= smooth(-self._sin_dip - 0.01, -self._sin_dip + 0.06, rays[..., 2])
        packed = np.zeros(glow.shape, np.uint32)
        for shift, gain in zip((16, 8, 0), MILKY_GAIN, strict=True):
            packed |= (glow * F(gain) + self._dither[part]).astype(np.uint32) << np.uint32(shift)
        view = pygame.surfarray.pixels2d(band)
        view[:, part] = packed.T

    def _visible(
        self, camera: NDArray[np.float64], light: float, disc: tuple[float, float, float] | None
    ) -> list[tuple[pygame.Surface, tuple[int, int]]]:
        lens = self._lens
        if float((camera[1] * self._nearby_for).sum()) < NEARBY_COSINE:
            self._choose_nearby(camera[1])
        # ahead, into the picture, up in the picture and up from level, of each star nearby
        ahead, depth, rise, up = (self._pitched @ camera) @ self._nearby_places
        away = lens.focal_px / np.maximum(depth, 0.3)
        x, y = lens.width / 2 + away * ahead, lens.height / 2 - away * rise
        seen = (depth > 0.3) & (np.abs(x - lens.width / 2) < lens.width / 2 + 4)
        seen &= np.abs(y - lens.height / 2) < lens.height / 2 + 4
        # what the air leaves of a star over the limb: nothing below 8 km, all of it from 35 km on
        level = np.rint(smooth(*self._dimmed, up.astype(F)) * F(light * FACES)).astype(int)
        seen &= level > 0
        if disc is not None:
            seen &= np.hypot(x - disc[0], y - disc[1]) > disc[2]
        places = np.stack((x[seen], y[seen]))
        corner = np.floor(places)
        within = ((places - corner) * SUBPIXEL).astype(int)
        base, half = self._nearby_looks[:, seen]
        sprite = base + (level[seen] - 1) * SPRITES + within[1] * SUBPIXEL + within[0]
        left, top = corner.astype(int) - half
        corners = zip(left.tolist(), top.tolist(), strict=True)
        return list(zip(map(_all_sprites().__getitem__, sprite.tolist()), corners, strict=True))

    def _choose_nearby(self, middle: NDArray[np.float64]) -> None:
        """Keep to the stars that can come into view as long as port (the direction looked to) changes little."""
        self._nearby_for = middle
        nearby = np.nonzero(self._places @ middle > self._nearest)[0]
        self._nearby_places = np.ascontiguousarray(self._places[nearby].T)
        bright = self._class[nearby]
        base = bright * FACES * SPRITES + self._tint[nearby] * SUBPIXEL**2
        self._nearby_looks = np.stack((base, np.where(bright < BRIGHT_CLASS, *STAR_HALVES)))


def _camera(axes: NDArray[np.float64], jd: float) -> NDArray[np.float64]:
    """Forward, port and up of the station in J2000, from its x, y, z in the inertial frame of date."""
    camera: NDArray[np.float64] = np.stack([axes[0], -axes[2], axes[1]]) @ precession(jd)
    return camera


@cache
def _all_sprites() -> list[pygame.Surface]:
    """The pictures of all classes in the light of all steps."""
    return [one for bright in range(CLASSES) for step in range(1, FACES + 1) for one in _star_sprites(bright, step)]


@cache
def _star_sprites(bright: int, step: int) -> list[pygame.Surface]:
    """Pictures of the stars of a class in the light of a step: for each tint one at every place within a pixel."""
    flux = STAR_FLUX * 2.512 ** (bright * 7.0 / CLASSES * 0.62) * step / FACES
    half = STAR_HALVES[0] if bright < BRIGHT_CLASS else STAR_HALVES[1]
    size = 2 * half + 1
    grid = np.arange(-half, half + 1, dtype=F)
    aside = (grid[None] - (np.arange(SUBPIXEL, dtype=F)[:, None] + F(0.5)) / SUBPIXEL + F(0.5)) ** 2
    r2 = aside[None, :, None, :] + aside[:, None, :, None]  # place down, place right, row, column
    core = np.exp(-r2 / F(0.55 + 0.11 * max(0, bright - 4))) * F(flux)  # bright ones are seen in a thumbnail
    halo = np.exp(-np.sqrt(r2) / F(1.1)) * F(flux * 0.04)
    value = (1 - np.exp(-(core + halo) * F(1.4))).reshape(1, -1, size, size)
    packed = np.zeros((TINTS, SUBPIXEL**2, size, size), np.uint32)
    for channel, shift in enumerate((16, 8, 0)):
        level = np.array(TINT_COLOURS, F)[:, channel, None, None, None]
        full = np.clip(value * level + np.clip(value - F(0.75), 0, 1) * (255 - level), 0, 255)
        packed |= full.astype(np.uint32) << np.uint32(shift)
    sheet = pygame.Surface((size, size * TINTS * SUBPIXEL**2), 0, 32)
    pygame.surfarray.pixels2d(sheet)[:] = packed.reshape(-1, size).T
    return [sheet.subsurface((0, top, size, size)) for top in range(0, sheet.get_height(), size)]


class Sun:
    """The disc with its glare: where it is in the picture, how much of it the limb leaves, and how red."""

    def __init__(self, lens: Lens, dip_rad: float) -> None:
        self._lens = lens
        self._dip = dip_rad
        self._scale = lens.width / 1920
        self._glare: pygame.Surface | None = None
        self._tinted: pygame.Surface | None = None
        self._face_step = -1

    def strength(self, sun: Direction) -> float:
        """0 behind the Earth, 1 well clear of the air; `sun` in the station frame."""
        above = math.asin(max(-1.0, min(1.0, sun[1]))) + self._dip
        return float(np.clip((above + SUN_RADIUS_RAD) / math.radians(2.2), 0.0, 1.0))

    def place(self, sun: Direction) -> tuple[float, float] | None:
        """The pixel of the Sun's middle, or None when it is behind the camera."""
        return self._lens.to_screen((sun[0], -sun[2], sun[1]))

    def draw(self, target: pygame.Surface, sun: Direction) -> None:
        """Add disc and glare to the picture, when any of it can be seen."""
        strength = self.strength(sun)
        at = self.place(sun)
        if strength <= 0 or at is None:
            return
        reach = GLARE_PX * self._scale
        if not (-reach < at[0] < self._lens.width + reach and -reach < at[1] < self._lens.height + reach):
            return
        face = self._face(math.ceil(strength * GLARE_STEPS))
        target.blit(
            face,
            (round(at[0]) - face.get_width() // 2, round(at[1]) - face.get_height() // 2),
            special_flags=pygame.BLEND_RGB_ADD,
        )

    def warm(self) -> Iterator[int]:
        """Make the glare's picture in slices, before it is needed: at half size, then enlarged."""
        size = max(8, int(GLARE_PX * self._scale)) | 1
        small = pygame.Surface((size, size), 0, 32)
        axis = (np.arange(size, dtype=F) - size // 2) / F(self._scale / 2)
        dice = np.random.default_rng(1)
        for start in range(0, size, 16):
            x, y = axis[None], axis[start : start + 16, None]
            r = np.hypot(x, y) + F(1e-3)
            angle = np.arctan2(y, x)
            rays = np.abs(np.cos(angle * 3 + F(0.35))) ** 90 + F(0.45) * np.abs(np.cos(angle * 3 + F(1.35))) ** 160
            value = F(30) * np.exp(-((r / F(9.0)) ** 2)) + F(1.5) * np.exp(-r / F(15)) + F(0.30) * np.exp(-r / F(70))
            value += rays * (F(0.85) * np.exp(-r / F(55)) + F(0.15) * np.exp(-r / F(150))) + F(0.10) * np.exp(
                -r / F(190)
            )
            value *= smooth(GLARE_PX, GLARE_PX * 0.5, r)
            noise = dice.random(value.shape, dtype=F)
            view = pygame.surfarray.pixels3d(small)
            for channel, gain in enumerate((1.0, 0.95, 0.88)):
                byte = np.minimum((1 - np.exp(-value * F(gain))) * 255 + noise, 255).astype(np.uint8)
                view[:, start : start + 16, channel] = byte.T
            del view
            yield start
        self._glare = pygame.transform.smoothscale(small, (2 * size, 2 * size))
        yield size

    def _face(self, step: int) -> pygame.Surface:
        """The glare in the colour that the air leaves it at this strength."""
        if self._face_step == step and self._tinted is not None:
            return self._tinted
        if self._glare is None:
            for _ in self.warm():
                pass
        assert self._glare is not None
        strength = step / GLARE_STEPS
        if self._tinted is None:
            self._tinted = self._glare.copy()
        else:
            self._tinted.blit(self._glare, (0, 0))
        colour = [round(255 * strength**power) for power in (0.4, 0.8, 1.5)]
        self._tinted.fill(colour, None, pygame.BLEND_RGB_MULT)
        self._face_step = step
        return self._tinted

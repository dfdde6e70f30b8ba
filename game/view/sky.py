"""Stars stand in their true places, and the Sun is as large, as bright and as red as the air lets it be.

5044 stars to magnitude 6 (Hipparcos) and the outline of the Milky Way, in equatorial coordinates of J2000, turned by
precession to the date. The camera sees none of them in sunlight: exposure follows the Sun.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.earth_maps import EARTH_ASSETS
from game.view.earth_view import Lens
from game.view.noise import smooth

F = np.float32
Direction = tuple[float, float, float]
STARS_FROM, STARS_FULL = 0.31, 0.41  # sine of the Sun's depth; it sets at 0.35
STAR_RECORD = np.dtype([("ra", "<u2"), ("de", "<i2"), ("mag", "u1"), ("bv", "u1")])
J2000_JD = 2451545.0
SUBPIXEL = 3  # star sprites are kept at thirds of a pixel
CLASSES = 12  # of brightness
TINTS = 5  # from blue to orange
STAR_FLUX = 0.85  # of the faintest
MILKY_GAIN = (62.0, 66.0, 80.0)  # red, green, blue of 255 in its middle
TINT_COLOURS = ((168, 192, 255), (208, 221, 255), (255, 250, 244), (255, 226, 184), (255, 196, 140))
MILKY_SCALE = 6  # pixels of the picture to one of the Milky Way's
SUN_RADIUS_RAD = math.radians(0.2666)
GLARE_PX = 520  # half a side at 1920 wide
GLARE_STEPS = 24
FACES = 4


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
        self._sprites: dict[tuple[int, int, int, int, int], pygame.Surface] = {}
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

    def paint(
        self,
        target: pygame.Surface,
        axes: NDArray[np.float64],
        jd: float,
        light: float,
        *,
        with_milky_way: bool = True,
        disc: tuple[float, float, float] | None = None,
    ) -> Iterator[int]:
        """Paint all of `target` in slices; `axes` are the station's x, y, z in the inertial frame, light is 0..1.

        `disc` is a place (x, y, radius in px) behind which no star is seen: the Moon.
        """
        if light <= 0.0:
            target.fill((0, 0, 0))
            yield 0
            return
        turn = precession(jd)
        camera = np.stack([axes[0], -axes[2], axes[1]]) @ turn  # forward, port, up in J2000
        if with_milky_way:
            band = self._milky_way(camera.astype(F), light)
            yield 1
            pygame.transform.smoothscale(band, target.get_size(), target)
            yield 2
        else:
            target.fill((0, 0, 0))
        target.fblits(self._visible(camera, light, disc), pygame.BLEND_RGB_ADD)
        yield 3

    def _milky_way(self, camera: NDArray[np.float32], light: float) -> pygame.Surface:
        d = self._rays @ camera
        height, width = self._milky.shape
        x = ((np.arctan2(d[..., 1], d[..., 0]) / F(2 * math.pi)) % 1 * width).astype(np.intp) % width
        y = np.clip((F(0.5) - np.arcsin(np.clip(d[..., 2], -1, 1)) / F(math.pi)) * height, 0, height - 1).astype(
            np.intp
        )
        glow = (self._milky[y, x] / 255) ** F(1.3) * F(light)
        glow *= smooth(-self._sin_dip - 0.01, -self._sin_dip + 0.06, self._rays[..., 2])
        packed = np.zeros(glow.shape, np.uint32)
        for shift, gain in zip((16, 8, 0), MILKY_GAIN, strict=True):
            packed |= (glow * F(gain) + self._dither).astype(np.uint32) << np.uint32(shift)
        surface = pygame.Surface((glow.shape[1], glow.shape[0]), 0, 32)
        view = pygame.surfarray.pixels2d(surface)
        view[:] = packed.T
        del view
        return surface

    def _visible(
        self, camera: NDArray[np.float64], light: float, disc: tuple[float, float, float] | None = None
    ) -> list[tuple[pygame.Surface, tuple[int, int]]]:
        lens = self._lens
        d = self._places @ camera.T
        cos_p, sin_p = math.cos(lens.pitch_rad), math.sin(lens.pitch_rad)
        depth = d[:, 1] * cos_p - d[:, 2] * sin_p
        seen = (depth > 0.3) & (d[:, 2] > -self._sin_dip)
        rise = d[:, 1] * sin_p + d[:, 2] * cos_p
        x = lens.width / 2 + lens.focal_px * d[:, 0] / np.where(seen, depth, 1)
        y = lens.height / 2 - lens.focal_px * rise / np.where(seen, depth, 1)
        seen &= (x > -4) & (x < lens.width + 4) & (y > -4) & (y < lens.height + 4)
        if disc is not None:
            seen &= np.hypot(x - disc[0], y - disc[1]) > disc[2]
        strength = round(light * FACES)
        if strength == 0:
            return []
        fx = np.floor((x - np.floor(x)) * SUBPIXEL).astype(int)
        fy = np.floor((y - np.floor(y)) * SUBPIXEL).astype(int)
        drawn = []
        for i in np.nonzero(seen)[0]:
            sprite = self._sprite(int(self._class[i]), int(self._tint[i]), int(fx[i]), int(fy[i]), strength)
            half = sprite.get_width() // 2
            drawn.append((sprite, (int(x[i]) - half, int(y[i]) - half)))
        return drawn

    def _sprite(self, bright: int, tint: int, fx: int, fy: int, strength: int) -> pygame.Surface:
        key = (bright, tint, fx, fy, strength)
        found = self._sprites.get(key)
        if found is None:
            found = self._sprites[key] = _star_sprite(bright, tint, fx, fy, strength / FACES)
        return found


def _star_sprite(bright: int, tint: int, fx: int, fy: int, light: float) -> pygame.Surface:
    flux = STAR_FLUX * 2.512 ** (bright * 7.0 / CLASSES * 0.62) * light
    half = 2 if bright < 6 else 5
    grid = np.arange(-half, half + 1, dtype=F)
    dx = grid[None] - (fx + 0.5) / SUBPIXEL + 0.5
    dy = grid[:, None] - (fy + 0.5) / SUBPIXEL + 0.5
    r2 = dx * dx + dy * dy
    core = np.exp(-r2 / F(0.55 + 0.11 * max(0, bright - 4))) * F(flux)  # bright ones are seen in a thumbnail
    halo = np.exp(-np.sqrt(r2) / F(1.1)) * F(flux * 0.04)
    value = 1 - np.exp(-(core + halo) * F(1.4))
    surface = pygame.Surface((2 * half + 1, 2 * half + 1), 0, 32)
    view = pygame.surfarray.pixels3d(surface)
    for channel, level in enumerate(TINT_COLOURS[tint]):
        full = np.clip(value * level + np.clip(value - 0.75, 0, 1) * (255 - level), 0, 255)
        view[..., channel] = full.astype(np.uint8).T
    del view
    return surface


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

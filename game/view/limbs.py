"""Parts of a suit: drawings cut at the joints, with normals, had at any angle, lit and remembered.

A part is rasterised at twice its size and turned and shrunk in one go, so turned edges stay as crisp as upright ones.
A part can stand in the shade of the station: then it has the light without the sun, and no glint in its mirrors.
"""

from __future__ import annotations

import io
import math
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.light import (
    Floats,
    LightTable,
    Normals,
    Vector,
    alpha_of,
    bump_from_luminance,
    encode_normals,
    inflate,
    is_far_off,
    light_of,
)
from game.view.mirror import bowl, reflect
from game.view.suit_plan import PartPlan, SuitPlan, svg_size
from game.view.vector import pixel_format

OVERSAMPLING = 2.0
REMEMBERED = 36  # rotations kept by a part; slow turns then stay in memory
REMEMBERED_PX, LEAST_REMEMBERED = 400_000, 8  # fewer of large parts: a pixel takes about 18 bytes
RELIEF = 1.5  # seams and straps as grooves and ridges
FAR_SHADE = (178, 180, 188)  # far limbs lie in the body's half shadow: the near ones stand out, also in grey

NIGHT_LIFT = (34, 38, 48)  # of 255, added to the light on everything that is not hull
HULL_LIFT = (52, 52, 52)
SHADE_LIFT = (46, 50, 58)  # in the station's shade: from sunlit hull near by, so that he can still be seen
HELD_LIFT = (40, 40, 36)  # of 255, on the colours of what holds somebody
BAND = (8, 14, 22)  # dark, round and inside what holds somebody
BAND_M = 0.022
BAND_STEPS = 16
SIDE_SUN = 0.42  # the sun's z at which the near side of a body begins to lose it


def rasterise(svg: str, size: tuple[int, int]) -> pygame.Surface:
    """The drawing stretched to `size` px, in the byte order of text and panels, without needing a window."""
    width, height = svg_size(svg)
    zoom = max(size[0] / width, size[1] / height)  # the rasteriser keeps the drawing's proportions: cover, then squeeze
    cover = (max(size[0], math.ceil(width * zoom)), max(size[1], math.ceil(height * zoom)))
    picture = pygame.image.load_sized_svg(io.BytesIO(svg.encode()), cover)
    if picture.get_size() != size:
        picture = pygame.transform.smoothscale(picture, size)
    return picture.convert(pixel_format())


class Turned:
    """A part at one angle: albedo and normals, its last pictures in sun and shade, and its silhouette."""

    __slots__ = ("albedo", "dark", "glow", "held", "light", "mask", "normals", "pictures", "sun", "version")

    def __init__(self, albedo: pygame.Surface, normals: Normals) -> None:
        self.albedo = albedo
        self.normals = normals
        self.mask: NDArray[np.uint8] | None = None
        self.glow: pygame.Surface | None = None
        self.dark: pygame.Surface | None = None
        self.held: pygame.Surface | None = None
        self.pictures: dict[tuple[bool, bool], pygame.Surface] = {}  # by (in shade, far)
        self.version = -1
        self.sun: Vector = (0.0, 0.0, 0.0)  # of that version
        self.light = -1.0

    def silhouette(self) -> pygame.Surface:
        """The part in black: what it throws as a shadow."""
        if self.dark is None:
            self.dark = self.albedo.copy()
            self.dark.fill((0, 0, 0, 255), special_flags=pygame.BLEND_RGBA_MULT)
        return self.dark


class Limb:
    """One part of a suit at one scale."""

    def __init__(self, plan: PartPlan, svg: str, scale_px_per_m: float) -> None:
        self.plan = plan
        self.scale = scale_px_per_m
        fine = scale_px_per_m * OVERSAMPLING
        size = (max(2, round(plan.size_m[0] * fine)), max(2, round(plan.size_m[1] * fine)))
        self._albedo = rasterise(svg, size)
        self._other_side = rasterise(plan.mirrored, size) if plan.mirrored else self._albedo
        self._step = math.radians(plan.step_deg)
        self._steps = round(math.tau / self._step)  # of a whole turn
        alpha = alpha_of(self._albedo)
        nx, ny = _inflated(alpha, plan.round_m * scale_px_per_m)
        rise_x, rise_y = bump_from_luminance(self._albedo, RELIEF * scale_px_per_m / 100.0, 1)
        nx, ny = nx + rise_x * alpha, ny + rise_y * alpha
        self._mask: pygame.Surface | None = None
        red, green, blue, _ = pygame.Color(plan.metal).normalize()
        self._metal = (red, green, blue)
        if plan.mirror:
            self._mask = rasterise(plan.mirror, size)
            nx, ny = bowl(alpha_of(self._mask), nx, ny)
        self._glow = rasterise(plan.glow, size).premul_alpha() if plan.glow else None
        packed = encode_normals(nx, ny)
        pixels = np.zeros((*packed.shape, 4), np.uint8)
        pixels[..., 0] = packed & np.uint16(255)
        pixels[..., 1] = packed >> np.uint16(8)
        pixels[..., 3] = 255
        self._normals = pygame.image.frombuffer(pixels.tobytes(), size, "RGBA")
        self._turned: OrderedDict[tuple[int, bool], Turned] = OrderedDict()

    def offset(self, point_m: tuple[float, float], angle_rad: float, *, is_flipped: bool) -> tuple[float, float]:
        """Where a point of the drawing lies, in px from the middle of the turned picture (y down)."""
        x, y = point_m[0] * self.scale, point_m[1] * self.scale * (-1.0 if is_flipped else 1.0)
        cosine, sine = math.cos(angle_rad), math.sin(angle_rad)
        return x * cosine + y * sine, y * cosine - x * sine

    def relit(
        self, turned: Turned, table: LightTable, *, is_far: bool, is_shaded: bool = False, may_wait: bool = False
    ) -> pygame.Surface:
        """The lit picture of a part that has been turned; one that may wait is seen in the light just before."""
        if turned.version != table.version:
            old = turned.pictures.get((is_shaded, is_far))
            if may_wait and old is not None and not is_far_off(turned.sun, turned.light, table):
                return old
            turned.pictures.clear()
            turned.version, turned.sun, turned.light = table.version, table.sun, table.light
        picture = turned.pictures.get((is_shaded, is_far))
        if picture is None:
            near = turned.pictures.get((is_shaded, False)) or self._relight(turned, table, is_shaded=is_shaded)
            picture = turned.pictures[is_shaded, False] = near
            if is_far:
                picture = turned.pictures[is_shaded, True] = near.copy()
                picture.fill(FAR_SHADE, special_flags=pygame.BLEND_RGB_MULT)
        return picture

    def turned(self, angle_rad: float, *, is_flipped: bool) -> Turned:
        """The part at an angle, turned now or remembered."""
        key = (round(angle_rad / self._step) % self._steps, is_flipped)
        turned = self._turned.get(key)
        if turned is None:
            turned = self._turned[key] = self._turn(key)
            width, height = turned.albedo.get_size()
            kept = max(LEAST_REMEMBERED, min(REMEMBERED, REMEMBERED_PX // (width * height)))
            while len(self._turned) > kept:
                self._turned.popitem(last=False)
        else:
            self._turned.move_to_end(key)
        return turned

    def held(self, turned: Turned) -> pygame.Surface:
        """The part as what holds somebody: bright in any light, on a dark band that is `band_px` wide on every side."""
        if turned.held is None:
            turned.held = _banded(turned, band_px(self.scale))
        return turned.held

    def _turn(self, key: tuple[int, bool]) -> Turned:
        angle = key[0] * self._step
        shrink = 1.0 / OVERSAMPLING

        def turn(surface: pygame.Surface) -> pygame.Surface:
            if key[1]:
                surface = pygame.transform.flip(surface, False, True)
            return pygame.transform.rotozoom(surface, math.degrees(angle), shrink)

        albedo = turn(self._other_side if key[1] else self._albedo)
        channels = pygame.surfarray.pixels3d(turn(self._normals))
        cosine, sine = math.cos(angle), math.sin(angle)
        mirrored = -1.0 if key[1] else 1.0
        east = channels[..., 0].T.astype(np.float32)
        south = channels[..., 1].T.astype(np.float32)
        # The vectors turn with the picture. Bytes stand for n = (byte - 128) / 127; blending has only shortened them.
        x8 = east * cosine + south * (sine * mirrored) + (128.5 - 128.0 * (cosine + sine * mirrored))
        y8 = south * (cosine * mirrored) - east * sine + (128.5 - 128.0 * (cosine * mirrored - sine))
        np.clip(x8, 0.0, 255.0, out=x8)
        np.clip(y8, 0.0, 255.0, out=y8)
        normals: Normals = y8.astype(np.uint16) << np.uint16(8) | x8.astype(np.uint16)
        turned = Turned(albedo, normals)
        if self._mask is not None:
            turned.mask = pygame.surfarray.array_alpha(turn(self._mask))
        if self._glow is not None:
            turned.glow = turn(self._glow)
        return turned

    def _relight(self, turned: Turned, table: LightTable, *, is_shaded: bool) -> pygame.Surface:
        shine = light_of(turned.normals, table.shade_lut if is_shaded else table.lut)
        shine.fill(SHADE_LIFT if is_shaded else _returned(table), special_flags=pygame.BLEND_RGB_ADD)
        lit = turned.albedo.copy()
        lit.blit(shine, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        if turned.mask is not None:
            reflect(lit, turned.mask, turned.normals, table, self._metal, is_shaded=is_shaded)
        if any(table.mood.veil):
            lit.fill(table.mood.veil, special_flags=pygame.BLEND_RGB_ADD)
        if turned.glow is not None:
            lit.blit(turned.glow, (0, 0), special_flags=pygame.BLEND_RGB_MAX)
        return lit


def band_px(scale_px_per_m: float) -> int:
    """How wide the band round what holds somebody is: it is still there in a picture of a sixth of the size."""
    return max(2, round(BAND_M * scale_px_per_m))


def _banded(turned: Turned, band: int) -> pygame.Surface:
    width, height = turned.albedo.get_size()
    picture = pygame.Surface((width + 2 * band, height + 2 * band), pygame.SRCALPHA, 32)
    picture.fill((*BAND, 0))
    dark = turned.silhouette().copy()
    dark.fill((*BAND, 0), special_flags=pygame.BLEND_RGBA_MAX)
    for step in range(BAND_STEPS):
        way = math.tau * step / BAND_STEPS
        picture.blit(dark, (band + round(band * math.cos(way)), band + round(band * math.sin(way))))
    bright = turned.albedo.copy()
    bright.fill((*HELD_LIFT, 0), special_flags=pygame.BLEND_RGBA_ADD)
    picture.blit(bright, (band, band))
    return picture


def _inflated(alpha: Floats, radius_px: float) -> tuple[Floats, Floats]:
    """Pillow normals worked out at half the size, which is that of the turned picture: a quarter of the work."""
    height, width = alpha.shape
    even = np.zeros((height + height % 2, width + width % 2), np.float32)
    even[:height, :width] = alpha
    half: Floats = np.float32(0.25) * (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2])
    nx, ny = (np.repeat(np.repeat(part, 2, axis=0), 2, axis=1) for part in inflate(half, radius_px))
    return nx[:height, :width], ny[:height, :width]


def _returned(table: LightTable) -> tuple[int, int, int]:
    """The light that the hull beside him gives back: of his lamps at night, of a sun that stands behind him by day."""
    dark = 1.0 - table.light
    behind = table.light * min(1.0, max(0.0, (SIDE_SUN - table.sun[2]) / (2.0 * SIDE_SUN)))
    red, green, blue = (round(night * dark + day * behind) for night, day in zip(NIGHT_LIFT, HULL_LIFT, strict=True))
    return red, green, blue


class Wardrobe:
    """All parts of one suit for one wearer at one scale and one swelling; made in small jobs."""

    def __init__(self, plan: SuitPlan, wearer: str, scale_px_per_m: float, swelling: float = 0.0) -> None:
        self.plan = plan
        self.wearer = wearer
        self.scale = scale_px_per_m
        self.swelling = swelling
        self._limbs: dict[str, Limb] = {}

    def jobs(self, only: Sequence[str] = ()) -> Iterator[None]:
        """Make the parts one by one (or `only` some), yielding between them."""
        for name in only or self.plan.parts:
            self.limb(name)
            yield

    def limb(self, name: str) -> Limb:
        """The part of that name, made now if it is not there yet."""
        limb = self._limbs.get(name)
        if limb is None:
            part = self.plan.parts[name].swollen(self.swelling)
            part = replace(part, mirrored=self.plan.dyed(part.mirrored, self.wearer))
            limb = self._limbs[name] = Limb(part, self.plan.dyed(part.svg, self.wearer), self.scale)
        return limb

"""Parts of a suit: drawings cut at the joints, with normals, had at any angle, lit and remembered.

A part is rasterised at twice its size and turned and shrunk in one go, so turned edges stay as crisp as upright ones.
The gold visor is a mirror: each of its pixels looks where its normal sends the eye, at Earth, sky, hull or sun.
"""

from __future__ import annotations

import io
import math
import tomllib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.light import (
    Floats,
    LightTable,
    Normals,
    alpha_of,
    bump_from_luminance,
    encode_normals,
    inflate,
    light_of,
)

OVERSAMPLING = 2.0
REMEMBERED = 36  # rotations kept by a part; slow turns then stay in memory
RELIEF = 1.5  # seams and straps as grooves and ridges
FAR_SHADE = (178, 180, 188)  # far limbs lie in the body's half shadow: the near ones stand out, also in grey

NIGHT_LIFT = (34, 38, 48)  # of 255, added to the light on everything that is not hull
HULL_LIFT = (52, 52, 52)
SIDE_SUN = 0.42  # the sun's z at which the near side of a body begins to lose it


@dataclass(frozen=True, slots=True)
class PartPlan:
    """What `parts.toml` says of a part; points in metres from the drawing's middle, y down."""

    name: str
    joint_a: tuple[float, float]
    joint_b: tuple[float, float]
    at: tuple[float, float]  # of joint a in the body frame, for parts that sit on the body
    round_m: float
    step_deg: float
    size_m: tuple[float, float]
    svg: str
    mirror: str = ""  # SVG of the mask of the mirror
    glow: str = ""  # SVG of what shines by itself


@dataclass(frozen=True, slots=True)
class SuitPlan:
    """A suit as its folder describes it: parts and joints (body frame, m, facing right)."""

    parts: dict[str, PartPlan]
    joints: dict[str, tuple[float, float]]
    stripe: str
    second: str

    def length(self, name: str) -> float:
        """The distance between the two joints of a part, m."""
        part = self.parts[name]
        return math.dist(part.joint_a, part.joint_b)


@dataclass(frozen=True, slots=True)
class Livery:
    """How one wearer's stripes look: their colour, and whether they are double (told apart without colour)."""

    stripe: str
    is_double: bool


RED = Livery("#c6342c", is_double=False)
BLUE = Livery("#2f5fae", is_double=True)


def load_suit(folder: Path) -> SuitPlan:
    """Read a suit's folder: `parts.toml` and the drawings it names. Raises OSError or KeyError with the file's name."""
    data: dict[str, Any] = tomllib.loads((folder / "parts.toml").read_text(encoding="utf-8"))
    unit = 1.0 / float(data["units_per_m"])
    parts = {}
    for name, row in data["parts"].items():
        svg = (folder / f"{name}.svg").read_text(encoding="utf-8")
        width, height = svg_size(svg)

        def place(point: list[float], width: float = width, height: float = height) -> tuple[float, float]:
            return (point[0] - width / 2) * unit, (point[1] - height / 2) * unit

        extra = {
            key: (folder / f"{row[key]}.svg").read_text(encoding="utf-8") for key in ("mirror", "glow") if key in row
        }
        at = row.get("at", (0.0, 0.0))
        parts[name] = PartPlan(
            name,
            place(row["a"]),
            place(row["b"]),
            (float(at[0]), float(at[1])),
            float(row["round"]),
            float(row["step"]),
            (width * unit, height * unit),
            svg,
            **extra,
        )
    joints = {name: (float(point[0]), float(point[1])) for name, point in data["joints"].items()}
    return SuitPlan(parts, joints, str(data["stripe"]), str(data["second"]))


def svg_size(svg: str) -> tuple[float, float]:
    """The width and height of an SVG's view box, in its units."""
    box = svg.split('viewBox="', 1)[1].split('"', 1)[0].split()
    return float(box[2]), float(box[3])


def rasterise(svg: str, size: tuple[int, int]) -> pygame.Surface:
    """The drawing stretched to `size` px, in the byte order of text and panels, without needing a window."""
    width, height = svg_size(svg)
    zoom = max(size[0] / width, size[1] / height)  # the rasteriser keeps the drawing's proportions: cover, then squeeze
    cover = (max(size[0], math.ceil(width * zoom)), max(size[1], math.ceil(height * zoom)))
    picture = pygame.image.load_sized_svg(io.BytesIO(svg.encode()), cover)
    if picture.get_size() != size:
        picture = pygame.transform.smoothscale(picture, size)
    return picture.convert(pygame.Surface((1, 1), pygame.SRCALPHA, 32))


class _Turned:
    """A part at one angle: albedo and normals, and its last lit picture."""

    __slots__ = ("albedo", "far", "glow", "lit", "mask", "normals", "version")

    def __init__(self, albedo: pygame.Surface, normals: Normals) -> None:
        self.albedo = albedo
        self.normals = normals
        self.mask: NDArray[np.uint8] | None = None
        self.glow: pygame.Surface | None = None
        self.lit: pygame.Surface | None = None
        self.far: pygame.Surface | None = None
        self.version = -1


class Limb:
    """One part of a suit at one scale."""

    def __init__(self, plan: PartPlan, svg: str, scale_px_per_m: float) -> None:
        self.plan = plan
        self.scale = scale_px_per_m
        fine = scale_px_per_m * OVERSAMPLING
        size = (max(2, round(plan.size_m[0] * fine)), max(2, round(plan.size_m[1] * fine)))
        self._albedo = rasterise(svg, size)
        self._step = math.radians(plan.step_deg)
        alpha = alpha_of(self._albedo)
        nx, ny = _inflated(alpha, plan.round_m * scale_px_per_m)
        rise_x, rise_y = bump_from_luminance(self._albedo, RELIEF * scale_px_per_m / 100.0, 1)
        nx, ny = nx + rise_x * alpha, ny + rise_y * alpha
        self._mask: pygame.Surface | None = None
        if plan.mirror:
            self._mask = rasterise(plan.mirror, size)
            nx, ny = _bowl(alpha_of(self._mask), nx, ny)
        self._glow = rasterise(plan.glow, size).premul_alpha() if plan.glow else None
        packed = encode_normals(nx, ny)
        pixels = np.zeros((*packed.shape, 4), np.uint8)
        pixels[..., 0] = packed & np.uint16(255)
        pixels[..., 1] = packed >> np.uint16(8)
        pixels[..., 3] = 255
        self._normals = pygame.image.frombuffer(pixels.tobytes(), size, "RGBA")
        self._turned: OrderedDict[tuple[int, bool], _Turned] = OrderedDict()

    def offset(self, point_m: tuple[float, float], angle_rad: float, *, is_flipped: bool) -> tuple[float, float]:
        """Where a point of the drawing lies, in px from the middle of the turned picture (y down)."""
        x, y = point_m[0] * self.scale, point_m[1] * self.scale * (-1.0 if is_flipped else 1.0)
        cosine, sine = math.cos(angle_rad), math.sin(angle_rad)
        return x * cosine + y * sine, y * cosine - x * sine

    def lit(self, angle_rad: float, table: LightTable, *, is_flipped: bool, is_far: bool) -> pygame.Surface:
        """The part turned counter-clockwise by `angle_rad` (first mirrored top to bottom if flipped), lit."""
        key = (round(angle_rad / self._step) % round(math.tau / self._step), is_flipped)
        turned = self._turned.get(key)
        if turned is None:
            turned = self._turn(key)
            self._turned[key] = turned
            if len(self._turned) > REMEMBERED:
                self._turned.popitem(last=False)
        else:
            self._turned.move_to_end(key)
        if turned.version != table.version or turned.lit is None:
            turned.lit = self._relight(turned, table)
            turned.far = None
            turned.version = table.version
        if not is_far:
            return turned.lit
        if turned.far is None:
            turned.far = turned.lit.copy()
            turned.far.fill(FAR_SHADE, special_flags=pygame.BLEND_RGB_MULT)
        return turned.far

    def plain(self, angle_rad: float, *, is_flipped: bool) -> pygame.Surface:
        """The same picture unlit: what a lamp multiplies."""
        key = (round(angle_rad / self._step) % round(math.tau / self._step), is_flipped)
        turned = self._turned.get(key)
        return turned.albedo if turned is not None else self._turn(key).albedo

    def _turn(self, key: tuple[int, bool]) -> _Turned:
        angle = key[0] * self._step
        shrink = 1.0 / OVERSAMPLING

        def turn(surface: pygame.Surface) -> pygame.Surface:
            if key[1]:
                surface = pygame.transform.flip(surface, False, True)
            return pygame.transform.rotozoom(surface, math.degrees(angle), shrink)

        albedo = turn(self._albedo)
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
        turned = _Turned(albedo, normals)
        if self._mask is not None:
            turned.mask = pygame.surfarray.array_alpha(turn(self._mask))
        if self._glow is not None:
            turned.glow = turn(self._glow)
        return turned

    @staticmethod
    def _relight(turned: _Turned, table: LightTable) -> pygame.Surface:
        shine = light_of(turned.normals, table.lut)
        shine.fill(_returned(table), special_flags=pygame.BLEND_RGB_ADD)
        lit = turned.albedo.copy()
        lit.blit(shine, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        if turned.mask is not None:
            _reflect(lit, turned.mask, turned.normals, table)
        if turned.glow is not None:
            lit.blit(turned.glow, (0, 0), special_flags=pygame.BLEND_RGB_MAX)
        return lit


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


def _bowl(mask: Floats, nx: Floats, ny: Floats) -> tuple[Floats, Floats]:
    """Replace the normals inside a mask by those of a smooth bulge that fills it."""
    rows, columns = np.nonzero(mask > 0.5)
    top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
    y = (np.arange(mask.shape[0], dtype=np.float32)[:, None] - (top + bottom) / 2) / ((bottom - top) / 2)
    x = (np.arange(mask.shape[1], dtype=np.float32)[None, :] - (left + right) / 2) / ((right - left) / 2)
    # The visor looks forward: its middle faces half to the side of the picture, its back edge to the viewer.
    bulge_x, bulge_y = 0.34 + 0.58 * x + 0.0 * y, 0.80 * y + 0.0 * x
    inside = mask > 0.02
    return np.where(inside, bulge_x, nx).astype(np.float32), np.where(inside, bulge_y, ny).astype(np.float32)


GOLD = (1.0, 0.76, 0.34)
EARTH_DAY = (0.40, 0.62, 0.98)
EARTH_NIGHT = (0.030, 0.036, 0.055)
SKY = (0.020, 0.024, 0.036)
HULL = (0.62, 0.58, 0.50)
LIMB_DIP_SINE = 0.34  # the horizon lies 20 degrees below the horizontal at 420 km


def _reflect(lit: pygame.Surface, mask: NDArray[np.uint8], normals: Normals, table: LightTable) -> None:
    """Paint the mirror world into the masked pixels: reflected ray r = 2(n.v)n - v with the eye at v = (0, 0, 1)."""
    place = np.nonzero(mask > 0)
    if not len(place[0]):
        return
    packed = normals.T[place]
    nx = ((packed & np.uint16(255)).astype(np.float32) - 128.0) / 127.0
    ny = ((packed >> np.uint16(8)).astype(np.float32) - 128.0) / 127.0
    nz = np.sqrt(np.maximum(0.0, 1.0 - nx * nx - ny * ny))
    to_x, to_y, to_z = 2 * nz * nx, 2 * nz * ny, 2 * nz * nz - 1.0
    sun_x, sun_y, sun_z = table.sun[0], -table.sun[1], table.sun[2]
    day = table.light * (0.35 + 0.65 * min(1.0, max(0.0, (table.sun[1] + 0.30) / 0.7)))
    below = to_y - LIMB_DIP_SINE
    earth = np.clip(below * 14.0, 0.0, 1.0)
    haze = np.exp(-np.abs(below) * 16.0) * (0.15 + 0.85 * day)
    clouds = 0.5 + 0.5 * np.sin(to_x * 5.0 + 1.4 * np.sin(to_y * 7.0)) * np.sin(to_y * 12.0 + to_x * 2.0)
    hull = np.clip(-to_z * 2.2 - 0.2, 0.0, 1.0) * (1.0 - 0.4 * earth)
    glint = np.maximum(0.0, to_x * sun_x + to_y * sun_y + to_z * sun_z) * (1.0 if table.light > 0 else 0.0)
    flare = table.light * (1.6 * glint**90 + 0.22 * glint**9)
    shine = np.maximum(0.0, nx * sun_x + ny * sun_y + nz * sun_z) * table.light
    edge = (1.0 - nz) ** 3
    pixels = pygame.surfarray.pixels3d(lit)
    for channel in range(3):
        ground = EARTH_NIGHT[channel] + (EARTH_DAY[channel] * (0.55 + 0.55 * clouds) - EARTH_NIGHT[channel]) * day
        world = SKY[channel] * (1.0 - earth) + ground * earth + haze * (0.55, 0.78, 1.0)[channel]
        world = world * (1.0 - hull) + hull * HULL[channel] * (0.10 + 0.8 * table.light)
        tint = GOLD[channel] + (1.0 - GOLD[channel]) * np.minimum(1.0, 0.7 * np.maximum(earth, haze) + edge)
        base = GOLD[channel] * (0.05 + 0.30 * shine + 0.10 * table.light)
        value = base + world * tint * 0.85 + flare * (0.5 + 0.5 * tint)
        pixels[..., channel][place] = (255.0 * np.clip(value, 0.0, 1.0)).astype(np.uint8)


class Wardrobe:
    """All parts of one suit in one livery at one scale; made in small jobs."""

    def __init__(self, plan: SuitPlan, livery: Livery, scale_px_per_m: float) -> None:
        self.plan = plan
        self.livery = livery
        self.scale = scale_px_per_m
        self._limbs: dict[str, Limb] = {}

    def jobs(self) -> Iterator[None]:
        """Make the parts one by one, yielding between them."""
        for name in self.plan.parts:
            self.limb(name)
            yield

    def limb(self, name: str) -> Limb:
        """The part of that name, made now if it is not there yet."""
        limb = self._limbs.get(name)
        if limb is None:
            part = self.plan.parts[name]
            svg = part.svg.replace(self.plan.second, "#f6f3ea" if self.livery.is_double else self.livery.stripe)
            limb = Limb(part, svg.replace(self.plan.stripe, self.livery.stripe), self.scale)
            self._limbs[name] = limb
        return limb

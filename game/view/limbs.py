"""Parts of a suit: drawings cut at the joints, with normals, had at any angle, lit and remembered.

A part is rasterised at twice its size and turned and shrunk in one go, so turned edges stay as crisp as upright ones.
The gold visor is a mirror: each of its pixels looks where its normal sends the eye, at Earth, sky, hull or sun.
"""

from __future__ import annotations

import io
import math
import re
import tomllib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
DRAWINGS = ("mirror", "glow", "mirrored")  # further drawings that a part may name
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
    metal: str = "#ffffff"  # what the mirror is made of
    glow: str = ""  # SVG of what shines by itself
    mirrored: str = ""  # SVG for a wearer who faces the other way: drawn so that letters read right when turned over
    swell: tuple[float, float] = (0.0, 0.0)  # growth along and across at full swelling

    def swollen(self, share: float) -> PartPlan:
        """The part of a suit that is blown up by that share (0..1); joints stay at the same place of the drawing."""
        wide, high = 1.0 + self.swell[0] * share, 1.0 + self.swell[1] * share
        if (wide, high) == (1.0, 1.0):
            return self
        return replace(
            self,
            joint_a=(self.joint_a[0] * wide, self.joint_a[1] * high),
            joint_b=(self.joint_b[0] * wide, self.joint_b[1] * high),
            size_m=(self.size_m[0] * wide, self.size_m[1] * high),
        )


@dataclass(frozen=True, slots=True)
class SuitPlan:
    """A suit as its folder describes it: parts and joints (body frame, m, facing right)."""

    parts: dict[str, PartPlan]
    joints: dict[str, tuple[float, float]]
    marks: dict[str, str]  # colours in the drawings that stand for the wearer's own
    liveries: dict[str, dict[str, str]]  # wearer -> mark -> colour
    tools: dict[str, str]  # kind of step -> the part that a working hand holds
    swells_pa: tuple[float, float] | None = None  # pressures at which it is slack and fully blown up

    def length(self, name: str) -> float:
        """The distance between the two joints of a part, m."""
        part = self.parts[name]
        return math.dist(part.joint_a, part.joint_b)

    def swelling(self, pressure_pa: float) -> float:
        """How much the suit is blown up, 0..1, by what its pressure is above that outside."""
        if self.swells_pa is None:
            return 0.0
        slack, full = self.swells_pa
        return min(1.0, max(0.0, (pressure_pa - slack) / (full - slack)))

    def dyed(self, svg: str, wearer: str) -> str:
        """A drawing with the marks in a wearer's colours; a wearer without a livery gets the first one."""
        colours = self.liveries.get(wearer) or next(iter(self.liveries.values()), {})
        dyes = {mark: colours[name] for name, mark in self.marks.items() if name in colours}
        if not dyes:
            return svg
        return re.sub("|".join(map(re.escape, dyes)), lambda found: dyes[found.group()], svg)


def load_suit(folder: Path) -> SuitPlan:
    """Read a suit's folder: `parts.toml` and the drawings it names, over those of its base.

    Raises OSError or KeyError with the file's name.
    """
    data: dict[str, Any] = tomllib.loads((folder / "parts.toml").read_text(encoding="utf-8"))
    base = load_suit(folder.parent / data["base"]) if "base" in data else SuitPlan({}, {}, {}, {}, {})
    parts = {name: _with_own_drawings(part, folder) for name, part in base.parts.items()}
    parts |= {name: _part(name, row, folder, 1.0 / float(data["units_per_m"])) for name, row in _rows(data, "parts")}
    joints = {name: (float(point[0]), float(point[1])) for name, point in _rows(data, "joints")}
    swell = data.get("swell")
    return SuitPlan(
        parts,
        base.joints | joints,
        base.marks | dict(_rows(data, "marks")),
        base.liveries | dict(_rows(data, "livery")),
        base.tools | dict(_rows(data, "tools")),
        (float(swell["from_pa"]), float(swell["to_pa"])) if swell else base.swells_pa,
    )


def _rows(data: dict[str, Any], key: str) -> list[tuple[str, Any]]:
    return list(data.get(key, {}).items())


def _with_own_drawings(part: PartPlan, folder: Path) -> PartPlan:
    """A part of the base; a drawing of the same name in the suit's own folder replaces the base's."""
    path = folder / f"{part.name}.svg"
    return replace(part, svg=path.read_text(encoding="utf-8")) if path.is_file() else part


def _part(name: str, row: dict[str, Any], folder: Path, unit: float) -> PartPlan:
    svg = (folder / f"{name}.svg").read_text(encoding="utf-8")
    width, height = svg_size(svg)

    def place(point: list[float]) -> tuple[float, float]:
        return (point[0] - width / 2) * unit, (point[1] - height / 2) * unit

    extra = {key: (folder / f"{row[key]}.svg").read_text(encoding="utf-8") for key in DRAWINGS if key in row}
    at, swell = row.get("at", (0.0, 0.0)), row.get("swell", (0.0, 0.0))
    return PartPlan(
        name,
        place(row["a"]),
        place(row["b"]),
        (float(at[0]), float(at[1])),
        float(row["round"]),
        float(row["step"]),
        (width * unit, height * unit),
        svg,
        metal=str(row.get("metal", "#ffffff")),
        swell=(float(swell[0]), float(swell[1])),
        **extra,
    )


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
        self._other_side = rasterise(plan.mirrored, size) if plan.mirrored else self._albedo
        self._step = math.radians(plan.step_deg)
        alpha = alpha_of(self._albedo)
        nx, ny = _inflated(alpha, plan.round_m * scale_px_per_m)
        rise_x, rise_y = bump_from_luminance(self._albedo, RELIEF * scale_px_per_m / 100.0, 1)
        nx, ny = nx + rise_x * alpha, ny + rise_y * alpha
        self._mask: pygame.Surface | None = None
        red, green, blue, _ = pygame.Color(plan.metal).normalize()
        self._metal = (red, green, blue)
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
        turned = _Turned(albedo, normals)
        if self._mask is not None:
            turned.mask = pygame.surfarray.array_alpha(turn(self._mask))
        if self._glow is not None:
            turned.glow = turn(self._glow)
        return turned

    def _relight(self, turned: _Turned, table: LightTable) -> pygame.Surface:
        shine = light_of(turned.normals, table.lut)
        shine.fill(_returned(table), special_flags=pygame.BLEND_RGB_ADD)
        lit = turned.albedo.copy()
        lit.blit(shine, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        if turned.mask is not None:
            _reflect(lit, turned.mask, turned.normals, table, self._metal)
        if any(table.mood.veil):
            lit.fill(table.mood.veil, special_flags=pygame.BLEND_RGB_ADD)
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


EARTH_DAY = (0.40, 0.62, 0.98)
EARTH_NIGHT = (0.030, 0.036, 0.055)
SKY = (0.020, 0.024, 0.036)
HULL = (0.62, 0.58, 0.50)
LIMB_DIP_SINE = 0.34  # the horizon lies 20 degrees below the horizontal at 420 km


def _reflect(
    lit: pygame.Surface,
    mask: NDArray[np.uint8],
    normals: Normals,
    table: LightTable,
    metal: tuple[float, float, float],
) -> None:
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
        tint = metal[channel] + (1.0 - metal[channel]) * np.minimum(1.0, 0.7 * np.maximum(earth, haze) + edge)
        base = metal[channel] * (0.05 + 0.30 * shine + 0.10 * table.light)
        value = base + world * tint * 0.85 + flare * (0.5 + 0.5 * tint)
        pixels[..., channel][place] = (255.0 * np.clip(value, 0.0, 1.0)).astype(np.uint8)


class Wardrobe:
    """All parts of one suit for one wearer at one scale and one swelling; made in small jobs."""

    def __init__(self, plan: SuitPlan, wearer: str, scale_px_per_m: float, swelling: float = 0.0) -> None:
        self.plan = plan
        self.wearer = wearer
        self.scale = scale_px_per_m
        self.swelling = swelling
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
            part = self.plan.parts[name].swollen(self.swelling)
            part = replace(part, mirrored=self.plan.dyed(part.mirrored, self.wearer))
            limb = self._limbs[name] = Limb(part, self.plan.dyed(part.svg, self.wearer), self.scale)
        return limb

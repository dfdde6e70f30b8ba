"""Light is a table from normals to colours: 65,536 entries, worked out once per position of the sun.

A drawing holds only albedo and, per pixel, a normal in screen axes (x right, y DOWN, z to the viewer), packed as
`ny8 << 8 | nx8`. Lighting a picture is one gather from the table and one multiplying blit, so drawings look right under
any sun without a shader. Directions given to `LightTable.set` are in the station frame (x forward, y zenith, z viewer).
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Normals = NDArray[np.uint16]
Vector = tuple[float, float, float]
Colour = tuple[int, int, int]

FLAT = 128 << 8 | 128  # the normal that looks straight at the viewer
LIMB_SINE = -0.3437  # sine of the sun's elevation at which it sets seen from 420 km (dip of the horizon 20.1 degrees)
REDDENING_SINE = 0.16  # the last ten degrees above the limb, over which sunlight turns orange
FACE_LIFT = 1.7  # of the shade, when the sun stands behind the picture: the camera is set for the face that is seen
LOW_SUN_OPENS = 0.8  # a camera opens towards sunrise and sunset: what lies in shade is not lost beside the first light
TURN_COSINE = math.cos(math.radians(0.7))  # the sun moves that far before the table is made anew
LIGHT_STEP = 1.0 / 40.0  # a change of `light` worth a new table
FAR_COSINE = 0.99  # light whose sun stood eight degrees from here, or that was so much weaker, is seen to be old
FAR_LIGHT = 0.15
JUMP_LIGHT = 0.5  # so much of it, or FAR_COSINE of sun, between two pictures are a jump in time
OPAQUE = 0xFF000000  # light lies on a picture without holes, so that a shadow can be blended into it
ANGLE_STEP_DEG = 2.5  # rotating parts are cached at this step
PART_CACHE = 28  # rotations remembered by a part

CURVE_STEPS = 1024
SHOULDER = 0.75  # light above this share of white is bent softly towards 1
LONGEST = 0.985  # a normal never lies quite in the picture's plane


@dataclass(frozen=True, slots=True)
class Mood:
    """The colours of light in a place: of its sun, of what comes back from below, of the sky and its neighbours."""

    sun: Vector = (1.34, 1.29, 1.22)
    at_limb: Vector = (1.0, 0.62, 0.36)  # share of each colour left when the sun touches the limb
    # A sunlit Earth fills nearly half of what a hull sees: a third of the sun's light comes back from below.
    below_day: Vector = (0.27, 0.345, 0.44)
    below_night: Vector = (0.032, 0.048, 0.070)
    ambient_day: Vector = (0.030, 0.037, 0.052)
    ambient_shade: Vector = (0.128, 0.152, 0.205)  # sky and neighbours inside a cast shadow by day
    ambient_night: Vector = (0.155, 0.190, 0.268)  # more than real, so that visitors can see the hull
    veil: tuple[int, int, int] = (0, 0, 0)  # what the medium itself adds to everything, of 255


SPACE = Mood()


def _directions() -> tuple[Floats, Floats, Floats]:
    """The unit normals of all table entries, as three 256 x 256 arrays indexed [ny8, nx8]."""
    steps = (np.arange(256, dtype=np.float32) - 128.0) / 127.0
    nx, ny = np.meshgrid(steps, steps)
    shrink = np.minimum(1.0, 0.999 / np.maximum(np.hypot(nx, ny), 1e-3)).astype(np.float32)
    nx, ny = nx * shrink, ny * shrink
    nz = np.sqrt(np.maximum(0.0, 1.0 - nx * nx - ny * ny)).astype(np.float32)
    return nx, ny, nz


class LightTable:
    """Holds the colour of light for every normal; `version` grows each time the colours change."""

    def __init__(self, mood: Mood = SPACE) -> None:
        self.mood = mood
        self.lut: NDArray[np.uint32] = np.zeros(65536, np.uint32)
        self.version = 0
        self.sun: Vector = (0.0, 0.0, 0.0)  # station frame, as last set
        self.light = -1.0
        self.gain = 1.0  # of the camera's exposure
        self.jumps = 0  # grows with each jump in time: then nothing is to be seen of the light before
        self._asked = (self.sun, self.light)
        self._nx, self._ny, self._nz = _directions()
        below = np.clip(0.5 + 0.5 * self._ny, 0.0, 1.0) ** 1.25
        self._earth = (below * (0.60 + 0.40 * np.clip(self._ny, 0.0, 1.0))).astype(np.float32)
        self._shades: list[Floats] = [np.zeros_like(self._nx) for _ in range(3)]
        self._shade_table: NDArray[np.uint32] = np.zeros(65536, np.uint32)
        self._shade_version = -1
        self._edge = (np.clip(0.75 - self._nz, 0.0, 1.0) ** 2.5).astype(np.float32)
        self._open = (0.7 + 0.3 * self._nz).astype(np.float32)  # how much of the sky a normal sees
        # Memory to work in: a table is made in less than half the time when none is asked for.
        self._facing, self._value, self._part = (np.zeros_like(self._nx) for _ in range(3))
        self._steps: NDArray[np.intp] = np.zeros(self._nx.shape, np.intp)
        self._bytes: NDArray[np.uint32] = np.zeros(self._nx.shape, np.uint32)
        self.set((-0.45, 0.62, 0.64), 1.0)

    @property
    def is_sunlit(self) -> bool:
        """True while any direct sunlight reaches the station."""
        return self.light > 0.0

    def set(self, sun: Vector, light: float, gain: float = 1.0, *, force: bool = False) -> bool:
        """Make the table for a sun direction (station frame, unit) and its `light` 0..1; True if anything changed.

        `gain` is the camera's: above 1 what is bright burns out.

        Small moves are ignored (under 0.7 degrees and under 1/40 of light): nothing is lit anew for no visible gain.
        """
        if _cosine(sun, self._asked[0]) < FAR_COSINE or abs(light - self._asked[1]) > JUMP_LIGHT:
            self.jumps += 1
        self._asked = sun, light
        near = _cosine(sun, self.sun) >= TURN_COSINE
        same = abs(light - self.light) < LIGHT_STEP and (light > 0.0) == (self.light > 0.0)
        same = same and abs(gain - self.gain) < LIGHT_STEP
        if not force and same and (near or light <= 0.0):
            return False
        self.sun, self.light, self.gain = sun, light, gain
        to_x, to_y, to_z = sun[0], -sun[1], sun[2]
        height = min(1.0, max(0.0, (sun[1] - LIMB_SINE) / REDDENING_SINE))
        opened = 1.0 + LOW_SUN_OPENS * (1.0 - height) * light
        day = min(1.0, max(0.0, (sun[1] + 0.30) / 0.55))
        # A sun from behind lights only rims: keep the face readable with a little more sky.
        lift = FACE_LIFT * light * min(1.0, max(0.0, (0.35 - to_z) / 0.5))
        # Light that slips round the edge of round bodies when the sun stands behind them.
        rim = light * min(1.0, max(0.0, 0.15 - to_z)) * 0.55
        facing, value, part = self._facing, self._value, self._part
        np.multiply(self._nx, to_x, out=facing)
        facing += np.multiply(self._ny, to_y, out=part)
        facing += np.multiply(self._nz, to_z, out=part)
        np.maximum(facing, 0.0, out=facing)
        facing *= CURVE_STEPS
        np.take(_GLANCE, self._steps_of(facing), out=facing, mode="clip")
        self.lut[:] = OPAQUE
        for channel, shade in enumerate(self._shades):
            left = self.mood.at_limb[channel] + (1.0 - self.mood.at_limb[channel]) * height
            earth = _between(self.mood.below_night[channel], self.mood.below_day[channel], day)
            np.multiply(self._earth, earth, out=part)
            # Sky and Earthshine without the sun.
            ambient = _between(self.mood.ambient_night[channel], self.mood.ambient_shade[channel], light) * opened
            np.multiply(self._open, ambient, out=shade)
            np.add(shade, part, out=shade)
            ambient = _between(self.mood.ambient_night[channel], self.mood.ambient_day[channel], light)
            np.multiply(self._open, (ambient + lift * self.mood.ambient_shade[channel]) * opened, out=value)
            value += part
            value += np.multiply(facing, self.mood.sun[channel] * left * light, out=part)
            value += np.multiply(self._edge, rim * left, out=part)
            # A side turned from the sun is never darker than a shadow thrown on one that is turned to it.
            self._add(np.maximum(value, shade, out=value), channel, self.lut)
        self.version += 1
        return True

    def _steps_of(self, value: Floats) -> NDArray[np.intp]:
        np.copyto(self._steps, value, casting="unsafe")
        return self._steps

    def _add(self, value: Floats, channel: int, lut: NDArray[np.uint32]) -> None:
        """Put light of a channel into a table, as the camera shows it."""
        exposed = np.multiply(value, self.gain * CURVE_STEPS, out=self._part)
        lut |= np.take(_CURVES[channel], self._steps_of(exposed), out=self._bytes, mode="clip").ravel()

    @property
    def shade_lut(self) -> NDArray[np.uint32]:
        """A table (alpha 0) for places in cast shadow: the light without the sun; made once per version."""
        if self._shade_version != self.version:
            self._shade_version = self.version
            self._shade_table[:] = 0
            for channel, value in enumerate(self._shades):
                self._add(value, channel, self._shade_table)
        return self._shade_table

    def colour(self, nx: float = 0.0, ny: float = 0.0) -> Colour:
        """The light (r, g, b of 0..255) on a surface with this normal in screen axes; for lines and small things."""
        entry = int(self.lut[(round(ny * 127) + 128) << 8 | (round(nx * 127) + 128)])
        return entry >> 16 & 255, entry >> 8 & 255, entry & 255

    def tint(self, albedo: Colour, nx: float = 0.0, ny: float = 0.0) -> Colour:
        """An albedo as it looks under this light, for what is drawn with plain lines and polygons."""
        red, green, blue = self.colour(nx, ny)
        haze = self.mood.veil
        return (
            min(255, albedo[0] * red // 255 + haze[0]),
            min(255, albedo[1] * green // 255 + haze[1]),
            min(255, albedo[2] * blue // 255 + haze[2]),
        )


def is_far_off(sun: Vector, light: float, table: LightTable) -> bool:
    """True when what is lit like this is seen to be old: it does not wait for its turn."""
    return abs(light - table.light) > FAR_LIGHT or (_cosine(sun, table.sun) < FAR_COSINE and table.light > 0.0)


def _cosine(one: Vector, other: Vector) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _between(low: float, high: float, share: float) -> float:
    return low + (high - low) * share


def _shoulder() -> NDArray[np.uint32]:
    """Bytes of light by value in steps of 1/1024; above the shoulder bent softly to 1: white keeps its drawing."""
    value = np.arange(CURVE_STEPS * 3, dtype=np.float32) / CURVE_STEPS
    room = 1.0 - SHOULDER
    bent = SHOULDER + room * (1.0 - np.exp(-(value - SHOULDER) / room))
    shown = np.clip(np.where(value > SHOULDER, bent, value), 0.0, 1.0)
    return (shown * 255.0 + 0.5).astype(np.uint32)


_CURVES = [_shoulder() << np.uint32(shift) for shift in (16, 8, 0)]  # of red, green and blue
# Cloth and paint are a little brighter at a slant than a perfect scatterer.
_GLANCE = (np.arange(CURVE_STEPS + 1, dtype=np.float32) / CURVE_STEPS) ** np.float32(0.92)


def encode_normals(nx: Floats, ny: Floats) -> Normals:
    """Pack normals (screen axes, any length up to and beyond 1) as `ny8 << 8 | nx8`; too long ones are shortened."""
    length = np.hypot(nx, ny)
    shrink = np.where(length > LONGEST, LONGEST / np.maximum(length, 1e-4), 1.0)
    x8: Normals = np.clip(np.rint(nx * shrink * 127.0) + 128.0, 0, 255).astype(np.uint16)
    y8: Normals = np.clip(np.rint(ny * shrink * 127.0) + 128.0, 0, 255).astype(np.uint16)
    return y8 << np.uint16(8) | x8


def alpha_of(surface: pygame.Surface) -> Floats:
    """The alpha of a picture as (height, width) of 0..1."""
    alpha: Floats = np.ascontiguousarray(pygame.surfarray.array_alpha(surface).T).astype(np.float32) / 255.0
    return alpha


def luminance_of(surface: pygame.Surface) -> Floats:
    """The mean of red, green and blue as (height, width) of 0..1."""
    colours = np.ascontiguousarray(pygame.surfarray.array3d(surface).swapaxes(0, 1)).astype(np.float32)
    mean: Floats = colours.mean(-1) / 255.0
    return mean


def blur(values: Floats, radius_px: float) -> Floats:
    """Two passes of a box blur with zero beyond the edges."""
    reach = max(1, int(radius_px))
    for _ in range(2):
        for axis in (0, 1):
            pad = [(0, 0), (0, 0)]
            pad[axis] = (reach + 1, reach)
            total = np.cumsum(np.pad(values, pad), axis=axis, dtype=np.float32)
            count = values.shape[axis]
            window = 2 * reach + 1
            upper = np.take(total, np.arange(window, window + count), axis=axis)
            values = (upper - np.take(total, np.arange(count), axis=axis)) / np.float32(window)
    return values


def inflate(alpha: Floats, radius_px: float) -> tuple[Floats, Floats]:
    """Normals (nx, ny) of a pillow blown up from a silhouette; its edge rounds off over `radius_px`."""
    height: Any = 0.0
    for share, weight in ((1.0, 1.0), (0.55, 0.6), (0.28, 0.35)):
        height = height + weight * blur(alpha, radius_px * share * 0.5)
    height = np.sqrt(np.clip(height / 1.95, 0.0, 1.0)) * radius_px * 1.15
    slope_y, slope_x = np.gradient(height)
    return (-slope_x).astype(np.float32), (-slope_y).astype(np.float32)


def bump_from_luminance(surface: pygame.Surface, strength: float = 1.8, blur_px: int = 1) -> tuple[Floats, Floats]:
    """Relief (nx, ny) read from a drawing: bright stands out, dark lines are grooves."""
    light = luminance_of(surface)
    if blur_px > 0:
        light = blur(light, blur_px)
    slope_y, slope_x = np.gradient(light)
    bump_x: Floats = np.asarray(-slope_x * strength, np.float32)
    bump_y: Floats = np.asarray(-slope_y * strength, np.float32)
    return bump_x, bump_y


def relight(albedo: pygame.Surface, normals: Normals, table: LightTable) -> pygame.Surface:
    """A copy of `albedo` under the light of `table`; `normals` has shape (height, width) of the picture."""
    lit = albedo.copy()
    shine = light_of(normals, table.lut)
    lit.blit(shine, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
    return lit


def light_of(normals: Normals, lut: NDArray[np.uint32]) -> pygame.Surface:
    """The light that falls on each normal, as an opaque picture."""
    height, width = normals.shape
    pixels = np.take(lut, normals, mode="clip")
    return pygame.image.frombuffer(pixels.data, (width, height), "BGRA")


class RotatingPart:
    """A picture with normals that can be had at any angle, lit: angles are rounded to 2.5 degrees and remembered."""

    def __init__(self, albedo: pygame.Surface, nx: Floats, ny: Floats) -> None:
        self.albedo = albedo
        self.size = albedo.get_size()
        packed = encode_normals(nx, ny)
        pixels = np.empty((*packed.shape, 4), np.uint8)
        pixels[..., 0] = packed & np.uint16(255)
        pixels[..., 1] = packed >> np.uint16(8)
        pixels[..., 2] = 0
        pixels[..., 3] = 255
        self._normals = pygame.image.frombuffer(pixels.tobytes(), self.size, "RGBA")
        self._turned: OrderedDict[tuple[int, bool], tuple[pygame.Surface, Normals]] = OrderedDict()
        self._lit: dict[tuple[int, bool], tuple[int, pygame.Surface]] = {}

    def lit(self, angle_rad: float, table: LightTable, *, is_flipped: bool = False) -> pygame.Surface:
        """The lit part turned counter-clockwise by `angle_rad` about its middle (mirrored top to bottom first)."""
        key = self._key(angle_rad, is_flipped)
        known = self._lit.get(key)
        if known is not None and known[0] == table.version and key in self._turned:
            self._turned.move_to_end(key)
            return known[1]
        albedo, normals = self._turn(key)
        picture = relight(albedo, normals, table)
        self._lit[key] = (table.version, picture)
        return picture

    def plain(self, angle_rad: float, *, is_flipped: bool = False) -> pygame.Surface:
        """The same turned picture unlit: what a lamp multiplies."""
        return self._turn(self._key(angle_rad, is_flipped))[0]

    def offset(
        self, point_px: tuple[float, float], angle_rad: float, *, is_flipped: bool = False
    ) -> tuple[float, float]:
        """Where a point of the drawing lands, in screen pixels from the middle of the turned picture."""
        right = point_px[0] - self.size[0] / 2
        down = point_px[1] - self.size[1] / 2
        if is_flipped:
            down = -down
        turn = math.radians(self._key(angle_rad, is_flipped)[0] * ANGLE_STEP_DEG)
        cosine, sine = math.cos(turn), math.sin(turn)
        return right * cosine + down * sine, down * cosine - right * sine

    @staticmethod
    def _key(angle_rad: float, is_flipped: bool) -> tuple[int, bool]:
        return round(math.degrees(angle_rad) / ANGLE_STEP_DEG) % round(360 / ANGLE_STEP_DEG), is_flipped

    def _turn(self, key: tuple[int, bool]) -> tuple[pygame.Surface, Normals]:
        known = self._turned.get(key)
        if known is not None:
            self._turned.move_to_end(key)
            return known
        angle_deg = key[0] * ANGLE_STEP_DEG
        albedo, normals = self.albedo, self._normals
        if key[1]:
            albedo = pygame.transform.flip(albedo, False, True)
            normals = pygame.transform.flip(normals, False, True)
        albedo = pygame.transform.rotozoom(albedo, angle_deg, 1.0)
        # Normals must not be blended with what lies outside the picture, so they are turned without smoothing and
        # laid into the (slightly larger) smooth picture by its middle.
        turned = pygame.transform.rotate(normals, angle_deg)
        sheet = pygame.Surface(albedo.get_size(), pygame.SRCALPHA, 32)
        sheet.fill((128, 128, 0, 255))
        sheet.blit(turned, turned.get_rect(center=sheet.get_rect().center))
        channels = pygame.surfarray.array3d(sheet).swapaxes(0, 1).astype(np.float32)
        nx = (channels[..., 0] - 128.0) / 127.0
        ny = (channels[..., 1] - 128.0) / 127.0
        if key[1]:
            ny = -ny
        turn = math.radians(angle_deg)
        cosine, sine = math.cos(turn), math.sin(turn)
        packed = encode_normals(nx * cosine + ny * sine, ny * cosine - nx * sine)
        self._turned[key] = (albedo, packed)
        if len(self._turned) > PART_CACHE:
            old, _ = self._turned.popitem(last=False)
            self._lit.pop(old, None)
        return albedo, packed

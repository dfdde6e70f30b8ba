"""Helmet lamps: a lit patch on what stands before them. There is no beam, as there is nothing in a vacuum to show one.

The light is worked out at an eighth of the picture's resolution from smooth normals, then multiplied with the unlit
albedo of that region and added to the picture. How a lamp throws its light depends on its angle alone, so that is kept.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pygame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from game.sim.spec import Point
    from game.view.camera import Camera
    from game.view.light import Floats
    from game.view.tiles import TileSheet

COARSE_PX = 8  # picture pixels per cell of light
REACH_M = (5.6, 4.4)  # width and height of the lit region
AHEAD_M = 1.5  # the region's middle lies that far before the lamp
HEIGHT_M = 0.62  # the lamp's distance from the plane of the hull
DROOP = 0.42  # how far the axis leans to the hull, as a share of the whole
WARMTH = (1.0, 0.955, 0.87)
POWER = 1.15
HALO_M = 1.0
ANGLE_STEP = math.radians(0.5)
KEPT = 32  # throws; 80 KB each
ROOM_PX = 96  # unlit station kept around the lit region, so that it is seldom put together anew
LEVELS = np.arange(256, dtype=np.float32) / 255.0
FACING = np.asarray(255.0 * LEVELS**0.8, np.float32)  # of a side that is turned to the lamp by so many 255ths
GLOW = np.zeros(256, np.uint32)  # light of so many 255ths, as pixels
for _share, _shift in zip(WARMTH, (16, 8, 0), strict=True):
    GLOW |= (LEVELS * 255.0 * _share).astype(np.uint32) << np.uint32(_shift)


@dataclass(frozen=True, slots=True)
class Throw:
    """How a lamp at one angle lights the cells of its region: the way to it, and how much comes there."""

    at: tuple[float, float]  # of the lamp in the region, px
    to_x: Floats  # of the unit vector to the lamp: right, down, to the eye
    to_y: Floats
    to_z: Floats
    beam: Floats  # on what is turned to the lamp
    spill: Floats  # on everything, of 255


@dataclass(slots=True)
class Ground:
    """The unlit station around a lamp: its picture, of which sheet it is, and the station pixel in its corner.

    `light` is what the lamp threw on it last, and what that depends on: angle, sheet, place and strength.
    """

    picture: pygame.Surface
    light: pygame.Surface
    light_of: tuple[int, TileSheet, tuple[int, int], float] | None = None
    sheet: TileSheet | None = None
    corner: tuple[int, int] = (0, 0)


class LampLike(Protocol):
    """A lamp: where it is and where it points (rad, 0 = +x, counter-clockwise)."""

    @property
    def at(self) -> Point:
        """Station frame, m."""

    @property
    def angle(self) -> float:
        """Radians."""


class LampPass:
    """Adds the light of helmet lamps to a picture."""

    def __init__(self) -> None:
        """Work surfaces are made for the first scale that is drawn."""
        self._scale = 0.0
        self._size = (0, 0)
        self._throws: OrderedDict[int, Throw] = OrderedDict()
        self._grounds: list[Ground] = []  # of each lamp
        self._known: tuple[tuple[TileSheet, int, int], tuple[Floats, Floats, Floats]] | None = None
        self._glow: NDArray[np.uint32]
        self._coarse: pygame.Surface  # the same as a picture
        self._scratch: pygame.Surface
        self._halo: pygame.Surface

    def draw(
        self,
        surface: pygame.Surface,
        camera: Camera,
        lamps: Sequence[LampLike],
        sheet: TileSheet,
        draw_plain: Callable[[pygame.Surface, Camera], None],
        strength: float,
    ) -> None:
        """Light what is before each lamp; `draw_plain` paints everything that moves, unlit, with a shifted camera."""
        if strength <= 0.01:
            return
        if self._scale != camera.scale_px_per_m:
            self._fit(camera.scale_px_per_m)
        room = (self._size[0] + 2 * ROOM_PX, self._size[1] + 2 * ROOM_PX)
        while len(self._grounds) < len(lamps):
            self._grounds.append(Ground(pygame.Surface(room, 0, 32), pygame.Surface(self._size, 0, 32)))
        for lamp, ground in zip(lamps, self._grounds, strict=False):
            if camera.sees(lamp.at, 4.0):
                self._light(surface, camera, lamp, ground, sheet, draw_plain, strength)

    def _fit(self, scale: float) -> None:
        self._scale = scale
        cells = (math.ceil(REACH_M[0] * scale / COARSE_PX), math.ceil(REACH_M[1] * scale / COARSE_PX))
        self._size = (cells[0] * COARSE_PX, cells[1] * COARSE_PX)
        self._glow = np.zeros((cells[1], cells[0]), np.uint32)
        self._coarse = pygame.image.frombuffer(self._glow.data, cells, "BGRA")
        self._throws.clear()
        self._grounds.clear()
        self._known = None
        self._scratch = pygame.Surface(self._size)
        size = round(HALO_M * scale)
        steps = (np.arange(size, dtype=np.float32) - (size - 1) / 2) / (size / 2)
        distance = np.hypot(steps[:, None], steps[None, :])
        value = np.clip(np.exp(-((distance / 0.07) ** 2)) * 1.2 + 0.24 * np.exp(-distance / 0.14), 0.0, 1.0)
        value = value * np.clip((1.0 - distance) * 4.0, 0.0, 1.0)
        pixels = (value[..., None] * np.array(WARMTH, np.float32) * 255.0).astype(np.uint8)
        self._halo = pygame.image.frombuffer(np.ascontiguousarray(pixels).tobytes(), (size, size), "RGB").convert()

    def _light(
        self,
        surface: pygame.Surface,
        camera: Camera,
        lamp: LampLike,
        ground: Ground,
        sheet: TileSheet,
        draw_plain: Callable[[pygame.Surface, Camera], None],
        strength: float,
    ) -> None:
        x, y = camera.to_screen(lamp.at)
        step = round(lamp.angle / ANGLE_STEP)
        throw = self._throw(step)
        corner_x, corner_y = round(x - throw.at[0]), round(y - throw.at[1])
        left, top = sheet.corner(camera)
        station_corner = (left + corner_x, top + corner_y)
        lit_by = (step, sheet, station_corner, strength)
        if ground.light_of != lit_by:
            ground.light_of = lit_by
            self._fill_light(throw, sheet, station_corner, strength)
            pygame.transform.smoothscale(self._coarse, self._size, ground.light)
        middle = camera.to_world((corner_x + self._size[0] / 2, corner_y + self._size[1] / 2))
        scratch = self._scratch
        scratch.blit(ground.picture, (0, 0), (*self._place_in(ground, sheet, station_corner), *self._size))
        draw_plain(scratch, type(camera)(middle, camera.scale_px_per_m, self._size))
        scratch.blit(ground.light, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        surface.blit(scratch, (corner_x, corner_y), special_flags=pygame.BLEND_RGB_ADD)
        halo = self._halo
        at = (round(x - halo.get_width() / 2), round(y - halo.get_height() / 2))
        surface.blit(halo, at, special_flags=pygame.BLEND_RGB_ADD)

    def _place_in(self, ground: Ground, sheet: TileSheet, corner: tuple[int, int]) -> tuple[int, int]:
        """Where the region at a station pixel lies in a ground, which is made anew when it reaches over its edge."""
        x, y = corner[0] - ground.corner[0], corner[1] - ground.corner[1]
        if ground.sheet is not sheet or not (0 <= x <= 2 * ROOM_PX and 0 <= y <= 2 * ROOM_PX):
            x = y = ROOM_PX
            ground.sheet, ground.corner = sheet, (corner[0] - ROOM_PX, corner[1] - ROOM_PX)
            ground.picture.fill((0, 0, 0))
            sheet.draw_plain(ground.picture, ground.corner)
        return x, y

    def _fill_light(self, throw: Throw, sheet: TileSheet, corner: tuple[int, int], strength: float) -> None:
        """Fill the coarse picture with the light that reaches each cell."""
        nx, ny, nz = self._normals(sheet, corner)
        facing = nx * throw.to_x
        facing += ny * throw.to_y
        facing += nz * throw.to_z
        np.maximum(facing, 0.0, out=facing)
        facing *= 255.0
        light = np.take(FACING, facing.astype(np.uint8))
        light *= throw.beam
        light += throw.spill
        light *= strength
        np.minimum(light, 255.0, out=light)
        np.take(GLOW, light.astype(np.uint8), out=self._glow)

    def _normals(self, sheet: TileSheet, corner: tuple[int, int]) -> tuple[Floats, Floats, Floats]:
        """Smooth normals of the cells from a station pixel on; asked anew when that is in another cell."""
        key = (sheet, (corner[0] + COARSE_PX // 2) // COARSE_PX, (corner[1] + COARSE_PX // 2) // COARSE_PX)
        if self._known is None or self._known[0] != key:
            nx, ny = sheet.coarse_normals(corner, self._coarse.get_size(), COARSE_PX)
            self._known = (key, (nx, ny, np.sqrt(np.maximum(np.float32(0.0), 1.0 - nx * nx - ny * ny))))
        return self._known[1]

    def _throw(self, step: int) -> Throw:
        """How a lamp at this angle, in steps of ANGLE_STEP, lights its region."""
        throw = self._throws.get(step)
        if throw is None:
            if len(self._throws) >= KEPT:
                self._throws.popitem(last=False)
            throw = self._throws[step] = self._make_throw(step * ANGLE_STEP)
        self._throws.move_to_end(step)
        return throw

    def _make_throw(self, angle: float) -> Throw:
        wide, high = self._coarse.get_size()
        ahead = AHEAD_M * self._scale
        at = (self._size[0] / 2 - math.cos(angle) * ahead, self._size[1] / 2 + math.sin(angle) * ahead)
        px = np.arange(wide, dtype=np.float32)[None, :] * COARSE_PX + COARSE_PX / 2
        py = np.arange(high, dtype=np.float32)[:, None] * COARSE_PX + COARSE_PX / 2
        height = HEIGHT_M * self._scale
        to_x, to_y = at[0] - px, at[1] - py
        flat = to_x * to_x + to_y * to_y
        distance = np.sqrt(flat + height * height)
        level = math.sqrt(1.0 - DROOP * DROOP)
        axis_x, axis_y = math.cos(angle) * level, -math.sin(angle) * level
        aim = (-to_x * axis_x - to_y * axis_y + height * DROOP) / distance
        share = np.clip((aim - 0.50) / 0.42, 0.0, 1.0)
        cone = share * share * (3.0 - 2.0 * share)
        hot = np.clip((aim - 0.86) / 0.14, 0.0, 1.0) ** 1.5
        reach = 2.1 * self._scale
        fall = reach * reach / (flat + 1.5 * 1.5 * self._scale * self._scale)
        rim = np.minimum(np.minimum(px, self._size[0] - px), np.minimum(py, self._size[1] - py)) / (0.5 * self._scale)
        rim = np.clip(rim, 0.0, 1.0)
        beam = (cone * 0.62 + hot * 0.45) * fall * POWER * rim
        spill = 0.24 * np.exp(-flat / (0.8 * self._scale) ** 2) * rim * 255.0
        parts = (to_x / distance, to_y / distance, height / distance, beam, spill)
        return Throw(at, *(np.asarray(part, np.float32) for part in parts))

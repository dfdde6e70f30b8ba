"""Helmet lamps: a lit patch on what stands before them. There is no beam, as there is nothing in a vacuum to show one.

The light is worked out at an eighth of the picture's resolution from smooth normals, then multiplied with the unlit
albedo of that region and added to the picture.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pygame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
        self._coarse: pygame.Surface
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
        for lamp in lamps:
            if camera.sees(lamp.at, 4.0):
                self._light(surface, camera, lamp, sheet, draw_plain, strength)

    def _fit(self, scale: float) -> None:
        self._scale = scale
        cells = (math.ceil(REACH_M[0] * scale / COARSE_PX), math.ceil(REACH_M[1] * scale / COARSE_PX))
        self._size = (cells[0] * COARSE_PX, cells[1] * COARSE_PX)
        self._coarse = pygame.Surface(cells)
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
        sheet: TileSheet,
        draw_plain: Callable[[pygame.Surface, Camera], None],
        strength: float,
    ) -> None:
        x, y = camera.to_screen(lamp.at)
        ahead = AHEAD_M * self._scale
        corner_x = round(x + math.cos(lamp.angle) * ahead - self._size[0] / 2)
        corner_y = round(y - math.sin(lamp.angle) * ahead - self._size[1] / 2)
        left, top = sheet.corner(camera)
        station_corner = (left + corner_x, top + corner_y)
        self._fill_light(lamp.angle, (x - corner_x, y - corner_y), sheet, station_corner, strength)
        middle = camera.to_world((corner_x + self._size[0] / 2, corner_y + self._size[1] / 2))
        scratch = self._scratch
        scratch.fill((0, 0, 0))
        sheet.draw_plain(scratch, station_corner)
        draw_plain(scratch, type(camera)(middle, camera.scale_px_per_m, self._size))
        scratch.blit(
            pygame.transform.smoothscale(self._coarse, self._size), (0, 0), special_flags=pygame.BLEND_RGB_MULT
        )
        surface.blit(scratch, (corner_x, corner_y), special_flags=pygame.BLEND_RGB_ADD)
        halo = self._halo
        at = (round(x - halo.get_width() / 2), round(y - halo.get_height() / 2))
        surface.blit(halo, at, special_flags=pygame.BLEND_RGB_ADD)

    def _fill_light(
        self, angle: float, lamp_px: tuple[float, float], sheet: TileSheet, corner: tuple[int, int], strength: float
    ) -> None:
        """Fill the coarse picture with the light that reaches each cell."""
        wide, high = self._coarse.get_size()
        px = np.arange(wide, dtype=np.float32)[None, :] * COARSE_PX + COARSE_PX / 2
        py = np.arange(high, dtype=np.float32)[:, None] * COARSE_PX + COARSE_PX / 2
        nx, ny = sheet.coarse_normals(corner, (wide, high), COARSE_PX)
        nz = np.sqrt(np.maximum(0.0, 1.0 - nx * nx - ny * ny))
        height = HEIGHT_M * self._scale
        to_x, to_y = lamp_px[0] - px, lamp_px[1] - py
        flat = to_x * to_x + to_y * to_y
        distance = np.sqrt(flat + height * height)
        facing = np.maximum(0.0, (nx * to_x + ny * to_y + nz * height) / distance)
        level = math.sqrt(1.0 - DROOP * DROOP)
        axis_x, axis_y = math.cos(angle) * level, -math.sin(angle) * level
        aim = (-to_x * axis_x - to_y * axis_y + height * DROOP) / distance
        share = np.clip((aim - 0.50) / 0.42, 0.0, 1.0)
        cone = share * share * (3.0 - 2.0 * share)
        hot = np.clip((aim - 0.86) / 0.14, 0.0, 1.0) ** 1.5
        reach = 2.1 * self._scale
        fall = reach * reach / (flat + 1.5 * 1.5 * self._scale * self._scale)
        spill = 0.24 * np.exp(-flat / (0.8 * self._scale) ** 2)
        rim = np.minimum(np.minimum(px, self._size[0] - px), np.minimum(py, self._size[1] - py)) / (0.5 * self._scale)
        patch = facing**0.8 * (cone * 0.62 + hot * 0.45) * fall * POWER
        light: Floats = np.asarray(np.clip((patch + spill) * np.clip(rim, 0.0, 1.0) * strength, 0.0, 1.0), np.float32)
        pixels = pygame.surfarray.pixels3d(self._coarse)
        for channel, share_ in enumerate(WARMTH):
            pixels[..., channel] = (light.T * (255.0 * share_)).astype(np.uint8)
        del pixels

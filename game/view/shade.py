"""Hard shadows between people and station: which part of a person the station shades, and what he throws on the hull.

The first comes from the same map of heights as the station's own shadows, asked for what floats before the hull; the
second is his silhouette, moved away from the sun and cut out where there is hull to fall on.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.view.shadow import CELL_PX, LOWEST_SUN
from game.view.tiles import TILE_PX

if TYPE_CHECKING:
    from game.sim.spec import Point
    from game.view.camera import Camera
    from game.view.light import LightTable
    from game.view.tiles import TileSheet

BODY_LIFT_M = 0.35  # the middle of a body before the hull it works on
REGION_M = 3.2  # what is looked at around a person
CAST_M = 0.30  # from body to hull: how far his shadow is moved at a slant of 45 degrees
LONGEST_M = 1.1
DARKNESS = 150  # of 255
SAMPLE_PX = 32  # round a point whose shadow is asked for
NEAR_M, NEAR_DARKNESS = 0.06, 66  # reach and darkness, of 255, of one of the layers of a contact shadow
LEAST = 12  # of 255: less shadow than that is none

Picture = tuple[pygame.Surface, tuple[int, int]]


@dataclass(slots=True)
class Shade:
    """The station's shadow on one person: all sun, all shade, or a mask of the sunlit part."""

    is_all_sun: bool
    is_all_shade: bool
    is_middle_shaded: bool = False
    at: tuple[int, int] = (0, 0)  # px of the picture where the mask lies
    sunlit: pygame.Surface | None = None  # white, its alpha is the share of sun


ALL_SUN = Shade(is_all_sun=True, is_all_shade=False)
ALL_SHADE = Shade(is_all_sun=False, is_all_shade=True, is_middle_shaded=True)


class Shades:
    """Works out shades, keeps the last one of everybody, and lays shadows on the hull."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[int, int, float, int], Shade]] = {}
        self._points: dict[str, tuple[tuple[int, int, float, int], bool]] = {}
        self._layers = [pygame.Surface((1, 1), pygame.SRCALPHA, 32) for _ in range(2)]  # kept: new memory is dear

    def of(self, who: str, middle: Point, camera: Camera, light: LightTable, sheet: TileSheet) -> Shade:
        """The shade on somebody whose middle is at a station point."""
        if sheet.shadows is None or not light.is_sunlit:
            return ALL_SUN
        scale = camera.scale_px_per_m
        size = math.ceil(REGION_M * scale / CELL_PX) * CELL_PX
        left = round((middle[0] * scale - size / 2) / CELL_PX) * CELL_PX
        top = round((-middle[1] * scale - size / 2) / CELL_PX) * CELL_PX
        key = (left, top, scale, light.version)
        known = self._known.get(who)
        if known is None or known[0] != key:
            shadow = sheet.shadows.shadow(left, top, size, light.sun, BODY_LIFT_M)
            known = self._known[who] = (key, _shade_of(shadow))
        shade = known[1]
        corner = sheet.corner(camera)
        shade.at = (left - corner[0], top - corner[1])
        return shade

    def is_shaded(self, who: str, point: Point, camera: Camera, light: LightTable, sheet: TileSheet) -> bool:
        """True if the station's shadow lies on the hull behind something small; asked anew when it has moved."""
        key = (*_sample_of(point, camera.scale_px_per_m), camera.scale_px_per_m, light.version)
        known = self._points.get(who)
        if known is None or known[0] != key:
            known = self._points[who] = (key, is_in_shadow(point, camera.scale_px_per_m, light, sheet))
        return known[1]

    def draw(self, surface: pygame.Surface, lit: Sequence[Picture], shaded: Sequence[Picture], shade: Shade) -> None:
        """Lay parts half in the sun: the shaded ones whole, over them the lit ones where the sun is."""
        surface.fblits(shaded)
        mask = shade.sunlit
        if mask is None:
            return
        layer = self._cleared(mask.get_size())
        x, y = shade.at
        layer.fblits([(picture, (at[0] - x, at[1] - y)) for picture, at in lit])
        layer.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        surface.blit(layer, (x, y), (0, 0, *mask.get_size()))

    def cast(
        self,
        surface: pygame.Surface,
        camera: Camera,
        silhouette: Sequence[Picture],
        light: LightTable,
        sheet: TileSheet,
    ) -> None:
        """Lay a silhouette on the hull as a shadow, away from the sun; nothing falls on the sky."""
        sun = light.sun
        if not silhouette or not light.is_sunlit or sun[2] < LOWEST_SUN:
            return
        reach = min(LONGEST_M, CAST_M / sun[2]) * camera.scale_px_per_m
        move = (round(-sun[0] * reach), round(sun[1] * reach))
        left = min(at[0] for _, at in silhouette)
        top = min(at[1] for _, at in silhouette)
        right = max(at[0] + picture.get_width() for picture, at in silhouette)
        bottom = max(at[1] + picture.get_height() for picture, at in silhouette)
        place = pygame.Rect(left + move[0], top + move[1], right - left, bottom - top).clip(surface.get_rect())
        if not place.w or not place.h:
            return
        layer = self._cleared(place.size)
        layer.fblits([(picture, (at[0] + move[0] - place.x, at[1] + move[1] - place.y)) for picture, at in silhouette])
        area = pygame.Rect(0, 0, *place.size)
        cut_to_hull(layer, area, place, camera, sheet)
        layer.fill((255, 255, 255, round(DARKNESS * light.light)), area, special_flags=pygame.BLEND_RGBA_MULT)
        surface.blit(layer, place.topleft, area, pygame.BLEND_PREMULTIPLIED)  # black: nothing to multiply

    def near(self, surface: pygame.Surface, camera: Camera, silhouette: Sequence[Picture], sheet: TileSheet) -> None:
        """Darken the hull round a silhouette a little: so near, a body takes from it light of sky and Earth."""
        if not silhouette:
            return
        reach = max(2, round(NEAR_M * camera.scale_px_per_m))
        left = min(at[0] for _, at in silhouette) - reach
        top = min(at[1] for _, at in silhouette) - reach
        right = max(at[0] + picture.get_width() for picture, at in silhouette) + reach
        bottom = max(at[1] + picture.get_height() for picture, at in silhouette) + reach
        place = pygame.Rect(left, top, right - left, bottom - top).clip(surface.get_rect())
        if not place.w or not place.h:
            return
        layer = self._cleared(place.size)
        layer.fblits([(picture, (at[0] - place.x, at[1] - place.y)) for picture, at in silhouette])
        area = pygame.Rect(0, 0, *place.size)
        layer.fill((255, 255, 255, NEAR_DARKNESS), area, special_flags=pygame.BLEND_RGBA_MULT)
        wide = self._cleared(place.size, 1)
        for x, y in ((-reach, 0), (reach, 0), (0, -reach), (0, reach)):
            wide.blit(layer, (x, y), area, pygame.BLEND_PREMULTIPLIED)
        cut_to_hull(wide, area, place, camera, sheet)
        surface.blit(wide, place.topleft, area, pygame.BLEND_PREMULTIPLIED)

    def _cleared(self, size: tuple[int, int], which: int = 0) -> pygame.Surface:
        layer = self._layers[which]
        width, height = layer.get_size()
        if width < size[0] or height < size[1]:
            layer = self._layers[which] = pygame.Surface(
                (max(width, size[0]), max(height, size[1])), pygame.SRCALPHA, 32
            )
        # a plain fill goes past the processor's cache, where the layer is needed at once
        layer.fill((0, 0, 0, 0), (0, 0, *size), pygame.BLEND_RGBA_MULT)
        return layer


def _shade_of(shadow: np.ndarray | None) -> Shade:
    if shadow is None or shadow.max() < LEAST:
        return ALL_SUN
    if shadow.min() > 255 - LEAST:
        return ALL_SHADE
    size = shadow.shape[0]
    pixels = np.full((size, size), 0x00FFFFFF, np.uint32)
    pixels |= (255 - shadow).astype(np.uint32) << np.uint32(24)
    mask = pygame.image.frombuffer(pixels.tobytes(), (size, size), "BGRA")
    middle = bool(shadow[size // 2, size // 2] > 127)
    return Shade(is_all_sun=False, is_all_shade=False, is_middle_shaded=middle, sunlit=mask)


def is_in_shadow(point: Point, scale_px_per_m: float, light: LightTable, sheet: TileSheet) -> bool:
    """True if the station's own shadow lies on its hull at a station point."""
    if sheet.shadows is None or not light.is_sunlit:
        return False
    left, top = _sample_of(point, scale_px_per_m)
    shadow = sheet.shadows.shadow(left, top, SAMPLE_PX, light.sun)
    return shadow is not None and bool(shadow[SAMPLE_PX // 2, SAMPLE_PX // 2] > 127)


def _sample_of(point: Point, scale_px_per_m: float) -> tuple[int, int]:
    """Where a sample round a point begins, px of the station."""
    left, top = (at * scale_px_per_m - SAMPLE_PX / 2 for at in (point[0], -point[1]))
    return math.floor(left / CELL_PX) * CELL_PX, math.floor(top / CELL_PX) * CELL_PX


def cut_to_hull(layer: pygame.Surface, area: pygame.Rect, place: pygame.Rect, camera: Camera, sheet: TileSheet) -> None:
    """Take away from a layer what does not lie over the station's drawing."""
    corner = sheet.corner(camera)
    left, top = corner[0] + place.x, corner[1] + place.y
    layer.set_clip(area)
    for j in range(top // TILE_PX, (top + place.h - 1) // TILE_PX + 1):
        for i in range(left // TILE_PX, (left + place.w - 1) // TILE_PX + 1):
            at = (i * TILE_PX - left, j * TILE_PX - top)
            tile = sheet.tiles.get((i, j))
            if tile is None:
                layer.fill((0, 0, 0, 0), (*at, TILE_PX, TILE_PX))
            else:
                layer.blit(tile.albedo, at, special_flags=pygame.BLEND_RGBA_MULT)
    layer.set_clip(None)

"""Large things throw hard shadows on the hull: arrays that unfold, flat antennas, booms and the arm.

A shadow is the thing's own silhouette, moved away from the sun and cut out where there is hull to fall on; it is kept
until the thing or the light changes. Nothing is thrown where the station's own shadow lies.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pygame

from game.view.kept import KeptPictures
from game.view.shade import DARKNESS, LONGEST_M, cut_to_hull, is_in_shadow
from game.view.shadow import LOWEST_SUN

if TYPE_CHECKING:
    from collections.abc import Hashable

    from game.sim.spec import Point
    from game.view.camera import Camera
    from game.view.kept import Paint
    from game.view.light import LightTable
    from game.view.tiles import TileSheet

LIFT_M = 0.45  # how far before the hull it stands
MARGIN_M = 0.1


class CastPainter:
    """Lays the shadows of large things on the hull."""

    def __init__(self) -> None:
        self._kept = KeptPictures()

    def draw(
        self,
        surface: pygame.Surface,
        camera: Camera,
        thing: Hashable,
        box_m: tuple[Point, Point],
        light: LightTable,
        sheet: TileSheet,
        paint: Paint,
    ) -> None:
        """Lay down the shadow of a thing that fits into `box_m`; `paint` draws it unlit."""
        sun = light.sun
        if not light.is_sunlit or sun[2] < LOWEST_SUN:
            return
        reach = min(LONGEST_M, LIFT_M / sun[2])
        move = (-sun[0] * reach, -sun[1] * reach)
        (left, bottom), (right, top) = box_m
        box = (
            (left + move[0] - MARGIN_M, bottom + move[1] - MARGIN_M),
            (right + move[0] + MARGIN_M, top + move[1] + MARGIN_M),
        )
        self._kept.draw(surface, camera, thing, box, light, partial(_shadow, move=move, sheet=sheet, paint=paint))


def _shadow(
    layer: pygame.Surface,
    camera: Camera,
    light: LightTable | None,
    *,
    move: Point,
    sheet: TileSheet,
    paint: Paint,
) -> None:
    """Paint the shadow on an empty layer of its own."""
    if light is None or not layer.get_flags() & pygame.SRCALPHA:
        return  # too large for a layer
    middle = (camera.centre_m[0] - move[0], camera.centre_m[1] - move[1])
    paint(layer, type(camera)(middle, camera.scale_px_per_m, camera.size), None)
    layer.fill((0, 0, 0, 255), special_flags=pygame.BLEND_RGBA_MULT)
    area = layer.get_rect()
    cut_to_hull(layer, area, area, camera, sheet)
    seen = layer.get_bounding_rect()
    if not seen.w or is_in_shadow(camera.to_world(seen.center), camera.scale_px_per_m, light, sheet):
        layer.fill((0, 0, 0, 0))
        return
    layer.fill((255, 255, 255, round(DARKNESS * light.light)), special_flags=pygame.BLEND_RGBA_MULT)

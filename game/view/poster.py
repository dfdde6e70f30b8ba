"""A still picture of a level's place of work: the station as it is drawn in a walk, by day; for maps and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.view.light import LightTable
from game.view.pool import LAMPS_OVERHEAD, WATER
from game.view.stage import LAB_SUN
from game.view.station import StationPainter
from game.view.vector import drawing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.missions.station import Station
    from game.view.camera import Camera
    from game.view.theme import Colour

GROUNDS: dict[str, tuple[Colour, Colour]] = {  # above and below
    "space": ((2, 4, 9), (18, 46, 84)),
    "pool": ((52, 128, 140), (10, 58, 72)),
}
RADIUS_PX = 10


def poster_jobs(station: Station, environment: str, camera: Camera, made: list[pygame.Surface]) -> Iterator[float]:
    """Draw what the camera sees into `made`, in slices of a few milliseconds; yields progress 0..1."""
    is_pool = environment == "pool"
    light = LightTable(WATER) if is_pool else LightTable()
    light.set(LAMPS_OVERHEAD if is_pool else LAB_SUN, 1.0)
    painter = StationPainter(station, light, camera.scale_px_per_m, region_m=camera.bounds_m)
    for part in painter.prepare():
        yield 0.9 * part
    for _ in painter.warm(camera):
        yield 0.95
    picture = _ground(camera.size, *GROUNDS[environment])
    painter.draw(picture, camera.snapped())
    shape = f'<rect width="{camera.size[0]}" height="{camera.size[1]}" rx="{RADIUS_PX}" fill="#fff"/>'
    picture.blit(drawing(shape, camera.size), (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    made.append(picture)
    yield 1.0


def _ground(size: tuple[int, int], above: Colour, below: Colour) -> pygame.Surface:
    """From one colour to the other down the picture."""
    column = pygame.Surface((1, 2), pygame.SRCALPHA, 32)
    column.set_at((0, 0), above)
    column.set_at((0, 1), below)
    return pygame.transform.smoothscale(column, size)

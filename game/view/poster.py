"""Still pictures for menus: a level's place of work by day, and somebody who floats, as both are drawn in a walk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pygame

from game.sim.frame import Pose
from game.view.camera import Camera
from game.view.light import LightTable
from game.view.pool import LAMPS_OVERHEAD, WATER
from game.view.stage import LAB_SUN
from game.view.station import StationPainter
from game.view.suit import SuitPainter
from game.view.vector import drawing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.missions.station import Station
    from game.sim.frame import Frame
    from game.view.theme import Colour

GROUNDS: dict[str, tuple[Colour, Colour]] = {  # above and below
    "space": ((2, 4, 9), (18, 46, 84)),
    "pool": ((52, 128, 140), (10, 58, 72)),
}
RADIUS_PX = 10
FIGURE_M = 2.8  # side of the square that holds a person


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


def figure_jobs(
    frames: Sequence[Frame], angle_rad: float, scale_px_per_m: float, made: list[pygame.Surface]
) -> Iterator[float]:
    """Draw the first person of the last frame, turned to this angle, into `made`, cut to what is seen of him.

    The frames before let his legs and head come to rest; light comes as in a lab. Yields progress 0..1.
    """
    suits, last = SuitPainter(), frames[-1]
    for frame in frames:
        suits.tick(frame)
    body = last.crew[0].body
    pose = Pose(0.0, 0.0, angle_rad)
    crew = replace(last.crew[0], body=replace(body, pose=pose, before=pose))
    for _ in suits.jobs(scale_px_per_m, (crew,)):
        yield 0.5
    light = LightTable()
    light.set(LAB_SUN, 1.0)
    side = round(FIGURE_M * scale_px_per_m)
    sheet = pygame.Surface((side, side), pygame.SRCALPHA, 32)
    suits.draw(sheet, Camera((0.0, 0.0), scale_px_per_m, sheet.get_size()), replace(last, crew=(crew,)), 1.0, light)
    made.append(sheet.subsurface(sheet.get_bounding_rect()).copy())
    yield 1.0


def _ground(size: tuple[int, int], above: Colour, below: Colour) -> pygame.Surface:
    """From one colour to the other down the picture."""
    column = pygame.Surface((1, 2), pygame.SRCALPHA, 32)
    column.set_at((0, 0), above)
    column.set_at((0, 1), below)
    return pygame.transform.smoothscale(column, size)

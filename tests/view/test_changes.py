"""What changes while one looks is drawn as it is: a sun that sets, and an orbit of another height."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pygame
import pytest
from test_earth import DAY, SIZE
from test_suit import crew, frame

from game.missions.level import load_level
from game.sim.frame import OrbitFrame
from game.sim.rules.orbit import Track
from game.view import tiles
from game.view.cache import Cache
from game.view.camera import Camera
from game.view.earth import HEIGHT_KM, HEIGHT_STEP_KM, EarthLayer
from game.view.earth_view import PITCH_DEG
from game.view.light import LightTable, is_far_off
from game.view.station import StationPainter
from game.view.suit import SuitPainter
from game.view.track import SPHERE_KM

SCALE = 40.0
VIEW = Camera((0.0, 3.0), SCALE, (960, 540))
EVA_S_A_PICTURE = 0.5  # half a minute of EVA a second
BEFORE_S, AFTER_S = 60.0, 40.0


def sunset(track: Track, since_dusk_s: float) -> OrbitFrame:
    _, dusk, _ = track.cycle(0.0)
    return track.frame(dusk + since_dusk_s)


def pixels(surface: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(surface).astype(int)


def test_a_sunset_reaches_every_tile_and_every_limb(tmp_path, monkeypatch) -> None:
    """While the sun goes down, half a minute a second, no picture has a tile in a light that is seen to be old, though
    only some are lit anew in each; once it stands still, the picture is soon that of painters who never saw the day."""
    monkeypatch.setattr(tiles, "processor_s", lambda: 0.0)  # however slow the machine is
    pygame.init()
    pygame.display.set_mode((64, 64))
    level = load_level("unit-swap")
    track = Track(level.orbit)
    light = LightTable()
    person = frame([crew(left=("gripping", (-0.4, 0.8)), at=VIEW.centre_m)])

    def painters() -> tuple[StationPainter, SuitPainter]:
        station = StationPainter(level.station, light, SCALE, cache=Cache(tmp_path))
        for _ in station.prepare():
            pass
        return station, SuitPainter()

    def draw(station: StationPainter, suits: SuitPainter) -> np.ndarray:
        picture = pygame.Surface(VIEW.size, 0, 32)
        station.draw(picture, VIEW)
        suits.draw_bodies(picture, VIEW, person, 1.0, light)
        suits.draw_arms(picture, VIEW, person, 1.0, light)
        return pixels(picture)

    station, suits = painters()
    seen = station.sheet.seen(VIEW)
    first = sunset(track, -BEFORE_S)
    light.set(first.sun, first.light)
    day = draw(station, suits)
    stale = 0
    for step in range(round((BEFORE_S + AFTER_S) / EVA_S_A_PICTURE)):
        orbit = sunset(track, step * EVA_S_A_PICTURE - BEFORE_S)
        light.set(orbit.sun, orbit.light)
        draw(station, suits)
        lit = [station.sheet._lit[key] for key in seen]
        assert not any(is_far_off(tile.sun, tile.light, light) for tile in lit), step
        stale += any(tile.version != light.version for tile in lit)
    assert stale  # it was done a few at a time
    assert light.light == 0.0
    for _ in seen:
        night = draw(station, suits)
    assert day.mean() > 2.0 * night.mean()
    assert np.array_equal(night, draw(*painters()))


def test_another_height_moves_the_limb_and_the_ground_never_goes_black(tmp_path) -> None:
    """Two steps of height lower down, darkness ends higher in the picture by what the dip of the horizon says; until
    that is drawn the ground of before stands."""
    pygame.init()
    pygame.display.set_mode(SIZE)
    layer = EarthLayer(SIZE, cache=Cache(tmp_path))
    for _ in layer.prepare():
        pass
    low_km = HEIGHT_KM - 2.0 * HEIGHT_STEP_KM
    share = (SPHERE_KM + low_km) / math.hypot(*DAY.position_km)
    x, y, z = DAY.position_km
    lower = dataclasses.replace(DAY, position_km=(x * share, y * share, z * share))
    focal = SIZE[0] / 2 / math.tan(math.radians(33.0))

    def limb_px(height_km: float) -> float:
        dip = math.acos(SPHERE_KM / (SPHERE_KM + height_km))
        return SIZE[1] / 2 + focal * math.tan(dip - math.radians(PITCH_DEG))

    def dark_px(picture: np.ndarray) -> int:
        """The rows from the top in the middle that are darker than half of the brightest."""
        column = picture[SIZE[0] // 2].mean(1)
        return int(np.argmax(column > 0.5 * column.max()))

    surface = pygame.Surface(SIZE, 0, 32)
    layer.settle(DAY)
    layer.draw(surface, DAY)
    before = pixels(surface)
    below = slice(SIZE[1] * 3 // 4, None)
    for _ in range(4000):
        layer.draw(surface, lower)
        assert pixels(surface)[:, below].mean() > 0.5 * before[:, below].mean()
        scene = layer._scene
        assert scene is not None
        if scene.view.lens.height_km == low_km and scene.holds_view() and not scene._fading:
            break
    else:
        pytest.fail("the new height never came")
    moved = dark_px(before) - dark_px(pixels(surface))
    assert moved == pytest.approx(limb_px(HEIGHT_KM) - limb_px(low_km), abs=1.5)
    assert moved > 3

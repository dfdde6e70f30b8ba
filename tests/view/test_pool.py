"""Claims about the training pool: its wall has no seam, its light loops, divers and bubbles keep to their rules."""

from __future__ import annotations

import dataclasses
import functools
import math
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from game.missions.level import load_level
from game.sim.frame import Pose
from game.sim.world import World
from game.view.bubbles import MOST, Bubbles
from game.view.camera import Camera
from game.view.divers import FASTEST_MPS, PLACES, Divers
from game.view.light import LightTable
from game.view.pool import PARALLAX, WATER, PoolScene
from game.view.pool_walls import FLOOR_SHARE, PERIOD_PX, caustics
from game.view.stage import Stage
from game.view.suit import SuitPainter

SIZE = (480, 300)


@functools.cache
def first_frame():
    return World(load_level("lab-swing").world_spec()).frame()


def swimmer(at=(0.0, 0.0), tick=0, is_inside=False):
    """The frame of a lab with one person at a place of our choice."""
    frame = first_frame()
    crew = next(iter(frame.crew))
    pose = Pose(at[0], at[1], 0.0)
    body = dataclasses.replace(crew.body, pose=pose, before=pose, vx=0.0, vy=0.0, spin=0.0)
    crew = dataclasses.replace(crew, body=body, is_inside=is_inside, suit_kind="pool")
    return dataclasses.replace(frame, crew=(crew,), tick=tick, play_s=tick / 60)


@pytest.fixture(scope="module")
def scene():
    pygame.init()
    pygame.display.set_mode((16, 16))
    scene = PoolScene(SIZE, SuitPainter())
    for _ in scene.prepare():
        pass
    return scene


def pixels(scene, camera, seconds=0.0):
    surface = pygame.Surface(SIZE)
    scene.draw(surface, camera, seconds)
    return pygame.surfarray.array3d(surface).astype(int)


def test_the_wall_repeats_without_a_seam(scene):
    """A period further on the picture is the same, and no column differs more from its neighbour than a joint."""
    period_m = PERIOD_PX / PARALLAX / 100.0
    here = pixels(scene, Camera((1.0, 0.0), 100.0, SIZE))
    assert np.array_equal(here, pixels(scene, Camera((1.0 + period_m, 0.0), 100.0, SIZE)))
    seam = pixels(scene, Camera((period_m - 2.0, 0.0), 100.0, SIZE))
    steps = np.abs(np.diff(seam, axis=0)).mean(axis=(1, 2))
    joints = np.sort(steps)[-len(steps) // 20 :]
    assert steps.max() <= 1.5 * np.median(joints)


def test_deep_water_is_darker_than_shallow(scene):
    """Light comes from above: the mean of the upper third is brighter than that of the third over the floor."""
    shown = pixels(scene, Camera((0.0, 0.0), 100.0, SIZE))
    floor = round(SIZE[1] * FLOOR_SHARE)
    assert shown[:, : floor // 3].mean() > 1.3 * shown[:, 2 * floor // 3 : floor].mean()


def test_nets_of_light_loop():
    """The step from the last picture of a loop to the first is no larger than the others."""
    nets = [net.astype(float) for net in caustics((64, 48), 12)]
    steps = [np.abs(nets[i] - nets[i - 1]).mean() for i in range(12)]
    assert steps[0] <= 1.2 * max(steps[1:])
    assert min(steps) > 0.0


def test_water_takes_red_first():
    """A white plate is green-blue in water, lit and in shadow, and nothing in it is quite black."""
    light = LightTable(WATER)
    light.set((-0.22, 0.83, 0.51), 1.0)
    for albedo in ((250, 250, 250), (0, 0, 0)):
        red, green, blue = light.tint(albedo, 0.0, -0.6)
        assert red < green
        assert red < blue
        assert min(green, blue) > 0
    dark = light.shade_lut[128 << 8 | 128]
    assert dark >> 16 & 255 < dark >> 8 & 255


def test_divers_follow_and_come_to_rest():
    """Two divers lag behind, never faster than they can, and end at a person's sides; a jump puts them there."""
    divers = Divers(SuitPainter())
    divers.tick(swimmer(tick=0))
    before = {key: diver.at for key, diver in divers._divers.items()}
    assert len(before) == len(PLACES) == 2
    for tick in range(1, 900):
        divers.tick(swimmer((2.0, -1.0), tick))
        for key, diver in divers._divers.items():
            assert math.dist(diver.at, before[key]) <= FASTEST_MPS / 60 * 1.001
            before[key] = diver.at
    for (_, index), diver in divers._divers.items():
        assert math.dist(diver.at, (2.0 + PLACES[index][0][0], -1.0 + PLACES[index][0][1])) < 0.15
    divers.tick(swimmer((40.0, 0.0), 2000))
    assert all(math.dist(diver.at, (40.0, 0.0)) < 3.0 for diver in divers._divers.values())


def test_bubbles_are_few_and_rise():
    """No breath adds more than the limit, a repeated tick adds nothing, and every bubble is higher later on."""
    bubbles = Bubbles()
    mouths = [(0.1 * k, 0.0) for k in range(12)]
    for tick in range(600):
        bubbles.tick(swimmer(tick=tick), mouths)
        count = len(bubbles.alive)
        bubbles.tick(swimmer(tick=tick), mouths)
        assert len(bubbles.alive) == count <= MOST
    rows = []
    for later in (0, 60):
        surface = pygame.Surface(SIZE)
        bubbles.alive = bubbles.alive[-1:]
        bubbles.draw(surface, Camera((0.5, 1.0), 100.0, SIZE), bubbles.alive[0].born + 30 + later)
        rows.append(np.nonzero(pygame.surfarray.array3d(surface).any(axis=(0, 2)))[0].mean())
    assert rows[1] < rows[0] - 20
    still = Bubbles(has_reduced_motion=True)
    for tick in range(300):
        still.tick(swimmer(tick=tick), mouths)
    assert not still.alive


def test_nobody_dives_for_those_inside(scene):
    """While the person is inside, no diver and no breath is shown."""
    surface = pygame.Surface(SIZE)
    inside = swimmer(is_inside=True)
    scene.divers.tick(inside)
    scene.divers.draw(surface, Camera((0.0, 0.0), 100.0, SIZE), inside, 1.0, LightTable(WATER))
    assert not pygame.surfarray.array3d(surface).any()
    assert scene.divers.mouths(inside) == []


def test_a_level_in_the_pool_is_drawn_in_water():
    """The stage of a pool level shows water instead of sky, and the same tick told twice is the same picture."""
    pygame.init()
    pygame.display.set_mode((16, 16))
    stage = Stage(load_level("lab-swing").station, environment="pool", size=SIZE)
    frame = swimmer(tick=5)
    for _ in stage.prepare(frame):
        pass
    camera = Camera((0.0, 0.0), 100.0, SIZE)
    shown = []
    for _ in range(2):
        stage.tick(frame)
        surface = pygame.Surface(SIZE)
        stage.draw(surface, frame, 0.5, camera)
        shown.append(pygame.surfarray.array3d(surface).astype(int))
    assert np.array_equal(*shown)
    edge = shown[0][:40, :40].reshape(-1, 3).mean(axis=0)
    assert edge[0] < 0.7 * edge[1]

"""Claims about shadows between people and station, on a station of one wall."""

from __future__ import annotations

import dataclasses
import functools
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from game.missions.level import load_level
from game.missions.station import ModuleSpec, Station
from game.sim.frame import Pose
from game.sim.spec import PanelSpec, StructureSpec
from game.sim.world import World
from game.view.camera import Camera
from game.view.light import LightTable
from game.view.panels import PanelPainter, picture_of
from game.view.station import StationPainter
from game.view.suit import SuitPainter

SIZE = (700, 500)
CAMERA = Camera((-3.4, 0.0), 100.0, SIZE).snapped()
SLANTING, NIGHT = (0.93, 0.0, 0.3676), (0.0, -0.9, 0.436)


def block(name, axis, left, bottom, right, top):
    outline = ((left, bottom), (right, bottom), (right, top), (left, top))
    return ModuleSpec(name, f"module.{name}", name, "module", axis, 0.0, 0, outline)


@pytest.fixture(scope="module")
def painter():
    """A tower, 3.6 m thick, whose shadow falls to the left, on a low beam and on who floats before it."""
    pygame.init()
    pygame.display.set_mode((16, 16))
    modules = (block("beam", "x", -7.0, -0.3, 1.0, 0.3), block("tower", "y", -1.8, -4.0, 1.8, 4.0))
    station = Station("test", "station.test", StructureSpec(), modules, (-9.0, -9.0, 9.0, 9.0))
    found = StationPainter(station, LightTable(), 100.0)
    for _ in found.prepare():
        pass
    return found


@functools.cache
def first_frame():
    return World(load_level("lab-swing").world_spec()).frame()


@functools.cache
def suits():
    return SuitPainter()


def shown(at):
    frame = first_frame()
    crew = frame.crew[0]
    pose = Pose(*at, 0.0)
    hands = tuple(dataclasses.replace(hand, state="free") for hand in crew.hands)
    body = dataclasses.replace(crew.body, pose=pose, before=pose)
    return dataclasses.replace(frame, crew=(dataclasses.replace(crew, body=body, hands=hands, is_inside=False),))


def people(painter, at, sun, light=1.0, *, has_sheet=True):
    table = LightTable()
    table.set(sun, light)
    surface = pygame.Surface(SIZE)
    frame = shown(at)
    suits().draw_bodies(surface, CAMERA, frame, 1.0, table, painter.sheet if has_sheet else None)
    return pygame.surfarray.array3d(surface).astype(int)


def cast(painter, at, sun, light=1.0):
    table = LightTable()
    table.set(sun, light)
    surface = pygame.Surface(SIZE)
    surface.fill((200, 200, 200))
    suits().draw_shadows(surface, CAMERA, shown(at), 1.0, table, painter.sheet)
    return pygame.surfarray.array3d(surface).astype(int)


def test_who_stands_behind_the_tower_is_in_its_shade(painter):
    """Near the tower a person has less than three quarters of the light; far off he has all of it."""
    near = [people(painter, (-2.4, 0.0), SLANTING, has_sheet=has).sum() for has in (True, False)]
    far = [people(painter, (-6.0, 0.0), SLANTING, has_sheet=has) for has in (True, False)]
    assert near[0] < 0.75 * near[1]
    assert np.array_equal(*far)


def test_the_edge_of_a_shadow_crosses_a_body(painter):
    """On the way out of the shade he is lit on one side only, and has never more light than in the sun."""
    halves = []
    for step in range(8):
        at = (-2.2 - 0.5 * step, 0.0)
        sunny = people(painter, at, SLANTING, has_sheet=False)
        here = people(painter, at, SLANTING)
        assert here.sum() <= 1.01 * sunny.sum()
        seen = sunny.sum(axis=2) > 0
        halves.append((np.abs(here - sunny).sum(axis=2)[seen] > 12).mean())
    assert max(halves) > 0.9
    assert min(halves) == 0.0
    assert any(0.1 < share < 0.9 for share in halves)


def test_a_shadow_falls_on_the_hull_only(painter):
    """A person before the beam darkens it beside him, away from the sun, and nothing of the sky above and below."""
    dark = (cast(painter, (-5.0, 0.1), SLANTING) < 200).any(axis=2)
    columns, rows = np.nonzero(dark)
    assert len(rows) > 800
    assert rows.min() >= CAMERA.to_screen((0.0, 0.3))[1] - 4
    assert rows.max() <= CAMERA.to_screen((0.0, -0.3))[1] + 4
    assert columns.mean() < CAMERA.to_screen((-5.0, 0.0))[0] - 40


def test_no_sun_no_shadow(painter):
    """At night nobody throws a shadow, nor does he in the shade of the station."""
    assert (cast(painter, (-5.0, 0.1), NIGHT, 0.0) == 200).all()
    assert (cast(painter, (-2.2, 0.0), SLANTING) == 200).all()


def array_shadow(painter, at, sun, light=1.0):
    """What darkens when an open array's foot stands at a point, and where."""
    table = LightTable()
    table.set(sun, light)
    surface = pygame.Surface(SIZE)
    surface.fill((200, 200, 200))
    spec = PanelSpec("a", "array", at, 0.0, 2.0, 0.9, 4)
    PanelPainter().draw_shadows(surface, CAMERA, [picture_of(spec, 1.0, 0.0)], table, painter.sheet)
    return (pygame.surfarray.array3d(surface) < 200).any(axis=2)


def test_an_array_throws_its_shadow_on_the_hull_and_only_there(painter):
    """Two metres of open cells before the beam darken it away from the sun; beside it nothing, and none at night."""
    dark = array_shadow(painter, (-6.0, 0.0), SLANTING)
    columns, rows = np.nonzero(dark)
    assert len(rows) > 4000
    assert rows.min() >= CAMERA.to_screen((0.0, 0.3))[1] - 4
    assert rows.max() <= CAMERA.to_screen((0.0, -0.3))[1] + 4
    assert columns.mean() < CAMERA.to_screen((-5.0, 0.0))[0] - 40
    assert not array_shadow(painter, (-6.0, 2.5), SLANTING).any()
    assert not array_shadow(painter, (-6.0, 0.0), NIGHT, 0.0).any()

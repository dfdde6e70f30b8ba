"""Claims about the helmet camera in the corner: it shows the hands, larger, and nothing else changes."""

from __future__ import annotations

import dataclasses
import functools
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from game.missions.level import load_level
from game.sim.world import World
from game.view.camera import Camera
from game.view.inset import SHOWN_PX, ZOOM, HelmetInset, InsetShot
from game.view.lettering import Lettering
from game.view.light import LightTable
from game.view.suit import SuitPainter
from game.view.theme import Theme

SIZE = (900, 600)
CAMERA = Camera((0.0, 0.0), 100.0, SIZE)
SHOT = InsetShot("EV1", (460, 20), "EV1")


@functools.cache
def frame():
    found = World(load_level("lab-swing").world_spec()).frame()
    crew = found.crew[0]
    pose = dataclasses.replace(crew.body.pose, x=-2.0, y=-1.0, angle=0.0)
    body = dataclasses.replace(crew.body, pose=pose, before=pose)
    at = (-1.6, -0.7)
    hands = tuple(dataclasses.replace(hand, at=at, before=at, target=at, state="gripping") for hand in crew.hands)
    return dataclasses.replace(found, crew=(dataclasses.replace(crew, body=body, hands=hands, is_inside=False),))


@pytest.fixture
def inset():
    pygame.init()
    pygame.display.set_mode((16, 16))
    theme = Theme()
    return HelmetInset(theme, Lettering(theme), SuitPainter())


def ground():
    """A picture whose red says the column and whose green says the row."""
    surface = pygame.Surface(SIZE)
    pixels = pygame.surfarray.pixels3d(surface)
    pixels[..., 0] = (np.arange(SIZE[0]) * 255 // SIZE[0])[:, None]
    pixels[..., 1] = (np.arange(SIZE[1]) * 255 // SIZE[1])[None, :]
    del pixels
    return surface


def shown(inset, surface, shot=SHOT, what=None):
    what = what or frame()
    for _ in range(20):
        place = inset.draw(surface, CAMERA, what, 1.0, LightTable(), shot)
        if place:
            return place
    return None


def test_it_shows_what_the_hands_are_at(inset):
    """In the middle of the inset is what lies just past the hands in the big picture, at its size."""
    surface = ground()
    place = shown(inset, surface)
    assert place is not None
    assert place.size == (SHOWN_PX[0] * ZOOM, SHOWN_PX[1] * ZOOM)
    right = surface.get_at((place.right - 40, place.centery))
    looked = CAMERA.to_screen((-1.6, -0.7))
    column = right.r * SIZE[0] / 255 / 0.9  # the corners of the lens are darker
    assert looked[0] < column < looked[0] + 160


def test_arms_are_drawn_anew(inset):
    """Gloves are there although the big picture has none: white cloth where the ground is dark."""
    surface = pygame.Surface(SIZE)
    place = shown(inset, surface)
    inner = pygame.surfarray.array3d(surface.subsurface(place.inflate(-8, -90)))
    assert (inner.min(axis=2) > 110).sum() > 1500


def test_nothing_outside_its_place_changes(inset):
    """The big picture keeps every pixel that is not under the inset."""
    before, after = ground(), ground()
    place = shown(inset, after)
    for surface in (before, after):
        surface.fill((0, 0, 0), place)
    assert np.array_equal(pygame.surfarray.array3d(before), pygame.surfarray.array3d(after))


def test_who_is_not_there_has_no_picture(inset):
    """Nobody of that name, somebody inside, and hands out of the picture: no inset."""
    surface = ground()
    assert shown(inset, surface, InsetShot("EV9", (0, 0), "")) is None
    inside = dataclasses.replace(frame(), crew=(dataclasses.replace(frame().crew[0], is_inside=True),))
    assert shown(inset, surface, what=inside) is None
    far = Camera((50.0, 0.0), 100.0, SIZE)
    shown(inset, surface)
    assert inset.draw(surface, far, frame(), 1.0, LightTable(), SHOT) is None


def test_its_parts_are_made_one_a_picture(inset):
    """The first pictures come without the inset: its larger parts are made one by one meanwhile."""
    surface = ground()
    empty = 0
    while inset.draw(surface, CAMERA, frame(), 1.0, LightTable(), SHOT) is None:
        empty += 1
    assert empty == 4


def test_the_lens_follows_as_fast_at_any_number_of_pictures(inset):
    """After a fifth of a second of play the lens is at the same place with 15, 30 and 60 pictures a second."""
    person = frame().crew[0]
    hands = tuple(dataclasses.replace(hand, at=(hand.at[0] + 0.5, hand.at[1])) for hand in person.hands)
    there = dataclasses.replace(person, hands=hands)
    looked = []
    for pictures in (15, 30, 60):
        inset._look.clear()
        inset._follow(person, 0.0)
        for number in range(1, pictures // 5 + 1):
            x, _ = inset._follow(there, number / pictures)
        looked.append(x)
    start, end = inset._follow(person, 100.0)[0], inset._follow(there, 200.0)[0]
    assert max(looked) - min(looked) < 1e-9
    assert start + 0.3 < looked[0] < end - 0.05

"""Claims about cables on the picture: they lie as far as the work says, and end in the hand that lays them."""

from __future__ import annotations

import dataclasses
import functools
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from game.missions.level import load_level
from game.sim.frame import StepFrame
from game.sim.world import World
from game.view.cables import CablePainter, cables_of
from game.view.camera import Camera

PATH = ((0.0, 0.0), (1.0, 0.0), (2.0, 0.5), (3.0, 0.5))
SIZE = (500, 300)


@functools.cache
def first_frame():
    return World(load_level("lab-swing").world_spec()).frame()


def laid(state, item, hand=None):
    """The cables of a frame in which a step has come so far."""
    crew = first_frame().crew[0]
    if hand is not None:
        hands = (dataclasses.replace(crew.hands[0], state="working", at=hand), crew.hands[1])
        crew = dataclasses.replace(crew, hands=hands, working="lay")
    step = StepFrame("lay", "route", "w", "", state, item / len(PATH), item=item)
    return cables_of({"lay": PATH}, dataclasses.replace(first_frame(), crew=(crew,), steps=(step,)))


def test_a_cable_not_begun_is_not_there():
    """Before the first clamp there is nothing, also for steps that lay no cable."""
    assert laid("open", 0) == []
    assert cables_of({}, first_frame()) == []


@pytest.mark.parametrize("item", [1, 2, 3])
def test_it_lies_up_to_its_last_clamp_and_goes_on_to_the_hand(item):
    """What is clamped is on the path; the loose end is at the working hand, or floats half a metre on."""
    (held,) = laid("active", item, hand=(2.4, 1.2))
    assert held.clamps == PATH[:item]
    assert held.loose_to == (2.4, 1.2)
    (left,) = laid("open", item)
    assert left.loose_to is not None
    assert np.hypot(left.loose_to[0] - PATH[item - 1][0], left.loose_to[1] - PATH[item - 1][1]) <= 0.5 + 1e-9


def test_a_cable_that_is_laid_has_no_loose_end():
    """When the step is done all points are clamped."""
    (done,) = laid("done", len(PATH))
    assert done.clamps == PATH
    assert done.loose_to is None


def test_it_is_seen_from_clamp_to_clamp():
    """The picture shows it over the whole path, wider than 3 px, and not beyond its ends."""
    surface = pygame.Surface(SIZE)
    CablePainter().draw(surface, Camera((1.5, 0.3), 100.0, SIZE), laid("done", len(PATH)), None)
    seen = pygame.surfarray.array3d(surface).any(axis=2)
    columns = np.nonzero(seen.any(axis=1))[0]
    assert abs(columns[0] - 100) <= 6
    assert abs(columns[-1] - 400) <= 6
    assert seen[columns[0] : columns[-1]].sum(axis=1).min() >= 3

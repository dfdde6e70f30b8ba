"""Claims about the pictures of panels, booms and arms: they are where their numbers say, and leaves catch the light."""

from __future__ import annotations

import math
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import itertools

import numpy as np
import pygame
import pytest

from game.view.booms import (
    STRELA_LONG_M,
    STRELA_SHORT_M,
    BoomPainter,
    BoomPicture,
    era_joints,
    strela_joints,
)
from game.view.camera import Camera
from game.view.light import LightTable
from game.view.panels import PanelPainter, PanelPicture, pitches_of
from game.view.tubes import bent

SIZE = (900, 500)
CAMERA = Camera((4.0, 0.0), 100.0, SIZE)
GROUND = (20, 30, 50)


def picture(draw, *things, light=None):
    surface = pygame.Surface(SIZE)
    surface.fill(GROUND)
    draw(surface, CAMERA, things, light)
    return pygame.surfarray.array3d(surface)


def columns(pixels):
    return np.nonzero((pixels != np.array(GROUND)).any(axis=(1, 2)))[0]


@pytest.mark.parametrize("fraction", [0.04, 0.3, 0.77, 1.0])
@pytest.mark.parametrize("segments", [1, 4, 9])
def test_an_array_is_as_long_as_it_is_open(fraction, segments):
    """The leaves of an accordion add up to the opened share of its length, whatever their number."""
    pitches = pitches_of("array", segments, fraction)
    assert sum(map(math.cos, pitches)) / segments == pytest.approx(fraction)


@pytest.mark.parametrize("stopped", [1, 2, 3])
def test_an_antenna_opens_leaf_by_leaf(stopped):
    """Before a leaf opens, it and those after it lie folded on the ones that are flat: the stack is that long."""
    pitches = pitches_of("antenna", 4, stopped / 4)
    ahead = np.cumsum(np.cos(pitches))
    assert max(ahead) == pytest.approx(stopped)
    assert np.all(np.cos(pitches[:stopped]) == pytest.approx(1.0))
    assert np.cos(pitches[stopped]) == pytest.approx(-1.0)


@pytest.mark.parametrize(("kind", "fraction"), [("array", 0.5), ("array", 1.0), ("antenna", 0.75), ("antenna", 1.0)])
def test_a_panel_ends_where_its_numbers_say(kind, fraction):
    """On the picture a panel's tip is at the opened share of its length, within 6 px of hinges and outline."""
    panel = PanelPicture(kind, (0.5, 0.0), 0.0, 6.0, 1.4, pitches_of(kind, 4, fraction))
    found = columns(picture(PanelPainter().draw, panel, light=LightTable()))
    tip = CAMERA.to_screen((0.5 + 6.0 * fraction, 0.0))[0]
    assert abs(found[-1] - tip) <= 6


def test_leaves_flash_when_they_sway():
    """Open and still, all leaves are equally bright; with the tip aside neighbours differ by a tenth or more."""
    light = LightTable()
    light.set((-0.5, 0.2, 0.84), 1.0)
    spread = []
    for sway in (0.0, 0.4):
        panel = PanelPicture("array", (0.5, 0.0), 0.0, 6.0, 1.4, pitches_of("array", 6, 1.0), sway)
        pixels = picture(PanelPainter().draw, panel, light=light)
        means = [pixels[x + 20 : x + 80, 230:270].mean() for x in range(100, 700, 100)]
        spread.append((max(means) - min(means)) / max(means))
    assert spread[0] < 0.05
    assert spread[1] > 0.10


@pytest.mark.parametrize("length_m", [1.8, 4.0, 9.3, 14.0])
def test_strela_is_made_of_tubes_that_fit_into_each_other(length_m):
    """The boom ends at its length, and no tube sticks out further than it is long when folded."""
    joints = strela_joints(length_m)
    assert joints[-1] == pytest.approx(length_m)
    assert all(0.0 <= b - a <= STRELA_SHORT_M for a, b in zip((0.0, *joints[:-1]), joints, strict=True))
    assert strela_joints(40.0)[-1] == STRELA_LONG_M


@pytest.mark.parametrize("length_m", [1.5, 5.0, 9.6])
@pytest.mark.parametrize("elbow", [1.0, -1.0])
def test_era_folds_to_where_its_tip_is(length_m, elbow):
    """ERA has seven joints (3 + 1 + 3), its last is at the world's tip, and its limbs never change their length."""
    picture_ = BoomPicture("era", (1.0, 2.0), 0.6, length_m, sway_m=0.05, elbow=elbow)
    joints = era_joints(picture_)
    assert len(joints) == 7
    tip = (
        1.0 + length_m * math.cos(0.6) - 0.05 * math.sin(0.6),
        2.0 + length_m * math.sin(0.6) + 0.05 * math.cos(0.6),
    )
    assert math.dist(joints[-1], tip) < 1e-6
    lengths = [math.dist(a, b) for a, b in itertools.pairwise(joints)]
    assert lengths == pytest.approx([0.42, 0.42, 4.45, 4.45, 0.42, 0.42])


def test_a_bent_pole_stands_at_its_foot():
    """A swaying pole leaves its foot straight on, and its tip is aside by what the world says."""
    points = bent((0.0, 0.0), 0.0, 10.0, 0.5, [step / 100 for step in range(101)])
    assert abs(points[1][1]) < 1e-3
    assert points[-1] == pytest.approx((10.0, 0.5))


@pytest.mark.parametrize("light", [None, LightTable()])
@pytest.mark.parametrize("kind", ["strela", "era"])
def test_a_boom_reaches_its_tip(kind, light):
    """On the picture a boom's tip is at its length, with its place for boots beyond it, lit or not."""
    boom = BoomPicture(kind, (0.5, 0.0), 0.0, 6.0)
    found = columns(picture(BoomPainter().draw, boom, light=light))
    tip = CAMERA.to_screen((6.5, 0.0))[0]
    assert tip <= found[-1] <= tip + 70


def test_nothing_far_away_is_drawn():
    """What cannot be in the picture costs no pixel."""
    panel = PanelPicture("array", (90.0, 0.0), 0.0, 6.0, 1.4, pitches_of("array", 4, 1.0))
    assert not len(columns(picture(PanelPainter().draw, panel)))
    assert not len(columns(picture(BoomPainter().draw, BoomPicture("strela", (90.0, 0.0), 0.0, 14.0))))


@pytest.mark.parametrize("painter", [PanelPainter, BoomPainter])
def test_what_stands_still_is_painted_once(painter, monkeypatch):
    """The second picture of a thing at rest is the first one laid down again, and other light paints it anew."""
    thing = BoomPicture("strela", (0.5, 0.0), 0.3, 5.0)
    if painter is PanelPainter:
        thing = PanelPicture("array", (0.5, 0.0), 0.3, 5.0, 1.4, pitches_of("array", 4, 1.0))
    painted = []
    polygon = pygame.draw.polygon
    monkeypatch.setattr(pygame.draw, "polygon", lambda *given: (painted.append(1), polygon(*given)))
    light, one = LightTable(), painter()
    first = picture(one.draw, thing, light=light)
    count = len(painted)
    assert np.array_equal(first, picture(one.draw, thing, light=light))
    assert len(painted) == count > 0
    light.set((0.6, 0.3, 0.74), 1.0)
    assert not np.array_equal(first, picture(one.draw, thing, light=light))

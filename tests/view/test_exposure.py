"""Claims about the camera's exposure and about water on the visor: what is seen follows from light, choice and fog."""

from __future__ import annotations

import dataclasses
import os
from types import SimpleNamespace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from game.app.bindings import DEFAULTS, VERBS
from game.missions.level import load_level
from game.sim.world import World
from game.view.exposure import GAIN, Exposure
from game.view.hud import Hud
from game.view.hud_model import hud_model
from game.view.hud_parts import CameraPart, OrbitPart
from game.view.light import LightTable
from game.view.text import Text
from game.view.theme import make_theme
from game.view.visor import VisorFog

DAY, NIGHT = (0.0, 0.9, 0.436), (0.0, -0.9, 0.436)
SIZE = (480, 270)


def at(sun):
    return SimpleNamespace(sun=sun)


def shown(exposure, sun, grey=100):
    surface = pygame.Surface(SIZE, 0, 32)
    surface.fill((grey, grey, grey))
    exposure.expose(surface, sun)
    return surface.get_at((5, 5))[0]


def test_by_itself_it_follows_the_sun() -> None:
    """No stars in sunlight, all of them at night, and nothing is brighter or darker than it was painted."""
    exposure = Exposure()
    assert (exposure.openness(DAY), exposure.openness(NIGHT)) == (0.0, 1.0)
    assert exposure.gain(DAY) == exposure.gain(NIGHT) == 1.0
    assert shown(exposure, DAY) == shown(exposure, NIGHT) == 100


@pytest.mark.parametrize(("sun", "stars", "is_brighter"), [(DAY, 1.0, True), (NIGHT, 0.0, False)])
def test_who_switches_gets_the_other_exposure(sun, stars, is_brighter) -> None:
    """By day stars and a burnt-out Earth and hull, by night neither; switched again it is automatic."""
    exposure = Exposure()
    exposure.switch(sun)
    exposure.follow(at(sun))
    assert exposure.is_manual
    assert exposure.openness(sun) == stars
    assert exposure.gain(sun) == pytest.approx(GAIN if is_brighter else 1 / GAIN)
    assert (shown(exposure, sun) > 150) is is_brighter
    assert (shown(exposure, sun) < 60) is not is_brighter
    exposure.switch(sun)
    assert not exposure.is_manual


def test_a_choice_ends_when_the_light_has_come_to_it() -> None:
    """Who opened the camera by day is not left with a burnt-out next day."""
    exposure = Exposure()
    exposure.switch(DAY)
    exposure.follow(at(NIGHT))
    exposure.follow(at(DAY))
    assert exposure.openness(DAY) == 0.0


def test_light_burns_out_and_never_wraps() -> None:
    """At the largest gain every colour of the table is at least as bright, and no channel runs over."""
    plain, open_ = LightTable(), LightTable()
    plain.set(DAY, 1.0)
    assert open_.set(DAY, 1.0, GAIN)
    for shift in (16, 8, 0):
        before, after = (table.lut >> np.uint32(shift) & np.uint32(255) for table in (plain, open_))
        assert (after >= before).all()


def test_every_device_reaches_it() -> None:
    """A key of its own; the orbit panel can be pressed; pad and switches have it in the pause menu."""
    assert VERBS["exposure"].intent.kind == "exposure"
    assert DEFAULTS["keyboard"]["exposure"]
    pygame.display.init()
    pygame.font.init()
    hud = Hud(Text("ru"), make_theme())
    orbit = OrbitPart(100, 0.6, is_night=False, next_change_s=600, place="place.sahara", camera=CameraPart(True, True))
    panel = _orbit_panel(hud, orbit)
    assert panel.height >= 64
    assert hud.at(panel.center) == "exposure"


def _orbit_panel(hud, orbit):
    frame = World(load_level("unit-swap").world_spec("3m")).frame()
    model = dataclasses.replace(hud_model(frame), orbit=orbit)
    hud.draw(pygame.Surface((1920, 1080), 0, 32), model)
    return hud.boxes["exposure"]


def veil(fog, *, has_high_contrast=False):
    """How far black turns to milk, 0..1, at every pixel."""
    surface = pygame.Surface(SIZE, 0, 32)
    VisorFog().draw(surface, fog, 1.0, has_high_contrast=has_high_contrast)
    return pygame.surfarray.array3d(surface).astype(float).mean(2) / 255


def middle(picture):
    width, height = SIZE
    return picture[width * 3 // 8 : width * 5 // 8, height * 3 // 8 : height * 5 // 8]


def test_a_dry_visor_is_clear() -> None:
    """Without water nothing is drawn."""
    assert veil(0.0).max() == 0.0


def test_fog_grows_from_the_rim_and_leaves_the_middle_to_work() -> None:
    """More water, more milk; the corners are always worse than the middle, which keeps two thirds of its contrast."""
    means = []
    for fog in (0.2, 0.5, 0.8, 1.0):
        picture = veil(fog)
        corner = picture[:60, :34].mean()
        assert corner > 2 * middle(picture).mean()
        assert middle(picture).mean() < 0.33
        means.append(picture.mean())
    assert means == sorted(means)
    assert means[-1] > 0.2


def test_high_contrast_keeps_the_picture() -> None:
    """With high contrast the middle is clear and the rim half as dense."""
    soft, hard = veil(1.0), veil(1.0, has_high_contrast=True)
    assert middle(hard).max() == 0.0
    assert 0.02 < hard[:60, :34].mean() < 0.7 * soft[:60, :34].mean()

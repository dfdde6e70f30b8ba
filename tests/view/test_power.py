"""The power panel shows what the arrays give, in words too, and control's plot rises with light, angle and opening."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest
from small_world import ORBIT, SmallWorld

from game.sim.spec import ClockSpec, PanelSpec, StepSpec
from game.view.hud_power import PLOT_POINTS, paint_power, power_part
from game.view.hud_status import orbit_width
from game.view.pen import Pen
from game.view.text import Text
from game.view.theme import make_theme
from game.view.walk_log import WalkLog

WING = PanelSpec("wing", "array", (2.0, 0.0), 1.5708, 3.0, opened=1.0, power_w=1000.0, plug="plug")
PLUG = StepSpec("plug", "mate", "site", eva_s=60.0, force_n=10.0)


def world():
    """An array that stands open and is not connected, over an orbit."""
    more = {"panels": (WING,), "orbit": ORBIT}
    return SmallWorld(steps=(PLUG,), holds=("rail",), clock=ClockSpec(120.0, 120.0), more=more)


def test_words_follow_plug_and_light():
    """Without its plug the panel says so; connected, it is night or sun, and the figure is the world's own."""
    small = world()
    small.tick()
    part = power_part(small.world.frame())
    assert (part.state, part.now_w, part.most_w) == ("unplugged", 0, 1000)
    small.state.steps[0].is_done = True
    small.tick()
    frame = small.world.frame()
    part = power_part(frame)
    assert part.state == ("night" if frame.orbit.light < 0.05 else "sun")
    assert part.now_w == pytest.approx(frame.panels[0].power_w, abs=5.0)


def test_nothing_where_no_array_is():
    """No panel before an array has begun to open, and none in missions without arrays."""
    frame = world().world.frame()
    packed = replace(frame, panels=(replace(frame.panels[0], opened=0.0),))
    assert power_part(packed) is None
    assert power_part(replace(frame, panels=())) is None
    log = WalkLog()
    log.note(replace(frame, panels=()))
    assert log.power() == ()


def test_the_plot_is_the_log():
    """The plot has even steps over the whole walk; it is nothing before the plug and the world's power after it."""
    small, log = world(), WalkLog()
    for second in range(60):
        small.go(1.0)
        log.note(small.world.frame())
        small.state.steps[0].is_done = second >= 29
    curve = log.power()
    assert max(value for at, value in curve if at < 3540.0) == 0.0
    assert curve[-1][1] == pytest.approx(small.world.frame().panels[0].power_w, abs=45.0)
    plot = power_part(small.world.frame(), curve).plot
    assert len(plot) == PLOT_POINTS
    assert max(plot[: PLOT_POINTS // 2 - 2]) == 0
    assert max(plot) > 0


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits(language, scale):
    """The panel is as wide as that of the orbit below it, at any text size, in both languages."""
    pygame.font.init()
    pygame.display.init()
    pygame.display.set_mode((64, 64))
    pen = Pen(Text(language), make_theme(text_scale=scale))
    small = world()
    small.tick()
    picture = paint_power(pen, power_part(small.world.frame()))
    assert picture.get_width() == orbit_width(pen)
    assert picture.get_height() <= 420

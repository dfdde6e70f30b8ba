"""Alarms are told by shape and number, not by colour alone, and an armed hand by a frame."""

from __future__ import annotations

import dataclasses
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest
from test_hud import full_model, outside

from game.view import hud_marks, hud_suit
from game.view.hud_model import hud_model
from game.view.hud_parts import BannerPart, SuitPart
from game.view.pen import Pen
from game.view.text import Text
from game.view.theme import Palette, make_theme

GAUGES = ("o2", "co2", "water", "battery", "pressure", "heart")
SCALES = (1.0, 1.5, 2.0)
ONE = (200, 200, 200)


def colourless(language: str, scale: float) -> Pen:
    """A pen for which calm and every grade have one colour."""
    palette = dataclasses.replace(Palette(), text=ONE, dim=ONE, accent=ONE, ok=ONE, warn=ONE, alarm=ONE)
    return Pen(Text(language), dataclasses.replace(make_theme(text_scale=scale), palette=palette))


def graded(frame, **grades: int) -> SuitPart:
    """A suit whose figures are as wide as they get, with these grades."""
    suit = full_model(frame).suit
    assert suit is not None
    suit = dataclasses.replace(suit, water=1.0, battery=1.0, co2_mmhg=12.3, pressure_kpa=39.2, heart=151, breath=32)
    found = tuple(grades.get(gauge, 0) for gauge in GAUGES)
    return dataclasses.replace(suit, grades=found)  # type: ignore[arg-type]


def look(surface: pygame.Surface) -> bytes:
    return pygame.image.tobytes(surface, "RGBA")


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("gauge", GAUGES)
def test_each_grade_of_each_gauge_has_its_shape(frame, gauge, scale) -> None:
    """Without colours caution, warning and emergency of a gauge still look different from each other."""
    pen = colourless("en", scale)
    seen = {look(hud_suit.paint_suit(pen, graded(frame, **{gauge: grade}))) for grade in (1, 2, 3)}
    assert len(seen) == 3


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", SCALES)
def test_the_worst_suit_stays_within_its_panel(frame, language, scale) -> None:
    """With an alarm of every gauge the margin at the right is as empty as without."""
    pen = Pen(Text(language), make_theme(text_scale=scale))
    calm, worst = (hud_suit.paint_suit(pen, graded(frame, **dict.fromkeys(GAUGES, grade))) for grade in (0, 3))
    assert calm.get_size() == worst.get_size()
    margin = pen.theme.px(16)
    strip = pygame.Rect(calm.get_width() - margin, 0, margin, calm.get_height())
    assert look(calm.subsurface(strip)) == look(worst.subsurface(strip))


@pytest.mark.usefixtures("frame")
@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("grade", [1, 2, 3])
def test_a_banner_counts_the_alarms_behind_it(language, scale, grade) -> None:
    """One, two and three more alarms look different from none and from each other, in no larger a banner."""
    pen = Pen(Text(language), make_theme(text_scale=scale))
    banner = BannerPart(grade, "alarm.two_points", "alarm.two_points.do")
    made = [hud_marks.paint_banner(pen, dataclasses.replace(banner, more=more), 900) for more in range(4)]
    assert len({look(picture) for picture in made}) == 4
    assert len({picture.get_size() for picture in made}) == 1


@pytest.mark.parametrize("side", ["left", "right", "hook1", "hook2"])
def test_what_is_armed_is_framed(frame, side) -> None:
    """The hand or hook that the next tap is for has a frame in the colour of the focus; the others look as before."""
    pen = Pen(Text("en"), make_theme())
    calm, armed = (hud_model(outside(frame), armed=which).points for which in ("", side))
    assert calm is not None
    assert armed is not None
    assert [hand.side for hand in armed.hands if hand.is_armed] + [h.id for h in armed.hooks if h.is_armed] == [side]
    before, after = (hud_suit.paint_points(pen, part) for part in (calm, armed))
    for name, box in hud_suit.points_boxes(pen).items():
        mask = pygame.mask.from_threshold(after.subsurface(box), pen.palette.focused, (6, 6, 6, 255))
        assert (mask.count() > box.width) == (name == side)
        assert (look(before.subsurface(box)) == look(after.subsurface(box))) == (name != side)

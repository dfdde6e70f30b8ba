"""Panels of a walk lie beside each other at every size of text, whatever is said: worst words, all panels at once."""

from __future__ import annotations

import dataclasses
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest
from test_hud import full_model

from game.app.touch_bar import TouchBar
from game.app.window import Fit
from game.missions.level import list_levels
from game.missions.places import levels_root
from game.view.hud import Hud
from game.view.hud_parts import (
    AdvicePart,
    BannerPart,
    CameraPart,
    CaptionPart,
    HudModel,
    PowerPart,
    PromptPart,
    RefusalPart,
)
from game.view.paths import assets_root
from game.view.pen import Pen
from game.view.text import Text, catalogue_files, read_catalogue
from game.view.theme import PICTURE_SIZE, make_theme

POWER = PowerPart(12340, 14000, "sun", 88, tuple(range(0, 100, 5)))
CAMERA = CameraPart(is_open=True, is_manual=True, device="keyboard", input="o")


def text_folder(mission: str) -> Path | None:
    return levels_root() / "missions" / mission / "text" if mission else None


def longest(language: str, part: str) -> tuple[str, str]:
    """Of all texts whose key has this part and that need no value: mission ("" = all) and key of the longest."""
    found = []
    for mission in ("", *(info.id for info in list_levels())):
        files = catalogue_files(text_folder(mission) or assets_root() / "text", language)
        for key, forms in read_catalogue(files).items():
            if part in f".{key}" and "{" not in forms[0]:
                found.append((len(forms[0]), mission, key))
    return max(found)[1:]


def moments(frame, language: str) -> Iterator[tuple[str, Text, HudModel]]:
    """Name of the moment, its words, and all that may be shown in it, at its longest."""
    (speaker, call), (worker, step) = longest(language, ".call."), longest(language, ".step.")
    talk, work = Text(language), Text(language)
    talk.use_mission(text_folder(speaker))
    work.use_mission(text_folder(worker))
    full = full_model(frame)
    orbit = dataclasses.replace(full.orbit, place=longest(language, ".place.")[1], camera=CAMERA)
    calm = dataclasses.replace(full, caption=None, banner=None, refusal=None, advice=None, speed=1.0, orbit=orbit)
    calm = dataclasses.replace(calm, power=POWER)
    said = dataclasses.replace(calm, caption=CaptionPart("control", call))
    reason = longest(language, ".refused.")[1].removeprefix("refused.")
    alarm = BannerPart(3, "alarm.two_points", "alarm.two_points.do", more=2)
    stroke = PromptPart("prompt.stroke", "keyboard", ("space",), (("title", work.t(step)),), is_first=True)
    yield "all", talk, full
    yield "calm", talk, calm
    yield "said", talk, said
    yield "refused", talk, dataclasses.replace(said, refusal=RefusalPart(reason, 1.2))
    yield "alarmed", talk, dataclasses.replace(said, banner=alarm, speed=0.5)
    yield "work", work, dataclasses.replace(calm, prompts=(stroke,))
    yield "work said", work, dataclasses.replace(calm, prompts=(stroke,), caption=CaptionPart("control", "call.begin"))
    told = AdvicePart("go", work.t(step), 12, "up_left", "late")
    yield "asked", talk, dataclasses.replace(calm, prompts=(stroke,), advice=told, caption=CaptionPart("control", call))
    unasked = dataclasses.replace(told, is_asked=False)
    yield "unasked", talk, dataclasses.replace(said, advice=unasked)
    yield "alone", talk, dataclasses.replace(calm, advice=unasked)
    grave = dataclasses.replace(said, banner=alarm, speed=0.5, prompts=(stroke,))
    yield "emergency", talk, grave
    yield "emergency refused", talk, dataclasses.replace(grave, refusal=RefusalPart(reason, 1.2))
    yield "emergency asked", talk, dataclasses.replace(grave, advice=told)


def apart(places: dict[str, pygame.Rect]) -> None:
    """All lie whole in the picture, and none on another."""
    for name, place in places.items():
        assert pygame.Rect((0, 0), PICTURE_SIZE).contains(place), (name, place)
    for (one, first), (other, second) in itertools.combinations(places.items(), 2):
        assert not first.colliderect(second), (one, first, other, second)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_no_panel_lies_on_another(frame, language, scale) -> None:
    """With the longest line, prompt, place and refusal of the language."""
    for _, text, model in moments(frame, language):
        hud = Hud(text, make_theme(text_scale=scale))
        hud.draw(pygame.Surface(PICTURE_SIZE), model)
        assert {"clock", "timeline", "suit", "points"} <= hud.places.keys()
        apart(hud.places)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("assist", ["cadet", "crew", "commander"])
def test_no_panel_lies_on_a_button(frame, language, scale, assist) -> None:
    """Who points has buttons at the side: they find room between the panels, and stay where they are when one goes."""
    pen = Pen(Text(language), make_theme(text_scale=scale))
    bar, seen = TouchBar(pen, assist), {}
    for name, text, model in moments(frame, language):
        hud = Hud(text, pen.theme)
        for _ in range(2):  # the room is known when the panels are there
            hud.right_px = bar.left - pen.theme.gap
            hud.draw(pygame.Surface(PICTURE_SIZE), model)
            bar.keep_within(*hud.side)
        seen[name] = dict(bar._rects)
        apart({**hud.places, **bar._rects})
    assert seen["said"] == seen["calm"]


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768), (3840, 2160)])
def test_a_window_of_any_size_shows_the_whole_picture(size) -> None:
    """Panels are laid out once, in the logical picture; a window shows all of it, undistorted, in its middle."""
    fit = Fit.into(size)
    assert pygame.Rect((0, 0), size).contains(pygame.Rect(fit.x, fit.y, fit.width, fit.height))
    assert max(fit.width / size[0], fit.height / size[1]) == 1.0
    assert fit.width / fit.height == pytest.approx(16 / 9, rel=0.003)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", [1.5, 2.0])
@pytest.mark.parametrize("room_px", [0, 260])
def test_large_text_keeps_what_matters_most(frame, language, scale, room_px) -> None:
    """With large text the line that is spoken gives way to an emergency's prompt and to advice that was asked for,
    with and without buttons at the side; it goes before advice nobody asked for."""
    seen = {}
    for name, text, model in moments(frame, language):
        hud = Hud(text, make_theme(text_scale=scale))
        hud.right_px -= room_px
        hud.draw(pygame.Surface(PICTURE_SIZE), model)
        seen[name] = hud.places.keys() & {"caption", "prompts", "advice", "refusal"}
    assert seen["said"] == {"caption", "prompts"}
    assert seen["asked"] == {"advice", "prompts"}
    assert seen["emergency"] == {"prompts"}
    assert seen["emergency refused"] == {"prompts", "refusal"}
    assert seen["emergency asked"] == {"prompts"}  # what is to be done now is what it says
    assert seen["unasked"] == {"caption", "prompts"}
    assert seen["alone"] == {"advice", "prompts"}

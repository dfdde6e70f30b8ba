"""Every scene is reached and left with the keyboard, in both languages, without a missing word."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from driving import FIRST_MISSION, Drive, Keyboard, begin, post, walk

from game.app.bindings import BOUND_DEVICES, STICK_VERBS, VERBS
from game.app.scenes.debrief import DebriefScene
from game.app.scenes.encyclopedia import EncyclopediaScene
from game.app.scenes.eva import EvaScene
from game.app.scenes.language import LanguageScene
from game.app.scenes.remap import CaptureScene
from game.app.scenes.settings import SECTIONS
from game.app.scenes.title import TitleScene
from game.app.settings import FIELDS

TITLE = dataclasses.replace(FIRST_MISSION, mission="")


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Drive]:
    """The app at its title."""
    yield Drive(tmp_path, TITLE)
    pygame.display.quit()


def key(drive: Drive, code: int) -> None:
    post(pygame.KEYDOWN, key=code, scancode=0, mod=0, unicode="")
    post(pygame.KEYUP, key=code, scancode=0, mod=0, unicode="")
    drive.frame(3)


def choose(drive: Drive, wanted: str) -> None:
    """Bring the focus to a control with the tab key and press it."""
    for _ in range(120):
        scene: Any = drive.app.top
        if scene.screen.focus.id == wanted:
            key(drive, pygame.K_RETURN)
            return
        key(drive, pygame.K_TAB)
    raise AssertionError(f"no way to {wanted} in {type(drive.app.top).__name__}")


def names(drive: Drive) -> list[str]:
    return [type(scene).__name__.removesuffix("Scene") for scene in drive.app.scenes]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_every_scene_in_words(drive: Drive, language: str, text_scale: float) -> None:
    """Title, language, settings, remap, missions, briefing, walk, pause, debrief: all drawn, no key without words."""
    app = drive.app
    app.set(language=language, text_scale=text_scale)
    drive.frame(2)
    choose(drive, "language")
    assert names(drive) == ["Title", "Language"]
    key(drive, pygame.K_ESCAPE)
    choose(drive, "settings")
    scene: Any = app.top
    for section in SECTIONS:
        scene.screen.section = section
        scene.refresh()
        drive.frame(1)
    scene.screen.section = "controls"
    scene.refresh()
    choose(drive, "remap")
    scene = app.top
    for device in BOUND_DEVICES:
        scene.device = device
        scene.refresh()
        drive.frame(1)
    key(drive, pygame.K_ESCAPE)
    key(drive, pygame.K_ESCAPE)
    choose(drive, "play")
    choose(drive, "unit-swap")
    assert names(drive) == ["Title", "Missions", "Briefing"]
    choose(drive, "start")
    assert names(drive)[-1] == "Eva"
    key(drive, pygame.K_ESCAPE)
    choose(drive, "end")
    assert names(drive)[-1] == "Debrief"
    choose(drive, "done")
    assert names(drive) == ["Title", "Missions", "Briefing"]
    key(drive, pygame.K_ESCAPE)
    key(drive, pygame.K_ESCAPE)
    assert names(drive) == ["Title"]
    assert not app.text.missing


@pytest.mark.parametrize("way", [(), ("settings",), ("play",), ("play", "unit-swap")])
def test_the_key_of_the_language_changes_every_word_of_a_screen(drive: Drive, way: tuple[str, ...]) -> None:
    """What the screen shows after the key is what a screen made in that language shows; the focus stays."""
    for wanted in way:
        choose(drive, wanted)
    scene: Any = drive.app.top
    focus = scene.screen.focus.id
    key(drive, pygame.K_l)
    assert drive.app.text.language == "ru"
    assert scene.screen.model == scene.model()
    assert scene.screen.focus.id == focus


def test_pause_and_debrief_change_their_language_too(drive: Drive) -> None:
    """The pages over a walk hold words of their own."""
    for wanted in ("play", "unit-swap", "start"):
        choose(drive, wanted)
    key(drive, pygame.K_ESCAPE)
    for answer, title in (("end", "Пауза"), ("done", "")):
        scene: Any = drive.app.top
        drive.app.set(language="en")
        drive.frame(2)
        key(drive, pygame.K_l)
        assert scene.screen.model == scene.model()
        assert not title or scene.screen.model.title == title
        choose(drive, answer)
    scene = drive.app.top
    assert names(drive) == ["Title", "Missions", "Briefing"]
    assert scene.screen.focus.id == "start"  # one press goes out again


def test_first_start_asks_for_the_language(tmp_path: Path) -> None:
    """Without settings and without being told, the first page asks for the language; the second time it does not."""
    options = dataclasses.replace(TITLE, language="", assist="", cut="")
    drive = Drive(tmp_path, options)
    assert isinstance(drive.app.top, LanguageScene)
    choose(drive, "ru")
    assert drive.app.text.language == "ru"
    assert isinstance(drive.app.top, TitleScene)
    drive.app.window.close()
    again = Drive(tmp_path, options)
    assert isinstance(again.app.top, TitleScene)
    assert again.app.text.language == "ru"


@pytest.mark.parametrize("text_scale", [1.0, 1.25, 2.0])
def test_an_entry_that_is_cut_beside_the_list_has_a_page(drive: Drive, text_scale: float) -> None:
    """An entry of the encyclopedia that does not stand whole beside the list opens on a page; one that does stays."""
    app = drive.app
    app.set(language="ru", text_scale=text_scale, class_mode=True)
    app.push(EncyclopediaScene(app))
    drive.frame(2)
    scene: Any = app.top
    counts = [0, 0]
    for entry in app.shelf.entries()[:12]:
        scene.screen.focus.id = entry.id
        key(drive, pygame.K_RETURN)
        page = next((widget for widget in scene.screen.widgets if widget.id == "beside"), None)
        is_cut = page is None or page.overflow_px > 0
        counts[is_cut] += 1
        assert names(drive)[-1] == ("Message" if is_cut else "Encyclopedia")
        if is_cut:
            key(drive, pygame.K_ESCAPE)
    assert counts[1] > 0
    assert bool(counts[0]) == (text_scale < 2.0)


def test_settings_are_in_force_at_once_and_kept(drive: Drive) -> None:
    """A setting changed on its screen holds at once for text and devices, and stands in the file."""
    choose(drive, "settings")
    scene: Any = drive.app.top
    scene.screen.section = "view"
    scene.refresh()
    choose(drive, "high_contrast")
    assert drive.app.pen.theme.high_contrast
    assert drive.app.devices.settings is drive.app.settings
    assert "high_contrast = true" in (drive.folder / "config" / "settings.toml").read_text()
    assert {name for names in SECTIONS.values() for name in names} | {"cut"} == set(FIELDS)


def test_a_verb_is_bound_anew_and_answers(drive: Drive) -> None:
    """Remap: choose `work`, press M; M works from then on, also after a restart; Escape would have changed nothing."""
    choose(drive, "settings")
    scene: Any = drive.app.top
    scene.screen.section = "controls"
    scene.refresh()
    choose(drive, "remap")
    choose(drive, "work")
    assert isinstance(drive.app.top, CaptureScene)
    key(drive, pygame.K_ESCAPE)
    assert drive.app.bindings.inputs("keyboard", "work") == ("space",)
    choose(drive, "work")
    key(drive, pygame.K_m)
    assert drive.app.bindings.inputs("keyboard", "work")[0] == "m"
    assert 'work = ["m", "space"]' in (drive.folder / "config" / "bindings.toml").read_text()
    choose(drive, "hook1")
    drive.frame(200)  # nobody presses anything: it goes back by itself
    assert names(drive)[-1] == "Remap"


def test_every_verb_has_a_name(drive: Drive) -> None:
    """Each verb that can be bound has words in both languages."""
    for language in ("en", "ru"):
        drive.app.text.switch(language)
        assert [name for name in VERBS if not drive.app.text.has(f"verb.{name}")] == []
    assert set(STICK_VERBS) <= set(VERBS)


def test_watching_needs_no_hands(drive: Drive) -> None:
    """The autopilot's walk is watched to its end and debrief without a press."""
    choose(drive, "watch")
    choose(drive, "unit-swap")
    choose(drive, "start")
    play = drive.play
    while not play.is_over and play.session.frame.play_s < 400:
        assert drive.frame()
    assert play.session.outcome == "complete"
    drive.frame(60)
    assert isinstance(drive.app.top, DebriefScene)


def test_slow_motion_is_the_same_world_later(drive: Drive) -> None:
    """At a quarter of the speed four times as many pictures bring the same tick."""
    drive.app.set(game_speed=0.25)
    choose(drive, "play")
    choose(drive, "unit-swap")
    begin(drive, Keyboard())
    assert isinstance(drive.app.top, EvaScene)
    before = drive.play.session.frame.tick
    drive.frame(40)
    assert abs(drive.play.session.frame.tick - before - 50) <= 2
    walk(drive, Keyboard(), until_s=1.0)

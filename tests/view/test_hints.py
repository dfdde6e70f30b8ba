"""Hints below a screen name the inputs that are bound, on the device in use."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

import pygame
import pytest
from test_hud import pen_of

from game.app.bindings import DEFAULTS
from game.app.folders import Folders
from game.app.loop import App
from game.app.options import PlayOptions
from game.app.scenes.language import LanguageScene
from game.app.scenes.message import MessageScene
from game.view.glyphs import glyph
from game.view.pen import NAVIGATION
from game.view.screens import parts
from game.view.theme import PICTURE_SIZE


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The inputs that hints have drawn."""
    names: list[str] = []

    def noted(pen: Any, device: str, name: str, px: int) -> pygame.Surface:
        names.append(name)
        return glyph(pen, device, name, px)

    monkeypatch.setattr(parts, "glyph", noted)
    return names


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """The app at its title, without a world behind it."""
    pygame.font.init()
    folders = Folders(*(tmp_path / name for name in ("config", "data", "cache", "log")))
    made = App(PlayOptions(language="en", size=PICTURE_SIZE, is_windowed=True), folders)
    made.push(LanguageScene(made))
    made.step_frame()
    made.step_frame()
    assert isinstance(made.top, LanguageScene)
    yield made
    pygame.display.quit()


def test_the_names_before_any_binding_are_the_defaults() -> None:
    """What a pen names without an app is the first input of each verb."""
    for device, (move, accept, back) in NAVIGATION.items():
        bound = DEFAULTS[device]
        assert move[:2] == (bound["ui_up"][0], bound["ui_down"][0])
        assert move[2:] == ((bound["ui_next"][0],) if device == "switch" else ())
        assert (accept, back) == (bound["ui_accept"][:1], bound["ui_back"][:1])


@pytest.mark.parametrize(
    ("device", "count"), [("keyboard", 4), ("gamepad", 4), ("switch", 5), ("mouse", 0), ("touch", 0)]
)
def test_hints_draw_what_the_pen_names(named: list[str], device: str, count: int) -> None:
    """Every input of the device is drawn once; who points needs none; without an input there is no hint."""
    pygame.font.init()
    pen, surface = pen_of("ru"), pygame.Surface(PICTURE_SIZE)
    parts.hints(surface, pen, device)
    assert named == [name for names in pen.navigation.get(device, ()) for name in names]
    assert len(named) == count
    if named:
        move, accept, _ = pen.navigation[device]
        pen.navigation[device] = (move, accept, ())
        named.clear()
        parts.hints(surface, pen, device)
        assert named == [*move, *accept]


def test_hints_follow_bindings_and_device(app: App, named: list[str]) -> None:
    """After a change of the bindings the next screen names the new input; with another device in use the screen that
    is shown names that device's, and the focus stays."""
    app.bindings.bind("keyboard", "ui_accept", "m")
    app.bindings.bind("gamepad", "ui_back", "x")
    app.push(MessageScene(app, "message.entry", 0, title="Title", text="word " * 2000))
    app.step_frame()
    app.step_frame()
    scene: Any = app.top
    assert isinstance(scene, MessageScene)
    assert named[-4:] == ["up", "down", "m", "escape"]
    page = next(widget for widget in scene.screen.widgets if widget.id == "text")
    assert page.scroll(200.0)
    scene.screen.focus.id = "text"
    for device, wanted in (("gamepad", ["dpad_up", "dpad_down", "a", "x"]), ("switch", ["b", "a", "x"])):
        app.devices.in_use = device
        app.step_frame()
        assert named[-len(wanted) :] == wanted
        assert scene.screen.focus.id == "text"
        assert next(widget for widget in scene.screen.widgets if widget.id == "text").top_px == 200.0
    drawn = len(named)
    app.step_frame()
    assert len(named) == drawn  # laid out once for a device

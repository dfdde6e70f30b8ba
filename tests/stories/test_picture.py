"""The picture of a walk is drawn by the real painters, without the Earth (it has tests of its own)."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest
from driving import FIRST_MISSION, Keyboard, post

from game.app.folders import Folders
from game.app.hosts import run_async
from game.app.loop import App
from game.app.play_picture import TAKEN_M
from game.app.scenes.eva import EvaScene
from game.control.intents import Intent


class NoEarth(App):
    """The real app; only the Earth is not loaded."""

    def prepare_world(self) -> None:
        """Nothing beside the level."""


@pytest.fixture
def app(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[App]:
    """The app in a walk (the first mission's, or that of its parameter), after its preparation."""
    folders = Folders(*(tmp_path / name for name in ("config", "data", "cache", "log")))
    made = NoEarth(getattr(request, "param", FIRST_MISSION), folders)
    made.step_frame()
    scene: Any = made.top
    scene.screen.focus.id = "start"
    Keyboard().do("accept", (0, 0), None, made)  # type: ignore[arg-type]
    for _ in range(20_000):
        assert made.step_frame()
        if isinstance(made.top, EvaScene):
            break
    assert isinstance(made.top, EvaScene)
    yield made
    pygame.display.quit()


def test_a_walk_is_drawn_and_drawing_changes_nothing(app: App) -> None:
    """World, panels and buttons are drawn in both languages, with large text and contrast; the world's digest stays."""
    scene: Any = app.top
    session = scene.play.session
    for _ in range(90):
        session.step()
    digest = session.world.digest()
    seen = set()
    for language, scale, contrast in (("en", 1.0, False), ("ru", 2.0, True)):
        app.set(language=language, text_scale=scale, high_contrast=contrast)
        for device in ("keyboard", "gamepad", "touch"):
            app.devices.in_use = device
            scene.picture.repeat_help()
            for _ in range(3):
                scene.draw(app.window.picture)
            seen.add(hash(pygame.image.tobytes(app.window.picture, "RGB")))
    assert len(seen) == 6
    assert session.world.digest() == digest
    assert not app.text.missing


def test_a_hand_armed_by_its_symbol_is_shown(app: App) -> None:
    """Who points and presses the symbol of a hand sees which hand the next tap is for; after the tap it is no more."""
    scene: Any = app.top
    app.devices.in_use = "touch"
    scene.draw(app.window.picture)

    def armed() -> list[str]:
        scene.draw(app.window.picture)
        return [hand.side for hand in scene.picture._told.points.hands if hand.is_armed]

    x, y = scene.picture.hud.boxes["left"].center
    assert armed() == []
    for value in ("down", "up"):
        scene.handle(Intent("pointer", x, y, value=value, device="touch"))
    assert armed() == ["left"]
    for value in ("down", "up"):
        scene.handle(Intent("pointer", 900.0, 420.0, value=value, device="touch"))
    assert armed() == []


def test_one_thing_waits_for_the_next_tap_and_is_shown(app: App) -> None:
    """A hook's symbol that is pressed is framed until its tap; a hand that is pressed after it goes before it."""
    scene: Any = app.top
    app.devices.in_use = "touch"
    scene.draw(app.window.picture)

    def armed() -> list[str]:
        scene.advance(1 / 30)
        scene.draw(app.window.picture)
        points = scene.picture._told.points
        return [hand.side for hand in points.hands if hand.is_armed] + [h.id for h in points.hooks if h.is_armed]

    def press(x: float, y: float) -> None:
        for value in ("down", "up"):
            scene.handle(Intent("pointer", x, y, value=value, device="touch"))

    boxes = dict(scene.picture.hud.boxes)
    press(*boxes["hook1"].center)
    assert armed() == ["hook1"]
    press(*boxes["hook2"].center)
    assert armed() == ["hook2"]
    press(*boxes["left"].center)
    assert armed() == ["left"]
    press(900.0, 420.0)
    assert armed() == []
    press(*boxes["right"].center)
    press(*boxes["hook1"].center)
    assert armed() == ["hook1"]
    press(*boxes["hook1"].center)
    assert armed() == []


def test_what_is_seen_is_what_is_pointed_at(app: App) -> None:
    """A pixel maps to the station point that is drawn there; the buttons at the side and the panel's hooks answer."""
    scene: Any = app.top
    app.devices.in_use = "touch"
    scene.draw(app.window.picture)
    picture = scene.picture
    point = picture.to_station((700.0, 300.0))
    assert picture.camera.to_screen(point) == pytest.approx((700.0, 300.0))
    for wish, rect in picture.bar._rects.items():
        assert picture.button_at(rect.center) == wish
    hook = picture.hud.boxes["hook1"].center
    assert picture.button_at(hook) == "hook1"
    scene.handle(Intent("pointer", *hook, value="down", device="touch"))
    scene.handle(Intent("pointer", *hook, value="up", device="touch"))
    presses = scene.play.tray.take().presses
    assert [press.kind for press in presses] == ["hook1"]


@pytest.mark.parametrize("app", [replace(FIRST_MISSION, mission="bench-wipe", assist="crew", cut="1m")], indirect=True)
def test_no_mark_lies_on_a_hand_that_grips(app: App) -> None:
    """Who chooses holds sees those in reach marked, but for where a hand is already: the hand itself tells that."""
    scene: Any = app.top
    for _ in range(30):
        scene.play.session.step()
    grips = [hand.at for hand in scene.play.session.frame.crew[0].hands if hand.state == "gripping"]
    marked = [hold.at for hold in scene.picture._make_marks().holds if hold.state == "can"]
    offered = [hold.at for hold in scene.play.session.preview().holds if hold.state == "can"]
    assert grips
    assert marked
    assert min(math.dist(one, at) for one in offered for at in grips) < TAKEN_M
    assert min(math.dist(one, at) for one in marked for at in grips) > TAKEN_M


def test_an_async_host_can_drive_it(app: App) -> None:
    """A host that owns the loop gets control back after every picture, and the end when the window is closed."""
    turns = 0

    async def host() -> int:
        nonlocal turns
        task = asyncio.create_task(run_async(app))
        while not task.done():
            turns += 1
            if turns == 4:
                post(pygame.QUIT)
            await asyncio.sleep(0)
        return task.result()

    assert asyncio.run(host()) == 0
    assert turns >= 4

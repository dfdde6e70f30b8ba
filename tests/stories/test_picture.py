"""The picture of a walk is drawn by the real painters, without the Earth (it has tests of its own)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from driving import FIRST_MISSION, Keyboard, post

from game.app.folders import Folders
from game.app.hosts import run_async
from game.app.loop import App
from game.app.scenes.eva import EvaScene
from game.control.intents import Intent


class NoEarth(App):
    """The real app; only the Earth is not loaded."""

    def prepare_world(self) -> None:
        """Nothing beside the level."""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """The app in a walk, after its preparation."""
    folders = Folders(*(tmp_path / name for name in ("config", "data", "cache", "log")))
    made = NoEarth(FIRST_MISSION, folders)
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

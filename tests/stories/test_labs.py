"""Labs in the window: with and without a person, measured, held and gone on with tick by tick, and left again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pygame
import pytest
from driving import PICTURE_S, post

from game.app.folders import Folders
from game.app.loop import App
from game.app.options import PlayOptions
from game.app.scenes.briefing import BriefingScene
from game.app.scenes.eva import EvaScene

if TYPE_CHECKING:
    from pathlib import Path


class Window:
    """The real app with its pictures, and a watch that a test moves on."""

    def __init__(self, folder: Path, mission: str, language: str) -> None:
        self.now_s = 100.0
        folders = Folders(*(folder / name for name in ("config", "data", "cache", "log")))
        options = PlayOptions(mission, language=language, size=(1920, 1080), is_windowed=True)
        self.app = App(options, folders, lambda: self.now_s)

    def frame(self, count: int = 1) -> None:
        for _ in range(count):
            self.now_s += PICTURE_S
            assert self.app.step_frame()

    def press(self, key: int) -> None:
        post(pygame.KEYDOWN, key=key, scancode=0, unicode="", mod=0)
        post(pygame.KEYUP, key=key, scancode=0, mod=0)
        self.frame()

    def walk(self) -> Any:
        """Through the briefing into the lab."""
        for _ in range(2000):
            if isinstance(self.app.top, EvaScene):
                return self.app.top
            if isinstance(self.app.top, BriefingScene):
                self.press(pygame.K_RETURN)
            self.frame()
        raise AssertionError(f"found {type(self.app.top).__name__}, wanted the lab")


@pytest.mark.parametrize(("mission", "language"), [("lab-snag", "ru"), ("lab-run-out", "en")])
def test_a_lab_runs_in_the_window(tmp_path: Path, mission: str, language: str) -> None:
    """A lab shows its measuring panel and no alarm; one key holds time and goes on by one tick a press."""
    window = Window(tmp_path, mission, language)
    scene = window.walk()
    window.frame(10)
    model = scene.picture._model()
    assert model.bench is not None
    assert model.bench.lines
    assert model.banner is None
    assert model.suit is None
    assert not window.app.text.missing
    window.press(pygame.K_PERIOD)
    held = scene.play.session.frame.tick
    window.frame(5)
    assert scene.play.session.frame.tick == held
    assert scene.picture._model().is_paused
    window.press(pygame.K_PERIOD)
    window.frame(3)
    assert scene.play.session.frame.tick == held + 1
    window.press(pygame.K_EQUALS)
    window.frame(3)
    assert scene.play.session.frame.tick > held + 5
    scene.play.wish = "end"
    scene.uncovered()
    window.frame(3)
    assert not isinstance(window.app.top, EvaScene)


def test_time_stands_still_in_a_lesson_of_the_workbench(tmp_path: Path) -> None:
    """One key holds time in a lesson too, and each further press goes on by one tick; the panels say so."""
    window = Window(tmp_path, "bench-bolts", "en")
    scene = window.walk()
    window.frame(10)
    window.press(pygame.K_PERIOD)
    held = scene.play.session.frame.tick
    window.frame(5)
    window.press(pygame.K_PERIOD)
    window.frame(3)
    assert scene.play.session.frame.tick == held + 1
    assert scene.picture._model().is_paused

"""Nobody who hits everything at once ends the program, loses a recording, or sees a traceback."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pygame
import pytest
from driving import FIRST_MISSION, Drive, Keyboard, begin, post
from soak import Crowd

from game.app.scenes.eva import EvaScene
from game.session.recording import read_recording

SOAK_S = 60.0


def log_of(drive: Drive) -> str:
    path = drive.folder / "log" / "spacewalk.log"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def soak(drive: Drive, seed: int, seconds: float) -> int:
    """Let a crowd play; a walk that was left begins again. Returns the pictures that a walk was on the screen."""
    crowd, walked = Crowd(seed), 0
    start = drive.now_s
    while drive.now_s - start < seconds:
        crowd.act()
        if not drive.frame():
            drive.__post_init__()  # somebody pressed Quit on the title: the kiosk starts it again
        walked += isinstance(drive.app.top, EvaScene)
        assert "Traceback" not in log_of(drive)
    return walked


@pytest.mark.parametrize(("assist", "seed"), [("cadet", 1), ("crew", 2), ("commander", 3)])
def test_a_crowd_at_every_device(assist: str, seed: int, tmp_path: Path) -> None:
    """A minute of random events from every device, windows and plugs included, leaves a program that goes on, a clean
    log, and recordings that can all be read."""
    drive = Drive(tmp_path, dataclasses.replace(FIRST_MISSION, assist=assist))
    try:
        begin(drive, Keyboard())
        assert soak(drive, seed, SOAK_S) > 0
        post(pygame.QUIT)
        assert drive.frame() is False
        for path in sorted((tmp_path / "data" / "recordings").iterdir()):
            assert read_recording(path).is_whole, path
    finally:
        pygame.display.quit()

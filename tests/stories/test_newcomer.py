"""Who has never played finishes every mission's shortest cut at cadet level by doing what prompts say, nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from driving import Drive, Keyboard, begin
from newcomer import PLAYERS, Newcomer

from game.app.options import PlayOptions
from game.missions.level import list_levels, load_level

FIRST = "unit-swap"
IS_WHOLE = bool(os.environ.get("SPACEWALK_SEEDS"))  # at night: every device in every mission
BY_DAY = {FIRST: ("all in turn",), "pool-grip": ("touch",), "leonov-1965": ()}
OTHER_DEVICES = ("gamepad", "mouse", "all in turn")


def missions() -> list[str]:
    """Every mission that is played to an end; labs have none."""
    return [info.id for info in list_levels() if info.kind != "lab"]


def shortest(mission: str) -> tuple[str, float]:
    """The shortest cut and the seconds of play that its name promises."""
    cut = min((cut for cut in load_level(mission).cuts if cut.play_s > 0), key=lambda cut: cut.play_s)
    return cut.id, cut.play_s


def walks() -> Iterator[tuple[str, str]]:
    for mission in missions() if IS_WHOLE else BY_DAY:
        for device in ("keyboard", *(("touch", *OTHER_DEVICES) if IS_WHOLE else BY_DAY[mission])):
            yield mission, device


@pytest.mark.parametrize(("mission", "device"), list(walks()))
def test_newcomer(mission: str, device: str, tmp_path: Path) -> None:
    """He is home with everything required done, within the time the cut promises, and has broken nothing."""
    cut, play_s = shortest(mission)
    drive = Drive(tmp_path, PlayOptions(mission, "cadet", cut, "en", (1920, 1080), is_windowed=True, seed=7))
    try:
        begin(drive, Keyboard())
        player = Newcomer(PLAYERS[device])
        walk = drive.play
        assert player.play(drive, until_s=play_s) == "complete", player.presses
        assert walk.session.report().lost_objects == ()
    finally:
        pygame.display.quit()

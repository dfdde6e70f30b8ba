"""Who has never played finishes every mission's short cuts by doing what prompts say, nothing else: cadet and crew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from driving import Drive, Keyboard, begin
from newcomer import PLAYERS, READ_S, WAIT_S, Newcomer

from game.app.options import PlayOptions
from game.missions.level import list_levels, load_level

SHORT_S = 180.0  # of play: what a visitor may have
IS_WHOLE = bool(os.environ.get("SPACEWALK_SEEDS"))  # at night: every short cut of every mission, by every device
BY_DAY = (
    ("unit-swap", "3m", "cadet", "all in turn"),
    ("pool-grip", "3m", "cadet", "touch"),
    ("nanosats", "1m", "cadet", "keyboard"),
    ("leonov-1965", "3m", "cadet", "gamepad"),
    ("bench-carry", "1m", "cadet", "mouse"),
    ("pool-hooks", "3m", "crew", "keyboard"),
    ("bench-bridge", "1m", "crew", "gamepad"),
    ("bench-cable", "1m", "crew", "touch"),
    ("radar-panel", "1m", "crew", "all in turn"),
)
DEVICES = ("keyboard", "touch", "gamepad", "mouse", "all in turn")
QUICK_S = {("pool-grip", "cadet"): 60.0}  # quicker than its cut promises
WAITS_S = {"cadet": WAIT_S, "crew": READ_S}  # who plays as crew has played before: he waits no longer than he reads
PATIENCE = {"cadet": 1.0, "crew": 1.5}  # times what the cut promises, for who does each hold and stroke himself


def short_cuts() -> Iterator[tuple[str, str]]:
    """Every mission that is played to an end, with its cuts of three minutes and less; labs have none."""
    for info in list_levels():
        for cut in load_level(info.id).cuts if info.kind != "lab" else ():
            if cut.play_s <= SHORT_S:
                yield info.id, cut.id


WHOLE = [(*cut, assist, device) for cut in short_cuts() for assist in WAITS_S for device in DEVICES]
WALKS = WHOLE if IS_WHOLE else list(BY_DAY)


def test_every_mission_has_a_short_cut() -> None:
    """No mission asks more than three minutes of a visitor."""
    assert {mission for mission, _ in short_cuts()} == {info.id for info in list_levels() if info.kind != "lab"}


@pytest.mark.parametrize(("mission", "cut", "assist", "device"), WALKS)
def test_newcomer(mission: str, cut: str, assist: str, device: str, tmp_path: Path) -> None:
    """He has done everything required, and is home where the cut leads home, within the time it promises (as crew half
    as much again); he has broken and lost nothing. The first lesson takes him less than a minute."""
    drive = Drive(tmp_path, PlayOptions(mission, assist, cut, "en", (1920, 1080), is_windowed=True, seed=7))
    try:
        begin(drive, Keyboard())
        player = Newcomer(PLAYERS[device], WAITS_S[assist])
        walk = drive.play
        until_s = QUICK_S.get((mission, assist), PATIENCE[assist] * load_level(mission).cut(cut).play_s)
        assert player.play(drive, until_s) == "complete", player.presses
        report = walk.session.report()
        assert report.lost_objects == ()
        assert report.damaged == ()
    finally:
        pygame.display.quit()

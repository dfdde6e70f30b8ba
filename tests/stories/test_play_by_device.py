"""Missions are finished with each device alone, by posted events through the real loop, doing what prompts ask.

The picture is left out (it has its own tests); time is given, five ticks a picture.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from driving import FIRST_MISSION, Drive, Keyboard, Mouse, Pad, Switch, Touch, begin, post, walk

from game.app.options import PlayOptions
from game.app.scenes.debrief import DebriefScene
from game.app.scenes.eva import EvaScene
from game.app.scenes.message import MessageScene
from game.app.scenes.pause import PauseScene
from game.app.scenes.title import TitleScene


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Drive]:
    """The app at the briefing of the first mission."""
    pygame.event.clear() if pygame.display.get_init() else None
    made = Drive(tmp_path)
    yield made
    pygame.display.quit()


@pytest.mark.parametrize("device", [Keyboard(), Pad(), Mouse(), Touch(), Switch()], ids=lambda d: type(d).__name__)
def test_first_mission_with_one_device(drive: Drive, device: Any) -> None:
    """A cadet who does what the prompts ask, with this device alone, brings the first mission to its end."""
    if isinstance(device, Switch):
        begin(drive, Keyboard())
        drive.app.set(one_switch=True)
    else:
        begin(drive, device)
    play = drive.play
    assert walk(drive, device) == "complete"
    drive.frame(60)
    assert isinstance(drive.app.top, DebriefScene)
    report = play.session.report()
    assert report.time_in_hand_s > 0
    assert report.lost_objects == ()
    recordings = list((drive.folder / "data" / "recordings").iterdir())
    assert len(recordings) == 1
    assert not recordings[0].name.endswith(".part")


IS_NIGHT = bool(os.environ.get("SPACEWALK_SEEDS"))
OTHERS = (
    "nanosats", "radar-panel", "solar-panels", "microbes", "sky-monitor", "space-weather", "leonov-1965", "bench-crane",
    "bench-satellite",
)  # fmt: skip
LESSONS = ("pool-grip", "pool-hooks", "pool-work", "pool-mass")
WALKS = [("leonov-1965", "1m", Switch()), ("bench-satellite", "1m", Pad())]
if IS_NIGHT:
    CUTS = [(mission, "1m") for mission in OTHERS] + [(mission, "3m") for mission in LESSONS]
    WALKS = [(*cut, device) for cut in CUTS for device in (Keyboard(), Pad(), Mouse(), Touch(), Switch())]


@pytest.mark.parametrize(("mission", "cut", "device"), WALKS, ids=[f"{m}-{type(d).__name__}" for m, _, d in WALKS])
def test_other_missions_with_one_device(mission: str, cut: str, device: Any, tmp_path: Path) -> None:
    """Lessons, the other walks' shortest cuts and history are finished with each device alone as well, and nothing is
    damaged or lost."""
    drive = Drive(tmp_path, PlayOptions(mission, "cadet", cut, "en", (1920, 1080), is_windowed=True, seed=7))
    try:
        begin(drive, Keyboard() if isinstance(device, Switch) else device)
        drive.app.set(one_switch=isinstance(device, Switch))
        play = drive.play
        assert walk(drive, device) == "complete"
        report = play.session.report()
        assert report.lost_objects == ()
        assert report.damaged == ()
    finally:
        pygame.display.quit()


BY_HAND = [("commander", Touch()), ("crew", Pad())]
if IS_NIGHT:
    BY_HAND += [("commander", Mouse()), ("commander", Keyboard()), ("crew", Mouse())]


@pytest.mark.parametrize(("assist", "device"), BY_HAND, ids=[f"{a}-{type(d).__name__}" for a, d in BY_HAND])
def test_every_assist_level_with_one_device(assist: str, device: Any, tmp_path: Path) -> None:
    """With every hand, hook and pull his own, a person with one device alone brings the first mission to its end: by
    taps on holds, on the hooks' symbols and on worksites, by drags of the body, or by keys and buttons."""
    drive = Drive(tmp_path, dataclasses.replace(FIRST_MISSION, assist=assist))
    try:
        begin(drive, device)
        assert walk(drive, device) == "complete"
    finally:
        pygame.display.quit()


def test_window_closed_in_the_middle_keeps_the_recording(drive: Drive) -> None:
    """Closing the window during a walk ends the program at once with status 0 and a whole recording."""
    begin(drive, Keyboard())
    walk(drive, Keyboard(), until_s=5.0)
    post(pygame.QUIT)
    assert drive.frame() is False
    assert drive.app.exit_status == 0
    (recording,) = (drive.folder / "data" / "recordings").iterdir()
    assert not recording.name.endswith(".part")


def test_an_error_ends_the_walk_and_not_the_program(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the world: the recording is kept, a calm page is shown over the title, the log has the traceback."""
    begin(drive, Keyboard())
    walk(drive, Keyboard(), until_s=2.0)

    def breaks(*_: object) -> None:
        raise ZeroDivisionError("a fault planted by the test")

    monkeypatch.setattr(drive.play.session, "step", breaks)
    assert drive.frame(2)
    assert [type(scene) for scene in drive.app.scenes] == [TitleScene, MessageScene]
    assert "ZeroDivisionError" in (drive.folder / "log" / "spacewalk.log").read_text()
    assert len(list((drive.folder / "data" / "recordings").iterdir())) == 1
    Keyboard().do("accept", (0, 0), None, drive)
    drive.frame(3)
    assert [type(scene) for scene in drive.app.scenes] == [TitleScene]


def test_pad_unplugged_pauses_and_the_keyboard_goes_on(drive: Drive) -> None:
    """Unplugged mid-grip: the walk pauses, one line says so, Enter on the keyboard goes on."""
    begin(drive, Keyboard())
    Pad().do("work", (0, 0), None, drive)
    drive.frame(3)
    assert drive.app.devices.in_use == "gamepad"
    post(pygame.CONTROLLERDEVICEREMOVED, instance_id=3)
    drive.frame(2)
    assert isinstance(drive.app.top, PauseScene)
    assert any(notice.key == "notice.pad_removed" for notice in drive.app.notices.current)
    tick = drive.app.top.play.session.frame.tick
    drive.frame(10)
    assert drive.app.top.play.session.frame.tick == tick
    Keyboard().do("accept", (0, 0), None, drive)
    drive.frame(3)
    assert isinstance(drive.app.top, EvaScene)
    assert drive.play.session.frame.tick > tick


def test_restart_begins_anew(drive: Drive) -> None:
    """Start again from the pause menu begins at tick 0; both runs are kept."""
    begin(drive, Keyboard())
    walk(drive, Keyboard(), until_s=3.0)
    post(pygame.KEYDOWN, key=pygame.K_ESCAPE, scancode=0, mod=0, unicode="")
    drive.frame(2)
    scene: Any = drive.app.top
    assert isinstance(scene, PauseScene)
    scene.screen.focus.id = "restart"
    Keyboard().do("accept", (0, 0), None, drive)
    drive.frame(3)
    assert isinstance(drive.app.top, EvaScene)
    assert drive.play.session.frame.play_s < 1.0
    assert [type(s).__name__ for s in drive.app.scenes].count("EvaScene") == 1


def test_language_switches_in_the_middle(drive: Drive) -> None:
    """One key changes all words at once, in menus and in the walk, and is kept."""
    begin(drive, Keyboard())
    post(pygame.KEYDOWN, key=pygame.K_F2, scancode=0, mod=0, unicode="")
    drive.frame(2)
    assert drive.app.text.language == "ru"
    assert 'language = "ru"' in (drive.folder / "config" / "settings.toml").read_text()


def test_a_read_only_home_plays(tmp_path: Path) -> None:
    """Where nothing can be written the game plays all the same and says so once."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    drive = Drive(blocked)
    begin(drive, Keyboard())
    walk(drive, Keyboard(), until_s=2.0)
    assert any(notice.key in ("notice.read_only", "notice.recording_lost") for notice in drive.app.notices.current)
    post(pygame.QUIT)
    assert drive.frame() is False
    assert drive.app.exit_status == 0


def test_an_unknown_mission_is_told(tmp_path: Path) -> None:
    """A mission that does not exist gives a page that names what was found, over the title."""
    drive = Drive(tmp_path, PlayOptions("unit-swop", "", "", "en", (1280, 720), True, 1))
    drive.frame(2)
    assert [type(scene) for scene in drive.app.scenes] == [TitleScene, MessageScene]
    message: Any = drive.app.top
    assert "unit-swop" in message.model().text
    assert "unit-swap" in message.model().text

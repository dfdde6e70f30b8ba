"""A machine that nobody looks after: double presses, guests who keep pictures, fingers that stay, parts that fail."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from driving import Drive, Keyboard, begin, post

from game.app.notice_picture import LINES, draw_notices
from game.app.notices import Notice, NoticeBoard
from game.app.pictures import GUESTS_KEEP, keep_picture
from game.app.preparation import Preparation
from game.app.scenes.eva import EvaScene
from game.app.scenes.missions import MissionsScene
from game.app.scenes.pause import PauseScene
from game.app.scenes.settings import SettingsScene
from game.app.scenes.title import TitleScene
from game.view.left_behind import drop_left_behind
from game.view.pen import Pen
from game.view.text import Text
from game.view.theme import make_theme


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Drive]:
    """The app at the briefing of the first mission."""
    made = Drive(tmp_path)
    pygame.event.clear()
    yield made
    pygame.display.quit()


def press(key: int) -> None:
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        post(kind, key=key, scancode=0, mod=0, unicode="")


def test_two_presses_in_one_picture_are_not_two_steps_back(drive: Drive) -> None:
    """A button that bounces leaves one page, not two; the program goes on, and focus lost twice is one pause."""
    app = drive.app
    app.reset(TitleScene(app))
    drive.frame(2)
    app.push(SettingsScene(app))
    drive.frame(2)
    press(pygame.K_ESCAPE)
    press(pygame.K_ESCAPE)
    assert drive.frame(3)
    assert [type(scene) for scene in app.scenes] == [TitleScene]
    app.push(MissionsScene(app))
    drive.frame(2)
    app.reset(MissionsScene(app))  # the only scene there is
    drive.frame(2)
    press(pygame.K_ESCAPE)
    assert drive.frame(3)
    assert [type(scene) for scene in app.scenes] == [MissionsScene]


def test_focus_lost_twice_is_one_pause(drive: Drive) -> None:
    """A window that is minimised tells of it in two ways."""
    begin(drive, Keyboard())
    post(pygame.WINDOWFOCUSLOST)
    post(pygame.WINDOWMINIMIZED)
    assert drive.frame(2)
    assert [type(scene) for scene in drive.app.scenes].count(PauseScene) == 1


def test_who_watches_by_pointing_gets_out(drive: Drive) -> None:
    """Nobody plays: a button at the side leads to the menu all the same."""
    from game.app.touch_bar import TouchBar

    bar = TouchBar(drive.app.pen, "")
    assert bar.wishes == ("pause",)
    assert bar.at(bar._rects["pause"].center) == "pause"


def test_who_watches_with_one_button_gets_out(drive: Drive) -> None:
    """The button that does what comes first leads to the menu, as there is nothing else to do."""
    from game.app.play import Play, PlayRequest
    from game.control.intents import Intent
    from game.missions.level import load_level

    app = drive.app
    prepared = app.prepare_level(load_level("unit-swap"))
    app.reset(EvaScene(app, Play(app, PlayRequest(prepared, "3m", "cadet", 1, "autopilot"))))
    drive.frame(2)
    assert isinstance(app.top, EvaScene)
    app.top.handle(Intent("act", device="switch"))
    drive.frame(2)
    assert isinstance(app.top, PauseScene)


def test_a_finger_that_is_never_lifted_gives_way(drive: Drive) -> None:
    """A screen that was unplugged tells of no lifting: the next finger counts, at once or after some seconds."""
    devices = drive.app.devices

    def touch(kind: int, finger: int, at_s: float) -> list[str]:
        post(kind, finger_id=finger, touch_id=1, x=0.5, y=0.5, dx=0.0, dy=0.0, pressure=1.0)
        return [intent.value for intent in devices.read("ui", at_s)]

    assert touch(pygame.FINGERDOWN, 1, 200.0) == ["down"]
    assert touch(pygame.FINGERDOWN, 2, 201.0) == []  # the first one is the pointer
    assert touch(pygame.FINGERDOWN, 3, 210.0) == ["cancel", "down"]
    assert touch(pygame.FINGERUP, 3, 210.1) == ["up"]
    assert touch(pygame.FINGERDOWN, 4, 210.2) == ["down"]
    assert touch(pygame.FINGERDOWN, 4, 210.3) == ["cancel", "down"]


def test_guests_do_not_fill_the_disk(tmp_path: Path) -> None:
    """On a machine for guests the newest pictures stay; at home all of them do, and nothing else is touched."""
    for number in range(GUESTS_KEEP + 5):
        path = tmp_path / f"spacewalk-4k-{number:03d}.png"
        path.write_bytes(b"x")
        os.utime(path, (1000.0 + number, 1000.0 + number))
    (tmp_path / "poster.png").write_bytes(b"ours")
    keep_picture(tmp_path, b"new")
    assert len(list(tmp_path.glob("spacewalk-*.png"))) == GUESTS_KEEP + 6
    assert keep_picture(tmp_path, b"newer", "4k-", is_guest=True).key == "notice.screenshot"
    left = {path.name for path in tmp_path.iterdir()}
    assert len(left) == GUESTS_KEEP + 1
    assert "poster.png" in left
    assert "spacewalk-4k-000.png" not in left


def test_halves_of_walks_do_not_stay(tmp_path: Path) -> None:
    """A power cut leaves the half of a walk: removed after an hour, as no recording of a guest is kept."""
    for name, age_s in (("a.walk.part", 7200.0), ("b.walk.part", 60.0), ("c.walk", 7200.0)):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (time.time() - age_s,) * 2)
    drop_left_behind(tmp_path, "*.part")
    drop_left_behind(tmp_path / "nowhere", "*.part")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.walk.part", "c.walk"]


def test_what_only_adorns_may_fail() -> None:
    """A job that is not needed is logged and left out; a needed one is told to the app."""

    def fails() -> Iterator[None]:
        yield None
        raise MemoryError("no room")

    done: list[str] = []

    def works() -> Iterator[None]:
        done.append("physics")
        yield None

    preparation = Preparation()
    preparation.add("earth", 1.0, fails, is_needed=False)
    preparation.add("physics", 1.0, works)
    while not preparation.is_idle:
        preparation.advance(0.01)
    assert done == ["physics"]
    assert preparation.has("earth")
    preparation.add("level", 1.0, fails)
    with pytest.raises(MemoryError):
        preparation.advance(1.0)


def test_sound_is_tried_again_at_the_title(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A loudspeaker that comes later is found at the next title; its absence is told once."""
    from game.app.loop import App

    tried: list[bool] = []
    app = drive.app
    monkeypatch.setattr(app.sound, "open", lambda: bool(tried.append(True)))
    told: list[Notice] = []
    monkeypatch.setattr(NoticeBoard, "put", lambda _, notice: told.append(notice))
    for _ in range(3):
        app.preparation = Preparation()
        App.prepare_world(app)
        for job in app.preparation._queue:
            if job.name == "sound":
                list(job.start())
    assert len(tried) == 3
    assert [notice.key for notice in told] == ["notice.no_sound"]
    finished = app.preparation.finished
    finished |= {"sound": 0.1, "sounds": 0.3}
    App.prepare_world(app)
    assert "sound" not in finished


def test_a_notice_has_an_end() -> None:
    """A file with thousands of faults is told in some lines."""
    pygame.font.init()
    pen = Pen(Text("en"), make_theme(text_scale=2.0))
    reason = "; ".join(f"name_{number}: not known" for number in range(20_000))
    picture = pygame.Surface((1920, 1080), pygame.SRCALPHA, 32)
    draw_notices(picture, pen, [Notice.of("notice.file_bad", 1, file="settings.toml", reason=reason, kept="x.bad")])
    box = picture.get_bounding_rect()
    assert 0 < box.height < (LINES + 1) * pen.letters.height("small") + 24
    assert box.bottom <= 1080


def test_the_moon_leaves_nothing_behind() -> None:
    """A disc of every minute for days must not add up: nothing in its painter keeps what it was asked for."""
    from game.view import moon

    assert not hasattr(moon._place, "cache_info")

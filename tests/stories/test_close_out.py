"""Closing out early is reached on every device, leads home by the prompts, and ends well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pygame
import pytest
from driving import Drive, Keyboard, Mouse, Pad, Pointer, Switch, Touch, begin, post, walk

from game.app.scenes.debrief import DebriefScene
from game.app.scenes.eva import EvaScene
from game.app.scenes.pause import PauseScene

PATIENCE = 900  # pictures: a minute of a person with one switch


def open_menu(drive: Drive, device: Any) -> None:
    if isinstance(device, Keyboard):
        post(pygame.KEYDOWN, key=pygame.K_ESCAPE, scancode=0, mod=0, unicode="")
    elif isinstance(device, Pad):
        post(pygame.CONTROLLERBUTTONDOWN, instance_id=3, button=pygame.CONTROLLER_BUTTON_START)
    elif isinstance(device, Pointer):
        device.do("pause", (0, 0), None, drive)
    else:  # the scanner steps; its last choice is the menu
        human = drive.play.session.human
        for _ in range(PATIENCE):
            if human.scanner.chosen is not None and human.scanner.chosen[0] == "menu":
                device.do("act", (0, 0), None, drive)
                drive.frame(3)
                break
            drive.frame()
    drive.frame(3)
    assert isinstance(drive.app.top, PauseScene), device


def choose(drive: Drive, device: Any, wanted: str) -> None:
    screen: Any = drive.app.top.screen  # type: ignore[union-attr]
    if isinstance(device, Pointer):
        node = next(widget for widget in screen.widgets if widget.id == wanted)
        device.press(*node.rect.center)
        drive.frame(3)
        return
    for _ in range(PATIENCE):
        if screen.focus.id == wanted:
            device.do("accept", (0, 0), None, drive)
            drive.frame(3)
            return
        if isinstance(device, Keyboard | Pad):
            device.do("hold_next", (0, -1), None, drive)
        drive.frame()
    raise AssertionError(wanted)


@pytest.mark.parametrize("device", [Keyboard(), Pad(), Mouse(), Touch(), Switch()], ids=lambda d: type(d).__name__)
def test_finish_early(device: Any, tmp_path: Path) -> None:
    """In the middle of the work a person opens the menu, chooses to finish early, follows the prompts, and is home."""
    drive = Drive(tmp_path)
    try:
        begin(drive, Keyboard() if isinstance(device, Switch) else device)
        if isinstance(device, Switch):
            drive.app.set(one_switch=True)
        walk(drive, device, until_s=25.0)
        assert drive.play.session.frame.phase == "outside"
        open_menu(drive, device)
        choose(drive, device, "terminate")
        assert isinstance(drive.app.top, EvaScene)
        drive.frame(6)
        assert drive.play.session.frame.called_off == "terminate"
        assert walk(drive, device) == "terminated"
        drive.frame(60)
        assert isinstance(drive.app.top, DebriefScene)
    finally:
        pygame.display.quit()


def test_the_menu_offers_it_only_outside(tmp_path: Path) -> None:
    """Before the hatch is open there is nothing to call off; then both ways are offered; after a choice only the graver
    one."""
    drive = Drive(tmp_path)
    keyboard = Keyboard()
    try:
        begin(drive, keyboard)
        offered = []
        for how in ("", "terminate", ""):
            open_menu(drive, keyboard)
            screen: Any = drive.app.top.screen  # type: ignore[union-attr]
            offered.append([widget.id for widget in screen.widgets if widget.id in ("terminate", "abort")])
            choose(drive, keyboard, how or "resume")
            if not how:
                post(pygame.KEYDOWN, key=pygame.K_k, scancode=0, mod=0, unicode="")
            drive.frame(30)
        assert offered == [[], ["terminate", "abort"], ["abort"]]
    finally:
        pygame.display.quit()

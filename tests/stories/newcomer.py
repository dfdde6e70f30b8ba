"""Somebody who has never played: he reads the prompt that is asked of him and presses exactly what it shows.

He knows nothing else: not the session, not the map, not the plan. The same player for every mission and device.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pygame
from driving import Drive, Mouse, Pointer, Touch, post

from game.app.keys import _BY_SYMBOL
from game.app.pads import PAD_BUTTONS
from game.app.scenes.eva import EvaScene
from game.view.hud_parts import PromptPart

READ_S = 1.2  # so long he looks at a new prompt before he presses
WAIT_S = 2.0  # and so long he waits to see what his press did
KEYS = {name: symbol for symbol, name in _BY_SYMBOL.items()}
BUTTONS = {name: button for button, name in PAD_BUTTONS.items()}


class ByKeyboard:
    name = "keyboard"

    def press(self, part: PromptPart, drive: Drive) -> None:
        del drive
        assert part.device == "keyboard", part
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            post(kind, key=KEYS[part.inputs[0]], scancode=0, mod=0, unicode="")


class ByPad:
    name = "gamepad"

    def press(self, part: PromptPart, drive: Drive) -> None:
        del drive
        assert part.device == "gamepad", part
        for kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
            post(kind, instance_id=3, button=BUTTONS[part.inputs[0]])


class ByPointing:
    """Points at the prompt itself: it says tap, so that is where to."""

    pointer: Pointer
    name = ""

    def press(self, part: PromptPart, drive: Drive) -> None:
        assert part.device == self.name, part
        scene = drive.app.top
        assert isinstance(scene, EvaScene)
        boxes: Any = scene.picture.lay_out()  # type: ignore[attr-defined]
        box = next(box for shown, box in boxes if shown == part)
        self.pointer.press(*box.center)


class ByMouse(ByPointing):
    name, pointer = "mouse", Mouse()


class ByTouch(ByPointing):
    name, pointer = "touch", Touch()


class ByWhateverIsNear:
    """A visitor who goes from device to device: another one for every press; the prompt speaks of the one in use."""

    def __init__(self) -> None:
        self._all = (ByKeyboard(), ByTouch(), ByPad(), ByMouse())
        self._count = 0

    @property
    def name(self) -> str:
        return self._all[self._count % len(self._all)].name

    def press(self, part: PromptPart, drive: Drive) -> None:
        self._all[self._count % len(self._all)].press(part, drive)
        self._count += 1


PLAYERS: dict[str, Any] = {player.name: player for player in (ByKeyboard(), ByPad(), ByMouse(), ByTouch())}
PLAYERS["all in turn"] = ByWhateverIsNear()


@dataclass
class Newcomer:
    """Plays by the prompts alone; `presses` is what he did, as (second, prompt)."""

    player: Any
    wait_s: float = WAIT_S
    presses: list[tuple[float, str]] = field(default_factory=list)

    def play(self, drive: Drive, until_s: float) -> str:
        """Until the walk is over or `until_s` of play; returns the outcome."""
        walk = drive.play
        seen: tuple[str, Any] = ("", None)
        since_s = pressed_s = -self.wait_s
        while walk.session.frame.play_s < until_s and not walk.is_over:
            now_s = walk.session.frame.play_s
            scene = drive.app.top
            assert isinstance(scene, EvaScene), scene
            drive.app.devices.in_use = self.player.name
            told = scene.picture.prompts.read()
            asked = next((part for part in told.prompts if part.is_first), None)
            if asked is None or (asked.key, asked.values) != seen:
                seen, since_s = (asked.key, asked.values) if asked is not None else ("", None), now_s
            elif now_s - since_s >= READ_S and now_s - pressed_s >= self.wait_s:
                self.player.press(asked, drive)
                self.presses.append((round(now_s, 1), asked.key))
                pressed_s = now_s
            assert drive.frame()
        return str(walk.session.outcome)

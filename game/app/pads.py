"""Pads and arcade sticks: opening, closing, and their events in the names that bindings use."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import Any

import pygame

_BUTTONS = {
    "CONTROLLER_BUTTON_A": "a",
    "CONTROLLER_BUTTON_B": "b",
    "CONTROLLER_BUTTON_X": "x",
    "CONTROLLER_BUTTON_Y": "y",
    "CONTROLLER_BUTTON_BACK": "back",
    "CONTROLLER_BUTTON_GUIDE": "guide",
    "CONTROLLER_BUTTON_START": "start",
    "CONTROLLER_BUTTON_LEFTSTICK": "left_press",
    "CONTROLLER_BUTTON_RIGHTSTICK": "right_press",
    "CONTROLLER_BUTTON_LEFTSHOULDER": "left_shoulder",
    "CONTROLLER_BUTTON_RIGHTSHOULDER": "right_shoulder",
    "CONTROLLER_BUTTON_DPAD_UP": "dpad_up",
    "CONTROLLER_BUTTON_DPAD_DOWN": "dpad_down",
    "CONTROLLER_BUTTON_DPAD_LEFT": "dpad_left",
    "CONTROLLER_BUTTON_DPAD_RIGHT": "dpad_right",
}
PAD_BUTTONS: dict[int, str] = {getattr(pygame, constant): name for constant, name in _BUTTONS.items()}
RAW_BUTTONS = ("a", "b", "x", "y", "left_shoulder", "right_shoulder", "back", "start")
ARCADE_BUTTONS = 4  # a stick with this many buttons or fewer is an arcade stick: device "switch"
AXIS_FULL = 32_767
TRIGGER_ON, TRIGGER_OFF = 0.5, 0.35  # apart, so that a resting finger does not chatter
FLICK_ON, FLICK_OFF = 0.6, 0.35


@dataclass(frozen=True, slots=True)
class PadPress:
    """A named part went down or up; `device` is gamepad or switch."""

    device: str
    name: str
    is_down: bool


@dataclass(frozen=True, slots=True)
class PadStick:
    """A stick stands at (x, y), each -1..1, y up; no dead zone applied."""

    device: str
    name: str
    x: float
    y: float


PadNews = PadPress | PadStick


@dataclass(slots=True)
class _Pad:
    device: str = "gamepad"
    has_layout: bool = True  # its events come named (CONTROLLER...), raw ones are doubles
    handle: Any = None
    sticks: dict[str, list[float]] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Pads:
    """All pads that are plugged in, by instance id."""

    _pads: dict[int, _Pad] = field(default_factory=dict)

    def open(self) -> None:
        """Start listening for pads; a system without them is fine."""
        with contextlib.suppress(pygame.error, ImportError):
            pygame.joystick.init()
        with contextlib.suppress(pygame.error, ImportError, AttributeError):
            from pygame._sdl2 import controller  # noqa: PLC0415 (absent in a browser)

            controller.init()

    @property
    def count(self) -> int:
        """How many are plugged in."""
        return len(self._pads)

    def added(self, index: int) -> str:
        """Open the pad with a device index; returns its name, empty when it is open already or cannot be opened."""
        try:
            stick = pygame.joystick.Joystick(index)
        except pygame.error:
            return ""
        instance = stick.get_instance_id()
        if instance in self._pads:
            return ""
        pad = _Pad(handle=stick)
        if not self._open_layout(index, pad):
            pad.has_layout = False
            pad.device = "switch" if stick.get_numbuttons() <= ARCADE_BUTTONS else "gamepad"
        self._pads[instance] = pad
        return str(stick.get_name())

    @staticmethod
    def _open_layout(index: int, pad: _Pad) -> bool:
        try:
            from pygame._sdl2 import controller  # noqa: PLC0415

            if not controller.is_controller(index):
                return False
            pad.handle = (pad.handle, controller.Controller(index))
        except (pygame.error, ImportError, AttributeError):
            return False
        return True

    def removed(self, instance: int) -> bool:
        """Forget a pad that was unplugged; True if it was known."""
        return self._pads.pop(instance, None) is not None

    def read(self, event: pygame.event.Event) -> list[PadNews]:
        """What a pad event says, in names; empty for raw doubles of a pad with a layout."""
        instance = getattr(event, "instance_id", getattr(event, "joy", 0))
        is_raw = event.type in (pygame.JOYAXISMOTION, pygame.JOYHATMOTION, pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP)
        pad = self._pads.setdefault(instance, _Pad(has_layout=not is_raw))
        if is_raw and pad.has_layout:
            return []
        if event.type in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
            return self._button(pad, PAD_BUTTONS.get(event.button, ""), event.type == pygame.CONTROLLERBUTTONDOWN)
        if event.type in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP):
            name = RAW_BUTTONS[event.button] if event.button < len(RAW_BUTTONS) else ""
            return self._button(pad, name, event.type == pygame.JOYBUTTONDOWN)
        if event.type == pygame.JOYHATMOTION:
            return self._hat(pad, *event.value)
        if event.type == pygame.CONTROLLERAXISMOTION:
            return self._axis(pad, event.axis, max(-1.0, event.value / AXIS_FULL))
        if event.type == pygame.JOYAXISMOTION and event.axis <= 1:
            return self._axis(pad, event.axis, event.value)
        return []

    @staticmethod
    def _button(pad: _Pad, name: str, is_down: bool) -> list[PadNews]:
        return [PadPress(pad.device, name, is_down)] if name else []

    def _hat(self, pad: _Pad, x: int, y: int) -> list[PadNews]:
        wanted = {f"dpad_{name}" for name, on in
                  (("left", x < 0), ("right", x > 0), ("down", y < 0), ("up", y > 0)) if on}  # fmt: skip
        return self._dpad(pad, wanted)

    @staticmethod
    def _dpad(pad: _Pad, wanted: set[str]) -> list[PadNews]:
        now = {name for name in pad.down if name.startswith("dpad_")}
        news: list[PadNews] = [PadPress(pad.device, name, is_down=False) for name in sorted(now - wanted)]
        news += [PadPress(pad.device, name, is_down=True) for name in sorted(wanted - now)]
        pad.down = (pad.down - now) | wanted
        return news

    def _axis(self, pad: _Pad, axis: int, value: float) -> list[PadNews]:
        if axis in (pygame.CONTROLLER_AXIS_TRIGGERLEFT, pygame.CONTROLLER_AXIS_TRIGGERRIGHT):
            name = "left_trigger" if axis == pygame.CONTROLLER_AXIS_TRIGGERLEFT else "right_trigger"
            was = name in pad.down
            if was and value < TRIGGER_OFF:
                pad.down.discard(name)
            elif not was and value > TRIGGER_ON:
                pad.down.add(name)
            now = name in pad.down
            return [PadPress(pad.device, name, now)] if now != was else []
        name = "left_stick" if axis <= 1 else "right_stick"
        at = pad.sticks.setdefault(name, [0.0, 0.0])
        at[axis % 2] = value if axis % 2 == 0 else -value
        if pad.device == "switch":
            return self._dpad(pad, _flick(at, {n for n in pad.down if n.startswith("dpad_")}))
        return [PadStick(pad.device, name, at[0], at[1])]


def _flick(at: list[float], now: set[str]) -> set[str]:
    """The directions an arcade stick is pushed in, with a gap between on and off."""
    found = set()
    for name, push in (("dpad_left", -at[0]), ("dpad_right", at[0]), ("dpad_up", at[1]), ("dpad_down", -at[1])):
        if push > (FLICK_OFF if name in now else FLICK_ON):
            found.add(name)
    return found

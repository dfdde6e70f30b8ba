"""The only place that reads pygame's events. Every device becomes device-free intents; a tap is never lost.

Nothing has to be held: a held key may repeat as a comfort, the pull modifier latches when tapped: once for the
next press, twice until it is tapped again. Nothing needs two inputs at once. The device in use is remembered for
prompts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.app.bindings import PULL, Bindings, Verb
from game.app.keys import key_name
from game.app.notices import Notice
from game.app.pads import FLICK_OFF, FLICK_ON, PadPress, Pads, PadStick
from game.control.intents import Intent

if TYPE_CHECKING:
    from game.app.notices import NoticeBoard
    from game.app.settings import Settings
    from game.app.window import Window

REPEAT_AFTER_S = 0.45
REPEAT_EACH_S = {"play": 0.4, "ui": 0.14}
WHEEL_STEPS = 5  # of one event in play; a wheel that runs free tells hundreds, and nobody means them
MOUSE_TAKES_OVER_PX = 12  # a nudged table does not change the prompts
FINGER_LOST_S = 3.0  # a finger that lies still so long gives way to another
MOUSE_PAUSE_S = 0.5  # after so long a way begins anew
LONG_PRESS_S = 2.0  # one-switch: opens the menu; everything else is reached without holding
UNLATCHED, ONCE, LATCHES = 0, 1, 3  # of the pull modifier by taps: off, for the next press, until the next tap
STROKES = {"hold_next": "push_pull"}
_PAD_EVENTS = frozenset({
    pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP, pygame.CONTROLLERAXISMOTION,
    pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP, pygame.JOYAXISMOTION, pygame.JOYHATMOTION,
})  # fmt: skip
_RELEASING = frozenset({pygame.WINDOWFOCUSLOST, pygame.WINDOWMINIMIZED})


@dataclass(slots=True)
class _Held:
    verb: Verb
    repeats_at_s: float


class Devices:
    """Reads all devices once a picture; `in_use` is the one a person touched last."""

    def __init__(self, window: Window, bindings: Bindings, settings: Settings, notices: NoticeBoard) -> None:
        """Listen to everything that is plugged in now or later."""
        self.window = window
        self.bindings = bindings
        self.settings = settings
        self.in_use = "keyboard"
        self.captured: list[tuple[str, str]] = []  # (device, input) pressed while the context is `capture`
        self._notices = notices
        self._pads = Pads()
        self._context = ""
        self._now_s = 0.0
        self._held: dict[tuple[str, str], _Held] = {}
        self._last_press: dict[str, float] = {}
        self._stick_out: dict[str, str] = {}  # stick -> direction it is flicked in
        self._move = (0.0, 0.0)
        self._pull_latched = UNLATCHED
        self._pull_used = False
        self._pull_down = 0
        self._finger: int | None = None
        self._finger_s = -math.inf  # when it was heard of last
        self._mouse_travel_px, self._mouse_moved_s = 0.0, -math.inf
        self._scan_at_s = 0.0
        self._switch_down_s: float | None = None
        self._out: list[Intent] = []
        self._pads.open()

    @property
    def pads(self) -> int:
        """How many pads are plugged in."""
        return self._pads.count

    @property
    def is_pulling(self) -> bool:
        """True while directions move the body instead of a hand (modifier held or latched)."""
        return self._pull_latched != UNLATCHED or self._pull_down > 0

    def _use(self, device: str) -> None:
        self.in_use = device
        self._mouse_travel_px = 0.0

    def read(self, context: str, now_s: float) -> tuple[Intent, ...]:
        """Every wish since the last call, in order, for a scene of `context` (play, ui, capture)."""
        self._now_s = now_s
        if context != self._context:
            self.release()
            self._context = context
        self._out = []
        self.captured = []
        for event in pygame.event.get():
            self._take(event)
        self._repeat()
        self._scan()
        return tuple(self._coalesced())

    def release(self) -> None:
        """Let go of everything that is held, on every device."""
        self._held.clear()
        self._stick_out.clear()
        self._pull_latched, self._pull_used, self._pull_down = UNLATCHED, False, 0
        self._switch_down_s = None
        self._finger = None
        if self._move != (0.0, 0.0):
            self._move = (0.0, 0.0)
            self._out.append(Intent("move", device=self.in_use))

    def _coalesced(self) -> list[Intent]:
        """Of several pointer moves in a row only the last one counts; presses all stay."""
        kept: list[Intent] = []
        for intent in self._out:
            is_move = intent.kind == "pointer" and intent.value == "move"
            if is_move and kept and kept[-1].kind == "pointer" and kept[-1].value == "move":
                kept[-1] = intent
            else:
                kept.append(intent)
        return kept

    def _take(self, event: pygame.event.Event) -> None:
        kind = event.type
        if kind == pygame.QUIT:
            self._out.append(Intent("quit"))
        elif kind == pygame.KEYDOWN:
            self._press("keyboard", key_name(event))
        elif kind == pygame.KEYUP:
            self._lift("keyboard", key_name(event))
        elif kind in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEWHEEL):
            if not getattr(event, "touch", False):  # SDL also plays a finger as a mouse: count it once
                self._mouse(event)
        elif kind in (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP):
            self._touch(event)
        elif kind in _PAD_EVENTS:
            for news in self._pads.read(event):
                self._pad(news)
        elif kind in (pygame.JOYDEVICEADDED, pygame.CONTROLLERDEVICEADDED):
            name = self._pads.added(event.device_index)
            if name:
                self._notices.put(Notice.of("notice.pad_added", name=name))
        elif kind in (pygame.JOYDEVICEREMOVED, pygame.CONTROLLERDEVICEREMOVED):
            self._unplugged(event.instance_id)
        elif kind in _RELEASING:
            self.release()
            self._out.append(Intent("pause"))
        elif kind in (pygame.VIDEORESIZE, pygame.WINDOWSIZECHANGED):
            self.window.refresh()

    def _unplugged(self, instance: int) -> None:
        if not self._pads.removed(instance):
            return
        was_in_use = self.in_use in ("gamepad", "switch")
        self.release()
        self._notices.put(Notice.of("notice.pad_removed", 1))
        if was_in_use:
            self._use("keyboard")
            self._out.append(Intent("pause"))  # the world waits while somebody looks for the cable

    def _pad(self, news: PadPress | PadStick) -> None:
        if isinstance(news, PadStick):
            self._stick(news)
        elif news.is_down:
            self._press(news.device, news.name)
        else:
            self._lift(news.device, news.name)

    def _press(self, device: str, name: str, count: int = 1) -> None:
        if not name:
            return
        self._use(device)
        if self._context == "capture":
            self.captured.append((device, name))
            return
        verb = self.bindings.verb(device, name, self._context)
        if self.settings.one_switch and not (verb and verb.name in ("pause", "language", "fullscreen", "help")):
            self._switch_press()
            return
        if verb is None:
            return
        if verb.name == PULL:
            self._pull_down += 1
            self._pull_used = False
            return
        if verb.intent is None or self._is_tremor(verb.name):
            return
        self._held[device, name] = _Held(verb, self._now_s + REPEAT_AFTER_S)
        self._wish(verb, device, count)

    def _wish(self, verb: Verb, device: str, count: int = 1) -> None:
        intent = verb.intent
        if intent is None:
            return
        kind = intent.kind
        if self.is_pulling:
            self._pull_used = True
            if self._pull_latched == ONCE:
                self._pull_latched = UNLATCHED
            kind = {**STROKES, "next_target": "previous_target"}.get(kind, kind)
        self._out.append(Intent(kind, intent.x, intent.y, count=count, device=device))

    def _lift(self, device: str, name: str) -> None:
        self._held.pop((device, name), None)
        self._switch_down_s = None
        verb = self.bindings.verb(device, name, self._context)
        if verb is not None and verb.name == PULL and self._pull_down:
            self._pull_down -= 1
            if not self._pull_down and not self._pull_used:
                self._pull_latched = (self._pull_latched + 1) % LATCHES

    def _is_tremor(self, name: str) -> bool:
        """True for a second press of the same verb within the delay a person with a tremor set."""
        before = self._last_press.get(name, -math.inf)
        self._last_press[name] = self._now_s
        return self._now_s - before < self.settings.press_delay_s

    def _repeat(self) -> None:
        if self._context not in REPEAT_EACH_S:
            return
        for (device, _), held in self._held.items():
            if held.verb.repeats and self._now_s >= held.repeats_at_s:
                held.repeats_at_s = self._now_s + REPEAT_EACH_S[self._context]
                self._wish(held.verb, device)

    def _switch_press(self) -> None:
        self._use("switch")
        self._switch_down_s = self._now_s
        self._scan_at_s = self._now_s + self.settings.scan_s
        self._out.append(Intent("act" if self._context == "play" else "accept", device="switch"))

    def _scan(self) -> None:
        """One switch: the scanner steps on by itself; a long press opens the menu."""
        if not self.settings.one_switch or self._context == "capture":
            return
        if self._switch_down_s is not None and self._now_s - self._switch_down_s > LONG_PRESS_S:
            self._switch_down_s = None
            self._out.append(Intent("pause" if self._context == "play" else "back", device="switch"))
        if self._now_s >= self._scan_at_s:
            self._scan_at_s = self._now_s + self.settings.scan_s
            self._out.append(Intent("next_target" if self._context == "play" else "next", device="switch"))

    def _stick(self, stick: PadStick) -> None:
        x, y = dead_zoned(stick.x, stick.y, self.settings.dead_zone, self.settings.sensitivity)
        if self._context == "capture":
            if math.hypot(x, y) > FLICK_ON and self._stick_out.get(stick.name) != "out":
                self._stick_out[stick.name] = "out"
                self.captured.append((stick.device, stick.name))
            return
        verb = self.bindings.verb(stick.device, stick.name, self._context)
        if verb is None:
            return
        if verb.name == "move":
            if (x, y) != self._move:
                self._move = (x, y)
                self._out.append(Intent("move", x, y, device=stick.device))
                if (x, y) != (0.0, 0.0):
                    self._use(stick.device)
            return
        self._flick(stick, verb, x, y)

    def _flick(self, stick: PadStick, verb: Verb, x: float, y: float) -> None:
        length = math.hypot(x, y)
        was = self._stick_out.get(stick.name, "")
        if was and length < FLICK_OFF:
            del self._stick_out[stick.name]
        if was or length < FLICK_ON:
            return
        way = ("right" if x > 0 else "left") if abs(x) > abs(y) else ("up" if y > 0 else "down")
        self._stick_out[stick.name] = way
        self._use(stick.device)
        if verb.name == "stroke":
            self._out.append(Intent("push_pull", x / length, y / length, device=stick.device))
        else:
            self._out.append(Intent(way, device=stick.device))

    def _mouse(self, event: pygame.event.Event) -> None:
        if event.type == pygame.MOUSEWHEEL:
            self._wheel(event.y)
            return
        x, y = self.window.to_logical(event.pos)
        if event.type == pygame.MOUSEMOTION:
            if self.in_use != "mouse" and not self._is_meant(math.hypot(*getattr(event, "rel", (0, 0)))):
                return
            self._use("mouse")
            self._out.append(Intent("pointer", x, y, value="move", device="mouse"))
            return
        is_down = event.type == pygame.MOUSEBUTTONDOWN
        if self.settings.one_switch and self._context != "capture":
            if is_down and event.button <= pygame.BUTTON_RIGHT:
                self._switch_press()
            elif not is_down:
                self._switch_down_s = None
        elif event.button == pygame.BUTTON_LEFT:
            self._use("mouse")
            self._out.append(Intent("pointer", x, y, value="down" if is_down else "up", device="mouse"))
        else:
            self._mouse_button(event.button, x, y, is_down=is_down)

    def _is_meant(self, by_px: float) -> bool:
        """A mouse that moves a good way at once is in somebody's hand; a shaken table never adds up to that."""
        if self._now_s - self._mouse_moved_s > MOUSE_PAUSE_S:
            self._mouse_travel_px = 0.0
        self._mouse_moved_s = self._now_s
        self._mouse_travel_px += by_px
        return self._mouse_travel_px > MOUSE_TAKES_OVER_PX

    def _mouse_button(self, button: int, x: float, y: float, *, is_down: bool) -> None:
        names = {pygame.BUTTON_MIDDLE: "middle", pygame.BUTTON_RIGHT: "right",
                 pygame.BUTTON_X1: "x1", pygame.BUTTON_X2: "x2"}  # fmt: skip
        name = names.get(button, "")
        if not name:
            return
        if not is_down:
            self._lift("mouse", name)
        elif name == "right" and not self._is_bound("mouse", name):
            self._use("mouse")
            self._out.append(Intent("pointer", x, y, value="alt", device="mouse"))
        else:
            self._press("mouse", name)

    def _is_bound(self, device: str, name: str) -> bool:
        """It has a verb here, or is being given one."""
        return self._context == "capture" or self.bindings.verb(device, name, self._context) is not None

    def _wheel(self, steps: int) -> None:
        if not steps:
            return
        name = "wheel_up" if steps > 0 else "wheel_down"
        if self._context == "ui":
            self._use("mouse")
            self._out.append(Intent("scroll", y=float(steps), device="mouse"))
        elif self._context == "capture" or not self.settings.one_switch:
            self._press("mouse", name, min(abs(steps), WHEEL_STEPS))
            self._lift("mouse", name)

    def _touch(self, event: pygame.event.Event) -> None:
        """The first finger is the pointer; others wait until it is lifted."""
        x, y = self.window.finger_to_logical(event.x, event.y)
        if self.settings.one_switch and self._context != "capture":
            if event.type == pygame.FINGERDOWN:
                self._switch_press()
            elif event.type == pygame.FINGERUP:
                self._switch_down_s = None
            return
        if event.type == pygame.FINGERDOWN:
            is_lost = event.finger_id == self._finger or self._now_s - self._finger_s > FINGER_LOST_S
            if self._finger is not None and not is_lost:
                return
            if self._finger is not None:  # it was never lifted, for all that was told: the screen was unplugged
                self._out.append(Intent("pointer", x, y, value="cancel", device="touch"))
            self._finger = event.finger_id
        if event.finger_id != self._finger:
            return
        self._finger_s = self._now_s
        self._use("touch")
        values = {pygame.FINGERDOWN: "down", pygame.FINGERMOTION: "move", pygame.FINGERUP: "up"}
        if event.type == pygame.FINGERUP:
            self._finger = None
        self._out.append(Intent("pointer", x, y, value=values[event.type], device="touch"))


def dead_zoned(x: float, y: float, dead_zone: float, sensitivity: float) -> tuple[float, float]:
    """A stick's position with a round dead zone, then 0..1 again; rounded so that noise is not news."""
    length = math.hypot(x, y)
    if length <= dead_zone:
        return 0.0, 0.0
    scaled = min(1.0, (min(1.0, length) - dead_zone) / (1.0 - dead_zone) * sensitivity)
    return round(x / length * scaled, 2), round(y / length * scaled, 2)

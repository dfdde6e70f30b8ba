"""Intents: what a person wishes, whatever device it came from. No pygame, no pixels; the human controller reads these.

Devices (or a script file) make `Intent`s. A play scene gathers those of kind PLAY_KINDS in a `PlayTray`; each tick the
human controller gets one `PlayInput`: the latest level of analog wishes and, in order, every press since the last tick,
so a tap shorter than a tick is never lost and never seen twice. Directions: x right (station forward), y up (zenith).
Names here are stable: scripts, bindings and prompts refer to them.

Text form, one intent a line: `kind [numbers] [value] [*count] [@device]`, for example
`hold_next 1 0 @keyboard`, `point_tap 2.31 -1.75 left @touch`, `left_hand`, `next_target *2`.
"""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass, field

from game.sim.actions import SuitDo
from game.sim.spec import Point

ASSISTS = ("cadet", "crew", "commander")  # how much of a wish is done by itself; the physics is the same
DEVICES = ("keyboard", "mouse", "touch", "gamepad", "switch", "script")
POINTING = ("mouse", "touch")  # those that aim at a place of the picture

# kind -> how many numbers it carries and what it asks for
PLAY_KINDS: dict[str, tuple[int, str]] = {
    "move": (2, "level: the stick's direction, length 0..1; aims the free hand and leans on the holding ones"),
    "hold_next": (2, "press: the next hold that way, hands alternating"),
    "left_hand": (0, "press: left hand reaches along `move` (or to `hover`); opens when it grips and nothing is aimed"),
    "right_hand": (0, "press: the same for the right hand"),
    "hook1": (0, "press: clip hook 1 where it may be clipped, take it back when it is closed"),
    "hook2": (0, "press: the same for hook 2"),
    "work": (
        0,
        "press: begin or go on with the next step here; again: one stroke more, or stop where all goes by itself",
    ),
    "steady": (0, "press: stiffen the wrists; again: relax"),
    "tuck": (0, "press: draw the knees up; again: stretch out"),
    "push_pull": (2, "press: one stroke of the holding arms that moves the body that way, length 0..1 = strength"),
    "next_target": (0, "press: step to the next thing that can be done (tab, scanner)"),
    "previous_target": (0, "press: step back"),
    "act": (0, "press: do what the scanner points at"),
    "release": (0, "press: open the hand that holds; of two the one that a press of the direction would move"),
    "option": (2, "press: do this one thing that a prompt shows (value: its verb), in its direction"),
    "terminate": (0, "press: call the walk off: stop, tidy up, go in"),
    "abort": (0, "press: call the walk off: leave everything, go in at once"),
    "suit": (0, "press: do what the suit's alarm asks for; value: or throw this switch"),
    "skip": (0, "press: skip checks and depressurisation"),
    "point_tap": (2, "press at a station point, m; value: left, right or empty = which hand"),
    "point_drag": (4, "press: dragged from one station point to another, m"),
    "hover": (2, "level: the station point under the pointer, m; value `none` = the pointer is away"),
}
UI_KINDS: dict[str, tuple[int, str]] = {
    "up": (0, "move the focus"),
    "down": (0, "move the focus"),
    "left": (0, "move the focus, or make a value smaller"),
    "right": (0, "move the focus, or make a value larger"),
    "next": (0, "focus in reading order"),
    "previous": (0, "focus in reverse reading order"),
    "accept": (0, "press what has the focus"),
    "back": (0, "leave this screen"),
    "pause": (0, "pause the play"),
    "language": (0, "switch the language at once"),
    "help": (0, "repeat what to do now"),
    "slower": (0, "slow motion, one step"),
    "faster": (0, "back towards full speed, one step"),
    "step": (0, "labs: hold time, then one tick a press; slower and faster let it go on"),
    "exposure": (0, "set the camera for sunlight or for the night, or let it choose again"),
    "photo": (0, "stop time and move the camera freely"),
    "screenshot": (0, "write the picture to a file"),
    "fullscreen": (0, "full screen or window"),
    "quit": (0, "close the program"),
    "pointer": (2, "pointer at a logical pixel of 1920x1080; value: move, down, up, cancel; alt = other button"),
    "scroll": (2, "wheel steps; y up"),
}
KINDS = PLAY_KINDS | UI_KINDS
SUIT_VERBS = ("rest", "catch", *(do.name.lower() for do in SuitDo if do != SuitDo.KEEP))
OPTION_VERBS = (
    "work", "go_work", "stroke", "stop", "hold_next", "pull", "hook1", "hook2", "release", "skip", "ingress", "menu",
    *SUIT_VERBS,
)  # fmt: skip
VALUES: dict[str, tuple[str, ...]] = {
    "point_tap": ("", "left", "right"),
    "hover": ("", "none"),
    "option": OPTION_VERBS,
    "suit": ("", *SUIT_VERBS),
    "pointer": ("move", "down", "up", "cancel", "alt"),
}
COUNT_LIMIT = 60


class IntentError(ValueError):
    """A line of text is not an intent; the message says what was found and what was wanted."""


@dataclass(frozen=True, slots=True)
class Intent:
    """One device-free wish. `kind` is a key of KINDS; numbers it does not carry are 0."""

    kind: str
    x: float = 0.0
    y: float = 0.0
    x2: float = 0.0
    y2: float = 0.0
    value: str = ""
    count: int = 1  # presses since the device was last read
    device: str = ""  # one of DEVICES; "" = not told

    @property
    def is_play(self) -> bool:
        """True if the human controller consumes it."""
        return self.kind in PLAY_KINDS

    @property
    def at(self) -> Point:
        """The first point (or direction) it carries."""
        return self.x, self.y

    @property
    def to(self) -> Point:
        """The second point it carries (drag)."""
        return self.x2, self.y2

    def to_text(self) -> str:
        """One line that `parse` reads back to an equal intent; numbers to a thousandth."""
        numbers = (self.x, self.y, self.x2, self.y2)[: KINDS[self.kind][0]]
        words = [self.kind, *(f"{n:.3f}".rstrip("0").rstrip(".") for n in numbers)]
        if self.value:
            words.append(self.value)
        if self.count != 1:
            words.append(f"*{self.count}")
        if self.device:
            words.append(f"@{self.device}")
        return " ".join(words)

    @classmethod
    def parse(cls, text: str) -> Intent:
        """The intent written in one line; raises `IntentError` naming what was found and wanted."""
        words = text.split()
        if not words:
            raise IntentError("found an empty line, wanted an intent")
        kind = words[0]
        if kind not in KINDS:
            near = difflib.get_close_matches(kind, KINDS, 1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise IntentError(f"found intent {kind!r}, wanted one of {', '.join(KINDS)}{hint}")
        numbers: list[float] = []
        value, device, count = "", "", 1
        for word in words[1:]:
            if word.startswith("@"):
                device = _one_of(word[1:], DEVICES, "device")
            elif word.startswith("*"):
                count = _count(word)
            elif kind in VALUES and word in VALUES[kind]:
                value = word
            else:
                numbers.append(_number(kind, word))
        wanted = 0 if value == "none" else KINDS[kind][0]
        if len(numbers) != wanted and not (value == "none" and len(numbers) == KINDS[kind][0]):
            raise IntentError(f"found {len(numbers)} numbers in {text.strip()!r}, wanted {wanted}")
        x, y, x2, y2 = (*numbers, 0.0, 0.0, 0.0, 0.0)[:4]
        return cls(kind, x, y, x2, y2, value, count, device)


def _one_of(word: str, wanted: tuple[str, ...], what: str) -> str:
    if word not in wanted:
        raise IntentError(f"found {what} {word!r}, wanted one of {', '.join(wanted)}")
    return word


def _count(word: str) -> int:
    digits = word[1:]
    if not (digits.isascii() and digits.isdigit() and len(digits) < 4 and 1 <= int(digits) <= COUNT_LIMIT):
        raise IntentError(f"found count {word!r}, wanted *1 to *{COUNT_LIMIT}")
    return int(word[1:])


def _number(kind: str, word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        wanted = "a number"
        if kind in VALUES:
            wanted += f" or one of {', '.join(v for v in VALUES[kind] if v)}"
        raise IntentError(f"found {word!r} after {kind}, wanted {wanted}")
    return number


@dataclass(frozen=True, slots=True)
class PlayInput:
    """All that a person wished since the last tick. `PlayInput()` is a person who does nothing."""

    move: Point = (0.0, 0.0)  # latest level of the stick, length 0..1
    hover: Point | None = None  # station point under the pointer
    presses: tuple[Intent, ...] = ()  # in the order they came; levels are not among them
    device: str = ""  # the device in use, for prompts

    def count(self, kind: str) -> int:
        """How often `kind` was pressed since the last tick."""
        return sum(press.count for press in self.presses if press.kind == kind)


@dataclass(slots=True)
class PlayTray:
    """Gathers play intents between ticks; `take` empties the presses and keeps the levels."""

    move: Point = (0.0, 0.0)
    hover: Point | None = None
    device: str = ""
    _presses: list[Intent] = field(default_factory=list)

    def put(self, intent: Intent) -> None:
        """Add one play intent; others raise ValueError."""
        if not intent.is_play:
            raise ValueError(f"found intent {intent.kind!r}, wanted one of {', '.join(PLAY_KINDS)}")
        self.device = intent.device or self.device
        if intent.kind == "move":
            length = max(1.0, math.hypot(intent.x, intent.y))
            self.move = (intent.x / length, intent.y / length)
        elif intent.kind == "hover":
            self.hover = None if intent.value == "none" else intent.at
        elif len(self._presses) < COUNT_LIMIT:  # nobody presses more in a tick; each may cost a look round
            self._presses.append(intent)

    def take(self) -> PlayInput:
        """What was wished since the last call."""
        presses = tuple(self._presses)
        self._presses.clear()
        return PlayInput(self.move, self.hover, presses, self.device)

    def release(self) -> None:
        """Let go of everything: no level stays, no press is pending (scene change, device unplugged)."""
        self.move = (0.0, 0.0)
        self.hover = None
        self._presses.clear()

"""Scripted wishes: a text file of intents with times, given to the human controller as if a person pressed them.

One entry a line: `TIME intent...`, where TIME is `12.5` (seconds of play from the start) or `+0.5` (after the last
entry), or `wait CONDITION [timeout SECONDS]`; `#` starts a comment. Conditions: `idle` (no task is going on),
`done STEP`, `outside`, `inside`. A `repeat N` line repeats the next entry N times. Same file, same seed: same walk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.control.intents import Intent, IntentError, PlayInput
from game.sim.ticks import TICKS_PER_SECOND

if TYPE_CHECKING:
    from game.sim.frame import Frame

CONDITIONS = {"idle": 0, "done": 1, "outside": 0, "inside": 0}
TIMEOUT_S = 120.0


class ScriptError(Exception):
    """A script file can't be used; one line: file, line, found, wanted."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Either an intent after a delay or at a time, or a condition to wait for."""

    line: int
    intent: Intent | None = None
    at_tick: int = -1  # from the start; -1 = relative
    after_ticks: int = 0
    wait: tuple[str, ...] = ()
    timeout_ticks: int = 0


def parse_script(text: str, name: str) -> tuple[Entry, ...]:
    """The entries of a script; raises ScriptError naming `name` and the line."""
    entries: list[Entry] = []
    repeat = 1
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        words = line.split(None, 1)
        if words[0] == "repeat":
            repeat = _whole(name, number, words[1] if len(words) > 1 else "")
            continue
        entry = _wait(name, number, line) if words[0] == "wait" else _press(name, number, words)
        entries += [entry] * repeat
        repeat = 1
    if not entries:
        message = f"{name}: found no entries, wanted lines like '+0.5 hold_next 1 0'"
        raise ScriptError(message)
    return tuple(entries)


def _whole(name: str, number: int, word: str) -> int:
    if not (word.isascii() and word.isdigit() and len(word) < 5 and 1 <= int(word) <= 1000):
        message = f"{name}: line {number}: found repeat {word!r}, wanted 1 to 1000"
        raise ScriptError(message)
    return int(word)


def _seconds(name: str, number: int, word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = -1.0
    if not 0.0 <= value <= 86_400.0:  # a day
        message = f"{name}: line {number}: found time {word!r}, wanted seconds like 12.5 or +0.5"
        raise ScriptError(message)
    return value


def _press(name: str, number: int, words: list[str]) -> Entry:
    if len(words) < 2:  # a time and an intent
        message = f"{name}: line {number}: found {words[0]!r} alone, wanted a time and an intent"
        raise ScriptError(message)
    is_relative = words[0].startswith("+")
    seconds = _seconds(name, number, words[0].lstrip("+"))
    try:
        intent = Intent.parse(words[1])
    except IntentError as error:
        message = f"{name}: line {number}: {error}"
        raise ScriptError(message) from None
    if not intent.is_play:
        message = f"{name}: line {number}: found {intent.kind!r}, wanted a wish of play, not of menus"
        raise ScriptError(message)
    count = round(seconds * TICKS_PER_SECOND)
    return Entry(number, intent, -1 if is_relative else count, count if is_relative else 0)


def _wait(name: str, number: int, line: str) -> Entry:
    words = line.split()[1:]
    timeout = TIMEOUT_S
    if "timeout" in words:
        place = words.index("timeout")
        timeout = _seconds(name, number, words[place + 1] if place + 1 < len(words) else "")
        words = words[:place]
    if not words or words[0] not in CONDITIONS or len(words) != 1 + CONDITIONS[words[0]]:
        message = f"{name}: line {number}: found {line!r}, wanted wait and one of idle, done STEP, outside, inside"
        raise ScriptError(message)
    return Entry(number, wait=tuple(words), timeout_ticks=round(timeout * TICKS_PER_SECOND))


class Script:
    """Gives the wishes of each tick; levels (`move`, `hover`) stay until they are set anew."""

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        self._next = 0
        self._last_tick = 0
        self._waiting_since = -1
        self._move = (0.0, 0.0)
        self._hover: tuple[float, float] | None = None
        self.timed_out: list[int] = []  # lines whose condition did not come true

    @property
    def is_over(self) -> bool:
        return self._next >= len(self._entries)

    def take(self, frame: Frame, *, is_idle: bool) -> PlayInput:
        """The wishes of this tick."""
        presses: list[Intent] = []
        while self._next < len(self._entries):
            entry = self._entries[self._next]
            if entry.wait:
                if self._waiting_since < 0:
                    self._waiting_since = frame.tick
                waited = frame.tick - self._waiting_since
                if waited < 2 or not _holds(entry.wait, frame, is_idle=is_idle):  # a press takes a tick
                    if waited < entry.timeout_ticks:
                        break
                    self.timed_out.append(entry.line)
                self._waiting_since = -1
            else:
                due = entry.at_tick if entry.at_tick >= 0 else self._last_tick + entry.after_ticks
                if frame.tick < due:
                    break
                self._press(entry.intent, presses)
            self._last_tick = frame.tick
            self._next += 1
        return PlayInput(self._move, self._hover, tuple(presses), "script")

    def _press(self, intent: Intent | None, presses: list[Intent]) -> None:
        if intent is None:
            return
        if intent.kind == "move":
            self._move = intent.at
        elif intent.kind == "hover":
            self._hover = None if intent.value == "none" else intent.at
        else:
            presses.append(intent)


def _holds(wait: tuple[str, ...], frame: Frame, *, is_idle: bool) -> bool:
    if wait[0] == "idle":
        return is_idle
    if wait[0] == "done":
        return any(step.id == wait[1] and step.state == "done" for step in frame.steps)
    return frame.phase == wait[0]

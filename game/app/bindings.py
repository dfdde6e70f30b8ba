"""Which input means which verb: data, with defaults per device, kept in bindings.toml and changed on a screen.

An input is named in words that stay the same on every system: keys by their place (`space`, `lshift`, `a`), mouse
buttons (`right`, `middle`, `wheel_up`), pad parts (`a`, `left_trigger`, `dpad_up`, `left_stick`, `right_stick`).
A verb belongs to a context: `play`, `ui` (menus) or `any`; one input may have one verb in each context.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.app.folders import write_atomic
from game.app.notices import Notice
from game.app.user_file import line_of, read_table, spoiled, unknown
from game.control.intents import Intent

if TYPE_CHECKING:
    from pathlib import Path

BOUND_DEVICES = ("keyboard", "mouse", "gamepad", "switch")
STICKS = ("left_stick", "right_stick")
# An arcade stick with one to four buttons.
SWITCH_INPUTS = ("a", "b", "x", "y", "dpad_up", "dpad_down", "dpad_left", "dpad_right")
PULL = "pull"  # the modifier verb: held, or tapped for the next press, twice for all; then directions move the body
VERSION = 1

MOUSE_INPUTS = ("right", "middle", "x1", "x2", "wheel_up", "wheel_down")
PAD_INPUTS = (
    "a", "b", "x", "y", "back", "guide", "start", "left_press", "right_press", "left_shoulder", "right_shoulder",
    "dpad_up", "dpad_down", "dpad_left", "dpad_right", "left_trigger", "right_trigger", *STICKS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verb:
    """Something an input can be bound to; `intent` is what a press of it wishes (no device yet)."""

    name: str
    context: str
    intent: Intent | None  # None for the modifier and for sticks
    repeats: bool = False  # a held key wishes it again and again (never needed, sometimes pleasant)


def _verbs() -> dict[str, Verb]:
    directions = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, 1.0), "down": (0.0, -1.0)}
    found = [Verb(f"hold_{name}", "play", Intent("hold_next", *way), repeats=True) for name, way in directions.items()]
    found += [Verb(f"push_{name}", "play", Intent("push_pull", *way)) for name, way in directions.items()]
    plain = (
        "left_hand", "right_hand", "hook1", "hook2", "work", "steady", "tuck", "next_target", "previous_target",
        "act", "release", "suit", "skip", "terminate", "abort", "pause", "slower", "faster", "step", "photo",
        "exposure",
    )  # fmt: skip
    found += [Verb(name, "play", Intent(name)) for name in plain]
    found += [Verb(PULL, "play", None), Verb("move", "play", None), Verb("stroke", "play", None)]
    found += [Verb(f"ui_{name}", "ui", Intent(name), repeats=True) for name in directions]
    found += [Verb(f"ui_{name}", "ui", Intent(name)) for name in ("accept", "back", "next", "previous")]
    found += [Verb("ui_stick", "ui", None)]
    found += [Verb(name, "any", Intent(name)) for name in ("help", "language", "screenshot", "fullscreen")]
    return {verb.name: verb for verb in found}


VERBS = _verbs()
STICK_VERBS = ("move", "stroke", "ui_stick")  # bound to sticks only

DEFAULTS: dict[str, dict[str, tuple[str, ...]]] = {
    "keyboard": {
        "hold_left": ("left", "a"),
        "hold_right": ("right", "d"),
        "hold_up": ("up", "w"),
        "hold_down": ("down", "s"),
        "left_hand": ("z",),
        "right_hand": ("x",),
        "hook1": ("q",),
        "hook2": ("e",),
        "work": ("space",),
        "steady": ("f",),
        "tuck": ("c",),
        PULL: ("lshift", "rshift"),
        "next_target": ("tab",),
        "previous_target": ("backspace",),
        "act": ("return", "kp_enter"),
        "release": ("r",),
        "skip": ("k",),
        "suit": ("b",),
        "pause": ("escape", "p", "pause"),
        "slower": ("minus", "kp_minus"),
        "faster": ("equals", "kp_plus"),
        "step": ("period", "kp_period"),
        "photo": ("v", "f10"),
        "exposure": ("o",),
        "ui_left": ("left", "a"),
        "ui_right": ("right", "d"),
        "ui_up": ("up", "w"),
        "ui_down": ("down", "s"),
        "ui_accept": ("return", "space", "kp_enter"),
        "ui_back": ("escape", "backspace"),
        "ui_next": ("tab",),
        "help": ("h", "f1"),
        "language": ("l", "f2"),
        "screenshot": ("f12",),
        "fullscreen": ("f11",),
    },
    "mouse": {
        "next_target": ("wheel_down",),
        "previous_target": ("wheel_up",),
        "work": ("middle",),
    },
    "gamepad": {
        "move": ("left_stick",),
        "stroke": ("right_stick",),
        "left_hand": ("left_trigger",),
        "right_hand": ("right_trigger",),
        "hook1": ("left_shoulder",),
        "hook2": ("right_shoulder",),
        "work": ("a",),
        "steady": ("b",),
        "next_target": ("x",),
        "act": ("y",),
        "release": ("left_press",),
        "tuck": ("right_press",),
        "hold_left": ("dpad_left",),
        "hold_right": ("dpad_right",),
        "hold_up": ("dpad_up",),
        "hold_down": ("dpad_down",),
        "pause": ("start",),
        "help": ("back",),
        "ui_stick": ("left_stick",),
        "ui_left": ("dpad_left",),
        "ui_right": ("dpad_right",),
        "ui_up": ("dpad_up",),
        "ui_down": ("dpad_down",),
        "ui_accept": ("a", "start"),
        "ui_back": ("b",),
        "ui_next": ("right_shoulder",),
        "ui_previous": ("left_shoulder",),
        "language": ("guide",),
    },
    "switch": {
        "hold_left": ("dpad_left",),
        "hold_right": ("dpad_right",),
        "hold_up": ("dpad_up",),
        "hold_down": ("dpad_down",),
        "act": ("a",),
        "next_target": ("b",),
        "pause": ("x",),
        "help": ("y",),
        "ui_left": ("dpad_left",),
        "ui_right": ("dpad_right",),
        "ui_up": ("dpad_up",),
        "ui_down": ("dpad_down",),
        "ui_accept": ("a",),
        "ui_next": ("b",),  # as in play: two buttons alone step on and do
        "ui_back": ("x",),
    },
}
NEEDED = {  # without these a person is locked out
    "keyboard": ("ui_accept", "ui_back", "ui_up", "ui_down", "pause"),
    "gamepad": ("ui_accept", "ui_back", "ui_up", "ui_down", "act", "next_target", "pause"),
    "switch": ("ui_accept", "ui_next", "act", "next_target"),
}


class Bindings:
    """Verbs by device and input, in both directions; a change keeps every input to one verb a context."""

    def __init__(self, table: dict[str, dict[str, tuple[str, ...]]] | None = None) -> None:
        """Start from `table` (device -> verb -> inputs), or from the defaults."""
        self.table = {device: dict(verbs) for device, verbs in (DEFAULTS if table is None else table).items()}

    def verb(self, device: str, name: str, context: str) -> Verb | None:
        """What `name` means on `device` in `context`; the context's own verb wins over an `any` verb."""
        fallback = None
        for verb_name, inputs in self.table.get(device, {}).items():
            if name in inputs:
                verb = VERBS[verb_name]
                if verb.context == context:
                    return verb
                if verb.context == "any":
                    fallback = verb
        return fallback

    def inputs(self, device: str, verb: str) -> tuple[str, ...]:
        """The inputs bound to `verb` on `device`, first the one to name in prompts."""
        return self.table.get(device, {}).get(verb, ())

    def bind(self, device: str, verb: str, name: str) -> tuple[str, ...]:
        """Make `name` the first input of `verb`; returns the verbs that lost it."""
        lost = self.clashes(device, verb, name)
        self._take(device, name, lost)
        mine = self.table[device].get(verb, ())
        self.table[device][verb] = (name, *(entry for entry in mine if entry != name))[:3]
        self.unlock(device)
        return lost

    def clashes(self, device: str, verb: str, name: str) -> tuple[str, ...]:
        """The other verbs that `name` means where it would mean `verb`."""
        where = VERBS[verb].context
        return tuple(
            other
            for other, inputs in self.table[device].items()
            if other != verb and name in inputs and (where == "any" or VERBS[other].context in (where, "any"))
        )

    def unlock(self, device: str) -> None:
        """A needed verb without an input gets its default back, and nothing else keeps it: nobody is locked out."""
        for needed in NEEDED.get(device, ()) * 2:  # what one of them gets back may have been another's last
            if not self.table[device].get(needed):
                name = DEFAULTS[device][needed][0]
                self._take(device, name, self.clashes(device, needed, name))
                self.table[device][needed] = (name,)

    def _take(self, device: str, name: str, verbs: tuple[str, ...]) -> None:
        for verb in verbs:
            self.table[device][verb] = tuple(entry for entry in self.table[device][verb] if entry != name)

    def reset(self, device: str) -> None:
        """Give `device` its default bindings back."""
        self.table[device] = dict(DEFAULTS[device])


def known_inputs(device: str) -> tuple[str, ...]:
    """The names that may be bound on `device`."""
    if device == "mouse":
        return MOUSE_INPUTS
    if device == "gamepad":
        return PAD_INPUTS
    if device == "switch":
        return SWITCH_INPUTS
    from game.app.keys import KEY_NAMES  # noqa: PLC0415 (pygame only where a name must be checked)

    return KEY_NAMES


def load_bindings(path: Path) -> tuple[Bindings, tuple[Notice, ...]]:
    """The bindings of a file over the defaults; what is wrong is told, skipped, and the file kept as `.bad`."""
    bindings = Bindings()
    table, notice = read_table(path)
    if notice:
        return bindings, (notice,)
    problems = []
    version = table.pop("version", VERSION)
    if version != VERSION:
        problems.append(f"version: found {version!r}, wanted {VERSION}")
    for device, verbs in table.items():
        if device not in BOUND_DEVICES or not isinstance(verbs, dict):
            problems.append(unknown(device, BOUND_DEVICES))
            continue
        problems += _take_verbs(bindings, device, verbs)
        bindings.unlock(device)
    notices = (spoiled(path, "; ".join(problems)),) if problems else ()
    return bindings, notices


def _take_verbs(bindings: Bindings, device: str, verbs: dict[str, object]) -> list[str]:
    """Set the verbs of a file; an input that two of them claim is the first one's, a default's claim gives way."""
    problems = []
    given: set[str] = set()
    for verb, inputs in verbs.items():
        problem = _problem(device, verb, inputs)
        if problem or not isinstance(inputs, list):
            problems.append(problem)
            continue
        bindings.table[device][verb] = ()
        kept = []
        for name in inputs:
            rivals = bindings.clashes(device, verb, name)
            taken = next((rival for rival in rivals if rival in given), "")
            if taken:
                problems.append(f"{device}.{verb}: found {name}, which {taken} has already")
                continue
            for rival in rivals:
                left = (entry for entry in bindings.table[device][rival] if entry != name)
                bindings.table[device][rival] = tuple(left)
            kept.append(name)
        bindings.table[device][verb] = tuple(kept)
        given.add(verb)
    return problems


def _problem(device: str, verb: str, inputs: object) -> str:
    if verb not in VERBS:
        return unknown(f"{device}.{verb}", [f"{device}.{name}" for name in VERBS])
    if not isinstance(inputs, list) or not all(isinstance(name, str) for name in inputs):
        return f"{device}.{verb}: found {inputs!r}, wanted a list of inputs in quotes"
    for name in inputs:
        if name not in known_inputs(device):
            return f"{device}.{verb}: " + unknown(name, known_inputs(device))
        if (name in STICKS) != (verb in STICK_VERBS):
            return f"{device}.{verb}: found {name}, wanted {'a stick' if verb in STICK_VERBS else 'a button'}"
    if not inputs and verb in NEEDED.get(device, ()):
        return f"{device}.{verb}: found no input, wanted at least one"
    return ""


def save_bindings(path: Path, bindings: Bindings) -> Notice | None:
    """Write the file whole; a notice instead of an error when the folder cannot be written."""
    lines = ["# Spacewalk bindings: verb = [inputs]. Delete a line to get its default back.", f"version = {VERSION}"]
    for device in BOUND_DEVICES:
        lines += ["", f"[{device}]"]
        lines += [line_of(verb, inputs) for verb, inputs in bindings.table[device].items()]
    try:
        write_atomic(path, "\n".join(lines) + "\n")
    except OSError as error:
        return Notice.of("notice.not_saved", 1, file=str(path), reason=error.strerror or str(error))
    return None

"""The JSON schema of mission.toml, for editors: made by letting the reader itself ask for every key it knows.

A `Probe` stands in for the file's tables and notes what it is asked for. The reader asks differently for a lab than for
a walk, for one kind of step than for another, and for what is there than for what is not, so it is run for every choice
there is; a key is required if it was in each of these runs.
"""

from __future__ import annotations

import contextlib
import math
from functools import cache
from typing import TYPE_CHECKING, Any

from game.missions.level import LevelReader
from game.missions.mission_file import Table
from game.missions.places import levels_root, mission_paths
from game.missions.plan import MISSION_KINDS
from game.missions.problems import ContentError
from game.missions.slices import finished

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

SCHEMA_FILE = "mission.schema.json"  # in levels/missions, beside the folders that it describes
PAIR = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
TURNS = 64  # more than any list of choices is long on which a branch of the reader depends


class Node:
    """What was asked of one table in all runs."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.keys: dict[str, dict[str, Any]] = {}
        self.children: dict[str, Node] = {}
        self.lists: set[str] = set()
        self.runs = 0
        self.required: dict[str, int] = {}  # in how many runs a key had to be there

    def schema(self) -> dict[str, Any]:
        """As a JSON schema, keys in alphabetical order, so that a file of it has small differences."""
        found: dict[str, Any] = {}
        for key in sorted({*self.keys, *self.children}):
            child = self.children.get(key)
            if child is None:
                found[key] = self.keys[key]
            elif key in self.lists:
                found[key] = {"type": "array", "items": child.schema()}
            else:
                found[key] = child.schema()
        needed = sorted(key for key, count in self.required.items() if count == self.runs)
        schema: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": found}
        return schema | ({"required": needed} if needed else {})


class Probe(Table):
    """A table that has every key and writes down how it was asked for; `turn` says which choice it gives."""

    def __init__(self, table: Table, node: Node, turn: int, kind: str = "") -> None:
        """`kind` is the kind of the mission in the outermost table."""
        super().__init__(table.source, table.path, {})
        self._node, self._turn, self._kind = node, turn, kind
        self._asked: set[str] = set()  # whether it is there: then it need not be
        node.runs += 1

    def has(self, key: str) -> bool:
        """There in the first round of turns, not there in the second."""
        self._asked.add(key)
        return self._turn < TURNS

    def text(self, key: str, default: str | None = None, choices: Iterable[str] | None = None) -> str:
        """A choice in turn, else a word that names nothing."""
        words = sorted(word for word in choices or () if word != "-")
        self._note(key, {"type": "string"} | ({"enum": words} if words else {}), default)
        if key == "kind" and self._kind:
            return self._kind
        if words:
            return words[self._turn % len(words)]
        return "x" if default is None else default

    def number(self, key: str, default: float | None = None, low: float = -math.inf, high: float = math.inf) -> float:
        """The least; nought where there is none."""
        span = {"minimum": low} if math.isfinite(low) else {}
        span |= {"maximum": high} if math.isfinite(high) else {}
        self._note(key, {"type": "number"} | span, default)
        return low if math.isfinite(low) else 0.0

    def whole(self, key: str, default: int | None = None, low: int = 0, high: int = 1_000_000) -> int:
        """The least."""
        self._note(key, {"type": "integer", "minimum": low, "maximum": high}, default)
        return low

    def flag(self, key: str, default: bool | None = None) -> bool:
        """False: so that no other file is read."""
        self._note(key, {"type": "boolean"}, default)
        return False

    def words(self, key: str, default: Sequence[str] | None = ()) -> tuple[str, ...]:
        """None of them."""
        self._note(key, {"type": "array", "items": {"type": "string"}}, default)
        return ()

    def point(self, key: str, default: tuple[float, float] | None = None) -> tuple[float, float]:
        """Two ones."""
        self._note(key, dict(PAIR), default)
        return 1.0, 1.0

    def points(self, key: str, least: int) -> tuple[tuple[float, float], ...]:
        """A line of as many as must be there."""
        self._note(key, {"type": "array", "items": dict(PAIR)}, ())
        return tuple((float(i), float(i * i)) for i in range(max(least, 3)))

    def moment(self, key: str) -> dt.datetime | None:
        """No date."""
        self._note(key, {"type": "string", "format": "date-time"}, None)
        return None

    def table(self, key: str) -> Table:
        """A table that is asked in the same way."""
        child = self._node.children.setdefault(key, Node())
        self._known.add(key)
        return Probe(super().table(key), child, self._turn)

    def tables(self, key: str) -> tuple[Table, ...]:
        """One table that is asked in the same way."""
        self._node.lists.add(key)
        return (self.table(key),)

    def without(self, keys: Sequence[str]) -> Table:
        """The same table: whoever asks for the rest asks here."""
        del keys
        return self

    def done(self) -> None:
        """Nothing was left over."""

    def _note(self, key: str, schema: dict[str, Any], default: object) -> None:
        before = self._node.keys.setdefault(key, schema)
        if before.get("type") == schema["type"]:  # asked twice with other limits: the wider ones hold
            for name, widest in (("minimum", min), ("maximum", max)):
                if name in before and name in schema:
                    before[name] = widest(before[name], schema[name])
        if default is None and key not in self._asked and key not in self._known:
            self._node.required[key] = self._node.required.get(key, 0) + 1
        self._known.add(key)


@cache
def mission_schema() -> dict[str, Any]:
    """The schema of a mission file as the reader of this version takes it. Do not change the result."""
    root = Node()
    path = mission_paths()[0]
    for kind in MISSION_KINDS:
        for turn in range(2 * TURNS if kind in ("campaign", "lab") else 1):
            reader = LevelReader(path, levels_root())
            reader.root = Probe(reader.root, root, turn, kind)
            with contextlib.suppress(ContentError):  # the words of a probe name nothing
                finished(reader.jobs())
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Spacewalk mission"}
    return head | root.schema()

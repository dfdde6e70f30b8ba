"""The encyclopedia: entries as data (assets/encyclopedia.toml), their words by key, and what opens each of them.

An entry is opened by walking a mission, a kind of mission, or by finishing a step of a kind. What no mission at hand
can open is open to everybody, so that nothing stays shut for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.missions.mission_file import Source
from game.missions.places import assets_root
from game.missions.plan import MISSION_KINDS
from game.sim.spec import STEP_KINDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from game.missions.plan import LevelInfo

ENTRIES_FILE = "encyclopedia.toml"
TOPICS = ("suit", "line", "body", "station", "orbit", "work", "history")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `sources` are keys of the facts file, their names stand under `source.<KEY>`; `picture` is in art/."""

    id: str
    topic: str
    sources: tuple[str, ...]
    picture: str = ""
    missions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()  # of missions
    steps: tuple[str, ...] = ()  # kinds of steps

    @property
    def title_key(self) -> str:
        """Text key of its title."""
        return f"entry.{self.id}.title"

    @property
    def text_key(self) -> str:
        """Text key of what it says."""
        return f"entry.{self.id}.text"

    def is_opened_by(self, mission: str, kind: str, steps_done: Collection[str]) -> bool:
        """True if that walk opens it; `steps_done` are the kinds of the steps that were finished."""
        return mission in self.missions or kind in self.kinds or any(step in steps_done for step in self.steps)

    def openers(self, infos: Iterable[LevelInfo]) -> tuple[LevelInfo, ...]:
        """The missions at hand that open it."""
        return tuple(
            info
            for info in infos
            if info.id in self.missions or info.kind in self.kinds or any(step in info.steps for step in self.steps)
        )


def read_entries(path: Path | None = None) -> tuple[Entry, ...]:
    """All entries in the order of the file; raises ContentError with every problem of it."""
    source = Source(path or assets_root() / ENTRIES_FILE)
    root = source.root()
    entries = []
    seen: set[str] = set()
    for table in root.tables("entry"):
        entry = Entry(
            id=table.text("id"),
            topic=table.text("topic", choices=TOPICS),
            sources=table.words("sources", default=None),
            picture=table.text("picture", default="-").removeprefix("-"),
            missions=table.words("missions"),
            kinds=table.words("kinds"),
            steps=table.words("steps"),
        )
        for key, words, known in (("kinds", entry.kinds, MISSION_KINDS), ("steps", entry.steps, STEP_KINDS)):
            for word in words:
                table.choice(key, word, known)
        if not entry.sources:
            table.wrong("sources", "none", "at least one")
        if entry.id in seen:
            table.wrong("id", f"{entry.id!r} a second time", "an id of its own")
        seen.add(entry.id)
        table.done()
        entries.append(entry)
    root.done()
    source.raise_if_bad()
    return tuple(entries)

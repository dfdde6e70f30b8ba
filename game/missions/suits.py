"""Suits as data: the rows of the tuning table that a suit has of its own (`levels/suits/<id>.toml`)."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from game.missions.mission_file import Source
from game.sim.tuning import Tuning

if TYPE_CHECKING:
    from pathlib import Path

CONFIDENCES = ("S", "M", "D", "E")
_ROWS = {row.name: row.metadata for row in fields(Tuning)}

Rows = tuple[tuple[str, float], ...]


def load_suit(path: Path) -> Rows:
    """The rows of one suit file, each with value, source and confidence; ContentError with all its problems."""
    source = Source(path)
    root = source.root()
    suit_id = root.text("id")
    if suit_id and suit_id != path.stem:
        root.wrong("id", repr(suit_id), f"the file's name {path.stem!r}")
    root.words("sources")
    table = root.table("row")
    rows = []
    for name in table.data:
        row = table.table(name)
        if not table.choice(name, name, _ROWS, "a row of the tuning table: one of"):
            continue
        meta = _ROWS[name]
        rows.append((name, row.number("value", low=meta["low"], high=meta["high"])))
        row.text("source")
        row.text("confidence", choices=CONFIDENCES)
        row.done()
    root.done()
    source.raise_if_bad()
    return tuple(rows)

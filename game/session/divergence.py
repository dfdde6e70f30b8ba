"""Where two runs part: the first tick, entity and field, with both values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.session.session import session_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.missions.level import Level
    from game.session.recording import Recording


@dataclass(frozen=True, slots=True)
class Parting:
    """The first difference of two runs; values in plain words."""

    tick: int
    field: str  # entity.field
    recorded: str
    found: str

    def __str__(self) -> str:
        entity, _, name = self.field.rpartition(".")
        return f"tick {self.tick}: {entity or 'world'}, {name}: recorded {self.recorded}, found {self.found}"


def readable(value: str) -> str:
    """The exact text of a field as a person reads it: hexadecimal floats as decimals."""
    try:
        return repr(float.fromhex(value)) if value.lstrip("-").startswith("0x") else value
    except ValueError:
        return value


def first_difference(tick: int, recorded: Mapping[str, str], found: Mapping[str, str]) -> Parting | None:
    """The first field, in the order of `found`, that differs."""
    for key in [*found, *(key for key in recorded if key not in found)]:
        if recorded.get(key) != found.get(key):
            return Parting(tick, key, readable(recorded.get(key, "nothing")), readable(found.get(key, "nothing")))
    return None


def verify(recording: Recording, level: Level) -> tuple[Parting | None, str]:
    """Re-run a recording from tick 0; returns where it parts from the file (None = nowhere) and the digest at the end.

    Raises RecordingError if the level's files are not those of the recording.
    """
    session = session_of(recording, level)
    fields: dict[str, str] = {}
    snapshots = iter(recording.snapshots)
    due = next(snapshots, None)
    while True:
        if due is not None and due[0] == session.frame.tick:
            fields.update(due[1])
            parting = first_difference(due[0], fields, session.world.fields())
            if parting is not None:
                return parting, session.world.digest()
            due = next(snapshots, None)
        if session.frame.tick >= recording.ticks:
            break
        session.step()
    digest = session.world.digest()
    if recording.digest and digest != recording.digest:
        return Parting(session.frame.tick, "world.digest", recording.digest, digest), digest
    return None, digest

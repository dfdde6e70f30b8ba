"""A run as a file: a header, every order that changed, a picture of all fields once a second, and the end.

Lines of JSON, compressed as one stream that is flushed once a second, so a file cut off anywhere still gives all whole
lines before the cut. While it grows the file is called `*.part`; finished it gets its name in one step.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import zlib
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymunk

from game.missions.files import RECORDING_BYTES, read_file
from game.sim.actions import CrewAction, GroundAction, HandOrder, HookOrder
from game.sim.spec import DIALS, Dials

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FORMAT = "spacewalk-recording"
VERSION = 3
SUFFIX = ".walk"
WINDOW = 31  # gzip container
SNAPSHOT_TICKS = 60
CHUNK_BYTES = 65_536
TEXT_LIMIT_BYTES = 400_000_000  # a walk of two days has a tenth; a small file may unpack to anything


class RecordingError(Exception):
    """A file is no recording, or not one of this level; the message is one line: where, found, wanted."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a recording needs to be re-run: `level` is an id or a path, `level_sha256` the hash of its files."""

    level: str
    level_sha256: str
    cut: str
    assist: str
    seed: int
    pilot: str
    game: str
    pymunk: str = pymunk.version
    air: str = "normal"  # the dials: easy, normal, off
    time: str = "normal"
    damage: str = "normal"
    faults: str = "set"
    machine: str = f"{platform.system()} {platform.machine()}"
    version: int = VERSION

    @property
    def dials(self) -> Dials:
        """How forgiving air, time and damage were, and which faults there were."""
        return Dials(self.air, self.time, self.damage, self.faults)


def action_to_list(action: CrewAction) -> list[Any]:
    """The numbers of an action, in the order of its fields."""
    return [list(part) if isinstance(part, tuple) else int(part) for part in astuple(action)]


def action_from_list(values: list[Any]) -> CrewAction:
    """The action of such numbers; raises ValueError or TypeError on anything else."""
    left, right, hook1, hook2, x, y, lean, steady, tuck, act, step, stroke, *later = values
    (suit,) = later or (0,)  # recordings made before suits had switches have none
    return CrewAction(
        HandOrder(*map(int, left)), HandOrder(*map(int, right)),
        HookOrder(*map(int, hook1)), HookOrder(*map(int, hook2)),
        int(x), int(y), int(lean), bool(steady), bool(tuck), int(act), int(step), bool(stroke), int(suit),
    )  # fmt: skip


@dataclass(slots=True)
class Recording:
    """A recording in memory. `actions[crew]` holds (tick, action) where the action changed, `ground` every action of
    the ground with its tick; `fields` what each snapshot
    changed in the exact texts of `World.fields()`.
    """

    header: Header
    actions: dict[str, list[tuple[int, CrewAction]]] = field(default_factory=dict)
    ground: list[tuple[int, GroundAction]] = field(default_factory=list)  # in the order they came
    snapshots: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    ticks: int = 0
    outcome: str = ""
    digest: str = ""
    is_whole: bool = False

    def action_at(self, crew_id: str, tick: int, cursor: dict[str, int]) -> CrewAction:
        """The order of that tick; `cursor` remembers the place between calls with growing ticks."""
        found = self.actions.get(crew_id, [])
        index = cursor.get(crew_id, -1)
        while index + 1 < len(found) and found[index + 1][0] <= tick:
            index += 1
        cursor[crew_id] = index
        return found[index][1] if index >= 0 else CrewAction()

    def ground_at(self, tick: int) -> tuple[GroundAction, ...]:
        """What the ground did in that tick, in the order it came."""
        return tuple(action for at, action in self.ground if at == tick)


class Recorder:
    """Writes a run as it happens: to memory, and to a file when one was named."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self._lines: list[str] = [json.dumps({"format": FORMAT, **_as_dict(header)})]
        self._last: dict[str, CrewAction] = {}
        self._fields: dict[str, str] = {}
        self._path: Path | None = None
        self._file: Any = None
        self._zip: Any = None
        self._written = 0

    def order(self, tick: int, actions: Mapping[str, CrewAction], ground: Sequence[GroundAction] = ()) -> None:
        """Note the orders of a tick."""
        for act in ground:
            entry = ["g", tick, act.kind, act.who, act.what, act.value]
            self._lines.append(json.dumps(entry, separators=(",", ":")))
        for crew_id in sorted(actions):
            action = actions[crew_id]
            if self._last.get(crew_id) != action:
                self._last[crew_id] = action
                self._lines.append(json.dumps(["a", tick, crew_id, action_to_list(action)], separators=(",", ":")))

    def snapshot(self, tick: int, fields: Mapping[str, str]) -> None:
        """Note what changed in the fields, after `tick` ticks; flush the file."""
        changed = {key: value for key, value in fields.items() if self._fields.get(key) != value}
        self._fields = dict(fields)
        self._lines.append(json.dumps(["f", tick, changed], separators=(",", ":")))
        self._flush()

    def write_to(self, path: Path) -> None:
        """Keep a growing copy at `path` + `.part` from now on. Raises OSError if the folder can't be written."""
        self._path = path
        self._file = Path(f"{path}.part").open("wb")  # noqa: SIM115 - stays open for the whole run
        self._zip = zlib.compressobj(6, zlib.DEFLATED, WINDOW)
        self._flush()

    def _flush(self) -> None:
        if self._file is None:
            return
        text = "".join(line + "\n" for line in self._lines[self._written :])
        self._written = len(self._lines)
        try:
            self._file.write(self._zip.compress(text.encode()) + self._zip.flush(zlib.Z_SYNC_FLUSH))
            self._file.flush()
        except OSError:  # a full disc must not end the walk: the copy in memory goes on
            with contextlib.suppress(OSError):
                self._file.close()
            self._file = None

    def finish(self, tick: int, outcome: str, digest: str) -> None:
        """Add the end line and give the growing file its name. Raises OSError: then `.part` stays, readable."""
        self._lines.append(json.dumps(["end", tick, outcome, digest], separators=(",", ":")))
        self._flush()
        if self._path is None:
            return
        part = Path(f"{self._path}.part")
        if self._file is None:  # the disc was full; by now it may not be
            self.save(self._path)
            part.unlink(missing_ok=True)
            return
        with self._file as file:
            self._file = None
            file.write(self._zip.flush(zlib.Z_FINISH))
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._path)

    def discard(self) -> None:
        """Delete the file that was written, if any; the copy in memory stays. Raises OSError."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
            self._path = None

    def to_bytes(self) -> bytes:
        """The file's contents."""
        box = zlib.compressobj(6, zlib.DEFLATED, WINDOW)
        return box.compress("".join(line + "\n" for line in self._lines).encode()) + box.flush()

    def save(self, path: Path) -> None:
        """Write the whole file in one step: a new file beside it, then its name. Raises OSError and leaves no half."""
        new = Path(f"{path}.new")
        try:
            with new.open("wb") as file:
                file.write(self.to_bytes())
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                new.unlink()
            raise


def _as_dict(header: Header) -> dict[str, Any]:
    return {name: getattr(header, name) for name in Header.__dataclass_fields__}


def read_recording(path: Path) -> Recording:
    """The recording in a file, whole or cut off. Raises RecordingError with one line."""
    try:
        raw = read_file(path, RECORDING_BYTES, takes_pipes=True)
    except OSError as error:
        message = f"{path}: found no readable file ({error.strerror}), wanted a recording"
        raise RecordingError(message) from None
    return recording_from(raw, path)


def recording_from(raw: bytes, path: Path) -> Recording:
    """The recording in the bytes of a file; `path` names it in errors. Raises RecordingError with one line."""
    text, is_intact = _unpacked(path, raw)
    lines = text.split("\n")[:-1]  # the piece after the last line end is not whole
    if not lines:
        message = f"{path}: found nothing readable, wanted a recording ({SUFFIX})"
        raise RecordingError(message)
    recording = Recording(_header(path, lines[0]))
    for number, line in enumerate(lines[1:], start=2):
        try:
            _take(recording, json.loads(line))
        except _NO_ENTRY:
            message = f"{path}: line {number}: found {line[:40]!r}, wanted an entry of a recording"
            raise RecordingError(message) from None
    recording.is_whole = recording.is_whole and is_intact
    return recording


def _unpacked(path: Path, raw: bytes) -> tuple[str, bool]:
    """The text of a file up to where it is cut or damaged, and False if it is damaged."""
    box = zlib.decompressobj(WINDOW)
    pieces: list[bytes] = []
    size, is_intact = 0, True
    for start in range(0, len(raw), CHUNK_BYTES):
        chunk, before = raw[start : start + CHUNK_BYTES], box.copy()
        try:
            pieces.append(box.decompress(chunk, TEXT_LIMIT_BYTES - size + 1))
        except zlib.error:
            is_intact = False
            pieces += _until_damaged(before, chunk)
        size = sum(map(len, pieces))
        if not is_intact:
            break
        if size > TEXT_LIMIT_BYTES:
            message = f"{path}: found more than {TEXT_LIMIT_BYTES} bytes of text, wanted a recording ({SUFFIX})"
            raise RecordingError(message)
    if not is_intact and not size:
        message = f"{path}: found a file of another kind, wanted a recording ({SUFFIX})"
        raise RecordingError(message)
    return b"".join(pieces).decode("utf-8", errors="ignore"), is_intact


def _until_damaged(box: Any, chunk: bytes) -> Iterator[bytes]:
    """What the bytes of a chunk give one by one, up to the one that does not fit."""
    with contextlib.suppress(zlib.error):
        for place in range(len(chunk)):
            yield box.decompress(chunk[place : place + 1])


def _header(path: Path, line: str) -> Header:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or values.pop("format", None) != FORMAT:
        message = f"{path}: found a file of another kind, wanted a recording ({SUFFIX})"
        raise RecordingError(message)
    if values.get("version") != VERSION:
        message = f"{path}: found recording version {values.get('version')}, wanted {VERSION}"
        raise RecordingError(message)
    for dial in DIALS:  # recordings made before there were dials
        values.setdefault(dial, getattr(Dials(), dial))
    wanted = {name: int if name in ("seed", "version") else str for name in Header.__dataclass_fields__}
    if set(values) != set(wanted) or not all(isinstance(values[name], kind) for name, kind in wanted.items()):
        message = f"{path}: found an incomplete header, wanted {', '.join(wanted)}"
        raise RecordingError(message)
    return Header(**values)


_NO_ENTRY = (ValueError, TypeError, IndexError, KeyError, OverflowError, RecursionError)


def _take(recording: Recording, entry: list[Any]) -> None:
    kind, tick = entry[0], int(entry[1])
    # Time goes on, and a snapshot comes every second: else a re-run would never come to the entry, or never to its end.
    if not recording.ticks - (kind in ("a", "g")) <= tick <= recording.ticks + SNAPSHOT_TICKS:
        raise ValueError(tick)
    if kind == "a":
        _, _, crew_id, values = entry
        recording.actions.setdefault(str(crew_id), []).append((tick, action_from_list(values)))
        recording.ticks = tick + 1
    elif kind == "g":
        _, _, what, who, detail, value = entry
        recording.ground.append((tick, GroundAction(str(what), str(who), str(detail), float(value)).clamped()))
        recording.ticks = tick + 1
    elif kind == "f":
        recording.snapshots.append((tick, {str(key): str(value) for key, value in dict(entry[2]).items()}))
        recording.ticks = tick
    elif kind == "end":
        _, _, outcome, digest = entry
        recording.ticks, recording.outcome, recording.digest = tick, str(outcome), str(digest)
        recording.is_whole = True
    else:
        raise ValueError(kind)

"""The check of content files for authors and for the command line: any path, every problem, nothing thrown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from game.missions.call_rules import read_calls
from game.missions.encyclopedia import ENTRIES_FILE, read_entries
from game.missions.kits import load_kit
from game.missions.level import load_level
from game.missions.mission_file import Source
from game.missions.places import assets_root, levels_root, mission_paths
from game.missions.problems import ContentError, Problem
from game.missions.station import load_station
from game.missions.suits import load_suit

if TYPE_CHECKING:
    from collections.abc import Iterable

CALLS_FILE = "calls.toml"


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: its path, its kind (station, kit, suit, mission, calls, encyclopedia), and what is wrong with it."""

    path: Path
    kind: str
    problems: tuple[Problem, ...]


def check_paths(paths: Iterable[str | Path] = (), levels_dir: Path | None = None) -> tuple[Checked, ...]:
    """Check files, folders and mission ids; without any, everything in the levels folder. Never raises ContentError."""
    levels = levels_dir or levels_root()
    chosen = [path for given in paths for path in _files_of(given, levels)] or _all_of(levels)
    return tuple(_checked(path, levels) for path in dict.fromkeys(chosen))


def _all_of(levels: Path) -> list[Path]:
    found = [*sorted((levels / "stations").glob("*.tmx")), *sorted((levels / "kits").glob("*.toml"))]
    found += sorted((levels / "suits").glob("*.toml"))
    calls = levels / CALLS_FILE
    found += [calls] if calls.is_file() else []
    found += mission_paths(levels)
    entries = assets_root() / ENTRIES_FILE
    found += [entries] if levels == levels_root() and entries.is_file() else []
    return found or [levels / "missions"]


def _files_of(given: str | Path, levels: Path) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        if (path / "mission.toml").is_file():
            return [path / "mission.toml"]
        inside = sorted([*path.rglob("*.tmx"), *path.rglob("*.toml")])
        return inside or [path / "mission.toml"]
    inside_levels = levels / "missions" / path / "mission.toml"
    if not path.exists() and not path.suffix and inside_levels.is_file():
        return [inside_levels]
    return [path]


def _checked(path: Path, levels: Path) -> Checked:
    kind = _kind_of(path)
    try:
        if kind == "station":
            load_station(path)
        elif kind == "kit":
            load_kit(path)
        elif kind == "suit":
            load_suit(path)
        elif kind == "encyclopedia":
            read_entries(path)
        elif kind == "calls":
            source = Source(path)
            root = source.root()
            read_calls(root.tables("call"))
            root.done()
            source.raise_if_bad()
        else:
            # A bare word that is no file is meant as a mission's id: its error names the nearest.
            load_level(str(path) if len(path.parts) == 1 and not path.suffix else path, levels)
    except ContentError as error:
        return Checked(path, kind, error.problems)
    return Checked(path, kind, ())


def _kind_of(path: Path) -> str:
    if path.suffix == ".tmx":
        return "station"
    if path.name == CALLS_FILE:
        return "calls"
    if path.name == ENTRIES_FILE:
        return "encyclopedia"
    folders = {"kits": "kit", "suits": "suit"}
    return folders.get(path.parent.name, "mission") if path.suffix == ".toml" else "mission"

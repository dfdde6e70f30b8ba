"""`spacewalk check`: every error of stations and missions, one line each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.refusal import DONE, FAILED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def check(asked: argparse.Namespace) -> int:
    """Read what was named, or everything; returns 1 when anything is wrong."""
    from game.missions.places import levels_root

    told: dict[str, None] = {}  # a fault of a station is told once, not once for each mission on it
    count = 0
    for path in _files(asked.paths or [str(levels_root())]):
        count += 1
        problems = _problems(path)
        for line in problems:
            if line not in told:
                print(line)
        told.update(dict.fromkeys(problems))
    if told:
        print(f"{len(told)} {'error' if len(told) == 1 else 'errors'} in {count} {'file' if count == 1 else 'files'}")
        return FAILED
    print(f"{count} {'file' if count == 1 else 'files'} checked, nothing wrong")
    return DONE


def _files(words: list[str]) -> Iterator[Path]:
    """The stations and missions that the words name; a word that names nothing comes back as it is."""
    from game.missions.places import levels_root

    for word in words:
        path = Path(word)
        if path.is_dir() and not (path / "mission.toml").exists():
            inside = sorted((*path.rglob("*.tmx"), *path.rglob("mission.toml")))
            yield from inside or [path]
        elif not path.exists() and path.name == word and (levels_root() / "missions" / word).is_dir():
            yield levels_root() / "missions" / word / "mission.toml"
        else:
            yield path / "mission.toml" if path.is_dir() else path


def _problems(path: Path) -> list[str]:
    from game.missions.level import load_level
    from game.missions.problems import ContentError
    from game.missions.station import load_station

    if path.is_dir():
        return [f"{path}: found a folder without stations and missions, wanted .tmx files or mission.toml files"]
    if not path.exists():
        return [f"{path}: found no such file, wanted a station (.tmx), a mission (folder, .toml, id) or their folder"]
    if path.suffix not in (".tmx", ".toml"):
        return [f"{path}: found a file of another kind, wanted a station (.tmx) or a mission (mission.toml)"]
    try:
        if path.suffix == ".tmx":
            load_station(path)
        else:
            load_level(path)
    except ContentError as error:
        return [str(problem) for problem in error.problems]
    return []

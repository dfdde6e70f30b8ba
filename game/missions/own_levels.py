"""A player's own missions: found in a folder of theirs, listed with what is wrong with them instead of left out."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from game.missions.level import info_of, load_level
from game.missions.plan import MISSION_KINDS, LevelInfo
from game.missions.problems import ContentError


def own_files(folder: Path) -> tuple[Path, ...]:
    """The mission files of a player's own folder by name; none of a folder that may not be looked into."""
    try:
        return tuple(sorted(folder.glob("*/mission.toml")))
    except OSError:
        return ()


def list_own(folder: Path) -> tuple[LevelInfo, ...]:
    """The missions of a player's own folder in menu order, broken ones among them with what is wrong; quick to read.

    `check_own` reads one whole, with its station.
    """
    infos = []
    for path in own_files(folder):
        place = str(path.parent.resolve())
        try:
            infos.append(dataclasses.replace(info_of(path), source=place))
        except ContentError as error:
            infos.append(_broken(path, place, error))
    return tuple(sorted(infos, key=lambda info: (info.order, info.id)))


def check_own(info: LevelInfo) -> LevelInfo:
    """The same mission with everything that is wrong with its files."""
    path = Path(info.source) / "mission.toml"
    try:
        load_level(path)
    except ContentError as error:
        return dataclasses.replace(info, problems=_broken(path, info.source, error).problems)
    return dataclasses.replace(info, problems=())


def _broken(path: Path, place: str, error: ContentError) -> LevelInfo:
    """A mission that cannot be read: its folder's name, and its problems without the long way to its file."""
    lines = tuple(str(problem).removeprefix(f"{path.parent}/").removeprefix(f"{place}/") for problem in error.problems)
    return LevelInfo(path.parent.name, MISSION_KINDS[1], {}, (), source=place, problems=lines)

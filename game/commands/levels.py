"""Levels by what a person typed: an id, a folder or a file; every fault becomes a RefusedError."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from game.commands.refusal import FAILED, WRONG_USE, RefusedError

if TYPE_CHECKING:
    from game.missions.level import Level
    from game.missions.plan import Cut
    from game.session.recording import Recording


def is_path(word: str) -> bool:
    """True if the word means a place on the disk rather than the id of a mission."""
    separators = tuple(filter(None, (os.sep, os.altsep)))
    return word.endswith(".toml") or any(mark in word for mark in separators) or _is_folder(word)


def _is_folder(word: str) -> bool:
    try:
        return Path(word).is_dir()
    except OSError:  # a word too long to be a name
        return False


def open_level(word: str) -> Level:
    """The level of an id, a mission folder or a mission.toml."""
    from game.missions.level import load_level
    from game.missions.problems import ContentError

    place = Path(word) if is_path(word) else own_folder(word)
    try:
        return load_level(place or word)
    except ContentError as error:
        raise RefusedError(str(error), FAILED if place else _status(word)) from None


def own_folder(word: str) -> Path | None:
    """The folder of a person's own mission of that id; None if there is none, or one that travels with the program."""
    from game.app.folders import user_folders
    from game.missions.own_levels import own_files
    from game.missions.places import levels_root

    if (levels_root() / "missions" / word / "mission.toml").is_file():
        return None
    return next((path.parent for path in own_files(user_folders().missions) if path.parent.name == word), None)


def _status(mission: str) -> int:
    """An id that names no mission is wrong use; a mission that is there but broken is a failure."""
    from game.missions.places import levels_root

    return FAILED if (levels_root() / "missions" / mission / "mission.toml").is_file() else WRONG_USE


def open_cut(level: Level, cut_id: str | None) -> Cut:
    """The cut of that id, the level's first for None."""
    from game.missions.problems import ContentError

    try:
        return level.cut(cut_id)
    except ContentError as error:
        raise RefusedError(str(error), WRONG_USE) from None


def open_recording(path: Path) -> Recording:
    """The recording in a file."""
    from game.session.recording import RecordingError, read_recording

    try:
        return read_recording(path)
    except RecordingError as error:
        raise RefusedError(str(error)) from None


def level_of(recording: Recording, path: Path) -> Level:
    """The level that a recording was made on, as it is on this machine."""
    from game.missions.level import load_level
    from game.missions.problems import ContentError

    word = recording.header.level
    try:
        return load_level(Path(word) if is_path(word) else word)
    except ContentError as error:
        raise RefusedError(f"{path}: its level cannot be opened: {error}") from None

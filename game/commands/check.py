"""`spacewalk check`: every error of stations, missions, kits, calls and the encyclopedia, one line each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from game.commands.refusal import DONE, FAILED

if TYPE_CHECKING:
    import argparse

    from game.missions.content import Checked


def check(asked: argparse.Namespace) -> int:
    """Read what was named, or everything; returns 1 when anything is wrong. With --schema print that of missions."""
    from game.commands.levels import own_folder
    from game.missions.content import check_paths

    if asked.schema:
        print(schema_text(), end="")
        return DONE
    checked = check_paths([own_folder(path) or path for path in asked.paths])
    if not asked.paths:
        checked += _own()
    # A fault of a station is told once, not once more for each mission on it.
    lines = dict.fromkeys(str(problem) for found in checked for problem in found.problems)
    for line in lines:
        print(line)
    files = f"{len(checked)} {'file' if len(checked) == 1 else 'files'}"
    if lines:
        print(f"{len(lines)} {'error' if len(lines) == 1 else 'errors'} in {files}")
        return FAILED
    print(f"{files} checked, nothing wrong")
    return DONE


def schema_text() -> str:
    """The JSON schema of mission.toml as the file in levels/missions holds it."""
    from game.missions.schema import mission_schema

    return json.dumps(mission_schema(), ensure_ascii=False, indent=1) + "\n"


def _own() -> tuple[Checked, ...]:
    """A person's own missions, each whole."""
    from game.app.folders import user_folders
    from game.missions.content import check_paths
    from game.missions.own_levels import own_files

    paths = own_files(user_folders().missions)
    return check_paths(paths) if paths else ()

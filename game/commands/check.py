"""`spacewalk check`: every error of stations, missions, kits and calls, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.commands.refusal import DONE, FAILED

if TYPE_CHECKING:
    import argparse


def check(asked: argparse.Namespace) -> int:
    """Read what was named, or everything; returns 1 when anything is wrong."""
    from game.missions.content import check_paths

    checked = check_paths(asked.paths)
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

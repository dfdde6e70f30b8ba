"""`spacewalk missions`: what can be played, a person's own missions among it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from game.commands.refusal import DONE, RefusedError

if TYPE_CHECKING:
    import argparse

KINDS = {"bench": "lab"}  # scripts know pool, campaign, history and lab: a workbench is a lab with work to do


def missions(asked: argparse.Namespace) -> int:
    """Print id, kind, title and cuts of every mission, and what is wrong with one's own."""
    from game.app.folders import user_folders
    from game.missions.level import list_levels
    from game.missions.own_levels import check_own, list_own
    from game.missions.places import levels_root

    found = list_levels()
    if not found:
        raise RefusedError(f"{levels_root() / 'missions'}: found no missions, wanted at least one")
    found += tuple(info if info.problems else check_own(info) for info in list_own(user_folders().missions))
    if asked.json:
        rows = [
            {
                "id": info.id,
                "kind": KINDS.get(info.kind, info.kind),
                "title": dict(info.title),
                "cuts": list(info.cuts),
                "own": info.is_own,
                "source": info.source,
                "problems": list(info.problems),
            }
            for info in found
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return DONE
    wide = max(len(info.id) for info in found)
    for info in found:
        kind = "own" if info.is_own else info.kind
        print(f"{info.id:<{wide}}  {kind:<8}  {info.title.get('en', info.id)}  [{', '.join(info.cuts)}]")
        for problem in info.problems:
            print(f"{'':<{wide}}  {problem}")
    return DONE

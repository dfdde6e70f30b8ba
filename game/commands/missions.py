"""`spacewalk missions`: what can be played."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from game.commands.refusal import DONE, RefusedError

if TYPE_CHECKING:
    import argparse


def missions(asked: argparse.Namespace) -> int:
    """Print id, kind, title and cuts of every mission."""
    from game.missions.level import list_levels
    from game.missions.places import levels_root

    found = list_levels()
    if not found:
        raise RefusedError(f"{levels_root() / 'missions'}: found no missions, wanted at least one")
    if asked.json:
        rows = [{"id": i.id, "kind": i.kind, "title": dict(i.title), "cuts": list(i.cuts)} for i in found]
        print(json.dumps(rows, ensure_ascii=False))
        return DONE
    wide = max(len(info.id) for info in found)
    for info in found:
        print(f"{info.id:<{wide}}  {info.kind:<8}  {info.title.get('en', info.id)}  [{', '.join(info.cuts)}]")
    return DONE

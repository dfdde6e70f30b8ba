"""Scripted persons finish every walk and every lesson by presses alone: the crew, and a cadet by one input at a time.

Name of a story: mission-cut-assist.walkscript; `tools/record_walk.py` writes one. A new one is tested without being
named here.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.control.intents import ASSISTS
from game.missions.level import list_levels, load_level
from game.session.run import Run, RunPlan, read_script

HERE = Path(__file__).parent
ALL = sorted(HERE.glob("*.walkscript"))
FIRST = "unit-swap"
SEED = 3
MOST_PRESSES = 250


def shortest(mission: str) -> str:
    """The id of the cut that promises the shortest play."""
    return min(load_level(mission).cuts, key=lambda cut: cut.play_s).id


SHORT = {(info.id, shortest(info.id)) for info in list_levels() if info.kind != "lab"}
# By day the shortest cut of each and all of the first mission, at night (SPACEWALK_SEEDS is set) the longer ones too.
IS_NIGHT = bool(os.environ.get("SPACEWALK_SEEDS"))
STORIES = [
    path for path in ALL if IS_NIGHT or path.stem.startswith(FIRST) or tuple(path.stem.rsplit("-", 2)[:2]) in SHORT
]


@pytest.mark.parametrize("path", STORIES, ids=[path.stem for path in STORIES])
def test_story(path):
    """The mission is complete, nothing is damaged or lost, two points always hold, no wait of the script timed out."""
    mission, cut_id, assist = path.stem.rsplit("-", 2)
    entries = read_script(path)
    assert sum(entry.intent is not None for entry in entries) < MOST_PRESSES
    run = Run(RunPlan(load_level(mission), cut_id, entries, path.stem, assist, SEED))
    end = run.go()
    frame = run.session.frame
    assert end.outcome == "complete", [step.id for step in frame.steps if step.state != "done"]
    assert frame.damaged == ()
    assert frame.lost_objects == ()
    assert frame.crew[0].two_point_breaks == 0


def test_each_level_has_its_story():
    """There is a story for each assist level, and one of the crew and of a cadet for every walk and lesson."""
    told = {tuple(path.stem.rsplit("-", 2)) for path in STORIES}
    assert {assist for _, _, assist in told} >= set(ASSISTS)
    assert told >= {(*short, assist) for short in SHORT for assist in ("crew", "cadet")}

"""Scripted persons finish the first mission in all three assist levels, by presses alone.

Name of a story: mission-cut-assist.walkscript. A new one is tested without being named here.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from game.control.intents import ASSISTS
from game.missions.level import load_level
from game.session.run import Run, RunPlan, read_script

ALL = sorted(Path(__file__).parent.glob("*.walkscript"))
# At night (SPACEWALK_SEEDS is set) all; by day those of the first mission, and the crew's of the others.
IS_NIGHT = bool(os.environ.get("SPACEWALK_SEEDS"))
STORIES = [path for path in ALL if IS_NIGHT or path.stem.startswith("unit-swap") or path.stem.endswith("-crew")]
SEED = 3
MOST_PRESSES = 250


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
    """There is a story for each assist level."""
    assert {path.stem.rsplit("-", 1)[1] for path in STORIES} >= set(ASSISTS)

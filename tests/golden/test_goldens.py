"""Goldens: short recordings in the repository whose orders must go on telling the same story.

Facts are always compared; digests only where platform and engine are those of the recording, since floating-point
results may differ elsewhere. SPACEWALK_BLESS=1 writes them anew: do it when a rule changed on purpose, and say so.
"""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

import pymunk
import pytest

from game.missions.level import load_level
from game.session.recording import read_recording
from game.session.session import Session

HERE = Path(__file__).parent
IS_BLESSING = bool(os.environ.get("SPACEWALK_BLESS"))
MACHINE = f"{platform.system()} {platform.machine()}"

GOLDENS = {  # name: (level, cut, pilot, seconds, what it proves)
    "first_minute": (
        "unit-swap", "3m", "autopilot", 60.0,
        "Hands, hooks, tethers, work and the clock of a first minute give the same events, steps and place.",
    ),
    "idle": (
        "unit-swap", "3m", "neutral", 20.0,
        "With nobody acting the airlock stays shut, nothing moves and nothing is used up.",
    ),
}  # fmt: skip


def played(level_id, cut_id, pilot, seconds):
    level = load_level(level_id)
    session = Session(level, cut_id=cut_id, seed=7, pilot=pilot)
    counts: dict[str, int] = {}
    done: list[str] = []
    for _ in range(round(seconds * 60)):
        session.step()
        for event in session.events:
            counts[event.kind] = counts.get(event.kind, 0) + 1
            if event.kind == "step_done":
                done.append(event.what)
    crew = session.frame.crew[0]
    pose = crew.body.pose
    session.finish()
    return session, {
        "done": done,
        "counts": dict(sorted(counts.items())),
        "place_m": [round(pose.x, 1), round(pose.y, 1)],
        "o2_kg": round(crew.suit.o2_kg, 3),
        "eva_s": round(session.frame.eva_s),
        "digests": {"machine": MACHINE, "pymunk": pymunk.version, "end": session.world.digest()},
        "level_sha256": session.level.sha256,
    }


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_golden(name):
    """The recorded facts come out again; on the same machine and engine the digest too."""
    level_id, cut_id, pilot, seconds, proves = GOLDENS[name]
    path, orders = HERE / f"{name}.json", HERE / f"{name}.walk"
    if IS_BLESSING:
        session, found = played(level_id, cut_id, pilot, seconds)
        session.recorder.save(orders)
        path.write_text(json.dumps({"proves": proves, **found}, indent=1) + "\n", "utf-8")
        pytest.skip("blessed")
    wanted = json.loads(path.read_text("utf-8"))
    _, found = played(level_id, cut_id, read_recording(orders), seconds)
    for fact in ("done", "counts", "place_m", "o2_kg", "eva_s"):
        assert found[fact] == wanted[fact], f"{fact} of golden {name}: {proves}"
    there, here = wanted["digests"], found["digests"]
    is_same_level = wanted["level_sha256"] == found["level_sha256"]
    if is_same_level and (there["machine"], there["pymunk"]) == (here["machine"], here["pymunk"]):
        assert here["end"] == there["end"], proves

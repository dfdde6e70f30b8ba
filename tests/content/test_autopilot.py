"""Every mission with something to do is finished by the autopilot inside its budgets.

The shortest cut of each and the ten minutes of the first with one seed; SPACEWALK_SEEDS=20 tries twenty seeds in every
cut but true time, and `tools/prove.py` prints their margins. A new mission is tested without being named here.
"""

from __future__ import annotations

import os
from functools import cache

import pytest

from game.control.route import Map
from game.missions.level import list_levels, load_level
from game.session.session import Session

SEEDS = range(1, 1 + int(os.environ.get("SPACEWALK_SEEDS", "1")))
IS_WHOLE = len(SEEDS) > 1
FIRST = "unit-swap"
TRUE_TIME = "1:1"
IN_HAND = 0.10
DESIGNED_FOR_N = 200.0  # handling load of a structure (SSP 30256)
PATIENCE = 2.0  # times the length that the cut promises


@cache
def level_of(level_id):
    return load_level(level_id)


@cache
def map_of(level_id, cut_id):
    return Map(level_of(level_id).world_spec(cut_id).structure)


def _some(level):
    """The shortest cut, and that of ten minutes of the first mission."""
    timed = [cut for cut in level.cuts if cut.id != TRUE_TIME]
    shortest = min(timed, key=lambda cut: cut.play_s)
    return [cut for cut in timed if cut is shortest or (level.id == FIRST and cut.id == "10m")]


def cases():
    for info in list_levels():
        level = level_of(info.id)
        if info.kind == "lab":
            continue
        for cut in level.cuts if IS_WHOLE else _some(level):
            if cut.id != TRUE_TIME and level.objectives_of(cut):
                for seed in SEEDS:
                    yield pytest.param(info.id, cut.id, seed, id=f"{info.id}-{cut.id}-{seed}")


def walk(level_id, cut_id, seed):
    """The finished session and all its events."""
    session = Session(level_of(level_id), cut_id=cut_id, seed=seed, pilot="autopilot", map_=map_of(level_id, cut_id))
    events = []
    while session.outcome == "running" and session.frame.play_s < PATIENCE * session.cut.play_s:
        session.step()
        events += session.events
    return session, events


@pytest.mark.parametrize(("level_id", "cut_id", "seed"), list(cases()))
def test_autopilot(level_id, cut_id, seed):
    """The mission ends complete with a tenth of oxygen and time in hand, two points always, nothing broken or lost."""
    session, events = walk(level_id, cut_id, seed)
    assert session.outcome == "complete"
    crew, budget = session.frame.crew[0], session.spec.budget
    assert crew.suit.o2_kg >= IN_HAND * session.world._state.tuning.o2_primary_kg
    assert session.frame.eva_s <= (1.0 - IN_HAND) * budget.eva_s
    assert crew.two_point_breaks == 0
    assert session.frame.damaged == ()
    assert session.frame.lost_objects == ()
    assert not [event for event in events if event.kind in ("slipped", "tether_broke", "adrift", "keep_out_entered")]
    assert crew.max_contact_n < DESIGNED_FOR_N
    blows = [event for event in events if event.kind == "contact"]
    assert len(blows) <= 3, blows


def test_twice_the_same():
    """The same mission, cut and seed twice give the same digest; another seed another."""
    level_id, cut_id, seed = next(iter(cases())).values
    shortest = min(level_of(level_id).cuts, key=lambda cut: cut.play_s).id
    first, second = (walk(level_id, shortest, seed)[0] for _ in range(2))
    assert first.world.digest() == second.world.digest()
    assert first.world.fields() == second.world.fields()
    other = Session(level_of(level_id), cut_id=cut_id, seed=seed + 1, pilot="autopilot", map_=map_of(level_id, cut_id))
    assert (
        other.world.digest()
        != Session(
            level_of(level_id), cut_id=cut_id, seed=seed, pilot="autopilot", map_=map_of(level_id, cut_id)
        ).world.digest()
    )


def test_the_old_unit_may_be_brought_home():
    """Carrying the old unit to the stowage instead of throwing it knocks nothing fragile and nobody hard."""
    session = Session(level_of("unit-swap"), cut_id="10m", seed=1, pilot="autopilot", map_=map_of("unit-swap", "10m"))
    brief = session.brief
    leave = {"jettison_old"}

    def without_jettison(crew_id: str = ""):
        found = brief(crew_id)
        from dataclasses import replace

        return replace(found, aims=tuple(aim for aim in found.aims if aim.step_id not in leave))

    session.brief = without_jettison
    events = []
    while session.outcome == "running" and session.frame.play_s < PATIENCE * session.cut.play_s:
        session.step()
        events += session.events
    assert session.outcome == "complete"
    assert {"stow_old"} <= {event.what for event in events if event.kind == "step_done"}
    assert session.frame.damaged == ()
    assert session.frame.crew[0].max_contact_n < 200.0

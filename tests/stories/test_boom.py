"""A boom as a piece of work: the autopilot goes to its crank and brings it to its stop, and comes home."""

from __future__ import annotations

import math
from dataclasses import replace

from small_mission import WORK, small_level

from game.control.route import Map
from game.session.session import Session
from game.sim.spec import MoverSpec, StepSpec, StopSpec

BOOM = MoverSpec("boom", "strela", (0.3, 0.6), 2.0, math.pi / 3, (StopSpec("far", 2.6, math.pi / 2),))
CRANK = StepSpec("crank", "operate", "site", mover="boom", stop="far", eva_s=900.0, torque_nm=4.0)


def walk(seed: int) -> Session:
    """The autopilot has cranked the boom and is home, or five minutes are over."""
    level = small_level()
    work, home = replace(WORK, steps=(CRANK,)), level.objectives[1]
    level = replace(level, objectives=(work, home), movers=(BOOM,))
    session = Session(level, seed=seed, pilot="autopilot", map_=Map(level.station.structure))
    while session.outcome == "running" and session.frame.play_s < 300.0:
        session.step()
    return session


def test_the_autopilot_cranks_a_boom():
    """He comes home with the boom at its stop, and the same walk again has the same digest."""
    first, second = walk(3), walk(3)
    assert first.outcome == "complete"
    assert first.frame.movers[0].stop == "far"
    assert first.world.digest() == second.world.digest()

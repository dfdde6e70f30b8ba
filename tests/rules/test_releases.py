"""The report has a row for each thing pushed off: how it left the hand beside what was asked for, and where it goes."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from small_mission import HOME, small_level

from game.control.route import Map
from game.missions.plan import Objective
from game.session.session import Session
from game.sim.hill import ORBIT_S
from game.sim.spec import StepSpec, UnitSpec

STEPS = (
    StepSpec("take", "fetch", "site", unit="sat", eva_s=60.0),
    StepSpec("go", "launch", "site", unit="sat", needs=("take",), eva_s=60.0, direction=(-1.0, 0.0), spin_radps=0.35,
             speed_mps=(0.2, 1.0)),
)  # fmt: skip
SAT = UnitSpec("sat", 5.0, (0.2, 0.3), "stowed", "site")


def level():
    """One satellite to launch on the small mission's rail."""
    small = small_level()
    work = Objective("work", "step.launch", True, STEPS)
    return replace(small, units=(SAT,), unit_titles={"sat": "unit.plain"}, objectives=(work, HOME))


def test_a_row_for_each_release():
    """Speed, angle and spin of the row are those of the body as it left; an orbit later it is 3 v T ahead."""
    session = Session(level(), seed=1, pilot="autopilot", map_=Map(small_level().station.structure))
    left = None
    while left is None and session.frame.play_s < 90.0:
        session.step()
        if any(event.kind in ("release_true", "release_poor") for event in session.events):
            left = session.frame.units[0].body
    assert left is not None
    (row,) = session.report().releases
    assert (row.unit, row.title_key, row.is_good) == ("sat", "unit.plain", True)
    assert row.speed_mps == pytest.approx(math.hypot(left.vx, left.vy))
    assert row.off_rad == pytest.approx(abs(math.atan2(left.vy, -left.vx)), abs=1e-9)
    assert row.spin_radps == pytest.approx(abs(left.spin), abs=1e-6)
    assert (row.speed_band_mps, row.spin_most_radps) == ((0.2, 1.0), 0.35)
    assert row.ahead_m == pytest.approx(-3.0 * left.vx * ORBIT_S, rel=1e-6)

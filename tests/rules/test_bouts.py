"""Where time runs true one press is a bout of half a minute: many motions of the hand, done in the planned time."""

from __future__ import annotations

import math

import pytest
from small_world import Act, ClockSpec, CrewAction, SmallWorld, StepSpec, work

from game.sim.ticks import TICK_S
from game.sim.work import stroke

TRUE = ClockSpec()
EVA_S = 120.0
FEW = {"strokes_most": 6.0}  # so that each stroke takes 20 s, as those of the longest steps do
STEPS = (
    StepSpec("s", "unbolt", "site", eva_s=EVA_S, torque_nm=22.0, count=2),
    StepSpec("s", "bolt", "site", eva_s=EVA_S, torque_nm=22.0, count=2),
    StepSpec("s", "demate", "site", eva_s=EVA_S, force_n=50.0, count=3),
    StepSpec("s", "mate", "site", eva_s=EVA_S, force_n=50.0, count=3),
    StepSpec("s", "open_cover", "site", eva_s=EVA_S, force_n=30.0),
    StepSpec("s", "route", "site", eva_s=EVA_S, path=((0.2, 0.6), (0.35, 0.6), (0.3, 0.75)), force_n=20.0),
    StepSpec("s", "swab", "site", eva_s=EVA_S, path=((0.3, 0.45), (0.3, 0.75)), band_n=(8.0, 30.0)),
)


def bout(step: StepSpec, hold: str) -> SmallWorld:
    """A step at true time, the worker loose, with a hand on the rail, or with his boots held."""
    small = SmallWorld(steps=(step,), holds=("rail",) if hold == "grip" else (), clock=TRUE, tuning=FEW)
    if hold == "boots":
        small.go(1.0, CrewAction(steady=True), once=CrewAction(act=Act.ENTER_RESTRAINT))
        assert small.crew.restraint
    return small


@pytest.mark.parametrize("hold", ["grip", "boots"])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.kind)
def test_who_is_held_works_in_bouts(step, hold):
    """Held by a hand or by the boots, the work is done in little more than its planned time."""
    small = bout(step, hold)
    least_s = stroke.duration_s(small.state, step)
    assert least_s > stroke.BOUT_S
    ticks = 0
    while not small.state.steps[0].is_done and ticks * TICK_S < 1.6 * EVA_S:
        small.tick(work())
        ticks += 1
    assert small.state.steps[0].is_done
    assert ticks * TICK_S > EVA_S / 2.0


def test_one_press_is_many_motions():
    """One press turns the wrench there and back as often as a bout has motions; no further press is needed."""
    small = bout(STEPS[0], "grip")
    small.tick(work())
    total = small.state.steps[0].stroke_total
    assert total * TICK_S > 15.0
    turned, presses = [], small.crew.strokes
    rest = CrewAction(steady=True, act=Act.WORK, step=0)
    for _ in range(total - 1):
        small.tick(rest)
        turned.append(stroke.power_rate(small.state.steps[0], 1.0) > 0.0)
    begun = sum(now and not before for before, now in zip([False, *turned], turned, strict=False))
    assert begun == stroke.motions(small.state.tuning, stroke.duration_s(small.state, STEPS[0]))
    assert begun > 5
    assert small.crew.strokes == presses


def test_a_bout_of_the_loose_moves_nothing():
    """With nothing to hold on to the bolt stays where it is, however long he works at it."""
    small = bout(STEPS[0], "loose")
    small.go(30.0, work())
    assert small.state.steps[0].item == 0
    assert not math.isclose(small.crew.body.spin, 0.0, abs_tol=0.01)

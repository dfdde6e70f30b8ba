"""Laws of the pool: quadratic drag, a righting moment, divers; and nothing of it in space."""

from __future__ import annotations

import math

import pytest
from small_world import CrewAction, SmallWorld, UnitSpec

from game.sim.ticks import TICK_S

POOL = {"environment": "pool"}
CALM = {"water_trim_n": 0.0, "water_right_nm": 0.0}


@pytest.mark.parametrize("substeps", [1, 2, 4, 8])
def test_drag_slows_by_its_formula(substeps):
    """Free in water a body slows as v = v0 / (1 + c v0 t / m), to 1 %."""
    small = SmallWorld(rails=(), velocity_mps=(0.5, 0.0), tuning=CALM, more=POOL, substeps=substeps)
    small.go(2.9)  # before a diver comes
    c, m = small.state.tuning.water_drag_nspm2, small.state.crew["EV1"].mass_kg
    assert small.crew.body.vx == pytest.approx(0.5 / (1.0 + c * 0.5 * 2.9 / m), rel=0.01)


def test_turning_dies_down_by_its_formula():
    """Spin in water follows w = w0 / (1 + c w0 t / I), to 1 %."""
    small = SmallWorld(rails=(), spin_radps=0.6, tuning=CALM, more=POOL).go(2.0)
    c, inertia = small.state.tuning.water_turn_nms2, small.state.crew["EV1"].body.moment
    assert small.crew.body.spin == pytest.approx(0.6 / (1.0 + c * 0.6 * 2.0 / inertia), rel=0.01)


def test_floats_right_a_suit():
    """A tilted suit is turned head up: the moment is that of the table times the sine of the tilt."""
    small = SmallWorld(rails=(), angle_rad=0.5, tuning={"water_trim_n": 0.0, "water_turn_nms2": 0.0}, more=POOL)
    small.tick()
    t = small.state.tuning
    wanted = -t.water_right_nm * math.sin(0.5) / small.state.crew["EV1"].body.moment * TICK_S
    assert small.crew.body.spin == pytest.approx(wanted, rel=1e-3)


def test_a_diver_brings_back_who_let_go():
    """Somebody who holds nothing for three seconds is pushed to the nearest hold until he can take it."""
    small = SmallWorld(at=(0.0, -1.5), tuning=CALM, more=POOL)
    small.go(12.0)
    assert "diver_helps" in small.kinds()
    assert small.crew.body.pose.y > -1.2


def test_units_feel_the_water_too():
    """A unit that was let go slows down in the pool and not in space."""
    unit = UnitSpec("box", 20.0, (0.5, 0.5), "free", at=(1.0, 0.0), velocity_mps=(0.3, 0.0))
    for more, slows in ((POOL, True), ({}, False)):
        small = SmallWorld(rails=(), units=(unit,), more=more).go(2.0)
        assert (small.state.units["box"].body.velocity.x < 0.25) is slows


def test_same_orders_differ_in_vacuum():
    """The same orders take the body farther in vacuum than in water."""
    pull = CrewAction(drive_x_mmps=300)
    far = [SmallWorld(holds=("rail",), tuning=CALM, more=more).go(1.5, pull).crew.body.pose.x for more in ({}, POOL)]
    assert far[0] > far[1] > 0.0

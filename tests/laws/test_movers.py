"""Booms and arms: how their tips move and sway, and what carries a rider."""

from __future__ import annotations

import itertools
import math

import pytest
from small_world import SITE, STAND, ClockSpec, CrewAction, SmallWorld, StepSpec, work

from game.sim.actions import Act
from game.sim.rules import restraint
from game.sim.spec import MoverSpec, StopSpec
from game.sim.ticks import SUBSTEPS, TICK_S
from game.sim.work import moving

STEADY = CrewAction(steady=True)
FAR = StopSpec("far", 6.5, -math.pi / 2 + 0.15)
ARM = MoverSpec("arm", "era", (0.0, 5.0), 6.0, -math.pi / 2, (FAR,), restraint=STAND.id)
BOOM = MoverSpec("boom", "strela", (0.3, 0.6), 2.0, math.pi / 3, (StopSpec("far", 3.0, math.pi / 2),))
RIDE = StepSpec("s", "ride", SITE.id, mover="arm", stop="far")
CRANK = StepSpec("s", "operate", SITE.id, mover="boom", stop="far", eva_s=480.0, torque_nm=4.0)
CLOCK = ClockSpec(30.0, 90.0)


def riding(**more) -> SmallWorld:
    """A person with the boots in the restraint at the tip of an arm."""
    small = SmallWorld(steps=(RIDE,), more={"movers": (ARM,)}, **more)
    small.go(1.0, STEADY, once=CrewAction(act=Act.ENTER_RESTRAINT))
    assert small.crew.restraint == STAND.id
    return small


def cranking(hold: str = "rail") -> SmallWorld:
    """A person at the crank of a boom."""
    return SmallWorld(steps=(CRANK,), holds=(hold,) if hold else (), clock=CLOCK, more={"movers": (BOOM,)})


def until_done(small: SmallWorld, seconds: float, each=lambda: None) -> bool:
    """Work until the step is done, or give up."""
    for _ in range(round(seconds / TICK_S)):
        small.tick(work())
        each()
        if small.state.steps[0].is_done:
            return True
    return False


def test_a_rider_is_carried_to_the_stop_and_calm():
    """The arm brings its rider to the stop, never faster than its speed, and he stands still there in its restraint."""
    small = riding()
    arm = small.state.movers["arm"]
    speeds: list[float] = []
    assert until_done(small, 60.0, lambda: speeds.append(arm.speed_mps))
    assert max(speeds) == pytest.approx(ARM.speed_mps, abs=1e-9)
    assert small.world.frame().movers[0].stop == "far"
    assert (arm.length_m, arm.angle_rad) == pytest.approx((FAR.length_m, FAR.angle_rad), abs=1e-3)
    small.go(2.0, STEADY)
    boots = restraint.boots(small.state.crew["EV1"])
    assert boots == pytest.approx(arm.tip, abs=0.02)
    assert math.hypot(small.crew.body.vx, small.crew.body.vy) < 0.02


def test_the_tip_starts_and_stops_softly():
    """The led tip moves no faster than its speed and changes it by no more than twice SOFT_MPS2 in a second."""
    small = riding()
    arm = small.state.movers["arm"]
    places: list[tuple[float, float]] = []

    def note() -> None:
        cos, sin = math.cos(arm.angle_rad), math.sin(arm.angle_rad)
        places.append((arm.length_m * cos, arm.length_m * sin))

    assert until_done(small, 60.0, note)
    speeds = [math.dist(a, b) / TICK_S for a, b in itertools.pairwise(places)]
    assert max(speeds) <= ARM.speed_mps + 1e-9
    assert max(abs(b - a) for a, b in itertools.pairwise(speeds)) <= 2.0 * moving.SOFT_MPS2 * TICK_S


def test_a_rider_gains_the_momentum_that_his_legs_give(monkeypatch: pytest.MonkeyPatch):
    """With nothing else to hold him, his momentum changes by the impulse of the restraint, to 1e-6 N s."""
    small = riding()
    body = small.state.crew["EV1"].body
    given = [0.0, 0.0]
    legs = restraint.legs

    def count(*args):
        force = legs(*args)
        given[0] += force[0] * TICK_S / SUBSTEPS
        given[1] += force[1] * TICK_S / SUBSTEPS
        return force

    monkeypatch.setattr(restraint, "legs", count)
    before = body.mass * body.velocity
    for _ in range(300):
        small.tick(work())
    after = body.mass * body.velocity
    assert abs(after - before) > 5.0
    assert tuple(after - before) == pytest.approx(tuple(given), abs=1e-6)


def test_an_arm_waits_for_its_rider():
    """Nobody rides without his boots in the restraint; an arm stops softly when its rider asks for no more."""
    small = SmallWorld(steps=(RIDE,), more={"movers": (ARM,)})
    small.go(1.0, work())
    assert "needs_boots" in small.reasons()
    small = riding()
    small.go(6.0, work())
    arm = small.state.movers["arm"]
    assert arm.speed_mps == pytest.approx(0.1, abs=0.01)
    small.go(8.0, STEADY)
    assert arm.speed_mps == 0.0
    assert moving.at_stop(arm) == ""
    assert until_done(small, 60.0)


def test_a_boom_is_cranked_to_its_stop():
    """Strokes of a held person bring a boom to its stop and not faster than its speed."""
    small = cranking()
    boom = small.state.movers["boom"]
    speeds: list[float] = []
    assert until_done(small, 90.0, lambda: speeds.append(boom.speed_mps))
    assert max(speeds) <= BOOM.speed_mps
    assert small.world.frame().movers[0].stop == "far"


def test_who_is_not_held_turns_himself():
    """The crank's torque turns a loose person the other way, who gets the boom no further than a held one."""
    loose, held = cranking(""), cranking()
    for small in (loose, held):
        small.go(4.0, work())
    assert abs(loose.crew.body.spin) > abs(held.crew.body.spin)
    assert loose.state.movers["boom"].wanted_m < held.state.movers["boom"].wanted_m


def test_sway_dies_down():
    """Left alone the tip's swings get smaller by the damping of the mode, to 5 %."""
    small = SmallWorld(more={"movers": (BOOM,)})
    boom = small.state.movers["boom"]
    boom.sway_m = 0.3
    peaks, before, rising = [], boom.sway_m, False
    for _ in range(1500):
        small.tick()
        if rising and boom.sway_m < before:
            peaks.append(before)
        rising, before = boom.sway_m > before, boom.sway_m
    damping = BOOM.sway_damping
    wanted = math.exp(-2.0 * math.pi * damping / math.sqrt(1.0 - damping**2))
    ratios = [b / a for a, b in itertools.pairwise(peaks)]
    assert len(ratios) >= 3
    assert all(ratio == pytest.approx(wanted, rel=0.05) for ratio in ratios)


def test_a_ride_is_the_same_twice():
    """Same seed and orders, same digest."""
    first, second = riding(), riding()
    for small in (first, second):
        small.go(5.0, work())
    assert first.world.digest() == second.world.digest()

"""Rides at the tip of a boom or arm: who may be moved, what his lines and hands hold on to, and who may crank."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from small_world import (
    EYE,
    KIT,
    RAIL,
    SITE,
    STAND,
    ClockSpec,
    CrewAction,
    CrewSpec,
    HandDo,
    HandOrder,
    HookDo,
    HookOrder,
    SmallWorld,
    StepSpec,
    TetherSpec,
    clip,
    reach,
    work,
)

from game.sim.actions import Act
from game.sim.spec import MoverSpec, StopSpec
from game.sim.ticks import TICK_S

STEADY = CrewAction(steady=True)
BOOTS = CrewAction(steady=True, act=Act.ENTER_RESTRAINT)
OPEN = HandOrder(HandDo.RELEASE)
FAR = StopSpec("far", 6.0, -math.pi / 2 + 0.3)
ARM = MoverSpec("arm", "era", (0.0, 5.0), 6.0, -math.pi / 2, (FAR,), restraint=STAND.id, eye=EYE.id)
RIDE = StepSpec("s", "ride", SITE.id, mover="arm", stop="far")
BOOM = replace(ARM, kind="strela")
CRANK = StepSpec("c", "operate", "foot", mover="arm", stop="far", eva_s=480.0, torque_nm=4.0, crew="EV2")
LONG = replace(KIT, tethers=tuple(replace(line, rest_m=2.5, limit_m=2.5) for line in KIT.tethers))


def at_the_tip(**more) -> SmallWorld:
    """A person with the boots in the restraint at the tip of an arm, holding the rail and hooked on to it."""
    asked = {"steps": (RIDE,), "kit": LONG, "holds": ("rail", "rail"), "hooks": ("rail", "rail"), **more}
    movers = asked.pop("movers", (ARM,))
    small = SmallWorld(more={"movers": movers}, **asked)
    small.go(1.0, STEADY, once=BOOTS)
    assert small.crew.restraint == STAND.id
    return small


def board(small: SmallWorld) -> SmallWorld:
    """Both hooks to the ring at the tip, hands off the station."""
    small.go(0.3, STEADY, once=CrewAction(steady=True, right=OPEN))
    small.go(2.0, STEADY, once=CrewAction(steady=True, hook1=clip(EYE.at)))
    small.go(2.0, STEADY, once=CrewAction(steady=True, hook2=clip(EYE.at)))
    return small.go(0.3, STEADY, once=CrewAction(steady=True, left=OPEN))


def test_one_thing_after_another_is_asked_for():
    """Before an arm moves it wants the boots in, then the hooks on its tip, then the hands off the station."""
    small = SmallWorld(more={"movers": (ARM,)}, steps=(RIDE,), kit=LONG, holds=("rail", "rail"), hooks=("rail", "rail"))
    assert small.ask.may_work("EV1", 0).reason == "needs_boots"
    small.go(1.0, STEADY, once=BOOTS)
    assert small.ask.may_work("EV1", 0).reason == "clip_here"
    small.go(0.3, STEADY, once=CrewAction(steady=True, right=OPEN))
    small.go(2.0, STEADY, once=CrewAction(steady=True, hook1=clip(EYE.at)))
    assert small.ask.may_work("EV1", 0).reason == "clip_here"
    small.go(2.0, STEADY, once=CrewAction(steady=True, hook2=clip(EYE.at)))
    assert small.ask.may_work("EV1", 0).reason == "hands_off"
    small.go(0.3, STEADY, once=CrewAction(steady=True, left=OPEN))
    assert small.ask.may_work("EV1", 0)


def test_a_hook_on_its_way_is_not_closed():
    """While the second hook is still being closed on the ring the ride is not granted, nor are the hands sent off."""
    small = at_the_tip()
    small.go(0.3, STEADY, once=CrewAction(steady=True, right=OPEN))
    small.go(2.0, STEADY, once=CrewAction(steady=True, hook1=clip(EYE.at)))
    small.go(0.5, STEADY, once=CrewAction(steady=True, hook2=clip(EYE.at)))
    assert small.crew.hooks[1].state == "clipping"
    assert small.ask.may_work("EV1", 0).reason == "clip_here"
    small.go(1.5, STEADY)
    assert small.ask.may_work("EV1", 0).reason == "hands_off"


def test_hooks_and_hands_go_with_the_tip():
    """A hook on the ring and a hand at it are where the ring is at every tick, and the two-point rule is kept."""
    small = board(at_the_tip())
    small.go(1.0, STEADY, once=CrewAction(steady=True, left=reach(EYE.at)))
    assert small.crew.hands[0].state == "gripping"
    offset = (EYE.at[0] - STAND.at[0], EYE.at[1] - STAND.at[1])
    for _ in range(round(35.0 / TICK_S)):
        small.tick(work())
        frame = small.world.frame()
        ring = (frame.movers[0].tip[0] + offset[0], frame.movers[0].tip[1] + offset[1])
        crew = frame.crew[0]
        assert [hook.at for hook in crew.hooks] == [pytest.approx(ring, abs=1e-9)] * 2
        assert crew.hands[0].at == pytest.approx(ring, abs=1e-9)
        assert crew.has_two_points
        if small.state.steps[0].is_done:
            break
    assert small.state.steps[0].is_done
    assert small.crew.two_point_breaks == 0


def test_a_hook_is_opened_where_the_tip_has_come_to():
    """What was closed on the ring at one stop can be opened, and closed again, at the other."""
    small = board(at_the_tip())
    small.go(25.0, work())
    assert small.state.steps[0].is_done
    small.go(2.0, STEADY, once=CrewAction(steady=True, hook1=HookOrder(HookDo.UNCLIP)))
    assert small.crew.hooks[0].state == "stowed"
    small.go(2.0, STEADY, once=CrewAction(steady=True, hook1=clip(small.crew.hooks[1].at)))
    assert small.crew.hooks[0].state == "closed"


def with_partner(**more) -> SmallWorld:
    """A rider at the tip of a boom and his partner at its crank."""
    foot = replace(SITE, id="foot", at=(0.4, 4.9))
    rails = (RAIL, replace(RAIL, id="upper", points=((-4.0, 5.6), (4.0, 5.6))))
    partner = CrewSpec("EV2", KIT, (0.1, 4.5), holds=("upper", ""), hooks=("upper", "upper"))
    return at_the_tip(
        movers=(BOOM,), steps=(RIDE, CRANK), rails=rails, sites=(SITE, foot), others=(partner,),
        clock=ClockSpec(30.0, 90.0), **more,
    )  # fmt: skip


def test_one_cranks_and_one_rides():
    """Nobody cranks before the rider is ready; then strokes at its foot bring him to the stop: both steps are done."""
    small = with_partner()
    assert small.ask.may_work("EV2", 1).reason == "rider_not_ready"
    board(small)
    assert small.ask.may_work("EV2", 1)
    for _ in range(round(60.0 / TICK_S)):
        small.events += small.world.step({"EV1": work(), "EV2": work(1)})
        if all(step.is_done for step in small.state.steps):
            break
    assert all(step.is_done for step in small.state.steps)
    assert small.world.frame().movers[0].stop == "far"
    assert small.crew.two_point_breaks == 0


def test_a_step_belongs_to_its_person():
    """The rider may not do his partner's step."""
    assert with_partner().ask.may_work("EV1", 1).reason == "not_yours"


RING = TetherSpec("line", "fixed", 0.6, 0.6, ea_n=400.0, damping=0.0)


def test_a_line_on_a_moving_tip_keeps_energy_as_the_tip_sees_it():
    """Towed by a tip of even speed u, a person's energy in the tip's frame and the line's stay as they are to 1e-6, and
    the work that the drive does is u times the momentum that he gains.
    """
    kit = replace(KIT, tethers=(RING, RING))
    far = StopSpec("far", 40.0, -math.pi / 2)
    arm = replace(ARM, at=(0.0, 5.0), length_m=5.0, stops=(far,), speed_mps=0.3)
    small = SmallWorld(rails=(), kit=kit, hooks=(EYE.id,), more={"movers": (arm,)})
    mover, body = small.state.movers["arm"], small.state.crew["EV1"].body
    mover.wanted_m, mover.speed_mps = 40.0, arm.speed_mps
    tether = small.state.crew["EV1"].tethers[0]
    u = -arm.speed_mps

    def seen_j() -> float:
        v, mass = body.velocity, body.mass
        moving_j = 0.5 * mass * (v.x**2 + (v.y - u) ** 2) + 0.5 * body.moment * body.angular_velocity**2
        return moving_j + tether.energy_j()

    def true_j() -> float:
        v = body.velocity
        spin_j = 0.5 * body.moment * body.angular_velocity**2
        return 0.5 * body.mass * (v.x**2 + v.y**2) + spin_j + tether.energy_j()

    small.tick()
    start_seen, start_true, start_p = seen_j(), true_j(), body.mass * body.velocity.y
    tightest = 0.0
    for _ in range(600):
        small.tick()
        tightest = max(tightest, tether.tension_n)
        assert seen_j() == pytest.approx(start_seen, rel=1e-6)
    assert tightest > 10.0
    assert true_j() - start_true == pytest.approx(u * (body.mass * body.velocity.y - start_p), abs=1e-5)


def test_a_ride_with_lines_is_the_same_twice():
    """Same seed and orders, same digest."""
    first, second = (board(at_the_tip()).go(8.0, work()) for _ in range(2))
    assert first.world.digest() == second.world.digest()

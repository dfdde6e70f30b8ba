"""Booms as bridges: a pole that stands at a stop is a rail like any other, and none once it moves."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from small_mission import CUT, HOME, small_level
from small_world import AIRLOCK, HATCH, KIT, RAIL, SITE, ClockSpec, CrewAction, SmallWorld, StepSpec, clip, reach, work

from game.control.guide import WayHome
from game.control.route import Map, length_of
from game.missions.plan import Objective
from game.session.session import Session
from game.sim.actions import HandDo, HandOrder
from game.sim.rails import point_on_rail
from game.sim.spec import CrewSpec, MoverSpec, StopSpec, StructureSpec
from game.sim.ticks import TICK_S

FAR = replace(SITE, id="far_site", at=(8.1, 0.6))
FAR_RAIL = replace(RAIL, id="far_rail", points=((7.0, 0.9), (9.0, 0.9)), stanchions_m=(0.0, 1.0, 2.0))
UP, OVER = StopSpec("up", 2.0, math.pi / 2), StopSpec("over", 3.4, 0.0)
BOOM = MoverSpec("boom", "strela", (3.8, 0.6), 2.0, math.pi / 2, (UP, OVER), rail="pole", speed_mps=0.4)
ROOT = replace(SITE, id="root", at=(3.4, 0.6))
CRANK = StepSpec("set", "operate", "root", mover="boom", stop="over", eva_s=300.0, torque_nm=4.0)
LOOK = StepSpec("look", "inspect", "far_site", eva_s=120.0, needs=("set",))
BACK = StepSpec("back", "operate", "root", mover="boom", stop="up", eva_s=300.0, torque_nm=4.0, needs=("look",))
CLOCK = ClockSpec(30.0, 90.0)
HELD = {"at": (3.0, 0.0), "holds": ("rail", "rail"), "hooks": ("rail", "rail")}


def at_the_crank(*steps: StepSpec) -> SmallWorld:
    """A person at the crank of a boom that stands upright, with a second rail three metres on."""
    return SmallWorld(
        rails=(RAIL, FAR_RAIL), sites=(SITE, AIRLOCK, ROOT, FAR), steps=steps or (CRANK,), clock=CLOCK,
        more={"movers": (BOOM,)}, **HELD,
    )  # fmt: skip


def cranked(small: SmallWorld, step: int = 0) -> SmallWorld:
    """Worked until the boom is where that step wants it."""
    small.go(0.3, CrewAction(steady=True), once=CrewAction(steady=True, right=HandOrder(HandDo.RELEASE)))
    for _ in range(round(120.0 / TICK_S)):
        small.tick(work(step))
        if small.state.steps[step].is_done:
            return small.go(0.5)
    raise AssertionError("it never got to its stop")


def test_a_pole_that_stands_is_a_rail():
    """At a stop its whole length can be gripped and hooked on to, with posts at most a metre apart."""
    small = cranked(at_the_crank())
    pole = small.world.frame().movers[0].bridge
    assert pole is not None
    assert pole.points == (BOOM.at, pytest.approx((7.2, 0.6), abs=1e-3))
    posts = pole.stanchions_m
    assert max(b - a for a, b in itertools.pairwise(posts)) <= 1.0
    for s in (0.3, 2.0, 3.2):
        found = small.ask.holds_near(point_on_rail(pole, s), 0.2, hooks_only=True)
        assert "pole" in [grasp.hold for grasp in found]


def test_a_pole_that_moves_is_none():
    """As soon as it is cranked away it can't be held any more; at the next stop it can be held there."""
    small = at_the_crank()
    small.go(0.1)
    upright = small.world.frame().movers[0].bridge
    assert upright is not None
    small.go(0.3, CrewAction(steady=True), once=CrewAction(steady=True, right=HandOrder(HandDo.RELEASE)))
    small.go(3.0, work())
    assert small.world.frame().movers[0].bridge is None
    assert small.ask.holds_near(point_on_rail(upright, 1.5), 0.2) == []
    cranked(small)
    assert small.kinds().count("bridge_stands") == 2
    assert small.kinds().count("bridge_gone") == 1


def test_nobody_moves_a_pole_that_is_held():
    """With a hook or a hand on it the crank is refused."""
    small = cranked(at_the_crank(CRANK, replace(BACK, needs=())))
    small.go(2.0, CrewAction(steady=True), once=CrewAction(steady=True, hook1=clip((3.85, 0.6))))
    assert small.crew.hooks[0].hold == "pole"
    assert small.ask.may_work("EV1", 1).reason == "boom_in_use"
    small.go(2.0, CrewAction(steady=True), once=CrewAction(steady=True, hook1=clip((3.0, 0.9))))
    assert small.crew.hooks[0].hold == "rail"
    assert small.ask.may_work("EV1", 1)
    small.go(1.0, CrewAction(steady=True), once=CrewAction(steady=True, right=reach((3.85, 0.6))))
    assert small.crew.hands[1].hold == "pole", small.reasons()
    assert small.ask.may_work("EV1", 1).reason == "boom_in_use"


def test_the_map_follows_the_pole():
    """The far side has a way while the pole stands there, through the pole, and the way home is reckoned anew."""
    small = cranked(at_the_crank())
    pole = small.world.frame().movers[0].bridge
    structure = StructureSpec((), (RAIL, FAR_RAIL), (), (SITE, FAR), (), (HATCH,))
    base = Map(structure)
    own = base.copy()
    home = WayHome(own, HATCH.at)
    there = (8.0, 0.0)
    assert own.way(there, own.goals_at(HATCH.at, 0.7)) == ()
    assert home.length_m(there) == 0.0
    own.set_bridges((pole,))
    way = own.way(there, own.goals_at(HATCH.at, 0.7))
    assert {place.hold for place in way} == {"rail", "pole", "far_rail"}
    assert home.length_m(there) == pytest.approx(length_of(way, there))
    own.set_bridges(())
    assert own.way(there, own.goals_at(HATCH.at, 0.7)) == ()
    assert home.length_m(there) == 0.0
    assert base.way(there, base.goals_at(HATCH.at, 0.7)) == ()


def walk(seed: int) -> Session:
    """The autopilot sets the boom over, works on the other side, comes back, swings the boom up, and goes in."""
    level = small_level()
    hatch, inside = replace(HATCH, at=(2.0, 0.4)), replace(AIRLOCK, at=(2.0, 0.4))
    structure = StructureSpec((), (RAIL, FAR_RAIL), (), (SITE, inside, ROOT, FAR), (), (hatch,))
    across = Objective("work", "step.inspect", True, (CRANK, LOOK, BACK))
    person = CrewSpec("EV1", KIT, (2.5, 0.0), holds=("rail", "rail"), hooks=("rail", "rail"))
    level = replace(
        level,
        station=replace(level.station, structure=structure),
        objectives=(across, HOME),
        movers=(BOOM,),
        crew=(person,),
        cuts=(replace(CUT, play_s=400.0),),
    )
    session = Session(level, seed=seed, pilot="autopilot")
    while session.outcome == "running" and session.frame.play_s < 400.0:
        session.step()
    return session


def test_the_autopilot_goes_over_a_bridge():
    """He sets it, goes along it with two points at every moment, works, comes back and swings it away."""
    first = walk(3)
    assert first.outcome == "complete"
    assert first.frame.movers[0].stop == "up"
    assert first.frame.crew[0].two_point_breaks == 0

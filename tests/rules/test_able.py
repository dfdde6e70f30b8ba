"""Who has fainted, or is inside, gives no orders; who comes in lets go of everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_world import (
    KIT,
    LEASH,
    OPEN,
    STAND,
    UNCLIP,
    CrewSpec,
    ShapeSpec,
    SmallWorld,
    StepSpec,
    UnitSpec,
    WorksiteSpec,
    reach,
    work,
)

from game.sim.actions import Act, CrewAction
from game.sim.work import effects

ORDERS = {
    "release": CrewAction(left=OPEN, right=OPEN),
    "unclip": CrewAction(hook1=UNCLIP),
    "leave": CrewAction(act=Act.LEAVE_RESTRAINT),
    "unleash": CrewAction(act=Act.UNLEASH),
    "terminate": CrewAction(act=Act.TERMINATE),
    "abort": CrewAction(act=Act.ABORT),
    "skip": CrewAction(act=Act.SKIP),
}
BOX = UnitSpec("box", 20.0, (0.4, 0.3), "free", at=(0.3, -0.2))


def held() -> SmallWorld:
    """He grips the rail, is hooked on, stands in the restraint and has a unit on the leash."""
    small = SmallWorld(holds=("rail", "rail"), hooks=("rail", "rail"), units=(BOX,))
    small.tick(CrewAction(left=OPEN, act=Act.LEASH))
    small.tick(CrewAction(act=Act.LEASH))
    small.go(3.0, CrewAction(act=Act.ENTER_RESTRAINT))
    small.tick(CrewAction(left=reach((-0.2, 0.9))))
    small.go(1.0)
    small.events.clear()
    return small


def grips(small: SmallWorld) -> tuple[object, ...]:
    crew = small.crew
    hooks = tuple(hook.state for hook in crew.hooks)
    return tuple(hand.state for hand in crew.hands), hooks, crew.restraint, crew.leashed


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("why", ["unconscious", "hatch_closed"])
def test_no_order_of_his_counts(name, why):
    """What holds him stays as it is, the walk goes on, and each order is refused with its reason."""
    small = held()
    before = grips(small)
    assert before[1] == ("closed", "closed")
    assert before[3] == "box"
    person = small.state.crew["EV1"]
    if why == "hatch_closed":
        person.is_inside = True
        if name in ("terminate", "abort", "skip"):
            pytest.skip("said inside they have their own answers: nobody_outside, and the checks are skipped there")
    for _ in range(10):
        person.is_conscious = why != "unconscious"  # the suit is well: he would come to at once
        small.tick(ORDERS[name])
    assert grips(small) == before
    assert small.state.called_off == ""
    if name != "skip":
        assert why in small.reasons()


def test_what_is_caught_again_is_not_lost():
    """A unit that was told lost and comes back on the leash is no lost object, and is told lost anew the next time."""
    small = SmallWorld(units=(BOX,))
    small.state.units["box"].state = "lost"
    small.state.lost.append("box")
    small.tick(CrewAction(act=Act.LEASH))
    assert small.crew.leashed == "box"
    assert small.world.frame().lost_objects == ()


def test_nobody_holds_what_is_seated():
    """A hand on the unit opens when it is in its seat: the structure has it now."""
    stow = StepSpec("stow", "stow", "site", unit="box")
    small = SmallWorld(units=(replace(BOX, at=(0.3, 0.5)),), steps=(stow,))
    small.tick(CrewAction(right=reach((0.3, 0.5))))
    small.go(1.0)
    person, step = small.state.crew["EV1"], small.state.steps[0]
    assert [hand.state for hand in person.hands].count("holding") == 1
    effects.take_place(small.state, person, step)
    assert all(hand.state == "free" for hand in person.hands)
    assert small.state.units["box"].held_by == ""


def test_who_comes_in_has_no_boots_in_a_restraint():
    """Legs no longer pull who is inside."""
    small = held()
    assert small.crew.restraint == STAND.id
    person = small.state.crew["EV1"]
    effects._go_in(small.state, person, small.state.steps[0] if small.state.steps else _ingress())
    small.tick()
    assert (small.crew.restraint, small.crew.points_held) == ("", 0)


def _ingress():
    from game.sim.parts import Step

    return Step(0, StepSpec("ingress", "ingress", "airlock"))


def test_presence_counts_for_whom_it_is_asked_of():
    """A partner who hangs there with two hooks does not do the first person's `clip`; named, he does his own."""
    here = WorksiteSpec("site", (0.0, 0.6))
    partner = CrewSpec("EV2", KIT, (1.2, 0.0), holds=("rail", "rail"), hooks=("rail", "rail"))
    there = replace(here, id="there", at=(1.2, 0.6))
    for who, is_done in (("", False), ("EV1", False), ("EV2", True)):
        step = StepSpec("clip", "clip", "there", crew=who)
        small = SmallWorld(steps=(step,), sites=(here, there), others=(partner,))
        small.go(2.0)
        assert small.state.steps[0].is_done is is_done, who


def test_the_pool_slows_what_was_thrown_away_too():
    """In the water nothing glides for ever, whatever it counts as."""
    from game.sim.rules import water

    small = SmallWorld(units=(replace(BOX, velocity_mps=(-0.5, 0.0)),), more={"environment": "pool"})
    unit = small.state.units["box"]
    unit.state = "jettisoned"
    small.go(1.0)
    assert "jettisoned" in water.AFLOAT
    assert unit.body.velocity.x > -0.45


def test_an_opening_that_broke_off_is_told_as_one():
    """Drifting off while the hook is being opened is the refusal of `unclip`, not of `clip`."""
    small = SmallWorld(hooks=("rail", ""), kit=replace(KIT, leash=LEASH))
    small.tick(CrewAction(hook1=UNCLIP))
    assert small.crew.hooks[0].state == "unclipping"
    person = small.state.crew["EV1"]
    person.body.position = (0.0, -0.5)
    small.tick()
    refused = [event for event in small.events if event.kind == "refused"]
    assert [event.what for event in refused] == ["unclip1"]
    assert small.crew.hooks[0].state == "closed"




def test_a_unit_that_is_barred_does_not_come_out():
    """Strokes alone do not free a unit: as long as a wall stands before its seat the step is not done."""
    from small_world import box

    step = StepSpec("extract", "extract", "site", unit="box", eva_s=20.0)
    site = WorksiteSpec("site", (0.3, 0.5))
    unit = replace(BOX, state="seated", worksite="site")
    for shapes, is_done in (((), True), ((ShapeSpec("wall", "solid", box(0.1, 1.0, 0.57, 0.5)),), False)):
        small = SmallWorld(steps=(step,), units=(unit,), sites=(site,), shapes=shapes, holds=("rail", ""))
        small.go(30.0, work())
        assert small.state.steps[0].is_done is is_done

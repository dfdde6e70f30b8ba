"""From the tip of a boom that is out home is a ride away: turn-back counts it, and who is called back gets home."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from small_mission import CUT, HOME, small_level
from small_world import AIRLOCK, EYE, HATCH, KIT, RAIL, SITE, STAND

from game.control.route import Map
from game.missions.plan import Objective
from game.missions.turn_back import MARGIN_S
from game.session.session import Session
from game.sim.actions import Act, GroundAction
from game.sim.rules.suit import rates
from game.sim.spec import BudgetSpec, CrewSpec, MoverSpec, StepSpec, StopSpec, StructureSpec

LONG = replace(KIT, tethers=tuple(replace(line, rest_m=2.5, limit_m=2.5) for line in KIT.tethers))
NEAR, FAR = StopSpec("near", 6.0, -math.pi / 2), StopSpec("far", 7.0, -math.pi / 2 + 0.3)
ARM = MoverSpec("arm", "era", (0.0, 5.0), 6.0, -math.pi / 2, (NEAR, FAR), restraint=STAND.id, eye=EYE.id)
TOP = replace(SITE, id="top", at=(2.5, -0.3))
OUT = StepSpec("out", "ride", "top", mover="arm", stop="far")
LOOK = StepSpec("look", "inspect", "top", eva_s=900.0, needs=("out",))
BACK = StepSpec("back", "ride", "top", mover="arm", stop="near", needs=("out",))
FOOT = replace(SITE, id="foot", at=(0.4, 4.9))
UPPER = replace(RAIL, id="upper", points=((-4.0, 5.6), (4.0, 5.6)))
LADDER = replace(RAIL, id="ladder", points=((-4.2, 0.9), (-4.2, 5.6)), stanchions_m=(0.0, 2.0, 4.0))
EV1 = CrewSpec("EV1", LONG, (-0.6, 0.0), holds=("rail", "rail"), hooks=("rail", "rail"))
EV2 = CrewSpec("EV2", LONG, (0.1, 4.5), holds=("upper", ""), hooks=("upper", "upper"))


def ride(*steps: StepSpec, mover: MoverSpec = ARM, crew=(EV1,)) -> Session:
    """A walk of which all work is done out at the tip, or below where a partner cranks."""
    level = small_level()
    structure = StructureSpec((), (RAIL, UPPER, LADDER), (EYE,), (SITE, AIRLOCK, TOP, FOOT), (STAND,), (HATCH,))
    level = replace(
        level,
        station=replace(level.station, structure=structure),
        objectives=(Objective("work", "step.inspect", True, steps), HOME),
        movers=(mover,),
        crew=crew,
        cuts=(replace(CUT, play_s=600.0, budget=BudgetSpec(36_000.0, 1.0)),),
    )
    return Session(level, seed=2, pilot="autopilot", map_=Map(structure))


def until(session: Session, is_there, most_s: float = 300.0) -> Session:
    """Stepped until that is so."""
    while not is_there(session) and session.outcome == "running" and session.frame.play_s < most_s:
        session.step()
    assert is_there(session), session.outcome
    return session


def state_of(session: Session, step: int) -> str:
    return session.frame.steps[step].state


def went_home(session: Session) -> tuple[float, float, float]:
    """EVA seconds that turn-back allows until he is inside, that it takes, and that his suit has left then.

    The partner comes in after him; the hatch is shut behind both.
    """
    begin = session.frame.tick
    until(session, lambda s: s.frame.tick > begin + 150)  # the way home is reckoned now and then
    crew = session.world._state.crew["EV1"]
    need_s = session.frame.crew[0].suit.home_left_s - session.director.turn_back_left_s
    crew.suit.o2_kg = need_s * rates(crew.tuning, crew.suit, max(crew.suit.metabolic_w, crew.tuning.walk_w))["o2"]
    session.say("control", Act.TERMINATE)
    start_s = session.frame.eva_s
    until(session, lambda s: s.frame.crew[0].is_inside, 600.0)
    took_s, left_s = session.frame.eva_s - start_s, session.frame.crew[0].suit.home_left_s
    until(session, lambda s: s.outcome != "running", 600.0)
    assert session.outcome == "terminated"
    assert session.frame.crew[0].two_point_breaks == 0
    return need_s - MARGIN_S - HOME.steps[-1].eva_s, took_s, left_s


@pytest.mark.parametrize("share", [0.3, 0.7, 1.0])
def test_home_from_an_arm_that_is_out(share):
    """Called back half-way out or at the far stop he rides, steps off and goes in within the time that turn-back gives
    him, with the reserve; and that time holds no second ride.
    """
    session = until(ride(OUT, LOOK, BACK), lambda s: s.frame.steps[0].fraction >= share)
    allowed_s, took_s, left_s = went_home(session)
    assert session.frame.movers[0].stop == "near"
    assert left_s >= MARGIN_S
    assert took_s <= allowed_s
    assert left_s - MARGIN_S <= 0.6 * allowed_s


BOOM = replace(ARM, kind="strela", speed_mps=0.2)
CRANK = StepSpec("down", "operate", "foot", mover="arm", stop="far", eva_s=1_800.0, torque_nm=4.0, crew="EV2")


@pytest.mark.parametrize("share", [0.4, 1.0])
def test_home_from_a_boom_takes_as_long_as_its_cranking(share):
    """With a partner at the crank the way home counts the cranking that is left, not the speed of the boom."""
    up = replace(CRANK, id="up", stop="near", needs=("down",))
    session = ride(OUT, CRANK, LOOK, BACK, up, mover=BOOM, crew=(EV1, EV2))
    until(session, lambda s: s.frame.steps[0].fraction >= share)
    allowed_s, took_s, left_s = went_home(session)
    assert session.frame.movers[0].stop == "near"
    assert left_s >= MARGIN_S
    assert took_s <= allowed_s


def test_nobody_leaves_the_crank_while_somebody_rides():
    """A partner whose own suit wants to go home half-way brings the rider to the stop first; both come in."""
    up = replace(CRANK, id="up", stop="near", needs=("down",))
    session = ride(OUT, CRANK, LOOK, BACK, up, mover=BOOM, crew=(EV1, EV2))
    until(session, lambda s: s.frame.steps[1].fraction >= 0.4)
    session.put_ground(GroundAction("fault", "EV2", "battery", 1.0))
    until(session, lambda s: any(alarm.do in ("go_home", "hurry") for alarm in s.frame.crew[1].suit.alarms))
    assert session.frame.steps[0].fraction < 1.0
    session.say("control", Act.TERMINATE)
    until(session, lambda s: s.outcome != "running", 600.0)
    assert session.outcome == "terminated"
    assert all(crew.is_inside and crew.two_point_breaks == 0 for crew in session.frame.crew)

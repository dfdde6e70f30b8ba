"""The partner: answers what the other leaves unanswered, takes home who has fainted; alone outside the walk is lost."""

from __future__ import annotations

from dataclasses import replace

from small_mission import far_level
from small_world import KIT, SmallWorld, work

from game.control.intents import PlayInput
from game.control.route import Map
from game.session.session import Session
from game.sim.actions import Act, CrewAction, GroundAction
from game.sim.rules.hands import release
from game.sim.rules.hooks import open_hook
from game.sim.spec import ClockSpec, CrewSpec, StepSpec

ALONE = replace(far_level(2.0), tuning=(("danger_s", 5.0),))  # what is told of takes less play
PARTNER = CrewSpec("EV2", KIT, (-1.5, 0.0), holds=("rail", "rail"), hooks=("rail", "rail"))
PAIR = replace(ALONE, crew=(*ALONE.crew, PARTNER))
MAP = Map(ALONE.station.structure)


def walked(level, kind, value, *, pilot="human", most_s=120.0):
    """The session of a walk in which the first person never acts, and its events with their EVA seconds."""
    session = Session(level, seed=3, pilot=pilot, map_=MAP)
    session.put_ground(GroundAction("fault", "EV1", kind, value))
    events = []
    while session.outcome == "running" and session.frame.play_s < most_s:
        session.step()
        events += [(session.frame.eva_s, event) for event in session.events]
    return session, events


def kinds(events):
    return [event.kind for _, event in events]


def test_alone_the_walk_is_lost():
    """Who faints alone outside is lost at once, and the report says what it teaches and what had broken."""
    session, events = walked(ALONE, "leak", 5.0)
    assert session.outcome == "lost"
    assert session.report().ending == "thin_air"
    assert session.report().faults == ("leak",)
    assert kinds(events).count("unconscious") == 1


def test_an_emergency_left_unanswered():
    """A partner comes along the rail, two points always, and throws the switch before the other faints."""
    session, events = walked(PAIR, "fan", 1.0, most_s=60.0)
    assert "unconscious" not in kinds(events)
    switched = next(event for _, event in events if event.kind == "switched")
    assert (switched.who, switched.where) == ("EV2", "EV1")
    assert "fault_mended" in kinds(events)
    assert session.frame.crew[1].two_point_breaks == 0


def test_the_partner_brings_him_home():
    """Who does not come to is taken on the leash and through the hatch: called off, never lost, with its lesson."""
    session, events = walked(PAIR, "leak", 5.0)
    assert "unconscious" in kinds(events)
    assert "towed" in kinds(events)
    assert session.outcome in ("terminated", "aborted")
    assert session.report().ending == "rescued"
    assert all(crew.is_inside for crew in session.frame.crew)
    assert session.frame.crew[1].two_point_breaks == 0


def test_beyond_help():
    """Where the partner does nothing the fainted is beyond help after the time of the table, not before."""
    level = replace(PAIR, tuning=(*PAIR.tuning, ("rescue_s", 20.0)))
    session, events = walked(level, "leak", 6.0, pilot="neutral")
    fainted = next(eva_s for eva_s, event in events if event.kind == "unconscious")
    assert session.outcome == "lost"
    assert 19.0 <= session.frame.eva_s - fainted <= 22.0


def test_tow_is_for_who_cannot_act():
    """Only who has fainted, in reach, is taken on the leash; he is off his own hooks then and goes with the other."""
    small = SmallWorld(others=(replace(PARTNER, at=(0.8, 0.0)),), holds=("rail",), hooks=("rail", "rail"))
    assert small.ask.may_tow("EV2").reason == "no_partner"
    small.state.crew["EV1"].is_conscious = False
    small.state.crew["EV1"].suit.hypoxia = 1.0
    small.world.step({"EV2": CrewAction(act=Act.TOW)})
    assert small.crew.towed_by == "EV2"
    assert all(hook.state == "stowed" for hook in small.crew.hooks)
    small.go(4.0)
    one, other = small.world.frame().crew
    assert abs(one.body.pose.x - other.body.pose.x) < 0.4


def adrift(session, at, velocity=(0.0, 0.0)):
    """The first person there with nothing that holds him."""
    state = session.world._state
    crew = state.crew["EV1"]
    for hand in crew.hands:
        release(state, crew, hand)
    for hook in crew.hooks:
        open_hook(state, crew, hook)
    crew.body.position, crew.body.velocity, crew.body.angular_velocity = at, velocity, 0.0


def flown(level, at, velocity=(0.0, 0.0), *, pilot="human", most_s=200.0):
    """A walk in which the first person comes adrift, before he moves a hook, and its events."""
    session = Session(level, seed=3, pilot=pilot, map_=MAP)
    events = []
    while session.outcome == "running" and session.frame.play_s < most_s:
        session.step()
        if session.frame.tick == 30:
            adrift(session, at, velocity)
        events += [(session.frame.eva_s, event) for event in session.events]
    return session, events


def test_who_drifts_is_fetched():
    """Out of reach of every hold, with no alarm: the partner comes along the rail, takes him, and brings him in."""
    session, events = flown(PAIR, (1.0, -1.2), most_s=70.0)
    assert "towed" in kinds(events)
    assert all(crew.is_inside for crew in session.frame.crew)
    assert session.frame.crew[1].two_point_breaks == 0


def test_who_holds_on_again_is_let_go():
    """Once a hand of his has a rail he is his own again and goes on with his work."""
    session, events = flown(PAIR, (1.0, -1.2), pilot="autopilot")
    assert kinds(events).index("towed") < kinds(events).index("let_go")
    assert session.outcome == "complete"
    assert not session.frame.crew[1].towing


def test_nobody_goes_after_him():
    """Who drifts away faster than the partner comes is lost: the partner stays on the rail with two points."""
    session, events = flown(PAIR, (1.0, -2.5), (0.0, -0.5))
    assert "towed" not in kinds(events)
    assert session.outcome == "lost"
    assert session.frame.crew[1].two_point_breaks == 0


def test_nobody_is_shut_out():
    """The way in is done by the last person, and the hatch is not closed while somebody is outside."""
    steps = (StepSpec("in", "ingress", "airlock", eva_s=20.0), StepSpec("shut", "close_hatch", "airlock", eva_s=20.0))
    others = (CrewSpec("EV2", KIT, (-2.8, 0.2)),)
    small = SmallWorld(at=(-3.0, 0.2), steps=steps, clock=ClockSpec(20.0, 20.0), others=others)
    small.go(2.0, work(0))
    assert small.crew.is_inside
    assert small.world.frame().steps[0].state != "done"
    assert small.ask.may_work("EV1", 1).reason == "partner_outside"
    for _ in range(120):
        small.world.step({"EV2": work(0)})
    assert small.world.frame().steps[0].state == "done"
    assert small.ask.may_work("EV1", 1)


def test_who_goes_to_help_takes_his_boots_out_first():
    """A partner in a foot restraint steps out of it before he sets off: legs hold more than an arm can pull."""
    session = Session(PAIR, seed=3, pilot="neutral", map_=MAP)
    session.step()
    fainted, partner = session.frame.crew
    frame = replace(
        session.frame, crew=(replace(fainted, is_conscious=False), replace(partner, restraint="stand"))
    )  # fmt: skip
    pilot = session.pilots["EV2"]
    order = pilot.decide(frame, session.brief("EV2"), session.world.ask, PlayInput())
    assert order.act == Act.LEAVE_RESTRAINT

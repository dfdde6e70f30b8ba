"""The director's rules, told by frames and events made by hand: no world runs here."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import pytest

from game.missions.calls import QUIET_S, CallDesk, Happening
from game.missions.director import FLIGHT, OUTCOMES, Call, Director
from game.missions.level import Level, load_level
from game.missions.plan import CallRule
from game.missions.recall import RecallWatch
from game.missions.turn_back import turn_back_s
from game.sim.events import Event
from game.sim.frame import BodyFrame, CrewFrame, Frame, HandFrame, HookFrame, Pose, StepFrame, SuitFrame, UnitFrame

TICKS_PER_S = 60


@pytest.fixture(scope="module")
def level() -> Level:
    """The first walk."""
    return load_level("unit-swap")


class Run:
    """A run told by hand: what is done, where units are, and how the person stands."""

    def __init__(self, level: Level, cut: str = "10m") -> None:
        """Outside, hatch open, nothing else done."""
        self.level = level
        self.director = Director(level, cut)
        self.steps = level.world_spec(cut).steps
        self.units = {unit.id: unit.state for unit in level.units}
        self.done = {"check_suit", "depressurise", "open_hatch"}
        self.tick = 0
        self.eva_s = 0.0
        self.phase = "outside"
        self.crew: dict[str, Any] = {}
        self.suit: dict[str, Any] = {}
        self.at = (0.0, 3.1)
        self.lost: tuple[str, ...] = ()
        self.called_off = ""
        self.rate = level.cut(cut).rate
        self.said: list[Call] = []

    def frame(self) -> Frame:
        """The frame as the run stands."""
        steps = []
        for step in self.steps:
            is_open = all(need in self.done for need in step.needs)
            state = "done" if step.id in self.done else ("open" if is_open else "locked")
            fraction = 1.0 if state == "done" else 0.0
            steps.append(StepFrame(step.id, step.kind, step.worksite, step.unit, state, fraction))
        units = tuple(
            UnitFrame(unit.id, self.units[unit.id], "", unit.size_m, unit.mass_kg, _body(unit.id, 0.0, 0.0))
            for unit in self.level.units
        )
        return Frame(
            self.tick, self.tick / TICKS_PER_S, self.eva_s, self.rate, self.phase, 0.0, self.phase == "outside",
            (self._crew(),), units, (), tuple(steps), None, (), self.lost, called_off=self.called_off,
        )  # fmt: skip

    def _crew(self) -> CrewFrame:
        suit = SuitFrame(0.9, 1.0, 2e-5, 40_000.0, 270.0, 0.9, 3.0, 0.9, 36.7, 70.0, 15.0, 250.0, "co2", 25_000.0, ())
        hand = HandFrame("left", "free", self.at, self.at, "", self.at, 0.0, 0.0, 1.0)
        person = CrewFrame(
            "EV1", _body("EV1", *self.at), (self.at, self.at), self.at,
            (hand, dataclasses.replace(hand, side="right")),
            (HookFrame("hook1", "closed", self.at, self.at, "r", 0.0),),
            dataclasses.replace(suit, **self.suit), 2, True, 0, 0.0, False, False, False, "", "", "", 0.0,
        )  # fmt: skip
        return dataclasses.replace(person, **self.crew)

    def pass_time(self, play_s: float, *events: Event) -> list[Call]:
        """Go on for that long, the events in the first tick; returns what was said."""
        said: list[Call] = []
        for index in range(max(1, round(play_s * TICKS_PER_S))):
            said += self.director.observe(self.frame(), events if index == 0 else ())
            self.called_off = self.director.order or self.called_off
            self.tick += 1
            self.eva_s += self.rate / TICKS_PER_S
        self.said += said
        return said

    def finish(self, *step_ids: str) -> list[Call]:
        """Do steps, one a second, with their events."""
        said: list[Call] = []
        for step_id in step_ids:
            self.done.add(step_id)
            said += self.pass_time(1.0, self.event("step_done", step_id))
        return said

    def event(self, kind: str, what: str = "", value: float = 0.0, where: str = "") -> Event:
        """An event of this tick."""
        return Event(self.tick, kind, "EV1", what, where, value)

    def go_in(self) -> list[Call]:
        """Ingress and close the hatch."""
        said = self.finish("ingress")
        self.crew["is_inside"] = True
        self.done.add("close_hatch")
        self.phase = "inside"
        return said + self.pass_time(0.1, self.event("hatch_closed"))


WORK = (
    "inspect_bkdo", "rotate_bkdo", "fetch_new", "park_new", "open_cover", "demate_old", "unbolt_old", "extract_old",
    "park_old", "take_new", "insert_new", "bolt_new", "mate_new", "verify_new", "take_old", "jettison_old",
)  # fmt: skip


def _body(id_: str, x: float, y: float, vx: float = 0.0, vy: float = 0.0) -> BodyFrame:
    return BodyFrame(id_, Pose(x, y, 0.0), Pose(x, y, 0.0), vx, vy, 0.0)


def keys(calls: list[Call]) -> list[str]:
    """The keys of calls."""
    return [call.key for call in calls]


# ------------------------------------------------------------------------------------------------ outcomes


def test_complete_needs_all_work_and_the_hatch(level: Level) -> None:
    """With all required work done and the hatch shut behind everyone the run is complete, and not before."""
    run = Run(level)
    run.finish(*WORK)
    assert run.director.outcome == "running"
    said = run.go_in()
    assert run.director.outcome == "complete"
    assert "call.closed_complete" in keys(said)


def test_closing_early_is_praised(level: Level) -> None:
    """In and shut with work open is closed_out, with control's praise as the last word."""
    run = Run(level)
    run.finish("inspect_bkdo", "rotate_bkdo")
    said = run.go_in()
    assert run.director.outcome == "closed_out"
    assert keys(said)[-1] == "call.closed_early"


def test_hatch_shut_with_somebody_outside_ends_nothing(level: Level) -> None:
    """A hatch that closes while a person is still outside does not end the run."""
    run = Run(level)
    run.pass_time(0.1, run.event("hatch_closed"))
    assert run.director.outcome == "running"


@pytest.mark.parametrize(("how", "outcome"), [("terminate", "terminated"), ("abort", "aborted")])
def test_called_off(level: Level, how: str, outcome: str) -> None:
    """Coming in after the walk was called off is terminated or aborted."""
    run = Run(level)
    run.called_off = how
    run.go_in()
    assert run.director.outcome == outcome


def test_of_two_orders_in_one_tick_the_graver_counts(level: Level) -> None:
    """Terminate said after abort in the same tick changes nothing; an order is given once."""
    run = Run(level)
    run.director.observe(run.frame(), (run.event("alarm", "pressure_low", 3.0), run.event("alarm", "o2_low", 2.0)))
    assert run.director.order == "abort"
    run.director.observe(run.frame(), ())
    assert run.director.order == ""


def test_its_own_order_is_not_commented_on(level: Level) -> None:
    """The line that calls the walk off is all that control says of it; of others' orders it speaks."""
    run = Run(level)
    assert "call.called_off.abort" not in keys(run.pass_time(8.0, Event(0, "called_off", FLIGHT, "abort")))
    assert "call.called_off.abort" in keys(run.pass_time(8.0, Event(0, "called_off", "EV1", "abort")))


def test_warning_of_the_suit_calls_the_walk_off(level: Level) -> None:
    """A warning for oxygen makes control terminate; an emergency makes it abort, and that is how the walk ends."""
    run = Run(level)
    said = run.pass_time(1.0, run.event("alarm", "o2_low", 2.0))
    assert keys(said) == ["call.begin", "call.terminate"] or "call.terminate" in keys(said)
    assert run.director.called_off == "terminate"
    run.pass_time(1.0, run.event("alarm", "pressure_low", 3.0))
    assert run.director.called_off == "abort"
    run.go_in()
    assert run.director.outcome == "aborted"


def test_caution_does_not_call_off(level: Level) -> None:
    """A caution, or a high heart rate, ends nothing."""
    run = Run(level)
    run.pass_time(1.0, run.event("alarm", "water_low", 1.0), run.event("alarm", "heart_high", 2.0))
    assert run.director.called_off == ""


def test_unconscious_is_lost(level: Level) -> None:
    """A person who can act no more is lost, and control calls."""
    run = Run(level)
    said = run.pass_time(0.1, run.event("unconscious"))
    assert run.director.outcome == "lost"
    assert keys(said) == ["call.unconscious"]


def test_beyond_recall_is_lost(level: Level) -> None:
    """Adrift on a way that passes nothing, away from everything, the run is lost within a second."""
    run = Run(level)
    run.at = (-20.0, 12.0)
    run.crew = {"is_adrift": True, "body": _body("EV1", -20.0, 12.0, -0.1, 0.1), "has_two_points": False}
    said = run.pass_time(1.0)
    assert run.director.outcome == "lost"
    assert keys(said)[-1] == "call.lost"


def test_a_level_says_how_far_is_too_far(level: Level) -> None:
    """Its tuning row decides from how far away somebody on a way back is given up all the same."""
    lost = []
    for rows in ((), (("adrift_lost_m", 10.0),)):
        run = Run(dataclasses.replace(level, tuning=rows))
        run.at = (-4.0, 27.0)
        run.crew = {"is_adrift": True, "body": _body("EV1", -4.0, 27.0, 0.0, -0.1), "has_two_points": False}
        run.pass_time(1.0)
        lost.append(run.director.outcome == "lost")
    assert lost == [False, True]


def test_adrift_towards_the_station_is_not_lost(level: Level) -> None:
    """Who drifts back to a rail, or is near one, or has a unit to throw, is not given up."""
    watch = RecallWatch(level.station.structure, 30.0)
    run = Run(level)
    away = {"is_adrift": True, "has_two_points": False}
    run.crew = {**away, "body": _body("EV1", -4.0, 12.0, 0.0, -0.1)}
    assert not watch.is_beyond(run.frame().crew[0])
    run.crew = {**away, "body": _body("EV1", 0.0, 3.5, -0.1, 0.1)}
    assert not watch.is_beyond(run.frame().crew[0])
    run.crew = {**away, "body": _body("EV1", -20.0, 12.0, -0.1, 0.1), "leashed": "radio_old"}
    assert not watch.is_beyond(run.frame().crew[0])
    run.crew = {**away, "body": _body("EV1", -60.0, 60.0, 0.1, -0.1), "leashed": "radio_old"}
    assert watch.is_beyond(run.frame().crew[0])


def test_outcomes_are_the_documented_ones(level: Level) -> None:
    """A new run is running; the list of outcomes is the command line's."""
    assert Director(level).outcome == "running"
    assert OUTCOMES == ("running", "complete", "closed_out", "terminated", "aborted", "lost")


# ------------------------------------------------------------------------------------------------ goals


def test_goals_follow_the_plan_and_home_is_last(level: Level) -> None:
    """The first goal is the plan's next step, and the hatch is always there, last."""
    run = Run(level)
    run.pass_time(0.1)
    goals = run.director.goals
    assert goals[0].step_id == "inspect_bkdo"
    assert goals[-1].kind == "ingress"
    assert goals[-1].at == next(hatch.at for hatch in level.station.structure.hatches if hatch.id == level.hatch)
    for step_id in WORK:
        assert run.director.goals[0].step_id == step_id
        run.finish(step_id)
    assert [goal.kind for goal in run.director.goals] == ["ingress"]


def test_one_alternative_waives_the_other(level: Level) -> None:
    """The old unit stowed at the hatch does as well as thrown."""
    run = Run(level)
    run.finish(*WORK[:-1], "stow_old")
    states = {state.id: state.state for state in run.director.objectives}
    assert states["bring"] == "done"
    assert states["jettison"] == "waived"
    run.go_in()
    assert run.director.outcome == "complete"


def test_unit_thrown_well_needs_no_step(level: Level) -> None:
    """A unit that left backwards by hand counts as jettisoned; parking and fetching it are needless."""
    run = Run(level)
    run.finish(*WORK[:8])
    run.units["radio_old"] = "jettisoned"
    run.finish("take_new", "insert_new", "bolt_new", "mate_new", "verify_new")
    assert run.director.step_states["park_old"] == "needless"
    assert {state.id: state.state for state in run.director.objectives}["jettison"] == "done"
    run.go_in()
    assert run.director.outcome == "complete"


def test_unit_carried_in_counts_as_brought(level: Level) -> None:
    """Going in with the old unit on the leash brings it home."""
    run = Run(level)
    run.finish(*WORK[:-1])
    run.units["radio_old"] = "inside"
    run.go_in()
    assert run.director.outcome == "complete"
    assert {state.id: state.state for state in run.director.objectives}["bring"] == "done"


def test_lost_new_unit_makes_the_rest_impossible(level: Level) -> None:
    """Without the new unit nothing can be installed: those steps are no goals, and coming home is closed_out."""
    run = Run(level)
    run.finish(*WORK[:3])
    run.units["radio_new"] = "lost"
    run.lost = ("radio_new",)
    said = run.pass_time(8.0, run.event("unit_lost", "radio_new", 0.3))
    assert "call.unit_lost" in keys(said)
    assert run.director.step_states["insert_new"] == "impossible"
    assert run.director.step_states["verify_new"] == "impossible"
    assert "radio_new" not in {goal.unit for goal in run.director.goals}
    run.go_in()
    assert run.director.outcome == "closed_out"
    assert run.director.report(run.frame()).lost_objects == ("radio_new",)


def test_failed_check_reopens_the_plugs(level: Level) -> None:
    """When control sees no telemetry the plugs are a goal again, and the objective is open."""
    run = Run(level)
    run.finish(*WORK[:13])
    run.done.discard("mate_new")
    said = run.pass_time(5.0, run.event("step_failed", "verify_new"), run.event("step_reopened", "mate_new"))
    assert run.director.goals[0].step_id == "mate_new"
    assert "unit-swap.call.no_telemetry" in keys(said)
    said = run.finish("mate_new", "verify_new") + run.pass_time(4.0)
    assert "unit-swap.call.verified" in keys(said)


def test_extra_work_is_not_required(level: Level) -> None:
    """In the long cut the cassette is get-ahead: without it the walk is complete."""
    run = Run(level, "30m")
    run.finish(*WORK)
    extra = next(state for state in run.director.objectives if state.id == "cassette")
    assert not extra.is_required
    run.go_in()
    assert run.director.outcome == "complete"
    assert next(part for part in run.director.report(run.frame()).parts if part.name == "extras").points == 0


# ------------------------------------------------------------------------------------------------ calls


def test_no_line_twice_within_a_minute(level: Level) -> None:
    """However often two points are broken, no line comes back within a minute of play."""
    run = Run(level)
    heard: dict[str, float] = {}
    for second in range(140):
        is_loose = second % 12 < 6
        run.crew = {"has_two_points": not is_loose, "points_held": 1 if is_loose else 2}
        for call in run.pass_time(1.0):
            now = run.tick / TICKS_PER_S
            assert now - heard.get(call.key, -math.inf) >= QUIET_S - 1.5, call.key
            heard[call.key] = now
    assert "call.loose.first" in heard
    assert "call.loose" in heard


def test_a_beat_of_one_point_is_not_talked_about(level: Level) -> None:
    """Less than two points for a second is a beat of moving, not a breach to mention."""
    run = Run(level)
    for _ in range(20):
        run.crew = {"has_two_points": False, "points_held": 1}
        run.pass_time(1.0)
        run.crew = {}
        run.pass_time(1.0)
    assert not [key for key in keys(run.said) if key.startswith("call.loose")]


def test_lines_leave_a_gap_and_grave_ones_do_not_wait(level: Level) -> None:
    """Remarks come at least three seconds apart; an emergency is heard in the same tick."""
    run = Run(level)
    run.pass_time(0.1)
    said = run.pass_time(0.1, run.event("hatch_opened"))
    assert keys(said) == []
    said = run.pass_time(0.1, run.event("adrift"))
    assert keys(said)[0] == "call.adrift"
    assert said[0].grade == 3


def test_mission_speaks_before_the_shared_line(level: Level) -> None:
    """A mission's own line for a happening replaces the shared one."""
    run = Run(level)
    run.pass_time(4.0)
    said = run.pass_time(4.0, run.event("hatch_opened"))
    assert keys(said) == ["unit-swap.call.go"]


def test_overrun_names_the_minutes(level: Level) -> None:
    """Past the plan's time for an open objective control says by how much."""
    run = Run(level)
    run.pass_time(4.0)
    run.eva_s = level.cut("10m").plan[0].to_s + 8 * 60
    said = run.pass_time(4.0)
    call = next(call for call in said if call.key == "call.overrun")
    assert call.values["minutes"] in (8, 9)


def test_turn_back_is_called_once(level: Level) -> None:
    """When the way home needs all the time that is left control says so, once."""
    run = Run(level)
    run.at = (-9.0, 0.0)
    run.suit = {"home_left_s": 1_300.0}
    run.pass_time(70.0)
    assert keys(run.said).count("call.turn_back") == 1
    assert run.director.turn_back_left_s < 0.0
    run.go_in()
    assert run.director.outcome == "closed_out"


def test_turn_back_is_the_smaller_of_suit_and_plan(level: Level) -> None:
    """Turn-back time is what the suit or the plan leaves, less the way home and the suit's margin."""
    run = Run(level)
    run.suit = {"home_left_s": 10_000.0}
    frame = run.frame()
    assert turn_back_s(frame, 12.0, 0.2, rate=10.0, margin_s=1000.0) == pytest.approx(10_000 - 1000 - 600)
    assert turn_back_s(frame, 12.0, 0.2, rate=10.0, plan_eva_s=2000.0) == pytest.approx(2000 - 600)
    assert math.isinf(turn_back_s(dataclasses.replace(frame, phase="preparation"), 12.0, 0.2))


def test_every_line_has_words_for_what_it_names(level: Level) -> None:
    """Whatever the director says, its values fill every {value} of its text."""
    from game.missions.places import assets_root
    from game.missions.texts import read_po

    shared = {tongue: read_po(assets_root() / "text" / f"missions.{tongue}.po") for tongue in ("en", "ru")}
    run = Run(level)
    run.suit = {"heart_pm": 150.0}
    run.pass_time(4.0, run.event("contact", "EV1", 300.0), run.event("missed", "left", 0.8))
    run.eva_s = 7_000.0
    run.pass_time(10.0)
    run.finish(*WORK)
    run.go_in()
    assert len(run.said) > 5
    for call in run.said:
        for language in ("en", "ru"):
            text = {**shared[language], **level.texts[language]}[call.key]
            assert text.format(**call.values)


def test_spent_rule_lets_the_next_speak() -> None:
    """A line for the first time is followed by the one for later times; a minute apart."""
    desk = CallDesk([CallRule("first", "loose"), CallRule("later", "loose", once=False)], "10m")
    assert desk.hear(Happening("loose"), 0)
    assert desk.hear(Happening("loose"), 60)
    assert [call.key for call in desk.speak(300)] == ["first"]
    assert desk.hear(Happening("loose"), 120) is None


# ------------------------------------------------------------------------------------------------ report


def test_report_is_plain_and_adds_up(level: Level) -> None:
    """The report is JSON, its parts add up to the score, and a clean early finish earns nearly all."""
    run = Run(level)
    run.pass_time(1.0)
    run.finish(*WORK)
    run.go_in()
    report = run.director.report(run.frame())
    data = json.loads(json.dumps(report.as_dict()))
    assert data["outcome"] == "complete"
    assert sum(part["points"] for part in data["parts"]) == data["score"]
    assert sum(part["most"] for part in data["parts"]) == 1000
    assert data["score"] > 950
    assert data["fact_key"] == "unit-swap.fact.radio"
    assert data["time_in_hand_s"] == pytest.approx(data["plan_eva_s"] - data["eva_s"])


def test_doing_nothing_earns_little(level: Level) -> None:
    """Out and straight in again keeps discipline and calm, not the points for work, time and oxygen."""
    run = Run(level)
    run.pass_time(1.0)
    run.go_in()
    report = run.director.report(run.frame())
    assert report.score < 200
    assert {part.name: part.points for part in report.parts}["time"] < 15


def test_work_begun_and_left_earns_little(level: Level) -> None:
    """Who begins three objectives and finishes none scores less than two fifths of who finishes all."""

    def score(*steps: str) -> int:
        run = Run(level)
        run.pass_time(1.0)
        run.finish(*steps)
        run.go_in()
        return run.director.report(run.frame()).score

    assert score("inspect_bkdo", "fetch_new", "open_cover", "demate_old", "unbolt_old") < 0.4 * score(*WORK)


def test_breaches_blows_and_losses_cost(level: Level) -> None:
    """Each breach, hard blow and lost object lowers its own part of the score and no other."""

    def parts(**crew: Any) -> dict[str, int]:
        run = Run(level)
        run.crew = crew
        run.pass_time(0.5)
        run.finish(*WORK)
        run.go_in()
        return {part.name: part.points for part in run.director.report(run.frame()).parts}

    clean = parts()
    loose = parts(two_point_breaks=3, two_point_broken_s=20.0)
    hard = parts(max_contact_n=600.0)
    assert loose["two_point"] < clean["two_point"]
    assert hard["care"] == 0 < clean["care"]
    assert {**loose, "two_point": 0} == {**clean, "two_point": 0}
    assert {**hard, "care": 0} == {**clean, "care": 0}


def test_lost_run_keeps_only_half_its_work(level: Level) -> None:
    """Who does not come home scores half the work and nothing else."""
    run = Run(level)
    run.finish(*WORK)
    run.pass_time(0.1, run.event("unconscious"))
    report = run.director.report(run.frame())
    assert report.outcome == "lost"
    assert report.score == next(part.points for part in report.parts if part.name == "objectives") <= 250


def test_same_story_same_calls(level: Level) -> None:
    """Two directors told the same say the same."""

    def tell() -> list[Call]:
        run = Run(level)
        run.pass_time(2.0, run.event("hook_closed", "hook1", where="poisk_hatch_rail"))
        run.finish(*WORK)
        run.go_in()
        return run.said

    assert tell() == tell()

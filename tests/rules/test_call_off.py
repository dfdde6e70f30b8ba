"""Calling the walk off is a recorded order from any seat: world, pilots, director and replay all follow it."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from game.control.intents import Intent, PlayInput
from game.control.route import Map
from game.missions.level import Level, load_level
from game.session.divergence import verify
from game.session.recording import read_recording
from game.session.session import Session
from game.sim.actions import Act

AWAY_S = 30.0  # by then the autopilot is on his way and has something on his leash or in his hands
HOME_S = 150.0


@cache
def level() -> Level:
    return load_level("unit-swap")


@cache
def ways() -> Map:
    return Map(level().world_spec("3m").structure)


def walk(pilot: str = "autopilot") -> Session:
    return Session(level(), cut_id="3m", assist="cadet", seed=5, pilot=pilot, map_=ways())


def run(session: Session, seconds: float, press: str = "") -> list[Any]:
    """Let time pass, with one press at the beginning; returns all calls."""
    said = []
    for tick in range(round(seconds * 60)):
        if session.outcome != "running":
            break
        session.step(PlayInput(presses=(Intent.parse(press),) if press and tick == 0 else ()))
        said += session.calls
    return said


@pytest.mark.parametrize(("how", "outcome"), [("terminate", "terminated"), ("abort", "aborted")])
def test_the_autopilot_obeys_and_the_replay_agrees(how: str, outcome: str, tmp_path: Path) -> None:
    """Called off in the middle he comes in with the work left open, is thanked for it, and the run re-verifies."""
    session = walk()
    run(session, AWAY_S)
    assert not session.frame.crew[0].is_inside
    said = run(session, HOME_S, how)
    assert session.outcome == outcome
    assert session.frame.called_off == how
    assert session.frame.lost_objects == ()
    keys = [call.key for call in said]
    assert f"call.called_off.{how}" in keys
    assert keys[-1] == "call.closed_early"
    assert verify(read_recording(session.save(tmp_path)), level()) == (None, session.world.digest())


@pytest.mark.parametrize("how", ["terminate", "abort"])
def test_a_person_who_called_it_off_is_led_home(how: str) -> None:
    """The one press of work that the prompt asks for now means: to the hatch, in, and shut it."""
    session = walk("human")
    run(session, 1.0, "skip")
    run(session, 12.0, "work")
    run(session, 0.2, how)
    assert session.brief().called_off == how
    for _ in range(8):
        wanted = next((prompt for prompt in session.prompts if prompt.is_asked), None)
        if wanted is not None:
            assert wanted.step_id in ("ingress", "close_hatch")
            run(session, 0.2, wanted.intent)
        run(session, 15.0)
    assert session.outcome == {"terminate": "terminated", "abort": "aborted"}[how]


def test_a_seat_on_the_ground_has_the_same_door(tmp_path: Path) -> None:
    """Control calls the walk off: the order is recorded under its seat, and a replay gives it again."""
    session = walk("neutral")
    run(session, 1.0)
    session.say("control", Act.SKIP)  # no order for a seat
    run(session, 1.0)
    assert session.frame.phase == "preparation"
    session = walk()
    run(session, AWAY_S)
    session.say("control", Act.TERMINATE)
    run(session, 2.0)
    assert session.frame.called_off == "terminate"
    session.say("control", Act.ABORT)
    run(session, 2.0)
    session.say("control", Act.TERMINATE)  # it is never taken back
    run(session, 2.0)
    assert session.frame.called_off == "abort"
    recording = read_recording(session.save(tmp_path))
    said = [action.act for _, action in recording.actions["control"] if action.act]
    assert said == [Act.TERMINATE, Act.ABORT, Act.TERMINATE]
    assert verify(recording, level()) == (None, session.world.digest())


def test_nothing_is_called_off_before_the_hatch_is_open() -> None:
    """Inside there is nothing to call off; the press is told why not and the walk can begin."""
    session = walk("human")
    run(session, 1.0, "abort")
    assert session.frame.called_off == ""
    assert session.brief().called_off == ""
    assert any(prompt.why_not == "nobody_outside" for prompt in session.prompts)


@pytest.mark.parametrize("assist", ["cadet", "crew"])
def test_past_the_turn_back_time_the_prompt_leads_home(assist: str) -> None:
    """Late with work left, what is asked for is the way in, the answer to "what now?" says why, and coming in with
    work left is thanked for."""
    session = Session(level(), cut_id="3m", assist=assist, seed=5, map_=ways())
    run(session, 1.0, "skip")
    run(session, 3.0, "hold_next 0 1")
    cut = session.director.cut
    session.director.cut = dataclasses.replace(cut, budget=dataclasses.replace(cut.budget, eva_s=60.0))
    run(session, 1.0)
    asked = next(prompt for prompt in session.prompts if prompt.is_asked)
    advice = session.advice()
    assert advice is not None
    assert (advice.step_id, advice.why) == ("ingress", "late")
    assert (asked.verb, asked.step_id) == ("work", "ingress")
    run(session, 8.0, asked.intent)
    said = run(session, 12.0, "work")
    assert session.outcome == "closed_out"
    assert [call.key for call in said][-1] == "call.closed_early"

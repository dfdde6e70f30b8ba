"""The ghost: the same run again beside a live one, level from the open hatch on, and gone where it would be untrue."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from game.control.route import Map
from game.missions.level import load_level
from game.session.ghost import CATCH_UP_TICKS, COMPARED_EVERY, AutopilotRun, Ghost, Rerun
from game.session.recording import SNAPSHOT_TICKS, RecordingError, recording_from
from game.session.session import Session
from game.sim.actions import Act, GroundAction
from game.sim.spec import Dials

OUTSIDE_TICKS = 420
COMPARED_TICKS = COMPARED_EVERY * SNAPSHOT_TICKS


@pytest.fixture(scope="module")
def level():
    return load_level("unit-swap")


@pytest.fixture(scope="module")
def walk(level):
    """Some seconds outside by the autopilot: its recording, the tick of the hatch, and the last frame."""
    session = Session(level, cut_id="3m", seed=3, pilot="autopilot")
    opened = 0
    while not opened or session.frame.tick < opened + OUTSIDE_TICKS:
        session.step()
        if not opened and session.frame.phase == "outside":
            opened = session.frame.tick
    session.finish()
    return recording_from(session.recorder.to_bytes(), Path("best.walk")), opened, session


def test_it_is_the_same_run(level, walk):
    """Stepped to its end a rerun has the digest of the run it was recorded from, and has not parted from it."""
    recording, _, session = walk
    run = Rerun(recording, level)
    while not run.is_over:
        run.step()
    assert run._world.digest() == session.world.digest()
    assert run.frame == session.frame
    assert not run.has_parted


def test_both_begin_at_the_open_hatch(level, walk):
    """Whoever skips the checks has the ghost come up within seconds, a few ticks a picture, then they are level."""
    recording, opened, session = walk
    ghost = Ghost(Rerun(recording, level))
    live = session.frame
    inside = dataclasses.replace(live, tick=0, phase="preparation")
    ghost.follow(inside)
    assert ghost.frame is None
    for picture in range(900):
        before = ghost.run.frame.tick
        ghost.follow(dataclasses.replace(live, tick=50 + picture, phase="outside"))
        assert ghost.run.frame.tick - before <= CATCH_UP_TICKS
        if ghost.frame is not None and ghost.run.frame.tick - opened == picture:
            break
    assert ghost.run.frame.tick - opened == picture
    assert ghost.frame is ghost.run.frame


def test_it_waits_at_the_hatch(level, walk):
    """While the live one is still inside, the ghost goes as far as its own open hatch and stays there."""
    recording, opened, session = walk
    ghost = Ghost(Rerun(recording, level))
    for tick in range(600):
        ghost.follow(dataclasses.replace(session.frame, tick=tick, phase="preparation"))
    assert ghost.run.frame.tick == opened


def test_a_run_that_parts_from_its_recording_is_not_shown(level, walk):
    """Where the program moves otherwise than it did, the ghost ends instead of doing what nobody did."""
    recording, _, _ = walk
    tick, fields = recording.snapshots[COMPARED_EVERY]
    name = next(iter(recording.snapshots[0][1]))
    changed = [*recording.snapshots]
    changed[COMPARED_EVERY] = (tick, {**fields, name: "something else"})
    run = Rerun(dataclasses.replace(recording, snapshots=changed), level)
    while not run.is_over:
        run.step()
    assert run.has_parted
    assert run.frame.tick < recording.ticks
    assert Ghost(run).frame is None


def test_a_run_with_dials_and_a_teacher_is_the_same_run(level):
    """What the dials, the seed, a teacher and the ground did to a walk they do to its ghost; it does not part."""
    dials = Dials(air="easy", damage="easy", faults="drawn")
    session = Session(level, cut_id="3m", seed=13, pilot="autopilot", dials=dials)
    began: list[int] = []
    while session.outcome == "running" and (len(began) < 2 or session.frame.tick < began[-1] + COMPARED_TICKS):
        if session.frame.tick == 50:
            session.put_ground(GroundAction("fault", "EV1", "false_o2", 1.0))
        if len(began) == 2 and session.frame.tick == began[-1] + 60:
            session.say("control", Act.TERMINATE)
        session.step()
        began += [event.tick for event in session.events if event.kind == "fault_began"]
    session.finish()
    assert len(began) == 2  # the teacher's and the drawn one
    run = Rerun(recording_from(session.recorder.to_bytes(), Path("best.walk")), level)
    while not run.is_over:
        run.step()
    assert not run.has_parted
    assert run._world.digest() == session.world.digest()
    assert run.frame == session.frame
    assert run.frame.called_off == "terminate"


def test_a_recording_of_other_files_is_refused(level, walk):
    """A best run of an earlier version of the mission makes no ghost."""
    recording, _, _ = walk
    other = dataclasses.replace(recording, header=dataclasses.replace(recording.header, level_sha256="0" * 64))
    with pytest.raises(RecordingError):
        Rerun(other, level)


def test_the_autopilot_may_be_the_ghost(level):
    """It goes out by itself, and its frames are those of a session of its own."""
    ghost = Ghost(AutopilotRun(level, "3m", 1, Map(level.station.structure)))
    inside = ghost.run.frame
    for _ in range(30):
        ghost.follow(inside)
    assert 0 < ghost.run.frame.tick <= 60


def test_the_autopilot_walks_with_the_dials_of_the_live_run(level):
    """Whoever walks with air off is shown an autopilot with air off, in the time that he has himself."""
    dials = Dials(air="off", time="easy")
    live = Session(level, cut_id="3m", seed=1, pilot="autopilot", dials=dials)
    ghost = AutopilotRun(level, "3m", 1, dials=dials)
    for _ in range(30):
        live.step()
        ghost.step()
    assert ghost.frame == live.frame
    assert ghost.frame != AutopilotRun(level, "3m", 1).frame

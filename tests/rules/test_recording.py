"""Recordings: round trip, cut off anywhere, foreign files, other levels, and where two runs part."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

import pytest

from game.control.intents import Intent, PlayInput
from game.control.route import Map
from game.missions.level import load_level
from game.session.divergence import verify
from game.session.recording import WINDOW, RecordingError, action_from_list, action_to_list, read_recording
from game.session.session import Session, session_of
from game.sim.actions import CrewAction, GroundAction, HandOrder, HookOrder

TICKS = 600


@pytest.fixture(scope="module")
def level():
    return load_level("unit-swap")


@pytest.fixture(scope="module")
def session(level):
    """Ten seconds of a person who goes out, reaches and clips."""
    session = Session(level, cut_id="3m", assist="crew", seed=5, map_=Map(level.world_spec("3m").structure))
    wishes = {0: "skip", 5: "work", 330: "hold_next 0 1", 400: "hook1", 520: "hold_next 1 0"}
    for tick in range(TICKS):
        press = (Intent.parse(wishes[tick]),) if tick in wishes else ()
        session.step(PlayInput(presses=press, device="keyboard"))
    session.finish()
    return session


@pytest.fixture(scope="module")
def raw(session):
    return session.recorder.to_bytes()


def read(folder, raw):
    path = folder / "run.walk"
    path.write_bytes(raw)
    return read_recording(path)


def pack(lines):
    box = zlib.compressobj(6, zlib.DEFLATED, WINDOW)
    return box.compress("".join(line + "\n" for line in lines).encode()) + box.flush()


def lines_of(raw):
    return zlib.decompressobj(WINDOW).decompress(raw).decode().splitlines()


def test_round_trip(session, raw, level, tmp_path):
    """What was recorded is read back, re-runs to the same digest, and parts nowhere."""
    recording = read(tmp_path, raw)
    assert recording.is_whole
    assert recording.header == session.header
    assert recording.ticks == TICKS
    assert recording.digest == session.world.digest()
    assert verify(recording, level) == (None, session.world.digest())


def test_actions_round_trip():
    """Every number of an action survives."""
    action = CrewAction(
        HandOrder(1, -5, 7), HandOrder(2, 1, 2), HookOrder(1, 3, 4), HookOrder(2, 5, 6), -600, 600, 12, True, True, 3, 9
    )
    assert action_from_list(json.loads(json.dumps(action_to_list(action)))) == action


def test_the_ground_is_recorded(level, tmp_path):
    """A teacher's fault begins at its tick, is kept in the recording, and comes again in a re-run."""
    session = Session(level, cut_id="3m", seed=5, pilot="neutral", map_=Map(level.world_spec("3m").structure))
    began = []
    for tick in range(90):
        if tick in (20, 40):
            session.put_ground(GroundAction("fault" if tick == 20 else "mend", "EV1", "leak", 1.23456))
        session.step()
        began += [(event.tick, event.kind) for event in session.events if event.kind.startswith("fault")]
    assert began == [(20, "fault_began"), (40, "fault_mended")]
    session.finish()
    recording = read(tmp_path, session.recorder.to_bytes())
    assert [(tick, act.kind, act.what, act.value) for tick, act in recording.ground] == [
        (20, "fault", "leak", 1.235), (40, "mend", "leak", 1.235),
    ]  # fmt: skip
    assert verify(recording, level) == (None, session.world.digest())


def test_cut_off_anywhere(raw, level, tmp_path):
    """A file cut off at any of forty places gives what is whole before the cut, or one plain line; never a crash."""
    whole = read(tmp_path, raw)
    readable = 0
    for share in range(1, 41):
        cut = raw[: len(raw) * share // 41]
        try:
            recording = read(tmp_path, cut)
        except RecordingError as error:
            assert "\n" not in str(error)  # noqa: PT017 - most cuts must not fail, which is counted below
            continue
        readable += 1
        assert not recording.is_whole
        assert recording.header == whole.header
        assert recording.snapshots == whole.snapshots[: len(recording.snapshots)]
        assert recording.actions.get("EV1", []) == whole.actions["EV1"][: len(recording.actions.get("EV1", []))]
    assert readable > 20
    assert verify(read(tmp_path, raw[: len(raw) * 3 // 4]), level)[0] is None


def test_growing_file(level, tmp_path):
    """A run that dies leaves a file that gives all but its last second."""
    session = Session(level, cut_id="3m", seed=1, pilot="autopilot", map_=Map(level.world_spec("3m").structure))
    session.record_in(tmp_path)
    for _ in range(300):
        session.step()
    left = list(tmp_path.glob("*.part"))
    assert len(left) == 1
    recording = read_recording(left[0])
    assert not recording.is_whole
    assert recording.ticks >= 240
    session.finish()
    assert not list(tmp_path.glob("*.part"))
    assert read_recording(next(tmp_path.glob("*.walk"))).is_whole


@pytest.mark.parametrize("content", [b"", b"hello", b"\x1f\x8b\x08", b"PK\x03\x04" + bytes(50), bytes(500)])
def test_foreign_file(content, tmp_path):
    """A file of another kind is said to be one, in one line with its path."""
    with pytest.raises(RecordingError) as error:
        read(tmp_path, content)
    assert "run.walk" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda head: {**head, "format": "x"}, "another kind"),
        (lambda head: {**head, "version": 99}, "99"),
        (lambda head: {key: value for key, value in head.items() if key != "seed"}, "header"),
        (lambda head: {**head, "seed": "one"}, "header"),
    ],
)
def test_foreign_header(raw, change, says, tmp_path):
    """A header of another format, version or shape is refused by what is wrong."""
    lines = lines_of(raw)
    lines[0] = json.dumps(change(json.loads(lines[0])))
    with pytest.raises(RecordingError, match=says):
        read(tmp_path, pack(lines))


@pytest.mark.parametrize("line", ["rubbish", '["a",1]', '["q",1]', '["f","x",{}]', "[]", "7", '["a",1,"EV1",[1,2]]',
        '["g",1,"rain","","",0]', '["g",1,"fault"]'])
def test_bad_entry(raw, line, tmp_path):
    """A broken entry names its line."""
    lines = lines_of(raw)
    with pytest.raises(RecordingError, match="line 3"):
        read(tmp_path, pack([*lines[:2], line, *lines[2:]]))


def test_other_level(raw, level, tmp_path):
    """A recording of other level files is refused in one line."""
    recording = read(tmp_path, raw)
    recording.header = replace(recording.header, level_sha256="0" * 64)
    with pytest.raises(RecordingError) as error:
        session_of(recording, level)
    assert "other level files" in str(error.value)
    assert "\n" not in str(error.value)


def test_altered_action(raw, level, tmp_path):
    """An action that was altered shows at the next snapshot: tick, entity, field and both values are named."""
    lines = lines_of(raw)
    for number, line in enumerate(lines):
        entry = json.loads(line)
        if isinstance(entry, list) and entry[0] == "a" and entry[3][0][0] + entry[3][1][0] == 1:  # the first reach
            side = 0 if entry[3][0][0] == 1 else 1
            entry[3][side] = [0, 0, 0]
            at = entry[1]
            lines[number] = json.dumps(entry)
            break
    else:
        pytest.fail("no reach in the recording")
    parting, _ = verify(read(tmp_path, pack(lines)), level)
    assert parting is not None
    assert at < parting.tick <= at + 61
    assert parting.field.startswith("EV1.")
    assert parting.recorded != parting.found
    text = str(parting)
    for part in (f"tick {parting.tick}", "EV1", parting.recorded, parting.found):
        assert part in text

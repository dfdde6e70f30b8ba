"""The logbook: what was done survives a restart whole, what cannot be read is kept aside, a guest leaves nothing."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from game.app.logbook import CURVE_POINTS, Logbook
from game.missions.report import Report, ScorePart
from game.sim.spec import Dials

MISSION = "unit-swap"


def report(score: int = 700, outcome: str = "complete", cut: str = "3m") -> Report:
    values = {field.name: 0 for field in dataclasses.fields(Report)}
    values |= {
        "mission": MISSION, "cut": cut, "outcome": outcome, "score": score, "objectives": (), "lost_objects": (),
        "damaged": (), "alarms": (), "limiting": "o2", "hardest_shape": "", "fact_key": "", "fact_source_key": "",
        "faults": (), "ending": "", "releases": (), "parts": (ScorePart("objectives", score, 1000),), "eva_s": 3600.0,
        "o2_used_kg": 0.1,
    }  # fmt: skip
    return Report(**values)


def note(book: Logbook, **values):
    wanted = {"score": 700, "outcome": "complete", "cut": "3m", "assist": "cadet", "opens": (), "recording": b"walk",
              "dials": None}  # fmt: skip
    wanted |= values
    asked = report(wanted["score"], wanted["outcome"], wanted["cut"])
    return book.note(
        MISSION, wanted["assist"], asked, level_sha256="00", recording=wanted["recording"], opens=wanted["opens"],
        oxygen=tuple((float(i), 1.0 - i * 1e-4) for i in range(500)), dials=wanted["dials"],
    )  # fmt: skip


def test_a_better_run_takes_the_place_of_the_best(tmp_path: Path) -> None:
    """A best run is kept for each cut and level of help; only a higher score replaces it, with its recording."""
    book, _ = Logbook.load(tmp_path)
    first, notice = note(book)
    assert notice is None
    assert first.before is None
    assert first.is_best
    worse, _ = note(book, score=600, recording=b"worse")
    assert not worse.is_best
    assert worse.before is not None
    better, _ = note(book, score=800, recording=b"better")
    assert better.is_best
    assert better.before is not None
    assert better.before.score == 700
    note(book, score=100, assist="crew", recording=b"crew")
    assert [(run.score, run.assist) for run in book.bests(MISSION)] == [(800, "cadet"), (100, "crew")]
    again, notices = Logbook.load(tmp_path)
    assert not notices
    best = again.best(MISSION, "3m", "cadet")
    assert best is not None
    assert best == book.best(MISSION, "3m", "cadet")
    assert again.recording_of(best) == b"better"
    assert 2 < len(best.oxygen) <= CURVE_POINTS + 1
    assert best.oxygen[-1] == (499.0, 0.9501)
    assert not list(tmp_path.rglob("*.tmp"))


@pytest.mark.parametrize(
    ("outcomes", "mark"),
    [((), "none"), (("lost",), "begun"), (("complete", "lost"), "done"), (("running", "closed_out"), "home")],
)
def test_a_mark_never_goes_back(tmp_path: Path, outcomes: tuple[str, ...], mark: str) -> None:
    """What was once done stays done, whatever comes after."""
    book, _ = Logbook.load(tmp_path)
    for outcome in outcomes:
        note(book, outcome=outcome)
    assert Logbook.load(tmp_path)[0].mark(MISSION) == mark


def test_who_did_not_come_home_has_no_best_run(tmp_path: Path) -> None:
    """A lost or broken-off walk is no best run; one that was closed out early is."""
    book, _ = Logbook.load(tmp_path)
    for outcome in ("lost", "running"):
        assert not note(book, outcome=outcome)[0].is_best
    assert note(book, outcome="closed_out")[0].is_best


@pytest.mark.parametrize("dial", ["air", "time", "damage"])
def test_an_eased_walk_is_no_best_run(tmp_path: Path, dial: str) -> None:
    """With air, time or damage eased or off a walk is marked as done but is not the best; drawn faults ease nothing."""
    book, _ = Logbook.load(tmp_path)
    for step in ("easy", "off"):
        noted, _ = note(book, score=900, dials=Dials(**{dial: step}))
        assert (noted.is_best, noted.is_eased) == (False, True)
    assert book.bests(MISSION) == ()
    assert book.mark(MISSION) == "done"
    assert note(book, score=800, dials=Dials(faults="drawn"))[0].is_best
    noted, _ = note(book, score=700, dials=Dials(**{dial: "easy"}))
    assert (noted.is_best, noted.is_eased) == (False, False)  # below the best anyhow


def test_entries_are_opened_once(tmp_path: Path) -> None:
    """Only what was not open before is told as new; the order of opening is kept."""
    book, _ = Logbook.load(tmp_path)
    assert note(book, opens=("jettison", "poisk"))[0].opened == ("jettison", "poisk")
    assert note(book, opens=("poisk", "luch"))[0].opened == ("luch",)
    assert Logbook.load(tmp_path)[0].opened == ("jettison", "poisk", "luch")


def test_a_guest_leaves_nothing(tmp_path: Path) -> None:
    """A guest's walks are compared with each other while the program runs, and no file is written."""
    book, _ = Logbook.load(tmp_path, is_guest=True)
    note(book, opens=("poisk",))
    assert note(book, score=900)[0].is_best
    best = book.best(MISSION, "3m", "cadet")
    assert best is not None
    assert book.recording_of(best) == b"walk"
    assert list(tmp_path.iterdir()) == []
    assert Logbook.load(tmp_path, is_guest=True)[0].mark(MISSION) == "none"


WHOLE = {"format": "spacewalk-logbook", "version": 1, "missions": {MISSION: "done"}, "best": [], "opened": ["poisk"]}


@pytest.mark.parametrize(
    ("content", "told", "kept"),
    [
        (b"", "not JSON", ""),
        (b"\xff\xfe\x00", "not UTF-8 text", ""),
        (b"[]", "another kind", ""),
        (b"[" * 100_000, "not JSON", ""),
        (json.dumps(WHOLE | {"version": 2}).encode(), "version: found 2, wanted 1", ""),
        (json.dumps(WHOLE | {"best": [{"score": 5}]}).encode(), "best[1]", "done"),
        (json.dumps(WHOLE | {"best": 7}).encode(), "best: found int", "done"),
        (json.dumps(WHOLE | {"missions": {MISSION: "flown"}}).encode(), "found 'flown'", "none"),
    ],
)
def test_what_cannot_be_read_is_told_and_kept(tmp_path: Path, content: bytes, told: str, kept: str) -> None:
    """A damaged book is copied beside itself and named in one notice; what is whole in it is used."""
    path = tmp_path / "logbook.json"
    path.write_bytes(content)
    book, notices = Logbook.load(tmp_path)
    assert len(notices) == 1
    assert told in dict(notices[0].values)["reason"]
    assert (tmp_path / "logbook.json.bad").read_bytes() == content
    assert book.mark(MISSION) == (kept or "none")
    note(book)
    assert Logbook.load(tmp_path)[1] == ()


CHANGES = ({"recording": "../../x"}, {"eva_s": float("nan")}, {"score": True}, {"oxygen": [[1]]})


@pytest.mark.parametrize("change", CHANGES)
def test_a_run_that_is_not_whole_is_left_out(tmp_path: Path, change: dict[str, object]) -> None:
    """A run with a value of another kind, a number that is none, or a path out of its folder is not believed."""
    book, _ = Logbook.load(tmp_path)
    note(book)
    data = json.loads(book.path.read_text())
    data["best"][0] |= change
    book.path.write_text(json.dumps(data))
    again, notices = Logbook.load(tmp_path)
    assert again.bests(MISSION) == ()
    assert len(notices) == 1


def test_a_folder_that_cannot_be_written_is_a_notice(tmp_path: Path) -> None:
    """The walk counts for this visit, and the person is told that it is not kept."""
    (tmp_path / "data").write_text("a file in the way")
    book = Logbook(tmp_path / "data")
    noted, notice = note(book)
    assert noted.is_best
    assert notice is not None
    assert notice.key == "notice.not_saved"
    assert book.mark(MISSION) == "done"


def test_a_mission_of_any_place_has_a_file_name(tmp_path: Path) -> None:
    """A player's own mission is named by its folder; its recording still lies in the folder of best runs."""
    book, _ = Logbook.load(tmp_path)
    book.note("/home/Ада/my missions/Выход 7", "cadet", report(), level_sha256="00", recording=b"own")
    (kept,) = book.best_folder.iterdir()
    assert kept.suffix == ".walk"
    assert kept.read_bytes() == b"own"

"""What a walk leaves behind: a line in the logbook, a best run that may go along, open entries; of a guest nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pygame
import pytest
from driving import FIRST_MISSION, Drive, Keyboard, begin

from game.app.ghosts import GhostBeside
from game.app.logbook import Logbook
from game.app.play import Play
from game.app.scenes.debrief import DebriefScene
from game.app.scenes.encyclopedia import EncyclopediaScene
from game.app.scenes.eva import EvaScene
from game.app.scenes.missions import MissionsScene
from game.app.syllabus import recommended, suggestion
from game.control.autopilot import Autopilot
from game.missions.level import load_level
from game.missions.plan import LevelInfo
from game.missions.report import Report, ScorePart


@pytest.fixture
def drive(tmp_path: Path) -> Iterator[Drive]:
    """The app at the briefing of the first mission."""
    yield Drive(tmp_path)
    pygame.display.quit()


def fly(drive: Drive) -> DebriefScene:
    """A walk in the person's seat, by somebody who knows the way; returns its debrief."""
    begin(drive, Keyboard())
    session = drive.play.session
    session.pilots["EV1"] = Autopilot(session.spec.crew[0], session.map)
    while isinstance(drive.app.top, EvaScene):
        assert drive.frame()
    assert isinstance(drive.app.top, DebriefScene)
    return drive.app.top


def test_a_walk_that_came_home(drive: Drive, tmp_path: Path) -> None:
    """It is noted once, with its recording; the menu marks it, entries open, and the next walk can have its ghost."""
    app = drive.app
    assert not app.shelf.logbook.bests("unit-swap")
    debrief = fly(drive)
    best = app.shelf.logbook.best("unit-swap", "3m", "cadet")
    assert best is not None
    assert best.score == debrief.report.score > 900
    assert debrief.noted is not None
    assert debrief.noted.is_best
    assert {"poisk", "two-points"} <= set(debrief.noted.opened)
    model = debrief.model()
    assert model.is_best
    assert len(model.series) == 3
    assert model.items[2].note.startswith(str(len(debrief.noted.opened)))
    assert [item.id for item in model.items] == ["again", "suggested", "read", "done"]
    assert Logbook.load(tmp_path / "data")[0].bests("unit-swap") == (best,)

    debrief.answer(SimpleNamespace(id="read"))  # type: ignore[arg-type]
    drive.frame(2)
    assert isinstance(app.top, EncyclopediaScene)
    assert app.top.is_open(next(entry for entry in app.shelf.entries() if entry.id == "poisk"))
    assert not app.top.is_open(next(entry for entry in app.shelf.entries() if entry.id == "jettison"))
    app.pop()
    drive.frame(2)

    play = debrief.play
    again = Play(app, play.request)
    suits = SimpleNamespace(draw_plain=lambda *_: None)
    stage: Any = SimpleNamespace(suits=suits, scale_px_per_m=100.0)
    assert GhostBeside(app, again, stage).ghost is not None
    app.set(ghost="off")
    assert GhostBeside(app, again, stage).ghost is None
    app.set(ghost="best")
    app.shelf.logbook._best[best.key] = dataclasses.replace(best, recording="gone.walk")
    assert GhostBeside(app, again, stage).ghost is None
    again.keep()

    app.push(MissionsScene(app))
    drive.frame(2)
    scene: Any = app.top
    row = next(row for group in scene.screen.model.groups for row in group.rows if row.id == "unit-swap")
    assert row.mark == "check"
    assert row.value == str(best.score)
    assert not app.text.missing


def test_an_eased_walk_says_why_it_is_no_best_run(drive: Drive) -> None:
    """With easier air the mission is done, but the debrief praises no best run: it says what was made easier."""
    app = drive.app
    app.set(air="easy")
    debrief = fly(drive)
    assert debrief.report.outcome == "complete"
    assert app.shelf.logbook.mark("unit-swap") == "done"
    assert not app.shelf.logbook.bests("unit-swap")
    model = debrief.model()
    assert not model.is_best
    assert model.verdict == app.text.t("debrief.eased")
    assert not app.text.missing


def test_an_ended_walk_of_a_guest(tmp_path: Path) -> None:
    """A guest's settings, recordings and logbook are written nowhere."""
    drive = Drive(tmp_path, dataclasses.replace(FIRST_MISSION, is_guest=True))
    app = drive.app
    app.set(text_scale=1.5)
    begin(drive, Keyboard())
    drive.frame(30)
    drive.play.wish = "end"
    drive.app.top.uncovered()
    drive.frame(4)
    assert isinstance(app.top, DebriefScene)
    assert app.shelf.logbook.mark("unit-swap") == "begun"
    app.quit()
    drive.frame()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".log"] == []
    pygame.display.quit()


def test_an_error_in_a_guests_walk_keeps_what_explains_it(tmp_path: Path) -> None:
    """The recording of a walk that an error ended stays, also of a guest."""
    drive = Drive(tmp_path, dataclasses.replace(FIRST_MISSION, is_guest=True))
    begin(drive, Keyboard())
    drive.frame(5)

    def fail(elapsed_s: float) -> None:
        raise RuntimeError(elapsed_s)

    drive.play.advance = fail
    drive.frame(3)
    assert list((tmp_path / "data" / "recordings").glob("*.walk"))
    pygame.display.quit()


def report(**values: Any) -> Report:
    wanted: dict[str, Any] = {field.name: 0 for field in dataclasses.fields(Report)}
    wanted |= {
        "mission": "unit-swap", "cut": "3m", "outcome": "complete", "objectives": (), "lost_objects": (), "damaged": (),
        "alarms": (), "limiting": "o2", "hardest_shape": "", "fact_key": "", "fact_source_key": "", "score": 900,
        "faults": (), "ending": "", "releases": (), "parts": (ScorePart("objectives", 900, 1000),),
    }  # fmt: skip
    return Report(**(wanted | values))


@pytest.mark.parametrize(
    ("values", "assist", "key", "changes"),
    [
        ({"outcome": "lost"}, "crew", "suggest.more_help", {"assist": "cadet"}),
        ({"outcome": "lost"}, "cadet", "suggest.two_hooks", {}),
        ({"two_point_breaks": 2, "o2_in_hand_kg": -0.1}, "cadet", "suggest.two_points", {}),
        ({"o2_in_hand_kg": -0.1}, "cadet", "suggest.turn_back", {}),
        ({"outcome": "closed_out"}, "cadet", "suggest.again_early", {}),
        ({"score": 300}, "cadet", "suggest.practise", {}),
        ({}, "cadet", "suggest.longer", {"cut": "10m"}),
        ({"cut": "30m"}, "cadet", "suggest.less_help", {"assist": "crew"}),
        ({"cut": "30m"}, "commander", "suggest.beat_it", {}),
    ],
)
def test_one_thing_is_suggested(tmp_path: Path, values: Any, assist: str, key: str, changes: Any) -> None:
    """Safety comes first, then the budget, then what is still to gain, then something longer or freer."""
    found = suggestion(report(**values), load_level("unit-swap"), assist, (), Logbook(tmp_path))
    assert (found.key, found.changes) == (key, changes)


def test_missions_come_in_their_order(tmp_path: Path) -> None:
    """The pool first, then the campaign by its order; what is done is passed over, labs and own ones never pushed."""
    infos = tuple(
        LevelInfo(name, kind, {"en": name.upper()}, ("3m",), order, source="/own" if name == "own" else name)
        for name, kind, order in (
            ("b", "campaign", 20), ("a", "campaign", 10), ("p", "pool", 90), ("l", "lab", 1), ("own", "pool", 1),
        )
    )  # fmt: skip
    book = Logbook(tmp_path, is_guest=True)
    seen = []
    while (following := recommended(infos, book)) is not None:
        seen.append(following.id)
        book.note(following.source, "cadet", report(), level_sha256="")
    assert seen == ["p", "a", "b"]
    book = Logbook(tmp_path, is_guest=True)
    found = suggestion(report(), load_level("unit-swap"), "cadet", infos, book)
    assert (found.key, found.leads, found.mission) == ("suggest.next", "next", "p")

"""A player's own missions: found, listed, played; what is wrong with one is a line in the menu, never a crash."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from driving import FIRST_MISSION, Drive

from game.app.folders import Folders
from game.app.scenes.missions import MissionsScene
from game.app.shelf import Shelf
from game.cli import main
from game.control.intents import Intent
from game.missions.level import list_levels
from game.missions.own_levels import check_own, list_own
from game.missions.places import levels_root


def copy_of_unit_swap(folder: Path, name: str, **changes: str) -> Path:
    made = folder / name
    shutil.copytree(levels_root() / "missions" / "unit-swap", made)
    file = made / "mission.toml"
    text = file.read_text("utf-8").replace('id = "unit-swap"', f'id = "{name}"', 1)
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")
    return made


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a good mission, one with a wrong word, one that is no TOML, and a stray file."""
    folder = tmp_path / "data" / "missions"
    copy_of_unit_swap(folder, "good")
    copy_of_unit_swap(folder, "typing", unbolt="unblot")
    (folder / "torn").mkdir()
    (folder / "torn" / "mission.toml").write_text("id = ")
    (folder / "notes.txt").write_text("not a mission")
    return folder


def test_broken_ones_are_listed_with_their_faults(own: Path) -> None:
    """The quick list names what is no TOML; reading one whole names the wrong words, a line each, without the path."""
    infos = {info.id: info for info in list_own(own)}
    assert set(infos) == {"good", "typing", "torn"}
    assert infos["torn"].problems
    assert not infos["typing"].problems
    checked = {name: check_own(info) for name, info in infos.items()}
    assert checked["good"].problems == ()
    assert checked["good"].is_own
    assert any("did you mean unbolt?" in line for line in checked["typing"].problems)
    for info in checked.values():
        assert all("\n" not in line and str(own) not in line for line in info.problems)
    assert list_own(own / "nowhere") == ()


def test_the_games_missions_are_read_once_a_persons_own_each_time(
    own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list that was read beforehand serves every menu; a mission put into the folder meanwhile is there then."""
    folders = Folders(*(tmp_path / name for name in ("config", "data", "cache", "log")))
    shelf = Shelf(folders, lambda _: None, lambda: True)
    for _ in shelf.jobs():
        pass
    given = [info.id for info in list_levels()]
    monkeypatch.setattr("game.missions.level.list_levels", lambda: pytest.fail("read again"))
    first = [info.id for info in shelf.levels(is_fresh=True)]
    assert first == [*given, *(info.id for info in list_own(own))]
    copy_of_unit_swap(own, "another")
    assert [info.id for info in shelf.levels()] == first
    assert {info.id for info in shelf.levels(is_fresh=True)} == {*first, "another"}


@pytest.fixture
def drive(own: Path, tmp_path: Path) -> Iterator[Drive]:
    """The app at its title, with that folder."""
    assert own
    yield Drive(tmp_path, dataclasses.replace(FIRST_MISSION, mission=""))
    pygame.display.quit()


def test_the_menu_shows_them_and_flies_the_good_one(drive: Drive, own: Path) -> None:
    """Own missions stand in a group of their own; faulty ones say why and lead to a page, the good one is briefed."""
    app = drive.app
    app.push(MissionsScene(app))
    drive.frame(8)
    scene: Any = app.top
    group = next(group for group in scene.screen.model.groups if group.id == "own")
    rows = {Path(row.id).name: row for row in group.rows}
    assert {name: row.mark for name, row in rows.items()} == {"good": "open", "typing": "warning", "torn": "warning"}
    assert any("unblot" in line for line in rows["typing"].detail.lines)
    for name, wanted in (("typing", "Message"), ("good", "Briefing")):
        scene.screen.focus.id = str((own / name).resolve())
        scene.handle(Intent("accept"))
        drive.frame(2)
        assert type(app.top).__name__ == f"{wanted}Scene"
        app.pop()
        drive.frame(2)
    assert not app.text.missing


def test_the_command_line_knows_them(own: Path, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    """`missions --json` lists own ones with their faults, and `run` finds one by its id."""
    assert own
    monkeypatch.setenv("SPACEWALK_HOME", str(tmp_path))
    assert main(["missions", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["good"]["own"]
    assert not rows["unit-swap"]["own"]
    assert rows["typing"]["problems"]
    assert main(["run", "good", "--until", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["mission"] == "good"
    assert main(["run", "typing", "--until", "1"]) == 1
    assert "did you mean unbolt?" in capsys.readouterr().err

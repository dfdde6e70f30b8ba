"""`spacewalk bench-scene` as a person types it."""

from __future__ import annotations

import json

import pytest

from game import cli
from game.classroom import bench_scenes
from game.classroom.bench_scenes import ALL_SCENES, Reading


def test_without_a_name_all_scenes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Each scene has its line, and its object with --json."""
    assert cli.main(["bench-scene"]) == 0
    assert [row.split()[0] for row in capsys.readouterr().out.splitlines()] == list(ALL_SCENES)
    assert cli.main(["bench-scene", "--json"]) == 0
    assert [row["id"] for row in json.loads(capsys.readouterr().out)] == list(ALL_SCENES)


@pytest.mark.parametrize("word", ["push-off", "lab-push-off"])
def test_a_scene_is_measured(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """--json prints one object with measured and predicted numbers, --headless a table; both end well."""
    assert cli.main(["bench-scene", word, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["scene"] == "lab-push-off"
    assert found["is_right"]
    assert all({"name", "formula", "measured", "predicted", "unit"} <= set(row) for row in found["readings"])
    assert cli.main(["bench-scene", word, "--headless"]) == 0
    assert "m1 / (m1 + m2)" in capsys.readouterr().out


def test_a_lesson_of_the_workbench_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """A lesson is done and read like a lab, by its short name or its own."""
    for word in ("camera", "bench-camera"):
        assert cli.main(["bench-scene", word, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["scene"] == "bench-camera"
        assert found["is_right"]


def test_a_wrong_number_ends_with_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A measured number that is not its formula's is said, and the status is 1."""
    monkeypatch.setitem(bench_scenes.SCENES, "push-off", (0.1, lambda _film: [Reading("a", "b", 2.0, 1.0, "m")]))
    assert cli.main(["bench-scene", "push-off", "--headless"]) == 1
    assert "WRONG" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["pendulun"], ["--headless"], ["lab-drift"]])
def test_what_is_no_scene_is_wrong_use(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is none ends with status 2 and one line that says what there is."""
    assert cli.main(["bench-scene", *words]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "found" in said[0]

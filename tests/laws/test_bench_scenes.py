"""Each bench scene gives the numbers that its formulas promise; a new lab is asked for its formula here."""

from __future__ import annotations

import os
from math import dist

import pytest

from game.classroom.bench_scenes import PREFIX, SCENES, Reading, measure, report_of, scene_name
from game.classroom.winding import at, hull, winding
from game.classroom.work_scenes import PREFIX as BENCH
from game.classroom.work_scenes import WORK_SCENES
from game.missions.level import list_levels, load_level

BY_DAY = ("bolts", "plugs", "crank", "cable", "valve", "wipe", "camera", "satellite")  # the rest at night: it is long
FREE_LABS = {"lab-drift"}  # no line, nothing to measure that the first law does not say


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_agrees_with_its_formulas(name: str) -> None:
    """What is measured in a scene at 4 sub-steps is what theory says, within each reading's tolerance."""
    _, readings = measure(name, 4)
    wrong = [
        f"{one.name}: {one.measured:.5g}, wanted {one.predicted:.5g} {one.unit}" for one in readings if not one.is_right
    ]
    assert not wrong
    assert len({one.name for one in readings}) == len(readings) >= 3


@pytest.mark.parametrize("name", WORK_SCENES if os.environ.get("SPACEWALK_SEEDS") else BY_DAY)
def test_a_lesson_agrees_with_its_formulas(name: str) -> None:
    """What is measured at the workbench, held and loose, is what theory says, within each reading's tolerance."""
    seconds, readings = measure(name)
    assert 5.0 < seconds == pytest.approx(report_of(name, seconds, readings)["seconds"], abs=0.01)
    wrong = [f"{one.name}: {one.measured:.5g}, wanted {one.predicted:.5g}" for one in readings if not one.is_right]
    assert not wrong
    assert len({one.name for one in readings}) == len(readings) >= 3


def test_a_lesson_is_played_at_the_sub_steps_of_play() -> None:
    """A number of sub-steps that a lesson would not heed is refused, not reported."""
    with pytest.raises(ValueError, match="found 2 sub-steps"):
        measure("bolts", 2)


def test_every_lesson_of_the_workbench_is_a_scene() -> None:
    """A new lesson is asked for its formula here; each is done within a minute and says what it teaches."""
    levels = [load_level(info.id) for info in list_levels() if info.kind == "bench"]
    assert {level.id for level in levels} == {BENCH + name for name in WORK_SCENES}
    for level in levels:
        assert max(cut.play_s for cut in level.cuts) <= 60.0
        assert all(objective.lesson_key for objective in level.objectives)
        assert level.truths


def test_every_lab_with_a_line_is_a_scene() -> None:
    """The labs of the levels folder and the scenes are the same, but for those without a line."""
    labs = {info.id for info in list_levels() if info.kind == "lab"} - FREE_LABS
    assert labs == {PREFIX + name for name in SCENES}


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_states_every_parameter_of_its_lines(name: str) -> None:
    """A lab names stiffness, damping, break load and friction itself, so that others can build the same."""
    level = load_level(PREFIX + name)
    text = (level.folder / "mission.toml").read_text(encoding="utf-8")
    for key in ("rest_m", "limit_m", "ea_n", "damping", "break_n", "friction", "body_a", "at_a", "at_b"):
        stated = sum(row.startswith(f"{key} =") for row in text.splitlines())
        assert stated == len(level.lines), f"{name}: {key}"


def test_a_wrong_number_is_seen() -> None:
    """A reading outside its tolerance is not right, and neither is the report that has it."""
    right, wrong = Reading("a", "", 1.005, 1.0, "m"), Reading("b", "", 1.02, 1.0, "m")
    assert right.is_right
    assert not wrong.is_right
    assert not Reading("c", "", 0.002, 0.0, "m", 0.001).is_right
    assert not report_of("mast", 60.0, [right, wrong])["is_right"]
    assert scene_name("lab-mast") == scene_name("mast") == "mast"
    assert scene_name("lab-nothing") == ""


def test_winding_round_a_concave_outline_goes_from_tip_to_tip() -> None:
    """A line bridges a mouth; a corner takes its distance off the free length; time is angle x length / speed."""
    hook = ((0.0, 0.0), (0.5, 0.5), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    assert set(hull(hook)) == set(hook) - {(0.5, 0.5)}
    phases = winding((0.0, 2.0), hook, (-4.0, 2.0), 0.5, 1, 30.0)
    assert [phase.pivot for phase in phases[:3]] == [(0.0, 2.0), (0.0, 0.0), (1.0, 0.0)]
    assert [phase.free_m for phase in phases[:3]] == pytest.approx([4.0, 2.0, 1.0])
    assert phases[1].from_s == pytest.approx(1.5707963 * 4.0 / 0.5)
    assert at(phases, phases[1].from_s + 0.01).pivot == (0.0, 0.0)
    assert dist(phases[1].pivot, phases[2].pivot) == pytest.approx(1.0)

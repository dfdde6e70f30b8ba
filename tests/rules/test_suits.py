"""Suits as data: each file is read, the Berkut of 1965 swells, vents and fits its hatch again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_world import HATCH, KIT, ClockSpec, CrewAction, SmallWorld, StepSpec, reach, work

from game.missions.kits import load_kit
from game.missions.places import levels_root
from game.missions.problems import ContentError
from game.missions.suits import load_suit
from game.sim.actions import SuitDo
from game.sim.rules import gas, suit
from game.sim.spec import StructureSpec
from game.sim.tuning import Tuning
from game.sim.world import World

FOLDER = levels_root() / "suits"
BERKUT = load_suit(FOLDER / "berkut.toml")
STEPS = (StepSpec("in", "ingress", "airlock", eva_s=60.0),)


def berkut(**more) -> SmallWorld:
    """A person in a Berkut, true time."""
    return SmallWorld(kit=replace(KIT, suit="berkut", rows=BERKUT), clock=ClockSpec(1.0, 1.0), **more)


@pytest.mark.parametrize("path", sorted((levels_root() / "kits").glob("*.toml")), ids=lambda path: path.stem)
def test_every_suit_is_read(path):
    """The suit of every kit has a file whose rows are within the ranges of the tuning table."""
    Tuning.with_rows(load_suit(FOLDER / f"{load_kit(path).suit}.toml"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[row]\nsuit_pascal = { value = 1.0, source = "x", confidence = "S" }\n', "did you mean suit_pa"),
        ('[row]\nsuit_pa = { value = 1.0, source = "x", confidence = "S" }\n', "20000 to 60000"),
        ('[row]\nsuit_pa = { value = 30000.0, confidence = "Q" }\n', "confidence"),
    ],
)
def test_a_broken_suit_is_told(text, says, tmp_path):
    """A row that does not exist, a value outside its range and a missing source are told by file and place."""
    path = tmp_path / "odd.toml"
    path.write_text(f'id = "odd"\n{text}', "utf-8")
    with pytest.raises(ContentError, match=says):
        load_suit(path)


def test_forty_five_minutes():
    """The backpack of the Berkut lasts 45 minutes, and nothing else can run out."""
    small = berkut(holds=("rail",))
    shown = small.crew.suit
    assert shown.limiting == "o2"
    assert shown.left_s / 60.0 == pytest.approx(45.0, rel=0.02)
    assert shown.stores == ("o2",)
    t, one = small.state.crew["EV1"].tuning, small.state.crew["EV1"].suit
    one.metabolic_w = 300.0
    for _ in range(1200):
        gas.breathe(t, one, 1.0)
    assert one.co2_pa / 133.3 < 11.0  # mmHg: the flow carries it off
    assert one.pressure_pa == pytest.approx(t.suit_pa + t.relief_pa, rel=0.01)


def test_twelve_minutes_of_hard_work_warm_the_body():
    """Twenty minutes of hard work warm the core by about two degrees, as in 1965."""
    small = berkut()
    t, one = small.state.crew["EV1"].tuning, small.state.crew["EV1"].suit
    one.metabolic_w = 670.0
    for _ in range(1200):
        suit._cool(t, one, 1.0, 1.0)
    assert one.body_c - 36.7 == pytest.approx(1.8, abs=0.3)


def test_swollen_at_the_hatch():
    """At 40 kPa the Berkut does not pass a hatch of 0.65 m; vented to 27 kPa in about a minute it does, its joints bend
    easier, and the regulator holds the low setting."""
    small = berkut(at=(-3.0, 0.2), steps=STEPS)
    structure = replace(small.spec.structure, hatches=(replace(HATCH, clear_m=0.65),))
    assert isinstance(structure, StructureSpec)
    world = World(replace(small.spec, structure=structure), 1)
    answer = world.ask.may_work("EV1", 0)
    assert answer.reason == "suit_swollen"
    assert answer.value == pytest.approx(0.05, abs=0.01)
    before = suit.grip_n(world._state.crew["EV1"])
    world.step({"EV1": CrewAction(suit=SuitDo.LOW_PRESSURE)})
    seconds = 0
    while not world.ask.may_work("EV1", 0) and seconds < 120:
        for _ in range(60):
            world.step({})
        seconds += 1
    assert 20 <= seconds <= 90
    for _ in range(600):
        world.step({})
    shown = world.frame().crew[0].suit
    assert shown.pressure_pa == pytest.approx(27_000.0, rel=0.02)
    assert shown.ease > 1.4
    assert suit.grip_n(world._state.crew["EV1"]) > 1.4 * before
    assert world._state.crew["EV1"].suit.bends > 0.0  # and that is the price


def test_bends_ask_for_full_pressure():
    """An hour at the low setting makes joints ache: the suit asks for full pressure, and the grip is weaker."""
    small = SmallWorld(clock=ClockSpec(240.0, 240.0), holds=("rail",))
    small.go(10.0, once=CrewAction(suit=SuitDo.LOW_PRESSURE))
    strong = suit.grip_n(small.state.crew["EV1"])
    small.go(20.0)
    alarm = {one.key: one for one in small.crew.suit.alarms}["bends"]
    assert alarm.grade == 2
    assert alarm.do == "full_pressure"
    assert suit.grip_n(small.state.crew["EV1"]) < strong
    small.go(1.0, once=CrewAction(suit=SuitDo.FULL_PRESSURE))
    assert small.crew.suit.pressure_pa == pytest.approx(40_000.0, rel=0.01)


def test_every_reach_costs_more():
    """A reach in the swollen Berkut costs more than in an Orlan, and less when the pressure is low."""

    def cost(small: SmallWorld, *, low: bool) -> float:
        if low:
            small.go(90.0, once=CrewAction(suit=SuitDo.LOW_PRESSURE))
        before = small.state.crew["EV1"].suit.metabolic_w
        small.tick(CrewAction(right=reach((0.3, 0.9))))
        small.tick()
        return small.state.crew["EV1"].suit.metabolic_w - before

    orlan, swollen, vented = cost(SmallWorld(), low=False), cost(berkut(), low=False), cost(berkut(), low=True)
    assert swollen > 2.0 * orlan
    assert vented < 0.75 * swollen


def test_a_hatch_has_room_for_an_orlan():
    """The hatches of the station let an Orlan pass."""
    small = SmallWorld(at=(-3.0, 0.2), steps=STEPS)
    small.go(2.0, work(0))
    assert "inside" in small.kinds() or small.world.frame().steps[0].fraction > 0.0

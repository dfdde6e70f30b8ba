"""Faults of the suit: each with its signs, what physics makes of it, and the one right action that saves the walk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_mission import small_level
from small_world import KIT, ClockSpec, CrewAction, SmallWorld, StepSpec, UnitSpec, reach, work

from game.control.aims import Brief
from game.control.hands_on import HandsOn
from game.control.intents import Intent, PlayInput
from game.control.respond import switch_for
from game.control.route import Map
from game.missions.dials import faults_for
from game.missions.level import list_levels, load_level
from game.session.prompts import prompts_of
from game.session.session import Session
from game.sim.actions import GroundAction, SuitDo
from game.sim.rules.faults import KINDS
from game.sim.rules.switches import NAMES
from game.sim.spec import BudgetSpec, CrewSpec, Dials, FaultSpec, WorldSpec
from game.sim.world import World

HOLDING = {"holds": ("rail",), "hooks": ("rail", "rail")}
RATE, FAST = 20.0, 240.0


def fault(kind: str, value: float = 0.0, who: str = "EV1") -> GroundAction:
    return GroundAction("fault", who, kind, value)


def lived(kind: str, value: float, *, answers: bool, minutes: float = 26.0) -> SmallWorld:
    """A person who hangs still with this fault, and does what the suit asks for, or not; danger is told quickly."""
    small = SmallWorld(clock=ClockSpec(FAST, FAST), tuning={"danger_s": 5.0})
    small.events += small.world.step({}, [fault(kind, value)])
    while small.world.frame().eva_s < minutes * 60.0:
        do = switch_for(small.crew, (), small.ask) if answers else None
        small.tick(CrewAction(steady=True, suit=do or SuitDo.KEEP))
        if "unconscious" in small.kinds():
            break
    return small


@pytest.mark.parametrize(
    ("kind", "value", "sign", "dead_min"),
    [  # dead_min: what the physics leaves without an answer, EVA minutes from .. to; None = not within 26
        ("leak", 0.5, "leak", None),
        ("leak", 3.0, "pressure_low", None),  # the regulator holds 20 kPa: bad, and alive until the bottle is empty
        ("leak", 4.0, "pressure_low", (0.6, 4.0)),
        ("leak", 5.0, "pressure_low", (0.2, 1.0)),
        ("fan", 1.0, "fan_out", (8.0, 20.0)),
        ("fan", 2.0, "fan_out", (8.0, 20.0)),
        ("cooling", 1.0, "pump_out", None),
        ("battery", 0.02, "battery_low", (10.0, 25.0)),
        ("co2", 0.001, "co2_cartridge", (8.0, 20.0)),
        ("false_o2", 1.0, "o2_fast", None),
        ("comm", 1.0, "comm", None),
    ],
)
def test_consequence_and_answer(kind, value, sign, dead_min):
    """Without an answer the consequence follows the physics in its own time; with the one right action the wearer lives
    through 26 minutes."""
    idle = lived(kind, value, answers=False)
    assert sign in {event.what for event in idle.events if event.kind == "alarm"}
    if dead_min is None:
        assert "unconscious" not in idle.kinds()
    else:
        assert "unconscious" in idle.kinds()
        low, high = dead_min
        assert low <= idle.world.frame().eva_s / 60.0 <= high
    wise = lived(kind, value, answers=True)
    assert "unconscious" not in wise.kinds()
    assert wise.world.frame().eva_s >= 1560.0


def test_false_alarm_costs_oxygen_only():
    """A switch that is not quite closed empties the bottle while the pressure holds; set right, only gas is lost."""
    small = SmallWorld(**HOLDING, clock=ClockSpec(60.0, 60.0))
    small.world.step({}, [fault("false_o2", 0.5)])
    small.go(5.0)
    suit = small.crew.suit
    assert suit.o2_kg == pytest.approx(1.0 - 0.5 * 2.0 / 3600.0 * 300.0, rel=0.02)
    assert suit.pressure_pa >= 40_000.0
    assert suit.alarms[0].do == "injector_off"
    small.go(1.0, once=CrewAction(suit=SuitDo.INJECTOR_OFF))
    assert small.crew.suit.alarms == ()
    assert "fault_mended" in small.kinds()


def test_reserve_is_asked_for_when_the_bottle_is_empty():
    """The emergency of an empty bottle asks for the reserve, and after it for nothing but the way home."""
    small = SmallWorld(**HOLDING)
    small.state.crew["EV1"].suit.o2_kg = 0.0
    small.tick()
    assert {alarm.key: alarm.do for alarm in small.crew.suit.alarms}["o2_low"] == "reserve"
    small.tick(CrewAction(suit=SuitDo.RESERVE))
    small.tick()
    assert {alarm.key: alarm.do for alarm in small.crew.suit.alarms}["o2_low"] == "hurry"


def test_rain_in_the_helmet():
    """With the pump out the visor gets wet, the body warms by some degrees an hour; the spare pump dries and cools."""
    small = SmallWorld(**HOLDING, clock=ClockSpec(60.0, 60.0))
    small.world.step({}, [fault("cooling")])
    small.go(20.0)
    wet = small.crew.suit
    assert wet.fog == 1.0
    assert 1.0 < (wet.body_c - 36.7) * 3.0 < 5.0
    small.go(10.0, once=CrewAction(suit=SuitDo.SPARE_PUMP))
    assert small.crew.suit.fog == 0.0
    assert small.crew.suit.body_c < wet.body_c


def test_glove_wears_through():
    """A cut glove loses its layers while the walk goes on, and then it is a hole of a millimetre."""
    small = SmallWorld(**HOLDING, clock=ClockSpec(200.0, 200.0))
    small.world.step({}, [fault("glove", 4.0)])
    small.go(8.0)
    assert small.state.crew["EV1"].suit.hole_mm == 0.0
    assert {alarm.do for alarm in small.crew.suit.alarms} == {"go_home"}
    small.go(2.0)
    assert small.state.crew["EV1"].suit.hole_mm == 1.0
    assert "leak" in {alarm.key for alarm in small.crew.suit.alarms}


def test_silence_is_planned_for():
    """Without radio one works on by the plan, and comes in when the agreed time is over."""
    small = SmallWorld(**HOLDING, clock=ClockSpec(60.0, 60.0))
    small.world.step({}, [fault("comm", 2.0)])
    small.go(10.0)
    assert not small.crew.suit.has_radio
    assert [alarm.do for alarm in small.crew.suit.alarms] == ["keep_plan"]
    small.go(6.0)
    assert [alarm.do for alarm in small.crew.suit.alarms] == ["go_home"]


def test_lost_tool():
    """A lost tool is a body that keeps its speed; a hand may still catch it, and then the alarm is over."""
    small = SmallWorld(**HOLDING)
    small.world.step({}, [fault("tool")])
    small.tick()
    tool = small.world.frame().units[0]
    assert tool.state == "free"
    assert {alarm.do for alarm in small.crew.suit.alarms} == {"catch"}
    pose = tool.body.pose
    small.go(1.5, once=CrewAction(steady=True, right=reach((pose.x, pose.y))))
    assert small.world.frame().units[0].body.vx < 0.2
    caught = [event for event in small.events if event.kind == "gripped" and event.where == tool.id]
    assert caught
    assert small.crew.suit.alarms == ()
    assert small.world.frame().units[0].state == "inside"  # back where it hung
    assert small.crew.hands[1].state == "free"


def test_hatch_is_cleared_twice():
    """A hatch that does not close is refused until its seal has been cleared as often as it needs."""
    steps = (StepSpec("in", "ingress", "airlock", eva_s=20.0), StepSpec("shut", "close_hatch", "airlock", eva_s=20.0))
    small = SmallWorld(at=(-3.0, 0.2), steps=steps, clock=ClockSpec(RATE, RATE))
    small.world.step({}, [fault("hatch", 2.0)])
    small.go(2.0, work(0))
    for count in (2, 1):
        assert small.state.hatch_jams == count
        assert small.ask.may_work("EV1", 1).reason == "hatch_jammed"
        assert small.crew.suit.alarms[0].do == "clear_hatch"
        small.go(10.0, once=CrewAction(suit=SuitDo.CLEAR_HATCH))
    small.go(2.0, work(1))
    assert "hatch_closed" in small.kinds()


def test_plug_at_the_hatch():
    """The airlock's supply carries fan, pump and radio for who is near the hatch, and no farther."""
    small = SmallWorld(at=(-3.0, 0.0), **HOLDING)
    small.world.step({}, [fault("battery", 0.01)])
    small.state.crew["EV1"].suit.battery_j = 0.0
    small.tick()
    assert not small.crew.suit.has_fan
    small.tick(CrewAction(suit=SuitDo.PLUG_IN))
    small.tick()
    assert small.crew.suit.has_fan
    assert small.crew.suit.has_radio
    small.state.crew["EV1"].body.position = (3.0, 0.0)
    small.tick()
    small.tick()
    assert not small.crew.suit.is_plugged


def test_partner_helps():
    """A partner within arm's length throws the switch that the other's suit asks for, also when its wearer has fainted,
    who then comes to; the time that he lay without air is not counted against him again."""
    small = SmallWorld(**HOLDING, clock=ClockSpec(FAST, FAST), tuning={"danger_s": 5.0})
    other = CrewSpec("EV2", KIT, (0.9, 0.0), holds=("rail",), hooks=("rail", "rail"))
    world = World(replace(small.spec, crew=(*small.spec.crew, other)), 1)
    world.step({}, [fault("fan", 1.0)])
    kinds: list[str] = []
    while "unconscious" not in kinds and world.tick < 60 * 240:
        kinds += [event.kind for event in world.step({})]
    assert "unconscious" in kinds
    assert not world.ask.may_switch("EV1", SuitDo.SPARE_FAN)
    assert world.ask.may_switch("EV2", SuitDo.HELP)
    fainted = world._state.crew["EV1"]
    world.step({"EV2": CrewAction(suit=SuitDo.HELP)})
    lay_s = fainted.starved_s
    while "came_to" not in kinds and world.tick < 60 * 120:
        kinds += [event.kind for event in world.step({})]
        lay_s = max(lay_s, fainted.starved_s)
    assert "came_to" in kinds
    world.step({})
    assert fainted.starved_s == 0.0 < lay_s


def test_thin_air():
    """Consciousness in thin oxygen lasts seconds at 14 kPa, minutes at 16, and does not end at 25."""
    from game.sim.rules.suit import useful_s

    t = SmallWorld().state.tuning
    assert useful_s(t, 14_000.0) < 20.0
    assert 60.0 < useful_s(t, 16_000.0) < 300.0
    assert useful_s(t, 25_000.0) > 10 * 3600.0


def test_the_clock_slows_before_danger():
    """With gas for minutes the EVA clock slows, so that harm is some seconds of play away; it is never below one."""
    small = SmallWorld(**HOLDING, clock=ClockSpec(60.0, 60.0))
    small.go(0.5)
    assert small.world.frame().clock_factor == 60.0
    small.world.step({}, [fault("leak", 5.0)])
    small.go(2.0)
    assert 1.0 <= small.world.frame().clock_factor <= 3.0


# ------------------------------------------------------------------------------------------------- from the seed


def test_drawn_from_the_seed():
    """The same seed draws the same faults at the same times, within the plan; another seed others; no air, none."""

    def plan(seed: int, air: str = "normal") -> list[tuple[str, float]]:
        spec = replace(SmallWorld().spec, faults_drawn=3, dials=Dials(air=air))
        return [(one.kind, one.eva_s) for one in World(spec, seed)._state.faults]

    assert plan(5) == plan(5)
    assert len({kind for kind, _ in plan(5)}) == 3
    assert len({tuple(plan(seed)) for seed in range(8)}) == 8
    assert all(0.0 < at < BudgetSpec().eva_s * 0.61 for seed in range(8) for _, at in plan(seed))
    assert plan(5, "off") == []


def test_only_what_a_suit_has_is_drawn():
    """A suit without cartridge, water and battery has no fault of theirs drawn, so as many happen as were asked for."""
    rows = (("lioh_kg", 0.0), ("water_kg", 0.0), ("battery_wh", 0.0))
    small = SmallWorld()
    bare = replace(small.spec.crew[0], kit=replace(small.spec.crew[0].kit, rows=rows))
    spec = replace(small.spec, crew=(bare,), faults_drawn=5)
    without = {"fan", "co2", "cooling", "battery"}
    for seed in range(10):
        kinds = {one.kind for one in World(spec, seed)._state.faults}
        assert len(kinds) == 5
        assert not kinds & without


def test_begun_by_minute_event_and_chance():
    """A mission's fault begins at its EVA minute, or with its event, if the dice let it happen."""
    faults = (
        FaultSpec("leak", "EV1", eva_s=120.0, value=1.0),
        FaultSpec("comm", "EV1", after="step_done", what="look"),
        FaultSpec("fan", "EV1", eva_s=10.0, chance=0.0),
    )
    steps = (StepSpec("look", "inspect", "site", eva_s=60.0),)
    small = SmallWorld(holds=("rail",), steps=steps, clock=ClockSpec(RATE, RATE), more={"faults": faults})
    small.go(8.0, work(0))
    began = [(event.what, event.value) for event in small.events if event.kind == "fault_began"]
    assert began == [("comm", 1.0), ("leak", 1.0)]
    leak = next(event for event in small.events if event.what == "leak" and event.kind == "fault_began")
    assert leak.tick / 60.0 * RATE == pytest.approx(120.0, abs=1.0)


# ------------------------------------------------------------------------------------------------- whole walks


MAP = Map(small_level().station.structure)
WALKS = [(kind, rule.usual) for kind, rule in KINDS.items() if kind not in ("leak", "battery", "comm")]
WALKS += [("leak", 0.5), ("leak", 5.0), ("fan", 2.0), ("cooling", 2.0), ("battery", 0.02), ("comm", 2.0)]


@pytest.mark.parametrize(("kind", "value"), WALKS)
def test_autopilot_brings_everybody_home(kind, value):
    """With any fault at a far worksite the autopilot does what the suit asks for, and comes home alive."""
    session = Session(small_level(), seed=3, pilot="autopilot", map_=MAP)
    is_sent = False
    while session.outcome == "running" and session.frame.play_s < 240.0:
        if not is_sent and session.frame.eva_s > 300.0:
            session.put_ground(fault(kind, value))
            is_sent = True
        session.step()
    assert is_sent
    assert session.outcome in ("complete", "terminated", "aborted")


def test_nobody_answers():
    """The same leak with nobody answering ends the walk with a person lost: no game over is drawn by hand."""
    session = Session(small_level(), seed=3, pilot="neutral", map_=MAP)
    session.put_ground(fault("leak", 5.0))
    while session.outcome == "running" and session.frame.play_s < 120.0:
        session.step()
    assert session.outcome == "lost"


def test_unit_names_are_free():
    """Two tools lost one after the other are two bodies."""
    small = SmallWorld(**HOLDING, units=(UnitSpec("box", 5.0, (0.3, 0.3), "free", at=(3.0, -3.0)),))
    small.world.step({}, [fault("tool")])
    small.go(4.0)
    small.world.step({}, [fault("tool")])
    small.go(0.1)
    assert {unit.id for unit in small.world.frame().units} == {"box", "EV1.tool1", "EV1.tool2"}


def test_every_switch_has_a_name():
    """What an alarm may ask for is a switch or one of the ways that the frame names."""
    assert set(NAMES) == {do.name.lower() for do in SuitDo if do}
    assert isinstance(SmallWorld().spec, WorldSpec)


@pytest.mark.parametrize("assist", ["cadet", "crew", "commander"])
@pytest.mark.parametrize("press", ["suit", "act", "option"])
def test_one_press_answers(assist, press):
    """At every assist level the first thing offered is what the suit asks for, and one press on any device does it."""
    small = SmallWorld(**HOLDING)
    human = HandsOn(small.spec.crew[0], Map(small.spec.structure), assist)
    small.world.step({}, [fault("fan")])
    small.tick()
    brief = Brief()
    options = human.options(small.world.frame(), brief, small.ask)
    assert (options[0].verb, options[0].intent) == ("spare_fan", "suit")
    prompt = prompts_of(human, options, small.world.tick)[0]
    assert prompt.is_asked
    intent = Intent(press, value="spare_fan" if press == "option" else "")
    small.tick(human.decide(small.world.frame(), brief, small.ask, PlayInput(presses=(intent,), device="keyboard")))
    assert small.state.crew["EV1"].suit.fan_share == 1.0
    small.tick()
    assert small.crew.suit.alarms == ()


@pytest.mark.parametrize("assist", ["cadet", "crew", "commander"])
def test_one_press_catches(assist):
    """While a hand can get there, the catch is offered first and one press does it; the hooks go on holding."""
    small = SmallWorld(**HOLDING)
    human = HandsOn(small.spec.crew[0], Map(small.spec.structure), assist)
    small.world.step({}, [fault("tool")])
    small.tick()
    assert human.options(small.world.frame(), Brief(), small.ask)[0].verb == "catch"
    presses = (Intent("suit"),)
    for _ in range(90):
        small.tick(human.decide(small.world.frame(), Brief(), small.ask, PlayInput(presses=presses)))
        presses = ()
    assert small.crew.suit.alarms == ()
    assert "unit_lost" not in small.kinds()
    assert small.crew.two_point_breaks == 0


def test_a_rest_is_offered_and_ends():
    """A racing heart asks for a rest; the press hangs him still until it is calm."""
    small = SmallWorld(**HOLDING)
    human = HandsOn(small.spec.crew[0], Map(small.spec.structure))
    suit = small.state.crew["EV1"].suit
    suit.metabolic_w, suit.heart_pm = 800.0, 160.0
    small.tick()
    assert human.options(small.world.frame(), Brief(), small.ask)[0].verb == "rest"
    presses = (Intent("suit"),)
    for _ in range(60 * 40):
        small.tick(human.decide(small.world.frame(), Brief(), small.ask, PlayInput(presses=presses)))
        presses = ()
        if not human.is_busy:
            break
    assert small.crew.suit.heart_pm < 110.0
    assert not human.is_busy


# ------------------------------------------------------------------------------------------------- the missions


CAMPAIGN = [info.id for info in list_levels() if info.kind == "campaign"]


@pytest.mark.parametrize("level_id", CAMPAIGN)
def test_each_mission_of_the_campaign_draws(level_id):
    """A campaign mission draws faults when the dial says so, has none with the dial off, and no other by default than
    those that it sets itself."""
    level = load_level(level_id)
    assert level.dialled(Dials(faults="drawn")).world_spec("10m").faults_drawn >= 1
    off = level.dialled(Dials(faults="off")).world_spec("10m")
    assert (off.faults, off.faults_drawn) == ((), 0)
    assert level.world_spec("10m").faults_drawn == 0
    assert all(kind in KINDS for kind in [fault.kind for fault in level.world_spec("10m").faults])


def test_every_fault_may_be_met():
    """Over forty seeds of one mission every kind of fault is drawn for the first person."""
    spec = load_level("nanosats").dialled(Dials(faults="drawn")).world_spec("10m")
    drawn = [fault for seed in range(40) for fault in World(spec, seed)._state.faults]
    assert {fault.kind for fault in drawn} == set(KINDS)
    assert {fault.crew for fault in drawn} == {"EV1"}


@pytest.mark.parametrize(
    ("assist", "cut", "step"),
    [("cadet", "30m", "set"), ("crew", "3m", "set"), ("crew", "1m", "set"), ("crew", "10m", "drawn"),
     ("commander", "1:1", "drawn")],
)  # fmt: skip
def test_who_meets_drawn_faults(assist, cut, step):
    """Crew and commander in cuts from ten minutes; cadets and short cuts only what the mission sets."""
    assert faults_for(assist, cut) == step


def test_a_drawn_walk_ends_at_home():
    """With three faults drawn the autopilot comes home alive from a walk, whatever they are."""
    for seed in (1, 2):
        level = replace(small_level(), faults_drawn=3).dialled(Dials(faults="drawn"))
        session = Session(level, seed=seed, pilot="autopilot", map_=MAP)
        while session.outcome == "running" and session.frame.play_s < 240.0:
            session.step()
        assert session.outcome in ("complete", "terminated", "aborted")


# ------------------------------------------------------------------------------------------------- the dials


@pytest.mark.parametrize(("dial", "times"), [("normal", 1.0), ("easy", 2.0), ("off", 1e9)])
def test_damage_scales_all_that_bears(dial, times):
    """Rails, eyes, hooks, tethers and leash bear so many times as much; a cut glove wears so much more slowly."""
    small = SmallWorld(**HOLDING, more={"dials": Dials(damage=dial)}, clock=ClockSpec(200.0, 200.0))
    state, crew = small.state, small.state.crew["EV1"]
    assert state.hold_limits["rail"] == pytest.approx(900.0 * times)
    assert state.tuning.hook_n == pytest.approx(SmallWorld().state.tuning.hook_n * times)
    assert [line.spec.break_n for line in (*crew.tethers, crew.leash)] == pytest.approx([2500.0 * times] * 3)
    small.world.step({}, [fault("glove", 2.0)])
    small.go(2.0)
    worn = crew.suit.glove_layers - 2.0
    assert worn == pytest.approx(400.0 / crew.tuning.glove_layer_s / times, rel=0.05, abs=1e-6)


@pytest.mark.parametrize(("dial", "share"), [("normal", 1.0), ("easy", 0.5), ("off", 0.0)])
def test_air_lasts_as_the_dial_says(dial, share):
    """Stores last twice as long or for ever; without end nobody faints even of a hole of six millimetres."""
    more, clock = {"dials": Dials(air=dial)}, ClockSpec(60.0, 60.0)
    small = SmallWorld(**HOLDING, more=more, clock=clock, tuning={"danger_s": 5.0})
    before = small.state.crew["EV1"].suit
    kept = {name: getattr(before, name) for name in ("o2_kg", "water_kg", "lioh_kg", "battery_j")}
    small.go(10.0)
    normal = SmallWorld(**HOLDING, clock=ClockSpec(60.0, 60.0)).go(10.0).state.crew["EV1"].suit
    for name, full in kept.items():
        used, wanted = full - getattr(small.state.crew["EV1"].suit, name), full - getattr(normal, name)
        assert used == pytest.approx(wanted * share, rel=1e-3, abs=1e-9), name
    small.world.step({}, [fault("leak", 6.0)])
    small.go(20.0)
    if dial == "off":
        assert "unconscious" not in small.kinds()


def test_time_off_leaves_no_plan():
    """Easier time gives half as much again to budget and plan; without it no plan is left, and ten hours of suit."""
    level = load_level("unit-swap")
    cut, easy, off = (level.dialled(Dials(time=step)).cut("10m") for step in ("normal", "easy", "off"))
    assert easy.budget.eva_s == 1.5 * cut.budget.eva_s
    assert [item.to_s for item in easy.plan] == [1.5 * item.to_s for item in cut.plan]
    assert off.plan == ()
    assert off.budget.eva_s == 36_000.0

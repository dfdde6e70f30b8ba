"""Work is physical: what is turned turns back, what is pushed pushes back, and who is not held gets nothing done."""

from __future__ import annotations

import itertools
import math

import pytest
from small_world import (
    AIRLOCK,
    HATCH,
    KIT,
    SITE,
    Act,
    ClockSpec,
    CrewAction,
    KitSpec,
    OrbitSpec,
    SmallWorld,
    StepSpec,
    TetherSpec,
    UnitSpec,
    WorksiteSpec,
    work,
)

from game.control.aims import Aim, Brief
from game.control.autopilot import Autopilot
from game.control.intents import PlayInput
from game.control.route import Map
from game.sim.rules.hands import release
from game.sim.spec import STEP_KINDS, PanelSpec
from game.sim.ticks import TICK_S
from game.sim.work import releasing

CLOCK = ClockSpec(30.0, 90.0)
LINE_KIT = KitSpec("one", "orlan_mks", (TetherSpec("tether1", "umbilical", 5.35, 5.35),), KIT.leash)
STEADY = CrewAction(steady=True)
MINUTES_8 = 480.0  # 5.3 s of play
NIGHTLESS = OrbitSpec(
    "1 25544U 98067A   24116.76570894  .00062894  00000+0  10654-2 0  9996",
    "2 25544  51.6396 215.3361 0004566  95.7745   7.6568 15.50926567450413",
    2_460_425.5,
    0.7657,
)


def bench(step: StepSpec, *, hold: str = "grip", seed: int = 1, **more) -> SmallWorld:
    """One step at the site, the worker loose, with a hand on the rail, or with his boots held."""
    small = SmallWorld(steps=(step,), holds=("rail",) if hold == "grip" else (), clock=CLOCK, seed=seed, **more)
    if hold == "boots":
        small.go(1.0, STEADY, once=CrewAction(act=Act.ENTER_RESTRAINT))
        assert small.crew.restraint
    return small


SITES = (WorksiteSpec("site", (0.3, 0.6), 0.0), WorksiteSpec("airlock", (-3.0, 0.4)))


def until_done(small: SmallWorld, seconds: float = 25.0) -> float:
    """Seconds until the first step is done; inf if it is not."""
    for tick in range(round(seconds / TICK_S)):
        if small.state.steps[0].is_done:
            return tick * TICK_S
        small.tick(work())
    return math.inf


TURN = StepSpec("s", "unbolt", "site", eva_s=MINUTES_8, torque_nm=22.0, count=2)
PLUG = StepSpec("s", "mate", "site", eva_s=MINUTES_8, force_n=50.0, count=3)
SWAB = StepSpec("s", "swab", "site", eva_s=MINUTES_8, path=((0.3, 0.45), (0.3, 0.75)), band_n=(8.0, 30.0))


@pytest.mark.parametrize(
    ("kind", "torque_nm"), [("unbolt", 22.0), ("bolt", 22.0), ("rotate", 12.0), ("crank", 12.0), ("valve", 12.0)]
)
@pytest.mark.parametrize("hold", ["grip", "boots"])
def test_who_is_held_turns_bolts(kind, torque_nm, hold):
    """A held worker turns bolts of 22 N m and handles of 12 in about the planned time and hardly turns himself."""
    small = bench(StepSpec("s", kind, "site", eva_s=MINUTES_8, torque_nm=torque_nm, count=2), hold=hold)
    assert until_done(small) < 1.6 * MINUTES_8 / CLOCK.work_rate
    assert abs(small.crew.body.pose.angle) < 0.45
    assert small.kinds().count("item_done") == 2


def test_the_bolt_turns_the_loose():
    """With nothing to hold on to the bolt stays and the worker turns the other way, until he may work no more."""
    small = bench(TURN, hold="loose")
    small.go(1.0, work())
    assert small.state.steps[0].travel == 0.0
    assert small.crew.body.spin < -0.05  # a bolt that comes out turns counter-clockwise
    assert until_done(small) == math.inf
    assert "turning" in small.reasons()
    assert "needs_grip" in [event.where for event in small.events if event.kind == "stroke_failed"]


def test_angular_impulse_of_a_stroke():
    """A loose worker gets the spin that his own torque over the stroke gives: the integral over I, to 1 %."""
    small = bench(TURN, hold="loose")
    small.go(0.05, work())
    total = small.state.steps[0].stroke_total
    power_s = total * TICK_S * 0.7
    small.go((total + 2) * TICK_S, work())
    wanted = small.state.tuning.wrench_loose_nm * 2.0 / math.pi * power_s / small.state.crew["EV1"].body.moment
    assert -small.crew.body.spin == pytest.approx(wanted, rel=0.04)  # the ticks of a half sine


def test_a_tight_bolt_needs_boots():
    """A bolt that sits fast takes more than one hand's hold allows, says so, and gives way to braced boots."""
    step = StepSpec("s", "unbolt", "site", eva_s=MINUTES_8, torque_nm=22.0, count=1, stuck_chance=1.0)
    held = bench(step)
    assert until_done(held, 8.0) == math.inf
    assert {event.where for event in held.events if event.kind == "stroke_failed"} == {"needs_boots"}
    assert until_done(bench(step, hold="boots")) < math.inf


def test_too_stiff_for_anybody():
    """More torque than braced boots allow is told as that."""
    step = StepSpec("s", "unbolt", "site", eva_s=MINUTES_8, torque_nm=120.0)
    small = bench(step, hold="boots")
    small.go(4.0, work())
    assert "too_stiff" in [event.where for event in small.events if event.kind == "stroke_failed"]


@pytest.mark.parametrize("kind", ["mate", "demate", "open_cover", "close_cover", "push_open"])
@pytest.mark.parametrize("hold", ["grip", "boots"])
def test_who_is_held_presses(kind, hold):
    """A held worker moves plugs and covers of 50 N."""
    small = bench(StepSpec("s", kind, "site", eva_s=MINUTES_8, force_n=50.0, count=3), hold=hold)
    assert until_done(small) < 2.0 * MINUTES_8 / CLOCK.work_rate


def test_the_plug_pushes_the_loose_away():
    """Pushing a plug in without a hold moves the worker out along the site's axis, and not the plug."""
    small = bench(PLUG, hold="loose")
    small.go(2.0, work())
    assert small.crew.body.vx < -0.02 or small.crew.body.vx > 0.02
    assert until_done(small, 10.0) == math.inf


def test_a_swab_counts_within_its_band():
    """A held hand presses within the band and covers the path; a loose one is pushed away and collects little."""
    assert until_done(bench(SWAB)) < 2.0 * MINUTES_8 / CLOCK.work_rate
    loose = bench(SWAB, hold="loose")
    assert until_done(loose, 15.0) == math.inf
    assert "press_harder" in [event.where for event in loose.events if event.kind == "stroke_failed"]


@pytest.mark.parametrize("away_m", [0.66, 0.70, 0.73, 0.76, 0.79])
def test_a_pad_is_begun_only_where_it_can_be_pressed(away_m):
    """At every distance at the end of an arm's reach a swab is refused as out of reach, or it gets done."""
    y = 0.42 + away_m  # straight above the shoulder of the free hand
    step = StepSpec("s", "swab", "far", eva_s=MINUTES_8, path=((0.18, y), (0.24, y)), band_n=(3.0, 30.0))
    small = bench(step, sites=(WorksiteSpec("far", (0.18, y), math.pi / 2), WorksiteSpec("airlock", (-3.0, 0.4))))
    small.tick(work())
    assert "not_in_reach" in small.reasons() or until_done(small) < math.inf


def test_too_hard_does_not_count():
    """Who is moving into the surface presses beyond the band."""
    small = bench(SWAB, hold="loose", sites=SITES)
    small.state.crew["EV1"].body.velocity = (-0.19, 0.0)  # the site faces +x: this is towards it
    small.go(0.3, work())
    assert small.state.steps[0].stall == "press_softer"


def test_pictures_need_stillness():
    """A still person takes his pictures in time; one who turns is told to hold still and gets none."""
    step = StepSpec("s", "photograph", "site", eva_s=MINUTES_8, count=3)
    assert until_done(bench(step)) < 1.5 * MINUTES_8 / CLOCK.work_rate
    small = bench(step, hold="loose")
    small.go(0.5, work())
    small.state.crew["EV1"].body.angular_velocity = 0.1
    small.go(2.0, work())
    assert small.state.steps[0].travel == 0.0
    assert small.state.steps[0].stall == "hold_still"


def test_a_cable_is_clamped_point_by_point():
    """The place of a route's work is its next point, and all points are clamped in order."""
    step = StepSpec("s", "route", "site", eva_s=MINUTES_8, path=((0.2, 0.6), (0.35, 0.6), (0.3, 0.75)), force_n=20.0)
    small = bench(step)
    assert small.world.frame().steps[0].at == (0.2, 0.6)
    assert until_done(small) < math.inf
    places = [event.value for event in small.events if event.kind == "item_done"]
    assert places == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("mass_kg", [4.0, 30.0, 600.0])
def test_a_push_off_by_an_arm(mass_kg):
    """A unit leaves at the wanted speed, or at what an arm's force and way can give: v^2 = 2 F s / m, to 1 %."""
    unit = UnitSpec("sat", mass_kg, (0.3, 0.3), "free", at=(0.4, 0.0))
    small = SmallWorld(rails=(), units=(unit,), tuning={"shove_offset_m": 0.0})
    state = small.state
    crew, sat = state.crew["EV1"], state.units["sat"]
    reduced = mass_kg * crew.mass_kg / (mass_kg + crew.mass_kg)
    releasing.begin(state, crew, sat, (-1.0, 0.0), 1.0)
    small.go(3.0)
    t = state.tuning
    wanted = min(1.0, math.sqrt(2.0 * t.shove_n * t.shove_m / reduced))
    apart = crew.body.velocity.x - sat.body.velocity.x
    assert apart == pytest.approx(wanted, rel=0.01)
    total = sat.body.mass * sat.body.velocity + crew.body.mass * crew.body.velocity
    assert total.length == pytest.approx(0.0, abs=1e-9)


def test_recoil_of_a_satellite():
    """5 kg pushed off at 1 m/s move 200 kg back at 0.025 m/s less their share, and momentum is kept to 1e-9."""
    unit = UnitSpec("sat", 5.0, (0.2, 0.2), "free", at=(0.4, 0.0))
    small = SmallWorld(rails=(), units=(unit,))
    state = small.state
    releasing.begin(state, state.crew["EV1"], state.units["sat"], (-1.0, 0.0), 1.0)
    small.go(2.0)
    back = state.crew["EV1"].body.velocity.x
    assert back == pytest.approx(1.0 * 5.0 / 205.0, rel=1e-6)
    assert 5.0 * state.units["sat"].body.velocity.x + 200.0 * back == pytest.approx(0.0, abs=1e-9)


def test_a_launch_is_judged():
    """A satellite pushed off backwards, slowly turning, is a true release; one that should go forward is not."""
    unit = UnitSpec("sat", 5.0, (0.2, 0.2), "free", at=(0.3, 0.0))
    for direction, wanted in (((-1.0, 0.0), "release_true"), ((1.0, 0.0), "release_poor")):
        step = StepSpec("s", "launch", "site", "sat", eva_s=60.0, direction=(-1.0, 0.0), speed_mps=(0.3, 1.5))
        small = bench(step, units=(unit,))
        small.tick(CrewAction(act=Act.LEASH))
        aim = CrewAction(steady=True, act=Act.WORK, step=0, stroke=True, drive_x_mmps=round(500 * direction[0]))
        small.go(2.0, once=aim)
        assert small.state.steps[0].is_done
        assert wanted in small.kinds()


ARRAY = PanelSpec("wing", "array", (1.0, 0.0), math.pi / 2, 6.0, stops_at=0.6, power_w=1000.0)


def test_a_panel_stops_and_is_pushed_open():
    """It opens to where it stops, gives power by what is open, and a push by hand opens the rest."""
    steps = (
        StepSpec("s", "unfold", "site", eva_s=MINUTES_8, panel="wing"),
        StepSpec("p", "push_open", "site", needs=("s",), eva_s=MINUTES_8, force_n=40.0, panel="wing"),
    )
    small = SmallWorld(steps=steps, holds=("rail",), clock=CLOCK, more={"panels": (ARRAY,), "orbit": NIGHTLESS})
    assert until_done(small, 60.0) < math.inf
    panel = small.world.frame().panels[0]
    assert panel.opened == pytest.approx(0.6, abs=0.02)
    assert panel.is_stopped
    sun = small.world.frame().orbit
    wanted = 1000.0 * panel.opened * math.sqrt(1.0 - sun.sun[1] ** 2) * sun.light
    assert panel.power_w == pytest.approx(wanted, rel=0.02)
    for _ in range(1500):
        small.tick(work(1))
        if small.state.steps[1].is_done:
            break
    small.go(10.0, STEADY)
    assert small.world.frame().panels[0].opened == pytest.approx(1.0, abs=0.01)


def test_sway_dies_down():
    """The sway of an open panel loses energy only: its swings get smaller by the damping of its mode, to 5 %."""
    spec = PanelSpec("wing", "array", (1.0, 0.0), math.pi / 2, 6.0, sway_hz=0.5, sway_damping=0.03)
    small = SmallWorld(more={"panels": (spec,)})
    panel = small.state.panels["wing"]
    panel.opened = panel.wanted = 1.0
    panel.sway_m = 0.3
    peaks, before, rising = [], panel.sway_m, False
    for _ in range(1200):
        small.tick()
        if rising and panel.sway_m < before:
            peaks.append(before)
        rising, before = panel.sway_m > before, panel.sway_m
    ratios = [b / a for a, b in itertools.pairwise(peaks)]
    wanted = math.exp(-2.0 * math.pi * 0.03 / math.sqrt(1.0 - 0.03**2))
    assert ratios
    assert all(ratio == pytest.approx(wanted, rel=0.05) for ratio in ratios)


def test_work_left_keeps_what_is_done():
    """Leaving the work keeps the bolts that are out; only the stroke under way is lost."""
    small = bench(TURN)
    small.go(3.2, work())
    step = small.state.steps[0]
    done = (step.item, step.travel)
    small.go(1.0, STEADY)
    assert (step.item, step.travel) == done
    assert step.stroke_ticks == 0
    assert until_done(small) < math.inf


def test_the_clock_runs_at_the_pace_of_work_only_in_strokes():
    """A hand that only stays at its work lets the EVA clock run at the pace of moving."""
    small = bench(TURN)
    small.tick(work())
    assert small.world.frame().clock_factor == CLOCK.work_rate
    idle = CrewAction(steady=True, act=Act.WORK, step=0)
    small.go(2.0, idle)
    assert small.crew.working == "s"
    assert small.world.frame().clock_factor == CLOCK.rate


def test_every_kind_belongs_to_one_family():
    """The vocabulary names each kind once."""
    assert len(STEP_KINDS) == len(set(STEP_KINDS))


def test_floating_out_is_done_on_the_line_alone():
    """Two metres out counts with both hands open and a line that holds; a hand on a hold or no line does not count."""
    step = StepSpec("s", "float_out", "site", direction=(0.0, -1.0), away_m=2.0)

    def is_done(seconds: float, **more) -> bool:
        return SmallWorld(kit=LINE_KIT, steps=(step,), **more).go(seconds).state.steps[0].is_done

    pushed = {"at": (0.3, -0.5), "velocity_mps": (0.0, -0.3)}
    assert not is_done(2.0, hooks=("rail",), **pushed)
    assert is_done(4.0, hooks=("rail",), **pushed)
    assert not is_done(4.0, **pushed)
    assert not is_done(4.0, holds=("rail",), hooks=("rail",))


@pytest.mark.parametrize("way", [(0.0, -1.0), (0.7, -1.0), (1.0, 0.0)])
def test_a_pilot_pushes_off_and_floats_out(way):
    """Asked to float out, the autopilot pushes off that way, lets go of everything but the line, and gets there."""
    step = StepSpec("s", "float_out", "site", direction=way, away_m=2.0)
    small = SmallWorld(kit=LINE_KIT, steps=(step,), holds=("rail",), hooks=("rail",))
    pilot = Autopilot(small.spec.crew[0], Map(small.spec.structure))
    brief = Brief((Aim(0, "s", "float_out", "site", "", SITE.at, way=way),), HATCH.at)
    for _ in range(60 * 25):
        small.tick(pilot.decide(small.world.frame(), brief, small.ask, PlayInput()))
    assert small.state.steps[0].is_done
    assert small.crew.two_point_breaks == 0


def test_the_end_of_an_umbilical_stays_where_it_is():
    """Whoever goes along a rail on an umbilical leaves its end behind; it is no hook that comes along."""
    small = SmallWorld(kit=LINE_KIT, holds=("rail",), hooks=("rail",))
    at = small.crew.hooks[0].at
    pilot = Autopilot(small.spec.crew[0], Map(small.spec.structure))
    brief = Brief((Aim(0, "s", "inspect", "airlock", "", (-3.0, 0.4)),), HATCH.at)
    for _ in range(60 * 20):
        small.tick(pilot.decide(small.world.frame(), brief, small.ask, PlayInput()))
    assert small.crew.body.pose.x < -2.0
    assert small.crew.hooks[0].at == pytest.approx(at)
    assert small.crew.two_point_breaks == 0


def test_presence_is_seen_without_work():
    """Being there with a hand on a hold is enough; hooks count when they are closed there, as many as asked for."""
    there = SmallWorld(steps=(StepSpec("s", "translate", "site"),), holds=("rail",))
    there.go(0.1, STEADY)
    assert there.state.steps[0].is_done
    away = SmallWorld(steps=(StepSpec("s", "translate", "airlock"),), holds=("rail",))
    away.go(0.5, STEADY)
    assert not away.state.steps[0].is_done
    one = SmallWorld(steps=(StepSpec("s", "clip", "site", count=2),), holds=("rail",), hooks=("rail",))
    one.go(0.5, STEADY)
    assert not one.state.steps[0].is_done
    two = SmallWorld(steps=(StepSpec("s", "clip", "site", count=2),), holds=("rail",), hooks=("rail", "rail"))
    two.go(0.1, STEADY)
    assert two.state.steps[0].is_done


@pytest.mark.parametrize("drift_m", [0.0, 0.5])
def test_a_pilot_who_slipped_off_takes_a_hold_again(drift_m):
    """Far from any restraint, work that pushes back is not gone on with by a hand alone: the autopilot grips once more.

    Where no hold is in reach any more he first pulls himself back along his tether.
    """
    site = WorksiteSpec("site", (1.8, 0.6))
    small = SmallWorld(
        steps=(TURN,), sites=(site, AIRLOCK), at=(1.5, 0.0), holds=("rail",), hooks=("rail", "rail"), clock=CLOCK
    )
    pilot = Autopilot(small.spec.crew[0], Map(small.spec.structure))
    brief = Brief((Aim(0, "s", "unbolt", "site", "", site.at),), HATCH.at)
    step, person = small.state.steps[0], small.state.crew["EV1"]
    slipped = 0
    for tick in range(round(40.0 / TICK_S)):
        small.tick(pilot.decide(small.world.frame(), brief, small.ask, PlayInput()))
        if step.travel > 0.0 and not slipped:
            slipped = tick
            for hand in person.hands:
                release(small.state, person, hand, kind="slipped")
                hand.strength = 0.1
            person.body.position += (0.0, -drift_m)
    assert slipped
    assert step.is_done
    assert "gripped" in [event.kind for event in small.events if event.tick > slipped]


def test_a_pilot_in_boots_holds_on_before_work_that_pushes_back():
    """Boots alone let the body swing: with both hands open the autopilot grips before it turns the first bolt."""
    small = bench(TURN, hold="boots")
    pilot = Autopilot(small.spec.crew[0], Map(small.spec.structure))
    brief = Brief((Aim(0, "s", "unbolt", "site", "", SITE.at),), HATCH.at)
    while small.state.steps[0].travel == 0.0 and small.state.tick < 60 * 10:
        small.tick(pilot.decide(small.world.frame(), brief, small.ask, PlayInput()))
    assert small.state.steps[0].travel > 0.0
    assert "gripping" in [hand.state for hand in small.crew.hands]

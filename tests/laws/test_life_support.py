"""Laws of the suit: oxygen by energy, leaks by choked flow, and the EVA clock that drives them."""

from __future__ import annotations

import math

import pytest
from small_world import ClockSpec, CrewAction, SmallWorld, StepSpec, work

from game.sim.actions import SuitDo
from game.sim.rules import gas
from game.sim.rules.suit import fresh, leak_kgps, rates
from game.sim.tuning import Tuning

HOUR_S = 3600.0


def choked_kgps(hole_mm: float, pressure_pa: float) -> float:
    """Cd A p sqrt(g / (R T)) (2 / (g + 1)) ** ((g + 1) / (2 (g - 1))) for oxygen at 293 K, Cd 0.8."""
    g, gas, kelvin = 1.4, 259.8, 293.0
    area = math.pi / 4.0 * (hole_mm * 1e-3) ** 2
    return 0.8 * area * pressure_pa * math.sqrt(g / (gas * kelvin)) * (2 / (g + 1)) ** ((g + 1) / (2 * (g - 1)))


@pytest.mark.parametrize(
    ("hole_mm", "kgph", "unit"),
    [(0.5, 0.056, 0.001), (1, 0.22, 0.01), (2, 0.90, 0.01), (3, 2.0, 0.1), (4, 3.6, 0.1), (5, 5.6, 0.1)],
)
def test_leak(hole_mm, kgph, unit):
    """A hole loses what choked flow says, to a part in a thousand, and what the table of facts says, to its
    last digit."""
    flow = leak_kgps(hole_mm, 40_000.0)
    assert flow == pytest.approx(choked_kgps(hole_mm, 40_000.0), rel=1e-3)
    assert flow * HOUR_S == pytest.approx(kgph, abs=unit)
    assert leak_kgps(hole_mm, 20_000.0) == pytest.approx(flow / 2.0)


@pytest.mark.parametrize("rate", [1.0, 10.0, 60.0])
def test_oxygen_by_energy(rate):
    """Oxygen used is metabolic energy by 14.13 MJ/kg plus the leak, whatever the pace of the EVA clock."""
    small = SmallWorld(holds=("rail",), clock=ClockSpec(rate, rate))
    t = small.state.tuning
    suit = small.state.crew["EV1"].suit
    full, used = suit.o2_kg, 0.0
    for _ in range(1200):
        small.tick()
        used += (suit.metabolic_w / t.o2_j_per_kg + t.leak_kgph / HOUR_S) * rate / 60.0
    assert small.world.frame().eva_s == pytest.approx(20.0 * rate, rel=1e-9)
    assert full - suit.o2_kg == pytest.approx(used, rel=1e-9)
    assert suit.metabolic_w == pytest.approx(t.rest_w, rel=0.05)


@pytest.mark.parametrize("hole_mm", [0.5, 1.0, 2.0, 3.0, 4.0, 5.0])
@pytest.mark.parametrize("dt_s", [0.25, 1.5])
def test_leaks_in_time(hole_mm, dt_s):
    """A hole empties a bottle that holds the pressure, then the suit from 40 to 25 kPa, in the time that choked flow
    says, to one part in fifty, whatever the length of a tick; what the wearer breathes is added by energy."""
    rows = {"regulator_kgph": 20.0, "o2_primary_kg": 0.05, "o2_reserve_kg": 0.0, "leak_kgph": 0.0}
    t = Tuning.with_rows(rows.items())
    suit = fresh(t)
    suit.hole_mm = hole_mm
    breath = t.rest_w / t.o2_j_per_kg
    per_pa = t.suit_volume_m3 / (259.8 * 293.0)  # kg of oxygen per pascal
    tau_s = per_pa / choked_kgps(hole_mm, 1.0)
    fed_s = t.o2_primary_kg / (choked_kgps(hole_mm, t.suit_pa) + breath)
    full, thin = (pressure * per_pa + breath * tau_s for pressure in (t.suit_pa, 25_000.0))
    seconds = fed = 0.0
    while suit.pressure_pa > 25_000.0 and seconds < 1e5:
        gas.breathe(t, suit, dt_s)
        seconds += dt_s
        fed = seconds if suit.o2_kg > 0.0 else fed
    assert fed == pytest.approx(fed_s, rel=0.02, abs=2 * dt_s)
    assert seconds - fed == pytest.approx(tau_s * math.log(full / thin), rel=0.02, abs=2 * dt_s)


def test_table_of_facts():
    """Without make-up, nobody breathing, 40 kPa fall to 25 kPa in the seconds of the table of facts."""
    t = Tuning.with_rows((("o2_reserve_kg", 0.0),))
    for hole_mm, wanted_s in ((2, 59), (3, 26), (4, 15), (5, 10)):
        suit = fresh(t)
        suit.hole_mm, suit.o2_kg, suit.metabolic_w, seconds = float(hole_mm), 0.0, 0.0, 0.0
        while suit.pressure_pa > 25_000.0:
            gas.breathe(t, suit, 0.05)
            seconds += 0.05
        assert seconds == pytest.approx(wanted_s, rel=0.05)


def test_bottles_in_turn():
    """The reserve feeds nobody before it is opened; once open it is used when the primary is empty, and with both empty
    the suit's own gas is all there is."""
    small = SmallWorld(clock=ClockSpec(10.0, 10.0), tuning={"danger_s": 5.0})
    suit = small.state.crew["EV1"].suit
    suit.o2_kg, suit.reserve_kg, suit.hole_mm = 1e-4, 1e-3, 2.0
    small.go(2.0)
    assert suit.o2_kg == 0.0
    assert suit.reserve_kg == 1e-3
    assert suit.pressure_pa < 40_000.0
    assert "reserve" in {alarm.do for alarm in suit.alarms}
    small.go(0.5, once=CrewAction(suit=SuitDo.RESERVE))
    assert 0.0 < suit.reserve_kg < 1e-3
    low = suit.pressure_pa
    small.go(9.0)
    assert suit.reserve_kg == 0.0
    assert suit.pressure_pa < low + 1000.0
    small.go(60.0)
    assert "unconscious" in small.kinds()


def test_fan_out():
    """With the fan out carbon dioxide rises as the mass that is made says, and an alarm tells of it."""
    small = SmallWorld(clock=ClockSpec(1.0, 1.0))
    suit = small.state.crew["EV1"].suit
    small.go(1.0)
    before, suit.fan_share = suit.co2_pa, 0.0
    made = rates(small.state.tuning, suit)["co2"] * 60.0
    small.go(60.0)
    wanted = made * 188.9 * 293.0 / small.state.tuning.suit_volume_m3
    assert suit.co2_pa - before == pytest.approx(wanted, rel=0.02)
    assert "fan_out" in {alarm.key for alarm in suit.alarms}


def test_clock_of_work():
    """Motion passes EVA time at `rate`, work at `work_rate`; a step of E seconds takes E / work_rate seconds
    of play."""
    small = SmallWorld(
        holds=("rail",), clock=ClockSpec(10.0, 50.0), steps=(StepSpec("look", "inspect", "site", eva_s=100.0),)
    )
    small.go(1.0)
    assert small.world.frame().eva_s == pytest.approx(10.0)
    ticks = 0
    while "step_done" not in small.kinds() and ticks < 1000:
        small.tick(work())
        ticks += 1
    assert ticks == pytest.approx(100.0 / 50.0 * 60, abs=1)
    assert small.world.frame().eva_s == pytest.approx(110.0, abs=1.0)


def test_clock_waits_for_the_hatch():
    """EVA time stands at zero, and the station provides, until the hatch is open."""
    steps = (StepSpec("open", "open_hatch", "airlock", eva_s=60.0),)
    small = SmallWorld(clock=ClockSpec(60.0, 60.0, starts_open=False), steps=steps)
    small.go(2.0)
    assert small.world.frame().eva_s == 0.0
    assert small.crew.suit.o2_kg == small.state.tuning.o2_primary_kg
    small.go(1.2, work())
    assert "hatch_opened" in small.kinds()
    assert small.world.frame().eva_s > 0.0


def test_work_costs():
    """Work with a tool costs more than rest by what the table says, follows in seconds, and never exceeds the peak."""
    steps = (StepSpec("long", "inspect", "site", eva_s=600.0),)
    idle, busy = SmallWorld(holds=("rail",), steps=steps), SmallWorld(holds=("rail",), steps=steps)
    idle.go(40.0)
    busy.go(40.0, work())
    t = busy.state.tuning
    extra = busy.crew.suit.metabolic_w - idle.crew.suit.metabolic_w
    assert t.work_w * 0.9 < extra < t.work_w + t.hold_wpn * t.pull_n
    assert busy.crew.suit.metabolic_w <= t.peak_w
    assert busy.crew.suit.heart_pm > idle.crew.suit.heart_pm + 10.0

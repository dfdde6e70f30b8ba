"""Life support on the EVA clock: oxygen, carbon dioxide, water, battery, pressure, temperature, alarms.

Sources (facts 2.2): O2 by energy, 14.13 MJ/kg; CO2 1.17 kg per kg O2; sublimator water heat / 2.5 MJ/kg; choked leak
`mdot = Cd A p sqrt(g/(R T)) (2/(g+1))^((g+1)/(2(g-1)))`, 99.3 kg/(s m2) Cd A at 40 kPa.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.frame import Alarm
from game.sim.parts import Suit

if TYPE_CHECKING:
    from game.sim.parts import Crew
    from game.sim.state import State
    from game.sim.tuning import Tuning

LEAK_FLUX = 99.3 / 40_000.0  # kg/(s m2) per pascal, choked flow of oxygen at 293 K
DISCHARGE = 0.8
R_O2, SUIT_K = 259.8, 293.0
R_CO2 = 188.9
EFFICIENCY = 0.07  # of muscle work above rest that leaves as work
HOUR_S = 3600.0
KPA = 1000.0
WASH_S = 120.0  # the fan brings helmet CO2 towards its steady value in this time


def fresh(tuning: Tuning) -> Suit:
    """A suit as it is checked before the hatch opens."""
    return Suit(
        o2_kg=tuning.o2_primary_kg,
        reserve_kg=tuning.o2_reserve_kg,
        pressure_pa=tuning.suit_pa,
        lioh_kg=tuning.lioh_kg,
        water_kg=tuning.water_kg,
        battery_j=tuning.battery_wh * HOUR_S,
        co2_pa=tuning.co2_clean_pa,
        metabolic_w=tuning.rest_w,
        load_w=tuning.rest_w,
    )


def leak_kgps(hole_mm: float, pressure_pa: float) -> float:
    """Loss through a round hole into vacuum, kg/s."""
    area = math.pi * (hole_mm * 5e-4) ** 2
    return LEAK_FLUX * DISCHARGE * area * pressure_pa


def rates(tuning: Tuning, suit: Suit) -> dict[str, float]:
    """What is used up per EVA second now: kg/s of O2, CO2 and water, W of battery."""
    power = suit.metabolic_w
    o2 = power / tuning.o2_j_per_kg
    leak = tuning.leak_kgph / HOUR_S + leak_kgps(suit.hole_mm, suit.pressure_pa)
    heat = tuning.rest_w + (power - tuning.rest_w) * (1.0 - EFFICIENCY) + tuning.electric_w
    heat = min(heat, tuning.cooling_max_w) * suit.pump_share
    return {
        "o2": o2 + leak,
        "co2": o2 * tuning.co2_per_o2,
        "water": heat / tuning.latent_jpkg,
        "battery": tuning.electric_w,
    }


def left_s(suit: Suit, use: dict[str, float]) -> tuple[str, float]:
    """The consumable that ends first at the present rates, and the EVA seconds until then."""
    left = {
        "o2": suit.o2_kg / use["o2"],
        "co2": suit.lioh_kg / use["co2"],
        "water": suit.water_kg / max(use["water"], 1e-12),
        "battery": suit.battery_j / use["battery"],
    }
    name = min(left, key=lambda key: (left[key], key))
    return name, left[name]


def observe(state: State) -> None:
    """Use up consumables for the EVA time of this tick and raise alarms. Inside, the station provides."""
    dt_s = state.eva_tick_s
    for crew in state.crew.values():
        if crew.is_inside or not state.is_hatch_open:
            continue
        _use(state.tuning, crew.suit, dt_s)
        _alarms(state, crew)
        if crew.is_conscious and (crew.suit.pressure_pa < 14 * KPA or crew.suit.co2_pa > 9 * KPA):
            crew.is_conscious = False
            state.tell("unconscious", crew.id, at=tuple(crew.body.position))


def _use(tuning: Tuning, suit: Suit, dt_s: float) -> None:
    use = rates(tuning, suit)
    suit.o2_rate_kgps = use["o2"]
    need = use["o2"] * dt_s
    from_primary = min(need, suit.o2_kg)
    suit.o2_kg -= from_primary
    from_reserve = min(need - from_primary, suit.reserve_kg)
    suit.reserve_kg -= from_reserve
    short = need - from_primary - from_reserve
    if short > 0.0:  # nothing refills the suit: its own gas is used
        suit.pressure_pa = max(0.0, suit.pressure_pa - short * R_O2 * SUIT_K / tuning.suit_volume_m3)
    made = use["co2"] * dt_s
    taken = min(made * suit.fan_share, suit.lioh_kg)
    suit.lioh_kg -= taken
    rise = (made - taken) * R_CO2 * SUIT_K / tuning.suit_volume_m3
    steady = tuning.co2_clean_pa * (0.5 + 0.5 * suit.metabolic_w / tuning.rest_w)
    wash = 1.0 - math.exp(-dt_s * suit.fan_share / WASH_S)
    suit.co2_pa += rise + ((steady - suit.co2_pa) * wash if suit.lioh_kg > 0.0 else 0.0)
    suit.water_kg = max(0.0, suit.water_kg - use["water"] * dt_s)
    suit.battery_j = max(0.0, suit.battery_j - use["battery"] * dt_s)
    if suit.battery_j <= 0.0:
        suit.fan_share = 0.0
    heat = suit.metabolic_w + tuning.electric_w
    carried = min(heat, tuning.cooling_max_w) * suit.pump_share if suit.water_kg > 0.0 else 0.0
    warm = (heat - carried) * dt_s / (80.0 * 3490.0)  # body of 80 kg, 3.49 kJ/(kg K)
    suit.body_c += warm + (36.7 - suit.body_c) * min(1.0, dt_s / 1800.0) * (carried > 0.0)


def _alarms(state: State, crew: Crew) -> None:
    t, suit = state.tuning, crew.suit
    found: list[Alarm] = []

    def grade(key: str, value: float, caution: float, warning: float, emergency: float) -> None:
        level = (value <= caution) + (value <= warning) + (value <= emergency)
        if level:
            found.append(Alarm(key, int(level)))

    grade("o2_low", suit.o2_kg / t.o2_primary_kg, 0.20, 0.10, 0.02)
    grade("pressure_low", suit.pressure_pa / KPA, 37.0, 34.0, 27.0)
    grade("co2_high", -suit.co2_pa / KPA, -1.0, -2.0, -4.0)
    grade("co2_cartridge", suit.lioh_kg / t.lioh_kg, 0.12, 0.05, 0.01)
    grade("water_low", suit.water_kg / t.water_kg, 0.12, 0.05, 0.01)
    grade("battery_low", suit.battery_j / (t.battery_wh * HOUR_S), 0.12, 0.06, 0.02)
    grade("hot", -suit.body_c, -37.8, -38.5, -39.2)
    grade("heart_high", -suit.heart_pm, -150.0, -165.0, -185.0)
    if suit.fan_share < 0.5:
        found.append(Alarm("fan_out", 2))
    old = {alarm.key: alarm.grade for alarm in suit.alarms}
    new = {alarm.key: alarm.grade for alarm in found}
    for key, level in new.items():
        if level > old.get(key, 0):
            state.tell("alarm", crew.id, key, value=level)
    for key in old:
        if key not in new:
            state.tell("alarm_cleared", crew.id, key)
    suit.alarms = tuple(sorted(found, key=lambda alarm: (-alarm.grade, alarm.key)))

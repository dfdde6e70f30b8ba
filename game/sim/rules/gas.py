"""The gas of a suit: what feeds it, what leaves it, its pressure and its CO2, exactly for any length of tick.

Sources (facts 1.2, 2.2): O2 by energy, 14.13 MJ/kg; CO2 1.17 kg per kg O2; choked leak
`mdot = Cd A p sqrt(g/(R T)) (2/(g+1))^((g+1)/(2(g-1)))`, 99.3 kg/(s m2) Cd A at 40 kPa.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.sim.parts import Suit
    from game.sim.tuning import Tuning

LEAK_FLUX = 99.3 / 40_000.0  # kg/(s m2) per pascal, choked flow of oxygen at 293 K
DISCHARGE = 0.8
R_O2, SUIT_K = 259.8, 293.0
R_CO2 = 188.9
HOUR_S = 3600.0
WASH_S = 120.0  # the fan brings helmet CO2 towards its steady value in this time
SLOW_PS = 1e-9  # of leaks: slower is a straight line


def leak_kgps(hole_mm: float, pressure_pa: float) -> float:
    """Loss through a round hole into vacuum, kg/s."""
    area = math.pi * (hole_mm * 5e-4) ** 2
    return LEAK_FLUX * DISCHARGE * area * pressure_pa


def setting_pa(t: Tuning, suit: Suit) -> float:
    """The pressure that the regulator holds."""
    return min(t.low_pa, t.suit_pa) if suit.is_low else t.suit_pa


def has_power(t: Tuning, suit: Suit) -> bool:
    """Fan, pump and radio run: on the battery, on the airlock's supply, or because the suit needs none."""
    return suit.is_plugged or suit.battery_j > 0.0 or t.battery_wh <= 0.0


def fan_share(t: Tuning, suit: Suit) -> float:
    """How well the fan drives the gas through the cartridge now; an open-loop suit has none."""
    return suit.fan_share if has_power(t, suit) and t.lioh_kg > 0.0 else 0.0


def breath_kgps(t: Tuning, suit: Suit) -> float:
    """Oxygen that the body uses, kg/s."""
    return suit.metabolic_w / t.o2_j_per_kg


def flow_kgps(t: Tuning, suit: Suit) -> float:
    """What flows in whatever the pressure is: injector, its leaking switch, and the purge of an open-loop suit."""
    injector = 1.0 if suit.is_injector_on else suit.stuck
    return (injector * t.injector_kgph + t.purge_kgph) / HOUR_S


def demand_kgps(t: Tuning, suit: Suit, power_w: float = 0.0) -> float:
    """Oxygen that the bottles give per EVA second when the suit is steady, kg/s; `power_w` 0 = as he works now."""
    breath = (power_w or suit.metabolic_w) / t.o2_j_per_kg
    lost = t.leak_kgph / HOUR_S + leak_kgps(suit.hole_mm, suit.pressure_pa)
    flow = flow_kgps(t, suit)
    return flow + min(max(0.0, breath + lost - flow), t.regulator_kgph / HOUR_S)


def loss_kgps(suit: Suit) -> float:
    """What is lost through a hole, kg/s: the suit measures it as oxygen that nobody breathed."""
    return leak_kgps(suit.hole_mm, suit.pressure_pa)


def store_kg(suit: Suit) -> float:
    """Oxygen that can flow now."""
    return suit.o2_kg + (suit.reserve_kg if suit.is_reserve_open else 0.0)


def take(suit: Suit, kg: float, *, share: float = 1.0) -> float:
    """Take oxygen from the bottles, the primary first; returns what they had. `share` of it is counted."""
    got = min(kg, store_kg(suit) / share) if share > 0.0 else kg
    from_primary = min(got * share, suit.o2_kg)
    suit.o2_kg -= from_primary
    suit.reserve_kg = max(0.0, suit.reserve_kg - (got * share - from_primary))
    return got


def breathe(t: Tuning, suit: Suit, dt_s: float, use: float = 1.0) -> None:
    """Feed the suit for a tick and move its pressure and CO2; `use` is the share of the stores that is counted."""
    per_pa = t.suit_volume_m3 / (R_O2 * SUIT_K)  # kg of gas per pascal
    held, wanted = suit.pressure_pa * per_pa, setting_pa(t, suit) * per_pa
    vent_mm = t.vent_mm if suit.is_low and held > wanted else 0.0
    leak_ps = (leak_kgps(suit.hole_mm, 1.0) + leak_kgps(vent_mm, 1.0)) / per_pa
    out = breath_kgps(t, suit) + t.leak_kgph / HOUR_S
    flow = flow_kgps(t, suit)

    def after(supply: float) -> float:
        """Gas in the suit at the end of the tick, fed with `supply` kg/s."""
        net = supply - out
        if leak_ps < SLOW_PS:
            return held + net * dt_s
        fade = math.exp(-leak_ps * dt_s)
        return held * fade + net / leak_ps * (1.0 - fade)

    per_supply = dt_s if leak_ps < SLOW_PS else (1.0 - math.exp(-leak_ps * dt_s)) / leak_ps
    need = 0.0 if vent_mm else max(0.0, (wanted - after(flow)) / per_supply)
    supply = flow + min(need, t.regulator_kgph / HOUR_S)
    got = take(suit, supply * dt_s, share=use) / dt_s
    suit.o2_rate_kgps = got
    gas = after(got)
    if vent_mm and gas < wanted:  # the valve closes at the low setting
        gas = wanted
    most = (t.suit_pa * per_pa if vent_mm else wanted) + t.relief_pa * per_pa
    relief = max(0.0, gas - most)
    gas = max(0.0, gas - relief)
    suit.pressure_pa = gas / per_pa
    left_ps = leak_ps + relief / max(held, 1e-9) / dt_s
    _carbon(t, suit, dt_s, left_ps, use)


def _carbon(t: Tuning, suit: Suit, dt_s: float, left_ps: float, use: float) -> None:
    """CO2: made by the body, taken by the cartridge as the fan drives it, carried off by the gas that leaves."""
    made = breath_kgps(t, suit) * t.co2_per_o2
    fan = fan_share(t, suit)
    taken = min(made * fan * dt_s, suit.lioh_kg) / dt_s
    suit.lioh_kg -= taken * dt_s * use
    rise_paps = (made - taken) * R_CO2 * SUIT_K / t.suit_volume_m3
    steady = t.co2_clean_pa * (0.5 + 0.5 * suit.metabolic_w / t.rest_w)
    wash_ps = fan / WASH_S if suit.lioh_kg > 0.0 else 0.0
    out_ps = wash_ps + left_ps
    if out_ps * dt_s < SLOW_PS:
        suit.co2_pa += rise_paps * dt_s
        return
    fade = math.exp(-out_ps * dt_s)
    suit.co2_pa = suit.co2_pa * fade + (rise_paps + steady * wash_ps) / out_ps * (1.0 - fade)

"""Life support on the EVA clock: gas, water, battery, heat, and what thin air, CO2 and heat do to the wearer.

Sources (facts 2.2): sublimator water heat / 2.5 MJ/kg; thresholds of CO2 and pressure as in the tuning table. When
something will harm within minutes the EVA clock slows down, so that a person can answer: danger runs at its true pace.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.parts import Suit
from game.sim.rules import alarms, gas
from game.sim.rules.gas import HOUR_S, has_power, leak_kgps

if TYPE_CHECKING:
    from game.sim.parts import Crew
    from game.sim.state import State
    from game.sim.tuning import Tuning

__all__ = ["HOUR_S", "ease", "fresh", "leak_kgps", "left_s", "rates"]

EFFICIENCY = 0.07  # of muscle work above rest that leaves as work
BODY_JPK = 80.0 * 3490.0  # heat capacity of a body of 80 kg
BODY_C = 36.7
SETTLE_S = 1800.0  # the body's own regulation
FOG_S, CLEAR_S = 420.0, 240.0  # "rain in the helmet": how soon the visor is wet, how soon it dries
RECOVER_S = 60.0  # from thin air
HEAT_FROM_C = 39.2
BENDS_CLEAR_S = 3600.0
GRIP_LOST, GRIP_PAIN = 0.6, 0.4  # of the strength, when nearly fainting and with the bends
AIR_USE = {"normal": 1.0, "easy": 0.5, "off": 0.0}
STORES = ("o2", "co2", "water", "battery")
FAST_KGPH = 0.3  # flows that empty a bottle within hours can do harm


def fresh(t: Tuning) -> Suit:
    """A suit as it is checked before the hatch opens."""
    return Suit(
        o2_kg=t.o2_primary_kg,
        reserve_kg=t.o2_reserve_kg,
        pressure_pa=t.suit_pa,
        lioh_kg=t.lioh_kg,
        water_kg=t.water_kg,
        battery_j=t.battery_wh * HOUR_S,
        co2_pa=t.co2_clean_pa,
        metabolic_w=t.rest_w,
        load_w=t.rest_w,
        spare_fans=1 if t.lioh_kg > 0.0 else 0,
        spare_pumps=1 if t.water_kg > 0.0 else 0,
    )


# ------------------------------------------------------------------------------------------------- stores


def rates(t: Tuning, suit: Suit, power_w: float = 0.0) -> dict[str, float]:
    """What is used up per EVA second: kg/s of O2, CO2 and water, W of battery; `power_w` 0 = as he works now."""
    power = power_w or suit.metabolic_w
    heat = t.rest_w + (power - t.rest_w) * (1.0 - EFFICIENCY) + t.electric_w
    heat = min(heat, t.cooling_max_w) * suit.pump_share
    return {
        "o2": gas.demand_kgps(t, suit, power),
        "co2": power / t.o2_j_per_kg * t.co2_per_o2,
        "water": heat / t.latent_jpkg,
        "battery": 0.0 if suit.is_plugged else t.electric_w + suit.drain_w,
    }


def stores(t: Tuning) -> tuple[str, ...]:
    """The stores that a suit has; an open-loop suit has oxygen alone."""
    sizes = (t.o2_primary_kg, t.lioh_kg, t.water_kg, t.battery_wh)
    return STORES if min(sizes) > 0.0 else tuple(name for name, size in zip(STORES, sizes, strict=True) if size > 0.0)


def left_s(t: Tuning, suit: Suit, use: dict[str, float]) -> tuple[str, float]:
    """The store that ends first at these rates, and the EVA seconds until then. The reserve is never counted."""
    have = {"o2": suit.o2_kg, "co2": suit.lioh_kg, "water": suit.water_kg, "battery": suit.battery_j}
    left, name = min([(have[name] / use[name] if use[name] > 0.0 else math.inf, name) for name in stores(t)])
    return name, left


# ------------------------------------------------------------------------------------------------- the wearer


def ease(t: Tuning, suit: Suit) -> float:
    """How much easier the joints bend than at working pressure: the suit is a swollen tyre."""
    return 1.0 + t.swell * max(0.0, min(1.0, 1.0 - suit.pressure_pa / t.suit_pa))


def girth_m(t: Tuning, suit: Suit) -> float:
    """Front to back of the swollen suit, m."""
    return t.girth_m * (1.0 - t.girth_swell * (1.0 - suit.pressure_pa / t.suit_pa))


def impairment(t: Tuning, suit: Suit) -> float:
    """0 with a clear head .. 1 about to faint: thin air, CO2, heat."""
    thin = max(suit.hypoxia, 0.5 * (t.hypoxia_pa - suit.pressure_pa) / (t.hypoxia_pa - t.faint_pa))
    foul = (suit.co2_pa - t.co2_severe_pa) / (t.co2_faint_pa - t.co2_severe_pa)
    hot = (suit.body_c - HEAT_FROM_C) / (t.faint_c - HEAT_FROM_C)
    return max(0.0, min(1.0, max(thin, foul, hot)))


def grip_n(crew: Crew) -> float:
    """What the glove can hold now, N, before it tires: less in a stiff suit, with a clouded head or aching joints."""
    t, suit = crew.tuning, crew.suit
    pain = GRIP_PAIN if suit.bends >= 1.0 else 0.0
    return t.grip_n * ease(t, suit) * (1.0 - GRIP_LOST * impairment(t, suit)) * (1.0 - pain)


def useful_s(t: Tuning, pressure_pa: float) -> float:
    """Time of useful consciousness in pure oxygen of that pressure, s."""
    return t.faint_s * math.exp(min(40.0, (pressure_pa - t.faint_pa) / t.faint_scale_pa))


# ------------------------------------------------------------------------------------------------- the tick


def apply(state: State) -> None:
    """Slow the EVA clock where harm is near: never below true time."""
    for crew in state.crew.values():
        if crew.suit.harm_s < math.inf and crew.is_conscious:
            state.factor = min(state.factor, max(1.0, crew.suit.harm_s / state.tuning.danger_s))
        elif not crew.is_conscious and is_starving(crew.tuning, crew.suit):
            state.factor = min(state.factor, 1.0)  # a partner comes at his true pace


def observe(state: State) -> None:
    """Use up stores for this tick, tell alarms and fainting; with the hatch shut the station provides."""
    dt_s = state.eva_tick_s
    use = AIR_USE[state.spec.dials.air]
    for crew in state.crew.values():
        if not state.is_hatch_open:
            crew.suit.harm_s = math.inf
            continue
        t, suit = crew.tuning, crew.suit
        before = suit.pressure_pa, suit.co2_pa
        gas.breathe(t, suit, dt_s, use)
        _cool(t, suit, dt_s, use)
        _suffer(t, suit, dt_s)
        suit.harm_s = _harm_s(t, suit, before, dt_s, use) if use > 0.0 else math.inf
        alarms.observe(state, crew)
        if crew.is_conscious and use > 0.0 and (why := fainting(t, suit)):
            crew.is_conscious = False
            state.tell("unconscious", crew.id, why, at=tuple(crew.body.position))
        elif not (crew.is_conscious or crew.towed_by) and impairment(t, suit) < 0.1 and suit.pressure_pa > t.hypoxia_pa:
            crew.is_conscious = True
            state.tell("came_to", crew.id, at=tuple(crew.body.position))


def fainting(t: Tuning, suit: Suit) -> str:
    """Why nobody acts any more in this state: thin air, co2, heat; "" = he does."""
    if suit.hypoxia >= 1.0:
        return "thin_air"
    if suit.co2_pa > t.co2_faint_pa:
        return "co2"
    return "heat" if suit.body_c > t.faint_c else ""


def is_starving(t: Tuning, suit: Suit) -> bool:
    """Who lies in this state takes harm: too little pressure, too much CO2, too hot."""
    is_thin = useful_s(t, suit.pressure_pa) < t.rescue_s
    return is_thin or suit.co2_pa > t.co2_faint_pa or suit.body_c > t.faint_c


def _cool(t: Tuning, suit: Suit, dt_s: float, use: float) -> None:
    """Water takes the heat that the pump brings to it; what it does not take warms the body and wets the visor."""
    spend = rates(t, suit)
    suit.water_kg = max(0.0, suit.water_kg - spend["water"] * dt_s * use)
    suit.battery_j = max(0.0, suit.battery_j - spend["battery"] * dt_s * use)
    is_running = has_power(t, suit) and suit.water_kg > 0.0
    heat = suit.metabolic_w + t.electric_w
    carried = min(heat, t.cooling_max_w) * suit.pump_share if is_running else 0.0
    if gas.store_kg(suit) > 0.0:
        carried += min(heat - carried, t.gas_cooling_w)
    is_cooled = carried > 0.5 * heat
    suit.body_c += (heat - carried) * dt_s / BODY_JPK + (BODY_C - suit.body_c) * min(1.0, dt_s / SETTLE_S) * is_cooled
    wet = 1.0 - carried / heat if heat > 0.0 and t.water_kg > 0.0 else 0.0
    if wet > 0.3:
        suit.fog = min(1.0, suit.fog + wet * dt_s / FOG_S)
    else:
        suit.fog = max(0.0, suit.fog - dt_s / CLEAR_S)


def _suffer(t: Tuning, suit: Suit, dt_s: float) -> None:
    """Thin air counts up to fainting, and nitrogen to the bends; both fade again."""
    if suit.pressure_pa < t.hypoxia_pa:
        suit.hypoxia = min(1.0, suit.hypoxia + dt_s / useful_s(t, suit.pressure_pa))
    else:
        suit.hypoxia = max(0.0, suit.hypoxia - dt_s / RECOVER_S)
    over = t.n2_tissue_pa / max(suit.pressure_pa, 1.0) / t.bends_ratio - 1.0
    pace_s = t.bends_s if over > 0.0 else BENDS_CLEAR_S
    suit.bends = max(0.0, min(1.5, suit.bends + over * dt_s / pace_s))


def _harm_s(t: Tuning, suit: Suit, before: tuple[float, float], dt_s: float, use: float) -> float:
    """EVA seconds until somebody faints or gasps if all goes on as in this tick; infinite when nothing presses."""
    pressure, co2 = before
    found = [math.inf]
    fall, rise = (pressure - suit.pressure_pa) / dt_s, (suit.co2_pa - co2) / dt_s
    if suit.pressure_pa < t.hypoxia_pa:
        found.append((1.0 - suit.hypoxia) * useful_s(t, suit.pressure_pa))
    if fall > 0.0 and not suit.is_low:
        found.append(max(0.0, suit.pressure_pa - t.faint_pa) / fall)
    if rise > 0.0 and suit.co2_pa > 0.25 * t.co2_severe_pa:
        found.append(max(0.0, t.co2_faint_pa - suit.co2_pa) / rise)
    if suit.o2_rate_kgps * HOUR_S > FAST_KGPH:
        found.append(gas.store_kg(suit) / (suit.o2_rate_kgps * use))
    harm = min(found)
    return harm if harm < HOUR_S else math.inf

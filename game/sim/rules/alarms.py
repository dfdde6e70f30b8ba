"""Alarms of a suit: what is wrong, how grave it is, and the ONE right action: prompt, autopilot and partner share it.

Caution: look on. Warning: answer it and end the walk. Emergency: answer it at once. What an alarm asks for is always
something that may be done now; if nothing helps any more, it is the way home.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.actions import SuitDo
from game.sim.allow import Allowed
from game.sim.frame import WAYS, Alarm
from game.sim.rules import gas
from game.sim.rules.switches import may_switch

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.sim.parts import Crew
    from game.sim.state import State

CAUTION, WARNING, EMERGENCY = 1, 2, 3
KPA = 1000.0
HOUR_S = gas.HOUR_S
# key: (caution, warning, emergency); a value at or beyond them is an alarm
O2_SHARE = (0.20, 0.10, 0.02)
PRESSURE_SHARE = (0.925, 0.85, 0.675)  # of the setting: 37, 34 and 27 kPa of 40
CO2_KPA = (2.0, 4.0)  # warning and emergency: 15 and 30 mmHg; when to caution is the suit's own
CARTRIDGE_SHARE = (0.12, 0.05, 0.01)
WATER_SHARE = (0.12, 0.05, 0.01)
BATTERY_SHARE = (0.12, 0.06, 0.02)
CORE_C = (37.8, 38.5, 39.2)
HEART_PM = (150.0, 165.0, 185.0)
LOSS_KGPH = (0.03, 0.30)  # unbreathed oxygen: caution, warning
FAST_KGPH = 0.3  # so much more than he breathes, while the pressure is up: the injector's switch
GLOVE_LAYERS = 5
BENDS = (0.5, 1.0)


def _low(value: float, limits: tuple[float, ...]) -> int:
    """How many of the falling limits are reached."""
    return 0 if value > limits[0] else sum(value <= limit for limit in limits)


def _high(value: float, limits: tuple[float, ...]) -> int:
    """How many of the rising limits are reached."""
    return 0 if value < limits[0] else sum(value >= limit for limit in limits)


class _Panel:
    """Gathers the alarms of one suit; what to do is only worked out for alarms that are on."""

    def __init__(self, state: State, crew: Crew) -> None:
        self.state, self.crew = state, crew
        self.alarms: list[Alarm] = []

    def tell(self, key: str, grade: int, gauge: str, *ways: str | Callable[[], str]) -> None:
        """`ways` are what to do at caution, warning and emergency; the last one stands for those that lack."""
        if grade > 0:
            way = ways[min(grade, len(ways)) - 1]
            self.alarms.append(Alarm(key, grade, way if isinstance(way, str) else way(), gauge))

    def first(self, *wishes: SuitDo, otherwise: str) -> str:
        """The first switch that may be thrown now, else the way that is left; asked for an unconscious wearer too."""
        crew = self.crew
        for do in wishes:
            was, crew.is_conscious = crew.is_conscious, True  # a partner may answer
            answer = may_switch(self.state, crew, do)
            crew.is_conscious = was
            if isinstance(answer, Allowed):
                return do.name.lower()
        return otherwise

    def feed(self) -> str:
        """Gas again when the primary bottle is empty."""
        is_empty = self.crew.suit.o2_kg <= 0.0
        return self.first(SuitDo.RESERVE, otherwise="hurry") if is_empty else "hurry"

    def flood(self) -> str:
        """As much oxygen as there is."""
        has_gas = gas.store_kg(self.crew.suit) > 0.0
        return self.first(SuitDo.INJECTOR_ON, otherwise=self.feed()) if has_gas else self.feed()

    def flush(self) -> str:
        """Carbon dioxide out of the helmet."""
        return self.first(SuitDo.SPARE_FAN, SuitDo.INJECTOR_ON, otherwise=self.feed())


def found(state: State, crew: Crew) -> list[Alarm]:
    """The alarms of this moment, gravest first."""
    panel = _Panel(state, crew)
    _of_air(panel)
    _of_stores(panel)
    _of_the_rest(panel)
    return sorted(panel.alarms, key=lambda alarm: (-alarm.grade, alarm.do in WAYS, alarm.key))


def _of_air(panel: _Panel) -> None:
    """Oxygen, pressure, carbon dioxide."""
    t, suit, tell, first = panel.crew.tuning, panel.crew.suit, panel.tell, panel.first
    is_fan_out = t.lioh_kg > 0.0 and gas.fan_share(t, suit) < 0.5
    wanted = gas.setting_pa(t, suit)
    loss = gas.loss_kgps(suit) * HOUR_S
    extra = (suit.o2_rate_kgps - gas.breath_kgps(t, suit)) * HOUR_S - t.purge_kgph - t.leak_kgph
    is_needed = loss >= LOSS_KGPH[0] or is_fan_out or suit.co2_pa >= t.co2_caution_pa or suit.lioh_kg < 0.05 * t.lioh_kg
    tell("o2_low", _low(suit.o2_kg / t.o2_primary_kg, O2_SHARE), "o2", "watch", "go_home",
         lambda: first(SuitDo.RESERVE, otherwise="hurry"))  # fmt: skip
    if extra > FAST_KGPH and suit.pressure_pa > wanted and not is_needed:
        tell("o2_fast", WARNING, "o2", lambda: first(SuitDo.INJECTOR_OFF, otherwise="go_home"))
    thin = 0 if suit.is_low and suit.pressure_pa > wanted else _low(suit.pressure_pa / wanted, PRESSURE_SHARE)
    thin = max(thin, EMERGENCY if suit.pressure_pa < t.hypoxia_pa else 0)
    tell("leak", _high(loss, LOSS_KGPH), "pressure", "go_home", panel.flood if thin else "hurry")
    tell("pressure_low", thin, "pressure", "watch" if loss < LOSS_KGPH[0] else panel.flood, panel.flood)
    co2 = _high(suit.co2_pa / KPA, (t.co2_caution_pa / KPA, *CO2_KPA))
    tell("co2_high", co2, "co2", panel.flush if is_fan_out else "rest", panel.flush)
    tell("fan_out", WARNING if is_fan_out else 0, "co2", panel.flush)


def _of_stores(panel: _Panel) -> None:
    """Cartridge, water and current."""
    t, suit, tell, first = panel.crew.tuning, panel.crew.suit, panel.tell, panel.first
    if t.lioh_kg > 0.0:
        tell("co2_cartridge", _low(suit.lioh_kg / t.lioh_kg, CARTRIDGE_SHARE), "co2", "watch", "go_home", panel.flood)
    if t.water_kg > 0.0:
        tell("water_low", _low(suit.water_kg / t.water_kg, WATER_SHARE), "water", "watch", "go_home", "hurry")
        is_still = suit.pump_share < 0.5 or not gas.has_power(t, suit)
        tell("pump_out", WARNING if is_still else 0, "water", lambda: first(SuitDo.SPARE_PUMP, otherwise="go_home"))
    if t.battery_wh > 0.0 and not suit.is_plugged:
        low = _low(suit.battery_j / (t.battery_wh * HOUR_S), BATTERY_SHARE)
        low = max(low, WARNING) if suit.drain_w > 0.0 else low
        tell("battery_low", low, "battery", "watch", lambda: first(SuitDo.PLUG_IN, otherwise="go_home"),
             lambda: first(SuitDo.PLUG_IN, otherwise="hurry"))  # fmt: skip


def _of_the_rest(panel: _Panel) -> None:
    """The wearer, the radio, gloves, tools and the hatch."""
    state, crew, tell, first = panel.state, panel.crew, panel.tell, panel.first
    suit = crew.suit
    tell("hot", _high(suit.body_c, CORE_C), "heart", "rest", "go_home", "hurry")
    tell("heart_high", _high(suit.heart_pm, HEART_PM), "heart", "rest")
    tell("bends", _high(suit.bends, BENDS), "heart", lambda: first(SuitDo.FULL_PRESSURE, otherwise="go_home"))
    if not has_radio(crew):
        late = WARNING if suit.silent_s > crew.tuning.comm_wait_s else CAUTION
        tell("comm", late, "", lambda: first(SuitDo.SPARE_RADIO, otherwise="keep_plan"), "go_home")
    tell("glove_cut", (suit.glove_layers > 0.0) + (suit.glove_layers > 1.0), "pressure", "watch", "go_home")
    if crew.is_inside and state.hatch_jams > 0:
        tell("hatch_jam", WARNING, "", lambda: first(SuitDo.CLEAR_HATCH, otherwise="watch"))
    tell("tool_loose", CAUTION if "tool" in suit.faults else 0, "", "catch")


def has_radio(crew: Crew) -> bool:
    """Control hears him and he hears control."""
    return crew.suit.is_radio_on and gas.has_power(crew.tuning, crew.suit)


def observe(state: State, crew: Crew) -> None:
    """Tell which alarms began, grew or ended."""
    old = {alarm.key: alarm.grade for alarm in crew.suit.alarms}
    alarms = found(state, crew)
    new = {alarm.key: alarm.grade for alarm in alarms}
    for key, grade in new.items():
        if grade > old.get(key, 0):
            state.tell("alarm", crew.id, key, value=grade)
    for key in old:
        if key not in new:
            state.tell("alarm_cleared", crew.id, key)
    crew.suit.alarms = tuple(alarms)

"""The switches of a suit: injector, spares, reserve, pressure setting, radio, airlock supply; and a partner's hand.

Each is one press on the chest panel. `may_switch` is asked by the rule, the alarms, prompts and pilots alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.actions import SuitDo
from game.sim.allow import Allowed, Answer, Refused
from game.sim.rules import gas
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.sim.parts import Crew
    from game.sim.state import State

HELP_M = 1.5  # from body to body: an arm's length to the other's panel
NAMES = {do.name.lower(): do for do in SuitDo if do != SuitDo.KEEP}


def may_switch(state: State, crew: Crew, do: int) -> Answer:
    """May this switch be thrown now? The target of `Allowed` is the crew member whose suit it is, and the switch."""
    if not crew.is_conscious:
        return Refused("unconscious")
    if do == SuitDo.HELP:
        return _may_help(state, crew)
    if do == SuitDo.KEEP:
        return Refused("not_needed")
    why = _refusal(state, crew, do)
    return Allowed((crew, SuitDo(do))) if why is None else why


def _refusal(state: State, crew: Crew, do: int) -> Refused | None:
    """Why this switch of this suit cannot be thrown, whoever would do it; None = it can."""
    t, suit = crew.tuning, crew.suit
    if do == SuitDo.INJECTOR_ON:
        return _unless(is_on=suit.is_injector_on, has_gas=gas.store_kg(suit) > 0.0)
    if do == SuitDo.RESERVE:
        return _unless(is_on=suit.is_reserve_open, has_gas=suit.reserve_kg > 0.0)
    if do == SuitDo.INJECTOR_OFF:
        return None if suit.is_injector_on or suit.stuck > 0.0 else Refused("already_off")
    if do == SuitDo.FULL_PRESSURE:
        return None if suit.is_low else Refused("already_off")
    if do == SuitDo.LOW_PRESSURE:
        if t.low_pa >= t.suit_pa:
            return Refused("no_such_part")
        return _unless(is_on=suit.is_low)
    if do == SuitDo.PLUG_IN:
        away = _from_hatch_m(state, crew) - t.plug_m
        if t.battery_wh <= 0.0:
            return Refused("no_such_part")
        return Refused("too_far", away) if away > 0.0 else _unless(is_on=suit.is_plugged)
    if do == SuitDo.CLEAR_HATCH:
        if state.hatch_jams <= 0:
            return Refused("not_needed")
        if not crew.is_inside or not state.is_hatch_open:
            return Refused("not_here")
        return _unless(is_on=state.hatch_clearing_s > 0.0)
    is_fitted, is_out, spares = {
        SuitDo.SPARE_FAN: (t.lioh_kg > 0.0, suit.fan_share < 1.0, suit.spare_fans),
        SuitDo.SPARE_PUMP: (t.water_kg > 0.0, suit.pump_share < 1.0, suit.spare_pumps),
        SuitDo.SPARE_RADIO: (True, not suit.is_radio_on, suit.spare_radios),
    }[SuitDo(do)]
    if not is_out:
        return Refused("not_needed" if is_fitted else "no_such_part")
    if spares <= 0:
        return Refused("no_spare")
    return None if gas.has_power(t, suit) else Refused("no_power")


def _unless(*, is_on: bool, has_gas: bool = True) -> Refused | None:
    if is_on:
        return Refused("already_on")
    return None if has_gas else Refused("bottle_empty")


def _from_hatch_m(state: State, crew: Crew) -> float:
    here = tuple(crew.body.position)
    return min((distance(here, hatch.at) for hatch in state.hatches.values()), default=0.0)


def _may_help(state: State, crew: Crew) -> Answer:
    others = [other for other in state.crew.values() if other is not crew and not other.is_inside]
    here = tuple(crew.body.position)
    near = [other for other in others if distance(here, tuple(other.body.position)) <= HELP_M]
    if crew.is_inside or not near:
        return Refused("no_partner")
    for other in sorted(near, key=lambda one: (distance(here, tuple(one.body.position)), one.id)):
        for alarm in other.suit.alarms:
            do = NAMES.get(alarm.do, SuitDo.KEEP)
            if do != SuitDo.KEEP and _refusal(state, other, do) is None:
                return Allowed((other, do))
    return Refused("not_needed")


def apply(state: State) -> None:
    """Obey the orders to the suits; what hangs on the airlock's supply comes off it on the way out."""
    for crew in state.crew.values():
        order = state.order(crew.id)
        if order.suit != SuitDo.KEEP:
            answer = may_switch(state, crew, order.suit)
            if isinstance(answer, Allowed):
                person, do = answer.target
                _throw(state, person, do)
                state.tell("switched", crew.id, do.name.lower(), "" if person is crew else person.id)
            else:
                state.refuse(crew, SuitDo(order.suit).name.lower(), answer.reason, answer.value)
        if crew.suit.is_plugged and _from_hatch_m(state, crew) > crew.tuning.plug_m:
            crew.suit.is_plugged = False


def _throw(state: State, crew: Crew, do: SuitDo) -> None:
    suit = crew.suit
    if do == SuitDo.INJECTOR_ON:
        suit.is_injector_on = True
    elif do == SuitDo.INJECTOR_OFF:
        suit.is_injector_on, suit.stuck = False, 0.0
        _mended(state, crew, "false_o2")
    elif do == SuitDo.SPARE_FAN:
        suit.spare_fans, suit.fan_share = suit.spare_fans - 1, 1.0
        _mended(state, crew, "fan")
    elif do == SuitDo.SPARE_PUMP:
        suit.spare_pumps, suit.pump_share = suit.spare_pumps - 1, 1.0
        _mended(state, crew, "cooling")
    elif do == SuitDo.SPARE_RADIO:
        suit.spare_radios, suit.is_radio_on = suit.spare_radios - 1, True
        _mended(state, crew, "comm")
    elif do == SuitDo.RESERVE:
        suit.is_reserve_open = True
    elif do in (SuitDo.LOW_PRESSURE, SuitDo.FULL_PRESSURE):
        suit.is_low = do == SuitDo.LOW_PRESSURE
    elif do == SuitDo.PLUG_IN:
        suit.is_plugged = True
    elif do == SuitDo.CLEAR_HATCH:
        state.hatch_clearing_s = crew.tuning.hatch_clear_s


def _mended(state: State, crew: Crew, kind: str) -> None:
    if crew.suit.faults.pop(kind, None) is not None:
        state.tell("fault_mended", crew.id, kind)

"""Faults of suits, from real spacewalks: begun by the mission, by the dice of the seed, or by a teacher's button.

A fault only changes a part; what comes of it is the physics of gas, heat and hands. Real cases (facts 9): the
injector's switch of 24 June 2004, the kinked tube of 26 February 2004, the battery of 17 August 2022, the glove of
15 August 2007, the silence of 19 January 2022, the panels lost in 2013, the hatch of 1990.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.sim.allow import Allowed, Answer, Refused
from game.sim.holds import handle_of
from game.sim.rules import alarms
from game.sim.rules.gas import HOUR_S
from game.sim.rules.hands import may_reach, release, shoulder
from game.sim.rules.leash import take_off_leash
from game.sim.spec import FaultSpec, UnitSpec
from game.sim.vec import add, distance, rotate

if TYPE_CHECKING:
    from game.sim.parts import Crew, Unit
    from game.sim.state import State
    from game.sim.tuning import Tuning


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault: the usual value, its range and what it means."""

    usual: float
    low: float
    high: float
    text: str


KINDS: dict[str, Kind] = {
    "false_o2": Kind(0.6, 0.1, 1.0, "share of the injector's flow that leaks through its switch; no hole at all"),
    "leak": Kind(1.5, 0.2, 6.0, "hole, mm"),
    "fan": Kind(1.0, 1.0, 2.0, "1 the fan, 2 its spare too"),
    "cooling": Kind(1.0, 1.0, 2.0, "1 the pump, 2 its spare too"),
    "battery": Kind(0.2, 0.01, 0.9, "share of its charge that is left"),
    "glove": Kind(2.0, 1.0, 4.0, "layers cut, of five"),
    "co2": Kind(0.04, 0.001, 0.5, "share of the cartridge that is left"),
    "comm": Kind(1.0, 1.0, 2.0, "1 the radio, 2 its spare too"),
    "tool": Kind(1.0, 1.0, 1.0, "a tool slips off its leash"),
    "hatch": Kind(1.0, 1.0, 3.0, "so often the seal must be cleared"),
}
WHOLE: dict[str, tuple[str, float]] = {  # the part of the suit that a fault spoils, and its value when it works
    "false_o2": ("stuck", 0.0), "leak": ("hole_mm", 0.0), "fan": ("fan_share", 1.0), "cooling": ("pump_share", 1.0),
    "battery": ("drain_w", 0.0), "glove": ("glove_layers", 0.0), "comm": ("is_radio_on", True),
}  # fmt: skip
PARTS = {"fan": "lioh_kg", "co2": "lioh_kg", "cooling": "water_kg", "battery": "battery_wh"}  # what not every suit has
DRAIN_W = 150.0  # of a failing battery
PUMP_LEFT = 0.1  # of the flow through a kinked tube
GLOVE_LAYERS = alarms.GLOVE_LAYERS
GLOVE_WEAR = {"normal": 1.0, "easy": 0.5, "off": 0.0}  # by the dial of damage
WORK_WEAR = 3.0  # a cut glove wears so much faster while it grips or works
TOOL_KG, TOOL_M = 1.5, (0.22, 0.10)
TOOL_MPS = 0.10
DRAW_FROM, DRAW_TO = 0.10, 0.60  # of the plan's time


def drawn(state: State, count: int) -> list[FaultSpec]:
    """`count` different faults of the first person at times of the plan, from the dice of the seed."""
    dice, people = state.dice["faults"], list(state.crew)[:1]
    kinds = {kind for kind in KINDS for who in people if fits(state.crew[who].tuning, kind)}
    left = sorted(kinds - {fault.kind for fault in state.spec.faults})  # what the mission sets comes once
    found = []
    for _ in range(min(count, len(left))):
        kind = left.pop(int(dice.roll() * len(left)))
        who = people[int(dice.roll() * len(people))]
        share = dice.between(DRAW_FROM, DRAW_TO)
        found.append(FaultSpec(kind, who, eva_s=share * state.spec.budget.eva_s))
    return found


def plan(state: State) -> list[FaultSpec]:
    """The faults of this run: those of the mission that the dice let happen, and those drawn unless air is `off`."""
    chosen = [fault for fault in state.spec.faults if state.dice["faults"].roll() < fault.chance]
    return chosen + (drawn(state, state.spec.faults_drawn) if state.crew and state.spec.dials.air != "off" else [])


# ------------------------------------------------------------------------------------------------- beginning


def fits(t: Tuning, kind: str) -> bool:
    """Whether a suit of this tuning has the part that this kind of fault spoils."""
    return kind not in PARTS or getattr(t, PARTS[kind]) > 0.0


def begin(state: State, crew: Crew, kind: str, value: float = 0.0) -> None:
    """The fault begins now. A kind that this suit has no part for does nothing."""
    t, suit, rule = crew.tuning, crew.suit, KINDS[kind]
    if not fits(t, kind):
        return
    amount = max(rule.low, min(rule.high, value or rule.usual))
    is_double = amount >= 2.0
    if kind == "false_o2":
        suit.stuck = amount
    elif kind == "leak":
        suit.hole_mm = amount
    elif kind == "fan":
        suit.fan_share, suit.spare_fans = 0.0, 0 if is_double else suit.spare_fans
    elif kind == "cooling":
        suit.pump_share, suit.spare_pumps = PUMP_LEFT, 0 if is_double else suit.spare_pumps
    elif kind == "battery":
        suit.battery_j = min(suit.battery_j, amount * t.battery_wh * HOUR_S)
        suit.drain_w = DRAIN_W
    elif kind == "glove":
        suit.glove_layers = max(suit.glove_layers, amount)
    elif kind == "co2":
        suit.lioh_kg = min(suit.lioh_kg, amount * t.lioh_kg)
    elif kind == "comm":
        suit.is_radio_on, suit.spare_radios = False, 0 if is_double else suit.spare_radios
    elif kind == "tool":
        _lose_tool(state, crew)
    elif kind == "hatch":
        state.hatch_jams = int(amount)
    suit.faults[kind] = state.eva_s
    state.tell("fault_began", crew.id, kind, value=amount, at=tuple(crew.body.position))


def mend(state: State, crew: Crew, kind: str) -> None:
    """The part works again; what was used up stays used up."""
    suit = crew.suit
    if kind not in suit.faults:
        return
    if kind in WHOLE:
        setattr(suit, *WHOLE[kind])
    elif kind == "hatch":
        state.hatch_jams = 0
    del suit.faults[kind]
    state.tell("fault_mended", crew.id, kind)


def _lose_tool(state: State, crew: Crew) -> None:
    """A real body drifts off from the wearer's chest, away from the hull; it may be caught, by hand or leash."""
    name = f"{crew.id}.tool{1 + sum(unit.startswith(f'{crew.id}.tool') for unit in state.units)}"
    vx, vy = crew.body.velocity
    side = rotate((TOOL_MPS, 0.3 * TOOL_MPS), crew.body.angle)
    at = add(shoulder(crew, 1), rotate((0.45, -0.1), crew.body.angle))
    spec = UnitSpec(name, TOOL_KG, TOOL_M, "free", at=at, velocity_mps=add((vx, vy), side), spin_radps=0.4)
    state.newcomers.append(spec)


def tools_of(state: State, crew: Crew) -> list[Unit]:
    """The tools that slipped off this person's leash, in the order they did."""
    return [unit for name, unit in state.units.items() if name.startswith(f"{crew.id}.tool")]


def may_catch(state: State, crew: Crew) -> Answer:
    """May a hand catch a tool that drifts away? The target of `Allowed` is the side of the hand and where to reach."""
    loose = [handle_of(unit) for unit in tools_of(state, crew) if unit.state == "free"]
    if "tool" not in crew.suit.faults or not loose:
        return Refused("not_needed")
    at = min(loose, key=lambda place: distance(place, tuple(crew.body.position)))
    why: Refused | None = None
    for side in sorted((0, 1), key=lambda s: (crew.hands[s].state != "free", distance(shoulder(crew, s), at), s)):
        answer = may_reach(state, crew, side, at)
        if isinstance(answer, Allowed) and answer.target.kind == "unit":
            return Allowed((side, at))
        why = why or (answer if isinstance(answer, Refused) else None)
    return why or Refused("hand_busy")


# ------------------------------------------------------------------------------------------------- the tick


def apply(state: State) -> None:
    """Begin what is due, and what the ground orders."""
    for action in state.ground:
        if action.kind not in ("fault", "mend") or action.what not in KINDS:
            continue
        crew = state.crew.get(action.who) or next(iter(state.crew.values()), None)
        if crew is None:
            continue
        if action.kind == "fault":
            begin(state, crew, action.what, action.value)
        else:
            mend(state, crew, action.what)
    if not state.is_hatch_open:
        return
    due = [fault for fault in state.faults if 0.0 <= fault.eva_s <= state.eva_s]
    for fault in due:
        _start(state, fault)


def observe(state: State) -> None:
    """Begin what follows an event of this tick; wear cut gloves; count silence; see what became of lost tools."""
    for event in tuple(state.events):
        for fault in [one for one in state.faults if one.after == event.kind and one.what in ("", event.what)]:
            _start(state, fault)
    if not state.is_hatch_open:
        return
    _clear_hatch(state)
    for crew in state.crew.values():
        _wear_glove(state, crew)
        suit = crew.suit
        suit.silent_s = 0.0 if alarms.has_radio(crew) else suit.silent_s + state.eva_tick_s
        if "tool" in suit.faults:
            _watch_tools(state, crew)


def _watch_tools(state: State, crew: Crew) -> None:
    """A tool that was caught, by hand or leash, is back where it hung; the alarm ends when none is on its way."""
    mine = tools_of(state, crew)
    for unit in mine:
        if unit.held_by != crew.id and crew.leashed != unit.id:
            continue
        for hand in crew.hands:
            if hand.grasp and hand.grasp.hold == unit.id:
                release(state, crew, hand)
        if crew.leashed == unit.id:
            take_off_leash(state, crew)
        unit.state = "inside"
        state.pending.append(("take", unit.id))
        state.tell("fault_mended", crew.id, "tool")
    if mine and all(unit.state != "free" for unit in mine):
        del crew.suit.faults["tool"]


def _start(state: State, fault: FaultSpec) -> None:
    state.faults.remove(fault)
    if fault.crew in state.crew:
        begin(state, state.crew[fault.crew], fault.kind, fault.value)


def _clear_hatch(state: State) -> None:
    """The seal is clear when somebody has worked on it for long enough; some seals need it twice."""
    if state.hatch_clearing_s <= 0.0:
        return
    state.hatch_clearing_s -= state.eva_tick_s
    if state.hatch_clearing_s <= 0.0:
        state.hatch_clearing_s = 0.0
        state.hatch_jams = max(0, state.hatch_jams - 1)
        for crew in state.crew.values():
            if not state.hatch_jams and crew.suit.faults.pop("hatch", None) is not None:
                state.tell("fault_mended", crew.id, "hatch")


def _wear_glove(state: State, crew: Crew) -> None:
    t, suit = crew.tuning, crew.suit
    if not 0.0 < suit.glove_layers < GLOVE_LAYERS:
        return
    is_busy = crew.working >= 0 or any(hand.load_n > 0.3 * t.grip_n for hand in crew.hands)
    wear = GLOVE_WEAR[state.spec.dials.damage] * (WORK_WEAR if is_busy else 1.0)
    suit.glove_layers += wear * state.eva_tick_s / t.glove_layer_s
    if suit.glove_layers >= GLOVE_LAYERS:
        suit.glove_layers = float(GLOVE_LAYERS)
        suit.hole_mm = max(suit.hole_mm, t.glove_hole_mm)
        suit.faults.setdefault("leak", state.eva_s)

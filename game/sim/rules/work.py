"""Work steps are physical: a free hand within reach makes strokes; what it moves resists and pushes the body back.

This rule says who may work where, sees strokes begin and end, and what a finished step changes. How each family of
steps moves and resists is said in `game/sim/work`. The EVA clock runs at the pace of work while a stroke is under way.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.actions import Act
from game.sim.allow import Allowed, Answer, Refused
from game.sim.rules.drift import is_in_cone
from game.sim.rules.hands import shoulder
from game.sim.spec import (
    GUIDING,
    MOVING,
    PRESENCE,
    PRESSING,
    RELEASING,
    ROUTING,
    STILLNESS,
    TURNING,
    UNFOLDING,
    WAITING,
    WIPING,
)
from game.sim.ticks import TICK_S
from game.sim.vec import distance
from game.sim.work import (
    effects,
    guiding,
    moving,
    passage,
    presence,
    pressing,
    releasing,
    routing,
    stillness,
    stroke,
    turning,
    unfolding,
    wiping,
)
from game.sim.work.steps import place_of, step_state

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step, Unit
    from game.sim.spec import Point, WorksiteSpec
    from game.sim.state import State

INSIDE_STEPS = ("check", "depressurise", "open_hatch", "close_hatch")
PREPARATION = ("check", "depressurise", "open_hatch")
LEASH_STEPS = (*guiding.IN, *RELEASING)
SEA_LEVEL_PA = 101_325.0
REACH_SLACK_M = 0.05
JETTISON_AREA_M = 1.0
# Families whose parts are worked item by item: how a sub-step moves them, how far an item is, whether it is done.
BY_ITEM = {
    **dict.fromkeys(TURNING, turning),
    **dict.fromkeys(PRESSING, pressing),
    **dict.fromkeys(WIPING, wiping),
    **dict.fromkeys(STILLNESS, stillness),
    **dict.fromkeys(ROUTING, routing),
    "operate": turning,
}


def may_work(state: State, crew: Crew, index: int) -> Answer:
    """May this person work on step `index` now? The target of `Allowed` is the side of the hand (-1: none needed)."""
    if not 0 <= index < len(state.steps):
        return Refused("no_step")
    step = state.steps[index]
    spec = step.spec
    if not crew.is_conscious:
        return Refused("unconscious")
    if step.is_done:
        return Refused("done_already")
    if spec.crew not in ("", crew.id):
        return Refused("not_yours")
    if step_state(state, step) == "locked":
        return Refused("needs_other_step")
    if spec.kind in INSIDE_STEPS:
        return passage.may_work_inside(state, crew, spec.kind)
    if crew.is_inside:
        return Refused("hatch_closed")
    site = state.worksites[spec.worksite]
    if spec.kind == "ingress":
        return passage.may_enter(state, crew, site)
    if spec.kind == "ride":
        return moving.may_ride(state, crew, step)
    if spec.kind in PRESENCE:
        return presence.why_not(state, crew, step)
    fit = moving.may_crank(state, crew, step) if spec.kind == "operate" else _may_handle(state, crew, step)
    if isinstance(fit, Refused):
        return fit
    return _may_reach_work(state, crew, step, site)


def _may_reach_work(state: State, crew: Crew, step: Step, site: WorksiteSpec) -> Answer:
    """A free hand within reach, and the body calm enough."""
    t = state.tuning
    is_release = step.spec.kind in RELEASING
    sides = [
        side
        for side, hand in enumerate(crew.hands)
        if hand.state == "free" or (hand.busy == "work" and hand.state == "working")
    ]
    place = place_of(state, step)
    aways = distance(shoulder(crew, 0), place), distance(shoulder(crew, 1), place)
    away = min(aways)
    limit = max(site.reach_m, t.reach_m) + REACH_SLACK_M
    if step.spec.kind in WIPING:  # where the pad can be pressed
        limit = min(limit, wiping.reach_m(state, step))
    if is_release:  # anywhere near the place from which the way back is clear
        limit += JETTISON_AREA_M
    if away > limit:
        return Refused("not_in_reach", away - limit)
    if not sides:
        return Refused("hand_free_needed")
    v = crew.body.velocity
    if math.hypot(v.x, v.y) > t.work_speed_mps:
        return Refused("too_fast", math.hypot(v.x, v.y))
    if abs(crew.body.angular_velocity) > t.work_radps:
        return Refused("turning", abs(crew.body.angular_velocity))
    side = min(sides, key=lambda s: (crew.hands[s].busy != "work", aways[s], s))
    if not is_release and aways[side] > limit:
        return Refused("not_in_reach", aways[side] - limit)
    return Allowed(side)


def _may_handle(state: State, crew: Crew, step: Step) -> Refused | None:
    """Refused if the unit of the step is not where the step needs it."""
    spec = step.spec
    if spec.kind in LEASH_STEPS and crew.leashed != spec.unit and crew.shove is None:
        return Refused("wrong_unit" if crew.leashed else "no_unit")
    if spec.kind in guiding.OUT:
        unit = state.units[spec.unit]
        if crew.leashed and crew.leashed != spec.unit:
            return Refused("leash_busy")
        is_coming_out = step.start_pose is not None and unit.state == "free"
        is_at_hand = crew.leashed == spec.unit or unit.held_by == crew.id
        if unit.worksite != spec.worksite and not is_coming_out and not is_at_hand:
            return Refused("no_unit")
    if spec.kind in guiding.IN and any(
        other.worksite == spec.worksite and other.state in ("seated", "stowed") and other.id != spec.unit
        for other in state.units.values()
    ):
        return Refused("site_taken")
    return None


def apply(state: State) -> None:
    """Obey the orders to work; let go of the tool when the order ends."""
    for crew in state.crew.values():
        order = state.order(crew.id)
        was = crew.working
        crew.working, crew.is_stroking = -1, False
        if order.act == Act.SKIP and crew.is_conscious:
            _skip(state, crew)
        if order.act == Act.WORK:
            answer = may_work(state, crew, order.step)
            if isinstance(answer, Allowed):
                step = state.steps[order.step]
                _work(state, crew, step, int(answer.target), is_new=was != order.step, wants_stroke=order.stroke)
            else:
                state.refuse(crew, "work", answer.reason, answer.value)
        if was >= 0 and crew.working != was:
            _put_down(state.steps[was])
            moving.halt(state, state.steps[was])
        if crew.working < 0:
            for hand in crew.hands:
                if hand.state == "working" and hand.busy == "work":
                    hand.state, hand.busy = "free", ""
        for step in state.steps:
            is_seen = step.spec.kind in PRESENCE and step_state(state, step) == "open"
            if is_seen and _is_own(state, crew, step) and presence.is_fulfilled(state, crew, step):
                _finish(state, crew, step)
    _set_clock(state)


def _is_own(state: State, crew: Crew, step: Step) -> bool:
    """True if it is for this person, awake, to be somewhere: the one whom the step names, else the first."""
    return crew.is_conscious and crew.id == (step.spec.crew or next(iter(state.crew)))


def _put_down(step: Step) -> None:
    """Work was left: the stroke under way is lost, what was done stays done."""
    step.stroke_ticks, step.force, step.stall = 0, 0.0, ""


def _set_clock(state: State) -> None:
    clock = state.spec.clock
    is_working = any(crew.is_stroking for crew in state.crew.values())
    state.factor = clock.work_rate if is_working else clock.rate


def _skip(state: State, crew: Crew) -> None:
    for step in state.steps:
        if step.spec.kind in PREPARATION and not step.is_done and crew.is_inside:
            step.fraction = 1.0
            _finish(state, crew, step)


def _work(state: State, crew: Crew, step: Step, side: int, *, is_new: bool, wants_stroke: bool) -> None:
    crew.working = step.index
    if is_new:
        state.tell("step_started", crew.id, step.spec.id, step.spec.worksite)
    if side >= 0:
        hand = crew.hands[side]
        hand.state, hand.busy = "working", "work"
    if step.spec.kind in WAITING:
        _pass_time(state, crew, step)
    elif step.spec.kind == "ride":
        step.fraction = moving.ride(state, step)
        if moving.is_ready(state, step):
            _finish(state, crew, step)
    else:
        _stroke(state, crew, step, wants_stroke=wants_stroke)
    if side >= 0 and crew.working >= 0:
        hand = crew.hands[side]
        hand.before, hand.at = hand.at, _hand_at(state, crew, step)


def _pass_time(state: State, crew: Crew, step: Step) -> None:
    """Work that only takes time."""
    spec = step.spec
    crew.is_stroking = True
    play_s = spec.eva_s / state.spec.clock.work_rate
    step.fraction = min(1.0, step.fraction + TICK_S / max(play_s, TICK_S))
    if spec.kind == "depressurise":
        state.airlock_pa = SEA_LEVEL_PA * (1.0 - step.fraction)
    if step.fraction >= 1.0:
        _finish(state, crew, step)


def _stroke(state: State, crew: Crew, step: Step, *, wants_stroke: bool) -> None:
    """Begin, carry on or end a stroke; see whether an item, or the whole step, is done by it."""
    kind = step.spec.kind
    if crew.shove is not None:
        crew.is_stroking = True
        return
    if kind in GUIDING:
        guiding.begin(state, step)
    if not step.stroke_ticks:
        if (kind in GUIDING or kind in MOVING) and _share(state, step) >= 1.0:
            wants_stroke = False  # all strokes are made: the hand only waits for the catch, or for the stop
            if kind in MOVING and step.item < _items(step):
                _end_stroke(state, crew, step)  # the last one was broken off when all was turned already
        if kind in RELEASING and not releasing.is_settled(crew, state.units[step.spec.unit]):
            wants_stroke = False  # the hand takes motion and spin off first
        if wants_stroke:
            stroke.begin(state, step)
            crew.strokes += 1
            step.stall = ""
            if kind in RELEASING:
                _shove(state, crew, step)
                return
    if step.stroke_ticks:
        crew.is_stroking = True
        if stroke.advance(step):
            _end_stroke(state, crew, step)
    if kind in UNFOLDING or (step.spec.panel and not step.is_done):
        unfolding.drive(step, state.panels[step.spec.panel], _share(state, step))
    if kind in MOVING:
        moving.crank(state, step, _share(state, step))
    step.fraction = min(1.0, _share(state, step))
    if _is_ready(state, step):
        _finish(state, crew, step)


def _end_stroke(state: State, crew: Crew, step: Step) -> None:
    family = BY_ITEM.get(step.spec.kind)
    if step.stall:
        state.tell("stroke_failed", crew.id, step.spec.id, step.stall, step.force)
    if family is routing:
        routing.stroke_done(step)
    step.force = 0.0
    if family is not None and step.item < _items(step) and family.is_item_done(state, step):
        stroke.finish_item(step)
        state.tell("item_done", crew.id, step.spec.id, step.spec.worksite, float(step.item), place_of(state, step))


def _items(step: Step) -> int:
    return 1 if step.spec.kind in WIPING else stroke.item_count(step.spec)


def _share(state: State, step: Step) -> float:
    """0..1 of the whole step."""
    kind = step.spec.kind
    if step.is_done:
        return 1.0
    if kind in GUIDING:
        return guiding.share(state, step)
    if kind in UNFOLDING:
        return unfolding.share(state, step)
    family = BY_ITEM.get(kind)
    if family is None:
        return step.fraction
    count = _items(step)
    here = family.item_share(state, step) if step.item < count else 0.0
    return (step.item + here) / count


def _is_ready(state: State, step: Step) -> bool:
    if step.spec.kind in GUIDING:
        return guiding.is_ready(state, step)
    if step.spec.kind in UNFOLDING:
        return unfolding.is_ready(state, step)
    if step.spec.kind in MOVING and not moving.is_ready(state, step):
        return False
    return step.spec.kind in BY_ITEM and step.item >= _items(step)


def _hand_at(state: State, crew: Crew, step: Step) -> Point:
    kind = step.spec.kind
    if crew.shove is not None:
        return releasing.hand_at(state, crew) or place_of(state, step)
    if kind in STILLNESS:
        return stillness.hand_at(state, crew, step)
    if BY_ITEM.get(kind) is turning:
        return turning.hand_at(state, step)
    if kind in PRESSING:
        return pressing.hand_at(state, step)
    if kind in GUIDING or kind in RELEASING:
        return guiding.hand_at(state, step)
    return place_of(state, step)


def push(state: State, dt_s: float) -> None:
    """What is worked on resists and pushes back, for one sub-step."""
    for crew in state.crew.values():
        if crew.working < 0:
            continue
        step = state.steps[crew.working]
        family = BY_ITEM.get(step.spec.kind)
        if family is not None:
            family.push(state, crew, step, dt_s)
        elif step.spec.kind in GUIDING and not step.is_done:
            guiding.push(state, crew, step, dt_s)
        elif step.spec.kind in RELEASING and not step.is_done and crew.shove is None:
            releasing.settle(state, crew, state.units[step.spec.unit], dt_s)


def _shove(state: State, crew: Crew, step: Step) -> None:
    """Push the unit off: where the order points, or where the step wants it."""
    spec = step.spec
    aim = crew.drive if crew.drive != (0.0, 0.0) else spec.direction
    low, high = spec.speed_mps
    speed = state.tuning.throw_mps if low <= state.tuning.throw_mps <= high else (low + high) / 2.0
    crew.is_stroking = True
    releasing.begin(state, crew, state.units[spec.unit], aim, speed, step.index)


def released(state: State, crew: Crew, step: Step, unit: Unit) -> None:
    """The unit has left the hand: the step is done, and how well is told."""
    v, spec = unit.body.velocity, step.spec
    speed = math.hypot(v.x, v.y)
    step.stroke_ticks = 0
    low, high = spec.speed_mps
    aimed = math.hypot(*spec.direction)
    along = (v.x * spec.direction[0] + v.y * spec.direction[1]) / aimed
    across = math.sqrt(max(0.0, speed * speed - along * along))
    unit.is_sent = is_in_cone(-along, across, state.tuning.jettison_cone_rad, low) and speed <= high
    is_good = unit.is_sent and abs(unit.body.angular_velocity) <= spec.spin_radps
    spin = abs(unit.body.angular_velocity)
    state.tell("release_true" if is_good else "release_poor", crew.id, unit.id, spec.id, spin)
    step.fraction = 1.0
    _finish(state, crew, step)


def _finish(state: State, crew: Crew, step: Step) -> None:
    spec = step.spec
    step.tries += 1
    is_risky = spec.kind == "verify" and spec.fail_chance > 0.0 and step.tries == 1
    if is_risky and state.dice["verify"].roll() < spec.fail_chance:
        step.fraction = 0.0
        state.tell("step_failed", crew.id, spec.id, spec.worksite)
        for other in state.steps:
            if other.spec.id == spec.redo:
                other.is_done, other.fraction = False, 0.0
                other.item, other.travel, other.strokes = 0, 0.0, 0
                state.tell("step_reopened", crew.id, other.spec.id, other.spec.worksite)
        return
    if spec.kind == "ingress" and sum(not person.is_inside for person in state.crew.values()) > 1 + bool(crew.towing):
        effects.take_place(state, crew, step)  # he is in; the step is done by the last of them
        step.fraction = 0.0
        return
    step.is_done, step.fraction, step.start_pose = True, 1.0, None
    _put_down(step)
    state.tell("step_done", crew.id, spec.id, spec.worksite)
    effects.take_place(state, crew, step)

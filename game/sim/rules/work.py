"""Work steps are physical: a free hand within reach, something to brace on, and a reaction on the body.

A step of `eva_s` takes `eva_s / work_rate` seconds of play. Bolts push a torque back, plugs a force. With nothing to
brace on the tool turns the person and only `loose_work` of the work is done. Units are guided by a hand of limited
force and seat by soft capture.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.actions import Act
from game.sim.allow import Allowed, Answer, Refused
from game.sim.frame import Pose
from game.sim.parts import pose_of
from game.sim.rules import leash, suit
from game.sim.rules.hands import release, shoulder
from game.sim.rules.hooks import open_hook
from game.sim.ticks import TICK_S
from game.sim.vec import add, distance, rotate, wrap_angle

if TYPE_CHECKING:
    import pymunk

    from game.sim.parts import Crew, Step, Unit
    from game.sim.spec import Point, WorksiteSpec
    from game.sim.state import State

INSIDE_STEPS = ("check", "depressurise", "open_hatch", "close_hatch")
PREPARATION = ("check", "depressurise", "open_hatch")
GUIDED_IN = ("insert", "stow")
GUIDED_OUT = ("extract", "fetch")
LEASH_STEPS = (*GUIDED_IN, "jettison")
SEA_LEVEL_PA = 101_325.0
PULL_OUT_M = 0.45  # an extracted unit comes this far out of its seat
BOLT_HZ = 0.8  # a wrench stroke and its pause
REACH_SLACK_M = 0.05
JETTISON_AREA_M = 1.0


def step_state(state: State, step: Step) -> str:
    """locked, open, active or done."""
    if step.is_done:
        return "done"
    done = {other.spec.id for other in state.steps if other.is_done}
    if any(need not in done for need in step.spec.needs):
        return "locked"
    return "active" if any(crew.working == step.index for crew in state.crew.values()) else "open"


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
    if step_state(state, step) == "locked":
        return Refused("needs_other_step")
    if spec.kind in INSIDE_STEPS:
        return _may_work_inside(state, crew, spec.kind)
    if crew.is_inside:
        return Refused("hatch_closed")
    site = state.worksites[spec.worksite]
    if spec.kind == "ingress":
        return _may_enter(state, crew, site)
    fit = _may_handle(state, crew, step)
    if fit is not None:
        return fit
    sides = [
        side
        for side, hand in enumerate(crew.hands)
        if hand.state == "free" or (hand.busy == "work" and hand.state == "working")
    ]
    away = min(distance(shoulder(crew, s), site.at) for s in (0, 1))
    limit = max(site.reach_m, state.tuning.reach_m) + REACH_SLACK_M
    if spec.kind == "jettison":  # anywhere near the place from which the way back is clear
        limit += JETTISON_AREA_M
    if away > limit:
        return Refused("not_in_reach", away - limit)
    if not sides:
        return Refused("hand_free_needed")
    v = crew.body.velocity
    if math.hypot(v.x, v.y) > state.tuning.work_speed_mps:
        return Refused("too_fast", math.hypot(v.x, v.y))
    sides.sort(key=lambda s: (crew.hands[s].busy != "work", distance(shoulder(crew, s), site.at), s))
    if spec.kind != "jettison" and distance(shoulder(crew, sides[0]), site.at) > limit:
        return Refused("not_in_reach", distance(shoulder(crew, sides[0]), site.at) - limit)
    return Allowed(sides[0])


def _may_work_inside(state: State, crew: Crew, kind: str) -> Answer:
    if kind == "close_hatch" and state.hatch_jams > 0:
        return Refused("hatch_jammed")
    return Allowed(-1) if crew.is_inside else Refused("not_here")


def _may_enter(state: State, crew: Crew, site: WorksiteSpec) -> Answer:
    hatch = min(state.hatches.values(), key=lambda h: (distance(h.at, site.at), h.id), default=None)
    place = hatch.at if hatch else site.at
    reach = 0.9 + (hatch.radius_m if hatch else 0.0)
    away = distance(tuple(crew.body.position), place)
    if not state.is_hatch_open:
        return Refused("hatch_closed")
    girth_m = suit.girth_m(crew.tuning, crew.suit)
    if hatch and away <= reach and girth_m > hatch.clear_m:
        return Refused("suit_swollen", girth_m - hatch.clear_m)
    return Allowed(-1) if away <= reach else Refused("too_far", away - reach)


def _may_handle(state: State, crew: Crew, step: Step) -> Refused | None:
    """Refused if the unit of the step is not where the step needs it."""
    spec = step.spec
    if spec.kind in LEASH_STEPS and crew.leashed != spec.unit:
        return Refused("wrong_unit" if crew.leashed else "no_unit")
    if spec.kind in GUIDED_OUT:
        unit = state.units[spec.unit]
        if crew.leashed and crew.leashed != spec.unit:
            return Refused("leash_busy")
        is_coming_out = step.start_pose is not None and unit.state == "free"
        is_at_hand = crew.leashed == spec.unit or unit.held_by == crew.id
        if unit.worksite != spec.worksite and not is_coming_out and not is_at_hand:
            return Refused("no_unit")
    if spec.kind in GUIDED_IN and any(
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
        crew.working, crew.push, crew.twist_nm = -1, (0.0, 0.0), 0.0
        if order.act == Act.SKIP:
            _skip(state, crew)
        if order.act == Act.WORK:
            answer = may_work(state, crew, order.step)
            if isinstance(answer, Allowed):
                _work(state, crew, state.steps[order.step], int(answer.target), is_new=was != order.step)
            else:
                state.refuse(crew, "work", answer.reason, answer.value)
        if crew.working < 0:
            for hand in crew.hands:
                if hand.state == "working" and hand.busy == "work":
                    hand.state, hand.busy = "free", ""
    _set_clock(state)


def _set_clock(state: State) -> None:
    clock = state.spec.clock
    is_working = any(crew.working >= 0 for crew in state.crew.values())
    state.factor = clock.work_rate if is_working else clock.rate


def _skip(state: State, crew: Crew) -> None:
    for step in state.steps:
        if step.spec.kind in PREPARATION and not step.is_done and crew.is_inside:
            step.fraction = 1.0
            _finish(state, crew, step)


def _work(state: State, crew: Crew, step: Step, side: int, *, is_new: bool) -> None:
    spec = step.spec
    crew.working = step.index
    if is_new:
        state.tell("step_started", crew.id, spec.id, spec.worksite)
    is_braced = bool(crew.restraint) or any(hand.state == "gripping" for hand in crew.hands) or side < 0
    pace = 1.0 if is_braced else state.tuning.loose_work
    if side >= 0:
        hand = crew.hands[side]
        hand.state, hand.busy = "working", "work"
        hand.before = hand.at
        hand.at = state.worksites[spec.worksite].at if spec.kind != "jettison" else hand.at
    play_s = spec.eva_s / state.spec.clock.work_rate
    step.fraction = min(1.0, step.fraction + pace * TICK_S / max(play_s, TICK_S))
    _react(state, crew, step)
    if spec.kind == "depressurise":
        state.airlock_pa = SEA_LEVEL_PA * (1.0 - step.fraction)
    if spec.kind in GUIDED_OUT or spec.kind in GUIDED_IN:
        _guide_begin(state, step)
    if step.fraction >= 1.0 and _is_ready(state, step):
        _finish(state, crew, step)


def _react(state: State, crew: Crew, step: Step) -> None:
    """The reaction of the tool on the body: strokes of torque for bolts, a push for plugs."""
    spec = step.spec
    stroke = max(0.0, math.sin(2.0 * math.pi * BOLT_HZ * state.tick * TICK_S))
    stiff = state.stiffness.get(spec.id, 1.0)
    if spec.torque_nm:
        sense = -1.0 if spec.kind == "bolt" else 1.0
        crew.twist_nm = sense * spec.torque_nm * stiff * stroke
    if spec.force_n:
        out = state.worksites[spec.worksite].angle_rad
        sense = -1.0 if spec.kind in ("mate", "insert") else 1.0
        away = rotate((1.0, 0.0), out)
        crew.push = (-sense * away[0] * spec.force_n * stiff * stroke, -sense * away[1] * spec.force_n * stiff * stroke)


def seat_pose(state: State, spec_worksite: str, unit: Unit) -> Pose:
    """Where a unit seats at a worksite: its centre at the place, its top along the pull-out direction."""
    del unit
    site = state.worksites[spec_worksite]
    return Pose(site.at[0], site.at[1], wrap_angle(site.angle_rad - math.pi / 2))


def _guide_begin(state: State, step: Step) -> None:
    if step.start_pose is None:
        unit = state.units[step.spec.unit]
        step.start_pose = pose_of(unit.body)
        if step.spec.kind in GUIDED_OUT and unit.state in ("seated", "stowed"):
            state.pending.append(("free", unit.id))
            unit.state, unit.worksite = "free", ""
            leash.set_filter(unit, carried=True)
            state.tell("unit_freed", "", unit.id, step.spec.worksite, at=tuple(unit.body.position))


def guide_target(state: State, step: Step) -> Pose:
    """Where the hand wants the unit now."""
    unit = state.units[step.spec.unit]
    seat = seat_pose(state, step.spec.worksite, unit)
    if step.spec.kind in GUIDED_IN:
        return seat
    out = rotate((PULL_OUT_M * step.fraction, 0.0), state.worksites[step.spec.worksite].angle_rad)
    return Pose(*add((seat.x, seat.y), out), seat.angle)


def push(state: State, dt_s: float) -> None:  # noqa: ARG001 - every push has the same form
    """Apply reactions and the force of guiding hands for one sub-step."""
    for crew in state.crew.values():
        if crew.working < 0:
            continue
        step = state.steps[crew.working]
        body = crew.body
        body.torque += crew.twist_nm
        site = state.worksites.get(step.spec.worksite)
        if crew.push != (0.0, 0.0) and site:
            _push_at_shoulder(body, crew, site.at, crew.push)
        if step.start_pose is not None and (step.spec.kind in GUIDED_IN or step.spec.kind in GUIDED_OUT):
            _guide(state, crew, step)


def _push_at_shoulder(body: pymunk.Body, crew: Crew, near: Point, force: Point) -> None:
    sides = sorted((0, 1), key=lambda s: (crew.hands[s].busy != "work", distance(shoulder(crew, s), near), s))
    body.apply_force_at_world_point(force, shoulder(crew, sides[0]))


def _guide(state: State, crew: Crew, step: Step) -> None:
    t = state.tuning
    unit = state.units[step.spec.unit]
    if unit.state not in ("free", "leashed"):
        return
    goal = guide_target(state, step)
    body = unit.body
    m = body.mass
    x, y = body.position
    vx, vy = body.velocity
    stiff = 9.0 * m  # 3 rad/s
    damp = 6.0 * m
    fx, fy = stiff * (goal.x - x) - damp * vx, stiff * (goal.y - y) - damp * vy
    size = math.hypot(fx, fy)
    if size > t.unit_guide_n:
        fx, fy = fx * t.unit_guide_n / size, fy * t.unit_guide_n / size
    body.apply_force_at_world_point((fx, fy), body.position)
    moment = body.moment
    body.torque += moment * (9.0 * wrap_angle(goal.angle - body.angle) - 6.0 * body.angular_velocity)
    _push_at_shoulder(crew.body, crew, (x, y), (-fx, -fy))


def _is_ready(state: State, step: Step) -> bool:
    """A guided unit must be in its soft-capture window before the step counts."""
    t = state.tuning
    if step.spec.kind not in GUIDED_IN:
        return True
    unit = state.units[step.spec.unit]
    goal = seat_pose(state, step.spec.worksite, unit)
    body = unit.body
    v = body.velocity
    return (
        distance((goal.x, goal.y), tuple(body.position)) <= t.unit_capture_m
        and abs(wrap_angle(goal.angle - body.angle)) <= t.unit_capture_rad
        and math.hypot(v.x, v.y) <= t.unit_capture_mps
    )


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
                state.tell("step_reopened", crew.id, other.spec.id, other.spec.worksite)
        return
    if spec.kind == "jettison":
        # the push is made here; the step is done when the unit has left well, see drift and World
        leash.throw(state, crew, state.units[spec.unit], (-1.0, 0.0))
    step.is_done, step.fraction, step.start_pose = True, 1.0, None
    state.tell("step_done", crew.id, spec.id, spec.worksite)
    EFFECTS.get(spec.kind, _nothing)(state, crew, step)


def _nothing(state: State, crew: Crew, step: Step) -> None:
    del state, crew, step


def _leash_on(state: State, crew: Crew, step: Step) -> None:
    if crew.leashed != step.spec.unit:
        leash.put_on_leash(state, crew, state.units[step.spec.unit])


def _seat(state: State, crew: Crew, step: Step) -> None:
    unit = state.units[step.spec.unit]
    if crew.leashed == unit.id:
        leash.take_off_leash(state, crew)
    unit.state = "seated" if step.spec.kind == "insert" else "stowed"
    unit.worksite = step.spec.worksite
    state.pending.append(("fix", unit.id))
    state.tell("unit_seated", crew.id, unit.id, step.spec.worksite, at=state.worksites[step.spec.worksite].at)


def _open_hatch(state: State, crew: Crew, step: Step) -> None:
    del step
    state.is_hatch_open, state.airlock_pa, state.phase = True, 0.0, "outside"
    state.tell("hatch_opened", crew.id)
    for person in state.crew.values():
        person.is_inside = False


def _go_in(state: State, crew: Crew, step: Step) -> None:
    crew.is_inside = True
    crew.body.velocity, crew.body.angular_velocity = (0.0, 0.0), 0.0
    for hand in crew.hands:
        release(state, crew, hand)
    for hook in crew.hooks:
        if hook.state != "stowed":
            open_hook(state, crew, hook)
    if crew.leashed:
        unit = leash.take_off_leash(state, crew)
        if unit:
            unit.state, unit.worksite = "inside", step.spec.worksite
            state.pending.append(("fix", unit.id))
    state.tell("inside", crew.id, at=tuple(crew.body.position))


def _close_hatch(state: State, crew: Crew, step: Step) -> None:
    del step
    state.is_hatch_open, state.phase = False, "inside"
    state.tell("hatch_closed", crew.id)


EFFECTS = {
    "fetch": _leash_on,
    "extract": _leash_on,
    "stow": _seat,
    "insert": _seat,
    "open_hatch": _open_hatch,
    "ingress": _go_in,
    "close_hatch": _close_hatch,
}

"""A `Frame` from a `State`: copies of what a view, a pilot or the director may know of this tick."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.frame import (
    BodyFrame,
    CrewFrame,
    Frame,
    HandFrame,
    HookFrame,
    LineFrame,
    MoverFrame,
    PanelFrame,
    StepFrame,
    SuitFrame,
    UnitFrame,
)
from game.sim.parts import SHOULDERS, SIDES, WAIST
from game.sim.rules import alarms, gas
from game.sim.rules import suit as suit_rule
from game.sim.rules.hands import grasp_point
from game.sim.rules.two_point import points_held
from game.sim.spec import MOVING
from game.sim.ticks import TICK_S
from game.sim.vec import add, rotate
from game.sim.work import unfolding
from game.sim.work.moving import at_stop
from game.sim.work.steps import done_steps, place_of, step_state
from game.sim.work.stroke import item_count, phase

if TYPE_CHECKING:
    from game.sim.parts import Crew, Hand, Hook, Step, Unit
    from game.sim.spec import Point
    from game.sim.state import State
    from game.sim.tether import Tether


PANEL_NEAR = 0.02


def _steps(state: State) -> tuple[StepFrame, ...]:
    """All steps; who is done and who is worked on is looked up again only when that has changed."""
    stage = done_steps(state), [crew.working for crew in state.crew.values()]
    is_same, state.stage = stage == state.stage, stage
    return tuple(
        [
            step.seen[1] if is_same and step.seen is not None and step.seen[0] == _key(step) else _step(state, step)
            for step in state.steps
        ]
    )


def _key(step: Step) -> tuple[object, ...]:
    return step.fraction, step.item, step.travel, step.stroke_ticks, step.force, step.stall


def _step(state: State, step: Step) -> StepFrame:
    """The step as it stands; kept, unless where it is worked on moves by itself."""
    spec = step.spec
    stands = step_state(state, step, state.stage[0])
    seen = step.seen
    if seen is not None and seen[0] == _key(step) and seen[1].state == stands:
        return seen[1]
    frame = StepFrame(
        spec.id, spec.kind, spec.worksite, spec.unit, stands, step.fraction, place_of(state, step),
        step.item, item_count(spec), phase(step), step.force, step.stall, spec.tool,
    )  # fmt: skip
    step.seen = None if spec.kind in MOVING else (_key(step), frame)
    return frame


def _body(owner: Crew | Unit) -> BodyFrame:
    _, _, _, vx, vy, spin = bodies.motion(owner.body)
    return BodyFrame(owner.id, owner.now, owner.before, vx, vy, spin)


def _hand(state: State, hand: Hand) -> HandFrame:
    grasp = hand.grasp
    target = grasp_point(state, grasp) if grasp else hand.at
    fraction = hand.swing_ticks / hand.swing_total if hand.state == "reaching" else 0.0
    hold = grasp.hold if grasp else ""
    return HandFrame(
        SIDES[hand.side], hand.state, hand.at, hand.before, hold, target, fraction, hand.load_n, hand.strength
    )


def _hook(state: State, crew: Crew, hook: Hook) -> HookFrame:
    t = state.tuning
    total = t.clip_s if hook.state == "clipping" else t.unclip_s
    busy = hook.state in ("clipping", "unclipping")
    fraction = 1.0 - hook.ticks * TICK_S / total if busy else 0.0
    hold = hook.grasp.hold if hook.grasp and hook.state != "stowed" else ""
    is_fast = hook.state == "closed" and crew.tethers[hook.index].spec.is_fast
    return HookFrame(f"hook{hook.index + 1}", hook.state, hook.at, hook.before, hold, fraction, is_fast)


def _line(tether: Tether, owner: str, ends: tuple[Point, Point]) -> LineFrame:
    spec = tether.spec
    limit_m, is_locked = tether.limit_m, tether.is_locked
    if tether.is_stowed:
        return LineFrame(
            tether.id, spec.kind, owner, ends, ends, 0.0, spec.rest_m, limit_m, 0.0, False, True, is_locked
        )  # fmt: skip
    points, length_m = tether.course()
    return LineFrame(
        tether.id, spec.kind, owner, tuple(points), ends, length_m, spec.rest_m, limit_m, tether.tension_n,
        tether.is_taut, False, is_locked,
    )  # fmt: skip


def _suit(state: State, crew: Crew) -> SuitFrame:
    suit, t = crew.suit, crew.tuning
    limiting, left = suit_rule.left_s(t, suit, suit_rule.rates(t, suit))
    _, home_left = suit_rule.left_s(t, suit, suit_rule.rates(t, suit, max(suit.metabolic_w, t.walk_w)))
    use = suit_rule.AIR_USE[state.spec.dials.air]
    return SuitFrame(
        o2_kg=suit.o2_kg, reserve_kg=suit.reserve_kg, o2_rate_kgps=suit.o2_rate_kgps, pressure_pa=suit.pressure_pa,
        co2_pa=suit.co2_pa, lioh_fraction=suit.lioh_kg / t.lioh_kg if t.lioh_kg else 1.0,
        water_kg=suit.water_kg, body_c=suit.body_c,
        battery_fraction=suit.battery_j / (t.battery_wh * suit_rule.HOUR_S) if t.battery_wh else 1.0,
        heart_pm=suit.heart_pm, breath_pm=suit.breath_pm, metabolic_w=suit.metabolic_w,
        home_left_s=home_left / use if use else math.inf,
        limiting=limiting, left_s=left / use if use else math.inf, alarms=suit.alarms, stores=suit_rule.stores(t),
        is_injector_on=suit.is_injector_on, is_reserve_open=suit.is_reserve_open, is_low=suit.is_low,
        is_plugged=suit.is_plugged, has_radio=alarms.has_radio(crew), has_fan=gas.fan_share(t, suit) > 0.5,
        fog=suit.fog, impairment=suit_rule.impairment(t, suit), ease=suit_rule.ease(t, suit),
        girth_m=suit_rule.girth_m(t, suit),
    )  # fmt: skip


def _crew(state: State, crew: Crew) -> CrewFrame:
    hooks, hands = points_held(crew)
    at, angle = (crew.now.x, crew.now.y), crew.now.angle
    return CrewFrame(
        id=crew.id,
        body=_body(crew),
        shoulders=(add(at, rotate(SHOULDERS[0], angle)), add(at, rotate(SHOULDERS[1], angle))),
        waist=add(at, rotate(WAIST, angle)),
        hands=(_hand(state, crew.hands[0]), _hand(state, crew.hands[1])),
        hooks=tuple(_hook(state, crew, hook) for hook in crew.hooks),
        suit=_suit(state, crew),
        points_held=hooks + hands,
        has_two_points=crew.has_two_points,
        two_point_breaks=crew.two_point_breaks,
        two_point_broken_s=crew.two_point_broken_s,
        is_adrift=crew.is_adrift,
        is_tucked=crew.tuck > 0.5,
        is_inside=crew.is_inside,
        restraint=crew.restraint,
        leashed=crew.leashed,
        working=state.steps[crew.working].spec.id if crew.working >= 0 else "",
        strokes=crew.strokes,
        is_stroking=crew.is_stroking,
        max_contact_n=crew.max_contact_n,
        suit_kind=crew.spec.kit.suit,
        is_conscious=crew.is_conscious,
        towing=crew.towing,
        towed_by=crew.towed_by,
    )


def _unit(unit: Unit) -> UnitFrame:
    """The unit as it is; the same object while nothing about it changes."""
    key = (unit.now, unit.before, bodies.motion(unit.body), unit.state, unit.worksite)
    if unit.seen is None or unit.seen[0] != key:
        spec = unit.spec
        unit.seen = key, UnitFrame(
            unit.id, unit.state, unit.worksite, spec.size_m, spec.mass_kg, _body(unit), spec.look
        )  # fmt: skip
    return unit.seen[1]


def _waist_before(crew: Crew) -> Point:
    b = crew.before
    return add((b.x, b.y), rotate(WAIST, b.angle))


def frame_of(state: State) -> Frame:
    """The frozen read model of the present tick."""
    lines: list[LineFrame] = []
    for crew in state.crew.values():
        start = _waist_before(crew)
        for hook, tether in zip(crew.hooks, crew.tethers, strict=True):
            lines.append(_line(tether, crew.id, (start, hook.before)))
        if crew.leashed:
            unit = state.units[crew.leashed]
            end = add((unit.before.x, unit.before.y), rotate(crew.leash.b.local, unit.before.angle))
        else:
            end = start
        lines.append(_line(crew.leash, crew.id, (start, end)))
    for tether in state.lab_lines.values():
        points = tether.points()
        lines.append(_line(tether, "", (points[0], points[-1])))
    return Frame(
        tick=state.tick,
        play_s=state.tick * TICK_S,
        eva_s=state.eva_s,
        clock_factor=state.factor,
        phase=state.phase,
        airlock_pa=state.airlock_pa,
        is_hatch_open=state.is_hatch_open,
        crew=tuple(_crew(state, crew) for crew in state.crew.values()),
        units=tuple(_unit(unit) for unit in state.units.values()),
        lines=tuple(lines),
        steps=_steps(state),
        orbit=state.orbit,
        panels=tuple(
            PanelFrame(
                p.id,
                p.opened,
                p.sway_m,
                p.power_w,
                p.spec.stops_at < 1.0 and not p.is_freed and p.opened >= p.spec.stops_at - PANEL_NEAR,
                p.spec.power_w, unfolding.is_plugged(state, p.spec.plug),
            )
            for p in state.panels.values()
        ),
        movers=tuple(
            MoverFrame(
                m.id, m.length_m, m.angle_rad, m.sway_m, m.tip, at_stop(m), m.crank_rad, state.rails.get(m.spec.rail)
            )
            for m in state.movers.values()
        ),
        damaged=tuple(state.damaged),
        lost_objects=tuple(state.lost),
        called_off=state.called_off,
    )

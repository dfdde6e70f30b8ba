"""A hand reaches, grips, slips and tires.

A reach takes `reach_swing_s`; at its end the hold must be within the arm and the body slow enough. Overload longer than
`grip_grace_ticks` tears the hand off. Strength falls with the share of the maximum that is held (Rohmert's curve) and
comes back in a light grip or an open hand.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.actions import HandDo
from game.sim.allow import Allowed, Answer, Refused
from game.sim.holds import handle_of, unit_grasp
from game.sim.parts import REST_HANDS, SHOULDERS, SIDES
from game.sim.rules import able, suit
from game.sim.ticks import TICK_S, ticks
from game.sim.vec import distance, mix, rotate, sub
from game.sim.work import moving

if TYPE_CHECKING:
    from game.sim.parts import Crew, Grasp, Hand
    from game.sim.spec import Point
    from game.sim.state import State

MILLI = 1e-3
HELD_UNITS = ("leashed", "free")


def shoulder(crew: Crew, side: int) -> Point:
    """The shoulder of that side, station frame."""
    x, y, angle = bodies.pose(crew.body)
    sx, sy = rotate(SHOULDERS[side], angle)
    return x + sx, y + sy


def grasp_point(state: State, grasp: Grasp) -> Point:
    """Where a grasp is now: holds stand still, but for a unit's handle and what rides with the tip of a mover."""
    if grasp.carrier:
        return moving.carried(state.movers[grasp.carrier], grasp.local)
    return handle_of(state.units[grasp.hold]) if grasp.kind == "unit" else grasp.at


def grasp_velocity(state: State, grasp: Grasp) -> Point:
    """The velocity of a grasp, m/s."""
    if grasp.carrier:
        v = state.movers[grasp.carrier].body.velocity
        return v.x, v.y
    if grasp.kind != "unit":
        return 0.0, 0.0
    body = state.units[grasp.hold].body
    return bodies.velocity_at(body, handle_of(state.units[grasp.hold]))


def closing_speed(state: State, crew: Crew, side: int, grasp: Grasp) -> float:
    """The speed of the shoulder relative to the grasp, m/s."""
    vx, vy = bodies.velocity_at(crew.body, shoulder(crew, side))
    gx, gy = grasp_velocity(state, grasp)
    return math.hypot(vx - gx, vy - gy)


def may_reach(state: State, crew: Crew, side: int, point: Point) -> Answer:
    """May this hand reach for the hold nearest to `point`? The target of `Allowed` is the Grasp."""
    t = state.tuning
    hand = crew.hands[side]
    unable = able.why_not(crew)
    if unable is not None:
        return unable
    if hand.state == "working":
        return Refused("hand_busy")
    found = list(state.holds.near(point, t.grip_magnet_m))
    found.extend(
        unit_grasp(unit)
        for unit in state.units.values()
        if unit.state in HELD_UNITS and distance(handle_of(unit), point) <= t.grip_magnet_m
    )
    if not found:
        return Refused("no_hold")
    found.sort(key=lambda grasp: (distance(grasp.at, point), grasp.hold))
    grasp = found[0]
    if hand.state == "gripping" and hand.grasp and distance(hand.grasp.at, grasp.at) < 0.05:
        return Refused("already_there")
    away = distance(shoulder(crew, side), grasp.at)
    # the body may still come nearer during the swing, so a little more than the arm is allowed
    allowed = t.reach_m + t.drive_mps * t.reach_swing_s * 0.5
    if away > allowed:
        return Refused("too_far", away - t.reach_m)
    speed = closing_speed(state, crew, side, grasp)
    if speed > t.catch_max_mps:
        return Refused("too_fast", speed)
    return Allowed(grasp)


def apply(state: State) -> None:
    """Obey the orders for hands, and move gloves along their swings."""
    for crew in state.crew.values():
        order = state.order(crew.id)
        for side, wish in ((0, order.left), (1, order.right)):
            hand = crew.hands[side]
            hand.before = hand.at
            if wish.do == HandDo.RELEASE:
                unable = able.why_not(crew)
                if unable is None:
                    release(state, crew, hand)
                else:
                    state.refuse(crew, SIDES[side] + "_hand", unable.reason)
            elif wish.do == HandDo.REACH:
                point = (wish.x_mm * MILLI, wish.y_mm * MILLI)
                answer = may_reach(state, crew, side, point)
                if isinstance(answer, Allowed):
                    _set_out(state, crew, hand, answer.target)
                else:
                    state.refuse(crew, SIDES[side] + "_hand", answer.reason, answer.value)
            if hand.state == "reaching":
                _swing(state, crew, hand)


def release(state: State, crew: Crew, hand: Hand, *, kind: str = "released", value: float = 0.0) -> None:
    """Open a hand that grips, holds or reaches."""
    if hand.state in ("gripping", "holding"):
        state.tell(kind, crew.id, SIDES[hand.side], hand.grasp.hold if hand.grasp else "", value, hand.at)
        if hand.state == "holding" and hand.grasp:
            state.units[hand.grasp.hold].held_by = ""
    if hand.state in ("gripping", "holding", "reaching"):
        hand.state, hand.grasp, hand.load_n, hand.over_ticks = "free", None, 0.0, 0


def let_go_of(state: State, crew: Crew, unit_id: str) -> None:
    """Open every hand that holds a unit."""
    for hand in crew.hands:
        if hand.state == "holding" and hand.grasp and hand.grasp.hold == unit_id:
            release(state, crew, hand)


def _set_out(state: State, crew: Crew, hand: Hand, grasp: Grasp) -> None:
    old = hand.grasp
    if hand.state == "reaching" and old and old.hold == grasp.hold and distance(old.at, grasp.at) < 0.02:
        return
    release(state, crew, hand)
    hand.state, hand.grasp, hand.busy = "reaching", grasp, ""
    hand.swing_from = rotate(sub(hand.at, tuple(crew.body.position)), -crew.body.angle)
    hand.swing_ticks, hand.swing_total = 0, ticks(state.tuning.reach_swing_s)
    t = crew.tuning
    crew.suit.load_w += t.reach_j / suit.ease(t, crew.suit) / t.exertion_s  # spent over the smoothing time
    state.tell("reached", crew.id, SIDES[hand.side], grasp.hold, 0.0, grasp.at)


def _swing(state: State, crew: Crew, hand: Hand) -> None:
    t = state.tuning
    grasp = hand.grasp
    if grasp is None or (grasp.kind == "unit" and state.units[grasp.hold].state not in HELD_UNITS):
        release(state, crew, hand)
        return
    hand.swing_ticks += 1
    if hand.swing_ticks < hand.swing_total:
        return
    target = grasp_point(state, grasp)
    away = distance(shoulder(crew, hand.side), target)
    speed = closing_speed(state, crew, hand.side, grasp)
    risk = (speed - t.catch_safe_mps) / (t.catch_max_mps - t.catch_safe_mps)
    missed = away > t.reach_m + 0.02 or risk >= 1.0 or (risk > 0.0 and state.dice["catch"].roll() < risk)
    if missed:
        state.tell("missed", crew.id, SIDES[hand.side], grasp.hold, speed, target)
        hand.state, hand.grasp = "free", None
        return
    hand.state = "holding" if grasp.kind == "unit" else "gripping"
    if grasp.kind == "unit":
        state.units[grasp.hold].held_by = crew.id
    hand.load_n, hand.over_ticks, hand.rest = 0.0, 0, None
    state.tell("gripped", crew.id, SIDES[hand.side], grasp.hold, speed, target)


def observe(state: State) -> None:
    """Put every glove where it is now; slip overloaded grips; tire and recover."""
    t = state.tuning
    for crew in state.crew.values():
        x, y, angle = bodies.pose(crew.body)
        for hand in crew.hands:
            rest = rotate(REST_HANDS[hand.side], angle)
            rest = (x + rest[0], y + rest[1])
            if hand.state in ("gripping", "holding") and hand.grasp:
                hand.at = grasp_point(state, hand.grasp)
                if hand.grasp.carrier:
                    hand.grasp = replace(hand.grasp, at=hand.at)
                _load(state, crew, hand)
            elif hand.state == "reaching" and hand.grasp:
                start = rotate(hand.swing_from, angle)
                share = hand.swing_ticks / hand.swing_total
                smooth = share * share * (3.0 - 2.0 * share)
                hand.at = mix((x + start[0], y + start[1]), grasp_point(state, hand.grasp), smooth)
            elif hand.state == "free":
                hand.at = mix(hand.at, rest, 0.12)
                if distance(hand.at, shoulder(crew, hand.side)) > t.reach_m:
                    hand.at = rest
            if hand.state not in ("gripping", "holding"):
                hand.strength = min(1.0, hand.strength + TICK_S / t.recover_free_s)


def _load(state: State, crew: Crew, hand: Hand) -> None:
    t = state.tuning
    load = hand.peak_n
    hand.load_n += (load - hand.load_n) * 0.25
    most_n = suit.grip_n(crew)
    share = load / most_n
    if share > t.fatigue_free:
        endurance_s = t.fatigue_scale_s * (share - t.fatigue_free) ** -t.fatigue_power
        hand.strength = max(0.0, hand.strength - TICK_S / endurance_s)
    else:
        hand.strength = min(1.0, hand.strength + TICK_S / t.recover_s)
    capacity = most_n * max(hand.strength, 0.1)
    hand.over_ticks = hand.over_ticks + 1 if load > capacity else 0
    if hand.over_ticks > t.grip_grace_ticks:
        release(state, crew, hand, kind="slipped", value=load)

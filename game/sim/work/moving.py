"""Moving: a boom cranked from its foot, or an arm that carries a rider, comes to a stop of its own.

A mover is a pole with a length and an angle. Its tip starts and stops softly and is never led faster than its speed.
Across it sways as one damped mode that the acceleration of the tip drives: s'' + 2 d w s' + w^2 s = -a. The restraint
at its tip moves with it, and so does who stands in it: only the force of his legs takes him along.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from game.sim.allow import Allowed, Answer, Refused
from game.sim.spec import RailSpec
from game.sim.ticks import TICK_S
from game.sim.vec import wrap_angle

if TYPE_CHECKING:
    from game.sim.parts import Crew, Grasp, Mover, Step
    from game.sim.spec import Point, StopSpec
    from game.sim.state import State

SOFT_MPS2 = 0.02  # the tip gains and loses speed so fast
CRANK_RAD = 60.0  # the hand crank turns so far on the way from stop to stop
THERE_M = 1e-7  # nearer than this the tip is where it should be
POST_M = 1.0  # posts of a pole that is a way stand no farther apart: a hook stops at each
SELF_DRIVEN = ("era",)  # an operator inside drives it; a boom needs somebody at its crank


def apply(state: State) -> None:
    """Lead every mover on by one tick; its tip goes there during the tick, at an even speed."""
    for mover in state.movers.values():
        _lead(mover)
        _sway(mover)
        (x, y), (tx, ty) = mover.body.position, tip_of(mover)
        mover.body.velocity = ((tx - x) / TICK_S, (ty - y) / TICK_S)


def observe(state: State) -> None:
    """See where the tips are now, and what rides with them."""
    for mover in state.movers.values():
        _bridge(state, mover)
        before, mover.tip = mover.tip, tuple(mover.body.position)
        mover.tip_mps = tuple(mover.body.velocity)
        if mover.tip == before:
            continue
        state.holds.move(mover.id, mover.tip)
        name = mover.spec.restraint
        if name:
            state.restraints[name] = replace(state.restraints[name], at=mover.tip)


def _bridge(state: State, mover: Mover) -> None:
    """Its pole is a rail like any other while it stands at a stop and sways little, and none when it moves."""
    rail_id = mover.spec.rail
    if not rail_id:
        return
    stands = bool(at_stop(mover)) and left_m(mover) <= THERE_M
    if stands and rail_id not in state.rails and _swing_m(mover) <= state.tuning.sway_calm_m:
        count = max(1, math.ceil(mover.length_m / POST_M))
        posts = tuple(mover.length_m * number / count for number in range(count + 1))
        end = _tip_at_rest(mover)
        rail = RailSpec(rail_id, (mover.spec.at, end), posts)
        state.rails[rail_id] = rail
        state.holds.bridge(rail)
        state.tell("bridge_stands", "", mover.id, rail_id, mover.length_m, end)
    elif not stands and rail_id in state.rails:
        del state.rails[rail_id]
        state.holds.unbridge(rail_id)
        state.tell("bridge_gone", "", mover.id, rail_id, at=mover.tip)


def _swing_m(mover: Mover) -> float:
    """How far its tip swings out."""
    return math.hypot(mover.sway_m, mover.sway_mps / (2.0 * math.pi * mover.spec.sway_hz))


def tip_of(mover: Mover) -> Point:
    """Where its tip is, station frame."""
    x, y = _tip_at_rest(mover)
    return x - mover.sway_m * math.sin(mover.angle_rad), y + mover.sway_m * math.cos(mover.angle_rad)


def _tip_at_rest(mover: Mover) -> Point:
    """Where its tip is when it does not sway."""
    x, y = mover.spec.at
    return x + mover.length_m * math.cos(mover.angle_rad), y + mover.length_m * math.sin(mover.angle_rad)


def left_m(mover: Mover) -> float:
    """How far the tip still is from where it is led, at least as long as its way."""
    turn = wrap_angle(mover.wanted_rad - mover.angle_rad)
    return math.hypot(mover.wanted_m - mover.length_m, max(mover.wanted_m, mover.length_m) * turn)


def _lead(mover: Mover) -> None:
    left = left_m(mover)
    gain = SOFT_MPS2 * TICK_S
    if mover.is_halted:
        mover.speed_mps = max(0.0, mover.speed_mps - gain)
    else:
        mover.speed_mps = min(mover.speed_mps + gain, mover.spec.speed_mps, math.sqrt(2.0 * SOFT_MPS2 * left))
    share = 1.0 if left <= THERE_M else min(1.0, mover.speed_mps * TICK_S / left)
    if left <= THERE_M:
        mover.speed_mps = 0.0
    turn = wrap_angle(mover.wanted_rad - mover.angle_rad) * share
    mover.length_m += (mover.wanted_m - mover.length_m) * share
    mover.angle_rad += turn
    across = mover.length_m * turn / TICK_S
    mover.pull_mps2, mover.across_mps = (across - mover.across_mps) / TICK_S, across


def _sway(mover: Mover) -> None:
    omega = 2.0 * math.pi * mover.spec.sway_hz
    gain = -omega * omega * mover.sway_m - 2.0 * mover.spec.sway_damping * omega * mover.sway_mps - mover.pull_mps2
    mover.sway_mps += gain * TICK_S
    mover.sway_m += mover.sway_mps * TICK_S


def carried(mover: Mover, local: Point) -> Point:
    """Where something is now that rides with the tip, `local` away from it."""
    x, y = mover.body.position
    return x + local[0], y + local[1]


def place_of(state: State, restraint: str) -> Point:
    """Where a foot restraint is at this very moment."""
    for mover in state.movers.values():
        if mover.spec.restraint == restraint:
            return carried(mover, (0.0, 0.0))
    return state.restraints[restraint].at


def ring_of(state: State, mover: Mover) -> Point:
    """Where its ring for hooks is; without one, its tip."""
    ring = state.holds.named(mover.spec.eye) if mover.spec.eye else None
    return ring.at if ring is not None else mover.tip


def velocity_of(state: State, restraint: str) -> Point:
    """The velocity of a foot restraint, m/s: that of the tip it rides at."""
    for mover in state.movers.values():
        if mover.spec.restraint == restraint:
            return mover.tip_mps
    return 0.0, 0.0


def stop_of(mover: Mover, step: Step) -> StopSpec:
    """The stop to which a step brings it."""
    return next(stop for stop in mover.spec.stops if stop.id == step.spec.stop)


def at_stop(mover: Mover) -> str:
    """The stop where it stands, "" = between them or on its way."""
    for stop in mover.spec.stops:
        is_there = abs(stop.length_m - mover.length_m) <= 0.01 and (
            mover.length_m * abs(wrap_angle(stop.angle_rad - mover.angle_rad)) <= 0.01
        )
        if is_there and mover.speed_mps == 0.0:
            return stop.id
    return ""


def may_ride(state: State, crew: Crew, step: Step) -> Answer:
    """His boots are in the restraint at its tip, a hook is closed on its ring, and nothing ties him to the station."""
    mover = state.movers[step.spec.mover]
    if not crew.restraint or crew.restraint != mover.spec.restraint:
        return Refused("needs_boots")
    why = not_ready(crew, mover)
    if why is not None:
        return why
    return Refused("boom_in_use") if _is_in_use(state, mover, rider=crew) else Allowed(-1)


def may_crank(state: State, crew: Crew, step: Step) -> Answer:
    """Nobody is on it who is not ready for the ride, and who wants to ride to where it goes is aboard."""
    mover = state.movers[step.spec.mover]
    riders = [other for other in state.crew.values() if other is not crew]
    aboard = [rider for rider in riders if _is_aboard(rider, mover)]
    is_awaited = any(
        other.spec.kind == "ride"
        and (other.spec.mover, other.spec.stop) == (step.spec.mover, step.spec.stop)
        and not other.is_done
        for other in state.steps
    )
    if is_awaited and not aboard:
        return Refused("rider_not_ready")
    if any(not rider.restraint or not_ready(rider, mover) is not None for rider in aboard):
        return Refused("rider_not_ready")
    return Refused("boom_in_use") if _is_in_use(state, mover) else Allowed(-1)


def not_ready(crew: Crew, mover: Mover) -> Refused | None:
    """Why one who stands at its tip is not ready to be moved; None = he is."""
    closed = [hook for hook in crew.hooks if hook.state in ("closed", "unclipping") and hook.grasp]
    there = [hook for hook in closed if hook.grasp and hook.grasp.carrier == mover.id]
    is_closing = any(hook.state == "clipping" for hook in crew.hooks)
    if is_closing or len(there) < len(closed) or (mover.spec.eye and not there):
        return Refused("clip_here")
    if any(hand.state == "gripping" and hand.grasp and hand.grasp.carrier != mover.id for hand in crew.hands):
        return Refused("hands_off")
    return None


def _is_aboard(crew: Crew, mover: Mover) -> bool:
    """He stands at its tip, or holds on to it there."""
    stands = bool(crew.restraint) and crew.restraint == mover.spec.restraint
    return stands or any(grasp.carrier == mover.id for grasp in _held(crew))


def _held(crew: Crew) -> list[Grasp]:
    """All that his hands and hooks are on, or on their way to."""
    found = [*(hand.grasp for hand in crew.hands), *(hook.grasp for hook in crew.hooks)]
    return [grasp for grasp in found if grasp is not None]


def _is_in_use(state: State, mover: Mover, rider: Crew | None = None) -> bool:
    """Somebody holds on to its pole, or another person than the rider to its tip."""
    for crew in state.crew.values():
        if mover.spec.rail and any(grasp.hold == mover.spec.rail for grasp in _held(crew)):
            return True
        if rider is not None and crew is not rider and _is_aboard(crew, mover):
            return True
    return False


def crank(state: State, step: Step, share: float) -> None:
    """The crank has brought it to `share` of its way to the stop."""
    mover = state.movers[step.spec.mover]
    stop = stop_of(mover, step)
    if mover.way != step.spec.id:
        mover.way, mover.from_m, mover.from_rad, mover.share = step.spec.id, mover.length_m, mover.angle_rad, 0.0
    mover.crank_rad += CRANK_RAD * (share - mover.share)
    mover.share = share
    mover.wanted_m = mover.from_m + (stop.length_m - mover.from_m) * share
    mover.wanted_rad = mover.from_rad + wrap_angle(stop.angle_rad - mover.from_rad) * share
    mover.is_halted = False


def ride(state: State, step: Step) -> float:
    """The operator inside leads an arm to the stop while the rider asks for it; 0..1 of the way."""
    mover = state.movers[step.spec.mover]
    if mover.spec.kind in SELF_DRIVEN:
        crank(state, step, 1.0)
    stop = stop_of(mover, step)
    turn = wrap_angle(stop.angle_rad - mover.angle_rad)
    left = math.hypot(stop.length_m - mover.length_m, mover.length_m * turn)
    step.travel = max(step.travel, left)  # the way as it was when it began
    return 1.0 - left / step.travel if step.travel else 1.0


def halt(state: State, step: Step) -> None:
    """The rider says stop: an arm slows down softly and stays where it is."""
    if step.spec.kind == "ride" and not step.is_done and state.movers[step.spec.mover].spec.kind in SELF_DRIVEN:
        state.movers[step.spec.mover].is_halted = True


def is_ready(state: State, step: Step) -> bool:
    """It stands at its stop, and sways little enough."""
    mover = state.movers[step.spec.mover]
    return at_stop(mover) == step.spec.stop and _swing_m(mover) <= state.tuning.sway_calm_m

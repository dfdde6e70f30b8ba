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
from game.sim.ticks import TICK_S
from game.sim.vec import wrap_angle

if TYPE_CHECKING:
    from game.sim.parts import Crew, Mover, Step
    from game.sim.spec import Point, StopSpec
    from game.sim.state import State

SOFT_MPS2 = 0.02  # the tip gains and loses speed so fast
CRANK_RAD = 60.0  # the hand crank turns so far on the way from stop to stop
THERE_M = 1e-7  # nearer than this the tip is where it should be
SELF_DRIVEN = ("era",)  # an operator inside drives it; a boom needs somebody at its crank


def observe(state: State) -> None:
    """Move every mover by one tick, and what is at its tip."""
    for mover in state.movers.values():
        _lead(mover)
        _sway(mover)
        before, mover.tip = mover.tip, tip_of(mover)
        mover.tip_mps = ((mover.tip[0] - before[0]) / TICK_S, (mover.tip[1] - before[1]) / TICK_S)
        name = mover.spec.restraint
        if name and mover.tip != before:
            state.restraints[name] = replace(state.restraints[name], at=mover.tip)
            state.holds.move(name, mover.tip)


def tip_of(mover: Mover) -> Point:
    """Where its tip is, station frame."""
    cos, sin = math.cos(mover.angle_rad), math.sin(mover.angle_rad)
    x, y = mover.spec.at
    return x + mover.length_m * cos - mover.sway_m * sin, y + mover.length_m * sin + mover.sway_m * cos


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
    """Only with his boots in the restraint at its tip."""
    is_on = bool(crew.restraint) and crew.restraint == state.movers[step.spec.mover].spec.restraint
    return Allowed(-1) if is_on else Refused("needs_boots")


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
    omega = 2.0 * math.pi * mover.spec.sway_hz
    swing = math.hypot(mover.sway_m, mover.sway_mps / omega)
    return at_stop(mover) == step.spec.stop and swing <= state.tuning.sway_calm_m

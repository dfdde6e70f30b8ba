"""Turning: a ratchet stroke turns the fastener against its friction; the worker feels the opposite torque.

What turns the bolt is the tool's rotation seen from the station: the stroke of the hand plus the spin of the body. Who
is not held spins the other way and loses his stroke. How much torque one dares depends on what holds him.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.vec import add

from . import stroke

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step
    from game.sim.spec import Point
    from game.sim.state import State

HANDLE_M = 0.11  # the hand circles the bolt so far out
SMOOTH_RADPS = 0.05  # below this relative rate the friction fades, as a dry joint sticks
RUN_DOWN = 0.45  # a bolt that goes in turns so easily at first; the last turns take all
FIRST = 1.0  # one that comes out takes all at first
LOOSE = 0.35  # and so little once it is loose


def _sense(step: Step) -> float:
    """+1 turns counter-clockwise (out), -1 clockwise (in)."""
    return -1.0 if step.spec.kind == "bolt" else 1.0


def resistance_nm(state: State, step: Step) -> float:
    """Torque that the fastener takes where it is now."""
    t = state.tuning
    stiff = state.stiffness.get(step.spec.id, 1.0)
    share = min(1.0, step.travel / _whole(state, step))
    if step.spec.kind == "bolt":
        course = RUN_DOWN + (1.0 - RUN_DOWN) * share
    elif step.spec.kind == "unbolt":
        course = FIRST if share < 0.3 else LOOSE + (FIRST - LOOSE) * max(0.0, (0.6 - share) / 0.3)
    else:
        course = 1.0
    fast = t.stuck_factor if step.is_stuck else 1.0
    return step.spec.torque_nm * stiff * course * fast


def effort_nm(state: State, crew: Crew) -> float:
    """The most torque he can give, held as he is."""
    t = state.tuning
    return (t.wrench_loose_nm, t.wrench_grip_nm, t.wrench_boots_nm)[stroke.support(crew)]


def _whole(state: State, step: Step) -> float:
    return stroke.item_motions(state, step.spec) * state.tuning.stroke_rad * stroke.NEAT


def push(state: State, crew: Crew, step: Step, dt_s: float) -> None:
    """One sub-step of the stroke: the fastener turns, or holds and turns the worker."""
    rate = stroke.power_rate(step, state.tuning.stroke_rad)
    if rate <= 0.0:
        step.force = 0.0
        return
    sense = _sense(step)
    wanted, most = resistance_nm(state, step), effort_nm(state, crew)
    relative = rate + sense * crew.body.angular_velocity
    if wanted > most:  # it does not move: all he gives turns himself
        step.force, step.stall = most, stroke.weakness(crew)
        crew.body.torque -= sense * most * math.sin(math.pi * stroke.power(step))
        return
    moving = max(0.0, min(1.0, relative / SMOOTH_RADPS))
    step.force = wanted * moving
    step.travel += max(0.0, relative) * dt_s
    crew.body.torque -= sense * step.force


def hand_at(state: State, step: Step) -> Point:
    """The hand on the handle."""
    centre = stroke.item_at(state, step)
    swing = state.tuning.stroke_rad
    share = stroke.phase(step)
    back = share / stroke.POWER_SHARE if share < stroke.POWER_SHARE else (1.0 - share) / (1.0 - stroke.POWER_SHARE)
    turn = math.pi / 2.0 + _sense(step) * (min(1.0, back) - 0.5) * swing
    return add(centre, (HANDLE_M * math.cos(turn), HANDLE_M * math.sin(turn)))


def is_item_done(state: State, step: Step) -> bool:
    """The fastener has turned as far as it should."""
    return step.travel >= _whole(state, step)


def item_share(state: State, step: Step) -> float:
    """0..1 of the present item."""
    return min(1.0, step.travel / _whole(state, step))

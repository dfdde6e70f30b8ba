"""Pressing: a plug, a cover or a stuck panel moves along the axis of its worksite when pushed or pulled hard enough.

The hand moves at the speed of the stroke against the shoulder; the part moves by that plus the shoulder's own motion,
so who is not held pushes himself away instead. The reaction acts at the shoulder of the working arm.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.vec import add, scale

from . import stroke

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step
    from game.sim.spec import Point
    from game.sim.state import State

PULLS = ("open_cover", "demate")  # out of the seat; the others push into it
SMOOTH_MPS = 0.004
CLICK = 0.85  # share of the way after which a plug that goes in has passed its catch
BREAK = 0.3  # share of the way in which one that comes out sits fast
EASY = 0.3  # and the share of the force it takes otherwise


def _sense(step: Step) -> float:
    """+1 out of the worksite, -1 into it."""
    return 1.0 if step.spec.kind in PULLS else -1.0


def resistance_n(state: State, step: Step) -> float:
    """Force that the part takes where it is now: rising to the catch going in, breaking loose coming out."""
    stiff = state.stiffness.get(step.spec.id, 1.0)
    share = item_share(state, step)
    if step.spec.kind in PULLS:
        course = 1.0 if share < BREAK else EASY
    else:
        course = EASY + (1.0 - EASY) * share / CLICK if share < CLICK else EASY
    fast = state.tuning.stuck_factor if step.is_stuck else 1.0
    return step.spec.force_n * stiff * course * fast


def effort_n(state: State, crew: Crew) -> float:
    """The most he can push or pull, held as he is."""
    t = state.tuning
    return (t.press_loose_n, t.pull_n, t.press_boots_n)[stroke.support(crew)]


def _whole(state: State, step: Step) -> float:
    return stroke.item_motions(state, step.spec) * state.tuning.stroke_m * stroke.NEAT


def push(state: State, crew: Crew, step: Step, dt_s: float) -> None:
    """One sub-step of the stroke: the part gives, or holds and moves the worker."""
    rate = stroke.power_rate(step, state.tuning.stroke_m)
    if rate <= 0.0:
        step.force = 0.0
        return
    sense = _sense(step)
    axis = stroke.out_of(state, step.spec)
    place = stroke.working_shoulder(crew)
    v = crew.body.velocity_at_world_point(place)
    relative = rate + sense * (v.x * axis[0] + v.y * axis[1])
    wanted, most = resistance_n(state, step), effort_n(state, crew)
    if wanted > most:
        force = most * math.sin(math.pi * stroke.power(step))
        step.force, step.stall = most, stroke.weakness(crew)
    else:
        force = wanted * max(0.0, min(1.0, relative / SMOOTH_MPS))
        step.force = force
        step.travel += max(0.0, relative) * dt_s
    crew.body.apply_force_at_world_point((-sense * axis[0] * force, -sense * axis[1] * force), place)


def hand_at(state: State, step: Step) -> Point:
    """The hand on the part, moving with it."""
    axis = stroke.out_of(state, step.spec)
    return add(stroke.item_at(state, step), scale(axis, _sense(step) * min(step.travel, 0.12)))


def is_item_done(state: State, step: Step) -> bool:
    """The part is out, or has caught."""
    return step.travel >= _whole(state, step)


def item_share(state: State, step: Step) -> float:
    """0..1 of the present item."""
    return min(1.0, step.travel / _whole(state, step))

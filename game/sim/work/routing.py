"""Routing: a cable is laid along a path and clamped at each of its points in order; each clamp is pressed on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from . import stroke

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step
    from game.sim.spec import Point
    from game.sim.state import State


def push(state: State, crew: Crew, step: Step, dt_s: float) -> None:
    """One sub-step of the stroke: the clamp closes; its pull acts on the shoulder."""
    del dt_s
    if not step.stroke_ticks:
        step.force = 0.0
        return
    most = (state.tuning.press_loose_n, state.tuning.pull_n, state.tuning.press_boots_n)[stroke.support(crew)]
    step.stall = stroke.weakness(crew) if step.spec.force_n > most else ""
    step.force = min(most, step.spec.force_n) * math.sin(math.pi * stroke.power(step))
    out = stroke.out_of(state, step.spec)
    crew.body.apply_force_at_world_point(
        (out[0] * step.force, out[1] * step.force), stroke.working_shoulder(crew)
    )


def stroke_done(step: Step) -> None:
    """A whole stroke with force enough counts."""
    if not step.stall:
        step.travel += 1.0


def hand_at(state: State, step: Step) -> Point:
    """The clamp."""
    return stroke.item_at(state, step)


def is_item_done(state: State, step: Step) -> bool:
    """This clamp holds."""
    return step.travel >= stroke.per_item(state, step.spec) - 1e-6


def item_share(state: State, step: Step) -> float:
    """0..1 of the present clamp."""
    return min(1.0, step.travel / stroke.per_item(state, step.spec))

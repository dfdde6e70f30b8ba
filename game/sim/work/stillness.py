"""Stillness: a picture, or a good look, needs body and hand at rest for as long as it takes; motion spoils it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.ticks import TICK_S
from game.sim.vec import mix

from . import stroke

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step
    from game.sim.spec import Point
    from game.sim.state import State

HOLD_OUT = 0.45  # the camera is held so far along the way from the shoulder to the thing


def is_still(state: State, crew: Crew) -> bool:
    """The body moves and turns little enough."""
    v = crew.body.velocity
    t = state.tuning
    return math.hypot(v.x, v.y) <= t.still_mps and abs(crew.body.angular_velocity) <= t.still_radps


def push(state: State, crew: Crew, step: Step, dt_s: float) -> None:
    """One sub-step: time in stillness counts; what moves spoils the picture under way."""
    if not step.stroke_ticks:
        return
    if is_still(state, crew):
        step.travel += dt_s
        step.stall = ""
    else:
        step.travel, step.stall = 0.0, "hold_still"


def _whole(state: State, step: Step) -> float:
    return stroke.duration_s(state, step.spec) * stroke.per_item(state, step.spec) * stroke.NEAT - TICK_S


def hand_at(state: State, crew: Crew, step: Step) -> Point:
    """The camera between the shoulder and what is looked at."""
    return mix(stroke.working_shoulder(crew), state.worksites[step.spec.worksite].at, HOLD_OUT)


def is_item_done(state: State, step: Step) -> bool:
    """It was looked at long enough."""
    return step.travel >= _whole(state, step)


def item_share(state: State, step: Step) -> float:
    """0..1 of the present picture."""
    return min(1.0, step.travel / max(TICK_S, _whole(state, step)))

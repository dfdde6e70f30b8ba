"""Presence: some steps are done by being there, with a hand on a hold or with hooks closed, and ask for no stroke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.rules.hands import shoulder
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step
    from game.sim.state import State

CLIP_NEAR_M = 1.0  # a hook so near to the place counts as closed there


def is_near(state: State, crew: Crew, step: Step) -> bool:
    """A shoulder is within reach of the place."""
    site = state.worksites[step.spec.worksite]
    return min(distance(shoulder(crew, side), site.at) for side in (0, 1)) <= site.reach_m


def hooks_there(state: State, crew: Crew, step: Step) -> int:
    """How many hooks are closed near the place."""
    at = state.worksites[step.spec.worksite].at
    return sum(hook.state == "closed" and distance(hook.at, at) <= CLIP_NEAR_M for hook in crew.hooks)


def is_fulfilled(state: State, crew: Crew, step: Step) -> bool:
    """He is there and holds on, or as many hooks as asked for are closed there."""
    if crew.is_inside or not is_near(state, crew, step):
        return False
    if step.spec.kind == "clip":
        return hooks_there(state, crew, step) >= min(step.spec.count, len(crew.hooks))
    return any(hand.state == "gripping" for hand in crew.hands)

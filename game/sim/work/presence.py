"""Presence: some steps are done by being there, with a hand on a hold, with hooks closed, or out on a line alone.

They ask for no stroke.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.allow import Refused
from game.sim.rules.hands import shoulder
from game.sim.vec import distance, length

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step
    from game.sim.state import State

CLIP_NEAR_M = 1.0  # a hook so near to the place counts as closed there
OUTWARD_MPS = 0.05  # who drifts out more slowly does not get there


def is_near(state: State, crew: Crew, step: Step) -> bool:
    """A shoulder is within reach of the place."""
    site = state.worksites[step.spec.worksite]
    return min(distance(shoulder(crew, side), site.at) for side in (0, 1)) <= site.reach_m


def hooks_there(state: State, crew: Crew, step: Step) -> int:
    """How many hooks are closed near the place."""
    at = state.worksites[step.spec.worksite].at
    return sum(hook.state == "closed" and distance(hook.at, at) <= CLIP_NEAR_M for hook in crew.hooks)


def is_floating(crew: Crew) -> bool:
    """A line holds him and nothing else does."""
    is_held = any(hand.state == "gripping" for hand in crew.hands) or bool(crew.restraint)
    return not is_held and any(hook.state == "closed" for hook in crew.hooks)


def why_not(state: State, crew: Crew, step: Step) -> Refused:
    """What a presence that is not fulfilled waits for."""
    is_here = is_near(state, crew, step)
    if step.spec.kind == "clip":
        return Refused("clip_here" if is_here else "not_in_reach")
    if step.spec.kind == "float_out":
        if is_floating(crew):
            way, v = step.spec.direction, crew.body.velocity
            speed = (v.x * way[0] + v.y * way[1]) / max(length(way), 1e-6)
            return Refused("floating" if speed > OUTWARD_MPS else "not_in_reach")
        return Refused("let_go_here" if is_here else "not_in_reach")
    return Refused("not_in_reach")


def is_fulfilled(state: State, crew: Crew, step: Step) -> bool:
    """He is there and holds on, as many hooks as asked for are closed there, or he is far enough out on his line."""
    if crew.is_inside:
        return False
    if step.spec.kind == "float_out":
        at = state.worksites[step.spec.worksite].at
        return is_floating(crew) and distance(tuple(crew.body.position), at) >= step.spec.away_m
    if not is_near(state, crew, step):
        return False
    if step.spec.kind == "clip":
        return hooks_there(state, crew, step) >= min(step.spec.count, len(crew.hooks))
    return any(hand.state == "gripping" for hand in crew.hands)

"""How a step stands, and where a hand works on it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.spec import ROUTING, WIPING
from game.sim.work import moving, stroke, wiping

if TYPE_CHECKING:
    from game.sim.parts import Step
    from game.sim.spec import Point
    from game.sim.state import State


def done_steps(state: State) -> set[str]:
    """Ids of the steps that are done."""
    return {step.spec.id for step in state.steps if step.is_done}


def step_state(state: State, step: Step, done: set[str] | None = None) -> str:
    """locked, open, active or done; `done` for whoever asks for all has asked `done_steps` once."""
    if step.is_done:
        return "done"
    if done is None and step.spec.needs:
        done = done_steps(state)
    if done is not None and not done.issuperset(step.spec.needs):
        return "locked"
    return "active" if step.index in [crew.working for crew in state.crew.values()] else "open"


def place_of(state: State, step: Step) -> Point:
    """Where a hand must be to work on it now."""
    if step.spec.kind in WIPING:
        return wiping.hand_at(state, step)
    if step.spec.kind in ROUTING:
        return stroke.item_at(state, step)
    if step.spec.kind == "ride":
        return moving.ring_of(state, state.movers[step.spec.mover])
    site = state.worksites.get(step.spec.worksite)
    return site.at if site else (0.0, 0.0)

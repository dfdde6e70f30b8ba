"""What a finished step changes besides itself: units on leash and in seats, the hatch, who is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.rules import leash
from game.sim.rules.hands import let_go_of, release
from game.sim.rules.hooks import open_hook
from game.sim.rules.restraint import leave

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step
    from game.sim.state import State


def take_place(state: State, crew: Crew, step: Step) -> None:
    """Let the consequence of a finished step happen."""
    effect = EFFECTS.get(step.spec.kind)
    if effect is not None:
        effect(state, crew, step)


def _leash_on(state: State, crew: Crew, step: Step) -> None:
    if crew.leashed != step.spec.unit:
        leash.put_on_leash(state, crew, state.units[step.spec.unit])


def _seat(state: State, crew: Crew, step: Step) -> None:
    unit = state.units[step.spec.unit]
    if crew.leashed == unit.id:
        leash.take_off_leash(state, crew)
    for person in state.crew.values():
        let_go_of(state, person, unit.id)
    unit.state = "seated" if step.spec.kind == "insert" else "stowed"
    unit.worksite = step.spec.worksite
    state.pending.append(("fix", unit.id))
    state.tell("unit_seated", crew.id, unit.id, step.spec.worksite, at=state.worksites[step.spec.worksite].at)


def _open_hatch(state: State, crew: Crew, step: Step) -> None:
    del step
    state.is_hatch_open, state.airlock_pa, state.phase = True, 0.0, "outside"
    state.tell("hatch_opened", crew.id)
    for person in state.crew.values():
        person.is_inside = False


def _go_in(state: State, crew: Crew, step: Step) -> None:
    if crew.towing:
        other = state.crew[crew.towing]
        crew.towing, other.towed_by = "", ""
        _go_in(state, other, step)
    crew.is_inside = True
    crew.body.velocity, crew.body.angular_velocity = (0.0, 0.0), 0.0
    for hand in crew.hands:
        release(state, crew, hand)
    for hook in crew.hooks:
        if hook.state != "stowed":
            open_hook(state, crew, hook)
    leave(state, crew)
    if crew.leashed:
        unit = leash.take_off_leash(state, crew)
        if unit:
            unit.state, unit.worksite = "inside", step.spec.worksite
            state.pending.append(("fix", unit.id))
    state.tell("inside", crew.id, at=tuple(crew.body.position))


def _close_hatch(state: State, crew: Crew, step: Step) -> None:
    del step
    state.is_hatch_open, state.phase = False, "inside"
    state.tell("hatch_closed", crew.id)


EFFECTS = {
    "fetch": _leash_on,
    "extract": _leash_on,
    "stow": _seat,
    "insert": _seat,
    "open_hatch": _open_hatch,
    "ingress": _go_in,
    "close_hatch": _close_hatch,
}

"""Blows are spread over `contact_s`: force = impulse / time. Fragile parts have a limit, keep-out zones are told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.ticks import TICK_S, ticks
from game.sim.vec import inside

if TYPE_CHECKING:
    from game.sim.parts import Crew
    from game.sim.state import State


def observe(state: State) -> None:
    """Sum the impulses of the tick for each person, tell of new blows, damage and keep-out zones."""
    t = state.tuning
    window = ticks(t.contact_s)
    struck: dict[str, list[tuple[str, float, tuple[float, float]]]] = {}
    for body, shape, impulse, at in state.impulses:
        struck.setdefault(body, []).append((shape, impulse, at))
    state.impulses.clear()
    for crew in state.crew.values():
        blows = struck.get(crew.id, [])
        crew.blows.append(sum(impulse for _, impulse, _ in blows))
        del crew.blows[: -window or None]
        force = sum(crew.blows) / (window * TICK_S)
        crew.max_contact_n = max(crew.max_contact_n, force)
        touching = bool(blows)
        if touching and not crew.is_touching and force >= t.contact_note_n:
            shape, _, at = max(blows, key=lambda blow: (blow[1], blow[0]))
            state.tell("contact", crew.id, "", shape, force, at)
        crew.is_touching = touching
        for shape, _, at in blows:
            _damage(state, crew.id, shape, force, at)
        _keep_out(state, crew)
    for unit in state.units.values():
        for shape, impulse, at in struck.get(unit.id, []):
            _damage(state, unit.id, shape, impulse / t.contact_s, at)


def _damage(state: State, who: str, shape_id: str, force: float, at: tuple[float, float]) -> None:
    limit = state.fragile_limits.get(shape_id, 0.0)
    if limit and force > limit and shape_id not in state.damaged:
        state.damaged.append(shape_id)
        state.tell("damaged", who, shape_id, shape_id, force, at)


def _keep_out(state: State, crew: Crew) -> None:
    if crew.is_inside:
        return
    place = bodies.place(crew.body)
    now = tuple(shape.id for shape in state.keep_out if inside(place, shape.outline))
    if now == crew.in_keep_out:
        return
    for shape_id in now:
        if shape_id not in crew.in_keep_out:
            state.tell("keep_out_entered", crew.id, "", shape_id, at=place)
    for shape_id in crew.in_keep_out:
        if shape_id not in now:
            state.tell("keep_out_left", crew.id, "", shape_id, at=place)
    crew.in_keep_out = now

"""Tucking changes the inertia and keeps the angular momentum; lean and wanted speed are taken from the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.ticks import TICK_S
from game.sim.vec import clamp_length

if TYPE_CHECKING:
    from game.sim.state import State

MILLI = 1e-3


def apply(state: State) -> None:
    """Read drive, lean and tuck; change the inertia at the pace of the muscles."""
    t = state.tuning
    for crew in state.crew.values():
        order = state.order(crew.id)
        able = crew.is_conscious and not crew.is_inside
        wish = (order.drive_x_mmps * MILLI, order.drive_y_mmps * MILLI) if able else (0.0, 0.0)
        crew.drive = clamp_length(wish, t.drive_mps)
        crew.lean = order.lean_mrad * MILLI
        crew.is_steady = order.steady and able
        wanted = 1.0 if order.tuck and able and not crew.restraint else 0.0
        if crew.tuck == wanted:
            continue
        pace = TICK_S / t.tuck_s
        before = crew.tuck
        crew.tuck = min(wanted, before + pace) if wanted > before else max(wanted, before - pace)
        body = crew.body
        old = body.moment
        new = t.inertia_stretched_kgm2 + (t.inertia_tucked_kgm2 - t.inertia_stretched_kgm2) * crew.tuck
        new *= crew.mass_kg / t.crew_mass_kg
        body.moment = new
        body.angular_velocity *= old / new
        if crew.tuck == wanted:
            state.tell("tucked" if wanted else "stretched", crew.id, at=tuple(body.position))

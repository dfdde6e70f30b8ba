"""The pool: water slows what moves, trim never is perfect, and divers bring back who has let go.

Quadratic drag F = c v^2 with c = 1/2 rho Cd A, the same for turning; a floated suit is trimmed to a few newtons and
likes to hang head up. Water that is carried along (added mass) is left out. In space none of this is there.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.ticks import TICK_S

if TYPE_CHECKING:
    import pymunk

    from game.sim.state import State

DIVER_WAIT_S = 3.0  # a diver comes to who holds nothing after this time
DIVER_N = 60.0
DIVER_LOOK_M = 40.0
AFLOAT = ("free", "leashed", "lost", "jettisoned")  # states of a unit that the water flows round
AREA_M2 = 0.8  # of a suit from the side; a unit has its own


def push(state: State, dt_s: float) -> None:  # noqa: ARG001 - every push has the same form
    """Drag, trim and divers for one sub-step."""
    if state.spec.environment != "pool":
        return
    t = state.tuning
    for crew in state.crew.values():
        body = crew.body
        _drag(body, t.water_drag_nspm2, t.water_turn_nms2)
        x, y, angle = bodies.pose(body)
        # floats and weights: a little too light or too heavy, drawn once, and righted by a few newton metres
        bodies.push(body, (0.0, t.water_trim_n * state.trim), (x, y))
        bodies.twist(body, -(t.water_right_nm * math.sin(angle)))
        if crew.is_adrift and (state.tick - crew.adrift_since) * TICK_S > DIVER_WAIT_S:
            near = state.holds.near((x, y), DIVER_LOOK_M)
            if near:
                dx, dy = near[0].at[0] - x, near[0].at[1] - y
                away = max(1e-6, math.hypot(dx, dy))
                bodies.push(body, (DIVER_N * dx / away, DIVER_N * dy / away), (x, y))
    for unit in state.units.values():
        if unit.state in AFLOAT:
            share = unit.spec.size_m[0] * unit.spec.size_m[1] / AREA_M2
            _drag(unit.body, t.water_drag_nspm2 * share, t.water_turn_nms2 * share * share)


def _drag(body: pymunk.Body, push_nspm2: float, turn_nms2: float) -> None:
    x, y, _, vx, vy, spin = bodies.motion(body)
    speed = math.hypot(vx, vy)
    bodies.push(body, (-push_nspm2 * speed * vx, -push_nspm2 * speed * vy), (x, y))
    bodies.twist(body, -(turn_nms2 * abs(spin) * spin))


def observe(state: State) -> None:
    """Tell once of a diver who comes to help."""
    if state.spec.environment != "pool":
        return
    for crew in state.crew.values():
        if crew.is_adrift and state.tick - crew.adrift_since == round(DIVER_WAIT_S / TICK_S):
            state.tell("diver_helps", crew.id, at=tuple(crew.body.position))

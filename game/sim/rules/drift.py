"""What was let go moves by the Hill equations; far from all and untethered it is lost, or jettisoned if it left well.

Source: Clohessy-Wiltshire in the plane of the orbit, x forward, y zenith: ax = -2 n vy, ay = 2 n vx + 3 n^2 y.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.sim.state import State

ORBIT_RATE = 0.001128  # rad/s at 415 km


def push(state: State, dt_s: float) -> None:  # noqa: ARG001 - every push has the same form
    """Apply the relative acceleration of the orbit to what has left for good; a lab may have no orbit."""
    if state.track is None:
        return
    n = ORBIT_RATE
    for unit in state.units.values():
        if unit.state not in ("lost", "jettisoned"):
            continue
        body = unit.body
        vx, vy = body.velocity
        m = body.mass
        y = body.position.y
        body.apply_force_at_world_point((-2.0 * n * vy * m, (2.0 * n * vx + 3.0 * n * n * y) * m), body.position)


def is_in_cone(vx: float, vy: float, cone_rad: float, min_mps: float) -> bool:
    """The velocity points backwards within the cone and is not too slow."""
    speed = math.hypot(vx, vy)
    return speed >= min_mps and math.acos(max(-1.0, min(1.0, -vx / speed))) <= cone_rad


def observe(state: State) -> None:
    """Tell of untethered units that are gone: sent off as a step wanted, or backwards in the cone, or else lost."""
    t = state.tuning
    whole = [line for line in state.spec.lines if not state.lab_lines[line.id].is_broken]
    tied = {end for line in whole for end in (line.body_a, line.body_b)}
    people = [bodies.place(crew.body) for crew in state.crew.values()]
    for unit in state.units.values():
        if unit.state != "free" or not people or unit.id in tied:
            continue
        place = bodies.place(unit.body)
        vx, vy = bodies.velocity(unit.body)
        speed = math.hypot(vx, vy)
        if speed < 1e-3 or min(distance(place, p) for p in people) < t.lost_m:
            continue
        if unit.is_sent or is_in_cone(vx, vy, t.jettison_cone_rad, t.jettison_min_mps):
            unit.state = "jettisoned"
            state.tell("unit_jettisoned", "", unit.id, "", speed, place)
        else:
            unit.state = "lost"
            state.lost.append(unit.id)
            state.tell("unit_lost", "", unit.id, "", speed, place)

"""A gripping arm is a force-limited muscle between shoulder and hold, and a length limit when it is stretched.

The muscle drives the shoulder towards the wanted velocity with at most `pull_n`; a steady person who wants no velocity
holds his posture as a spring of the same muscle; a stretched arm holds as a stiff,
damped line. The wrist turns the body towards the wanted lean with at most `wrist_nm`. What the arm does to the body it
does, opposite, to the unit it holds; the structure takes the rest.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.parts import SHOULDERS
from game.sim.vec import wrap_angle

if TYPE_CHECKING:
    from game.sim.parts import Crew, Hand
    from game.sim.state import State

HOLD_STATES = ("gripping", "holding")


def push(state: State, dt_s: float) -> None:  # noqa: ARG001 - every push has the same form
    """Apply the forces and torques of all arms for one sub-step."""
    for crew in state.crew.values():
        if crew.is_inside:
            continue
        first, second = crew.hands
        grips = (first.state == "gripping") + (second.state == "gripping")
        if grips == 0 and first.state != "holding" and second.state != "holding":
            continue
        body = crew.body
        x, y, angle, vx, vy, spin = bodies.motion(body)
        c, s = math.cos(angle), math.sin(angle)
        torque = 0.0
        for hand in crew.hands:
            if hand.state in HOLD_STATES and hand.grasp:
                torque += _arm(state, crew, hand, grips, (x, y), (vx, vy), spin, (c, s))
        if grips:
            t = state.tuning
            wish = t.lean_stiffness_nm * wrap_angle(crew.lean - angle) - t.lean_damping_nms * spin
            limit = t.wrist_nm * grips
            torque += max(-limit, min(limit, wish))
        bodies.twist(body, torque)


def _arm(  # the body's state is read once for both arms
    state: State,
    crew: Crew,
    hand: Hand,
    grips: int,
    at: tuple[float, float],
    v: tuple[float, float],
    spin: float,
    turn: tuple[float, float],
) -> float:
    """Add the force of one arm at its shoulder; returns its torque about the centre of mass."""
    t = state.tuning
    lx, ly = SHOULDERS[hand.side]
    rx, ry = lx * turn[0] - ly * turn[1], lx * turn[1] + ly * turn[0]
    unit = state.units[hand.grasp.hold] if hand.grasp and hand.grasp.kind == "unit" else None
    if unit is None:
        hx, hy = hand.grasp.at if hand.grasp else (0.0, 0.0)
        ux = uy = 0.0
        if hand.grasp and hand.grasp.carrier:
            tip = state.movers[hand.grasp.carrier].body
            (hx, hy), (ux, uy) = tip.local_to_world(hand.grasp.local), tip.velocity
    else:
        local = hand.grasp.local if hand.grasp else (0.0, 0.0)
        hx, hy = bodies.world_of(unit.body, local)
        ux, uy = bodies.velocity_at(unit.body, (hx, hy))
    dx, dy = at[0] + rx - hx, at[1] + ry - hy
    wx, wy = v[0] - spin * ry - ux, v[1] + spin * rx - uy  # shoulder relative to the hold
    away = math.hypot(dx, dy)
    nx, ny = (dx / away, dy / away) if away > 1e-6 else (0.0, 1.0)
    if unit is None:
        gain, limit = t.drive_nspm / grips, t.pull_n
        fx, fy = gain * (crew.drive[0] - wx), gain * (crew.drive[1] - wy)
        if crew.drive != (0.0, 0.0) or not crew.is_steady:
            hand.rest = None
        elif hand.rest is None:
            if wx * wx + wy * wy < t.steady_mps * t.steady_mps:
                hand.rest = (dx, dy)  # come to rest: hold this posture from now on
        else:
            fx += t.steady_npm / grips * (hand.rest[0] - dx)
            fy += t.steady_npm / grips * (hand.rest[1] - dy)
    else:  # a held unit is kept about where it is, relative to the body
        gain, limit = min(t.drive_nspm, 2.0 * unit.spec.mass_kg), t.unit_guide_n
        fx, fy = -gain * wx, -gain * wy
    size = math.hypot(fx, fy)
    if size > limit:
        fx, fy = fx * limit / size, fy * limit / size
    stretch = away - t.reach_m
    radial = wx * nx + wy * ny
    if stretch > 0.0:
        hold = max(0.0, t.arm_stiffness_npm * stretch + t.arm_damping_nspm * radial)
        if unit is not None:
            hold = min(hold, t.grip_n)
        # the muscle does not push outwards against a stretched arm
        outward = fx * nx + fy * ny
        if outward > 0.0:
            fx, fy = fx - outward * nx, fy - outward * ny
        fx, fy = fx - hold * nx, fy - hold * ny
    elif away < t.near_m:
        hold = t.pull_n * (1.0 - away / t.near_m)
        fx, fy = fx + hold * nx, fy + hold * ny
    load = math.hypot(fx, fy)
    hand.peak_n = max(hand.peak_n, load)
    bodies.push(crew.body, (fx, fy), at)
    if unit is not None:
        bodies.push(unit.body, (-fx, -fy), (hx, hy))
    return rx * fy - ry * fx

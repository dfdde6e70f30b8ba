"""Guiding: a hand of limited force brings a unit along its way; it is caught softly in its seat.

Each stroke moves the wanted place on by its share of the way; the unit follows with its mass, the worker feels the
opposite force. A unit that goes in must be near its place, straight and slow before it counts.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.frame import Pose
from game.sim.parts import pose_of
from game.sim.rules import leash
from game.sim.vec import add, distance, mix, rotate, wrap_angle

from . import stroke

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step, Unit
    from game.sim.spec import Point
    from game.sim.state import State

IN = ("insert", "stow")
OUT = ("extract", "fetch")
PULL_OUT_M = 0.45  # an extracted unit comes this far out of its seat
OUT_M = 0.25  # nearer than this to where it should come out to, it is out
FOLLOW_RADPS = 3.0  # how briskly the hand brings it


def seat_pose(state: State, worksite: str) -> Pose:
    """Where a unit seats at a worksite: its centre at the place, its top along the pull-out direction."""
    site = state.worksites[worksite]
    return Pose(site.at[0], site.at[1], wrap_angle(site.angle_rad - math.pi / 2))


def begin(state: State, step: Step) -> None:
    """The hand has the unit from now on; one that comes out leaves its seat."""
    if step.start_pose is not None:
        return
    unit = state.units[step.spec.unit]
    step.start_pose = pose_of(unit.body)
    if step.spec.kind in OUT and unit.state in ("seated", "stowed"):
        state.pending.append(("free", unit.id))
        unit.state, unit.worksite = "free", ""
        leash.set_filter(unit, carried=True)
        state.tell("unit_freed", "", unit.id, step.spec.worksite, at=tuple(unit.body.position))


def share(state: State, step: Step) -> float:
    """0..1 of the way that the hand has asked for."""
    return min(1.0, (step.strokes + stroke.done(step)) / stroke.per_item(state, step.spec))


def target(state: State, step: Step) -> Pose:
    """Where the hand wants the unit now."""
    seat = seat_pose(state, step.spec.worksite)
    done = share(state, step)
    if step.spec.kind in IN:
        start = step.start_pose or seat
        turn = wrap_angle(seat.angle - start.angle)
        x, y = mix((start.x, start.y), (seat.x, seat.y), done)
        return Pose(x, y, start.angle + turn * min(1.0, 2.0 * done))
    out = rotate((PULL_OUT_M * done, 0.0), state.worksites[step.spec.worksite].angle_rad)
    return Pose(*add((seat.x, seat.y), out), seat.angle)


def push(state: State, crew: Crew, step: Step, dt_s: float) -> None:
    """One sub-step of the guiding hand; the worker feels its force and its twist where the unit is."""
    t = state.tuning
    unit = state.units[step.spec.unit]
    if step.start_pose is None or unit.state not in ("free", "leashed"):
        return
    goal = target(state, step)
    body = unit.body
    x, y, angle, vx, vy, spin = bodies.motion(body)
    mass, moment = bodies.inertia(body)
    stiff, damp = FOLLOW_RADPS**2 * mass, 2.0 * FOLLOW_RADPS * mass
    fx, fy = stiff * (goal.x - x) - damp * vx, stiff * (goal.y - y) - damp * vy
    size = math.hypot(fx, fy)
    if size > t.unit_guide_n:
        fx, fy = fx * t.unit_guide_n / size, fy * t.unit_guide_n / size
    step.force = min(size, t.unit_guide_n)
    turn = moment * (FOLLOW_RADPS**2 * wrap_angle(goal.angle - angle) - 2.0 * FOLLOW_RADPS * spin)
    bodies.push_pair(body, crew.body, (fx, fy), (x, y), dt_s)
    bodies.twist_pair(body, crew.body, max(-t.wrist_nm, min(t.wrist_nm, turn)))
    resist_n = _seat_n(state, step)
    if resist_n:  # the seat holds on to what comes out, and lets the worker feel it
        out = stroke.out_of(state, step.spec)
        bodies.push(crew.body, (-out[0] * resist_n, -out[1] * resist_n), (x, y))


def _seat_n(state: State, step: Step) -> float:
    """The pull of the seat on a unit that is being drawn out, over the first third of its way."""
    is_fast = step.spec.kind == "extract" and step.stroke_ticks > 0 and share(state, step) < 0.33
    stiff = state.stiffness.get(step.spec.id, 1.0)
    return step.spec.force_n * stiff * math.sin(math.pi * stroke.phase(step)) if is_fast else 0.0


def is_ready(state: State, step: Step) -> bool:
    """A unit that goes in is within the window of soft capture; one that comes out has come out indeed."""
    if share(state, step) < 1.0:
        return False
    if step.spec.kind not in IN:
        goal = target(state, step)
        return distance((goal.x, goal.y), bodies.place(state.units[step.spec.unit].body)) <= OUT_M
    t = state.tuning
    seat = seat_pose(state, step.spec.worksite)
    body = state.units[step.spec.unit].body
    v = body.velocity
    return (
        distance((seat.x, seat.y), tuple(body.position)) <= t.unit_capture_m
        and abs(wrap_angle(seat.angle - body.angle)) <= t.unit_capture_rad
        and math.hypot(v.x, v.y) <= t.unit_capture_mps
    )


def hand_at(state: State, step: Step) -> Point:
    """The hand on the unit."""
    unit: Unit = state.units[step.spec.unit]
    return bodies.place(unit.body)

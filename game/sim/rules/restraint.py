"""Boots in a foot restraint take the reaction: legs hold place and angle with limited force and torque."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.actions import Act
from game.sim.allow import Allowed, Answer, Refused
from game.sim.parts import BOOTS
from game.sim.rules import able
from game.sim.vec import distance, rotate, wrap_angle
from game.sim.work import moving

if TYPE_CHECKING:
    from game.sim.parts import Crew
    from game.sim.spec import Point, RestraintSpec
    from game.sim.state import State
    from game.sim.tuning import Tuning


def boots(crew: Crew) -> Point:
    """The soles, station frame."""
    x, y, angle = bodies.pose(crew.body)
    bx, by = rotate(BOOTS, angle)
    return x + bx, y + by


def may_enter_restraint(state: State, crew: Crew) -> Answer:
    """May the boots go into the nearest foot restraint? The target of `Allowed` is its spec."""
    t = state.tuning
    unable = able.why_not(crew)
    if unable is not None:
        return unable
    if crew.restraint:
        return Refused("done_already")
    place = boots(crew)
    found: list[tuple[float, str, RestraintSpec]] = [
        (distance(frame.at, place), frame.id, frame) for frame in state.restraints.values()
    ]
    if not found:
        return Refused("not_in_reach")
    away, _, frame = min(found, key=lambda item: item[:2])
    if away > t.boots_reach_m:
        return Refused("too_far", away - t.boots_reach_m)
    v = crew.body.velocity
    mx, my = moving.velocity_of(state, frame.id)
    speed = math.hypot(v.x - mx, v.y - my)
    if speed > t.catch_safe_mps:
        return Refused("too_fast", speed)
    return Allowed(frame)


def apply(state: State) -> None:
    """Obey the orders to enter and leave."""
    for crew in state.crew.values():
        act = state.order(crew.id).act
        if act == Act.ENTER_RESTRAINT:
            answer = may_enter_restraint(state, crew)
            if isinstance(answer, Allowed):
                crew.restraint = answer.target.id
                state.tell("restraint_entered", crew.id, "", crew.restraint, at=answer.target.at)
            else:
                state.refuse(crew, "restraint", answer.reason, answer.value)
        elif act == Act.LEAVE_RESTRAINT:
            unable = able.why_not(crew)
            if unable is None:
                leave(state, crew)
            else:
                state.refuse(crew, "restraint", unable.reason)


def leave(state: State, crew: Crew) -> None:
    """The boots are out."""
    if crew.restraint:
        state.tell("restraint_left", crew.id, "", crew.restraint, at=boots(crew))
        crew.restraint = ""


def legs(t: Tuning, away: Point, speed: Point) -> Point:
    """The force of the legs, N, from how far the boots are off and how fast they move against the restraint."""
    fx = t.boots_stiffness_npm * away[0] - t.boots_damping_nspm * speed[0]
    fy = t.boots_stiffness_npm * away[1] - t.boots_damping_nspm * speed[1]
    size = math.hypot(fx, fy)
    if size > t.boots_pull_n:
        fx, fy = fx * t.boots_pull_n / size, fy * t.boots_pull_n / size
    return fx, fy


def push(state: State, dt_s: float) -> None:  # noqa: ARG001 - every push has the same form
    """Legs pull the boots to the restraint and hold the body at its angle."""
    t = state.tuning
    for crew in state.crew.values():
        if not crew.restraint:
            continue
        frame = state.restraints[crew.restraint]
        place = moving.place_of(state, crew.restraint)
        body = crew.body
        x, y, angle, vx, vy, spin = bodies.motion(body)
        rx, ry = rotate(BOOTS, angle)
        ex, ey = place[0] - x - rx, place[1] - y - ry
        if math.hypot(ex, ey) > t.boots_reach_m + 0.3:
            leave(state, crew)
            continue
        mx, my = moving.velocity_of(state, frame.id)
        wx, wy = vx - spin * ry - mx, vy + spin * rx - my
        fx, fy = legs(t, (ex, ey), (wx, wy))
        lean = frame.angle_rad
        torque = t.ankle_stiffness_nm * wrap_angle(lean - angle) - t.ankle_damping_nms * spin
        torque = max(-t.ankle_nm, min(t.ankle_nm, torque))
        bodies.push(body, (fx, fy), (x, y))
        bodies.twist(body, torque + rx * fy - ry * fx)

"""Releasing: a unit is pushed off by an arm over its whole stroke, with equal and opposite force at the same point.

A constant force over the reach of the arm brings the two to the wanted speed apart; a heavy unit leaves slower, since
force and stroke of an arm are limited: v = sqrt(2 F s / m), m the reduced mass. A hand that does not push through the
centre of mass makes it spin. Linear and angular momentum of both together are kept to rounding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.holds import handle_of
from game.sim.rules import leash
from game.sim.rules.hands import let_go_of
from game.sim.ticks import TICK_S
from game.sim.vec import add, clamp_length, rotate, scale

if TYPE_CHECKING:
    from game.sim.parts import Crew, Unit
    from game.sim.spec import Point
    from game.sim.state import State


CALM_MPS = 0.04
CALM_RADPS = 0.06
SETTLE_PS = 4.0  # how briskly a hand takes motion and spin off


@dataclass(slots=True)
class Shove:
    """A push-off under way."""

    unit: str
    direction: Point  # unit vector, station frame
    force_n: float
    ticks: int
    local: Point  # where the hand pushes, body frame of the unit
    step: int = -1  # of the work it is part of


def begin(state: State, crew: Crew, unit: Unit, direction: Point, speed_mps: float, step: int = -1) -> None:
    """Let go of everything that holds the unit and begin to push it off along `direction`."""
    t = state.tuning
    size = math.hypot(*direction)
    nx, ny = (direction[0] / size, direction[1] / size) if size > 1e-9 else (-1.0, 0.0)
    let_go_of(state, crew, unit.id)
    if crew.leashed == unit.id:
        leash.take_off_leash(state, crew)
    a, b = unit.body, crew.body
    reduced = a.mass * b.mass / (a.mass + b.mass)
    most = min(speed_mps, math.sqrt(2.0 * t.shove_n * t.shove_m / reduced))
    # the hand takes off what the unit does aside, too: the push goes along what is missing to the wanted velocity
    lacks = (nx * most - a.velocity.x + b.velocity.x, ny * most - a.velocity.y + b.velocity.y)
    gain = math.hypot(*lacks)
    way = scale(lacks, 1.0 / gain) if gain > 1e-9 else (nx, ny)
    ticks = max(1, math.ceil(max(t.shove_s, reduced * gain / t.shove_n) / TICK_S))
    is_held = bool(crew.restraint) or any(hand.state == "gripping" for hand in crew.hands)
    offset = t.shove_offset_m * (1.0 if is_held else t.shove_loose) * (2.0 * state.dice["tremor"].roll() - 1.0)
    at = add(tuple(a.position), (-ny * offset, nx * offset))
    local = rotate((at[0] - a.position.x, at[1] - a.position.y), -a.angle)
    crew.shove = Shove(unit.id, way, reduced * gain / (ticks * TICK_S), ticks, local, step)
    unit.state = "free"
    leash.set_filter(unit, carried=True)  # it leaves past the thrower's own body


def push(state: State, dt_s: float) -> None:
    """One sub-step of every push-off."""
    for crew in state.crew.values():
        shove = crew.shove
        if shove is None:
            continue
        unit, body = state.units[shove.unit].body, crew.body
        force = scale(shove.direction, shove.force_n)
        bodies.push_pair(unit, body, force, bodies.world_of(unit, shove.local), dt_s)


def is_settled(crew: Crew, unit: Unit) -> bool:
    """The unit rests before the hand and hardly turns: it may be pushed off."""
    v, own = unit.body.velocity, crew.body.velocity
    return math.hypot(v.x - own.x, v.y - own.y) <= CALM_MPS and abs(unit.body.angular_velocity) <= CALM_RADPS


def settle(state: State, crew: Crew, unit: Unit, dt_s: float) -> None:
    """One sub-step of a hand that holds the unit before it is pushed off: its motion and spin are taken off."""
    t = state.tuning
    a, b = unit.body, crew.body
    mass = a.mass * b.mass / (a.mass + b.mass)
    v, own = a.velocity, b.velocity
    force = clamp_length((-SETTLE_PS * mass * (v.x - own.x), -SETTLE_PS * mass * (v.y - own.y)), t.unit_guide_n)
    bodies.push_pair(a, b, force, bodies.place(a), dt_s)
    turn = max(-t.wrist_nm, min(t.wrist_nm, -SETTLE_PS * a.moment * a.angular_velocity))
    bodies.twist_pair(a, b, turn)


def end_tick(state: State, crew: Crew) -> Unit | None:
    """Count a tick of the push-off; the unit that has just left, or None."""
    shove = crew.shove
    if shove is None:
        return None
    shove.ticks -= 1
    if shove.ticks > 0:
        return None
    crew.shove = None
    unit = state.units[shove.unit]
    v = unit.body.velocity
    state.tell("unit_thrown", crew.id, unit.id, "", math.hypot(v.x, v.y), tuple(unit.body.position))
    return unit


def hand_at(state: State, crew: Crew) -> Point | None:
    """The hand on the unit that is being pushed."""
    return handle_of(state.units[crew.shove.unit]) if crew.shove else None

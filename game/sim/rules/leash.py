"""A unit hangs on the tool leash or is held by its handle; who may push it off is answered here too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pymunk

from game.sim import bodies
from game.sim.actions import Act
from game.sim.allow import Allowed, Answer, Refused
from game.sim.holds import handle_of
from game.sim.rules import able
from game.sim.rules.hands import shoulder
from game.sim.tether import LineEnd
from game.sim.ticks import TICK_S
from game.sim.vec import clamp_length, distance, rotate, sub, wrap_angle

if TYPE_CHECKING:
    from game.sim.parts import Crew, Unit
    from game.sim.state import State
    from game.sim.tether import Tether

CARRY = (0.0, -0.30)  # before the thighs, body frame: where the wearer fits through, so does the unit
CARRY_RADPS = 2.0  # how briskly it is brought there
CARRIED = 0b0100
STRUCTURE = 0b0001
CREW = 0b0010
UNIT = 0b1000


def may_leash(state: State, crew: Crew) -> Answer:
    """May the leash go on to the nearest loose unit? The target of `Allowed` is the Unit."""
    unable = able.why_not(crew)
    if unable is not None:
        return unable
    if crew.leashed:
        return Refused("leash_busy")
    loose = [u for u in state.units.values() if u.state in ("free", "lost")]
    reach = state.tuning.reach_m + 0.1
    near = [
        (min(distance(shoulder(crew, side), handle_of(u)) for side in (0, 1)), u.id, u)
        for u in loose
    ]  # fmt: skip
    near = [item for item in near if item[0] <= reach]
    if not near:
        return Refused("no_unit")
    if not _spare_hand(crew):
        return Refused("hand_free_needed")
    return Allowed(min(near, key=lambda item: item[:2])[2])


def may_unleash(crew: Crew) -> Answer:
    """May the unit be let off the leash?"""
    unable = able.why_not(crew)
    if unable is not None:
        return unable
    return Allowed() if crew.leashed else Refused("no_unit")


def may_throw(state: State, crew: Crew) -> Answer:
    """May a unit be pushed off? The target of `Allowed` is the Unit: the one held, or the one on the leash."""
    unable = able.why_not(crew)
    if unable is not None:
        return unable
    for hand in crew.hands:
        if hand.state == "holding" and hand.grasp:
            return Allowed(state.units[hand.grasp.hold])
    if crew.leashed:
        unit = state.units[crew.leashed]
        if not _spare_hand(crew):
            return Refused("hand_free_needed")
        return Allowed(unit)
    return Refused("no_unit")


def _spare_hand(crew: Crew) -> bool:
    return any(hand.state in ("free", "holding") for hand in crew.hands)


def apply(state: State) -> None:
    """Obey the orders to leash and unleash."""
    for crew in state.crew.values():
        order = state.order(crew.id)
        if order.act == Act.LEASH:
            answer = may_leash(state, crew)
            if isinstance(answer, Allowed):
                put_on_leash(state, crew, answer.target)
            else:
                state.refuse(crew, "leash", answer.reason, answer.value)
        elif order.act == Act.UNLEASH:
            answer = may_unleash(crew)
            if isinstance(answer, Allowed):
                take_off_leash(state, crew)
            else:
                state.refuse(crew, "leash", answer.reason)
        if crew.leashed:
            _keep_short(state, crew)


def _keep_short(state: State, crew: Crew) -> None:
    """Leash is given while the unit is worked with, and taken in for the way."""
    t = state.tuning
    if _is_worked(state, crew):
        crew.leash.haul(-2.0 * t.leash_haul_mps, TICK_S, t.leash_haul_n)
    elif crew.leash.paid_out_m > t.leash_carry_m:
        crew.leash.haul(t.leash_haul_mps, TICK_S, t.leash_haul_n)


def push(state: State, dt_s: float) -> None:
    """A unit that is only carried is kept before the wearer's body with limited force; he feels the opposite."""
    t = state.tuning
    for crew in state.crew.values():
        if not crew.leashed or crew.is_inside or _is_worked(state, crew):
            continue
        unit, body = state.units[crew.leashed].body, crew.body
        if state.units[crew.leashed].held_by:
            continue
        x, y, angle, vx, vy, spin = bodies.motion(unit)
        _, _, own_angle, _, _, own_spin = bodies.motion(body)
        goal_x, goal_y = bodies.world_of(body, CARRY)
        there_vx, there_vy = bodies.velocity_at(body, (x, y))
        (mass, moment), (own_mass, own_moment) = bodies.inertia(unit), bodies.inertia(body)
        m = mass * own_mass / (mass + own_mass)
        fx = m * (CARRY_RADPS**2 * (goal_x - x) - 2.0 * CARRY_RADPS * (vx - there_vx))
        fy = m * (CARRY_RADPS**2 * (goal_y - y) - 2.0 * CARRY_RADPS * (vy - there_vy))
        fx, fy = clamp_length((fx, fy), t.leash_haul_n)
        bodies.push_pair(unit, body, (fx, fy), (x, y), dt_s)
        turn = CARRY_RADPS**2 * wrap_angle(own_angle - angle) - 2.0 * CARRY_RADPS * (spin - own_spin)
        turn = max(-t.wrist_nm, min(t.wrist_nm, turn * moment * own_moment / (moment + own_moment)))
        bodies.twist_pair(unit, body, turn)


def _is_worked(state: State, crew: Crew) -> bool:
    return crew.working >= 0 and state.steps[crew.working].spec.unit == crew.leashed


def _lines_of(state: State, crew: Crew) -> list[Tether]:
    """The lines that are fastened to a person: they go in front of what he carries."""
    tied = [line for line in state.lab_lines.values() if crew.body in (line.a.body, line.b.body)]
    return [*crew.tethers, *tied]


def put_on_leash(state: State, crew: Crew, unit: Unit) -> None:
    """The unit hangs on the person's leash."""
    local = rotate(sub(handle_of(unit), tuple(unit.body.position)), -unit.body.angle)
    crew.leash.reattach_b(LineEnd(unit.body, local))
    crew.leash.paid_out_m = crew.leash.spec.limit_m
    crew.leash.is_stowed = False
    crew.leashed = unit.id
    for line in _lines_of(state, crew):
        line.passes = (unit.body,)
    unit.state, unit.worksite = "leashed", ""
    if unit.id in state.lost:  # caught again
        state.lost.remove(unit.id)
    set_filter(unit, carried=True)
    state.tell("unit_leashed", crew.id, unit.id, "", 0.0, tuple(unit.body.position))


def take_off_leash(state: State, crew: Crew) -> Unit | None:
    """The leash is back on the suit; the unit floats free or is fixed by the caller."""
    if not crew.leashed:
        return None
    unit = state.units[crew.leashed]
    crew.leash.is_stowed = True
    crew.leashed = ""
    for line in _lines_of(state, crew):
        line.passes = ()
    if unit.state == "leashed":
        unit.state = "free"
    set_filter(unit, carried=False)
    state.tell("unit_unleashed", crew.id, unit.id, "", 0.0, tuple(unit.body.position))
    return unit


def set_filter(unit: Unit, *, carried: bool) -> None:
    """A carried unit passes in front of people; a loose one bumps into them."""
    if carried:
        set_mask(unit.body, STRUCTURE)
        return
    for shape in unit.body.shapes:
        shape.filter = pymunk.ShapeFilter(categories=UNIT, mask=STRUCTURE | CREW | UNIT)


def set_mask(body: pymunk.Body, mask: int) -> None:
    """What is carried passes in front of all but what the mask names."""
    for shape in body.shapes:
        shape.filter = pymunk.ShapeFilter(categories=CARRIED, mask=mask)


def set_own(body: pymunk.Body) -> None:
    """A person who moves by himself bumps into what blocks, and into loose units."""
    for shape in body.shapes:
        shape.filter = pymunk.ShapeFilter(categories=CREW, mask=STRUCTURE | UNIT)

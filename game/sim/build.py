"""A state from a `WorldSpec`: the only place that creates bodies, in the order of the spec."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pymunk
from pymunk.autogeometry import convex_decomposition

from game.sim.dice import Dice
from game.sim.holds import Holds
from game.sim.parts import (
    OUTLINE,
    REST_HANDS,
    SHOULDERS,
    WAIST,
    Crew,
    Grasp,
    Hand,
    Hook,
    Mover,
    Panel,
    Step,
    Unit,
    pose_of,
)
from game.sim.rails import nearest_on_rail, point_on_rail, span_index
from game.sim.rules import faults, leash, suit, work
from game.sim.rules.hooks import end_at
from game.sim.rules.orbit import Track
from game.sim.spec import SOLID_KINDS, CrewSpec, MoverSpec, Point, RailSpec, UnitSpec, WorldSpec
from game.sim.state import State
from game.sim.tether import LineEnd, Solid, Tether, Tethers
from game.sim.tuning import Tuning
from game.sim.vec import add, rotate, sub
from game.sim.work import guiding

if TYPE_CHECKING:
    from collections.abc import Sequence

ITERATIONS = 15
SLOP_M = 0.005  # the engine's own 0.1 would let a body sink 10 cm and be pushed out again, which makes energy
STREAMS = ("catch", "verify", "stiffness", "tremor", "stuck", "trim", "faults")
DAMAGE = {"normal": 1.0, "easy": 2.0, "off": 1e9}  # what things bear, by the dial


def build(spec: WorldSpec, seed: int) -> State:
    """The world at tick 0. Raises ValueError naming what does not fit together."""
    bears = DAMAGE[spec.dials.damage]
    tuning = Tuning.with_rows(spec.tuning)
    tuning = replace(tuning, hook_n=tuning.hook_n * bears)
    space = pymunk.Space()
    space.iterations = ITERATIONS
    space.collision_bias = 0.1
    space.collision_slop = SLOP_M
    solids = [
        _solid(space, shape.id, shape.outline, tuning) for shape in spec.structure.shapes if shape.kind in SOLID_KINDS
    ]
    state = State(
        spec=spec,
        tuning=tuning,
        space=space,
        holds=Holds(spec.structure),
        rails={rail.id: rail for rail in spec.structure.rails},
        worksites={site.id: site for site in spec.structure.worksites},
        restraints={frame.id: frame for frame in spec.structure.restraints},
        hatches={hatch.id: hatch for hatch in spec.structure.hatches},
        keep_out=tuple(shape for shape in spec.structure.shapes if shape.kind == "keep_out"),
        tethers=Tethers(solids),
        crew={},
        units={},
        lab_lines={},
        steps=[Step(index, step) for index, step in enumerate(spec.steps)],
        dice={name: Dice(seed, name) for name in STREAMS},
        fragile_limits={shape.id: shape.limit_n * bears for shape in spec.structure.shapes if shape.kind == "fragile"},
        hold_limits={rail.id: rail.limit_n * bears for rail in spec.structure.rails}
        | {eye.id: eye.limit_n * bears for eye in spec.structure.eyes},
    )
    for step in spec.steps:
        state.stiffness[step.id] = state.dice["stiffness"].between(0.85, 1.15)
    for number, step in enumerate(spec.steps):
        state.steps[number].is_stuck = step.stuck_chance > 0.0 and state.dice["stuck"].roll() < step.stuck_chance
    for panel in spec.panels:
        state.panels[panel.id] = Panel(panel.id, panel, panel.opened, panel.opened)
    for mover in spec.movers:
        state.movers[mover.id] = _mover(state, mover)
    for person in spec.crew:
        state.crew[person.id] = _crew(state, person)
    for unit in spec.units:
        state.units[unit.id] = make_unit(state, unit)
    state.faults = faults.plan(state)
    for line in spec.lines:
        ends = [_end(state, body, at) for body, at in ((line.body_a, line.at_a), (line.body_b, line.at_b))]
        tether = Tether(line.id, line.tether, *ends)
        state.lab_lines[line.id] = tether
        state.tethers.add(tether)
    state.trim = 2.0 * state.dice["trim"].roll() - 1.0
    is_open = spec.clock.starts_open
    state.is_hatch_open, state.phase = is_open, "outside" if is_open else "preparation"
    state.airlock_pa = 0.0 if is_open else work.SEA_LEVEL_PA
    state.factor = spec.clock.rate
    for crew in state.crew.values():
        crew.is_inside = not is_open
    if spec.orbit:
        state.track = Track(spec.orbit)
        state.orbit = state.track.frame(0.0)
    _listen(state)
    return state


def _solid(space: pymunk.Space, shape_id: str, outline: Sequence[Point], tuning: Tuning) -> Solid:
    pieces = convex_decomposition([*outline, outline[0]], 0.001) if not _is_convex(outline) else [list(outline)]
    for piece in pieces:
        poly = pymunk.Poly(space.static_body, piece)
        _surface(poly, tuning)
        poly.filter = pymunk.ShapeFilter(categories=leash.STRUCTURE)
        poly.owner = shape_id  # read back by the contact listener
        space.add(poly)
    return Solid(shape_id, space.static_body, tuple(outline))


def _mover(state: State, spec: MoverSpec) -> Mover:
    length, angle = spec.length_m, spec.angle_rad
    tip = add(spec.at, rotate((length, 0.0), angle))
    body = pymunk.Body(body_type=pymunk.Body.KINEMATIC)
    body.position = tip
    state.space.add(body)
    if spec.restraint:  # it is at the tip, wherever the station has it
        state.restraints[spec.restraint] = replace(state.restraints[spec.restraint], at=tip)
        state.holds.carry(spec.restraint, spec.id, (0.0, 0.0))
    ring = state.holds.named(spec.eye) if spec.eye else None
    if ring is not None:
        state.holds.carry(spec.eye, spec.id, sub(ring.at, tip))
    state.holds.move(spec.id, tip)
    if spec.rail:
        state.hold_limits[spec.rail] = RailSpec("", (), ()).limit_n * DAMAGE[state.spec.dials.damage]
    return Mover(spec.id, spec, length, angle, length, angle, tip, body)


def box(width: float, height: float) -> tuple[Point, ...]:
    """A box about the origin, counter-clockwise."""
    w, h = width / 2, height / 2
    return (-w, -h), (w, -h), (w, h), (-w, h)


def _is_convex(outline: Sequence[Point]) -> bool:
    n = len(outline)
    for i in range(n):
        (ax, ay), (bx, by), (cx, cy) = outline[i], outline[(i + 1) % n], outline[(i + 2) % n]
        if (bx - ax) * (cy - by) - (by - ay) * (cx - bx) < -1e-9:
            return False
    return True


def _surface(shape: pymunk.Shape, tuning: Tuning) -> None:
    shape.elasticity = tuning.contact_elasticity**0.5  # pymunk multiplies the two
    shape.friction = tuning.contact_friction**0.5


def _crew(state: State, spec: CrewSpec) -> Crew:
    t = state.tuning
    own = Tuning.with_rows((*spec.kit.rows, *state.spec.tuning))
    mass = spec.mass_kg or t.crew_mass_kg
    body = pymunk.Body(mass, t.inertia_stretched_kgm2 * mass / t.crew_mass_kg)
    body.position, body.angle = spec.at, spec.angle_rad
    body.velocity, body.angular_velocity = spec.velocity_mps, spec.spin_radps
    shape = pymunk.Poly(body, list(OUTLINE), radius=0.02)
    _surface(shape, t)
    leash.set_own(body)
    shape.owner = spec.id
    state.space.add(body, shape)
    places = [add(spec.at, rotate(REST_HANDS[side], spec.angle_rad)) for side in (0, 1)]
    hands = (Hand(0, places[0], places[0]), Hand(1, places[1], places[1]))
    ring = add(spec.at, rotate(WAIST, spec.angle_rad))
    hooks = tuple(Hook(index, ring, ring) for index in range(len(spec.kit.tethers)))
    bears = DAMAGE[state.spec.dials.damage]
    lines = [replace(line, break_n=line.break_n * bears) for line in (*spec.kit.tethers, spec.kit.leash)]
    tethers = tuple(
        Tether(f"{spec.id}.tether{index + 1}", line, LineEnd(body, WAIST), LineEnd(body, WAIST))
        for index, line in enumerate(lines[:-1])
    )
    own_leash = Tether(f"{spec.id}.leash", lines[-1], LineEnd(body, WAIST), LineEnd(body, WAIST))
    for tether in (*tethers, own_leash):
        tether.is_stowed = True
        state.tethers.add(tether)
    crew = Crew(
        id=spec.id, spec=spec, body=body, hands=hands, hooks=hooks, tethers=tethers, leash=own_leash,
        suit=suit.fresh(own), tuning=own, before=pose_of(body), now=pose_of(body), mass_kg=mass,
    )  # fmt: skip
    for hand, hold in zip(hands, spec.holds, strict=False):
        if hold:
            hand.grasp = _grasp(state, hold, hand.at, f"crew {spec.id}: hold")
            hand.state, hand.at, hand.before = "gripping", hand.grasp.at, hand.grasp.at
    for hook, hold in zip(hooks, spec.hooks, strict=False):
        if hold:
            near = add(spec.at, rotate(SHOULDERS[hook.index % 2], spec.angle_rad))
            grasp = _grasp(state, hold, near, f"crew {spec.id}: hook")
            hook.state, hook.grasp, hook.at, hook.before = "closed", grasp, grasp.at, grasp.at
            tethers[hook.index].reattach_b(end_at(state, grasp))
            tethers[hook.index].is_stowed = False
    return crew


def _grasp(state: State, hold: str, near: Point, place: str) -> Grasp:
    if hold in state.rails:
        rail = state.rails[hold]
        s, _ = nearest_on_rail(rail, near)
        return Grasp(hold, "rail", point_on_rail(rail, s), s, span_index(rail, s))
    ring = state.holds.named(hold)
    if ring is not None and ring.kind == "eye":
        return ring
    message = f"{place}: found {hold!r}, wanted the id of a rail or an eye of the station"
    raise ValueError(message)


def make_unit(state: State, spec: UnitSpec) -> Unit:
    """A unit where its spec wants it: in its seat, or free in the space."""
    width, height = spec.size_m
    body = pymunk.Body(spec.mass_kg, spec.mass_kg * (width * width + height * height) / 12.0)
    shape = pymunk.Poly.create_box(body, (width, height), radius=0.005)
    _surface(shape, state.tuning)
    shape.filter = pymunk.ShapeFilter(categories=leash.UNIT, mask=leash.STRUCTURE | leash.CREW | leash.UNIT)
    shape.owner = spec.id
    solid = Solid(spec.id, body, box(width, height))
    unit = Unit(spec.id, spec, body, solid, spec.state, spec.worksite, pose_of(body), pose_of(body))
    if spec.state == "free":
        body.position, body.angle = spec.at, spec.angle_rad
        body.velocity, body.angular_velocity = spec.velocity_mps, spec.spin_radps
        free(state, unit)
    else:
        if spec.worksite not in state.worksites:
            message = f"unit {spec.id}: found worksite {spec.worksite!r}, wanted one of {', '.join(state.worksites)}"
            raise ValueError(message)
        fix(state, unit)
    unit.before = unit.now = pose_of(body)
    return unit


def take(state: State, unit: Unit) -> None:
    """The unit is no body of the physics any more."""
    if unit.body in state.space.bodies:
        state.space.remove(unit.body, *unit.body.shapes)
        state.tethers.remove_solid(unit.solid)


def fix(state: State, unit: Unit) -> None:
    """The unit stands still in its seat and is no body of the physics any more."""
    pose = guiding.seat_pose(state, unit.worksite)
    take(state, unit)
    unit.body.position, unit.body.angle = (pose.x, pose.y), pose.angle
    unit.body.velocity, unit.body.angular_velocity = (0.0, 0.0), 0.0


def free(state: State, unit: Unit) -> None:
    """The unit is a body of the physics again."""
    if unit.body not in state.space.bodies:
        state.space.add(unit.body, *unit.body.shapes)
        state.tethers.add_solid(unit.solid)


def _end(state: State, body: str, at: Point) -> LineEnd:
    if body == "":
        return LineEnd(state.space.static_body, at)
    found = state.crew.get(body) or state.units.get(body)
    if found is not None:
        return LineEnd(found.body, at)
    message = f"line end: found body {body!r}, wanted a crew or unit id, or nothing for the structure"
    raise ValueError(message)


def _listen(state: State) -> None:
    """Contacts are only noted here: nothing is added or removed inside the engine's callback."""

    def note(arbiter: pymunk.Arbiter, _space: pymunk.Space, _data: object) -> None:
        first, second = arbiter.shapes
        impulse = arbiter.total_impulse.length
        if impulse <= 0.0:
            return
        points = arbiter.contact_point_set.points
        at = tuple(points[0].point_a) if points else tuple(first.body.position)
        a, b = first.owner, second.owner
        state.impulses.append((a, b, impulse, at))
        state.impulses.append((b, a, impulse, at))

    state.space.on_collision(post_solve=note)

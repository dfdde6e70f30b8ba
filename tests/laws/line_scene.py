"""Scenes with bodies, solids and lines alone, and the sums that laws are about."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

import pymunk

from game.sim.free_path import is_cut
from game.sim.spec import Point, TetherSpec
from game.sim.tether import LineEnd, Solid, Tether, Tethers

TICK_S = 1.0 / 60.0


def box(width: float, height: float, x: float = 0.0, y: float = 0.0) -> tuple[Point, ...]:
    """A box about (x, y), counter-clockwise."""
    w, h = width / 2, height / 2
    return (x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)


def peg(radius: float, corners: int, x: float = 0.0, y: float = 0.0) -> tuple[Point, ...]:
    """A regular polygon inscribed in a circle."""
    turns = [2.0 * pi * k / corners for k in range(corners)]
    return tuple((x + radius * cos(t), y + radius * sin(t)) for t in turns)


def fixed(limit_m: float, **more: float) -> TetherSpec:
    """A lossless fixed line that does not break, unless told otherwise."""
    values: dict[str, float] = {"damping": 0.0, "break_n": 1e9, **more}
    rest = values.pop("rest_m", limit_m)
    return TetherSpec("line", "fixed", rest, limit_m, **values)


class LineScene:
    """A space, its lines, and a clock of `substeps` per tick."""

    def __init__(self, substeps: int = 4) -> None:
        self.space = pymunk.Space()
        self.space.gravity = (0.0, 0.0)
        self.space.iterations = 15
        self.space.collision_slop = 1e-3
        self.space.collision_bias = 1e-4
        self.tethers = Tethers()
        self.bodies: list[pymunk.Body] = []
        self.step_s = TICK_S / substeps
        self.substeps = substeps

    def body(
        self,
        mass: float,
        at: Point,
        velocity: Point = (0.0, 0.0),
        spin: float = 0.0,
        inertia: float | None = None,
        shape: Sequence[Point] | None = None,
    ) -> pymunk.Body:
        """A free body; with a shape it collides."""
        body = pymunk.Body(mass, mass * 0.3 if inertia is None else inertia)
        body.position, body.velocity, body.angular_velocity = at, velocity, spin
        self.space.add(body)
        if shape is not None:
            poly = pymunk.Poly(body, list(shape))
            poly.elasticity, poly.friction = 0.5, 0.2
            self.space.add(poly)
        self.bodies.append(body)
        return body

    def anchor(self, at: Point) -> LineEnd:
        """A place on the structure."""
        return LineEnd(self.space.static_body, at)

    def solid(self, outline: Sequence[Point], body: pymunk.Body | None = None, *, collides: bool = False) -> Solid:
        """A solid of the structure or of a body."""
        owner = body or self.space.static_body
        solid = Solid(f"solid{len(self.space.shapes)}", owner, tuple(outline))
        self.tethers.add_solid(solid)
        if collides:
            from pymunk.autogeometry import convex_decomposition

            for piece in convex_decomposition([*outline, outline[0]], 0.001):
                poly = pymunk.Poly(owner, piece)
                poly.elasticity, poly.friction = 0.5, 0.2
                self.space.add(poly)
        return solid

    def line(self, spec: TetherSpec, a: LineEnd, b: LineEnd) -> Tether:
        """A line between two ends."""
        line = Tether(f"line{len(self.tethers.lines)}", spec, a, b)
        self.tethers.add(line)
        return line

    def step(self) -> None:
        """One sub-step."""
        self.tethers.before_substep(self.step_s)
        self.space.step(self.step_s)
        self.tethers.after_substep(self.step_s)

    def tick(self) -> None:
        """One tick."""
        self.tethers.before_tick()
        for _ in range(self.substeps):
            self.step()

    def kinetic_j(self) -> float:
        """Energy of motion of all bodies."""
        return sum(
            0.5 * b.mass * b.velocity.dot(b.velocity) + 0.5 * b.moment * b.angular_velocity**2 for b in self.bodies
        )

    def energy_j(self) -> float:
        """Energy of motion and of stretched lines."""
        return self.kinetic_j() + sum(line.energy_j() for line in self.tethers.lines)

    def angular_momentum(self, about: Point = (0.0, 0.0)) -> float:
        """Angular momentum of all bodies about a point, kg m2/s."""
        total = 0.0
        for b in self.bodies:
            x, y = b.position.x - about[0], b.position.y - about[1]
            total += b.mass * (x * b.velocity.y - y * b.velocity.x) + b.moment * b.angular_velocity
        return total


def outline_of(solid: Solid) -> list[Point]:
    """The outline of a solid in the station frame."""
    if solid.body.body_type == pymunk.Body.STATIC:
        return list(solid.outline)
    return [tuple(solid.body.local_to_world(p)) for p in solid.outline]


def cut_solids(line: Tether, solids: Sequence[Solid], tolerance_m: float = 1e-5) -> list[str]:
    """Ids of the solids that a line's path runs through, deeper than the tolerance."""
    points = line.points()
    found = []
    for solid in solids:
        outline = outline_of(solid)
        cx, cy = sum(p[0] for p in outline) / len(outline), sum(p[1] for p in outline) / len(outline)
        size = max(hypot(p[0] - cx, p[1] - cy) for p in outline)
        shrunk = _shrink(outline, tolerance_m) if size > 0 else outline
        if any(is_cut(p, q, shrunk) for p, q in pairwise(points)):
            found.append(solid.id)
    return found


def _shrink(outline: Sequence[Point], depth_m: float) -> list[Point]:
    """Move every edge inwards by a small depth."""
    count = len(outline)
    result = []
    for i in range(count):
        (px, py), (x, y), (nx, ny) = outline[i - 1], outline[i], outline[(i + 1) % count]
        ax, ay = x - px, y - py
        bx, by = nx - x, ny - y
        la, lb = hypot(ax, ay), hypot(bx, by)
        na, nb = (-ay / la, ax / la), (-by / lb, bx / lb)
        scale = depth_m / max(0.1, 1.0 + na[0] * nb[0] + na[1] * nb[1])
        result.append((x + scale * (na[0] + nb[0]), y + scale * (na[1] + nb[1])))
    return result


def subtended(points: Sequence[Point], about: Point) -> float:
    """Angle under which a path is seen from a point it does not touch, rad, counted through all its turns."""
    total = 0.0
    for p, q in pairwise(points):
        ax, ay, bx, by = p[0] - about[0], p[1] - about[1], q[0] - about[0], q[1] - about[1]
        total += atan2(ax * by - ay * bx, ax * bx + ay * by)
    return total

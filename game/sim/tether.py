"""Lines between bodies: each pulls along its taut path on both ends and on every solid it bends round.

Per sub-step the bodies that lines pull on are moved by an energy- and momentum-conserving implicit step (`line_load`), cut
at the instants at which a bend is pushed or popped. The result is handed to pymunk as the velocity that drifts each body
onto its exact place, and the force that brings it to its exact end velocity, so contacts and other forces still work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, sin, tan

import pymunk

from game.sim.free_path import is_inside, shortest_free_path
from game.sim.line_load import LineLoad
from game.sim.spec import Point, TetherSpec
from game.sim.taut_path import Obstacle, Obstacles, Solid, TautPath

CUTS_LIMIT = 24  # bends pushed or popped at their exact instants in one sub-step
CUT_OVERSHOOT = 1e-3  # of a sub-step, so that the bend is certainly past its instant
ROUNDS_LIMIT = 40  # of solving for the tensions
SOLVED_M = 1e-13  # change of a length between two rounds that counts as none


@dataclass(slots=True, eq=False)
class LineEnd:
    """A place on a body; structure is the space's static body with station coordinates."""

    body: pymunk.Body
    local: Point

    def world(self) -> Point:
        """Where it is now in the station frame, m."""
        point = self.body.local_to_world(self.local)
        return point.x, point.y


class Mover:
    """A body that lines know: its pose and velocity at the start and the end of a (part of a) sub-step."""

    __slots__ = (
        "angle", "angle1", "body", "cos", "cos1", "inverse_inertia", "inverse_mass", "is_fixed", "is_used", "jt", "jx", "jy",
        "obstacles", "sin", "sin1", "spin", "stretch", "vx", "vy", "x", "x1", "y", "y1",
    )  # fmt: skip

    def __init__(self, body: pymunk.Body) -> None:
        self.body = body
        self.is_fixed = body.body_type == pymunk.Body.STATIC
        self.is_used = False
        self.obstacles: list[Obstacle] = []
        self.inverse_mass = self.inverse_inertia = 0.0
        self.x = self.y = self.angle = self.sin = self.vx = self.vy = self.spin = 0.0
        self.x1 = self.y1 = self.angle1 = self.sin1 = 0.0
        self.cos = self.cos1 = self.stretch = 1.0
        self.jx = self.jy = self.jt = 0.0
        self.read()

    def read(self) -> None:
        """Take pose and velocity from the body."""
        body = self.body
        self.x, self.y = body.position
        angle = body.angle
        if angle != self.angle:
            self.angle, self.cos, self.sin = angle, cos(angle), sin(angle)
        if self.is_fixed:
            self.x1, self.y1, self.angle1, self.cos1, self.sin1 = self.x, self.y, angle, self.cos, self.sin
            return
        self.vx, self.vy = body.velocity
        self.spin = body.angular_velocity
        self.inverse_mass, self.inverse_inertia = 1.0 / body.mass, 1.0 / body.moment

    def drift(self, step_s: float) -> None:
        """Find the end pose from the start velocity and the impulses of the step so far."""
        half = 0.5 * self.inverse_mass
        self.x1 = self.x + step_s * (self.vx + half * self.jx)
        self.y1 = self.y + step_s * (self.vy + half * self.jy)
        turn = step_s * (self.spin + 0.5 * self.inverse_inertia * self.jt)
        if turn == 0.0:
            self.angle1, self.cos1, self.sin1, self.stretch = self.angle, self.cos, self.sin, 1.0
        else:
            angle = self.angle + turn
            self.angle1, self.cos1, self.sin1 = angle, cos(angle), sin(angle)
            half_turn = 0.5 * turn
            self.stretch = tan(half_turn) / half_turn

    def finish(self) -> None:
        """Make the end of this part of the step the start of the next."""
        self.x, self.y, self.angle, self.cos, self.sin = self.x1, self.y1, self.angle1, self.cos1, self.sin1
        self.vx += self.inverse_mass * self.jx
        self.vy += self.inverse_mass * self.jy
        self.spin += self.inverse_inertia * self.jt
        self.jx = self.jy = self.jt = 0.0


class Grip:
    """Where a line pulls on a moving body, with the impulse it gives in this part of the step."""

    __slots__ = ("arm_x", "arm_y", "jt", "jx", "jy", "lx", "ly", "mover", "rx", "ry", "x", "x1", "y", "y1")

    def __init__(self, mover: Mover, local: Point) -> None:
        self.mover = mover
        self.lx, self.ly = local
        self.rx = mover.cos * self.lx - mover.sin * self.ly
        self.ry = mover.sin * self.lx + mover.cos * self.ly
        self.x, self.y = mover.x + self.rx, mover.y + self.ry
        self.x1, self.y1 = self.x, self.y
        self.jx = self.jy = self.jt = 0.0
        self.arm_x, self.arm_y = self.rx, self.ry

    def follow(self) -> None:
        """Go where the body goes."""
        mover = self.mover
        rx = mover.cos1 * self.lx - mover.sin1 * self.ly
        ry = mover.sin1 * self.lx + mover.cos1 * self.ly
        self.x1, self.y1 = mover.x1 + rx, mover.y1 + ry
        half = 0.5 * mover.stretch
        self.arm_x, self.arm_y = half * (rx + self.rx), half * (ry + self.ry)

    def pull(self, jx: float, jy: float) -> None:
        """Set the impulse of this line here, replacing what it was."""
        mover = self.mover
        jt = self.arm_x * jy - self.arm_y * jx
        mover.jx += jx - self.jx
        mover.jy += jy - self.jy
        mover.jt += jt - self.jt
        self.jx, self.jy, self.jt = jx, jy, jt


class Tether:
    """One line: its law, its ends, its taut path and its state. Lengths in m, tensions in N."""

    __slots__ = (
        "_limit_m", "a", "b", "grips", "id", "is_broken", "is_locked", "is_stowed", "length_m", "load", "locked_m", "mean_n",
        "mover_a", "mover_b", "paid_out_m", "path", "peak_n", "pieces", "spec", "still_m", "tension_n", "was_length_m",
    )  # fmt: skip

    def __init__(self, id: str, spec: TetherSpec, a: LineEnd, b: LineEnd, *, is_stowed: bool = False) -> None:
        self.id = id
        self.spec = spec
        self.a = a
        self.b = b
        self.is_stowed = is_stowed
        self.is_locked = False
        self.is_broken = False
        self.paid_out_m = spec.limit_m
        self.locked_m = spec.limit_m
        self.load = LineLoad(spec)
        self._limit_m = spec.limit_m
        self.path: TautPath | None = None
        self.mover_a: Mover | None = None
        self.mover_b: Mover | None = None
        self.length_m = hypot(a.world()[0] - b.world()[0], a.world()[1] - b.world()[1])
        self.tension_n = self.peak_n = self.mean_n = 0.0
        self.grips: list[Grip] = []
        self.pieces: list[_Piece] = []
        self.still_m = 0.0
        self.was_length_m = self.length_m

    @property
    def limit_m(self) -> float:
        """Length at which the stiff part begins: paid out, or where the reel was locked."""
        return self.load.limit_m

    @property
    def is_taut(self) -> bool:
        """True if the line pulls."""
        return self.tension_n > 0.0

    @property
    def is_at_limit(self) -> bool:
        """True if the line is stretched beyond what is paid out."""
        return self.length_m > self.load.limit_m and self.tension_n > 0.0

    def points(self) -> list[Point]:
        """The taut path in the station frame: end a, true bends, end b."""
        a, b = self.a.world(), self.b.world()
        if self.path is None or self.is_stowed:
            return [a, b]
        return [a, *zip(self.path.xs[1:-1], self.path.ys[1:-1], strict=True), b]

    def energy_j(self) -> float:
        """Elastic energy stored in the line."""
        return 0.0 if self.is_stowed or self.is_broken else self.load.energy(self.length_m)

    def lock(self) -> None:
        """Stop the reel where it is; the pull it had stays in the line."""
        self.is_locked = True
        self.locked_m = min(self.paid_out_m, self.length_m / (1.0 + self.tension_n / self.spec.ea_n))
        self.adjust()

    def unlock(self) -> None:
        """Let the reel run again."""
        self.is_locked = False
        self.adjust()

    def adjust(self) -> None:
        """Bring the law in line with what is paid out and locked."""
        limit = min(self.spec.limit_m, self.paid_out_m)
        if self.is_locked:
            limit = min(limit, self.locked_m)
            self.load.set_limit(limit, limit)
        else:
            self.load.set_limit(self.spec.rest_m, limit)
        self._limit_m = self.paid_out_m


class _Piece:
    """A straight piece with a moving end; ends are grips or, when fixed, plain points."""

    __slots__ = ("a", "ax", "ay", "b", "bx", "by", "dx", "dy", "ex", "ey", "length_m")

    def __init__(self, a: Grip | None, b: Grip | None, ax: float, ay: float, bx: float, by: float) -> None:
        self.a = a
        self.b = b
        self.ax, self.ay, self.bx, self.by = ax, ay, bx, by
        self.dx, self.dy = ax - bx, ay - by
        self.length_m = hypot(self.dx, self.dy)
        if self.length_m > 0.0:
            self.ex, self.ey = self.dx / self.length_m, self.dy / self.length_m
        else:
            self.ex = self.ey = 0.0


class Tethers:
    """All lines of a world and the solids they bend round; stepped around each `space.step`."""

    def __init__(self, solids: Sequence[Solid] = ()) -> None:
        self.lines: list[Tether] = []
        self._obstacles = Obstacles()
        self._movers: list[Mover] = []
        self._mover_of: dict[int, Mover] = {}  # looked up by identity, never walked
        self._is_stale = True
        for solid in solids:
            self.add_solid(solid)

    def add_solid(self, solid: Solid) -> None:
        """Take in a solid; lines that it would cut get a new course."""
        obstacle = self._obstacles.add(solid)
        if obstacle.is_moving:
            self._mover(solid.body).obstacles.append(obstacle)
        for line in self.lines:
            self.reroute(line)
        self._is_stale = True

    def remove_solid(self, solid: Solid) -> None:
        """Let go of a solid; lines that bent round it get a new course."""
        for obstacle in self._obstacles.items:
            if obstacle.solid is solid:
                break
        else:
            raise ValueError(f"solid {solid.id!r}: not among the solids of this world")
        self._obstacles.remove(obstacle)
        if obstacle.is_moving:
            self._mover(solid.body).obstacles.remove(obstacle)
        for line in self.lines:
            if line.path is not None:
                line.path.forget()
                if any(corner.obstacle is obstacle for corner in line.path.corners):
                    self.reroute(line)
        self._is_stale = True

    def add(self, line: Tether) -> None:
        """Take in a line on its shortest free course."""
        self.lines.append(line)
        self.reroute(line)

    def remove(self, line: Tether) -> None:
        """Let go of a line."""
        self.lines.remove(line)
        self._is_stale = True

    def reattach_a(self, line: Tether, end: LineEnd) -> None:
        """Hook end a on elsewhere; the course becomes the shortest free one."""
        line.a = end
        self.reroute(line)

    def reattach_b(self, line: Tether, end: LineEnd) -> None:
        """Hook end b on elsewhere; the course becomes the shortest free one."""
        line.b = end
        self.reroute(line)

    def reroute(self, line: Tether) -> None:
        """Lay a line along the shortest free path between its ends."""
        for obstacle in self._obstacles.moving:
            position = obstacle.solid.body.position
            obstacle.place(position.x, position.y, obstacle.solid.body.angle)
        a, b = line.a.world(), line.b.world()
        line.mover_a, line.mover_b = self._mover(line.a.body), self._mover(line.b.body)
        path = TautPath(self._obstacles, a, b)
        around: list[Obstacle] = []
        for obstacle in self._obstacles.items:
            outline = obstacle.world_outline()
            is_over = is_inside(a, outline) or is_inside(b, outline)
            (path.ignored if is_over else around).append(obstacle)
        course = shortest_free_path(a, b, around)
        if course is not None:
            path.reset(*course)
        line.path = path
        line.length_m = line.was_length_m = path.length()
        line.tension_n = line.mean_n = line.load.tension(line.length_m)
        self._is_stale = True

    # -- stepping -----------------------------------------------------------------------------------------------

    def before_substep(self, step_s: float) -> None:
        """Solve the lines over the coming sub-step and set the velocities and forces that make pymunk follow."""
        if self._is_stale:
            self._refresh()
        movers = self._movers
        for mover in movers:
            mover.read()
            for obstacle in mover.obstacles:
                obstacle.aim(mover.x, mover.y, mover.angle)
        active = [line for line in self.lines if not (line.is_stowed or line.is_broken)]
        for line in active:
            self._catch_up(line)
        for mover in movers:
            for obstacle in mover.obstacles:
                obstacle.commit()
        start = [(m.x, m.y, m.angle, m.vx, m.vy, m.spin) for m in movers]
        left = step_s
        for cut in range(CUTS_LIMIT + 1):
            self._solve(active, left)
            share = self._first_event(active, left) if cut < CUTS_LIMIT else 2.0
            part = left
            if share <= 1.0:
                part = min(left, share * left + CUT_OVERSHOOT * step_s)
                if part < left:
                    self._solve(active, part)
            self._commit(active, part)
            left -= part
            if left <= 0.0:
                break
        for mover, (x, y, angle, vx, vy, spin) in zip(movers, start, strict=True):
            if not mover.is_used or mover.is_fixed:
                continue
            mover.is_used = False
            body = mover.body
            drift_x, drift_y = (mover.x - x) / step_s, (mover.y - y) / step_s
            turn = (mover.angle - angle) / step_s
            if mover.vx == vx and mover.vy == vy and mover.spin == spin:
                continue
            body.velocity = (drift_x, drift_y)
            body.angular_velocity = turn
            rate = 1.0 / (step_s * mover.inverse_mass)
            body.force += ((mover.vx - drift_x) * rate, (mover.vy - drift_y) * rate)
            if mover.inverse_inertia > 0.0:
                body.torque += (mover.spin - turn) / (step_s * mover.inverse_inertia)

    def after_substep(self, step_s: float) -> None:
        """Close the sub-step; small corrections by contacts are followed at the start of the next one."""

    def after_tick(self) -> None:
        """Forget the peaks of the tick."""
        for line in self.lines:
            line.peak_n = line.tension_n

    # -- inside -------------------------------------------------------------------------------------------------

    def _mover(self, body: pymunk.Body) -> Mover:
        mover = self._mover_of.get(id(body))
        if mover is None:
            mover = self._mover_of[id(body)] = Mover(body)
        return mover

    def _refresh(self) -> None:
        """Collect the bodies that have to be read each sub-step, in a fixed order."""
        found: list[Mover] = []
        for line in self.lines:
            for mover in (line.mover_a, line.mover_b):
                if mover is not None and not mover.is_fixed and mover not in found:
                    found.append(mover)
        for obstacle in self._obstacles.moving:
            mover = self._mover(obstacle.solid.body)
            if mover not in found:
                found.append(mover)
        self._movers = found
        self._is_stale = False

    def _end(self, mover: Mover, local: Point) -> Point:
        x, y = local
        return mover.x1 + mover.cos1 * x - mover.sin1 * y, mover.y1 + mover.sin1 * x + mover.cos1 * y

    def _catch_up(self, line: Tether) -> None:
        """Follow what moved since the last step other than by it: contacts, sliding hooks, placed bodies."""
        path = line.path
        assert path is not None and line.mover_a is not None and line.mover_b is not None
        if line.is_locked or line._limit_m != line.paid_out_m or line.load.limit_m > line.paid_out_m:
            line.adjust()
        for mover in (line.mover_a, line.mover_b):
            mover.x1, mover.y1, mover.cos1, mover.sin1 = mover.x, mover.y, mover.cos, mover.sin
        ax, ay = self._end(line.mover_a, line.a.local)
        bx, by = self._end(line.mover_b, line.b.local)
        xs, ys = path.xs, path.ys
        step = max(hypot(ax - xs[0], ay - ys[0]), hypot(bx - xs[-1], by - ys[-1])) + self._obstacle_step(path)
        if step > 0.0:
            if path.is_safe(step):
                path.shift(ax, ay, bx, by, step)
            else:
                path.advance(ax, ay, bx, by, step)

    def _obstacle_step(self, path: TautPath) -> float:
        moved = 0.0
        for obstacle in self._obstacles.moving:
            for corner in obstacle.corners:
                moved = max(moved, hypot(corner.x1 - corner.x, corner.y1 - corner.y))
        return moved

    def _prepare(self, line: Tether, step_s: float) -> None:
        """Lay out the moving pieces of a line for one solution."""
        path = line.path
        assert path is not None and line.mover_a is not None and line.mover_b is not None
        xs, ys, corners = path.xs, path.ys, path.corners
        grips: list[Grip | None] = [None if line.mover_a.is_fixed else Grip(line.mover_a, line.a.local)]
        for corner in corners:
            grips.append(
                Grip(self._mover(corner.obstacle.solid.body), (corner.lx, corner.ly)) if corner.is_moving else None
            )
        grips.append(None if line.mover_b.is_fixed else Grip(line.mover_b, line.b.local))
        line.grips = [grip for grip in grips if grip is not None]
        line.pieces = []
        line.still_m = 0.0
        for i in range(len(xs) - 1):
            a, b = grips[i], grips[i + 1]
            if a is None and b is None:
                line.still_m += hypot(xs[i + 1] - xs[i], ys[i + 1] - ys[i])
            else:
                line.pieces.append(
                    _Piece(
                        a,
                        b,
                        a.x if a else xs[i],
                        a.y if a else ys[i],
                        b.x if b else xs[i + 1],
                        b.y if b else ys[i + 1],
                    )
                )
        line.was_length_m = line.still_m + sum(piece.length_m for piece in line.pieces)

    def _softness(self, line: Tether) -> float:
        """Inverse of the mass that the line sees along itself, 1/kg."""
        softness = 0.0
        for grip in line.grips:
            gx = gy = 0.0
            for piece in line.pieces:
                if piece.a is grip:
                    gx, gy = gx + piece.ex, gy + piece.ey
                elif piece.b is grip:
                    gx, gy = gx - piece.ex, gy - piece.ey
            mover = grip.mover
            moment = grip.arm_x * gy - grip.arm_y * gx
            softness += (gx * gx + gy * gy) * mover.inverse_mass + moment * moment * mover.inverse_inertia
        return softness

    def _solve(self, lines: Sequence[Tether], step_s: float) -> None:
        """Find mean tensions and end poses that agree, by Newton steps line by line until nothing changes."""
        movers = self._movers
        for mover in movers:
            mover.jx = mover.jy = mover.jt = 0.0
        for line in lines:
            self._prepare(line, step_s)
        for mover in movers:
            mover.drift(step_s)
        softness = []
        for line in lines:
            soft = self._softness(line)
            softness.append(soft)
            if soft > 0.0:
                line.load.set_damping(line.spec.damping, 1.0 / soft)
            for grip in line.grips:
                grip.follow()
            line.mean_n = 0.0
        lengths = [-1.0] * len(lines)
        for _ in range(ROUNDS_LIMIT):
            is_solved = True
            for i, line in enumerate(lines):
                length = line.still_m
                for grip in line.grips:
                    grip.follow()
                for piece in line.pieces:
                    a, b = piece.a, piece.b
                    dx = (a.x1 if a else piece.ax) - (b.x1 if b else piece.bx)
                    dy = (a.y1 if a else piece.ay) - (b.y1 if b else piece.by)
                    after = hypot(dx, dy)
                    total = after + piece.length_m
                    if total > 0.0:
                        piece.ex, piece.ey = (dx + piece.dx) / total, (dy + piece.dy) / total
                    length += after
                mean, slope = line.load.mean_tension(line.was_length_m, length, step_s)
                if abs(length - lengths[i]) > SOLVED_M:
                    is_solved = False
                lengths[i] = length
                line.length_m = length
                if mean == 0.0 and line.mean_n == 0.0:
                    continue
                line.mean_n = max(
                    0.0, line.mean_n + (mean - line.mean_n) / (1.0 + 0.5 * step_s * step_s * softness[i] * slope)
                )
                self._pull(line, step_s)
                for grip in line.grips:
                    grip.mover.drift(step_s)
            if is_solved:
                break

    def _pull(self, line: Tether, step_s: float) -> None:
        impulse = line.mean_n * step_s
        for grip in line.grips:
            gx = gy = 0.0
            for piece in line.pieces:
                if piece.a is grip:
                    gx, gy = gx + piece.ex, gy + piece.ey
                elif piece.b is grip:
                    gx, gy = gx - piece.ex, gy - piece.ey
            grip.pull(-impulse * gx, -impulse * gy)
            grip.mover.is_used = True

    def _first_event(self, lines: Sequence[Tether], step_s: float) -> float:
        """Earliest fraction of the solved step at which a pulling line's bends change."""
        first = 2.0
        for mover in self._movers:
            for obstacle in mover.obstacles:
                obstacle.aim(mover.x1, mover.y1, mover.angle1)
        for line in lines:
            path = line.path
            assert path is not None and line.mover_a is not None and line.mover_b is not None
            if line.mean_n == 0.0:
                continue
            ax, ay = self._end(line.mover_a, line.a.local)
            bx, by = self._end(line.mover_b, line.b.local)
            step = max(hypot(ax - path.xs[0], ay - path.ys[0]), hypot(bx - path.xs[-1], by - path.ys[-1]))
            step += self._obstacle_step(path)
            if not path.is_safe(step):
                first = min(first, path.first_event(ax, ay, bx, by, step))
        return first

    def _commit(self, lines: Sequence[Tether], step_s: float) -> None:
        """Take a part of the step as done: poses, paths, tensions."""
        for mover in self._movers:
            for obstacle in mover.obstacles:
                obstacle.aim(mover.x1, mover.y1, mover.angle1)
        for line in lines:
            path = line.path
            assert path is not None and line.mover_a is not None and line.mover_b is not None
            ax, ay = self._end(line.mover_a, line.a.local)
            bx, by = self._end(line.mover_b, line.b.local)
            xs, ys = path.xs, path.ys
            step = max(hypot(ax - xs[0], ay - ys[0]), hypot(bx - xs[-1], by - ys[-1])) + self._obstacle_step(path)
            if path.is_safe(step):
                path.shift(ax, ay, bx, by, step)
            elif path.advance(ax, ay, bx, by, step):
                line.length_m = path.length()
            line.tension_n = line.load.tension(line.length_m)
            line.peak_n = max(line.peak_n, line.tension_n)
            if line.tension_n > line.spec.break_n:
                line.is_broken = True
        for mover in self._movers:
            mover.finish()
            for obstacle in mover.obstacles:
                obstacle.commit()

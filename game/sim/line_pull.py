"""How lines move bodies over a step: an implicit mean-force step that keeps energy, momentum and spin.

Each line pulls with its mean tension along the mean direction of its moving pieces, (d0 + d1) / (|d0| + |d1|), on
arms turned half way, so that force times motion is tension times change of length, exactly. What is left is one number
per line, found by Newton steps that go round the lines until nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, sin, tan
from typing import TYPE_CHECKING

import pymunk

from game.sim import bodies
from game.sim.spec import Point

if TYPE_CHECKING:
    from game.sim.line import Tether
    from game.sim.line_friction import Strand
    from game.sim.obstacles import Obstacle

ROUNDS_LIMIT = 40  # of going round the lines
SOLVED_M = 1e-9  # a round that corrects places by less is the last; the correction is made, so the error is far below
SMALL_TURN_RAD = 0.02  # below this tan(x)/x is its series to rounding


class Mover:
    """A body that lines know: its pose and velocity at the start and the end of a (part of a) sub-step."""

    __slots__ = (
        "angle", "angle1", "awake", "body", "bound_m", "cos", "cos1", "inverse_inertia", "inverse_mass",
        "is_fixed", "is_used", "jt", "jx", "jy", "moved_m", "obstacles", "reach_m", "sin", "sin1", "spin",
        "stretch", "vx", "vy", "was", "x", "x1", "y", "y1",
    )  # fmt: skip

    def __init__(self, body: pymunk.Body) -> None:
        self.body = body
        self.is_fixed = body.body_type == pymunk.Body.STATIC
        self.is_used = False
        self.awake: list[Tether] = []  # simple lines that pull on it now
        self.obstacles: list[Obstacle] = []
        self.reach_m = 0.0  # of the farthest thing on it that matters to lines
        self.moved_m = self.bound_m = 0.0
        self.inverse_mass = self.inverse_inertia = 0.0
        self.x, self.y, self.angle = bodies.pose(body)
        self.angle1 = self.angle
        self.cos, self.sin = cos(self.angle), sin(self.angle)
        self.x1, self.y1, self.cos1, self.sin1 = self.x, self.y, self.cos, self.sin
        self.vx = self.vy = self.spin = 0.0
        self.stretch = 1.0
        self.jx = self.jy = self.jt = 0.0
        self.was = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    def weigh(self) -> None:
        """Take mass and inertia from the body; infinite for what is moved by others."""
        mass, moment = bodies.inertia(self.body)
        self.inverse_mass, self.inverse_inertia = 1.0 / mass, 1.0 / moment

    def read(self, step_s: float) -> None:
        """Take pose and velocity from the body; bound what any part of it moved since and will move in the step."""
        self.was = x, y, angle, vx, vy, spin = bodies.motion(self.body)
        reach = self.reach_m
        turned = angle - self.angle
        self.moved_m = hypot(x - self.x, y - self.y) + reach * abs(turned)
        self.bound_m = (hypot(vx, vy) + reach * abs(spin)) * step_s
        self.x, self.y, self.vx, self.vy, self.spin = x, y, vx, vy, spin
        self.angle = angle
        if angle != self.angle1:  # cos and sin are of the last end pose
            self.angle1, self.cos, self.sin = angle, cos(angle), sin(angle)

    def rest(self) -> None:
        """Let the end of the step be its start."""
        self.x1, self.y1, self.angle1, self.cos1, self.sin1 = self.x, self.y, self.angle, self.cos, self.sin

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
            self.stretch = _stretch(turn)

    def finish(self) -> None:
        """Make the end of this part of the step the start of the next."""
        self.x, self.y, self.angle, self.cos, self.sin = self.x1, self.y1, self.angle1, self.cos1, self.sin1
        self.vx += self.inverse_mass * self.jx
        self.vy += self.inverse_mass * self.jy
        self.spin += self.inverse_inertia * self.jt
        self.jx = self.jy = self.jt = 0.0

    def write(self, step_s: float) -> None:
        """Have pymunk drift the body onto its end pose, then bring it to its end velocity by a force."""
        self.is_used = False
        if self.inverse_mass == 0.0:
            return
        x, y, angle, _, _, _ = self.was
        rate = 1.0 / step_s
        vx, vy, spin = (self.x - x) * rate, (self.y - y) * rate, (self.angle - angle) * rate
        bodies.set_velocity(self.body, vx, vy, spin)
        gain = rate / self.inverse_mass
        torque = (self.spin - spin) * rate / self.inverse_inertia if self.inverse_inertia > 0.0 else 0.0
        self.push(x, y, (self.vx - vx) * gain, (self.vy - vy) * gain, torque)

    def push(self, x: float, y: float, fx: float, fy: float, torque: float) -> None:
        """Give the body, whose centre is at x, y, a force and a torque for the coming sub-step."""
        square = fx * fx + fy * fy
        if torque * torque < square:  # one call for both: a force on an arm below 1 m
            arm = torque / square
            bodies.push(self.body, (fx, fy), (x + arm * fy, y - arm * fx))
        else:
            bodies.push(self.body, (fx, fy), (x, y))
            bodies.twist(self.body, torque)


class Grip:
    """Where a line pulls on a moving body, with the impulse it gives in this part of the step."""

    __slots__ = ("arm_x", "arm_y", "jt", "jx", "jy", "local", "lx", "ly", "mover", "rx", "ry", "x", "x1", "y", "y1")

    def __init__(self, mover: Mover, local: Point) -> None:
        self.mover = mover
        self.local = local
        self.lx, self.ly = local
        self.jx = self.jy = self.jt = 0.0
        self.rx = self.ry = self.x = self.y = self.x1 = self.y1 = self.arm_x = self.arm_y = 0.0

    def begin(self) -> None:
        """Start a part of the step."""
        mover = self.mover
        self.rx = self.arm_x = mover.cos * self.lx - mover.sin * self.ly
        self.ry = self.arm_y = mover.sin * self.lx + mover.cos * self.ly
        self.x = self.x1 = mover.x + self.rx
        self.y = self.y1 = mover.y + self.ry
        self.jx = self.jy = self.jt = 0.0

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


class Piece:
    """A straight piece with a moving end; an end that is no grip stays where it is."""

    __slots__ = ("a", "ax", "ay", "b", "bx", "by", "dx", "dy", "ex", "ey", "length_m")

    def __init__(self, a: Grip | None, b: Grip | None, at_a: Point, at_b: Point) -> None:
        self.a = a
        self.b = b
        self.ax, self.ay = at_a
        self.bx, self.by = at_b
        self.dx = self.dy = self.ex = self.ey = self.length_m = 0.0

    def begin(self) -> None:
        """Start a part of the step, after the grips."""
        a, b = self.a, self.b
        dx = self.dx = (a.x if a else self.ax) - (b.x if b else self.bx)
        dy = self.dy = (a.y if a else self.ay) - (b.y if b else self.by)
        length = self.length_m = hypot(dx, dy)
        if length > 0.0:
            self.ex, self.ey = dx / length, dy / length

    def follow(self) -> float:
        """Go with the ends; returns the new length and takes the mean direction of the step."""
        a, b = self.a, self.b
        dx = (a.x1 if a else self.ax) - (b.x1 if b else self.bx)
        dy = (a.y1 if a else self.ay) - (b.y1 if b else self.by)
        after = hypot(dx, dy)
        total = after + self.length_m
        if total > 0.0:
            self.ex, self.ey = (dx + self.dx) / total, (dy + self.dy) / total
        return after


def lay(line: Tether, mover_of: dict[int, Mover]) -> list[Grip | None]:
    """Lay out the moving pieces of a line after its bends changed or an end slid; returns the grip of each point."""
    path = line.path
    assert path is not None
    mover_a, mover_b = line.movers()
    xs, ys, corners = path.xs, path.ys, path.corners
    grips: list[Grip | None] = [None if mover_a.is_fixed else Grip(mover_a, line.a.local)]
    for corner in corners:
        is_moving = corner.is_moving
        grips.append(Grip(mover_of[id(corner.obstacle.solid.body)], (corner.lx, corner.ly)) if is_moving else None)
    grips.append(None if mover_b.is_fixed else Grip(mover_b, line.b.local))
    line.grips = [grip for grip in grips if grip is not None]
    line.pieces = []
    line.still_m = 0.0
    for i in range(len(xs) - 1):
        if grips[i] is None and grips[i + 1] is None:
            line.still_m += hypot(xs[i + 1] - xs[i], ys[i + 1] - ys[i])
        else:
            line.pieces.append(Piece(grips[i], grips[i + 1], (xs[i], ys[i]), (xs[i + 1], ys[i + 1])))
    line.is_simple = len(line.grips) == 1 and len(line.pieces) == 1 and line.spec.friction == 0.0
    if line.is_simple:
        place = 1 if line.grips[0] is grips[0] else len(xs) - 2
        line.fixed_x, line.fixed_y = xs[place], ys[place]
        line.place = place - 1 if place == 1 else -1
    return grips


def solve(lines: Sequence[Tether | Strand], movers: Sequence[Mover], step_s: float) -> None:  # noqa: C901, PLR0912 - one solution
    """Find mean tensions and end poses that agree. Every line's `mean_n`, `solved_m` and ends are set."""
    for mover in movers:
        mover.jx = mover.jy = mover.jt = 0.0
    for line in lines:
        for grip in line.grips:
            grip.begin()
        line.was_length_m = line.still_m
        for piece in line.pieces:
            piece.begin()
            line.was_length_m += piece.length_m
        line.softness = _softness(line)
        if line.spec.damping > 0.0 and line.softness > 0.0:
            line.load.set_damping(line.spec.damping, 1.0 / line.softness)
        line.mean_n = 0.0
    for mover in movers:
        mover.drift(step_s)
    half_square = 0.5 * step_s * step_s
    for _ in range(ROUNDS_LIMIT):
        error = 0.0
        for line in lines:
            length = line.still_m
            for grip in line.grips:
                grip.follow()
            for piece in line.pieces:
                length += piece.follow()
            line.solved_m = length
            mean, slope = line.load.mean_tension(line.was_length_m, length, step_s)
            if mean == 0.0 and line.mean_n == 0.0:
                continue
            give = half_square * line.softness
            change = max(-line.mean_n, (mean - line.mean_n) / (1.0 + give * slope))
            line.mean_n += change
            error = max(error, give * abs(change))
            _pull(line, step_s)
            for grip in line.grips:
                grip.mover.drift(step_s)
        if error < SOLVED_M:
            break
    for line in lines:
        length = line.still_m
        for grip in line.grips:
            grip.follow()
        for piece in line.pieces:
            length += piece.follow()
        line.solved_m = length


def lengthening(line: Tether | Strand) -> float:
    """How fast a solved line gets longer at the end of the step, m/s."""
    rate = 0.0
    for piece in line.pieces:
        vx = vy = 0.0
        for grip, sign in ((piece.a, 1.0), (piece.b, -1.0)):
            if grip is not None:
                mover = grip.mover
                spin = mover.spin + mover.inverse_inertia * mover.jt
                vx += sign * (mover.vx + mover.inverse_mass * mover.jx - spin * (grip.y1 - mover.y1))
                vy += sign * (mover.vy + mover.inverse_mass * mover.jy + spin * (grip.x1 - mover.x1))
        rate += piece.ex * vx + piece.ey * vy
    return rate


def _softness(line: Tether | Strand) -> float:
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


def _pull(line: Tether | Strand, step_s: float) -> None:
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


def _stretch(turn: float) -> float:
    """tan(x)/x of half a turn: the arm along which a mean force turns a body exactly by its work."""
    half = 0.5 * turn
    if -SMALL_TURN_RAD < half < SMALL_TURN_RAD:
        square = half * half
        return 1.0 + square * (1.0 / 3.0 + square * (2.0 / 15.0))
    return tan(half) / half

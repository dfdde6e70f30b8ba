"""The same step as `line_pull` for the common case, written out: one free body on lines whose other pieces stand still.

A law test holds both against each other. Everything is kept in plain numbers because this runs for every taut line in
every sub-step.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, sin, tan
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.line_pull import ROUNDS_LIMIT, SOLVED_M

if TYPE_CHECKING:
    from game.sim.line import Tether
    from game.sim.line_pull import Mover

SMALL_TURN_RAD = 0.04


def swing(mover: Mover, lines: Sequence[Tether], step_s: float, stir: float) -> bool:  # noqa: C901, PLR0912, PLR0915
    """Solve one sub-step and give it to pymunk; False, with nothing given, if a bend may be pushed or popped in it.

    `stir` is how far any moving solid may move in it, m.
    """
    x, y, angle, c, s = mover.x, mover.y, mover.angle, mover.cos, mover.sin
    vx, vy, spin = mover.vx, mover.vy, mover.spin
    inverse_mass, inverse_inertia = mover.inverse_mass, mover.inverse_inertia
    half_mass, half_inertia = 0.5 * inverse_mass, 0.5 * inverse_inertia
    half_square = 0.5 * step_s * step_s
    jx = jy = jt = 0.0
    pulls = []
    for line in lines:
        lx, ly = line.grips[0].local
        fixed_x, fixed_y = line.fixed_x, line.fixed_y
        rx, ry = c * lx - s * ly, s * lx + c * ly
        dx, dy = ux, uy = x + rx - fixed_x, y + ry - fixed_y
        length = hypot(dx, dy)
        line.was_length_m = was = line.still_m + length
        if length > 0.0:
            ux, uy = dx / length, dy / length
        moment = rx * uy - ry * ux
        line.softness = softness = inverse_mass + moment * moment * inverse_inertia
        mean = line.mean_n
        guess = 2.0 * mean - line.was_mean_n
        line.was_mean_n = mean
        if guess > 0.0:
            line.mean_n = guess
            impulse = guess * step_s
            line.jx = ix = -impulse * ux
            line.jy = iy = -impulse * uy
            line.jt = -impulse * moment
            jx, jy, jt = jx + ix, jy + iy, jt - impulse * moment
        else:
            line.mean_n = line.jx = line.jy = line.jt = 0.0
        load = line.load
        if line.spec.damping > 0.0:
            load.set_damping(line.spec.damping, 1.0 / softness)
        give = half_square * softness
        pulls.append((line, load, lx, ly, fixed_x, fixed_y, rx, ry, dx, dy, length, line.still_m, was, give))
    is_moved = True
    for _ in range(ROUNDS_LIMIT):
        error = 0.0
        for line, load, lx, ly, fixed_x, fixed_y, rx0, ry0, dx0, dy0, piece_m, still_m, was, give in pulls:
            if is_moved:  # by the pull of the line before
                turn = step_s * (spin + half_inertia * jt)
                c1, s1 = cos(angle + turn), sin(angle + turn)
                x1, y1 = x + step_s * (vx + half_mass * jx), y + step_s * (vy + half_mass * jy)
                is_moved = False
            rx, ry = c1 * lx - s1 * ly, s1 * lx + c1 * ly
            line.ex = dx = x1 + rx - fixed_x
            line.ey = dy = y1 + ry - fixed_y
            length = hypot(dx, dy)
            total = length + piece_m
            line.solved_m = length = length + still_m
            limit = load.limit_m
            if was <= load.rest_m and length <= load.rest_m:
                mean = slope = 0.0
            elif was > limit and length > limit and load.damping_nspm == 0.0:
                slope = 0.5 * load.stiffness_npm
                mean = load.hold_n + slope * (was + length - 2.0 * limit)
            elif load.rest_m < was <= limit and load.rest_m < length <= limit:
                slope = 0.5 * load.spring_npm
                mean = load.pull_n + slope * (was + length - 2.0 * load.rest_m)
            else:
                mean, slope = load.mean_tension(was, length, step_s)
            old = line.mean_n
            if mean == 0.0 and old == 0.0:
                continue
            change = (mean - old) / (1.0 + give * slope)
            mean = old + change
            if mean < 0.0:
                mean = 0.0
                change = -old
            line.mean_n = mean
            change *= give
            if change > error:
                error = change
            elif -change > error:
                error = -change
            impulse = -mean * step_s / total if total > 0.0 else 0.0
            ix, iy = impulse * (dx + dx0), impulse * (dy + dy0)
            arm = 0.5 * turn
            if -SMALL_TURN_RAD < turn < SMALL_TURN_RAD:
                square = arm * arm
                arm = 0.5 + square * (1.0 / 6.0 + square * (1.0 / 15.0))
            else:
                arm = 0.5 * tan(arm) / arm
            it = arm * ((rx + rx0) * iy - (ry + ry0) * ix)
            jx += ix - line.jx
            jy += iy - line.jy
            jt += it - line.jt
            line.jx, line.jy, line.jt = ix, iy, it
            is_moved = True
        if error < SOLVED_M:
            break
    for line in lines:
        path, place = line.path, line.place
        assert path is not None
        line.ax1 = px = line.ex + line.fixed_x
        line.ay1 = py = line.ey + line.fixed_y
        line.step_m = step = hypot(px - path.xs[place], py - path.ys[place]) + stir
        if step >= path.clear_m:
            if stir > 0.0:
                return False
            ends = (px, py, path.xs[-1], path.ys[-1]) if place == 0 else (path.xs[0], path.ys[0], px, py)
            if path.first_event(*ends, step) <= 1.0:
                return False
    for line in lines:
        line.path.shift_end(line.place, line.ax1, line.ay1, line.step_m)  # type: ignore[union-attr]
        if line.give_m > 0.0:
            line.take_back()
        rate, length = 0.0, line.solved_m - line.still_m
        if line.is_rising and line.solved_m <= line.was_length_m and length > 0.0:  # a turn of the stretch
            spin1 = spin + inverse_inertia * jt
            rx, ry = line.ax1 - x - step_s * (vx + half_mass * jx), line.ay1 - y - step_s * (vy + half_mass * jy)
            dx, dy = line.ex, line.ey
            rate = (dx * (vx + inverse_mass * jx - spin1 * ry) + dy * (vy + inverse_mass * jy + spin1 * rx)) / length
        line.note(rate)
        line.rest()
    if jx != 0.0 or jy != 0.0 or jt != 0.0:
        bodies.set_velocity(mover.body, vx + half_mass * jx, vy + half_mass * jy, spin + half_inertia * jt)
        rate = 0.5 / step_s
        mover.push(x, y, jx * rate, jy * rate, jt * rate)
    return True

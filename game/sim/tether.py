"""All lines of a world and the solids they bend round, stepped around each `space.step`.

Per sub-step the lines are solved (`line_pull`), cut at the instants at which a bend is pushed or popped. The result
is handed to pymunk as the velocity that drifts each body onto its exact place and the force that brings it to its
exact end velocity, so contacts and other forces still work. A slack line far from every corner sleeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

import pymunk

from game.sim import bodies
from game.sim.line import LineEnd, Tether
from game.sim.line_friction import Strand, gather, lay_strands, slip
from game.sim.line_pull import Mover, lay, lengthening, solve
from game.sim.line_swing import swing
from game.sim.obstacles import Obstacles, Solid
from game.sim.path_mending import course_m, drop, follow_covers, free_ends, is_behind, is_blocking, lay_course
from game.sim.spec import Point
from game.sim.taut_path import TautPath

__all__ = ["LineEnd", "Solid", "Tether", "Tethers"]

CUTS_LIMIT = 24  # bends pushed or popped at their exact instants in one sub-step
CUT_OVERSHOOT = 1e-3  # of a sub-step, so that the bend is certainly past its instant
WAKE_M = 0.02  # a sleeping line wakes this much before it can matter


class Tethers:
    """Lines and solids of one world. Call `before_tick` once, then before and after every `space.step`."""

    def __init__(self, solids: Sequence[Solid] = ()) -> None:
        self.lines: list[Tether] = []
        self._active: list[Tether] = []
        self._obstacles = Obstacles()
        self._movers: list[Mover] = []
        self._mover_of: dict[int, Mover] = {}  # looked up by identity, never walked
        self._is_stale = True
        self._was_general = False
        for solid in solids:
            self.add_solid(solid)

    def add_solid(self, solid: Solid) -> None:
        """Take in a solid; lines that it would cut get a new course, or leave in front of it if it moves."""
        obstacle = self._obstacles.add(solid)
        if obstacle.is_moving:
            self._mover(solid.body).obstacles.append(obstacle)
        for line, path in self._laid():
            if is_behind(obstacle, line.before()) or (is_blocking(path, obstacle) and obstacle.is_moving):
                path.ignored.append(obstacle)
            elif is_blocking(path, obstacle):
                self.reroute(line)
        self._is_stale = True

    def remove_solid(self, solid: Solid) -> None:
        """Let go of a solid; lines that bent round it pull straight. Raises ValueError if it is not here."""
        obstacle = next((item for item in self._obstacles.items if item.solid is solid), None)
        if obstacle is None:
            raise ValueError(f"solid: found {solid.id!r}, wanted one of the solids of this world")
        self._obstacles.remove(obstacle)
        if obstacle.is_moving:
            self._mover(solid.body).obstacles.remove(obstacle)
        for line, path in self._laid():
            if obstacle in path.ignored:
                path.ignored.remove(obstacle)
            if drop(path, obstacle, self._obstacles.items):
                line.solved_m = path.length()
        self._is_stale = True

    def _laid(self) -> Iterator[tuple[Tether, TautPath]]:
        """Every line that has a course, awake and about to look at the solids anew."""
        for line in self.lines:
            if line.path is not None:
                line.wake()
                line.path.forget()
                yield line, line.path

    def add(self, line: Tether) -> None:
        """Take in a line on its shortest free course."""
        line.owner = self
        self.lines.append(line)
        self.reroute(line)
        line.give_m = 0.0  # a line that is given stretched is stretched
        line.adjust()
        line.tension_n = line.load.tension(line.solved_m)

    def remove(self, line: Tether) -> None:
        """Let go of it."""
        self.lines.remove(line)
        line.owner = None
        self._is_stale = True

    def course_m(self, a: Point, b: Point) -> float:
        """Length of the shortest free path between two points: what a line hooked there would need."""
        self._aim_at_bodies()
        return course_m(a, b, self._obstacles.items)

    def refresh(self) -> None:
        """Look anew at which lines and bodies matter, before the next sub-step."""
        self._is_stale = True

    def reroute(self, line: Tether) -> None:
        """Lay a line along the shortest free path; what that is too long is given, and taken back as it can be."""
        self._is_stale = True
        if line.is_stowed:
            line.path = None
            return
        self._aim_at_bodies()
        a, b = line.a.world(), line.b.world()
        path = TautPath(self._obstacles, a, b)
        lay_course(path, self._obstacles.items, line.before())
        path.is_fixed_a = line.a.body.body_type == pymunk.Body.STATIC
        path.is_fixed_b = line.b.body.body_type == pymunk.Body.STATIC
        line.path = path
        line.quiet_m = -1.0
        line.strands = []
        line.solved_m = line.was_length_m = path.length()
        line.is_broken = False
        line.locked_m = max(line.locked_m, line.solved_m)  # it was drawn out to get there
        line.give_m = 0.0
        line.give_m = max(0.0, line.solved_m - min(line.spec.limit_m, line.paid_out_m))
        line.adjust()
        line.tension_n = line.mean_n = line.was_mean_n = line.load.tension(line.solved_m)

    # -- stepping -----------------------------------------------------------------------------------------------

    def before_tick(self) -> None:
        """Forget the peaks of the last tick; take masses and orders for lines anew."""
        for line in self._active:
            line.peak_n = line.tension_n
            line.peak_b_n = line.tension_b_n()
            if line.wants_adjusting():
                line.adjust()
        for mover in self._movers:
            mover.weigh()
        if self._obstacles.moving:
            self._follow_covers()

    def before_substep(self, step_s: float) -> None:  # noqa: C901, PLR0912 - one look at each line, most end it
        """Solve the lines over the coming sub-step and set the velocities and forces that make pymunk follow."""
        if self._is_stale:
            self._refresh()
        if not self._active:
            return
        movers = self._movers
        stir = 0.0
        for mover in movers:
            mover.read(step_s)
            if mover.obstacles:
                stir = max(stir, mover.moved_m + mover.bound_m)
        awake: list[Tether] = []
        is_simple = True
        for line in self._active:
            is_sliding = line.is_sliding()
            quiet_m = line.quiet_m
            if quiet_m > 0.0:
                a, b = line.movers()
                line.quiet_m = quiet_m = quiet_m - (a.moved_m + b.moved_m + 2.0 * stir)
                if quiet_m > WAKE_M + 2.0 * (a.bound_m + b.bound_m + 2.0 * stir) and not is_sliding:
                    continue
            awake.append(line)
            if is_sliding or not line.is_simple:
                is_simple = False
            elif quiet_m > 0.0:  # vouched for up to now
                mover, (lx, ly) = line.grips[0].mover, line.grips[0].local
                line.path.shift_end(  # type: ignore[union-attr]
                    line.place,
                    mover.x + mover.cos * lx - mover.sin * ly,
                    mover.y + mover.sin * lx + mover.cos * ly,
                    line.slept_m - quiet_m,
                )
                line.quiet_m = -1.0
        if not awake:
            return
        if is_simple:
            awake = self._swing(awake, step_s, stir)
            if not awake:
                return
        if not self._was_general:
            for obstacle in self._obstacles.moving:  # all lines are vouched for up to now
                mover = self._mover_of[id(obstacle.solid.body)]
                obstacle.place(mover.x, mover.y, mover.angle)
        self._was_general = True
        self._step(awake, step_s)
        for mover in movers:
            if mover.is_used:
                mover.write(step_s)
            mover.x, mover.y, mover.angle, _, _, _ = mover.was

    def after_substep(self, step_s: float) -> None:
        """Close the sub-step; what contacts corrected is followed at the start of the next one."""

    # -- inside -------------------------------------------------------------------------------------------------

    def _mover(self, body: pymunk.Body) -> Mover:
        mover = self._mover_of.get(id(body))
        if mover is None:
            mover = self._mover_of[id(body)] = Mover(body)
        return mover

    def _aim_at_bodies(self) -> None:
        for obstacle in self._obstacles.moving:
            obstacle.aim(*bodies.pose(obstacle.solid.body))

    def _refresh(self) -> None:
        """Collect the lines that may pull and the bodies that have to be read each sub-step, in a fixed order."""
        self._active = [line for line in self.lines if not line.is_stowed and not line.is_broken]
        found: list[Mover] = []
        for line in self._active:
            line.mover_a, line.mover_b = self._mover(line.a.body), self._mover(line.b.body)
            for mover, end in ((line.mover_a, line.a), (line.mover_b, line.b)):
                mover.reach_m = max(mover.reach_m, hypot(*end.local))
                if not mover.is_fixed and mover not in found:
                    found.append(mover)
        for obstacle in self._obstacles.moving:
            mover = self._mover(obstacle.solid.body)
            mover.reach_m = max(mover.reach_m, obstacle.radius_m + hypot(*obstacle.centre))
            if mover not in found:
                found.append(mover)
        for mover in found:
            mover.weigh()
        for line in self._active:
            line.wake()
            self._lay(line)
        self._movers = found
        self._is_stale = False

    def _follow_covers(self) -> None:
        """Let lines leave in front of moving solids that are over one of their ends."""
        self._aim_at_bodies()
        solids = self._obstacles.moving
        for line in self._active:
            path = line.path
            if path is None:  # stowed since the last look
                continue
            if not (path.ignored or line.passes or any(corner.is_moving for corner in path.corners)):
                a, b = line.a.world(), line.b.world()
                if not any(o.is_near(*a) or o.is_near(*b) for o in solids):
                    continue
            line.wake()
            if follow_covers(path, self._obstacles, line.before()):
                line.solved_m = path.length()
                self._is_stale = True

    def _swing(self, awake: Sequence[Tether], step_s: float, stir: float) -> list[Tether]:
        """Move bodies on simple lines; returns the lines that have to be solved in general after all."""
        movers: list[Mover] = []
        for line in awake:
            mover = line.grips[0].mover
            if not mover.awake:
                movers.append(mover)
            mover.awake.append(line)
        left: list[Tether] = []
        if self._obstacles.moving and any([mover.obstacles for mover in movers]):  # noqa: C419 - one or two of them
            left = list(awake)
        else:
            for mover in movers:
                if not swing(mover, mover.awake, step_s, stir):
                    left.extend(mover.awake)
        for mover in movers:
            mover.awake.clear()
        self._was_general = False
        return left

    def _step(self, awake: Sequence[Tether], step_s: float) -> None:
        """Move the awake lines and their bodies over a sub-step, part by part between changes of bends."""
        movers = self._movers
        for mover in movers:
            mover.rest()
        stir = self._aim()
        for line in awake:
            self._catch_up(line, stir)
        for obstacle in self._obstacles.moving:
            obstacle.commit()
        left = step_s
        for cut in range(CUTS_LIMIT + 1):
            part = left
            self._solve(awake, part)
            stir = self._aim()
            share = self._first_event(awake, stir) if cut < CUTS_LIMIT else 2.0
            if share <= 1.0:
                part = min(left, share * left + CUT_OVERSHOOT * step_s)
                if part < left:
                    self._solve(awake, part)
                    stir = self._aim()
            for line in awake:
                self._commit(line, stir, is_cut=share <= 1.0)
            for mover in movers:
                mover.finish()
            for obstacle in self._obstacles.moving:
                obstacle.commit()
            left -= part
            if left <= 0.0:
                break
        for line in awake:
            line.rest()

    def _lay(self, line: Tether) -> None:
        grips = lay(line, self._mover_of)
        if line.spec.friction > 0.0:
            lay_strands(line, grips)

    def _solve(self, lines: Sequence[Tether], step_s: float) -> None:
        pulls: list[Tether | Strand] = []
        for line in lines:
            pulls.extend(line.strands or (line,))
        solve(pulls, self._movers, step_s)
        for line in lines:
            if line.strands:
                gather(line)

    def _aim(self) -> float:
        """Put all moving solids at the end of the step; returns the farthest that any point of them moves."""
        stir = 0.0
        for obstacle in self._obstacles.moving:
            mover = self._mover_of[id(obstacle.solid.body)]
            stir = max(stir, obstacle.aim(mover.x1, mover.y1, mover.angle1))
        return stir

    def _catch_up(self, line: Tether, stir: float) -> None:
        """Follow what moved since the last step other than by it: contacts, sliding hooks, placed bodies, sleep."""
        path = line.path
        assert path is not None
        a, b = line.movers()
        is_changed = is_sliding = line.has_slid()
        if is_sliding:
            path.forget()
            path.is_fixed_a = path.is_fixed_b = False
        ax, ay = line.a.local
        bx, by = line.b.local
        ax, ay = a.x + a.cos * ax - a.sin * ay, a.y + a.sin * ax + a.cos * ay
        bx, by = b.x + b.cos * bx - b.sin * by, b.y + b.sin * bx + b.cos * by
        if line.quiet_m > 0.0:
            path.shift(ax, ay, bx, by, line.slept_m - line.quiet_m)
        else:
            step = _farthest(path, ax, ay, bx, by, stir)
            if path.is_safe(step):
                path.shift(ax, ay, bx, by, step)
            elif path.advance(ax, ay, bx, by, step):
                is_changed = True
        if is_sliding and free_ends(path, self._obstacles.items):
            is_changed = True
        if is_changed:
            self._lay(line)
        if not (path.is_fixed_a or path.is_fixed_b) and (a.is_fixed or b.is_fixed):
            path.forget()
            path.is_fixed_a, path.is_fixed_b = a.is_fixed, b.is_fixed

    def _first_event(self, lines: Sequence[Tether], stir: float) -> float:
        """Earliest fraction of the solved step at which a pulling line's bends change; above 1 if none does."""
        first = 2.0
        for line in lines:
            path = self._reach(line, stir)
            line.event_at = 2.0
            if line.mean_n > 0.0 and not path.is_safe(line.step_m):
                line.event_at = path.first_event(line.ax1, line.ay1, line.bx1, line.by1, line.step_m)
                first = min(first, line.event_at)
        return first

    def _reach(self, line: Tether, stir: float) -> TautPath:
        """Work out where the ends of a solved line are at the end of the step."""
        path = line.path
        assert path is not None
        a, b = line.movers()
        ax, ay = line.a.local
        bx, by = line.b.local
        line.ax1, line.ay1 = ax, ay = a.x1 + a.cos1 * ax - a.sin1 * ay, a.y1 + a.sin1 * ax + a.cos1 * ay
        line.bx1, line.by1 = bx, by = b.x1 + b.cos1 * bx - b.sin1 * by, b.y1 + b.sin1 * bx + b.cos1 * by
        line.step_m = _farthest(path, ax, ay, bx, by, stir)
        return path

    def _commit(self, line: Tether, stir: float, *, is_cut: bool) -> None:
        """Take a part of the step as done: path, length, tension."""
        path = line.path
        assert path is not None
        if is_cut:
            self._reach(line, stir)
        rate = lengthening(line) if line.is_rising else 0.0
        ends = line.ax1, line.ay1, line.bx1, line.by1, line.step_m
        if path.is_safe(line.step_m):
            path.shift(*ends)
        elif not is_cut and line.mean_n > 0.0:
            path.settle(*ends)
        elif path.advance(*ends):
            self._lay(line)
            line.solved_m = path.length()
        if line.strands:
            slip(line)
        if line.give_m > 0.0:
            line.take_back()
        line.note(rate)


def _farthest(path: TautPath, ax: float, ay: float, bx: float, by: float, stir: float) -> float:
    """How far a corner and a piece may come towards each other: points of the path move, and so may the corner."""
    xs, ys = path.xs, path.ys
    return max(hypot(ax - xs[0], ay - ys[0]), hypot(bx - xs[-1], by - ys[-1]), stir) + stir

"""One line: its law, its two ends, its taut path and its state."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, sin, sqrt
from typing import TYPE_CHECKING

import pymunk

from game.sim import bodies, line_friction
from game.sim.line_load import LineLoad
from game.sim.spec import Point, TetherSpec

if TYPE_CHECKING:
    from game.sim.line_friction import Strand
    from game.sim.line_pull import Grip, Mover, Piece
    from game.sim.taut_path import TautPath
    from game.sim.tether import Tethers


LOOSE_MPS = 1.5  # slack is taken in this fast
SHORTEST_M = 0.3  # nobody hauls a line in shorter than this
DOZE_M = 0.04  # with less room than this a slack line stays awake


@dataclass(slots=True, eq=False)
class LineEnd:
    """A place on a body; structure is the space's static body with station coordinates."""

    body: pymunk.Body
    local: Point

    def world(self) -> Point:
        """Where it is now in the station frame, m."""
        x, y, angle = bodies.pose(self.body)
        lx, ly = self.local
        c, s = cos(angle), sin(angle)
        return x + c * lx - s * ly, y + s * lx + c * ly


def _length(points: list[Point]) -> float:
    return sum([hypot(q[0] - p[0], q[1] - p[1]) for p, q in pairwise(points)])


class Tether:
    """A line between two ends; lengths in m, tensions in N. `Tethers` moves it, the world reads it and orders it about.

    `peak_n` is the largest tension since the tick began, `peak_b_n` that at end b: less by the friction on the way.
    `passes` are bodies whose solids it goes in front of, besides those that it ends on. `paid_out_m` may be lowered to
    haul in and raised to pay out, up to the limit of the spec; hauling in a taut line is the only way in which a line
    gives energy.
    """

    __slots__ = (
        "_is_stowed", "a", "ax1", "ay1", "b", "bx1", "by1", "event_at", "ex", "ey",
         "fixed_x", "fixed_y", "give_m", "grips", "id", "is_broken", "is_locked", "is_rising", "is_simple",
        "jt", "jx", "jy", "load", "locked_m", "mean_n", "mover_a", "mover_b", "owner", "paid_out_m", "passes", "path",
        "peak_b_n", "peak_n", "pieces", "place", "quiet_m", "seen_a", "seen_b", "slept_m", "softness", "solved_m",
        "spec", "step_m", "still_m", "strands", "tension_n", "was_length_m", "was_mean_n",
    )  # fmt: skip

    def __init__(self, id: str, spec: TetherSpec, a: LineEnd, b: LineEnd, *, is_stowed: bool = False) -> None:  # noqa: A002
        self.id = id
        self.spec = spec
        self.a = a
        self.b = b
        self._is_stowed = is_stowed
        self.is_locked = False
        self.is_broken = False
        self.paid_out_m = self.locked_m = spec.limit_m
        self.give_m = 0.0  # how much longer it was than allowed when it was hooked on; shrinks as it can
        self.load = LineLoad(spec)
        self.owner: Tethers | None = None
        (ax, ay), (bx, by) = a.world(), b.world()
        self.solved_m = self.was_length_m = hypot(ax - bx, ay - by)
        self.tension_n = self.peak_n = self.peak_b_n = 0.0
        self.passes: tuple[pymunk.Body, ...] = ()
        # what follows belongs to the solver
        self.path: TautPath | None = None
        self.mover_a: Mover | None = None
        self.mover_b: Mover | None = None
        self.seen_a, self.seen_b = a.local, b.local
        self.ax1, self.ay1, self.bx1, self.by1 = ax, ay, bx, by
        self.fixed_x = self.fixed_y = 0.0
        self.grips: list[Grip] = []
        self.pieces: list[Piece] = []
        self.strands: list[Strand] = []  # its pieces, if it has friction
        self.is_simple = False  # one moving end, one moving piece
        self.is_rising = False
        self.place = -1  # of the moving end in the path
        self.ex = self.ey = self.jx = self.jy = self.jt = 0.0
        self.event_at = 2.0
        self.quiet_m = 0.0  # how far things may move before this line matters
        self.slept_m = self.step_m = 0.0
        self.softness = self.still_m = 0.0
        self.mean_n = self.was_mean_n = 0.0

    @property
    def is_stowed(self) -> bool:
        """True while the line is on the suit and holds nothing."""
        return self._is_stowed

    @is_stowed.setter
    def is_stowed(self, is_stowed: bool) -> None:
        if is_stowed == self._is_stowed:
            return
        self._is_stowed = is_stowed
        if is_stowed:
            self.tension_n = self.peak_n = self.peak_b_n = self.mean_n = self.was_mean_n = 0.0
        if self.owner is not None:
            self.owner.reroute(self)

    @property
    def limit_m(self) -> float:
        """Length at which the stiff part begins: what is paid out, or where the reel was locked."""
        return self.load.limit_m

    @property
    def length_m(self) -> float:
        """Length along the taut path, with the ends where they are now."""
        if self.quiet_m <= 0.0 or self._is_stowed:
            return self.solved_m
        return _length(self.points())

    def course(self) -> tuple[list[Point], float]:
        """Its points and its length, both as of now."""
        points = self.points()
        return points, self.solved_m if self.quiet_m <= 0.0 or self._is_stowed else _length(points)

    @property
    def is_taut(self) -> bool:
        """True if the line pulls."""
        return self.tension_n > 0.0

    @property
    def is_at_limit(self) -> bool:
        """True if the line is stretched beyond what is paid out."""
        return self.tension_n > 0.0 and self.length_m > self.load.limit_m

    def tension_b_n(self) -> float:
        """Tension at end b."""
        return line_friction.tension_at_b(self) if self.strands else self.tension_n

    def before(self) -> list[pymunk.Body]:
        """Moving bodies that it goes in front of: those at its ends, and what its wearer carries."""
        bodies = (self.a.body, self.b.body, *self.passes)
        return [body for body in bodies if body.body_type != pymunk.Body.STATIC]

    def points(self) -> list[Point]:
        """The taut path in the station frame: end a, true bends, end b."""
        a, b = self.a.world(), self.b.world()
        if self.path is None or self._is_stowed:
            return [a, b]
        return [a, *(corner.world() for corner in self.path.corners), b]

    def energy_j(self) -> float:
        """Elastic energy stored in the line."""
        if self._is_stowed or self.is_broken:
            return 0.0
        if self.strands and self.quiet_m <= 0.0:
            return line_friction.energy_j(self)
        return self.load.energy(self.length_m)

    def reattach_b(self, end: LineEnd) -> None:
        """Hook end b on elsewhere; the course becomes the shortest free one."""
        self.b = end
        if self.owner is not None:
            self.owner.reroute(self)

    def lock(self) -> None:
        """Stop the reel where it is; the pull it had stays in the line."""
        self.is_locked = True
        self.locked_m = self._out_m()
        self.adjust()

    def unlock(self) -> None:
        """Let the reel run again; what is out is out, also where it was hauled in behind the lock meanwhile."""
        self.is_locked = False
        out = self._out_m()
        self.give_m = max(self.give_m, out - min(self.spec.limit_m, self.paid_out_m))
        self.adjust()

    def _out_m(self) -> float:
        """Natural length of a stiff line that pulls as this one does now."""
        if self.strands:
            return line_friction.stiffen(self)
        return self.length_m / (1.0 + self.tension_n / self.spec.ea_n)

    def haul(self, rate_mps: float, step_s: float, force_n: float) -> None:
        """Take in (or with a negative rate pay out), slack first, to no more tension than the muscle's force."""
        start = self.locked_m if self.is_locked else self.paid_out_m
        if rate_mps > 0.0:
            length = self.length_m
            loose = max(0.0, start - length)
            if self.spec.pull_n > 0.0:
                start -= loose  # a reel leaves nothing loose
            elif loose > 0.0:  # what is loose comes in by the armful
                start -= min(loose, LOOSE_MPS * step_s)
            least = min(start, max(SHORTEST_M, length / (1.0 + force_n / self.spec.ea_n)))
            taken = max(least, start - rate_mps * step_s)
            if self.is_locked:  # the lock goes along, as the line is held by hand
                self.locked_m = min(start, taken)
            else:
                self.paid_out_m = taken
        elif not self.is_locked:
            self.paid_out_m = min(self.spec.limit_m, start - rate_mps * step_s)
        self.adjust()

    def adjust(self) -> None:
        """Bring the law in line with what is paid out, given and locked."""
        self.wake()
        spec, load = self.spec, self.load
        load.stored_j = 0.0
        limit = min(spec.limit_m, self.paid_out_m)
        if self.is_locked:
            load.set_limit(self.locked_m, self.locked_m)
        elif self.give_m > 0.0:  # the soft part is all out and cannot pull before the line is as short as it should be
            load.set_limit(spec.rest_m, limit)
            stored = load.energy(limit)
            load.set_limit(limit + self.give_m, limit + self.give_m)
            load.stored_j = stored
        else:
            load.set_limit(spec.rest_m, limit)
        if self.strands:
            line_friction.slip(self)

    def wants_adjusting(self) -> bool:
        """True if somebody set `paid_out_m` or `is_locked` by hand."""
        limit = min(self.spec.limit_m, self.paid_out_m) + self.give_m
        return self.load.limit_m != max(self.locked_m if self.is_locked else limit, 1e-3)

    def wake(self) -> None:
        """Come out of sleep: all that moved since is vouched for, so the path is where its points are now."""
        if self.quiet_m <= 0.0 or self.path is None:
            return
        self.path.follow(self.points(), self.slept_m - self.quiet_m)
        self.quiet_m = -1.0
        self.solved_m = self.path.length()
        line_friction.wake(self)

    def movers(self) -> tuple[Mover, Mover]:
        """The bodies at its ends."""
        a, b = self.mover_a, self.mover_b
        assert a is not None
        assert b is not None
        return a, b

    def take_back(self) -> None:
        """Shrink what was given when it was hooked on to what is still needed."""
        needed = max(0.0, self.solved_m - min(self.spec.limit_m, self.paid_out_m))
        if self.strands:  # only what lies loose before the first bend comes in without a pull
            needed = max(needed, self.give_m - line_friction.loose_m(self))
        if needed < self.give_m and not self.is_locked:
            self.give_m = needed
            self.adjust()

    def note(self, rate_mps: float) -> None:
        """Take over the tension at the end of a step; `rate_mps` is how fast the line gets longer there.

        At a turn of the stretch the peak lies between two steps: it follows from the energy of the stretch.
        """
        load, length, strands = self.load, self.solved_m, self.strands
        if strands:
            peak, peak_b = line_friction.tension_at_a(self), line_friction.tension_at_b(self)
        else:
            peak = peak_b = load.tension(length) if length > load.rest_m else 0.0
        self.tension_n = peak
        is_rising = length > self.was_length_m
        if self.is_rising and not is_rising and not strands and self.softness > 0.0:
            stretch = max(0.0, length - load.limit_m)
            most = sqrt(stretch * stretch + rate_mps * rate_mps / (load.stiffness_npm * self.softness))
            if stretch > 0.0:
                peak = peak_b = load.hold_n + load.stiffness_npm * most
        self.is_rising = is_rising
        if peak > self.peak_n:  # noqa: PLR1730 - for every line in every sub-step: a call costs five times as much
            self.peak_n = peak
        if peak_b > self.peak_b_n:  # noqa: PLR1730
            self.peak_b_n = peak_b
        if peak > self.spec.break_n and not self.is_broken:
            self.is_broken = True
            if self.owner is not None:
                self.owner.refresh()

    def rest(self) -> None:
        """Fall asleep if it is slack, for as long as nothing moves too far."""
        self.quiet_m = -1.0
        if self.mean_n == 0.0 and self.path is not None:
            quiet = min(self.load.rest_m - self.solved_m, self.path.clear_m)
            if quiet > DOZE_M:
                self.quiet_m = self.slept_m = quiet

    def is_sliding(self) -> bool:
        """True if an end slid on its body since it was last followed."""
        return self.a.local is not self.seen_a or self.b.local is not self.seen_b

    def has_slid(self) -> bool:
        """The same, once."""
        if not self.is_sliding():
            return False
        self.seen_a, self.seen_b = self.a.local, self.b.local
        return True

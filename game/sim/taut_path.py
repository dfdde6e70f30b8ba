"""The taut path of a line: the shortest path in its homotopy class among solids, kept exact by following the motion.

In a plane a line cannot pass through a solid, so its path follows from the motion alone: a bend is pushed at the
instant a straight piece sweeps over a convex corner and popped at the instant the line unwinds from it. Within a step
every point is taken to move uniformly from where it was to where it is, so the instants are roots of quadratics.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import atan2, hypot, inf, sqrt

from game.sim.obstacles import Corner, Obstacle, Obstacles
from game.sim.spec import Point

TOUCH_M = 1e-9  # a corner this near to a straight piece touches it
NEAR_M = 0.5  # corners within this distance of the path are watched one by one
EVENTS_LIMIT = 200  # in one step; more means the motion was no motion (a jump): the path is then left as it is


class TautPath:
    """The path of one line: `xs`, `ys` are its points from end a over the bends to end b, as of the last commit."""

    __slots__ = (
        "_near", "_near_left_m", "_stirs", "clear_m", "corners", "ignored", "is_fixed_a", "is_fixed_b", "obstacles",
        "shares", "sides", "xs", "ys",
    )  # fmt: skip

    def __init__(self, obstacles: Obstacles, a: Point, b: Point) -> None:
        self.obstacles = obstacles
        self.corners: list[Corner] = []
        self.sides: list[int] = []
        self.shares: list[float] = []  # how much of the line is in each piece, if it has friction
        self.ignored: list[Obstacle] = []  # an end sits inside these, so the line leaves in front of them
        self.xs = [a[0], b[0]]
        self.ys = [a[1], b[1]]
        self.is_fixed_a = self.is_fixed_b = False  # an end on structure; it may slide, after `forget`
        self._near: list[Corner] = []
        self._stirs = False  # something moving is near or bends it
        self._near_left_m = -1.0
        self.clear_m = -1.0

    def reset(self, points: Sequence[Point], corners: Sequence[Corner], sides: Sequence[int]) -> None:
        """Take a new course, forgetting the old one."""
        self.xs = [p[0] for p in points]
        self.ys = [p[1] for p in points]
        self.corners = list(corners)
        self.sides = list(sides)
        self.shares = []
        self.forget()

    def forget(self) -> None:
        """Measure the surroundings anew at the next step."""
        self.clear_m = self._near_left_m = -1.0

    def length(self) -> float:
        """Length along the path, m."""
        xs, ys = self.xs, self.ys
        return sum(hypot(xs[i + 1] - xs[i], ys[i + 1] - ys[i]) for i in range(len(xs) - 1))

    def turning(self) -> float:
        """Sum of the turns at all bends, rad, left turns positive: how far the line is wound round things."""
        total = 0.0
        xs, ys = self.xs, self.ys
        for i in range(1, len(xs) - 1):
            ux, uy = xs[i] - xs[i - 1], ys[i] - ys[i - 1]
            wx, wy = xs[i + 1] - xs[i], ys[i + 1] - ys[i]
            total += atan2(ux * wy - uy * wx, ux * wx + uy * wy)
        return total

    def is_safe(self, step_m: float) -> bool:
        """True if a step in which nothing moves farther than `step_m` cannot touch a corner or free a bend."""
        return step_m < self.clear_m

    def shift(self, ax: float, ay: float, bx: float, by: float, step_m: float) -> None:
        """Commit a step that `is_safe` vouched for."""
        xs, ys = self.xs, self.ys
        xs[0], ys[0], xs[-1], ys[-1] = ax, ay, bx, by
        i = 1
        for corner in self.corners:
            if corner.is_moving:
                xs[i], ys[i] = corner.x1, corner.y1
            i += 1
        self.clear_m -= step_m
        self._near_left_m -= step_m

    def follow(self, points: Sequence[Point], step_m: float) -> None:
        """Commit a motion that `is_safe` vouched for, by where the points are now."""
        self.xs = [p[0] for p in points]
        self.ys = [p[1] for p in points]
        self._near_left_m -= step_m
        self.clear_m -= step_m

    def shift_end(self, place: int, x: float, y: float, step_m: float) -> None:
        """Commit a step of one end (0 or -1) in which nothing changes and only it moves."""
        self.xs[place] = x
        self.ys[place] = y
        self._near_left_m -= step_m
        self.clear_m -= step_m
        if self.clear_m <= 0.0:
            self._measure()

    def settle(self, ax: float, ay: float, bx: float, by: float, step_m: float) -> None:
        """Commit a step for which `first_event` found nothing."""
        self.shift(ax, ay, bx, by, step_m)
        self._measure()

    def first_event(self, ax: float, ay: float, bx: float, by: float, step_m: float) -> float:
        """Fraction of the step at which the first bend is pushed or popped; above 1 if none is. Commits nothing."""
        self._watch(step_m)
        return self._next_event(*self._targets(ax, ay, bx, by), 0.0)[0]

    def advance(self, ax: float, ay: float, bx: float, by: float, step_m: float) -> int:
        """Commit a step: push and pop in the order of time. Returns how many bends changed."""
        self._watch(step_m)
        events = 0
        now = 0.0
        xs1, ys1 = self._targets(ax, ay, bx, by)
        while events < EVENTS_LIMIT:
            now, place, corner, side = self._next_event(xs1, ys1, now)
            if now > 1.0:
                break
            events += 1
            if self.shares:
                self._share(place, corner, now, xs1, ys1)
            if corner is None:
                for series in (self.xs, self.ys, xs1, ys1):
                    del series[place]
                del self.corners[place - 1]
                del self.sides[place - 1]
                self._near_left_m = -1.0  # a piece that stood still moves now: look along it too
                self._watch(step_m)
            else:
                self.xs.insert(place, corner.x)
                self.ys.insert(place, corner.y)
                xs1.insert(place, corner.x1)
                ys1.insert(place, corner.y1)
                self.corners.insert(place - 1, corner)
                self.sides.insert(place - 1, side)
        self.xs, self.ys = xs1, ys1
        self._near_left_m -= step_m
        self._measure()
        return events

    def watched(self) -> list[Obstacle]:
        """Moving obstacles this path bends round or is near to, each once."""
        found: list[Obstacle] = []
        for corner in (*self.corners, *self._near):
            if corner.is_moving and corner.obstacle not in found:
                found.append(corner.obstacle)
        return found

    def _share(self, place: int, corner: Corner | None, now: float, xs1: list[float], ys1: list[float]) -> None:
        """Split or join the shares of the pieces that a bend parts."""
        if corner is None:
            self.shares[place - 1 : place + 1] = [self.shares[place - 1] + self.shares[place]]
            return
        xs, ys = self.xs, self.ys
        x, y = corner.x + now * (corner.x1 - corner.x), corner.y + now * (corner.y1 - corner.y)
        parts = [
            hypot(xs[i] + now * (xs1[i] - xs[i]) - x, ys[i] + now * (ys1[i] - ys[i]) - y) for i in (place - 1, place)
        ]
        whole = self.shares[place - 1]
        first = whole * parts[0] / (sum(parts) or 1.0)
        self.shares[place - 1 : place] = [first, whole - first]

    # -- inside -------------------------------------------------------------------------------------------------

    def _targets(self, ax: float, ay: float, bx: float, by: float) -> tuple[list[float], list[float]]:
        corners = self.corners
        return [ax, *[c.x1 for c in corners], bx], [ay, *[c.y1 for c in corners], by]

    def _watch(self, step_m: float) -> None:
        """Have every corner in the list that this step could touch."""
        if step_m < self._near_left_m:
            return
        radius_m = max(NEAR_M, 3.0 * step_m)
        found: dict[int, Corner] = {}
        xs, ys = self.xs, self.ys
        ignored = self.ignored
        for i in range(len(xs) - 1):
            ax, ay = xs[i], ys[i]
            is_still = self._is_still(i)
            for corner in self.obstacles.near_segment(ax, ay, xs[i + 1], ys[i + 1], radius_m):
                if (is_still and not corner.is_moving) or corner.index in found or corner.obstacle in ignored:
                    continue
                if _distance(corner.x, corner.y, ax, ay, xs[i + 1], ys[i + 1]) < radius_m:
                    found[corner.index] = corner
        self._near = [found[index] for index in sorted(found)]
        self._stirs = any(corner.is_moving for corner in (*self._near, *self.corners))
        self._near_left_m = radius_m

    def _is_still(self, i: int) -> bool:
        """True if both ends of piece `i` are on structure."""
        corners = self.corners
        first = self.is_fixed_a if i == 0 else not corners[i - 1].is_moving
        return first and (self.is_fixed_b if i == len(corners) else not corners[i].is_moving)

    def _pieces(self) -> Iterable[int]:
        """The pieces that can move."""
        last = len(self.xs) - 2
        if self._stirs or last < 2:
            return range(last + 1)
        return (
            ()
            if self.is_fixed_a and self.is_fixed_b
            else (last,)
            if self.is_fixed_a
            else ((0,) if self.is_fixed_b else (0, last))
        )

    def _bends(self) -> Iterable[int]:
        """The points of the path that can come loose."""
        last = len(self.xs) - 2
        if self._stirs or last < 2:
            return range(1, last + 1)
        return (
            ()
            if self.is_fixed_a and self.is_fixed_b
            else (last,)
            if self.is_fixed_a
            else ((1,) if self.is_fixed_b else (1, last))
        )

    def _measure(self) -> None:
        """Work out how far things may move before anything can happen."""
        xs, ys, corners = self.xs, self.ys, self.corners
        clear = self._near_left_m
        last = len(xs) - 2
        for i in self._pieces():
            first = corners[i - 1] if i > 0 else None
            second = corners[i] if i < last else None
            is_fixed = first is not None and second is not None and not first.is_moving and not second.is_moving
            ax, ay, bx, by = xs[i], ys[i], xs[i + 1], ys[i + 1]
            for corner in self._near:
                if corner is first or corner is second or (is_fixed and not corner.is_moving):
                    continue
                gap = _distance(corner.x1, corner.y1, ax, ay, bx, by)
                clear = min(clear, gap)
        for i in self._bends():
            ux, uy = xs[i + 1] - xs[i - 1], ys[i + 1] - ys[i - 1]
            span = hypot(ux, uy)
            gap = abs(ux * (ys[i] - ys[i - 1]) - uy * (xs[i] - xs[i - 1])) / span if span else 0.0
            clear = min(clear, gap)
        self.clear_m = clear

    def _next_event(  # noqa: C901, PLR0912, PLR0915 - one pass over pieces and corners, one over bends
        self, xs1: list[float], ys1: list[float], now: float
    ) -> tuple[float, int, Corner | None, int]:
        """First event after `now`: (fraction, place in the path, corner to push or None to pop, side)."""
        best: tuple[float, int, Corner | None, int] = (inf, 0, None, 0)
        xs, ys, corners, sides = self.xs, self.ys, self.corners, self.sides
        last = len(xs) - 2
        left = 1.0 - now
        for i in self._pieces():
            first = corners[i - 1] if i > 0 else None
            second = corners[i] if i < last else None
            ax1, ay1, bx1, by1 = xs1[i], ys1[i], xs1[i + 1], ys1[i + 1]
            ax, ay = xs[i] + now * (ax1 - xs[i]), ys[i] + now * (ay1 - ys[i])
            bx, by = xs[i + 1] + now * (bx1 - xs[i + 1]), ys[i + 1] + now * (by1 - ys[i + 1])
            is_still = ax == ax1 and ay == ay1 and bx == bx1 and by == by1
            ux, uy, ux1, uy1 = bx - ax, by - ay, bx1 - ax1, by1 - ay1
            touch = TOUCH_M * (hypot(ux, uy) + TOUCH_M)
            for corner in self._near:
                if corner is first or corner is second:
                    continue
                is_moving = corner.is_moving
                if is_moving:
                    if (
                        first is not None
                        and second is not None
                        and (first.obstacle is corner.obstacle and second.obstacle is corner.obstacle)
                    ):
                        continue
                    cx, cy = corner.x + now * (corner.x1 - corner.x), corner.y + now * (corner.y1 - corner.y)
                else:
                    if is_still:
                        continue
                    cx, cy = corner.x, corner.y
                wx, wy, wx1, wy1 = cx - ax, cy - ay, corner.x1 - ax1, corner.y1 - ay1
                s0 = ux * wy - uy * wx
                s1 = ux1 * wy1 - uy1 * wx1
                middle = 0.5 * (ux * wy1 - uy * wx1 + ux1 * wy - uy1 * wx)
                if (s0 > touch and middle > touch and s1 > touch) or (s0 < -touch and middle < -touch and s1 < -touch):
                    continue
                for root in _roots(s0, middle, s1, touch):
                    fraction = now + root * left
                    if fraction >= best[0]:
                        break
                    vx, vy = ux + root * (ux1 - ux), uy + root * (uy1 - uy)
                    square = vx * vx + vy * vy
                    along = vx * (wx + root * (wx1 - wx)) + vy * (wy + root * (wy1 - wy))
                    if square == 0.0 or not -1e-9 <= along / square <= 1.0 + 1e-9:
                        continue
                    side = corner.side(vx, vy)
                    slope = 2.0 * ((1.0 - root) * (middle - s0) + root * (s1 - middle))
                    if side and (slope * side < 0.0 or (slope == 0.0 and s1 * side < 0.0)):
                        best = (fraction, i + 1, corner, side)
                        break
        for i in self._bends():
            corner = corners[i - 1]
            ax, ay = xs[i - 1] + now * (xs1[i - 1] - xs[i - 1]), ys[i - 1] + now * (ys1[i - 1] - ys[i - 1])
            bx, by = xs[i + 1] + now * (xs1[i + 1] - xs[i + 1]), ys[i + 1] + now * (ys1[i + 1] - ys[i + 1])
            cx, cy = xs[i] + now * (xs1[i] - xs[i]), ys[i] + now * (ys1[i] - ys[i])
            ux, uy, ux1, uy1 = bx - ax, by - ay, xs1[i + 1] - xs1[i - 1], ys1[i + 1] - ys1[i - 1]
            wx, wy, wx1, wy1 = cx - ax, cy - ay, xs1[i] - xs1[i - 1], ys1[i] - ys1[i - 1]
            side = sides[i - 1]
            s0, s1 = (ux * wy - uy * wx) * side, (ux1 * wy1 - uy1 * wx1) * side
            middle = 0.5 * side * (ux * wy1 - uy * wx1 + ux1 * wy - uy1 * wx)
            touch = TOUCH_M * (hypot(ux, uy) + TOUCH_M)
            if s0 < -touch and middle < -touch and s1 < -touch:
                continue
            for root in _roots(s0, middle, s1, touch):
                fraction = now + root * left
                if fraction >= best[0]:
                    break
                slope = 2.0 * ((1.0 - root) * (middle - s0) + root * (s1 - middle))
                rx, ry = wx + root * (wx1 - wx), wy + root * (wy1 - wy)
                vx, vy = ux + root * (ux1 - ux), uy + root * (uy1 - uy)
                is_straight = rx * (vx - rx) + ry * (vy - ry) >= -TOUCH_M
                if is_straight and (slope > 0.0 or (slope == 0.0 and s1 > 0.0)):
                    best = (fraction, i, None, 0)
                    break
        return best


def _roots(s0: float, middle: float, s1: float, touch: float) -> tuple[float, ...]:
    """Where a quadratic in Bernstein form on 0..1 is zero, ascending; a start within `touch` of zero counts as 0."""
    a = s0 - 2.0 * middle + s1
    b = middle - s0  # half of the linear coefficient
    found: list[float] = []
    if -touch <= s0 <= touch:
        found.append(0.0)
    square = b * b - a * s0
    if square >= 0.0:
        q = -b - sqrt(square) if b > 0.0 else -b + sqrt(square)
        roots = []
        if a != 0.0:
            roots.append(q / a)
        if q != 0.0:
            roots.append(s0 / q)
        found.extend(root for root in sorted(roots) if 0.0 < root <= 1.0)
    return tuple(found)


def _distance(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    """Distance of a point from a straight piece, m."""
    ux, uy, wx, wy = bx - ax, by - ay, x - ax, y - ay
    square = ux * ux + uy * uy
    if square > 0.0:
        along = (ux * wx + uy * wy) / square
        if along >= 1.0:
            wx, wy = x - bx, y - by
        elif along > 0.0:
            wx -= along * ux
            wy -= along * uy
    return hypot(wx, wy)

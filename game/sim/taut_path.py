"""The taut path of a line: the shortest path in its homotopy class among solids, kept exact by following the motion.

In a plane a line cannot pass through a solid, so its path follows from the motion alone: a bend is pushed at the instant
a straight piece sweeps over a convex corner and popped at the instant the line unwinds from it. Within a step every
point is taken to move uniformly from where it was to where it is, so the instants are roots of quadratics.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, ceil, cos, floor, hypot, inf, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pymunk

from game.sim.spec import Point

TOUCH_M = 1e-9  # a corner this near to a straight piece touches it
NEAR_M = 0.5  # corners within this distance of the path are watched one by one
CELL_M = 2.0  # side of a cell of the broad-phase grid
STRAIGHT = 1e-9  # a vertex whose turn is below this (sine) is no corner
CUT = 0.2  # sine; a line that leaves both edges of a corner by more than this on different sides cuts the solid
EVENTS_LIMIT = 200  # in one step; more means the motion was no motion (a jump): the path is then left as it is


@dataclass(slots=True, eq=False)
class Solid:
    """A polygon that lines bend round: body-local, counter-clockwise, convex or concave; its body may move."""

    id: str
    body: pymunk.Body
    outline: tuple[Point, ...]


class Corner:
    """A convex vertex of a solid; (x, y) is where it was at the last commit, (x1, y1) where it is going."""

    __slots__ = ("index", "is_moving", "lx", "ly", "next_x", "next_y", "obstacle", "prev_x", "prev_y", "x", "x1", "y", "y1")

    def __init__(self, obstacle: Obstacle, index: int, before: Point, at: Point, after: Point) -> None:
        self.obstacle = obstacle
        self.index = index
        self.is_moving = obstacle.is_moving
        self.lx, self.ly = at
        self.prev_x, self.prev_y = before[0] - at[0], before[1] - at[1]
        self.next_x, self.next_y = after[0] - at[0], after[1] - at[1]
        self.x = self.x1 = at[0]
        self.y = self.y1 = at[1]

    def world(self) -> Point:
        """Where it is now, asked of the body."""
        if not self.is_moving:
            return self.x, self.y
        point = self.obstacle.solid.body.local_to_world((self.lx, self.ly))
        return point.x, point.y

    def side(self, ux: float, uy: float) -> int:
        """Side of a line through this corner along (ux, uy) on which all of the solid lies here: 1 left, -1 right, 0 cut."""
        px, py, nx, ny = self.prev_x, self.prev_y, self.next_x, self.next_y
        if self.is_moving:
            c, s = self.obstacle.cos, self.obstacle.sin
            px, py, nx, ny = c * px - s * py, s * px + c * py, c * nx - s * ny, s * nx + c * ny
        length = hypot(ux, uy)
        before = (ux * py - uy * px) / (hypot(px, py) * length)
        after = (ux * ny - uy * nx) / (hypot(nx, ny) * length)
        if before * after < 0.0 and abs(before) > CUT and abs(after) > CUT:
            return 0
        return 1 if before + after > 0.0 else -1


class Obstacle:
    """A solid as lines see it: its convex corners, a bounding circle, and the pose of its body."""

    __slots__ = (
        "angle", "centre", "corners", "cos", "is_moving", "outline", "radius_m", "reach_m", "sin", "solid", "was_angle",
        "was_x", "was_y", "x", "y",
    )  # fmt: skip

    def __init__(self, solid: Solid, first_index: int) -> None:
        self.solid = solid
        self.is_moving = solid.body.body_type != solid.body.STATIC
        outline = _counter_clockwise(solid.outline)
        self.x = self.y = self.angle = self.sin = 0.0
        self.was_x = self.was_y = self.was_angle = 0.0
        self.cos = 1.0
        if not self.is_moving:  # corners of structure are kept in the station frame
            position, angle = solid.body.position, solid.body.angle
            c, s = cos(angle), sin(angle)
            outline = [(position.x + c * x - s * y, position.y + s * x + c * y) for x, y in outline]
        self.outline = outline
        xs, ys = [p[0] for p in outline], [p[1] for p in outline]
        self.centre = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        self.radius_m = max((hypot(x - self.centre[0], y - self.centre[1]) for x, y in outline), default=0.0)
        self.reach_m = self.radius_m + hypot(*self.centre)  # from the body's origin
        self.corners: list[Corner] = []
        count = len(outline)
        for i, at in enumerate(outline):
            before, after = outline[i - 1], outline[(i + 1) % count]
            turn = (at[0] - before[0]) * (after[1] - at[1]) - (at[1] - before[1]) * (after[0] - at[0])
            if turn > STRAIGHT * hypot(at[0] - before[0], at[1] - before[1]) * hypot(after[0] - at[0], after[1] - at[1]):
                self.corners.append(Corner(self, first_index + i, before, at, after))

    def place(self, x: float, y: float, angle: float) -> None:
        """Put a moving obstacle and its corners at a pose with no motion in between."""
        self.aim(x, y, angle)
        self.commit()

    def aim(self, x: float, y: float, angle: float) -> float:
        """Say where a moving obstacle is at the end of the step; returns a bound of what any point of it moves, m."""
        if angle != self.angle:
            self.angle, self.cos, self.sin = angle, cos(angle), sin(angle)
        self.x, self.y = x, y
        c, s = self.cos, self.sin
        for corner in self.corners:
            lx, ly = corner.lx, corner.ly
            corner.x1 = x + c * lx - s * ly
            corner.y1 = y + s * lx + c * ly
        return hypot(x - self.was_x, y - self.was_y) + self.reach_m * abs(angle - self.was_angle)

    def commit(self) -> None:
        """Make the end of the step the start of the next."""
        self.was_x, self.was_y, self.was_angle = self.x, self.y, self.angle
        for corner in self.corners:
            corner.x, corner.y = corner.x1, corner.y1

    def world_outline(self) -> list[Point]:
        """The outline in the station frame."""
        if not self.is_moving:
            return self.outline
        c, s = self.cos, self.sin
        return [(self.x + c * x - s * y, self.y + s * x + c * y) for x, y in self.outline]

    def world_centre(self) -> Point:
        """Centre of the bounding circle in the station frame."""
        x, y = self.centre
        if not self.is_moving:
            return x, y
        return self.x + self.cos * x - self.sin * y, self.y + self.sin * x + self.cos * y


class Obstacles:
    """All solids of a world, found by place: a grid for structure, a short list for what moves."""

    __slots__ = ("_grid", "_next_index", "items", "moving")

    def __init__(self) -> None:
        self.items: list[Obstacle] = []
        self.moving: list[Obstacle] = []
        self._grid: dict[tuple[int, int], list[Corner]] = {}
        self._next_index = 0

    def add(self, solid: Solid) -> Obstacle:
        """Take a solid in; it bends lines from now on."""
        obstacle = Obstacle(solid, self._next_index)
        self._next_index += len(solid.outline)
        self.items.append(obstacle)
        if obstacle.is_moving:
            position = solid.body.position
            obstacle.place(position.x, position.y, solid.body.angle)
            self.moving.append(obstacle)
        else:
            for corner in obstacle.corners:
                self._grid.setdefault((floor(corner.x / CELL_M), floor(corner.y / CELL_M)), []).append(corner)
        return obstacle

    def remove(self, obstacle: Obstacle) -> None:
        """Let a solid go; lines that bent round it are the caller's to put right."""
        self.items.remove(obstacle)
        if obstacle.is_moving:
            self.moving.remove(obstacle)
        else:
            for corner in obstacle.corners:
                self._grid[(floor(corner.x / CELL_M), floor(corner.y / CELL_M))].remove(corner)

    def near_segment(self, x0: float, y0: float, x1: float, y1: float, radius_m: float) -> Iterable[Corner]:
        """Corners that may be within `radius_m` of a straight piece, each once, in a fixed order."""
        left, right = (x0, x1) if x0 < x1 else (x1, x0)
        low, high = (y0, y1) if y0 < y1 else (y1, y0)
        grid = self._grid
        if grid:
            rows = range(floor((low - radius_m) / CELL_M), ceil((high + radius_m) / CELL_M))
            for column in range(floor((left - radius_m) / CELL_M), ceil((right + radius_m) / CELL_M)):
                for row in rows:
                    cell = grid.get((column, row))
                    if cell:
                        yield from cell
        for obstacle in self.moving:
            cx, cy = obstacle.world_centre()
            reach = radius_m + obstacle.radius_m
            if left - reach <= cx <= right + reach and low - reach <= cy <= high + reach:
                yield from obstacle.corners


class TautPath:
    """The path of one line: `xs`, `ys` are its points from end a over the bends to end b, as of the last commit."""

    __slots__ = (
        "_near", "_near_left_m", "_stirs", "clear_m", "corners", "ignored", "is_fixed_a", "is_fixed_b", "obstacles", "sides",
        "xs", "ys",
    )  # fmt: skip

    def __init__(self, obstacles: Obstacles, a: Point, b: Point) -> None:
        self.obstacles = obstacles
        self.corners: list[Corner] = []
        self.sides: list[int] = []
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
        self.forget()

    def forget(self) -> None:
        """Measure the surroundings anew at the next step."""
        self.clear_m = self._near_left_m = -1.0

    def length(self) -> float:
        """Length along the path, m."""
        xs, ys = self.xs, self.ys
        return sum(hypot(xs[i + 1] - xs[i], ys[i + 1] - ys[i]) for i in range(len(xs) - 1))

    def turning(self) -> float:
        """Sum of the turns at all bends, rad, left turns positive: it tells how often the line is wound round a thing."""
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
            if corner is None:
                for series in (self.xs, self.ys, xs1, ys1):
                    del series[place]
                del self.corners[place - 1]
                del self.sides[place - 1]
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
        return () if self.is_fixed_a and self.is_fixed_b else (last,) if self.is_fixed_a else (
            (0,) if self.is_fixed_b else (0, last)
        )

    def _bends(self) -> Iterable[int]:
        """The points of the path that can come loose."""
        last = len(self.xs) - 2
        if self._stirs or last < 2:
            return range(1, last + 1)
        return () if self.is_fixed_a and self.is_fixed_b else (last,) if self.is_fixed_a else (
            (1,) if self.is_fixed_b else (1, last)
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

    def _next_event(
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
                    if first is not None and second is not None and (
                        first.obstacle is corner.obstacle and second.obstacle is corner.obstacle
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
                if (s0 > touch and middle > touch and s1 > touch) or (
                    s0 < -touch and middle < -touch and s1 < -touch
                ):
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


def _counter_clockwise(outline: Sequence[Point]) -> list[Point]:
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(outline, [*outline[1:], *outline[:1]], strict=True))
    return list(outline) if area >= 0.0 else list(reversed(outline))

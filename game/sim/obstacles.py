"""Solids as lines see them: convex corners, found by place, that move with their bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, cos, floor, hypot, sin
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pymunk

from game.sim import bodies
from game.sim.spec import Point

CELL_M = 2.0  # side of a cell of the broad-phase grid
STRAIGHT = 1e-9  # a vertex whose turn is below this (sine) is no corner
CUT = 0.2  # sine; a line that leaves both edges of a corner by more than this on different sides cuts the solid


@dataclass(slots=True, eq=False)
class Solid:
    """A polygon that lines bend round: body-local, counter-clockwise, convex or concave; its body may move."""

    id: str
    body: pymunk.Body
    outline: tuple[Point, ...]


class Corner:
    """A convex vertex of a solid; (x, y) is where it was at the last commit, (x1, y1) where it is going."""

    __slots__ = (
        "index", "is_moving", "lx", "ly", "next_x", "next_y", "obstacle", "prev_x", "prev_y", "x", "x1", "y", "y1",
    )  # fmt: skip

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
        return bodies.world_of(self.obstacle.solid.body, (self.lx, self.ly))

    def side(self, ux: float, uy: float) -> int:
        """Side of a line through it along (ux, uy) on which the solid lies: 1 left, -1 right, 0 on both."""
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
            ux, uy, wx, wy = at[0] - before[0], at[1] - before[1], after[0] - at[0], after[1] - at[1]
            if ux * wy - uy * wx > STRAIGHT * hypot(ux, uy) * hypot(wx, wy):
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

    def is_near(self, x: float, y: float) -> bool:
        """True if a point lies in the bounding circle."""
        cx, cy = self.world_centre()
        return hypot(x - cx, y - cy) < self.radius_m

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
            obstacle.place(*bodies.pose(solid.body))
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


def _counter_clockwise(outline: Sequence[Point]) -> list[Point]:
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(outline, [*outline[1:], *outline[:1]], strict=True))
    return list(outline) if area >= 0.0 else list(reversed(outline))

"""What motion cannot tell about a taut path: solids that come, go or pass over an end, hooks that slide round an edge.

The plane is a picture of three dimensions: a box may drift over an eye, and then the line leaves in front of it. So
does a line that is fastened to a moving solid, or whose wearer carries one, or that is caught between two solids that
press on each other: they sink in a little, and there is no way between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from game.sim.free_path import is_cut, is_inside, may_cut, shortest_free_path
from game.sim.obstacles import Corner, Obstacle, Obstacles
from game.sim.spec import Point
from game.sim.taut_path import TautPath

if TYPE_CHECKING:
    import pymunk

ROUNDS = 60  # of pulling tight
PINCH_M = 1e-3  # a corner so deep in the solid of the next bend leaves no way between the two
Bend = tuple[Point, Corner | None, int]


def lay_course(path: TautPath, obstacles: Sequence[Obstacle], before: Sequence[pymunk.Body] = ()) -> None:
    """Put a path on the shortest free course between its ends.

    Solids over an end, and those of bodies that it goes in front of (`before`), are ignored from now on.
    """
    a, b = (path.xs[0], path.ys[0]), (path.xs[-1], path.ys[-1])
    path.ignored = [o for o in obstacles if is_behind(o, before) or _covers(o, a) or _covers(o, b)]
    course = shortest_free_path(a, b, [o for o in obstacles if o not in path.ignored])
    if course is None:
        path.reset([a, b], [], [])
    else:
        path.reset(*course)


def course_m(a: Point, b: Point, obstacles: Sequence[Obstacle]) -> float:
    """Length of the shortest free course between two points, m."""
    course = shortest_free_path(a, b, [o for o in obstacles if not (_covers(o, a) or _covers(o, b))])
    points = course[0] if course is not None else [a, b]
    return sum(hypot(q[0] - p[0], q[1] - p[1]) for p, q in pairwise(points))


def follow_covers(path: TautPath, obstacles: Obstacles, before: Sequence[pymunk.Body] = ()) -> bool:
    """Ignore a moving solid while it is over an end, behind the line or pinches it, and until the line is clear of it.

    True if the path changed.
    """
    has_changed = False
    a, b = (path.xs[0], path.ys[0]), (path.xs[-1], path.ys[-1])
    for obstacle in obstacles.moving:
        is_over = is_behind(obstacle, before) or _covers(obstacle, a) or _covers(obstacle, b)
        is_over = is_over or _pinches(path, obstacle)
        if obstacle in path.ignored:
            if not is_over and not is_blocking(path, obstacle):
                path.ignored.remove(obstacle)
                path.forget()
        elif is_over:
            path.ignored.append(obstacle)
            has_changed = drop(path, obstacle, obstacles.items) or has_changed
            path.forget()
    return has_changed


def is_blocking(path: TautPath, obstacle: Obstacle) -> bool:
    """True if a piece of the path runs through the solid."""
    outline = obstacle.world_outline()
    points = list(zip(path.xs, path.ys, strict=True))
    return any(may_cut(p, q, obstacle) and is_cut(p, q, outline) for p, q in pairwise(points))


def drop(path: TautPath, obstacle: Obstacle, obstacles: Sequence[Obstacle]) -> bool:
    """Take the bends on a solid out of a path. True if there were any."""
    bends = _bends(path)
    kept = [bend for bend in bends if bend[1] is None or bend[1].obstacle is not obstacle]
    if len(kept) == len(bends):
        return False
    _tighten(path, kept, [o for o in obstacles if o is not obstacle and o not in path.ignored])
    return True


def free_ends(path: TautPath, obstacles: Sequence[Obstacle]) -> bool:
    """Lead the first and last pieces round solids that an end slid behind. True if the path changed."""
    around = [o for o in obstacles if o not in path.ignored]
    bends = _bends(path)
    for i in (0, len(bends) - 2):
        (p, _, _), (q, _, _) = bends[i], bends[i + 1]
        if any(may_cut(p, q, o) and is_cut(p, q, o.world_outline()) for o in around):
            _tighten(path, bends, around)
            return True
    return False


def is_behind(obstacle: Obstacle, before: Sequence[pymunk.Body]) -> bool:
    """True if a line that goes in front of these bodies goes in front of the solid."""
    return any(obstacle.solid.body is body for body in before)


def _pinches(path: TautPath, obstacle: Obstacle) -> bool:
    """True if the line is caught between the solid and one that it bends round next."""
    for one, other in pairwise(path.corners):
        if one.obstacle is other.obstacle or obstacle not in (one.obstacle, other.obstacle):
            continue
        if is_inside((one.x1, one.y1), other.obstacle.world_outline(), PINCH_M):
            return True
        if is_inside((other.x1, other.y1), one.obstacle.world_outline(), PINCH_M):
            return True
    return False


def _covers(obstacle: Obstacle, point: Point) -> bool:
    x, y = obstacle.world_centre()
    return hypot(point[0] - x, point[1] - y) < obstacle.radius_m and is_inside(point, obstacle.world_outline())


def _bends(path: TautPath) -> list[Bend]:
    corners: list[Corner | None] = [None, *path.corners, None]
    return list(zip(zip(path.xs, path.ys, strict=True), corners, [0, *path.sides, 0], strict=True))


def _tighten(path: TautPath, bends: list[Bend], around: Sequence[Obstacle]) -> None:
    """Pull tight: bends that turn the wrong way come loose, pieces that run through a solid go round it."""
    for _ in range(ROUNDS):
        loose = next((i for i in range(1, len(bends) - 1) if _turn(bends[i - 1], bends[i], bends[i + 1]) < 0.0), 0)
        if loose:
            del bends[loose]
            continue
        blocked = -1
        for i, ((p, _, _), (q, _, _)) in enumerate(pairwise(bends)):
            if any(may_cut(p, q, o) and is_cut(p, q, o.world_outline()) for o in around):
                blocked = i
                break
        if blocked < 0:
            break
        course = shortest_free_path(bends[blocked][0], bends[blocked + 1][0], around)
        if course is None:
            break
        points, corners, sides = course
        bends[blocked + 1 : blocked + 1] = list(zip(points[1:-1], corners, sides, strict=True))
    path.reset([b[0] for b in bends], [b[1] for b in bends if b[1] is not None], [b[2] for b in bends[1:-1]])


def _turn(before: Bend, at: Bend, after: Bend) -> float:
    """How much a bend turns to its side; below zero it is no bend."""
    (ax, ay), (cx, cy), (bx, by) = before[0], at[0], after[0]
    return ((cx - ax) * (by - cy) - (cy - ay) * (bx - cx)) * at[2] + 1e-12

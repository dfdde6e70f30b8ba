"""The shortest free path between two points among solids: the course a line takes when it is hooked on anew."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import hypot

from game.sim.obstacles import Corner, Obstacle
from game.sim.spec import Point

SKIN_M = 1e-7  # a piece may graze a solid to this depth
ROUNDS = 40  # of growing the graph; more solids than that in the way and the line goes straight


def is_inside(point: Point, outline: Sequence[Point], depth_m: float = SKIN_M) -> bool:
    """True if a point lies inside a polygon, deeper than `depth_m`."""
    x, y = point
    inside = False
    count = len(outline)
    for i in range(count):
        (x0, y0), (x1, y1) = outline[i - 1], outline[i]
        ux, uy = x1 - x0, y1 - y0
        square = ux * ux + uy * uy
        along = min(1.0, max(0.0, (ux * (x - x0) + uy * (y - y0)) / square)) if square else 0.0
        if hypot(x - x0 - along * ux, y - y0 - along * uy) <= depth_m:
            return False
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * ux:
            inside = not inside
    return inside


def is_cut(a: Point, b: Point, outline: Sequence[Point]) -> bool:
    """True if the straight piece a-b runs through the inside of a polygon; touching corners and edges is free."""
    (ax, ay), (bx, by) = a, b
    ux, uy = bx - ax, by - ay
    length = hypot(ux, uy)
    if length <= SKIN_M:
        return False
    cuts = [0.0, 1.0]
    count = len(outline)
    for i in range(count):
        (x0, y0), (x1, y1) = outline[i - 1], outline[i]
        d0 = (ux * (y0 - ay) - uy * (x0 - ax)) / length
        d1 = (ux * (y1 - ay) - uy * (x1 - ax)) / length
        if abs(d0) <= SKIN_M:
            cuts.append((ux * (x0 - ax) + uy * (y0 - ay)) / (length * length))
        if d0 * d1 < 0.0:
            share = d0 / (d0 - d1)
            px, py = x0 + share * (x1 - x0), y0 + share * (y1 - y0)
            cuts.append((ux * (px - ax) + uy * (py - ay)) / (length * length))
    cuts = sorted(cut for cut in cuts if 0.0 <= cut <= 1.0)
    for first, second in itertools.pairwise(cuts):
        if (second - first) * length <= SKIN_M:
            continue
        middle = (first + second) / 2
        if is_inside((ax + middle * ux, ay + middle * uy), outline):
            return True
    return False


def shortest_free_path(
    a: Point, b: Point, obstacles: Sequence[Obstacle]
) -> tuple[list[Point], list[Corner], list[int]] | None:
    """Points, corners and sides of the shortest path from a to b; None if there is none (then the line goes straight).

    The graph grows only by the corners of solids that were found to be in the way, so a free path costs one look.
    """
    outlines = {id(obstacle): obstacle.world_outline() for obstacle in obstacles}
    points: list[Point] = [a, b]
    corners: list[Corner | None] = [None, None]
    known: list[Obstacle] = []
    free: dict[tuple[int, int], bool] = {}
    for _ in range(ROUNDS * 10):
        course = _shortest(points, free)
        if course is None:
            return None
        is_free = True
        for i, j in itertools.pairwise(course):
            key = (min(i, j), max(i, j))
            if key in free:
                continue
            p, q = points[i], points[j]
            blockers = [o for o in obstacles if may_cut(p, q, o) and is_cut(p, q, outlines[id(o)])]
            free[key] = not blockers
            is_free = is_free and not blockers
            for obstacle in blockers:
                if obstacle not in known and len(known) < ROUNDS:
                    known.append(obstacle)
                    for corner in obstacle.corners:
                        corners.append(corner)
                        points.append((corner.x1, corner.y1))
        if is_free:
            return _bent(course, points, corners)
    return None


def may_cut(a: Point, b: Point, obstacle: Obstacle) -> bool:
    """False if a straight piece cannot run through a solid because it passes its bounding box."""
    cx, cy = obstacle.world_centre()
    reach = obstacle.radius_m
    if max(a[0], b[0]) < cx - reach or min(a[0], b[0]) > cx + reach:
        return False
    return not (max(a[1], b[1]) < cy - reach or min(a[1], b[1]) > cy + reach)


def _shortest(points: Sequence[Point], free: dict[tuple[int, int], bool]) -> list[int] | None:
    """Dijkstra over all pairs that are not known to be blocked; ties go to the lower number."""
    count = len(points)
    best = [float("inf")] * count
    before = [-1] * count
    done = [False] * count
    best[0] = 0.0
    for _ in range(count):
        here = -1
        for i in range(count):
            if not done[i] and (here < 0 or best[i] < best[here]):
                here = i
        if here < 0 or best[here] == float("inf"):
            return None
        if here == 1:
            break
        done[here] = True
        x, y = points[here]
        for i in range(count):
            if done[i] or free.get((min(here, i), max(here, i))) is False:
                continue
            cost = best[here] + hypot(points[i][0] - x, points[i][1] - y)
            if cost < best[i]:
                best[i] = cost
                before[i] = here
    course = [1]
    while course[-1] != 0:
        course.append(before[course[-1]])
    return course[::-1]


def _bent(
    course: Sequence[int], points: Sequence[Point], corners: Sequence[Corner | None]
) -> tuple[list[Point], list[Corner], list[int]]:
    path, bends, sides = [points[0]], [], []
    for before, at, after in zip(course, course[1:], course[2:], strict=False):
        corner = corners[at]
        if corner is None:
            continue
        (ax, ay), (cx, cy), (bx, by) = points[before], points[at], points[after]
        turn = (cx - ax) * (by - cy) - (cy - ay) * (bx - cx)
        side = (1 if turn > 0.0 else -1) if abs(turn) > SKIN_M else corner.side(bx - ax, by - ay)
        path.append((cx, cy))
        bends.append(corner)
        sides.append(side)
    path.append(points[1])
    return path, bends, sides

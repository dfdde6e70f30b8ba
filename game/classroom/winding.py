"""How a line winds itself on a convex outline: worked out corner by corner, without any simulation.

The speed stays, for the line pulls square to the motion; about each corner the free end runs on a circle, so a turn of
`a` radians on a free length `l` takes `a l / v`. Each corner that is touched shortens the free length by its distance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.sim.spec import Point

FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class Phase:
    """One circle: about `pivot` with `free_m` of line from `from_s` on."""

    from_s: float
    pivot: Point
    free_m: float


def hull(points: Sequence[Point]) -> list[Point]:
    """The convex hull, counter-clockwise: a taut line laid round a concave outline bridges its mouths."""
    ordered = sorted(set(points))

    def side(path: Sequence[Point]) -> list[Point]:
        found: list[Point] = []
        for x, y in path:
            while len(found) > 1:
                (ax, ay), (bx, by) = found[-2:]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0.0:
                    break
                found.pop()
            found.append((x, y))
        return found[:-1]

    return side(ordered) + side(ordered[::-1])


def winding(
    anchor: Point, outline: Sequence[Point], start: Point, speed_mps: float, turn: int, until_s: float
) -> list[Phase]:
    """The circles of a weight that starts at `start` square to its line; `turn` +1 goes counter-clockwise, -1 back."""
    corners = hull(outline)
    pivot, free = anchor, math.dist(anchor, start)
    course = math.atan2(start[1] - anchor[1], start[0] - anchor[0])
    phases = [Phase(0.0, pivot, free)]
    while phases[-1].from_s < until_s:
        best: tuple[float, float, Point] | None = None
        for corner in corners:
            away = math.dist(pivot, corner)
            if not FLAT < away < free:
                continue
            ahead = turn * (math.atan2(corner[1] - pivot[1], corner[0] - pivot[0]) - course) % math.tau
            # of corners in one line the farthest comes first: it is the one about which the line goes on
            if ahead > FLAT and (best is None or (ahead, -away) < (best[0], best[1])):
                best = (ahead, -away, corner)
        if best is None:
            break
        ahead, minus_away, corner = best
        phases.append(Phase(phases[-1].from_s + ahead * free / speed_mps, corner, free + minus_away))
        course += turn * ahead
        pivot, free = corner, phases[-1].free_m
    return phases


def at(phases: Sequence[Phase], seconds: float) -> Phase:
    """The circle of that moment."""
    return [phase for phase in phases if phase.from_s <= seconds][-1]

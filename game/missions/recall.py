"""Beyond recall: a person whom nothing holds and whose straight way passes no hold within reach will not come back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.spec import SOLID_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.sim.frame import CrewFrame
    from game.sim.spec import Point, StructureSpec

NEAR_M = 5.0  # nearer than this nobody is given up: a hull to bump into may be closer than a hold
PASS_M = 2.5  # a way that comes this near to a hold (reach and a body's length) may still end well
_STEP_M = 0.5


class RecallWatch:
    """Knows every hold of the station as points, dense enough for `PASS_M`."""

    def __init__(self, structure: StructureSpec, lost_m: float) -> None:
        """Sample rails, eyes and the outlines of what a body can bump into; `lost_m` from all of them is too far."""
        points: list[Point] = [eye.at for eye in structure.eyes]
        for rail in structure.rails:
            points.extend(_sampled(rail.points))
        for shape in structure.shapes:
            if shape.kind in SOLID_KINDS:
                points.extend(_sampled((*shape.outline, shape.outline[0])))
        self._points = points
        self._lost_m = lost_m

    def is_beyond(self, crew: CrewFrame) -> bool:
        """Whether this person can no longer come back: adrift, away from everything, on a way past nothing.

        With a unit still on the leash there is something to throw, so only plain distance counts then.
        """
        if not crew.is_adrift or crew.is_inside or not self._points:
            return False
        x, y, vx, vy = crew.body.pose.x, crew.body.pose.y, crew.body.vx, crew.body.vy
        near_m = min(math.hypot(px - x, py - y) for px, py in self._points)
        if near_m > self._lost_m:
            return True
        speed = math.hypot(vx, vy)
        if near_m < NEAR_M or crew.leashed or speed < 1e-3:
            return False
        ux, uy = vx / speed, vy / speed
        for px, py in self._points:
            along = (px - x) * ux + (py - y) * uy
            if along > 0.0 and abs((px - x) * uy - (py - y) * ux) < PASS_M:
                return False
        return True


def _sampled(points: Iterable[Point]) -> list[Point]:
    out: list[Point] = []
    last: Point | None = None
    for point in points:
        if last is not None:
            pieces = max(1, math.ceil(math.hypot(point[0] - last[0], point[1] - last[1]) / _STEP_M))
            out.extend(
                (last[0] + (point[0] - last[0]) * i / pieces, last[1] + (point[1] - last[1]) * i / pieces)
                for i in range(1, pieces + 1)
            )
        else:
            out.append(point)
        last = point
    return out

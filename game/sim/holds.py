"""Everything a hand may grip and a hook may close on, found by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.parts import Grasp
from game.sim.rails import RailNet, point_on_rail, span_index
from game.sim.vec import add, distance, rotate, sub

if TYPE_CHECKING:
    from game.sim.parts import Unit
    from game.sim.spec import Point, RailSpec, StructureSpec

ROUNDING_M = 1e-9  # so that the strip leaves nothing out that the distance lets in
HANDLE: Point = (0.0, 0.5)  # handle of a unit, in shares of its size


class Holds:
    """The holds of a structure; `near` answers in order of distance, ties by id."""

    __slots__ = ("_bridges", "_fixed", "_rails", "_xs", "net")

    def __init__(self, structure: StructureSpec) -> None:
        self._rails = structure.rails
        self._bridges: dict[str, RailSpec] = {}
        self.net = RailNet(structure.rails)
        eyes = [Grasp(eye.id, "eye", eye.at) for eye in structure.eyes]
        self._sort(eyes + [Grasp(frame.id, "restraint", frame.at) for frame in structure.restraints])

    def _sort(self, fixed: list[Grasp]) -> None:
        """From left to right, so that `near` looks at a strip of the station only."""
        self._fixed = sorted(fixed, key=lambda grasp: (grasp.at, grasp.hold))
        self._xs = [grasp.at[0] for grasp in self._fixed]

    def bridge(self, rail: RailSpec) -> None:
        """A pole that stands still joins the net of rails, after those of the structure."""
        self._bridges[rail.id] = rail
        self.net = RailNet((*self._rails, *self._bridges.values()))

    def unbridge(self, rail_id: str) -> None:
        """A pole that is going to move leaves it."""
        del self._bridges[rail_id]
        self.net = RailNet((*self._rails, *self._bridges.values()))

    def named(self, hold: str) -> Grasp | None:
        """The ring or foot restraint of that id, or None."""
        return next((grasp for grasp in self._fixed if grasp.hold == hold), None)

    def carry(self, hold: str, carrier: str, local: Point) -> None:
        """From now on it rides with the tip of a boom or arm, `local` away from it."""
        self._sort(
            [replace(grasp, carrier=carrier, local=local) if grasp.hold == hold else grasp for grasp in self._fixed]
        )

    def move(self, carrier: str, tip: Point) -> None:
        """The tip of a boom or arm is now at `tip`, and so is what rides with it."""
        self._sort(
            [replace(grasp, at=add(tip, grasp.local)) if grasp.carrier == carrier else grasp for grasp in self._fixed]
        )

    def near(self, point: Point, radius_m: float, *, hooks_only: bool = False) -> list[Grasp]:
        """Rails, eyes and (for hands) restraint frames within `radius_m` of `point`, nearest first."""
        found: list[tuple[float, str, Grasp]] = []
        for away, number, s in self.net.near(point, radius_m):
            rail = self.net.rails[number]
            at = point_on_rail(rail, s)
            found.append((away, rail.id, Grasp(rail.id, "rail", at, s, span_index(rail, s))))
        first = bisect_left(self._xs, point[0] - radius_m - ROUNDING_M)
        last = bisect_right(self._xs, point[0] + radius_m + ROUNDING_M)
        for grasp in self._fixed[first:last]:
            if hooks_only and grasp.kind != "eye":
                continue
            away = distance(grasp.at, point)
            if away <= radius_m:
                found.append((away, grasp.hold, grasp))
        found.sort(key=lambda item: item[:2])
        return [grasp for _, _, grasp in found]


def handle_of(unit: Unit) -> Point:
    """Where the unit's handle is, station frame."""
    x, y, angle = bodies.pose(unit.body)
    width, height = unit.spec.size_m
    hx, hy = rotate((HANDLE[0] * width, HANDLE[1] * height), angle)
    return x + hx, y + hy


def unit_grasp(unit: Unit) -> Grasp:
    """The handle of a unit as something a hand may hold."""
    at = handle_of(unit)
    x, y, angle = bodies.pose(unit.body)
    return Grasp(unit.id, "unit", at, local=rotate(sub(at, (x, y)), -angle))

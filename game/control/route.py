"""Ways over the rails: a graph of places to hang on, and the shortest way through it for a body of true size.

A place is a point of a rail or an eye together with the side on which the shoulders hang from it. Two places are joined
when a person can go from one to the other without letting go of everything, and without the body hitting a solid.
"""

from __future__ import annotations

import heapq
import math
from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pymunk
from pymunk.autogeometry import convex_decomposition

from game.sim.parts import OUTLINE, SHOULDERS
from game.sim.rails import point_on_rail, rail_length
from game.sim.rules.hooks import OPEN_SLACK_M
from game.sim.spec import CLOSED_KINDS, Point, RailSpec, StructureSpec
from game.sim.tuning import Tuning
from game.sim.vec import distance, mix

if TYPE_CHECKING:
    from collections.abc import Iterator

HANG_M = 0.38  # shoulders hang this far from the hold
SIDES: tuple[Point, ...] = ((0.0, -HANG_M), (HANG_M, 0.0), (-HANG_M, 0.0), (0.0, HANG_M))
SIDE_COST = (1.0, 1.05, 1.05, 1.25)  # hanging below the rail reads best
STRIDE_M = 0.35  # spacing of places on a rail
STEP_M = 0.85  # widest step from hold to hold
SHOULDER_Y = SHOULDERS[0][1]
OPENS_M = Tuning().reach_m + OPEN_SLACK_M  # from shoulder to hook: beyond it no hand can open it
MARGIN_M = 0.06
SWING_M = 0.22  # arms let the body swing out so far from the way
FRAGILE_COST = 2.0  # m: so long a way round is taken rather than one that swings past something fragile
CELL_M = 1.0


def shoulder_of(body: Point) -> Point:
    """Between the shoulders of an upright body with its centre there."""
    return body[0], body[1] + SHOULDER_Y


@dataclass(frozen=True, slots=True)
class Place:
    """A hold point and the body centre that hangs from it, head to zenith."""

    hold: str
    at: Point
    body: Point
    side: int

    @property
    def shoulder(self) -> Point:
        """Between the two shoulders."""
        return shoulder_of(self.body)


class Map:
    """All places of one structure and the steps between them; built once per station."""

    def __init__(self, structure: StructureSpec) -> None:
        self.structure = structure
        self.version = 0  # goes up when a boom becomes a way, or is none any more
        self._bridges: tuple[RailSpec, ...] = ()
        self._space = _solids(structure, CLOSED_KINDS)
        self._probe = pymunk.Body(body_type=pymunk.Body.KINEMATIC)
        self._outline = pymunk.Poly(self._probe, list(OUTLINE), radius=MARGIN_M)
        self._fragile = _solids(structure, ("fragile",))
        self._swing = pymunk.Poly(self._probe, list(OUTLINE), radius=SWING_M)
        self.places: list[Place] = []
        self._steps: dict[int, list[tuple[int, float]]] = {}  # found once per place
        self._cells: dict[tuple[int, int], list[int]] = {}
        for rail in structure.rails:
            self._hang(rail.id, _points_of(rail))
        for eye in structure.eyes:
            self._hang(eye.id, [eye.at])

    def _hang(self, hold: str, points: list[Point]) -> None:
        """Add all places from which a body of true size can hang there."""
        for at in points:
            for side, (ox, oy) in enumerate(SIDES):
                body = (at[0] + ox, at[1] + oy - SHOULDER_Y)
                if self.is_free(body):
                    self._add(Place(hold, at, body, side))

    def copy(self) -> Map:
        """A map of the same solids that changes by itself: the ways of one run."""
        other = copy(self)
        other.part()
        return other

    def part(self) -> None:
        """From now on its places and steps are its own."""
        self.places, self._steps = list(self.places), dict(self._steps)
        self._cells = {key: list(numbers) for key, numbers in self._cells.items()}

    def forget(self, holds: set[str]) -> None:
        """These holds are no ways any more: nobody goes there."""
        gone = [number for number, place in enumerate(self.places) if place.hold in holds]
        self._renew({self.places[number].at for number in gone})
        for numbers in self._cells.values():
            numbers[:] = [number for number in numbers if self.places[number].hold not in holds]

    def set_bridges(self, rails: tuple[RailSpec, ...]) -> None:
        """Poles that are ways now, besides the rails of the station; the same again changes nothing."""
        if rails == self._bridges:
            return
        self.forget({rail.id for rail in self._bridges})
        for rail in rails:
            points = _points_of(rail)
            self._hang(rail.id, points)
            self._renew(set(points))
        self._bridges = rails
        self.version += 1

    def _renew(self, points: set[Point]) -> None:
        """Steps near these holds have to be found anew."""
        for at in sorted(points):
            for number in self.near(at, STEP_M):
                self._steps.pop(number, None)

    def _add(self, place: Place) -> None:
        key = (math.floor(place.at[0] / CELL_M), math.floor(place.at[1] / CELL_M))
        self._cells.setdefault(key, []).append(len(self.places))
        self.places.append(place)

    def is_free(self, body: Point) -> bool:
        """An upright body centred there touches no solid."""
        self._probe.position = body
        return not self._space.shape_query(self._outline)

    def near(self, point: Point, radius_m: float) -> list[int]:
        """Numbers of the places whose hold is within `radius_m`, in order of distance and number."""
        x, y = math.floor(point[0] / CELL_M), math.floor(point[1] / CELL_M)
        span = math.ceil(radius_m / CELL_M)
        found: list[tuple[float, int]] = []
        for column in range(x - span, x + span + 1):
            for row in range(y - span, y + span + 1):
                for number in self._cells.get((column, row), ()):
                    away = distance(self.places[number].at, point)
                    if away <= radius_m:
                        found.append((away, number))
        found.sort()
        return [number for _, number in found]

    def _is_clear(self, a: Place, b: Place) -> bool:
        """The upright body can move straight from one place to the other."""
        steps = max(1, math.ceil(distance(a.body, b.body) / 0.2))
        for i in range(1, steps):
            share = i / steps
            if not self.is_free(mix(a.body, b.body, share)):
                return False
        return True

    def _is_tight(self, a: Place, b: Place) -> bool:
        """Between the two the body sweeps so close past something fragile that a swing of the arms would hit it."""
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            self._probe.position = mix(a.body, b.body, share)
            if self._fragile.shape_query(self._swing):
                return True
        return False

    def steps_from(self, number: int) -> list[tuple[int, float]]:
        """The places that one step leads to, with their cost in metres."""
        here = self.places[number]
        steps: list[tuple[int, float]] = []
        for other in self.near(here.at, STEP_M):
            there = self.places[other]
            if other == number:
                continue
            # both holds must be in reach of the body half-way
            if distance(here.body, there.body) > STEP_M:
                continue
            if there.side != here.side and distance(here.at, there.at) > STRIDE_M:
                continue
            cost = distance(here.body, there.body) * SIDE_COST[there.side]
            if there.hold != here.hold:
                cost += 0.25
            if there.side != here.side:
                cost += 0.15
            if self._is_clear(here, there):
                steps.append((other, cost + (FRAGILE_COST if self._is_tight(here, there) else 0.0)))
        return steps

    def explore(self) -> Iterator[None]:
        """Work out the steps from every place, one a piece (each below a millisecond), so that ways are quick later."""
        for number in range(len(self.places)):
            if number not in self._steps:
                self._steps[number] = self.steps_from(number)
                yield

    def way(self, start: Point, goals: dict[int, float]) -> tuple[Place, ...]:
        """The cheapest chain of places from the body centre `start` to one of `goals` (number -> extra cost), or ()."""
        if not goals:
            return ()
        shoulder = shoulder_of(start)
        first = [n for n in self.near(shoulder, 0.75) if distance(self.places[n].body, start) < 1.1]
        if not first:
            first = self.near(shoulder, 4.0)[:6]
        ends = [self.places[n].body for n in sorted(goals)]
        best: dict[int, float] = {}
        came: dict[int, int] = {}
        queue: list[tuple[float, float, int]] = []
        for number in first:
            cost = distance(self.places[number].body, start)
            if cost < best.get(number, math.inf):
                best[number] = cost
                heapq.heappush(queue, (cost + self._ahead(number, ends), cost, number))
        memo = self._steps
        while queue:
            _, cost, number = heapq.heappop(queue)
            if cost > best[number]:
                continue
            if number in goals:
                chain = self._chain(number, came)
                return (replace(chain[0], body=start), *chain)  # it begins where the body is
            if number not in memo:
                memo[number] = self.steps_from(number)
            for other, extra in memo[number]:
                total = cost + extra + goals.get(other, 0.0)
                if total < best.get(other, math.inf):
                    best[other] = total
                    came[other] = number
                    heapq.heappush(queue, (total + self._ahead(other, ends), total, other))
        return ()

    def _ahead(self, number: int, ends: list[Point]) -> float:
        here = self.places[number].body
        return min(distance(here, end) for end in ends)

    def _chain(self, number: int, came: dict[int, int]) -> tuple[Place, ...]:
        chain = [number]
        while number in came:
            number = came[number]
            chain.append(number)
        return tuple(self.places[n] for n in reversed(chain))

    def goals_for(self, site: Point, reach_m: float) -> dict[int, float]:
        """Places from which a hand reaches `site`, with a cost for standing too near or too far."""
        goals: dict[int, float] = {}
        for number in self.near(site, reach_m + 1.2):
            place = self.places[number]
            away = distance(place.shoulder, site)
            if away <= reach_m:
                goals[number] = abs(away - 0.45) * 2.0
        return goals

    def goals_at(self, point: Point, radius_m: float) -> dict[int, float]:
        """Places whose body is within `radius_m` of a point, with the distance as cost; the nearest ones if none is."""
        found = {n: distance(self.places[n].body, point) for n in self.near(point, radius_m + 1.0)}
        close = {n: away for n, away in found.items() if away <= radius_m}
        return close or dict(sorted(found.items(), key=lambda item: (item[1], item[0]))[:3])

    def goals_nearest(self, point: Point) -> dict[int, float]:
        """The place whose hold is nearest to a point that no rail leads to; none if there is no place."""
        numbers = range(len(self.places))
        nearest = min(numbers, key=lambda n: (distance(self.places[n].at, point), n), default=None)
        return {} if nearest is None else {nearest: 0.0}


def _solids(structure: StructureSpec, kinds: tuple[str, ...]) -> pymunk.Space:
    space = pymunk.Space()
    for shape in structure.shapes:
        if shape.kind not in kinds:
            continue
        for piece in convex_decomposition([*shape.outline, shape.outline[0]], 0.001):
            space.add(pymunk.Poly(space.static_body, piece))
    return space


def _points_of(rail: RailSpec) -> list[Point]:
    """Where it can be held, evenly spaced."""
    length = rail_length(rail)
    count = max(1, math.ceil(length / STRIDE_M))
    return [point_on_rail(rail, length * i / count) for i in range(count + 1)]


def length_of(way: tuple[Place, ...], start: Point) -> float:
    """Metres from `start` along the bodies of a way."""
    total, at = 0.0, start
    for place in way:
        total += distance(at, place.body)
        at = place.body
    return total

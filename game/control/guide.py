"""The way to what is to be done, as a guide shows it: the next place to go to, planned anew when somebody moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.control.aims import worth_doing
from game.control.route import length_of
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.control.aims import Aim, Brief
    from game.control.route import Map, Place
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

CELL_M = 0.25
LEAD_M = 0.7  # the next place is at least so far away: nearer ones make a guide who changes his mind
WORK_REACHES_M = (0.58, 0.68, 0.74)  # how near to a worksite the shoulders try to come, in turn
WORK_REACH_M = WORK_REACHES_M[0]
HATCH_REACH_M = 0.7
OFF_WAY_M = 0.6  # so far off its last way a body is on another one
STAND_REACH_M = 0.5  # boots are put into a restraint from so near


class Guide:
    """Remembers the last way; somebody who stands still is not led anew."""

    def __init__(self, map_: Map) -> None:
        self.map = map_
        self._for: tuple[int, int, int, int] | None = None
        self._way: tuple[Place, ...] = ()

    def way(self, crew: CrewFrame, aim: Aim) -> tuple[Place, ...]:
        """The way to where `aim` can be worked on; empty when there is none."""
        body = (crew.body.pose.x, crew.body.pose.y)
        state = (self.map.version, aim.step, round(body[0] / CELL_M), round(body[1] / CELL_M))
        if state != self._for:
            self._for = state
            self._way = self.map.way(body, goals_of(self.map, aim))
        return self._way

    def lead(self, crew: CrewFrame, brief: Brief) -> Point | None:
        """The next place on the way to the first thing to be done; None inside, or when nothing is left."""
        aims = worth_doing(crew, brief)
        if crew.is_inside or not aims:
            return None
        body = (crew.body.pose.x, crew.body.pose.y)
        way = [place.body for place in self.way(crew, aims[0])]
        return next((place for place in way if distance(place, body) > LEAD_M), way[-1] if way else aims[0].at)

    def length_m(self, crew: CrewFrame, aim: Aim) -> float:
        """Metres along the rails."""
        return length_of(self.way(crew, aim), (crew.body.pose.x, crew.body.pose.y))


class WayHome:
    """How far the hatch is along the rails; planned anew only when the body has left the last way."""

    def __init__(self, map_: Map, home: Point) -> None:
        self.map = map_
        self.home = home
        self._way: tuple[Place, ...] = ()
        self._seen = map_.version

    def length_m(self, body: Point) -> float:
        """Metres of the way to the hatch for one whose body is there; 0 when there is none."""
        if self._seen != self.map.version:  # a boom has become a way, or is none any more
            self._seen, self._way = self.map.version, ()
        gaps = [distance(place.body, body) for place in self._way]
        if not gaps or min(gaps) > OFF_WAY_M:
            self._way = self.map.way(body, self.map.goals_at(self.home, HATCH_REACH_M))
            return length_of(self._way, body)
        return length_of(self._way[gaps.index(min(gaps)) :], body)


def goals_of(map_: Map, aim: Aim, reach_m: float = WORK_REACH_M) -> dict[int, float]:
    """The places from which `aim` can be worked on; at first those from which the boots find its restraint."""
    if aim.stand is not None and reach_m == WORK_REACH_M:
        found = {n: away for n, away in map_.goals_at(aim.stand, STAND_REACH_M).items() if away <= STAND_REACH_M}
        if found:
            return found
    if aim.kind == "ingress":
        return map_.goals_at(aim.at, HATCH_REACH_M)
    goals = map_.goals_for(aim.at, reach_m)
    return {n: cost for n, cost in goals.items() if map_.places[n].hold != aim.avoid} if aim.avoid else goals

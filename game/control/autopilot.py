"""The autopilot: plans over the rail graph, keeps the two-point rule, does the work and comes home, by orders alone.

It finishes missions in tests, walks the attract mode, and is the yardstick of the budgets. It knows what a person may
know: the frame, the brief and the answers of `may_...()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.control.labour import work_action
from game.control.route import Map, length_of
from game.control.walk import Walk
from game.sim.actions import Act, CrewAction
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.control.aims import Aim, Brief
    from game.control.intents import PlayInput
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame, Frame
    from game.sim.spec import CrewSpec, Point

INSIDE_KINDS = ("check", "depressurise", "open_hatch", "close_hatch")
ENTER_REACH_M = 0.7
TRY_REACH_M = (0.58, 0.68, 0.74)  # how near to a worksite the shoulders try to come, in turn
RETURN_MPS = 0.10  # pace at which the way home is reckoned, hooks included
REFUSED_TICKS = 240  # refused at the place for so long: try another place


class Autopilot:
    """Pilot of one crew member."""

    def __init__(self, crew: CrewSpec, map_: Map) -> None:
        self.crew_id = crew.id
        self.map = map_
        self.limits_m = tuple(line.limit_m for line in crew.kit.tethers)
        self._walk: Walk | None = None
        self._for = ""  # step the walk is for
        self._tries = 0
        self._refused = 0

    def decide(self, frame: Frame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:  # noqa: ARG002 - a pilot's form
        """The order of this tick."""
        crew = next(person for person in frame.crew if person.id == self.crew_id)
        aim = self._choose(crew, brief)
        if aim is None:
            return CrewAction(steady=True)
        if crew.is_inside:
            return CrewAction(act=Act.WORK, step=aim.step)
        if aim.step_id != self._for:
            self._walk, self._for, self._tries, self._refused = None, aim.step_id, 0, 0
        if self._walk is None or self._walk.is_done:
            action = work_action(crew, aim, ask)
            if action is not None:
                self._refused = 0
                return action
        if crew.restraint:
            return CrewAction(steady=True, act=Act.LEAVE_RESTRAINT)
        return self._go(crew, aim, ask)

    def _choose(self, crew: CrewFrame, brief: Brief) -> Aim | None:
        aims = brief.aims
        if not aims:
            return None
        if crew.is_inside:
            return next((aim for aim in aims if aim.kind in INSIDE_KINDS), None)
        if brief.is_called_home or self._is_late(crew, brief):
            home = [aim for aim in aims if aim.kind == "ingress"]
            return home[0] if home else aims[0]
        if crew.leashed:  # what hangs on the leash is dealt with first
            mine = [aim for aim in aims if aim.unit == crew.leashed and aim.kind in ("stow", "insert", "jettison")]
            if mine:
                return mine[0]
        return next((aim for aim in aims if aim.kind != "ingress"), aims[0])

    def _is_late(self, crew: CrewFrame, brief: Brief) -> bool:
        away = distance((crew.body.pose.x, crew.body.pose.y), brief.home)
        return brief.eva_left_s <= away / RETURN_MPS * brief.clock_rate + brief.home_work_s

    def _go(self, crew: CrewFrame, aim: Aim, ask: Ask) -> CrewAction:
        if self._walk is None or self._walk.is_stuck or self._walk.is_done:
            if self._walk is not None and self._walk.is_done:
                self._refused += 1
                if self._refused < REFUSED_TICKS // 8:
                    return CrewAction(steady=True)
                self._refused = 0
            self._walk = self._plan(crew, aim)
            self._tries += 1
            if self._walk is None:
                return CrewAction(steady=True)
        return self._walk.decide(crew, ask)

    def _plan(self, crew: CrewFrame, aim: Aim) -> Walk | None:
        body: Point = (crew.body.pose.x, crew.body.pose.y)
        if aim.kind == "ingress":
            goals = self.map.goals_at(aim.at, ENTER_REACH_M)
        else:
            reach = TRY_REACH_M[self._tries % len(TRY_REACH_M)]
            goals = self.map.goals_for(aim.at, reach)
        way = self.map.way(body, goals)
        return Walk(self.map, way, self.limits_m) if way else None


def way_home_m(map_: Map, crew: CrewFrame, home: Point) -> float:
    """Metres of the way to the hatch."""
    body = (crew.body.pose.x, crew.body.pose.y)
    return length_of(map_.way(body, map_.goals_at(home, ENTER_REACH_M)), body)

"""The autopilot: plans over the rail graph, keeps the two-point rule, does the work and comes home, by orders alone.

It finishes missions in tests, walks the attract mode, and is the yardstick of the budgets. It knows what a person may
know: the frame, the brief and the answers of `may_...()`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.control.aims import worth_doing
from game.control.catch import catch_action
from game.control.guide import WORK_REACHES_M, goals_of
from game.control.labour import lacks_stand, work_action
from game.control.pilot import called_off
from game.control.respond import must_rest, switch_for
from game.control.route import Map
from game.control.walk import Walk, haul_in
from game.sim.actions import Act, CrewAction

if TYPE_CHECKING:
    from game.control.aims import Aim, Brief
    from game.control.intents import PlayInput
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame, Frame
    from game.sim.spec import CrewSpec, Point

REST_GRADE = 2  # he works on through a caution
REFUSED_TICKS = 30  # refused at the place for so long: try another place


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

    def decide(self, frame: Frame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:
        """The order of this tick; who watches may call the walk off, and he obeys."""
        call = called_off(wishes)
        if call is not None:
            return call
        crew = next(person for person in frame.crew if person.id == self.crew_id)
        aims = worth_doing(crew, brief)
        aim = aims[0] if aims else None
        do = switch_for(crew, aims[:1], ask)
        if do is not None or must_rest(crew, REST_GRADE):
            return CrewAction(steady=True, suit=do or 0)
        caught = catch_action(crew, ask)
        if caught is not None:
            return caught
        if aim is None:
            return CrewAction(steady=True)
        if crew.is_inside:
            return CrewAction(act=Act.WORK, step=aim.step)
        if aim.step_id != self._for:
            self._walk, self._for, self._tries, self._refused = None, aim.step_id, 0, 0
        is_to_stand = self._tries == 0 and lacks_stand(crew, aim, ask)
        if (self._walk is None or self._walk.is_done) and not is_to_stand:
            action = work_action(crew, aim, ask)
            if action is not None:
                self._refused = 0
                return action
        if crew.restraint:
            return CrewAction(steady=True, act=Act.LEAVE_RESTRAINT)
        return self._go(crew, aim, ask)

    def _go(self, crew: CrewFrame, aim: Aim, ask: Ask) -> CrewAction:
        if self._walk is None or self._walk.is_stuck or self._walk.is_done:
            if self._walk is not None and self._walk.is_done:
                self._refused += 1
                if self._refused < REFUSED_TICKS:
                    return CrewAction(steady=True)
                self._refused = 0
            self._walk = self._plan(crew, aim)
            self._tries += 1
            if self._walk is None:  # adrift too far from every hold: back along a tether, if one holds
                is_adrift = not any(hand.state == "gripping" for hand in crew.hands)
                return (haul_in(crew) if is_adrift else None) or CrewAction(steady=True)
        return self._walk.decide(crew, ask)

    def _plan(self, crew: CrewFrame, aim: Aim) -> Walk | None:
        body: Point = (crew.body.pose.x, crew.body.pose.y)
        reach = WORK_REACHES_M[self._tries % len(WORK_REACHES_M)]
        way = self.map.way(body, goals_of(self.map, aim, reach))
        return Walk(self.map, way, self.limits_m) if way else None

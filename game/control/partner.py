"""The partner does the steps that are his, else waits on his hooks. He goes along the rails to who needs him, throws
his switch, takes home who has fainted or drifts with nothing that holds him. Nobody leaves the station for that.

He answers his own suit, comes in when everybody else is in, and closes the hatch when nobody else can.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.control.aims import HOMEWARD
from game.control.autopilot import Autopilot
from game.control.guide import goals_of
from game.control.intents import PlayInput
from game.control.respond import switch_for
from game.control.walk import Walk, haul_in
from game.sim.actions import Act, CrewAction
from game.sim.allow import Allowed
from game.sim.rules.alarms import EMERGENCY
from game.sim.rules.switches import NAMES
from game.sim.spec import WAY_IN
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.control.aims import Aim, Brief
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame, Frame
    from game.sim.spec import CrewSpec, Point

NEAR_M = 0.7  # the body comes so near to who needs it
MOVED_M = 0.6  # who has drifted farther is gone to anew
PATIENCE_TICKS = 600  # so long he waits for somebody to come to who gets no better
UNANSWERED_TICKS = 600  # an emergency that the other leaves unanswered for so long is answered by the partner
ADRIFT_TICKS = 300  # who drifts for so long does not come back by himself


class Partner:
    """Pilot of one crew member who is there for the others."""

    def __init__(self, crew: CrewSpec, map_: Map) -> None:
        self.crew_id = crew.id
        self.map = map_
        self.limits_m = tuple(line.limit_m for line in crew.kit.tethers)
        self._work = Autopilot(crew, map_)
        self._walk: Walk | None = None
        self._to: Point | None = None  # where the walk leads
        self._waited = 0
        self._unanswered = 0  # ticks
        self._adrift = 0  # ticks

    def decide(self, frame: Frame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:
        """The order of this tick."""
        me = next(person for person in frame.crew if person.id == self.crew_id)
        others = [person for person in frame.crew if person is not me]
        do = switch_for(me, (), ask)
        if do is not None:
            return CrewAction(steady=True, suit=do)
        if me.is_inside:
            return _close(others, brief)
        needy = next((one for one in others if self._needs_help(one)), None)
        if needy is not None and not me.towing:
            return self._help(me, needy, ask)
        self._waited = 0
        is_asked = any(alarm.do in HOMEWARD for alarm in me.suit.alarms)
        mine = tuple(aim for aim in brief.aims if aim.kind not in WAY_IN)
        has_rider = any(aim.is_way_back for aim in mine)  # nobody is left at the tip of a boom
        if me.towing or (is_asked and not has_rider) or all(person.is_inside for person in others):
            return self._go_in(me, brief, ask)
        return self._work.decide(frame, replace(brief, aims=mine), ask, wishes) if mine else CrewAction(steady=True)

    def _needs_help(self, other: CrewFrame) -> bool:
        """Who has fainted, who drifts, and who leaves an emergency of his suit unanswered."""
        if other.is_inside or other.towed_by:
            return False
        asked = any(alarm.grade >= EMERGENCY and alarm.do in NAMES for alarm in other.suit.alarms)
        self._unanswered = self._unanswered + 1 if asked else 0
        self._adrift = self._adrift + 1 if other.is_adrift else 0
        is_gone = not other.is_conscious or self._adrift > ADRIFT_TICKS
        return is_gone or self._unanswered > UNANSWERED_TICKS

    def _help(self, me: CrewFrame, needy: CrewFrame, ask: Ask) -> CrewAction:
        """His suit has what it asked for: wait as long as he gets better, then take him along; at once who drifts."""
        if isinstance(ask.may_tow(me.id), Allowed):
            self._waited += 1 if needy.suit.impairment >= 1.0 else 0
            if self._waited > PATIENCE_TICKS or needy.is_adrift:
                return CrewAction(steady=True, act=Act.TOW)
            return CrewAction(steady=True)
        at = (needy.body.pose.x, needy.body.pose.y)
        return self._go(me, at, self.map.goals_at(at, NEAR_M) or self.map.goals_nearest(at), ask)

    def _go_in(self, me: CrewFrame, brief: Brief, ask: Ask) -> CrewAction:
        aim: Aim | None = next((aim for aim in brief.aims if aim.kind == "ingress"), None)
        if aim is None:
            return CrewAction(steady=True)
        if isinstance(ask.may_work(me.id, aim.step), Allowed):
            return CrewAction(steady=True, act=Act.WORK, step=aim.step)
        return self._go(me, aim.at, goals_of(self.map, aim), ask)

    def _go(self, me: CrewFrame, to: Point, goals: dict[int, float], ask: Ask) -> CrewAction:
        """Hand over hand, planned anew when its end has moved or nothing gets on; boots come out first."""
        if me.restraint:
            return CrewAction(steady=True, act=Act.LEAVE_RESTRAINT)
        is_new = self._to is None or distance(self._to, to) > MOVED_M
        if is_new or self._walk is None or self._walk.is_stuck or self._walk.is_done:
            way = self.map.way((me.body.pose.x, me.body.pose.y), goals)
            self._walk, self._to = (Walk(self.map, way, self.limits_m) if way else None), to
        if self._walk is None:
            return haul_in(me) or CrewAction(steady=True)
        return self._walk.decide(me, ask)


def _close(others: list[CrewFrame], brief: Brief) -> CrewAction:
    """The hatch is closed by whoever can."""
    aim = next((aim for aim in brief.aims if aim.kind == "close_hatch"), None)
    is_mine = aim is not None and all(person.is_inside for person in others)
    if aim is None or not is_mine or any(person.is_conscious for person in others):
        return CrewAction()
    return CrewAction(act=Act.WORK, step=aim.step)

"""Going somewhere and working there: what one press of work means, and how a cadet gets to where he can do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.control import tasks
from game.control.aims import worth_doing
from game.control.guide import WORK_REACHES_M, goals_of
from game.control.labour import lacks_stand
from game.control.walk import Walk
from game.sim.allow import Refused
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.control.aims import Aim, Brief
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame

TWICE_TICKS = 150  # going in with work left is asked for again within this time


class Errand:
    """Finds the task for a wish of work; remembers how often a way was tried in vain."""

    def __init__(self, map_: Map, limits_m: tuple[float, ...], *, goes_by_himself: bool) -> None:
        """`goes_by_himself`: a cadet's press of work leads to where the work is."""
        self.map = map_
        self.limits_m = limits_m
        self.goes_by_himself = goes_by_himself
        self._tries = 0
        self._asked_in = -TWICE_TICKS  # tick at which going in was asked for once

    def working(self, aim: Aim) -> tasks.Work:
        """The cadet makes his strokes himself; the others press for each."""
        return tasks.Work(self.map, aim, is_auto=self.goes_by_himself)

    def anything(self, crew: CrewFrame, brief: Brief, ask: Ask) -> tasks.Task | Refused:
        """The first step that can be begun here; the cadet goes to the first there is."""
        aims = worth_doing(crew, brief)
        for aim in aims:
            if tasks.can_start(self.map, crew, aim, ask):
                return self.new(aim, crew, brief, ask)
        if self.goes_by_himself and aims:
            return self.new(aims[0], crew, brief, ask)
        answer = ask.may_work(crew.id, aims[0].step) if aims else Refused("nothing_to_do")
        return answer if isinstance(answer, Refused) else Refused("not_here")

    def new(self, aim: Aim, crew: CrewFrame, brief: Brief, ask: Ask) -> tasks.Task | Refused:
        """This one, as if it had never been tried before."""
        self._tries = 0
        return self.this(aim, crew, brief, ask, may_go=self.goes_by_himself)

    def onward(self, done: Aim, crew: CrewFrame, brief: Brief, ask: Ask) -> tasks.Task | Refused | None:
        """The next step at the same worksite; None when there is none that can be begun from here."""
        aim = tasks.next_here(self.map, crew, done, brief, ask)
        return self.new(aim, crew, brief, ask) if aim is not None else None

    def again(self, aim: Aim, crew: CrewFrame, brief: Brief, ask: Ask) -> tasks.Task | Refused:
        """This one at the end of a way; another way if it can't be done from there."""
        return self.this(aim, crew, brief, ask, may_go=self._tries < len(WORK_REACHES_M))

    def this(self, aim: Aim, crew: CrewFrame, brief: Brief, ask: Ask, *, may_go: bool) -> tasks.Task | Refused:
        """Work on it from here, or go there, or why not."""
        is_to_stand = self.goes_by_himself and self._tries == 0 and lacks_stand(crew, aim, ask)
        if tasks.can_start(self.map, crew, aim, ask) and not is_to_stand:
            return self.working(aim)
        if may_go and any(other.step == aim.step for other in brief.aims):
            reach = WORK_REACHES_M[self._tries % len(WORK_REACHES_M)]
            self._tries += 1
            found = self.walk(crew, goals_of(self.map, aim, reach), aim)
            if found is not None:
                return found
        answer = ask.may_work(crew.id, aim.step)
        return answer if isinstance(answer, Refused) else Refused("no_way")

    def walk(self, crew: CrewFrame, goals: dict[int, float], then: Aim | None = None) -> tasks.Task | None:
        """Hand over hand to one of these places, or back along a tether first; None if there is no way."""
        way = self.map.way((crew.body.pose.x, crew.body.pose.y), goals)
        if way:
            return tasks.Go(Walk(self.map, way, self.limits_m), then)
        closed = [index for index, hook in enumerate(crew.hooks) if hook.state == "closed"]
        if not closed or any(hand.state == "gripping" for hand in crew.hands):
            return None
        return tasks.Haul(min(closed, key=lambda i: distance(crew.waist, crew.hooks[i].at)))

    def means_to_go_in(self, crew: CrewFrame, brief: Brief, tick: int) -> bool:
        """Going in with work left is asked for twice, so that nobody ends his walk by a slip of the finger."""
        if worth_doing(crew, brief)[0].kind == "ingress" or tick - self._asked_in < TWICE_TICKS:
            return True
        self._asked_in = tick
        return False

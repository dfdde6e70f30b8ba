"""One try to catch a tool that drifts away, with what holds a person still holding: nobody goes after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.control import tasks
from game.control.walk import reach, with_hand
from game.sim.actions import CrewAction
from game.sim.allow import Allowed

if TYPE_CHECKING:
    from game.control.aims import Brief
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame

CATCH = "catch"
PATIENCE_TICKS = 120


def catch_action(crew: CrewFrame, ask: Ask) -> CrewAction | None:
    """The order that catches it, or None when no hand gets there, or only one that has to hold on."""
    if not any(alarm.do == CATCH for alarm in crew.suit.alarms):
        return None
    answer = ask.may_catch(crew.id)
    if any(hand.state == "reaching" and ".tool" in hand.hold for hand in crew.hands):
        return CrewAction(steady=True)
    if not isinstance(answer, Allowed):
        return CrewAction(steady=True) if answer.reason == "hand_busy" else None  # working hands open first
    side, at = answer.target
    order = with_hand(CrewAction(steady=True), side, reach(at))
    hooks = sum(hook.state == "closed" for hook in crew.hooks)
    is_held = crew.hands[1 - side].state == "gripping" or bool(crew.restraint)
    is_free = crew.hands[side].state == "free"
    return order if is_free or hooks >= min(2, len(crew.hooks)) or (hooks and is_held) else None


@dataclass(slots=True)
class Catch:
    """Reaches for it until it is caught or out of reach."""

    ticks: int = 0

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | tasks.Done:
        del brief
        self.ticks += 1
        action = catch_action(crew, ask)
        return tasks.Done() if action is None or self.ticks > PATIENCE_TICKS else action

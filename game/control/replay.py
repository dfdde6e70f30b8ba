"""The pilot that gives the orders of a recorded run again, tick by tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.actions import CrewAction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.control.aims import Brief
    from game.control.intents import PlayInput
    from game.sim.ask import Ask
    from game.sim.frame import Frame


class Replay:
    """Pilot from (tick, action) pairs in growing order; an action stays until the next one."""

    def __init__(self, orders: Sequence[tuple[int, CrewAction]]) -> None:
        self._orders = orders
        self._next = 0
        self._now = CrewAction()

    def decide(self, frame: Frame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:
        """The recorded order of this tick."""
        del brief, ask, wishes
        while self._next < len(self._orders) and self._orders[self._next][0] <= frame.tick:
            self._now = self._orders[self._next][1]
            self._next += 1
        return self._now

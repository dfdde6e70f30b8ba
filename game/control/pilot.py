"""The seam at which persons, autopilot, scripts and replays are alike: a frame and a brief in, one action out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from game.sim.actions import CrewAction

if TYPE_CHECKING:
    from game.control.aims import Brief
    from game.control.intents import PlayInput
    from game.sim.ask import Ask
    from game.sim.frame import Frame


class Pilot(Protocol):
    """Decides one person's order of each tick."""

    def decide(self, frame: Frame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:
        """The order of this tick; must not keep or change what it is given."""
        ...


class Neutral:
    """Holds on and does nothing."""

    def decide(self, frame: Frame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:
        """Always the neutral action."""
        del frame, brief, ask, wishes
        return CrewAction()

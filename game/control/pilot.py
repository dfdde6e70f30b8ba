"""The seam at which persons, autopilot, scripts and replays are alike: a frame and a brief in, one action out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from game.sim.actions import CrewAction
from game.sim.rules.call_off import WORDS

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


CALLS_OFF = {word: act for act, word in WORDS.items()}


def called_off(wishes: PlayInput) -> CrewAction | None:
    """The order of a person who calls the walk off in this tick, whoever is at the hands; the last word counts."""
    said = [press.kind for press in wishes.presses if press.kind in CALLS_OFF]
    return CrewAction(steady=True, act=CALLS_OFF[said[-1]]) if said else None


class Neutral:
    """Holds on and does nothing."""

    def decide(self, frame: Frame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:
        """Always the neutral action."""
        del frame, brief, ask, wishes
        return CrewAction()

"""A person's hand on the chest panel: one press throws the switch that the suit asks for, while the hands go on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.control import tasks
from game.control.catch import CATCH, Catch
from game.control.options import Option
from game.control.respond import REST
from game.sim.actions import CrewAction, SuitDo
from game.sim.allow import Refused
from game.sim.rules.switches import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.control.intents import Intent


def is_asked(option: Option) -> bool:
    """The suit asks for this option."""
    return option.intent == "suit" and not option.is_extra


@dataclass(slots=True)
class Panel:
    """The switch that is thrown with the next order."""

    switch: SuitDo = SuitDo.KEEP

    def press(self, verb: str) -> tasks.Task | Refused | None:
        """Throw the switch of that name with the next order; a rest and a catch are tasks of their own."""
        if verb == REST:
            return tasks.Rest()
        if verb == CATCH:
            return Catch()
        if verb not in NAMES:
            return Refused("nothing_to_do")
        self.switch = NAMES[verb]
        return None

    def take(self, action: CrewAction) -> CrewAction:
        """The order with the switch, once."""
        if self.switch:
            action, self.switch = replace(action, suit=self.switch), SuitDo.KEEP
        return action


def with_stop(options: tuple[Option, ...], stop: Option) -> tuple[Option, ...]:
    """The way to stop comes first of all, but for what the suit asks for."""
    asked = tuple(option for option in options[:1] if is_asked(option))
    return (*asked, stop, *options[len(asked) :])


def meant(press: Intent, options: Sequence[Option]) -> Option | None:
    """The option that a press names: by its verb and direction, a switch of the suit, or what the suit asks for."""
    if press.kind == "suit":
        asked = next((option for option in options if is_asked(option)), None)
        return Option(press.value, "suit") if press.value else asked
    return next((one for one in options if (one.verb, one.direction) == (press.value, press.at)), None)

"""A unit is pushed off by hand, over some tenths of a second, with equal and opposite momentum (`work/releasing`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.actions import Act
from game.sim.allow import Allowed
from game.sim.rules import work
from game.sim.rules.leash import may_throw
from game.sim.work import releasing

if TYPE_CHECKING:
    from game.sim.state import State

push = releasing.push


def apply(state: State) -> None:
    """Obey the orders to push off."""
    for crew in state.crew.values():
        if state.order(crew.id).act != Act.THROW or crew.shove is not None:
            continue
        answer = may_throw(state, crew)
        if isinstance(answer, Allowed):
            releasing.begin(state, crew, answer.target, crew.drive, state.tuning.throw_mps)
        else:
            state.refuse(crew, "throw", answer.reason, answer.value)


def observe(state: State) -> None:
    """A unit that has left the hand is told of; the step it was for is done."""
    for crew in state.crew.values():
        index = crew.shove.step if crew.shove else -1
        unit = releasing.end_tick(state, crew)
        if unit is not None and index >= 0:
            work.released(state, crew, state.steps[index], unit)

"""Calling the walk off is an order like any other: terminate (stop, tidy up, come in) or abort (come in at once).

Anybody with a seat may give it: a person outside, control, a teacher. It can be made graver and never taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.actions import Act
from game.sim.allow import Allowed, Answer, Refused

if TYPE_CHECKING:
    from game.sim.state import State

WORDS = {Act.TERMINATE: "terminate", Act.ABORT: "abort"}


def may_call_off(state: State, how: str) -> Answer:
    """May the walk be called off in this way now?"""
    if state.phase != "outside" or all(crew.is_inside for crew in state.crew.values()):
        return Refused("nobody_outside")
    if state.called_off in (how, "abort"):
        return Refused("called_off_already")
    return Allowed()


def apply(state: State) -> None:
    """Obey whoever calls the walk off; the gravest word of a tick counts."""
    for seat in sorted(state.orders):
        how = WORDS.get(Act(state.orders[seat].act))
        if how is None:
            continue
        answer = may_call_off(state, how)
        if seat in state.crew and not state.crew[seat].is_conscious:
            answer = Refused("unconscious")
        if isinstance(answer, Allowed):
            state.called_off = how
            state.tell("called_off", seat, how)
        elif seat in state.crew:
            state.refuse(state.crew[seat], how, answer.reason)

"""What the ground does in a tick becomes events and faults; control's word is law only for the director."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.sim.state import State


def apply(state: State) -> None:
    """Tell what was called."""
    for action in state.ground:
        if action.kind in ("terminate", "abort"):
            state.tell("called_off", action.who, action.kind)

"""What a lab does by itself at given seconds: hauling, locking and unlocking of lines, leashing and pushing off.

Leashing and throwing ask the same `may_...()` as a person would; a refused one is told and not tried again. A winch and
the lock of a reel ask nothing: they are the lab's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.allow import Allowed
from game.sim.rules.leash import may_leash, may_throw, put_on_leash
from game.sim.ticks import TICK_S, ticks
from game.sim.work import releasing

if TYPE_CHECKING:
    from game.sim.spec import CueSpec
    from game.sim.state import State


def apply(state: State) -> None:
    """Do what is due at this tick; a haul goes on until its length is reached."""
    for cue in state.spec.cues:
        due = ticks(cue.at_s) if cue.at_s > 0.0 else 0
        if cue.do == "haul":
            if state.tick >= due:
                _haul(state, cue)
        elif state.tick == due:
            _once(state, cue)


def _haul(state: State, cue: CueSpec) -> None:
    line = state.lab_lines[cue.who]
    left = line.paid_out_m - cue.to_m
    if left > 0.0:
        line.haul(min(cue.rate_mps, left / TICK_S), TICK_S, cue.force_n)


def _once(state: State, cue: CueSpec) -> None:
    if cue.do == "lock":
        state.lab_lines[cue.who].lock()
        return
    if cue.do == "unlock":
        state.lab_lines[cue.who].unlock()
        return
    crew = state.crew[cue.who]
    answer = may_leash(state, crew) if cue.do == "leash" else may_throw(state, crew)
    if not isinstance(answer, Allowed):
        state.refuse(crew, cue.do, answer.reason, answer.value)
    elif cue.do == "leash":
        put_on_leash(state, crew, answer.target)
    else:
        releasing.begin(state, crew, answer.target, cue.direction, state.tuning.throw_mps)

"""What a line pulls beyond its strength gives way: first the hold bends, then the hook comes off it, or the line tears.

A hold above its own limit is damaged for good. Above `hold_ultimate` times the limit, or above what the hook itself
bears, the hook is torn off and is back on the suit. A torn safety tether is gone with its hook; for a torn leash there
is a spare one, but what hung on it floats free.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.rules.hooks import free_hand_of
from game.sim.rules.leash import take_off_leash

if TYPE_CHECKING:
    from game.sim.parts import Crew, Hook
    from game.sim.state import State
    from game.sim.tether import Tether


def observe(state: State) -> None:
    """Look at the peak that each line had in this tick."""
    for crew in state.crew.values():
        for hook in crew.hooks:
            tether = crew.tethers[hook.index]
            if tether.is_stowed or hook.grasp is None:
                continue
            if tether.is_broken:
                _tear(state, crew, hook, tether)
            else:
                _load_hold(state, crew, hook, tether)
        if crew.leashed and crew.leash.is_broken:
            state.tell("tether_broke", crew.id, "leash", crew.leashed, crew.leash.peak_n, crew.leash.b.world())
            take_off_leash(state, crew)
    for line_id, line in state.lab_lines.items():
        if line.is_broken and line_id not in state.torn:
            state.torn.append(line_id)
            state.tell("tether_broke", "", line_id, "", line.peak_n, line.a.world())


def limit_n(state: State, hold: str) -> float:
    """What a rail or an eye is designed to bear, N."""
    return state.hold_limits.get(hold, math.inf)


def _load_hold(state: State, crew: Crew, hook: Hook, tether: Tether) -> None:
    assert hook.grasp is not None
    hold, load = hook.grasp.hold, tether.peak_b_n
    limit = limit_n(state, hold)
    if load <= min(limit, state.tuning.hook_n):
        return
    if load > limit and hold not in state.damaged:
        state.damaged.append(hold)
        state.tell("hold_overloaded", crew.id, f"hook{hook.index + 1}", hold, load, hook.at)
    if load > min(limit * state.tuning.hold_ultimate, state.tuning.hook_n):
        free_hand_of(crew, hook)
        state.tell("hook_torn", crew.id, f"hook{hook.index + 1}", hold, load, hook.at)
        hook.state, hook.grasp = "stowed", None
        tether.is_stowed = True


def _tear(state: State, crew: Crew, hook: Hook, tether: Tether) -> None:
    assert hook.grasp is not None
    free_hand_of(crew, hook)
    state.tell("tether_broke", crew.id, f"hook{hook.index + 1}", hook.grasp.hold, tether.peak_n, hook.at)
    hook.state, hook.grasp = "lost", None
    tether.is_stowed = True

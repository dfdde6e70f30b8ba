"""A person whom no hand holds pulls himself along a closed tether, hand over hand; the line gives only that work.

The order is a wanted speed: of the closed tethers the one whose hook lies best that way is taken in at `haul_mps`, as
long as its tension is below `haul_n`. What was taken in is given again as soon as nobody pulls.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.rules.hooks import waist
from game.sim.ticks import TICK_S

if TYPE_CHECKING:
    from game.sim.parts import Crew
    from game.sim.state import State

LEAST_WISH_MPS = 0.05
NEAR_M = 0.30  # nearer to the hook there is nothing left to take in


def line_to_haul(crew: Crew) -> int:
    """Index of the tether that the wanted speed means, or -1 when nothing is to be hauled."""
    wish = math.hypot(*crew.drive)
    if wish < LEAST_WISH_MPS or crew.restraint or crew.is_inside or not crew.is_conscious:
        return -1
    if any(hand.state in ("gripping", "reaching") for hand in crew.hands):
        return -1
    if not any(hand.state == "free" for hand in crew.hands):
        return -1
    place = waist(crew)
    best, score = -1, 0.0
    for hook in crew.hooks:
        if hook.state != "closed" or crew.tethers[hook.index].is_broken:
            continue
        dx, dy = hook.at[0] - place[0], hook.at[1] - place[1]
        away = math.hypot(dx, dy)
        if away < NEAR_M:
            continue
        along = (dx * crew.drive[0] + dy * crew.drive[1]) / (away * wish)
        if along > score:
            best, score = hook.index, along
    return best


def apply(state: State) -> None:
    """Take in the line that is meant; pay the others out again."""
    t = state.tuning
    for crew in state.crew.values():
        crew.hauling = line_to_haul(crew)
        for index, tether in enumerate(crew.tethers):
            if index == crew.hauling:
                tether.haul(t.haul_mps, TICK_S, t.haul_n)
            elif tether.paid_out_m < tether.spec.limit_m:
                tether.haul(-2.0 * t.haul_mps, TICK_S, t.haul_n)

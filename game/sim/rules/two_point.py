"""Two hooks, or one hook and one hand, at every moment (S. Ryazansky). Breaking it is possible, seen and scored.

Who has a single line, as in 1965, keeps the rule as long as that line holds him.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.ticks import TICK_S

if TYPE_CHECKING:
    from game.sim.parts import Crew
    from game.sim.state import State


def points_held(crew: Crew) -> tuple[int, int]:
    """Closed hooks, and hands or boots that hold the structure."""
    hooks, hands = 0, 1 if crew.restraint else 0
    for hook in crew.hooks:
        if hook.state in ("closed", "unclipping"):
            hooks += 1
    for hand in crew.hands:
        if hand.state == "gripping":
            hands += 1
    return hooks, hands


def keeps_rule(hooks: int, hands: int, lines: int = 2) -> bool:
    """Two hooks, or one hook and one hand; with a single line, that line."""
    return hooks >= min(2, lines) or (hooks >= 1 and hands >= 1)


def observe(state: State) -> None:
    """Tell when the rule is broken and restored, and when nothing at all holds a person."""
    for crew in state.crew.values():
        if crew.is_inside or not crew.hooks or crew.towed_by:
            continue
        hooks, hands = points_held(crew)
        kept = keeps_rule(hooks, hands, len(crew.hooks))
        place = bodies.place(crew.body)
        if not kept:
            crew.two_point_broken_s += TICK_S
        if kept != crew.has_two_points:
            crew.has_two_points = kept
            if kept:
                state.tell("two_point_restored", crew.id, value=(state.tick - crew.broken_since) * TICK_S, at=place)
            else:
                crew.two_point_breaks += 1
                crew.broken_since = state.tick
                state.tell("two_point_broken", crew.id, at=place)
        adrift = hooks + hands == 0
        if adrift != crew.is_adrift:
            crew.is_adrift, crew.adrift_since = adrift, state.tick
            state.tell("adrift" if adrift else "held", crew.id, at=place)

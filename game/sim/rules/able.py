"""What every order of a person asks first: can this person act at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.allow import Refused

if TYPE_CHECKING:
    from game.sim.parts import Crew


def why_not(crew: Crew) -> Refused | None:
    """Refused for who has fainted and for who is inside, where hands and hooks are not ours to lead."""
    if not crew.is_conscious:
        return Refused("unconscious")
    if crew.is_inside:
        return Refused("hatch_closed")
    return None

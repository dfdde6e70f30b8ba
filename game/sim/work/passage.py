"""The way out and in: what is done inside the airlock, and who may come back through the hatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.allow import Allowed, Answer, Refused
from game.sim.rules import suit
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.sim.parts import Crew
    from game.sim.spec import WorksiteSpec
    from game.sim.state import State


def may_work_inside(state: State, crew: Crew, kind: str) -> Answer:
    """May he check, let the air out, open or close?"""
    if kind == "close_hatch" and not all(other.is_inside for other in state.crew.values() if other is not crew):
        return Refused("partner_outside")
    if kind == "close_hatch" and state.hatch_jams > 0:
        return Refused("hatch_jammed")
    return Allowed(-1) if crew.is_inside else Refused("not_here")


def may_enter(state: State, crew: Crew, site: WorksiteSpec) -> Answer:
    """May he come in by the hatch that is nearest to the worksite?"""
    hatch = min(state.hatches.values(), key=lambda h: (distance(h.at, site.at), h.id), default=None)
    place = hatch.at if hatch else site.at
    reach = 0.9 + (hatch.radius_m if hatch else 0.0)
    away = distance(tuple(crew.body.position), place)
    if not state.is_hatch_open:
        return Refused("hatch_closed")
    girth_m = suit.girth_m(crew.tuning, crew.suit)
    if hatch and away <= reach and girth_m > hatch.clear_m:
        return Refused("suit_settling" if crew.suit.is_low else "suit_swollen", girth_m - hatch.clear_m)
    return Allowed(-1) if away <= reach else Refused("too_far", away - reach)

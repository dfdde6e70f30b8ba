"""Turn-back time: the last moment to start home with the reserve untouched."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.hill import ORBIT_S

if TYPE_CHECKING:
    from game.sim.frame import CrewFrame, Frame, OrbitFrame

DARK = 0.5  # of full sunlight: below it the lamps show the way
LAMP_PACE = 0.8  # of the pace by day: design
MARGIN_S = 1200.0  # EVA seconds in hand at the hatch: 20 minutes, as long as coming out takes (facts 6.1)


def turn_back_s(
    frame: Frame,
    home_path_m: float,
    speed_mps: float,
    *,
    rate: float = 1.0,
    plan_eva_s: float = math.inf,
    hatch_s: float = 0.0,
    margin_s: float = MARGIN_S,
    crew_id: str = "",
) -> float:
    """EVA seconds until the way home must begin; negative when it is late, infinite before the hatch opens.

    The consumable that ends first must last for the way (`home_path_m` of rails at `speed_mps` of play, `rate` EVA
    seconds a second), for `hatch_s` of going in and closing the hatch, and leave `margin_s` then; the plan's end needs
    no margin. Of several people the first to turn back counts, unless `crew_id` names one.
    """
    if frame.phase != "outside":
        return math.inf
    people = [crew for crew in frame.crew if not crew.is_inside and crew_id in ("", crew.id)]
    way_s = in_the_light_s(home_path_m / max(speed_mps, 1e-3) * rate, frame.orbit) + hatch_s
    by_plan = plan_eva_s - frame.eva_s - way_s
    return min((min(crew.suit.home_left_s - margin_s - way_s, by_plan) for crew in people), default=math.inf)


def in_the_light_s(way_s: float, orbit: OrbitFrame | None) -> float:
    """How long a way of `way_s` in sunlight takes when the part that falls into the night is gone by lamp, EVA s."""
    if orbit is None:
        return way_s
    is_dark, span_s = orbit.light < DARK, max(1.0, orbit.next_change_s)
    left_s, gone_s = way_s, 0.0
    while left_s > 0.0:
        pace = LAMP_PACE if is_dark else 1.0
        if left_s <= span_s * pace or not math.isfinite(span_s):
            return gone_s + left_s / pace
        left_s, gone_s, is_dark = left_s - span_s * pace, gone_s + span_s, not is_dark
        span_s = ORBIT_S * ((1.0 - orbit.night_from) if is_dark else orbit.night_from) or 1.0
    return gone_s


def straight_home_m(crew: CrewFrame, hatch: tuple[float, float], detour: float = 1.4) -> float:
    """A guess of the rails' length home when nobody has planned the way: the straight line times `detour`."""
    pose = crew.body.pose
    return math.hypot(pose.x - hatch[0], pose.y - hatch[1]) * detour

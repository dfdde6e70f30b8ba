"""Leaning: the body comes nearer to the work on the holds that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.control.choice import OPEN_REACH_M
from game.sim.vec import add, distance, sub

if TYPE_CHECKING:
    from game.control.route import Map
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

ARM_M = 0.66  # a grip may be so far from its shoulder
THERE_M = 1.0  # a hook so near to a place is closed there
WANTED_M = (0.50, 0.60, 0.66)  # from the shoulder to the work, in turn


def can_hang(map_: Map, crew: CrewFrame, place: Point) -> bool:
    """At `place` the body touches nothing and every gripping hand still reaches, each from its own shoulder."""
    moved = sub(place, (crew.body.pose.x, crew.body.pose.y))
    grips = [side for side, hand in enumerate(crew.hands) if hand.state == "gripping"]
    away = [distance(add(crew.shoulders[side], moved), crew.hands[side].at) for side in grips]
    return bool(grips) and max(away) <= ARM_M and map_.is_free(place)


def can_fetch(crew: CrewFrame, place: Point, site: Point) -> bool:
    """From `place` either hand opens every hook that has to come along to `site`."""
    moved = sub(place, (crew.body.pose.x, crew.body.pose.y))
    left = [hook.at for hook in crew.hooks if hook.state == "closed" and not hook.is_fast]
    far = [at for at in left if distance(at, site) > THERE_M]
    return all(distance(add(shoulder, moved), at) <= OPEN_REACH_M for at in far for shoulder in crew.shoulders)


def away_m(crew: CrewFrame, site: Point) -> float:
    """Metres to `site` from the shoulder of the hand that would do it."""
    able = [crew.shoulders[side] for side, hand in enumerate(crew.hands) if hand.state in ("free", "working")]
    return min(distance(shoulder, site) for shoulder in able or crew.shoulders)


def nearer(map_: Map, crew: CrewFrame, site: Point) -> Point | None:
    """A body place on the same holds from which a hand reaches `site`, or None."""
    body = (crew.body.pose.x, crew.body.pose.y)
    free = [crew.shoulders[side] for side, hand in enumerate(crew.hands) if hand.state == "free"]
    shoulder = min(free or crew.shoulders, key=lambda at: distance(at, site))  # the hand that would do it
    away = distance(shoulder, site)
    for wanted in WANTED_M:
        if away <= wanted:
            continue
        share = (away - wanted) / away
        place = (body[0] + (site[0] - shoulder[0]) * share, body[1] + (site[1] - shoulder[1]) * share)
        if can_hang(map_, crew, place):
            return place
    return None

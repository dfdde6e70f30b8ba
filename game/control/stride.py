"""What one press of a direction does: the hand and the hold, or the place to hang at, that bring a person farther.

Every stride makes progress, so the same direction pressed again and again comes to an end with a reason and never goes
round in a circle: either the body gets farther along the direction, or a hand gets nearer to where it is wanted next.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.control.choice import APART_M, OPEN_REACH_M, REACH_M, unit_vector
from game.control.route import shoulder_of
from game.sim.allow import Allowed, Refused
from game.sim.parts import SHOULDERS, WAIST
from game.sim.vec import add, distance, mix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

STEPS_M = (0.60, 0.45, 0.30, 0.15)  # how far the body may be brought by one stride
ASIDE_M = (0.0, 0.15, -0.15, 0.30, -0.30)  # and how far aside, to pass what is in the way
ASIDE_COST = 0.5
ARM_M = 0.66  # a grip may be so far from its shoulder
LEAD_M = 0.35  # hands are wanted so far ahead of the shoulders
HAND_LEAD_M = 0.50  # where each hand is moved by itself, so far
GAIN_M = 0.10  # a gripping hand is moved only for so much
HOLD_COST = 0.3
HOOK_MARGIN_M = 0.10
KEEP_M = 0.72  # a closed hook stays so near to the shoulders that a hand can open it
ON_THE_WAY = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Stride:
    """One hand to one hold, then the body to `body`; without a hand only the body; `hook` >= 0: haul in that tether."""

    side: int = -1
    hold: Point | None = None
    body: Point | None = None
    hook: int = -1

    @property
    def at(self) -> Point | None:
        """Where it leads, for the mark."""
        return self.hold or self.body


def stride(
    map_: Map,
    crew: CrewFrame,
    ask: Ask,
    direction: Point,
    limits_m: Sequence[float],
    *,
    moves_body: bool,
    start: Point | None = None,
) -> Stride | Refused:
    """The best thing to do for getting on in `direction`, or why nothing helps.

    `moves_body`: the body follows the hands; `start`: where the body is on its way to, so that presses may come quicker
    than the body. No closed hook that a hand can open from here is left out of reach.
    """
    d = unit_vector(direction)
    here = crew.body.pose.x, crew.body.pose.y
    crew = _moved(crew, start)
    grips = [(side, hand.at) for side, hand in enumerate(crew.hands) if hand.state == "gripping"]
    holds = _holds(map_, crew, ask)
    goal = _ahead_of(crew, d, LEAD_M if moves_body else HAND_LEAD_M)
    if not grips:
        return _hand_alone(crew, holds, goal, d, None) or _haul(crew, d)
    places, behind = _places(map_, crew, here, d, limits_m)
    stay = _farthest(places, grips, crew)
    is_hand_free = any(hand.state == "free" for hand in crew.hands)
    if moves_body:
        best = _hand_and_body(crew, holds, places, d, 0.0 if is_hand_free or stay is None else stay[0] + GAIN_M)
        if best is not None:
            return best
        if stay is not None and not is_hand_free:
            return Stride(body=stay[1])
    moved = _hand_alone(crew, holds, goal, d, None if moves_body else GAIN_M)
    if moved is not None:
        return moved
    if stay is not None:
        return Stride(body=stay[1])
    if not moves_body:  # arms spread too wide: bring them together
        moved = _hand_alone(crew, holds, goal, d, None)
    if moved is not None:
        return moved
    return Refused("hook_behind", behind) if behind else Refused("no_hold_that_way")


def _moved(crew: CrewFrame, start: Point | None) -> CrewFrame:
    """The person as he will be at `start`."""
    if start is None:
        return crew
    pose = crew.body.pose
    dx, dy = start[0] - pose.x, start[1] - pose.y
    (ax, ay), (bx, by) = crew.shoulders
    return replace(
        crew,
        body=replace(crew.body, pose=replace(pose, x=start[0], y=start[1])),
        shoulders=((ax + dx, ay + dy), (bx + dx, by + dy)),
        waist=(crew.waist[0] + dx, crew.waist[1] + dy),
    )


def _ahead_of(crew: CrewFrame, d: Point, metres: float) -> Point:
    (ax, ay), (bx, by) = crew.shoulders
    return (ax + bx) / 2 + d[0] * metres, (ay + by) / 2 + d[1] * metres


def _holds(map_: Map, crew: CrewFrame, ask: Ask) -> list[tuple[int, Point]]:
    """Every hold that a hand may go to now: a free hand if there is one, else either of the two."""
    free = [side for side in (0, 1) if crew.hands[side].state == "free"]
    found: list[tuple[int, Point]] = []
    for side in free or [side for side in (0, 1) if crew.hands[side].state == "gripping"]:
        other = crew.hands[1 - side]
        seen: set[Point] = set()
        for number in map_.near(crew.shoulders[side], REACH_M):
            point = map_.places[number].at
            if point in seen:
                continue
            seen.add(point)
            if other.state == "gripping" and distance(point, other.at) < APART_M:
                continue
            if isinstance(ask.may_reach(crew.id, side, point), Allowed):
                found.append((side, point))
    return found


def _places(
    map_: Map, crew: CrewFrame, here: Point, d: Point, limits_m: Sequence[float]
) -> tuple[list[tuple[float, Point]], int]:
    """Where the body could be brought that way from `here`, best first; and the hook that would stay behind."""
    x, y = crew.body.pose.x, crew.body.pose.y
    found: list[tuple[float, Point]] = []
    behind: set[int] = set()
    shares = ON_THE_WAY if map_.is_free(here) else ON_THE_WAY[-1:]  # touching something: out of it is a way too
    for ahead in STEPS_M:
        for aside in ASIDE_M:
            place = (x + d[0] * ahead - d[1] * aside, y + d[1] * ahead + d[0] * aside)
            left = [
                number
                for number, (hook, limit) in enumerate(zip(crew.hooks, limits_m, strict=False), start=1)
                if hook.state == "closed" and _leaves(crew, hook.at, place, limit, is_fast=hook.is_fast)
            ]
            if left:
                behind.update(left if aside == 0.0 else ())
                continue
            if map_.is_free(place) and all(map_.is_free(mix(here, place, share)) for share in shares):
                found.append((ahead - ASIDE_COST * abs(aside), place))
    found.sort(key=lambda item: (-item[0], item[1]))
    shoulder = shoulder_of((x, y))
    number = max(behind, key=lambda n: (distance(shoulder, crew.hooks[n - 1].at), n), default=0)
    return found, number


def _leaves(crew: CrewFrame, hook: Point, place: Point, limit_m: float, *, is_fast: bool = False) -> bool:
    """At `place` the line would be too short, or the hook newly out of the hands' reach."""
    ring = (place[0] + WAIST[0], place[1] + WAIST[1])
    line, now = distance(ring, hook), distance(crew.waist, hook)
    if line > limit_m - HOOK_MARGIN_M and line > now:
        return True
    if is_fast:  # nobody opens it
        return False
    here = shoulder_of((crew.body.pose.x, crew.body.pose.y))
    away, was = distance(shoulder_of(place), hook), distance(here, hook)
    return was <= OPEN_REACH_M and away > KEEP_M and away > was


def _farthest(
    places: list[tuple[float, Point]], grips: list[tuple[int, Point]], crew: CrewFrame
) -> tuple[float, Point] | None:
    """The best place at which all these grips can be kept."""
    here = crew.body.pose.x, crew.body.pose.y
    most = [max(ARM_M, distance(add(here, SHOULDERS[side]), grip)) for side, grip in grips]
    for score, place in places:
        away = [distance(add(place, SHOULDERS[side]), grip) for side, grip in grips]
        if all(now <= limit for now, limit in zip(away, most, strict=True)):
            return score, place
    return None


def _hand_and_body(
    crew: CrewFrame, holds: list[tuple[int, Point]], places: list[tuple[float, Point]], d: Point, least: float
) -> Stride | None:
    """The hold that lets the body come farthest, at least `least`, with a place to go on from."""
    best: tuple[float, Stride] | None = None
    for side, point in holds:
        other = crew.hands[1 - side]
        grips = [(side, point)] + ([(1 - side, other.at)] if other.state == "gripping" else [])
        found = _farthest(places, grips, crew)
        if found is None or found[0] < least:
            continue
        shoulder = shoulder_of(found[1])
        wanted = (shoulder[0] + d[0] * LEAD_M, shoulder[1] + d[1] * LEAD_M)
        score = found[0] - HOLD_COST * distance(point, wanted)
        if best is None or score > best[0] + 1e-9:
            best = score, Stride(side, point, found[1])
    return None if best is None else best[1]


def _hand_alone(
    crew: CrewFrame, holds: list[tuple[int, Point]], goal: Point, d: Point, ahead_m: float | None
) -> Stride | None:
    """The hand and the hold that gain most towards `goal`, and at least `ahead_m` along `d` if that is given.

    A free hand takes the best there is, whatever the gain.
    """
    best: tuple[float, Stride] | None = None
    for side, point in holds:
        hand = crew.hands[side]
        gain = distance(hand.at, goal) - distance(point, goal)
        ahead = (point[0] - hand.at[0]) * d[0] + (point[1] - hand.at[1]) * d[1]
        if hand.state == "gripping" and (gain < GAIN_M or (ahead_m is not None and ahead < ahead_m)):
            continue
        if best is None or gain > best[0] + 1e-9:
            best = gain, Stride(side, point)
    return None if best is None else best[1]


def _haul(crew: CrewFrame, d: Point) -> Stride | Refused:
    """Nothing grips and nothing is in reach: pull on the closed tether that leads best that way."""
    if not any(hand.state == "free" for hand in crew.hands):
        return Refused("hand_busy")
    best: tuple[float, int] | None = None
    for index, hook in enumerate(crew.hooks):
        if hook.state != "closed":
            continue
        dx, dy = hook.at[0] - crew.waist[0], hook.at[1] - crew.waist[1]
        away = math.hypot(dx, dy)
        score = (dx * d[0] + dy * d[1]) / away if away > 1e-6 else -1.0
        if best is None or score > best[0] + 1e-9:
            best = score, index
    return Refused("nothing_holds") if best is None else Stride(hook=best[1])

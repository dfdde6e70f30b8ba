"""Which hold is meant: by direction, by point, for a hand or a hook. Every answer has been asked of the rules."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.control.route import HANG_M, OPENS_M, SHOULDER_Y, SIDES, Map
from game.sim.allow import Allowed, Refused
from game.sim.vec import distance, mix, sub

if TYPE_CHECKING:
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

FOLLOW_M = 0.60  # a grip may be left this far from between the shoulders
LOOK_M = 0.85  # holds are looked for this far from the shoulders
REACH_M = 0.68
ASIDE = 0.7  # a hold off the direction counts so much less
BEHIND_M = 0.45  # the hand that lags may stay so far behind the other one
LEAST_M = 0.10  # a hold has to be this much ahead to be the next one
APART_M = 0.10
CLIP_REACH_M = 0.72
OPEN_REACH_M = OPENS_M - 0.01  # a hook is opened from so near; the margin is for what moves meanwhile
CLIP_GAIN_M = 0.30  # a hook is moved for at least so much


def unit_vector(v: Point) -> Point:
    """`v` with length one; (0, 0) stays."""
    size = math.hypot(v[0], v[1])
    return (v[0] / size, v[1] / size) if size > 1e-9 else (0.0, 0.0)


def hand_for(crew: CrewFrame, direction: Point) -> int:
    """The hand that goes next: a free one, else the one that lags in that direction."""
    free = [side for side in (0, 1) if crew.hands[side].state == "free"]
    if len(free) == 1:
        return free[0]
    reach = [crew.shoulders[side][0] * direction[0] + crew.shoulders[side][1] * direction[1] for side in (0, 1)]
    if len(free) == 2:  # both hands
        return 0 if reach[0] >= reach[1] else 1
    at = [hand.at[0] * direction[0] + hand.at[1] * direction[1] for hand in crew.hands]
    return 0 if at[0] <= at[1] else 1


def next_hold(map_: Map, crew: CrewFrame, ask: Ask, side: int, direction: Point) -> tuple[Point | None, Refused | None]:
    """The hold that this hand takes next in that direction, or why there is none."""
    d = unit_vector(direction)
    other = crew.hands[1 - side]
    shoulder = crew.shoulders[side]
    start = other.at if other.state == "gripping" else shoulder
    found: list[tuple[float, Point]] = []
    for number in map_.near(shoulder, LOOK_M):
        point = map_.places[number].at
        dx, dy = sub(point, start)
        ahead, aside = dx * d[0] + dy * d[1], abs(dy * d[0] - dx * d[1])
        mine = sub(point, crew.hands[side].at) if crew.hands[side].state == "gripping" else (dx, dy)
        gain = mine[0] * d[0] + mine[1] * d[1]
        if gain < LEAST_M or ahead < -BEHIND_M or distance(point, other.at) < APART_M:
            continue
        found.append((gain - ASIDE * aside - max(0.0, distance(shoulder, point) - REACH_M) * 3.0, point))
    found.sort(key=lambda item: (-item[0], item[1]))
    refused: Refused | None = None
    for _, point in found[:12]:
        answer = ask.may_reach(crew.id, side, point)
        if isinstance(answer, Allowed) and distance(shoulder, point) <= REACH_M + 0.02:
            return point, None
        if isinstance(answer, Refused) and refused is None:
            refused = answer
    return None, refused or Refused("no_hold")


def clip_place(map_: Map, crew: CrewFrame, ask: Ask, index: int, direction: Point) -> Point | None:
    """The hold on which this hook is best closed from here: a good piece ahead, else nearer by. None if none is better.

    A hand that has to be opened for it does not count against it; a hook that hangs out of reach does.
    """
    ahead = _clip_place(map_, crew, ask, index, unit_vector(direction))
    return _clip_place(map_, crew, ask, index, (0.0, 0.0)) if ahead is None else ahead


def _clip_place(map_: Map, crew: CrewFrame, ask: Ask, index: int, d: Point) -> Point | None:
    hook = crew.hooks[index]
    is_closed = hook.state == "closed"
    others = [h.at for h in crew.hooks if h.id != hook.id and h.state == "closed"]
    found: list[tuple[float, Point]] = []
    for shoulder in crew.shoulders:
        for number in map_.near(shoulder, REACH_M):
            point = map_.places[number].at
            ahead = (point[0] - shoulder[0]) * d[0] + (point[1] - shoulder[1]) * d[1]
            if is_closed and (not _is_better(crew, point, hook.at, d) or clip_hand(crew, index, point) < 0):
                continue
            score = ahead - 0.3 * distance(point, shoulder)
            if any(distance(point, other) < APART_M for other in others):
                score -= 0.2
            found.append((score, point))
    found.sort(key=lambda item: (-item[0], item[1]))
    for point in dict.fromkeys(point for _, point in found):  # a hold is listed once for each side to hang from it
        answer = ask.may_clip(crew.id, index, point)
        if isinstance(answer, Allowed) or answer.reason == "hand_free_needed":
            return point
    return None


def clip_hand(crew: CrewFrame, index: int, point: Point) -> int:
    """The hand that reaches both the hook and its new place, a free one before one that has to open; -1 if none."""
    hook = crew.hooks[index]
    sides = [
        side
        for side in (0, 1)
        if crew.hands[side].state in ("free", "gripping")
        and distance(crew.shoulders[side], point) <= CLIP_REACH_M
        and (hook.state != "closed" or distance(crew.shoulders[side], hook.at) <= OPEN_REACH_M)
    ]
    free = [side for side in sides if crew.hands[side].state == "free"]
    if free:
        return min(free, key=lambda side: (distance(crew.shoulders[side], point), side))
    if any(hand.state == "free" for hand in crew.hands):
        return -1  # the free hand is the wrong one: it has to grip first
    return min(sides, key=lambda side: (distance(crew.shoulders[side], point), side), default=-1)


def _is_better(crew: CrewFrame, point: Point, hook: Point, d: Point) -> bool:
    """Farther along `d`; without a direction nearer to the hands."""
    if d == (0.0, 0.0):
        return _from_hands_m(crew, hook) - _from_hands_m(crew, point) > CLIP_GAIN_M
    return (point[0] - hook[0]) * d[0] + (point[1] - hook[1]) * d[1] > CLIP_GAIN_M


def _from_hands_m(crew: CrewFrame, point: Point) -> float:
    return min(distance(shoulder, point) for shoulder in crew.shoulders)


def hanging_body(map_: Map, grips: list[Point], body: Point) -> Point:
    """Where the body wants to hang from these holds: the free side nearest to where it is."""
    x = sum(p[0] for p in grips) / len(grips)
    y = sum(p[1] for p in grips) / len(grips)
    best: tuple[float, Point] | None = None
    for ox, oy in SIDES:
        place = (x + ox, y + oy - SHOULDER_Y)
        cost = distance(place, body) + (0.0 if map_.is_free(place) else 10.0)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, place)
    if best is None or best[0] >= 10.0:  # every side is blocked
        return body
    away = distance(body, (x, y - SHOULDER_Y))
    if abs(away - HANG_M) < 0.12 and map_.is_free(body):  # hanging well already
        return body
    return best[1]


def body_for(map_: Map, crew: CrewFrame, side: int, hold: Point) -> Point:
    """Where the body goes when that hand takes `hold`: as far under it as the other grip and the solids allow."""
    body = (crew.body.pose.x, crew.body.pose.y)
    goal = (hold[0], hold[1] - HANG_M - SHOULDER_Y)
    grips = [hand.at for i, hand in enumerate(crew.hands) if i != side and hand.state == "gripping"]
    for share in (0.8, 0.6, 0.4, 0.2):
        place = mix(body, goal, share)
        shoulder = (place[0], place[1] + SHOULDER_Y)
        if all(distance(shoulder, at) <= FOLLOW_M for at in grips) and map_.is_free(place):
            return place
    return body


def ahead_of(place: Point, body: Point, heading: Point) -> float:
    """How far `place` lies ahead of the body in the direction of `heading`, m."""
    return (place[0] - body[0]) * heading[0] + (place[1] - body[1]) * heading[1]


def hold_near(
    crew: CrewFrame, ask: Ask, side: int, point: Point, radius_m: float
) -> tuple[Point | None, Refused | None]:
    """The hold nearest to `point` that this hand may reach, or why none may be."""
    why: Refused | None = None
    for grasp in ask.holds_near(point, radius_m):
        answer = ask.may_reach(crew.id, side, grasp.at)
        if isinstance(answer, Allowed):
            return grasp.at, None
        why = why or answer
    return None, why or Refused("no_hold")


def sides_for(crew: CrewFrame, point: Point) -> tuple[int, ...]:
    """The nearer free hand first; if both grip, the one that lags behind the point."""
    order = sorted(
        (0, 1),
        key=lambda side: (
            crew.hands[side].state != "free",
            -distance(crew.hands[side].at, point) if crew.hands[side].state == "gripping" else 0.0,
            distance(crew.shoulders[side], point),
            side,
        ),
    )
    return tuple(order)


def is_out_of_reach(crew: CrewFrame, index: int) -> bool:
    """The hook is closed where no hand can open it from here: one has to go back to it."""
    hook = crew.hooks[index]
    return hook.state == "closed" and _from_hands_m(crew, hook.at) > OPEN_REACH_M


def way_to(crew: CrewFrame, point: Point) -> Point:
    """The direction from between the shoulders of an upright body to `point`."""
    return point[0] - crew.body.pose.x, point[1] - crew.body.pose.y - SHOULDER_Y


def is_last_hook(crew: CrewFrame, index: int) -> bool:
    """No other hook is closed."""
    return not any(hook.state == "closed" for i, hook in enumerate(crew.hooks) if i != index)

"""What a person can do now and why not: prompts for the panels, and a preview for the marks on the picture.

Everything here was answered by the very `may_...()` functions of the rules.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.control.aims import worth_doing
from game.control.choice import REACH_M
from game.control.tasks import can_start
from game.sim.allow import Allowed, Refused
from game.sim.vec import distance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.control.aims import Brief
    from game.control.hands_on import HandsOn
    from game.control.options import Option
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame, Frame
    from game.sim.spec import Point

HOLDS_SHOWN = 8
SIDE = 0.38  # of a unit vector: beyond it a direction has this part too (eight even directions)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One verb. Text key `verb.<verb>`; `intent` is the press that does it; a refused one has `why_not` (a key)."""

    verb: str
    intent: str
    direction: Point = (0.0, 0.0)
    at: Point | None = None
    step_id: str = ""
    is_asked: bool = False  # the one thing to do now
    is_chosen: bool = False  # the scanner points at it
    is_extra: bool = False  # possible, but not to be put into anybody's head
    is_stepped_to: bool = False  # the scanner was moved to it
    why_not: str = ""
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer to "what now?". Text key `advice.<what>`; `way` is one of eight directions or empty.

    what: inside, work, go, working, going, adrift, wait; why: late, terminate, abort, or empty when all is as planned.
    """

    what: str
    step_id: str = ""
    distance_m: float = 0.0
    way: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold near a hand: state can, cannot or target; side left, right or "" for either."""

    at: Point
    state: str
    side: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ClipView:
    """Where a hook would close."""

    at: Point
    hook: int
    state: str = "can"


@dataclass(frozen=True, slots=True)
class Preview:
    """All marks of a moment, in the station frame."""

    holds: tuple[HoldView, ...] = ()
    clips: tuple[ClipView, ...] = ()
    goal: Point | None = None
    goal_step: str = ""
    goal_distance_m: float = 0.0
    route: tuple[Point, ...] = ()


def prompts_of(human: HandsOn, options: Sequence[Option], tick: int) -> tuple[Prompt, ...]:
    """The refusal that is still fresh, then the options, best first.

    The first is asked for, unless he is at something by himself: then it only says how to stop. What somebody has
    stepped to with the scanner is chosen; extras are there for the scanner alone.
    """
    found: list[Prompt] = []
    notice = human.notice(tick)
    if notice is not None:
        act, why = notice
        found.append(Prompt(act, "", why_not=why.reason, value=why.value))
    choice = human.scanner.choice(options)
    for number, option in enumerate(options):
        found.append(
            Prompt(
                option.verb,
                option.intent,
                option.direction,
                option.at,
                option.step_id,
                is_asked=number == 0 and (not human.is_led or option.intent == "suit") and not option.is_extra,
                is_chosen=option is choice,
                is_extra=option.is_extra,
                is_stepped_to=human.scanner.is_at(option),
            )
        )
    return tuple(found)


def advice_of(human: HandsOn, frame: Frame, brief: Brief, ask: Ask) -> Advice:
    """What now? Always an answer: the thing to do, how far and in which direction, and what it waits for."""
    crew = frame.crew[0]
    aims = worth_doing(crew, brief)
    if crew.is_inside:
        return Advice("inside", aims[0].step_id) if aims else Advice("wait")
    if crew.is_adrift:
        return Advice("adrift")
    why = brief.called_off or ("late" if brief.is_late else "")
    if not aims:
        return Advice("wait")
    aim = aims[0]
    body = (crew.body.pose.x, crew.body.pose.y)
    away, lead = distance(body, aim.at), human.guide.lead(crew, brief) or aim.at
    if human.is_led:
        doing = human.doing or aim.step_id
        at = next((one.at for one in brief.aims if one.step_id == doing), aim.at)
        if crew.working:
            return Advice("working", doing, why=why)
        return Advice("going", doing, distance(body, at), _way(body, at), why)
    if can_start(human.map, crew, aim, ask):
        return Advice("work", aim.step_id, away, "", why)
    return Advice("go", aim.step_id, away, _way(body, aim.at if human.assist == "cadet" else lead), why)


def _way(start: Point, end: Point) -> str:
    """One of eight directions: right, up_right, up and so on."""
    x, y = end[0] - start[0], end[1] - start[1]
    size = max(math.hypot(x, y), 1e-9)
    up = "up" if y / size > SIDE else "down" if y / size < -SIDE else ""
    aside = "right" if x / size > SIDE else "left" if x / size < -SIDE else ""
    return "_".join(part for part in (up, aside) if part)


def preview_of(
    human: HandsOn | None, options: Sequence[Option], frame: Frame, brief: Brief, ask: Ask, map_: Map
) -> Preview:
    """What the picture marks for the first person."""
    if not frame.crew:
        return Preview()
    crew = frame.crew[0]
    aims = worth_doing(crew, brief)
    goal = aims[0] if aims else None
    body = (crew.body.pose.x, crew.body.pose.y)
    if crew.is_inside:
        return Preview(goal=goal.at if goal else None, goal_step=goal.step_id if goal else "")
    clips: list[ClipView] = []
    holds: tuple[HoldView, ...] = ()
    if human is not None and human.assist != "cadet" and not human.is_busy:  # only who chooses holds has to see them
        holds = _holds(map_, crew, ask)
        clips = [
            ClipView(option.at, int(option.verb[-1]) - 1)
            for option in options
            if option.verb.startswith("hook") and option.at is not None
        ]
    return Preview(
        holds,
        tuple(clips),
        goal.at if goal and not crew.working else None,  # the work itself is not to be covered
        goal.step_id if goal else "",
        distance(body, goal.at) if goal else 0.0,
        human.route if human is not None else (),
    )


def _holds(map_: Map, crew: CrewFrame, ask: Ask) -> tuple[HoldView, ...]:
    found: dict[Point, HoldView] = {}
    for side, name in ((0, "left"), (1, "right")):
        hand = crew.hands[side]
        if hand.state == "reaching":
            found[hand.target] = HoldView(hand.target, "target", name)
        if hand.state not in ("free", "gripping"):
            continue
        for number in map_.near(crew.shoulders[side], REACH_M + 0.15):
            point = map_.places[number].at
            if point in found and found[point].state != "cannot":
                continue
            answer = ask.may_reach(crew.id, side, point)
            if isinstance(answer, Allowed) and distance(crew.shoulders[side], point) <= REACH_M:
                found[point] = HoldView(point, "can", name)
            elif isinstance(answer, Refused) and answer.reason != "already_there":
                found.setdefault(point, HoldView(point, "cannot", name, answer.reason))
            if len(found) >= HOLDS_SHOWN * 2:
                break
    return tuple(found.values())

"""What a person can do now and why not: prompts for the panels, and a preview for the marks on the picture.

Everything here was answered by the very `may_...()` functions of the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.control.choice import REACH_M
from game.sim.allow import Allowed, Refused
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.control.aims import Brief
    from game.control.hands_on import HandsOn
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame, Frame
    from game.sim.spec import Point

HOLDS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Prompt:
    """One verb. Text key `verb.<verb>`; `intent` is the press that does it; a refused one has `why_not` (a key)."""

    verb: str
    intent: str
    direction: Point = (0.0, 0.0)
    at: Point | None = None
    step_id: str = ""
    is_chosen: bool = False  # the scanner points at it
    why_not: str = ""
    value: float = 0.0


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


def prompts_of(human: HandsOn, frame: Frame, brief: Brief, ask: Ask) -> tuple[Prompt, ...]:
    """The refusal that is still fresh, then the options, best first."""
    found: list[Prompt] = []
    notice = human.notice(frame.tick)
    if notice is not None:
        act, why = notice
        found.append(Prompt(act, "", why_not=why.reason, value=why.value))
    options = human.options(frame, brief, ask)
    chosen = human.chosen % len(options) if options else 0
    for number, option in enumerate(options):
        found.append(
            Prompt(option.verb, option.intent, option.direction, option.at, option.step_id, is_chosen=number == chosen)
        )
    return tuple(found)


def preview_of(human: HandsOn | None, frame: Frame, brief: Brief, ask: Ask, map_: Map) -> Preview:
    """What the picture marks for the first person."""
    if not frame.crew:
        return Preview()
    crew = frame.crew[0]
    aims = [aim for aim in brief.aims if aim.kind != "ingress"] or list(brief.aims)
    if crew.leashed:
        aims = [aim for aim in aims if aim.unit == crew.leashed] or aims
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
            for option in human.options(frame, brief, ask)
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

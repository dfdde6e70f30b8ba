"""What can be done now, asked of the rules: the scanner steps over it and prompts show it, one verb at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.control.choice import clip_place
from game.control.stride import Stride, stride
from game.sim.allow import Allowed, Refused
from game.sim.vec import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from game.control.aims import Aim, Brief
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

DIRECTIONS: tuple[Point, ...] = ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))
INSIDE_KINDS = ("check", "depressurise", "open_hatch", "close_hatch")
HOOK_FAR_M = 0.55  # a hook this far from the shoulders should come along


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be done. Text key: `verb.<verb>`; `intent` is the press that does it."""

    verb: str  # work, go_work, hold_next, hook1, hook2, release, skip, ingress, ingress
    intent: str  # kind of the intent
    direction: Point = (0.0, 0.0)
    at: Point | None = None  # where it happens, for the mark
    step_id: str = ""
    why_not: Refused | None = None  # shown greyed, with the reason


def options_for(
    map_: Map, crew: CrewFrame, brief: Brief, ask: Ask, heading: Point, assist: str, limits_m: Sequence[float] = ()
) -> tuple[Option, ...]:
    """The useful things of this moment, best first; impossible ones are left out."""
    found: list[Option] = []
    aims = worth_doing(crew, brief)
    if crew.is_inside:
        found += [Option("work", "work", step_id=aim.step_id) for aim in aims[:1]]
        if any(aim.kind in ("check", "depressurise") for aim in aims):
            found.append(Option("skip", "skip"))
        return tuple(found)
    ordered = aims
    here = [
        aim
        for aim in ordered
        if isinstance(answer := ask.may_work(crew.id, aim.step), Allowed)
        or (isinstance(answer, Refused) and answer.reason == "hand_free_needed")
    ]
    if here:
        found.append(Option("work", "work", at=here[0].at, step_id=here[0].step_id))
    elif ordered and assist == "cadet":
        found.append(Option("go_work", "work", at=ordered[0].at, step_id=ordered[0].step_id))
    goal = ordered[0].at if ordered else None
    later: list[Option] = []
    for index, hook in enumerate(crew.hooks):
        if assist == "cadet" or hook.state not in ("stowed", "closed"):
            continue
        point = clip_place(map_, crew, ask, index, heading if hook.state == "closed" else (0.0, 0.0))
        if point is not None:
            is_late = hook.state == "stowed" or is_behind(crew, hook.at)
            option = Option(f"hook{index + 1}", f"hook{index + 1}", at=point)
            if is_late:
                found.insert(0, option)
            else:
                later.append(option)
    shoulder = crew.shoulders[0]
    ways = sorted(DIRECTIONS, key=lambda d: -_towards(d, shoulder, goal))
    for direction in ways:
        onward = stride(map_, crew, ask, direction, limits_m, moves_body=assist != "commander")
        if isinstance(onward, Stride):
            found.append(Option("hold_next", "hold_next", direction, onward.at))
    found += later
    way_in = next((aim for aim in brief.aims if aim.kind == "ingress"), None)
    if way_in is not None and way_in not in ordered and isinstance(ask.may_work(crew.id, way_in.step), Allowed):
        found.append(Option("ingress", "act", at=way_in.at, step_id=way_in.step_id))
    return tuple(found)


def is_behind(crew: CrewFrame, hook: Point) -> bool:
    """The hook is at the edge of what a hand can open: it should come along now."""
    return min(distance(shoulder, hook) for shoulder in crew.shoulders) > HOOK_FAR_M


def in_order(crew: CrewFrame, aims: Iterable[Aim]) -> list[Aim]:
    """Plan order, but what hangs on the leash first and going inside last."""
    return sorted(aims, key=lambda aim: (aim.kind == "ingress", not (crew.leashed and aim.unit == crew.leashed)))


def worth_doing(crew: CrewFrame, brief: Brief) -> list[Aim]:
    """The aims that one press of work means: going inside only when nothing else is left or control calls home."""
    aims = in_order(crew, [aim for aim in brief.aims if (aim.kind in INSIDE_KINDS) == crew.is_inside])
    if brief.is_called_home:
        return [aim for aim in aims if aim.kind in ("ingress", *INSIDE_KINDS)] or aims
    return [aim for aim in aims if aim.kind != "ingress"] or aims


def _towards(direction: Point, start: Point, goal: Point | None) -> float:
    if goal is None:
        return 0.0
    return direction[0] * (goal[0] - start[0]) + direction[1] * (goal[1] - start[1])

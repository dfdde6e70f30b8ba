"""What can be done now, asked of the rules: the scanner steps over it and prompts show it, one verb at a time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.control.aims import in_order, worth_doing
from game.control.catch import CATCH, catch_action
from game.control.choice import clip_place, is_out_of_reach
from game.control.labour import lacks_stand
from game.control.respond import REST, must_rest, offers, switch_for
from game.control.stride import Stride, stride
from game.control.tasks import can_start
from game.sim.allow import Allowed
from game.sim.rules.work import INSIDE_STEPS
from game.sim.vec import distance, sub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.control.aims import Aim, Brief
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame, HookFrame
    from game.sim.spec import Point

DIRECTIONS: tuple[Point, ...] = ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))
HOOK_FAR_M = 0.55  # a hook this far from the shoulders should come along
HOOK_TIGHT_M = 0.30  # and one whose line has only so much left
PREPARATION = ("check", "depressurise")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be done. Text key: `verb.<verb>`; `intent` is the press that does it."""

    verb: str  # one of intents.OPTION_VERBS
    intent: str  # kind of the intent
    direction: Point = (0.0, 0.0)
    at: Point | None = None  # where it happens, for the mark
    step_id: str = ""
    is_extra: bool = False  # possible, but nothing that a prompt should put into anybody's head


@dataclass(slots=True)
class Scanner:
    """Steps over options; it remembers the thing itself, so that a list that changes does not change the choice."""

    chosen: tuple[str, Point, str] | None = None

    def step(self, options: Sequence[Option], by: int) -> None:
        """The next option, or the one before, round and round."""
        if options:
            number = (self._place(options) + by) % len(options)
            self.chosen = _name(options[number])

    def choice(self, options: Sequence[Option]) -> Option | None:
        """The chosen option; what can no longer be done gives way to the first."""
        return options[self._place(options)] if options else None

    def is_at(self, option: Option) -> bool:
        """Somebody has stepped to this option."""
        return self.chosen == _name(option)

    def _place(self, options: Sequence[Option]) -> int:
        return next((number for number, option in enumerate(options) if self.is_at(option)), 0)


def _name(option: Option) -> tuple[str, Point, str]:
    return option.verb, option.direction, option.step_id


def options_for(
    map_: Map,
    crew: CrewFrame,
    brief: Brief,
    ask: Ask,
    heading: Point,
    assist: str,
    limits_m: Sequence[float] = (),
    lead: Point | None = None,
    start: Point | None = None,
) -> tuple[Option, ...]:
    """The useful things of this moment, best first, then the extras; impossible ones are left out.

    `lead` is the next place of the way to what is to be done: directions that go there come first. `start` is where the
    body is on its way to: the next stride begins there.
    """
    aims = worth_doing(crew, brief)
    suit = suit_options(crew, aims, ask)
    if crew.is_inside:
        found = [option for option in suit if not option.is_extra]
        found += [Option("work", "work", step_id=aim.step_id) for aim in aims[:1] if aim.kind in INSIDE_STEPS]
        if any(aim.kind in PREPARATION for aim in aims):
            found.append(Option("skip", "skip"))
        return (*found, *(option for option in suit if option.is_extra))
    startable = [aim for aim in aims if can_start(map_, crew, aim, ask)]
    # where the boots have to be held, the way to their restraint comes first: without it no stroke turns anything
    found = [_work(aim) for aim in startable if assist == "cadet" or not lacks_stand(crew, aim, ask)][:1]
    if not found and aims and assist == "cadet":
        found.append(Option("go_work", "work", at=aims[0].at, step_id=aims[0].step_id))
    left = next((hook.at for hook in crew.hooks if assist != "cadet" and is_left_behind(crew, hook, ask)), None)
    lead = left or lead or (aims[0].at if aims else None)  # back to a hook first of all
    ways, held = _ways(map_, crew, ask, assist, limits_m, lead, start)
    hooks, later = ([], []) if assist == "cadet" else _hooks(map_, crew, ask, heading, limits_m, lead, held)
    found = [*hooks, *found, *ways, *later] if left is None else [*hooks, *ways, *found, *later]
    found += [] if any(option.verb == "work" for option in found) else [_work(aim) for aim in startable][:1]
    extras = [option for option in suit if option.is_extra]
    extras += _extras(map_, crew, brief, ask, assist, {option.step_id for option in found})
    return (*(option for option in suit if not option.is_extra), *found, *extras)


def suit_options(crew: CrewFrame, aims: Sequence[Aim], ask: Ask) -> list[Option]:
    """What the suit asks for, first of all; what may be set back comes as an extra."""
    do = switch_for(crew, aims, ask)
    found = [Option(do.name.lower(), "suit")] if do is not None else []
    if not found and catch_action(crew, ask) is not None:
        found.append(Option(CATCH, "suit"))
    if not found and must_rest(crew):
        found.append(Option(REST, "suit"))
    taken = {option.verb for option in found}
    names = [other.name.lower() for other in offers(crew, ask)]
    return found + [Option(name, "suit", is_extra=True) for name in names if name not in taken]


def _work(aim: Aim, *, is_extra: bool = False) -> Option:
    return Option("work", "work", at=aim.at, step_id=aim.step_id, is_extra=is_extra)


def strokes_first(found: tuple[Option, ...], aim: Aim, crew: CrewFrame, ask: Ask) -> tuple[Option, ...]:
    """The same while he is at work that goes on stroke by stroke: the next stroke in place of beginning.

    Not where the boots have to be held first.
    """
    if lacks_stand(crew, aim, ask):
        return found
    rest = (option for option in found if option.verb != "work" or option.is_extra)
    return (Option("stroke", "work", at=aim.at, step_id=aim.step_id), *rest)


def _hooks(
    map_: Map,
    crew: CrewFrame,
    ask: Ask,
    heading: Point,
    limits_m: Sequence[float],
    lead: Point | None,
    held: int,
) -> tuple[list[Option], list[Option]]:
    """Hooks that should come along now, and those that could; `held` is the one that holds him back, or -1."""
    now: list[Option] = []
    later: list[Option] = []
    for index, hook in enumerate(crew.hooks):
        if hook.state not in ("stowed", "closed"):
            continue
        point = clip_place(map_, crew, ask, index, heading)
        if point is not None:
            name = f"hook{index + 1}"
            limit_m = limits_m[index] if index < len(limits_m) else math.inf
            is_now = hook.state == "stowed" or index == held or is_behind(crew, hook.at, limit_m, lead)
            (now if is_now else later).append(Option(name, name, at=point))
    return now, later


def _ways(
    map_: Map,
    crew: CrewFrame,
    ask: Ask,
    assist: str,
    limits_m: Sequence[float],
    lead: Point | None,
    start: Point | None,
) -> tuple[list[Option], int]:
    """The directions in which something gets on, the one towards `lead` first; and the hook that keeps him from it."""
    body = (crew.body.pose.x, crew.body.pose.y)
    found: list[Option] = []
    held = -1
    for direction in sorted(DIRECTIONS, key=lambda way: -_towards(way, body, lead)):
        onward = stride(map_, crew, ask, direction, limits_m, moves_body=assist != "commander", start=start)
        if isinstance(onward, Stride):
            is_pull = assist == "commander" and onward.hold is None
            found.append(Option("pull" if is_pull else "hold_next", "hold_next", direction, onward.at))
        elif onward.reason == "hook_behind" and not found and _towards(direction, body, lead) > 0.0:
            held = round(onward.value) - 1
    return found, held


def _extras(map_: Map, crew: CrewFrame, brief: Brief, ask: Ask, assist: str, offered: set[str]) -> list[Option]:
    """What can be done besides: other work here, going in with work left, opening a hand."""
    found = []
    for aim in in_order(crew, brief.aims):
        if aim.step_id in offered or aim.kind in INSIDE_STEPS:
            continue
        if aim.kind == "ingress" and isinstance(ask.may_work(crew.id, aim.step), Allowed):
            found.append(Option("ingress", "act", at=aim.at, step_id=aim.step_id, is_extra=True))
        elif aim.kind != "ingress" and can_start(map_, crew, aim, ask):
            found.append(_work(aim, is_extra=True))
    if assist != "cadet" and all(hand.state == "gripping" for hand in crew.hands):
        found.append(Option("release", "release", is_extra=True))
    return found


def is_left_behind(crew: CrewFrame, hook: HookFrame, ask: Ask) -> bool:
    """No hand can open the hook from here, and its line is not one that is meant to run out: a reel, an umbilical."""
    index = crew.hooks.index(hook)
    is_reel = hook.is_fast or isinstance(ask.may_lock(crew.id, index), Allowed)
    return is_out_of_reach(crew, index) and not is_reel


def is_behind(crew: CrewFrame, hook: Point, limit_m: float, lead: Point | None) -> bool:
    """The hook is at the edge of what a hand can open, or its line is nearly tight: it should come along now.

    Not one that lies ahead on the way to `lead`.
    """
    body = (crew.body.pose.x, crew.body.pose.y)
    if lead is not None and _towards(sub(hook, body), body, lead) > 0.0:
        return False
    is_far = min(distance(shoulder, hook) for shoulder in crew.shoulders) > HOOK_FAR_M
    return is_far or distance(crew.waist, hook) > limit_m - HOOK_TIGHT_M


def _towards(direction: Point, start: Point, goal: Point | None) -> float:
    if goal is None:
        return 0.0
    return direction[0] * (goal[0] - start[0]) + direction[1] * (goal[1] - start[1])

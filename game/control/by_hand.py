"""What a single hand or hook is told by its key, by a tap or by a drag: a task, or why not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.control import choice, tasks
from game.control.walk import with_hand, with_hook
from game.sim.actions import Act, CrewAction, HandDo, HandOrder, HookDo, HookOrder
from game.sim.allow import Allowed, Refused
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.control.intents import Intent, PlayInput
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

STICK_DEAD = 0.15
AIM_M = 0.45  # a hold this near to the pointer is meant
TAP_HOLD_M = 0.20  # a tap this near to a hold in reach means that hold
SAME_HOLD_M = 0.20  # a tap this near to a gripping hand means: farther that way
STROKE_MPS = 0.35
LEAST_DRAG_M = 1e-6
HOLD_NEAR_M = 0.9  # boots come out of a restraint where a hold is so near to a shoulder
AT_HAND_M = 0.7  # with nothing aimed at, a hand takes what is nearest


def hand_task(
    map_: Map, crew: CrewFrame, ask: Ask, side: int, wishes: PlayInput, *, is_steady: bool
) -> tasks.Task | Refused:
    """A hand's own button: reach along the stick or to the pointer; with nothing aimed at, open."""
    stick = wishes.move
    hand = crew.hands[side]
    if math.hypot(*stick) > STICK_DEAD:
        point, why = choice.next_hold(map_, crew, ask, side, stick)
    elif wishes.hover is not None and hand.state == "free":
        point, why = choice.hold_near(crew, ask, side, wishes.hover, AIM_M)
    elif hand.state in ("gripping", "holding", "reaching"):
        return opened(side, is_steady=is_steady)
    else:
        point, why = choice.hold_near(crew, ask, side, crew.shoulders[side], AT_HAND_M)
    if point is None:
        return why or Refused("no_hold")
    return tasks.Reach(side, point)


def opened(side: int, *, is_steady: bool) -> tasks.Task:
    """That hand opens."""
    return tasks.Once(with_hand(CrewAction(steady=is_steady), side, HandOrder(HandDo.RELEASE)))


def is_out_of_reach(crew: CrewFrame, index: int) -> bool:
    """The hook is closed where no hand can open it from here: one has to go back to it."""
    hook = crew.hooks[index]
    return (
        hook.state == "closed" and min(distance(shoulder, hook.at) for shoulder in crew.shoulders) > choice.OPEN_REACH_M
    )


def hook_task(map_: Map, crew: CrewFrame, ask: Ask, index: int, aimed: Point) -> tasks.Task | Refused:
    """A hook's button: close it ahead; if it is closed and nothing better is in reach, take it back."""
    hook = crew.hooks[index]
    point = choice.clip_place(map_, crew, ask, index, aimed)
    if point is None and hook.state == "stowed":  # nothing that way: anywhere is better than nowhere
        point = choice.clip_place(map_, crew, ask, index, (0.0, 0.0))
    if point is not None:
        return tasks.Clip(index, point)
    if hook.state == "closed" and not choice.is_last_hook(crew, index):
        return tasks.Unclip(index)
    answer = ask.may_clip(crew.id, index, crew.shoulders[0])
    return answer if isinstance(answer, Refused) else Refused("no_hold")


def tapped_hold(crew: CrewFrame, ask: Ask, point: Point, hand: str) -> tasks.Reach | None:
    """The hand and the hold that a tap means: `hand` is left, right or empty; None if no hand can take one there."""
    for side in {"left": (0,), "right": (1,)}.get(hand, choice.sides_for(crew, point)):
        hold, _ = choice.hold_near(crew, ask, side, point, TAP_HOLD_M)
        if hold is not None and all(distance(hold, other.at) > SAME_HOLD_M for other in crew.hands):
            return tasks.Reach(side, hold)
    return None


def dragged(press: Intent) -> tasks.Stroke | None:
    """A stroke of the holding arms along a drag; a metre or more is a whole one."""
    dx, dy = press.x2 - press.x, press.y2 - press.y
    size = math.hypot(dx, dy)
    if size < LEAST_DRAG_M:
        return None
    speed = STROKE_MPS * min(1.0, size)
    return tasks.Stroke(dx / size * speed, dy / size * speed)


def lock_task(crew: CrewFrame, ask: Ask, index: int) -> tasks.Task | None:
    """Lock or free the reel of a hook that is out of reach; None where there is no such reel."""
    if not isinstance(ask.may_lock(crew.id, index), Allowed):
        return None
    return tasks.Once(with_hook(CrewAction(steady=True), index, HookOrder(HookDo.LOCK)))


def stepped_out(crew: CrewFrame, ask: Ask) -> tasks.Task | Refused:
    """The boots come out where there is something else to hold; nobody steps off the tip of an arm by mistake."""
    holds = [grasp for at in crew.shoulders for grasp in ask.holds_near(at, HOLD_NEAR_M)]
    if all(grasp.carrier for grasp in holds):
        return Refused("no_hold_that_way")
    return tasks.Once(CrewAction(steady=True, act=Act.LEAVE_RESTRAINT))

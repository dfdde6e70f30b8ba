"""Working at a worksite: settle, brace, free a hand, work the step. Shared by the autopilot and the cadet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.control.route import OPENS_M, SHOULDER_Y
from game.control.walk import CLIP_BETTER_M, OPEN_REACH_M, clip, mm, reach, with_hand, with_hook
from game.sim.actions import Act, CrewAction, HandDo, HandOrder
from game.sim.allow import Allowed, Refused
from game.sim.spec import PRESSING, TURNING, UNFOLDING, WIPING
from game.sim.tuning import Tuning
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.control.aims import Aim
    from game.sim.allow import Answer
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

PUSH_MPS = 0.30  # a calm push: four metres in a quarter of a minute
ASIDE_M = 0.7  # another hold than the pole is looked for so near
LEFT_BEHIND = ("hook_too_far", "line_too_short")  # it has to be fetched, or the body is on a line too short
CLIPS_M = Tuning().reach_m  # from shoulder to ring: a hook is closed there
CLIPPED = ("already_there", "hook_busy", "hook_lost")  # no hand helps
RESTED = 0.2  # of its strength: a hand that has slipped rests so long before it takes a hold again
STRETCHED_M = 0.62  # an arm gives no more push beyond
REACTING = (*TURNING, *PRESSING, *WIPING, *UNFOLDING, "extract", "operate")


def work_action(crew: CrewFrame, aim: Aim, ask: Ask, *, stroke: bool = True) -> CrewAction | None:
    """The order that works on `aim` now or makes it possible from here; None = one has to go nearer.

    Without `stroke` the hand stays at the work and waits.
    """
    hold = CrewAction(steady=True, lean_mrad=mm(0.0))
    gathering = _gather_hooks(crew, aim, ask, hold) if aim.kind == "ride" and not crew.restraint else None
    if gathering is not None:
        return gathering
    if aim.stand is not None and not crew.restraint and isinstance(ask.may_enter_restraint(crew.id), Allowed):
        return CrewAction(steady=True, act=Act.ENTER_RESTRAINT)
    answer = ask.may_work(crew.id, aim.step)
    if isinstance(answer, Allowed):
        if aim.kind in REACTING and not crew.restraint and isinstance(ask.may_enter_restraint(crew.id), Allowed):
            return CrewAction(steady=True, act=Act.ENTER_RESTRAINT)
        at_work = CrewAction(steady=True, act=Act.WORK, step=aim.step, stroke=stroke)
        return _hold_on(crew, aim, ask, hold) or at_work
    if answer.reason == "clip_here":
        return _clip_here(crew, aim, ask, hold)
    if answer.reason == "boom_in_use":
        return _get_off(crew, aim, ask, hold)
    if answer.reason == "hands_off":
        return _hands_off(crew, aim)
    if answer.reason == "hand_free_needed":
        return _free_a_hand(crew, aim, hold)
    if answer.reason == "let_go_here":
        return _push_off(crew, aim)
    if answer.reason in ("too_fast", "turning", "floating", "suit_settling", "rider_not_ready"):
        return hold
    return None


def _hold_on(crew: CrewFrame, aim: Aim, ask: Ask, hold: CrewAction) -> CrewAction | None:
    """Boots alone let the body swing: a free hand takes a hold before work that pushes back; None = not needed."""
    doing = [hand.state for hand in crew.hands]
    if not crew.restraint or aim.kind not in REACTING or "gripping" in doing or "working" in doing:
        return None
    if "reaching" in doing:
        return hold
    for side in sorted((0, 1), key=lambda i: -distance(crew.shoulders[i], aim.at)):
        if crew.hands[side].strength < RESTED:
            continue
        for grasp in ask.holds_near(crew.shoulders[side], ASIDE_M):
            if isinstance(ask.may_reach(crew.id, side, grasp.at), Allowed):
                return with_hand(hold, side, reach(grasp.at))
    return None


def lacks_stand(crew: CrewFrame, aim: Aim, ask: Ask) -> bool:
    """The work wants the boots held, and their restraint is out of reach."""
    return aim.stand is not None and not crew.restraint and not isinstance(ask.may_enter_restraint(crew.id), Allowed)


def _clip_here(crew: CrewFrame, aim: Aim, ask: Ask, hold: CrewAction) -> CrewAction | None:
    """Close the hook that is farthest off, here; open a hand for it first. None = a hook was left behind."""
    is_left = False
    for index in sorted(range(len(crew.hooks)), key=lambda i: (-distance(crew.hooks[i].at, aim.at), i)):
        answer = ask.may_clip(crew.id, index, aim.at)
        order = _clip_at(crew, index, aim.at, answer, ask, hold)
        if order is not None:
            return order
        is_left = is_left or (isinstance(answer, Refused) and answer.reason in LEFT_BEHIND)
    is_at_it = any(hook.state == "clipping" for hook in crew.hooks)
    return None if is_left and not is_at_it else hold


def _clip_at(
    crew: CrewFrame, index: int, at: Point, answer: Answer, ask: Ask, hold: CrewAction
) -> CrewAction | None:
    """Close the hook there, or make the hand free that can: the other one holds on. None = not from here.

    `answer` is what `may_clip` says of it.
    """
    hook = crew.hooks[index]
    if isinstance(answer, Allowed):
        return with_hook(hold, index, clip(at))
    if answer.reason in CLIPPED:
        return None
    away = [(distance(shoulder, at), side) for side, shoulder in enumerate(crew.shoulders)]
    for away_m, side in sorted(away):
        is_behind = hook.state == "closed" and distance(crew.shoulders[side], hook.at) > OPENS_M
        order = None if away_m > CLIPS_M or is_behind else _swap_hands(crew, side, ask, hold)
        if order is not None:
            return order
    return None


def _gather_hooks(crew: CrewFrame, aim: Aim, ask: Ask, hold: CrewAction) -> CrewAction | None:
    """Before the boots go in, a hook that could not be opened from there comes nearer; None = none can or need."""
    if aim.stand is None or not isinstance(ask.may_enter_restraint(crew.id), Allowed):
        return None
    if any(hook.state in ("clipping", "unclipping") for hook in crew.hooks):
        return hold
    there = (aim.stand[0], aim.stand[1] + SHOULDER_Y)
    for index, hook in enumerate(crew.hooks):
        away = distance(hook.at, there)
        if hook.state != "closed" or away <= OPEN_REACH_M:
            continue
        near = [grasp for at in crew.shoulders for grasp in ask.holds_near(at, ASIDE_M, hooks_only=True)]
        for grasp in sorted(near, key=lambda one: (distance(one.at, there), one.hold)):
            if distance(grasp.at, there) > away - CLIP_BETTER_M:
                break
            answer = ask.may_clip(crew.id, index, grasp.at)
            order = _clip_at(crew, index, grasp.at, answer, ask, hold)
            if order is not None:
                return order
    return None


def _swap_hands(crew: CrewFrame, side: int, ask: Ask, hold: CrewAction) -> CrewAction | None:
    """Open the hand of that side; the other one takes a hold first. None = it is open, or the other finds none."""
    if any(hand.state in ("reaching", "working") for hand in crew.hands):
        return hold
    if crew.hands[side].state != "gripping":
        return None
    if crew.hands[1 - side].state == "gripping":
        return with_hand(hold, side, HandOrder(HandDo.RELEASE))
    for grasp in ask.holds_near(crew.shoulders[1 - side], ASIDE_M):
        if isinstance(ask.may_reach(crew.id, 1 - side, grasp.at), Allowed):
            return with_hand(hold, 1 - side, reach(grasp.at))
    return None


def _get_off(crew: CrewFrame, aim: Aim, ask: Ask, hold: CrewAction) -> CrewAction | None:
    """Hooks, then hands, go from the pole that is to be cranked to the nearest other hold; None = none is in reach."""
    if any(hand.state in ("reaching", "working") for hand in crew.hands):
        return hold
    near = [grasp for at in crew.shoulders for grasp in ask.holds_near(at, ASIDE_M) if grasp.hold != aim.avoid]
    for index, hook in enumerate(crew.hooks):
        if hook.state != "closed" or hook.hold != aim.avoid:
            continue
        for grasp in near:
            answer = ask.may_clip(crew.id, index, grasp.at)
            if isinstance(answer, Allowed) and answer.target.hold != aim.avoid:
                return with_hook(hold, index, clip(grasp.at))
            if isinstance(answer, Refused) and answer.reason == "hand_free_needed":
                return _free_a_hand(crew, aim, hold)
        return None
    for side, hand in enumerate(crew.hands):
        if hand.state != "gripping" or hand.hold != aim.avoid:
            continue
        if crew.hands[1 - side].state == "gripping":
            return with_hand(hold, side, HandOrder(HandDo.RELEASE))
        for grasp in near:
            answer = ask.may_reach(crew.id, side, grasp.at)
            if isinstance(answer, Allowed) and answer.target.hold != aim.avoid:
                return with_hand(hold, side, reach(grasp.at))
    return None


def _hands_off(crew: CrewFrame, aim: Aim) -> CrewAction:
    """Open the hands that hold the station: those that are farther than the other from what is ridden at first."""
    grips = [side for side, hand in enumerate(crew.hands) if hand.state == "gripping"]
    side = max(grips, key=lambda i: (distance(crew.hands[i].at, aim.at), i), default=-1)
    hold = CrewAction(steady=True)
    return with_hand(hold, side, HandOrder(HandDo.RELEASE)) if side >= 0 else hold


def _push_off(crew: CrewFrame, aim: Aim) -> CrewAction:
    """The holding arms push the body off; both hands open as it moves, or as the arms are stretched."""
    size = math.hypot(*aim.way) or 1.0
    x, y = aim.way[0] / size, aim.way[1] / size
    speed = crew.body.vx * x + crew.body.vy * y
    grips = [side for side, hand in enumerate(crew.hands) if hand.state == "gripping"]
    away = max((distance(crew.shoulders[side], crew.hands[side].at) for side in grips), default=0.0)
    if speed < PUSH_MPS * (0.9 if away < STRETCHED_M else 0.3):
        return CrewAction(drive_x_mmps=mm(x * PUSH_MPS), drive_y_mmps=mm(y * PUSH_MPS), steady=True)
    action = CrewAction()
    for side in grips:
        action = with_hand(action, side, HandOrder(HandDo.RELEASE))
    return action


def _free_a_hand(crew: CrewFrame, aim: Aim, hold: CrewAction) -> CrewAction:
    """Open the gripping hand nearer to the work, if the hooks and the other hand keep two points."""
    if any(hand.state in ("reaching", "working") for hand in crew.hands):
        return hold
    side = 0 if distance(crew.shoulders[0], aim.at) <= distance(crew.shoulders[1], aim.at) else 1
    if crew.hands[side].state != "gripping":
        side = 1 - side
    return with_hand(hold, side, HandOrder(HandDo.RELEASE))

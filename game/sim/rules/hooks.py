"""A hook closes on a rail or an eye with a free hand, slides along its span, and stops at a stanchion.

Make before break is the wearer's duty, not the rule's: opening the last hook is possible, seen by control and scored.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.actions import HookDo
from game.sim.allow import Allowed, Answer, Refused
from game.sim.parts import WAIST
from game.sim.rails import arc_positions, direction_on_rail, point_on_rail, slide
from game.sim.rules import able
from game.sim.rules.hands import closing_speed, grasp_point, shoulder
from game.sim.tether import LineEnd
from game.sim.ticks import TICK_S, ticks
from game.sim.vec import distance, rotate

if TYPE_CHECKING:
    from game.sim.parts import Crew, Grasp, Hook
    from game.sim.spec import Point
    from game.sim.state import State
    from game.sim.tether import Tether

MILLI = 1e-3
TAUT_N, SLACK_N = 10.0, 2.0  # a line is told taut above the first and slack below the second
SLIDE_PULL_N = 0.5  # a weaker pull does not move a hook
OPEN_SLACK_M = 0.15  # a hook this much beyond the arm is drawn near by its line


def waist(crew: Crew) -> Point:
    """The ring on the suit where tethers leave, station frame."""
    x, y, angle = bodies.pose(crew.body)
    wx, wy = rotate(WAIST, angle)
    return x + wx, y + wy


def free_hand(crew: Crew, near: Point) -> int:
    """The free hand whose shoulder is nearer to the point, or -1."""
    sides = [side for side in (0, 1) if crew.hands[side].state == "free"]
    sides.sort(key=lambda side: (distance(shoulder(crew, side), near), side))
    return sides[0] if sides else -1


def _unfit(crew: Crew, index: int) -> Refused | None:
    """Why this hook can be closed nowhere now, whatever is in reach."""
    if index >= len(crew.hooks):
        return Refused("no_hook")
    hook = crew.hooks[index]
    if hook.state == "lost":
        return Refused("hook_lost")
    if any(other.state in ("clipping", "unclipping") for other in crew.hooks):
        return Refused("hook_busy")
    if hook.state == "closed" and crew.tethers[index].spec.is_fast:
        return Refused("line_is_fast")
    return None


def may_clip(state: State, crew: Crew, index: int, point: Point) -> Answer:
    """May hook `index` be closed on the rail or eye nearest to `point`? The target of `Allowed` is the Grasp."""
    t = state.tuning
    unable = able.why_not(crew)
    if unable is not None:
        return unable
    unfit = _unfit(crew, index)
    if unfit is not None:
        return unfit
    hook = crew.hooks[index]
    found = state.holds.near(point, t.clip_magnet_m, hooks_only=True)
    if not found:
        return Refused("no_hold")
    grasp = found[0]
    if hook.state == "closed" and hook.grasp and hook.grasp.hold == grasp.hold and distance(hook.at, grasp.at) < 0.15:
        return Refused("already_there")
    line = distance(waist(crew), grasp.at) - crew.tethers[index].limit_m
    if line > 0.0:
        return Refused("line_too_short", line)
    side = free_hand(crew, grasp.at)
    if side < 0:
        return Refused("hand_free_needed")
    away = min(distance(shoulder(crew, s), grasp.at) for s in (0, 1) if crew.hands[s].state == "free")
    if away > t.reach_m + 0.05:
        return Refused("too_far", away - t.reach_m)
    if hook.state == "closed":  # it has to be opened first, so it must be in reach too
        back = min(distance(shoulder(crew, s), hook.at) for s in (0, 1) if crew.hands[s].state == "free")
        if back > t.reach_m + OPEN_SLACK_M:
            return Refused("hook_too_far", back - t.reach_m)
    speed = closing_speed(state, crew, side, grasp)
    if speed > t.catch_safe_mps:
        return Refused("too_fast", speed)
    return Allowed(grasp)


def may_unclip(state: State, crew: Crew, index: int) -> Answer:
    """May hook `index` be opened and taken back? It must be within reach of a free hand."""
    unable = able.why_not(crew)
    if unable is not None:
        return unable
    if index >= len(crew.hooks):
        return Refused("no_hook")
    hook = crew.hooks[index]
    if hook.state == "lost":
        return Refused("hook_lost")
    if hook.state != "closed":
        return Refused("hook_busy" if hook.state != "stowed" else "done_already")
    if crew.tethers[index].spec.is_fast:
        return Refused("line_is_fast")
    if any(other.state in ("clipping", "unclipping") for other in crew.hooks):
        return Refused("hook_busy")
    if free_hand(crew, hook.at) < 0:
        return Refused("hand_free_needed")
    away = min(distance(shoulder(crew, side), hook.at) for side in (0, 1) if crew.hands[side].state == "free")
    if away > state.tuning.reach_m + OPEN_SLACK_M:
        return Refused("too_far", away - state.tuning.reach_m)
    return Allowed(hook.grasp)


def may_lock(state: State, crew: Crew, index: int) -> Answer:
    """May the reel of hook `index` be locked, or freed again? It has to be out: its hook beyond the hands' reach."""
    unable = able.why_not(crew)
    if unable is not None:
        return unable
    if index >= len(crew.hooks):
        return Refused("no_hook")
    hook, tether = crew.hooks[index], crew.tethers[index]
    if tether.spec.pull_n <= 0.0 or hook.state != "closed":
        return Refused("no_reel")
    away = min(distance(shoulder(crew, side), hook.at) for side in (0, 1))
    is_out = tether.is_locked or away > state.tuning.reach_m + OPEN_SLACK_M
    return Allowed(not tether.is_locked) if is_out else Refused("no_reel")


def apply(state: State) -> None:
    """Obey the orders for hooks and carry on what was begun."""
    for crew in state.crew.values():
        order = state.order(crew.id)
        for hook, wish in zip(crew.hooks, (order.hook1, order.hook2), strict=False):
            hook.before = hook.at
            if wish.do == HookDo.CLIP:
                answer = may_clip(state, crew, hook.index, (wish.x_mm * MILLI, wish.y_mm * MILLI))
                if isinstance(answer, Allowed):
                    if hook.state == "closed":
                        open_hook(state, crew, hook)
                    _begin(state, crew, hook, "clipping", answer.target)
                else:
                    state.refuse(crew, f"clip{hook.index + 1}", answer.reason, answer.value)
            elif wish.do == HookDo.UNCLIP:
                answer = may_unclip(state, crew, hook.index)
                if isinstance(answer, Allowed):
                    _begin(state, crew, hook, "unclipping", answer.target)
                else:
                    state.refuse(crew, f"unclip{hook.index + 1}", answer.reason, answer.value)
            elif wish.do == HookDo.LOCK:
                answer = may_lock(state, crew, hook.index)
                if isinstance(answer, Allowed):
                    _lock(state, crew, hook, is_wanted=bool(answer.target))
                else:
                    state.refuse(crew, f"lock{hook.index + 1}", answer.reason, answer.value)
            if hook.state in ("clipping", "unclipping"):
                _carry_on(state, crew, hook)


def _lock(state: State, crew: Crew, hook: Hook, *, is_wanted: bool) -> None:
    tether = crew.tethers[hook.index]
    if is_wanted:
        tether.lock()
    else:
        tether.unlock()
    state.tell("reel_locked" if is_wanted else "reel_freed", crew.id, f"hook{hook.index + 1}", "", tether.length_m)


def _begin(state: State, crew: Crew, hook: Hook, what: str, grasp: Grasp) -> None:
    side = free_hand(crew, grasp.at)
    t = state.tuning
    hook.state, hook.grasp, hook.hand = what, grasp, side
    hook.ticks = ticks(t.clip_s if what == "clipping" else t.unclip_s)
    crew.hands[side].state, crew.hands[side].busy = "working", f"hook{hook.index + 1}"


def _carry_on(state: State, crew: Crew, hook: Hook) -> None:
    t = state.tuning
    hand = crew.hands[hook.hand]
    grasp = hook.grasp
    slack = 0.25
    if (
        hand.state != "working"
        or grasp is None
        or distance(shoulder(crew, hook.hand), hook.at if hook.state == "unclipping" else grasp.at) > t.reach_m + slack
        or (hook.state == "clipping" and distance(waist(crew), grasp.at) > crew.tethers[hook.index].limit_m)
    ):
        _cancel(state, crew, hook)
        return
    hook.ticks -= 1
    hand.before, hand.at = hand.at, hook.at if hook.state == "unclipping" else grasp.at
    if hook.ticks > 0:
        return
    free_hand_of(crew, hook)
    if hook.state == "clipping":
        close_hook(state, crew, hook, grasp)
    else:
        open_hook(state, crew, hook)


def free_hand_of(crew: Crew, hook: Hook) -> None:
    """A hand that was at this hook is free again."""
    if hook.hand >= 0:
        hand = crew.hands[hook.hand]
        if hand.state == "working":
            hand.state, hand.busy = "free", ""
        hook.hand, hook.ticks = -1, 0


def _cancel(state: State, crew: Crew, hook: Hook) -> None:
    free_hand_of(crew, hook)
    what = "clip" if hook.state == "clipping" else "unclip"
    hook.state = "stowed" if hook.state == "clipping" else "closed"
    if hook.state == "stowed":
        hook.grasp = None
    state.refuse(crew, f"{what}{hook.index + 1}", "too_far", 0.0)


def close_hook(state: State, crew: Crew, hook: Hook, grasp: Grasp) -> None:
    """The hook is closed on `grasp` now and its tether holds."""
    hook.state, hook.grasp, hook.at = "closed", grasp, grasp.at
    tether = crew.tethers[hook.index]
    tether.is_locked = False
    tether.reattach_b(end_at(state, grasp))
    tether.is_stowed = False
    state.tell("hook_closed", crew.id, f"hook{hook.index + 1}", grasp.hold, 0.0, grasp.at)


def end_at(state: State, grasp: Grasp) -> LineEnd:
    """Where a line ends that is hooked on there: on the structure, or on the tip that carries the ring."""
    if grasp.carrier:
        return LineEnd(state.movers[grasp.carrier].body, grasp.local)
    return LineEnd(state.space.static_body, grasp.at)


def open_hook(state: State, crew: Crew, hook: Hook) -> None:
    """The hook is back on the suit and its tether holds nothing; one that was torn off is nowhere."""
    if hook.state == "lost":
        return
    free_hand_of(crew, hook)
    hold = hook.grasp.hold if hook.grasp else ""
    state.tell("hook_opened", crew.id, f"hook{hook.index + 1}", hold, 0.0, hook.at)
    hook.state, hook.grasp = "stowed", None
    crew.tethers[hook.index].is_stowed = True


def observe(state: State) -> None:
    """Slide hooks along their spans under the pull of the line."""
    t = state.tuning
    for crew in state.crew.values():
        place = waist(crew)
        for hook in crew.hooks:
            tether = crew.tethers[hook.index]
            _tell_pull(state, crew, hook, tether)
            if hook.grasp and hook.grasp.carrier:
                _ride(state, hook)
            if hook.state in ("stowed", "lost"):
                hook.at = place
            elif hook.state == "clipping":
                hook.at = crew.hands[hook.hand].at if hook.hand >= 0 else place
            elif hook.grasp and hook.grasp.kind == "rail" and tether.tension_n > SLIDE_PULL_N:
                _slide(state, hook, tether, t.hook_slide_mps * TICK_S)


def _ride(state: State, hook: Hook) -> None:
    """The ring that it is on, or on its way to, has moved on with its tip."""
    assert hook.grasp is not None
    at = grasp_point(state, hook.grasp)
    hook.grasp = replace(hook.grasp, at=at)
    if hook.state in ("closed", "unclipping"):
        hook.at = at


def _slide(state: State, hook: Hook, tether: Tether, most_m: float) -> None:
    grasp = hook.grasp
    if grasp is None:
        return
    towards = tether.points()[-2]
    rail = state.rails[grasp.hold]
    tx, ty = direction_on_rail(rail, grasp.s)
    dx, dy = towards[0] - hook.at[0], towards[1] - hook.at[1]
    away = math.hypot(dx, dy)
    if away < 1e-6 or abs(tx * dx + ty * dy) / away < state.tuning.hook_friction:
        return
    goal, _ = slide(rail, grasp.span, towards)
    step = max(-most_m, min(most_m, goal - grasp.s))
    if step == 0.0:
        return
    s = min(max(grasp.s + step, 0.0), arc_positions(rail.points)[-1])
    at = point_on_rail(rail, s)
    hook.grasp = replace(grasp, at=at, s=s)
    hook.at = at
    tether.b.local = at


def _tell_pull(state: State, crew: Crew, hook: Hook, tether: Tether) -> None:
    """Tell when a line comes taut at its end and when it is slack again; soft springs do not count."""
    is_tight = not tether.is_stowed and tether.tension_n > (SLACK_N if hook.is_tight else TAUT_N) and tether.is_at_limit
    if is_tight != hook.is_tight:
        hook.is_tight = is_tight
        hold = hook.grasp.hold if hook.grasp else ""
        state.tell("tether_taut" if is_tight else "tether_slack", crew.id, tether.id, hold, tether.peak_n, hook.at)

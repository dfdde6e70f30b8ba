"""Hand over hand along a way, hooks moved make-before-break: the skill that the autopilot and the cadet share.

Each tick it looks at one `CrewFrame` and answers one `CrewAction`. It never lets the body go where a gripping arm or a
closed hook could not follow, so the two-point rule is kept by construction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.control.route import OPENS_M, Map, Place, shoulder_of
from game.sim.actions import CrewAction, HandDo, HandOrder, HookDo, HookOrder
from game.sim.allow import Allowed
from game.sim.vec import clamp_length, distance, mix

if TYPE_CHECKING:
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

REACH_M = 0.66  # what the hands plan with; the arm is a little longer
FOLLOW_M = 0.62  # a gripping hand may be left this far behind
HOOK_REACH_M = 0.74  # a closed hook may be left this far behind, so that a hand can still open it
OPEN_REACH_M = OPENS_M - 0.03  # and not farther than this, with a margin for a body that swings
LEAD_M = 0.45  # the body aims this far ahead
HOLD_LEAD_M = 0.55  # holds are wanted this far ahead
HOOK_LEAD_M = 1.0  # hooks this far
BETTER_M = 0.12  # a gripping hand moves only for so much
CLIP_BETTER_M = 0.15
APART_M = 0.12  # hands do not share a place
ARRIVE_M = 0.12
NEARLY_M = 0.40  # near enough when arms and holds let the body come no nearer
WAIT_TICKS = 40
OTHER_TICKS = 120
CALM_MPS = 0.10
BRAKE_S = 0.45  # arms stop a body from walking pace in about this time
GAIN_PS = 2.5
MARGIN_M = 0.08
HAUL_MPS = 0.30
STUCK_TICKS = 600  # no progress for so long: plan anew


def mm(value: float) -> int:
    """Metres as whole millimetres."""
    return round(value * 1000.0)


def reach(point: Point) -> HandOrder:
    """The order to reach for the hold at `point`."""
    return HandOrder(HandDo.REACH, mm(point[0]), mm(point[1]))


def clip(point: Point) -> HookOrder:
    """The order to close a hook at `point`."""
    return HookOrder(HookDo.CLIP, mm(point[0]), mm(point[1]))


def with_hand(action: CrewAction, side: int, order: HandOrder) -> CrewAction:
    """The same action with that hand's order."""
    return replace(action, left=order) if side == 0 else replace(action, right=order)


def with_hook(action: CrewAction, index: int, order: HookOrder) -> CrewAction:
    """The same action with that hook's order."""
    return replace(action, hook1=order) if index == 0 else replace(action, hook2=order)


def haul_in(crew: CrewFrame, index: int = -1) -> CrewAction | None:
    """The order to pull oneself along a closed tether: of that hook, or the one whose hook is nearest; None if none."""
    closed = [hook for number, hook in enumerate(crew.hooks) if hook.state == "closed" and index in (-1, number)]
    if not closed:
        return None
    at = min((hook.at for hook in closed), key=lambda place: distance(crew.waist, place))
    away = max(distance(crew.waist, at), 1e-6)
    x, y = ((at[i] - crew.waist[i]) / away * HAUL_MPS for i in (0, 1))
    return CrewAction(drive_x_mmps=mm(x), drive_y_mmps=mm(y), steady=True)


@dataclass(slots=True)
class Walk:
    """One way from place to place. `moves_hooks` is False where hooks are the person's own business."""

    map: Map
    way: tuple[Place, ...]
    limits_m: tuple[float, ...]  # of the tethers, by hook
    speed_mps: float = 0.35
    moves_hooks: bool = True
    at: float = 0.0  # progress: index of the way, with fraction
    stuck_ticks: int = 0
    best: float = -1.0
    is_done: bool = False

    @property
    def is_stuck(self) -> bool:
        """No progress for long: plan anew."""
        return self.stuck_ticks > STUCK_TICKS

    def decide(self, crew: CrewFrame, ask: Ask) -> CrewAction:
        """The order of this tick."""
        body = (crew.body.pose.x, crew.body.pose.y)
        self._advance(body)
        grips = [hand for hand in crew.hands if hand.state == "gripping"]
        hold = CrewAction(steady=True)
        if any(hook.state in ("clipping", "unclipping") for hook in crew.hooks):
            return hold if grips else self._grip_something(crew, ask, hold)
        if not grips:
            action = self._grip_something(crew, ask, hold)
            return action if action != hold else haul_in(crew) or hold  # adrift on a tether: along it
        end = self.way[-1].body
        calm = math.hypot(crew.body.vx, crew.body.vy) < CALM_MPS
        away = distance(body, end)
        if calm and (away < ARRIVE_M or (away < NEARLY_M and self.stuck_ticks > WAIT_TICKS)):
            self.is_done = True
            return hold
        lead = self._ahead(LEAD_M)
        late = self._late_hook(crew, lead) if self.moves_hooks else None
        if late is not None:
            return self._move_hook(crew, ask, late)
        goal = self._reachable(crew, body, lead)
        if self._grazes(crew, body):
            return self._hands(crew, ask, hold, self._hold_at(self._ahead(HOLD_LEAD_M)))
        return self._hands(crew, ask, self._drive(body, goal), self._hold_at(self._ahead(HOLD_LEAD_M)))

    def _drive(self, body: Point, goal: Point) -> CrewAction:
        wish = clamp_length(((goal[0] - body[0]) * GAIN_PS, (goal[1] - body[1]) * GAIN_PS), self.speed_mps)
        return CrewAction(drive_x_mmps=mm(wish[0]), drive_y_mmps=mm(wish[1]), steady=True)

    def _ahead(self, metres: float) -> float:
        """The progress that lies `metres` farther along the way."""
        u, left = self.at, metres
        last = len(self.way) - 1.0
        while u < last:
            i = min(int(u), len(self.way) - 2)
            pitch = max(0.01, distance(self.way[i].body, self.way[i + 1].body))
            rest = (i + 1 - u) * pitch
            if rest >= left:
                return u + left / pitch
            left -= rest
            u = i + 1.0
        return last

    def _body_at(self, u: float) -> Point:
        i, j, share = self._between(u)
        return mix(self.way[i].body, self.way[j].body, share)

    def _hold_at(self, u: float) -> Point:
        i, j, share = self._between(u)
        return mix(self.way[i].at, self.way[j].at, share)

    def _between(self, u: float) -> tuple[int, int, float]:
        u = max(0.0, min(u, len(self.way) - 1.0))
        i = min(int(u), len(self.way) - 1)
        return i, min(i + 1, len(self.way) - 1), u - i

    def _advance(self, body: Point) -> None:
        """Progress is the nearest point of the way from where it was, forwards only."""
        best, at = math.inf, self.at
        u, top = self.at, min(len(self.way) - 1.0, self.at + 2.0)
        while u <= top + 1e-9:
            away = distance(self._body_at(u), body)
            if away < best - 1e-6:
                best, at = away, u
            u += 0.1
        self.at = at
        near_end = distance(body, self.way[-1].body)
        progress = self.at - near_end
        if progress > self.best + 0.03 or self.best == -1.0:
            self.best, self.stuck_ticks = progress, 0
        else:
            self.stuck_ticks += 1

    def _reachable(self, crew: CrewFrame, body: Point, lead: float, hook: Point | None = None) -> Point:
        """The farthest point of the way, up to `lead`, that gripping arms can follow and that has `hook` in reach."""
        grips = [hand.at for hand in crew.hands if hand.state == "gripping"]
        goal = self._body_at(self.at)
        u = self.at
        while u < lead:
            u = min(u + 0.1, lead)
            there = self._body_at(u)
            if any(_is_worse(there, body, at, FOLLOW_M) for at in grips):
                break
            if hook is not None and _is_worse(there, body, hook, OPEN_REACH_M):
                break
            goal = there
        while u > self.at + 0.3 and not self._is_clear(body, goal):  # straight there would cut a corner of the way
            u -= 0.3
            goal = self._body_at(u)
        return goal

    def _is_clear(self, body: Point, goal: Point) -> bool:
        return not self.map.is_free(body) or all(self.map.is_free(mix(body, goal, share)) for share in (0.33, 0.67))

    def _grazes(self, crew: CrewFrame, body: Point) -> bool:
        """Going on like this he would touch a solid before his arms have stopped him."""
        vx, vy = crew.body.vx, crew.body.vy
        if math.hypot(vx, vy) < CALM_MPS:
            return False
        ahead = (body[0] + vx * BRAKE_S, body[1] + vy * BRAKE_S)
        return self.map.is_free(body) and not self.map.is_free(ahead)

    def _hands(self, crew: CrewFrame, ask: Ask, action: CrewAction, goal: Point) -> CrewAction:
        """Give a free hand, or the hand that lags, the hold in reach that lies nearest to where holds are wanted."""
        states = [hand.state for hand in crew.hands]
        if "reaching" in states or "working" in states:
            return action
        if "free" in states:
            side, needed = states.index("free"), -math.inf
        else:
            lag = [distance(hand.at, goal) for hand in crew.hands]
            side = 0 if lag[0] >= lag[1] else 1
            needed = BETTER_M
        found = self._best_hold(crew, ask, side, goal, needed)
        if found is None and self.stuck_ticks > OTHER_TICKS and "free" not in states:
            side = 1 - side  # the hand that lags finds nothing better: the other one goes first
            found = self._best_hold(crew, ask, side, goal, needed)
        return action if found is None else with_hand(action, side, reach(found))

    def _best_hold(self, crew: CrewFrame, ask: Ask, side: int, goal: Point, better_m: float) -> Point | None:
        shoulder, other = crew.shoulders[side], crew.hands[1 - side].at
        now = distance(crew.hands[side].at, goal)
        found: list[tuple[float, Point]] = []
        for number in self.map.near(shoulder, REACH_M):
            point = self.map.places[number].at
            score = distance(point, goal)
            if score < now - better_m and distance(point, other) > APART_M:
                found.append((score, point))
        found.sort()
        for _, point in _unique(found):
            if isinstance(ask.may_reach(crew.id, side, point), Allowed):
                return point
        return None

    def _grip_something(self, crew: CrewFrame, ask: Ask, action: CrewAction) -> CrewAction:
        """Nothing grips: take the nearest hold with any free hand."""
        if any(hand.state == "reaching" for hand in crew.hands):
            return action
        for side in (0, 1):
            if crew.hands[side].state != "free":
                continue
            for grasp in ask.holds_near(crew.shoulders[side], REACH_M + 0.1):
                if isinstance(ask.may_reach(crew.id, side, grasp.at), Allowed):
                    return with_hand(action, side, reach(grasp.at))
        return action

    def _late_hook(self, crew: CrewFrame, lead: float) -> int | None:
        """The hook that is on the suit, or that the next stretch would leave behind; the farthest behind first."""
        for index, hook in enumerate(crew.hooks):
            if hook.state == "stowed":
                return index
        body = (crew.body.pose.x, crew.body.pose.y)
        there = self._body_at(lead)
        late = [
            (distance(shoulder_of(there), hook.at), index)
            for index, hook in enumerate(crew.hooks)
            if not hook.is_fast
            and (
                _is_worse(there, body, hook.at, HOOK_REACH_M)
                or distance(there, hook.at) > self.limits_m[index] - MARGIN_M
            )
        ]
        return max(late)[1] if late else None

    def _move_hook(self, crew: CrewFrame, ask: Ask, index: int) -> CrewAction:
        """Open a hand, close the hook on the best hold ahead; if it hangs too far behind, go back for it."""
        wait = CrewAction(steady=True)
        hook = crew.hooks[index]
        body = (crew.body.pose.x, crew.body.pose.y)
        nearest = min(distance(shoulder, hook.at) for shoulder in crew.shoulders)
        if hook.state == "closed" and nearest > OPEN_REACH_M:
            shoulder = shoulder_of(body)
            goal = (body[0] + hook.at[0] - shoulder[0], body[1] + hook.at[1] - shoulder[1])
            return self._hands(crew, ask, self._drive(body, self._toward(crew, body, goal)), hook.at)
        if math.hypot(crew.body.vx, crew.body.vy) > CALM_MPS * 2:
            return wait
        states = [hand.state for hand in crew.hands]
        if "reaching" in states:
            return wait
        goal = self._hold_at(self._ahead(HOOK_LEAD_M))
        for side, point in self._clip_points(crew, index, goal):
            if states[side] == "gripping" and states[1 - side] == "gripping":
                return with_hand(wait, side, HandOrder(HandDo.RELEASE))
            if states[side] == "free" and isinstance(ask.may_clip(crew.id, index, point), Allowed):
                return with_hook(wait, index, clip(point))
        # nothing better to close it on from here: go on as far as the hook can still be opened
        away = self._reachable(crew, body, self._ahead(LEAD_M), hook.at)
        return self._hands(crew, ask, self._drive(body, away), self._hold_at(self._ahead(HOLD_LEAD_M)))

    def _toward(self, crew: CrewFrame, body: Point, goal: Point) -> Point:
        grips = [hand.at for hand in crew.hands if hand.state == "gripping"]
        best = body
        for share in (0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0):
            there = mix(body, goal, share)
            if any(_is_worse(there, body, at, FOLLOW_M) for at in grips):
                break
            best = there
        return best

    def _clip_points(self, crew: CrewFrame, index: int, goal: Point) -> list[tuple[int, Point]]:
        """Holds nearer to `goal` than where the hook is, with the hand that reaches it and the hook, best first."""
        hook = crew.hooks[index]
        others = [h.at for h in crew.hooks if h.id != hook.id and h.state == "closed"]
        is_closed = hook.state == "closed"
        now = distance(hook.at, goal) if is_closed else math.inf
        found: list[tuple[float, int, Point]] = []
        for side, shoulder in enumerate(crew.shoulders):
            if is_closed and distance(shoulder, hook.at) > OPEN_REACH_M:
                continue
            for number in self.map.near(shoulder, REACH_M + 0.04):
                point = self.map.places[number].at
                if distance(crew.waist, point) > self.limits_m[index] - 0.02:
                    continue
                score = distance(point, goal)
                if any(distance(point, other) < MARGIN_M for other in others):
                    score += 0.2
                if score < now - CLIP_BETTER_M:
                    found.append((score, side, point))
        found.sort()
        return [(side, point) for _, side, point in found]


def _is_worse(there: Point, here: Point, point: Point, most_m: float) -> bool:
    """At `there` the shoulders would be too far from `point`, and farther than they are."""
    away = distance(shoulder_of(there), point)
    return away > most_m and away > distance(shoulder_of(here), point) + 1e-6


def _unique(found: list[tuple[float, Point]]) -> list[tuple[float, Point]]:
    seen: list[Point] = []
    kept: list[tuple[float, Point]] = []
    for score, point in found:
        if point not in seen:
            seen.append(point)
            kept.append((score, point))
    return kept

"""What a person's one press sets going: small tasks that order the body tick by tick until they are done."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from game.control.choice import clip_hand, hanging_body
from game.control.labour import work_action
from game.control.lean import away_m, can_fetch, nearer
from game.control.respond import REST_PM, must_rest
from game.control.walk import Walk, clip, haul_in, mm, reach, with_hand, with_hook
from game.sim.actions import Act, CrewAction, HandDo, HandOrder, HookDo, HookOrder
from game.sim.allow import Allowed, Refused
from game.sim.spec import WAITING
from game.sim.vec import clamp_length, distance

if TYPE_CHECKING:
    from game.control.aims import Aim, Brief
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

GAIN_PS = 2.0
FOLLOW_MPS = 0.30
NEAR_M = 0.05
HAND_TICKS = 120  # a task that waits longer for a hand gives up
LEAN_TICKS = 300  # of leaning nearer: half a metre in water
STROKE_TICKS = 45
BRAKE_S = 0.5  # arms stop a body from 0.3 m/s in about this time
CREEP_MPS = 0.04
LEANT_M = 0.67  # who leaned nearer has come so near
GRASP_M = 0.68  # a hold so near is taken at once
HAUL_TICKS = 1800
REST_TICKS = 1800
# refused now, but a pilot at work on it gets there by himself
WORTH_BEGINNING = (
    "hand_free_needed", "too_fast", "let_go_here", "floating", "suit_settling", "hands_off", "rider_not_ready",
)  # fmt: skip
STROKES_AHEAD = 60  # presses that are kept while a stroke is under way


@dataclass(frozen=True, slots=True)
class Done:
    """The task has ended; `refused` says why if it could not do what it was for."""

    refused: Refused | None = None


class Task(Protocol):
    """Answers an action for this tick, or that it is done."""

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done: ...


def towards(crew: CrewFrame, place: Point, speed_mps: float = FOLLOW_MPS) -> CrewAction:
    """The order that brings the body to `place` by the arms that hold."""
    x, y = crew.body.pose.x, crew.body.pose.y
    dx, dy = place[0] - x, place[1] - y
    if math.hypot(dx, dy) < NEAR_M:
        return CrewAction(steady=True)
    wish = clamp_length((dx * GAIN_PS, dy * GAIN_PS), speed_mps)
    return CrewAction(drive_x_mmps=mm(wish[0]), drive_y_mmps=mm(wish[1]), steady=True)


def steered(map_: Map, crew: CrewFrame, place: Point) -> CrewAction:
    """The same, but braking before a solid: legs and pack are long; a straight line may graze what its end clears."""
    body = (crew.body.pose.x, crew.body.pose.y)
    ahead = (body[0] + crew.body.vx * BRAKE_S, body[1] + crew.body.vy * BRAKE_S)
    if math.hypot(crew.body.vx, crew.body.vy) > CREEP_MPS and map_.is_free(body) and not map_.is_free(ahead):
        return CrewAction(steady=True)
    return towards(crew, place)


@dataclass(slots=True)
class Follow:
    """The body hangs itself under the holds that the hands grip, or goes where the last stride wanted it."""

    map: Map
    grips: tuple[Point, ...] = ()
    place: Point | None = None
    wish: Point | None = None  # of a stride whose hand is still on its way

    def order(self, crew: CrewFrame) -> CrewAction:
        """Never done; the rest state of cadet and crew."""
        grips = tuple(hand.at for hand in crew.hands if hand.state == "gripping")
        if not grips or crew.restraint:
            self.grips, self.place, self.wish = (), None, None
            return CrewAction(steady=True)
        if grips != self.grips:
            body = (crew.body.pose.x, crew.body.pose.y)
            if self.wish is not None:
                self.place, self.wish = self.wish, None
            elif set(grips) < set(self.grips) and self.map.is_free(body):
                self.place = body  # a hand was opened for a hook or for work: no reason to move away
            else:
                self.place = hanging_body(self.map, list(grips), body)
            self.grips = grips
        return steered(self.map, crew, self.place) if self.place else CrewAction(steady=True)

    def set_out(self, crew: CrewFrame, side: int, place: Point) -> None:
        """Go to `place` while that hand changes its hold; the other one keeps its own."""
        self.grips = tuple(hand.at for i, hand in enumerate(crew.hands) if i != side and hand.state == "gripping")
        self.place = self.wish = place

    def along(self, crew: CrewFrame, action: CrewAction) -> CrewAction:
        """The same order, with the body going on to its place."""
        if self.place is None or not any(hand.state == "gripping" for hand in crew.hands):
            return action
        drive = steered(self.map, crew, self.place)
        return replace(action, drive_x_mmps=drive.drive_x_mmps, drive_y_mmps=drive.drive_y_mmps)

    def hang_at(self, crew: CrewFrame, place: Point) -> None:
        """Go to `place` on the holds that are gripped now."""
        self.grips, self.wish = tuple(hand.at for hand in crew.hands if hand.state == "gripping"), None
        self.place = place


@dataclass(slots=True)
class Reach:
    """One hand goes to one hold."""

    side: int
    point: Point
    is_ordered: bool = False
    ticks: int = 0

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        del brief, ask
        hand = crew.hands[self.side]
        self.ticks += 1
        if not self.is_ordered:
            self.is_ordered = True
            return with_hand(CrewAction(steady=True), self.side, reach(self.point))
        if hand.state != "reaching" or self.ticks > HAND_TICKS:
            return Done()
        return CrewAction(steady=True)


@dataclass(slots=True)
class Clip:
    """A hook goes to a hold; a hand is opened for it if the other one holds."""

    index: int
    point: Point
    is_ordered: bool = False
    ticks: int = 0

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        del brief
        hook = crew.hooks[self.index]
        self.ticks += 1
        hold = CrewAction(steady=True)
        if self.is_ordered:
            return Done() if hook.state != "clipping" else hold
        answer = ask.may_clip(crew.id, self.index, self.point)
        if isinstance(answer, Allowed):
            self.is_ordered = True
            return with_hook(hold, self.index, clip(self.point))
        if answer.reason == "hand_free_needed" and self.ticks < HAND_TICKS:
            side = clip_hand(crew, self.index, self.point)
            if side < 0:
                return Done(Refused("hook_too_far"))
            return _open_hand(crew, side, hold)
        return Done(answer)


@dataclass(slots=True)
class Unclip:
    """A hook comes back to the suit."""

    index: int
    is_ordered: bool = False
    ticks: int = 0

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        del brief
        hold = CrewAction(steady=True)
        self.ticks += 1
        if self.is_ordered:
            return Done() if crew.hooks[self.index].state != "unclipping" else hold
        answer = ask.may_unclip(crew.id, self.index)
        if isinstance(answer, Allowed):
            self.is_ordered = True
            return with_hook(hold, self.index, HookOrder(HookDo.UNCLIP))
        if answer.reason == "hand_free_needed" and self.ticks < HAND_TICKS:
            near = crew.hooks[self.index].at
            nearer_side = min((0, 1), key=lambda side: distance(crew.shoulders[side], near))
            return _open_hand(crew, nearer_side, hold)
        return Done(answer)


def _open_hand(crew: CrewFrame, side: int, hold: CrewAction) -> CrewAction:
    """Open that gripping hand if the other one grips too."""
    if not all(hand.state == "gripping" for hand in crew.hands):
        return hold
    return with_hand(hold, side, HandOrder(HandDo.RELEASE))


@dataclass(slots=True)
class Work:
    """Works the step, stroke after stroke or one for each press; leans nearer if it is just out of reach."""

    map: Map
    aim: Aim
    is_auto: bool = True
    wanted: int = 1  # strokes that were pressed for and have not begun
    seen: int = -1  # strokes begun when last looked
    has_begun: bool = False
    lean_ticks: int = 0

    @property
    def is_by_stroke(self) -> bool:
        """Each stroke waits for its press."""
        return not self.is_auto and self.aim.kind not in (*WAITING, "ride")

    @property
    def is_waiting(self) -> bool:
        """The hand is at the work and waits for the press of its next stroke."""
        return self.is_by_stroke and self.has_begun and self.wanted == 0

    def went_on(self, answer: Done) -> bool:
        """The work has gone on to a place out of reach, a cable to its next clamp: one has to go after it."""
        return self.has_begun and answer.refused is not None and answer.refused.reason == "not_in_reach"

    def press(self) -> None:
        """One more stroke."""
        self.wanted = min(STROKES_AHEAD, self.wanted + 1)

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        aim = next((aim for aim in brief.aims if aim.step == self.aim.step), None)
        if aim is None:
            return Done()
        self.aim = aim
        if crew.is_inside:
            return CrewAction(act=Act.WORK, step=self.aim.step)
        if self.seen >= 0:
            self.wanted = max(0, self.wanted - (crew.strokes - self.seen))
        self.seen = crew.strokes
        action = work_action(crew, self.aim, ask, stroke=self.is_auto or self.wanted > 0)
        answer = ask.may_work(crew.id, self.aim.step) if action is None else None
        refused = answer if isinstance(answer, Refused) else None
        is_just_out = refused is not None and refused.reason == "not_in_reach"
        # who leans nearer goes all the way: at the very end of the arm each stroke would push him out again
        is_leaning = self.lean_ticks > 0 and away_m(crew, self.aim.at) > LEANT_M
        if is_just_out or is_leaning:
            place = nearer(self.map, crew, self.aim.at)
            self.lean_ticks += 1
            if place is not None and self.lean_ticks < LEAN_TICKS:
                return towards(crew, place)
        if action is None:
            return Done(refused)
        self.has_begun, self.lean_ticks = True, 0
        return action


def can_start(map_: Map, crew: CrewFrame, aim: Aim, ask: Ask) -> bool:
    """Work on `aim` can begin from here: at once, or after opening a hand, coming to rest or leaning nearer."""
    answer = ask.may_work(crew.id, aim.step)
    if isinstance(answer, Allowed) or answer.reason in WORTH_BEGINNING:
        return True
    if aim.avoid and answer.reason == "boom_in_use":
        return aim.avoid in [*(hand.hold for hand in crew.hands), *(hook.hold for hook in crew.hooks)]
    if aim.kind == "ride":  # boots in, hooks to its tip: all of it is at hand
        return answer.reason == "clip_here" or isinstance(ask.may_enter_restraint(crew.id), Allowed)
    place = nearer(map_, crew, aim.at) if answer.reason == "not_in_reach" else None
    return place is not None and (aim.kind != "clip" or can_fetch(crew, place, aim.at))


def next_here(map_: Map, crew: CrewFrame, done: Aim, brief: Brief, ask: Ask) -> Aim | None:
    """The next step at the worksite of `done` that can begin from here."""
    here = (aim for aim in brief.aims if aim.worksite == done.worksite and aim.kind != "ingress")
    return next((aim for aim in here if can_start(map_, crew, aim, ask)), None)


@dataclass(slots=True)
class Go:
    """Hand over hand along a way; leaves a foot restraint first. Works the aim at its end if there is one."""

    walk: Walk
    then: Aim | None = None

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        del brief
        if crew.restraint:
            return CrewAction(steady=True, act=Act.LEAVE_RESTRAINT)
        if self.walk.is_done:
            return Done()
        if self.walk.is_stuck:
            return Done(Refused("no_way"))
        return self.walk.decide(crew, ask)


@dataclass(slots=True)
class Shift:
    """The body goes to a place on the holds that are gripped, and stays there."""

    map: Map
    place: Point
    ticks: int = 0

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        del brief, ask
        self.ticks += 1
        away = distance((crew.body.pose.x, crew.body.pose.y), self.place)
        if away < NEAR_M or self.ticks > HAND_TICKS or not any(hand.state == "gripping" for hand in crew.hands):
            return Done()
        return steered(self.map, crew, self.place)


@dataclass(slots=True)
class Haul:
    """Pulls himself along a tether, hand over hand, until a hand can take a hold, and takes it."""

    index: int
    ticks: int = 0

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        del brief
        self.ticks += 1
        hook = crew.hooks[self.index]
        if any(hand.state == "gripping" for hand in crew.hands):
            return Done()
        if hook.state != "closed" or self.ticks > HAUL_TICKS:
            return Done(Refused("nothing_holds"))
        if any(hand.state == "reaching" for hand in crew.hands):
            return CrewAction(steady=True)
        for side in (0, 1):
            if crew.hands[side].state != "free":
                continue
            for grasp in ask.holds_near(crew.shoulders[side], GRASP_M):
                if isinstance(ask.may_reach(crew.id, side, grasp.at), Allowed):
                    return with_hand(CrewAction(steady=True), side, reach(grasp.at))
        return haul_in(crew, self.index) or CrewAction(steady=True)


@dataclass(slots=True)
class Stroke:
    """One pull or push of the holding arms."""

    x_mps: float
    y_mps: float
    ticks: int = 0

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        del brief, ask
        self.ticks += 1
        if self.ticks > STROKE_TICKS or not any(hand.state == "gripping" for hand in crew.hands):
            return Done()
        return CrewAction(drive_x_mmps=mm(self.x_mps), drive_y_mmps=mm(self.y_mps), steady=True)


class Once:
    """One action, then done."""

    __slots__ = ("action",)

    def __init__(self, action: CrewAction) -> None:
        self.action: CrewAction | None = action

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        del crew, brief, ask
        action, self.action = self.action, None
        return Done() if action is None else action


@dataclass(slots=True)
class Rest:
    """Hangs still until the heart is calm and no alarm asks for a rest any more."""

    ticks: int = 0

    def decide(self, crew: CrewFrame, brief: Brief, ask: Ask) -> CrewAction | Done:
        del brief, ask
        self.ticks += 1
        is_calm = crew.suit.heart_pm < REST_PM and not must_rest(crew)
        return Done() if is_calm or self.ticks > REST_TICKS else CrewAction(steady=True)

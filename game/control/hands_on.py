"""The human controller: a person's wishes become orders, with as much done for him as the assist level says.

*cadet*: point or press, and he goes hand over hand, moves his hooks and works. *crew*: hands alternate and the body
follows, hooks are yours. *commander*: each hand, each hook and every pull is yours. The physics is the same for all.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from game.control import choice, tasks
from game.control.options import INSIDE_KINDS, Option, in_order, options_for, worth_doing
from game.control.route import SHOULDER_Y
from game.control.stride import OPEN_M, Stride, stride
from game.control.walk import Walk, mm, with_hand
from game.sim.actions import Act, CrewAction, HandDo, HandOrder
from game.sim.allow import Refused
from game.sim.vec import distance

if TYPE_CHECKING:
    from game.control.aims import Aim, Brief
    from game.control.intents import Intent, PlayInput
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame, Frame
    from game.sim.spec import CrewSpec, Point

ASSISTS = ("cadet", "crew", "commander")
STRIDE_M = 0.9  # how far the cadet goes for one press
TAP_HOLD_M = 0.20  # a tap this near to a hold in reach means that hold
SAME_HOLD_M = 0.20  # a tap this near to a gripping hand means: farther that way
TAP_M = 0.45  # a tap this near to a worksite or hold means it
WORK_REACH_M = (0.58, 0.68, 0.74)
HATCH_REACH_M = 0.7
STROKE_MPS = 0.35
BUSY = ("reaching", "working")
STICK_DEAD = 0.15
NOTICE_TICKS = 150


class HandsOn:
    """Pilot of one crew member for a person at any device."""

    def __init__(self, crew: CrewSpec, map_: Map, assist: str = "crew") -> None:
        if assist not in ASSISTS:
            message = f"found assist level {assist!r}, wanted one of {', '.join(ASSISTS)}"
            raise ValueError(message)
        self.crew_id = crew.id
        self.assist = assist
        self.map = map_
        self.limits_m = tuple(line.limit_m for line in crew.kit.tethers)
        self.heading: Point = (0.0, 0.0)  # where the person last wanted to go
        self.refused: tuple[str, Refused, int] | None = None  # act, why, tick
        self.chosen = 0  # of the scanner
        self._task: tasks.Task | None = None
        self._follow = tasks.Follow(map_)
        self._is_tucked = False
        self._is_steady = True
        self._hook_armed = -1  # tapped hook that waits for its rail
        self._tries = 0
        self._asked_in = -NOTICE_TICKS  # tick at which going in was asked for once
        self._next: Point | None = None  # a direction pressed while a hand was still on its way

    # -- each tick -------------------------------------------------------------------------------------------

    def decide(self, frame: Frame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:
        """The order of this tick."""
        crew = next(person for person in frame.crew if person.id == self.crew_id)
        for press in wishes.presses:
            for _ in range(press.count):
                self._next = self.refused = None  # a new wish: the old answer is answered
                self._obey(press, frame, crew, brief, ask, wishes)
        action = self._carry_on(frame, crew, brief, ask, wishes)
        if self._is_tucked:
            action = replace(action, tuck=True)
        return action

    def options(self, frame: Frame, brief: Brief, ask: Ask) -> tuple[Option, ...]:
        """Everything that can be done now, the most useful first; the scanner steps over it, prompts show it."""
        crew = next(person for person in frame.crew if person.id == self.crew_id)
        return options_for(self.map, crew, brief, ask, self.heading, self.assist, self.limits_m)

    @property
    def is_busy(self) -> bool:
        """A task set going by a press is not done yet."""
        return self._task is not None

    @property
    def route(self) -> tuple[Point, ...]:
        """Body places of the way that is being walked, for the picture."""
        if isinstance(self._task, tasks.Go):
            return tuple(place.body for place in self._task.walk.way)
        return ()

    def _carry_on(self, frame: Frame, crew: CrewFrame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:
        task = self._task
        if task is not None:
            answer = task.decide(crew, brief, ask)
            if isinstance(task, tasks.Work) and (stall := frame.steps[task.aim.step].stall):
                self._refuse("stroke", Refused(stall), frame.tick)
            if isinstance(answer, CrewAction):
                is_striding = isinstance(task, tasks.Reach) and self.assist != "commander"
                return self._follow.along(crew, answer) if is_striding else answer
            self._task = None
            if self._next is not None and answer.refused is None:
                direction, self._next = self._next, None
                self._go_on(direction, crew, brief, ask, frame.tick)
            elif self._must_follow(task, answer):
                self._tries = 0
                self._start_work(task.aim, crew, brief, ask, frame.tick, may_go=True)
            elif answer.refused is not None:
                self._refuse(type(task).__name__.lower(), answer.refused, frame.tick)
            elif isinstance(task, tasks.Go) and task.then is not None:
                self._start_work(task.then, crew, brief, ask, frame.tick, may_go=self._tries < len(WORK_REACH_M))
            elif isinstance(task, tasks.Work) and self.assist == "cadet" and not crew.is_inside:
                aim = tasks.next_here(self.map, crew, task.aim, brief, ask)  # the cadet goes on by himself
                self._task = self._working(aim) if aim is not None else None
        stick = wishes.move
        if math.hypot(*stick) > STICK_DEAD and any(hand.state == "gripping" for hand in crew.hands):
            self.heading = choice.unit_vector(stick)
            if self.assist == "commander":
                speed = STROKE_MPS
                return CrewAction(drive_x_mmps=mm(stick[0] * speed), drive_y_mmps=mm(stick[1] * speed), steady=True)
        if self.assist == "commander":
            return CrewAction(steady=self._is_steady)
        return self._follow.order(crew)

    def _must_follow(self, task: tasks.Task, answer: tasks.Done) -> TypeGuard[tasks.Work]:
        """The work has gone on to a place that is out of reach, and the cadet goes after it."""
        is_far = answer.refused is not None and answer.refused.reason == "not_in_reach"
        return isinstance(task, tasks.Work) and task.has_begun and is_far and self.assist == "cadet"

    # -- one press -------------------------------------------------------------------------------------------

    def _obey(self, press: Intent, frame: Frame, crew: CrewFrame, brief: Brief, ask: Ask, wishes: PlayInput) -> None:
        kind = press.kind
        tick = frame.tick
        if kind == "hold_next":
            self._go_on(press.at, crew, brief, ask, tick)
        elif kind in ("left_hand", "right_hand"):
            self._hand(0 if kind == "left_hand" else 1, crew, ask, wishes, tick)
        elif kind in ("hook1", "hook2"):
            self._hook(int(kind[-1]) - 1, press, crew, brief, ask, wishes, tick)
        elif kind == "work":
            self._work(crew, brief, ask, tick)
        elif kind == "steady":
            self._is_steady = not self._is_steady
            self._task = None
        elif kind == "tuck":
            self._is_tucked = not self._is_tucked
        elif kind == "push_pull":
            self._push_pull(press.at, crew, brief, ask, tick)
        elif kind == "release":
            self._release(crew)
        elif kind == "skip":
            self._task = tasks.Once(CrewAction(act=Act.SKIP))
        elif kind == "point_tap":
            self._tap(press, crew, brief, ask, tick)
        elif kind == "point_drag":
            self._drag(press)
        elif kind in ("next_target", "previous_target"):
            count = max(1, len(options_for(self.map, crew, brief, ask, self.heading, self.assist, self.limits_m)))
            self.chosen = (self.chosen + (1 if kind == "next_target" else -1)) % count
        elif kind == "act":
            self._act(frame, crew, brief, ask)

    def _push_pull(self, direction: Point, crew: CrewFrame, brief: Brief, ask: Ask, tick: int) -> None:
        """One stroke of the arms that hold; with no hold, the same as a press of that direction."""
        if crew.restraint or not any(hand.state == "gripping" for hand in crew.hands):
            self._go_on(direction, crew, brief, ask, tick)
            return
        self.heading = choice.unit_vector(direction)
        self._task = tasks.Stroke(direction[0] * STROKE_MPS, direction[1] * STROKE_MPS)

    def _refuse(self, act: str, why: Refused, tick: int) -> None:
        self.refused = (act, why, tick)

    def notice(self, tick: int) -> tuple[str, Refused] | None:
        """The latest refusal, while it is fresh: the act and why not."""
        if self.refused is None or tick - self.refused[2] > NOTICE_TICKS:
            return None
        return self.refused[0], self.refused[1]

    def _go_on(self, direction: Point, crew: CrewFrame, brief: Brief, ask: Ask, tick: int) -> None:
        """One press of a direction: the cadet goes a stride, others move one hand."""
        if crew.is_inside:
            self._work(crew, brief, ask, tick)
            return
        self.heading = choice.unit_vector(direction)
        if self.assist == "cadet":
            x, y = crew.body.pose.x, crew.body.pose.y
            place = (x + self.heading[0] * STRIDE_M, y + self.heading[1] * STRIDE_M)
            ahead = {
                n: cost
                for n, cost in self.map.goals_at(place, STRIDE_M * 0.7).items()
                if choice.ahead_of(self.map.places[n].body, (x, y), self.heading) > STRIDE_M * 0.3
            }
            if self._walk_to(crew, ahead):
                return
        if crew.restraint:
            self._task = tasks.Once(CrewAction(steady=True, act=Act.LEAVE_RESTRAINT))
            return
        is_at_hand = isinstance(self._task, tasks.Reach | tasks.Clip | tasks.Unclip)
        if is_at_hand and any(hand.state in BUSY for hand in crew.hands):
            self._next = self.heading  # pressed ahead of the hands: done as soon as they are there
            return
        moves_body = self.assist != "commander"
        start = self._follow.place if moves_body else None
        found = stride(self.map, crew, ask, self.heading, self.limits_m, moves_body=moves_body, start=start)
        if isinstance(found, Refused):
            self._refuse("reach", found, tick)
        else:
            self._set_out(found, crew)

    def _set_out(self, found: Stride, crew: CrewFrame) -> None:
        if found.hook >= 0:
            self._task = tasks.Haul(found.hook)
        elif found.hold is not None:
            self._task = tasks.Reach(found.side, found.hold)
            if found.body is not None:
                self._follow.set_out(crew, found.side, found.body)
        elif found.body is not None and self.assist == "commander":
            self._task = tasks.Shift(self.map, found.body)
        elif found.body is not None:
            self._task = None
            self._follow.hang_at(crew, found.body)

    def _walk_to(self, crew: CrewFrame, goals: dict[int, float], then: Aim | None = None) -> bool:
        body = (crew.body.pose.x, crew.body.pose.y)
        way = self.map.way(body, goals)
        if not way:
            return False
        self._task = tasks.Go(Walk(self.map, way, self.limits_m), then)
        return True

    def _hand(self, side: int, crew: CrewFrame, ask: Ask, wishes: PlayInput, tick: int) -> None:
        """A hand's own button: reach along the stick or to the pointer; with nothing aimed at, open."""
        stick = wishes.move
        hand = crew.hands[side]
        if math.hypot(*stick) > STICK_DEAD:
            point, why = choice.next_hold(self.map, crew, ask, side, stick)
            self.heading = choice.unit_vector(stick)
        elif wishes.hover is not None and hand.state == "free":
            point, why = choice.hold_near(crew, ask, side, wishes.hover, TAP_M)
        elif hand.state in ("gripping", "holding", "reaching"):
            self._task = tasks.Once(with_hand(CrewAction(steady=self._is_steady), side, HandOrder(HandDo.RELEASE)))
            return
        else:
            shoulder = crew.shoulders[side]
            point, why = choice.hold_near(crew, ask, side, shoulder, radius_m=0.7)
        if point is None:
            self._refuse("reach", why or Refused("no_hold"), tick)
        else:
            self._task = tasks.Reach(side, point)

    def _hook(
        self, index: int, press: Intent, crew: CrewFrame, brief: Brief, ask: Ask, wishes: PlayInput, tick: int
    ) -> None:
        """A hook's button: close it ahead; if it is closed and nothing better is in reach, take it back."""
        if index >= len(crew.hooks):
            return
        if press.device in ("mouse", "touch"):  # tap the hook, then the rail
            self._hook_armed = index if self._hook_armed != index else -1
            return
        hook = crew.hooks[index]
        if hook.state == "closed" and min(distance(shoulder, hook.at) for shoulder in crew.shoulders) > OPEN_M:
            x, y = crew.body.pose.x, crew.body.pose.y
            self._go_on((hook.at[0] - x, hook.at[1] - y - SHOULDER_Y), crew, brief, ask, tick)  # back to it
            return
        aimed = wishes.move if math.hypot(*wishes.move) > STICK_DEAD else self.heading
        point = choice.clip_place(self.map, crew, ask, index, aimed)
        if point is None and hook.state == "stowed":  # nothing that way: anywhere is better than nowhere
            point = choice.clip_place(self.map, crew, ask, index, (0.0, 0.0))
        if point is not None:
            self._task = tasks.Clip(index, point)
        elif hook.state == "closed" and not choice.is_last_hook(crew, index):
            self._task = tasks.Unclip(index)
        else:
            answer = ask.may_clip(crew.id, index, crew.shoulders[0])
            self._refuse("clip", answer if isinstance(answer, Refused) else Refused("no_hold"), tick)

    def _release(self, crew: CrewFrame) -> None:
        self._task = None
        self._hook_armed = -1
        gripping = [side for side in (0, 1) if crew.hands[side].state in ("gripping", "holding", "reaching")]
        if not gripping:
            return
        side = choice.hand_for(crew, self.heading) if len(gripping) == 2 else gripping[0]
        self._task = tasks.Once(with_hand(CrewAction(steady=self._is_steady), side, HandOrder(HandDo.RELEASE)))

    # -- work ------------------------------------------------------------------------------------------------

    def _work(self, crew: CrewFrame, brief: Brief, ask: Ask, tick: int) -> None:
        """Begin the step that can be done here; the cadet goes to the next one.

        Pressed again the cadet stops; for the others each press is one stroke.
        """
        if isinstance(self._task, tasks.Work) and self.assist != "cadet":
            self._task.press()
            return
        if isinstance(self._task, tasks.Work | tasks.Go) and not crew.is_inside:
            self._task = None
            return
        aims = worth_doing(crew, brief)
        for aim in aims:
            if tasks.can_start(self.map, crew, aim, ask):
                self._task = self._working(aim)
                return
        if self.assist == "cadet" and aims:
            self._tries = 0
            self._start_work(aims[0], crew, brief, ask, tick, may_go=True)
            return
        answer = ask.may_work(crew.id, aims[0].step) if aims else Refused("nothing_to_do")
        self._refuse("work", answer if isinstance(answer, Refused) else Refused("not_here"), tick)

    def _means_to_go_in(self, crew: CrewFrame, brief: Brief, tick: int) -> bool:
        """Going in with work left is asked for twice, so that nobody ends his walk by a slip of the finger."""
        if worth_doing(crew, brief)[0].kind == "ingress":
            return True
        if tick - self._asked_in < NOTICE_TICKS:
            return True
        self._asked_in = tick
        self._refuse("ingress", Refused("work_left"), tick)
        return False

    def _working(self, aim: Aim) -> tasks.Work:
        """The cadet makes his strokes himself; the others press for each."""
        return tasks.Work(self.map, aim, is_auto=self.assist == "cadet")

    def _start_work(self, aim: Aim, crew: CrewFrame, brief: Brief, ask: Ask, tick: int, *, may_go: bool) -> None:
        if tasks.can_start(self.map, crew, aim, ask):
            self._task = self._working(aim)
            return
        if may_go and any(other.step == aim.step for other in brief.aims):
            reach = WORK_REACH_M[self._tries % len(WORK_REACH_M)]
            self._tries += 1
            is_in = aim.kind == "ingress"
            goals = self.map.goals_at(aim.at, HATCH_REACH_M) if is_in else self.map.goals_for(aim.at, reach)
            if self._walk_to(crew, goals, aim):
                return
        answer = ask.may_work(crew.id, aim.step)
        self._refuse("work", answer if isinstance(answer, Refused) else Refused("no_way"), tick)

    # -- pointer -------------------------------------------------------------------------------------------------

    def _tap(self, press: Intent, crew: CrewFrame, brief: Brief, ask: Ask, tick: int) -> None:
        """A tap on a worksite means work, on a hold a hand (or the armed hook); the cadet goes wherever it is."""
        point = press.at
        if crew.is_inside:
            self._work(crew, brief, ask, tick)
            return
        if self._hook_armed >= 0:
            index, self._hook_armed = self._hook_armed, -1
            found = ask.holds_near(point, TAP_M, hooks_only=True)
            if found:
                self._task = tasks.Clip(index, found[0].at)
            else:
                self._refuse("clip", Refused("no_hold"), tick)
            return
        for aim in in_order(crew, brief.aims):
            if distance(aim.at, point) <= TAP_M and aim.kind not in INSIDE_KINDS:
                self._tries = 0
                if aim.kind == "ingress" and not self._means_to_go_in(crew, brief, tick):
                    return
                if tasks.can_start(self.map, crew, aim, ask) or self.assist == "cadet":
                    if isinstance(self._task, tasks.Work) and self._task.aim.step == aim.step:
                        self._work(crew, brief, ask, tick)
                    else:
                        self._start_work(aim, crew, brief, ask, tick, may_go=self.assist == "cadet")
                    return
        body = (crew.body.pose.x, crew.body.pose.y)
        self.heading = choice.unit_vector((point[0] - body[0], point[1] - body[1]))
        if self.assist == "cadet":
            goals = self.map.goals_at(point, TAP_M * 2.0)
            if goals and self._walk_to(crew, goals):
                return
            self._refuse("go", Refused("no_way"), tick)
            return
        for side in {"left": (0,), "right": (1,)}.get(press.value, choice.sides_for(crew, point)):
            hold, _ = choice.hold_near(crew, ask, side, point, TAP_HOLD_M)
            if hold is not None and all(distance(hold, hand.at) > SAME_HOLD_M for hand in crew.hands):
                self._task = tasks.Reach(side, hold)
                if self.assist == "crew":  # the body comes along towards the new hold
                    self._follow.set_out(crew, side, choice.body_for(self.map, crew, side, hold))
                return
        self._go_on(self.heading, crew, brief, ask, tick)  # too far for a hand: a stride that way

    def _drag(self, press: Intent) -> None:
        dx, dy = press.x2 - press.x, press.y2 - press.y
        size = math.hypot(dx, dy)
        if size > 1e-6:
            strength = min(1.0, size)
            self._task = tasks.Stroke(dx / size * STROKE_MPS * strength, dy / size * STROKE_MPS * strength)

    def _act(self, frame: Frame, crew: CrewFrame, brief: Brief, ask: Ask) -> None:
        """Do what the scanner points at."""
        found = options_for(self.map, crew, brief, ask, self.heading, self.assist, self.limits_m)
        if not found:
            self._refuse("act", Refused("nothing_to_do"), frame.tick)
            return
        option = found[self.chosen % len(found)]
        self.chosen = 0
        if option.verb in ("work", "go_work"):
            self._work(crew, brief, ask, frame.tick)
        elif option.verb == "hold_next":
            self._go_on(option.direction, crew, brief, ask, frame.tick)
        elif option.verb.startswith("hook") and option.at is not None:
            self._task = tasks.Clip(int(option.verb[-1]) - 1, option.at)
        elif option.verb == "release":
            self._release(crew)
        elif option.verb == "ingress" and self._means_to_go_in(crew, brief, frame.tick):
            aim = next(aim for aim in brief.aims if aim.kind == "ingress")
            self._tries = 0
            self._start_work(aim, crew, brief, ask, frame.tick, may_go=self.assist == "cadet")

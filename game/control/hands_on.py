"""The human controller: a person's wishes become orders, with as much done for him as the assist level says.

*cadet*: point or press, and he goes hand over hand, moves his hooks and works. *crew*: hands alternate and the body
follows, hooks are yours. *commander*: each hand, each hook and every pull is yours. The physics is the same for all.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from game.control import choice, tasks
from game.control.aims import in_order
from game.control.by_hand import (
    STICK_DEAD,
    STROKE_MPS,
    dragged,
    hand_task,
    hook_task,
    lock_task,
    opened,
    stepped_out,
    tapped_hold,
)
from game.control.errand import Errand
from game.control.guide import Guide
from game.control.intents import ASSISTS, POINTING, Intent, PlayInput
from game.control.options import Option, Scanner, options_for, strokes_first
from game.control.panel import Panel, meant, with_stop
from game.control.pilot import CALLS_OFF
from game.control.stride import Stride, stride
from game.control.walk import mm
from game.sim.actions import Act, CrewAction
from game.sim.allow import Refused
from game.sim.rules.work import INSIDE_STEPS
from game.sim.vec import distance, sub

if TYPE_CHECKING:
    from game.control.aims import Brief
    from game.control.route import Map
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame, Frame
    from game.sim.spec import CrewSpec, Point

STRIDE_M = 0.9  # how far the cadet goes for one press
TAP_M = 0.45  # a tap this near to a worksite or hold means it
BUSY = ("reaching", "working")
CHOOSING = ("next_target", "previous_target", "act", "option", "suit")
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
        self.scanner = Scanner()
        self.wants_menu = False  # the scanner's way to the menu; whoever shows menus takes it back
        self._task: tasks.Task | None = None
        self._follow = tasks.Follow(map_)
        self._is_tucked = False
        self._is_steady = True
        self.armed_hook = -1  # tapped hook that waits for its rail
        self._errand = Errand(map_, self.limits_m, goes_by_himself=assist == "cadet")
        self._next: Point | None = None  # a direction pressed while a hand was still on its way
        self.guide = Guide(map_)
        self._seen: tuple[tuple[object, ...], tuple[Option, ...]] = ((), ())
        self._device = ""
        self._panel = Panel()

    # -- each tick -------------------------------------------------------------------------------------------

    def decide(self, frame: Frame, brief: Brief, ask: Ask, wishes: PlayInput) -> CrewAction:
        """The order of this tick."""
        crew = next(person for person in frame.crew if person.id == self.crew_id)
        self._device = wishes.device or self._device
        for press in wishes.presses:
            for _ in range(press.count):
                self._next = self.refused = None  # a new wish: the old answer is answered
                self._obey(press, frame, crew, brief, ask, wishes)
        action = self._carry_on(frame, crew, brief, ask, wishes)
        if self._is_tucked:
            action = replace(action, tuck=True)
        return self._panel.take(action)

    def options(self, frame: Frame, brief: Brief, ask: Ask) -> tuple[Option, ...]:
        """Everything that can be done now, the most useful first: the one answer of a tick for scanner, prompts, marks.

        While a task goes on that a press of work ends, that comes first; the scanner's last choice is the menu.
        """
        state = (frame.tick, self.heading, self.is_led, self.doing, self._device == "switch")
        if self._seen[0] != state:
            crew = next(person for person in frame.crew if person.id == self.crew_id)
            lead = None if self.assist == "cadet" else self.guide.lead(crew, brief)
            start = self._follow.place
            found = options_for(self.map, crew, brief, ask, self.heading, self.assist, self.limits_m, lead, start)
            if self.is_led and not crew.is_inside:
                found = with_stop(found, Option("stop", "work", step_id=self.doing))
            elif isinstance(self._task, tasks.Work) and not crew.is_inside:
                found = strokes_first(found, self._task.aim, crew, ask)
            if self._device == "switch":
                found = (*found, Option("menu", "act", is_extra=True))
            self._seen = (state, found)
        return self._seen[1]

    @property
    def is_led(self) -> bool:
        """He goes or works by himself until that is done, or until work is pressed again."""
        return isinstance(self._task, tasks.Go) or (isinstance(self._task, tasks.Work) and not self._task.is_by_stroke)

    @property
    def doing(self) -> str:
        """The step that he works on or is on his way to; empty when there is none."""
        aim = self._task.aim if isinstance(self._task, tasks.Work) else None
        if isinstance(self._task, tasks.Go):
            aim = self._task.then
        return aim.step_id if aim is not None else ""

    @property
    def is_busy(self) -> bool:
        """A task set going by a press is not done yet, and does not wait for the next press."""
        return self._task is not None and not (isinstance(self._task, tasks.Work) and self._task.is_waiting)

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
            elif isinstance(task, tasks.Work) and self.assist == "cadet" and task.went_on(answer):
                self._begin("work", self._errand.new(task.aim, crew, brief, ask), frame.tick)
            elif answer.refused is not None:
                self._refuse(type(task).__name__.lower(), answer.refused, frame.tick)
            elif isinstance(task, tasks.Go) and task.then is not None:
                self._begin("work", self._errand.again(task.then, crew, brief, ask), frame.tick)
            elif isinstance(task, tasks.Work) and self.assist == "cadet" and not crew.is_inside:
                self._begin("work", self._errand.onward(task.aim, crew, brief, ask), frame.tick)
        stick = wishes.move
        if math.hypot(*stick) > STICK_DEAD and any(hand.state == "gripping" for hand in crew.hands):
            self.heading = choice.unit_vector(stick)
            if self.assist == "commander":
                x_mps, y_mps = stick[0] * STROKE_MPS, stick[1] * STROKE_MPS
                return CrewAction(drive_x_mmps=mm(x_mps), drive_y_mmps=mm(y_mps), steady=True)
        if self.assist == "commander":
            return CrewAction(steady=self._is_steady)
        return self._follow.order(crew)

    # -- one press -------------------------------------------------------------------------------------------

    def _obey(self, press: Intent, frame: Frame, crew: CrewFrame, brief: Brief, ask: Ask, wishes: PlayInput) -> None:
        kind, tick = press.kind, frame.tick
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
            self._task = dragged(press) or self._task
        elif kind in CALLS_OFF:
            self._call_off(press.kind, ask, tick)
        elif kind in CHOOSING:
            self._choose(press, crew, brief, ask, self.options(frame, brief, ask), tick)

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
            walk = self._errand.walk(crew, ahead)
            if walk is not None:
                self._task = walk
                return
        if crew.restraint:
            self._begin("reach", stepped_out(crew, ask), tick)
            return
        is_at_hand = isinstance(self._task, tasks.Reach | tasks.Clip | tasks.Unclip)
        if is_at_hand and any(hand.state in BUSY for hand in crew.hands):
            self._next = self.heading  # pressed ahead of the hands: done as soon as they are there
            return
        moves_body = self.assist != "commander"
        start = self._follow.place
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

    def _hand(self, side: int, crew: CrewFrame, ask: Ask, wishes: PlayInput, tick: int) -> None:
        if math.hypot(*wishes.move) > STICK_DEAD:
            self.heading = choice.unit_vector(wishes.move)
        self._begin("reach", hand_task(self.map, crew, ask, side, wishes, is_steady=self._is_steady), tick)

    def _hook(
        self, index: int, press: Intent, crew: CrewFrame, brief: Brief, ask: Ask, wishes: PlayInput, tick: int
    ) -> None:
        if index >= len(crew.hooks):
            return
        if (lock := lock_task(crew, ask, index)) is not None:
            self._task = lock
        elif press.device in POINTING:  # tap the hook, then the rail
            self.armed_hook = index if self.armed_hook != index else -1
        else:
            aimed = wishes.move if math.hypot(*wishes.move) > STICK_DEAD else self.heading
            self._move_hook(index, hook_task(self.map, crew, ask, index, aimed), crew, brief, ask, tick)

    def _move_hook(
        self, index: int, found: tasks.Task | Refused, crew: CrewFrame, brief: Brief, ask: Ask, tick: int
    ) -> None:
        """Do that with the hook; to one that no hand can open from here he goes back a stride first."""
        if choice.is_out_of_reach(crew, index):
            self._go_on(choice.way_to(crew, crew.hooks[index].at), crew, brief, ask, tick)
        else:
            self._begin("clip", found, tick)

    def _begin(self, act: str, found: tasks.Task | Refused | None, tick: int) -> None:
        if isinstance(found, Refused):
            self._refuse(act, found, tick)
        else:
            self._task = found

    def _release(self, crew: CrewFrame) -> None:
        self._task = None
        self.armed_hook = -1
        gripping = [side for side in (0, 1) if crew.hands[side].state in ("gripping", "holding", "reaching")]
        if gripping:
            side = choice.hand_for(crew, self.heading) if len(gripping) == 2 else gripping[0]
            self._task = opened(side, is_steady=self._is_steady)

    def _work(self, crew: CrewFrame, brief: Brief, ask: Ask, tick: int) -> None:
        """Begin the step that can be done here; the cadet goes to the next one.

        Pressed again the cadet stops; for the others each press is one stroke.
        """
        if isinstance(self._task, tasks.Work) and self.assist != "cadet":
            self._task.press()
            return
        if self.is_led and not crew.is_inside:
            self._task = None
            return
        self.heading = (0.0, 0.0)  # he is where he wanted to go
        self._begin("work", self._errand.anything(crew, brief, ask), tick)

    def _means_to_go_in(self, crew: CrewFrame, brief: Brief, tick: int) -> bool:
        is_meant = self._errand.means_to_go_in(crew, brief, tick)
        if not is_meant:
            self._refuse("ingress", Refused("work_left"), tick)
        return is_meant

    def _tap(self, press: Intent, crew: CrewFrame, brief: Brief, ask: Ask, tick: int) -> None:
        """A tap on a worksite means work, on a hold a hand (or the armed hook); the cadet goes wherever it is."""
        point, index, self.armed_hook = press.at, self.armed_hook, -1
        if crew.is_inside:
            self._work(crew, brief, ask, tick)
            return
        if index >= 0 and not press.value:  # a tap that is for a hand is not for a hook
            near = ask.holds_near(point, TAP_M, hooks_only=True)
            clip = tasks.Clip(index, near[0].at) if near else Refused("no_hold")
            self._move_hook(index, clip, crew, brief, ask, tick)
            return
        for aim in in_order(crew, brief.aims):
            if distance(aim.at, point) <= TAP_M and aim.kind not in INSIDE_STEPS:
                if aim.kind == "ingress" and not self._means_to_go_in(crew, brief, tick):
                    return
                if tasks.can_start(self.map, crew, aim, ask) or self.assist == "cadet":
                    if isinstance(self._task, tasks.Work) and self._task.aim.step == aim.step:
                        self._work(crew, brief, ask, tick)
                    else:
                        self._begin("work", self._errand.new(aim, crew, brief, ask), tick)
                    return
        self.heading = choice.unit_vector(sub(point, (crew.body.pose.x, crew.body.pose.y)))
        if self.assist == "cadet":
            walk = self._errand.walk(crew, self.map.goals_at(point, TAP_M * 2.0))
            self._begin("go", walk or Refused("no_way"), tick)
            return
        hand = tapped_hold(crew, ask, point, press.value)
        if hand is not None:
            self._task = hand
            if self.assist == "crew":  # the body comes along towards the new hold
                self._follow.set_out(crew, hand.side, choice.body_for(self.map, crew, hand.side, hand.point))
            return
        self._go_on(self.heading, crew, brief, ask, tick)  # too far for a hand: a stride that way

    def _choose(
        self, press: Intent, crew: CrewFrame, brief: Brief, ask: Ask, options: tuple[Option, ...], tick: int
    ) -> None:
        """Step over what can be done, do what is chosen, or do the one that is named."""
        if press.kind in ("next_target", "previous_target"):
            self.scanner.step(options, 1 if press.kind == "next_target" else -1)
        elif press.kind == "act":
            self._do(self.scanner.choice(options), crew, brief, ask, tick)
        else:
            self._do(meant(press, options), crew, brief, ask, tick)

    def _do(self, option: Option | None, crew: CrewFrame, brief: Brief, ask: Ask, tick: int) -> None:
        """Do one of the options; None is one that can no longer be done."""
        self.scanner.chosen = None
        if option is None:
            self._refuse("act", Refused("nothing_to_do"), tick)
        elif option.intent == "suit":
            self._begin("suit", self._panel.press(option.verb), tick)
        elif option.verb == "menu":
            self.wants_menu = True
        elif option.verb == "skip":
            self._task = tasks.Once(CrewAction(act=Act.SKIP))
        elif option.verb in ("hold_next", "pull"):
            self._go_on(option.direction, crew, brief, ask, tick)
        elif option.verb in ("hook1", "hook2") and option.at is not None:
            index = int(option.verb[-1]) - 1
            self._move_hook(index, tasks.Clip(index, option.at), crew, brief, ask, tick)
        elif option.verb == "release":
            self._release(crew)
        elif option.is_extra and (option.verb != "ingress" or self._means_to_go_in(crew, brief, tick)):
            aim = next(aim for aim in brief.aims if aim.step_id == option.step_id)
            self._begin("work", self._errand.new(aim, crew, brief, ask), tick)
        elif not option.is_extra:
            self._work(crew, brief, ask, tick)

    def _call_off(self, how: str, ask: Ask, tick: int) -> None:
        """Whatever he does ends with it; what is asked for from now on is the way home."""
        answer, order = ask.may_call_off(how), tasks.Once(CrewAction(steady=True, act=CALLS_OFF[how]))
        self._begin(how, answer if isinstance(answer, Refused) else order, tick)

"""Answers to the suit: the one right action of its gravest alarm, for prompts, scanner and autopilot alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.actions import SuitDo
from game.sim.allow import Allowed, Refused
from game.sim.rules.switches import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.control.aims import Aim
    from game.sim.ask import Ask
    from game.sim.frame import CrewFrame

REST = "rest"
REST_PM = 110.0  # a rest is over when the heart is calmer than this
OFFERED = (SuitDo.FULL_PRESSURE, SuitDo.INJECTOR_OFF)  # what may be taken back when nothing asks for it


def may_throw(crew: CrewFrame, do: SuitDo, ask: Ask) -> bool:
    """Whether the switch may be thrown now."""
    return isinstance(ask.may_switch(crew.id, do), Allowed)


def switch_for(crew: CrewFrame, aims: Iterable[Aim], ask: Ask) -> SuitDo | None:
    """The switch to throw now: what the gravest alarm asks for, what lets a swollen suit pass the hatch, or help."""
    for alarm in crew.suit.alarms:
        do = NAMES.get(alarm.do)
        if do is not None and may_throw(crew, do, ask):
            return do
    for aim in aims:
        answer = ask.may_work(crew.id, aim.step) if aim.kind == "ingress" else None
        is_swollen = isinstance(answer, Refused) and answer.reason == "suit_swollen"
        if is_swollen and may_throw(crew, SuitDo.LOW_PRESSURE, ask):
            return SuitDo.LOW_PRESSURE
    return SuitDo.HELP if may_throw(crew, SuitDo.HELP, ask) else None


def must_rest(crew: CrewFrame, least_grade: int = 1) -> bool:
    """An alarm of at least that grade asks for a rest, and none for anything else."""
    asked = [alarm for alarm in crew.suit.alarms if alarm.do not in ("watch", "keep_plan")]
    return bool(asked) and asked[0].do == REST and asked[0].grade >= least_grade


def offers(crew: CrewFrame, ask: Ask) -> tuple[SuitDo, ...]:
    """Switches that may be set back although no alarm asks for it."""
    return tuple(do for do in OFFERED if may_throw(crew, do, ask))

"""What is to be done, as plain data that a session hands to pilots; control does not know missions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.sim.rules.work import INSIDE_STEPS
from game.sim.vec import distance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.sim.frame import CrewFrame
    from game.sim.spec import Point

HOMEWARD = {"go_home", "hurry"}  # what a suit may ask for besides its switches
TIP_M = 2.0  # who is so near to where the boots ride is out with the arm
TIDY_KINDS = ("stow", "insert", "jettison")
GUIDED_KINDS = ("stow", "insert", "extract", "fetch")


@dataclass(frozen=True, slots=True)
class Aim:
    """One open step of the plan, in plan order."""

    step: int  # index into WorldSpec.steps
    step_id: str
    kind: str
    worksite: str
    unit: str
    at: Point
    is_required: bool = True
    has_begun: bool = False
    stand: Point | None = None  # where the body is with its boots in the foot restraint that this work wants
    way: Point = (0.0, 0.0)  # float_out: the direction to push off in
    avoid: str = ""  # operate: id of the rail that its own pole is: nobody may hold on to it while it is cranked
    is_way_back: bool = False  # ride, operate: the boom or arm is out, and its rider gets home by it alone


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a pilot gets besides the frame and the questions he may ask."""

    aims: tuple[Aim, ...] = ()
    home: Point = (0.0, 0.0)  # the hatch
    is_late: bool = False  # the turn-back time has passed
    called_off: str = ""  # terminate or abort, once somebody said so

    @property
    def goes_home(self) -> bool:
        """Nothing but the way home is asked for any more."""
        return self.is_late or bool(self.called_off)


def in_order(crew: CrewFrame, aims: Iterable[Aim]) -> list[Aim]:
    """Plan order, but what hangs on the leash first and going inside last."""
    return sorted(aims, key=lambda aim: (aim.kind == "ingress", not (crew.leashed and aim.unit == crew.leashed)))


def worth_doing(crew: CrewFrame, brief: Brief) -> list[Aim]:
    """What is to be done now, best first: the prompt's, the autopilot's and one press of work's answer alike.

    Going inside comes when nothing else is left, when it is late, called off, or asked for by the suit. Who only
    terminates first puts away what hangs on his leash, if that is no farther than the hatch; else it comes in with him.
    """
    aims = in_order(crew, [aim for aim in brief.aims if (aim.kind in INSIDE_STEPS) == crew.is_inside])
    if crew.is_inside:
        return aims
    home = [aim for aim in aims if aim.kind == "ingress"]
    asked = {alarm.do for alarm in crew.suit.alarms}
    if home and (brief.goes_home or asked & HOMEWARD):
        back = _riding_back(crew, aims)
        if back:
            return [*back, *home]
        return home if brief.called_off == "abort" or "hurry" in asked else [*_tidying(crew, aims, home[0].at), *home]
    return [aim for aim in aims if aim.kind != "ingress"] or aims


def _riding_back(crew: CrewFrame, aims: list[Aim]) -> list[Aim]:
    """The ride by which he gets back from where an arm has brought him: the last that can be had now."""
    body = (crew.body.pose.x, crew.body.pose.y)
    out = [a for a in aims if a.is_way_back and a.stand is not None and distance(a.stand, body) <= TIP_M]
    return out[-1:]


def _tidying(crew: CrewFrame, aims: list[Aim], home: Point) -> list[Aim]:
    """What puts away the unit on the leash or brings one that is half out of its seat to rest, without a detour."""
    body = (crew.body.pose.x, crew.body.pose.y)
    most_m = distance(body, home)
    return [aim for aim in aims if aim.unit and distance(body, aim.at) <= most_m and _would_float(crew, aim)]


def _would_float(crew: CrewFrame, aim: Aim) -> bool:
    if crew.leashed:
        return aim.unit == crew.leashed and aim.kind in TIDY_KINDS
    return aim.has_begun and aim.kind in GUIDED_KINDS

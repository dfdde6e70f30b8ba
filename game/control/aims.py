"""What is to be done, as plain data that a session hands to pilots; control does not know missions."""

from __future__ import annotations

from dataclasses import dataclass

from game.sim.spec import Point


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


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a pilot gets besides the frame and the questions he may ask."""

    aims: tuple[Aim, ...] = ()
    home: Point = (0.0, 0.0)  # the hatch
    eva_left_s: float = float("inf")  # of the budget
    clock_rate: float = 1.0  # EVA seconds per play second while moving
    home_work_s: float = 0.0  # EVA time of ingress and hatch
    is_called_home: bool = False

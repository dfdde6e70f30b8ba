"""What the dial of time does to a cut, and which steps the dials have."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from game.sim.spec import DIALS, Dials

if TYPE_CHECKING:
    from game.missions.plan import Cut

EASY_TIME = 1.5
DRAWING = ("crew", "commander")  # assist levels at which the seed draws faults
TOO_SHORT = ("1m", "3m")  # a walk of minutes has no room for them
NO_PLAN_S = 36_000.0  # ten hours: what cosmonauts call the absolute resource of a suit (facts 1.1)


def check_dials(dials: Dials) -> None:
    """Raises ValueError naming the dial, what was found and what was wanted."""
    for name, steps in DIALS.items():
        found = getattr(dials, name)
        if found not in steps:
            message = f"{name}: found {found!r}, wanted one of {', '.join(steps)}"
            raise ValueError(message)


def faults_for(assist: str, cut_id: str) -> str:
    """The step of the dial of faults for who has not set it: drawn from the seed where there is time and skill."""
    return "drawn" if assist in DRAWING and cut_id not in TOO_SHORT else "set"


def dialled(cut: Cut, dial: str) -> Cut:
    """The cut with half as much time again, or with no plan and the suit's own limit as its only one."""
    if dial == "off":
        return dataclasses.replace(cut, budget=dataclasses.replace(cut.budget, eva_s=NO_PLAN_S), plan=())
    if dial == "normal":
        return cut
    plan = tuple(
        dataclasses.replace(item, from_s=item.from_s * EASY_TIME, to_s=item.to_s * EASY_TIME) for item in cut.plan
    )
    budget = dataclasses.replace(cut.budget, eva_s=cut.budget.eva_s * EASY_TIME)
    return dataclasses.replace(cut, budget=budget, plan=plan)

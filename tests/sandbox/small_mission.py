"""A mission on a rail: a worksite, a hatch three metres away, and the shared calls; its walks cost a second or two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from small_world import AIRLOCK, HATCH, KIT, RAIL, SITE

from game.missions.level import Level, load_level
from game.missions.plan import Cut, Objective
from game.sim.spec import BudgetSpec, CrewSpec, KitSpec, RailSpec, StepSpec, StructureSpec

if TYPE_CHECKING:
    from game.sim.spec import Point

WORK = Objective("work", "step.inspect", True, (StepSpec("look", "inspect", "site", eva_s=900.0),))
HOME = Objective(
    "home",
    "step.ingress",
    True,
    (
        StepSpec("in", "ingress", "airlock", eva_s=120.0),
        StepSpec("shut", "close_hatch", "airlock", eva_s=120.0, needs=("in",)),
    ),
    is_return=True,
)
CUT = Cut("3m", 180.0, ("work", "home"), 20.0, 120.0, BudgetSpec(14_400.0, 0.4))


def small_level(kit: KitSpec = KIT, at: Point = (-2.5, 0.0), rail: RailSpec = RAIL) -> Level:
    """The mission with one person at `at`."""
    level = load_level("unit-swap")
    structure = StructureSpec((), (rail,), (), (SITE, AIRLOCK), (), (HATCH,))
    return replace(
        level,
        station=replace(level.station, structure=structure),
        orbit=None,
        hatch="hatch",
        units=(),
        crew=(CrewSpec("EV1", kit, at, holds=("rail", "rail"), hooks=("rail", "rail")),),
        objectives=(WORK, HOME),
        cuts=(CUT,),
        calls=tuple(rule for rule in level.calls if "unit-swap" not in rule.key),
    )


def far_level(x_m: float) -> Level:
    """The same on a longer rail, with the person at `x_m` and all day to work."""
    rail = RailSpec("rail", ((-4.0, 0.9), (12.0, 0.9)), tuple(2.0 * number for number in range(9)))
    cut = replace(CUT, budget=BudgetSpec(36_000.0, 1.0))
    return replace(small_level(at=(x_m, 0.0), rail=rail), cuts=(cut,))

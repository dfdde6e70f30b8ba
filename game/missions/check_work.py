"""Each cut can be done: an order of steps exists in which needs, seats and the one leash allow every objective."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.missions.cut_start import units_of
from game.sim.spec import RELEASING

if TYPE_CHECKING:
    from game.missions.level import Level
    from game.missions.mission_file import Source
    from game.missions.plan import Objective
    from game.sim.spec import StepSpec, UnitSpec

_SEARCH_LIMIT = 20_000  # states; a mission has a few hundred


@dataclass(frozen=True, slots=True)
class _Where:
    """Where every unit is: state and worksite by unit id, sorted; `leash` is the unit that hangs on it."""

    units: tuple[tuple[str, str, str], ...]  # id, state (stowed, seated, leashed, gone), worksite
    leash: str = ""

    def of(self, unit: str) -> tuple[str, str]:
        return next((state, site) for id_, state, site in self.units if id_ == unit)

    def taken(self, worksite: str) -> bool:
        return any(site == worksite for _, _, site in self.units)

    def moved(self, unit: str, state: str, worksite: str) -> _Where:
        units = tuple((id_, state, worksite) if id_ == unit else (id_, s, w) for id_, s, w in self.units)
        leash = unit if state == "leashed" else ("" if self.leash == unit else self.leash)
        return _Where(units, leash)


def check_cuts_workable(level: Level, source: Source) -> None:
    """Note each cut in which some way of doing all (each alternative of each choice) has no possible order."""
    for index, cut in enumerate(level.cuts, 1):
        objectives = level.objectives_of(cut)
        for way in ways(objectives):
            stuck = stuck_steps(tuple(step for objective in way for step in objective.steps), units_of(level, cut))
            if stuck:
                taken = [objective.id for objective in way if objective.choice]
                by = f" (by way of {', '.join(taken)})" if taken else ""
                found = f"steps that can never be done{by}: {', '.join(stuck)}"
                source.problem(f"cut[{index}].objectives", found, "needs, seats and one leash that allow all of them")


def ways(objectives: tuple[Objective, ...]) -> list[tuple[Objective, ...]]:
    """Every set of objectives that fulfils all choices with one alternative each, in plan order."""
    groups: dict[str, list[str]] = {}
    for objective in objectives:
        if objective.choice:
            groups.setdefault(objective.choice, []).append(objective.id)
    picks = itertools.product(*groups.values())
    return [tuple(o for o in objectives if not o.choice or o.id in pick) for pick in picks]


def stuck_steps(steps: tuple[StepSpec, ...], units: tuple[UnitSpec, ...]) -> tuple[str, ...]:
    """The steps left open in the best order found; empty when all can be done, the return last."""
    inside = {step.id for step in steps}
    steps = tuple(replace(step, needs=tuple(need for need in step.needs if need in inside)) for step in steps)
    start = _Where(tuple(sorted((unit.id, unit.state, unit.worksite) for unit in units)))
    best: frozenset[str] = frozenset()
    seen: set[tuple[frozenset[str], _Where]] = set()
    stack: list[tuple[frozenset[str], _Where]] = [(frozenset(), start)]
    while stack and len(seen) < _SEARCH_LIMIT:
        done, where = stack.pop()
        if (done, where) in seen:
            continue
        seen.add((done, where))
        if len(done) > len(best):
            best = done
        if len(done) == len(steps):
            return ()
        # Pushed in reverse so that the plan's own order is tried first.
        for step in reversed(steps):
            if step.id not in done and all(need in done for need in step.needs):
                after = _after(step, where)
                if after is not None:
                    stack.append((done | {step.id}, after))
    return tuple(step.id for step in steps if step.id not in best)


def _after(step: StepSpec, where: _Where) -> _Where | None:
    """Where things are after a step; None when they are not as it needs them."""
    if not step.unit:
        return where
    state, site = where.of(step.unit)
    is_here = site == step.worksite
    if step.kind == "fetch":
        return where.moved(step.unit, "leashed", "") if state == "stowed" and is_here and not where.leash else None
    if step.kind == "extract":
        return where.moved(step.unit, "leashed", "") if state == "seated" and is_here and not where.leash else None
    if step.kind in ("stow", "insert"):
        put = "stowed" if step.kind == "stow" else "seated"
        return (
            where.moved(step.unit, put, step.worksite)
            if state == "leashed" and not where.taken(step.worksite)
            else None
        )
    if step.kind in RELEASING:
        return where.moved(step.unit, "gone", "") if state == "leashed" else None
    return where if is_here else None

"""A mission checked against itself, its station and its words; each rule is one function, problems go to the source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from game.missions.check_texts import check_texts
from game.missions.check_ways import check_ways
from game.missions.check_work import check_cuts_workable
from game.missions.cut_start import check_ends
from game.missions.plan import HATCHLESS
from game.missions.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from game.missions.cut_start import CutStart
    from game.missions.level import Level
    from game.missions.mission_file import Source
    from game.missions.plan import Cut
    from game.sim.spec import CrewSpec, EyeSpec, RailSpec, RestraintSpec, ShapeSpec, StructureSpec, WorksiteSpec

    Part = ShapeSpec | RailSpec | EyeSpec | RestraintSpec | WorksiteSpec

REDO_KINDS = ("mate", "bolt", "insert")


def check_mission(level: Level, source: Source, *, is_station_known: bool) -> Iterator[None]:
    """Note every contradiction inside a mission, in slices.

    The station's ids are only checked when the station could be read.
    """
    before = len(source.problems)
    _check_unique(level, source)
    _check_steps(level, source)
    _check_panels(level, source)
    _check_cycles(level, source)
    _check_cuts(level, source)
    yield
    _check_calls(level, source)
    _check_kind(level, source)
    if is_station_known:
        _check_station(level, source)
    check_texts(level, source)
    yield
    if len(source.problems) == before:  # a search over broken parts would only repeat what was said
        check_cuts_workable(level, source)
        yield
        yield from check_ways(level, source)


def step_place(level: Level, step_id: str) -> str:
    """The key path of a step, counted from 1."""
    for i, objective in enumerate(level.objectives, 1):
        for j, step in enumerate(objective.steps, 1):
            if step.id == step_id:
                return f"objective[{i}].step[{j}]"
    return "objective"


def _refer(source: Source, place: str, found: str, known: Iterable[str], what: str) -> None:
    words = list(known)
    if found and found not in words:
        shown = ", ".join(sorted(words)) if words else "(there are none)"
        source.problem(place, repr(found), f"{what}: one of {shown}", nearest(found, words))


def _check_unique(level: Level, source: Source) -> None:
    step_ids = [
        (f"objective[{i}].step[{j}].id", step.id)
        for i, objective in enumerate(level.objectives, 1)
        for j, step in enumerate(objective.steps, 1)
    ]
    lists = [
        step_ids,
        [(f"objective[{i}].id", objective.id) for i, objective in enumerate(level.objectives, 1)],
        [(f"cut[{i}].id", cut.id) for i, cut in enumerate(level.cuts, 1)],
        [(f"crew[{i}].id", crew.id) for i, crew in enumerate(level.crew, 1)]
        + [(f"unit[{i}].id", unit.id) for i, unit in enumerate(level.units, 1)],
        [(f"line[{i}].id", line.id) for i, line in enumerate(level.lines, 1)],
        [(f"panel[{i}].id", panel.id) for i, panel in enumerate(level.panels, 1)],
        [(f"mover[{i}].id", mover.id) for i, mover in enumerate(level.movers, 1)],
    ]
    named = Counter(_part_ids(level.station.structure))
    for place, parts in _own_parts(level).items():
        for i, part in enumerate(parts, 1):
            if named[part.id] > 1:
                source.problem(f"{place}[{i}].id", f"{named[part.id]} parts named {part.id!r}", "an id of its own")
    for places in lists:
        seen: set[str] = set()
        for place, id_ in places:
            if id_ in seen:
                source.problem(place, f"{id_!r} a second time", "an id of its own")
            seen.add(id_)


def _own_parts(level: Level) -> dict[str, tuple[Part, ...]]:
    """What the mission brings along, by the name of its table."""
    own = level.own
    return {
        "shape": own.shapes,
        "rail": own.rails,
        "eye": own.eyes,
        "restraint": own.restraints,
        "worksite": own.worksites,
    }


def _part_ids(structure: StructureSpec) -> list[str]:
    parts: list[Part] = [*structure.shapes, *structure.rails, *structure.eyes, *structure.restraints]
    return [part.id for part in (*parts, *structure.worksites, *structure.hatches)]


def _check_steps(level: Level, source: Source) -> None:
    known = [step.id for objective in level.objectives for step in objective.steps]
    kinds = {step.id: step.kind for objective in level.objectives for step in objective.steps}
    units = [unit.id for unit in level.units]
    riderless = {mover.id for mover in level.movers if not (mover.restraint and mover.eye)}
    for i, objective in enumerate(level.objectives, 1):
        for j, step in enumerate(objective.steps, 1):
            place = f"objective[{i}].step[{j}]"
            for need in step.needs:
                _refer(source, f"{place}.needs", need, known, "a step")
            _refer(source, f"{place}.unit", step.unit, units, "a unit")
            _refer(source, f"{place}.panel", step.panel, [panel.id for panel in level.panels], "a panel")
            _refer(source, f"{place}.mover", step.mover, [mover.id for mover in level.movers], "a mover")
            stops = [stop.id for mover in level.movers if mover.id == step.mover for stop in mover.stops]
            _refer(source, f"{place}.stop", step.stop, stops, "a stop of the mover")
            _refer(source, f"{place}.crew", step.crew, [crew.id for crew in level.crew], "a crew member")
            if step.kind == "ride" and step.mover in riderless:
                found = f"{step.mover!r} with nothing to stand in"
                source.problem(f"{place}.mover", found, "a mover with a restraint and an eye")
            again = [id_ for id_ in known if kinds[id_] in REDO_KINDS]
            _refer(source, f"{place}.redo", step.redo, again, f"a step of kind {', '.join(REDO_KINDS)}")


def _check_panels(level: Level, source: Source) -> None:
    steps = [step.id for objective in level.objectives for step in objective.steps]
    for i, panel in enumerate(level.panels, 1):
        _refer(source, f"panel[{i}].plug", panel.plug, steps, "a step")
    structure = level.station.structure
    restraints = [restraint.id for restraint in structure.restraints]
    taken = _part_ids(structure)
    for i, mover in enumerate(level.movers, 1):
        _refer(source, f"mover[{i}].restraint", mover.restraint, restraints, "a foot restraint of the station")
        _refer(source, f"mover[{i}].eye", mover.eye, [eye.id for eye in structure.eyes], "an eye of the station")
        if mover.rail in taken:
            source.problem(f"mover[{i}].rail", f"{mover.rail!r}, which the station has", "an id of its own")


def _check_cycles(level: Level, source: Source) -> None:
    needs = {step.id: step.needs for objective in level.objectives for step in objective.steps}
    done: set[str] = set()
    for start in needs:
        trail: list[str] = []
        ring = _ring(start, needs, trail, done)
        if ring:
            shown = " -> ".join(ring)
            source.problem(f"{step_place(level, ring[0])}.needs", f"a ring of needs {shown}", "needs that end")
            return


def _ring(step: str, needs: dict[str, tuple[str, ...]], trail: list[str], done: set[str]) -> list[str]:
    if step in trail:
        return [*trail[trail.index(step) :], step]
    if step in done or step not in needs:
        return []
    trail.append(step)
    for need in needs[step]:
        ring = _ring(need, needs, trail, done)
        if ring:
            return ring
    trail.pop()
    done.add(step)
    return []


def _check_cuts(level: Level, source: Source) -> None:
    known = [objective.id for objective in level.objectives]
    if not level.cuts:
        source.problem("cut", "no cuts", "at least one [[cut]]")
    for i, cut in enumerate(level.cuts, 1):
        place = f"cut[{i}]"
        for objective in cut.objectives:
            _refer(source, f"{place}.objectives", objective, known, "an objective")
        for objective in cut.extras:
            _refer(source, f"{place}.extras", objective, cut.objectives, "an objective of the cut")
        steps = [step.id for o in level.objectives if o.id in cut.objectives for step in o.steps]
        for k, change in enumerate(cut.changes, 1):
            _refer(source, f"{place}.step[{k}].id", change.id, steps, "a step of the cut")
        for k, item in enumerate(cut.plan, 1):
            _refer(source, f"{place}.plan[{k}].objective", item.objective, cut.objectives, "an objective of the cut")
        if level.kind != "lab":
            _check_cut_whole(level, source, place, cut)


def _check_cut_whole(level: Level, source: Source, place: str, cut: Cut) -> None:
    chosen = level.objectives_of(cut)
    steps = [step for objective in chosen for step in objective.steps]
    if level.kind not in HATCHLESS:
        check_ends(level, source, place, cut)
    if not any(objective.is_required and not objective.is_return for objective in chosen):
        source.problem(f"{place}.objectives", "nothing required", "at least one required objective")
    ids = {step.id for step in steps}
    known = {step.id for objective in level.objectives for step in objective.steps}
    for step in steps:
        if step.redo in known and step.redo not in ids:
            source.problem(f"{place}.objectives", f"{step.id!r} without its redo {step.redo!r}", "both in the cut")
    work_s = sum(step.eva_s for objective in chosen if objective.is_required for step in objective.steps)
    if work_s > cut.budget.eva_s:
        found = f"{work_s / 60:.0f} min of required work (of a choice, all ways counted)"
        source.problem(f"{place}.budget_eva_min", found, "a budget that holds it")


def _check_calls(level: Level, source: Source) -> None:
    units = [unit.id for unit in level.units]
    steps = [step.id for objective in level.objectives for step in objective.steps]
    objectives = [objective.id for objective in level.objectives]
    cuts = [cut.id for cut in level.cuts]
    for i, rule in enumerate(level.calls, 1):
        place = f"call[{i}]"
        for cut in rule.cut:
            _refer(source, f"{place}.cut", cut, cuts, "a cut")
        if rule.when.startswith("step_"):
            _refer(source, f"{place}.what", rule.what, steps, "a step")
        elif rule.when.startswith("unit_"):
            _refer(source, f"{place}.what", rule.what, units, "a unit")
        elif rule.when in ("objective_done", "overrun", "ahead"):
            _refer(source, f"{place}.what", rule.what, objectives, "an objective")


def _check_kind(level: Level, source: Source) -> None:
    if level.kind == "lab":
        if not level.crew and not level.units:
            source.problem("crew", "nobody and nothing", "at least one [[crew]] or [[unit]]")
        return
    if not level.crew:
        source.problem("crew", "nobody", "at least one [[crew]]")
    for key, parts in (("line", level.lines), ("cue", level.cues), ("tuning", level.tuning)):
        if parts:
            source.problem(key, f"{len(parts)} entries", "none outside a lab")
    if not level.truths:
        source.problem("fact", "no fact", "at least one [[fact]] with its source")
    if not level.sources:
        source.problem("sources", "none", "where the mission's figures come from")
    returning = [objective for objective in level.objectives if objective.is_return]
    homes = 0 if level.kind in HATCHLESS else 1
    if len(returning) != homes:
        wanted = "exactly one way home" if homes else "none: a lesson ends when all is done"
        source.problem("objective", f"{len(returning)} with return = true", wanted)


def _check_station(level: Level, source: Source) -> None:
    structure = level.station.structure
    worksites = [worksite.id for worksite in structure.worksites]
    restraints = [restraint.id for restraint in structure.restraints]
    for i, site in enumerate(level.own.worksites, 1):
        _refer(source, f"worksite[{i}].restraint", site.restraint, restraints, "a foot restraint")
    hatches = [hatch.id for hatch in structure.hatches]
    holds = [rail.id for rail in structure.rails] + [eye.id for eye in structure.eyes]
    if level.kind not in HATCHLESS:
        _refer(source, "hatch", level.hatch, hatches, "a hatch of the station")
    for i, objective in enumerate(level.objectives, 1):
        for j, step in enumerate(objective.steps, 1):
            place = f"objective[{i}].step[{j}].worksite"
            _refer(source, place, step.worksite, worksites, "a worksite of the station")
    seats: dict[str, str] = {}
    for i, unit in enumerate(level.units, 1):
        _refer(source, f"unit[{i}].worksite", unit.worksite, worksites, "a worksite of the station")
        if unit.worksite and unit.worksite in seats:
            source.problem(
                f"unit[{i}].worksite", f"{unit.worksite!r} that {seats[unit.worksite]!r} takes", "a free one"
            )
        seats.setdefault(unit.worksite, unit.id)
    _check_held(level, source, holds)
    lengths = [cut.id for cut in level.cuts]
    for i, crew in enumerate(level.crew, 1):
        for cut_id in level.crew_cuts.get(crew.id, ()):
            _refer(source, f"crew[{i}].cut", cut_id, lengths, "a cut of this mission")


def _check_held(level: Level, source: Source, holds: list[str]) -> None:
    """What hands, hooks and lab lines begin on exists."""
    bodies = ["", *(crew.id for crew in level.crew), *(unit.id for unit in level.units)]
    persons: list[tuple[str, str, CrewSpec | CutStart]] = [
        (f"crew[{i}]", crew.id, crew) for i, crew in enumerate(level.crew, 1)
    ]
    for i, cut in enumerate(level.cuts, 1):
        for k, start in enumerate(cut.starts, 1):
            persons.append((f"cut[{i}].crew[{k}]", start.crew, start))
            _refer(source, f"cut[{i}].crew[{k}].id", start.crew, [crew.id for crew in level.crew], "a person")
        for k, unit in enumerate(cut.units, 1):
            _refer(source, f"cut[{i}].unit[{k}].id", unit.id, [unit.id for unit in level.units], "a unit")
            sites = [site.id for site in level.station.structure.worksites]
            _refer(source, f"cut[{i}].unit[{k}].worksite", unit.worksite, sites, "a worksite of the station")
    lines = {crew.id: len(crew.kit.tethers) or 2 for crew in level.crew}
    for place, id_, person in persons:
        for key, ids, most in (("holds", person.holds, 2), ("hooks", person.hooks, lines.get(id_, 2))):
            for hold in ids:
                _refer(source, f"{place}.{key}", hold, holds, "a rail or eye")
            if len(ids) > most:
                source.problem(f"{place}.{key}", f"{len(ids)} of them", f"at most {most}")
    for i, line in enumerate(level.lines, 1):
        for key, body in (("body_a", line.body_a), ("body_b", line.body_b)):
            _refer(source, f"line[{i}].{key}", body, bodies, "a crew member or unit")
        if line.body_a == line.body_b:
            source.problem(f"line[{i}].body_b", repr(line.body_b), "another body than body_a")
    for i, cue in enumerate(level.cues, 1):
        if cue.do in ("leash", "throw"):
            _refer(source, f"cue[{i}].who", cue.who, [crew.id for crew in level.crew], "a crew member")
        else:
            _refer(source, f"cue[{i}].who", cue.who, [line.id for line in level.lines], "a line")

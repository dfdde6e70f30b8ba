"""Each place of work can be reached from the start along rails, and what the crew brings along can be used there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.missions.cut_start import start_faults
from game.missions.problems import nearest
from game.missions.station_check import (
    WORK_FROM_RAIL_M,
    eye_faults,
    rail_groups,
    restraint_faults,
    site_faults,
    standing,
)
from game.sim.parts import SHOULDERS
from game.sim.rails import nearest_on_rail
from game.sim.spec import RailSpec
from game.sim.vec import add, rotate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.missions.level import Level
    from game.missions.mission_file import Source
    from game.sim.spec import MoverSpec, Point, StopSpec, StructureSpec

SHOULDER_M = SHOULDERS[0][1]  # above the body's centre


def check_ways(level: Level, source: Source) -> Iterator[None]:
    """Note every step that no rail joined to the start's comes near, and every own part that cannot be used; sliced."""
    structure = level.station.structure
    if level.kind == "lab" or not structure.rails or not level.crew:
        return
    structure = replace(structure, rails=(*structure.rails, *_poles(level)))
    for place, found, wanted in _own_faults(level):
        source.problem(place, found, wanted)
    yield
    at = level.crew[0].at
    first = min(range(len(structure.rails)), key=lambda i: nearest_on_rail(structure.rails[i], at)[1])
    home = next(group for group in rail_groups(structure.rails) if first in group)
    rails = [*(structure.rails[index] for index in home), *_tips(level)]
    yield
    away = {
        site.id: gap
        for site in structure.worksites
        if (gap := min(nearest_on_rail(rail, site.at)[1] for rail in rails)) > WORK_FROM_RAIL_M
    }
    wanted = f"at most {WORK_FROM_RAIL_M:g} m from a rail that is joined to the start's"
    for i, objective in enumerate(level.objectives, 1):
        for j, step in enumerate(objective.steps, 1):
            if step.worksite in away:
                others = {site.id for site in structure.worksites} - set(away)
                found = f"{step.worksite!r}, {away[step.worksite]:.2f} m from the nearest rail in reach"
                place = f"objective[{i}].step[{j}].worksite"
                source.problem(place, found, wanted, nearest(step.worksite, others))


def _tip(mover: MoverSpec, stop: StopSpec) -> Point:
    return add(mover.at, rotate((stop.length_m, 0.0), stop.angle_rad))


def _poles(level: Level) -> list[RailSpec]:
    """Every boom that is a bridge, at each of its stops."""
    return [
        RailSpec(mover.rail, (mover.at, _tip(mover, stop)), (0.0, stop.length_m))
        for mover in level.movers
        if mover.rail
        for stop in mover.stops
    ]


def _tips(level: Level) -> list[RailSpec]:
    """What a rider has at hand at each stop of what he rides, as a rail without length at his shoulders."""
    found = []
    for mover in level.movers:
        for there in _at_stops(level, level.station.structure, mover.restraint):
            (x, y), turn = standing(next(one for one in there.restraints if one.id == mover.restraint))
            at = add((x, y), rotate((0.0, SHOULDER_M), turn))
            found.append(RailSpec("", (at, at), (0.0, 0.0)))
    return found


def _at_stops(level: Level, structure: StructureSpec, restraint: str) -> list[StructureSpec]:
    """The structure with a foot restraint of a tip at each of the stops."""
    return [
        replace(
            structure,
            restraints=tuple(
                replace(one, at=_tip(mover, stop)) if one.id == restraint else one for one in structure.restraints
            ),
        )
        for mover in level.movers
        if restraint and mover.restraint == restraint
        for stop in mover.stops
    ]


def _own_faults(level: Level) -> Iterator[tuple[str, str, str]]:
    """Place, found and wanted of everything wrong with what the crew brings along."""
    structure = level.station.structure
    structure = replace(structure, rails=(*structure.rails, *_poles(level), *_tips(level)))
    at_tips = {mover.restraint for mover in level.movers}
    for i, restraint in enumerate(level.own.restraints, 1):
        for fault in restraint_faults(structure, restraint):
            yield f"restraint[{i}].at", *fault
    for i, site in enumerate(level.own.worksites, 1):
        if site.restraint in at_tips:  # it serves the site at one of its stops
            faults = [list(site_faults(there, site)) for there in _at_stops(level, structure, site.restraint)]
            if [] in faults:
                continue
        for fault in site_faults(structure, site):
            yield f"worksite[{i}].at", *fault
    for i, cut in enumerate(level.cuts, 1):
        for k, start in enumerate(cut.starts, 1):
            for fault in start_faults(level, start):
                yield f"cut[{i}].crew[{k}].at", *fault
    for i, eye in enumerate(level.own.eyes, 1):
        for fault in eye_faults(structure, eye):
            yield f"eye[{i}].at", *fault

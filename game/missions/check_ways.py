"""Each place of work can be reached from the start along rails, and what the crew brings along can be used there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.missions.cut_start import start_faults
from game.missions.problems import nearest
from game.missions.station_check import WORK_FROM_RAIL_M, eye_faults, rail_groups, restraint_faults, site_faults
from game.sim.rails import nearest_on_rail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.missions.level import Level
    from game.missions.mission_file import Source


def check_ways(level: Level, source: Source) -> None:
    """Note every step that no rail joined to the start's comes near, and every own part that cannot be used."""
    structure = level.station.structure
    if level.kind == "lab" or not structure.rails or not level.crew:
        return
    for place, found, wanted in _own_faults(level):
        source.problem(place, found, wanted)
    at = level.crew[0].at
    first = min(range(len(structure.rails)), key=lambda i: nearest_on_rail(structure.rails[i], at)[1])
    home = next(group for group in rail_groups(structure.rails) if first in group)
    rails = [structure.rails[index] for index in home]
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


def _own_faults(level: Level) -> Iterator[tuple[str, str, str]]:
    """Place, found and wanted of everything wrong with what the crew brings along."""
    structure = level.station.structure
    for i, restraint in enumerate(level.own.restraints, 1):
        for fault in restraint_faults(structure, restraint):
            yield f"restraint[{i}].at", *fault
    for i, site in enumerate(level.own.worksites, 1):
        for fault in site_faults(structure, site):
            yield f"worksite[{i}].at", *fault
    for i, cut in enumerate(level.cuts, 1):
        for k, start in enumerate(cut.starts, 1):
            for fault in start_faults(level, start):
                yield f"cut[{i}].crew[{k}].at", *fault
    for i, eye in enumerate(level.own.eyes, 1):
        for fault in eye_faults(structure, eye):
            yield f"eye[{i}].at", *fault

"""A cut may begin at the place of work instead of in the airlock, with part of the work done, at another time of day.

The walk out is skipped then; a cut without a way home ends with its last required objective.
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

from sgp4.api import jday

from game.missions.outlines import placed
from game.missions.station_check import ARM_REACH_M, free_faults
from game.sim.parts import SHOULDERS
from game.sim.rails import nearest_on_rail
from game.sim.spec import WAY_IN
from game.sim.vec import distance

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from game.missions.level import Level
    from game.missions.mission_file import Source, Table
    from game.missions.plan import Cut
    from game.sim.spec import CrewSpec, OrbitSpec, Point, UnitSpec

PLACED = ("stowed", "seated")
OUT = "open_hatch"


@dataclasses.dataclass(frozen=True, slots=True)
class CutStart:
    """Where one person begins in a cut, held by what."""

    crew: str
    at: Point
    angle_rad: float = 0.0
    holds: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class CutUnit:
    """Where a unit is at the beginning of a cut, if not where the mission has it."""

    id: str
    state: str
    worksite: str


def read_cut_units(tables: tuple[Table, ...]) -> tuple[CutUnit, ...]:
    """The [[cut.unit]] tables of a cut."""
    units = []
    for table in tables:
        units.append(CutUnit(table.text("id"), table.text("state", choices=PLACED), table.text("worksite")))
        table.done()
    return tuple(units)


def read_starts(tables: tuple[Table, ...]) -> tuple[CutStart, ...]:
    """The [[cut.crew]] tables of a cut."""
    starts = []
    for table in tables:
        starts.append(
            CutStart(
                crew=table.text("id", choices=("EV1", "EV2")),
                at=table.point("at"),
                angle_rad=math.radians(table.number("angle_deg", default=0.0, low=-360.0, high=360.0)),
                holds=table.words("holds"),
                hooks=table.words("hooks"),
            )
        )
        table.done()
    return tuple(starts)


def crew_of(level: Level, cut: Cut) -> tuple[CrewSpec, ...]:
    """The persons of a cut, where it has them begin."""
    starts = {start.crew: start for start in cut.starts}

    def moved(crew: CrewSpec) -> CrewSpec:
        start = starts.get(crew.id)
        if start is None:
            return crew
        return dataclasses.replace(crew, at=start.at, angle_rad=start.angle_rad, holds=start.holds, hooks=start.hooks)

    return tuple(moved(crew) for crew in level.crew if cut.id in (level.crew_cuts.get(crew.id) or (cut.id,)))


def units_of(level: Level, cut: Cut) -> tuple[UnitSpec, ...]:
    """The units of the mission, where the cut has them at its beginning."""
    placed_units = {unit.id: unit for unit in cut.units}

    def put(unit: UnitSpec) -> UnitSpec:
        change = placed_units.get(unit.id)
        return unit if change is None else dataclasses.replace(unit, state=change.state, worksite=change.worksite)

    return tuple(put(unit) for unit in level.units)


def orbit_of(level: Level, cut: Cut) -> OrbitSpec | None:
    """The mission's orbit from the moment at which the cut begins."""
    if level.orbit is None or cut.opens is None:
        return level.orbit
    jd, fraction = julian(cut.opens)
    return dataclasses.replace(level.orbit, jd=jd, fraction=fraction)


def julian(moment: dt.datetime) -> tuple[float, float]:
    """The Julian date of a UTC moment: whole part and fraction."""
    jd, fraction = jday(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    return float(jd), float(fraction)


def has_way_home(level: Level, cut: Cut) -> bool:
    """Whether the cut ends inside; else it ends with its last required objective."""
    return any(step.kind in WAY_IN for objective in level.objectives_of(cut) for step in objective.steps)


def check_ends(level: Level, source: Source, place: str, cut: Cut) -> None:
    """A walk leads out by the hatch, or begins at a place of its own; it leads in, or both ways are skipped."""
    kinds = {step.kind for objective in level.objectives_of(cut) for step in objective.steps}
    if OUT not in kinds and not cut.starts:
        source.problem(f"{place}.objectives", f"no step of kind {OUT}", "a way out, or a [[cut.crew]] that is outside")
    missing = [kind for kind in WAY_IN if kind not in kinds]
    if missing and (OUT in kinds or len(missing) < len(WAY_IN)):
        for kind in missing:
            source.problem(f"{place}.objectives", f"no step of kind {kind}", "a way out and a way home")
    if OUT in kinds and cut.starts:
        source.problem(f"{place}.crew", f"a place outside and a step of kind {OUT}", "one of the two")


def start_faults(level: Level, start: CutStart) -> Iterator[tuple[str, str]]:
    """Found and wanted of a start: free room for the suit, and every hold within an arm's reach."""
    structure = level.station.structure
    yield from free_faults(structure, start.at, start.angle_rad)
    shoulders = placed(SHOULDERS, start.at, start.angle_rad)
    for rail in structure.rails:
        if rail.id not in start.holds:
            continue
        gap = min(nearest_on_rail(rail, shoulder)[1] for shoulder in shoulders)
        if gap > ARM_REACH_M:
            yield f"the hold {rail.id!r} {gap:.2f} m from a shoulder", f"at most {ARM_REACH_M:g} m"
    for eye in structure.eyes:
        if eye.id in start.holds and min(distance(at, eye.at) for at in shoulders) > ARM_REACH_M:
            yield f"the hold {eye.id!r} out of reach", f"at most {ARM_REACH_M:g} m from a shoulder"

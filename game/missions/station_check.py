"""What must be true of a whole station: names resolve, starts are free, work is in reach, the rails hang together."""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from game.missions.outlines import box, boxes_meet, edges, overlap, placed, segments_meet
from game.missions.problems import nearest
from game.sim.parts import BOOTS, OUTLINE, SHOULDERS
from game.sim.rails import nearest_on_rail
from game.sim.spec import CLOSED_KINDS
from game.sim.tuning import Tuning
from game.sim.vec import distance, inside, rotate, sub

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from game.missions.station_map import StationMap
    from game.sim.spec import EyeSpec, Point, RailSpec, RestraintSpec, StructureSpec, WorksiteSpec

    Fault = tuple[str, str]  # what was found, what was wanted

ARM_REACH_M = Tuning().reach_m
GAP_M = 1.2  # from rail to rail: one hand holds on, the other arm reaches across with the shoulders between
WORK_FROM_RAIL_M = 1.5  # from a rail to a worksite: as above, with the arm that works stretched further
RESTRAINT_FROM_RAIL_M = 1.0  # from a shoulder of someone standing in it to a rail to come by


def check_structure(found: StationMap, structure: StructureSpec) -> Iterator[None]:
    """Note everything that is wrong with the station as a whole, in `found.problems`; in slices."""
    for check in (_check_references, _check_rails_free, _check_starts, _check_work, _check_connected):
        check(found, structure)
        yield


def standing(restraint: RestraintSpec) -> tuple[Point, float]:
    """Where the body's centre is, and its angle, with the boots in the restraint."""
    turn = restraint.angle_rad
    return sub(restraint.at, rotate(BOOTS, turn)), turn


def polyline_gap(one: Sequence[Point], other: Sequence[Point]) -> float:
    """The smallest distance in metres between two open polylines; 0 when they cross."""
    best = float("inf")
    pieces = list(pairwise(other))
    for a, b in pairwise(one):
        for c, d in pieces:
            if segments_meet(a, b, c, d):
                return 0.0
            best = min(best, _off(a, c, d), _off(b, c, d), _off(c, a, b), _off(d, a, b))
    return best


def rail_groups(rails: Sequence[RailSpec]) -> list[list[int]]:
    """The numbers of the rails in groups within which nobody has to let go; the largest group first."""
    boxes = [box(rail.points) for rail in rails]
    left = set(range(len(rails)))
    groups: list[list[int]] = []
    while left:
        todo = [min(left)]
        left.discard(todo[0])
        group: list[int] = []
        while todo:
            here = todo.pop()
            group.append(here)
            x0, y0, x1, y1 = boxes[here]
            wide = (x0 - GAP_M, y0 - GAP_M, x1 + GAP_M, y1 + GAP_M)
            near = [
                i
                for i in sorted(left)
                if boxes_meet(wide, boxes[i]) and polyline_gap(rails[here].points, rails[i].points) <= GAP_M
            ]
            left.difference_update(near)
            todo.extend(near)
        groups.append(sorted(group))
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _place(found: StationMap, id_: str) -> str:
    return next((item.place for item in found.objects if item.id == id_), repr(id_))


def _check_references(found: StationMap, structure: StructureSpec) -> None:
    """Each id that an object names must be that of an object of the right class."""
    restraints = {item.id for item in found.objects if item.class_name == "restraint"}
    modules = {item.id for item in found.objects if item.class_name == "module"}
    for site in structure.worksites:
        _check_reference(found, site.id, "restraint", site.restraint, restraints)
    for shape in structure.shapes:
        _check_reference(found, shape.id, "module", shape.module, modules)


def _check_reference(found: StationMap, id_: str, member: str, named: str, known: set[str]) -> None:
    """Note a name that is no object's, or that of an object of another class."""
    right_but_wrong = named in found.names and named not in {item.id for item in found.objects}
    if not named or named in known or right_but_wrong:  # the last: that object has its own error already
        return
    what = f"{member} {named!r}" + (f", which is no {member}" if named in found.names else "")
    wanted = f"the id of a {member}: {', '.join(sorted(known)) or 'there is none'}"
    found.problem(_place(found, id_), what, wanted, nearest(named, known))


def _check_rails_free(found: StationMap, structure: StructureSpec) -> None:
    """A rail inside something that blocks, or in a keep-out zone, can be of no use to anybody."""
    closed = [shape for shape in structure.shapes if shape.kind in CLOSED_KINDS]
    for rail in structure.rails:
        around = box(rail.points)
        for shape in closed:
            if boxes_meet(around, box(shape.outline)) and _runs_into(rail.points, shape.outline):
                found.problem(
                    _place(found, rail.id), f"a rail through the {shape.kind} {shape.id!r}", "a rail that is free"
                )


def _runs_into(points: Sequence[Point], outline: tuple[Point, ...]) -> bool:
    if any(inside(point, outline) for point in points):
        return True
    return any(segments_meet(a, b, c, d) for a, b in pairwise(points) for c, d in edges(outline))


def _check_starts(found: StationMap, structure: StructureSpec) -> None:
    """At the start the whole suit is clear of everything that blocks, and there is something to hold."""
    held = {item.id for item in found.objects if item.class_name == "start" and item.members["held"]}
    for start in structure.starts:
        place = _place(found, start.id)
        _check_free(found, place, structure, start.at, start.angle_rad)
        gap = _from_rails(structure.rails, _shoulders(start.at, start.angle_rad))
        if start.id in held and structure.rails and gap > ARM_REACH_M:
            wanted = f"one within {ARM_REACH_M:g} m, or held = false"
            found.problem(place, f"the nearest rail {gap:.2f} m from a shoulder", wanted)
    if not structure.starts and not found.problems:
        found.problem("map", "no start", "at least one object of class start")


def _check_free(found: StationMap, place: str, structure: StructureSpec, at: Point, angle_rad: float) -> None:
    for fault in free_faults(structure, at, angle_rad):
        found.problem(place, *fault)


def free_faults(structure: StructureSpec, at: Point, angle_rad: float) -> Iterator[Fault]:
    """What stands in the way of a suit with its centre of mass there."""
    body = placed(OUTLINE, at, angle_rad)
    for shape in structure.shapes:
        if shape.kind in CLOSED_KINDS and overlap(body, shape.outline):
            yield f"a suit that overlaps the {shape.kind} {shape.id!r}", "1.9 x 0.75 m of free space"


def _shoulders(at: Point, angle_rad: float) -> tuple[Point, ...]:
    return placed(SHOULDERS, at, angle_rad)


def restraint_faults(structure: StructureSpec, restraint: RestraintSpec) -> Iterator[Fault]:
    """What is wrong with a foot restraint: there must be room to stand in it and a rail to come by."""
    at, turn = standing(restraint)
    yield from free_faults(structure, at, turn)
    gap = _from_rails(structure.rails, _shoulders(at, turn))
    if structure.rails and gap > RESTRAINT_FROM_RAIL_M:
        what = f"the nearest rail {gap:.2f} m from the shoulders of who stands in it"
        yield what, f"at most {RESTRAINT_FROM_RAIL_M:g} m"


def site_faults(structure: StructureSpec, site: WorksiteSpec) -> Iterator[Fault]:
    """What is wrong with a worksite: it must be near a rail, and in reach from the restraint that serves it."""
    gap = _from_rails(structure.rails, [site.at])
    if structure.rails and gap > WORK_FROM_RAIL_M:
        yield f"the nearest rail {gap:.2f} m away", f"at most {WORK_FROM_RAIL_M:g} m"
    for restraint in structure.restraints:
        if restraint.id != site.restraint:
            continue
        reach = min(distance(p, site.at) for p in _shoulders(*standing(restraint)))
        if reach > ARM_REACH_M:
            what = f"{reach:.2f} m from the shoulder of who stands in {site.restraint!r}"
            yield what, f"at most {ARM_REACH_M:g} m, an arm's reach"


def eye_faults(structure: StructureSpec, eye: EyeSpec) -> Iterator[Fault]:
    """What is wrong with an eye: a hand must get there from a rail."""
    gap = _from_rails(structure.rails, [eye.at])
    if structure.rails and gap > GAP_M:
        yield f"the nearest rail {gap:.2f} m away", f"at most {GAP_M:g} m"


def _check_work(found: StationMap, structure: StructureSpec) -> None:
    """Worksites are near a rail; in the restraint that serves one, there is room to stand and a hand gets there."""
    for restraint in structure.restraints:
        for fault in restraint_faults(structure, restraint):
            found.problem(_place(found, restraint.id), *fault)
    for site in structure.worksites:
        for fault in site_faults(structure, site):
            found.problem(_place(found, site.id), *fault)
    for eye in structure.eyes:
        for fault in eye_faults(structure, eye):
            found.problem(_place(found, eye.id), *fault)


def _from_rails(rails: Iterable[RailSpec], points: Iterable[Point]) -> float:
    at = list(points)
    return min((nearest_on_rail(rail, point)[1] for rail in rails for point in at), default=float("inf"))


def _check_connected(found: StationMap, structure: StructureSpec) -> None:
    """From the first start all rails that claim to be connected can be reached without letting go."""
    claims = {item.id for item in found.objects if item.class_name == "rail" and item.members["connected"]}
    rails = [rail for rail in structure.rails if rail.id in claims]
    groups = rail_groups(rails)
    if len(groups) < 2:
        return
    home = groups[0]
    if structure.starts:
        at = structure.starts[0].at
        first = min(range(len(rails)), key=lambda i: nearest_on_rail(rails[i], at)[1])
        home = next(group for group in groups if first in group)
    for group in groups:
        if group is home:
            continue
        gap, other = min((polyline_gap(rails[i].points, rails[j].points), rails[j].id) for i in group for j in home)
        names = ", ".join(rails[i].id for i in group)
        found.problem(
            _place(found, rails[group[0]].id),
            f"rails that cannot be reached from the start ({names}): {gap:.2f} m to {other!r}",
            f"at most {GAP_M:g} m from rail to rail, or connected = false",
        )


def _off(p: Point, a: Point, b: Point) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    squared = dx * dx + dy * dy
    part = 0.0 if squared == 0.0 else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared))
    return hypot(p[0] - a[0] - part * dx, p[1] - a[1] - part * dy)

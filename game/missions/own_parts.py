"""What a mission brings to its station: worksites, foot restraints, eyes; in a lab solids, rails, lines, tuning."""

from __future__ import annotations

import dataclasses
import math

from game.missions.kits import read_tether
from game.missions.mission_file import Table
from game.missions.outlines import crossing, signed_area
from game.sim.rails import arc_positions
from game.sim.spec import (
    CUE_ACTS,
    SHAPE_KINDS,
    CueSpec,
    EyeSpec,
    LineSpec,
    Point,
    RailSpec,
    RestraintSpec,
    ShapeSpec,
    StructureSpec,
    WorksiteSpec,
)
from game.sim.tuning import Tuning

_SMALLEST_AREA_M2 = 1e-4
_REACH_M = WorksiteSpec("", (0.0, 0.0)).reach_m
_EYE_N = EyeSpec("", (0.0, 0.0)).limit_n
_RESTRAINT = RestraintSpec("", (0.0, 0.0))
_CORNERS = 24  # of a round shape: the arc is then within 1 % of the circle's length


def read_own(root: Table, *, is_lab: bool) -> StructureSpec:
    """What the crew brings along: [[worksite]], [[restraint]], [[eye]]; in a lab also [[shape]] and [[rail]]."""
    return StructureSpec(
        shapes=tuple(_read_shape(table) for table in root.tables("shape")) if is_lab else (),
        rails=tuple(_read_rail(table) for table in root.tables("rail")) if is_lab else (),
        eyes=tuple(_read_eye(table) for table in root.tables("eye")),
        worksites=tuple(_read_worksite(table) for table in root.tables("worksite")),
        restraints=tuple(_read_restraint(table) for table in root.tables("restraint")),
    )


def read_line(table: Table) -> LineSpec:
    """One [[line]] from body to body ("" = structure) with every tether parameter open."""
    tether = read_tether(table.without(("body_a", "at_a", "body_b", "at_b")))
    return LineSpec(
        id=tether.id,
        tether=tether,
        body_a=table.text("body_a", default="-").removeprefix("-"),
        at_a=table.point("at_a", default=(0.0, 0.0)),
        body_b=table.text("body_b", default="-").removeprefix("-"),
        at_b=table.point("at_b", default=(0.0, 0.0)),
    )


def read_cue(table: Table) -> CueSpec:
    """One [[cue]]: what a lab does by itself at a second of play."""
    cue = CueSpec(
        at_s=table.number("at_s", low=0.0, high=86_400.0),
        do=table.text("do", choices=CUE_ACTS),
        who=table.text("who"),
        rate_mps=table.number("rate_mps", default=0.0, low=0.0, high=2.0),
        to_m=table.number("to_m", default=0.0, low=0.0, high=200.0),
        force_n=table.number("force_n", default=0.0, low=0.0, high=1e5),
        direction=table.point("direction", default=(-1.0, 0.0)),
    )
    if cue.do == "haul" and not (cue.rate_mps > 0.0 and cue.force_n > 0.0):
        table.wrong("do", "a haul without rate_mps or force_n", "how fast and how strongly it hauls")
    table.done()
    return cue


def read_tuning(table: Table) -> tuple[tuple[str, float], ...]:
    """The [tuning] table: rows that differ from the default, checked for name and range, in name order."""
    rows = []
    for field in sorted(dataclasses.fields(Tuning), key=lambda field: field.name):
        if table.has(field.name):
            value = table.number(field.name, low=field.metadata["low"], high=field.metadata["high"])
            rows.append((field.name, value))
        else:
            table.number(field.name, default=0.0)
    table.done()
    return tuple(rows)


def merged(first: StructureSpec, second: StructureSpec) -> StructureSpec:
    """One structure with the parts of both, the first's before the second's."""
    joined = {
        field.name: getattr(first, field.name) + getattr(second, field.name)
        for field in dataclasses.fields(StructureSpec)
    }
    return StructureSpec(**joined)


def taken_out(root: Table, structure: StructureSpec) -> StructureSpec:
    """The structure without the shapes `instead` of which the mission has a [[mover]]: a boom stowed no more."""
    known = {shape.id for shape in structure.shapes}
    gone: set[str] = set()
    for table in root.tables("mover"):
        names = table.words("instead")
        gone.update(name for name in names if table.choice("instead", name, known, "a shape of the station: one of"))
    return dataclasses.replace(structure, shapes=tuple(shape for shape in structure.shapes if shape.id not in gone))


def _read_shape(table: Table) -> ShapeSpec:
    kind = table.text("kind", default="solid", choices=SHAPE_KINDS)
    outline = _read_outline(table)
    spec = ShapeSpec(
        id=table.text("id"),
        kind=kind,
        outline=outline,
        limit_n=table.number("limit_n", default=0.0, low=0.0, high=100_000.0),
        module=table.text("module", default="-").removeprefix("-"),
    )
    table.done()
    return spec


def _read_outline(table: Table) -> tuple[Point, ...]:
    centre = table.point("centre", default=(0.0, 0.0))
    radius_m = table.number("radius_m", low=0.005, high=100.0) if table.has("radius_m") else 0.0
    corners = table.whole("corners", default=_CORNERS, low=3, high=64)
    points = table.points("outline", 3)
    if radius_m and points:
        table.wrong("outline", "both an outline and a radius_m", "one of them")
    if radius_m:
        turns = (math.tau * index / corners for index in range(corners))
        return tuple((centre[0] + radius_m * math.cos(t), centre[1] + radius_m * math.sin(t)) for t in turns)
    if not table.has("outline"):
        table.wrong("outline", "nothing", "an outline, or centre and radius_m")
    elif len(points) >= 3:
        area = signed_area(points)
        if abs(area) < _SMALLEST_AREA_M2:
            table.wrong("outline", f"an outline of {abs(area):.4f} m2", "a shape with an inside")
        elif (at := crossing(points)) is not None:
            table.wrong("outline", f"an outline that crosses itself near ({at[0]:g}, {at[1]:g})", "a simple outline")
        return points if area > 0.0 else tuple(reversed(points))
    return ()


def _read_rail(table: Table) -> RailSpec:
    points = table.points("points", 2)
    if not table.has("points"):
        table.wrong("points", "nothing", "at least 2 points")
    every_m = table.number("stanchion_every_m", default=1.0, low=0.1, high=100.0)
    posts: tuple[float, ...] = (0.0, 1.0)
    if len(points) >= 2:
        length_m = arc_positions(points)[-1]
        if length_m < every_m * 1e-3:
            table.wrong("points", "a rail without length", "points that differ")
        spans = max(1, math.ceil(length_m / every_m - 1e-6))
        posts = tuple(length_m * index / spans for index in range(spans + 1))
    spec = RailSpec(table.text("id"), points, posts, table.number("limit_n", default=900.0, low=1.0, high=100_000.0))
    table.done()
    return spec


def _read_worksite(table: Table) -> WorksiteSpec:
    spec = WorksiteSpec(
        id=table.text("id"),
        at=table.point("at"),
        angle_rad=math.radians(table.number("angle_deg", default=0.0, low=-360.0, high=360.0)),
        reach_m=table.number("reach_m", default=_REACH_M, low=0.1, high=2.0),
        restraint=table.text("restraint", default="-").removeprefix("-"),
    )
    table.done()
    return spec


def _read_restraint(table: Table) -> RestraintSpec:
    spec = RestraintSpec(
        id=table.text("id"),
        at=table.point("at"),
        angle_rad=math.radians(table.number("angle_deg", default=0.0, low=-360.0, high=360.0)),
        limit_n=table.number("limit_n", default=_RESTRAINT.limit_n, low=1.0, high=1e5),
        limit_nm=table.number("limit_nm", default=_RESTRAINT.limit_nm, low=1.0, high=1e5),
    )
    table.done()
    return spec


def _read_eye(table: Table) -> EyeSpec:
    spec = EyeSpec(table.text("id"), table.point("at"), table.number("limit_n", default=_EYE_N, low=1.0, high=1e6))
    table.done()
    return spec

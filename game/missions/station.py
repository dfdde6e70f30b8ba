"""A station read from its map: the structure the physics knows, and the modules, looks and limits the picture needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, radians
from typing import TYPE_CHECKING

from game.missions.outlines import crossing, signed_area
from game.missions.problems import ContentError
from game.missions.slices import finished
from game.missions.station_check import check_structure
from game.missions.station_map import MapObject, StationMap, read_map
from game.sim.rails import arc_positions
from game.sim.spec import (
    SHAPE_KINDS,
    EyeSpec,
    HatchSpec,
    RailSpec,
    RestraintSpec,
    ShapeSpec,
    StartSpec,
    StructureSpec,
    WorksiteSpec,
)
from game.sim.vec import distance

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from game.sim.spec import Point

SMALLEST_AREA_M2 = 1e-4  # a shape below a square centimetre is a slip of the mouse
SMALLEST_PIECE_M = 1e-3


@dataclass(frozen=True, slots=True)
class ModuleSpec:
    """What the picture, the cards and the map of the station know of one module, docked ship or large part."""

    id: str
    name_key: str
    art: str  # stem of the SVG in assets/art/station
    kind: str  # module, ship, adapter, boom, array, mast, box
    axis: str  # axis of the cylinder it is shaded as: x, y, ball, none
    mass_kg: float  # 0 = not told
    order: int  # painting order, larger is nearer to the viewer
    outline: tuple[Point, ...]  # counter-clockwise, station frame


@dataclass(frozen=True, slots=True)
class Station:
    """One station file: everything that a level or a picture may ask of it."""

    id: str
    name_key: str
    structure: StructureSpec
    modules: tuple[ModuleSpec, ...]  # in painting order
    bounds_m: tuple[float, float, float, float]  # the drawn map, limits of the camera: left, bottom, right, top
    looks: Mapping[str, str] = field(default_factory=dict)  # shape id -> what the picture makes of it


def load_station(path: Path) -> Station:
    """Read and check one station; raises ContentError with everything that is wrong with the file."""
    return finished(station_jobs(path))


def station_jobs(path: Path) -> Generator[None, None, Station]:
    """The same in slices."""
    found = read_map(path)
    yield
    shapes: list[ShapeSpec] = []
    modules: list[ModuleSpec] = []
    looks: dict[str, str] = {}
    rails: list[RailSpec] = []
    for item in found.objects:
        if item.class_name == "module":
            outline = _outline(found, item)
            modules.append(_module(item, outline))
            shapes.append(ShapeSpec(item.id, item.text("surface"), outline, 0.0, item.id))
        elif item.class_name in SHAPE_KINDS:
            limit_n = item.number("limit_n") if "limit_n" in item.members else 0.0
            shapes.append(ShapeSpec(item.id, item.class_name, _outline(found, item), limit_n, item.text("module")))
            looks[item.id] = item.text("look") if "look" in item.members else "plain"
        elif item.class_name == "rail":
            rails.append(_rail(found, item))
    structure = StructureSpec(
        tuple(shapes),
        tuple(rails),
        tuple(EyeSpec(i.id, i.points[0], i.number("limit_n")) for i in _of(found, "eye")),
        tuple(
            WorksiteSpec(i.id, i.points[0], radians(i.number("angle_deg")), i.number("reach_m"), i.text("restraint"))
            for i in _of(found, "worksite")
        ),
        tuple(
            RestraintSpec(i.id, i.points[0], radians(i.number("angle_deg")), i.number("limit_n"), i.number("limit_nm"))
            for i in _of(found, "restraint")
        ),
        tuple(HatchSpec(i.id, i.points[0], i.number("radius_m"), i.number("clear_m")) for i in _of(found, "hatch")),
        tuple(StartSpec(i.id, i.points[0], radians(i.number("angle_deg"))) for i in _of(found, "start")),
    )
    yield from check_structure(found, structure)
    if found.problems:
        raise ContentError(found.problems)
    name_key = str(found.members["name_key"]) or f"station.{path.stem}"
    painted = tuple(sorted(modules, key=lambda module: module.order))
    return Station(path.stem, name_key, structure, painted, found.bounds_m, looks)


def _of(found: StationMap, class_name: str) -> list[MapObject]:
    return [item for item in found.objects if item.class_name == class_name]


def _module(item: MapObject, outline: tuple[Point, ...]) -> ModuleSpec:
    return ModuleSpec(
        item.id,
        item.text("name_key") or f"module.{item.id}",
        item.text("art") or item.id,
        item.text("kind"),
        item.text("axis"),
        item.number("mass_kg"),
        round(item.number("order")),
        outline,
    )


def _outline(found: StationMap, item: MapObject) -> tuple[Point, ...]:
    """The outline counter-clockwise and without doubled points; what cannot bound a body is noted."""
    points = [p for i, p in enumerate(item.points) if i == 0 or p != item.points[i - 1]]
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    area = signed_area(points) if points else 0.0
    if len(points) < 3 or abs(area) < SMALLEST_AREA_M2:
        found.problem(
            item.place, f"an outline of {len(points)} points and {abs(area):.4f} m2", "a shape with an inside"
        )
    elif (at := crossing(points)) is not None:
        found.problem(item.place, f"an outline that crosses itself near ({at[0]:g}, {at[1]:g}) m", "a simple outline")
    return tuple(points if area > 0.0 else reversed(points))


def _rail(found: StationMap, item: MapObject) -> RailSpec:
    """The rail with its posts: those listed and the two ends, or evenly spaced ones."""
    points = (*item.points, item.points[0]) if item.is_closed else item.points
    points = tuple(p for i, p in enumerate(points) if i == 0 or distance(p, points[i - 1]) > SMALLEST_PIECE_M)
    length = arc_positions(points)[-1]
    if len(points) < 2:
        found.problem(item.place, "a rail without length", "two points or more")
        points, length = (points[0], (points[0][0] + 1.0, points[0][1])), 1.0
    listed = item.text("stanchions_m")
    if listed:
        posts = _posts(found, item, listed, length)
    else:
        spans = max(1, ceil(length / item.number("stanchion_every_m") - 1e-6))
        posts = tuple(length * i / spans for i in range(1, spans))
    return RailSpec(item.id, points, (0.0, *posts, length), item.number("limit_n"))


def _posts(found: StationMap, item: MapObject, listed: str, length: float) -> tuple[float, ...]:
    """The inner posts of a list of arc positions; both ends may be in it or not."""
    try:
        posts = tuple(float(word) for word in listed.replace(",", " ").split())
    except ValueError:
        found.problem(item.place, f"stanchions_m {listed!r}", "numbers of metres, in order")
        return ()
    if any(a >= b for a, b in pairwise(posts)):
        found.problem(item.place, f"stanchions_m {listed!r}", "positions that ascend")
        return ()
    outside = [post for post in posts if not 0.0 <= post <= length + SMALLEST_PIECE_M]
    if outside:
        found.problem(item.place, f"a stanchion at {outside[0]:g} m", f"0 to {length:.3f} m, the rail's length")
        return ()
    return tuple(post for post in posts if SMALLEST_PIECE_M < post < length - SMALLEST_PIECE_M)


def empty_station(structure: StructureSpec) -> Station:
    """A station of nothing but this structure, with room about it."""
    points = [point for shape in structure.shapes for point in shape.outline]
    points += [point for rail in structure.rails for point in rail.points] + [eye.at for eye in structure.eyes]
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    room_m = 12.0  # of empty plane round everything, so that the camera has somewhere to go
    bounds = (min(xs) - room_m, min(ys) - room_m, max(xs) + room_m, max(ys) + room_m)
    return Station("", "station.empty", structure, (), bounds, {})

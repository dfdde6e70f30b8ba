"""A Tiled map read strictly: from a file to named, typed objects in the station frame, every error of the file at once.

100 px = 1 m; Tiled's y points down, the station's up; the map says in pixels where the station's origin lies. Nothing
here knows what a rail or a hatch means: that is `station.py`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from math import cos, isfinite, radians, sin
from typing import TYPE_CHECKING

from pytiled_parser import parse_map
from pytiled_parser.layer import ImageLayer, LayerGroup, ObjectLayer, TileLayer
from pytiled_parser.tiled_object import Ellipse, Polygon, Polyline, Rectangle, Text, Tile, TiledObject
from pytiled_parser.tiled_object import Point as PointObject

from game.missions.files import read_file
from game.missions.outlines import ellipse
from game.missions.problems import ContentError, Problem, nearest
from game.missions.station_classes import BY_NAME, MAP_MEMBERS, Member, ObjectClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pytiled_parser.layer import Layer
    from pytiled_parser.tiled_map import TiledMap

    from game.sim.spec import Point

PX_PER_M = 100.0
DIGITS = 4  # a tenth of a millimetre: finer is only noise of the editor
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
_NUMBERS = ("id", "x", "y", "width", "height", "rotation", "offsetx", "offsety", "tilewidth", "tileheight")
_NEEDED = (
    "version",
    "tiledversion",
    "renderorder",
    "width",
    "height",
    "tilewidth",
    "tileheight",
    "infinite",
    "nextlayerid",
    "nextobjectid",
)

Value = float | str | bool


@dataclass(frozen=True, slots=True)
class MapObject:
    """One object of the map: points in metres of the station frame, members with defaults filled in."""

    id: str
    class_name: str
    place: str  # how an error names it
    geometry: str  # polygon, rectangle, ellipse, polyline, point
    points: tuple[Point, ...]
    members: Mapping[str, Value]

    @property
    def is_closed(self) -> bool:
        """Whether the last point joins the first."""
        return self.geometry not in ("polyline", "point")

    def number(self, name: str) -> float:
        """The member as a number."""
        return float(self.members[name])

    def text(self, name: str) -> str:
        """The member as a text."""
        return str(self.members[name])


@dataclass(slots=True)
class StationMap:
    """What a map file holds: its own members, its extent in metres, its objects, and what was wrong."""

    file: str
    members: dict[str, Value] = field(default_factory=dict)
    bounds_m: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # left, bottom, right, top
    objects: list[MapObject] = field(default_factory=list)
    names: set[str] = field(default_factory=set)  # every id met, also of objects that are wrong
    problems: list[Problem] = field(default_factory=list)

    def problem(self, place: str, found: str, wanted: str, hint: str = "") -> None:
        """Note one more problem."""
        self.problems.append(Problem(self.file, place, found, wanted, hint))


def read_map(path: Path) -> StationMap:
    """Read a map; what is wrong with its objects is in `problems`. A file that is no map raises ContentError."""
    found = StationMap(str(path))
    _check_file(path, found)
    if found.problems:
        raise ContentError(found.problems)
    try:
        tiled = parse_map(path)
    except Exception as error:  # noqa: BLE001 - the parser lets out whatever its input made it trip over
        what = f"a map that the parser refuses ({type(error).__name__}: {error})"
        raise ContentError([Problem(found.file, "", what, "a map saved by Tiled")]) from None
    found.members = _members(found, "map", tiled.properties or {}, MAP_MEMBERS)
    missing = [m.name for m in MAP_MEMBERS[:2] if m.name not in (tiled.properties or {})]
    for name in missing:
        found.problem("map", "no such property", f"the property {name}: where the station's origin lies in the map")
    _measure(found, tiled)
    _walk(found, tiled.layers, (0.0, 0.0))
    return found


def _check_file(path: Path, found: StationMap) -> None:
    """Note what keeps the file from being a map at all, and every number in it that is none."""
    wanted = "a Tiled map (TMX)"
    try:
        raw = read_file(path)
    except OSError as error:
        what = (
            "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or "an unreadable file").lower()
        )
        near = nearest(path.name, (other.name for other in path.parent.glob("*.tmx"))) if path.parent.is_dir() else ""
        found.problem("", what, wanted, near)
        return
    if not raw.strip():
        found.problem("", "an empty file", wanted)
        return
    try:
        root = ET.fromstring(raw)  # noqa: S314 - a map is an author's own file; expat limits entity blow-up
    except (ET.ParseError, ValueError, LookupError) as error:
        line = f"line {error.position[0]}" if isinstance(error, ET.ParseError) else ""
        what = "a file that is not XML, or is cut short" if raw.lstrip()[:1] == b"<" else "a file that is not XML"
        found.problem(line, f"{what} ({error})", wanted)
        return
    if root.tag != "map":
        found.problem("", f"an XML file of another kind (<{root.tag}>)", f"{wanted}: <map>")
        return
    if root.get("orientation") != "orthogonal":
        found.problem("map", f"orientation {root.get('orientation')!r}", "an orthogonal map")
    for name in _NEEDED:
        if root.get(name) is None:
            found.problem("map", f"no {name}", f"the attribute {name}, as Tiled writes it")
    for element in root.iter():
        _check_numbers(found, element)


def _check_numbers(found: StationMap, element: ET.Element) -> None:
    """Note each attribute that should be a number and is not, and objects that lack one."""
    if element.tag == "object":
        place = f"object {element.get('id', '?')} {element.get('name', '')!r}"
        for name in ("id", "x", "y"):
            if element.get(name) is None and not element.get("template"):
                found.problem(place, f"no {name}", f"an object with the attribute {name}")
        _check_points(found, place, element)
    elif element.tag in ("map", "objectgroup", "group"):
        place = "map" if element.tag == "map" else f"layer {element.get('name', '')!r}"
    else:
        return
    properties = element.find("properties")
    for prop in properties if properties is not None else ():
        _check_property(found, place, prop)
    for name in _NUMBERS:
        value = element.get(name)
        if value is not None and not (_is_number(value) and (name != "id" or value.isdecimal())):
            found.problem(place, f"{name} {value!r}", "a number")


def _check_points(found: StationMap, place: str, element: ET.Element) -> None:
    """Note a list of points that is none."""
    for child in element:
        if child.tag in ("polygon", "polyline"):
            listed = child.get("points", "")
            pairs = [pair.split(",") for pair in listed.split(" ")]
            if not all(len(pair) == 2 and all(map(_is_number, pair)) for pair in pairs):
                found.problem(place, f"points {listed!r}"[:80], "pairs x,y of numbers")


def _check_property(found: StationMap, place: str, prop: ET.Element) -> None:
    """Note a property without a name, or whose value does not fit its own type."""
    name, type_, value = prop.get("name"), prop.get("type", "string"), prop.get("value", prop.text or "")
    if not name:
        found.problem(place, "a property without a name", "a name")
    elif type_ in ("int", "float") and not _is_number(value):
        found.problem(place, f"{name} {value!r}", "a number")
    elif type_ == "bool" and value not in ("true", "false"):
        found.problem(place, f"{name} {value!r}", "true or false")


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _measure(found: StationMap, tiled: TiledMap) -> None:
    width = tiled.map_size.width * tiled.tile_size.width
    height = tiled.map_size.height * tiled.tile_size.height
    left, top = _to_station(found, 0.0, 0.0)
    right, bottom = _to_station(found, width, height)
    found.bounds_m = (left, bottom, right, top)


def _walk(found: StationMap, layers: Iterable[Layer], offset: tuple[float, float]) -> None:
    for layer in layers:
        place = f"layer {layer.name!r}"
        shift = (offset[0] + layer.offset.x, offset[1] + layer.offset.y)
        if isinstance(layer, LayerGroup):
            _walk(found, layer.layers or (), shift)
        elif isinstance(layer, ObjectLayer):
            for name in layer.properties or {}:
                found.problem(place, f"property {name!r}", "no properties on layers")
            for item in layer.tiled_objects:
                _take(found, item, shift)
        elif isinstance(layer, TileLayer):
            found.problem(place, "a tile layer", "object layers only (and pictures to trace)")
        else:
            # a picture to trace over is the author's own business
            assert isinstance(layer, ImageLayer)


def _take(found: StationMap, item: TiledObject, shift: tuple[float, float]) -> None:
    """Turn one object of the parser into a MapObject, or note why not."""
    place = f"object {item.id} {item.name!r}"
    if isinstance(item, Text) and not item.class_:
        return  # an author's remark
    before = len(found.problems)
    class_ = BY_NAME.get(item.class_)
    if class_ is None:
        what = f"class {item.class_!r}" if item.class_ else "no class"
        found.problem(place, what, f"one of {', '.join(BY_NAME)}", nearest(item.class_, BY_NAME))
    if not _ID.match(item.name):
        found.problem(place, f"name {item.name!r}", "an id: small letters, digits and _, a letter first")
    elif item.name in found.names:
        found.problem(place, "a name that another object has", "ids that are all different")
    found.names.add(item.name)
    if class_ is None:
        return
    geometry, points = _outline(found, item, shift)
    if geometry not in class_.geometry:
        found.problem(place, f"a {geometry}", f"a {class_.name} drawn as {' or '.join(class_.geometry)}")
    members = _members(found, place, item.properties or {}, class_.members, class_)
    if len(found.problems) == before:
        found.objects.append(MapObject(item.name, class_.name, place, geometry, points, members))


def _outline(found: StationMap, item: TiledObject, shift: tuple[float, float]) -> tuple[str, tuple[Point, ...]]:
    """How the object was drawn, and its points in the station frame."""
    width, height = item.size.width, item.size.height
    local: tuple[tuple[float, float], ...]
    if isinstance(item, (Polygon, Polyline)):
        geometry = "polygon" if isinstance(item, Polygon) else "polyline"
        local = tuple((p.x, p.y) for p in item.points)
    elif isinstance(item, Ellipse):
        geometry = "ellipse"
        half_x, half_y = width / 2 / PX_PER_M, height / 2 / PX_PER_M
        local = tuple((x * PX_PER_M, y * PX_PER_M) for x, y in ellipse((half_x, half_y), half_x, half_y))
    elif isinstance(item, Rectangle) and (width or height):
        geometry = "rectangle"
        local = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
    elif isinstance(item, (PointObject, Rectangle)):
        geometry, local = "point", ((0.0, 0.0),)  # a rectangle of no size is what one click of the tool leaves
    else:
        assert isinstance(item, (Text, Tile))
        return "text" if isinstance(item, Text) else "tile", ()
    turn = radians(item.rotation)  # Tiled turns clockwise about the object's own corner, as seen, with y down
    c, s = cos(turn), sin(turn)
    x0, y0 = item.coordinates.x + shift[0], item.coordinates.y + shift[1]
    return geometry, tuple(_to_station(found, x0 + x * c - y * s, y0 + x * s + y * c) for x, y in local)


def _to_station(found: StationMap, x_px: float, y_px: float) -> Point:
    """The one place where y is turned round: from pixels of the map to metres of the station frame."""
    x = (x_px - float(found.members.get("origin_x_px", 0.0))) / PX_PER_M
    y = (float(found.members.get("origin_y_px", 0.0)) - y_px) / PX_PER_M
    return round(x, DIGITS) + 0.0, round(y, DIGITS) + 0.0  # + 0.0 makes a minus zero plain


def _members(
    found: StationMap,
    place: str,
    given: Mapping[str, object],
    known: tuple[Member, ...],
    class_: ObjectClass | None = None,
) -> dict[str, Value]:
    """The members with defaults filled in; whatever does not fit is noted and left at its default."""
    values: dict[str, Value] = {member.name: member.default for member in known}
    by_name = {member.name: member for member in known}
    owner = f"a {class_.name}" if class_ else "a map"
    for name, value in given.items():
        member = by_name.get(name)
        if member is None:
            wanted = f"a property of {owner}: {', '.join(by_name)}"
            found.problem(place, f"property {name!r}", wanted, nearest(name, by_name))
        elif _fits(found, place, member, value):
            values[name] = value if isinstance(member.default, (str, bool)) else float(value)  # type: ignore[arg-type,assignment]
    return values


def _fits(found: StationMap, place: str, member: Member, value: object) -> bool:
    """Whether the value is of the member's type and in its range; if not, that is noted."""
    if isinstance(member.default, bool):
        if not isinstance(value, bool):
            found.problem(place, f"{member.name} {value!r}", "true or false (type bool)")
            return False
    elif isinstance(member.default, float):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            found.problem(place, f"{member.name} {value!r}", "a number (type float)")
            return False
        if not member.low <= value <= member.high:
            found.problem(place, f"{member.name} {value:g}", f"{member.low:g} to {member.high:g}")
            return False
    elif not isinstance(value, str):
        found.problem(place, f"{member.name} {value!r}", "a text (type string)")
        return False
    elif member.choices and value not in member.choices:
        wanted = f"one of {', '.join(member.choices)}"
        found.problem(place, f"{member.name} {value!r}", wanted, nearest(value, member.choices))
        return False
    return True

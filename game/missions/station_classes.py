"""The vocabulary of a station map: every class of object that may be drawn, its members, units and defaults.

The Tiled project file `levels/stations/spacewalk.tiled-project` and, for Tiled before 1.9, `objecttypes.xml` beside it
are this table in Tiled's own words, so that the editor offers the members with their defaults. A test holds them
together.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape

from game.sim.spec import EyeSpec, HatchSpec, RailSpec, RestraintSpec, WorksiteSpec

AREA = ("polygon", "rectangle", "ellipse")
LINE = ("polyline", "polygon", "ellipse")  # a closed line is a ring
POINT = ("point",)

MODULE_KINDS = ("module", "ship", "adapter", "boom", "array", "mast", "box")
AXES = ("x", "y", "ball", "none")
SURFACES = ("hull", "solid")
LOOKS = (
    "plain",
    "antenna",
    "boom",
    "box",
    "cells",
    "dish",
    "engine",
    "mast",
    "panel",
    "port",
    "radiator",
    "ring",
    "thruster",
    "valve",
    "window",
)


@dataclass(frozen=True, slots=True)
class Member:
    """One property an object of a class may have; its default decides its type."""

    name: str
    default: float | str | bool
    meaning: str
    low: float = 0.0  # smallest and largest number allowed
    high: float = 1e6
    choices: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """Tiled's name of the type."""
        return {bool: "bool", float: "float", str: "string"}[type(self.default)]


@dataclass(frozen=True, slots=True)
class ObjectClass:
    """One class of object: what it is, how it may be drawn, what it carries."""

    name: str
    colour: str
    geometry: tuple[str, ...]
    meaning: str
    members: tuple[Member, ...] = ()

    def member(self, name: str) -> Member | None:
        """The member of that name, or None."""
        return next((member for member in self.members if member.name == name), None)


def _default(spec: type, name: str) -> float:
    """The default of a spec's field, so that the number is written once, in `sim/spec.py`."""
    return float(spec.__dataclass_fields__[name].default)  # type: ignore[attr-defined]


_MODULE = Member("module", "", "id of the module it belongs to; empty = none")
_LOOK = Member("look", "plain", "what the picture makes of it", choices=LOOKS)


def _angle(meaning: str) -> Member:
    return Member("angle_deg", 0.0, f"{meaning}, degrees counter-clockwise", low=-360.0, high=360.0)


CLASSES: tuple[ObjectClass, ...] = (
    ObjectClass(
        "module",
        "#b8b4a8",
        AREA,
        "A module, a docked ship or a large part: name, art and mass; its outline is a surface",
        (
            Member("name_key", "", "text key of its name; empty = module.<id>"),
            Member("art", "", "stem of the SVG in assets/art/station; empty = the id"),
            Member("kind", "module", "what sort of thing it is", choices=MODULE_KINDS),
            Member("axis", "x", "axis of the cylinder it is shaded as", choices=AXES),
            Member("mass_kg", 0.0, "mass in kg, for cards and facts; 0 = not told", high=1e6),
            Member("surface", "hull", "hull = touched, nothing blocks; solid = blocks", choices=SURFACES),
            Member("order", 0.0, "painting order, larger is nearer to the viewer", low=-100.0, high=100.0),
        ),
    ),
    ObjectClass("hull", "#8f9bb0", AREA, "Surface that boots and hands may touch; blocks nothing", (_MODULE, _LOOK)),
    ObjectClass("solid", "#ff9a3c", AREA, "Blocks bodies and bends tethers", (_MODULE, _LOOK)),
    ObjectClass(
        "fragile",
        "#4f8cff",
        AREA,
        "Solid with a contact limit: cells, radiators, windows",
        (Member("limit_n", 400.0, "contact force in N above which it is damaged", low=1.0), _MODULE, _LOOK),
    ),
    ObjectClass("keep_out", "#ff3b6b", AREA, "Thrusters, hot or sharp places: not to be entered", (_MODULE,)),
    ObjectClass(
        "rail",
        "#ffd23c",
        LINE,
        "Handrail; closed = ring",
        (
            Member("stanchion_every_m", 1.3, "posts stand evenly, at most this far apart, m", 0.2, 5.0),
            Member("stanchions_m", "", "arc positions of the posts in m, in order, instead; the ends are added"),
            Member("limit_n", _default(RailSpec, "limit_n"), "load it carries, N", low=1.0),
            Member("connected", default=True, meaning="must be reachable hand over hand from the start"),
        ),
    ),
    ObjectClass(
        "eye",
        "#39e0c8",
        POINT,
        "Ring for a hook",
        (Member("limit_n", _default(EyeSpec, "limit_n"), "load it carries, N", low=1.0),),
    ),
    ObjectClass(
        "worksite",
        "#7dff6a",
        POINT,
        "Place of work where units sit",
        (
            _angle("direction in which a seated unit is pulled out, 0 = forward"),
            Member("reach_m", _default(WorksiteSpec, "reach_m"), "a hand this near can work, m", 0.1, 3.0),
            Member("restraint", "", "id of the foot restraint that serves it; empty = none"),
        ),
    ),
    ObjectClass(
        "restraint",
        "#c58cff",
        POINT,
        "Foot restraint: the boots at this point",
        (
            _angle("body direction, 0 = head to zenith"),
            Member("limit_n", _default(RestraintSpec, "limit_n"), "load it carries, N", low=1.0),
            Member("limit_nm", _default(RestraintSpec, "limit_nm"), "moment it carries, N m", low=1.0),
        ),
    ),
    ObjectClass(
        "hatch",
        "#ffffff",
        POINT,
        "Way in and out",
        (
            Member("radius_m", _default(HatchSpec, "radius_m"), "radius of the opening, m", 0.2, 2.0),
            Member("clear_m", _default(HatchSpec, "clear_m"), "clear width: a thicker suit does not pass", 0.3, 3.0),
        ),
    ),
    ObjectClass(
        "start",
        "#ff6af0",
        POINT,
        "Where a cosmonaut's centre may be at the beginning",
        (
            _angle("body direction, 0 = head to zenith"),
            Member("held", default=True, meaning="a rail must be in reach of a hand here"),
        ),
    ),
)

MAP_MEMBERS: tuple[Member, ...] = (
    Member("origin_x_px", 0.0, "x in pixels of the station's origin", low=-1e6),
    Member("origin_y_px", 0.0, "y in pixels of the station's origin", low=-1e6),
    Member("name_key", "", "text key of the station's name; empty = station.<file name>"),
)

BY_NAME: dict[str, ObjectClass] = {class_.name: class_ for class_ in CLASSES}


def tiled_project() -> str:
    """The text of the project file that gives Tiled 1.9 and later these classes, as Tiled writes it."""
    types = []
    for number, class_ in enumerate(CLASSES, start=1):
        members = [{"name": m.name, "type": m.type, "value": m.default} for m in class_.members]
        types.append(
            {
                "color": f"#ff{class_.colour[1:]}",
                "drawFill": True,
                "id": number,
                "members": sorted(members, key=lambda member: str(member["name"])),
                "name": class_.name,
                "type": "class",
                "useAs": ["property", "object"],
            }
        )
    project = {
        "automappingRulesFile": "",
        "commands": [],
        "extensionsPath": "extensions",
        "folders": ["."],
        "objectTypesFile": "objecttypes.xml",
        "propertyTypes": types,
    }
    return json.dumps(project, indent=4) + "\n"


def object_types() -> str:
    """The text of the object types file that gives Tiled before 1.9 the same classes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<objecttypes>"]
    for class_ in CLASSES:
        lines.append(f' <objecttype name="{class_.name}" color="{class_.colour}">')
        for m in class_.members:
            value = str(m.default).lower() if isinstance(m.default, bool) else f"{m.default}"
            shown = escape(value.removesuffix(".0"))
            default = f' default="{shown}"' if shown else ""
            lines.append(f'  <property name="{m.name}" type="{m.type}"{default}/>')
        lines.append(" </objecttype>")
    lines.append("</objecttypes>")
    return "\n".join(lines) + "\n"

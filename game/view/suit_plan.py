"""A suit as a folder says it: `parts.toml` and its drawings. A new suit is a new folder, no code."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

DRAWINGS = ("mirror", "glow", "mirrored")  # further drawings that a part may name


@dataclass(frozen=True, slots=True)
class PartPlan:
    """What `parts.toml` says of a part; points in metres from the drawing's middle, y down."""

    name: str
    joint_a: tuple[float, float]
    joint_b: tuple[float, float]
    at: tuple[float, float]  # of joint a in the body frame, for parts that sit on the body
    round_m: float
    step_deg: float
    size_m: tuple[float, float]
    svg: str
    mirror: str = ""  # SVG of the mask of the mirror
    metal: str = "#ffffff"  # what the mirror is made of
    glow: str = ""  # SVG of what shines by itself
    mirrored: str = ""  # SVG for a wearer who faces the other way: drawn so that letters read right when turned over
    swell: tuple[float, float] = (0.0, 0.0)  # growth along and across at full swelling

    def swollen(self, share: float) -> PartPlan:
        """The part of a suit that is blown up by that share (0..1); joints stay at the same place of the drawing."""
        wide, high = 1.0 + self.swell[0] * share, 1.0 + self.swell[1] * share
        if (wide, high) == (1.0, 1.0):
            return self
        return replace(
            self,
            joint_a=(self.joint_a[0] * wide, self.joint_a[1] * high),
            joint_b=(self.joint_b[0] * wide, self.joint_b[1] * high),
            size_m=(self.size_m[0] * wide, self.size_m[1] * high),
        )


@dataclass(frozen=True, slots=True)
class SuitPlan:
    """A suit as its folder describes it: parts and joints (body frame, m, facing right)."""

    parts: dict[str, PartPlan]
    joints: dict[str, tuple[float, float]]
    marks: dict[str, str]  # colours in the drawings that stand for the wearer's own
    liveries: dict[str, dict[str, str]]  # wearer -> mark -> colour
    tools: dict[str, str]  # kind of step -> the part that a working hand holds
    swells_pa: tuple[float, float] | None = None  # pressures at which it is slack and fully blown up

    def length(self, name: str) -> float:
        """The distance between the two joints of a part, m."""
        part = self.parts[name]
        return math.dist(part.joint_a, part.joint_b)

    def swelling(self, pressure_pa: float) -> float:
        """How much the suit is blown up, 0..1, by what its pressure is above that outside."""
        if self.swells_pa is None:
            return 0.0
        slack, full = self.swells_pa
        return min(1.0, max(0.0, (pressure_pa - slack) / (full - slack)))

    def dyed(self, svg: str, wearer: str) -> str:
        """A drawing with the marks in a wearer's colours; a wearer without a livery gets the first one."""
        colours = self.liveries.get(wearer) or next(iter(self.liveries.values()), {})
        dyes = {mark: colours[name] for name, mark in self.marks.items() if name in colours}
        if not dyes:
            return svg
        return re.sub("|".join(map(re.escape, dyes)), lambda found: dyes[found.group()], svg)


def load_suit(folder: Path) -> SuitPlan:
    """Read a suit's folder: `parts.toml` and the drawings it names, over those of its base.

    Raises OSError or KeyError with the file's name.
    """
    data: dict[str, Any] = tomllib.loads((folder / "parts.toml").read_text(encoding="utf-8"))
    base = load_suit(folder.parent / data["base"]) if "base" in data else SuitPlan({}, {}, {}, {}, {})
    parts = {name: _with_own_drawings(part, folder) for name, part in base.parts.items()}
    parts |= {name: _part(name, row, folder, 1.0 / float(data["units_per_m"])) for name, row in _rows(data, "parts")}
    joints = {name: (float(point[0]), float(point[1])) for name, point in _rows(data, "joints")}
    swell = data.get("swell")
    return SuitPlan(
        parts,
        base.joints | joints,
        base.marks | dict(_rows(data, "marks")),
        base.liveries | dict(_rows(data, "livery")),
        base.tools | dict(_rows(data, "tools")),
        (float(swell["from_pa"]), float(swell["to_pa"])) if swell else base.swells_pa,
    )


def _rows(data: dict[str, Any], key: str) -> list[tuple[str, Any]]:
    return list(data.get(key, {}).items())


def _with_own_drawings(part: PartPlan, folder: Path) -> PartPlan:
    """A part of the base; a drawing of the same name in the suit's own folder replaces the base's."""
    path = folder / f"{part.name}.svg"
    return replace(part, svg=path.read_text(encoding="utf-8")) if path.is_file() else part


def _part(name: str, row: dict[str, Any], folder: Path, unit: float) -> PartPlan:
    svg = (folder / f"{name}.svg").read_text(encoding="utf-8")
    width, height = svg_size(svg)

    def place(point: list[float]) -> tuple[float, float]:
        return (point[0] - width / 2) * unit, (point[1] - height / 2) * unit

    extra = {key: (folder / f"{row[key]}.svg").read_text(encoding="utf-8") for key in DRAWINGS if key in row}
    at, swell = row.get("at", (0.0, 0.0)), row.get("swell", (0.0, 0.0))
    return PartPlan(
        name,
        place(row["a"]),
        place(row["b"]),
        (float(at[0]), float(at[1])),
        float(row["round"]),
        float(row["step"]),
        (width * unit, height * unit),
        svg,
        metal=str(row.get("metal", "#ffffff")),
        swell=(float(swell[0]), float(swell[1])),
        **extra,
    )


def svg_size(svg: str) -> tuple[float, float]:
    """The width and height of an SVG's view box, in its units."""
    box = svg.split('viewBox="', 1)[1].split('"', 1)[0].split()
    return float(box[2]), float(box[3])

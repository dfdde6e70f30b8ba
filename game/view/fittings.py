"""Draws what a station file says piece by piece: rails, eyes, restraints, worksites, hatches.

Each piece is a few SVG elements made from its coordinates, in centimetres with y down, so that a rail moved in the
editor is moved in the picture. Widths follow the style of the hull drawings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from game.view.hull import Plate, rastered
from game.view.light import alpha_of, bump_from_luminance, encode_normals, inflate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.sim.spec import EyeSpec, HatchSpec, Point, RailSpec, RestraintSpec, WorksiteSpec

INK = "#1d2733"
METAL, DARK, PALE = "#9aa2ad", "#59626d", "#c6cbd1"
RAIL, RAIL_LIGHT, POST = "#e5b93c", "#fff0b8", "#a98725"
US_RAIL, US_LIGHT, US_POST = "#cda76a", "#f6e6c4", "#b9bec4"
SIGNAL, BRASS = "#d24a36", "#dfb23a"
TUBE_CM = 4.6  # drawn width of a handrail
POST_CM = 5.0  # from rail to foot

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """A small drawing: elements, the box they fill (left, top, right, bottom in cm, y down), and how round it is."""

    body: str
    box: tuple[float, float, float, float]
    round_cm: float = 2.5

    def plate(self, scale: float) -> Plate:
        """The piece rasterised at `scale` px/m, with normals blown up from its silhouette."""
        left, top = math.floor(self.box[0] * scale / 100), math.floor(self.box[1] * scale / 100)
        size = (math.ceil(self.box[2] * scale / 100) - left + 1, math.ceil(self.box[3] * scale / 100) - top + 1)
        unit = 100.0 / scale
        view = f"{left * unit:.3f} {top * unit:.3f} {size[0] * unit:.3f} {size[1] * unit:.3f}"
        head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" viewBox="{view}">'
        picture = rastered(f"{head}{self.body}</svg>", size)
        nx, ny = inflate(alpha_of(picture), max(1.5, self.round_cm * scale / 100))
        bump_x, bump_y = bump_from_luminance(picture, 1.4, 1)
        return Plate(picture, encode_normals(nx * 0.8 + bump_x, ny * 0.8 + bump_y), (left, top))


def _cm(point: Point) -> Pair:
    return point[0] * 100.0, -point[1] * 100.0


def _path(points: Sequence[Pair], *, is_closed: bool = False) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + ("Z" if is_closed else "")


def _box(points: Sequence[Pair], margin: float) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def _stroke(path: str, colour: str, width: float, opacity: float = 1.0, cap: str = "round") -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-opacity="{opacity}" '
        f'stroke-linecap="{cap}" stroke-linejoin="round"/>'
    )


def _fill(path: str, colour: str, edge: float = 1.5, opacity: float = 1.0) -> str:
    return (
        f'<path d="{path}" fill="{colour}" fill-opacity="{opacity}" stroke="{INK}" stroke-width="{edge}" '
        'stroke-linejoin="round"/>'
    )


def _disc(x: float, y: float, radius: float, colour: str, edge: float = 1.4) -> str:
    line = f' stroke="{INK}" stroke-width="{edge}"' if edge else ""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}"{line}/>'


def _along(points: Sequence[Pair], distance: float) -> tuple[Pair, Pair]:
    """The point at an arc distance of a polyline and the unit direction there."""
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        if distance <= length + 1e-6:
            share = distance / length if length else 0.0
            return (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share), ((x1 - x0) / length, (y1 - y0) / length)
        distance -= length
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    return (x1, y1), ((x1 - x0) / length, (y1 - y0) / length)


def rail(spec: RailSpec, towards: Point, *, is_us: bool = False) -> Piece:
    """A handrail with its posts; the feet of the posts point to `towards`, the middle of what the rail stands on.

    On the US segment rails are flat bars of gold anodised metal on white, bolted feet.
    """
    tube, bright, metal = (US_RAIL, US_LIGHT, US_POST) if is_us else (RAIL, RAIL_LIGHT, POST)
    points = [_cm(p) for p in spec.points]
    feet = ""
    aim_x, aim_y = _cm(towards)
    for post in spec.stanchions_m:
        (x, y), (dx, dy) = _along(points, post * 100.0)
        side = 1.0 if (aim_x - x) * -dy + (aim_y - y) * dx >= 0.0 else -1.0
        nx, ny = -dy * side, dx * side
        foot = [
            (x - dx * 2.6, y - dy * 2.6),
            (x + dx * 2.6, y + dy * 2.6),
            (x + dx * 6.2 + nx * POST_CM * 1.7, y + dy * 6.2 + ny * POST_CM * 1.7),
            (x - dx * 6.2 + nx * POST_CM * 1.7, y - dy * 6.2 + ny * POST_CM * 1.7),
        ]
        feet += _fill(_path(foot, is_closed=True), metal, 1.3)
        feet += _disc(x + nx * POST_CM * 1.25, y + ny * POST_CM * 1.25, 1.3, "#5f4c16", 0)
        if is_us:
            pad = [(x + dx * a + nx * b, y + dy * a + ny * b) for a, b in ((-8, 6), (8, 6), (8, 11), (-8, 11))]
            feet += _fill(_path(pad, is_closed=True), PALE, 1.2)
            feet += "".join(_disc(x + dx * a + nx * 8.5, y + dy * a + ny * 8.5, 1.1, "#4b525b", 0) for a in (-5.5, 5.5))
    line = _path(points)
    shine = _path([(x - 1.0, y - 1.2) for x, y in points])
    body = (
        feet
        + _stroke(line, INK, TUBE_CM + 2.4, 0.9)
        + _stroke(line, tube, TUBE_CM)
        + _stroke(shine, bright, 1.2, 0.85)
    )
    collars = ""
    for post in spec.stanchions_m:
        (x, y), (dx, dy) = _along(points, post * 100.0)
        across = _path([(x + dy * 3.2, y - dx * 3.2), (x - dy * 3.2, y + dx * 3.2)])
        collars += _stroke(across, INK, 5.6, 0.85, "butt") + _stroke(across, metal, 3.6, 1.0, "butt")
    return Piece(body + collars, _box(points, 18.0), 2.6)


def eye(spec: EyeSpec) -> Piece:
    """A ring for a hook on its base plate."""
    x, y = _cm(spec.at)
    body = (
        _fill(f"M{x - 7} {y + 1}L{x + 7} {y + 1}L{x + 9} {y + 10}L{x - 9} {y + 10}Z", METAL, 1.3)
        + _disc(x - 5.5, y + 6.5, 1.1, "#3c4550", 0)
        + _disc(x + 5.5, y + 6.5, 1.1, "#3c4550", 0)
        + f'<circle cx="{x}" cy="{y}" r="6.4" fill="none" stroke="{INK}" stroke-width="5.4"/>'
        + f'<circle cx="{x}" cy="{y}" r="6.4" fill="none" stroke="#f0cb57" stroke-width="3"/>'
        + _stroke(f"M{x - 4.6} {y - 4.4}A6.4 6.4 0 0 1 {x + 2.5} {y - 5.9}", RAIL_LIGHT, 1.2, 0.95)
    )
    return Piece(body, (x - 14, y - 12, x + 14, y + 14), 2.0)


def restraint(spec: RestraintSpec) -> Piece:
    """A foot restraint: plate, toe bar, heel clips and its stalk, seen from the side."""
    x, y = _cm(spec.at)
    turn = math.degrees(-spec.angle_rad)
    body = (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f})">'
        + _fill("M-5 6H5L8 26H-8Z", DARK, 1.4)
        + _disc(0, 24, 7.5, METAL)
        + _disc(0, 24, 3.0, DARK, 1.0)
        + _fill("M-30 0H30Q33 0 33 3V6Q33 9 30 9H-30Q-33 9 -33 6V3Q-33 0 -30 0Z", "#b9bec5", 1.6)
        + _stroke("M-28 2.4H28", "#f1f3f5", 1.3, 0.8)
        + _fill("M-26 0V-13Q-26 -17 -22 -17H-6Q-2 -17 -2 -13V0H-6V-12H-22V0Z", BRASS, 1.3)
        + _fill("M6 0V-13Q6 -17 10 -17H26Q30 -17 30 -13V0H26V-12H10V0Z", BRASS, 1.3)
        + "".join(_disc(a, 5, 1.3, "#4b525b", 0) for a in (-28, -14, 0, 14, 28))
        + "</g>"
    )
    return Piece(body, (x - 42, y - 42, x + 42, y + 42), 3.0)


def stalk(start: Point, end: Point) -> Piece:
    """A bracket from a piece that stands off the hull down to its socket on the hull."""
    (x0, y0), (x1, y1) = _cm(start), _cm(end)
    length = math.hypot(x1 - x0, y1 - y0)
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    line = _path([(x0, y0), (x1 + dx * 5, y1 + dy * 5)])
    shine = _path([(x0 - dy * 1.4 - 0.4, y0 + dx * 1.4), (x1 - dy * 1.4 - 0.4, y1 + dx * 1.4)])
    body = (
        _stroke(line, INK, 9.0, 0.9, "butt")
        + _stroke(line, "#aeb4bc", 6.4, 1.0, "butt")
        + _stroke(shine, "#eef1f4", 1.2, 0.8, "butt")
        + _disc(x1 + dx * 2, y1 + dy * 2, 9.5, DARK)
        + _disc(x1 + dx * 2, y1 + dy * 2, 5.5, METAL, 1.0)
        + _disc(x0, y0, 7.0, METAL)
    )
    return Piece(body, _box([(x0, y0), (x1, y1)], 14.0), 3.5)


def worksite(spec: WorksiteSpec) -> Piece:
    """A seat for a unit: base plate with corner guides and the arrow in which a unit is pulled out."""
    x, y = _cm(spec.at)
    turn = math.degrees(-spec.angle_rad)
    corners = "".join(
        _stroke(f"M{a * 22} {b * 15}V{b * 22}H{a * 15}", BRASS, 2.4, 0.95, "butt") for a in (-1, 1) for b in (-1, 1)
    )
    body = (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({turn:.1f})">'
        + _fill("M-25 -25H25V25H-25Z", "#8d939b", 1.6)
        + _fill("M-19 -19H19V19H-19Z", "#70777f", 1.0)
        + corners
        + "".join(_disc(a * 10, b * 10, 2.2, "#2f3740", 1.0) for a in (-1, 1) for b in (-1, 1))
        + _fill("M-7 -3H3V-8L12 0L3 8V3H-7Z", "#aab1ba", 0.8, 0.75)
        + "</g>"
    )
    return Piece(body, (x - 38, y - 38, x + 38, y + 38), 3.0)


def hatch_rim(spec: HatchSpec) -> Piece:
    """The collar and closed door of a hatch, seen straight on, with handle and a ring of bolts."""
    x, y = _cm(spec.at)
    r = spec.radius_m * 100.0
    bolts = "".join(
        f"M{x + (r + 7) * math.cos(a * math.pi / 16):.1f} {y + (r + 7) * math.sin(a * math.pi / 16):.1f}h.1"
        for a in range(32)
    )
    ribs = "".join(
        f"M{x + r * 0.50 * math.cos(a * math.pi / 6):.1f} {y + r * 0.50 * math.sin(a * math.pi / 6):.1f}"
        f"L{x + r * 0.80 * math.cos(a * math.pi / 6):.1f} {y + r * 0.80 * math.sin(a * math.pi / 6):.1f}"
        for a in range(12)
    )
    body = (
        _disc(x, y, r + 13, "#8f949b", 2.0)
        + _disc(x, y, r + 11, "#c7cbcf", 0)
        + _stroke(bolts, "#59606a", 2.8)
        + _disc(x, y, r + 2, "#6c727b", 1.2)
        + _disc(x, y, r - 1, "#dcd8cc", 1.6)
        + f'<circle cx="{x}" cy="{y}" r="{r * 0.84:.1f}" fill="none" stroke="#a8a497" stroke-width="1.6"/>'
        + f'<circle cx="{x}" cy="{y}" r="{r * 0.46:.1f}" fill="#d2cec1" stroke="#a8a497" stroke-width="1.4"/>'
        + _stroke(ribs, "#a8a497", 1.6)
        + _disc(x, y, r * 0.17, "#7b828b")
        + _stroke(f"M{x - r * 0.36:.1f} {y + r * 0.26:.1f}L{x + r * 0.36:.1f} {y - r * 0.26:.1f}", INK, 8.4)
        + _stroke(f"M{x - r * 0.36:.1f} {y + r * 0.26:.1f}L{x + r * 0.36:.1f} {y - r * 0.26:.1f}", SIGNAL, 5.6)
        + _disc(x, y, r * 0.07, "#2f3740", 0)
    )
    return Piece(body, (x - r - 16, y - r - 16, x + r + 16, y + r + 16), 3.0)


def open_hatch(spec: HatchSpec) -> Piece:
    """The same hatch open: the lit airlock behind it, with hoses, a rail and the door swung inwards."""
    x, y = _cm(spec.at)
    r = spec.radius_m * 100.0
    body = (
        _disc(x, y, r + 1, "#14181f", 1.6)
        + _disc(x, y, r - 3, "#2a3039", 0)
        + f'<ellipse cx="{x + r * 0.12:.1f}" cy="{y:.1f}" rx="{r * 0.70:.1f}" ry="{r * 0.74:.1f}" fill="#3d4148"/>'
        + f'<ellipse cx="{x + r * 0.16:.1f}" cy="{y:.1f}" rx="{r * 0.52:.1f}" ry="{r * 0.56:.1f}" fill="#56544d"/>'
        + f'<ellipse cx="{x - r * 0.74:.1f}" cy="{y:.1f}" rx="{r * 0.15:.1f}" ry="{r * 0.58:.1f}" fill="#bdb9ac" '
        f'stroke="{INK}" stroke-width="1.6"/>'
        + _stroke(
            f"M{x - r * 0.3:.1f} {y + r * 0.55:.1f}C{x:.1f} {y + r * 0.2:.1f} {x + r * 0.2:.1f} {y + r * 0.6:.1f} "
            f"{x + r * 0.62:.1f} {y + r * 0.3:.1f}",
            "#7d7f7a",
            4.0,
        )
        + _stroke(f"M{x - r * 0.2:.1f} {y - r * 0.5:.1f}H{x + r * 0.45:.1f}", INK, 6.0)
        + _stroke(f"M{x - r * 0.2:.1f} {y - r * 0.5:.1f}H{x + r * 0.45:.1f}", "#c79f33", 3.8)
        + _disc(x + r * 0.35, y - r * 0.2, r * 0.09, "#fff3cf", 1.0)
    )
    return Piece(body, (x - r - 3, y - r - 3, x + r + 3, y + r + 3), 2.0)

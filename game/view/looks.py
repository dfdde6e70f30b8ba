"""Draws the shapes of a station file by their look: antennas, thrusters, booms, cells, radiators, ports, windows.

As in `fittings`, a piece is made from its outline alone (centimetres, y down), so what blocks a body is what is seen.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.view.fittings import BRASS, DARK, INK, METAL, PALE, Pair, Piece, _box, _cm, _disc, _fill, _path, _stroke

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from game.sim.spec import ShapeSpec

BLANKET, PANEL, CELL, FRAME = "#c9c4b5", "#d8dad8", "#263863", "#c59a55"
SOOT = "#2b2621"
VALVE_RED = "#c8322b"


def piece_of(shape: ShapeSpec, look: str) -> Piece:
    """The picture of a shape; a look without a drawing of its own is a plain bracket."""
    points = [_cm(p) for p in shape.outline]
    return _DRAWINGS.get(look, _plain)(points)


def keep_out(shape: ShapeSpec) -> Piece:
    """The faint striped border of a place not to be entered; stripes and a dashed edge, so that it needs no colour."""
    points = [_cm(p) for p in shape.outline]
    left, top, right, bottom = _box(points, 0.0)
    stripes = ""
    step = 22.0
    start = left + top
    while start < right + bottom:
        cut = sorted(_crossings(points, start))
        for a, b in zip(cut[::2], cut[1::2], strict=False):
            stripes += f"M{a:.1f} {start - a:.1f}L{b:.1f} {start - b:.1f}"
        start += step
    body = _stroke(stripes, BRASS, 4.0, 0.13, "butt") if stripes else ""
    edge = f'stroke="{BRASS}" stroke-width="2" stroke-opacity="0.4" stroke-dasharray="10 8"'
    body += f'<path d="{_path(points, is_closed=True)}" fill="none" {edge}/>'
    return Piece(body, _box(points, 3.0), 1.0)


def _crossings(points: Sequence[Pair], total: float) -> list[float]:
    """The x at which the line x + y = total crosses a polygon's edges."""
    found = []
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        d0, d1 = x0 + y0 - total, x1 + y1 - total
        if (d0 < 0.0) != (d1 < 0.0):
            found.append(x0 + (x1 - x0) * d0 / (d0 - d1))
    return found


def _frame(points: Sequence[Pair]) -> tuple[Pair, Pair, Pair, float, float]:
    """The box along a shape's longest edge: its middle, unit vectors along and across, half length, half width."""
    edges = list(zip(points, [*points[1:], points[0]], strict=True))
    (x0, y0), (x1, y1) = max(edges, key=lambda e: math.hypot(e[1][0] - e[0][0], e[1][1] - e[0][1]))
    length = math.hypot(x1 - x0, y1 - y0)
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    if ux < -1e-6 or (abs(ux) <= 1e-6 and uy < 0):
        ux, uy = -ux, -uy
    vx, vy = -uy, ux
    a = [x * ux + y * uy for x, y in points]
    b = [x * vx + y * vy for x, y in points]
    ma, mb = (min(a) + max(a)) / 2, (min(b) + max(b)) / 2
    middle = (ma * ux + mb * vx, ma * uy + mb * vy)
    return middle, (ux, uy), (vx, vy), (max(a) - min(a)) / 2, (max(b) - min(b)) / 2


def _in_frame(
    points: Sequence[Pair], draw: Callable[[float, float], str], margin: float = 6.0, round_cm: float = 3.0
) -> Piece:
    """A drawing made in the shape's own frame: x along its longest edge, half length and half width given."""
    middle, along, _, half_long, half_wide = _frame(points)
    turn = math.degrees(math.atan2(along[1], along[0]))
    body = (
        f'<g transform="translate({middle[0]:.1f} {middle[1]:.1f}) rotate({turn:.2f})">{draw(half_long, half_wide)}</g>'
    )
    return Piece(body, _box(points, margin), round_cm)


def _rect(x: float, y: float, w: float, h: float, colour: str, edge: float = 1.2, rx: float = 0.0) -> str:
    line = f' stroke="{INK}" stroke-width="{edge}"' if edge else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="{rx}" fill="{colour}"{line}/>'


def _inset(half_long: float, half_wide: float, fill: str, edge: str, rx: float) -> str:
    return (
        f'<rect x="{-half_long:.1f}" y="{-half_wide:.1f}" width="{2 * half_long:.1f}" height="{2 * half_wide:.1f}" '
        f'rx="{rx}" fill="{fill}" stroke="{edge}" stroke-width="1"/>'
    )


def _ellipse(x: float, y: float, rx: float, ry: float, fill: str, opacity: float) -> str:
    size = f'cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}"'
    return f'<ellipse {size} fill="{fill}" fill-opacity="{opacity}"/>'


def _plain(points: Sequence[Pair]) -> Piece:
    """A machined bracket: outline, a lighter inner edge, bolts at the ends."""
    middle, along, _, half_long, half_wide = _frame(points)
    body = _fill(_path(points, is_closed=True), METAL, 1.6)
    if half_wide > 3.0:
        ends = [(middle[0] + along[0] * d, middle[1] + along[1] * d) for d in (-half_long + 5, half_long - 5)]
        body += "".join(_disc(x, y, min(2.2, half_wide * 0.4), "#4b525b", 0) for x, y in ends)
    return Piece(body, _box(points, 4.0), 3.0)


def _container(points: Sequence[Pair]) -> Piece:
    def draw(a: float, b: float) -> str:
        corners = "".join(_disc(i * (a - 6), j * (b - 6), 1.8, "#5f5c52", 0) for i in (-1, 1) for j in (-1, 1))
        return (
            _rect(-a, -b, 2 * a, 2 * b, BLANKET, 1.8, 4)
            + _inset(a - 4, b - 4, "none", "#86826f", 3)
            + _stroke(f"M{-a + 5:.1f} {-b + 2:.1f}H{a - 5:.1f}", "#ffffff", 1.3, 0.5)
            + corners
        )

    return _in_frame(points, draw, round_cm=6.0)


def _antenna(points: Sequence[Pair]) -> Piece:
    """A white rod or paddle with a darker foot, in the outline's shape."""
    left, top, right, bottom = _box(points, 0.0)
    body = _fill(_path(points, is_closed=True), "#d9dbda", 1.7)
    inner = [
        ((x - (left + right) / 2) * 0.62 + (left + right) / 2, (y - (top + bottom) / 2) * 0.80 + (top + bottom) / 2)
        for x, y in points
    ]
    body += _stroke(_path(inner, is_closed=True), "#8f969e", 1.0, 0.8)
    return Piece(body, _box(points, 5.0), 4.0)


def _boom(points: Sequence[Pair]) -> Piece:
    """A tube boom in its outline: pale segments between dark joints."""
    middle, along, across, half_long, half_wide = _frame(points)
    body = _fill(_path(points, is_closed=True), "#d3d4d0", 1.8)
    count = max(3, round(half_long * 2 / 60))
    bands = ""
    for i in range(count + 1):
        d = -half_long + 2 * half_long * i / count
        line = [
            (middle[0] + along[0] * d + across[0] * w, middle[1] + along[1] * d + across[1] * w) for w in (-400, 400)
        ]
        hits = _inside(points, line[0], line[1])
        for a, b in hits:
            bands += f"M{a[0]:.1f} {a[1]:.1f}L{b[0]:.1f} {b[1]:.1f}"
    body += (
        _stroke(bands, INK, 9.0, 0.85, "butt")
        + _stroke(bands, METAL, 6.6, 1.0, "butt")
        + _stroke(bands, "#eef0f2", 1.4, 0.6, "butt")
    )
    middle_line = _path([(middle[0] + along[0] * d, middle[1] + along[1] * d) for d in (-half_long + 4, half_long - 4)])
    if max(half_wide, 1.0) < 30.0:
        body += _stroke(middle_line, "#8f969e", 2.2, 0.7) + _stroke(middle_line, "#ffffff", 0.8, 0.6)
        ends = [(middle[0] + along[0] * d, middle[1] + along[1] * d) for d in (-half_long + 5, half_long - 5)]
        body += "".join(_disc(x, y, min(6.0, half_wide * 0.6), DARK, 1.2) for x, y in ends)
    body += _stroke(_path(points, is_closed=True), INK, 1.6, 0.9)
    return Piece(body, _box(points, 6.0), 7.0)


def _inside(points: Sequence[Pair], start: Pair, end: Pair) -> list[tuple[Pair, Pair]]:
    """The pieces of a line that lie inside a polygon."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    cuts = []
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        ex, ey = x1 - x0, y1 - y0
        slope = dx * ey - dy * ex
        if abs(slope) < 1e-9:
            continue
        t = ((x0 - start[0]) * ey - (y0 - start[1]) * ex) / slope
        s = ((x0 - start[0]) * dy - (y0 - start[1]) * dx) / slope
        if 0.0 <= s < 1.0 and 0.0 <= t <= 1.0:
            cuts.append(t)
    cuts.sort()
    return [
        ((start[0] + dx * a, start[1] + dy * a), (start[0] + dx * b, start[1] + dy * b))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]


def _cells(points: Sequence[Pair]) -> Piece:
    """A wing seen almost edge-on: rows of cells between gold frames, the beam along its middle."""

    def draw(a: float, b: float) -> str:
        count = max(3, round(a * 2 / 28))
        width = 2 * a / count
        out = _rect(-a, -b, 2 * a, 2 * b, "#8a6a38", 1.6, 1.5)
        for i in range(count):
            x = -a + i * width
            out += _rect(x + 1.2, -b + 1.4, width - 2.4, 2 * b - 2.8, (CELL, "#22335a", "#2d4275")[i % 3], 0)
            out += _stroke(f"M{x + 3:.1f} {-b + 3:.1f}H{x + width - 3:.1f}", "#8fb0e8", 0.9, 0.6)
        out += _stroke(f"M{-a:.1f} 0H{a:.1f}", "#d9b36c", 1.6, 0.9) if b > 5.0 else ""
        return out + _disc(0, 0, max(5.0, b * 0.9), METAL) + _disc(0, 0, max(2.4, b * 0.4), DARK, 0.8)

    return _in_frame(points, draw, round_cm=2.0)


def _radiator(points: Sequence[Pair]) -> Piece:
    def draw(a: float, b: float) -> str:
        count = max(2, round(a * 2 / 60))
        width = 2 * a / count
        out = ""
        for i in range(count):
            out += _rect(-a + i * width + 0.8, -b, width - 1.6, 2 * b, "#eceeec", 1.3, 1.5)
            out += _stroke(f"M{-a + i * width + 4:.1f} 0H{-a + (i + 1) * width - 4:.1f}", "#a4a9ad", 1.0, 0.8)
        return out

    return _in_frame(points, draw, round_cm=3.0)


def _panel(points: Sequence[Pair]) -> Piece:
    """A rigid access panel: bolted edge, corner handles, a data plate."""

    def draw(a: float, b: float) -> str:
        bolts = ""
        for i in range(5):
            d = -a + 6 + (2 * a - 12) * i / 4
            bolts += f"M{d:.1f} {-b + 4.5:.1f}h.1M{d:.1f} {b - 4.5:.1f}h.1"
        for i in range(1, 4):
            d = -b + 4.5 + (2 * b - 9) * i / 4
            bolts += f"M{-a + 4.5:.1f} {d:.1f}h.1M{a - 4.5:.1f} {d:.1f}h.1"
        return (
            _rect(-a, -b, 2 * a, 2 * b, PANEL, 1.7, 3)
            + _inset(a - 8, b - 8, "#cdcfcd", "#8d929a", 2)
            + _stroke(bolts, "#565d66", 2.6)
            + _rect(-a + 12, b - 20, 22, 8, "#b9b28e", 0.8, 1)
            + _stroke(f"M{-a + 15:.1f} {b - 16:.1f}h14", "#4f545b", 1.0, 0.7)
            + _stroke(f"M{-a + 3:.1f} {-b + 2:.1f}H{a - 3:.1f}", "#ffffff", 1.3, 0.6)
        )

    return _in_frame(points, draw, round_cm=4.0)


def _thruster(points: Sequence[Pair]) -> Piece:
    """A block of small nozzles with soot around them and a warning stripe."""
    left, top, right, bottom = _box(points, 0.0)
    w, h = right - left, bottom - top
    nozzles = ""
    for i in range(3):
        x = left + w * (0.2 + 0.3 * i)
        nozzles += _disc(x, top + h * 0.36, min(w, h) * 0.15, "#767d86") + _disc(
            x, top + h * 0.36, min(w, h) * 0.09, "#17191d", 0
        )
    s = h * 0.18
    stripes = "".join(
        f"M{left + w * i / 6:.1f} {bottom - 3:.1f}l{s:.1f} {-s:.1f}h{w / 12:.1f}l{-s:.1f} {s:.1f}Z" for i in range(6)
    )
    body = (
        _fill(_path(points, is_closed=True), "#aeb1a6", 1.7)
        + _rect(left + 3, bottom - 3 - h * 0.18, w - 6, h * 0.18, BRASS, 0)
        + f'<path d="{stripes}" fill="#2b3138"/>'
        + nozzles
        + _ellipse(left + w / 2, top + h * 0.36, w * 0.46, h * 0.3, SOOT, 0.22)
        + _stroke(f"M{left + 3:.1f} {top + 2:.1f}H{right - 3:.1f}", "#ffffff", 1.3, 0.4)
    )
    return Piece(body, _box(points, 5.0), 5.0)


def _engine(points: Sequence[Pair]) -> Piece:
    """A dark bell with its stiffening rings."""
    left, top, right, bottom = _box(points, 0.0)
    body = _fill(_path(points, is_closed=True), "#4a4f57", 1.8)
    for share in (0.25, 0.5, 0.75):
        x = left + (right - left) * share
        for a, b in _inside(points, (x, top - 50), (x, bottom + 50)):
            body += _stroke(f"M{a[0]:.1f} {a[1] + 2:.1f}L{b[0]:.1f} {b[1] - 2:.1f}", "#23272d", 1.6, 0.8, "butt")
            body += _stroke(
                f"M{a[0] + 1.6:.1f} {a[1] + 2:.1f}L{b[0] + 1.6:.1f} {b[1] - 2:.1f}", "#8b9199", 0.9, 0.7, "butt"
            )
    return Piece(body, _box(points, 5.0), 12.0)


def _port(points: Sequence[Pair]) -> Piece:
    """A docking ring seen from the side: flanges with bolts."""
    left, top, right, bottom = _box(points, 0.0)
    body = _fill(_path(points, is_closed=True), "#8b929b", 1.8)
    is_sideways = bottom - top > right - left
    count = 3
    for i in range(count):
        share = (i + 0.5) / count
        if is_sideways:
            x = left + (right - left) * share
            line = f"M{x:.1f} {top + 2:.1f}V{bottom - 2:.1f}"
        else:
            y = top + (bottom - top) * share
            line = f"M{left + 2:.1f} {y:.1f}H{right - 2:.1f}"
        body += _stroke(line, (PALE, "#5b626c", PALE)[i], 3.0, 0.8, "butt")
    return Piece(body, _box(points, 5.0), 8.0)


def _ring(points: Sequence[Pair]) -> Piece:
    """Nothing of its own: a ring around a hatch is drawn with the hatch."""
    return Piece("", _box(points, 1.0))


def _window(points: Sequence[Pair]) -> Piece:
    """A pane in a bolted rim."""
    left, top, right, bottom = _box(points, 0.0)
    x, y, r = (left + right) / 2, (top + bottom) / 2, (right - left) / 2
    bolts = "".join(
        f"M{x + (r + 5) * math.cos(a * math.pi / 6):.1f} {y + (r + 5) * math.sin(a * math.pi / 6):.1f}h.1"
        for a in range(12)
    )
    body = (
        _disc(x, y, r + 9, "#8f949b", 1.7)
        + _disc(x, y, r + 7, "#c3c7cc", 0)
        + _stroke(bolts, "#59606a", 2.4)
        + _disc(x, y, r + 2, "#4f5660", 1.0)
        + _disc(x, y, r, "#0f1b2b", 0)
        + _stroke(
            f"M{x - r * 0.7:.1f} {y + r * 0.1:.1f}"
            f"A{r * 0.72:.1f} {r * 0.72:.1f} 0 0 1 {x + r * 0.1:.1f} {y - r * 0.7:.1f}",
            "#86b7e8",
            max(1.4, r * 0.14),
            0.75,
        )
        + _ellipse(x + r * 0.22, y + r * 0.26, r * 0.52, r * 0.52, "#24405f", 0.8)
    )
    return Piece(body, _box(points, 13.0), 2.5)


def _valve(points: Sequence[Pair]) -> Piece:
    """A hand wheel on its stem, with an arrow to turn it by."""
    left, top, right, bottom = _box(points, 0.0)
    x, y, r = (left + right) / 2, (top + bottom) / 2, min(right - left, bottom - top) / 2
    spokes = "".join(
        f"M{x:.1f} {y:.1f}L{x + r * 0.82 * math.cos(a):.1f} {y + r * 0.82 * math.sin(a):.1f}"
        for a in (0.5, 0.5 + math.tau / 3, 0.5 + 2 * math.tau / 3)
    )
    far = r * 1.25
    arrow = f"M{x - far:.1f} {y:.1f}A{far:.1f} {far:.1f} 0 0 1 {x:.1f} {y - far:.1f}l-6 -4m6 4l-5 5"
    wheel = f"M{x - r * 0.82:.1f} {y:.1f}" + f"a{r * 0.82:.1f} {r * 0.82:.1f} 0 1 1 {r * 1.64:.1f} 0" + (
        f"a{r * 0.82:.1f} {r * 0.82:.1f} 0 1 1 {-r * 1.64:.1f} 0"
    )
    body = (
        _disc(x, y, r * 1.42, PANEL, 1.4)
        + _stroke(arrow, VALVE_RED, 2.6)
        + _stroke(wheel + spokes, INK, r * 0.36)
        + _stroke(wheel + spokes, VALVE_RED, r * 0.22)
        + _disc(x, y, r * 0.24, METAL, 1.2)
    )
    return Piece(body, (left - r * 0.5, top - r * 0.5, right + r * 0.5, bottom + r * 0.5), 3.0)


_DRAWINGS: dict[str, Callable[[Sequence[Pair]], Piece]] = {
    "plain": _plain,
    "antenna": _antenna,
    "dish": _antenna,
    "boom": _boom,
    "mast": _boom,
    "box": _container,
    "cells": _cells,
    "engine": _engine,
    "panel": _panel,
    "port": _port,
    "radiator": _radiator,
    "ring": _ring,
    "thruster": _thruster,
    "valve": _valve,
    "window": _window,
}

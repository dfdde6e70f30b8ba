"""A small plot: a line over EVA time, the plan dotted, the best run dashed, nights shaded, events as marks."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.view.pen import Pen
from game.view.theme import Colour, Palette
from game.view.vector import drawing, fill_of, stroke_of

POINT_LIMIT = 400  # more cannot be seen
MARK_PX = 15.0

Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class PlotMark:
    """Something that happened at an EVA second; `kind` (break, slip, alarm, step, lost) has a shape of its own."""

    at_s: float
    kind: str


@dataclass(frozen=True, slots=True)
class Series:
    """A quantity over EVA seconds, with what it is measured against."""

    label: str
    unit: str
    points: Curve
    plan: Curve = ()
    best: Curve = ()
    marks: tuple[PlotMark, ...] = ()
    nights: tuple[tuple[float, float], ...] = ()
    low: float | None = None
    high: float | None = None
    last_s: float = 0.0  # the axis reaches at least so far, so that plots below each other share their times
    limit: float | None = None  # a value that should be kept, drawn as a line
    decimals: int = 0
    is_stepped: bool = False
    shows_last: bool = True


def mark_shape(kind: str, x: float, y: float, palette: Palette) -> str:
    """The shape of a mark with its middle at (x, y): told apart without colour."""
    r = MARK_PX / 2
    if kind == "break":
        return f'<path d="M{x:.1f} {y - r:.1f} l{r:.1f} {2 * r:.1f} h{-2 * r:.1f} Z" {fill_of(palette.warn)}/>'
    if kind == "alarm":
        return f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r}" height="{2 * r}" {fill_of(palette.alarm)}/>'
    if kind in ("slip", "lost"):
        cross = f"M{x - r:.1f} {y - r:.1f} L{x + r:.1f} {y + r:.1f} M{x + r:.1f} {y - r:.1f} L{x - r:.1f} {y + r:.1f}"
        return f'<path d="{cross}" fill="none" {stroke_of(palette.warn, 4)}/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r * 0.72:.1f}" {fill_of(palette.ok)}/>'


def paint_plot(pen: Pen, series: Series, size: tuple[int, int], colour: Colour | None = None) -> pygame.Surface:
    """The plot as a picture of `size`, its label above."""
    letters, palette = pen.letters, pen.palette
    colour = colour or palette.accent
    sheet = pen.sheet(size)
    top = letters.height("label") + 6
    foot = letters.height("label")
    if len(series.points) < 2:
        letters.put(sheet, series.label, (0, 0), "label", palette.dim)
        return sheet
    axes = _Axes(series)
    texts = [pen.text.number(value, series.decimals) for value in (axes.high, axes.low)]
    left = max(letters.width(text, "label") for text in (*texts, pen.text.number(0.0, 2))) + 12  # plots stand in line
    axes.area = pygame.Rect(left, top, size[0] - left - 8, size[1] - top - foot - 8)
    sheet.blit(drawing(_body(series, axes, palette, colour), size), (0, 0))
    used = 0
    if series.shows_last:
        now = pen.text.number(series.points[-1][1], series.decimals)
        used = letters.put(sheet, f"{now} {series.unit}".strip(), (size[0], 0), "label", palette.text, align=1)
    letters.put(sheet, series.label, (0, 0), "label", palette.dim, width=size[0] - used - 16)
    area = axes.area
    letters.put(sheet, texts[0], (left - 10, area.y - 6), "label", palette.dim, align=1)
    letters.put(sheet, texts[1], (left - 10, area.bottom - foot + 4), "label", palette.dim, align=1)
    letters.put(sheet, pen.text.span(axes.first / 60.0), (area.x, area.bottom + 6), "label", palette.dim)
    letters.put(sheet, pen.text.span(axes.last / 60.0), (area.right, area.bottom + 6), "label", palette.dim, align=1)
    return sheet


class _Axes:
    """Where a time and a value lie."""

    def __init__(self, series: Series) -> None:
        everything = [*series.points, *series.plan, *series.best]
        values = [value for _, value in everything]
        self.low = min(values) if series.low is None else series.low
        high = max(values) if series.high is None else series.high
        self.high = high if high > self.low else self.low + 1
        times = [t for t, _ in everything]
        self.first = min(0.0, *times)
        self.last = max(*times, series.last_s, self.first + 1)
        self.area = pygame.Rect(0, 0, 1, 1)

    def x(self, t: float) -> float:
        share = (min(self.last, max(self.first, t)) - self.first) / (self.last - self.first)
        return self.area.x + share * self.area.width

    def y(self, value: float) -> float:
        share = (min(self.high, max(self.low, value)) - self.low) / (self.high - self.low)
        return self.area.bottom - share * self.area.height

    def line(self, points: Curve, *, is_stepped: bool = False) -> str:
        """The points of a polyline."""
        step = max(1, len(points) // POINT_LIMIT)
        kept = [*points[::step], points[-1]]
        found: list[str] = []
        before = self.y(kept[0][1])
        for t, value in kept:
            x, y = self.x(t), self.y(value)
            if is_stepped:
                found.append(f"{x:.1f},{before:.1f}")
            found.append(f"{x:.1f},{y:.1f}")
            before = y
        return " ".join(found)


def _body(series: Series, axes: _Axes, palette: Palette, colour: Colour) -> str:
    area = axes.area
    parts = [
        f'<rect x="{axes.x(begin):.1f}" y="{area.y}" width="{max(1.0, axes.x(end) - axes.x(begin)):.1f}" '
        f'height="{area.height}" {fill_of((*palette.shadow, 110))}/>'
        for begin, end in series.nights
    ]
    axes_line = stroke_of(palette.track, 2)
    parts.append(f'<path d="M{area.x} {area.y} V{area.bottom} H{area.right}" fill="none" {axes_line}/>')
    level = axes.y(series.limit) if series.limit is not None else float(area.centery)
    edge = (*palette.warn, 150) if series.limit is not None else (*palette.dim, 40)
    parts.append(f'<path d="M{area.x} {level:.1f} H{area.right}" fill="none" {stroke_of(edge, 1.5)}/>')
    line = axes.line(series.points, is_stepped=series.is_stepped)
    start_x, end_x = axes.x(series.points[0][0]), axes.x(series.points[-1][0])
    parts.append(
        f'<polygon points="{start_x:.1f},{area.bottom} {line} {end_x:.1f},{area.bottom}" {fill_of((*colour, 40))}/>'
    )
    if len(series.plan) > 1:
        dots = stroke_of(palette.dim, 2.5)
        parts.append(f'<polyline points="{axes.line(series.plan)}" fill="none" {dots} stroke-dasharray="2 8"/>')
    if len(series.best) > 1:
        thin = stroke_of(palette.sun, 2.5)
        parts.append(f'<polyline points="{axes.line(series.best)}" fill="none" {thin} stroke-dasharray="14 6"/>')
    parts.append(f'<polyline points="{line}" fill="none" {stroke_of(colour, 4)}/>')
    x, y = end_x, axes.y(series.points[-1][1])
    parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" {fill_of(palette.text)}/>')
    base = area.bottom - MARK_PX / 2 - 2
    parts += [mark_shape(mark.kind, axes.x(mark.at_s), base, palette) for mark in series.marks]
    return "".join(parts)

"""A small plot: one line over EVA time, the plan dashed, axis figures at the ends, events as marks."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.view.pen import Pen
from game.view.text import hours_minutes
from game.view.theme import Colour
from game.view.vector import drawing, fill_of, stroke_of

POINT_LIMIT = 400  # more cannot be seen


@dataclass(frozen=True, slots=True)
class Series:
    """A quantity over EVA seconds. `plan` is a second line; `marks` are times worth a tick (slips, alarms)."""

    label: str
    unit: str
    points: tuple[tuple[float, float], ...]
    plan: tuple[tuple[float, float], ...] = ()
    marks: tuple[float, ...] = ()
    low: float | None = None
    high: float | None = None
    decimals: int = 0


def paint_plot(pen: Pen, series: Series, size: tuple[int, int], colour: Colour | None = None) -> pygame.Surface:
    """The plot as a picture of `size`, its label above."""
    letters, palette = pen.letters, pen.palette
    colour = colour or palette.accent
    sheet = pen.sheet(size)
    top = letters.height("label") + 6
    foot = letters.height("label")
    everything = [*series.points, *series.plan]
    if len(series.points) < 2:
        letters.put(sheet, series.label, (0, 0), "label", palette.dim)
        return sheet
    values = [value for _, value in everything]
    low = min(values) if series.low is None else series.low
    high = max(values) if series.high is None else series.high
    high = high if high > low else low + 1
    ends = [t for t, _ in everything]
    first = min(ends)
    last = max(*ends, first + 1)
    texts = [pen.text.number(value, series.decimals) for value in (high, low)]
    left = max(letters.width(text, "label") for text in texts) + 12
    area = pygame.Rect(left, top, size[0] - left - 6, size[1] - top - foot - 6)

    def spot(t: float, value: float) -> tuple[float, float]:
        x = area.x + (t - first) / (last - first) * area.width
        return x, area.bottom - (min(high, max(low, value)) - low) / (high - low) * area.height

    def path(points: tuple[tuple[float, float], ...]) -> str:
        step = max(1, len(points) // POINT_LIMIT)
        kept = [*points[::step], points[-1]]
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in (spot(*point) for point in kept))

    body = f'<path d="M{area.x} {area.y} V{area.bottom} H{area.right}" fill="none" {stroke_of(palette.track, 2)}/>'
    middle = area.centery
    body += f'<path d="M{area.x} {middle} H{area.right}" fill="none" {stroke_of((*palette.dim, 40), 1)}/>'
    line = path(series.points)
    end_x = spot(*series.points[-1])[0]
    start_x = spot(*series.points[0])[0]
    body += f'<polygon points="{start_x:.1f},{area.bottom} {line} {end_x:.1f},{area.bottom}" {fill_of((*colour, 40))}/>'
    for mark in series.marks:
        x = spot(mark, low)[0]
        body += f'<path d="M{x:.1f} {area.bottom} l-7 13 h14 Z" {fill_of(palette.warn)}/>'
    if len(series.plan) > 1:
        body += (
            f'<polyline points="{path(series.plan)}" fill="none" {stroke_of(palette.dim, 2.5)} stroke-dasharray="2 8"/>'
        )
    body += f'<polyline points="{line}" fill="none" {stroke_of(colour, 4)}/>'
    x, y = spot(*series.points[-1])
    body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" {fill_of(palette.text)}/>'
    sheet.blit(drawing(body, size), (0, 0))
    now = pen.text.number(series.points[-1][1], series.decimals)
    used = letters.put(sheet, f"{now} {series.unit}", (size[0], 0), "label", palette.text, align=1)
    letters.put(sheet, series.label, (0, 0), "label", palette.dim, width=size[0] - used - 16)
    letters.put(sheet, texts[0], (left - 10, area.y - 4), "label", palette.dim, align=1)
    letters.put(sheet, texts[1], (left - 10, area.bottom - foot + 4), "label", palette.dim, align=1)
    letters.put(sheet, hours_minutes(first), (area.x, area.bottom + 6), "label", palette.dim)
    letters.put(sheet, hours_minutes(last), (area.right, area.bottom + 6), "label", palette.dim, align=1)
    return sheet

"""The panel of power: what the new arrays give now, in words and figures, and control's plot of it over the walk."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.sim.frame import Frame
from game.view.hud_parts import PowerPart
from game.view.hud_status import orbit_width
from game.view.pen import Pen
from game.view.vector import drawing, fill_of, stroke_of
from game.view.walk_log import Curve

PLOT_POINTS = 60
PLOT_PX = 84
DARK = 0.05  # share of sunlight below which it is night for an array
STATE_ICONS = {"unplugged": "cross", "night": "moon", "sun": "sun"}


def power_part(frame: Frame, curve: Curve = ()) -> PowerPart | None:
    """The panel's values; None where no array gives power, and before the first one has begun to open."""
    arrays = [panel for panel in frame.panels if panel.most_w > 0.0]
    if not any(panel.opened > 0.0 for panel in arrays):
        return None
    most = sum(panel.most_w for panel in arrays)
    now = sum(panel.power_w for panel in arrays)
    return PowerPart(
        now_w=round(now / 10) * 10,
        most_w=round(most),
        state=_state(frame),
        share=round(now / most * 100),
        plot=_plot(curve, frame.eva_s, now, most),
    )


def _state(frame: Frame) -> str:
    open_ones = [panel for panel in frame.panels if panel.most_w > 0.0 and panel.opened > 0.0]
    if not any(panel.is_plugged for panel in open_ones):
        return "unplugged"
    return "night" if frame.orbit is not None and frame.orbit.light < DARK else "sun"


def _plot(curve: Curve, now_s: float, now_w: float, most_w: float) -> tuple[int, ...]:
    """Even steps from the first note to now, each with the last value noted before it."""
    if not curve or now_s <= curve[0][0]:
        return ()
    first = curve[0][0]
    values, place = [], 0
    for step in range(PLOT_POINTS):
        at = first + (now_s - first) * step / (PLOT_POINTS - 1)
        while place + 1 < len(curve) and curve[place + 1][0] <= at:
            place += 1
        values.append(round(curve[place][1] / most_w * 100))
    values[-1] = round(now_w / most_w * 100)
    return tuple(values)


def paint_power(pen: Pen, part: PowerPart) -> pygame.Surface:
    """Title and figure, what it depends on now, and the plot; with large text without the plot."""
    theme, palette, letters, text = pen.theme, pen.palette, pen.letters, pen.text
    width, pad = orbit_width(pen), theme.px(20)
    inner = width - 2 * pad
    has_plot = not theme.is_large and len(part.plot) > 1
    size = theme.art(28)
    figure = text.t("unit.w", value=text.number(part.now_w))
    words = text.t(f"hud.power.{part.state}", share=part.share)
    room = inner - size - theme.px(10)
    words_height = letters.block_height(words, "small", room, 2)
    title = text.t("hud.power")
    is_beside = letters.width(title, "strong") + theme.px(12) + letters.width(figure, "figure") <= inner
    title_height = letters.block_height(title, "strong", inner, 2)
    head = max(title_height, letters.height("figure")) if is_beside else title_height + letters.height("figure")
    height = theme.px(14) + head + theme.px(6) + words_height + theme.px(14)
    height += PLOT_PX + theme.px(10) if has_plot else 0
    panel = pen.panel((width, height))
    y = theme.px(14)
    at = (width - pad, y) if is_beside else (pad, y + title_height)
    letters.put(panel, figure, at, "figure", palette.text, align=int(is_beside))
    letters.block(panel, title, (pad, y), "strong", palette.text, width=inner, limit=2)
    y += head + theme.px(6)
    colour = {"sun": palette.sun, "night": palette.night}.get(part.state, palette.warn)
    panel.blit(pen.icon(STATE_ICONS[part.state], size, colour), (pad, y + (letters.height("small") - size) // 2))
    letters.block(panel, words, (pad + size + theme.px(10), y), "small", palette.text, width=room, limit=2)
    y += words_height + theme.px(10)
    if has_plot:
        top = text.t("unit.w", value=text.number(part.most_w))
        left = letters.width(top, "label") + theme.px(10)
        panel.blit(drawing(_curve(pen, part.plot, (inner - left, PLOT_PX)), (inner - left, PLOT_PX)), (pad + left, y))
        letters.put(panel, top, (pad + left - theme.px(8), y - 4), "label", palette.dim, align=1)
        letters.put(panel, "0", (pad + left - theme.px(8), y + PLOT_PX - letters.height("label")), "label", palette.dim,
                    align=1)  # fmt: skip
    return panel


def _curve(pen: Pen, plot: Sequence[int], size: tuple[int, int]) -> str:
    """Axes, a dotted line at the most, the filled curve, and a dot at its end."""
    palette, (width, height) = pen.palette, size
    low, high = height - 8.0, 8.0

    def at(place: int, value: int) -> tuple[float, float]:
        return 2 + (width - 12) * place / (len(plot) - 1), low - (low - high) * value / 100

    points = [at(place, value) for place, value in enumerate(plot)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<path d="M2 2 V{low} H{width - 2}" fill="none" {stroke_of(palette.track, 2)}/>'
        f'<path d="M2 {high} H{width - 10}" fill="none" {stroke_of(palette.dim, 1.5)} stroke-dasharray="2 7"/>'
        f'<polygon points="2,{low} {line} {x:.1f},{low}" {fill_of((*palette.sun, 60))}/>'
        f'<polyline points="{line}" fill="none" {stroke_of(palette.sun, 3.5)}/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" {fill_of(palette.text)}/>'
    )

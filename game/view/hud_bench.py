"""The panels of a lab: time, length and pull of each line, speed and spin of each body, and what the lab is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.view.bench import TITLE_KEY

if TYPE_CHECKING:
    import pygame

    from game.view.hud_parts import BenchBody, BenchLine, BenchPart
    from game.view.pen import Pen

ROWS_LARGE = 3  # with large text only so many rows fit


def bench_width(pen: Pen) -> int:
    """The width of the measuring panel, px."""
    return pen.theme.px(520)


def time_at(pen: Pen) -> tuple[int, int]:
    """Where the running seconds go, from the panel's top left corner."""
    return pen.theme.px(20), pen.theme.px(10) + pen.letters.height("label")


def paint_bench(pen: Pen, part: BenchPart) -> pygame.Surface:
    """The panel without its running seconds."""
    theme, letters, palette, text = pen.theme, pen.letters, pen.palette, pen.text
    width, pad = bench_width(pen), theme.px(20)
    row = letters.height("label") + letters.height("strong") + theme.px(20)
    slim = letters.height("label") + letters.height("strong") + theme.px(8)
    lines, bodies = part.lines, part.bodies
    if theme.is_large:
        lines = lines[:ROWS_LARGE]
        bodies = bodies[: max(0, ROWS_LARGE - len(lines))]
    top = theme.px(12) + letters.height("label") + letters.height("clock") + theme.px(6)
    panel = pen.panel((width, top + row * len(lines) + slim * len(bodies) + theme.px(10)))
    letters.put(panel, text.t("hud.bench.time"), (pad, theme.px(12)), "label", palette.dim)
    y = top
    for number, line in enumerate(lines, start=1):
        name = text.t(line.key) if text.has(line.key) else text.t(TITLE_KEY)
        if not text.has(line.key) and len(part.lines) > 1:
            name = f"{name} {number}"
        _line(pen, panel, y, name, line)
        y += row
    for body in bodies:
        _body(pen, panel, y, body)
        y += slim
    return panel


def _line(pen: Pen, panel: pygame.Surface, y: int, name: str, line: BenchLine) -> None:
    """Name and largest pull; length of limit and the pull now; a bar of the one against the other."""
    theme, letters, palette, text = pen.theme, pen.letters, pen.palette, pen.text
    pad, width = theme.px(20), panel.get_width()
    largest = text.t("hud.bench.most", value=_newtons(pen, line.most_n))
    used = letters.put(panel, largest, (width - pad, y), "label", palette.dim, align=1)
    letters.put(panel, name, (pad, y), "label", palette.dim, width=width - 2 * pad - used - theme.px(12))
    y += letters.height("label")
    length = text.t("hud.bench.length", length=text.number(line.length_m, 2), limit=text.number(line.limit_m, 2))
    letters.put(panel, length, (pad, y), "strong", palette.text)
    pull = _newtons(pen, line.tension_n) if line.is_taut else text.t("hud.bench.slack")
    letters.put(panel, pull, (width - pad, y), "strong", palette.text if line.is_taut else palette.dim, align=1)
    y += letters.height("strong") + theme.px(2)
    share = line.tension_n / line.most_n if line.most_n > 0.0 else 0.0
    panel.blit(pen.bar((width - 2 * pad, 9), round(share * 60) / 60, palette.accent), (pad, y))


def _body(pen: Pen, panel: pygame.Surface, y: int, body: BenchBody) -> None:
    letters, palette, text = pen.letters, pen.palette, pen.text
    pad, width = pen.theme.px(20), panel.get_width()
    letters.put(panel, text.t(body.key), (pad, y), "label", palette.dim, width=width - 2 * pad)
    y += letters.height("label")
    speed = text.t("hud.bench.mps", value=text.number(body.speed_mps, 2))
    spin = text.t("hud.bench.radps", value=text.number(body.spin_radps, 2))
    letters.put(panel, speed, (pad, y), "strong", palette.text)
    letters.put(panel, spin, (width - pad, y), "strong", palette.text, align=1)


def _newtons(pen: Pen, value: float) -> str:
    places = 2 if value < 10.0 else 1 if value < 100.0 else 0
    return pen.text.t("hud.bench.n", value=pen.text.number(value, places))


def paint_brief(pen: Pen, part: BenchPart, width: int) -> pygame.Surface:
    """Title and what there is to be seen."""
    theme, letters, palette, text = pen.theme, pen.letters, pen.palette, pen.text
    pad = theme.px(20)
    inner = width - 2 * pad
    words = text.t(part.brief_key)
    height = letters.height("strong") + letters.block_height(words, "small", inner, 3)
    panel = pen.panel((width, height + theme.px(24)))
    letters.put(panel, text.t(part.title_key), (pad, theme.px(10)), "strong", palette.text, width=inner)
    letters.block(
        panel, words, (pad, theme.px(12) + letters.height("strong")), "small", palette.dim, width=inner, limit=3
    )
    return panel

"""The debrief: what was done, the figures against the plan, plots over the walk, the score's parts, one real fact."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.view.pages import BlockPage, Painter
from game.view.pen import Pen
from game.view.screens.items import Item
from game.view.screens.parts import FOOT_PX, SIDE_PX, buttons, card, heading, heading_height, hints, row, scrim
from game.view.screens.plot import MARK_PX, Series, mark_shape, paint_plot
from game.view.screens.settings import SectionScreen
from game.view.vector import drawing, fill_of, stroke_of
from game.view.widgets import Widget

STATE_ICONS = {"done": "check", "open": "open", "impossible": "cross", "waived": "skipped", "failed": "cross"}


@dataclass(frozen=True, slots=True)
class Done:
    """An objective and what became of it: done, open, waived, impossible."""

    title: str
    state: str
    is_required: bool = True
    when: str = ""  # when it was finished, and when the plan had it finished


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the walk beside what was planned and the best run; `grade` 0 = good, 1 = so so, 2 = bad."""

    label: str
    value: str
    plan: str = ""
    grade: int = 0


@dataclass(frozen=True, slots=True)
class ScorePart:
    """A part of the score."""

    label: str
    points: float
    most: float


@dataclass(frozen=True, slots=True)
class DebriefModel:
    """A walk that has ended."""

    title: str
    subtitle: str
    done: tuple[Done, ...]
    figures: tuple[Figure, ...]
    series: tuple[Series, ...]
    parts: tuple[ScorePart, ...]
    score: float
    most: float
    fact: str
    fact_source: str
    items: tuple[Item, ...]
    lessons: tuple[tuple[str, str], ...] = ()  # what broke or how it ended, and what that teaches
    verdict: str = ""  # that it is the best run, or how far from it
    is_best: bool = False
    legend: tuple[tuple[str, str], ...] = ()  # kinds of marks on the plots and what they mean
    labels: tuple[tuple[str, str], ...] = ()  # done, figures, plots, score, fact -> heading
    start: str = ""
    device: str = "keyboard"

    def label(self, name: str) -> str:
        """The heading of a block."""
        return dict(self.labels).get(name, name)


class DebriefScreen(SectionScreen):
    """Results: the ids of the items. With large text the blocks stand behind each other as sections."""

    def _build(self, model: DebriefModel) -> list[Widget]:
        self.start = model.start
        pen = self.pen
        top = heading_height(pen, self._subtitle(model))
        blocks: dict[str, Painter] = {
            "done": lambda s, p, at, w: paint_done(s, p, at, w, model),
            "figures": lambda s, p, at, w: paint_figures(s, p, at, w, model),
            "plots": lambda s, p, at, w: paint_plots(s, p, at, w, model, height=self._plot_height),
            "score": lambda s, p, at, w: paint_score(s, p, at, w, model),
            "fact": lambda s, p, at, w: paint_fact(s, p, at, w, model),
        }
        self.cards: list[tuple[pygame.Rect, str]] = []
        made: list[Widget] = []
        foot = buttons(model.items)
        if pen.theme.is_large:
            tabs = [(name, model.label(name), "") for name in blocks]
            left, room = self._sections(tabs, model.items, top)
            self._plot_height = max(240, room.height - 48)
            made = [self._block(blocks[self.section], self.section, room, model.label(self.section), has_head=False)]
            return [left[0], *made, *left[1:]]
        bottom = row(pen, foot, pygame.Rect(SIDE_PX, 0, min(1680, len(foot) * 560), self.size[1] - FOOT_PX)) - 24
        width, gap = 540, 30
        x = SIDE_PX
        nowhere, inner, height = pen.sheet((1, 1)), width - 54, bottom - top
        head = pen.theme.px(24) + pen.letters.height("label") + 20
        done_height = min(blocks["done"](nowhere, pen, (0, 0), inner) + head, round(height * 0.62))
        score_height = min(blocks["score"](nowhere, pen, (0, 0), inner) + head, round(height * 0.62))
        self._plot_height = 0
        legend = blocks["plots"](nowhere, pen, (0, 0), inner)
        self._plot_height = (height - head - legend) // max(1, len(model.series)) - 2
        columns = (
            (("done", done_height), ("figures", height - done_height - gap)),
            (("plots", height),),
            (("score", score_height), ("fact", height - score_height - gap)),
        )
        for entries in columns:
            y = top
            for name, height in entries:
                made.append(self._block(blocks[name], name, pygame.Rect(x, y, width, height), model.label(name)))
                y += height + gap
            x += width + gap
        return [*made, *foot]

    def _subtitle(self, model: DebriefModel) -> str:
        """Large text needs the room for what is below."""
        return "" if self.pen.theme.is_large else model.subtitle

    def _block(self, painter: Painter, name: str, rect: pygame.Rect, label: str, *, has_head: bool = True) -> BlockPage:
        self.cards.append((rect, label if has_head else ""))
        page = BlockPage(f"block.{name}", label, painter=painter)
        head = self.pen.theme.px(16) + (self.pen.letters.height("label") + self.pen.theme.px(8) if has_head else 8)
        page.rect = pygame.Rect(rect.x + 24, rect.y + head, rect.width - 36, rect.height - head - 16)
        page.measure(self.pen, page.rect.width)
        return page

    def _paint(self, surface: pygame.Surface, model: DebriefModel) -> None:
        scrim(surface, self.pen)
        heading(surface, self.pen, model.title, self._subtitle(model))
        for rect, label in self.cards:
            card(surface, self.pen, rect, label)
        if not self.pen.theme.is_large:
            hints(surface, self.pen, model.device, can_go_back=False)


def paint_done(surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int, model: DebriefModel) -> int:
    """Objectives with the shape of their state; returns the height."""
    letters, palette = pen.letters, pen.palette
    size, y = pen.theme.art(26), at[1]
    for entry in model.done:
        colour = palette.ok if entry.state == "done" else palette.warn if entry.is_required else palette.dim
        colour = palette.dim if entry.state == "waived" else colour
        mark = pen.icon(STATE_ICONS.get(entry.state, "open"), size, colour, ground=palette.solid)
        surface.blit(mark, (at[0], y + (letters.height("small") - size) / 2))
        shade = palette.text if entry.state == "done" else palette.dim
        x, room = at[0] + size + 14, width - size - 14
        y += letters.block(surface, entry.title, (x, y), "small", shade, width=room)
        if entry.when:
            y += letters.block(surface, entry.when, (x, y - 2), "label", palette.dim, width=room) - 2
        y += 4
    return round(y - at[1])


def paint_figures(surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int, model: DebriefModel) -> int:
    """Label, value and plan in a table; returns the height."""
    letters, palette = pen.letters, pen.palette
    y = at[1]
    drop = (letters.height("strong") - letters.height("small")) / 2
    for figure in model.figures:
        colour = (palette.text, palette.text, palette.warn)[figure.grade]
        used = letters.put(surface, figure.value, (at[0] + width, y), "strong", colour, align=1)
        if figure.grade == 2:
            size = pen.theme.art(26)
            mark = pen.icon("warning", size, palette.warn, ground=palette.solid)
            surface.blit(mark, (at[0] + width - used - size - 10, y + (letters.height("strong") - size) / 2))
            used += size + 10
        room = width - used - 16
        height = letters.block(surface, figure.label, (at[0], y + drop), "small", palette.dim, width=room) + drop
        if figure.plan:
            height += letters.block(surface, figure.plan, (at[0], y + height - 4), "label", palette.dim, width=room) - 4
        y += max(height, letters.height("strong")) + 3
    return round(y - at[1])


def paint_plots(
    surface: pygame.Surface,
    pen: Pen,
    at: tuple[float, float],
    width: int,
    model: DebriefModel,
    *,
    height: int,
) -> int:
    """The plots below each other, then what their marks mean; returns the height."""
    letters, palette = pen.letters, pen.palette
    shades = (palette.accent, palette.alarm, palette.ok)
    y = at[1]
    for place, series in enumerate(model.series if height else ()):
        surface.blit(paint_plot(pen, series, (width, height), shades[place % len(shades)]), (at[0], y))
        y += height + 14
    y += 0 if height else 14 * len(model.series)
    x, line, size = at[0], letters.height("label"), round(MARK_PX) + 8
    for kind, meaning in model.legend:
        used = size + letters.width(meaning, "label") + 26
        if x > at[0] and x + used - 26 > at[0] + width:
            x, y = at[0], y + line
        picture = drawing(legend_shape(kind, size, pen), (size, size))
        surface.blit(picture, (x, y + (line - size) / 2))
        letters.put(surface, meaning, (x + size + 4, y), "label", palette.dim, width=width - size)
        x += used
    return round(y + (line if model.legend else 0) - at[1])


def legend_shape(kind: str, size: int, pen: Pen) -> str:
    """What a kind of mark or line looks like, alone in a square."""
    palette, middle = pen.palette, size / 2
    if kind == "night":
        return f'<rect x="2" y="2" width="{size - 4}" height="{size - 4}" {fill_of((*palette.shadow, 190))}/>'
    if kind in ("plan", "best", "vacuum"):
        shade, dashes = (palette.dim, "2 6") if kind == "plan" else (palette.sun, "9 4")
        return f'<path d="M1 {middle} H{size - 1}" fill="none" {stroke_of(shade, 3)} stroke-dasharray="{dashes}"/>'
    return mark_shape(kind, middle, middle, palette)


def paint_score(surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int, model: DebriefModel) -> int:
    """The sum large, then a bar for each part; returns the height."""
    letters, palette = pen.letters, pen.palette
    shown = letters.put(surface, pen.text.number(model.score), at, "clock", palette.text)
    of = pen.text.t("debrief.of", most=pen.text.number(model.most))
    drop = letters.height("clock") - letters.height("body") - 4
    letters.put(surface, of, (at[0] + shown + 12, at[1] + drop), "body", palette.dim)
    y = at[1] + letters.height("clock") + 8
    if model.verdict:
        size = pen.theme.art(30)
        x, room = at[0], width
        if model.is_best:
            surface.blit(pen.icon("star", size, palette.sun), (x, y + (letters.height("body") - size) / 2))
            x, room = x + size + 10, room - size - 10
        y += letters.block(surface, model.verdict, (x, y), "body", palette.text, width=room)
    y += 8
    line = letters.height("small")
    values = [f"{pen.text.number(part.points)} / {pen.text.number(part.most)}" for part in model.parts]
    last = max((letters.width(value, "small") for value in values), default=0) + 16
    bar = round((width - last) * 0.4)
    for part, value in zip(model.parts, values, strict=True):
        letters.put(surface, value, (at[0] + width, y), "small", palette.text, align=1)
        room = width - last - bar - 16
        height = letters.block(surface, part.label, (at[0], y), "small", palette.dim, width=room)
        share = part.points / part.most if part.most else 0.0
        colour = palette.ok if share >= 0.8 else palette.accent if share >= 0.4 else palette.warn
        surface.blit(pen.bar((bar, 10), share, colour), (at[0] + room + 16, y + line / 2 - 5))
        y += height
    return round(y - at[1])


def paint_fact(surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int, model: DebriefModel) -> int:
    """What went wrong and what it teaches, then one real fact and its source; returns the height."""
    letters, palette = pen.letters, pen.palette
    size, y = pen.theme.art(26), at[1]
    for name, lesson in model.lessons:
        mark = pen.icon("warning", size, palette.warn, ground=palette.solid)
        surface.blit(mark, (at[0], y + (letters.height("small") - size) / 2))
        y += letters.block(surface, name, (at[0] + size + 12, y), "small", palette.text, width=width - size - 12)
        y += letters.block(surface, lesson, (at[0], y), "label", palette.text, width=width) + 10
    if model.lessons and model.fact:
        y += letters.block(surface, model.label("happened"), (at[0], y), "label", palette.dim, width=width) + 2
    y += letters.block(surface, model.fact, (at[0], y), "small", palette.text, width=width) + 4
    if model.fact_source:
        y += letters.block(surface, model.fact_source, (at[0], y), "label", palette.dim, width=width)
    return round(y - at[1])

"""The briefing: where to go, what to do, how long and how much help, one fact, and the button that opens the hatch."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame

from game.control.intents import Intent
from game.view.pages import BlockPage, ListPage
from game.view.pen import Pen
from game.view.rows import Choice
from game.view.screens.items import Item
from game.view.screens.parts import FOOT_PX, SIDE_PX, card, heading, heading_height, hints, row, scrim
from game.view.screens.route_map import RouteMap, paint_map
from game.view.screens.screen import Screen
from game.view.widgets import Button, Result, Widget

GAP = 48


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the list of things to do; `number` is its stop on the map (0 = none)."""

    title: str
    number: int = 0
    is_required: bool = True
    when: str = ""  # by when the plan has it finished


@dataclass(frozen=True, slots=True)
class BriefingModel:
    """A mission before it begins."""

    title: str
    brief: str
    tasks: tuple[Task, ...]
    cuts: tuple[tuple[str, str], ...]
    cut: str
    assists: tuple[Item, ...]
    start_label: str
    cut_label: str
    assist_label: str
    tasks_label: str
    back_label: str
    map_label: str = ""
    fact_label: str = ""
    fact: str = ""
    fact_source: str = ""
    route: RouteMap | None = None
    ghosts: tuple[tuple[str, str], ...] = ()  # who may go beside as a ghost; nothing is asked without a choice
    ghost: str = ""
    ghost_label: str = ""
    progress: float = 1.0  # of the preparation, shown in the start button while it is below 1
    is_waiting: bool = False  # start was pressed
    device: str = "keyboard"


class BriefingScreen(Screen):
    """Results: "start", "back", Result("cut", id), Result("assist", name), Result("ghost", name)."""

    start = "start"

    def handle(self, intent: Intent) -> Result | None:
        """Assist buttons answer under one name."""
        result = super().handle(intent)
        if result is not None and result.id.startswith("assist."):
            return Result("assist", result.value)
        return result

    def _build(self, model: BriefingModel) -> list[Widget]:
        pen = self.pen
        top = self._top(model)
        bottom = self.size[1] - FOOT_PX
        left_width = 700 if pen.theme.is_large else 900
        self.left = pygame.Rect(SIDE_PX, top, left_width, bottom - top)
        x = self.left.right + GAP
        right = pygame.Rect(x, top, self.size[0] - SIDE_PX - x, bottom - top)
        style = "strong" if pen.theme.is_large else "heading"
        go: list[Widget] = [
            Button("back", model.back_label, align=0.5),
            Button("start", model.start_label, style=style, icon="play", is_enabled=not model.is_waiting),
        ]
        foot = row(pen, go, right)
        choices: list[Widget] = [Choice("cut", model.cut_label, options=model.cuts, value=model.cut)]
        choices += [
            Button(
                f"assist.{item.value}",
                item.label,
                note=item.note if item.is_chosen else "",
                value=item.value,
                is_chosen=item.is_chosen,
            )
            for item in model.assists
        ]
        if len(model.ghosts) > 1:
            choices.append(Choice("ghost", model.ghost_label, options=model.ghosts, value=model.ghost))
        room = pygame.Rect(right.x, right.y, right.width, foot - right.y - 24)
        self.page = ListPage(room, choices, gap=12)
        self.page.place(pen)
        self.fact_rect = pygame.Rect(room.x, room.y + self.page.height + 24, room.width, 0)
        self.fact_rect.height = room.bottom - self.fact_rect.y
        widgets: list[Widget] = []
        facts: list[Widget] = []
        head = pen.theme.px(24) + pen.letters.height("label")
        told = next((one for one in (model, replace(model, fact_source="")) if self._fits(one, head)), None)
        if told is not None and told.fact and not pen.theme.is_large:  # else the report tells it
            fact = BlockPage("fact", model.fact_label, painter=lambda s, p, at, w: paint_fact(s, p, at, w, told))
            rect = self.fact_rect
            rect.height = head + self._fact_height(told) + 12
            fact.rect = pygame.Rect(rect.x + 24, rect.y + head, rect.width - 36, rect.height - head - 12)
            fact.measure(pen, fact.rect.width)
            facts.append(fact)
        self.has_fact = bool(facts)
        if pen.theme.is_large or model.route is None:
            text = BlockPage("tasks", model.tasks_label, painter=lambda s, p, at, w: paint_text(s, p, at, w, model))
            text.rect = self.left.inflate(-48, -40)
            text.measure(pen, text.rect.width)
            widgets.append(text)
            self.map_rect = None
        else:
            tasks = paint_tasks(pen.sheet((1, 1)), pen, (0, 0), left_width - 48, model)
            height = min(tasks + pen.letters.height("label") + 56, round(self.left.height * 0.64))
            self.map_rect = pygame.Rect(self.left.x, top, left_width, self.left.height - height - 20)
            self.tasks_rect = pygame.Rect(self.left.x, self.left.bottom - height, left_width, height)
            text = BlockPage("tasks", model.tasks_label, painter=lambda s, p, at, w: paint_tasks(s, p, at, w, model))
            text.rect = pygame.Rect(self.left.x + 24, 0, left_width - 36, height - pen.letters.height("label") - 48)
            text.rect.bottom = self.tasks_rect.bottom - 16
            text.measure(pen, text.rect.width)
            widgets.append(text)
        return [*widgets, *choices, *facts, *go]

    def _fits(self, model: BriefingModel, head: int) -> bool:
        """True if the fact is seen whole in its place, below `head` px of heading."""
        return self.fact_rect.height >= head + self._fact_height(model) + 12

    def _fact_height(self, model: BriefingModel) -> int:
        width = self.fact_rect.width - 36 - self.pen.theme.px(18)
        return paint_fact(self.pen.sheet((1, 1)), self.pen, (0, 0), width, model)

    @property
    def map_size(self) -> tuple[int, int]:
        """The size of the map's picture, px; nothing where there is none."""
        return self.map_rect.inflate(-20, -20).size if self.map_rect is not None else (0, 0)

    def _top(self, model: BriefingModel) -> int:
        return heading_height(self.pen, "" if self.pen.theme.is_large else model.brief)

    def _paint(self, surface: pygame.Surface, model: BriefingModel) -> None:
        pen, letters, palette = self.pen, self.pen.letters, self.pen.palette
        scrim(surface, pen)
        heading(surface, pen, model.title, "" if pen.theme.is_large else model.brief)
        if self.map_rect is None or model.route is None:
            card(surface, pen, self.left)
        else:
            card(surface, pen, self.map_rect)
            surface.blit(paint_map(pen, model.route, self.map_size), self.map_rect.move(10, 10))
            if model.map_label:
                at = (self.map_rect.x + 24, self.map_rect.y + 16)
                letters.put(surface, model.map_label.upper(), at, "label", palette.dim)
            card(surface, pen, self.tasks_rect, model.tasks_label)
        if self.has_fact:
            card(surface, pen, self.fact_rect, model.fact_label)
        if model.is_waiting:
            button = next(widget for widget in self.widgets if widget.id == "start")
            bar = pen.bar((button.rect.width - 24, 8), model.progress, palette.accent)
            surface.blit(bar, (button.rect.x + 12, button.rect.bottom + 8))
        hints(surface, pen, model.device)


def paint_tasks(surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int, model: BriefingModel) -> int:
    """The numbered list of things to do; returns its height."""
    letters, palette = pen.letters, pen.palette
    size = pen.theme.art(32)
    x, y = at[0] + size + 16, at[1]
    for task in model.tasks:
        style = "body"
        line = letters.height(style)
        box = pygame.Rect(round(at[0]), round(y + (line - size) / 2), size, size)
        if task.number:
            surface.blit(pen.box(box.size, palette.accent, radius=size / 2), box)
            word = letters.line(str(task.number), "label", palette.on_focus)
            surface.blit(word, word.get_rect(center=box.center))
        else:
            surface.blit(pen.icon("open", size, palette.dim), box)
        title = task.title if task.is_required else pen.text.t("briefing.extra", task=task.title)
        colour = palette.text if task.is_required else palette.dim
        room = width - size - 16
        if task.when:
            room -= letters.put(surface, task.when, (at[0] + width, y), "small", palette.dim, align=1) + 16
        y += letters.block(surface, title, (x, y), style, colour, width=room) + 6
    return round(y - at[1])


def paint_fact(surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int, model: BriefingModel) -> int:
    """The fact and its source; returns the height."""
    letters, palette = pen.letters, pen.palette
    y = at[1] + letters.block(surface, model.fact, at, "small", palette.text, width=width)
    if model.fact_source:
        y += letters.block(surface, model.fact_source, (at[0], y), "label", palette.dim, width=width)
    return round(y - at[1])


def paint_text(surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int, model: BriefingModel) -> int:
    """Brief, tasks and fact below each other, for large text; returns the height."""
    letters, palette = pen.letters, pen.palette
    y = at[1] + letters.block(surface, model.brief, at, "body", palette.text, width=width) + 20
    y += letters.block(surface, model.tasks_label.upper(), (at[0], y), "label", palette.dim, width=width) + 8
    y += paint_tasks(surface, pen, (at[0], y), width, model) + 20
    if model.fact:
        letters.put(surface, model.fact_label.upper(), (at[0], y), "label", palette.dim)
        y += letters.height("label") + 8
        y += letters.block(surface, model.fact, (at[0], y), "body", palette.text, width=width)
        y += letters.block(surface, model.fact_source, (at[0], y), "small", palette.dim, width=width)
    return round(y - at[1])

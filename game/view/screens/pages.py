"""Simple pages: language, pause, messages. Each is a heading and buttons on the darkened picture."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.view.pages import ListPage, TextPage
from game.view.pen import Pen
from game.view.rows import Choice
from game.view.screens.items import Item
from game.view.screens.parts import (
    FOOT_PX,
    SIDE_PX,
    buttons,
    column,
    heading,
    heading_height,
    hints,
    row,
    scrim,
    side_scrim,
)
from game.view.screens.screen import Screen
from game.view.widgets import Button, Widget


@dataclass(frozen=True, slots=True)
class ListModel:
    """A page of buttons: the choice of language."""

    title: str
    items: tuple[Item, ...]
    start: str = ""
    device: str = "keyboard"


class LanguageScreen(Screen):
    """Results: the language codes. Large buttons in the middle, each in its own language, no flags."""

    def _build(self, model: ListModel) -> list[Widget]:
        self.start = model.start
        made = [
            Button(i.id, i.label, value=i.value, is_chosen=i.is_chosen, style="title", icon="language")
            for i in model.items
        ]
        width = min(self.size[0] - 2 * SIDE_PX, self.pen.theme.px(720))
        room = pygame.Rect((self.size[0] - width) // 2, 0, width, 0)
        height = column(self.pen, made, room, 28)
        room.y = (self.size[1] - height) // 2 + 30
        column(self.pen, made, room, 28)
        return list(made)

    def _paint(self, surface: pygame.Surface, model: ListModel) -> None:
        scrim(surface, self.pen)
        letters = self.pen.letters
        at = (self.size[0] / 2, self.widgets[0].rect.top - letters.height("heading") - 40)
        letters.put(surface, model.title, at, "heading", self.pen.palette.dim, align=0.5)
        hints(surface, self.pen, model.device)


@dataclass(frozen=True, slots=True)
class PauseModel:
    """The pause: buttons, and between them the speed of play."""

    title: str
    items: tuple[Item, ...]
    speed_label: str
    speeds: tuple[tuple[float, str], ...]
    speed: float
    reminder: str = ""  # what there is to do now
    device: str = "keyboard"


class PauseScreen(Screen):
    """Results: the ids of the items; Result("speed", value) when slow motion is chosen; "back" goes on."""

    start = "resume"

    def _build(self, model: PauseModel) -> list[Widget]:
        made = buttons(model.items)
        made.insert(1, Choice("speed", model.speed_label, options=model.speeds, value=model.speed))
        width = min(self.size[0] - 2 * SIDE_PX, self.pen.theme.px(860))
        room = pygame.Rect(SIDE_PX, self._top(model), width, 0)
        height = column(self.pen, made, room)
        if height > self.size[1] - FOOT_PX:
            self.page = ListPage(pygame.Rect(SIDE_PX, room.y, width, self.size[1] - FOOT_PX - room.y), made)
            self.page.place(self.pen)
        return made

    def _top(self, model: PauseModel) -> int:
        return heading_height(self.pen, model.reminder)

    def _paint(self, surface: pygame.Surface, model: PauseModel) -> None:
        side_scrim(surface, self.pen, round((SIDE_PX + self.pen.theme.px(860)) * 1.42))
        heading(surface, self.pen, model.title, model.reminder)
        hints(surface, self.pen, model.device)


@dataclass(frozen=True, slots=True)
class MessageModel:
    """A calm page with one thing to say and a way on; `grade` 0 = information, 2 = fault."""

    title: str
    text: str
    items: tuple[Item, ...]
    grade: int = 1
    device: str = "keyboard"


class MessageScreen(Screen):
    """Results: the ids of the items. A long text scrolls."""

    def _build(self, model: MessageModel) -> list[Widget]:
        pen = self.pen
        self.start = model.items[0].id if model.items else ""
        width = min(self.size[0] - 2 * SIDE_PX, pen.theme.px(1080))
        pad = pen.theme.px(44)
        made = buttons(model.items)
        inner = pygame.Rect(0, 0, width - 2 * pad, 0)
        page = TextPage("text", model.title, text=model.text)
        text_height = page.measure(pen, inner.width)
        foot = max((button.measure(pen, inner.width // max(1, len(made))) for button in made), default=0)
        head = pen.letters.block_height(model.title, "heading", inner.width - pen.theme.art(84), 2) + pen.theme.px(16)
        text_height = min(text_height, self.size[1] - 2 * FOOT_PX - head - foot - 3 * pad)
        height = head + text_height + foot + 2 * pad + pen.theme.px(32)
        self.box = pygame.Rect((self.size[0] - width) // 2, (self.size[1] - height) // 2, width, height)
        x, y = self.box.x + pad, self.box.y + pad
        page.rect = pygame.Rect(x, y + head, inner.width, text_height)
        row(pen, made, pygame.Rect(x, 0, min(inner.width, len(made) * pen.theme.px(440)), self.box.bottom - pad))
        return [page, *made]

    def _paint(self, surface: pygame.Surface, model: MessageModel) -> None:
        scrim(surface, self.pen)
        paint_box(surface, self.pen, self.box, model.title, model.grade)
        hints(surface, self.pen, model.device)


def paint_box(surface: pygame.Surface, pen: Pen, box: pygame.Rect, title: str, grade: int) -> None:
    """The ground of a dialogue with its symbol and title."""
    palette = pen.palette
    colour = pen.theme.grade(grade) if grade else palette.accent
    surface.blit(pen.box(box.size, (*palette.solid, 244), (*colour, 160), 2, 20), box)
    pad, size = pen.theme.px(44), pen.theme.art(56)
    name = ("help", "caution", "warning", "emergency")[max(0, min(3, grade))]
    surface.blit(pen.icon(name, size, colour, ground=palette.solid), (box.x + pad, box.y + pad - 4))
    x = box.x + pad + size + pen.theme.px(24)
    width = box.right - pad - x
    pen.letters.block(surface, title, (x, box.y + pad), "heading", palette.text, width=width, limit=2)


def paint_waiting(surface: pygame.Surface, pen: Pen, title: str, text: str) -> None:
    """A dialogue without buttons over everything: what is waited for (an input to bind, preparation)."""
    scrim(surface, pen)
    width = pen.theme.px(980)
    pad = pen.theme.px(44)
    inner = width - 2 * pad
    head = pen.letters.block_height(title, "heading", inner - pen.theme.art(56) - pen.theme.px(24), 2)
    words = pen.letters.block_height(text, "body", inner)
    height = head + words + 2 * pad + pen.theme.px(20)
    box = pygame.Rect((surface.get_width() - width) // 2, (surface.get_height() - height) // 2, width, height)
    paint_box(surface, pen, box, title, 0)
    at = (box.x + pad, box.y + pad + head + pen.theme.px(20))
    pen.letters.block(surface, text, at, "body", pen.palette.dim, width=inner)

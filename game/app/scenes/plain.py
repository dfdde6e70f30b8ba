"""A page of words with buttons below each other: messages, choices, and whatever needs no screen of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pygame

from game.view.pages import ListPage
from game.view.screens.screen import Screen
from game.view.widgets import Button, Widget

_LEFT, _TOP, _WIDTH, _BOTTOM = 200, 130, 980, 1010


@dataclass(frozen=True, slots=True)
class Item:
    """One button: what it asks for, its words, and a second line."""

    id: str
    label: str
    note: str = ""
    value: Any = None
    is_chosen: bool = False
    is_enabled: bool = True


@dataclass(frozen=True, slots=True)
class Plain:
    """A heading, a text, buttons; `start` has the focus first."""

    title: str
    text: str
    items: tuple[Item, ...]
    start: str = ""


class PlainScreen(Screen):
    """Draws a `Plain`."""

    def _build(self, model: Any) -> list[Widget]:  # noqa: ANN401
        self.start = model.start
        letters = self.pen.letters
        top = _TOP + letters.height("title") + 20
        if model.text:
            top += letters.block_height(model.text, "body", _WIDTH) + 28
        buttons: list[Widget] = [
            Button(item.id, item.label, note=item.note, value=item.value, is_chosen=item.is_chosen,
                   is_enabled=item.is_enabled)
            for item in model.items
        ]  # fmt: skip
        self.page = ListPage(pygame.Rect(_LEFT, top, _WIDTH, max(120, _BOTTOM - top)), buttons)
        self.page.place(self.pen)
        return buttons

    def _paint(self, surface: pygame.Surface, model: Any) -> None:  # noqa: ANN401
        letters, palette = self.pen.letters, self.pen.palette
        surface.blit(self.pen.box(self.size, palette.scrim, radius=0), (0, 0))
        letters.put(surface, model.title, (_LEFT, _TOP), "title", palette.text, width=_WIDTH + 400)
        if model.text:
            at = (_LEFT, _TOP + letters.height("title") + 20)
            letters.block(surface, model.text, at, "body", palette.dim, width=_WIDTH)

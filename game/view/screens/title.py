"""The title over the turning Earth: name, a few large buttons, and how far the preparation has come."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.view.screens.items import Item
from game.view.screens.parts import SIDE_PX, buttons, column, hints, side_scrim
from game.view.screens.screen import Screen
from game.view.widgets import Widget

WIDTH = 640


@dataclass(frozen=True, slots=True)
class TitleModel:
    """What the title shows; `progress` 1 = everything is ready and nothing is said of it."""

    title: str
    subtitle: str
    items: tuple[Item, ...]
    progress: float = 1.0
    progress_label: str = ""
    footer: str = ""
    device: str = "keyboard"


class TitleScreen(Screen):
    """Results: the ids of the items. It has no way back."""

    back_result = ""

    def _build(self, model: TitleModel) -> list[Widget]:
        made = buttons(model.items)
        is_large = self.pen.theme.is_large
        made[0].style = "strong" if is_large else "heading"  # type: ignore[attr-defined]
        room = pygame.Rect(SIDE_PX, 0, self._width(), 0)
        gap = 10 if is_large else 14
        height = column(self.pen, made, room, gap)
        foot = (76 if model.progress < 1 else 24) if is_large else 140
        top = self._head(model)
        room.y = max(24, min(top + 56, self.size[1] - foot - height))  # large text: the head gives way
        column(self.pen, made, room, gap)
        return made

    def _width(self) -> int:
        return min(900, round(WIDTH * (1 + (self.pen.theme.text_scale - 1) * 0.4)))

    @property
    def _gap(self) -> int:
        """Between the name and what is said of it: descenders need some."""
        return 0 if self.pen.theme.is_large else 14

    def _head(self, model: TitleModel) -> int:
        letters = self.pen.letters
        top = round(self.size[1] * (0.10 if self.pen.theme.is_large else 0.16))
        top += letters.height("display") + self._gap
        return top + letters.block_height(model.subtitle, "lead", self._width(), 3)

    def _paint(self, surface: pygame.Surface, model: TitleModel) -> None:
        pen, letters, palette = self.pen, self.pen.letters, self.pen.palette
        side_scrim(surface, pen, round((SIDE_PX + self._width()) * 1.42))
        first = self.widgets[0].rect.top
        y = self._head(model)
        y -= letters.height("display") + self._gap + letters.block_height(model.subtitle, "lead", self._width(), 3)
        if y + letters.height("display") < first:
            letters.put(surface, model.title, (SIDE_PX - 6, y), "display", palette.text)
        y += letters.height("display") + self._gap
        if y + letters.block_height(model.subtitle, "lead", self._width(), 3) < first:
            letters.block(surface, model.subtitle, (SIDE_PX, y), "lead", palette.dim, width=self._width(), limit=3)
        if model.progress < 1:
            bar = (self._width(), 8)
            at = (SIDE_PX, self.widgets[-1].rect.bottom + (10 if pen.theme.is_large else 28))
            surface.blit(pen.bar(bar, model.progress, palette.accent), at)
            letters.put(surface, model.progress_label, (SIDE_PX, at[1] + 10), "small", palette.dim)
        if not pen.theme.is_large:
            hints(surface, pen, model.device, can_go_back=False)
        if model.footer and not pen.theme.is_large:
            at_right = (self.size[0] - 40, self.size[1] - 20 - letters.height("small"))
            tag = letters.width(model.footer, "small")
            box = pygame.Rect(0, 0, tag + 32, letters.height("small") + 8)
            box.topright = (at_right[0] + 16, at_right[1] - 4)
            surface.blit(pen.box(box.size, (*palette.solid, 190), radius=10), box)
            letters.put(surface, model.footer, at_right, "small", palette.dim, align=1)

"""Photo mode: the picture is the first control (arrows and drags move the camera), a bar of buttons the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.view.focus import DIRECTIONS
from game.view.screens.parts import buttons, row
from game.view.screens.screen import Screen
from game.view.widgets import Button, Result, Widget

if TYPE_CHECKING:
    from game.control.intents import Intent
    from game.view.pen import Pen
    from game.view.screens.items import Item

SIDE_PX = 48
BOTTOM_PX = 36
GAP_PX = 14
CORNER_PX = 64  # length of the viewfinder's corners
INSET_PX = 36


@dataclass(frozen=True, slots=True)
class PhotoModel:
    """What the page shows; `ends` are the directions in which the camera can't go on."""

    title: str
    view_label: str  # what the picture is called when it has the focus
    items: tuple[Item, ...]
    status: str = ""  # what is being done now
    ends: frozenset[str] = frozenset()
    is_bare: bool = False  # nothing but the picture


@dataclass(slots=True)
class PhotoView(Widget):
    """The picture: directions give Result("pan", direction) until an end is reached, accept is the shutter."""

    ends: frozenset[str] = frozenset()

    def measure(self, pen: Pen, width: int) -> int:
        """As high as the page leaves it."""
        del pen, width
        return self.rect.height

    def draw(self, surface: pygame.Surface, pen: Pen, *, is_focused: bool, is_pressed: bool) -> None:
        """The corners of a viewfinder, bold when arrows move the camera."""
        del is_pressed
        box = self.rect.inflate(-2 * INSET_PX, -2 * INSET_PX)
        palette = pen.palette
        inner = palette.focused[:3] if is_focused else palette.dim
        for width, colour in ((11, palette.marker_outline[:3]), (5, inner)):
            grow = width // 2
            for x, to_x in ((box.left, 1), (box.right - 1, -1)):
                for y, to_y in ((box.top, 1), (box.bottom - 1, -1)):
                    far_x, far_y = x + to_x * (CORNER_PX + grow), y + to_y * (CORNER_PX + grow)
                    start_x, start_y = x - to_x * grow, y - to_y * grow
                    pygame.draw.line(surface, colour, (start_x, y), (far_x, y), width)
                    pygame.draw.line(surface, colour, (x, start_y), (x, far_y), width)

    def on_key(self, kind: str) -> Result | str | None:
        """Directions move the camera; at its end the focus goes on that way."""
        if kind in DIRECTIONS:
            return None if kind in self.ends else Result("pan", kind)
        return Result("save") if kind == "accept" else None


class PhotoScreen(Screen):
    """Results: ("pan", direction), ("drag", (x, y) in px), ("zoom", steps), and the ids of the items; "back" leaves."""

    start = "view"

    def __init__(self, pen: Pen) -> None:
        """The whole picture is free until the bar is laid out."""
        super().__init__(pen)
        self._held_at: tuple[float, float] | None = None

    def handle(self, intent: Intent) -> Result | None:
        """As every screen; a drag on the picture and the wheel move the camera."""
        if intent.kind == "scroll":
            return Result("zoom", 1 if intent.y > 0 else -1)
        result = super().handle(intent)
        if intent.kind != "pointer":
            return result
        at = (intent.x, intent.y)
        if intent.value == "down":
            self._held_at = at if isinstance(self._pressed, PhotoView) else None
        elif intent.value in ("up", "cancel"):
            self._held_at = None
        elif self._held_at is not None:
            moved = (at[0] - self._held_at[0], at[1] - self._held_at[1])
            self._held_at = at
            return Result("drag", moved)
        return result

    def _build(self, model: PhotoModel) -> list[Widget]:
        made = buttons(model.items)
        for button in made:
            if isinstance(button, Button):
                button.align = 0.5
        bar = pygame.Rect(SIDE_PX, 0, self.size[0] - 2 * SIDE_PX, self.size[1] - BOTTOM_PX)
        top = self._rows(made, bar)
        view = PhotoView("view", model.view_label, ends=model.ends)
        view.rect = pygame.Rect(0, 0, self.size[0], top - GAP_PX)
        return [view, *made]

    def _rows(self, made: list[Widget], bar: pygame.Rect) -> int:
        """One row of buttons, two with large text; returns their top."""
        if not self.pen.theme.is_large or len(made) <= 3:
            return row(self.pen, made, bar, GAP_PX)
        half = len(made) - len(made) // 2
        top = row(self.pen, made[half:], bar, GAP_PX)
        return row(self.pen, made[:half], pygame.Rect(bar.x, 0, bar.width, top - GAP_PX), GAP_PX)

    def _paint(self, surface: pygame.Surface, model: PhotoModel) -> None:
        """The title, and what is being done, in a small panel at the top."""
        pen = self.pen
        pad = pen.theme.px(20)
        words = model.status or model.title
        width = min(pen.letters.width(words, "strong"), self.size[0] - 2 * (INSET_PX + CORNER_PX) - 2 * pad)
        height = pen.letters.block_height(words, "strong", width, 2)
        panel = pen.panel((width + 2 * pad, height + pad))
        at = ((self.size[0] - panel.get_width()) // 2, INSET_PX)
        surface.blit(panel, at)
        colour = pen.palette.accent if model.status else pen.palette.text
        pen.letters.block(surface, words, (at[0] + pad, at[1] + pad // 2), "strong", colour, width=width, limit=2)

    def draw(self, surface: pygame.Surface) -> None:
        """Nothing at all while the page is bare."""
        if self.model is not None and not self.model.is_bare:
            super().draw(surface)

"""The controls of all screens: what they share, and the button. Each draws itself and answers intents.

A widget is laid out by `measure` (height for a width) and its `rect`; it says what happened as a `Result`.
Pointers and fingers press on release inside the widget; sliders and text pages follow the drag.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pygame

from game.view.pen import Pen
from game.view.theme import TARGET_PX, Colour


@dataclass(frozen=True, slots=True)
class Result:
    """What the visitor asked for: the id of the control and its new value."""

    id: str
    value: Any = None


@dataclass(slots=True)
class Widget:
    """A control with an id, a label that is also its spoken name, and a rectangle on the screen."""

    id: str
    label: str = ""
    rect: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 0, 0))
    is_enabled: bool = True

    @property
    def can_focus(self) -> bool:
        """True if keys may come to it."""
        return self.is_enabled

    def spoken(self, pen: Pen) -> str:
        """What a narrator says of it: label and state."""
        del pen
        return self.label

    def measure(self, pen: Pen, width: int) -> int:
        """The height it needs at a width, px."""
        raise NotImplementedError

    def least_width(self, pen: Pen) -> int:
        """The width below which it would break a word, px; 0 = any will do."""
        del pen
        return 0

    def draw(self, surface: pygame.Surface, pen: Pen, *, is_focused: bool, is_pressed: bool) -> None:
        """Draw it into its rectangle."""
        raise NotImplementedError

    def on_key(self, kind: str) -> Result | str | None:
        """Answer an intent of the UI: a Result, "eaten" when it stays here, None to pass it on."""
        del kind
        return None

    def on_press(self, at: tuple[float, float]) -> Result | None:
        """Answer a press inside it (released inside)."""
        del at
        return None

    def on_drag(self, at: tuple[float, float]) -> Result | None:
        """Answer a drag that began inside it."""
        del at
        return None


def colours(pen: Pen, *, is_focused: bool, is_enabled: bool) -> tuple[Colour, Colour]:
    """The colours of a control's main and second text."""
    palette = pen.palette
    if is_focused:
        return palette.on_focus, palette.on_focus
    return (palette.text, palette.dim) if is_enabled else (palette.dim, palette.dim)


def ground(surface: pygame.Surface, pen: Pen, rect: pygame.Rect, *, is_focused: bool, is_pressed: bool) -> None:
    """The box of a control: raised at rest, filled with the accent and ringed when it has the focus."""
    palette = pen.palette
    if is_focused:
        ring = rect.inflate(10, 10)
        surface.blit(pen.box(ring.size, (0, 0, 0, 0), palette.focused, 3, pen.theme.radius + 5), ring)
        surface.blit(pen.box(rect.size, palette.focused), rect)
    else:
        fill = palette.track if is_pressed else palette.raised
        surface.blit(pen.box(rect.size, fill, palette.panel_edge), rect)


@dataclass(slots=True)
class Button(Widget):
    """Pressing it gives Result(id, value). `note` is a second, smaller text; `is_chosen` marks it as one of a set."""

    note: str = ""
    icon: str = ""
    value: Any = None
    style: str = "strong"
    is_chosen: bool = False
    align: float = 0.0

    def spoken(self, pen: Pen) -> str:
        """Label, note, and whether it is the chosen one."""
        chosen = pen.text.t("spoken.chosen") if self.is_chosen else ""
        return ". ".join(part for part in (self.label, chosen, self.note) if part)

    def _inner(self, pen: Pen, width: int) -> int:
        pad = pen.theme.px(22)
        return width - 2 * pad - (pen.theme.art(34) + pad // 2 if self.icon or self.is_chosen else 0)

    def least_width(self, pen: Pen) -> int:
        """That of its longest word and what stands beside it."""
        words = [pen.letters.width(word, self.style) for word in self.label.split()]
        words += [pen.letters.width(word, "small") for word in self.note.split()]
        return max(words, default=0) - self._inner(pen, 0)

    def measure(self, pen: Pen, width: int) -> int:
        """Label and note wrapped, never lower than a finger needs."""
        inner = self._inner(pen, width)
        height = pen.letters.block_height(self.label, self.style, inner) + 2 * pen.theme.px(14)
        if self.note:
            height += pen.letters.block_height(self.note, "small", inner)
        return max(TARGET_PX, height)

    def draw(self, surface: pygame.Surface, pen: Pen, *, is_focused: bool, is_pressed: bool) -> None:
        """A box with icon, label and note."""
        ground(surface, pen, self.rect, is_focused=is_focused, is_pressed=is_pressed)
        main, second = colours(pen, is_focused=is_focused, is_enabled=self.is_enabled)
        pad, size = pen.theme.px(22), pen.theme.art(34)
        inner = self._inner(pen, self.rect.width)
        height = pen.letters.block_height(self.label, self.style, inner)
        if self.note:
            height += pen.letters.block_height(self.note, "small", inner)
        x, y = self.rect.x + pad, self.rect.y + (self.rect.height - height) / 2
        name = "check" if self.is_chosen else self.icon
        if name:
            colour = main if is_focused or not self.is_chosen else pen.palette.accent
            mark = pen.icon(name, size, colour, ground=pen.palette.focused if is_focused else pen.palette.raised)
            top = y + (pen.letters.height(self.style) - size) / 2
            surface.blit(mark, (x, round(top)))
            x += size + pad // 2
        if self.is_chosen and not is_focused:
            rim = pen.box(self.rect.size, (0, 0, 0, 0), pen.palette.accent, 3)
            surface.blit(rim, self.rect)
        y += pen.letters.block(surface, self.label, (x, y), self.style, main, width=inner, align=self.align)
        if self.note:
            pen.letters.block(surface, self.note, (x, y), "small", second, width=inner, align=self.align)

    def on_key(self, kind: str) -> Result | str | None:
        """Accept presses it."""
        return Result(self.id, self.value) if kind == "accept" else None

    def on_press(self, at: tuple[float, float]) -> Result | None:
        """A tap presses it."""
        del at
        return Result(self.id, self.value)

"""A screen: controls laid out for a model, one focus among them, intents in, results out, one cached picture.

Use: `screen.layout(model)` whenever the model changes; `screen.handle(intent)` gives a `Result` or None;
`screen.draw(surface)` lays the screen over the picture that is already there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pygame

from game.control.intents import Intent
from game.view.focus import DIRECTIONS, Focus, Node
from game.view.pages import ListPage, ScrollPage, scroll_bar
from game.view.pen import Pen
from game.view.theme import PICTURE_SIZE
from game.view.widgets import Result, Widget

DRAG_PX = 14.0  # a finger that moves less is a tap
WHEEL_PX = 80.0


class Screen:
    """What all screens share. Subclasses write `_build` (controls) and `_paint` (what lies behind them)."""

    back_result = "back"  # what the back intent asks for; "" = nothing
    start = ""  # id of the control that has the focus first

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.size = PICTURE_SIZE
        self.focus = Focus()
        self.widgets: list[Widget] = []
        self.page: ListPage | None = None
        self.model: Any = None
        self._sheet: pygame.Surface | None = None
        self._ground: pygame.Surface | None = None  # what lies behind the controls, kept between layouts
        self._is_new = True
        self._stamp: tuple[int, int] | None = None
        self._is_dirty = True
        self._pressed: Widget | None = None
        self._down_at = (0.0, 0.0)
        self._is_dragging = False

    # --- to be written by each screen

    def _build(self, model: Any) -> list[Widget]:
        """The controls with their rectangles, in reading order."""
        raise NotImplementedError

    def _paint(self, surface: pygame.Surface, model: Any) -> None:
        """Everything but the controls."""
        raise NotImplementedError

    # --- for scenes

    def layout(self, model: Any) -> tuple[Widget, ...]:
        """Lay the screen out for a model; the focus stays where it was if its control is still there.

        Where it is new it is seen: the list scrolls to it.
        """
        self.model = model
        focused = self.focus.id
        top = self.page.top_px if self.page else 0.0
        tops = {page.id: page.top_px for page in self.widgets if isinstance(page, ScrollPage)}
        held = self._pressed.id if self._pressed else ""
        self._drop_page()
        self.widgets = self._build(model)
        if self.page is not None:
            self.page.top_px = top
            self.page.place(self.pen)
        for page in self.widgets:
            if isinstance(page, ScrollPage):
                page.top_px = tops.get(page.id, 0.0)
        self._pressed = next((widget for widget in self.widgets if widget.id == held), None)
        self._set_nodes()
        if self.focus.id != focused:
            self._reveal()
        self._stamp = self.pen.stamp
        self._is_dirty = self._is_new = True
        return tuple(self.widgets)

    def handle(self, intent: Intent) -> Result | None:
        """Answer one intent; None if nothing was asked for."""
        if self._stamp != self.pen.stamp and self.model is not None:
            self.layout(self.model)
        if intent.kind == "pointer":
            return self._point(intent.value or "move", (intent.x, intent.y))
        if intent.kind == "scroll":
            self._scroll(-intent.y * WHEEL_PX)
            return None
        result: Result | None = None
        for _ in range(max(1, intent.count)):
            result = self._key(intent.kind) or result
        return result

    def draw(self, surface: pygame.Surface) -> None:
        """Lay the screen over `surface`; redrawn only after a change."""
        if self.model is None:
            return
        if self._stamp != self.pen.stamp:
            self.layout(self.model)
        if self._sheet is None or self._ground is None:
            self._sheet, self._ground = self.pen.sheet(self.size), self.pen.sheet(self.size)
        if self._is_new:
            self._ground.fill((0, 0, 0, 0))
            self._paint(self._ground, self.model)
            self._is_new = False
        if self._is_dirty:
            self._sheet.fill((0, 0, 0, 0))
            self._sheet.blit(self._ground, (0, 0))
            self._draw_widgets(self._sheet)
            self._is_dirty = False
        surface.blit(self._sheet, (0, 0))

    def hide(self) -> None:
        """Let go of the pictures, 16 MB, until it is drawn again."""
        self._sheet = self._ground = None
        self._is_dirty = self._is_new = True

    def spoken(self) -> str:
        """What a narrator says of the control with the focus."""
        widget = self._focused()
        return widget.spoken(self.pen) if widget else ""

    def refresh(self) -> None:
        """Draw anew at the next `draw`."""
        self._is_dirty = self._is_new = True

    # --- inner

    def _drop_page(self) -> None:
        self.page = None

    def _set_nodes(self) -> None:
        nodes = tuple(Node(w.id, w.rect, w.can_focus) for w in self.widgets)
        self.focus.set_nodes(nodes, self.start)

    def _focused(self) -> Widget | None:
        return next((widget for widget in self.widgets if widget.id == self.focus.id), None)

    def _is_listed(self, widget: Widget) -> bool:
        return self.page is not None and any(child is widget for child in self.page.children)

    def _draw_widgets(self, surface: pygame.Surface) -> None:
        clip = surface.get_clip()
        for widget in self.widgets:
            if self._is_listed(widget) and self.page is not None:
                surface.set_clip(self.page.rect.inflate(16, 4).clip(clip))
            is_focused = widget.id == self.focus.id
            widget.draw(surface, self.pen, is_focused=is_focused, is_pressed=widget is self._pressed)
            surface.set_clip(clip)
        if self.page is not None:
            scroll_bar(surface, self.pen, self.page.rect, self.page.top_px, self.page.height)

    def _key(self, kind: str) -> Result | None:
        self._is_dirty = True
        widget = self._focused()
        answer = widget.on_key(kind) if widget else None
        if isinstance(answer, Result):
            return answer
        if answer == "eaten":
            return None
        if kind in DIRECTIONS:
            if not self._move_in_list(kind):
                self.focus.move(kind)
        elif kind in {"next", "previous"}:
            self.focus.step(1 if kind == "next" else -1)
        elif kind == "back" and self.back_result:
            return Result(self.back_result)
        self._reveal()
        return None

    def _move_in_list(self, direction: str) -> bool:
        """Up and down go through a list to its end, whatever lies where its rows are hidden; False at the end."""
        by = DIRECTIONS[direction][1]
        rows = [child.id for child in self.page.children if child.can_focus] if self.page is not None else []
        if not by or self.focus.id not in rows:
            return False
        place = rows.index(self.focus.id) + by
        if not 0 <= place < len(rows):
            return False
        self.focus.id = rows[place]
        return True

    def _reveal(self) -> None:
        widget = self._focused()
        if widget is not None and self.page is not None and self._is_listed(widget):
            self.page.reveal(self.pen, widget)
            self._set_nodes()

    def _scroll(self, by_px: float) -> None:
        widget = self._focused()
        if isinstance(widget, ScrollPage):
            widget.scroll(by_px)
        elif self.page is not None:
            self.page.scroll(self.pen, by_px)
            self._set_nodes()
        else:
            for page in self.widgets:
                if isinstance(page, ScrollPage):
                    page.scroll(by_px)
        self._is_dirty = True

    def _under(self, at: tuple[float, float]) -> Widget | None:
        hits: Sequence[Widget] = [w for w in self.widgets if w.is_enabled and w.rect.collidepoint(at)]
        if self.page is not None:
            window = self.page.rect
            hits = [w for w in hits if not self._is_listed(w) or window.collidepoint(at)]
        return hits[-1] if hits else None

    def _point(self, kind: str, at: tuple[float, float]) -> Result | None:
        if kind == "alt":
            return Result(self.back_result) if self.back_result else None
        if kind == "down":
            self._pressed, self._down_at, self._is_dragging = self._under(at), at, False
            if self._pressed is not None and self._pressed.can_focus:
                self.focus.id = self._pressed.id
            self._is_dirty = True
            return None
        if kind == "cancel":
            self._pressed = None
            self._is_dirty = True
            return None
        if kind == "up":
            return self._lift(at)
        return self._hover(at)

    def _lift(self, at: tuple[float, float]) -> Result | None:
        widget, self._pressed = self._pressed, None
        self._is_dirty = True
        if widget is None or (self._is_dragging and self._is_listed(widget) and not _follows(widget)):
            return None
        return widget.on_press(at) if widget.rect.collidepoint(at) else None

    def _hover(self, at: tuple[float, float]) -> Result | None:
        if self._pressed is None:
            node = self.focus.at(at)
            if node is not None and node.id != self.focus.id:
                self.focus.id = node.id
                self._is_dirty = True
            return None
        moved_y = at[1] - self._down_at[1]
        if not self._is_dragging:
            far = max(abs(at[0] - self._down_at[0]), abs(moved_y))
            if far < DRAG_PX:
                return None
            self._is_dragging = True
        self._is_dirty = True
        if _follows(self._pressed) or self.page is None or not self._is_listed(self._pressed):
            return self._pressed.on_drag(at)
        self.page.scroll(self.pen, -moved_y)
        self._down_at = at
        self._set_nodes()
        return None


def _follows(widget: Widget) -> bool:
    """True if a drag moves the control itself rather than the list it is in."""
    return type(widget).on_drag is not Widget.on_drag

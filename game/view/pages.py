"""Long things in a window: a text page and a list of controls that scroll to what has the focus."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

import pygame

from game.view.pen import Pen
from game.view.theme import Colour
from game.view.widgets import Result, Widget

FADE_PX = 40  # where text is cut by the edge of its window
STEP_PX = 90.0  # of one press


@dataclass(slots=True)
class ScrollPage(Widget):
    """Something taller than its window; takes the focus only when there is more than it can show."""

    top_px: float = 0.0
    _height: int = 0
    _held: float | None = None

    def _paint(self, surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int) -> int:
        """Draw the whole from its upper left corner; returns its height."""
        raise NotImplementedError

    @property
    def overflow_px(self) -> float:
        """How far it can scroll."""
        return max(0.0, self._height - self.rect.height)

    @property
    def can_focus(self) -> bool:
        """True if it scrolls."""
        return self.is_enabled and self.overflow_px > 0

    def measure(self, pen: Pen, width: int) -> int:
        """The height of the whole."""
        self._height = self._paint(_NOWHERE, pen, (0, 0), width - pen.theme.px(18))
        return self._height

    def draw(self, surface: pygame.Surface, pen: Pen, *, is_focused: bool, is_pressed: bool) -> None:
        """The visible part, with a bar at the right while more hides."""
        del is_pressed
        self.measure(pen, self.rect.width)
        self.scroll(0)
        clip = surface.get_clip()
        surface.set_clip(self.rect.clip(clip))
        self._paint(surface, pen, (self.rect.x, self.rect.y - self.top_px), self.rect.width - pen.theme.px(18))
        surface.set_clip(clip)
        self._fade(surface, pen)
        scroll_bar(surface, pen, self.rect, self.top_px, self._height, is_focused=is_focused)

    def _fade(self, surface: pygame.Surface, pen: Pen) -> None:
        """A line that is cut by the window's edge fades there: more hides behind."""
        height = min(pen.theme.px(FADE_PX), self.rect.height // 3)
        width = self.rect.width - pen.theme.px(18)
        for is_hidden, top, is_upper in (
            (self.top_px > 0.0, self.rect.top, True),
            (self.top_px < self.overflow_px, self.rect.bottom - height, False),
        ):
            if is_hidden:
                surface.blit(_veil((width, height), pen.palette.solid, is_upper=is_upper), (self.rect.x, top))

    def on_key(self, kind: str) -> Result | str | None:
        """Up and down scroll until the end, then pass on; accept leafs on by what is seen, at the end to the top."""
        if kind == "accept" and self.overflow_px > 0:
            if not self.scroll(max(STEP_PX, self.rect.height - 2 * FADE_PX)):
                self.top_px = 0.0
            return "eaten"
        step = {"up": -STEP_PX, "down": STEP_PX}.get(kind, 0.0)
        return "eaten" if step and self.scroll(step) else None

    def scroll(self, by_px: float) -> bool:
        """Move the content; False at the end."""
        before = self.top_px
        self.top_px = max(0.0, min(self.overflow_px, self.top_px + by_px))
        return self.top_px != before

    def on_drag(self, at: tuple[float, float]) -> Result | None:
        """It follows the finger."""
        if self._held is not None:
            self.scroll(self._held - at[1])
        self._held = at[1]
        return None

    def on_press(self, at: tuple[float, float]) -> Result | None:
        """The finger left it."""
        del at
        self._held = None
        return None


@functools.cache
def _veil(size: tuple[int, int], colour: Colour, *, is_upper: bool) -> pygame.Surface:
    """From nothing to a colour over the height."""
    made = pygame.Surface((1, size[1]), pygame.SRCALPHA, 32)
    for row in range(size[1]):
        share = (row + 1) / size[1]
        made.set_at((0, size[1] - 1 - row if is_upper else row), (*colour, round(235 * share)))
    return pygame.transform.scale(made, size)


_NOWHERE = pygame.Surface((1, 1), pygame.SRCALPHA, 32)  # painted on to measure; nothing of it is seen


@dataclass(slots=True)
class TextPage(ScrollPage):
    """Wrapped paragraphs."""

    text: str = ""
    style: str = "body"

    def spoken(self, pen: Pen) -> str:
        """The whole text."""
        del pen
        return self.text

    def _paint(self, surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int) -> int:
        return pen.letters.block(surface, self.text, at, self.style, pen.palette.text, width=width)


Painter = Callable[[pygame.Surface, Pen, tuple[float, float], int], int]


@dataclass(slots=True)
class BlockPage(ScrollPage):
    """Anything drawn by a function that returns its height."""

    painter: Painter = lambda _surface, _pen, _at, _width: 0

    def _paint(self, surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int) -> int:
        return self.painter(surface, pen, at, width)


@dataclass(slots=True)
class ListPage:
    """A column of controls in a window; not a control itself: the screen asks it to place its children."""

    rect: pygame.Rect
    children: list[Widget]
    gap: int = 12
    top_px: float = 0.0
    _heights: list[int] = field(default_factory=list)

    @property
    def height(self) -> int:
        """The height of all children, px."""
        return sum(self._heights) + self.gap * max(0, len(self._heights) - 1)

    @property
    def overflow_px(self) -> float:
        """How far it can scroll."""
        return max(0.0, self.height - self.rect.height)

    def place(self, pen: Pen) -> None:
        """Give each child its rectangle at the present scroll."""
        bar = pen.theme.px(20)
        width = self.rect.width
        self._heights = [child.measure(pen, width) for child in self.children]
        if self.overflow_px:
            width -= bar
            self._heights = [child.measure(pen, width) for child in self.children]
        self.top_px = max(0.0, min(self.overflow_px, self.top_px))
        y = self.rect.y - round(self.top_px)
        for child, height in zip(self.children, self._heights, strict=True):
            child.rect = pygame.Rect(self.rect.x, y, width, height)
            y += height + self.gap

    def reveal(self, pen: Pen, child: Widget) -> None:
        """Scroll so that a child is wholly visible."""
        spare = 8
        if child.rect.top < self.rect.top + spare:
            self.top_px -= self.rect.top + spare - child.rect.top
        elif child.rect.bottom > self.rect.bottom - spare:
            self.top_px += child.rect.bottom - self.rect.bottom + spare
        self.place(pen)

    def scroll(self, pen: Pen, by_px: float) -> bool:
        """Move the column; False at the end."""
        before = self.top_px
        self.top_px = max(0.0, min(self.overflow_px, self.top_px + by_px))
        self.place(pen)
        return self.top_px != before


def scroll_bar(
    surface: pygame.Surface, pen: Pen, rect: pygame.Rect, top_px: float, height_px: float, *, is_focused: bool = False
) -> None:
    """A bar at the right side of `rect` that says which part of `height_px` is seen; nothing if all is."""
    if height_px <= rect.height:
        return
    length = max(40, round(rect.height * rect.height / height_px))
    travel = (rect.height - length) * top_px / (height_px - rect.height)
    track = pygame.Rect(rect.right - 8, rect.y, 8, rect.height)
    surface.blit(pen.box(track.size, pen.palette.track, radius=4), track)
    colour = pen.palette.accent if is_focused else pen.palette.dim
    surface.blit(pen.box((8, length), colour, radius=4), (track.x, track.y + round(travel)))

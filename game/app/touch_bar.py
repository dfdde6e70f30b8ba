"""Buttons at the picture's right side for who plays by pointing: every wish that is not a place in the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from game.view.pen import Pen

SIZE_PX = 92  # a finger's breadth on a 1080p museum screen
GAP_PX = 14
RIGHT_PX = 24
MIDDLE_PX = 600
LARGE_MIDDLE_PX = 570  # with large text: between the timeline above and the orbit below
LABEL_PX = 4
# wish -> the least help at which it is shown: cadets need few, commanders all
_BUTTONS: dict[str, tuple[str, ...]] = {
    "cadet": ("work", "next_target", "act", "help", "pause"),
    "crew": ("work", "steady", "release", "next_target", "act", "help", "pause"),
    "commander": ("work", "steady", "tuck", "release", "next_target", "act", "help", "pause"),
}
COLUMN, LARGE_COLUMN = 5, 3


class TouchBar:
    """Draws the buttons and says which one lies under a point."""

    def __init__(self, pen: Pen, assist: str) -> None:
        """`assist` decides how many buttons there are."""
        self.pen = pen
        self.wishes = _BUTTONS[assist]
        self._placed: dict[str, pygame.Rect] = {}
        self._stamp: tuple[int, int] | None = None

    @property
    def _rects(self) -> dict[str, pygame.Rect]:
        """Where the buttons are, as wide as the longest word of this language and size."""
        if self._stamp != self.pen.stamp:
            self._stamp = self.pen.stamp
            words = (self.pen.text.t(f"button.{wish}") for wish in self.wishes)
            longest = max(self.pen.letters.width(word, "small") for word in words)
            width = max(round(SIZE_PX * 1.5), longest + 2 * LABEL_PX)
            self._placed = _places(self.wishes, width, is_large=self.pen.theme.is_large)
        return self._placed

    def at(self, point: tuple[float, float]) -> str:
        """The wish of the button under a point; empty when there is none."""
        near = (wish for wish, rect in self._rects.items() if rect.inflate(GAP_PX, GAP_PX).collidepoint(point))
        return next(near, "")

    def draw(self, surface: pygame.Surface, pressed: str = "") -> None:
        """Draw every button with its short word."""
        palette = self.pen.palette
        for wish, rect in self._rects.items():
            is_on = wish == pressed
            fill = palette.focused if is_on else palette.panel
            surface.blit(self.pen.box(rect.size, fill, palette.panel_edge), rect)
            word = self.pen.letters.fit(self.pen.text.t(f"button.{wish}"), "small", rect.width - LABEL_PX)
            picture = self.pen.letters.line(word, "small", palette.on_focus if is_on else palette.text)
            surface.blit(picture, picture.get_rect(center=rect.center))


def _places(wishes: tuple[str, ...], width: int, *, is_large: bool) -> dict[str, pygame.Rect]:
    """Columns of five (three with large text), the first at the edge, in the middle of the picture's height."""
    most = LARGE_COLUMN if is_large else COLUMN
    rows = min(most, len(wishes))
    middle = LARGE_MIDDLE_PX if is_large else MIDDLE_PX
    top = middle - (rows * (SIZE_PX + GAP_PX) - GAP_PX) // 2
    rects = {}
    for index, wish in enumerate(wishes):
        column, row = divmod(index, most)
        x = 1920 - RIGHT_PX - width - column * (width + GAP_PX)
        rects[wish] = pygame.Rect(x, top + row * (SIZE_PX + GAP_PX), width, SIZE_PX)
    return rects

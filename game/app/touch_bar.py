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
LABEL_PX = 8
# wish -> the least help at which it is shown: cadets need few, commanders all
_BUTTONS: dict[str, tuple[str, ...]] = {
    "cadet": ("work", "next_target", "act", "help", "pause"),
    "crew": ("work", "steady", "release", "next_target", "act", "help", "pause"),
    "commander": ("work", "steady", "tuck", "release", "next_target", "act", "help", "pause"),
}
COLUMN = 5


class TouchBar:
    """Draws the buttons and says which one lies under a point."""

    def __init__(self, pen: Pen, assist: str) -> None:
        """`assist` decides how many buttons there are."""
        self.pen = pen
        self.wishes = _BUTTONS[assist]
        self._rects = _places(self.wishes)

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


def _places(wishes: tuple[str, ...]) -> dict[str, pygame.Rect]:
    """Columns of five, the first at the edge, in the middle of the picture's height."""
    rows = min(COLUMN, len(wishes))
    top = MIDDLE_PX - (rows * (SIZE_PX + GAP_PX) - GAP_PX) // 2
    width = round(SIZE_PX * 1.5)
    rects = {}
    for index, wish in enumerate(wishes):
        column, row = divmod(index, COLUMN)
        x = 1920 - RIGHT_PX - width - column * (width + GAP_PX)
        rects[wish] = pygame.Rect(x, top + row * (SIZE_PX + GAP_PX), width, SIZE_PX)
    return rects

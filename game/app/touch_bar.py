"""Buttons at the picture's right side for who plays by pointing: every wish that is not a place in the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from game.view.pen import Pen

SIZE_PX = 92  # a finger's breadth on a 1080p museum screen
LEAST_PX = 72  # so low they may be if that saves a column
GAP_PX = 14
RIGHT_PX = 24
ROOM_PX = (330, 870)  # from top to bottom, until the panels say how much they leave
LABEL_PX = 12
# wish -> the least help at which it is shown: cadets need few, commanders all
_BUTTONS: dict[str, tuple[str, ...]] = {
    "cadet": ("work", "next_target", "act", "help", "pause"),
    "crew": ("work", "steady", "release", "next_target", "act", "help", "pause"),
    "commander": ("work", "steady", "tuck", "release", "next_target", "act", "help", "pause"),
    "": ("pause",),  # nobody plays: the way out of what is watched
}


class TouchBar:
    """Draws the buttons and says which one lies under a point."""

    def __init__(self, pen: Pen, assist: str) -> None:
        """`assist` decides how many buttons there are, "" = somebody only watches."""
        self.pen = pen
        self.wishes = _BUTTONS[assist]
        self._placed: dict[str, pygame.Rect] = {}
        self._stamp: tuple[int, int] | None = None
        self._room = ROOM_PX

    def keep_within(self, top: int, bottom: int) -> None:
        """Lie between these heights, px; buttons that do already stay, unless they could now take fewer columns."""
        rects = self._rects
        is_out = min(rect.top for rect in rects.values()) < top or max(rect.bottom for rect in rects.values()) > bottom
        width = next(iter(rects.values())).width
        if is_out or len(_columns(_places(self.wishes, width, top, bottom))) < len(_columns(rects)):
            self._room = (top, bottom)
            self._placed = _places(self.wishes, width, top, bottom)

    @property
    def left(self) -> int:
        """Where the buttons begin, px."""
        return min(rect.left for rect in self._rects.values())

    @property
    def _rects(self) -> dict[str, pygame.Rect]:
        """Where the buttons are, as wide as the longest word of this language and size."""
        if self._stamp != self.pen.stamp:
            self._stamp = self.pen.stamp
            words = (self.pen.text.t(f"button.{wish}") for wish in self.wishes)
            longest = max(self.pen.letters.width(word, "small") for word in words)
            width = max(round(SIZE_PX * 1.5), longest + 2 * LABEL_PX)
            self._placed = _places(self.wishes, width, *self._room)
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
            word = self.pen.letters.fit(self.pen.text.t(f"button.{wish}"), "small", rect.width)
            picture = self.pen.letters.line(word, "small", palette.on_focus if is_on else palette.text)
            surface.blit(picture, picture.get_rect(center=rect.center))


def _places(wishes: tuple[str, ...], width: int, top: int, bottom: int) -> dict[str, pygame.Rect]:
    """One column if they fit, else as many as there must be, the first at the edge, in the middle of the height."""
    room = bottom - top + GAP_PX
    high = min(SIZE_PX, room // len(wishes) - GAP_PX)
    high = high if high >= LEAST_PX else SIZE_PX
    step = high + GAP_PX
    most = max(1, room // step)
    rows = min(most, len(wishes))
    top += (room - rows * step) // 2
    rects = {}
    for index, wish in enumerate(wishes):
        column, row = divmod(index, most)
        x = 1920 - RIGHT_PX - width - column * (width + GAP_PX)
        rects[wish] = pygame.Rect(x, top + row * step, width, high)
    return rects


def _columns(rects: dict[str, pygame.Rect]) -> set[int]:
    """Where columns begin."""
    return {rect.x for rect in rects.values()}

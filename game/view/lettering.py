"""Lines of text as surfaces: fonts by style, a bounded store of rendered lines, wrapping, tabular figures."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

import pygame

from game.view.paths import assets_root
from game.view.store import Store
from game.view.theme import FONT_FILES, STYLES, Colour, Theme

STORE_BYTES = 12 << 20  # of rendered lines: a page at 200 % text has 4 MB
WRAPS_LIMIT = 600  # texts broken into lines
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


class Lettering:
    """Sets text in the fonts of a theme. Surfaces it returns are shared: blit them, do not draw on them."""

    def __init__(self, theme: Theme, assets: Path | None = None) -> None:
        self.theme = theme
        self._assets = assets or assets_root()
        self._fonts: dict[tuple[str, int], pygame.font.Font] = {}
        self._lines: Store[tuple[str, str, Colour]] = Store(STORE_BYTES)
        self._wraps: OrderedDict[tuple[str, str, int, int], tuple[str, ...]] = OrderedDict()
        self._cells: dict[str, int] = {}

    def font(self, style: str) -> pygame.font.Font:
        """The font of a style at the theme's text scale."""
        key = (STYLES[style].weight, self.theme.size(style))
        found = self._fonts.get(key)
        if found is None:
            found = pygame.font.Font(str(self._assets / FONT_FILES[key[0]]), key[1])
            self._fonts[key] = found
        return found

    def width(self, text: str, style: str) -> int:
        """The width of a line, px."""
        return self.font(style).size(_drawable(text))[0]

    def height(self, style: str) -> int:
        """The distance between two lines of a style, px."""
        return self.theme.line(style)

    def line(self, text: str, style: str, colour: Colour) -> pygame.Surface:
        """One line of text as a surface with alpha."""
        return self._lines.get(
            (text, style, colour), lambda: self.font(style).render(_drawable(text) or " ", True, colour)
        )

    def put(
        self,
        surface: pygame.Surface,
        text: str,
        at: tuple[float, float],
        style: str,
        colour: Colour,
        *,
        align: float = 0.0,
        width: int = 0,
    ) -> int:
        """Draw one line with its line box's top at `at`; `align` 0 left, .5 centre, 1 right. Returns its width.

        With `width` the line is cut to it with an ellipsis.
        """
        if width:
            text = self.fit(text, style, width)
        picture = self.line(text, style, colour)
        top = at[1] + (self.height(style) - picture.get_height()) / 2
        surface.blit(picture, (round(at[0] - picture.get_width() * align), round(top)))
        return picture.get_width()

    def fit(self, text: str, style: str, width: int) -> str:
        """The text, cut with an ellipsis if it is wider than `width`."""
        font, text = self.font(style), _drawable(text)
        if font.size(text)[0] <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if font.size(text[:middle].rstrip() + ELLIPSIS)[0] <= width:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + ELLIPSIS

    def wrap(self, text: str, style: str, width: int, limit: int = 0) -> tuple[str, ...]:
        """The text broken at spaces into lines not wider than `width`; with `limit` the last one ends in an ellipsis.

        Line feeds stay; a word of one letter goes with the next one; a word wider than the width is broken between
        letters.
        """
        key = (text, style, width, limit)
        found = self._wraps.get(key)
        if found is None:
            found = self._break(text, style, width, limit)
            self._wraps[key] = found
            if len(self._wraps) > WRAPS_LIMIT:
                self._wraps.popitem(last=False)
        return found

    def _break(self, text: str, style: str, width: int, limit: int) -> tuple[str, ...]:
        font = self.font(style)
        lines: list[str] = []
        for paragraph in _drawable(text).split("\n"):
            line = ""
            for word in _together(paragraph, font, width):
                longer = f"{line} {word}" if line else word
                if font.size(longer)[0] <= width:
                    line = longer
                    continue
                if line:
                    lines.append(line)
                line = word
                while font.size(line)[0] > width and len(line) > 1:
                    cut = len(line) - 1
                    while cut > 1 and font.size(line[:cut])[0] > width:
                        cut -= 1
                    lines.append(line[:cut])
                    line = line[cut:]
            lines.append(line)
        if limit and len(lines) > limit:
            rest = " ".join(lines[limit - 1 :])
            lines = [*lines[: limit - 1], self.fit(rest, style, width)]
        return tuple(lines)

    def block(
        self,
        surface: pygame.Surface,
        text: str,
        at: tuple[float, float],
        style: str,
        colour: Colour,
        *,
        width: int,
        align: float = 0.0,
        limit: int = 0,
    ) -> int:
        """Draw wrapped text; returns its height, px. With `align`, `at` is the left edge of the `width` column."""
        step = self.height(style)
        top = at[1]
        for line in self.wrap(text, style, width, limit):
            self.put(surface, line, (at[0] + width * align, top), style, colour, align=align)
            top += step
        return round(top - at[1])

    def block_height(self, text: str, style: str, width: int, limit: int = 0) -> int:
        """The height that `block` would take, px."""
        return len(self.wrap(text, style, width, limit)) * self.height(style)

    def figures_width(self, text: str, style: str) -> int:
        """The width of `figures`, px."""
        cell = self._cell(style)
        return sum(cell if mark.isdigit() else self.width(mark, style) for mark in text)

    def figures(self, surface: pygame.Surface, text: str, at: tuple[float, float], style: str, colour: Colour) -> int:
        """Draw a line whose digits all take the same width, so that a running clock stands still. Returns its width.

        Exo 2 has no tabular figures; each digit is centred in a cell as wide as the widest.
        """
        cell = self._cell(style)
        x = at[0]
        for mark in text:
            picture = self.line(mark, style, colour)
            step = cell if mark.isdigit() else picture.get_width()
            top = at[1] + (self.height(style) - picture.get_height()) / 2
            surface.blit(picture, (round(x + (step - picture.get_width()) / 2), round(top)))
            x += step
        return round(x - at[0])

    def _cell(self, style: str) -> int:
        found = self._cells.get(style)
        if found is None:
            found = max(self.width(digit, style) for digit in "0123456789")
            self._cells[style] = found
        return found


def _together(paragraph: str, font: pygame.font.Font, width: int) -> Iterator[str]:
    """The words of a paragraph, those of one letter with the next one where both fit into a line."""
    kept = ""
    for word in paragraph.split(" "):
        if kept and font.size(f"{kept} {word}")[0] > width:
            yield kept
            kept = ""
        whole = f"{kept} {word}" if kept else word
        kept = whole if len(word) == 1 and word.isalpha() else ""
        if not kept:
            yield whole
    if kept:
        yield kept


def _drawable(text: str) -> str:
    """The text with a question mark for what no font takes: zero bytes, and bytes of file names that are no text."""
    return text.replace("\0", "?").encode(errors="replace").decode()

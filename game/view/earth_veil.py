"""The air on the screen: a table gathered for every pixel, worked out behind the scenes and swapped in at once."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.earth_air import AirTable, Direction

PIXELS_PER_SLICE = 240_000
SUN_STEP = 0.0035  # rad between refreshes


class AirVeil:
    """Two sets of three layers of pixels, one shown, one being made. `index` says where in the table a pixel looks."""

    def __init__(self, table: AirTable, index: NDArray[np.intp], clear_rows: int) -> None:
        """In the first `clear_rows` of the picture the air takes no light."""
        self._table = table
        self._index = index
        self._clear_rows = clear_rows
        height, self._width = index.shape
        self._pixels = [[np.zeros(index.shape, np.uint32) for _ in range(3)] for _ in range(2)]
        self._layers = [
            [pygame.image.frombuffer(pixels.data, (self._width, height), "BGRA") for pixels in one]
            for one in self._pixels
        ]
        self._has_glint = [False, False]
        self._shown = 0
        self._is_waiting = False
        self._sun: Direction | None = None
        self._taken = 0

    @property
    def is_ready(self) -> bool:
        """True once there is any air to show."""
        return self._sun is not None

    @property
    def newest(self) -> int:
        """Counts the airs made, with the one that waits to be taken."""
        return self._taken + int(self._is_waiting)

    def forget(self) -> None:
        """Have the next refresh made from the beginning."""
        self._sun = None
        self._is_waiting = False

    def is_old(self, sun: Direction, steps: float = 1.0) -> bool:
        """True when the Sun has moved enough to be seen, or so many times that."""
        return self._sun is None or math.dist(self._sun, sun) > SUN_STEP * steps

    def refresh(self, sun: Direction, pole: Direction) -> Iterator[bool]:
        """Work out the air for directions (forward, port, up) in slices; `take` shows it."""
        for _ in self._table.refresh(sun, pole):
            yield True
        self._is_waiting = False
        back = 1 - self._shown
        tables = [self._table.through, self._table.added]
        if self._table.has_glint:
            tables.append(self._table.under)
        rows = max(1, PIXELS_PER_SLICE // self._width)
        for pixels, table in zip(self._pixels[back], tables, strict=False):
            for row in range(0, len(self._index), rows):
                part = slice(row, row + rows)
                np.take(table.reshape(-1), self._index[part], out=pixels[part], mode="wrap")
                yield True
        self._has_glint[back] = self._table.has_glint
        self._is_waiting = True
        self._sun = sun
        yield True

    def take(self) -> None:
        """Show the newest air from now on: between two pictures, never within one."""
        if self._is_waiting:
            self._shown = 1 - self._shown
            self._is_waiting = False
            self._taken += 1

    def lay_under(self, target: pygame.Surface, start: int, stop: int, at: int) -> None:
        """Add the glint of some rows, which water lets through from below, from row `at` of the target on."""
        if self._has_glint[self._shown]:
            area = (0, start, self._width, stop - start)
            target.blit(self._layers[self._shown][2], (0, at), area, pygame.BLEND_RGB_ADD)

    def lay_over(self, target: pygame.Surface, start: int, stop: int, at: int) -> None:
        """Take what the air takes and add what it adds, in some rows, from row `at` of the target on."""
        through, added, _ = self._layers[self._shown]
        clear = max(start, self._clear_rows)
        if stop > clear:
            area = (0, clear, self._width, stop - clear)
            target.blit(through, (0, at + clear - start), area, pygame.BLEND_RGB_MULT)
        target.blit(added, (0, at), (0, start, self._width, stop - start), pygame.BLEND_RGB_ADD)

    def lay_enlarged(self, target: pygame.Surface, scale: int, start: int, stop: int) -> None:
        """As `lay_over`, for rows of a picture so many times as fine; `start` is a whole number of them."""
        through, added, _ = self._layers[self._shown]
        for layer, flag, first in (
            (through, pygame.BLEND_RGB_MULT, self._clear_rows),
            (added, pygame.BLEND_RGB_ADD, 0),
        ):
            low, high = max(start // scale, first), stop // scale
            if high > low:
                large = enlarged(layer, low, high, scale)
                target.blit(large, (0, low * scale), special_flags=flag)


def enlarged(
    small: pygame.Surface, start: int, stop: int, scale: int, into: pygame.Surface | None = None
) -> pygame.Surface:
    """Rows of a picture, smoothly enlarged; parts made one after the other fit together without a seam.

    They are put straight where they belong `into` a picture so many times as large, as far as that reaches.
    """
    width = small.get_width()
    # The row that follows is given too, so that a row of the result lies exactly that share of the way to it.
    rows = min(stop + 1, small.get_height()) - start
    part = small.subsurface((0, start, width, rows))
    size = (width * scale, (stop - start) * scale)
    if into is None or stop * scale > into.get_height():
        made = pygame.transform.smoothscale(part, size)
        if into is not None:
            into.blit(made, (0, start * scale))
        return made
    return pygame.transform.smoothscale(part, size, into.subsurface((0, start * scale, *size)))

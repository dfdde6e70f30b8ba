"""The air on the screen: the table gathered for every pixel, worked out behind the scenes and swapped in at once."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pygame

from game.view.earth_air import AirTable, Direction
from game.view.earth_view import EarthView

ROWS_PER_SLICE = 240
SUN_STEP = 0.0035  # rad between refreshes


class AirVeil:
    """Two sets of three layers of pixels, one shown, one being made."""

    def __init__(self, view: EarthView) -> None:
        self._view = view
        self._table = AirTable(view)
        width, height = view.size
        self._pixels = [[np.zeros((height, width), np.uint32) for _ in range(3)] for _ in range(2)]
        self._layers = [
            [pygame.image.frombuffer(pixels.data, (width, height), "BGRA") for pixels in one] for one in self._pixels
        ]
        self._has_glint = [False, False]
        self._shown = 0
        self._sun: Direction | None = None

    @property
    def is_ready(self) -> bool:
        """True once there is any air to show."""
        return self._sun is not None

    def forget(self) -> None:
        """Have the next refresh made from the beginning."""
        self._sun = None

    def is_old(self, sun: Direction) -> bool:
        """True when the Sun has moved enough to be seen."""
        return self._sun is None or math.dist(self._sun, sun) > SUN_STEP

    def refresh(self, sun: Direction, pole: Direction, *, is_coarse: bool = False) -> Iterator[bool]:
        """Work out the air for directions (forward, port, up) in slices, then show it."""
        for _ in self._table.refresh(sun, pole, 2 if is_coarse else 1):
            yield True
        back = 1 - self._shown
        tables = [self._table.through, self._table.added]
        if self._table.has_glint:
            tables.append(self._table.under)
        for pixels, table in zip(self._pixels[back], tables, strict=False):
            for row in range(0, self._view.size[1], ROWS_PER_SLICE):
                part = slice(row, row + ROWS_PER_SLICE)
                np.take(table.reshape(-1), self._view.air_index[part], out=pixels[part], mode="wrap")
                yield True
        self._has_glint[back] = self._table.has_glint
        self._shown = back
        self._sun = sun

    def lay_under(self, target: pygame.Surface, start: int, stop: int) -> None:
        """Add the glint, which water lets through from below."""
        if self._has_glint[self._shown]:
            area = (0, start, self._view.lens.width, stop - start)
            target.blit(self._layers[self._shown][2], (0, start), area, pygame.BLEND_RGB_ADD)

    def lay_over(self, target: pygame.Surface, start: int, stop: int) -> None:
        """Take what the air takes and add what it adds, in some rows."""
        through, added, _ = self._layers[self._shown]
        width = self._view.lens.width
        clear = max(start, self._view.clear_rows)
        if stop > clear:
            target.blit(through, (0, clear), (0, clear, width, stop - clear), pygame.BLEND_RGB_MULT)
        target.blit(added, (0, start), (0, start, width, stop - start), pygame.BLEND_RGB_ADD)

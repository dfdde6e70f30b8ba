"""The Earth composed at the full resolution of the picture: sky, glint, ground, what the air takes and what it adds."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.earth_air import AirTable
from game.view.earth_veil import AirVeil
from game.view.earth_view import EarthView


class Fine:
    """Composes rows of a view; all that it draws on is as wide as the view with its margins."""

    def __init__(self, view: EarthView, strip: NDArray[np.uint32]) -> None:
        """`strip` is the ring of ground, which somebody else fills."""
        self.view = view
        self.veil = AirVeil(AirTable(view, view.depression), view.air_index, view.clear_rows)
        self._strip = strip.reshape(-1)
        rows, columns = len(view.ground_index), view.size[0]
        self._pixels = np.zeros((rows, columns), np.uint32)
        self._ground = pygame.image.frombuffer(self._pixels.data, (columns, rows), "BGRA")

    def lay_upper(self, target: pygame.Surface, sky: pygame.Surface | None, start: int, stop: int) -> None:
        """Draw some of the rows above the ground."""
        lay_sky(target, sky, self.view, start, stop, start)
        self.veil.lay_over(target, start, stop, start)

    def lay_ground(
        self, target: pygame.Surface, sky: pygame.Surface | None, column: int, start: int, stop: int
    ) -> None:
        """Draw some of the rows with ground as seen over a column; rows of the target begin where the ground does."""
        view = self.view
        first = view.above + start
        lay_sky(target, sky, view, first, first + stop - start, start)
        self.veil.lay_under(target, first, first + stop - start, start)
        ground = self._strip[(column - view.half) % view.ring :]
        np.take(ground, view.ground_index[start:stop], out=self._pixels[start:stop], mode="wrap")
        target.blit(self._ground, (0, start), (0, start, self._ground.get_width(), stop - start))
        self.veil.lay_over(target, first, first + stop - start, start)


def lay_sky(
    target: pygame.Surface, sky: pygame.Surface | None, view: EarthView, start: int, stop: int, at: int
) -> None:
    """Fill rows of a target with those of the sky (a picture from its top on), or with black."""
    width = target.get_width()
    rows = 0 if sky is None else max(0, min(stop, sky.get_height() - view.top) - start)
    if sky is None or rows < stop - start or width > sky.get_width():
        target.fill((0, 0, 0), (0, at, width, stop - start))
    if sky is not None and rows:
        target.blit(sky, (view.margin, at), (0, view.top + start, sky.get_width(), rows))

"""A time lapse of the Earth is composed at half the picture's resolution and enlarged.

The ground moves several pixels from picture to picture there, so that half the resolution shows all there is to see;
that is a quarter of the work, and the air can follow a Sun that moves as fast.
"""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.earth_air import AirTable
from game.view.earth_fine import lay_sky
from game.view.earth_veil import AirVeil, enlarged
from game.view.earth_view import LAPSE, EarthView


class Lapse:
    """Composes rows of a view as `Fine` does, in even numbers of them; there is no Milky Way beside the limb."""

    def __init__(self, view: EarthView, strip: NDArray[np.uint32]) -> None:
        """`strip` is the ring of ground, which somebody else fills."""
        self.view = view
        self.veil = AirVeil(AirTable(view, view.lapse_depression, LAPSE), view.lapse_air, view.clear_rows // LAPSE)
        self._strip = strip.reshape(-1)
        rows, columns = view.lapse_ground.shape
        self._pixels = np.zeros((rows, columns), np.uint32)
        self._ground = pygame.image.frombuffer(self._pixels.data, (columns, rows), "BGRA")
        self._picture = pygame.Surface((columns, rows), 0, 32)
        self._picture.fill((0, 0, 0))

    def lay_upper(self, target: pygame.Surface, sky: pygame.Surface | None, start: int, stop: int) -> None:
        """Draw some of the rows above the ground."""
        lay_sky(target, sky, self.view, start, stop, start)
        self.veil.lay_enlarged(target, LAPSE, start, stop)

    def lay_ground(
        self, target: pygame.Surface, sky: pygame.Surface | None, column: int, start: int, stop: int
    ) -> None:
        """Draw some of the rows with ground as seen over a column; rows of the target begin where the ground does."""
        del sky
        view = self.view
        rows, columns = self._pixels.shape
        low, high = start // LAPSE, -(-stop // LAPSE)
        after = min(rows, high + 1)  # the row that the last one is blended with
        first = view.above // LAPSE + low
        # a plain fill goes past the processor's cache, where the rows are needed at once
        self._picture.fill((0, 0, 0), (0, low, columns, after - low), pygame.BLEND_RGB_MULT)
        self.veil.lay_under(self._picture, first, first + after - low, low)
        ground = self._strip[(column - view.half) % view.ring :]
        np.take(ground, view.lapse_ground[low:after], out=self._pixels[low:after], mode="wrap")
        self._picture.blit(self._ground, (0, low), (0, low, columns, after - low))
        self.veil.lay_over(self._picture, first, first + after - low, low)
        enlarged(self._picture, low, high, LAPSE, into=target)

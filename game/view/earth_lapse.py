"""A time lapse of the Earth is composed at half the picture's resolution and enlarged.

The ground moves several pixels from picture to picture there, and each picture is gathered anew; at half the resolution
that is a quarter of the work, and the air can follow a Sun that moves as fast. What lies above the limb stays at full
resolution and is kept until the air or the sky changes.
"""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.earth_air import AirTable
from game.view.earth_veil import AirVeil
from game.view.earth_view import LAPSE, EarthView


class Lapse:
    """Draws the Earth's part of a picture quickly, when its own air is ready."""

    def __init__(self, view: EarthView) -> None:
        self._view = view
        table = AirTable(view, view.lapse_depression, LAPSE)
        self.veil = AirVeil(table, view.lapse_air, view.clear_rows // LAPSE)
        rows, columns = view.lapse_air.shape
        self._pixels = np.zeros(view.lapse_ground.shape, np.uint32)
        self._ground = pygame.image.frombuffer(self._pixels.data, self._pixels.shape[::-1], "BGRA")
        self._picture = pygame.Surface((columns, rows), 0, 32)
        self._sky = pygame.Surface((columns, rows), 0, 32)  # what shows beside the ground where the limb falls off
        self._above = view.lapse_skip * LAPSE  # rows of the picture above any ground
        self._upper = pygame.Surface((view.lens.width, max(1, self._above)), 0, 32)
        self._large = self._upper.copy()
        self._is_current = False
        for surface in (self._picture, self._sky, self._upper, self._large):
            surface.fill((0, 0, 0))

    def refresh_upper(self) -> None:
        """Air or sky have changed: what lies above the limb is composed anew with the next picture."""
        self._is_current = False

    def draw(
        self, surface: pygame.Surface, top: int, sky: pygame.Surface | None, strip: NDArray[np.uint32], column: int
    ) -> None:
        """Draw the view from row `top` of the surface on.

        `strip` is the flat ring of ground, `sky` reaches from the picture's first row on, None when it is black.
        """
        view = self._view
        if not self._is_current:
            self._compose_upper(sky)
            self._is_current = True
        surface.blit(self._upper, (0, top))
        start = view.lapse_skip
        columns, rows = self._picture.get_size()
        self._picture.blit(self._sky, (0, start), (0, start, columns, rows - start))
        self.veil.lay_under(self._picture, start, rows)
        np.take(strip[(column - view.half) % view.ring :], view.lapse_ground, out=self._pixels, mode="wrap")
        self._picture.blit(self._ground, (0, start))
        self.veil.lay_over(self._picture, start, rows)
        place = pygame.Rect(0, top + self._above, view.lens.width, view.size[1] - self._above)
        lower = self._picture.subsurface((0, start, columns, rows - start))
        pygame.transform.smoothscale(lower, place.size, surface.subsurface(place))

    def _compose_upper(self, sky: pygame.Surface | None) -> None:
        view = self._view
        self._upper.fill((0, 0, 0))
        self._sky.fill((0, 0, 0))
        if sky is not None:
            width, rows = view.lens.width, max(0, min(sky.get_height() - view.top, view.size[1]))
            self._upper.blit(sky, (0, 0), (0, view.top, width, min(rows, self._above)))
            first = self._above // LAPSE
            beside = rows // LAPSE - first
            if beside > 0:
                part = sky.subsurface((0, view.top + self._above, width, beside * LAPSE))
                place = (0, first, self._sky.get_width(), beside)
                pygame.transform.smoothscale(part, place[2:], self._sky.subsurface(place))
        self.veil.lay_enlarged(self._upper, LAPSE, self._large)

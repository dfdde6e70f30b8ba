"""Water on the visor: from the rim inwards the picture turns milky, with drops where it is worst.

Nothing of it moves: without weight drops cling where they are. Marks and panels lie over it, and the middle, where the
hands are, stays clear enough to work; with high contrast only the rim is veiled.
"""

from __future__ import annotations

import math

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.noise import LEVELS_PER_SIGMA, small_tile, smooth

F = np.float32
STEPS = 20  # of fog that look different
LEAST = 0.04  # less is not seen
SCALE = 4  # pixels of the picture to one of the veil
MILK = (206, 219, 231)
LIT = (0.22, 0.78)  # share of MILK by night, by day
MOST, MOST_CONTRAST = 0.86, 0.5  # opacity of the rim
MIDDLE = 0.34  # of the rim's opacity: what is left of it in the middle of a visor that is wet through
ROUGH = 0.034  # how ragged the edge of the fog is
DROPS = 150
DROPS_FROM = 0.45  # of fog


class VisorFog:
    """Keeps the veil of the last amount of water."""

    def __init__(self) -> None:
        self._veil: pygame.Surface | None = None
        self._key: tuple[int, int, bool, tuple[int, int]] | None = None
        self._rough: NDArray[np.float32] | None = None

    def draw(self, surface: pygame.Surface, fog: float, light: float, *, has_high_contrast: bool = False) -> None:
        """Veil the picture of somebody whose visor is wet (0..1), in that share of sunlight."""
        if fog < LEAST:
            return
        size = surface.get_size()
        key = (math.ceil(fog * STEPS), round(light * 4), has_high_contrast, size)
        if key != self._key or self._veil is None:
            self._key = key
            self._veil = self._make(key[0] / STEPS, key[1] / 4, size, has_high_contrast=has_high_contrast)
        surface.blit(self._veil, (0, 0))

    def _make(self, fog: float, light: float, size: tuple[int, int], *, has_high_contrast: bool) -> pygame.Surface:
        width, height = size[0] // SCALE, size[1] // SCALE
        if self._rough is None or self._rough.shape != (width, height):
            self._rough = _texture(width, height)
        x = (np.arange(width, dtype=F)[:, None] - width / 2) / (width / 2)
        y = (np.arange(height, dtype=F)[None, :] - height / 2) / (height / 2)
        out = np.asarray(np.sqrt(x * x * F(0.92) + y * y * F(0.78)), dtype=F)
        edge = F(1.25 - 0.95 * fog)  # where the fog has come to
        veil = smooth(-0.22, 0.60, out - edge + F(ROUGH) * self._rough)
        veil = np.maximum(veil, F(MIDDLE * fog * fog) * smooth(-1.6, 1.4, self._rough))
        most = MOST
        if has_high_contrast:
            most = MOST_CONTRAST
            veil = veil * smooth(0.55, 1.0, out)
        level = LIT[0] + (LIT[1] - LIT[0]) * light
        small = pygame.Surface((width, height), pygame.SRCALPHA, 32)
        small.fill([round(channel * level) for channel in MILK])
        alpha = pygame.surfarray.pixels_alpha(small)
        alpha[:] = (veil * F(255 * most * min(1.0, 0.45 + fog))).astype(np.uint8)
        del alpha
        made = pygame.transform.smoothscale(small, size)
        if fog > DROPS_FROM and not has_high_contrast:
            _add_drops(made, (fog - DROPS_FROM) / (1.0 - DROPS_FROM), level)
        return made


def _texture(width: int, height: int) -> NDArray[np.float32]:
    """Breath on glass: cloudy, with some grain; standard deviation 1."""
    tile = np.zeros((256, 256), np.int8)
    for _ in small_tile(1.7, 5, tile):
        pass
    x, y = np.arange(width) % 256, np.arange(height) % 256
    return np.asarray(tile[np.ix_(x, y)] / F(LEVELS_PER_SIGMA), dtype=F)


def _add_drops(veil: pygame.Surface, share: float, level: float) -> None:
    """Drops that cling, most of them near the rim: a clear lens with a dark and a bright edge."""
    dice = np.random.default_rng(3)
    width, height = veil.get_size()
    places = dice.random((DROPS, 4))
    bright = tuple(round(min(255, channel * (level + 0.2))) for channel in MILK)
    for u, v, large, turn in places[: round(DROPS * share)]:
        angle, away = turn * math.tau, 0.62 + 0.45 * u
        x = round(width / 2 * (1 + math.cos(angle) * away))
        y = round(height / 2 * (1 + math.sin(angle) * away))
        radius = 3.0 + 13.0 * large**3 * (0.5 + 0.5 * v)
        pygame.draw.circle(veil, (*MILK, 60), (x, y), radius)
        pygame.draw.circle(veil, (60, 76, 92, 130), (x, y), radius, max(1, round(radius / 6)))
        spark = (round(x - radius * 0.36), round(y - radius * 0.36))
        pygame.draw.circle(veil, (*bright, 210), spark, max(1.0, radius / 4))

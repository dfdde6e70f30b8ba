"""Grain makes ground and clouds finer than their maps: four layers of noise bound to the columns of the orbit.

A layer repeats a whole number of times in one turn of the orbit, so that the same place of the orbit always has the
same grain and there is no seam at the ascending node.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.view.earth_maps import sample
from game.view.noise import LEVELS_PER_SIGMA, FloatArray
from game.view.track import COLUMNS, SPHERE_KM

F = np.float32
TURN_KM = 2 * math.pi * SPHERE_KM
TURNS = (4, 11, 34, 72)  # repeats of a tile in one turn: 9.8, 3.6, 1.15, 0.54 km a texel
TILES = (0, 1, 2, 2)  # which tile of the maps, smooth to rough
FADE_KM = (math.inf, math.inf, 14.0, 6.0)  # rows of the strip coarser than this do not show the layer
BEND_TEXELS = 26.0  # the second layer is pushed about by the first, so that nothing looks like a grid
SIZE = 1024


class Layers(NamedTuple):
    """Noise of mean 0 and deviation 1 over the cells, coarse to fine."""

    detail: FloatArray
    mid: FloatArray
    fleck: FloatArray
    speck: FloatArray


class Grain:
    """Looks up the layers for any columns and rows of a strip."""

    def __init__(self, tiles: tuple[NDArray[np.int8], ...], row_angle: FloatArray) -> None:
        self._tiles = [np.pad(tile, (0, 1), mode="wrap") for tile in tiles]
        self._row_km = row_angle.astype(np.float64) * SPHERE_KM
        spacing = np.abs(np.gradient(self._row_km))
        self._fade = [np.clip(1.25 - spacing / fade, 0, 1).astype(F)[:, None] for fade in FADE_KM]

    def layers(self, columns: NDArray[np.float64], rows: NDArray[np.intp]) -> Layers:
        """The four layers, each (rows, columns)."""
        made: list[FloatArray] = []
        for number, turns in enumerate(TURNS):
            tile = self._tiles[TILES[number]]
            x = columns / COLUMNS * turns * SIZE + 313 * number
            y = self._row_km[rows] / (TURN_KM / turns / SIZE) + 4 * SIZE + 171 * number
            if number == 1:
                made.append(_bent(tile, x, y, made[0] * F(BEND_TEXELS)))
            else:
                made.append(_straight(tile, x, y) * self._fade[number][rows])
        return Layers(*made)


def _straight(tile: NDArray[np.int8], x: NDArray[np.float64], y: NDArray[np.float64]) -> FloatArray:
    """Bilinear noise on a grid of y times x texels: columns and rows are interpolated one after the other."""
    x0, y0 = np.floor(x), np.floor(y)
    fx, fy = (x - x0).astype(F), (y - y0).astype(F)[:, None]
    xi, yi = x0.astype(np.intp) & (SIZE - 1), y0.astype(np.intp) & (SIZE - 1)
    above, below = tile[yi], tile[yi + 1]
    upper = above[:, xi] * (1 - fx) + above[:, xi + 1] * fx
    lower = below[:, xi] * (1 - fx) + below[:, xi + 1] * fx
    upper += (lower - upper) * fy
    return np.asarray(upper * F(1 / LEVELS_PER_SIGMA), dtype=F)


def _bent(tile: NDArray[np.int8], x: NDArray[np.float64], y: NDArray[np.float64], bend: FloatArray) -> FloatArray:
    """Bilinear noise at places pushed aside by `bend` texels."""
    px = (x % SIZE).astype(F)[None] + bend
    py = (y % SIZE).astype(F)[:, None] - bend * F(0.7)
    x0, y0 = np.floor(px), np.floor(py)
    index = (y0.astype(np.intp) & (SIZE - 1)) * (SIZE + 1) + (x0.astype(np.intp) & (SIZE - 1))
    return sample(tile.reshape(-1), SIZE + 1, index, px - x0, py - y0) * F(1 / LEVELS_PER_SIGMA)

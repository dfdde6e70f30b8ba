"""Noise tiles repeat without a seam and depend on nothing but their seed.

Fractal noise by spectral synthesis: white noise whose spectrum is multiplied by k**(-beta / 2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
LEVELS_PER_SIGMA = 32.0  # int8 tiles hold +-4 standard deviations


def fractal_tile(size: int, beta: float, seed: int) -> FloatArray:
    """A (size, size) tile with mean 0, deviation 1 and spectral slope `beta` (2 is rough, 4 is smooth)."""
    dice = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(dice.standard_normal((size, size)).astype(np.float32))
    k = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None])
    k[0, 0] = 1.0
    spectrum *= k ** (-beta / 2.0)
    spectrum[0, 0] = 0.0
    tile = np.fft.irfft2(spectrum, s=(size, size))
    return np.asarray((tile - tile.mean()) / tile.std(), dtype=np.float32)


def small_tile(size: int, beta: float, seed: int) -> NDArray[np.int8]:
    """The same tile in a quarter of the memory: LEVELS_PER_SIGMA levels a standard deviation."""
    tile = fractal_tile(size, beta, seed)
    return np.clip(np.rint(tile * LEVELS_PER_SIGMA), -127, 127).astype(np.int8)


def smooth(low: float, high: float, x: FloatArray) -> FloatArray:
    """0 below `low`, 1 above `high` (or the other way round), an S between."""
    t = np.clip((x - np.float32(low)) * np.float32(1.0 / (high - low)), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), dtype=np.float32)

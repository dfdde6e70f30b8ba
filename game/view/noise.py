"""Noise tiles repeat without a seam and depend on nothing but their seed.

Fractal noise by spectral synthesis: white noise whose spectrum is multiplied by k**(-beta / 2).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
LEVELS_PER_SIGMA = 32.0  # int8 tiles hold +-4 standard deviations
STRIP = 24  # rows or columns of one slice of work


def small_tile(beta: float, seed: int, out: NDArray[Any]) -> Iterator[float]:
    """Fill `out` (square, int8) in slices: mean 0, LEVELS_PER_SIGMA levels a deviation, slope 2 (rough) to 4."""
    size = len(out)
    dice = np.random.default_rng(seed)
    half = size // 2 + 1
    along = np.fft.fftfreq(size)[:, None]
    spectrum = np.zeros((size, half), np.complex64)
    for start in range(0, half, STRIP):
        part = slice(start, min(half, start + STRIP))
        k = np.hypot(along, np.fft.rfftfreq(size)[None, part])
        if start == 0:
            k[0, 0] = np.inf
        shape = (2, size, part.stop - part.start)
        real, imaginary = dice.standard_normal(shape, dtype=np.float32)
        spectrum[:, part] = np.fft.ifft((real + 1j * imaginary) * k ** (-beta / 2.0), axis=0)
        yield start / half / 2
    tile = np.zeros((size, size), np.float32)
    for start in range(0, size, STRIP):
        tile[start : start + STRIP] = np.fft.irfft(spectrum[start : start + STRIP], size, axis=1)
        yield 0.5 + start / size / 2
    scale = LEVELS_PER_SIGMA / float(tile[:, ::7].std())
    for start in range(0, size, STRIP * 4):
        out[start : start + STRIP * 4] = np.clip(np.rint(tile[start : start + STRIP * 4] * scale), -127, 127)
        yield 1.0


def smooth(low: float, high: float, x: FloatArray) -> FloatArray:
    """0 below `low`, 1 above `high` (or the other way round), an S between."""
    t = np.clip((x - np.float32(low)) * np.float32(1.0 / (high - low)), 0.0, 1.0)
    return np.asarray(t * t * (3.0 - 2.0 * t), dtype=np.float32)

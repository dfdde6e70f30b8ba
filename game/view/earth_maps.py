"""The maps of the Earth: brightness and tint of the ground, land and water, lights of the night, clouds.

All are equirectangular, from 78.75 degrees north to 78.75 south, longitude -180 first; kept in `assets/earth/` as
stored zip files of 1024 x 128 tiles, so that decoding goes in slices of a millisecond. Sources: assets/manifest.toml.
"""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.cache import Cache, asset_key
from game.view.noise import FloatArray, small_tile
from game.view.paths import assets_root

ByteArray = NDArray[np.uint8]
LATITUDE_LIMIT_RAD = math.radians(78.75)
TILE = (1024, 128)
MAPS_VERSION = 2
EARTH_ASSETS = assets_root() / "earth"
LAYERS = {
    "luma": (3584, 8192, 1),
    "land": (3584, 8192, 1),
    "lights": (3584, 8192, 1),
    "tint": (896, 2048, 3),
    "clouds": (1792, 4096, 1),
}


@dataclass(slots=True)
class Maps:
    """Bytes of each map, (rows, columns) or (rows, columns, 3), and tiles of noise in int8."""

    luma: ByteArray  # brightness of land
    land: ByteArray  # 255 land, 0 water
    lights: ByteArray  # logarithm of the light of towns
    tint: ByteArray  # red, green, blue over brightness, 100 = 1
    clouds: ByteArray  # cover
    noise: tuple[NDArray[np.int8], ...]  # smooth to rough


def load_maps(cache: Cache, into: dict[str, Maps], folder: Path = EARTH_ASSETS) -> Iterator[float]:
    """Fill `into["maps"]` in slices, from the cache where it can; yields progress. Raises OSError for a lost asset."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for number, (name, shape) in enumerate(LAYERS.items()):
        file = folder / f"{name}.zip"
        key = asset_key([file], MAPS_VERSION)
        yield number / 6
        kept = cache.find(name, key)
        if kept is None:
            draft = cache.draft(name, key, shape if shape[2] > 1 else shape[:2], np.uint8)
            for fraction in _decode(file, draft.array):
                yield (number + fraction) / 6
            kept = draft.keep()
        arrays[name] = np.asarray(kept)  # a plain view: memmap's own class is slow to slice
    tiles = []
    for beta, seed in ((2.6, 7), (2.2, 8), (1.7, 12)):
        kept = cache.find(f"noise{seed}", str(MAPS_VERSION))
        if kept is None:
            draft = cache.draft(f"noise{seed}", str(MAPS_VERSION), (1024, 1024), np.int8)
            for _ in small_tile(beta, seed, draft.array):
                yield 0.95
            kept = draft.keep()
        tiles.append(np.ascontiguousarray(kept))
        yield 0.95
    into["maps"] = Maps(**arrays, noise=tuple(tiles))  # type: ignore[arg-type]
    yield 1.0


def _decode(file: Path, out: NDArray[np.generic]) -> Iterator[float]:
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        names = sorted(archive.namelist())
        for number, name in enumerate(names):
            row, column = (int(part) for part in name.split(".")[0].split("-"))
            picture = pygame.image.load(io.BytesIO(archive.read(name)), name)
            tile = pygame.surfarray.array3d(picture).swapaxes(0, 1)
            y, x = row * TILE[1], column * TILE[0]
            out[y : y + TILE[1], x : x + TILE[0]] = tile if out.ndim == 3 else tile[..., 0]
            yield number / len(names)


def sample(
    flat: NDArray[np.integer[Any]], width: int, index: NDArray[np.intp], fu: FloatArray, fv: FloatArray
) -> FloatArray:
    """Bilinear look-up in a flat map whose four neighbours are index, +1, +width, +width+1."""
    a = flat.take(index, mode="clip").astype(np.float32)
    b = flat.take(index + 1, mode="clip")
    c = flat.take(index + width, mode="clip").astype(np.float32)
    d = flat.take(index + (width + 1), mode="clip")
    a += (b - a) * fu
    c += (d - c) * fu
    a += (c - a) * fv
    return a

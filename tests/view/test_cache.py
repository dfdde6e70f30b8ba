"""What lies in the cache may be anything: it is used if it can be read, else made anew."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from game.view.cache import Cache


def test_a_damaged_file_is_as_none(tmp_path: Path) -> None:
    """Whatever bytes of the head were lost, the look-up misses or finds the array; nothing else comes of it."""
    dice, cache, path = random.Random(1), Cache(tmp_path), tmp_path / "a-k.npy"
    np.save(path, np.arange(6000, dtype=np.uint8).reshape(20, 300))
    whole = path.read_bytes()
    misses = 0
    for _ in range(300):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(128)] = dice.randrange(256)
        path.write_bytes(bytes(damaged))
        found = cache.find("a", "k")
        misses += found is None
        assert found is None or found.shape == (20, 300)
    assert misses > 200


@pytest.mark.parametrize("size", [0, 5, 127, 4000])
def test_a_file_cut_short_is_as_none(size: int, tmp_path: Path) -> None:
    """Half a file is no file."""
    path = tmp_path / "a-k.npy"
    np.save(path, np.arange(6000, dtype=np.uint8))
    path.write_bytes(path.read_bytes()[:size])
    assert Cache(tmp_path).find("a", "k") is None

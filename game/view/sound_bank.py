"""All sounds, made once in small pieces and kept on disc; a machine without a cache makes them anew each start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.view.cache import Cache
from game.view.sound_recipes import VERSION, Recipe, recipes
from game.view.sound_wave import RATE_HZ, to_peak

STEM = "sounds"
FULL = 32768.0
BLOCK = RATE_HZ // 60  # of the record of how loud the rest of a sound still gets


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound as 16-bit mono samples; `tails` says how loud it still gets from each sixtieth of a second on (0..1)."""

    name: str
    samples: NDArray[np.int16]
    is_loop: bool
    peak: float
    tails: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / RATE_HZ

    def peak_from(self, age_s: float) -> float:
        """An upper bound of what is still to come."""
        if self.is_loop:
            return self.peak
        place = int(age_s * RATE_HZ / BLOCK)
        return self.tails[place] if place < len(self.tails) else 0.0


class SoundBank:
    """The clips by name; empty until `jobs` is done."""

    def __init__(self) -> None:
        self.clips: dict[str, Clip] = {}
        self.is_ready = False

    def jobs(self, cache: Cache) -> Iterator[float]:
        """Make or load every sound in pieces of at most about 2 ms; yields progress 0..1."""
        plan = recipes()
        total = sum(recipe.samples for recipe in plan)
        key = f"{VERSION}.{total}"
        kept = cache.find(STEM, key)
        if kept is not None and (kept.dtype != np.int16 or kept.shape != (total,)):
            kept = None
        draft = cache.draft(STEM, key, (total,), np.int16) if kept is None else None
        at = 0
        for recipe in plan:
            end = at + recipe.samples
            if draft is not None:
                making = recipe.make(recipe.samples)
                while True:
                    try:
                        next(making)
                    except StopIteration as made:
                        draft.array[at:end] = to_peak(made.value, recipe.peak_db)
                        break
                    yield at / total
                samples = draft.array[at:end]
            else:
                assert kept is not None
                samples = kept[at:end]
            yield at / total
            self.clips[recipe.name] = clip_of(recipe, np.array(samples, np.int16))
            at = end
            yield at / total
        if draft is not None:
            draft.keep()
        self.is_ready = True
        yield 1.0


def clip_of(recipe: Recipe, samples: NDArray[np.int16]) -> Clip:
    """The clip of a recipe's samples."""
    blocks = -(-len(samples) // BLOCK)
    padded = np.zeros(blocks * BLOCK, np.int16)
    padded[: len(samples)] = samples
    rows = padded.reshape(blocks, BLOCK)
    tops = np.maximum(rows.max(axis=1).astype(np.int32), -rows.min(axis=1).astype(np.int32))
    tails = np.maximum.accumulate(tops[::-1])[::-1] / FULL
    peak = float(tails[0]) if blocks else 0.0
    return Clip(recipe.name, samples, recipe.is_loop, peak, () if recipe.is_loop else tuple(tails.tolist()))

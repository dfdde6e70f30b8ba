"""Named streams of chance from one seed: a stream asked more often does not disturb another."""

from __future__ import annotations

import hashlib

_MASK = (1 << 64) - 1


class Dice:
    """A splitmix64 stream named `name` under `seed`; equal seeds and names give equal rolls on every machine."""

    __slots__ = ("state",)

    def __init__(self, seed: int, name: str) -> None:
        text = f"{seed}/{name}".encode()
        self.state = int.from_bytes(hashlib.sha256(text).digest()[:8], "big")

    def roll(self) -> float:
        """A number in 0..1 (1 excluded)."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return ((z ^ (z >> 31)) >> 11) / float(1 << 53)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.roll()

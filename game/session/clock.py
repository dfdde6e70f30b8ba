"""Turns the time that passed into whole ticks. Pure: it reads no clock, so tests and hosts of any kind can drive it."""

from __future__ import annotations

from dataclasses import dataclass

from game.sim.ticks import TICKS_PER_SECOND

TICKS_AT_ONCE = 5  # more than this in one picture is not caught up with: the time slips and is counted
_ROUNDING = 1e-9  # of a tick: sixty times 1/60 s is sixty ticks


@dataclass(frozen=True, slots=True)
class Advance:
    """What one picture has to do: `ticks` (0 to 5) world steps, then draw at `alpha` between the last two frames."""

    ticks: int
    alpha: float  # 0..1
    slipped_s: float  # world time given up in this picture


@dataclass(slots=True)
class TickClock:
    """Accumulates elapsed time, scaled by a speed (0 pauses, 0.5 is slow motion)."""

    slipped_s: float = 0.0  # in all
    _pending: float = 0.0  # ticks not yet done, with fraction

    def advance(self, elapsed_s: float, speed: float = 1.0) -> Advance:
        """The ticks due after `elapsed_s` more seconds at `speed`; a negative elapsed time counts as none."""
        self._pending += max(0.0, elapsed_s) * max(0.0, speed) * TICKS_PER_SECOND
        due = int(self._pending + _ROUNDING)
        ticks = min(due, TICKS_AT_ONCE)
        slipped_s = (due - ticks) / TICKS_PER_SECOND
        self.slipped_s += slipped_s
        self._pending = max(0.0, self._pending - due)
        return Advance(ticks, min(1.0, self._pending), slipped_s)

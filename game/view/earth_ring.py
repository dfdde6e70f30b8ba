"""The ring of blocks knows which ground is baked, how finely, and what to bake next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.view.earth_view import AHEAD_BLOCKS, BLOCK

NOBODY = -(10**9)  # owner of a slot that holds nothing
COARSEST = 8  # every eighth column: what a new view begins with
STEPS = ((1, 2.0), (2, 12.0), (4, float("inf")))  # the finest step for a speed in columns a picture


@dataclass(frozen=True, slots=True)
class Task:
    """Bake this block at this step of columns."""

    block: int
    step: int
    is_missing: bool  # or else it is only made finer


class BlockRing:
    """Slots for `count` blocks; block b lives in slot b modulo count."""

    def __init__(self, count: int, finest: int = 1) -> None:
        """`finest` is the finest step that the picture can show."""
        self._finest = finest
        self.first = COARSEST  # the step that a new view is begun with
        self._owner = np.full(count, NOBODY, np.int64)
        self._step = np.zeros(count, np.int64)
        self.version = 0  # counts what was painted

    def forget(self) -> None:
        """Hold nothing."""
        self._owner[:] = NOBODY

    def holds(self, first: int, last: int, step: int = COARSEST) -> bool:
        """True when all blocks from first to last are baked at least as fine as `step`."""
        blocks = np.arange(first, last + 1)
        slots = blocks % len(self._owner)
        return bool(((self._owner[slots] == blocks) & (self._step[slots] <= step)).all())

    def begin(self, task: Task) -> None:
        """A block is about to be painted: unless it is being refined, its slot is no longer what it was."""
        slot = task.block % len(self._owner)
        if self._owner[slot] != task.block:
            self._owner[slot] = NOBODY

    def finish(self, task: Task) -> None:
        """The block is painted."""
        slot = task.block % len(self._owner)
        self._owner[slot] = task.block
        self._step[slot] = task.step
        self.version += 1

    def next_task(self, first: int, last: int, speed: float, *, is_shown: bool) -> Task | None:
        """What is missing in view from the middle out, then what lies ahead, then what can be finer; None when done."""
        step = max(self._finest, step_for(speed))
        count = len(self._owner)
        middle = (first + last) // 2
        inside = sorted(range(first, last + 1), key=lambda b: (abs(b - middle), b))
        for block in inside:
            if self._owner[block % count] != block:
                return Task(block, max(step, 2) if is_shown else max(self.first, step), is_missing=True)
        if not is_shown:
            return None
        ahead = range(first - 1, first - AHEAD_BLOCKS, -1) if speed < 0 else range(last + 1, last + AHEAD_BLOCKS)
        for block in ahead:
            if self._owner[block % count] != block:
                return Task(block, step, is_missing=True)
        worst = max(inside, key=lambda b: int(self._step[b % count]))  # the first of equals is nearest to the middle
        now = int(self._step[worst % count])
        if now <= step:
            return None
        return Task(worst, max(step, 2) if now > 2 else step, is_missing=False)


def step_for(speed: float) -> int:
    """The finest step of columns that keeps up with a speed in columns a picture."""
    return next(step for step, limit in STEPS if abs(speed) <= limit)


def blocks_of(column: int, half: int) -> tuple[int, int]:
    """First and last block of a view that reaches `half` columns to either side."""
    return (column - half) // BLOCK, (column + half + 1) // BLOCK

"""Slow preparation in small pieces: jobs are generators that give way every few milliseconds, behind a picture."""

from __future__ import annotations

import importlib
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_log = logging.getLogger("spacewalk")
MISS_S = 0.050  # a piece that takes longer than this is named in the log


@dataclass(slots=True)
class Job:
    """One thing to prepare: its name, its share of the whole, and the generator's maker.

    What is not needed goes without when it fails.
    """

    name: str
    weight: float
    start: Callable[[], Iterator[object]]
    is_needed: bool = True


@dataclass(slots=True)
class Preparation:
    """Runs jobs one after the other within a budget a picture; an error in a needed one is raised from `advance`."""

    now: Callable[[], float] = time.perf_counter
    finished: dict[str, float] = field(default_factory=dict)  # weights by name
    slow: list[tuple[str, float]] = field(default_factory=list)  # pieces that held a picture up
    _queue: list[Job] = field(default_factory=list)
    _running: Iterator[object] | None = None
    _weight_done: float = 0.0
    _weight_all: float = 0.0
    _within: float = 0.0

    def add(
        self, name: str, weight: float, start: Callable[[], Iterator[object]], *, is_needed: bool = True
    ) -> None:
        """Queue a job; a name that is queued or finished is not added again."""
        if name in self.finished or any(job.name == name for job in self._queue):
            return
        self._queue.append(Job(name, weight, start, is_needed))
        self._weight_all += weight

    def has(self, name: str) -> bool:
        """True if the job is finished."""
        return name in self.finished

    def is_queued(self, name: str) -> bool:
        """True if the job waits or runs."""
        return any(job.name == name for job in self._queue)

    @property
    def is_idle(self) -> bool:
        """True if nothing is left to do."""
        return not self._queue

    @property
    def fraction(self) -> float:
        """How much is done, 0..1, by weight."""
        if not self._queue:
            return 1.0
        return min(0.99, (self._weight_done + self._within * self._queue[0].weight) / max(self._weight_all, 1e-9))

    def advance(self, budget_s: float) -> None:
        """Work for about `budget_s` seconds."""
        until = self.now() + budget_s
        while self._queue and self.now() < until:
            job = self._queue[0]
            began = self.now()
            if self._running is None:
                self._running, self._within = iter(job.start()), 0.0
            try:
                told = next(self._running)
            except StopIteration:
                self._finish(job)
            except Exception:
                if job.is_needed:
                    self._drop(job)
                    raise
                _log.exception("%s could not be prepared", job.name)
                self._finish(job)
            except BaseException:
                self._drop(job)
                raise
            else:
                self._within = float(told) if isinstance(told, (int, float)) else min(0.95, self._within + 0.01)
            took = self.now() - began
            if took > MISS_S:
                self.slow.append((job.name, took))

    def drop(self, name: str) -> None:
        """Forget a job that is not finished (a level that is not wanted any more) and one that is."""
        weight = self.finished.pop(name, 0.0)
        self._weight_done -= weight
        self._weight_all -= weight
        for job in [job for job in self._queue if job.name == name]:
            self._drop(job)

    def _finish(self, job: Job) -> None:
        self._running = None
        self._queue.pop(0)
        self._weight_done += job.weight
        self.finished[job.name] = job.weight

    def _drop(self, job: Job) -> None:
        if self._queue and self._queue[0] is job:
            self._running = None
        self._queue.remove(job)
        self._weight_all -= job.weight


PHYSICS = ("numpy", "pymunk", "game.sim.world", "game.missions.level")
PAGES = ("numpy.fft", "game.app.play", "game.app.scenes.briefing", "game.app.scenes.missions")


def imports(names: Sequence[str]) -> Iterator[float]:
    """Load modules that the first picture does without, one a piece."""
    for place, name in enumerate(names):
        importlib.import_module(name)
        yield (place + 1) / len(names)

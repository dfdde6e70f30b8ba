"""Pictures of places of work, made one after the other while somebody looks at a list; the last few are kept."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from game.view.screens.route_map import map_camera, paint_map

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    import pygame

    from game.view.pen import Pen
    from game.view.screens.route_map import RouteMap

KEPT = 12
DWELL_S = 0.2  # who only passes a row wants nothing of it
BUDGET_S = 0.008  # of each picture


class Posters:
    """Makes the picture that is wanted now, and remembers those that were."""

    def __init__(self, now: Callable[[], float] = time.perf_counter) -> None:
        """Nothing is made yet."""
        self._now = now
        self._made: OrderedDict[Hashable, pygame.Surface] = OrderedDict()
        self._wanted: Hashable = None
        self._waited_s = 0.0
        self._job: Iterator[pygame.Surface | None] | None = None

    def get(self, key: Hashable) -> pygame.Surface | None:
        """The picture, once it is there."""
        return self._made.get(key)

    def advance(self, key: Hashable, elapsed_s: float, start: Callable[[], Iterator[pygame.Surface | None]]) -> bool:
        """Work a little on the picture of `key`, made by the job that `start` gives; True when it has become ready.

        The job yields None until the last time, then the picture. What was wanted before is given up.
        """
        if key != self._wanted:
            self._wanted, self._waited_s, self._job = key, 0.0, None
        self._waited_s += elapsed_s
        if key in self._made or self._waited_s < DWELL_S:
            return False
        if self._job is None:
            self._job = start()
        until = self._now() + BUDGET_S
        for picture in self._job:
            if picture is not None:
                self._made[key] = picture
                while len(self._made) > KEPT:
                    self._made.popitem(last=False)
                self._job = None
                return True
            if self._now() >= until:
                return False
        return False


def place_jobs(source: str, pen: Pen, size: tuple[int, int]) -> Iterator[pygame.Surface | None]:
    """The picture of a mission's place of work with the stops of its first cut; none of one that cannot be read."""
    from game.missions.level import level_jobs  # noqa: PLC0415 (not needed for the first picture)
    from game.missions.problems import ContentError  # noqa: PLC0415
    from game.view.screens.readings import route_of  # noqa: PLC0415

    try:
        level = yield from level_jobs(source)
    except ContentError:
        return
    yield None
    route = route_of(level, level.cuts[0])
    for ground in ground_jobs(level, route, size):
        yield paint_map(pen, replace(route, ground=ground), size) if ground is not None else None


def ground_jobs(level: Any, route: RouteMap, size: tuple[int, int]) -> Iterator[pygame.Surface | None]:
    """The ground of a map of this size."""
    from game.view.poster import poster_jobs  # noqa: PLC0415 (not needed for the first picture)

    made: list[pygame.Surface] = []
    for _ in poster_jobs(level.station, level.environment, map_camera(route, size), made):
        yield None
    yield made[0]

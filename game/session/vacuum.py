"""The same orders in vacuum: a world without water, stepped beside a lesson in the pool, shows the difference."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from game.sim.world import World

if TYPE_CHECKING:
    from game.session.session import Session
    from game.sim.frame import Frame

EVERY_TICKS = 15

Curve = tuple[tuple[float, float], ...]


class VacuumTwin:
    """Follows a session in the pool tick by tick; both ways of the first person from where he began, m over EVA s."""

    def __init__(self, session: Session) -> None:
        """Begin where the session begins. Raises ValueError if the session is under way."""
        if session.frame.tick:
            message = f"vacuum twin: found a session at tick {session.frame.tick}, wanted one at its beginning"
            raise ValueError(message)
        self._world = World(replace(session.spec, environment="space"), session.seed)
        self._start = _place(session.frame)
        self._water: list[tuple[float, float]] = []
        self._vacuum: list[tuple[float, float]] = []

    def follow(self, session: Session) -> None:
        """Take the orders that the session has just obeyed; call after each of its ticks."""
        self._world.step(session.obeyed)
        if self._world.tick % EVERY_TICKS == 0:
            self._water.append((session.frame.eva_s, self._away(session.frame)))
            self._vacuum.append((session.frame.eva_s, self._away(self._world.frame())))

    @property
    def water(self) -> Curve:
        """Metres from the start, as it was."""
        return tuple(self._water)

    @property
    def vacuum(self) -> Curve:
        """Metres from the start, as it would have been."""
        return tuple(self._vacuum)

    def _away(self, frame: Frame) -> float:
        x, y = _place(frame)
        return math.hypot(x - self._start[0], y - self._start[1])


def _place(frame: Frame) -> tuple[float, float]:
    pose = frame.crew[0].body.pose
    return pose.x, pose.y

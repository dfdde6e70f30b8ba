"""The way of a briefing's map along the rails, worked out leg by leg, one a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.control.route import Map
    from game.sim.spec import Point

REACH_M = 0.74  # from the shoulders to the place of work, as far as anybody stretches


class RoutePlan:
    """From stop to stop, as whoever knows the way would go; `path` is empty until all legs are known."""

    def __init__(self, map_: Map, stops: tuple[Point, ...]) -> None:
        """`stops` begin at the hatch."""
        self._map = map_
        self._stops = stops
        self._body = stops[0] if stops else (0.0, 0.0)
        self._points: list[Point] = list(stops[:1])
        self._leg = 1

    @property
    def is_done(self) -> bool:
        """True when no leg is left."""
        return self._leg >= len(self._stops)

    @property
    def path(self) -> tuple[Point, ...]:
        """The points of the way, hold by hold."""
        return tuple(self._points) if self.is_done and len(self._points) > 1 else ()

    def advance(self) -> bool:
        """Find one leg, which must be left; one that cannot be found is drawn straight. True if it was the last.

        To where no rail leads, the tip of an arm, it goes to the nearest hold and straight on.
        """
        stop = self._stops[self._leg]
        self._leg += 1
        way = self._map.way(self._body, self._map.goals_for(stop, REACH_M) or self._map.goals_nearest(stop))
        if way:
            self._points += [place.at for place in way]
            self._body = way[-1].body
        else:
            self._body = stop
        self._points.append(stop)
        return self.is_done

"""A level made ready to play: its net of ways and its pictures, worked out in small pieces behind the briefing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.app.memory import large_pages
from game.sim.spec import ROUTING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.control.route import Map
    from game.view.earth import EarthLayer
    from game.view.pen import Pen
    from game.view.quality import HalfEarth
    from game.view.stage import Stage

MAP_SHARE = 0.1  # of the progress


class Prepared:
    """Holds what every walk on a level shares; `is_ready` when `jobs` are done."""

    def __init__(self, level: Any, pen: Pen, earth: Callable[[], EarthLayer | HalfEarth | None]) -> None:
        """`earth` gives the Earth that menus and walks share, once it is loaded."""
        self.level = level
        self.pen = pen
        self.map: Map | None = None
        self.stage: Stage | None = None
        self.has_ways = False  # every step of the net is known: no way takes long any more
        self._earth = earth

    @property
    def is_ready(self) -> bool:
        """True once a walk can begin without waiting."""
        return self.map is not None and self.stage is not None and self.stage.is_ready

    def take_earth(self) -> None:
        """Draw the Earth that there is now (another quality) from the next picture on."""
        if self.stage is not None and self.stage.earth is not None:
            self.stage.earth = self._earth()

    def jobs(self) -> Iterator[float]:
        """Work it all out; yields progress 0..1."""
        from game.control.route import Map  # noqa: PLC0415 (the physics is not needed for the first picture)
        from game.sim.world import World  # noqa: PLC0415
        from game.view.places import known_places  # noqa: PLC0415
        from game.view.stage import Stage  # noqa: PLC0415

        yield 0.0
        self.map = Map(self.level.station.structure)
        yield MAP_SHARE / 3
        known_places()  # which the panel names, from the first picture on
        yield MAP_SHARE / 2
        spec = self.level.world_spec()
        frame = World(spec).frame()
        yield MAP_SHARE
        self.stage = Stage(
            self.level.station,
            earth=self._earth(),
            environment=self.level.environment,
            panels=self.level.panels,
            movers=self.level.movers,
            routes={step.id: step.path for step in spec.steps if step.kind in ROUTING},
            theme=self.pen.theme,
            letters=self.pen.letters,
        )
        for fraction in self.stage.prepare(frame):
            yield MAP_SHARE + (1.0 - MAP_SHARE) * fraction
        for _ in self.map.explore():  # a walk may begin meanwhile
            yield 1.0
        self.has_ways = True
        for _ in large_pages():
            yield 1.0

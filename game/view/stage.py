"""Composes a picture of the world: sky and Earth, station, lines, units, people, lamps, marks; panels lie above it.

Everything comes from a frozen `Frame` and a `Camera`; drawing changes nothing in the world. What is slow is done ahead
in `prepare`, piece by piece, behind whatever the app shows meanwhile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from game.sim.frame import Pose
from game.view.bench_ground import BenchGround
from game.view.cache import user_cache
from game.view.camera import Camera
from game.view.equipment import EquipmentPainter
from game.view.lamp import LampPass
from game.view.lettering import Lettering
from game.view.light import LightTable
from game.view.lines import LinePainter
from game.view.marks import NO_MARKS, Marks, MarksPainter
from game.view.pool import LAMPS_OVERHEAD, WATER, PoolScene
from game.view.sparks import SparkPainter
from game.view.station import StationPainter
from game.view.suit import SuitPainter
from game.view.theme import PICTURE_SIZE, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pygame

    from game.missions.station import Station
    from game.sim.events import Event
    from game.sim.frame import Frame, OrbitFrame
    from game.view.cache import Cache

LAB_SUN = (-0.45, 0.62, 0.64)  # light of levels without an orbit
LAMPS_BELOW = 0.75  # lamps are switched on when less than that share of sunlight is left
SOLID_KINDS = ("solid", "fragile")  # what lines bend round
STATION_SHARE, EARTH_SHARE = 0.45, 0.40  # of the progress of `prepare`


class Background(Protocol):
    """What is behind the station."""

    ready: bool

    def prepare(self, orbit: OrbitFrame | None = None) -> Iterator[float]:
        """Get ready, slice by slice."""

    def draw(self, surface: pygame.Surface, orbit: OrbitFrame, seconds_scale: float = 1.0) -> None:
        """Fill the picture."""


class Stage:
    """The painters of one level at one scale of the camera; `prepare` to the end before the first `draw`."""

    def __init__(
        self,
        station: Station,
        *,
        earth: Background | None = None,
        size: tuple[int, int] = PICTURE_SIZE,
        scale_px_per_m: float = 100.0,
        environment: str = "space",
        theme: Theme | None = None,
        letters: Lettering | None = None,
        cache: Cache | None = None,
    ) -> None:
        """`earth` may be shared with the title screen and be ready already; without one the sky is plain.

        In the `environment` "pool" there is no sky but water, with divers who hover near.
        Tiles of the station are kept in `cache` (default: the player's own cache folder).
        """
        self.size = size
        self.theme = theme or Theme()
        is_pool = environment == "pool"
        self.light = LightTable(WATER) if is_pool else LightTable()
        self.earth = earth if not is_pool else None
        self._cache = cache if cache is not None else user_cache()
        self.station = StationPainter(station, self.light, scale_px_per_m, cache=self._cache)
        self._stations = {scale_px_per_m: self.station}
        self.suits = SuitPainter()
        self.pool = PoolScene(size, self.suits, has_reduced_motion=self.theme.reduced_motion) if is_pool else None
        blocking = [shape for shape in station.structure.shapes if shape.kind in SOLID_KINDS]
        self.ground = BenchGround(shape.outline for shape in blocking if not shape.module)
        solids = [shape.outline for shape in blocking]
        self.lines = LinePainter(has_reduced_motion=self.theme.reduced_motion, solids=solids)
        self.units = EquipmentPainter()
        self.sparks = SparkPainter(has_reduced_motion=self.theme.reduced_motion)
        self.lamps = LampPass()
        self.marks = MarksPainter(self.theme, letters or Lettering(self.theme))
        self.has_lamps = True
        self.is_ready = False

    @property
    def scale_px_per_m(self) -> float:
        """The scale of the level's own camera; `prepare_scale` adds others."""
        return self.station.scale_px_per_m

    def prepare(self, frame: Frame | None = None) -> Iterator[float]:
        """Draw and load everything in slices; yields progress 0..1. A frame adds its people, units and sun."""
        orbit = frame.orbit if frame is not None else None
        self._set_light(orbit)
        share = 0.0
        if self.earth is not None and not self.earth.ready:
            for part in self.earth.prepare(orbit):
                yield EARTH_SHARE * part
        if self.pool is not None and not self.pool.ready:
            for part in self.pool.prepare():
                yield EARTH_SHARE * part
        share = EARTH_SHARE
        for part in self.station.prepare():
            yield share + STATION_SHARE * part
        share += STATION_SHARE
        people = frame.crew if frame is not None else ()
        for _ in self.suits.jobs(self.scale_px_per_m, people):
            yield share
        for _ in self.lines.jobs(self.scale_px_per_m):
            yield share + 0.1
        if frame is not None:
            if self.pool is not None:
                for _ in self.pool.divers.jobs(self.scale_px_per_m, frame):
                    yield share
            for _ in self.units.jobs(self.scale_px_per_m, frame):
                yield share + 0.12
            bodies = [*(crew.body for crew in frame.crew), *(unit.body for unit in frame.units)]
            start = bodies[0].pose if bodies else Pose(0.0, 0.0, 0.0)
            for _ in self.station.warm(Camera((start.x, start.y), self.scale_px_per_m, self.size)):
                yield share + 0.14
        self.is_ready = True
        yield 1.0

    def prepare_scale(self, scale_px_per_m: float, frame: Frame | None = None) -> Iterator[float]:
        """Make the level ready for cameras of another scale too (a wide shot, a close look); yields progress 0..1."""
        painter = StationPainter(self.station.station, self.light, scale_px_per_m, cache=self._cache)
        for part in painter.prepare():
            yield 0.8 * part
        for _ in self.suits.jobs(scale_px_per_m, frame.crew if frame is not None else ()):
            yield 0.85
        for _ in self.lines.jobs(scale_px_per_m):
            yield 0.9
        self._stations[scale_px_per_m] = painter
        yield 1.0

    def _station_for(self, camera: Camera) -> StationPainter:
        """The painter of the camera's scale. Raises ValueError for a scale that was not prepared."""
        found = self._stations.get(camera.scale_px_per_m)
        if found is None:
            ready = ", ".join(f"{scale:g}" for scale in sorted(self._stations))
            raise ValueError(f"camera of {camera.scale_px_per_m:g} px/m: prepared are {ready}")
        return found

    def tick(self, frame: Frame, events: Sequence[Event] = ()) -> None:
        """Tell the painters of a world tick, so that legs, lines and breath can follow; once per tick."""
        if self.pool is not None:
            self.pool.tick(frame, events)
        elif frame.orbit is None:
            self.ground.tick(frame)
        self.suits.tick(frame, events)
        self.lines.tick(frame, events)
        self.units.tick(frame, events)
        if self.pool is None:  # no ice in water
            self.sparks.tick(frame, events)

    def draw(
        self, surface: pygame.Surface, frame: Frame, alpha: float, camera: Camera, marks: Marks = NO_MARKS
    ) -> None:
        """Paint one picture of the world, between its last two ticks by `alpha`."""
        self._set_light(frame.orbit)
        self._draw_sky(surface, camera, frame)
        self._station_for(camera).draw(surface, camera, frame, alpha)
        if self.pool is not None:
            self.pool.divers.draw(surface, camera, frame, alpha, self.light)
        self.units.draw(surface, camera, frame, alpha, self.light)
        self.suits.draw_bodies(surface, camera, frame, alpha, self.light)
        self.lines.draw(surface, camera, frame, alpha, self.light)
        self.lines.draw_stowed(surface, camera, frame, alpha, self.light)
        self.suits.draw_arms(surface, camera, frame, alpha, self.light)
        self.sparks.draw(surface, camera, frame, alpha, self.light)
        self._draw_lamps(surface, frame, alpha, camera)
        if self.pool is not None:
            self.pool.draw_over(surface, camera, frame, alpha)
        if marks is not NO_MARKS:
            self.marks.draw(surface, camera, marks, frame.play_s)

    def _set_light(self, orbit: OrbitFrame | None) -> None:
        if self.pool is not None:
            self.light.set(LAMPS_OVERHEAD, 1.0)
        elif orbit is None:
            self.light.set(LAB_SUN, 1.0)
        else:
            self.light.set(orbit.sun, orbit.light)

    def _draw_sky(self, surface: pygame.Surface, camera: Camera, frame: Frame) -> None:
        if self.pool is not None:
            self.pool.draw(surface, camera, frame.play_s)
        elif frame.orbit is None or self.earth is None:
            self.ground.draw(surface, camera)
        else:
            self.earth.draw(surface, frame.orbit, frame.clock_factor)

    def _draw_lamps(self, surface: pygame.Surface, frame: Frame, alpha: float, camera: Camera) -> None:
        strength = min(1.0, (LAMPS_BELOW - self.light.light) / LAMPS_BELOW)
        if not self.has_lamps or self.pool is not None or strength <= 0.0:
            return

        def plain(scratch: pygame.Surface, view: Camera) -> None:
            self.units.draw(scratch, view, frame, alpha, None)
            self.suits.draw_plain(scratch, view, frame, alpha)

        lamps = self.suits.lamps(frame, alpha)
        self.lamps.draw(surface, camera, lamps, self._station_for(camera).sheet, plain, strength)

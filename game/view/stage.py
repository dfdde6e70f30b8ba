"""Composes a picture of the world: sky and Earth, station, lines, units, people, lamps, marks; panels lie above it.

Everything comes from a frozen `Frame` and a `Camera`; drawing changes nothing in the world. What is slow is done ahead
in `prepare`, piece by piece, behind whatever the app shows meanwhile.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from game.sim.frame import Pose
from game.sim.spec import SOLID_KINDS
from game.sim.ticks import TICK_S
from game.view.bench_ground import BenchGround
from game.view.cache import user_cache
from game.view.camera import Camera
from game.view.equipment import EquipmentPainter
from game.view.exposure import Exposure
from game.view.hill_path import HillPaths
from game.view.inset import HelmetInset, InsetShot
from game.view.lamp import LampPass
from game.view.lettering import Lettering
from game.view.light import LightTable
from game.view.lines import LinePainter
from game.view.marks import NO_MARKS, Marks, MarksPainter
from game.view.mechanisms import Mechanisms, without_tips
from game.view.outlines import Outlines
from game.view.pool import LAMPS_OVERHEAD, WATER, PoolScene
from game.view.sparks import SparkPainter
from game.view.station import StationPainter
from game.view.suit import SuitPainter
from game.view.theme import PICTURE_SIZE, Theme
from game.view.track import orbit_at
from game.view.visor import VisorFog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pygame

    from game.missions.station import Station
    from game.sim.events import Event
    from game.sim.frame import Frame, OrbitFrame
    from game.sim.spec import MoverSpec, PanelSpec, Point
    from game.view.cache import Cache
    from game.view.cover import Cover

LAB_SUN = (-0.45, 0.62, 0.64)  # light of levels without an orbit
LAMPS_BELOW = 0.75  # lamps are switched on when less than that share of sunlight is left
STATION_SHARE, EARTH_SHARE = 0.45, 0.40  # of the progress of `prepare`


class Background(Protocol):
    """What is behind the station."""

    openness: float | None  # of the camera; None = by the Sun

    @property
    def ready(self) -> bool:
        """True once it can be drawn."""

    def prepare(self, orbit: OrbitFrame | None = None) -> Iterator[float]:
        """Get ready, slice by slice."""

    def draw(
        self,
        surface: pygame.Surface,
        orbit: OrbitFrame,
        *,
        is_busy: bool = False,
        hidden: Cover | None = None,
    ) -> None:
        """Fill the picture, but for what will be `hidden`; a busy one has no time to prepare others."""


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
        panels: Sequence[PanelSpec] = (),
        movers: Sequence[MoverSpec] = (),
        routes: Mapping[str, Sequence[Point]] | None = None,
        theme: Theme | None = None,
        letters: Lettering | None = None,
        cache: Cache | None = None,
    ) -> None:
        """`earth` may be shared with the title screen and be ready already; without one the sky is plain.

        In the `environment` "pool" there is no sky but water, with divers who hover near. `routes` are the paths of
        steps that lay a cable.
        Tiles of the station are kept in `cache` (default: the player's own cache folder).
        """
        self.size = size
        self.theme = theme or Theme()
        is_pool = environment == "pool"
        self.light = LightTable(WATER) if is_pool else LightTable()
        self.earth = earth if not is_pool else None
        self._cache = cache if cache is not None else user_cache()
        self.mechanisms = Mechanisms(station, panels, movers, routes)
        station = without_tips(station, movers)
        self.station = StationPainter(station, self.light, scale_px_per_m, cache=self._cache)
        self._stations = {scale_px_per_m: self.station}
        self.suits = SuitPainter()
        self.pool = PoolScene(size, self.suits, has_reduced_motion=self.theme.reduced_motion) if is_pool else None
        blocking = [shape for shape in station.structure.shapes if shape.kind in SOLID_KINDS]
        self.ground = BenchGround(shape.outline for shape in blocking if not shape.module)
        solids = [shape.outline for shape in blocking]
        self.lines = LinePainter(has_reduced_motion=self.theme.reduced_motion, solids=solids)
        self.units = EquipmentPainter()
        self.paths = HillPaths()
        self.sparks = SparkPainter(has_reduced_motion=self.theme.reduced_motion)
        self.lamps = LampPass()
        self.marks = MarksPainter(self.theme, letters or Lettering(self.theme))
        self.inset = HelmetInset(self.theme, letters or Lettering(self.theme), self.suits)
        self.inset_shot: InsetShot | None = None  # None = no helmet camera in the picture
        self.outlines = Outlines(self.theme)
        self.exposure = Exposure()
        self.fog = VisorFog()
        self.has_lamps = True
        self.shows_holding = True  # by the look of hands and hooks; a photograph has no signs
        self.is_ready = False

    def dress(self, theme: Theme, letters: Lettering | None = None) -> None:
        """Look and move as this theme says from the next picture on."""
        self.theme = theme
        self.marks = MarksPainter(theme, letters or Lettering(theme))
        self.outlines = Outlines(theme)
        self.lines.has_reduced_motion = self.sparks.has_reduced_motion = theme.reduced_motion
        self.inset.dress(theme, letters or Lettering(theme))
        if self.pool is not None:
            self.pool.has_reduced_motion = self.pool.bubbles.has_reduced_motion = theme.reduced_motion

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

    def prepare_scale(
        self,
        scale_px_per_m: float,
        frame: Frame | None = None,
        region_m: tuple[float, float, float, float] | None = None,
    ) -> Iterator[float]:
        """Make the level ready for cameras of another scale too (a wide shot, a close look); yields progress 0..1.

        With a region (left, bottom, right, top) only for cameras that look there, and nothing is kept on disc.
        """
        if scale_px_per_m in self._stations:
            yield 1.0
            return
        painter = StationPainter(self.station.station, self.light, scale_px_per_m, cache=self._cache, region_m=region_m)
        for part in painter.prepare():
            yield 0.8 * part
        for _ in self.suits.jobs(scale_px_per_m, frame.crew if frame is not None else ()):
            yield 0.85
        for _ in self.lines.jobs(scale_px_per_m):
            yield 0.9
        self._stations[scale_px_per_m] = painter
        yield 1.0

    def has_scale(self, scale_px_per_m: float) -> bool:
        """True if cameras of this scale can be drawn."""
        return scale_px_per_m in self._stations

    def drop_scale(self, scale_px_per_m: float) -> None:
        """Forget what `prepare_scale` made; the level's own scale stays."""
        if scale_px_per_m != self.scale_px_per_m:
            self._stations.pop(scale_px_per_m, None)

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
        self.suits.tick(frame)
        self.lines.tick(frame, events)
        self.units.tick(frame, events)
        self.paths.tick(frame, events)
        if self.pool is None:  # no ice in water
            self.sparks.tick(frame, events, self.suits.facings)

    def draw(
        self, surface: pygame.Surface, frame: Frame, alpha: float, camera: Camera, marks: Marks = NO_MARKS
    ) -> None:
        """Paint one picture of the world, between its last two ticks by `alpha`."""
        orbit = _orbit_of(frame, alpha)
        self.exposure.follow(orbit)
        is_relit = self._set_light(orbit)
        self._draw_sky(surface, camera, orbit, frame.play_s, is_busy=is_relit)
        self._station_for(camera).draw(surface, camera, frame, alpha)
        if self.outlines.is_on:
            self.outlines.rails(surface, camera, self.station.station.structure.rails)
        sheet = self._station_for(camera).sheet
        if self.pool is not None:
            self.pool.divers.draw_shadows(surface, camera, frame, alpha, self.light, sheet)
            self.pool.divers.draw(surface, camera, frame, alpha, self.light)
        self.mechanisms.draw(surface, camera, frame, self.light, sheet)
        self.units.draw_shadows(surface, camera, frame, alpha, self.light, sheet)
        self.suits.draw_shadows(surface, camera, frame, alpha, self.light, sheet)
        self.suits.draw_contacts(surface, camera, frame, alpha, sheet)
        self.paths.draw(surface, camera, frame, self.theme.palette)
        self.units.draw(surface, camera, frame, alpha, self.light)
        if self.outlines.is_on:
            self.outlines.lines(surface, camera, frame, self.lines, alpha)
            self.outlines.people(surface, camera, frame, self.suits, alpha)
        self.suits.draw_bodies(surface, camera, frame, alpha, self.light, sheet)
        self.lines.draw(surface, camera, frame, alpha, self.light)
        self.lines.hooks.draw_stowed(surface, camera, frame, alpha, self.light)
        self.suits.draw_arms(surface, camera, frame, alpha, self.light, sheet)
        self.sparks.draw(surface, camera, frame, alpha, self.light)
        self._draw_lamps(surface, frame, alpha, camera)
        if self.pool is not None:
            self.pool.draw_over(surface, camera, frame, alpha)
        self._draw_fog(surface, frame)
        if self.inset_shot is not None:
            has_lamp = self.pool is None and self.has_lamps and self._lamp_strength() > 0.5
            self.inset.draw(surface, camera, frame, alpha, self.light, self.inset_shot, has_lamp=has_lamp)
        if self.shows_holding:
            self.lines.hooks.draw_held(surface, camera, frame, alpha)
            self.suits.draw_grips(surface, camera, frame, alpha)
        if self.shows_holding and self.outlines.is_on:
            self.outlines.holding(surface, camera, frame, alpha)
        if marks is not NO_MARKS:
            self.marks.draw(surface, camera, marks, frame.play_s)

    def _set_light(self, orbit: OrbitFrame | None) -> bool:
        """Light for this moment; True when it has changed, after which painters have parts to light anew."""
        if self.pool is not None:
            return self.light.set(LAMPS_OVERHEAD, 1.0)
        if orbit is None:
            return self.light.set(LAB_SUN, 1.0)
        return self.light.set(orbit.sun, orbit.light, self.exposure.gain(orbit.sun))

    def _draw_sky(
        self, surface: pygame.Surface, camera: Camera, orbit: OrbitFrame | None, play_s: float, *, is_busy: bool
    ) -> None:
        if self.pool is not None:
            self.pool.draw(surface, camera, play_s)
        elif orbit is None or self.earth is None:
            self.ground.draw(surface, camera)
        else:
            self.earth.openness = self.exposure.openness(orbit.sun) if self.exposure.is_manual else None
            self.earth.draw(surface, orbit, is_busy=is_busy, hidden=self._station_for(camera).sheet.cover(camera))
            self.exposure.expose(surface, orbit.sun)

    def _lamp_strength(self) -> float:
        return min(1.0, (LAMPS_BELOW - self.light.light) / LAMPS_BELOW, math.sqrt(self.light.gain))

    def _draw_fog(self, surface: pygame.Surface, frame: Frame) -> None:
        """The visor of the first person outside."""
        crew = next((crew for crew in frame.crew if not crew.is_inside), None)
        if crew is not None:
            light = self.light.light if self.pool is None else 1.0
            self.fog.draw(surface, crew.suit.fog, light, has_high_contrast=self.theme.high_contrast)

    def _draw_lamps(self, surface: pygame.Surface, frame: Frame, alpha: float, camera: Camera) -> None:
        strength = self._lamp_strength()
        if not self.has_lamps or self.pool is not None or strength <= 0.0:
            return

        def plain(scratch: pygame.Surface, view: Camera) -> None:
            painter.draw_plain(scratch, view, frame)
            self.mechanisms.draw(scratch, view, frame, None)
            self.suits.draw_lamp_shadows(scratch, view, frame, alpha)
            self.units.draw(scratch, view, frame, alpha, None)
            self.suits.draw_plain(scratch, view, frame, alpha)
            self.lines.hooks.draw(scratch, view, frame, alpha, None)

        painter = self._station_for(camera)
        lamps = self.suits.lamps(frame, alpha)
        self.lamps.draw(surface, camera, lamps, painter.sheet, plain, strength)


def _orbit_of(frame: Frame, alpha: float) -> OrbitFrame | None:
    """The orbit at the very moment of the picture, so that the Earth glides also in a time lapse."""
    if frame.orbit is None:
        return None
    return orbit_at(frame.orbit, frame.eva_s - (1.0 - alpha) * TICK_S * frame.clock_factor)

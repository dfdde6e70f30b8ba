"""One scene of the background: follows the orbit, works ahead in slices, and composes pictures from what is ready."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pygame
from numpy.typing import NDArray

from game.sim.frame import OrbitFrame
from game.view.cover import Cover
from game.view.earth_fine import Fine
from game.view.earth_glide import Glide, Scenery
from game.view.earth_ground import GroundBaker
from game.view.earth_lapse import Lapse
from game.view.earth_maps import Maps
from game.view.earth_ring import BlockRing, Task, blocks_of
from game.view.earth_view import BLOCK, EarthView
from game.view.moon import Moon
from game.view.sky import Stars, Sun, star_light
from game.view.track import COLUMNS, GroundTrack, column_now, station_axes

CELLS_AT_ONCE = 9500  # baked together, in slices: fewer cost nearly as much, as most of it is for calling numpy at all
LAPSE_COLUMNS = 1.0  # a picture: above this it is composed at half resolution
SPEED_EASE = 0.3  # share of a new speed in the mean: one picture without motion is not yet a standstill
STALE_STEPS = 4.0  # of the Sun, after which air is not to be shown again
LAPSE_STEPS = ((0.5, 2.0), (-0.55, 1.0), (-1.1, 6.0))  # by the sine of the Sun's height: day, twilight, night
SKY_TURN_RAD = 0.001  # the Milky Way is soft
SKY_LIGHT_STEP = 0.03
TRACK_COLUMNS = 2000.0  # the track is integrated anew after so many columns
JUMP_COLUMNS = 500
JUMP_S = 200.0
FADE_PICTURES = 18  # from the last picture before a jump to the new view
MOST_ALPHA = 254  # a whole picture blended at 255 takes SDL's slowest way: 25 ms instead of 1
MAGNETIC_POLE_RAD = (math.radians(80.8), math.radians(-72.8))  # of 2025


class Scene:
    """All that depends on the size of the picture and the height of the orbit; `follow`, `work`, then `draw`."""

    def __init__(self, view: EarthView, maps: Maps, sun: Sun, stars: Stars, glide: Glide) -> None:
        """What is dear to make was made for this view before, in slices."""
        self.view = view
        self.sun = sun
        self.moon = Moon(view.lens, view.dip_rad)
        self.stars = stars
        self._baker = GroundBaker(view, maps)
        self._ring = BlockRing(view.ring // BLOCK, view.finest_step)
        self._fine = Fine(view, self._baker.strip)
        self._lapse = Lapse(view, self._baker.strip)
        self._glide = glide
        self._skies = [pygame.Surface((view.lens.width, self.stars.rows), 0, 32) for _ in range(2)]
        self._sky_state: tuple[NDArray[np.float64], float, bool] | None = None  # axes, light, whether whole
        self._sky_version = 0
        self._last = pygame.Surface((view.lens.width, view.size[1]), 0, 32)  # stands while a new view is baked
        for surface in (*self._skies, self._last):
            surface.fill((0, 0, 0))  # memory that is touched for the first time in a picture holds that picture up
        self._has_last = False
        self._fading = 0
        self.is_shown = False
        self._orbit: OrbitFrame | None = None
        self._axes: NDArray[np.float64] = np.eye(3)
        self._track: GroundTrack | None = None
        self._column = 0.0
        self._turns = 0
        self._speed = self._mean_speed = 0.0  # columns a picture
        self._jobs = self._endless()
        self.openness: float | None = None  # of the camera, 0..1; None = by the Sun

    def follow(self, orbit: OrbitFrame) -> None:
        """Take over where the station is now; a jump begins a new view."""
        within = column_now(orbit)
        if self._orbit is None:
            self._turns = 0
        else:
            self._turns = round((self._column - within) / COLUMNS)
        column = within + self._turns * COLUMNS
        moved = column - self._column
        if self._orbit is None or self._track is None or self._is_elsewhere(orbit, moved):
            self._keep_last()
            self._begin()
        else:
            self._speed = moved
            self._mean_speed += (abs(moved) - self._mean_speed) * SPEED_EASE
        self._orbit, self._column = orbit, column
        if self._track is None or abs(column - self._track.column) > TRACK_COLUMNS:
            self._track = GroundTrack(orbit, self._turns)
        self._axes = station_axes(orbit)
        when = (orbit.jd, orbit.fraction)
        self.moon.see(self._axes, orbit.position_km, orbit.sun, when, self._star_light(orbit))

    def _star_light(self, orbit: OrbitFrame) -> float:
        return star_light(orbit.sun) if self.openness is None else self.openness

    def forget(self) -> None:
        """Begin anew, so that what comes depends on nothing that was drawn before."""
        self._orbit = None
        self._has_last = False
        self._begin()

    def _begin(self) -> None:
        self._ring.forget()
        self._fine.veil.forget()
        self._lapse.veil.forget()
        self._glide.forget()
        self._track = None
        self._speed = self._mean_speed = 0.0
        self.is_shown = False
        self._jobs = self._endless()
        self._sky_state = None
        self._fading = 0

    def _keep_last(self) -> None:
        if self.is_shown and self._glide.has_picture:
            self._last.set_alpha(None)
            self._glide.draw(self._last, self._column, 0)
            self._has_last = True

    def replace(self, before: Scene) -> None:
        """Show the last picture of the scene before this one until there is one of this height; it is ended."""
        before._keep_last()
        if before._has_last:
            before._last.set_alpha(None)
            self._last.blit(before._last, (0, before.view.top - self.view.top))
            self._has_last = True
        before._jobs = iter(())  # they hold the scene that holds them: only the collector of rubbish would undo that

    def _is_elsewhere(self, orbit: OrbitFrame, moved: float) -> bool:
        assert self._orbit is not None
        elapsed_s = ((orbit.jd - self._orbit.jd) + (orbit.fraction - self._orbit.fraction)) * 86400.0
        return abs(moved) > JUMP_COLUMNS or abs(elapsed_s) > JUMP_S

    @property
    def _pace(self) -> float:
        """The speed in columns a picture to plan with: the last one, or the mean when that is more."""
        return math.copysign(max(abs(self._speed), self._mean_speed), self._speed)

    @property
    def is_behind(self) -> bool:
        """True when ground in view, or the next of it, is not there yet: then work must not wait."""
        first, last = blocks_of(math.floor(self._column), self.view.half)
        ahead = 0 if not self.is_shown else 1 if self._pace >= 0 else -1
        return not self.is_shown or not self._ring.holds(first + min(0, ahead), last + max(0, ahead))

    @property
    def is_lapse(self) -> bool:
        """True when it moves so fast that half the resolution shows all there is to see."""
        return abs(self._pace) > LAPSE_COLUMNS

    @property
    def _wants_lapse(self) -> bool:
        """After a time lapse its picture stays until the air of a slow one is up to date."""
        assert self._orbit is not None
        if not self._lapse.veil.is_ready:
            return False
        return self.is_lapse or self._fine.veil.is_old(_to_camera(self._orbit.sun), STALE_STEPS)

    # work ahead

    def work(self) -> bool:
        """Do one slice of work; False when there is nothing to do."""
        did = next(self._jobs)
        if not self.is_shown and self.holds_view():
            self.is_shown = True
            self._fading = FADE_PICTURES if self._has_last else 0
        return did

    def begin_with(self, step: int) -> None:
        """Bake new views at this step of columns before they are shown."""
        self._ring.first = step

    @property
    def baked(self) -> int:
        """Counts what was baked, and the first air."""
        return self._ring.version + int(self._fine.veil.is_ready or self._lapse.veil.is_ready)

    def holds_view(self, step: int | None = None) -> bool:
        """True when there is air, and ground in all of the view, at least as fine as `step` if that is given."""
        first, last = blocks_of(math.floor(self._column), self.view.half)
        is_baked = self._ring.holds(first, last) if step is None else self._ring.holds(first, last, step)
        return (self._fine.veil.is_ready or self._lapse.veil.is_ready) and is_baked

    def _endless(self) -> Iterator[bool]:
        """Ground that is soon seen first, then air and sky, then ground further ahead, at last finer ground."""
        air: Iterator[bool] | None = None
        while True:
            assert self._orbit is not None
            first, last = blocks_of(math.floor(self._column), self.view.half)
            task = self._ring.next_task(first, last, self._pace, is_shown=self.is_shown)
            veil = self._lapse.veil if self.is_lapse else self._fine.veil
            if air is None and veil.is_old(_to_camera(self._orbit.sun), self._sun_steps):
                air = veil.refresh(_to_camera(self._orbit.sun), self._magnetic_pole())
            if task is not None and task.is_missing and (air is None or (veil.is_ready and self.is_behind)):
                yield from self._bake(task)
            elif air is not None:
                if next(air, None) is None:
                    air = None
                    if self._sky_is_old():
                        yield from self._paint_sky()
                else:
                    yield True
            elif self._sky_is_old():
                yield from self._paint_sky()
            elif task is not None:
                yield from self._bake(task)
            else:
                yield False

    @property
    def _sun_steps(self) -> float:
        """How far the Sun may move, in the air's own steps: in a time lapse further where less depends on it."""
        assert self._orbit is not None
        if not self.is_lapse:
            return 1.0
        height = self._orbit.sun[1]
        return next(steps for least, steps in LAPSE_STEPS if height >= least)

    def _bake(self, task: Task) -> Iterator[bool]:
        assert self._track is not None
        coarse = task.step // self.view.finest_step
        row_step = 4 if self.is_lapse and coarse >= 4 else 2 if self.is_lapse or coarse >= 2 else 1
        cells_a_row = BLOCK // task.step + 20 // task.step + 2
        bands = math.ceil(self.view.rows // row_step * cells_a_row / CELLS_AT_ONCE)
        band = math.ceil(self.view.rows / bands / row_step) * row_step
        track = self._track
        self._ring.begin(task)
        for row in range(0, self.view.rows, band):
            rows = range(row, min(row + band, self.view.rows))
            for _ in self._baker.bake(track, task.block * BLOCK, rows, task.step, row_step):
                yield True
        self._ring.finish(task)

    def _magnetic_pole(self) -> tuple[float, float, float]:
        assert self._orbit is not None
        sidereal = math.atan2(self._orbit.position_km[1], self._orbit.position_km[0]) - self._orbit.lon_rad
        north, east = MAGNETIC_POLE_RAD[0], sidereal + MAGNETIC_POLE_RAD[1]
        pole = (math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north))
        x, y, z = (float(c) for c in self._axes @ np.array(pole))
        return _to_camera((x, y, z))

    @property
    def _has_sky(self) -> bool:
        """True while the camera sees the Milky Way: not in sunlight, and not in a time lapse."""
        return self._sky_state is not None and self._sky_state[1] > 0.0 and self._sky_state[2]

    def _sky_is_old(self) -> bool:
        assert self._orbit is not None
        if self._sky_state is None:
            return True
        axes, light, is_whole = self._sky_state
        now = self._star_light(self._orbit)
        if now == light == 0.0:
            return False
        if is_whole is self.is_lapse or abs(now - light) > SKY_LIGHT_STEP:
            return True
        return is_whole and float(np.abs(axes - self._axes).max()) > SKY_TURN_RAD

    def _paint_sky(self) -> Iterator[bool]:
        assert self._orbit is not None
        axes, light = self._axes, self._star_light(self._orbit)
        is_whole = not self.is_lapse
        if is_whole and light > 0.0:
            for _ in self.stars.paint(self._skies[1], axes, self._orbit.jd, light):
                yield True
            self._skies.reverse()
        self._sky_state = (axes, light, is_whole)
        self._sky_version += 1

    # drawing

    def draw(self, surface: pygame.Surface, hidden: Cover | None = None) -> None:
        """Show the present column, but for what is `hidden`; while a new view is baked, the last picture."""
        assert self._orbit is not None
        top, width = self.view.top, self.view.lens.width
        if self.is_shown:
            is_lapse = self._wants_lapse
            sky = self._skies[0] if self._has_sky else None
            self._glide.advance(
                self._column,
                self._pace,
                Scenery(self._lapse if is_lapse else self._fine, sky, self._sky_version, self._ring.version, is_lapse),
            )
            self._glide.draw(surface, self._column, top, hidden)
        elif self._has_last:
            self._last.set_alpha(None)
            surface.blit(self._last, (0, top))
        else:
            surface.fill((0, 0, 0), (0, top, width, self.view.size[1]))
        if self._fading > 0:
            self._last.set_alpha(MOST_ALPHA * self._fading // FADE_PICTURES)
            surface.blit(self._last, (0, top))
            self._fading -= 1
        if self._has_sky:
            surface.blit(self._skies[0], (0, 0), (0, 0, width, top))
        else:
            surface.fill((0, 0, 0), (0, 0, width, top))
        if self.is_shown:
            disc = (*self.moon.at, self.moon.radius_px) if self.moon.at is not None else None
            self.stars.draw(surface, self._axes, self._orbit.jd, self._star_light(self._orbit), disc)
            self.moon.draw(surface)
            self.sun.draw(surface, self._orbit.sun)


def _to_camera(station: tuple[float, float, float]) -> tuple[float, float, float]:
    """Forward, port, up of a direction in the station frame (forward, zenith, towards the viewer)."""
    return station[0], -station[2], station[1]

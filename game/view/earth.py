"""The background of every picture outside: stars, Sun, and the Earth turning below under its own air.

What is dear is done ahead, in slices: strips of ground ahead of the station, the table of the air, the sky. A picture is then
a gather from the strip, one multiply and one add. While the ground moves slowly two such pictures are cross-faded, so that it
glides; in a time lapse every picture is gathered anew, from strips baked coarser. After a jump the last picture stands until
the new view is baked coarsely, which takes well under a second; then it is refined where one looks.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator

import numpy as np
import pygame
from numpy.typing import NDArray

from game.sim.frame import OrbitFrame
from game.view.cache import Cache, user_cache
from game.view.earth_air import AirTable
from game.view.earth_ground import GroundBaker
from game.view.earth_maps import Maps, load_maps
from game.view.earth_view import AHEAD_BLOCKS, BLOCK, VIEW_VERSION, EarthView, Lens
from game.view.noise import smooth
from game.view.sky import Stars, Sun
from game.view.track import COLUMNS, SPHERE_KM, GroundTrack, column_now

HEIGHT_STEP_KM = 10.0
CELLS_PER_SLICE = 2800  # about 1.2 ms of baking
FAST_COLUMNS = 0.5  # a picture: above this every picture is gathered anew
COARSEST = 8
AIR_ROWS_PER_SLICE = 120
SUN_STEP = 0.0035  # rad between refreshes of the air
SKY_TURN_RAD = 0.00035
TRACK_COLUMNS = 2000.0  # the track is integrated anew after so many columns
BUDGET_MS = 1.0  # of preparing ahead in one picture
JUMP_COLUMNS = 500
MAGNETIC_POLE_RAD = (math.radians(80.8), math.radians(-72.8))
FADE_PICTURES = 18  # from the last picture before a jump to the new view
NOBODY = -(10**9)  # owner of a block that holds nothing


class EarthLayer:
    """Draws the whole background of a picture of `size`; `prepare` first, slice by slice."""

    def __init__(
        self, size: tuple[int, int] = (1920, 1080), *, cache: Cache | None = None, budget_ms: float = BUDGET_MS
    ) -> None:
        self.size = size
        self.ready = False
        self.budget_ms = budget_ms
        self._cache = cache if cache is not None else user_cache()
        self._scene: _Scene | None = None
        self._maps: Maps | None = None

    def prepare(self, orbit: OrbitFrame | None = None) -> Iterator[float]:
        """Load and work out all that is needed, in slices; yields progress 0..1. With an orbit its first view is baked too."""
        found: dict[str, Maps] = {}
        for fraction in load_maps(self._cache, found):
            yield fraction * 0.6
        self._maps = found["maps"]
        height_km = 418.0 if orbit is None else float(np.linalg.norm(orbit.position_km)) - SPHERE_KM
        scene = None
        for step in self._new_scene(height_km):
            if isinstance(step, _Scene):
                scene = step
            else:
                yield 0.6 + step * 0.3
        assert scene is not None
        self._scene = scene
        if orbit is not None:
            scene.follow(orbit)
            while not scene.is_complete(COARSEST // 4):
                scene.work()
                yield 0.95
        self.ready = True
        yield 1.0

    def _new_scene(self, height_km: float) -> Iterator[float | _Scene]:
        assert self._maps is not None
        height_km = max(100.0, round(height_km / HEIGHT_STEP_KM) * HEIGHT_STEP_KM)
        lens = Lens.standard(self.size, height_km)
        view = EarthView(lens)
        yield from view.prepare(self._cache, f"{round(height_km)}v{VIEW_VERSION}")
        scene = _Scene(view, self._maps)
        for _ in scene.sun.warm():
            yield 1.0
        yield scene

    def draw(self, surface: pygame.Surface, orbit: OrbitFrame, seconds_scale: float = 1.0) -> None:
        """Draw everything behind the station; `seconds_scale` is EVA seconds per second of play. Black until ready."""
        scene = self._scene
        if scene is None or not self.ready:
            surface.fill((0, 0, 0))
            return
        scene.follow(orbit, seconds_scale)
        deadline = time.perf_counter() + self.budget_ms / 1000.0
        while scene.work() and time.perf_counter() < deadline:
            pass
        scene.draw(surface)

    def settle(self, orbit: OrbitFrame) -> None:
        """Finish all work for this moment, so that the next `draw` of it shows full quality: for single pictures."""
        assert self._scene is not None
        self._scene.forget(with_last=True)
        self._scene.follow(orbit)
        while self._scene.work() or not self._scene.is_complete(1):
            pass

    def sun_at(self, orbit: OrbitFrame) -> tuple[float, float, float] | None:
        """Pixel and strength (0..1) of the Sun, for veils and lens ghosts; None when it is behind the camera or the Earth."""
        if self._scene is None:
            return None
        place = self._scene.sun.place(orbit.sun)
        strength = self._scene.sun.strength(orbit.sun)
        return None if place is None or strength <= 0 else (*place, strength)


class _Scene:
    """All that depends on the size of the picture and the height of the orbit."""

    def __init__(self, view: EarthView, maps: Maps) -> None:
        self.view = view
        self.sun = Sun(view.lens, view.dip_rad)
        self._stars = Stars(view.lens, view.dip_rad)
        self._baker = GroundBaker(view, maps)
        self._air = AirTable(view)
        width, height = view.size
        self._ground_pixels = np.zeros((view.lens.height - view.ground_top, width), np.uint32)
        self._ground = pygame.image.frombuffer(self._ground_pixels, self._ground_pixels.shape[::-1], "BGRA")
        self._air_pixels = [[np.zeros((height, width), np.uint32) for _ in range(3)] for _ in range(2)]
        self._air_surfaces = [
            [pygame.image.frombuffer(a, (width, height), "BGRA") for a in pair] for pair in self._air_pixels
        ]
        self._air_front = 0
        self._air_sun: tuple[float, float, float] | None = None
        self._glints = [False, False]
        self._skies = [pygame.Surface((width, self._stars.rows), 0, 32) for _ in range(2)]
        self._sky_state: tuple[NDArray[np.float64], float] | None = None
        blocks = view.ring // BLOCK
        self._owner = np.full(blocks, NOBODY, np.int64)
        self._level = np.zeros(blocks, np.int64)  # step the block was baked with; 0 = nothing
        self._pictures = [pygame.Surface((width, height), 0, 32) for _ in range(3)]
        self._last = pygame.Surface((width, height), 0, 32)
        self._has_picture = self._has_last = False
        self._fading = 0
        self._columns: list[int | None] = [None, None, None]
        self._built_rows = 0
        self._orbit: OrbitFrame | None = None
        self._track: GroundTrack | None = None
        self._column = 0.0
        self._turns = 0
        self._speed = 0.0  # columns a picture
        self._scale = 1.0
        self._jobs = self._endless()
        self._shown = False

    # ---- following the orbit

    def follow(self, orbit: OrbitFrame, seconds_scale: float = 1.0) -> None:
        """Take over where the station is now."""
        within = column_now(orbit)
        if self._orbit is None:
            column = within
        else:
            column = within + self._turns * COLUMNS
            while column - self._column > COLUMNS / 2:
                column -= COLUMNS
            while self._column - column > COLUMNS / 2:
                column += COLUMNS
        self._turns = round((column - within) / COLUMNS)
        moved = column - self._column
        if self._track is None or self._orbit is None or self._is_elsewhere(orbit, moved):
            self._keep_last()
            self.forget()
        else:
            self._speed = moved
        self._scale = seconds_scale
        self._orbit, self._column = orbit, column
        if self._track is None or abs(column - self._track_column) > TRACK_COLUMNS:
            self._track = GroundTrack(orbit, self._turns)
            self._track_column = column
        self._axes = self._axes_now(orbit)

    def forget(self, *, with_last: bool = False) -> None:
        """Begin anew: nothing is baked; with the last picture too, what comes depends on nothing that was."""
        if with_last:
            self._orbit = None
            self._has_last = self._has_picture = False
        self._owner[:] = NOBODY
        self._level[:] = 0
        self._track = None
        self._speed = 0.0
        self._shown = False
        self._columns = [None, None, None]
        self._jobs = self._endless()
        self._air_sun = None
        self._sky_state = None
        self._fading = 0

    def _keep_last(self) -> None:
        """Keep what was shown, to stand while the new view is baked."""
        if self._shown and self._has_picture:
            self._last, self._pictures[0] = self._pictures[0], self._last
            self._has_last = True

    def _is_elsewhere(self, orbit: OrbitFrame, moved: float) -> bool:
        """True after a jump: too far along, or another longitude than the track foresaw."""
        assert self._orbit is not None
        if abs(moved) > JUMP_COLUMNS:
            return True
        elapsed_s = ((orbit.jd - self._orbit.jd) + (orbit.fraction - self._orbit.fraction)) * 86400.0
        return abs(elapsed_s) > 200.0

    @staticmethod
    def _axes_now(orbit: OrbitFrame) -> NDArray[np.float64]:
        r, v = np.array(orbit.position_km), np.array(orbit.velocity_kmps)
        up = r / np.linalg.norm(r)
        port = np.cross(r, v)
        port /= np.linalg.norm(port)
        return np.stack([np.cross(port, up), up, -port])

    # ---- work ahead

    def work(self) -> bool:
        """Do one slice of work; False when there is nothing to do."""
        did = next(self._jobs)
        if not self._shown and self._air_sun is not None and self._holds_view():
            self._shown = True
            self._fading = FADE_PICTURES if self._has_last else 0
        return did

    def is_complete(self, step: int) -> bool:
        """True when the whole view is baked at least as fine as `step` and the air is worked out."""
        first, last = self._view_blocks()
        slots = np.arange(first, last + 1) % len(self._owner)
        owned = self._owner[slots] == np.arange(first, last + 1)
        return bool(self._air_sun is not None and owned.all() and (self._level[slots] <= step).all())

    def _view_blocks(self) -> tuple[int, int]:
        column = math.floor(self._column)
        return (column - self.view.half) // BLOCK, (column + self.view.half + 1) // BLOCK

    def _step_now(self) -> int:
        """Finest step that keeps up with the clock."""
        for step, limit in ((1, 5.0), (2, 12.0), (4, 1e9)):
            if abs(self._speed) <= limit:
                return step
        return 4

    def _endless(self) -> Iterator[bool]:
        while True:
            block = self._next_block()
            if block is not None and (self._air_sun is not None or not self._holds_view()):
                yield from self._bake(*block)
            elif self._air_is_old():
                yield from self._refresh_air()
            elif block is not None:
                yield from self._bake(*block)
            elif self._sky_is_old():
                yield from self._refresh_sky()
            else:
                yield False

    def _holds_view(self) -> bool:
        first, last = self._view_blocks()
        wanted = np.arange(first, last + 1)
        return bool((self._owner[wanted % len(self._owner)] == wanted).all())

    def _next_block(self) -> tuple[int, int] | None:
        """The block to bake next and its step: what is missing in view, then ahead, then what can be made finer."""
        first, last = self._view_blocks()
        count = len(self._owner)
        backwards = self._speed < 0
        step = self._step_now()
        middle = (first + last) // 2
        for block in sorted(range(first, last + 1), key=lambda b: (abs(b - middle), b)):
            if self._owner[block % count] != block:
                return block, COARSEST if not self._shown else max(step, 2)
        ahead = (
            range(last + 1, last + 1 + AHEAD_BLOCKS - 1)
            if not backwards
            else range(first - 1, first - AHEAD_BLOCKS, -1)
        )
        if self._air_is_old() and self._air_sun is None:
            return None
        for block in ahead:
            if self._owner[block % count] != block:
                return block, step
        if not self._shown:
            return None
        worst: tuple[int, int, int] | None = None
        for block in range(first, last + 1):
            level = int(self._level[block % count])
            if level > step:
                rank = (-level, abs(block - middle), block)
                worst = rank if worst is None or rank < worst else worst
        if worst is None:
            return None
        return worst[2], max(step, -worst[0] // 4 if -worst[0] > 4 else step)

    def _bake(self, block: int, step: int) -> Iterator[bool]:
        assert self._track is not None
        row_step = 2 if step >= 4 else 1
        slot = block % len(self._owner)
        band = max(8, CELLS_PER_SLICE * row_step // (BLOCK // step + 20 // step + 2))
        is_new = self._owner[slot] != block
        track = self._track
        first = block * BLOCK
        if is_new:
            self._owner[slot] = NOBODY
        for row in range(0, self.view.rows, band):
            rows = range(row, min(row + band, self.view.rows))
            self._baker.bake(track, first, rows, step, row_step)
            yield True
        self._owner[slot] = block
        self._level[slot] = step

    def _air_is_old(self) -> bool:
        assert self._orbit is not None
        if self._air_sun is None:
            return True
        return math.dist(self._air_sun, self._orbit.sun) > SUN_STEP

    def _refresh_air(self) -> Iterator[bool]:
        assert self._orbit is not None
        sun = self._orbit.sun
        for _ in self._air.refresh((sun[0], -sun[2], sun[1]), self._magnetic_pole()):
            yield True
        back = 1 - self._air_front
        tables = (self._air.through, self._air.added, self._air.under)
        height = self.view.size[1]
        for number, table in enumerate(tables):
            if number == 2 and not self._air.has_glint:
                continue
            for row in range(0, height, AIR_ROWS_PER_SLICE * 2):
                part = slice(row, row + AIR_ROWS_PER_SLICE * 2)
                np.take(
                    table.reshape(-1), self.view.air_index[part], out=self._air_pixels[back][number][part], mode="wrap"
                )
                yield True
        self._glints[back] = self._air.has_glint
        self._air_front = back
        self._air_sun = sun

    def _magnetic_pole(self) -> tuple[float, float, float]:
        """The geomagnetic pole of 2025 (80.8 N, 72.8 W) as forward, port, up of the station."""
        assert self._orbit is not None
        sidereal = math.atan2(self._orbit.position_km[1], self._orbit.position_km[0]) - self._orbit.lon_rad
        east = sidereal + MAGNETIC_POLE_RAD[1]
        flat = math.cos(MAGNETIC_POLE_RAD[0])
        pole = self._axes @ np.array([flat * math.cos(east), flat * math.sin(east), math.sin(MAGNETIC_POLE_RAD[0])])
        return float(pole[0]), float(-pole[2]), float(pole[1])

    def _star_light(self) -> float:
        assert self._orbit is not None
        return float(smooth(-0.31, -0.41, np.float32(self._orbit.sun[1])))

    def _sky_is_old(self) -> bool:
        if self._sky_state is None:
            return True
        axes, light = self._sky_state
        now = self._star_light()
        if now <= 0.004 and light <= 0.004:
            return False
        return abs(now - light) > 0.03 or float(np.abs(axes - self._axes).max()) > SKY_TURN_RAD

    def _refresh_sky(self) -> Iterator[bool]:
        assert self._orbit is not None
        axes, light = self._axes, self._star_light()
        for _ in self._stars.paint(self._skies[1], axes, self._orbit.jd, light, abs(self._speed) < FAST_COLUMNS * 4):
            yield True
        self._skies.reverse()
        self._sky_state = (axes, light)

    # ---- drawing

    def draw(self, surface: pygame.Surface) -> None:
        """Show the present column; before the first view is baked, stars and air alone."""
        assert self._orbit is not None
        if not self._shown:
            self._draw_waiting(surface)
            return
        top = self.view.top
        if abs(self._speed) > FAST_COLUMNS:
            self._columns = [None, None, None]
            self._compose(self._pictures[0], round(self._column), 0, self.view.size[1])
            surface.blit(self._pictures[0], (0, top))
        else:
            self._glide(surface, top)
        if self._fading > 0:
            self._last.set_alpha(255 * self._fading // FADE_PICTURES)
            surface.blit(self._last, (0, top))
            self._fading -= 1
        surface.blit(self._skies[0], (0, 0), (0, 0, self.view.lens.width, top))
        self.sun.draw(surface, self._orbit.sun)

    def _draw_waiting(self, surface: pygame.Surface) -> None:
        """The last picture before the jump, under the sky as it was; black if there was none."""
        top = self.view.top
        surface.blit(self._skies[0], (0, 0), (0, 0, self.view.lens.width, top))
        if self._has_last:
            self._last.set_alpha(None)
            surface.blit(self._last, (0, top))
        else:
            surface.fill((0, 0, 0), (0, top, *self.view.size))

    def _glide(self, surface: pygame.Surface, top: int) -> None:
        """Cross-fade between the pictures of two columns, and build a third from top to bottom meanwhile."""
        height = self.view.size[1]
        base = math.floor(self._column)
        fraction = self._column - base
        if self._columns[0] != base:
            if self._columns[1] == base and self._columns[2] == base + 1:
                self._build(height)
                self._pictures.append(self._pictures.pop(0))
                self._columns = [base, base + 1, None]
            else:
                for number in (0, 1):
                    self._compose(self._pictures[number], base + number, 0, height)
                self._columns = [base, base + 1, None]
        if self._columns[2] is None:
            self._columns[2] = base + 2
            self._built_rows = 0
        self._build(math.ceil(height * min(1.0, fraction * 1.15 + abs(self._speed))))
        surface.blit(self._pictures[0], (0, top))
        alpha = round(fraction * 255)
        if alpha > 0:
            self._pictures[1].set_alpha(alpha)
            skip = self.view.ground_top - top
            surface.blit(self._pictures[1], (0, top + skip), (0, skip, self.view.lens.width, height - skip))
            self._pictures[1].set_alpha(None)

    def _build(self, until: int) -> None:
        if self._columns[2] is not None and until > self._built_rows:
            self._compose(self._pictures[2], self._columns[2], self._built_rows, until)
            self._built_rows = until

    def _compose(self, target: pygame.Surface, column: int, start: int, stop: int) -> None:
        """Sky, glint, ground, what the air takes and what it adds, for some rows of the Earth's part of the picture."""
        view = self.view
        self._has_picture = True
        width = view.lens.width
        area = (0, start, width, stop - start)
        sky = self._skies[0]
        sky_rows = min(stop, sky.get_height() - view.top) - start
        if sky_rows > 0:
            target.blit(sky, (0, start), (0, view.top + start, width, sky_rows))
        if stop - start > max(0, sky_rows):
            below = start + max(0, sky_rows)
            target.fill((0, 0, 0), (0, below, width, stop - below))
        through, added, under = self._air_surfaces[self._air_front]
        if self._glints[self._air_front]:
            target.blit(under, (0, start), area, pygame.BLEND_RGB_ADD)
        skip = view.ground_top - view.top
        low, high = max(0, start - skip), stop - skip
        if high > low:
            first = (column - view.half) % view.ring
            np.take(
                self._baker.strip.reshape(-1)[first:],
                view.ground_index[low:high],
                out=self._ground_pixels[low:high],
                mode="wrap",
            )
            target.blit(self._ground, (0, skip + low), (0, low, width, high - low))
        clear = max(start, view.clear_rows)
        if stop > clear:
            target.blit(through, (0, clear), (0, clear, width, stop - clear), pygame.BLEND_RGB_MULT)
        target.blit(added, (0, start), area, pygame.BLEND_RGB_ADD)

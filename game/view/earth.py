"""The background of every picture outside: stars, Sun, and the Earth turning below under its own air.

What is dear is done ahead, in slices: strips of ground ahead of the station, the table of the air, the sky. Some rows
of the picture are gathered anew each time, and all are pushed along between, so that the ground glides; a time lapse is
gathered at half the resolution, from strips baked coarser. After a jump the last picture stands until the new view is
baked coarsely, which takes well under a second; then it is refined where one looks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import pygame

from game.sim.frame import OrbitFrame
from game.view.cache import Cache, user_cache
from game.view.cover import Cover
from game.view.earth_glide import Glide
from game.view.earth_maps import Maps, load_maps
from game.view.earth_ring import COARSEST
from game.view.earth_scene import Scene
from game.view.earth_view import VIEW_VERSION, EarthView, Lens
from game.view.quality import processor_s
from game.view.sky import Stars, Sun
from game.view.track import SPHERE_KM

HEIGHT_KM = 420.0  # when nothing is known of the orbit
HEIGHT_STEP_KM = 30.0  # geometries are worked out for: all that the station goes up and down is within one
HEIGHT_SLACK_KM = 20.0  # further off, another one is made: more than half a step, so that it does not come back at once
BUDGET_MS = 0.65  # of preparing ahead in one picture, in the mean: a slice may take more, then the next ones have none
URGENT_MS = 1.5  # of preparing in one picture when ground is missing: no slice is begun after that
WAITING_MS = 3.0  # the same while the old view stands, which costs nothing to draw
DEBT_MS = 3.0  # what a slow slice takes from the next pictures, at most
SETTLE_SLICES = 400  # about half of those of a large view
FIRST_STEP = 4  # fineness of the first view that `prepare` waits for; it is refined while it is looked at
MAPS_SHARE, VIEW_SHARE = 0.6, 0.3  # of the progress of `prepare`


class EarthLayer:
    """Draws the whole background of a picture of `size`; `prepare` first, slice by slice."""

    def __init__(
        self, size: tuple[int, int] = (1920, 1080), *, cache: Cache | None = None, budget_ms: float = BUDGET_MS
    ) -> None:
        self.size = size
        self.ready = False
        self.budget_ms = budget_ms
        self.openness: float | None = None  # of the camera, 0..1 of the stars; None = by the Sun
        self._allowance_ms = 0.0
        self._cache = cache if cache is not None else user_cache()
        self._maps: Maps | None = None
        self._scene: Scene | None = None
        self._next_scene: Iterator[float | Scene] | None = None

    def prepare(self, orbit: OrbitFrame | None = None) -> Iterator[float]:
        """Load and work out all that is needed in slices; yields progress 0..1. With an orbit, bake its first view."""
        found: dict[str, Maps] = {}
        for fraction in load_maps(self._cache, found):
            yield fraction * MAPS_SHARE
        self._maps = found["maps"]
        for step in self._new_scene(HEIGHT_KM if orbit is None else _height_km(orbit)):
            if isinstance(step, Scene):
                self._scene = step
            else:
                yield MAPS_SHARE + step * VIEW_SHARE
        if orbit is not None and self._scene is not None:
            self._scene.follow(orbit)
            scene = self._scene
            scene.begin_with(min(FIRST_STEP * scene.view.finest_step, COARSEST))
            while not scene.holds_view():
                baked = scene.baked
                while scene.baked == baked:
                    scene.work()
                    yield MAPS_SHARE + VIEW_SHARE
            scene.begin_with(COARSEST)
        self.ready = True
        yield 1.0

    def _new_scene(self, height_km: float) -> Iterator[float | Scene]:
        """Slices of work, and at the end the scene for this height."""
        assert self._maps is not None
        steps = round((height_km - HEIGHT_KM) / HEIGHT_STEP_KM)
        rounded = max(100.0, HEIGHT_KM + steps * HEIGHT_STEP_KM)
        view = EarthView(Lens.standard(self.size, rounded))
        yield from view.prepare(self._cache, f"v{VIEW_VERSION}")
        sun = Sun(view.lens, view.dip_rad)
        for _ in sun.warm():
            yield 1.0
        stars = Stars(view.lens, view.dip_rad)
        for _ in stars.warm():
            yield 1.0
        glide = Glide(view)
        yield 1.0
        scene = Scene(view, self._maps, sun, stars, glide)
        yield 1.0
        yield scene

    def draw(
        self,
        surface: pygame.Surface,
        orbit: OrbitFrame,
        *,
        is_busy: bool = False,
        hidden: Cover | None = None,
    ) -> None:
        """Draw everything behind the station; black until ready. A busy picture has no time to prepare others.

        What will be `hidden` by something opaque may be left as it is.
        """
        if self._scene is None or not self.ready:
            surface.fill((0, 0, 0))
            return
        self._change_height(orbit)
        scene = self._scene
        scene.openness = self.openness
        scene.follow(orbit)
        if not is_busy:
            self._work(scene)
        scene.draw(surface, hidden)

    def _work(self, scene: Scene) -> None:
        """Prepare ahead: a slice whenever the time that pictures have saved for it allows, at once what is missing."""
        self._allowance_ms = min(self._allowance_ms + self.budget_ms, self.budget_ms)
        limit_s = (URGENT_MS if scene.is_shown else WAITING_MS) / 1000.0
        began = before = processor_s()  # what others do on the machine meanwhile is no reason to fall behind
        while self._allowance_ms > 0.0 or (scene.is_behind and before - began < limit_s):
            is_done = not scene.work()
            now = processor_s()
            self._allowance_ms = max(self._allowance_ms - (now - before) * 1000.0, -DEBT_MS)
            before = now
            if is_done:
                break

    def _change_height(self, orbit: OrbitFrame) -> None:
        """Another orbit (another mission) gets another geometry, made in slices while the old one is shown."""
        assert self._scene is not None
        height_km = _height_km(orbit)
        if self._next_scene is None:
            if abs(height_km - self._scene.view.lens.height_km) <= HEIGHT_SLACK_KM:
                return
            self._next_scene = self._new_scene(height_km)
        step = next(self._next_scene, None)
        if isinstance(step, Scene):
            step.replace(self._scene)
            self._scene = step
        if step is None or isinstance(step, Scene):
            self._next_scene = None

    def settle(self, orbit: OrbitFrame) -> None:
        """Finish all work for this moment, so that the next `draw` of it is the best there is: for single pictures.

        The picture then depends on the orbit alone, not on what was drawn before.
        """
        for _ in self.settling(orbit):
            pass

    def settling(self, orbit: OrbitFrame) -> Iterator[float]:
        """The same in slices; yields a guess of its progress, 0..1."""
        assert self._scene is not None
        self._change_height(orbit)
        while self._next_scene is not None:
            self._change_height(orbit)
            yield 0.0
        scene = self._scene
        scene.forget()
        scene.openness = self.openness
        scene.follow(orbit)
        done = 0
        while scene.work() or not scene.holds_view(scene.view.finest_step):
            done += 1
            yield done / (done + SETTLE_SLICES)

    def sun_at(self, orbit: OrbitFrame) -> tuple[float, float, float] | None:
        """Pixel and strength (0..1) of the Sun, for veils; None when it is behind the camera or the Earth."""
        if self._scene is None:
            return None
        place = self._scene.sun.place(orbit.sun)
        strength = self._scene.sun.strength(orbit.sun)
        return None if place is None or strength <= 0 else (*place, strength)


def _height_km(orbit: OrbitFrame) -> float:
    return math.hypot(*orbit.position_km) - SPHERE_KM

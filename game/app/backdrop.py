"""What turns behind the menus: the Earth as seen from the station, on the real orbit of the first mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.view.quality import make_earth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pygame

    from game.missions.plan import LevelInfo
    from game.sim.frame import OrbitFrame
    from game.sim.spec import OrbitSpec
    from game.view.earth import EarthLayer
    from game.view.quality import HalfEarth, Quality

SPEED = 2.0  # EVA seconds a second: fast enough to be seen to turn
AFTER_SUNRISE_S = 600.0  # the view begins in low, warm light
UPDATE_S = 0.5


class Backdrop:
    """Owns the Earth that menus and walks share; black until `jobs` are done."""

    def __init__(self) -> None:
        """Nothing is loaded yet."""
        self.earth: EarthLayer | HalfEarth | None = None
        self._track: Any = None
        self._orbit: OrbitFrame | None = None
        self._eva_s = 0.0
        self._computed_s = 0.0
        self._is_held = False

    def jobs(self, quality: Quality, infos: Iterable[LevelInfo]) -> Iterator[float | None]:
        """Load the Earth and its first view, as from the first of these missions that has an orbit.

        Called again, the new Earth replaces the old one when it is ready.
        """
        yield 0.0
        if self._orbit is None:
            yield from self._find_orbit(infos)
        yield 0.02
        if self._orbit is None:
            return
        earth = make_earth(quality)
        yield from earth.prepare(self._orbit)
        self.earth = earth

    def _find_orbit(self, infos: Iterable[LevelInfo]) -> Iterator[float | None]:
        """The orbit of the first mission that has one, a while after sunrise."""
        from game.missions.level import level_jobs  # noqa: PLC0415 (not needed for the first picture)
        from game.sim.rules.orbit import Track  # noqa: PLC0415

        orbit = None
        for info in infos:
            orbit = (yield from level_jobs(info.id)).orbit
            if orbit is not None:
                break
        yield 0.01
        if orbit is None:
            return
        self._track = Track(orbit)
        rise, _, dawn = self._track.cycle(0.0)
        self._eva_s = (rise if rise + AFTER_SUNRISE_S > 0.0 else dawn) + AFTER_SUNRISE_S
        yield 0.02
        self._orbit = self._track.frame(self._eva_s)

    @property
    def is_ready(self) -> bool:
        """True once there is something to show."""
        return self.earth is not None

    def hold(self, orbit: OrbitSpec | None) -> None:
        """Stand still where a mission begins, so that its first view is there before the walk is."""
        if self.earth is None or orbit is None:
            return
        from game.sim.rules.orbit import Track  # noqa: PLC0415 (not needed for the first picture)

        self._track = Track(orbit)
        self._eva_s = 0.0
        self._orbit = self._track.frame(0.0)
        self._is_held = True

    def turn(self) -> None:
        """Turn again, from where it stands."""
        self._is_held = False

    def advance(self, elapsed_s: float) -> None:
        """Let the Earth turn."""
        if self._track is None or self._is_held:
            return
        self._eva_s += elapsed_s * SPEED
        if abs(self._eva_s - self._computed_s) > UPDATE_S / 30:
            self._orbit = self._track.frame(self._eva_s)
            self._computed_s = self._eva_s

    def draw(self, surface: pygame.Surface) -> bool:
        """Paint it; False when there is nothing to show yet."""
        if self.earth is None or self._orbit is None:
            return False
        self.earth.openness = None
        self.earth.draw(surface, self._orbit)
        return True

"""How much a picture may cost: levels of quality, and a probe that tells which of them a machine can hold.

The probe does what a picture does most, a gather of pixels, a blend and an addition over the whole picture. It takes
the processor's time of the quickest of some tries: a machine that is busy with something else is not a slow one. A
whole picture costs about `PICTURE_SHARE` times as much (8.6 ms for the stage beside 7.7 ms for the probe on two cores
of a server, and a third more for panels and the hand-over to the system).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.view.theme import PICTURE_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pygame

    from game.sim.frame import OrbitFrame
    from game.view.cover import Cover
    from game.view.earth import EarthLayer

TRIES = 7
PICTURE_SHARE = 1.5  # milliseconds of a whole picture to one of the probe
HALF_SIZE = (PICTURE_SIZE[0] // 2, PICTURE_SIZE[1] // 2)


@dataclass(frozen=True, slots=True)
class Quality:
    """A level: pictures a second, the size at which the Earth is drawn, and the dearest probe that it suits (ms)."""

    name: str
    pictures_per_s: int
    earth_size: tuple[int, int]
    most_ms: float


LEVELS = {
    "high": Quality("high", 60, PICTURE_SIZE, 15.0 / PICTURE_SHARE),
    "medium": Quality("medium", 30, PICTURE_SIZE, 28.0 / PICTURE_SHARE),
    "low": Quality("low", 30, HALF_SIZE, float("inf")),
}


def choose_quality(setting: str, probe_ms: float | None) -> Quality:
    """The level of the setting; for `auto` the highest that the probe allows, high as long as nothing was measured."""
    if setting in LEVELS:
        return LEVELS[setting]
    if probe_ms is None:
        return LEVELS["high"]
    return next(level for level in LEVELS.values() if probe_ms <= level.most_ms)


def processor_s() -> float:
    """Seconds of the processor that this thread has used; of the clock where a system does not count them."""
    return time.thread_time() if hasattr(time, "thread_time") else time.perf_counter()


def probe_jobs(found: list[float], now: Callable[[], float] = processor_s) -> Iterator[float]:
    """Append the milliseconds of the quickest try to `found` at the end; a try a slice, yields progress 0..1."""
    import numpy as np  # noqa: PLC0415 (not needed for the first picture)
    import pygame  # noqa: PLC0415

    width, height = PICTURE_SIZE
    dice = np.random.default_rng(1)
    source = dice.integers(0, 1 << 24, 1 << 20, dtype=np.uint32)
    # neighbours are near each other, as in the ground below
    index = ((np.arange(width * height) * 7 // 9 + dice.integers(0, 40, width * height)) % len(source)).astype(np.intp)
    yield 0.1
    pixels = np.zeros(width * height, np.uint32)
    ground = pygame.image.frombuffer(pixels.data, PICTURE_SIZE, "BGRA")
    picture = pygame.Surface(PICTURE_SIZE, 0, 32)
    panel = pygame.Surface(PICTURE_SIZE, pygame.SRCALPHA, 32)
    panel.fill((10, 20, 30, 120))
    quickest_s = float("inf")
    for number in range(TRIES):
        began_s = now()
        np.take(source, index, out=pixels, mode="wrap")
        picture.blit(ground, (0, 0))
        picture.blit(panel, (0, 0))
        picture.blit(ground, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
        quickest_s = min(quickest_s, now() - began_s)
        yield 0.1 + 0.9 * (number + 1) / TRIES
    found.append(1000.0 * quickest_s)


def probe() -> float:
    """The milliseconds of the probe, measured now (about a tenth of a second)."""
    found: list[float] = []
    for _ in probe_jobs(found):
        pass
    return found[0]


class HalfEarth:
    """The Earth drawn at half the size and enlarged: a quarter of the pixels to work out."""

    def __init__(self) -> None:
        from game.view.earth import EarthLayer  # noqa: PLC0415 (loaded behind the first picture)

        self.layer: EarthLayer = EarthLayer(HALF_SIZE)
        self._small: pygame.Surface | None = None

    @property
    def ready(self) -> bool:
        """True once it can be drawn."""
        return self.layer.ready

    @property
    def openness(self) -> float | None:
        """As that of the layer."""
        return self.layer.openness

    @openness.setter
    def openness(self, value: float | None) -> None:
        self.layer.openness = value

    def prepare(self, orbit: OrbitFrame | None = None) -> Iterator[float]:
        """As that of the layer."""
        return self.layer.prepare(orbit)

    def settle(self, orbit: OrbitFrame) -> None:
        """As that of the layer."""
        self.layer.settle(orbit)

    def draw(
        self,
        surface: pygame.Surface,
        orbit: OrbitFrame,
        *,
        is_busy: bool = False,
        hidden: Cover | None = None,
    ) -> None:
        """Fill the picture."""
        import pygame  # noqa: PLC0415

        del hidden  # all of it is enlarged at once

        if self._small is None:
            self._small = pygame.Surface(HALF_SIZE, 0, 32)
        self.layer.draw(self._small, orbit, is_busy=is_busy)
        pygame.transform.scale(self._small, surface.get_size(), surface)


def make_earth(quality: Quality) -> EarthLayer | HalfEarth:
    """The Earth of a level of quality, not prepared yet."""
    from game.view.earth import EarthLayer  # noqa: PLC0415

    return EarthLayer() if quality.earth_size == PICTURE_SIZE else HalfEarth()

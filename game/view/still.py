"""One picture of a moment, larger than the screen: the same painters at a finer scale, in slices behind a bar.

Outside nothing is enlarged: the station is drawn anew at the finer scale where the camera looks, and the Earth through
a lens of that size. Water is soft anyway: a picture of the pool is that of the screen, enlarged. What was made for it
is dropped again; for some seconds a picture of 4K takes about 500 MB more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.view.camera import Camera
from game.view.earth import EarthLayer
from game.view.png import png_jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.sim.frame import Frame
    from game.view.stage import Stage

SIZE_4K = (3840, 2160)
EARTH, SETTLED, STATION, PAINTED = 0.2, 0.62, 0.86, 0.9  # of the progress


def still_jobs(
    stage: Stage, frame: Frame, alpha: float, camera: Camera, made: list[bytes], size: tuple[int, int] = SIZE_4K
) -> Iterator[float]:
    """Append the PNG of what `camera` sees to `made`; yields progress 0..1. The stage is as before afterwards."""
    if stage.pool is not None:
        seen = pygame.Surface(camera.size, 0, 32)
        stage.draw(seen, frame, alpha, camera)
        yield PAINTED
        for part in png_jobs(pygame.transform.smoothscale(seen, size), made):
            yield PAINTED + (1.0 - PAINTED) * part
        return
    scale = camera.scale_px_per_m * size[0] / camera.size[0]
    view = Camera(camera.centre_m, scale, size)
    had_scale = stage.has_scale(scale)
    earth = None
    if frame.orbit is not None and stage.earth is not None:
        earth = EarthLayer(size)
        earth.openness = stage.earth.openness
        for part in earth.prepare():
            yield EARTH * part
        for part in earth.settling(frame.orbit):
            yield EARTH + (SETTLED - EARTH) * part
    try:
        for part in stage.prepare_scale(scale, frame, region_m=view.bounds_m):
            yield SETTLED + (STATION - SETTLED) * part
        picture = pygame.Surface(size, 0, 32)
        behind, stage.earth = stage.earth, earth
        try:
            stage.draw(picture, frame, alpha, view)
        finally:
            stage.earth = behind
    finally:
        if not had_scale:
            stage.drop_scale(scale)
    yield PAINTED
    for part in png_jobs(picture, made):
        yield PAINTED + (1.0 - PAINTED) * part

"""Somebody who floats over the Earth beside the title: what it is about, seen before a word is read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lab-drift"  # where somebody floats, and nothing holds him
REST_TICKS = 240  # until legs and head hang as they do without weight
ANGLE_RAD = -0.42
SCALE_PX_PER_M = 330.0
AT_PX = (1400, 470)
SWAY_PX, SWAY_S = 14.0, 19.0


class Floater:
    """His picture; nothing until `jobs` are done, or where the level cannot be read."""

    def __init__(self) -> None:
        """Nothing is drawn yet."""
        self.picture: pygame.Surface | None = None
        self._seconds = 0.0

    def jobs(self) -> Iterator[float]:
        """Draw him once, in slices."""
        from game.missions.level import load_level  # noqa: PLC0415 (not needed for the first picture)
        from game.missions.problems import ContentError  # noqa: PLC0415
        from game.sim.world import World  # noqa: PLC0415
        from game.view.poster import figure_jobs  # noqa: PLC0415

        try:
            level = load_level(LEVEL)
        except ContentError:
            return
        yield 0.1
        world = World(level.world_spec(level.cuts[0].id), seed=0)
        frames = []
        for tick in range(REST_TICKS):
            world.step({})
            frames.append(world.frame())
            if tick % 20 == 0:
                yield 0.1 + 0.3 * tick / REST_TICKS
        made: list[pygame.Surface] = []
        for part in figure_jobs(frames, ANGLE_RAD, SCALE_PX_PER_M, made):
            yield 0.4 + 0.6 * part
        self.picture = made[0].premul_alpha()

    def advance(self, elapsed_s: float) -> None:
        """Let him rise and sink a little."""
        self._seconds += elapsed_s

    def draw(self, surface: pygame.Surface, *, is_still: bool) -> None:
        """Paint him, at rest for who wants little motion."""
        if self.picture is None:
            return
        sway = 0.0 if is_still else SWAY_PX * math.sin(2.0 * math.pi * self._seconds / SWAY_S)
        place = self.picture.get_rect(center=(AT_PX[0], round(AT_PX[1] + sway)))
        surface.blit(self.picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)

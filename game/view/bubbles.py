"""Breath in water: each person and diver breathes out a cluster of bubbles that grows, wobbles and rises away.

Dice of their own; the world never hears of them. A repeated tick adds nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame

from game.sim.frame import Frame
from game.sim.spec import Point
from game.view.camera import Camera

TICK_S = 1.0 / 60.0
BREATH_S = 4.4  # of a calm diver
OUT_S = 1.3  # how long a breath goes out
PER_S = 11.0  # bubbles while it does
RISE_MPS = (0.28, 0.55)  # small ones are slower
LIFE_S = 9.0
MOST = 110
SIZES_PX = (3, 4, 6, 8, 11, 14)
SIZE_M = (0.012, 0.055)


@dataclass(frozen=True, slots=True)
class Bubble:
    """One bubble: where and when it left, how large it is, its own wobble."""

    at: Point
    born: int
    size_m: float
    phase: float


class Bubbles:
    """All bubbles; `tick` once per world tick with the mouths that breathe."""

    def __init__(self, *, has_reduced_motion: bool = False) -> None:
        self.has_reduced_motion = has_reduced_motion
        self.alive: list[Bubble] = []
        self._tick = -1
        self._pictures: dict[int, pygame.Surface] = {}

    def tick(self, frame: Frame, mouths: Sequence[Point]) -> None:
        """Let every mouth breathe out in its turn."""
        if frame.tick == self._tick:
            return
        if frame.tick < self._tick:
            self.alive.clear()
        self._tick = frame.tick
        if self.has_reduced_motion:
            return
        self.alive = [one for one in self.alive if (frame.tick - one.born) * TICK_S < LIFE_S]
        dice = np.random.default_rng(frame.tick)
        for index, mouth in enumerate(mouths):
            phase = (frame.tick * TICK_S + index * 1.37) % BREATH_S
            if phase < OUT_S and dice.random() < PER_S * TICK_S and len(self.alive) < MOST:
                size = SIZE_M[0] + (SIZE_M[1] - SIZE_M[0]) * float(dice.random()) ** 2.2
                at = (mouth[0] + float(dice.normal(0.0, 0.02)), mouth[1] + float(dice.normal(0.0, 0.02)))
                self.alive.append(Bubble(at, frame.tick, size, float(dice.uniform(0.0, math.tau))))

    def draw(self, surface: pygame.Surface, camera: Camera, now: float) -> None:
        """Paint all that are in the picture at a moment (in ticks)."""
        blits = []
        for one in self.alive:
            age = (now - one.born) * TICK_S
            grown = one.size_m * (1.0 + 0.09 * age)
            share = min(1.0, (one.size_m - SIZE_M[0]) / (SIZE_M[1] - SIZE_M[0]))
            pace = RISE_MPS[0] + (RISE_MPS[1] - RISE_MPS[0]) * share
            wobble = 0.05 * math.sin(one.phase + age * (3.4 - share)) * min(1.0, age)
            at = (one.at[0] + wobble, one.at[1] + pace * age)
            if camera.sees(at, 0.1):
                picture = self._picture(grown * camera.scale_px_per_m * 2.0)
                x, y = camera.to_screen(at)
                blits.append((picture, (round(x - picture.get_width() / 2), round(y - picture.get_height() / 2))))
        surface.fblits(blits)

    def _picture(self, size_px: float) -> pygame.Surface:
        size = min(SIZES_PX, key=lambda known: abs(known - size_px))
        picture = self._pictures.get(size)
        if picture is None:
            big = size * 4
            fine = pygame.Surface((big, big), pygame.SRCALPHA, 32)
            fine.fill((190, 236, 238, 0))
            middle = (big / 2, big / 2)
            pygame.draw.circle(fine, (150, 220, 226, 46), middle, big * 0.48)
            pygame.draw.circle(fine, (220, 250, 250, 170), middle, big * 0.48, max(2, big // 12))
            pygame.draw.circle(fine, (255, 255, 255, 235), (big * 0.36, big * 0.30), big * 0.12)
            pygame.draw.circle(fine, (210, 248, 248, 110), (big * 0.62, big * 0.70), big * 0.08)
            picture = self._pictures[size] = pygame.transform.smoothscale(fine, (size, size))
        return picture

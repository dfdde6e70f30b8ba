"""The pool behind and over a training level: a wall that moves less than the mock-up, nets of light, divers, bubbles.

It costs less than the Earth: two plain blits of a still picture and two strips of light that loop.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import pygame

from game.sim.events import Event
from game.sim.frame import Frame
from game.view.bubbles import Bubbles
from game.view.camera import Camera
from game.view.divers import Divers
from game.view.light import Mood
from game.view.pool_walls import ABOVE_PX, FLOOR_SHARE, PERIOD_PX, caustics, paint_pool
from game.view.suit import SuitPainter

# Water takes red first; light comes from lamps above and back from pale tiles below.
WATER = Mood(
    sun=(0.62, 0.96, 0.93),
    at_limb=(1.0, 1.0, 1.0),
    below_day=(0.06, 0.19, 0.20),
    below_night=(0.02, 0.06, 0.07),
    ambient_day=(0.12, 0.26, 0.28),
    ambient_shade=(0.14, 0.30, 0.33),
    ambient_night=(0.10, 0.22, 0.25),
    veil=(2, 16, 20),
)
LAMPS_OVERHEAD = (-0.22, 0.83, 0.51)  # the way to the light, station frame
PARALLAX = 0.35  # share of the camera's way that the wall moves
LOOP_S = 4.0
FRAMES = 20
TILE = (512, 256)
FLOOR_PX = 250
OVER_LIGHT, FLOOR_LIGHT = 30.0, 46.0  # of 255
TINT = (0.72, 1.0, 0.95)


class PoolScene:
    """Behind (`draw`) and over (`draw_over`) a level in water; `prepare` to the end first."""

    def __init__(self, size: tuple[int, int], suits: SuitPainter, *, has_reduced_motion: bool = False) -> None:
        """`suits` draws the divers too."""
        self.size = size
        self.ready = False
        self.divers = Divers(suits)
        self.bubbles = Bubbles(has_reduced_motion=has_reduced_motion)
        self.has_reduced_motion = has_reduced_motion
        self._wall: pygame.Surface
        self._over: list[pygame.Surface] = []
        self._floor: list[pygame.Surface] = []

    def prepare(self) -> Iterator[float]:
        """Paint it, slice by slice; yields progress 0..1."""
        wall = pygame.Surface((PERIOD_PX, self.size[1] + ABOVE_PX))
        for share in paint_pool(wall):
            yield 0.6 * share
        self._wall = wall.convert()
        yield 0.65
        near = np.linspace(0.0, 1.0, FLOOR_PX, dtype=np.float32)
        rows = np.floor(TILE[1] * 1.8 / (0.35 + near)).astype(np.intp) % TILE[1]  # nets lie flat: the nearer the wider
        floor_fade = (np.clip(near * 5.0, 0.0, 1.0) * np.clip((1.0 - near) * 3.0, 0.0, 1.0))[None, :]
        for index, net in enumerate(caustics(TILE, FRAMES)):
            tall = np.repeat(net, 2, axis=1)
            self._over.append(_net(tall, OVER_LIGHT, _fade(tall.shape[1])))
            self._floor.append(_net(net[:, rows], FLOOR_LIGHT, floor_fade))
            yield 0.65 + 0.35 * (index + 1) / FRAMES
        self.ready = True

    def tick(self, frame: Frame, events: Sequence[Event] = ()) -> None:
        """Let divers and bubbles follow a world tick; a repeated one changes nothing."""
        del events
        self.divers.tick(frame)
        self.bubbles.tick(frame, self.divers.mouths(frame))

    def draw(self, surface: pygame.Surface, camera: Camera, seconds: float) -> None:
        """Fill the picture with water, wall and floor."""
        left = round(camera.centre_m[0] * camera.scale_px_per_m * PARALLAX) % PERIOD_PX
        lift = round(camera.centre_m[1] * camera.scale_px_per_m * PARALLAX)
        top = min(ABOVE_PX, max(0, ABOVE_PX // 2 - lift))
        first = min(self.size[0], PERIOD_PX - left)
        surface.blit(self._wall, (0, 0), (left, top, first, self.size[1]))
        if first < self.size[0]:
            surface.blit(self._wall, (first, 0), (0, top, self.size[0] - first, self.size[1]))
        floor = round((self.size[1] + ABOVE_PX) * FLOOR_SHARE) - top
        net = self._floor[self._frame(seconds)]
        for x in range(-left % TILE[0] - TILE[0], self.size[0], TILE[0]):
            surface.blit(net, (x, floor + 6), special_flags=pygame.BLEND_RGB_ADD)

    def draw_over(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float) -> None:
        """Bubbles, and the nets of light on all that stands in the water."""
        self.bubbles.draw(surface, camera, frame.tick - 1.0 + alpha)
        net = self._over[self._frame(frame.play_s)]
        left = round(camera.centre_m[0] * camera.scale_px_per_m)
        for x in range(-left % TILE[0] - TILE[0], self.size[0], TILE[0]):
            surface.blit(net, (x, 0), special_flags=pygame.BLEND_RGB_ADD)

    def _frame(self, seconds: float) -> int:
        pace = 0.0 if self.has_reduced_motion else seconds / LOOP_S
        return math.floor(pace * FRAMES) % FRAMES


def _fade(high: int) -> np.ndarray:
    share = np.linspace(0.0, 1.0, high, dtype=np.float32)[None, :]
    faded: np.ndarray = np.clip(1.1 - share, 0.0, 1.0) ** 1.3
    return faded


def _net(net: np.ndarray, strength: float, fade: np.ndarray) -> pygame.Surface:
    """One picture of the loop, to be added."""
    value = net.astype(np.float32) * (strength / 255.0) * fade
    pixels = np.empty((*net.shape, 3), np.uint8)
    for channel, share in enumerate(TINT):
        pixels[..., channel] = (value * share).astype(np.uint8)
    return pygame.surfarray.make_surface(pixels).convert()

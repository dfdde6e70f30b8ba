"""Pictures of large things that seldom change: painted once on a layer of their own, then only laid down.

A thing is painted anew when it, the scale or the light has changed. What would need too large a layer is painted
straight on the picture each time.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Hashable

import pygame

from game.sim.spec import Point
from game.view.camera import Camera
from game.view.light import LightTable
from game.view.tubes import INK

LAYERS = 12  # kept at once
LARGEST_PX = 2_400_000  # of one layer, about 10 MB

Paint = Callable[[pygame.Surface, Camera, LightTable | None], None]


class KeptPictures:
    """Keeps the layers of the last things drawn."""

    def __init__(self) -> None:
        self._layers: OrderedDict[Hashable, pygame.Surface] = OrderedDict()

    def draw(
        self,
        surface: pygame.Surface,
        camera: Camera,
        thing: Hashable,
        box_m: tuple[Point, Point],
        light: LightTable | None,
        paint: Paint,
    ) -> None:
        """Lay a thing down that fits into `box_m` (lower left, upper right); `paint` draws it where it is not kept."""
        scale = camera.scale_px_per_m
        left, top = math.floor(box_m[0][0] * scale), math.floor(-box_m[1][1] * scale)
        width, height = math.ceil(box_m[1][0] * scale) - left, math.ceil(-box_m[0][1] * scale) - top
        if width * height > LARGEST_PX or light is None:
            paint(surface, camera, light)
            return
        key = (thing, scale, light.version)
        layer = self._layers.get(key)
        if layer is None:
            layer = pygame.Surface((width, height), pygame.SRCALPHA, 32)
            layer.fill((*INK, 0))
            middle = ((left + width / 2) / scale, -(top + height / 2) / scale)
            paint(layer, Camera(middle, scale, (width, height)), light)
            self._forget(thing)
            self._layers[key] = layer
            if len(self._layers) > LAYERS:
                self._layers.popitem(last=False)
        x, y = camera.to_screen((left / scale, -top / scale))
        surface.blit(layer, (round(x), round(y)))

    def _forget(self, thing: Hashable) -> None:
        """Let go of the same thing in other light."""
        for key in [key for key in self._layers if isinstance(key, tuple) and key[0] == thing]:
            del self._layers[key]

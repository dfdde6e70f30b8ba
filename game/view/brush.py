"""Brushes: short pieces of a line, ready made for every direction and quarter of a pixel.

A line on the picture is then one call that puts down its pieces, soft at the edges and shaded round. The grey pieces of
a direction are drawn together, when the first of them is needed, and are kept; those of a colour are tinted from them.
Pixels, y down.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import lru_cache

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.light import Colour

ANGLES = 64  # directions of half a turn: a piece looks the same from both its ends
PHASES = 4  # places within a pixel, each way
SPOTS = PHASES * PHASES
LONGS_PX = (4, 8, 12)  # pieces are that long: a link takes the shortest that is no shorter than it
EDGE: Colour = (10, 14, 22)
EDGE_PX = 1.2  # that far the dark edge stands out
JOINT_PX = 1.0  # that far a piece reaches over the end of the one before
SHADE = 0.72  # of a line's colour, on its side away from the zenith
KEPT = 48  # brushes of each kind; each has some hundred pieces of a few hundred pixels

Ints = NDArray[np.int32]
Paint = Callable[[int], pygame.Surface]


class Brush(dict[int, pygame.Surface]):
    """Pieces by key: (angle * PHASES + right) * PHASES + down; made when they are needed.

    `boxes[angle]` is how far a piece's corner lies before the pixel of its middle.
    """

    def __init__(self, boxes: Ints, paint: Paint) -> None:
        """`paint` makes all pieces of an angle, one below the other."""
        super().__init__()
        self.boxes = boxes
        self._paint = paint
        self._strips: dict[int, pygame.Surface] = {}

    def strip(self, angle: int) -> pygame.Surface:
        """All pieces of an angle, one below the other."""
        found = self._strips.get(angle)
        if found is None:
            found = self._strips[angle] = self._paint(angle)
        return found

    def __missing__(self, key: int) -> pygame.Surface:
        """Cut the pieces of an angle from their strip."""
        angle = key // SPOTS
        strip = self.strip(angle)
        wide, high = strip.get_width(), strip.get_height() // SPOTS
        for spot in range(SPOTS):
            self[angle * SPOTS + spot] = strip.subsurface((0, spot * high, wide, high))
        return self[key]


@lru_cache(KEPT)
def brush_of(half: float, long: int, colour: Colour, has_edge: bool = True) -> Brush:
    """The brush of a line of this half width and colour, or of the bands across it, which have no edge."""
    grey = grey_brush(half, long, has_edge)

    def paint(angle: int) -> pygame.Surface:
        strip = grey.strip(angle).copy()
        strip.fill(colour, special_flags=pygame.BLEND_RGB_MULT)
        return strip

    return Brush(grey.boxes, paint)


@lru_cache(KEPT)
def grey_brush(half: float, long: int, has_edge: bool = True) -> Brush:
    """What brushes of all colours are tinted from."""
    turns = np.arange(ANGLES) * (math.pi / ANGLES)
    sides = np.abs(np.stack([np.cos(turns), np.sin(turns)], 1)) * (long / 2 + JOINT_PX)
    boxes: Ints = np.ceil(sides + half + (EDGE_PX if has_edge else 0.0)).astype(np.int32)

    def paint(angle: int) -> pygame.Surface:
        wide, high = boxes[angle].tolist()
        pixels = _pixels(half, long, angle, (wide, high), has_edge=has_edge)
        return pygame.image.frombuffer(pixels.tobytes(), (2 * wide + 1, (2 * high + 1) * SPOTS), "BGRA")

    return Brush(boxes, paint)


def warm(half: float) -> Iterator[None]:
    """Draw the grey pieces of lines of this half width, one direction per step."""
    for long in LONGS_PX:
        for angle in range(ANGLES):
            grey_brush(half, long).strip(angle)
            yield


def _pixels(half: float, long: int, angle: int, box: tuple[int, int], *, has_edge: bool) -> NDArray[np.uint8]:
    """The pieces of an angle, multiplied with their alpha: phases right, phases down, rows, columns, channels."""
    cosine, sine = math.cos(angle * math.pi / ANGLES), math.sin(angle * math.pi / ANGLES)
    phases = ((np.arange(PHASES) + 0.5) / PHASES - 0.5).astype(np.float32)
    x = np.arange(-box[0], box[0] + 1, dtype=np.float32) - phases[:, None, None, None]
    y = np.arange(-box[1], box[1] + 1, dtype=np.float32)[:, None] - phases[:, None, None]
    across = y * cosine - x * sine
    beyond = np.abs(x * cosine + y * sine) - long / 2
    aside = np.abs(across) - half
    body = np.clip(0.5 - aside, 0.0, 1.0)
    body *= np.clip((0.5 + JOINT_PX if has_edge else 0.5) - beyond, 0.0, 1.0)
    up = np.clip(across * (-cosine / half), -1.0, 1.0)
    shaded = body * (255.0 * (1.0 - (1.0 - SHADE) * (0.5 - 0.5 * up) ** 2))
    pixels = np.empty((*body.shape, 4), np.uint8)
    if has_edge:
        edge = np.clip(0.5 + EDGE_PX - aside, 0.0, 1.0) * np.clip(0.5 - beyond, 0.0, 1.0) * (1.0 - body)
        for channel in range(3):
            pixels[..., 2 - channel] = shaded + edge * EDGE[channel]
        body += edge
    else:
        pixels[..., :3] = shaded[..., None]
    pixels[..., 3] = body * 255.0
    return pixels

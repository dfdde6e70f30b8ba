"""The training pool as a picture that repeats sideways: water, tiled wall, windows, safety line, floor; made in slices.

Proportions of the Hydrolab: a tank about as deep as the wall is drawn, portholes in rows, lamps over the water. People
behind the glass are silhouettes. Nothing here moves; `pool` adds what does.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.light import Colour, Floats
from game.view.noise import smooth

PERIOD_PX = 2560  # the wall repeats after that
ABOVE_PX = 300  # how much higher than a picture the wall is
TILE_PX = 40
FLOOR_SHARE = 0.80  # where the wall meets the floor, as a share of the height
STRIP = 16  # rows of one slice of work
TOP: Colour = (64, 166, 178)
MIDDLE: Colour = (18, 96, 118)
DEEP: Colour = (6, 46, 66)
FLOOR: Colour = (12, 70, 84)
LINE_YELLOW: Colour = (206, 186, 70)
GLASS: Colour = (196, 214, 176)
RIM: Colour = (70, 112, 120)
WINDOW_PX = 62
WINDOWS = ((330, 0.36, 1), (970, 0.36, 2), (1610, 0.36, 0), (2250, 0.36, 3), (650, 0.60, 0), (1930, 0.60, 1))
LINE_SHARE = 0.22  # the yellow line round the wall
RAYS = ((120, 0.30, 130), (520, 0.22, 90), (900, 0.34, 160), (1400, 0.26, 110), (1800, 0.32, 150), (2260, 0.24, 100))


def paint_pool(picture: pygame.Surface) -> Iterator[float]:
    """Fill a picture of PERIOD_PX width with the still part of the pool; yields progress 0..1."""
    width, height = picture.get_size()
    floor = round(height * FLOOR_SHARE)
    dice = np.random.default_rng(11)
    tones = dice.normal(0.0, 1.0, (height // TILE_PX + 2, width // TILE_PX)).astype(np.float32)
    columns = np.arange(width, dtype=np.float32)
    for top in range(0, height, STRIP):
        rows = slice(top, min(height, top + STRIP))
        pixels = _water(rows, height, columns)
        if rows.start < floor:
            _add_tiles(pixels, rows, tones, min(rows.stop, floor) - rows.start)
        if rows.stop > floor:
            _add_floor(pixels, rows, floor, height, columns)
        pixels += dice.uniform(-0.9, 0.9, pixels.shape[:2]).astype(np.float32)[..., None]  # against bands of colour
        view = pygame.surfarray.pixels3d(picture)
        view[:, rows] = np.clip(pixels, 0.0, 255.0).astype(np.uint8).swapaxes(0, 1)
        del view
        yield 0.8 * rows.stop / height
    _draw_line(picture, round(height * LINE_SHARE))
    _draw_ledge(picture, floor)
    for x, share, people in WINDOWS:
        yield 0.9
        _draw_window(picture, (x, round(height * share)), people)
    for x, slope, wide in RAYS:
        yield 0.95
        _draw_ray(picture, x, slope, wide)
    yield 1.0


def _water(rows: slice, height: int, columns: Floats) -> Floats:
    """Water grows darker and bluer with depth; (rows, columns, 3)."""
    share: Floats = np.asarray(np.arange(rows.start, rows.stop) / height, np.float32)
    upper = smooth(0.0, 0.42, share)[:, None]
    lower = smooth(0.30, 0.95, share)[:, None]
    top, middle, deep = (np.array(colour, np.float32) for colour in (TOP, MIDDLE, DEEP))
    tone = (top + (middle - top) * upper) * (1.0 - lower) + deep * lower
    wave = (
        1.0
        + 0.07 * np.sin(columns * (math.tau * 2 / PERIOD_PX))
        + 0.05 * np.sin(columns * (math.tau * 5 / PERIOD_PX) + 1.0)
    )
    found: Floats = np.asarray(tone[:, None, :] * wave[None, :, None].astype(np.float32), np.float32)
    return found


def _add_tiles(pixels: Floats, rows: slice, tones: Floats, count: int) -> None:
    y = np.arange(rows.start, rows.start + count)
    x = np.arange(pixels.shape[1])
    tone = tones[y // TILE_PX][:, x // TILE_PX] * 0.018
    edge_y, edge_x = (y % TILE_PX)[:, None], (x % TILE_PX)[None, :]
    joint = ((edge_y == 0) | (edge_x == 0)).astype(np.float32) * -0.17
    bevel = ((edge_y == 1) | (edge_x == 1)).astype(np.float32) * 0.07
    slab = ((y % (TILE_PX * 6)) < 2)[:, None].astype(np.float32) * -0.12
    pixels[:count] *= (1.0 + tone + joint + bevel + slab)[..., None]


def _add_floor(pixels: Floats, rows: slice, floor: int, height: int, columns: Floats) -> None:
    """Square tiles seen from a diver's height: lines run together at the wall."""
    start = max(0, floor - rows.start)
    y = np.arange(max(rows.start, floor), rows.stop, dtype=np.float32)
    near = (y - floor) / (height - floor)  # 0 at the wall, 1 at the lower edge
    depth = 1.0 / (0.16 + 0.84 * near)  # distance, in floors
    across = np.mod(y * 0.0 + depth * 9.0, 1.0)
    width_px = 54.0 + 150.0 * near
    # The vanishing of lines is a shear that repeats with the wall: every line stays a line of the period.
    offset = (columns[None, :] - PERIOD_PX / 2) / width_px[:, None]
    along = np.abs(np.mod(offset, 1.0) - 0.5)
    line = (np.minimum(across, 1.0 - across)[:, None] < 0.035 * depth[:, None]) | (
        along > 0.5 - 1.1 / width_px[:, None]
    )
    tone = np.array(FLOOR, np.float32) * (0.55 + 0.65 * near)[:, None]
    light = 1.0 + 0.10 * np.sin(columns * (math.tau * 3 / PERIOD_PX) + 0.6)[None, :] - 0.22 * line
    shade = np.clip(0.62 + near * 2.0, 0.0, 1.0)[:, None]  # the corner is dark
    pixels[start:] = tone[:, None, :] * (light * shade)[..., None]


def _draw_line(picture: pygame.Surface, y: int) -> None:
    """The yellow line round the tank, with black blocks: above it divers may surface."""
    width = picture.get_width()
    _veiled(picture, pygame.Rect(0, y, width, 13), LINE_YELLOW, 150)
    for x in range(0, width, 160):
        _veiled(picture, pygame.Rect(x, y, 40, 13), (10, 40, 48), 150)
    _veiled(picture, pygame.Rect(0, y + 13, width, 2), (4, 30, 40), 120)


def _veiled(picture: pygame.Surface, rect: pygame.Rect, colour: Colour, alpha: int) -> None:
    patch = pygame.Surface(rect.size, pygame.SRCALPHA, 32)
    patch.fill((*colour, alpha))
    picture.blit(patch, rect)


def _draw_window(picture: pygame.Surface, at: tuple[int, int], people: int) -> None:
    """A porthole: a bolted rim, a lit room behind, heads and shoulders of those who watch."""
    size = WINDOW_PX
    patch = pygame.Surface((size * 4, size * 4), pygame.SRCALPHA, 32)
    middle = (size * 2, size * 2)
    for ring in range(30):  # its light in the water
        pygame.draw.circle(patch, (150, 206, 178, 1 + ring // 9), middle, round(size * (1.95 - ring * 0.03)))
    pygame.draw.aacircle(patch, (*RIM, 255), middle, size)
    pygame.draw.aacircle(patch, (36, 70, 80, 255), middle, size - 3)
    pygame.draw.aacircle(patch, (96, 140, 146, 255), middle, size - 5)
    for bolt in range(12):
        angle = bolt * math.tau / 12 + 0.13
        spot = (middle[0] + (size - 9) * math.cos(angle), middle[1] + (size - 9) * math.sin(angle))
        pygame.draw.aacircle(patch, (40, 76, 84, 255), spot, 3)
    radius = size - 17
    room = pygame.Surface((radius * 2, radius * 2), pygame.SRCALPHA, 32)
    pygame.draw.aacircle(room, (*GLASS, 255), (radius, radius), radius)
    cover = room.copy()
    room.fill((230, 224, 178, 255), (0, 0, radius * 2, 12), special_flags=pygame.BLEND_RGB_ADD)
    room.fill((150, 168, 150, 255), (0, round(radius * 1.45), radius * 2, radius))
    for person in range(people):
        _draw_watcher(room, radius, person, people)
    cover.fill((255, 255, 255, 255), special_flags=pygame.BLEND_RGB_MAX)
    room.blit(cover, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
    patch.blit(room, (middle[0] - radius, middle[1] - radius))
    arc = pygame.Rect(0, 0, radius * 2 - 12, radius * 2 - 12)
    arc.center = middle
    pygame.draw.arc(patch, (240, 250, 240, 190), arc, 1.9, 2.7, 3)
    _veil_of_depth(patch, at[1] / picture.get_height())
    picture.blit(patch, (at[0] - middle[0], at[1] - middle[1]))


def _draw_watcher(room: pygame.Surface, radius: int, person: int, people: int) -> None:
    x = radius + round((person - (people - 1) / 2) * radius * 0.72)
    tall = (0.0, 0.10, -0.05)[person % 3] * radius
    shade: Colour = ((52, 74, 78), (66, 60, 66), (46, 66, 92))[person % 3]
    shoulder = round(radius * 0.86)
    pygame.draw.ellipse(room, shade, (x - shoulder // 2, round(radius * 1.14 - tall), shoulder, round(radius * 1.8)))
    pygame.draw.aacircle(room, (112, 88, 74), (x, round(radius * 0.86 - tall)), round(radius * 0.27))
    pygame.draw.circle(room, (44, 40, 40), (x, round(radius * 0.80 - tall)), round(radius * 0.28), 0, True, True)


def _veil_of_depth(patch: pygame.Surface, share: float) -> None:
    """What stands deeper is dimmer and bluer."""
    level = max(0.5, 1.05 - 0.55 * share)
    tint = (round(205 * level), round(235 * level), round(240 * level))
    patch.fill(tint, special_flags=pygame.BLEND_RGB_MULT)


def _draw_ledge(picture: pygame.Surface, floor: int) -> None:
    """The rail of the lifting platform along the wall's foot."""
    width = picture.get_width()
    _veiled(picture, pygame.Rect(0, floor - 30, width, 5), (120, 160, 160), 120)
    _veiled(picture, pygame.Rect(0, floor - 25, width, 3), (2, 26, 36), 130)
    for x in range(0, width, 128):
        _veiled(picture, pygame.Rect(x, floor - 30, 5, 34), (110, 150, 150), 120)
        _veiled(picture, pygame.Rect(x + 5, floor - 30, 3, 34), (2, 26, 36), 130)


def _draw_ray(picture: pygame.Surface, x: int, slope: float, wide: int) -> None:
    """A soft shaft of a lamp over the water; in water light is seen on its way."""
    width, height = picture.get_size()
    tall = round(height * 0.72)
    y = np.arange(tall, dtype=np.float32)[None, :]
    span = wide * 2
    px = np.arange(span * 2, dtype=np.float32)[:, None] - span
    middle = (y - tall * 0.2) * slope * 0.5
    reach = wide * (0.35 + 0.65 * y / tall)
    value = np.exp(-(((px - middle) / reach) ** 2)) * (1.0 - y / tall) ** 1.4 * 30.0
    pixels = np.empty((span * 2, tall, 3), np.uint8)
    for channel, share in enumerate((0.55, 1.0, 0.95)):
        pixels[..., channel] = (value * share).astype(np.uint8)
    ray = pygame.surfarray.make_surface(pixels)
    for left in (x - span, x - span + width, x - span - width):
        picture.blit(ray, (left, 0), special_flags=pygame.BLEND_RGB_ADD)


def caustics(size: tuple[int, int], frames: int) -> Iterator[NDArray[np.uint8]]:
    """A loop of nets of light, each (width, height) of 0..255, that repeat sideways, downwards and in time.

    Two families of waves bend each other; where they cancel, light gathers.
    """
    x = np.arange(size[0], dtype=np.float32)[:, None] * np.float32(math.tau / size[0])
    y = np.arange(size[1], dtype=np.float32)[None, :] * np.float32(math.tau / size[1])
    for frame in range(frames):
        t = math.tau * frame / frames
        a = x * 3 + 1.3 * np.sin(y * 2 + t) + 0.7 * np.sin(x * 2 - y + t)
        b = y * 3 + 1.3 * np.sin(x * 2 - t) + 0.7 * np.sin(y * 2 + x - t)
        c = (x + y) * 2 + 1.1 * np.sin(x * 3 - y + t)
        net = np.abs(np.sin(a) + np.sin(b) + 0.8 * np.sin(c + 0.5))
        light = np.clip(1.0 - net * 0.9, 0.0, 1.0) ** 2.2
        yield (light * 255.0).astype(np.uint8)

"""Mirrors on a suit: each of their pixels looks where its normal sends the eye, at Earth, sky, hull or sun."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.light import Floats, LightTable, Normals


def bowl(mask: Floats, nx: Floats, ny: Floats) -> tuple[Floats, Floats]:
    """Replace the normals inside a mask by those of a smooth bulge that fills it."""
    rows, columns = np.nonzero(mask > 0.5)
    top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
    y = (np.arange(mask.shape[0], dtype=np.float32)[:, None] - (top + bottom) / 2) / ((bottom - top) / 2)
    x = (np.arange(mask.shape[1], dtype=np.float32)[None, :] - (left + right) / 2) / ((right - left) / 2)
    # The visor looks forward: its middle faces half to the side of the picture, its back edge to the viewer.
    bulge_x, bulge_y = 0.34 + 0.58 * x + 0.0 * y, 0.80 * y + 0.0 * x
    inside = mask > 0.02
    return np.where(inside, bulge_x, nx).astype(np.float32), np.where(inside, bulge_y, ny).astype(np.float32)


EARTH_DAY = (0.40, 0.62, 0.98)
EARTH_NIGHT = (0.030, 0.036, 0.055)
SKY = (0.020, 0.024, 0.036)
HULL = (0.62, 0.58, 0.50)
LIMB_DIP_SINE = 0.34  # the horizon lies 20 degrees below the horizontal at 420 km


def reflect(
    lit: pygame.Surface,
    mask: NDArray[np.uint8],
    normals: Normals,
    table: LightTable,
    metal: tuple[float, float, float],
    *,
    is_shaded: bool = False,
) -> None:
    """Paint the mirror world into the masked pixels: reflected ray r = 2(n.v)n - v with the eye at v = (0, 0, 1)."""
    place = np.nonzero(mask > 0)
    if not len(place[0]):
        return
    packed = normals.T[place]
    nx = ((packed & np.uint16(255)).astype(np.float32) - 128.0) / 127.0
    ny = ((packed >> np.uint16(8)).astype(np.float32) - 128.0) / 127.0
    nz = np.sqrt(np.maximum(0.0, 1.0 - nx * nx - ny * ny))
    to_x, to_y, to_z = 2 * nz * nx, 2 * nz * ny, 2 * nz * nz - 1.0
    sun_x, sun_y, sun_z = table.sun[0], -table.sun[1], table.sun[2]
    day = table.light * (0.35 + 0.65 * min(1.0, max(0.0, (table.sun[1] + 0.30) / 0.7)))
    below = to_y - LIMB_DIP_SINE
    earth = np.clip(below * 14.0, 0.0, 1.0)
    haze = np.exp(-np.abs(below) * 16.0) * (0.15 + 0.85 * day)
    clouds = 0.5 + 0.5 * np.sin(to_x * 5.0 + 1.4 * np.sin(to_y * 7.0)) * np.sin(to_y * 12.0 + to_x * 2.0)
    hull = np.clip(-to_z * 2.2 - 0.2, 0.0, 1.0) * (1.0 - 0.4 * earth)
    sunlight = 0.0 if is_shaded else table.light
    glint = np.maximum(0.0, to_x * sun_x + to_y * sun_y + to_z * sun_z) * (1.0 if sunlight > 0 else 0.0)
    flare = sunlight * (1.6 * glint**90 + 0.22 * glint**9)
    shine = np.maximum(0.0, nx * sun_x + ny * sun_y + nz * sun_z) * sunlight
    edge = (1.0 - nz) ** 3
    pixels = pygame.surfarray.pixels3d(lit)
    for channel in range(3):
        ground = EARTH_NIGHT[channel] + (EARTH_DAY[channel] * (0.55 + 0.55 * clouds) - EARTH_NIGHT[channel]) * day
        world = SKY[channel] * (1.0 - earth) + ground * earth + haze * (0.55, 0.78, 1.0)[channel]
        world = world * (1.0 - hull) + hull * HULL[channel] * (0.10 + 0.8 * table.light)
        tint = metal[channel] + (1.0 - metal[channel]) * np.minimum(1.0, 0.7 * np.maximum(earth, haze) + edge)
        base = metal[channel] * (0.05 + 0.30 * shine + 0.10 * table.light)
        value = base + world * tint * 0.85 + flare * (0.5 + 0.5 * tint)
        pixels[..., channel][place] = (255.0 * np.clip(value, 0.0, 1.0)).astype(np.uint8)

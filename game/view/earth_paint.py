"""Colours of cells: what sun, sky, moon and towns make of land, water and cloud, as a camera that adapts would show it.

Light is linear until the tone curve; 1 is a white sheet under the zenith sun. The camera opens up towards the
terminator and further by night, so the night side is brighter than a single exposure would have it.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.view.earth_grain import Layers
from game.view.noise import FloatArray, smooth

F = np.float32
Triple = tuple[FloatArray, FloatArray, FloatArray]
GLOSS = 0.5  # of open water's light that is left to the glint
DEEP = (0.008, 0.030, 0.080)
SHALLOW = (0.016, 0.066, 0.118)
SHALLOW_LUMA = (0.115, 3.2, 0.55)  # where the map's brightness begins to mean shallows, slope, most
LAND_GAIN = (1.02, 0.93, 0.88)
LAND_GAMMA = 1.10
EXTINCTION = (0.05, 0.13, 0.30)  # of sunlight on its way down, per vertical air mass
SKYLIGHT = (0.030, 0.055, 0.115)
SUN_GAIN = 1.22
MOON = (0.021, 0.032, 0.058)
MOON_GROUND = (0.068, 0.086, 0.112)
LAMP = (1.55, 0.98, 0.44)
LAMP_HALO = (1.5, 0.78, 0.33)
LAMP_CORE = (0.90, 0.86, 0.70)
CURVE_SIZE = 2048
CURVE_TOP = 4.0


def _tone_curve() -> NDArray[np.uint32]:
    x = np.linspace(0, CURVE_TOP, CURVE_SIZE)
    return np.rint((1 - np.exp(-1.75 * x)) ** (1 / 1.12) * 255).astype(np.uint32)


CURVE = _tone_curve()
GAMMA_SIZE = 4096
GAMMA = (np.arange(GAMMA_SIZE + 1, dtype=F) / F(GAMMA_SIZE)) ** F(LAND_GAMMA)


@dataclass(frozen=True, slots=True)
class Light:
    """Light at the cells: red, green, blue of sun and sky, share of night, and how flat the sun shines."""

    sun: Triple
    sky: Triple
    night: FloatArray
    flatness: FloatArray  # 1 / sine of the sun's height, bounded
    has_night: bool

    @staticmethod
    def at(height: FloatArray, skip: int, width: int) -> Light:
        """Light for sines of the sun's height given at every `skip`-th column, spread to `width` columns."""

        def spread(a: FloatArray) -> FloatArray:
            return np.repeat(a, skip, axis=1)[:, :width] if skip > 1 else a

        direct = np.maximum(height, 0) ** F(0.62) * smooth(-0.03, 0.06, height)
        direct = direct * (1 + F(0.45) * smooth(0.42, 0.06, height)) * F(SUN_GAIN)
        masses = F(0.9) / np.maximum(height + F(0.12), F(0.05)) - F(0.72)
        dusk = smooth(-0.20, 0.25, height)
        red, green, blue = (spread(direct * np.exp(-masses * F(k))) for k in EXTINCTION)
        sky_red, sky_green, sky_blue = (spread(dusk * F(k)) for k in SKYLIGHT)
        dark = smooth(0.05, -0.12, height)
        night = spread(dark)
        flatness = spread(np.reciprocal(np.maximum(height, F(0.16))))
        return Light((red, green, blue), (sky_red, sky_green, sky_blue), night, flatness, bool(dark.max() > 0))


@dataclass(frozen=True, slots=True)
class Cells:
    """What lies in the cells."""

    luma: FloatArray  # brightness of the land's map, 0..1
    tint: FloatArray  # (rows, columns, 3), 1 = grey
    land: FloatArray  # 0 water .. 1 land
    cloud: FloatArray  # opacity
    shade: FloatArray  # of the clouds' relief, -0.5 .. 0.38
    shadow: FloatArray  # of clouds on the ground, 0..1
    lights: FloatArray  # logarithm of the light of towns, 0..1


def clouds(cover: FloatArray, grain: Layers) -> tuple[FloatArray, FloatArray]:
    """Opacity of the clouds and the height field that gives them relief, from the map's cover and the grain."""
    rough = F(0.50) * grain.detail + F(0.62) * grain.mid + F(0.42) * grain.fleck + F(0.16) * grain.speck
    mass = cover + rough * (F(0.05) + F(0.26) * np.sqrt(cover))
    alpha = smooth(0.20, 0.92, mass)
    ragged = grain.fleck + F(0.5) * grain.speck + F(0.4) * grain.mid
    puffs = smooth(1.0, 2.3, ragged) * np.clip(F(0.15) + cover * 3, 0, 0.75)
    alpha = alpha + puffs * (1 - alpha)
    relief = cover * F(1.5) + F(0.30) * grain.detail * alpha + F(0.16) * grain.mid
    return alpha, relief + F(0.07) * grain.fleck + F(0.15) * puffs


def paint(cells: Cells, light: Light, grain: Layers) -> Generator[None, None, NDArray[np.uint32]]:
    """0xAARRGGBB of every cell, in slices; alpha below 255 only where water shows the glint."""
    rough = F(0.11) * grain.mid + F(0.17) * grain.fleck + F(0.13) * grain.speck
    dim = (1 + rough * (F(0.25) + F(0.75) * cells.land * (1 - F(0.6) * cells.luma))) * (1 - F(0.55) * cells.shadow)
    texture = F(0.05) * grain.detail + F(0.07) * grain.mid + F(0.045) * grain.fleck + F(0.03) * grain.speck
    lit_cloud = np.clip(F(0.93) + cells.shade * F(1.3) + texture, 0.28, 1.4)
    body = F(0.74) + F(0.26) * cells.cloud
    sun_cloud, sky_cloud = F(0.88) * lit_cloud * body, F(1.7) * body
    start, slope, most = SHALLOW_LUMA
    shallow = np.clip((cells.luma - F(start)) * F(slope), 0, most)
    is_grey = smooth(
        0.68, 0.90, np.asarray(cells.tint[..., 2] / np.maximum(cells.tint[..., 0], F(0.01)), dtype=F)
    )  # sand is bright too
    snow = np.clip((cells.luma - F(0.55)) * 3, 0, 1) * is_grey
    keep = 1 - (1 - cells.land) * (1 - cells.cloud) ** 2 * F(GLOSS)
    yield
    if light.has_night:
        towns = _towns(cells, light, grain)
        moonlit = (F(0.35) + F(2.2) * cells.cloud * np.clip(F(0.9) + cells.shade, 0.3, 1.3)) * light.night
        yield
    result = np.zeros(cells.luma.shape, np.uint32)
    for channel in range(3):
        sun, sky = light.sun[channel], light.sky[channel]
        bright = cells.luma * cells.tint[..., channel] * F(LAND_GAIN[channel] * GAMMA_SIZE)
        ground = GAMMA.take(bright.astype(np.int32), mode="clip")
        ground += (cells.luma * F(1.15) - ground) * snow
        sea = F(DEEP[channel]) + F(SHALLOW[channel] - DEEP[channel]) * shallow
        ground = (sea + (ground - sea) * cells.land) * dim
        value = ground * (sun * F(1.22) + sky)
        value += (sun * sun_cloud + sky * sky_cloud - value) * cells.cloud
        if light.has_night:
            value += F(MOON[channel]) * moonlit + ground * light.night * F(MOON_GROUND[channel]) + towns[channel]
        byte = CURVE.take((value * F(CURVE_SIZE / CURVE_TOP)).astype(np.int32), mode="clip")
        byte = np.minimum((byte / keep).astype(np.uint32), 255)
        result |= byte << np.uint32(16 - 8 * channel)
        yield
    result |= (keep * 255).astype(np.uint32) << np.uint32(24)
    return result


def _towns(cells: Cells, light: Light, grain: Layers) -> list[FloatArray]:
    """Warm light of lamps: bright cores, sparkle of streets, a halo in the haze; clouds let a fifth through."""
    amount = (np.exp(cells.lights * F(5.0)) - 1) * F(1 / 17)
    sparkle = np.clip(F(0.55) + F(0.9) * np.maximum(grain.speck, -0.4) + F(0.35) * grain.fleck, 0.12, 3.0)
    veil = (1 - F(0.80) * cells.cloud) * light.night
    lamp = amount * sparkle * veil
    halo = cells.lights * F(0.12) * veil
    core = np.clip(lamp - F(0.5), 0, 2) * F(0.8)
    return [lamp * F(w) + halo * F(h) + core * F(c) for w, h, c in zip(LAMP, LAMP_HALO, LAMP_CORE, strict=True)]

"""The strip of ground holds what the sun, the moon and the towns make of land, sea and cloud, column by column.

A cell is 0xAARRGGBB. Its alpha is 255 but where open water lets the sun's glint, drawn below the strip, shine through.
Light of a cell is that of the moment the station is nearest to it; it is baked a little before it comes into view.
Noise is bound to the orbit's columns and repeats after one turn, so that a place and time always look the same.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from game.view.earth_maps import LATITUDE_LIMIT_RAD, Maps, sample
from game.view.earth_view import BLOCK, EarthView
from game.view.noise import LEVELS_PER_SIGMA, FloatArray, smooth
from game.view.track import COLUMN_RAD, COLUMNS, EARTH_SPIN_RADPS, FLATTENING, SPHERE_KM, GroundTrack

F = np.float32
TURN_KM = 2 * math.pi * SPHERE_KM
NOISE_TURNS = (
    4,
    11,
    34,
    72,
)  # how often a noise tile repeats in one turn of the orbit: 9.8, 3.6, 1.15, 0.54 km a texel
SHADOW_COLUMNS = 10  # reach of a cloud's shadow, columns either side
GLOSS = 0.5  # of open water's light that is left to the glint
DEEP = (0.008, 0.030, 0.080)
SHALLOW = (0.016, 0.066, 0.118)
LAND_GAIN = (1.02, 0.93, 0.88)
CURVE_SIZE = 2048
CURVE_TOP = 4.0


def _tone_curve() -> NDArray[np.uint32]:
    x = np.linspace(0, CURVE_TOP, CURVE_SIZE)
    return np.rint((1 - np.exp(-1.75 * x)) ** (1 / 1.12) * 255).astype(np.uint32)


class GroundBaker:
    """Paints cells of a strip (view.rows + 1, 2 * view.ring); the last row stays 0, for pixels that see no ground."""

    def __init__(self, view: EarthView, maps: Maps) -> None:
        self._view = view
        self._maps = maps
        self._flat = {name: getattr(maps, name).reshape(-1) for name in ("luma", "land", "lights", "clouds")}
        self._tint = maps.tint.reshape(-1, 3)
        self._noise = [np.pad(tile, (0, 1), mode="wrap").reshape(-1) for tile in maps.noise]
        self._curve = _tone_curve()
        spacing = np.abs(np.gradient(view.row_angle)) * SPHERE_KM
        self._row_km = spacing.astype(np.float32)
        self.strip = np.zeros((view.rows + 1, 2 * view.ring), np.uint32)
        self._dice = np.random.default_rng(11).random((view.rows, BLOCK), dtype=np.float32)

    def bake(self, track: GroundTrack, first: int, rows: range, step: int, row_step: int) -> None:
        """Paint one block of columns from `first` on, in a band of rows, every `step`-th column and `row_step`-th row."""
        pad = max(1, SHADOW_COLUMNS // step)
        columns = first + np.arange(-pad, BLOCK // step + pad) * step + step * 0.5
        low, high = max(0, rows.start - row_step), min(self._view.rows, rows.stop + row_step)
        picked = np.arange(low, high, row_step)
        packed = self._cells(track, columns, picked, step)[:, pad:-pad]
        skip = (rows.start - low) // row_step
        packed = packed[skip : skip + math.ceil(len(rows) / row_step)]
        if step > 1:
            packed = np.repeat(packed, step, axis=1)
        if row_step > 1:
            packed = np.repeat(packed, row_step, axis=0)[: len(rows)]
        ring = self._view.ring
        at = first % ring
        self.strip[rows.start : rows.stop, at : at + BLOCK] = packed
        self.strip[rows.start : rows.stop, at + ring : at + ring + BLOCK] = packed

    def _cells(
        self, track: GroundTrack, columns: NDArray[np.float64], rows: NDArray[np.intp], step: int
    ) -> NDArray[np.uint32]:
        passage = track.passage(columns)
        angle = self._view.row_angle[rows]
        cos_c, sin_c = np.cos(angle)[:, None], np.sin(angle)[:, None]
        up, port, forward = (a.astype(F) for a in (passage.up, passage.port, passage.forward))
        nx, ny, nz = (cos_c * up[:, i] + sin_c * port[:, i] for i in range(3))
        sun = track.sun.astype(F)
        height = nx * sun[0] + ny * sun[1] + nz * sun[2]  # sine of the sun's height
        latitude = np.arcsin(nz) + F(2 * FLATTENING) * nz * np.sqrt(1 - nz * nz)
        spin = (track.sidereal_rad + EARTH_SPIN_RADPS * passage.after_s) % (2 * math.pi)
        turn = (np.arctan2(ny, nx) - spin.astype(F)) * F(0.5 / math.pi) + F(0.5)
        turn -= np.floor(turn)
        depth = np.clip((F(LATITUDE_LIMIT_RAD) - latitude) * F(0.5 / LATITUDE_LIMIT_RAD), 0, 1)
        u, v = turn, depth

        detail, mid, fleck, grain = self._noises(columns, rows)
        bend = F(0.30) * mid + F(0.22) * fleck  # of a texel: rough coasts instead of smooth interpolation
        fine = _Texels(u + bend * F(1 / 8192), v + (fleck - mid) * F(0.22 / 3584), self._maps.luma.shape)
        luma = fine.of(self._flat["luma"]) * F(1 / 255)
        land = smooth(0.35, 0.65, fine.of(self._flat["land"]) * F(1 / 255))
        coarse = _Texels(u, v, self._maps.clouds.shape)
        cover = coarse.of(self._flat["clouds"]) * F(1 / 255)
        cloud, relief = self._cloud(cover, detail, mid, fleck, grain)

        along_sun = float(passage.forward.mean(0) @ track.sun)
        across_sun = float(passage.port.mean(0) @ track.sun)
        low_sun = 1 / np.maximum(height, F(0.16))
        km = F(COLUMN_RAD * SPHERE_KM * step)
        slope = np.gradient(relief, axis=1) * F(along_sun) / km
        if len(rows) > 1:
            across_km = np.maximum(np.gradient(angle)[:, None] * F(SPHERE_KM), F(1.0))
            slope = slope + np.gradient(relief, axis=0) * F(across_sun) / across_km
        shade = np.clip(slope * low_sun * F(-1.4), -0.5, 0.38)
        shift = int(
            np.clip(round(-along_sun * float(low_sun.mean()) * 5.0 / float(km)), -len(columns) // 4, len(columns) // 4)
        )
        limit = max(1, SHADOW_COLUMNS // step)
        shadow = np.roll(cloud, -max(-limit, min(limit, shift)), axis=1) * (1 - cloud)

        rough = F(0.11) * mid + F(0.17) * fleck + F(0.13) * grain
        tone = 1 + rough * (F(0.25) + F(0.75) * land)
        dim = tone * (1 - F(0.55) * shadow)
        night = smooth(0.05, -0.12, height)
        has_night = bool(night.max() > 0)
        towns = self._towns(fine, grain, fleck, cloud, land, night) if has_night else None
        direct = np.maximum(height, 0) ** F(0.62) * smooth(-0.03, 0.06, height)
        direct = direct * (1 + F(0.45) * smooth(0.42, 0.06, height))  # the camera opens up towards the terminator
        dusk = smooth(-0.20, 0.25, height)
        grainy = F(0.05) * detail + F(0.07) * mid + F(0.045) * fleck + F(0.03) * grain
        lit_cloud = np.clip(F(0.93) + shade * F(1.3) + grainy, 0.28, 1.4)
        body = F(0.74) + F(0.26) * cloud
        shallow = np.clip((luma - F(0.115)) * F(3.2), 0, 0.55)
        white = np.clip((luma - F(0.55)) * 3, 0, 1)
        gloss = (1 - land) * (1 - cloud) ** 2 * F(GLOSS)
        keep = 1 - gloss
        result = np.zeros(luma.shape, np.uint32)
        air = F(0.9) / np.maximum(height + F(0.12), F(0.05)) - F(0.72)
        tint = self._tint_of(u, v, step)
        for channel in range(3):
            ground = luma * tint[..., channel] * F(0.01 * LAND_GAIN[channel])
            ground = np.clip(ground, 0, 1) ** F(1.10)
            ground = ground + (luma * F(1.15) - ground) * white
            sea = F(DEEP[channel]) + F(SHALLOW[channel] - DEEP[channel]) * shallow
            ground = (sea + (ground - sea) * land) * dim
            sunlight = direct * np.exp(-air * F((0.05, 0.13, 0.30)[channel])) * F(1.22)
            skylight = dusk * F((0.030, 0.055, 0.115)[channel])
            bright = ground * (sunlight * F(1.22) + skylight)
            white_top = (sunlight * F(0.88) * lit_cloud + skylight * F(1.7)) * body
            value = bright + (white_top - bright) * cloud
            if towns is not None:
                moon = F((0.016, 0.025, 0.047)[channel]) * (
                    F(0.35) + F(2.2) * cloud * np.clip(F(0.9) + shade, 0.3, 1.3)
                ) + ground * F(0.05)
                value = value + night * moon + towns[channel]
            index = (value * F(CURVE_SIZE / CURVE_TOP)).astype(np.int32)
            byte = self._curve.take(index, mode="clip")
            byte = np.minimum((byte / keep).astype(np.uint32), 255)
            result |= byte << np.uint32(16 - 8 * channel)
        result |= (keep * 255).astype(np.uint32) << np.uint32(24)
        return result

    def _noises(self, columns: NDArray[np.float64], rows: NDArray[np.intp]) -> list[FloatArray]:
        """Four layers of noise over the cells; those too fine for a row fade out there."""
        angle_km = self._view.row_angle[rows] * F(SPHERE_KM)
        layers = []
        for number, turns in enumerate(NOISE_TURNS):
            tile = self._noise[min(number // 1, 2)] if number else self._noise[0]
            texel_km = TURN_KM / turns / 1024
            x = columns / COLUMNS * turns * 1024 + 313 * number
            y = angle_km.astype(np.float64) / texel_km + 4096 + 171 * number
            if number == 1:  # bent by the layer above, so that nothing looks like a grid
                bend = layers[0] * F(26.0)
                layers.append(_bent(tile, x, y, bend))
                continue
            layer = _straight(tile, x, y)
            if number > 1:
                fade = np.clip(1.25 - self._row_km[rows] / (14 if number == 2 else 6), 0, 1)
                layer = layer * fade[:, None].astype(F)
            layers.append(layer)
        return layers

    def _cloud(
        self, cover: FloatArray, detail: FloatArray, mid: FloatArray, fleck: FloatArray, grain: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Opacity of the clouds and the height field that gives them relief."""
        rough = F(0.50) * detail + F(0.62) * mid + F(0.42) * fleck + F(0.16) * grain
        mass = cover + rough * (F(0.05) + F(0.26) * np.sqrt(cover))
        alpha = smooth(0.20, 0.92, mass)
        puffs = smooth(1.0, 2.3, fleck + F(0.5) * grain + F(0.4) * mid) * np.clip(F(0.15) + cover * 3, 0, 0.75)
        alpha = alpha + puffs * (1 - alpha)
        return alpha, cover * F(1.5) + F(0.30) * detail * alpha + F(0.16) * mid + F(0.07) * fleck + F(0.15) * puffs

    def _towns(
        self,
        fine: _Texels,
        grain: FloatArray,
        fleck: FloatArray,
        cloud: FloatArray,
        land: FloatArray,
        night: FloatArray,
    ) -> list[FloatArray]:
        glow = fine.of(self._flat["lights"]) * F(1 / 255)
        amount = (np.exp(glow * F(5.0)) - 1) * F(1 / 17)
        sparkle = np.clip(F(0.55) + F(0.9) * np.maximum(grain, -0.4) + F(0.35) * fleck, 0.12, 3.0)
        veil = (1 - F(0.80) * cloud) * night
        lamp = amount * sparkle * veil
        halo = glow * F(0.12) * veil
        core = np.clip(lamp - F(0.5), 0, 2) * F(0.8)
        return [
            lamp * F(w) + halo * F(h) + core * F(c)
            for w, h, c in ((1.0, 1.0, 0.9), (0.62, 0.52, 0.86), (0.27, 0.22, 0.70))
        ]

    def _tint_of(self, u: FloatArray, v: FloatArray, step: int) -> FloatArray:
        """Tint is smooth over 20 km, so every eighth column of cells is looked up."""
        skip = max(1, 8 // step)
        rows, width, _ = self._maps.tint.shape
        x = (u[:, ::skip] * width).astype(np.intp)
        y = np.minimum((v[:, ::skip] * rows).astype(np.intp), rows - 1)
        picked = self._tint.take(y * width + x, axis=0, mode="clip").astype(F)
        return np.asarray(np.repeat(picked, skip, axis=1)[:, : u.shape[1]])


class _Texels:
    """Indices and weights of a bilinear look-up, shared by maps of one size."""

    def __init__(self, u: FloatArray, v: FloatArray, shape: tuple[int, ...]) -> None:
        height, width = shape[:2]
        x = u * F(width) - F(0.5)
        y = np.clip(v * F(height) - F(0.5), 0, height - 1.001)
        np.maximum(x, 0, out=x)
        x0 = x.astype(np.intp)
        y0 = y.astype(np.intp)
        self._fu = x - x0
        self._fv = y - y0
        self._fu = self._fu.astype(F)
        self._fv = self._fv.astype(F)
        self._index = y0 * width + x0
        self._width = width

    def of(self, flat: NDArray[np.generic]) -> FloatArray:
        return sample(flat, self._width, self._index, self._fu, self._fv)


def _straight(tile: NDArray[np.int8], x: NDArray[np.float64], y: NDArray[np.float64]) -> FloatArray:
    """Bilinear noise on a grid of x times y texels: rows and columns are interpolated one after the other."""
    square = tile.reshape(1025, 1025)
    x0, y0 = np.floor(x), np.floor(y)
    fx, fy = (x - x0).astype(F), (y - y0).astype(F)[:, None]
    xi, yi = x0.astype(np.intp) & 1023, y0.astype(np.intp) & 1023
    lines = (
        square[:, xi][yi] * (1 - fx) + square[:, xi + 1][yi] * fx
        if len(yi) > 512
        else square[yi][:, xi] * (1 - fx) + square[yi][:, xi + 1] * fx
    )
    below = square[yi + 1][:, xi] * (1 - fx) + square[yi + 1][:, xi + 1] * fx
    return np.asarray((lines * (1 - fy) + below * fy) * F(1 / LEVELS_PER_SIGMA), dtype=F)


def _bent(tile: NDArray[np.int8], x: NDArray[np.float64], y: NDArray[np.float64], bend: FloatArray) -> FloatArray:
    """Bilinear noise at places pushed aside by `bend` texels."""
    px = (x % 1024).astype(F)[None] + bend
    py = (y % 1024).astype(F)[:, None] - bend * F(0.7)
    x0, y0 = np.floor(px), np.floor(py)
    index = (y0.astype(np.intp) & 1023) * 1025 + (x0.astype(np.intp) & 1023)
    return sample(tile, 1025, index, px - x0, py - y0) * F(1 / LEVELS_PER_SIGMA)

"""The strip of ground: cells of light along the track, painted block by block and kept in a ring.

A cell is 0xAARRGGBB. Its alpha is 255 but where open water lets the sun's glint, drawn below the strip, shine through.
Light of a cell is that of the moment the station is nearest to it; it is baked a little before it comes into view.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator

import numpy as np
from numpy.typing import NDArray

from game.view.earth_grain import Grain, Layers
from game.view.earth_maps import LATITUDE_LIMIT_RAD, Maps, sample
from game.view.earth_paint import Cells, Light, clouds, paint
from game.view.earth_view import BLOCK, EarthView
from game.view.noise import FloatArray, smooth
from game.view.track import COLUMN_RAD, EARTH_SPIN_RADPS, FLATTENING, SPHERE_KM, GroundTrack, Passage

F = np.float32
SHADOW_COLUMNS = 10  # reach of a cloud's shadow, columns either side
SHADOW_KM = 5.0  # of its length under a sun at the zenith's height of one
COAST_TEXELS = (0.30, 0.22)  # coasts are roughened by grain instead of interpolated smoothly
SATURATION = 1.2  # power of the tint: haze takes some away
ICE_RAD = (math.radians(77.2), math.radians(77.7))  # before the maps end everything turns into ice, as it mostly is
ICE_RAGGED_RAD = math.radians(0.3)  # its edge winds about, one deviation
ICE_LUMA, ICE_CLOUDS = 0.80, 0.16  # of the same map's units, 0..1
LIGHT_COLUMNS = 8  # light and tint change slowly along the track: every eighth column is worked out


class GroundBaker:
    """Paints cells of a strip (view.rows + 1, 2 * view.ring); the last row stays 0, for pixels that see no ground."""

    def __init__(self, view: EarthView, maps: Maps) -> None:
        self._view = view
        self._maps = maps
        self._luma, self._land, self._lights, self._clouds = (
            a.reshape(-1) for a in (maps.luma, maps.land, maps.lights, maps.clouds)
        )
        self._tint = maps.tint.reshape(-1, 3)
        self._grain = Grain(maps.noise, view.row_angle)
        self.strip = np.zeros((view.rows + 1, 2 * view.ring), np.uint32)

    def bake(self, track: GroundTrack, first: int, rows: range, step: int, row_step: int) -> Iterator[None]:
        """Paint a block of columns from `first` on, in a band of rows, every `step`-th column and `row_step`-th row.

        Yields after every part of the work, all about as long; nothing is to be seen of it before the last one.
        """
        pad = max(1, SHADOW_COLUMNS // step)
        columns = np.arange(-pad, BLOCK // step + pad, dtype=np.float64) * step + (first + step * 0.5)
        low, high = max(0, rows.start - row_step), min(self._view.rows, rows.stop + row_step)
        cells = yield from self._cells(track, columns, np.arange(low, high, row_step), step)
        packed = cells[:, pad:-pad]
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
    ) -> Generator[None, None, NDArray[np.uint32]]:
        passage = track.passage(columns)
        angle = self._view.row_angle[rows]
        width, skip = len(columns), max(1, LIGHT_COLUMNS // step)
        x, y, z = _directions(passage, angle)
        sun = track.sun.astype(F)
        light = Light.at(x[:, ::skip] * sun[0] + y[:, ::skip] * sun[1] + z[:, ::skip] * sun[2], skip, width)
        yield
        u, v = _map_places(track, passage, x, y, z)
        tint = self._tint_of(u[:, ::skip], v[:, ::skip], skip, width)
        yield
        grain = self._grain.layers(columns, rows)
        yield
        a, b = F(COAST_TEXELS[0]), F(COAST_TEXELS[1])
        fine = Texels(u, v, self._maps.luma.shape, a * grain.mid + b * grain.fleck, b * (grain.fleck - grain.mid))
        luma = fine.of(self._luma) * F(1 / 255)
        land = smooth(0.35, 0.65, fine.of(self._land) * F(1 / 255))
        lights = fine.of(self._lights) * F(1 / 255) if light.has_night else luma
        yield
        coarse = Texels(u, v, self._maps.clouds.shape)
        cover = coarse.of(self._clouds) * F(1 / 255)
        ice = _ice(v, grain)
        if ice is not None:
            land += (1 - land) * ice
            luma += (F(ICE_LUMA) + F(0.05) * grain.detail - luma) * ice
            tint = tint + (1 - tint) * ice[..., None]
            cover += (F(ICE_CLOUDS) - cover) * ice
            lights = lights * (1 - ice)
        cloud, relief = clouds(cover, grain)
        yield
        slope, shift = self._relief(relief, angle, passage, track, light, step)
        cells = Cells(
            luma=luma,
            tint=tint,
            land=land,
            cloud=cloud,
            shade=np.clip(slope * light.flatness * F(-1.4), -0.5, 0.38),
            shadow=np.roll(cloud, shift, axis=1) * (1 - cloud),
            lights=lights,
        )
        yield
        return (yield from paint(cells, light, grain))

    def _relief(
        self, relief: FloatArray, angle: FloatArray, passage: Passage, track: GroundTrack, light: Light, step: int
    ) -> tuple[FloatArray, int]:
        """Slope of the clouds towards the sun, and how many columns their shadow falls aside."""
        along_sun = float(passage.forward.mean(0) @ track.sun)
        across_sun = float(passage.port.mean(0) @ track.sun)
        km = COLUMN_RAD * SPHERE_KM * step
        slope = np.gradient(relief, axis=1) * F(along_sun / km)
        if len(angle) > 1:
            across_km = np.maximum(np.gradient(angle)[:, None] * F(SPHERE_KM), F(1.0))
            slope += np.gradient(relief, axis=0) * F(across_sun) / across_km
        limit = max(1, SHADOW_COLUMNS // step)
        shift = round(along_sun * float(light.flatness.mean()) * SHADOW_KM / km)
        return slope, max(-limit, min(limit, shift))

    def _tint_of(self, u: FloatArray, v: FloatArray, skip: int, width: int) -> FloatArray:
        rows, columns, _ = self._maps.tint.shape
        x = (u * columns).astype(np.intp)
        y = np.clip((v * rows).astype(np.intp), 0, rows - 1)
        picked = (self._tint.take(y * columns + x, axis=0, mode="clip") * F(0.01)) ** F(SATURATION)
        return np.repeat(picked, skip, axis=1)[:, :width]


def _directions(passage: Passage, angle: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Inertial x, y, z of the ground in every cell (rows, columns)."""
    cos_c, sin_c = np.cos(angle)[:, None], np.sin(angle)[:, None]
    up, port = passage.up.astype(F), passage.port.astype(F)
    x, y, z = (np.asarray(cos_c * up[:, i] + sin_c * port[:, i], dtype=F) for i in range(3))
    return x, y, z


def _map_places(
    track: GroundTrack, passage: Passage, x: FloatArray, y: FloatArray, z: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Places 0..1 on the maps, from the date line eastward and from the north down; beyond that near the poles."""
    latitude = np.arcsin(z) + F(2 * FLATTENING) * z * np.sqrt(1 - z * z)
    spin = (track.sidereal_rad + EARTH_SPIN_RADPS * passage.after_s) % (2 * math.pi)
    u = (np.arctan2(y, x) - spin.astype(F)) * F(0.5 / math.pi) + F(0.5)
    u -= np.floor(u)
    v = (F(LATITUDE_LIMIT_RAD) - latitude) * F(0.5 / LATITUDE_LIMIT_RAD)
    return u, v


def _ice(v: FloatArray, grain: Layers) -> FloatArray | None:
    """The share of ice at places 0..1 from the north down, or None where there is none."""
    latitude = np.abs(v - F(0.5)) * F(2 * LATITUDE_LIMIT_RAD)
    if latitude.max() < ICE_RAD[0] - 4 * ICE_RAGGED_RAD:
        return None
    return smooth(*ICE_RAD, latitude + F(ICE_RAGGED_RAD) * (grain.detail + F(0.5) * grain.mid))


class Texels:
    """Indices and weights of a bilinear look-up, shared by maps of one size."""

    def __init__(
        self,
        u: FloatArray,
        v: FloatArray,
        shape: tuple[int, ...],
        aside_x: FloatArray | float = 0.0,
        aside_y: FloatArray | float = 0.0,
    ) -> None:
        """`u`, `v` are places 0..1; `aside` pushes them by texels."""
        height, width = shape[:2]
        x = np.maximum(u * F(width) - F(0.5) + aside_x, 0)
        y = np.clip(v * F(height) - F(0.5) + aside_y, 0, height - 1.001)
        x0, y0 = x.astype(np.int32), y.astype(np.int32)
        self._fu = x - x0.astype(F)
        self._fv = y - y0.astype(F)
        self._index = y0.astype(np.intp) * width + x0
        self._width = width

    def of(self, flat: NDArray[np.uint8]) -> FloatArray:
        """Values of one map, 0..255."""
        return sample(flat, self._width, self._index, self._fu, self._fv)

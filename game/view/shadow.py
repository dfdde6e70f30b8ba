"""Hard shadows of the station on itself: a coarse map of heights towards the viewer, searched towards the sun.

Heights come from the outlines of the station file: a module is as deep as it is wide. A wing that stands out to the
viewer is too tall for the search and throws its shadow as a swept outline. Inside a shadow only Earthshine is left.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.view.hull import bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from game.missions.station import ModuleSpec, Station
    from game.sim.spec import Point
    from game.view.light import Floats, Vector

CELL_PX = 8  # picture pixels per cell of the map
REACH_M = 5.0  # how far from a place the search looks for what stands in the sun
NEAR_CELLS = 14
TALLEST_M = 2.4  # nothing but wings stands out further than that
BIAS_M = 0.05  # what stands out less than that throws no shadow on itself
SOFT_M = 0.16  # clearances are cut off here, so that edges are placed evenly
PIECE_M = 0.22  # how far boxes, antennas and thrusters stand out
WING_FROM_M, WING_TO_M = 1.5, 14.85  # a wing's root and tip: 29.7 m from tip to tip
WING_LEAST_M = 1.6  # a wing drawn shorter than that is packed
LOWEST_SUN = 0.06  # a sun flatter to the picture's plane throws no readable shadow
SHARPNESS = 900.0  # grey levels per metre of clearance
FLAT_LOOKS = ("plain", "window", "ring", "panel", "cells")


class ShadowMap:
    """Answers, for a block of the station's picture and a sun, how much of each pixel lies in shadow."""

    def __init__(self, station: Station, scale_px_per_m: float) -> None:
        """Make the map of heights; a few milliseconds for a whole station."""
        self._cells_per_m = scale_px_per_m / CELL_PX
        self._scale = scale_px_per_m
        shapes = [shape.outline for shape in station.structure.shapes] + [module.outline for module in station.modules]
        boxes = [bounds(outline) for outline in shapes] or [(0.0, 0.0, 0.0, 0.0)]
        margin = REACH_M + 3.0
        self._left = math.floor((min(box[0] for box in boxes) - margin) * self._cells_per_m)
        self._top = math.floor(-(max(box[3] for box in boxes) + margin) * self._cells_per_m)
        width = math.ceil((max(box[2] for box in boxes) + margin) * self._cells_per_m) - self._left
        height = math.ceil(-(min(box[1] for box in boxes) - margin) * self._cells_per_m) - self._top
        self._heights: Floats = np.full((height, width), -1.0, np.float32)
        self._station = station
        self._wings: list[tuple[Point, ...]] = []

    def prepare(self) -> Iterator[None]:
        """Fill the map; yields after every module."""
        for module in self._station.modules:
            self._add_module(module)
            yield
        looks = self._station.looks
        for shape in self._station.structure.shapes:
            look = looks.get(shape.id)
            if look is None or shape.kind == "keep_out":
                continue
            left, bottom, right, top = bounds(shape.outline)
            if look == "cells" and math.hypot(right - left, top - bottom) >= WING_LEAST_M:
                self._wings.append(shape.outline)
            elif look not in FLAT_LOOKS:
                self._add_piece(shape.outline)
        yield

    def _mask(self, outline: tuple[Point, ...]) -> tuple[slice, slice, Floats]:
        """Where an outline covers the map: rows, columns and coverage 0..1 of each cell."""
        fine = 4
        scale = self._cells_per_m * fine
        points = [(x * scale - self._left * fine, -y * scale - self._top * fine) for x, y in outline]
        x0, y0 = (math.floor(min(p[i] for p in points) / fine) - 1 for i in (0, 1))
        x1, y1 = (math.ceil(max(p[i] for p in points) / fine) + 1 for i in (0, 1))
        sheet = pygame.Surface(((x1 - x0) * fine, (y1 - y0) * fine), 0, 8)
        sheet.set_palette([(i, i, i) for i in range(256)])
        pygame.draw.polygon(sheet, 255, [(x - x0 * fine, y - y0 * fine) for x, y in points])
        pixels = pygame.surfarray.array2d(sheet).T.astype(np.float32) / 255.0
        cover = pixels.reshape(y1 - y0, fine, x1 - x0, fine).mean((1, 3)).astype(np.float32)
        return slice(y0, y1), slice(x0, x1), cover

    def _add_module(self, module: ModuleSpec) -> None:
        rows, columns, cover = self._mask(module.outline)
        across = 0 if module.axis in ("x", "ball") else 1
        along = cover if across == 0 else cover.T
        half = along.sum(0) / 2.0
        index = np.arange(along.shape[0], dtype=np.float32)[:, None]
        middle = (along * index).sum(0) / np.maximum(along.sum(0), 1e-3)
        depth = np.sqrt(np.maximum(0.0, half[None, :] ** 2 - (index - middle[None, :]) ** 2)) / self._cells_per_m
        depth = np.where(along > 0.5, depth, -1.0)
        part = self._heights[rows, columns]
        np.maximum(part, depth if across == 0 else depth.T, out=part)

    def _add_piece(self, outline: tuple[Point, ...]) -> None:
        rows, columns, cover = self._mask(outline)
        part = self._heights[rows, columns]
        part[cover > 0.4] = np.maximum(part, 0.0)[cover > 0.4] + PIECE_M

    def shadow(
        self, left_px: int, top_px: int, size_px: int, sun: Vector, lift_m: float = 0.0
    ) -> NDArray[np.uint8] | None:
        """The shadow (size, size) 0..255 of a block from a station pixel on (whole cells); None = all in the sun.

        With `lift_m` it is the shadow on what floats that far before the hull.
        """
        if sun[2] < LOWEST_SUN:
            return None
        count = size_px // CELL_PX + 2
        row, column = top_px // CELL_PX - self._top - 1, left_px // CELL_PX - self._left - 1
        found: NDArray[np.uint8] | None = None
        reach = math.ceil(REACH_M * self._cells_per_m)
        high, wide = self._heights.shape
        if reach <= row < high - reach - count and reach <= column < wide - reach - count:
            clear = self._clearance(row, column, count, sun, reach, lift_m)
            if clear.max() > 0.0:
                found = np.clip(self._spread(clear) * SHARPNESS + 127.5, 0.0, 255.0).astype(np.uint8)
        swept = self._wing_shadow(left_px, top_px, size_px, sun)
        if swept is None:
            return found
        return swept if found is None else np.maximum(found, swept)

    def _clearance(self, row: int, column: int, count: int, sun: Vector, reach: int, lift_m: float) -> Floats:
        """How far something rises over the line to the sun, per cell in m; negative = sunlit."""
        here = self._heights[row : row + count, column : column + count]
        level = math.hypot(sun[0], sun[1])
        if level < 1e-3:
            return np.full(here.shape, -SOFT_M, np.float32)
        step_x, step_y = sun[0] / level, -sun[1] / level
        longest = max(abs(step_x), abs(step_y))
        climb = sun[2] / level / self._cells_per_m / longest  # per step of one cell along the longer axis
        last = min(int(reach * longest), int(TALLEST_M / climb) + 2)
        # Every cell near by, every other one further away, where an edge may lie half a cell off.
        steps = np.array((*range(1, min(last, NEAR_CELLS) + 1), *range(NEAR_CELLS + 2, last + 1, 2)), np.float32)
        dx = np.rint(steps * (step_x / longest)).astype(np.intp)
        dy = np.rint(steps * (step_y / longest)).astype(np.intp)
        wide = self._heights.shape[1]
        base = (np.arange(row, row + count)[:, None] * wide + np.arange(column, column + count)[None, :]).astype(
            np.intp
        )
        ahead = self._heights.ravel().take(base[None] + (dy * wide + dx)[:, None, None])
        ahead -= (steps * climb)[:, None, None]
        clear = ahead.max(0) - np.maximum(here, 0.0) - BIAS_M - lift_m
        clear = np.clip(clear, -SOFT_M, SOFT_M)
        # A small blur turns the stairs of the cells into even edges.
        clear[1:-1] = (clear[:-2] + 2.0 * clear[1:-1] + clear[2:]) / 4.0
        clear[:, 1:-1] = (clear[:, :-2] + 2.0 * clear[:, 1:-1] + clear[:, 2:]) / 4.0
        return np.asarray(clear, np.float32)

    @staticmethod
    def _spread(clear: Floats) -> Floats:
        """Cells with one around them, spread linearly over the pixels of the block (no matrix product: no threads)."""
        size = (clear.shape[0] - 2) * CELL_PX
        at = (np.arange(size, dtype=np.float32) + 0.5) / CELL_PX + 0.5
        low = at.astype(np.intp)
        share = (at - low).astype(np.float32)
        rows = clear[low] + (clear[low + 1] - clear[low]) * share[:, None]
        return np.asarray(rows[:, low] + (rows[:, low + 1] - rows[:, low]) * share[None, :], np.float32)

    def _wing_shadow(self, left_px: int, top_px: int, size_px: int, sun: Vector) -> NDArray[np.uint8] | None:
        """The shadow of wings that stand out to the viewer: their outline swept away from the sun."""
        found: NDArray[np.uint8] | None = None
        for wing in self._wings:
            points = self._swept(wing, sun)
            xs, ys = [p[0] - left_px for p in points], [p[1] - top_px for p in points]
            if max(xs) < 0 or min(xs) > size_px or max(ys) < 0 or min(ys) > size_px:
                continue
            sheet = pygame.Surface((size_px * 2, size_px * 2), 0, 8)
            sheet.set_palette([(i, i, i) for i in range(256)])
            pygame.draw.polygon(sheet, 252, [(x * 2, y * 2) for x, y in zip(xs, ys, strict=True)])
            own = [((x * self._scale - left_px) * 2, (-y * self._scale - top_px) * 2) for x, y in wing]
            pygame.draw.polygon(sheet, 0, own)  # the wing itself stands in the sun
            fine = pygame.surfarray.pixels2d(sheet).T >> 2
            part = fine[::2, ::2] + fine[1::2, ::2] + fine[::2, 1::2] + fine[1::2, 1::2]
            if part.any():
                found = part.astype(np.uint8) if found is None else np.maximum(found, part)
        return found

    def _swept(self, wing: tuple[Point, ...], sun: Vector) -> list[Point]:
        """The hull of a wing's root and of the shadow of its tip, in station pixels."""
        span = (WING_TO_M - WING_FROM_M) / sun[2]
        points = [(x * self._scale, -y * self._scale) for x, y in wing]
        points += [((x - sun[0] * span) * self._scale, -(y - sun[1] * span) * self._scale) for x, y in wing]
        return _convex(points)


def _convex(points: list[Point]) -> list[Point]:
    """The convex hull of points, in order."""
    points = sorted(set(points))

    def half(ordered: list[Point]) -> list[Point]:
        hull: list[Point] = []
        for point in ordered:
            while len(hull) > 1 and _turn(hull[-2], hull[-1], point) <= 0.0:
                hull.pop()
            hull.append(point)
        return hull[:-1]

    return half(points) + half(points[::-1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

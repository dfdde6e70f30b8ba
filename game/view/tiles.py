"""The station as a sheet of 256 px tiles: what is drawn once is lit tile by tile, and only what is seen is lit.

Tiles keep albedo and normals; the lit picture of a tile is made when it is first seen and made again, a few tiles a
frame, when the light has changed. So memory and time depend on the picture, not on the size of the station.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pygame

from game.view.cover import CELL_PX, Cover, Flags, opaque_cells
from game.view.hull import Glow
from game.view.light import FLAT, Floats, LightTable, Normals, Vector, is_far_off
from game.view.quality import processor_s

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from game.view.cache import Cache
    from game.view.camera import Camera
    from game.view.hull import Plate
    from game.view.shadow import ShadowMap

TILE_PX = 256
LIT_TILES = 96  # lit pictures kept: two screens' worth, 24 MB
RELIT_A_FRAME = 1  # stale tiles made anew in one frame, about 0.3 ms
RELIT_S = 0.0015  # of processor time, after which also those that are seen to be stale wait for the next frame
AHEAD_A_FRAME = 1  # unseen tiles around the picture lit ahead in one frame
COARSE_PX = 8  # cell of the smooth normals that lamps use
SOLID = 128  # alpha from which a pixel has the normal of what covers it

Key = tuple[int, int]
Placed = tuple[pygame.Surface, tuple[int, int]]


@dataclass(slots=True)
class Tile:
    """One square of the station."""

    albedo: pygame.Surface
    normals: Normals
    glows: list[Glow] = field(default_factory=list)
    opaque: Flags | None = None  # which of its cells are (`cover`); None = not looked at yet
    coarse: Floats | None = None  # (2, cells, cells) smooth normals for lamps: nx, ny


class LitTile(NamedTuple):
    """A tile's picture in the light of a version.

    The library keeps it as runs of pixels that are opaque or soft (RLE); what is empty costs nothing.
    """

    picture: pygame.Surface
    version: int
    jumps: int  # of the light, before it
    sun: Vector
    light: float


class _Calm(NamedTuple):
    """What was blitted where nothing was left to light: moment is corner, size, version of the light, lightings."""

    moment: tuple[int, int, tuple[int, int], int, int] | None = None
    placed: Sequence[Placed] = ()


class TileSheet:
    """All tiles of a station at one scale."""

    def __init__(self, scale_px_per_m: float, region_m: tuple[float, float, float, float] | None = None) -> None:
        """An empty sheet; `lay` fills it. With a region (left, bottom, right, top) only its tiles are made."""
        self.scale_px_per_m = scale_px_per_m
        self._range: tuple[int, int, int, int] | None = None
        if region_m is not None:
            left, bottom, right, top = (round(edge * scale_px_per_m) for edge in region_m)
            self._range = (left // TILE_PX, -top // TILE_PX, right // TILE_PX, -bottom // TILE_PX)
        self.tiles: dict[Key, Tile] = {}
        self.shadows: ShadowMap | None = None
        self._lit: OrderedDict[Key, LitTile] = OrderedDict()
        self._lightings = 0
        self._calm = _Calm()
        self._looked = 0  # counts tiles of which it is known what they hide
        self._covered: tuple[tuple[int, int, tuple[int, int], int], Cover] | None = None
        self._glow: dict[int, pygame.Surface] = {}
        self._pixels, self._dark_pixels = np.zeros((2, TILE_PX, TILE_PX), np.uint32)
        self._shine, self._dark = (
            pygame.image.frombuffer(pixels.data, (TILE_PX, TILE_PX), "BGRA")
            for pixels in (self._pixels, self._dark_pixels)
        )

    def lay(self, plate: Plate) -> Iterator[None]:
        """Lay a plate over what is there; yields after every tile."""
        left, top = plate.at
        width, height = plate.albedo.get_size()
        for j in range(top // TILE_PX, (top + height - 1) // TILE_PX + 1):
            for i in range(left // TILE_PX, (left + width - 1) // TILE_PX + 1):
                self._lay_in(plate, (i, j))
                yield
        for glow in plate.glows:
            self.add_glow(glow)

    def add_glow(self, glow: Glow) -> None:
        """Let a window shine at night in every tile it reaches."""
        for key in self._around(glow.x, glow.y, glow.radius * 3.0):
            if key in self.tiles:
                self.tiles[key].glows.append(glow)

    def _lay_in(self, plate: Plate, key: Key) -> None:
        if self._range is not None:
            left, top, right, bottom = self._range
            if not (left <= key[0] <= right and top <= key[1] <= bottom):
                return
        height, width = plate.normals.shape
        x, y = plate.at[0] - key[0] * TILE_PX, plate.at[1] - key[1] * TILE_PX  # the plate's corner in the tile
        x0, y0, x1, y1 = max(0, x), max(0, y), min(TILE_PX, x + width), min(TILE_PX, y + height)
        part = plate.albedo.subsurface((x0 - x, y0 - y, x1 - x0, y1 - y0))
        alpha = pygame.surfarray.array_alpha(part).T
        if not alpha.any():
            return
        tile = self.tiles.get(key)
        if tile is None:
            tile = Tile(
                pygame.Surface((TILE_PX, TILE_PX), pygame.SRCALPHA, 32), np.full((TILE_PX, TILE_PX), FLAT, np.uint16)
            )
            self.tiles[key] = tile
        tile.albedo.blit(part, (x0, y0))
        # Where only the soft edge of the plate is, its normal is still better than a flat one on empty ground.
        below = pygame.surfarray.array_alpha(tile.albedo.subsurface((x0, y0, x1 - x0, y1 - y0))).T
        covers = (alpha >= SOLID) | ((alpha > 0) & (below == alpha))
        there = tile.normals[y0:y1, x0:x1]
        there[covers] = plate.normals[y0 - y : y1 - y, x0 - x : x1 - x][covers]

    def coarse_normals(self, corner: tuple[int, int], cells: tuple[int, int], cell_px: int) -> tuple[Floats, Floats]:
        """Smooth normals (nx, ny) on a grid of cells from a station pixel on; flat where there is no station."""
        columns = (corner[0] + cell_px // 2 + np.arange(cells[0]) * cell_px) // COARSE_PX
        rows = (corner[1] + cell_px // 2 + np.arange(cells[1]) * cell_px) // COARSE_PX
        found = np.zeros((2, cells[1], cells[0]), np.float32)
        count = TILE_PX // COARSE_PX
        for j in range(int(rows[0]) // count, int(rows[-1]) // count + 1):
            for i in range(int(columns[0]) // count, int(columns[-1]) // count + 1):
                tile = self.tiles.get((i, j))
                if tile is None:
                    continue
                if tile.coarse is None:
                    tile.coarse = _coarse(tile.normals)
                here_r, here_c = np.nonzero(rows // count == j)[0], np.nonzero(columns // count == i)[0]
                part = tile.coarse[:, rows[here_r] % count][:, :, columns[here_c] % count]
                found[:, here_r[0] : here_r[-1] + 1, here_c[0] : here_c[-1] + 1] = part
        return found[0], found[1]

    def corner(self, camera: Camera) -> tuple[int, int]:
        """The station pixel in the top left corner of a snapped camera's picture."""
        left, _, _, top = camera.bounds_m
        return round(left * self.scale_px_per_m), round(-top * self.scale_px_per_m)

    def seen(self, camera: Camera, margin_px: int = 0) -> list[Key]:
        """The keys of tiles in the picture, row by row."""
        left, top = self.corner(camera)
        rows = range((top - margin_px) // TILE_PX, (top + camera.size[1] + margin_px - 1) // TILE_PX + 1)
        columns = range((left - margin_px) // TILE_PX, (left + camera.size[0] + margin_px - 1) // TILE_PX + 1)
        return [(i, j) for j in rows for i in columns if (i, j) in self.tiles]

    def cover(self, camera: Camera) -> Cover:
        """What of the picture these tiles surely hide, as far as they have been looked at; kept while that stays."""
        left, top = self.corner(camera)
        moment = (left, top, camera.size, self._looked)
        if self._covered is None or moment != self._covered[0]:
            first, last = (left // TILE_PX, top // TILE_PX), (left + camera.size[0], top + camera.size[1])
            count = TILE_PX // CELL_PX
            columns, rows = (-(-last[axis] // TILE_PX) - first[axis] for axis in (0, 1))
            cells = np.zeros((rows * count, columns * count), np.bool_)
            for i, j in self.seen(camera):
                opaque = self.tiles[i, j].opaque
                if opaque is not None:
                    y, x = (j - first[1]) * count, (i - first[0]) * count
                    cells[y : y + count, x : x + count] = opaque
            at = (first[0] * TILE_PX - left, first[1] * TILE_PX - top)
            self._covered = moment, Cover(cells, at)
        return self._covered[1]

    def draw(self, surface: pygame.Surface, camera: Camera, table: LightTable) -> None:
        """Blit the tiles in view; light those seen for the first time, and a few of those that are stale."""
        left, top = self.corner(camera)
        moment = (left, top, camera.size, table.version, self._lightings)
        if moment == self._calm.moment:  # the same tiles at the same places, and nothing left to light
            surface.fblits(self._calm.placed)
            return
        keys = self.seen(camera)
        began_s = processor_s()
        stale: list[Key] = []
        for key in keys:
            lit = self._lit.get(key)
            if lit is None or lit.jumps != table.jumps:
                self.light(key, table)
            elif lit.version != table.version:
                stale.append(key)
        self._relight(stale, table, began_s)
        placed: list[Placed] = []
        for key in keys:
            self._lit.move_to_end(key)
            placed.append((self._lit[key].picture, (key[0] * TILE_PX - left, key[1] * TILE_PX - top)))
        surface.fblits(placed)
        if not stale:
            ahead = [key for key in self.seen(camera, TILE_PX) if key not in self._lit]
            if not ahead:
                self._calm = _Calm((left, top, camera.size, table.version, self._lightings), placed)
            for key in ahead[:AHEAD_A_FRAME]:
                self.light(key, table)
        while len(self._lit) > max(LIT_TILES, len(keys)):
            self._lit.popitem(last=False)

    def _relight(self, stale: list[Key], table: LightTable, began_s: float) -> None:
        """Light some of these anew, the oldest first, so that a sun that keeps moving reaches every tile in turn."""
        for count, key in enumerate(sorted(stale, key=lambda key: self._lit[key].version)):
            lit = self._lit[key]
            if count >= RELIT_A_FRAME and not is_far_off(lit.sun, lit.light, table):
                break
            self.light(key, table)
            if processor_s() - began_s > RELIT_S:
                break

    def draw_plain(self, surface: pygame.Surface, corner: tuple[int, int]) -> None:
        """Blit the unlit albedo with the station pixel `corner` at the surface's top left: what a lamp multiplies."""
        width, height = surface.get_size()
        for j in range(corner[1] // TILE_PX, (corner[1] + height - 1) // TILE_PX + 1):
            for i in range(corner[0] // TILE_PX, (corner[0] + width - 1) // TILE_PX + 1):
                tile = self.tiles.get((i, j))
                if tile is not None:
                    surface.blit(tile.albedo, (i * TILE_PX - corner[0], j * TILE_PX - corner[1]))

    def light(self, key: Key, table: LightTable) -> LitTile:
        """Make the lit picture of one tile now."""
        tile = self.tiles[key]
        if tile.opaque is None:
            tile.opaque = opaque_cells(tile.albedo)
            self._looked += 1
        picture = tile.albedo.copy()
        np.take(table.lut, tile.normals, out=self._pixels, mode="clip")
        shine = self._shine
        shadow = None
        if self.shadows is not None and table.is_sunlit:
            shadow = self.shadows.shadow(key[0] * TILE_PX, key[1] * TILE_PX, TILE_PX, table.sun)
        if shadow is not None:
            np.take(table.shade_lut, tile.normals, out=self._dark_pixels, mode="clip")
            self._dark_pixels |= shadow.astype(np.uint32) << np.uint32(24)
            shine.blit(self._dark, (0, 0))
        picture.blit(shine, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        if any(table.mood.veil):
            picture.fill(table.mood.veil, special_flags=pygame.BLEND_RGB_ADD)
        if tile.glows and table.light < 1.0:
            self._shine_windows(picture, key, tile, 1.0 - table.light)
        picture.set_alpha(255, pygame.RLEACCEL)
        lit = self._lit[key] = LitTile(picture, table.version, table.jumps, table.sun, table.light)
        self._lightings += 1
        return lit

    def _shine_windows(self, picture: pygame.Surface, key: Key, tile: Tile, strength: float) -> None:
        for glow in tile.glows:
            spot = self._glow_picture(max(3, round(glow.radius)))
            if strength < 1.0:
                spot = spot.copy()
                level = round(255 * strength)
                spot.fill((level, level, level), special_flags=pygame.BLEND_RGB_MULT)
            at = (glow.x - key[0] * TILE_PX - spot.get_width() / 2, glow.y - key[1] * TILE_PX - spot.get_height() / 2)
            picture.blit(spot, (round(at[0]), round(at[1])), special_flags=pygame.BLEND_RGB_ADD)

    def _glow_picture(self, radius: int) -> pygame.Surface:
        """Warm cabin light in a pane, and a little of it on the rim and hull around."""
        found = self._glow.get(radius)
        if found is None:
            size = radius * 6
            steps = (np.arange(size, dtype=np.float32) - (size - 1) / 2) / radius
            distance = np.hypot(steps[:, None], steps[None, :])
            pane = np.clip((1.02 - distance) * radius, 0.0, 1.0) * (0.62 - 0.16 * distance**2 + 0.10 * steps[None, :])
            halo = 0.17 * np.exp(-np.maximum(distance - 0.9, 0.0) / 0.5) * np.clip((3.0 - distance) / 1.2, 0.0, 1.0)
            value = np.clip(pane + halo, 0.0, 1.0)[..., None] * np.array((255.0, 205.0, 128.0), np.float32)
            found = pygame.image.frombuffer(np.ascontiguousarray(value).astype(np.uint8).tobytes(), (size, size), "RGB")
            self._glow[radius] = found
        return found

    def store(self, cache: Cache, stem: str, key: str) -> Iterator[None]:
        """Keep all tiles on disc, so that the next start need not draw them; yields after every tile."""
        keys = sorted(self.tiles)
        rows = [(0.0, float(i), float(j), 0.0) for i, j in keys]
        glows = dict.fromkeys(glow for tile_key in keys for glow in self.tiles[tile_key].glows)
        rows += [(1.0, glow.x, glow.y, glow.radius) for glow in glows]
        index = cache.draft(f"{stem}_index", key, (len(rows), 4), np.float32)
        index.array[:] = np.array(rows, np.float32).reshape(-1, 4)
        sheet = cache.draft(f"{stem}_tiles", key, (len(keys), TILE_PX * TILE_PX * 6), np.uint8)
        albedo_bytes = TILE_PX * TILE_PX * 4
        for row, tile_key in enumerate(keys):
            tile = self.tiles[tile_key]
            pixels = pygame.image.tobytes(tile.albedo, "BGRA")
            sheet.array[row, :albedo_bytes] = np.frombuffer(pixels, np.uint8)
            sheet.array[row, albedo_bytes:] = np.ascontiguousarray(tile.normals).view(np.uint8).ravel()
            yield
        sheet.keep()
        index.keep()

    def load(self, cache: Cache, stem: str, key: str) -> bool:
        """Take all tiles from disc, mapped rather than read; False if they are not there."""
        index = cache.find(f"{stem}_index", key)
        sheet = cache.find(f"{stem}_tiles", key)
        if index is None or sheet is None or int((index[:, 0] == 0.0).sum()) != len(sheet):
            return False
        albedo_bytes = TILE_PX * TILE_PX * 4
        for row, (kind, x, y, radius) in enumerate(index.tolist()):
            if kind == 1.0:
                self.add_glow(Glow(x, y, radius))
                continue
            picture = pygame.image.frombuffer(sheet[row, :albedo_bytes].data, (TILE_PX, TILE_PX), "BGRA")
            normals = sheet[row, albedo_bytes:].view(np.uint16).reshape(TILE_PX, TILE_PX)
            self.tiles[int(x), int(y)] = Tile(picture, normals)
        return True

    @staticmethod
    def _around(x: float, y: float, radius: float) -> list[Key]:
        return [
            (i, j)
            for j in range(int((y - radius) // TILE_PX), int((y + radius) // TILE_PX) + 1)
            for i in range(int((x - radius) // TILE_PX), int((x + radius) // TILE_PX) + 1)
        ]


def _coarse(normals: Normals) -> Floats:
    """The mean normal of every cell of a tile: (2, cells, cells)."""
    cells = TILE_PX // COARSE_PX
    found = np.empty((2, cells, cells), np.float32)
    for place, bytes_ in enumerate((normals & np.uint16(255), normals >> np.uint16(8))):
        columns = bytes_.reshape(cells, COARSE_PX, TILE_PX).sum(1, dtype=np.uint16)  # rows first: in one piece each
        found[place] = columns.reshape(cells, cells, COARSE_PX).sum(2, dtype=np.uint16)
    found /= COARSE_PX**2
    return (found - np.float32(128.0)) / np.float32(127.0)

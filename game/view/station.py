"""Paints the station from its file: hulls by their drawings, the rest from its coordinates, all under one light."""

from __future__ import annotations

import hashlib
import logging
import math
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pygame

from game.view import fittings, looks
from game.view.cache import asset_key
from game.view.hull import Glow, Plate, bare_plate, bounds, contains, drawn_plate
from game.view.light import relight
from game.view.paths import assets_root
from game.view.shadow import ShadowMap
from game.view.svg import load_drawing
from game.view.tiles import TileSheet
from game.view.vector import pixel_format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from game.missions.station import ModuleSpec, Station
    from game.sim.frame import Frame
    from game.sim.spec import Point, RailSpec
    from game.view.cache import Cache
    from game.view.camera import Camera
    from game.view.light import LightTable

LOG = logging.getLogger(__name__)
SEAT_GAP_M = 0.38  # a worksite further from any hull has no seat
STALK_M = 1.5  # a foot restraint stands at most that far out on its bracket
TOUCH_M = 0.12  # nearer than that nothing is needed between a piece and the hull
STICKS_OUT_M = 3.0  # antennas reach so far out of a module's outline
US_ART = ("pma_1", "unity")  # modules with rails of the US fashion
TILES_VERSION = 4  # grows when code that draws tiles changes what they look like
FONT = "fonts/Exo2-SemiBold.ttf"
LOW_LOOKS = ("plain", "panel", "window", "ring", "cells", "radiator")  # laid below rails; the rest stands above them


class StationPainter:
    """Owns the tiles of a station at one scale; `prepare` fills them, `draw` shows them."""

    def __init__(
        self,
        station: Station,
        light: LightTable,
        scale_px_per_m: float = 100.0,
        assets: Path | None = None,
        cache: Cache | None = None,
        region_m: tuple[float, float, float, float] | None = None,
    ) -> None:
        """Nothing is drawn yet: run `prepare` to its end first. With a cache it draws only what has changed.

        With a region (left, bottom, right, top) only what can be seen there is drawn, and nothing is kept on disc.
        """
        self.station = station
        self.light = light
        self.sheet = TileSheet(scale_px_per_m, region_m)
        self._region = region_m
        self._assets = assets or assets_root()
        self._cache = cache if region_m is None else None
        self._open_hatches: list[tuple[Plate, tuple[int, pygame.Surface] | None]] = []

    @property
    def scale_px_per_m(self) -> float:
        """The scale at which the tiles are drawn."""
        return self.sheet.scale_px_per_m

    def prepare(self) -> Iterator[float]:
        """Draw everything; yields progress 0..1 after each piece of a few milliseconds."""
        structure = self.station.structure
        modules = self.station.modules
        done, total = 0, len(modules) + 2
        stem, key = f"station_{self.station.id}_{round(self.scale_px_per_m)}", ""
        if self._cache is not None:
            key = self._cache_key()
            yield 0.0
            if self.sheet.load(self._cache, stem, key):
                yield 0.9
                yield from self._prepare_rest(0.95)
                yield 1.0
                return
        for module in modules:
            if self._is_wanted(module):
                yield from self._lay_module(module, done / total)
            done += 1
        pieces = self._pieces()
        for count, piece in enumerate(pieces):
            for _ in self.sheet.lay(piece.plate(self.scale_px_per_m)):
                pass
            yield (done + count / len(pieces)) / total
        for shape in structure.shapes:
            if self.station.looks.get(shape.id) == "window":
                self._glow(shape.outline)
        yield from self._prepare_rest((total - 0.5) / total)
        if self._cache is not None:
            for _ in self.sheet.store(self._cache, stem, key):
                yield (total - 0.2) / total
        yield 1.0

    def warm(self, camera: Camera) -> Iterator[None]:
        """Light what a camera will see, tile by tile, so that the first picture comes without a hitch."""
        for tile in self.sheet.seen(camera.snapped()):
            self.sheet.light(tile, self.light)
            yield

    def _cache_key(self) -> str:
        """A digest of all that the picture is made from: drawings, font, station, scale, code."""
        folder = self._assets / "art" / "station"
        files = sorted(folder / f"{module.art}.svg" for module in self.station.modules)
        files = [*dict.fromkeys(path for path in files if path.is_file()), self._assets / FONT]
        told = repr((self.station.structure, self.station.modules, sorted(self.station.looks.items())))
        return asset_key(files, TILES_VERSION) + hashlib.blake2b(told.encode(), digest_size=6).hexdigest()

    def _prepare_rest(self, progress: float) -> Iterator[float]:
        """What is not in the tiles: open hatches and the map of heights for shadows."""
        for hatch in self.station.structure.hatches:
            plate = fittings.open_hatch(hatch).plate(self.scale_px_per_m)
            self._open_hatches.append((replace(plate, albedo=plate.albedo.convert(pixel_format())), None))
            yield progress
        shadows = ShadowMap(self.station, self.scale_px_per_m)
        for _ in shadows.prepare():
            yield progress
        self.sheet.shadows = shadows

    def _is_wanted(self, module: ModuleSpec) -> bool:
        """False for a module that no picture of the region can show any part of."""
        if self._region is None:
            return True
        left, bottom, right, top = bounds(module.outline)
        west, south, east, north = self._region
        margin = STICKS_OUT_M
        return left < east + margin and right > west - margin and bottom < north + margin and top > south - margin

    def _lay_module(self, module: ModuleSpec, progress: float) -> Iterator[float]:
        path = self._assets / "art" / "station" / f"{module.art}.svg"
        others = tuple(other for other in self.station.modules if other.id != module.id)
        job = None
        if path.is_file():
            try:
                job = drawn_plate(module, load_drawing(path), others, self.scale_px_per_m, str(self._assets / FONT))
            except ValueError as error:
                LOG.warning("drawing left out: %s", error)
        if job is None:
            job = bare_plate(module, self.scale_px_per_m)
        plate = None
        while plate is None:
            try:
                next(job)
            except StopIteration as end:
                plate = end.value
            yield progress
        for _ in self.sheet.lay(plate):
            yield progress

    def _pieces(self) -> list[fittings.Piece]:
        """Everything drawn from coordinates, in painting order."""
        structure = self.station.structure
        modules = {module.id: module for module in self.station.modules}
        low: list[fittings.Piece] = []
        high: list[fittings.Piece] = []
        zones: list[fittings.Piece] = []
        for shape in structure.shapes:
            look = self.station.looks.get(shape.id)
            if look is None:
                continue
            if shape.kind == "keep_out":
                zones.append(looks.keep_out(shape))
            else:
                (low if look in LOW_LOOKS else high).append(looks.piece_of(shape, look))
        low += [fittings.hatch_rim(hatch) for hatch in structure.hatches]
        hatches = {hatch.at for hatch in structure.hatches}
        seats: list[fittings.Piece] = []
        for site in structure.worksites:
            ground = self._nearest_hull(site.at)
            gap = math.dist(site.at, ground) if ground is not None else 0.0
            # A place further out is no hardware: a direction to throw in, a spot to photograph from.
            if site.at in hatches or gap > SEAT_GAP_M:
                continue
            if ground is not None and gap > TOUCH_M:
                seats.append(fittings.stalk(site.at, ground))
            seats.append(fittings.worksite(site))
        rails = [self._rail(rail, modules) for rail in structure.rails]
        eyes = [fittings.eye(eye) for eye in structure.eyes]
        feet: list[fittings.Piece] = []
        for restraint in structure.restraints:
            ground = self._nearest_hull(restraint.at)
            if ground is not None and TOUCH_M < math.dist(restraint.at, ground) < STALK_M:
                feet.append(fittings.stalk(restraint.at, ground))
            feet.append(fittings.restraint(restraint))
        return low + seats + rails + eyes + high + feet + zones

    def _nearest_hull(self, at: Point) -> Point | None:
        """The nearest point of what can carry something, or None where that lies right behind the point."""
        best: Point | None = None
        outlines = [shape.outline for shape in self.station.structure.shapes if shape.kind != "keep_out"]
        for outline in outlines:
            if contains(outline, at):
                return None
            for start, end in pairwise((*outline, outline[0])):
                ex, ey = end[0] - start[0], end[1] - start[1]
                along = ((at[0] - start[0]) * ex + (at[1] - start[1]) * ey) / max(ex * ex + ey * ey, 1e-9)
                along = min(1.0, max(0.0, along))
                point = (start[0] + ex * along, start[1] + ey * along)
                if best is None or math.dist(at, point) < math.dist(at, best):
                    best = point
        return best

    @staticmethod
    def _rail(spec: RailSpec, modules: dict[str, ModuleSpec]) -> fittings.Piece:
        """A rail whose posts stand on the module nearest to it, in the fashion of that module's makers."""
        points = spec.points
        at = points[len(points) // 2]
        if len(points) == 2:
            at = ((points[0][0] + points[1][0]) / 2, (points[0][1] + points[1][1]) / 2)

        def gap(module: ModuleSpec) -> float:
            left, bottom, right, top = bounds(module.outline)
            return max(left - at[0], at[0] - right, 0.0) + max(bottom - at[1], at[1] - top, 0.0)

        if not modules:
            return fittings.rail(spec, at)
        nearest = min(modules.values(), key=lambda module: (gap(module), -module.order, module.id))
        left, bottom, right, top = bounds(nearest.outline)
        x, y = (left + right) / 2, (bottom + top) / 2
        # On a long module the feet point straight at its axis, not slantwise at its middle.
        ground = {"x": (at[0], y), "y": (x, at[1])}.get(nearest.axis, (x, y))
        return fittings.rail(spec, ground, is_us=nearest.art in US_ART)

    def _glow(self, outline: tuple[Point, ...]) -> None:
        left, bottom, right, top = bounds(outline)
        scale = self.scale_px_per_m
        self.sheet.add_glow(Glow((left + right) / 2 * scale, -(bottom + top) / 2 * scale, (right - left) / 2 * scale))

    def draw(self, surface: pygame.Surface, camera: Camera, frame: Frame | None = None, alpha: float = 1.0) -> None:
        """Paint the station as the camera sees it; the camera's scale must be the painter's."""
        del alpha  # nothing here moves between ticks
        self.sheet.draw(surface, camera, self.light)
        if frame is not None and frame.is_hatch_open:
            self._draw_open_hatches(surface, camera)

    def draw_plain(self, surface: pygame.Surface, camera: Camera, frame: Frame) -> None:
        """Paint unlit what is not in the tiles, for a lamp: open hatches."""
        if frame.is_hatch_open:
            left, top = self.sheet.corner(camera)
            surface.fblits([(plate.albedo, (plate.at[0] - left, plate.at[1] - top)) for plate, _ in self._open_hatches])

    def _draw_open_hatches(self, surface: pygame.Surface, camera: Camera) -> None:
        left, top = self.sheet.corner(camera)
        for index, (plate, known) in enumerate(self._open_hatches):
            lit = known
            if lit is None or lit[0] != self.light.version:
                lit = (self.light.version, relight(plate.albedo, plate.normals, self.light).premul_alpha())
                self._open_hatches[index] = (plate, lit)
            place = (plate.at[0] - left, plate.at[1] - top)
            surface.blit(lit[1], place, special_flags=pygame.BLEND_PREMULTIPLIED)

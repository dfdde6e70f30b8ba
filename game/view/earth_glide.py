"""The ground glides past: some rows of it are composed anew in every picture, and all are pushed along between.

Rows are composed over the column where the station will be in the middle of the time until it is their turn again; in
between they are pushed aside as the ground in them moves, in slow motion by parts of a pixel, blended. So every picture
costs the same, and there is none in which everything changes at once. The limb and what is over it stand still.
In a time lapse, where rows are pushed far, they go by in pieces, each at its own pace: further off to the sides less.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import pygame

from game.view.cover import EVEN_PX, Cover, Spans, seen_spans
from game.view.earth_veil import AirVeil
from game.view.earth_view import LAPSE, EarthView
from game.view.noise import FloatArray

BANDS = 20  # of rows that are composed and pushed along together
SPAN, MOST = 2.0, 8  # columns and pictures, at most, until it is the turn of the same band again in slow motion
LAPSE_SPAN, LAPSE_MOST = 40.0, 8  # the same in a time lapse
LEAST_SPEED = 1e-4  # columns a picture: below that it stands still
LEAST_SHARE = 1.0 / 24.0  # of a pixel: less is not blended
LIMB_STEP, LIMB_ROWS = 32, 4  # width of the pieces of limb that stand still, and the rows of ground in them
PIECES = 4  # of rows side by side, that are pushed each at its own pace
PACE_PX = 32  # from place to place that these are reckoned at
MOST_ALPHA = 254  # SDL blends at 255 in its slowest way


Blit = tuple[pygame.Surface, tuple[int, int], tuple[int, int, int, int]]
Pieces = list[tuple[int, int, float]]  # left edge, width, pixels that their ground goes by in a column


class Composer(Protocol):
    """Composes rows of the Earth's part of a picture."""

    veil: AirVeil

    def lay_upper(self, target: pygame.Surface, sky: pygame.Surface | None, start: int, stop: int) -> None:
        """Rows above the ground."""

    def lay_ground(
        self, target: pygame.Surface, sky: pygame.Surface | None, column: int, start: int, stop: int
    ) -> None:
        """Rows with ground over a column."""


@dataclass(frozen=True, slots=True)
class Scenery:
    """What the rows are made of; versions are counted up with every change of sky and ground."""

    composer: Composer
    sky: pygame.Surface | None
    sky_version: int
    ground_version: int
    is_lapse: bool

    @property
    def upper(self) -> tuple[int, ...]:
        """What the part above the ground depends on."""
        return int(self.is_lapse), self.composer.veil.newest, self.sky_version

    @property
    def made_of(self) -> tuple[int, ...]:
        """What the whole picture depends on, but for the place."""
        return (*self.upper, self.ground_version)


@dataclass(slots=True)
class Band:
    """Rows that are composed together: which, how far their ground goes by in a column, and over which they stand."""

    start: int
    rows: int
    pace: float
    column: float = 0.0
    is_lapse: bool = False


class Glide:
    """Owns the Earth's part of the picture; `advance` composes some of it, `draw` shows it."""

    def __init__(self, view: EarthView) -> None:
        """`view` is prepared."""
        self._view = view
        width, rows = view.size[0], view.size[1] - view.above
        self._upper = pygame.Surface((width, max(1, view.above)), 0, 32)
        self._ground = pygame.Surface((width, rows), 0, 32)
        for surface in (self._upper, self._ground):
            surface.fill((0, 0, 0))  # memory that is touched for the first time in a picture holds that picture up
        middle = view.paces(np.full(1, (view.lens.width - 1) / 2, np.float32))
        self._bands = [Band(start, stop - start, float(middle[start:stop].mean())) for start, stop in _row_ranges(rows)]
        self._above = _row_ranges(view.above)
        self._reach = view.margin / float(middle.max(initial=0.1))  # columns by which all bands can be pushed
        self._edges = [view.lens.width * piece // PIECES // EVEN_PX * EVEN_PX for piece in range(PIECES)]
        places = np.arange(0, view.lens.width, PACE_PX, dtype=np.float32)
        paces = np.split(view.paces(places), np.searchsorted(places, self._edges[1:]), axis=1)
        self._paces = [[_mean(piece[band.start : band.start + band.rows]) for piece in paces] for band in self._bands]
        self._limb = self._limb_pieces()
        self._hidden: tuple[Cover | None, int] | None = None  # with the row that the Earth began at; None = not asked
        self._seen_above: list[Spans] = []
        self._seen_bands: list[Spans] = []
        self._seen_pieces: list[Pieces] = []
        self.forget()

    def _limb_pieces(self) -> list[pygame.Rect]:
        width, rows = self._view.size[0], self._ground.get_height()
        starts = np.arange(0, width, LIMB_STEP)
        ends = np.minimum(starts + LIMB_STEP, width)
        lowest = np.maximum(self._view.limb_rows(starts), self._view.limb_rows(ends))
        heights = np.clip(np.ceil(lowest) + LIMB_ROWS, 0, rows).astype(int)
        return [
            pygame.Rect(int(x), 0, int(end - x), int(height))
            for x, end, height in zip(starts, ends, heights, strict=True)
            if height > 0
        ]

    def forget(self) -> None:
        """Have the next picture composed at once."""
        self.has_picture = False
        self._scenery: Scenery | None = None
        self._made: tuple[object, ...] = ()  # what the pass over all rows was begun for
        self._upper_made: tuple[int, ...] = ()
        self._above_left: list[tuple[int, int]] = []  # what is left of the pass
        self._left: list[Band] = []
        self._count = 0  # of bands in the pass
        self._due = 0.0

    @property
    def is_lapse(self) -> bool:
        """True while a picture of a time lapse is shown."""
        return self._bands[-1].is_lapse

    def advance(self, column: float, pace: float, scenery: Scenery) -> None:
        """Go on composing for a place and its change from picture to picture, in columns."""
        if not self.has_picture:
            self._begin(scenery)
            self._compose(column, len(self._above_left) + len(self._left))
            self.has_picture = True
            return
        pictures = self._pictures(abs(pace), is_lapse=scenery.is_lapse)
        ahead = column + pace * (pictures - 1) / 2
        is_moving = abs(pace) > LEAST_SPEED
        if not self._left and (is_moving or self._made != scenery.made_of):
            self._begin(scenery)
        if self._left:
            self._due += self._count / pictures
            self._compose(ahead if is_moving else None, math.floor(self._due))
            self._due -= math.floor(self._due)
        far = [band for band in self._bands if abs(band.column - column) > self._reach]
        if far:
            self._lay(far, ahead, scenery)

    def _begin(self, scenery: Scenery) -> None:
        """A new pass over all rows."""
        scenery.composer.veil.take()
        self._scenery, self._made = scenery, scenery.made_of
        self._left = list(self._bands)
        if self._upper_made != scenery.upper:
            self._upper_made = scenery.upper
            self._above_left = list(self._above)
        self._count = len(self._left) + len(self._above_left)

    def _compose(self, column: float | None, count: int) -> None:
        """So many bands, the upper ones first; where no column is given each stays where it is."""
        assert self._scenery is not None
        upper, self._above_left = self._above_left[:count], self._above_left[count:]
        if upper:
            self._scenery.composer.lay_upper(self._upper, self._scenery.sky, upper[0][0], upper[-1][1])
        count -= len(upper)
        bands, self._left = self._left[:count], self._left[count:]
        self._lay(bands, column, self._scenery)

    def _lay(self, bands: list[Band], column: float | None, scenery: Scenery) -> None:
        """Compose these bands, neighbours over the same column together."""
        runs: list[list[Band]] = []
        for band in bands:
            if column is not None:
                band.column = column if not self.has_picture else round(column)
            band.is_lapse = scenery.is_lapse
            last = runs[-1][-1] if runs else None
            if last is not None and last.start + last.rows == band.start and last.column == band.column:
                runs[-1].append(band)
            else:
                runs.append([band])
        for run in runs:
            start, stop = run[0].start, run[-1].start + run[-1].rows
            scenery.composer.lay_ground(self._ground, scenery.sky, round(run[0].column), start, stop)

    def draw(self, surface: pygame.Surface, column: float, top: int, hidden: Cover | None = None) -> None:
        """Draw the Earth as seen over a column, from row `top` of the surface on, but for what is `hidden` there."""
        view, ground = self._view, self._ground
        left, below = view.margin, top + view.above
        self._see(top, hidden)
        blits: list[Blit] = []
        for (start, stop), spans in zip(self._above, self._seen_above, strict=True):
            for x, width in spans:
                blits.append((self._upper, (x, top + start), (left + x, start, width, stop - start)))
        blended: list[tuple[int, Blit]] = []
        for band, spans, pieces in zip(self._bands, self._seen_bands, self._seen_pieces, strict=True):
            moved, at, start, rows = band.column - column, below + band.start, band.start, band.rows
            if band.is_lapse:
                moved = min(max(moved, -self._reach), self._reach)
                blits += [
                    (ground, (x, at), (left - round(moved * pace) + x, start, width, rows)) for x, width, pace in pieces
                ]
                continue
            push = min(max(moved * band.pace, -left), left - 1)
            pixels = math.floor(push)
            alpha = round((push - pixels) * MOST_ALPHA) if push - pixels > LEAST_SHARE else 0
            for x, width in spans:
                blits.append((ground, (x, at), (left - pixels + x, start, width, rows)))
                if alpha:
                    blended.append((alpha, (ground, (x, at), (left - pixels - 1 + x, start, width, rows))))
        surface.blits(blits, doreturn=False)
        for alpha, (picture, place, area) in blended:
            picture.set_alpha(alpha)
            surface.blit(picture, place, area)
        ground.set_alpha(None)
        surface.blits([(ground, (piece.x - left, below), piece) for piece in self._limb], doreturn=False)

    def _see(self, top: int, hidden: Cover | None) -> None:
        """Find out what is seen of the rows above the ground, and of each band; it is kept while it stays."""
        if self._hidden is not None and hidden is self._hidden[0] and top == self._hidden[1]:
            return
        self._hidden = hidden, top
        width, below = self._view.lens.width, top + self._view.above
        bands = [(below + band.start, below + band.start + band.rows) for band in self._bands]
        above = [(top + start, top + stop) for start, stop in self._above]
        seen = seen_spans(hidden, above + bands, width)
        self._seen_above, self._seen_bands = seen[: len(above)], seen[len(above) :]
        self._seen_pieces = [
            [piece for x, wide in spans for piece in _cut(x, wide, self._edges, paces)]
            for spans, paces in zip(self._seen_bands, self._paces, strict=True)
        ]

    def _pictures(self, speed: float, *, is_lapse: bool) -> int:
        """In how many pictures all rows are composed once at a speed in columns a picture."""
        speed = max(speed, LEAST_SPEED)
        if is_lapse:  # rows are pushed half of the span to either side, which must be within their reach
            return min(LAPSE_MOST, 1 + int(min(LAPSE_SPAN, 1.95 * self._reach) / speed))
        return min(MOST, max(2, 1 + int(SPAN / speed)))


def _mean(paces: FloatArray) -> float:
    """Of the places where there is ground."""
    return float(paces.sum() / max((paces > 0.0).sum(), 1))


def _cut(x: int, width: int, edges: Sequence[int], paces: Sequence[float]) -> Pieces:
    """A span cut at the edges of pieces, each with its pace."""
    first = bisect_right(edges, x) - 1
    cuts = [x, *(edge for edge in edges[first + 1 :] if edge < x + width), x + width]
    return [(start, end - start, paces[first + number]) for number, (start, end) in enumerate(pairwise(cuts))]


def _row_ranges(rows: int) -> list[tuple[int, int]]:
    """First and last row, not included, of bands of an even number of rows."""
    size = max(LAPSE, -(-rows // BANDS // LAPSE) * LAPSE)
    return list(pairwise([*range(0, rows, size), rows]))

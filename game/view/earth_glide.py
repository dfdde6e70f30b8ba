"""The ground glides past: pictures of it are composed now and then, a few rows at a time, and pushed along between.

A key is the Earth over one column of its track. While one is shown the next is composed behind it, spread evenly over
the pictures until it is due. Between two keys the rows of the one shown are pushed along as the ground in them moves;
in slow motion by parts of a pixel, blended. The limb and what is over it stand still.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import pygame

from game.view.earth_veil import AirVeil
from game.view.earth_view import LAPSE, EarthView

BANDS = 20  # of rows that are pushed along together
SPAN, MOST = 2.0, 8  # columns from key to key in slow motion, and pictures
LAPSE_SPAN, LAPSE_MOST = 20.0, 4  # the same in a time lapse
LEAST_SPEED = 1e-4  # columns a picture: below that it stands still
FAR = 2.0  # a key so many times as far off as the next one is abandoned
LEAST_SHARE = 1.0 / 24.0  # of a pixel: less is not blended
LIMB_STEP, LIMB_ROWS = 32, 4  # width of the pieces of limb that stand still, and the rows of ground in them
MOST_ALPHA = 254  # SDL blends at 255 in its slowest way


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
    """What a key is made of; versions are counted up with every change of sky and ground."""

    composer: Composer
    sky: pygame.Surface | None
    sky_version: int
    ground_version: int
    is_lapse: bool

    @property
    def upper(self) -> tuple[int, ...]:
        """What the part above the ground depends on."""
        return int(self.is_lapse), self.composer.veil.newest, self.sky_version


@dataclass(slots=True)
class Key:
    """One picture of the Earth: over which column it was composed, and over which it is to be seen unmoved."""

    upper: pygame.Surface
    ground: pygame.Surface
    column: float = math.inf
    sampled: int = 0
    is_lapse: bool = False
    ground_version: int = -1
    upper_state: tuple[int, ...] = ()  # of air and sky when the upper part was composed


class Glide:
    """Owns two keys; `show` draws one of them and goes on composing the other."""

    def __init__(self, view: EarthView) -> None:
        """`view` is prepared."""
        self._view = view
        width, rows = view.size[0], view.size[1] - view.above
        self._rows = rows
        self._keys = [
            Key(pygame.Surface((width, max(1, view.above)), 0, 32), pygame.Surface((width, rows), 0, 32))
            for _ in range(2)
        ]
        for key in self._keys:  # memory that is touched for the first time in a picture holds that picture up
            key.upper.fill((0, 0, 0))
            key.ground.fill((0, 0, 0))
        paces = view.paces()
        edges = np.linspace(0, rows, BANDS + 1).astype(int).tolist()
        self._bands = [
            (start, stop - start, float(paces[start:stop].mean())) for start, stop in pairwise(edges) if stop > start
        ]
        self._fastest = float(paces.max(initial=0.1))
        self._limb = self._limb_pieces()
        self._scenery: Scenery | None = None
        self._upper_state: tuple[int, ...] = ()
        self._above = 0  # rows of the upper part that belong to the key behind, if that has to be composed
        self._done = 0  # rows of the key behind
        self._total = 0  # 0 = none is being composed
        self._pictures = 1
        self._gone = 0

    def _limb_pieces(self) -> list[pygame.Rect]:
        width = self._view.size[0]
        starts = np.arange(0, width, LIMB_STEP)
        ends = np.minimum(starts + LIMB_STEP, width)
        lowest = np.maximum(self._view.limb_rows(starts), self._view.limb_rows(ends))
        heights = np.clip(np.ceil(lowest) + LIMB_ROWS, 0, self._rows).astype(int)
        return [
            pygame.Rect(int(x), 0, int(end - x), int(height))
            for x, end, height in zip(starts, ends, heights, strict=True)
            if height > 0
        ]

    @property
    def is_lapse(self) -> bool:
        """True while a picture of a time lapse is shown."""
        return self._keys[0].is_lapse

    @property
    def has_picture(self) -> bool:
        """True if there is anything to show."""
        return math.isfinite(self._keys[0].column)

    def forget(self) -> None:
        """Have the next picture composed at once."""
        self._total = 0
        self._keys[0].column = math.inf
        for key in self._keys:
            key.upper_state = ()

    def advance(self, column: float, pace: float, scenery: Scenery) -> None:
        """Go on composing for a place and its change from picture to picture, in columns."""
        pictures = _pictures(abs(pace), is_lapse=scenery.is_lapse)
        if not self.has_picture:
            self._compose(column, scenery)
            return
        front, back = self._keys
        if self._total:
            self._gone += 1
            self._build(math.ceil(self._total * min(1.0, self._gone / self._pictures)))
            if abs(back.column - column) > FAR * max(SPAN, abs(pace) * self._pictures):
                self._total = 0  # the motion has changed, and this key would not be due for long
            elif self._done >= self._total and abs(back.column - column) <= abs(front.column - column):
                self._swap()
        if abs(self._keys[0].column - column) * self._fastest > self._view.margin:
            self._compose(column + pace * (pictures - 1) / 2, scenery)
        if self._total:
            return
        front = self._keys[0]
        if abs(pace) >= LEAST_SPEED:
            self._begin(round(column + pace * (1.5 * pictures - 0.5)), scenery, pictures)
        elif (front.upper_state, front.ground_version) != (scenery.upper, scenery.ground_version):
            self._begin(front.column, scenery, MOST)

    def _compose(self, column: float, scenery: Scenery) -> None:
        """A key of this very place, all at once."""
        self._begin(column, scenery, 1)
        self._build(self._total)
        self._swap()

    def _begin(self, column: float, scenery: Scenery, pictures: int) -> None:
        self._scenery = scenery
        scenery.composer.veil.take()
        back = self._keys[1]
        back.column, back.sampled, back.is_lapse = column, round(column), scenery.is_lapse
        back.ground_version = scenery.ground_version
        self._upper_state = scenery.upper
        self._above = 0 if back.upper_state == self._upper_state else self._view.above
        self._total = self._above + self._rows
        self._done = self._gone = 0
        self._pictures = pictures

    def _build(self, until: int) -> None:
        """Compose the key behind up to so many rows: the upper part first, if it has changed."""
        assert self._scenery is not None
        back, composer, sky = self._keys[1], self._scenery.composer, self._scenery.sky
        until = min(self._total, -(-until // LAPSE) * LAPSE)
        if self._done < self._above and until > self._done:
            back.upper_state = ()
            composer.lay_upper(back.upper, sky, self._done, min(until, self._above))
            self._done = min(until, self._above)
            if self._done == self._above:
                back.upper_state = self._upper_state
        if until > self._done:
            composer.lay_ground(back.ground, sky, back.sampled, self._done - self._above, until - self._above)
            self._done = until

    def _swap(self) -> None:
        self._keys.reverse()
        self._total = 0

    def draw(self, surface: pygame.Surface, column: float, top: int) -> None:
        """Draw the key in front as seen over a column, from row `top` of the surface on."""
        key, view = self._keys[0], self._view
        width, left = view.lens.width, view.margin
        away = key.column - column
        surface.blit(key.upper, (0, top), (left, 0, width, view.above))
        below = top + view.above
        whole: list[tuple[pygame.Surface, tuple[int, int], tuple[int, int, int, int]]] = []
        blended: list[tuple[int, int, int, int]] = []
        for start, rows, pace in self._bands:
            push = min(max(away * pace, -left), left - 1)
            pixels = round(push) if key.is_lapse else math.floor(push)
            whole.append((key.ground, (0, below + start), (left - pixels, start, width, rows)))
            share = push - pixels
            if share > LEAST_SHARE:
                blended.append((start, rows, pixels + 1, round(share * MOST_ALPHA)))
        surface.blits(whole, doreturn=False)
        for start, rows, pixels, alpha in blended:
            key.ground.set_alpha(alpha)
            surface.blit(key.ground, (0, below + start), (left - pixels, start, width, rows))
        key.ground.set_alpha(None)
        limb = [(key.ground, (piece.x - left, below), piece) for piece in self._limb]
        surface.blits(limb, doreturn=False)


def _pictures(speed: float, *, is_lapse: bool) -> int:
    """How many pictures are made of one key at a speed in columns a picture."""
    span, most = (LAPSE_SPAN, LAPSE_MOST) if is_lapse else (SPAN, MOST)
    return min(most, max(2, 1 + int(span / max(speed, LEAST_SPEED))))

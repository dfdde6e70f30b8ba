"""What of a picture is surely behind something opaque, by cells: it need not be drawn there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pygame
from numpy.typing import NDArray

CELL_PX = 8
LEAST_CELLS = 8  # a shorter stretch of a row of cells is not worth leaving out
EVEN_PX = 4  # what is left to draw begins and ends at multiples of that: rows of 16 bytes are copied in half the time

Flags = NDArray[np.bool_]
Spans = list[tuple[int, int]]  # left edge, width


class Cover(NamedTuple):
    """Cells (row, column) that are hidden whole; `at` is the pixel of the picture in the corner of the first one."""

    cells: Flags
    at: tuple[int, int] = (0, 0)


def opaque_cells(albedo: pygame.Surface) -> Flags:
    """Which cells (row, column) of a square picture, whose side is a multiple of CELL_PX, are opaque."""
    count = albedo.get_width() // CELL_PX
    rows = pygame.surfarray.pixels_alpha(albedo).T.reshape(count, CELL_PX, -1).min(1)  # first along one axis: quicker
    cells: Flags = rows.reshape(count, count, CELL_PX).min(2) == 255
    return cells


def seen_spans(cover: Cover | None, bands: Sequence[tuple[int, int]], width: int) -> list[Spans]:
    """What a cover leaves to see of each band of rows (first, last + 1) of a picture so wide, from left to right."""
    if cover is None:
        return [[(0, width)] for _ in bands]
    count, columns = cover.cells.shape
    hidden = np.zeros((len(bands), columns + 2), np.bool_)  # with an edge at either side
    for number, (start, stop) in enumerate(bands):
        first, last = (start - cover.at[1]) // CELL_PX, -(-(stop - cover.at[1]) // CELL_PX)
        if 0 <= first < last <= count:
            hidden[number, 1:-1] = cover.cells[first:last].all(0)
    rows, edges = np.nonzero(hidden[:, 1:] != hidden[:, :-1])  # of each row in turn: begins, ends, begins ...
    stretches: list[Spans] = [[] for _ in bands]
    for row, begin, end in zip(rows[::2].tolist(), edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - begin >= LEAST_CELLS:
            left, right = cover.at[0] + begin * CELL_PX, cover.at[0] + end * CELL_PX
            stretches[row].append((-(-left // EVEN_PX) * EVEN_PX, right // EVEN_PX * EVEN_PX))
    return [_between(one, width) for one in stretches]


def _between(stretches: Sequence[tuple[int, int]], width: int) -> Spans:
    """What is left of a row between stretches (left, right) in order."""
    found: Spans = []
    edge = 0
    for left, right in (*stretches, (width, width)):
        if min(left, width) > edge:
            found.append((edge, min(left, width) - edge))
        edge = max(edge, right)
    return found

"""The part of a tile that surely hides what is behind it: that need not be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELL_PX = 16
LEAST_CELLS = 8  # a smaller part is not worth cutting what is behind it


def core_of(albedo: pygame.Surface) -> pygame.Rect:
    """The largest opaque part, by cells, of a tile whose side is a multiple of CELL_PX; without size = none."""
    count = albedo.get_width() // CELL_PX
    rows = pygame.surfarray.pixels_alpha(albedo).T.reshape(count, CELL_PX, -1).min(1)  # first along one axis: quicker
    cells = rows.reshape(count, count, CELL_PX).min(2).T == 255  # [column, row]
    core = _largest(cells)
    if core is None or core.width * core.height < LEAST_CELLS * CELL_PX * CELL_PX:
        return pygame.Rect(0, 0, 0, 0)
    return core


def _largest(cells: NDArray[np.bool_]) -> pygame.Rect | None:
    """The largest rectangle of true cells, px: for each row the heights above it, and the widest stretch of each."""
    columns, rows = cells.shape
    heights = [0] * columns
    best, found = 0, None
    for row in range(rows):
        heights = [height + 1 if is_on else 0 for height, is_on in zip(heights, cells[:, row].tolist(), strict=True)]
        stack: list[tuple[int, int]] = []  # first column, height
        for column, height in enumerate((*heights, 0)):
            first = column
            while stack and stack[-1][1] >= height:
                first, tall = stack.pop()
                if tall * (column - first) > best:
                    best = tall * (column - first)
                    found = pygame.Rect(first, row - tall + 1, column - first, tall)
            stack.append((first, height))
    if found is None:
        return None
    return pygame.Rect(found.x * CELL_PX, found.y * CELL_PX, found.width * CELL_PX, found.height * CELL_PX)

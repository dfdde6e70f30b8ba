"""What of a tile is opaque, what is soft and what is empty: an opaque part is blitted in a third of the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pygame

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELL_PX = 16
LEAST_CELLS = 8  # a smaller opaque part is not worth a blit of its own


@dataclass(frozen=True, slots=True)
class TileShape:
    """Parts that cover all of a tile that is not empty: one without holes (or None) and those around it."""

    core: pygame.Rect | None
    soft: tuple[pygame.Rect, ...]


def shape_of(albedo: pygame.Surface) -> TileShape:
    """Look at the alpha of a square tile whose side is a multiple of CELL_PX."""
    filled = albedo.get_bounding_rect()
    count = albedo.get_width() // CELL_PX
    rows = pygame.surfarray.pixels_alpha(albedo).T.reshape(count, CELL_PX, -1).min(1)  # first along one axis: quicker
    cells = rows.reshape(count, count, CELL_PX).min(2).T == 255  # [column, row]
    core = _largest(cells)
    if core is None or core.width * core.height < LEAST_CELLS * CELL_PX * CELL_PX:
        return TileShape(None, (filled,) if filled.size != (0, 0) else ())
    around = (
        pygame.Rect(filled.left, filled.top, filled.width, core.top - filled.top),
        pygame.Rect(filled.left, core.top, core.left - filled.left, core.height),
        pygame.Rect(core.right, core.top, filled.right - core.right, core.height),
        pygame.Rect(filled.left, core.bottom, filled.width, filled.bottom - core.bottom),
    )
    soft = []
    for part in around:
        if part.width > 0 and part.height > 0:
            inner = albedo.subsurface(part).get_bounding_rect().move(part.topleft)
            if inner.size != (0, 0):
                soft.append(inner)
    return TileShape(core, tuple(soft))


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

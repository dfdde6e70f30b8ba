"""Small drawings from SVG text, rasterised by pygame and kept; only features its rasteriser draws rightly are used."""

from __future__ import annotations

import io
from functools import lru_cache

import pygame

from game.view.store import Store
from game.view.theme import Colour, Tint

_HEAD = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {2} {3}">'
KEPT_BYTES = 24 << 20  # of drawings: a page is 7 MB, all symbols and bars of a walk 4 MB

_Key = tuple[str, tuple[int, int], tuple[float, float] | None]


def hex_of(colour: Colour | Tint) -> str:
    """The colour as #rrggbb."""
    return "#{:02x}{:02x}{:02x}".format(*colour[:3])


def fill_of(colour: Colour | Tint) -> str:
    """The SVG attributes that fill with a colour and its alpha."""
    return f'fill="{hex_of(colour)}" fill-opacity="{_alpha(colour):.3f}"'


def stroke_of(colour: Colour | Tint, width: float) -> str:
    """The SVG attributes that stroke with a colour, its alpha and round ends."""
    return (
        f'stroke="{hex_of(colour)}" stroke-opacity="{_alpha(colour):.3f}" stroke-width="{width:.2f}" '
        'stroke-linecap="round" stroke-linejoin="round"'
    )


def _alpha(colour: Colour | Tint) -> float:
    return colour[3] / 255 if len(colour) == 4 else 1.0


@lru_cache(maxsize=1)
def pixel_format() -> pygame.Surface:
    """A surface in the byte order of text and the screen: from any other a blit takes many times as long."""
    return pygame.Surface((1, 1), pygame.SRCALPHA, 32)


_DRAWINGS: Store[_Key] = Store(KEPT_BYTES)


def drawing(body: str, size: tuple[int, int], view: tuple[float, float] | None = None) -> pygame.Surface:
    """The SVG elements `body` in a view box (default: the size), rasterised at `size` px. Do not draw on the result."""
    return _DRAWINGS.get((body, size, view), lambda: _rasterise(body, size, view or size))


def _rasterise(body: str, size: tuple[int, int], box: tuple[float, float]) -> pygame.Surface:
    svg = _HEAD.format(size[0], size[1], box[0], box[1]) + body + "</svg>"
    return pygame.image.load_sized_svg(io.BytesIO(svg.encode()), size).convert(pixel_format())


def panel_body(size: tuple[int, int], fill: Tint, edge: Tint, edge_px: float, radius: float) -> str:
    """The SVG of a rounded panel that fills `size`."""
    half = edge_px / 2
    return (
        f'<rect x="{half:.2f}" y="{half:.2f}" width="{size[0] - edge_px:.2f}" height="{size[1] - edge_px:.2f}" '
        f'rx="{radius}" {fill_of(fill)} {stroke_of(edge, edge_px)}/>'
    )

"""Pieces of screens: scrims over the picture, headings, columns of buttons, the line of navigation hints."""

from __future__ import annotations

from collections.abc import Iterable

import pygame

from game.view.glyphs import glyph
from game.view.pen import Pen
from game.view.screens.items import Item
from game.view.theme import PICTURE_SIZE
from game.view.vector import drawing, hex_of
from game.view.widgets import Button, Widget

SIDE_PX = 120  # free margin left and right of a full-screen page
TOP_PX = 84
FOOT_PX = 84  # room for the hints below


def scrim(surface: pygame.Surface, pen: Pen) -> None:
    """Darken the whole picture so that text on it is read."""
    surface.fill(pen.palette.scrim)


def side_scrim(surface: pygame.Surface, pen: Pen, width: int) -> None:
    """Darken the left side, fading out to the right, so that the picture stays the picture."""
    red, green, blue, alpha = pen.palette.scrim
    colour, top = hex_of((red, green, blue)), max(alpha, 216) / 255
    body = (
        '<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="1000" y2="0">'
        f'<stop offset="0" stop-color="{colour}" stop-opacity="{top:.3f}"/>'
        f'<stop offset="0.72" stop-color="{colour}" stop-opacity="{top:.3f}"/>'
        f'<stop offset="1" stop-color="{colour}" stop-opacity="0"/></linearGradient></defs>'
        '<rect width="1000" height="10" fill="url(#g)"/>'
    )
    shade = drawing(body, (1000, 10), (1000, 10))
    surface.blit(pygame.transform.scale(shade, (width, surface.get_height())), (0, 0))


def heading(surface: pygame.Surface, pen: Pen, title: str, subtitle: str = "") -> int:
    """A page's title with an accent bar; returns where the page below begins."""
    letters, palette = pen.letters, pen.palette
    height = letters.height("title")
    bar = pen.box((8, round(height * 0.62)), palette.accent, radius=4)
    surface.blit(bar, (SIDE_PX - 28, TOP_PX + round(height * 0.2)))
    width = PICTURE_SIZE[0] - 2 * SIDE_PX
    letters.put(surface, title, (SIDE_PX, TOP_PX), "title", palette.text, width=width)
    y = TOP_PX + height
    if subtitle:
        y += letters.block(surface, subtitle, (SIDE_PX, y), "body", palette.dim, width=min(width, 1300), limit=2)
    return y + pen.theme.px(20)


def heading_height(pen: Pen, subtitle: str = "") -> int:
    """Where `heading` would end."""
    y = TOP_PX + pen.letters.height("title") + pen.theme.px(20)
    if subtitle:
        width = min(PICTURE_SIZE[0] - 2 * SIDE_PX, 1300)
        y += pen.letters.block_height(subtitle, "body", width, 2)
    return y


def buttons(items: Iterable[Item]) -> list[Widget]:
    """A button for each item."""
    return [
        Button(
            item.id,
            item.label,
            note=item.note,
            value=item.value,
            is_chosen=item.is_chosen,
            is_enabled=item.is_enabled,
            icon=item.icon,
        )
        for item in items
    ]


def column(pen: Pen, widgets: Iterable[Widget], rect: pygame.Rect, gap: int = 14) -> int:
    """Place widgets below each other from the rectangle's top; returns where they end."""
    y = rect.y
    for widget in widgets:
        height = widget.measure(pen, rect.width)
        widget.rect = pygame.Rect(rect.x, y, rect.width, height)
        y += height + gap
    return y - gap


def row(pen: Pen, widgets: list[Widget], rect: pygame.Rect, gap: int = 16) -> int:
    """Place widgets side by side, equally high, at the rectangle's bottom; returns their top.

    They are equally wide, but for those that would break a word.
    """
    if not widgets:
        return rect.bottom
    widths = _widths([widget.least_width(pen) for widget in widgets], rect.width - gap * (len(widgets) - 1))
    height = max(widget.measure(pen, width) for widget, width in zip(widgets, widths, strict=True))
    x = rect.x
    for widget, width in zip(widgets, widths, strict=True):
        widget.rect = pygame.Rect(x, rect.bottom - height, width, height)
        x += width + gap
    return rect.bottom - height


def _widths(least: list[int], room: int) -> list[int]:
    """The room in equal shares; what needs more than its share has that, as long as there is room for all."""
    if sum(least) > room:
        return [room // len(least)] * len(least)
    share, wide = room // len(least), set[int]()
    while too_wide := {place for place, need in enumerate(least) if need > share} - wide:
        wide |= too_wide
        share = (room - sum(least[place] for place in wide)) // max(1, len(least) - len(wide))
    return [least[place] if place in wide else share for place in range(len(least))]


def hints(surface: pygame.Surface, pen: Pen, device: str, *, can_go_back: bool = True) -> None:
    """At the lower edge: how to choose and leave with the device in use; nothing for touch and mouse."""
    names = pen.navigation.get(device)
    if names is None:
        return
    letters, palette = pen.letters, pen.palette
    px = max(pen.theme.art(34), letters.height("small"))
    y = PICTURE_SIZE[1] - FOOT_PX + (FOOT_PX - px) // 2
    x = SIDE_PX
    for key, inputs in zip(("nav.move", "nav.accept", "nav.back"), names, strict=True):
        if not inputs or (key == "nav.back" and not can_go_back):
            continue
        for name in inputs:
            picture = glyph(pen, "gamepad" if device == "switch" else device, name, px)
            surface.blit(picture, (x, y))
            x += picture.get_width() + 8
        top = y + (px - letters.height("small")) // 2
        x += letters.put(surface, pen.text.t(key), (x + 4, top), "small", palette.dim) + pen.theme.px(40)


def card(surface: pygame.Surface, pen: Pen, rect: pygame.Rect, title: str = "") -> int:
    """A panel as ground of a block of a page, with its label; returns where its content begins."""
    surface.blit(pen.box(rect.size, (*pen.palette.solid, 214), pen.palette.panel_edge), rect)
    y = rect.y + pen.theme.px(16)
    if title:
        pen.letters.put(surface, title.upper(), (rect.x + pen.theme.px(24), y), "label", pen.palette.dim)
        y += pen.letters.height("label") + pen.theme.px(8)
    return y

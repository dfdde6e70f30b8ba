"""Notices on the picture: panels above its lower edge, the newest lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pygame

    from game.app.notices import Notice
    from game.view.pen import Pen


def paint_notices(picture: pygame.Surface, pen: Pen, notices: Iterable[Notice]) -> None:
    """Draw each notice in the words of the moment; one to look at has a colour and a bar of its own."""
    y = picture.get_height() - 40
    for notice in reversed(tuple(notices)):
        words = pen.text.t(notice.key, **dict(notice.values))
        width = min(pen.letters.width(words, "small") + 48, picture.get_width() - 80)
        height = pen.letters.block_height(words, "small", width - 48) + 24
        colour = pen.palette.warn if notice.grade else pen.palette.text
        y -= height + 8
        at = ((picture.get_width() - width) // 2, y)
        picture.blit(pen.panel((width, height), bar=colour), at)
        pen.letters.block(picture, words, (at[0] + 26, y + 12), "small", colour, width=width - 48)

"""Notices on the picture: a line of panels at its lower edge, the newest lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pygame

    from game.app.notices import Notice
    from game.view.pen import Pen


LINES = 4  # of one notice
LONGEST = 1000  # characters: more of a faulty file's faults nobody reads


def draw_notices(picture: pygame.Surface, pen: Pen, notices: Sequence[Notice]) -> None:
    """Paint each notice with a bar of its grade."""
    y = picture.get_height() - 40
    for notice in reversed(notices):
        words = pen.text.t(notice.key, **dict(notice.values))[:LONGEST]
        width = min(pen.letters.width(words, "small") + 48, picture.get_width() - 80)
        height = pen.letters.block_height(words, "small", width - 48, LINES) + 24
        colour = pen.palette.warn if notice.grade else pen.palette.text
        y -= height + 8
        panel = pen.panel((width, height), bar=colour)
        at = ((picture.get_width() - width) // 2, y)
        picture.blit(panel, at)
        pen.letters.block(picture, words, (at[0] + 26, y + 12), "small", colour, width=width - 48, limit=LINES)

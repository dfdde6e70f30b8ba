"""Grouped lists at every text size: the row with the focus is seen, and keys reach every row in its order."""

from __future__ import annotations

from itertools import pairwise

import pygame
import pytest
from test_hud import pen_of

from game.control.intents import Intent
from game.view.screens.browse import BrowseModel, BrowseRow, BrowseScreen, Detail, Group
from game.view.screens.items import Item
from game.view.screens.parts import row
from game.view.theme import TEXT_SCALES
from game.view.widgets import Button

NOTES = ("Short.", "A note that takes some more room than one line of the list has at the largest size of text. " * 3)


def browse(scale: float, start: str = "") -> BrowseScreen:
    """Three groups of six rows, with notes of different length."""
    pygame.font.init()
    rows = [BrowseRow(f"row{k}", f"Row {k}", Detail(f"Row {k}"), note=NOTES[k % 2]) for k in range(18)]
    groups = tuple(Group(f"g{k}", f"Group {k}", tuple(rows[k * 6 : k * 6 + 6])) for k in range(3))
    screen = BrowseScreen(pen_of("en", text_scale=scale))
    screen.layout(BrowseModel("Title", groups, (Item("back", "Back"),), start=start))
    return screen


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_down_reaches_every_row_and_then_the_foot(scale) -> None:
    """From the first row down: each row in turn, wholly within the list, and only then the button below it; up goes
    the same way back."""
    screen = browse(scale)
    wanted = [f"row{k}" for k in range(18)]
    for kind, way in (("down", [*wanted[1:], "back"]), ("up", wanted[::-1])):
        for name in way:
            screen.handle(Intent(kind))
            assert screen.focus.id == name
            node = screen.focus.node
            assert node is not None
            assert screen.page is not None
            assert name == "back" or screen.page.rect.contains(node.rect)


@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_the_row_that_comes_next_is_seen_at_once(scale) -> None:
    """A list that opens with the focus far down shows that row; laid out anew it stays where it was scrolled to."""
    screen = browse(scale, start="row15")
    node = screen.focus.node
    assert node is not None
    assert node.id == "row15"
    assert screen.page is not None
    assert screen.page.rect.contains(node.rect)
    screen.page.scroll(screen.pen, -10_000.0)
    screen.layout(screen.model)
    assert screen.page.top_px == 0.0


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_buttons_in_a_row_break_no_word(language, scale) -> None:
    """The four buttons below a report hold each of their words whole, side by side and within their row."""
    pygame.font.init()
    pen = pen_of(language, text_scale=scale)
    t = pen.text.t
    keys = ("debrief.again", "debrief.next", "title.encyclopedia", "debrief.done")
    made = [Button(key, t(key), icon="book") for key in keys]
    place = pygame.Rect(120, 0, 1680, 1000)
    row(pen, list(made), place)
    for button in made:
        assert button.least_width(pen) <= button.rect.width
    assert all(one.rect.right < other.rect.left for one, other in pairwise(made))
    assert all(place.contains(button.rect) for button in made)

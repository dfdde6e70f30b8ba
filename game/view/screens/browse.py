"""A grouped list at the left and what the row with the focus is about at the right: missions, encyclopedia.

Up and down go from row to row, left and right from group to group; wheel, drag and tab work as in every list. With
large text there is no room at the right: rows carry a note instead, or lead to a page of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pygame

from game.control.intents import Intent
from game.view.pages import BlockPage, ListPage
from game.view.paths import assets_root
from game.view.pen import Pen
from game.view.screens.items import Item
from game.view.screens.parts import FOOT_PX, SIDE_PX, buttons, card, heading, heading_height, hints, row, scrim
from game.view.screens.screen import Screen
from game.view.theme import TARGET_PX, Colour
from game.view.widgets import Button, Result, Widget, colours, ground

GAP = 40
LIST_SHARE = 0.52  # of the width, while there is a right side
PICTURE_PX = 195
POSTER_SHARE = 9 / 16  # of its width: the height of a poster
LEAST_POSTER_PX = 120  # less room is not worth a picture
BESIDE_PX = (56, 48)  # what the right side's edges take


@dataclass(frozen=True, slots=True)
class Detail:
    """What is said of a row: a title, a line above the text, the text, small lines below it, a picture in assets/.

    `poster` is a picture as wide as there is room; it is cut to what the words leave, so it may come later.
    """

    title: str
    kicker: str = ""
    text: str = ""
    lines: tuple[str, ...] = ()
    picture: str = ""
    poster: pygame.Surface | None = None
    has_poster: bool = False  # there is or will be one


@dataclass(frozen=True, slots=True)
class BrowseRow:
    """A row: its mark is an icon (shape tells, not colour), `value` stands at its right, `badge` marks the next one."""

    id: str
    label: str
    detail: Detail
    mark: str = ""
    mark_label: str = ""  # what a narrator says of the mark
    value: str = ""
    badge: str = ""
    note: str = ""  # shown with large text only, when the right side is missing


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading; `note` says how many are done."""

    id: str
    label: str
    rows: tuple[BrowseRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class BrowseModel:
    """Groups of rows, and buttons below them."""

    title: str
    groups: tuple[Group, ...]
    foot: tuple[Item, ...]
    subtitle: str = ""
    start: str = ""
    device: str = "keyboard"


class Heading(Widget):
    """The name of a group in the list; it cannot have the focus."""

    __slots__ = ("note",)

    def __init__(self, group: Group) -> None:
        super().__init__(f"group.{group.id}", group.label)
        self.note = group.note

    @property
    def can_focus(self) -> bool:
        """Never."""
        return False

    def measure(self, pen: Pen, width: int) -> int:
        """One line with some room above it."""
        del width
        return pen.letters.height("label") + pen.theme.px(14)

    def draw(self, surface: pygame.Surface, pen: Pen, *, is_focused: bool, is_pressed: bool) -> None:
        """Its name at the left, its note at the right."""
        del is_focused, is_pressed
        letters, y = pen.letters, self.rect.bottom - pen.letters.height("label")
        used = letters.put(surface, self.note, (self.rect.right - 6, y), "label", pen.palette.dim, align=1)
        name = self.label.upper()
        letters.put(surface, name, (self.rect.x, y), "label", pen.palette.accent, width=self.rect.width - used - 24)


class RowButton(Button):
    """A row of the list: mark, label, badge, value."""

    __slots__ = ("badge", "mark", "mark_label", "shown")

    def __init__(self, entry: BrowseRow, *, has_note: bool) -> None:
        super().__init__(entry.id, entry.label, note=entry.note if has_note else "", value=entry.id)
        self.mark, self.mark_label, self.shown, self.badge = entry.mark, entry.mark_label, entry.value, entry.badge

    def spoken(self, pen: Pen) -> str:
        """Label, mark, badge, value, note."""
        del pen
        return ". ".join(part for part in (self.label, self.mark_label, self.badge, self.shown, self.note) if part)

    def _room(self, pen: Pen, width: int) -> tuple[int, int, int]:
        """Where the text begins, how wide it may be, and how wide the right side is."""
        pad, size = pen.theme.px(20), pen.theme.art(34)
        left = pad + size + pad // 2 if self.mark else pad
        right = pen.letters.width(self.shown, "strong") + pad if self.shown else 0
        return left, width - left - right - pad, right

    def measure(self, pen: Pen, width: int) -> int:
        """Label, badge and note below each other, never lower than a finger needs."""
        _, room, right = self._room(pen, width)
        letters = pen.letters
        height = letters.block_height(self.label, "strong", room) + 2 * pen.theme.px(10)
        height += letters.height("label") if self.badge else 0
        height += letters.block_height(self.note, "small", room + right) if self.note else 0
        return max(TARGET_PX, height)

    def draw(self, surface: pygame.Surface, pen: Pen, *, is_focused: bool, is_pressed: bool) -> None:
        """A box with the mark at its left."""
        ground(surface, pen, self.rect, is_focused=is_focused, is_pressed=is_pressed)
        main, second = colours(pen, is_focused=is_focused, is_enabled=self.is_enabled)
        letters, size = pen.letters, pen.theme.art(34)
        left, room, right = self._room(pen, self.rect.width)
        label = letters.block_height(self.label, "strong", room)
        height = label + (letters.height("label") if self.badge else 0)
        height += letters.block_height(self.note, "small", room + right) if self.note else 0
        x, y = self.rect.x + left, self.rect.y + (self.rect.height - height) // 2
        if self.mark:
            shade: Colour = main if is_focused else pen.palette.ok if self.mark == "check" else pen.palette.dim
            shade = pen.palette.warn if self.mark == "warning" and not is_focused else shade
            under = pen.palette.focused if is_focused else pen.palette.raised
            mark = pen.icon(self.mark, size, shade, ground=under)
            top = y + (letters.height("strong") - size) // 2
            surface.blit(mark, (self.rect.x + pen.theme.px(20), top))
        if self.shown:
            at = (self.rect.right - pen.theme.px(20), y)
            letters.put(surface, self.shown, at, "strong", main, align=1)
        y += letters.block(surface, self.label, (x, y), "strong", main, width=room)
        if self.badge:
            shade = main if is_focused else pen.palette.sun
            star = letters.height("label") - 6
            surface.blit(pen.icon("star", star, shade), (x, y + 3))
            letters.put(surface, self.badge, (x + star + 8, y), "label", shade, width=room - star - 8)
            y += letters.height("label")
        if self.note:
            letters.block(surface, self.note, (x, y), "small", second, width=room + right)


class Beside(BlockPage):
    """The right side: never in the way of the keys, as everything on it is also said where its row leads."""

    @property
    def can_focus(self) -> bool:
        """Never."""
        return False


class BrowseScreen(Screen):
    """Results: Result(row id, row id); the ids of the foot's items."""

    def handle(self, intent: Intent) -> Result | None:
        """Left and right jump from group to group."""
        by = {"left": -1, "right": 1}.get(intent.kind, 0)
        if by and self.model is not None and self._jump(by):
            return None
        return super().handle(intent)

    def _jump(self, by: int) -> bool:
        groups = [group for group in self.model.groups if group.rows]
        here = next((i for i, g in enumerate(groups) if any(row.id == self.focus.id for row in g.rows)), None)
        if here is None or len(groups) < 2:
            return False
        group = groups[(here + by) % len(groups)]
        self.focus.id = group.rows[0].id
        self._is_dirty = True
        head = next(widget for widget in self.widgets if widget.id == f"group.{group.id}")
        if self.page is not None:  # the group begins at the top of the list, as far as the list goes
            self.page.scroll(self.pen, head.rect.top - self.page.rect.top)
            self._set_nodes()
        self._reveal()
        return True

    def _build(self, model: BrowseModel) -> list[Widget]:
        pen = self.pen
        self.start = model.start
        top = heading_height(pen, "" if pen.theme.is_large else model.subtitle)
        full = self.size[0] - 2 * SIDE_PX
        is_large = pen.theme.is_large
        width = full if is_large else round(full * LIST_SHARE)
        foot = buttons(model.foot)
        bottom = self.size[1] - (24 if is_large else FOOT_PX)
        below = row(pen, foot, pygame.Rect(SIDE_PX, 0, min(width, len(foot) * pen.theme.px(420)), bottom)) - 24
        made: list[Widget] = []
        for group in model.groups:
            if group.rows:
                made.append(Heading(group))
                made += [RowButton(entry, has_note=is_large) for entry in group.rows]
        self.page = ListPage(pygame.Rect(SIDE_PX, top, width, below - top), made, gap=10)
        self.page.place(pen)
        self._shown = {entry.id: entry.detail for group in model.groups for entry in group.rows}
        self._last = model.start if model.start in self._shown else next(iter(self._shown), "")
        self.side: pygame.Rect | None = None
        beside: list[Widget] = []
        if not is_large:
            x = SIDE_PX + width + GAP
            self.side = pygame.Rect(x, top, self.size[0] - SIDE_PX - x, self.size[1] - FOOT_PX - top)
            page = Beside("beside", model.title, painter=self._paint_beside)
            page.rect = self.side.inflate(-BESIDE_PX[0], -BESIDE_PX[1])
            beside.append(page)
        return [*made, *beside, *foot]

    def _paint_beside(self, surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int) -> int:
        """The row that is shown."""
        detail = self._shown.get(self.shown)
        room = self.side.height - BESIDE_PX[1] if self.side is not None else 0
        return paint_detail(surface, pen, at, width, detail, room) if detail is not None else 0

    @property
    def shown(self) -> str:
        """The row that has, or last had, the focus."""
        if self.focus.id in self._shown:
            self._last = self.focus.id
        return self._last

    @property
    def is_beside(self) -> bool:
        """True if all that is said of the row that is shown is to be seen at the right side."""
        page = next((widget for widget in self.widgets if isinstance(widget, Beside)), None)
        if page is not None:
            page.measure(self.pen, page.rect.width)
        return page is not None and not page.overflow_px

    @property
    def poster_size(self) -> tuple[int, int]:
        """The size of the picture of a row, px; nothing where there is no right side."""
        if self.side is None:
            return 0, 0
        width = self.side.width - BESIDE_PX[0] - self.pen.theme.px(18)
        return width, round(width * POSTER_SHARE)

    def _paint(self, surface: pygame.Surface, model: BrowseModel) -> None:
        scrim(surface, self.pen)
        heading(surface, self.pen, model.title, "" if self.pen.theme.is_large else model.subtitle)
        if self.side is not None:
            card(surface, self.pen, self.side)
            hints(surface, self.pen, model.device)


def paint_detail(
    surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int, detail: Detail, room: int = 0
) -> int:
    """A row's picture, title, text and small lines below each other; returns the height.

    A poster takes what the words leave of `room`, px, also while it is still being made.
    """
    x, y = at
    picture = _picture(detail.picture, width) if detail.picture else None
    if picture is not None:
        surface.blit(picture, (x + (width - picture.get_width()) // 2, y))
        y += picture.get_height() + pen.theme.px(20)
    if detail.has_poster:
        words = _paint_words(pen.sheet((1, 1)), pen, (0, 0), width, detail)
        height = min(round(width * POSTER_SHARE), room - words - pen.theme.px(20))
        if height >= LEAST_POSTER_PX:
            _paint_poster(surface, pen, pygame.Rect(round(x), round(y), width, height), detail.poster)
            y += height + pen.theme.px(20)
    return round(y - at[1]) + _paint_words(surface, pen, (x, y), width, detail)


def _paint_poster(surface: pygame.Surface, pen: Pen, place: pygame.Rect, poster: pygame.Surface | None) -> None:
    """The middle of it, or the ground where it will be."""
    if poster is None:
        surface.blit(pen.box(place.size, pen.palette.solid), place)
        return
    seen = pygame.Rect((0, 0), place.size)
    seen.center = poster.get_rect().center
    surface.blit(poster, place, seen)


def _paint_words(surface: pygame.Surface, pen: Pen, at: tuple[float, float], width: int, detail: Detail) -> int:
    letters, palette = pen.letters, pen.palette
    x, y = at
    if detail.kicker:
        y += letters.block(surface, detail.kicker, (x, y), "label", palette.accent, width=width) + 4
    y += letters.block(surface, detail.title, (x, y), "heading", palette.text, width=width) + pen.theme.px(10)
    if detail.text:
        y += letters.block(surface, detail.text, (x, y), "body", palette.text, width=width) + pen.theme.px(16)
    for line in detail.lines:
        y += letters.block(surface, line, (x, y), "small", palette.dim, width=width) + 6
    return round(y - at[1])


@lru_cache(maxsize=8)
def _picture(name: str, width: int) -> pygame.Surface | None:
    """The picture of a thing as large as there is room; None when it cannot be read. Do not draw on the result."""
    path = assets_root() / name
    try:
        image = pygame.image.load(path)
        scale = min(width / image.get_width(), PICTURE_PX / image.get_height())
        size = (max(1, round(image.get_width() * scale)), max(1, round(image.get_height() * scale)))
        if path.suffix == ".svg":
            return pygame.image.load_sized_svg(path, size)
    except (OSError, pygame.error):
        return None
    return pygame.transform.smoothscale(image, size)

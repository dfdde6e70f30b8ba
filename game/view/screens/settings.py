"""Settings and remapping: sections at the left, the controls of one section at the right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pygame

from game.control.intents import Intent
from game.view.glyphs import glyph
from game.view.pages import ListPage
from game.view.pen import Pen
from game.view.rows import Choice, Slider, Toggle
from game.view.screens.items import Item
from game.view.screens.parts import FOOT_PX, SIDE_PX, buttons, column, heading, heading_height, hints, row, scrim
from game.view.screens.screen import Screen
from game.view.theme import TARGET_PX
from game.view.widgets import Button, Result, Widget, colours, ground

FOOT_GAP_PX = 36  # sets the way back apart from the sections


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting. `value` True/False makes a toggle, `options` a choice, else a slider from low to high."""

    id: str
    label: str
    value: Any
    options: tuple[tuple[Any, str], ...] = ()
    low: float = 0.0
    high: float = 1.0
    step: float = 0.1
    unit: str = "percent"
    note: str = ""  # a sentence for who has the focus on it


@dataclass(frozen=True, slots=True)
class Section:
    """A named group of settings, with buttons that lead elsewhere."""

    id: str
    label: str
    rows: tuple[SettingRow, ...] = ()
    items: tuple[Item, ...] = ()
    icon: str = ""


@dataclass(frozen=True, slots=True)
class SettingsModel:
    """All sections; `foot` are the buttons below the sections (back)."""

    title: str
    sections: tuple[Section, ...]
    foot: tuple[Item, ...]
    device: str = "keyboard"


def control(setting: SettingRow) -> Widget:
    """The control that fits a setting."""
    if isinstance(setting.value, bool):
        return Toggle(setting.id, setting.label, is_on=setting.value)
    if setting.options:
        return Choice(setting.id, setting.label, options=setting.options, value=setting.value)
    return Slider(
        setting.id,
        setting.label,
        value=float(setting.value),
        low=setting.low,
        high=setting.high,
        step=setting.step,
        unit=setting.unit,
    )


class SectionScreen(Screen):
    """A page with sections; choosing one is kept inside, everything else is a result."""

    section_key = "settings.section"  # what the choice of sections is called with large text

    def __init__(self, pen: Pen) -> None:
        """Begin with the first section."""
        super().__init__(pen)
        self.section = ""

    def handle(self, intent: Intent) -> Result | None:
        """As every screen, but changing the section needs no scene."""
        result = super().handle(intent)
        if result is not None and result.id.split(".")[0] == "section":
            self.section = result.value
            if self.page is not None:
                self.page.top_px = 0.0
            self.layout(self.model)
            return None
        return result

    def _sections(
        self, tabs: Iterable[tuple[str, str, str]], foot: Iterable[Item], top: int
    ) -> tuple[list[Widget], pygame.Rect]:
        """Section buttons and foot buttons at the left; returns them and the room at the right."""
        rows = list(tabs)
        if self.section not in {name for name, _, _ in rows}:
            self.section = rows[0][0]
        if self.pen.theme.is_large:
            return self._stacked(rows, foot, top)
        width = self.pen.theme.px(360)
        made: list[Widget] = [
            Button(f"section.{name}", label, value=name, is_chosen=name == self.section, icon=icon)
            for name, label, icon in rows
        ]
        below = buttons(foot)
        y = column(self.pen, made, pygame.Rect(SIDE_PX, top, width, 0), 12)
        column(self.pen, below, pygame.Rect(SIDE_PX, y + FOOT_GAP_PX, width, 0), 12)
        x = SIDE_PX + width + self.pen.theme.px(48)
        room = pygame.Rect(x, top, self.size[0] - SIDE_PX - x + 40, self.size[1] - FOOT_PX - top)
        return [*made, *below], room

    def _stacked(
        self, rows: list[tuple[str, str, str]], foot: Iterable[Item], top: int
    ) -> tuple[list[Widget], pygame.Rect]:
        """With large text: one choice of the section above, the foot below, the whole width between."""
        full = pygame.Rect(SIDE_PX, top, self.size[0] - 2 * SIDE_PX, self.size[1] - 20 - top)
        options = tuple((name, label) for name, label, _ in rows)
        choice = Choice("section", self.pen.text.t(self.section_key), options=options, value=self.section)
        y = column(self.pen, [choice], full) + 16
        below = buttons(foot)
        bottom = row(self.pen, below, pygame.Rect(full.x, 0, full.width, full.bottom)) - 16
        return [choice, *below], pygame.Rect(full.x, y, full.width, bottom - y)


class SettingsScreen(SectionScreen):
    """Results: Result(setting id, new value) at each change; ids of items."""

    def _build(self, model: SettingsModel) -> list[Widget]:
        top = heading_height(self.pen)
        tabs = [(section.id, section.label, section.icon) for section in model.sections]
        left, room = self._sections(tabs, model.foot, top)
        section = next(one for one in model.sections if one.id == self.section)
        made = [*(control(setting) for setting in section.rows), *buttons(section.items)]
        self._notes = {setting.id: setting.note for setting in section.rows}
        self.page = ListPage(room, made)
        self.page.place(self.pen)
        return [*left, *made]

    def _paint(self, surface: pygame.Surface, model: SettingsModel) -> None:
        scrim(surface, self.pen)
        heading(surface, self.pen, model.title)
        if not self.pen.theme.is_large:
            self._paint_note(surface)
            hints(surface, self.pen, model.device)

    def _paint_note(self, surface: pygame.Surface) -> None:
        """What the setting with the focus means, below the list if there is room."""
        note, page = self._notes.get(self.focus.id, ""), self.page
        if not note or page is None:
            return
        letters, (x, y) = self.pen.letters, (page.rect.x + self.pen.theme.px(22), page.rect.y + page.height + 20)
        if y + letters.block_height(note, "body", page.rect.width, 2) < page.rect.bottom:
            width = page.rect.width - self.pen.theme.px(44)
            letters.block(surface, note, (x, y), "body", self.pen.palette.dim, width=width, limit=2)


@dataclass(frozen=True, slots=True)
class BindingRow:
    """A verb and its inputs."""

    verb: str
    label: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemapModel:
    """Bindings of one device; `conflict` says what an input was taken from, or is empty."""

    title: str
    devices: tuple[tuple[str, str], ...]
    device: str
    rows: tuple[BindingRow, ...]
    foot: tuple[Item, ...]
    conflict: str = ""
    device_in_use: str = "keyboard"


class BindingButton(Button):
    """A verb with the pictures of its inputs."""

    __slots__ = ("device", "inputs")

    def __init__(self, binding: BindingRow, device: str) -> None:
        """A button that gives Result(verb, verb)."""
        super().__init__(binding.verb, binding.label, value=binding.verb, style="body")
        self.device = device
        self.inputs = binding.inputs

    def spoken(self, pen: Pen) -> str:
        """The verb and the names of its inputs."""
        del pen
        return f"{self.label}: {', '.join(self.inputs)}"

    def _pictures(self, pen: Pen) -> list[pygame.Surface]:
        device = "gamepad" if self.device == "switch" else self.device
        return [glyph(pen, device, name, pen.theme.art(44)) for name in self.inputs]

    def _room(self, pen: Pen, width: int) -> int:
        used = sum(picture.get_width() + 10 for picture in self._pictures(pen))
        return max(width // 3, width - used - 3 * pen.theme.px(22))

    def measure(self, pen: Pen, width: int) -> int:
        """The label beside the glyphs, never lower than a finger needs."""
        text = pen.letters.block_height(self.label, "body", self._room(pen, width))
        return max(TARGET_PX, text + 2 * pen.theme.px(10))

    def draw(self, surface: pygame.Surface, pen: Pen, *, is_focused: bool, is_pressed: bool) -> None:
        """Label at the left, glyphs at the right."""
        ground(surface, pen, self.rect, is_focused=is_focused, is_pressed=is_pressed)
        main, _ = colours(pen, is_focused=is_focused, is_enabled=self.is_enabled)
        room = self._room(pen, self.rect.width)
        height = pen.letters.block_height(self.label, "body", room)
        at = (self.rect.x + pen.theme.px(22), self.rect.y + (self.rect.height - height) // 2)
        pen.letters.block(surface, self.label, at, "body", main, width=room)
        x = self.rect.right - pen.theme.px(22)
        for picture in reversed(self._pictures(pen)):
            x -= picture.get_width()
            if is_focused and self.device != "keyboard":  # glyphs are light: they need a dark ground
                ground_box = pygame.Rect(x - 5, 0, picture.get_width() + 10, picture.get_height() + 10)
                ground_box.centery = self.rect.centery
                surface.blit(pen.box(ground_box.size, pen.palette.solid, radius=8), ground_box)
            surface.blit(picture, (x, self.rect.centery - picture.get_height() // 2))
            x -= 10
        if not self.inputs:
            top = self.rect.centery - pen.letters.height("body") / 2
            pen.letters.put(surface, "\N{EM DASH}", (x, top), "body", main, align=1)


class RemapScreen(SectionScreen):
    """Results: Result(verb, verb) to bind it anew; Result("device", name); ids of the foot items."""

    section_key = "remap.device"

    def handle(self, intent: Intent) -> Result | None:
        """Choosing a device is a result: its rows come from the scene."""
        result = Screen.handle(self, intent)
        if result is not None and result.id.split(".")[0] == "section":
            if self.page is not None:
                self.page.top_px = 0.0
            return Result("device", result.value)
        return result

    def _build(self, model: RemapModel) -> list[Widget]:
        self.section = model.device
        top = heading_height(self.pen)
        left, room = self._sections([(name, label, "") for name, label in model.devices], model.foot, top)
        self._note = 0
        if model.conflict:
            note = self.pen.letters.block_height(model.conflict, "body", room.width - 90, 2) + 24
            room = pygame.Rect(room.x, room.y + note + 12, room.width, room.height - note - 12)
            self._note = note
        made: list[Widget] = [BindingButton(binding, model.device) for binding in model.rows]
        self.page = ListPage(room, made)
        self.page.place(self.pen)
        return [*left, *made]

    def _paint(self, surface: pygame.Surface, model: RemapModel) -> None:
        pen = self.pen
        scrim(surface, pen)
        heading(surface, pen, model.title)
        if model.conflict and self.page is not None:
            window = self.page.rect
            box = pygame.Rect(window.x, window.top - 12 - self._note, window.width, self._note)
            surface.blit(pen.box(box.size, (*pen.palette.solid, 235), (*pen.palette.warn, 255), 2), box)
            surface.blit(pen.icon("warning", 40, pen.palette.warn), (box.x + 18, box.centery - 20))
            words = (box.x + 74, box.y + 12)
            pen.letters.block(surface, model.conflict, words, "body", pen.palette.text, width=box.width - 90, limit=2)
        if not pen.theme.is_large:
            hints(surface, pen, model.device_in_use)

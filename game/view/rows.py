"""Controls that hold a value, as rows of a page: toggle, slider, choice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pygame

from game.view.pen import Pen
from game.view.theme import TARGET_PX, Colour
from game.view.widgets import Result, Widget, colours, ground


@dataclass(slots=True)
class Row(Widget):
    """A control with its label at the left and its state at the right; below each other when there is no room."""

    def _shown(self, pen: Pen) -> str:
        del pen
        return ""

    def spoken(self, pen: Pen) -> str:
        """Label and state."""
        return f"{self.label}: {self._shown(pen)}"

    def _state_width(self, pen: Pen, width: int) -> int:
        del pen
        return round(width * 0.46)

    def _is_stacked(self, pen: Pen, width: int) -> bool:
        pad = pen.theme.px(22)
        longest = max((pen.letters.width(word, "body") for word in self.label.split()), default=0)
        room = width - self._state_width(pen, width) - 3 * pad
        return longest > room or len(pen.letters.wrap(self.label, "body", max(1, room))) > 2

    def measure(self, pen: Pen, width: int) -> int:
        """One or two rows, never lower than a finger needs."""
        pad = pen.theme.px(22)
        state = self._state_width(pen, width)
        if self._is_stacked(pen, width):
            return pen.letters.block_height(self.label, "body", width - 2 * pad) + self._stack_height(pen)
        text = pen.letters.block_height(self.label, "body", width - state - 3 * pad)
        return max(TARGET_PX, text + 2 * pen.theme.px(10))

    def _stack_height(self, pen: Pen) -> int:
        """The height of the second row."""
        return max(TARGET_PX, pen.letters.height("strong") + 12) + pen.theme.px(12)

    def _state_rect(self, pen: Pen) -> pygame.Rect:
        pad = pen.theme.px(22)
        if self._is_stacked(pen, self.rect.width):
            height = self._stack_height(pen) - pen.theme.px(12)
            return pygame.Rect(self.rect.x + pad, self.rect.bottom - height, self.rect.width - 2 * pad, height)
        width = self._state_width(pen, self.rect.width)
        return pygame.Rect(self.rect.right - width - pad, self.rect.y, width, self.rect.height)

    def draw(self, surface: pygame.Surface, pen: Pen, *, is_focused: bool, is_pressed: bool) -> None:
        """Box and label; the state by `_draw_state`."""
        ground(surface, pen, self.rect, is_focused=is_focused, is_pressed=is_pressed)
        main, _ = colours(pen, is_focused=is_focused, is_enabled=self.is_enabled)
        pad = pen.theme.px(22)
        if self._is_stacked(pen, self.rect.width):
            at, width = (self.rect.x + pad, self.rect.y + pen.theme.px(10)), self.rect.width - 2 * pad
        else:
            width = self.rect.width - self._state_width(pen, self.rect.width) - 3 * pad
            height = pen.letters.block_height(self.label, "body", width)
            at = (self.rect.x + pad, self.rect.y + (self.rect.height - height) // 2)
        pen.letters.block(surface, self.label, at, "body", main, width=width)
        self._draw_state(surface, pen, self._state_rect(pen), main)

    def _draw_state(self, surface: pygame.Surface, pen: Pen, area: pygame.Rect, colour: Colour) -> None:
        raise NotImplementedError


@dataclass(slots=True)
class Toggle(Row):
    """On or off; pressing it gives Result(id, the new state)."""

    is_on: bool = False

    def _shown(self, pen: Pen) -> str:
        return pen.text.t("widget.on" if self.is_on else "widget.off")

    def _state_width(self, pen: Pen, width: int) -> int:
        del width
        longest = max(pen.letters.width(pen.text.t(key), "strong") for key in ("widget.on", "widget.off"))
        return longest + pen.theme.art(76) + pen.theme.px(16)

    def _draw_state(self, surface: pygame.Surface, pen: Pen, area: pygame.Rect, colour: Colour) -> None:
        width, height = pen.theme.art(76), pen.theme.art(40)
        track = pygame.Rect(area.right - width, area.centery - height // 2, width, height)
        # Off is an empty ring at the left, on a filled dot at the right: place and filling tell, not colour.
        box = pen.box(track.size, (*colour, 70) if self.is_on else (0, 0, 0, 0), (*colour, 255), 3, height / 2)
        surface.blit(box, track)
        dot = height - 14
        fill = (*colour, 255) if self.is_on else (0, 0, 0, 0)
        left = track.right - dot - 7 if self.is_on else track.x + 7
        surface.blit(pen.box((dot, dot), fill, (*colour, 255), 3, dot / 2), (left, track.centery - dot // 2))
        at = (track.x - pen.theme.px(16), area.centery - pen.letters.height("strong") / 2)
        pen.letters.put(surface, self._shown(pen), at, "strong", colour, align=1)

    def on_key(self, kind: str) -> Result | str | None:
        """Accept turns it over; left is off, right is on."""
        if kind == "accept" or (kind == "left" and self.is_on) or (kind == "right" and not self.is_on):
            self.is_on = not self.is_on
            return Result(self.id, self.is_on)
        return "eaten" if kind in {"left", "right"} else None

    def on_press(self, at: tuple[float, float]) -> Result | None:
        """A tap turns it over."""
        del at
        self.is_on = not self.is_on
        return Result(self.id, self.is_on)


@dataclass(slots=True)
class Slider(Row):
    """A value between low and high in steps; each change gives Result(id, value)."""

    value: float = 0.0
    low: float = 0.0
    high: float = 1.0
    step: float = 0.1
    unit: str = "percent"  # how the value is shown: percent, or a text key with {value}
    _seen: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 1, 1))  # where the track was drawn

    def _shown(self, pen: Pen) -> str:
        if self.unit == "percent":
            return pen.text.t("widget.percent", value=round(self.value * 100))
        return pen.text.t(self.unit, value=self.value)

    def _track(self, pen: Pen) -> pygame.Rect:
        area = self._state_rect(pen)
        shown = pen.letters.width(pen.text.t("widget.percent", value=200), "strong") + pen.theme.px(16)
        shown += pen.theme.art(34) // 2  # half the knob
        return pygame.Rect(area.x, area.centery - 5, max(60, area.width - shown), 10)

    def _draw_state(self, surface: pygame.Surface, pen: Pen, area: pygame.Rect, colour: Colour) -> None:
        track = self._track(pen)
        fraction = (self.value - self.low) / (self.high - self.low)
        surface.blit(pen.box(track.size, (*colour, 80), radius=5), track)
        filled = max(10, round(track.width * fraction))
        surface.blit(pen.box((filled, track.height), colour, radius=5), track)
        knob = pen.theme.art(34)
        at = (track.x + round(track.width * fraction) - knob // 2, track.centery - knob // 2)
        surface.blit(pen.box((knob, knob), colour, pen.palette.solid, 4, knob / 2), at)
        top = area.centery - pen.letters.height("strong") / 2
        pen.letters.put(surface, self._shown(pen), (area.right, top), "strong", colour, align=1)
        self._seen = track

    def _set(self, value: float) -> Result | None:
        steps = round((max(self.low, min(self.high, value)) - self.low) / self.step)
        value = min(self.high, round(self.low + steps * self.step, 6))
        if value == self.value:
            return None
        self.value = value
        return Result(self.id, value)

    def on_key(self, kind: str) -> Result | str | None:
        """Left and right move it by one step; accept one step up, and from the highest to the lowest."""
        if kind in {"left", "right"}:
            return self._set(self.value + (self.step if kind == "right" else -self.step)) or "eaten"
        if kind == "accept":
            return self._set(self.value + self.step) or self._set(self.low) or "eaten"
        return None

    def on_press(self, at: tuple[float, float]) -> Result | None:
        """A tap on the track sets it there; beside the track it does nothing."""
        reach = self._seen.inflate(60, TARGET_PX)
        return self.on_drag(at) if reach.collidepoint(at) else None

    def on_drag(self, at: tuple[float, float]) -> Result | None:
        """It follows the finger."""
        fraction = (at[0] - self._seen.x) / max(1, self._seen.width)
        return self._set(self.low + max(0.0, min(1.0, fraction)) * (self.high - self.low))


@dataclass(slots=True)
class Choice(Row):
    """One of a few options side by side; a change gives Result(id, value of the option)."""

    options: tuple[tuple[Any, str], ...] = ()
    value: Any = None
    _seen: list[pygame.Rect] = field(default_factory=list)  # where the options were drawn
    _area: pygame.Rect = field(default_factory=lambda: pygame.Rect(0, 0, 1, 1))

    @property
    def index(self) -> int:
        """The place of the chosen option."""
        values = [value for value, _ in self.options]
        return values.index(self.value) if self.value in values else 0

    def _shown(self, pen: Pen) -> str:
        del pen
        return self.options[self.index][1] if self.options else ""

    def _cells(self, pen: Pen) -> list[int]:
        """The width of each option with room around it."""
        return [max(88, pen.letters.width(label, "strong") + pen.theme.px(36)) for _, label in self.options]

    def _state_width(self, pen: Pen, width: int) -> int:
        return min(round(width * 0.72), sum(self._cells(pen)))

    def _is_stacked(self, pen: Pen, width: int) -> bool:
        """Below the label too when the options fit side by side only there."""
        cells = sum(self._cells(pen))
        return super(Choice, self)._is_stacked(pen, width) or self._state_width(pen, width) < cells

    def _boxes(self, pen: Pen, area: pygame.Rect) -> list[pygame.Rect]:
        """Where each option lies, or nothing when they do not fit side by side."""
        cells = self._cells(pen)
        spare = area.width - sum(cells)
        if spare < 0 or not cells:
            return []
        more = spare // len(cells) if self._is_stacked(pen, self.rect.width) else 0
        x = area.x if more else area.right - sum(cells)
        boxes = []
        for cell in cells:
            height = min(area.height - 8, max(TARGET_PX - 14, pen.letters.height("strong")))
            box = pygame.Rect(x + 3, 0, cell + more - 6, height)
            box.centery = area.centery
            boxes.append(box)
            x += cell + more
        return boxes

    def _draw_state(self, surface: pygame.Surface, pen: Pen, area: pygame.Rect, colour: Colour) -> None:
        self._seen = self._boxes(pen, area)
        self._area = area
        is_inverse = colour == pen.palette.on_focus
        top = area.centery - pen.letters.height("strong") / 2
        if not self._seen:  # no room for all: the chosen one between arrows
            size = pen.theme.art(30)
            pen.letters.put(
                surface, self._shown(pen), (area.centerx, top), "strong", colour, align=0.5, width=area.width - 3 * size
            )
            surface.blit(pen.icon("chevron", size, colour, is_mirrored=True), (area.x, area.centery - size // 2))
            surface.blit(pen.icon("chevron", size, colour), (area.right - size, area.centery - size // 2))
            return
        for place, (box, (_, label)) in enumerate(zip(self._seen, self.options, strict=True)):
            shade = colour
            if place == self.index:
                surface.blit(pen.box(box.size, colour if is_inverse else pen.palette.accent, radius=9), box)
                shade = pen.palette.accent if is_inverse else pen.palette.on_focus
            pen.letters.put(surface, label, (box.centerx, top), "strong", shade, align=0.5)

    def _pick(self, place: int) -> Result | None:
        if not 0 <= place < len(self.options) or place == self.index:
            return None
        self.value = self.options[place][0]
        return Result(self.id, self.value)

    def on_key(self, kind: str) -> Result | str | None:
        """Left and right choose the neighbour; accept the next one, round at the end."""
        if kind in {"left", "right"}:
            return self._pick(self.index + (1 if kind == "right" else -1)) or "eaten"
        if kind == "accept" and self.options:
            return self._pick((self.index + 1) % len(self.options)) or "eaten"
        return None

    def on_press(self, at: tuple[float, float]) -> Result | None:
        """A tap on an option chooses it; on the label, the next one."""
        if not self.options:
            return None
        for place, box in enumerate(self._seen):
            if box.inflate(6, 60).collidepoint(at):
                return self._pick(place)
        if not self._seen and self._area.inflate(0, 40).collidepoint(at):
            by = 1 if at[0] >= self._area.centerx else -1
            return self._pick((self.index + by) % len(self.options))
        return self._pick((self.index + 1) % len(self.options))

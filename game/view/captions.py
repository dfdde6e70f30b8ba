"""Spoken lines in writing: which call is shown when, and its panel. Times are seconds of play, given by the caller."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Any

import pygame

from game.view.hud_parts import CaptionPart
from game.view.pen import Pen

READING_CPS = 14.0  # characters a second of a slow reader
LEAST_S = 3.0
MOST_S = 9.0
WAIT_S = 12.0  # a line that has waited longer has lost its moment, unless it is grave
QUEUE_LIMIT = 4


class Captions:
    """Shows one line at a time, long enough to read; a graver line cuts in. Every line is kept in `log`."""

    def __init__(self) -> None:
        self._queue: deque[tuple[float, CaptionPart]] = deque()
        self._now: CaptionPart | None = None
        self._until_s = 0.0
        self.log: deque[CaptionPart] = deque(maxlen=60)

    def hear(self, calls: Iterable[Any], now_s: float) -> None:
        """Take calls (key, speaker, grade, values) in the order they were spoken."""
        for call in calls:
            values = tuple(sorted(dict(call.values).items())) if call.values else ()
            part = CaptionPart(call.speaker, call.key, values, call.grade)
            self.log.append(part)
            self._queue.append((now_s, part))
        while len(self._queue) > QUEUE_LIMIT:
            least = min(self._queue, key=lambda entry: (entry[1].grade, entry[0]))
            self._queue.remove(least)

    def shown(self, now_s: float, length: int = 70) -> CaptionPart | None:
        """The line to show now; `length` is how many characters a line has when its text is not known."""
        graver = max((part.grade for _, part in self._queue), default=0)
        if self._now is not None and (now_s >= self._until_s or graver > max(1, self._now.grade)):
            self._now = None
        while self._now is None and self._queue:
            entry = max(self._queue, key=lambda one: one[1].grade)  # of equals the first spoken
            self._queue.remove(entry)
            if now_s - entry[0] > WAIT_S and entry[1].grade < 2:
                continue
            self._now = entry[1]
            self._until_s = now_s + max(LEAST_S, min(MOST_S, 1.2 + length / READING_CPS))
        return self._now

    def lasts(self, pen: Pen, now_s: float) -> CaptionPart | None:
        """As `shown`, timed by the words of the language of the moment."""
        before = self._now
        part = self.shown(now_s)
        if part is not None and part is not before:
            length = len(caption_text(pen, part))
            self._until_s = now_s + max(LEAST_S, min(MOST_S, 1.2 + length / READING_CPS))
        return part

    def clear(self) -> None:
        """Forget what waits (restart, scene change)."""
        self._queue.clear()
        self._now = None


def caption_text(pen: Pen, part: CaptionPart) -> str:
    """The words of a line."""
    return pen.text.t(part.key, **dict(part.values))


def paint_caption(pen: Pen, part: CaptionPart, width: int) -> pygame.Surface:
    """A panel with the speaker's name and the line; an accent bar in the colour of its grade."""
    theme, palette, letters = pen.theme, pen.palette, pen.letters
    pad = theme.px(26)
    words = caption_text(pen, part)
    lines = letters.wrap(words, "caption", width - 2 * pad, 5)
    widest = max(letters.width(line, "caption") for line in lines)
    speaker = pen.text.t(f"speaker.{part.speaker}")
    widest = max(widest, letters.width(speaker, "label") + theme.px(40))
    size = (
        widest + 2 * pad,
        theme.px(10) + letters.height("label") + len(lines) * letters.height("caption") + theme.px(14),
    )
    colour = theme.grade(part.grade) if part.grade >= 2 else palette.accent
    panel = pen.panel(size, bar=colour)
    y = theme.px(10)
    icon = theme.art(22)
    panel.blit(pen.icon("radio", icon, colour), (pad, y + (letters.height("label") - icon) // 2))
    letters.put(panel, speaker, (pad + icon + theme.px(8), y), "label", colour)
    y += letters.height("label")
    for line in lines:
        letters.put(panel, line, (pad, y), "caption", palette.text)
        y += letters.height("caption")
    return panel

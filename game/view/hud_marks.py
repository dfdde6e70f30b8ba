"""Things over the picture itself: alarm banner, prompts, refusals, progress ring, pointers, pause and replay marks."""

from __future__ import annotations

import math

import pygame

from game.view.glyphs import glyph
from game.view.hud_parts import AdvicePart, BannerPart, PromptPart, RefusalPart, RingPart
from game.view.pen import Pen
from game.view.vector import drawing, fill_of, stroke_of

PROMPT_LINES = 4


def paint_banner(pen: Pen, part: BannerPart, width: int) -> pygame.Surface:
    """Shape, word of the grade and name of the alarm, then the one thing to do."""
    theme, palette, letters, text = pen.theme, pen.palette, pen.letters, pen.text
    is_full = part.grade >= 3
    colour = palette.alarm_fill if is_full else theme.grade(part.grade)
    values = dict(part.values)
    grade, name = text.t(f"grade.{part.grade}").upper(), text.t(part.key, **values)
    do = text.t(part.do_key, **values)
    size = theme.art(72 if part.grade >= 2 else 56)
    pad = theme.px(20)
    limit = min(theme.px(720), width - size - 3 * pad)
    others = f"+{part.more}" if part.more else ""  # how many more alarms there are
    above = letters.width(grade, "label") + letters.width(others, "label") + pad
    widest = max(letters.width(name, "heading"), letters.width(do, "body"), above)
    inner = max(theme.px(200), min(limit, widest))
    label_height = letters.height("label")
    name_height = letters.block_height(name, "heading", inner, 2)
    do_height = letters.block_height(do, "body", inner, 2)
    text_height = label_height + name_height + do_height
    height = max(size, text_height) + 2 * theme.px(12)
    width = inner + size + 3 * pad
    if is_full:
        panel = drawing(
            f'<rect width="{width}" height="{height}" rx="{theme.radius}" {fill_of(colour)}/>', (width, height)
        ).copy()
        main, mark = palette.on_alarm, pen.icon("emergency", size, palette.on_alarm, ground=colour)
    else:
        panel = pen.panel((width, height), edge=(*colour, 255), bar=colour)
        main, mark = palette.text, pen.grade_icon(part.grade, size)
    panel.blit(mark, (pad, (height - size) // 2))
    x, y = pad * 2 + size, (height - text_height) // 2
    shade = main if is_full else colour
    letters.put(panel, grade, (x, y), "label", shade)
    letters.put(panel, others, (x + inner, y), "label", main, align=1)
    letters.block(panel, name, (x, y + label_height), "heading", shade, width=inner, limit=2)
    letters.block(panel, do, (x, y + label_height + name_height), "body", main, width=inner, limit=2)
    return panel


def paint_prompts(
    pen: Pen, parts: tuple[PromptPart, ...], width: int
) -> tuple[pygame.Surface, tuple[pygame.Rect, ...]]:
    """One box with glyph and verb for each prompt, and where each lies; what is asked for is larger."""
    theme, palette, letters = pen.theme, pen.palette, pen.letters
    boxes: list[pygame.Surface] = []
    for part in parts:
        style = "lead" if part.is_first and not theme.is_large else "body"
        px = theme.art(52 if part.is_first else 42)
        pictures = [glyph(pen, part.device, name, px) for name in part.inputs[:4]]
        words = pen.text.t(part.key, **dict(part.values))
        pad, gap = theme.px(18), theme.px(8)
        glyphs = sum(picture.get_width() + gap for picture in pictures)
        inner = min(letters.width(words, style), max(theme.px(160), width - glyphs - 2 * pad))
        lines = letters.block_height(words, style, inner, PROMPT_LINES)
        height = max(px, lines) + theme.px(18)
        colour = palette.accent if part.is_first else None
        box = pen.panel((2 * pad + glyphs + inner, height), edge=(*colour, 255) if colour else None)
        x = pad
        for picture in pictures:
            box.blit(picture, (x, (height - picture.get_height()) // 2))
            x += picture.get_width() + gap
        letters.block(box, words, (x, (height - lines) // 2), style, palette.text, width=inner, limit=PROMPT_LINES)
        boxes.append(box)
    return _rows(pen, boxes, width)


def _rows(pen: Pen, boxes: list[pygame.Surface], width: int) -> tuple[pygame.Surface, tuple[pygame.Rect, ...]]:
    """The boxes in centred rows not wider than `width`."""
    gap = pen.theme.px(10)
    rows: list[list[pygame.Surface]] = [[]]
    for box in boxes:
        used = sum(one.get_width() + gap for one in rows[-1])
        if rows[-1] and used + box.get_width() > width:
            rows.append([])
        rows[-1].append(box)
    heights = [max((box.get_height() for box in row), default=0) for row in rows]
    sheet = pen.sheet((width, sum(heights) + gap * (len(rows) - 1)))
    y = 0
    places = []
    for row, height in zip(rows, heights, strict=True):
        x = (width - sum(box.get_width() for box in row) - gap * (len(row) - 1)) // 2
        for box in row:
            places.append(sheet.blit(box, (x, y + (height - box.get_height()) // 2)))
            x += box.get_width() + gap
        y += height + gap
    return sheet, tuple(places)


def paint_advice(pen: Pen, part: AdvicePart, width: int) -> pygame.Surface:
    """What is to be done, large; below it where that is, and why if it is not the plan's next step."""
    theme, palette, letters, t = pen.theme, pen.palette, pen.letters, pen.text.t
    title = t(part.title_key) if part.title_key else ""
    head = t(f"advice.{part.what}", title=title)
    lines = []
    if part.way:
        lines.append(t("advice.where", distance=part.distance_m, way=t(f"way.{part.way}")))
    if part.why:
        lines.append(t(f"advice.why.{part.why}"))
    below = "  ".join(lines)
    size, pad, gap = theme.art(46), theme.px(22), theme.px(16)
    room = width - size - 2 * pad - gap
    inner = min(room, max(letters.width(head, "lead"), letters.width(below, "body")))
    head_height = letters.block_height(head, "lead", inner, 2)
    below_height = letters.block_height(below, "body", inner, 2) if below else 0
    height = max(size, head_height + below_height) + theme.px(20)
    colour = palette.warn if part.why else palette.accent
    panel = pen.panel((inner + size + 2 * pad + gap, height), bar=colour)
    panel.blit(pen.icon("help", size, colour), (pad, (height - size) // 2))
    x, y = pad + size + gap, (height - head_height - below_height) // 2
    letters.block(panel, head, (x, y), "lead", palette.text, width=inner, limit=2)
    if below:
        letters.block(panel, below, (x, y + head_height), "body", palette.dim, width=inner, limit=2)
    return panel


def paint_refusal(pen: Pen, part: RefusalPart, width: int) -> pygame.Surface:
    """A crossed symbol and why not, with what to do instead."""
    theme, palette, letters = pen.theme, pen.palette, pen.letters
    words = pen.text.t(f"refused.{part.reason}", value=float(part.value))
    size, pad = theme.art(34), theme.px(16)
    inner = min(letters.width(words, "body"), width - size - 3 * pad)
    lines = letters.block_height(words, "body", inner, 2)
    height = max(size, lines) + theme.px(14)
    panel = pen.panel((inner + size + 3 * pad, height), edge=(*palette.warn, 200))
    panel.blit(pen.icon("cross", size, palette.warn), (pad, (height - size) // 2))
    letters.block(panel, words, (2 * pad + size, (height - lines) // 2), "body", palette.text, width=inner, limit=2)
    return panel


def paint_speed(pen: Pen, *, is_paused: bool, speed: float) -> pygame.Surface:
    """A chip: paused, slowed, or a replay."""
    theme, palette, letters, text = pen.theme, pen.palette, pen.letters, pen.text
    if is_paused:
        name, words = "pause", text.t("hud.paused")
    elif speed < 1:
        name, words = "slow", text.t("hud.slow", value=text.number(speed, 2).rstrip("0"))
    else:
        name, words = "replay", text.t("hud.replay")
    size, pad = theme.art(36), theme.px(18)
    width = letters.width(words, "strong") + size + 3 * pad
    panel = pen.panel((width, max(size, letters.height("strong")) + theme.px(18)))
    height = panel.get_height()
    panel.blit(pen.icon(name, size, palette.accent), (pad, (height - size) // 2))
    letters.put(panel, words, (2 * pad + size, (height - letters.height("strong")) // 2), "strong", palette.text)
    return panel


def paint_ring(pen: Pen, part: RingPart) -> pygame.Surface:
    """Progress of a step round its worksite: a dark ring under a bright arc, the share written below the top."""
    palette = pen.palette
    size = pen.theme.art(132)
    centre, radius = size / 2, size / 2 - 12
    fraction = min(99.9, part.fraction) / 100
    angle = 2 * math.pi * fraction
    x, y = centre + radius * math.sin(angle), centre - radius * math.cos(angle)
    large = 1 if fraction > 0.5 else 0
    colour = palette.accent if part.is_working else palette.dim
    body = f'<circle cx="{centre}" cy="{centre}" r="{radius}" fill="none" {stroke_of(palette.marker_outline, 16)}/>'
    body += f'<circle cx="{centre}" cy="{centre}" r="{radius}" fill="none" {stroke_of((*palette.text, 90), 9)}/>'
    if part.fraction > 0:
        arc = f"M{centre:.1f} {centre - radius:.1f} A{radius:.1f} {radius:.1f} 0 {large} 1 {x:.2f} {y:.2f}"
        body += f'<path d="{arc}" fill="none" {stroke_of(colour, 9)}/>'
    sheet = drawing(body, (size, size)).copy()
    words = pen.text.t("widget.percent", value=part.fraction)
    label = pen.letters.line(words, "label", palette.text)
    tag = pen.box((label.get_width() + 18, label.get_height() + 2), palette.panel, radius=10)
    box = tag.get_rect(center=(size // 2, size - 16))
    sheet.blit(tag, box)
    sheet.blit(label, label.get_rect(center=box.center))
    return sheet


def place_mark(at: tuple[int, int], free: pygame.Rect) -> tuple[tuple[int, int], float | None]:
    """Where a pointer goes and, if its place lies outside `free`, its direction (degrees, 0 = right, clockwise)."""
    x, y = at
    if free.collidepoint(at):
        return at, None
    dx, dy = x - free.centerx, y - free.centery
    scale = min(
        free.width / 2 / abs(dx) if dx else math.inf,
        free.height / 2 / abs(dy) if dy else math.inf,
    )
    return (round(free.centerx + dx * scale), round(free.centery + dy * scale)), math.degrees(math.atan2(dy, dx))


def paint_mark(pen: Pen, kind: str, distance_m: int, turn_deg: int | None, *, is_urgent: bool) -> pygame.Surface:
    """A pointer: symbol in a dark disc, distance below, an arrow outside the disc when the place is out of sight."""
    palette = pen.palette
    colour = palette.alarm if is_urgent else palette.ok if kind == "home" else palette.accent
    size = pen.theme.art(132)
    disc, centre = pen.theme.art(58), size / 2
    body = (
        f'<circle cx="{centre}" cy="{centre}" r="{disc / 2}" {fill_of(palette.marker_outline)} {stroke_of(colour, 3)}/>'
    )
    if turn_deg is not None:
        tip = disc / 2 + 8
        body += (
            f'<g transform="rotate({turn_deg} {centre} {centre})"><path d="M{centre + tip} {centre - 13} '
            f'L{centre + tip + 18} {centre} L{centre + tip} {centre + 13} Z" {fill_of(colour)} '
            f"{stroke_of(palette.marker_outline, 2)}/></g>"
        )
    sheet = drawing(body, (size, size)).copy()
    inner = pen.theme.art(38)
    symbol = pen.icon(kind, inner, colour)
    sheet.blit(symbol, symbol.get_rect(center=(size // 2, size // 2)))
    words = pen.text.t("unit.m", value=distance_m)
    label = pen.letters.line(words, "label", palette.text)
    tag = pen.box((label.get_width() + 14, label.get_height()), palette.panel, radius=9)
    box = tag.get_rect(midtop=(size // 2, round(centre + disc / 2 - 2)))
    sheet.blit(tag, box)
    sheet.blit(label, label.get_rect(center=box.center))
    return sheet

"""Panels of time and place: EVA clock with turn-back bar, timeline of the plan, orbit bar."""

from __future__ import annotations

import pygame

from game.view.glyphs import glyph
from game.view.hud_parts import CameraPart, ClockPart, OrbitPart, StepRow, TimelinePart
from game.view.pen import Pen
from game.view.text import clock, minutes_seconds
from game.view.theme import Colour
from game.view.vector import drawing, fill_of, stroke_of

ROW_ICONS = {"done": "check", "active": "active", "open": "open", "locked": "lock"}
PLACE_STYLES, PLACE_LINES = ("strong", "small", "label"), 3
LATE_MIN = 5  # EVA minutes behind the plan that are worth a colour


def clock_width(pen: Pen) -> int:
    """The width of the clock panel, px."""
    return max(pen.theme.px(400), pen.letters.figures_width("00:00:00", "clock") + pen.theme.px(150))


def clock_digits_at(pen: Pen) -> tuple[int, int]:
    """Where the running digits go, from the panel's top left corner."""
    return pen.theme.px(20), pen.theme.px(14) + pen.letters.height("label")


def paint_clock(pen: Pen, part: ClockPart) -> pygame.Surface:
    """The clock panel without its digits, which run too fast to repaint a panel for."""
    theme, palette, letters, text = pen.theme, pen.palette, pen.letters, pen.text
    width, pad = clock_width(pen), theme.px(20)
    lines = letters.height("label") + letters.height("clock")
    has_turn = part.turn_back_min is not None
    size = theme.art(24)
    room = width - 2 * pad - size - theme.px(10)
    words = _turn_words(pen, part)
    words_height = letters.block_height(words, "small", room, 2) if has_turn else 0
    height = theme.px(14) + lines + theme.px(16) + (theme.px(22) + words_height if has_turn else 0)
    panel = pen.panel((width, height))
    y = theme.px(12)
    label = text.t("hud.eva_time" if part.is_running else "hud.before_hatch")
    letters.put(panel, label, (pad, y), "label", palette.dim, width=width - pad * 2)
    left = width - 2 * pad - letters.width(label, "label") - theme.px(10)
    utc = next((shown for shown in (f"UTC {part.utc}", part.utc) if letters.width(shown, "label") <= left), "")
    if part.utc and utc:  # with large text the label may need all of the room
        letters.put(panel, utc, (width - pad, y), "label", palette.dim, align=1)
    middle = theme.px(14) + letters.height("label") + letters.height("clock") // 2
    x = width - pad
    if part.light:
        disc = theme.art(38)
        is_day = part.light == "day"
        x -= disc
        sign = pen.icon("sun" if is_day else "moon", disc, palette.sun if is_day else palette.night)
        panel.blit(sign, (x, middle - disc // 2))
        x -= theme.px(10)
    if part.factor != 1.0 and part.is_running:
        shown = text.number(part.factor, 0 if part.factor >= 10 or part.factor == int(part.factor) else 1)
        letters.put(panel, f"×{shown}", (x, middle - letters.height("figure") / 2), "figure", palette.accent, align=1)
    if part.turn_back_min is not None:
        y = theme.px(14) + lines + theme.px(12)
        is_late = part.turn_back_min < 0
        colour = palette.alarm if is_late else palette.warn if part.turn_back_min < 15 else palette.accent
        bar = (width - 2 * pad, 10)
        panel.blit(pen.bar(bar, part.used, colour, part.turn), (pad, y))
        shade = colour if is_late or part.turn_back_min < 15 else palette.text
        y += theme.px(18)
        panel.blit(pen.icon("home", size, shade), (pad, y + (letters.height("small") - size) // 2))
        letters.block(panel, words, (pad + size + theme.px(10), y), "small", shade, width=room, limit=2)
    return panel


def _turn_words(pen: Pen, part: ClockPart) -> str:
    """When the way home must begin, or by how much it is late."""
    if part.turn_back_min is None:
        return ""
    key = "hud.turn_now" if part.turn_back_min < 0 else "hud.turn_in"
    return pen.text.t(key, time=pen.text.span(part.turn_back_min))


def timeline_width(pen: Pen) -> int:
    """The width of the timeline panel, px."""
    return pen.theme.px(470)


def paint_timeline(pen: Pen, part: TimelinePart) -> pygame.Surface:
    """Plan against actual as a bar, then the steps around the present one."""
    theme, palette, letters, text = pen.theme, pen.palette, pen.letters, pen.text
    width, pad = timeline_width(pen), theme.px(20)
    mark = theme.art(26)
    inner = width - 2 * pad - mark - theme.px(12)
    rows = _shown_rows(pen, part.rows)
    heights = [_row_height(pen, row, inner) for row in rows]
    top = theme.px(12) + letters.height("label") + (theme.px(34) if part.stretches else theme.px(10))
    panel = pen.panel((width, top + sum(heights) + theme.px(12)))
    y = theme.px(12)
    used = 0
    if part.behind_min is not None and abs(part.behind_min) >= 1:
        is_late = part.behind_min > 0
        key = "hud.behind" if is_late else "hud.ahead"
        colour = palette.warn if part.behind_min >= LATE_MIN else palette.text if is_late else palette.ok
        used = letters.put(panel, text.tn(key, abs(part.behind_min)), (width - pad, y), "label", colour, align=1)
    else:
        used = letters.put(panel, f"{part.done} / {part.total}", (width - pad, y), "label", palette.dim, align=1)
    if used + letters.width(text.t("hud.timeline"), "label") + pad <= width - 2 * pad:
        letters.put(panel, text.t("hud.timeline"), (pad, y), "label", palette.dim)
    if part.stretches:
        bar = _plan_bar(pen, part, (width - 2 * pad, 18))
        panel.blit(bar, (pad, y + letters.height("label") + theme.px(5)))
    y = top
    for row, height in zip(rows, heights, strict=True):
        _paint_row(pen, panel, row, (pad, y), inner)
        y += height
    return panel


def _plan_bar(pen: Pen, part: TimelinePart, size: tuple[int, int]) -> pygame.Surface:
    """The plan's stretches, done ones filled, and a pin where the clock stands."""
    palette = pen.palette
    width, height = size
    body = ""
    for begin, end, state in part.stretches:
        x, length = begin * width, max(3.0, (end - begin) * width - 3)
        fill = {"done": palette.ok, "active": palette.accent}.get(state, palette.track)
        body += f'<rect x="{x:.1f}" y="6" width="{length:.1f}" height="8" rx="3" {fill_of(fill)}/>'
    picture = drawing(body, size).copy()
    x = max(4, min(width - 4, round(part.now / 200 * width)))
    picture.fill((*palette.solid, 255), (x - 4, 0, 8, height))
    picture.fill(palette.text, (x - 2, 0, 4, height))
    return picture


def _shown_rows(pen: Pen, rows: tuple[StepRow, ...]) -> tuple[StepRow, ...]:
    """All rows, or with large text the active one and the next."""
    if not pen.theme.is_large:
        return rows
    active = next((place for place, row in enumerate(rows) if row.state == "active"), 0)
    return rows[active : active + 2]


def row_title(pen: Pen, row: StepRow) -> str:
    """The step's own title, else the name of its kind of act."""
    return pen.text.t(row.title_key if pen.text.has(row.title_key) else f"step.{row.kind}")


def _row_style(row: StepRow) -> str:
    return "strong" if row.state == "active" else "small"


def _row_height(pen: Pen, row: StepRow, width: int) -> int:
    style = _row_style(row)
    lines = 2 if row.state == "active" else 1
    height = pen.letters.block_height(row_title(pen, row), style, width, lines) + pen.theme.px(5)
    return height + (pen.theme.px(16) if row.state == "active" else 0)


def _paint_row(pen: Pen, panel: pygame.Surface, row: StepRow, at: tuple[int, int], width: int) -> None:
    palette, theme = pen.palette, pen.theme
    style = _row_style(row)
    is_now = row.state == "active"
    size = theme.art(26)
    colour: Colour = {"done": palette.ok, "active": palette.accent}.get(row.state, palette.dim)
    x = at[0] + size + theme.px(12)
    line = pen.letters.height(style)
    panel.blit(pen.icon(ROW_ICONS.get(row.state, "open"), size, colour), (at[0], at[1] + (line - size) // 2))
    shade = palette.text if is_now else palette.dim
    limit = 2 if is_now else 1
    used = pen.letters.block(panel, row_title(pen, row), (x, at[1]), style, shade, width=width, limit=limit)
    if is_now:
        panel.blit(pen.bar((width, 8), row.fraction / 50, palette.accent), (x, at[1] + used + theme.px(3)))


def orbit_width(pen: Pen) -> int:
    """The width of the orbit panel, px."""
    return min(pen.theme.px(440), 560)


def place_style(pen: Pen, place: str, width: int) -> str:
    """The largest style in which the name of a place fits whole on two lines, else the smallest."""
    for style in PLACE_STYLES:
        widest = max(pen.letters.width(word, style) for word in place.split())
        if widest <= width and len(pen.letters.wrap(place, style, width)) <= 2:
            return style
    return PLACE_STYLES[-1]


def paint_orbit(pen: Pen, part: OrbitPart) -> pygame.Surface:
    """Where above the Earth, and day and night of this orbit."""
    theme, palette, letters, text = pen.theme, pen.palette, pen.letters, pen.text
    width, pad = orbit_width(pen), theme.px(20)
    inner = width - 2 * pad
    place = text.t(part.place)
    place = place[:1].upper() + place[1:]
    minutes, is_long = part.next_change_s / 60, part.next_change_s >= 120
    shown = text.span(minutes) if is_long else minutes_seconds(part.next_change_s)
    change = text.t("hud.sunrise_in" if part.is_night else "hud.sunset_in", time=shown)
    size = theme.art(28)
    style = place_style(pen, place, inner)
    place_height = letters.block_height(place, style, inner, PLACE_LINES)
    camera = _camera_row(pen, part.camera, inner) if part.camera is not None and _has_camera(pen, part) else None
    bar_height = theme.art(28)
    height = (
        theme.px(14) + place_height + theme.px(8) + bar_height + theme.px(8) + letters.height("small") + theme.px(12)
    )
    height += camera.get_height() + theme.px(4) if camera is not None else 0
    panel = pen.panel((width, height))
    y = theme.px(14)
    y += letters.block(panel, place, (pad, y), style, palette.text, width=inner, limit=PLACE_LINES) + theme.px(8)
    night = part.night_from * inner
    at = part.at / 400 * inner
    middle = bar_height / 2
    low, high, end = middle - 6, middle + 6, inner - 6
    body = f'<rect y="{low}" width="{inner}" height="12" rx="6" {fill_of(palette.sun)}/>'
    body += f'<path d="M{night:.1f} {low} H{end} A6 6 0 0 1 {end} {high} H{night:.1f} Z" {fill_of(palette.shadow)}/>'
    body += f'<path d="M{night:.1f} {middle - 10} V{middle + 10}" {stroke_of(palette.text, 2)}/>'
    panel.blit(drawing(body, (inner, bar_height)), (pad, y))
    size_px = round(bar_height * 0.9)
    dot = pen.box((size_px, size_px), palette.text, palette.solid, 4, size_px / 2)
    x = max(0, min(inner - size_px, round(at - size_px / 2)))
    panel.blit(dot, (pad + x, y + (bar_height - size_px) // 2))
    y += bar_height + theme.px(8)
    colour = palette.night if part.is_night else palette.sun
    panel.blit(
        pen.icon("moon" if part.is_night else "sun", size, colour), (pad, y + (letters.height("small") - size) // 2)
    )
    letters.put(panel, change, (pad + size + theme.px(10), y), "small", palette.text, width=inner - size - theme.px(10))
    if camera is not None:
        panel.blit(camera, (pad, y + letters.height("small") + theme.px(4)))
    return panel


def _has_camera(pen: Pen, part: OrbitPart) -> bool:
    """With large text only what a person has set is told."""
    return part.camera is not None and (part.camera.is_manual or not pen.theme.is_large)


def _camera_row(pen: Pen, camera: CameraPart, width: int) -> pygame.Surface:
    """The exposure: symbol, words, and the key that changes it."""
    palette, theme, letters = pen.palette, pen.theme, pen.letters
    size, gap = theme.art(28), theme.px(10)
    cap = glyph(pen, camera.device, camera.input, theme.art(36)) if camera.input and not theme.is_large else None
    room = width - size - gap - (cap.get_width() + gap if cap is not None else 0)
    words = pen.text.t("hud.exposure.night" if camera.is_open else "hud.exposure.sun")
    colour = palette.warn if camera.is_manual else palette.dim
    style = "small"
    height = max(size, letters.block_height(words, style, room, 2), cap.get_height() if cap is not None else 0)
    row = pygame.Surface((width, height), pygame.SRCALPHA, 32)
    sign = pen.icon("aperture_wide" if camera.is_open else "aperture_small", size, colour)
    row.blit(sign, (0, (height - size) // 2))
    lines = letters.block_height(words, style, room, 2)
    letters.block(row, words, (size + gap, (height - lines) // 2), style, colour, width=room, limit=2)
    if cap is not None:
        row.blit(cap, (width - cap.get_width(), (height - cap.get_height()) // 2))
    return row


def eva_digits(part_eva_s: int, *, is_running: bool) -> str:
    """What the clock shows."""
    return clock(part_eva_s) if is_running else "00:00:00"

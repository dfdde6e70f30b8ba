"""Panels of the person: what holds him (two hands, two hooks) and what keeps him alive (suit)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pygame

from game.view.hud_parts import HandPart, HookPart, PointsPart, SuitPart
from game.view.pen import Pen
from game.view.theme import Colour
from game.view.vector import drawing, fill_of, stroke_of

WEAK = 7  # twentieths of grip strength below which a hand tires visibly
GRADE_PX = 22  # the shape of a grade beside what it is about, at 100 %
BAR_PX = 9
HOLDING_STATES = ("gripping", "holding", "working")


def points_width(pen: Pen) -> int:
    """The width of the points panel, px; the suit panel takes the same."""
    return pen.theme.art(470)


def points_boxes(pen: Pen, count_hooks: int = 2) -> dict[str, pygame.Rect]:
    """Where each hand and hook can be pressed, from the panel's corner: hook1, left, right, hook2."""
    names = ["hook1", "left", "right", "hook2"][: 2 + count_hooks] if count_hooks > 1 else ["hook1", "left", "right"]
    width, pad = points_width(pen), pen.theme.px(14)
    step = (width - 2 * pad) / len(names)
    top = pen.theme.px(14) + pen.letters.height("strong")
    return {
        name: pygame.Rect(round(pad + place * step), top, round(step), pen.theme.art(96))
        for place, name in enumerate(names)
    }


def paint_points(pen: Pen, part: PointsPart) -> pygame.Surface:
    """Four symbols in the order hook, hand, hand, hook; closed ones are boxed, and one line says how many hold."""
    theme, palette, letters, text = pen.theme, pen.palette, pen.letters, pen.text
    width, pad = points_width(pen), theme.px(20)
    boxes = points_boxes(pen, len(part.hooks))
    bottom = max(box.bottom for box in boxes.values())
    grade = 3 if part.is_adrift else 0 if part.has_two else 2
    colour = theme.grade(grade)
    edge = None if grade == 0 else (*colour, 255)
    panel = pen.panel((width, bottom + theme.px(12)), edge=edge)
    y = theme.px(10)
    size = theme.art(30)
    panel.blit(pen.grade_icon(grade, size), (pad, y + (letters.height("strong") - size) // 2))
    key = _state_of(part)
    shown = text.tn(key, part.points) if key == "hud.points" else text.t(key)
    letters.put(
        panel,
        shown,
        (pad + size + theme.px(10), y),
        "strong",
        colour if grade else palette.text,
        width=width - 2 * pad - size,
    )
    for hook in part.hooks:
        _paint_hook(pen, panel, boxes.get(hook.id), hook)
    for hand in part.hands:
        _paint_hand(pen, panel, boxes[hand.side], hand)
    return panel


def _state_of(part: PointsPart) -> str:
    """The text key of what the panel says."""
    if part.is_towed:
        return "hud.towed"
    if part.is_adrift:
        return "hud.adrift"
    if part.is_inside:
        return "hud.inside"
    return "hud.restrained" if part.is_restrained and part.has_two else "hud.points"


def _tile(pen: Pen, panel: pygame.Surface, box: pygame.Rect, *, is_closed: bool, is_armed: bool = False) -> pygame.Rect:
    """The ground of one symbol: filled when it holds, an empty frame when it does not, a second frame when armed."""
    palette = pen.palette
    tile = box.inflate(-10, -4)
    if is_armed:
        panel.blit(pen.box(box.size, (*palette.focused[:3], 70), palette.focused, 4, 12), box)
        tile = tile.inflate(-6, -10)
    if is_closed:
        panel.blit(pen.box(tile.size, (*palette.ok, 84), (*palette.ok, 255), 2.5, 10), tile)
    else:
        panel.blit(pen.box(tile.size, (0, 0, 0, 0), (*palette.dim, 110), 1.5, 10), tile)
    return tile


def _paint_hook(pen: Pen, panel: pygame.Surface, box: pygame.Rect | None, hook: HookPart) -> None:
    if box is None:
        return
    palette = pen.palette
    is_closed = hook.state == "closed"
    tile = _tile(pen, panel, box, is_closed=is_closed, is_armed=hook.is_armed)
    size = pen.theme.art(66)
    colour: Colour = palette.text if is_closed else palette.dim
    name = "hook_closed" if is_closed else "hook_lost" if hook.state == "lost" else "hook_open"
    mark = pen.icon(name, size, colour, second=palette.ok)
    panel.blit(mark, mark.get_rect(center=(tile.centerx, tile.centery - pen.theme.art(4))))
    number = hook.id[-1]
    pen.letters.put(panel, number, (tile.right - 8, tile.y + 2), "label", palette.dim, align=1)
    if hook.state in {"clipping", "unclipping"}:
        bar = (tile.width - 16, 8)
        fraction = hook.fraction / 10 if hook.state == "clipping" else 1 - hook.fraction / 10
        panel.blit(pen.bar(bar, fraction, palette.accent), (tile.x + 8, tile.bottom - 14))


def _paint_hand(pen: Pen, panel: pygame.Surface, box: pygame.Rect, hand: HandPart) -> None:
    palette = pen.palette
    is_closed = hand.state in HOLDING_STATES
    tile = _tile(pen, panel, box, is_closed=hand.state == "gripping", is_armed=hand.is_armed)
    size = pen.theme.art(60)
    name = f"hand_{hand.state}" if is_closed else "hand_free"
    colour: Colour = palette.text if is_closed else palette.accent if hand.state == "reaching" else palette.dim
    is_left = hand.side == "left"
    mark = pen.icon(
        name, size, colour, second=palette.ok if hand.state == "gripping" else palette.accent, is_mirrored=is_left
    )
    panel.blit(mark, mark.get_rect(center=(tile.centerx, tile.y + size // 2 + 8)))
    # Grip strength: a bar that grows shorter; when it is weak it also carries a tick across its end.
    shade = palette.warn if hand.strength <= WEAK else palette.ok
    panel.blit(pen.bar((tile.width - 20, 10), hand.strength / 20, shade), (tile.x + 10, tile.bottom - 17))


@dataclass(frozen=True, slots=True)
class Supply:
    """One small gauge of the suit panel."""

    name_key: str
    value: str
    fraction: float
    grade: int


def _supplies(pen: Pen, part: SuitPart) -> list[Supply]:
    """CO2, water, battery; with large text only the two that matter most now."""
    text, is_large = pen.text, pen.theme.is_large
    co2 = text.number(part.co2_mmhg, 1) if is_large else text.t("unit.mmhg", value=part.co2_mmhg)
    water, battery = (text.t("widget.percent", value=round(share * 100)) for share in (part.water, part.battery))
    found = {
        "co2": Supply("hud.co2", co2, part.lioh, part.grades[1]),
        "water": Supply("hud.water", water, part.water, part.grades[2]),
        "battery": Supply("hud.battery", battery, part.battery, part.grades[3]),
    }
    found = {name: supply for name, supply in found.items() if name in part.stores or name == "co2"}
    if not is_large:
        return list(found.values())
    weight = {name: (-supply.grade, name != part.limiting, supply.fraction) for name, supply in found.items()}
    kept = sorted(found, key=lambda name: weight[name])[:2]
    return [supply for name, supply in found.items() if name in kept]


def _paint_supply(pen: Pen, panel: pygame.Surface, supply: Supply, at: tuple[int, int], room: int) -> None:
    palette, letters = pen.palette, pen.letters
    colour = pen.theme.grade(supply.grade) if supply.grade else palette.accent
    shown = letters.put(
        panel, supply.value, (at[0] + room, at[1]), "small", colour if supply.grade else palette.text, align=1
    )
    name, left = pen.text.t(supply.name_key), max(30, room - shown - 8)
    style = "small" if letters.width(name, "small") <= left else "label"
    letters.put(panel, name, at, style, palette.dim, width=left)
    x, y = at[0], at[1] + letters.height("small") + pen.theme.px(2)
    if supply.grade:  # its shape at the beginning of the bar, where no word needs the room
        size = pen.theme.art(GRADE_PX)
        panel.blit(pen.grade_icon(supply.grade, size), (x, y + (BAR_PX - size) // 2 + pen.theme.px(3)))
        x += size + pen.theme.px(6)
    panel.blit(pen.bar((at[0] + room - x, BAR_PX), supply.fraction, colour), (x, y))


def paint_suit(pen: Pen, part: SuitPart) -> pygame.Surface:
    """The oxygen dial, the smaller supplies beside it, heart and breath below, and what runs out first."""
    theme, palette, letters, text = pen.theme, pen.palette, pen.letters, pen.text
    width, pad = points_width(pen), theme.px(20)
    dial = theme.art(148)
    label, small = letters.height("label"), letters.height("small")
    supplies = _supplies(pen, part)
    row = max(small, theme.art(28)) + theme.px(20)
    body = max(dial, len(supplies) * row)
    inner = width - 2 * pad
    name = text.t(part.suit)
    if letters.width(name, "label") > inner:  # with large text: what matters needs the room
        name, label = "", 0
    limiting = text.t(f"limit.{part.limiting}") if part.limiting else ""
    lasts = text.t("hud.lasts", time=text.span(part.left_min), what=limiting)
    words = letters.block_height(lasts, "small", inner, 2)
    height = theme.px(12) + label + words + theme.px(10) + body + theme.px(8) + small + theme.px(12)
    panel = pen.panel((width, height))
    y = theme.px(12)
    room = inner
    if part.flags and label:  # what is switched otherwise than usual stands at the right of the suit's name
        flags = " · ".join(text.t(f"hud.flag.{flag}") for flag in part.flags[:2])
        room -= letters.put(panel, flags, (width - pad, y), "label", theme.grade(1), width=room, align=1) + theme.px(14)
    if name:
        letters.put(panel, name, (pad, y), "label", palette.dim, width=room)
    y += label
    letters.block(panel, lasts, (pad, y), "small", palette.text, width=inner, limit=2)
    y += words + theme.px(10)
    _paint_dial(pen, panel, (pad, y + (body - dial) // 2), dial, part)
    x = pad + dial + (theme.art(14) if theme.is_large else theme.px(22))
    room = width - x - pad
    top = y + (body - len(supplies) * row) // 2
    for supply in supplies:
        _paint_supply(pen, panel, supply, (x, top), room)
        top += row
    y += body + theme.px(8)
    size = theme.art(24)
    cells = (
        ("pressure", text.t("unit.kpa", value=part.pressure_kpa), part.grades[4]),
        ("heart", f"{part.heart}", part.grades[5]),
        ("breath", f"{part.breath}", 0),
    )
    x = pad
    mark, gap = theme.art(GRADE_PX), theme.px(6)
    for symbol, value, grade in cells:
        colour = theme.grade(grade) if grade else palette.dim
        taken = size + theme.px(8) + letters.width(value, "small") + (gap + mark if grade else 0)
        if x + taken > width - pad:
            break  # the breath, which has no alarm
        panel.blit(pen.icon(symbol, size, colour), (x, y + (small - size) // 2))
        x += size + theme.px(8)
        x += letters.put(panel, value, (x, y), "small", theme.grade(grade) if grade else palette.text)
        if grade:
            panel.blit(pen.grade_icon(grade, mark), (x + gap, y + (small - mark) // 2))
            x += gap + mark
        x += theme.px(18)
    return panel


def _paint_dial(pen: Pen, panel: pygame.Surface, at: tuple[int, int], size: int, part: SuitPart) -> None:
    """A three-quarter ring of oxygen with its share in the middle; the reserve bottle is the thin ring inside."""
    palette, letters, text = pen.palette, pen.letters, pen.text
    grade = part.grades[0]
    colour = pen.theme.grade(grade) if grade else palette.accent
    centre, radius = size / 2, size / 2 - 8
    body = f'<path d="{_arc(centre, radius, 1.0)}" fill="none" {stroke_of(palette.track, 12)}/>'
    if part.o2 > 0:
        body += f'<path d="{_arc(centre, radius, part.o2)}" fill="none" {stroke_of(colour, 12)}/>'
    if part.reserve > 0:
        body += f'<path d="{_arc(centre, radius - 12, part.reserve)}" fill="none" {stroke_of((*palette.dim, 200), 3)}/>'
    x, y = _on_ring(centre, radius, 0.2)
    body += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" {fill_of((*palette.solid, 255))}/>'
    panel.blit(drawing(body, (size, size)), at)
    style = "number" if letters.width("100", "number") < 2.0 * (radius - CLEAR_PX) else "figure"
    middle = (at[0] + centre, at[1] + centre - letters.height(style) * 0.62)
    number = f"{round(part.o2 * 100)}"
    letters.put(panel, number, middle, style, colour if grade else palette.text, align=0.5)
    below = (at[0] + centre, at[1] + centre + letters.height(style) * 0.24)
    letters.put(panel, text.t("hud.o2_unit"), below, "label", palette.dim, align=0.5)
    if grade:  # in the opening of the ring
        mark = pen.theme.art(GRADE_PX)
        panel.blit(pen.grade_icon(grade, mark), (at[0] + (size - mark) // 2, at[1] + size - mark))


CLEAR_PX = 22  # from the middle of the ring to the number in it
_SWEEP = math.radians(270)


def _on_ring(centre: float, radius: float, fraction: float) -> tuple[float, float]:
    angle = math.radians(135) + _SWEEP * fraction
    return centre + radius * math.cos(angle), centre + radius * math.sin(angle)


def _arc(centre: float, radius: float, fraction: float) -> str:
    """The SVG path of an open ring from lower left clockwise."""
    x0, y0 = _on_ring(centre, radius, 0.0)
    x1, y1 = _on_ring(centre, radius, max(0.004, fraction))
    large = 1 if _SWEEP * fraction > math.pi else 0
    return f"M{x0:.2f} {y0:.2f} A{radius:.2f} {radius:.2f} 0 {large} 1 {x1:.2f} {y1:.2f}"

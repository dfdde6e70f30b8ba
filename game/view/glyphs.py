"""Pictures of inputs for prompts: key caps, mouse, finger, generic pad. Named as in the bindings.

The pad is generic: face buttons are shown by their place in the diamond, so that no maker's letters are needed.
"""

from __future__ import annotations

import pygame

from game.view.pen import Pen
from game.view.vector import drawing, fill_of, hex_of, stroke_of

BOX = 64.0
# Keys whose cap shows a drawing instead of a word.
_ARROWS = {"left": 180, "up": 270, "right": 0, "down": 90}
# Keys with a short name that is the same in both languages; others are texts `key.<name>` or their own name.
_SHORT = {
    "escape": "Esc", "tab": "Tab", "lshift": "Shift", "rshift": "Shift", "lctrl": "Ctrl", "rctrl": "Ctrl",
    "lalt": "Alt", "ralt": "Alt", "minus": "\N{MINUS SIGN}", "equals": "+", "kp_minus": "\N{MINUS SIGN}",
    "kp_plus": "+", "kp_enter": "Enter", "return": "Enter", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home",
    "end": "End", "insert": "Ins", "delete": "Del", "comma": ",", "period": ".", "slash": "/", "semicolon": ";",
    "quote": "'", "backslash": "\\", "leftbracket": "[", "rightbracket": "]", "grave": "`",
}  # fmt: skip
_FACE = {"a": (32, 50), "b": (50, 32), "x": (14, 32), "y": (32, 14)}
_PAD_WORDS = {
    "left_trigger": "LT", "right_trigger": "RT", "left_shoulder": "LB", "right_shoulder": "RB",
}  # fmt: skip
_MENU = {"start": "M20 22 H44 M20 32 H44 M20 42 H44", "back": "M18 18 H38 V38 H18 Z M38 28 H46 V46 H28 V38"}


def glyph(pen: Pen, device: str, name: str, px: int) -> pygame.Surface:
    """The picture of one input, `px` high; keys with words are wider. Do not draw on the result."""
    if device == "keyboard":
        return _key(pen, name, px)
    if device == "mouse":
        return _mouse(pen, name, px)
    if device == "touch":
        return _touch(pen, name, px)
    return _pad(pen, name, px)


def key_name(pen: Pen, name: str) -> str:
    """What stands on a key's cap in the language of the moment."""
    if name in _SHORT:
        return _SHORT[name]
    spoken = f"key.{name}"
    if pen.text.has(spoken):
        return pen.text.t(spoken)
    return name.upper() if len(name) <= 3 else name.replace("_", " ").capitalize()


def _key(pen: Pen, name: str, px: int) -> pygame.Surface:
    face, ink = pen.palette.key_cap, pen.palette.on_key_cap
    if name in _ARROWS:
        body = _cap(px, px, face) + (
            f'<g transform="rotate({_ARROWS[name]} {px / 2} {px * 0.47})">'
            f'<path d="M{px * 0.34} {px * 0.47} H{px * 0.62} '
            f'M{px * 0.5} {px * 0.33} L{px * 0.66} {px * 0.47} L{px * 0.5} {px * 0.61}" fill="none" '
            f"{stroke_of(ink, px * 0.085)}/></g>"
        )
        return drawing(body, (px, px))
    word = key_name(pen, name)
    style = "key" if pen.letters.height("key") < px * 0.9 else "label"
    letters = pen.letters.line(word, style, ink)
    if letters.get_height() > px * 0.96:  # text larger than the cap: the cap's size wins
        letters = pygame.transform.smoothscale_by(letters, px * 0.96 / letters.get_height())
    width = max(px, letters.get_width() + round(px * 0.5))
    picture = drawing(_cap(width, px, face), (width, px)).copy()
    picture.blit(letters, letters.get_rect(center=(width // 2, round(px * 0.47))))
    return picture


def _cap(width: int, height: int, face: tuple[int, int, int, int]) -> str:
    """A key cap: a light top on a darker foot."""
    foot = tuple(round(c * 0.62) for c in face[:3])
    radius = height * 0.2
    return (
        f'<rect x="1" y="1" width="{width - 2}" height="{height - 2}" rx="{radius}" fill="{hex_of((*foot, 255))}"/>'  # type: ignore[arg-type]
        f'<rect x="1" y="1" width="{width - 2}" height="{height * 0.88 - 2:.1f}" rx="{radius}" {fill_of(face)}/>'
    )


def _mouse(pen: Pen, name: str, px: int) -> pygame.Surface:
    palette = pen.palette
    line = stroke_of(palette.key_cap, 4.5)
    accent = fill_of(palette.accent)
    body = f'<rect x="14" y="4" width="36" height="56" rx="18" fill="none" {line}/>'
    buttons = {
        "left": f'<path d="M14 28 V22 C14 12 21 5 31 4 V28 Z" {accent}/>',
        "right": f'<path d="M50 28 V22 C50 12 43 5 33 4 V28 Z" {accent}/>',
    }
    body = buttons.get(name, buttons["left"] if name == "drag" else "") + body
    body += f'<path d="M14 28 H50 M32 5 V28" fill="none" {line}/>'
    if name in {"middle", "wheel_up", "wheel_down"}:
        body += f'<rect x="27" y="10" width="10" height="20" rx="5" {accent}/>'
    ways = {"wheel_up": "M56 26 L60 18 L64 26", "wheel_down": "M56 18 L60 26 L64 18"}
    if name in ways:
        body += f'<path d="{ways[name]}" fill="none" {stroke_of(palette.accent, 4)}/>'
    if name == "drag":
        body += f'<path d="M2 44 L-4 44 M56 44 H64 M60 39 L65 44 L60 49" fill="none" {stroke_of(palette.accent, 4)}/>'
    return drawing(body, (round(px * 1.06), px), (BOX * 1.06, BOX))


def _touch(pen: Pen, name: str, px: int) -> pygame.Surface:
    palette = pen.palette
    rings = f'<circle cx="30" cy="12" r="11" fill="none" {stroke_of(palette.accent, 4)}/>'
    body = (
        f'<path d="M25 12 C25 5 35 5 35 12 V30 C45 30 54 33 54 43 C54 53 50 57 48 62 H29 C26 56 20 50 14 44 '
        f'C10 39 16 34 21 37 L25 40 Z" {fill_of(palette.key_cap)}/>'
    )
    if name == "drag":
        rings = f'<path d="M42 12 H62 M55 5 L63 12 L55 19" fill="none" {stroke_of(palette.accent, 5)}/>'
    return drawing(rings + body, (px, px), (BOX, BOX))


def _pad(pen: Pen, name: str, px: int) -> pygame.Surface:
    palette = pen.palette
    light, accent = fill_of(palette.key_cap), fill_of(palette.accent)
    line = stroke_of(palette.key_cap, 4)
    if name in _FACE:
        body = "".join(
            f'<circle cx="{x}" cy="{y}" r="11" {accent}/>'
            if key == name
            else f'<circle cx="{x}" cy="{y}" r="9" fill="none" {line}/>'
            for key, (x, y) in _FACE.items()
        )
        return drawing(body, (px, px), (BOX, BOX))
    if name in _PAD_WORDS:
        is_trigger = name.endswith("trigger")
        shape = (
            "M8 58 V30 C8 12 20 6 32 6 C44 6 56 12 56 30 V58 Z"
            if is_trigger
            else "M6 46 V32 C6 22 14 18 22 18 H58 V46 Z"
        )
        if name.startswith("right") and not is_trigger:
            shape = "M58 46 V32 C58 22 50 18 42 18 H6 V46 Z"
        picture = drawing(f'<path d="{shape}" {light}/>', (px, px), (BOX, BOX)).copy()
        word = pen.letters.line(_PAD_WORDS[name], "label", palette.on_key_cap)
        picture.blit(word, word.get_rect(center=(px // 2, round(px * (0.6 if is_trigger else 0.5)))))
        return picture
    if name.startswith("dpad"):
        cross = "M24 6 H40 V24 H58 V40 H40 V58 H24 V40 H6 V24 H24 Z"
        arm = {"up": (24, 6), "down": (24, 40), "left": (6, 24), "right": (40, 24)}.get(name.removeprefix("dpad_"))
        body = f'<path d="{cross}" fill="none" {line}/>'
        if arm:
            body += f'<rect x="{arm[0]}" y="{arm[1]}" width="16" height="18" {accent}/>'
        return drawing(body, (px, px), (BOX, BOX))
    if name.endswith(("stick", "press")):
        side = "L" if name.startswith("left") else "R"
        fill = accent if name.endswith("press") else light
        body = f'<circle cx="32" cy="32" r="28" fill="none" {line}/><circle cx="32" cy="32" r="19" {fill}/>'
        picture = drawing(body, (px, px), (BOX, BOX)).copy()
        word = pen.letters.line(side, "label", palette.on_key_cap)
        picture.blit(word, word.get_rect(center=(px // 2, px // 2)))
        return picture
    if name in _MENU:
        body = f'<rect x="4" y="10" width="56" height="44" rx="22" fill="none" {line}/>'
        body += f'<path d="{_MENU[name]}" fill="none" {stroke_of(palette.key_cap, 4)}/>'
        return drawing(body, (px, px), (BOX, BOX))
    return _key(pen, name, px)

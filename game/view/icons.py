"""Symbols of the panels as SVG in a 64 x 64 box: `C` is their colour, `B` a second one, `K` the ground behind them.

Meaning is carried by shape first (an open and a closed hook differ in outline), so that a greyscale thumbnail reads.
"""

# ruff: noqa: E501 - drawing data does not read better in short lines

from __future__ import annotations

import pygame

from game.view.theme import Colour, Tint
from game.view.vector import drawing, hex_of

BOX = 64.0
_LINE = 'fill="none" stroke="C" stroke-linecap="round" stroke-linejoin="round"'
_KNOCK = 'fill="none" stroke="K" stroke-linecap="round" stroke-linejoin="round"'
_HOOK_BODY = f'<path {_LINE} stroke-width="7" d="M43 46 C40 52 24 52 21 46 L18 22 C17 4 47 4 46 22"/>'
_FIST = (
    '<rect x="10" y="17" width="11" height="24" rx="5.5" fill="C"/><rect x="21.6" y="14" width="11" height="27" '
    'rx="5.5" fill="C"/><rect x="33.2" y="14" width="11" height="27" rx="5.5" fill="C"/><rect x="44.8" y="17" '
    'width="10" height="24" rx="5" fill="C"/><path d="M11 36 L55 36 L52 48 C50 52 15 52 13 48 Z" fill="C"/>'
    f'<path {_KNOCK} stroke-width="2.6" d="M21.3 20 V34 M32.9 18 V34 M44.5 20 V34"/>'
    f'<path {_KNOCK} stroke-width="2.6" d="M40 44 H22"/>'
    '<rect x="18" y="53" width="29" height="8" rx="3" fill="C"/>'
)

ICONS: dict[str, str] = {
    "hand_free": (
        f'<path {_LINE} stroke-width="8.5" d="M19 34 L14 17 M28 30 L26 9 M38 30 L40 9 M46 34 L51 17"/>'
        f'<path {_LINE} stroke-width="8.5" d="M45 46 L56 36"/>'
        '<path d="M15 31 C18 26 46 26 50 31 L48 46 C46 52 19 52 17 46 Z" fill="C"/>'
        '<rect x="19" y="53" width="27" height="8" rx="3" fill="C"/>'
    ),
    "hand_gripping": ('<path fill="none" stroke="B" stroke-width="8" stroke-linecap="round" d="M4 27 H60"/>' + _FIST),
    "hand_holding": (
        '<rect x="6" y="3" width="52" height="24" rx="4" fill="none" stroke="B" stroke-width="5"/>' + _FIST
    ),
    "hand_working": (
        '<path fill="none" stroke="B" stroke-width="7" stroke-linecap="round" d="M32 28 L58 6 M52 3 L61 13"/>' + _FIST
    ),
    "hook_closed": (
        '<path fill="none" stroke="B" stroke-width="8" stroke-linecap="round" d="M4 17 H60"/>'
        + _HOOK_BODY
        + f'<path {_LINE} stroke-width="7" d="M46 22 L43 46"/><path {_LINE} stroke-width="5" d="M32 51 V62"/>'
    ),
    "hook_open": (
        _HOOK_BODY
        + f'<path {_LINE} stroke-width="7" d="M43 46 L60 30"/><path {_LINE} stroke-width="5" d="M32 51 V62"/>'
    ),
    "hook_lost": (
        f'<path {_LINE} stroke-width="5" d="M32 62 V44 M32 44 L24 36 M32 44 L33 32 M32 44 L41 37"/>'
        f'<path {_LINE} stroke-width="8" d="M18 6 L46 26 M46 6 L18 26"/>'
    ),
    "restraint": (
        f'<path {_LINE} stroke-width="7" d="M6 56 H58"/>'
        '<path d="M12 46 V22 H24 V34 C30 36 34 40 34 46 Z" fill="C"/><path d="M36 46 V22 H46 V34 C54 36 58 40 58 46 Z" '
        'fill="C"/>'
    ),
    "caution": f'<circle cx="32" cy="32" r="26" {_LINE} stroke-width="6"/>'
    f'<path {_LINE} stroke-width="7" d="M32 18 V34"/><circle cx="32" cy="45.5" r="4.4" fill="C"/>',
    "warning": (
        '<path d="M32 6 L61 57 H3 Z" fill="C" stroke="C" stroke-width="5" stroke-linejoin="round"/>'
        f'<path {_KNOCK} stroke-width="6.5" d="M32 24 V39"/><circle cx="32" cy="49.5" r="4" fill="K"/>'
    ),
    "emergency": (
        '<path d="M21 4 H43 L60 21 V43 L43 60 H21 L4 43 V21 Z" fill="C"/>'
        f'<path {_KNOCK} stroke-width="7.5" d="M32 16 V36"/><circle cx="32" cy="47.5" r="4.6" fill="K"/>'
    ),
    "sun": (
        '<circle cx="32" cy="32" r="13" fill="C"/>'
        f'<path {_LINE} stroke-width="5" d="M32 5 V12 M32 52 V59 M5 32 H12 M52 32 H59 M13 13 L18 18 M46 46 L51 51 '
        'M13 51 L18 46 M46 18 L51 13"/>'
    ),
    "moon": '<path d="M42 8 C26 10 18 22 20 36 C22 48 33 57 47 54 C38 62 22 61 13 49 C3 36 8 16 23 9 C30 6 37 6 42 8 Z"'
    ' fill="C"/>',
    "check": f'<path {_LINE} stroke-width="9" d="M12 34 L27 48 L53 17"/>',
    "cross": f'<path {_LINE} stroke-width="9" d="M16 16 L48 48 M48 16 L16 48"/>',
    "lock": f'<rect x="14" y="29" width="36" height="28" rx="5" fill="C"/><path {_LINE} stroke-width="6" '
    'd="M21 28 V19 C21 4 43 4 43 19 V28"/>',
    "open": f'<circle cx="32" cy="32" r="20" {_LINE} stroke-width="6"/>',
    "active": f'<circle cx="32" cy="32" r="22" {_LINE} stroke-width="6"/><circle cx="32" cy="32" r="11" fill="C"/>',
    "skipped": f'<circle cx="32" cy="32" r="20" {_LINE} stroke-width="6"/><path {_LINE} stroke-width="6" d="M22 32 H42"/>',
    "home": (
        f'<circle cx="32" cy="32" r="25" {_LINE} stroke-width="6"/><circle cx="32" cy="32" r="7" fill="C"/>'
        f'<path {_LINE} stroke-width="6" d="M32 32 L44 20"/>'
    ),
    "target": (
        f'<path {_LINE} stroke-width="6" d="M8 22 V8 H22 M42 8 H56 V22 M56 42 V56 H42 M22 56 H8 V42"/>'
        '<circle cx="32" cy="32" r="7" fill="C"/>'
    ),
    "arrow": '<path d="M14 8 L56 32 L14 56 L22 32 Z" fill="C"/>',
    "chevron": f'<path {_LINE} stroke-width="9" d="M24 12 L44 32 L24 52"/>',
    "pause": '<rect x="14" y="10" width="13" height="44" rx="4" fill="C"/><rect x="37" y="10" width="13" height="44" '
    'rx="4" fill="C"/>',
    "slow": f'<circle cx="32" cy="32" r="25" {_LINE} stroke-width="6"/><path {_LINE} stroke-width="6" d="M32 17 V32 L43 38"/>',
    "heart": '<path d="M32 56 C8 38 4 28 7 19 C11 8 26 7 32 19 C38 7 53 8 57 19 C60 28 56 38 32 56 Z" fill="C"/>',
    "breath": f'<path {_LINE} stroke-width="6.5" d="M5 24 C14 14 22 14 30 24 C38 34 47 34 59 22 M5 44 C14 34 22 34 30 44 '
    'C38 54 47 54 59 42"/>',
    "water": '<path d="M32 4 C44 22 52 31 52 41 C52 53 43 60 32 60 C21 60 12 53 12 41 C12 31 20 22 32 4 Z" fill="C"/>',
    "battery": f'<rect x="6" y="18" width="46" height="28" rx="5" {_LINE} stroke-width="6"/><path {_LINE} '
    'stroke-width="8" d="M59 28 V36"/><rect x="14" y="26" width="22" height="12" fill="C"/>',
    "pressure": f'<path {_LINE} stroke-width="6" d="M13 51 A26 26 0 1 1 51 51"/><path {_LINE} stroke-width="6" '
    'd="M32 33 L45 21"/><circle cx="32" cy="33" r="6" fill="C"/>',
    "radio": f'<circle cx="32" cy="40" r="6" fill="C"/><path {_LINE} stroke-width="6" d="M19 30 C25 21 39 21 45 30 M9 21 '
    'C21 6 43 6 55 21 M32 46 V60"/>',
    "play": '<path d="M16 8 L56 32 L16 56 Z" fill="C"/>',
    "replay": f'<path {_LINE} stroke-width="7" d="M14 20 A24 24 0 1 1 9 38"/><path d="M4 8 L20 8 L16 26 Z" fill="C"/>',
    "language": f'<circle cx="32" cy="32" r="25" {_LINE} stroke-width="5"/><path {_LINE} stroke-width="4.5" d="M7 32 H57 '
    'M32 7 C16 22 16 42 32 57 C48 42 48 22 32 7"/>',
    "gear": f'<circle cx="32" cy="32" r="15" {_LINE} stroke-width="7"/><path {_LINE} stroke-width="8" d="M32 5 V12 M32 52 '
    'V59 M5 32 H12 M52 32 H59 M13 13 L18 18 M46 46 L51 51 M13 51 L18 46 M46 18 L51 13"/>',
    "access": f'<circle cx="32" cy="10" r="7" fill="C"/><path {_LINE} stroke-width="7" d="M9 22 L26 26 H38 L55 22 M27 27 '
    'V40 L20 58 M37 27 V40 L44 58 M27 38 H37"/>',
    "help": f'<circle cx="32" cy="32" r="25" {_LINE} stroke-width="6"/><path {_LINE} stroke-width="6" d="M24 25 C24 15 40 '
    '15 40 25 C40 31 32 31 32 38"/><circle cx="32" cy="47" r="4" fill="C"/>',
    "star": '<path d="M32 5 L40 24 L60 26 L45 39 L50 59 L32 48 L14 59 L19 39 L4 26 L24 24 Z" fill="C"/>',
    "half": f'<circle cx="32" cy="32" r="20" {_LINE} stroke-width="6"/><path d="M32 12 A20 20 0 0 0 32 52 Z" fill="C"/>',
    "power": '<path d="M38 3 L12 37 H28 L24 61 L52 25 H35 Z" fill="C"/>',
    "book": f'<path {_LINE} stroke-width="6" d="M32 16 C24 9 14 9 6 12 V52 C14 49 24 49 32 56 C40 49 50 49 58 52 V12 C50 9 '
    '40 9 32 16 V54"/>',
    "aperture_small": f'<circle cx="32" cy="32" r="25" {_LINE} stroke-width="5.5"/><path {_LINE} stroke-width="4.5" '
    'd="M32 24 L56 38 M39 28 L39 56 M39 36 L15 50 M32 40 L8 26 M25 36 L25 8 M25 28 L49 14"/>',
    "aperture_wide": f'<circle cx="32" cy="32" r="25" {_LINE} stroke-width="5.5"/><path {_LINE} stroke-width="4.5" '
    'd="M32 15 L57 29 M47 24 L47 52 M47 40 L22 55 M32 49 L7 35 M17 40 L17 12 M17 24 L42 9"/><circle cx="32" cy="32" r="6" fill="C"/>',
    "finger": '<path d="M24 10 C24 2 35 2 35 10 V27 C46 28 56 31 56 41 C56 52 51 56 49 62 H27 C24 55 17 48 11 42 C7 37 13 '
    '31 19 35 L24 39 Z" fill="C"/>',
}
GRADE_ICONS = ("check", "caution", "warning", "emergency")


def icon(
    name: str,
    px: int,
    colour: Colour | Tint,
    second: Colour | Tint | None = None,
    ground: Colour | Tint = (7, 15, 27),
    *,
    is_mirrored: bool = False,
    turn_deg: float = 0.0,
) -> pygame.Surface:
    """The symbol as a square surface of `px`; unknown names raise KeyError. Do not draw on the result."""
    body = ICONS[name].replace('"C"', f'"{hex_of(colour)}"').replace('"K"', f'"{hex_of(ground)}"')
    body = body.replace('"B"', f'"{hex_of(second or colour)}"')
    if is_mirrored:
        body = f'<g transform="matrix(-1 0 0 1 {BOX} 0)">{body}</g>'
    if turn_deg:
        body = f'<g transform="rotate({turn_deg:.0f} 32 32)">{body}</g>'
    return drawing(body, (px, px), (BOX, BOX))

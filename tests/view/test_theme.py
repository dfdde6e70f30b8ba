"""The look keeps its promises: contrast over anything, targets a finger hits, one place for every colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.view import theme as theme_module
from game.view.theme import (
    BRIGHTEST_CLOUD,
    CONTRAST_PART,
    CONTRAST_TEXT,
    HIGH_CONTRAST,
    STYLES,
    TARGET_PX,
    Palette,
    contrast,
    luminance,
    make_theme,
    over,
)

PALETTES = {"default": Palette(), "high contrast": HIGH_CONTRAST}
TEXT_COLOURS = ("text", "dim", "accent", "ok", "warn", "alarm", "sun", "night")
GROUNDS = {"bright clouds": BRIGHTEST_CLOUD, "night": (0, 0, 0), "sunlit hull": (222, 218, 207)}


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("colour", TEXT_COLOURS)
def test_text_reads_on_a_panel_over_anything(name: str, ground: str, colour: str) -> None:
    """Every text colour has 4.5:1 on a panel, whatever shines through it."""
    palette = PALETTES[name]
    shade = getattr(palette, colour)
    assert contrast(shade, over(palette.panel, GROUNDS[ground])) >= CONTRAST_TEXT


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_menus_read_over_anything(name: str, ground: str) -> None:
    """Text on the scrim and on buttons of a menu has 4.5:1."""
    palette = PALETTES[name]
    scrim = over(palette.scrim, GROUNDS[ground])
    assert contrast(palette.text, scrim) >= CONTRAST_TEXT
    assert contrast(palette.dim, scrim) >= CONTRAST_TEXT
    raised = over(palette.raised, scrim)
    assert contrast(palette.text, raised) >= CONTRAST_TEXT
    assert contrast(palette.dim, raised) >= CONTRAST_TEXT


@pytest.mark.parametrize("name", PALETTES)
def test_filled_badges_and_caps_read(name: str) -> None:
    """Text on a focused control, an alarm and a key cap has 4.5:1, and the focus itself stands out by 3:1."""
    palette = PALETTES[name]
    assert contrast(palette.on_focus, palette.focused[:3]) >= CONTRAST_TEXT
    assert contrast(palette.on_alarm, palette.alarm_fill) >= CONTRAST_TEXT
    assert contrast(palette.on_key_cap, palette.key_cap[:3]) >= CONTRAST_TEXT
    assert contrast(palette.focused[:3], over(palette.raised, BRIGHTEST_CLOUD)) >= CONTRAST_PART


def test_signals_differ_without_colour() -> None:
    """In greyscale no two alarm grades need to be told by their grey: each has a shape and a word of its own."""
    from game.view.icons import GRADE_ICONS, ICONS

    assert len(set(GRADE_ICONS)) == 4
    assert len({ICONS[name] for name in GRADE_ICONS}) == 4
    assert ICONS["hook_open"] != ICONS["hook_closed"]
    assert ICONS["hand_free"] != ICONS["hand_gripping"]


def test_high_contrast_is_higher() -> None:
    """Every text colour of the high-contrast palette has at least 7:1 on its panel."""
    ground = over(HIGH_CONTRAST.panel, BRIGHTEST_CLOUD)
    assert all(contrast(getattr(HIGH_CONTRAST, name), ground) >= 7 for name in TEXT_COLOURS)


def test_sizes_grow_with_the_text() -> None:
    """At 200 % body text is twice as large, nothing shrinks, and the scale is held within 100 to 200 %."""
    small, large = make_theme(), make_theme(text_scale=2.0)
    assert large.size("body") == 2 * small.size("body")
    assert all(large.size(name) > small.size(name) for name in STYLES)
    assert make_theme(text_scale=9).text_scale == 2.0
    assert make_theme(text_scale=0.1).text_scale == 1.0
    assert small.size("body") >= 28
    assert min(small.size(name) for name in STYLES) >= 22
    assert TARGET_PX >= 64


def test_known_contrast_values() -> None:
    """Black on white is 21:1 and grey #767676 on white is the well-known 4.54:1."""
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x76, 0x76, 0x76), (255, 255, 255)) == pytest.approx(4.54, abs=0.01)
    assert luminance((255, 255, 255)) == pytest.approx(1)


def test_no_colour_outside_the_theme() -> None:
    """Panels and screens name no colour of their own, save the map of the station, which is a drawing."""
    view = Path(theme_module.__file__).parent
    files = [*view.glob("hud*.py"), view / "widgets.py", view / "pages.py", view / "captions.py", view / "glyphs.py"]
    files += [file for file in (view / "screens").glob("*.py") if file.name != "route_map.py"]
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|\(\s*[1-9]\d{0,2}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*[,)]")
    found = [f"{file.name}: {match.group()}" for file in files for match in literal.finditer(file.read_text())]
    assert not found

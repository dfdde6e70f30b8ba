"""Every colour, size, font and distance of panels and screens; nothing else in the view names a colour of its own.

Sizes are pixels of the logical 1920x1080 picture at 100 % text. Text grows with `text_scale` (1.0 to 2.0) in full,
distances by half as much, pictures in panels by a quarter, so that the station stays visible at 200 %.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Colour = tuple[int, int, int]
Tint = tuple[int, int, int, int]

PICTURE_SIZE = (1920, 1080)
TEXT_SCALES = (1.0, 1.2, 1.4, 1.6, 1.8, 2.0)
TARGET_PX = 64  # smallest side of anything that can be pressed (20 mm on a 43 inch touch screen)
CONTRAST_TEXT = 4.5  # WCAG 2.2, 1.4.3
CONTRAST_PART = 3.0  # WCAG 2.2, 1.4.11: icons and gauges
BRIGHTEST_CLOUD: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of panels, text and signals. Station, suit and Earth have their own in their art."""

    text: Colour = (232, 242, 252)
    dim: Colour = (167, 190, 211)
    accent: Colour = (111, 211, 255)
    ok: Colour = (127, 224, 168)
    warn: Colour = (255, 189, 89)
    alarm: Colour = (255, 138, 128)
    sun: Colour = (255, 214, 130)
    night: Colour = (126, 160, 232)
    shadow: Colour = (44, 70, 132)  # the night part of the orbit bar
    panel: Tint = (7, 15, 27, 216)
    panel_edge: Tint = (140, 190, 230, 62)
    track: Tint = (140, 190, 230, 64)  # the empty part of gauges and bars
    scrim: Tint = (4, 9, 17, 216)  # over the picture behind menus
    solid: Colour = (9, 19, 33)  # opaque ground of menus
    raised: Tint = (24, 44, 68, 232)  # a button at rest
    focused: Tint = (111, 211, 255, 255)  # a button with the focus
    on_focus: Colour = (5, 20, 34)  # text on a focused button
    alarm_fill: Colour = (255, 104, 92)  # ground of an emergency
    on_alarm: Colour = (32, 4, 2)  # text on it
    key_cap: Tint = (236, 243, 250, 255)
    on_key_cap: Colour = (14, 26, 40)
    marker_outline: Tint = (3, 8, 15, 220)  # under marks that lie on the picture itself


HIGH_CONTRAST = Palette(
    text=(255, 255, 255),
    dim=(222, 234, 244),
    accent=(140, 226, 255),
    ok=(150, 245, 190),
    warn=(255, 210, 110),
    alarm=(255, 176, 168),
    sun=(255, 226, 150),
    night=(170, 196, 255),
    panel=(0, 0, 0, 255),
    panel_edge=(255, 255, 255, 220),
    track=(255, 255, 255, 110),
    scrim=(0, 0, 0, 236),
    solid=(0, 0, 0),
    raised=(0, 0, 0, 255),
    focused=(255, 255, 255, 255),
    on_focus=(0, 0, 0),
    alarm_fill=(255, 176, 168),
    on_alarm=(0, 0, 0),
    key_cap=(255, 255, 255, 255),
    on_key_cap=(0, 0, 0),
    marker_outline=(0, 0, 0, 255),
)


@dataclass(frozen=True, slots=True)
class Style:
    """A way to set a line of text: weight of Exo 2 (Light, Regular, SemiBold) and size in px at 100 %."""

    weight: str
    size: int
    line: float = 1.24  # distance between baselines over the size


STYLES: dict[str, Style] = {
    "display": Style("Light", 112, 1.05),
    "title": Style("SemiBold", 60, 1.12),
    "heading": Style("SemiBold", 38, 1.18),
    "lead": Style("Regular", 34, 1.3),
    "body": Style("Regular", 28, 1.3),
    "strong": Style("SemiBold", 28, 1.3),
    "caption": Style("Regular", 32, 1.26),
    "label": Style("SemiBold", 22, 1.2),
    "small": Style("Regular", 24, 1.24),
    "clock": Style("SemiBold", 58, 1.0),
    "number": Style("SemiBold", 46, 1.0),
    "figure": Style("SemiBold", 30, 1.05),
    "key": Style("SemiBold", 26, 1.1),
}
FONT_FILES = {weight: f"fonts/Exo2-{weight}.ttf" for weight in ("Light", "Regular", "SemiBold")}


@dataclass(frozen=True, slots=True)
class Theme:
    """How everything looks for this visitor: palette, scale of text and motion. `Theme()` is the default look."""

    text_scale: float = 1.0
    high_contrast: bool = False
    reduced_motion: bool = False
    greyscale: bool = False  # a check for designers: signals must survive it
    palette: Palette = field(default_factory=Palette)

    margin: int = 28  # from the edge of the picture
    gap: int = 16
    radius: int = 14
    edge: float = 1.5
    accent_bar: int = 5

    def px(self, length: float) -> int:
        """A distance at this text scale: grows half as fast as the text."""
        return round(length * (1 + (self.text_scale - 1) * 0.5))

    def art(self, length: float) -> int:
        """The size of a gauge or icon at this text scale: grows a quarter as fast as the text."""
        return round(length * (1 + (self.text_scale - 1) * 0.25))

    @property
    def is_large(self) -> bool:
        """True if the text is so large that panels show fewer things."""
        return self.text_scale >= 1.4

    def size(self, style: str) -> int:
        """The font size of a style in px at this text scale; huge titles grow less than the text."""
        base = STYLES[style].size
        growth = (self.text_scale - 1) * (1.0 if base <= 38 else 38 / base)
        return round(base * (1 + growth))

    def line(self, style: str) -> int:
        """The distance between two lines of a style, px."""
        return round(self.size(style) * STYLES[style].line)

    def grade(self, grade: int) -> Colour:
        """The colour of an alarm grade: 0 calm, 1 caution, 2 warning, 3 emergency."""
        palette = self.palette
        return (palette.ok, palette.accent, palette.warn, palette.alarm)[max(0, min(3, grade))]


def make_theme(*, text_scale: float = 1.0, high_contrast: bool = False, reduced_motion: bool = False) -> Theme:
    """A theme with the palette that fits; the text scale is held within 1.0 to 2.0."""
    palette = HIGH_CONTRAST if high_contrast else Palette()
    scale = max(TEXT_SCALES[0], min(TEXT_SCALES[-1], text_scale))
    return Theme(
        text_scale=scale,
        high_contrast=high_contrast,
        reduced_motion=reduced_motion,
        palette=palette,
        edge=3.0 if high_contrast else 1.5,
    )


def over(top: Tint, bottom: Colour) -> Colour:
    """The colour seen where the translucent `top` lies on `bottom`."""
    alpha = top[3] / 255
    red, green, blue = (round(t * alpha + b * (1 - alpha)) for t, b in zip(top[:3], bottom, strict=True))
    return red, green, blue


def luminance(colour: Colour) -> float:
    """Relative luminance 0..1 of an sRGB colour (WCAG 2.2)."""

    def linear(channel: int) -> float:
        value = channel / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    """The contrast ratio 1..21 of two opaque colours (WCAG 2.2)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)

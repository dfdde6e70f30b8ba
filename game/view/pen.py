"""What every painter of panels and screens holds: words, letters, theme, and the few shapes all of them share."""

from __future__ import annotations

import pygame

from game.view.icons import GRADE_ICONS, icon
from game.view.lettering import Lettering
from game.view.text import Text
from game.view.theme import Colour, Palette, Theme, Tint
from game.view.vector import drawing, fill_of, panel_body

# The inputs that move the focus, choose, and go back in menus, by device, until others are bound.
Ways = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
NAVIGATION: dict[str, Ways] = {
    "keyboard": (("up", "down"), ("return",), ("escape",)),
    "gamepad": (("dpad_up", "dpad_down"), ("a",), ("b",)),
    "switch": (("dpad_up", "dpad_down", "b"), ("a",), ("x",)),
}


class Pen:
    """Words, letters and shapes in one theme. `look` rises when the theme changes, so that painters can drop caches.

    `navigation` names the inputs of menus by device; who knows the bindings keeps it true.
    """

    def __init__(self, text: Text, theme: Theme) -> None:
        self.text = text
        self.theme = theme
        self.letters = Lettering(theme)
        self.look = 0
        self.navigation = dict(NAVIGATION)

    @property
    def palette(self) -> Palette:
        """The colours of the theme."""
        return self.theme.palette

    @property
    def stamp(self) -> tuple[int, int]:
        """Changes whenever words or look change."""
        return self.text.version, self.look

    def dress(self, theme: Theme) -> None:
        """From now on everything is drawn in `theme`."""
        if theme != self.theme:
            self.theme = theme
            self.letters = Lettering(theme)
            self.look += 1

    def sheet(self, size: tuple[int, int]) -> pygame.Surface:
        """An empty transparent surface to paint on."""
        return pygame.Surface(size, pygame.SRCALPHA, 32)

    def panel(self, size: tuple[int, int], *, bar: Colour | None = None, edge: Tint | None = None) -> pygame.Surface:
        """A fresh panel of the HUD; `bar` colours an accent bar at its left side."""
        theme = self.theme
        body = panel_body(size, self.palette.panel, edge or self.palette.panel_edge, theme.edge, theme.radius)
        if bar:
            inset = theme.radius
            body += (
                f'<rect x="{theme.px(8)}" y="{inset}" width="{theme.accent_bar}" height="{size[1] - 2 * inset}" '
                f'rx="2.5" {fill_of(bar)}/>'
            )
        return drawing(body, size).copy()

    def box(
        self,
        size: tuple[int, int],
        fill: Colour | Tint,
        edge: Colour | Tint | None = None,
        edge_px: float = 0.0,
        radius: float | None = None,
    ) -> pygame.Surface:
        """A shared rounded box; blit it, do not draw on it."""
        fill = fill if len(fill) == 4 else (*fill, 255)
        rim = edge if edge and len(edge) == 4 else (*edge[:3], 255) if edge else fill
        radius = self.theme.radius if radius is None else radius
        if not edge:
            return drawing(f'<rect width="{size[0]}" height="{size[1]}" rx="{radius}" {fill_of(fill)}/>', size)
        return drawing(panel_body(size, fill, rim, edge_px or self.theme.edge, radius), size)

    def bar(self, size: tuple[int, int], fraction: float, colour: Colour, mark: float | None = None) -> pygame.Surface:
        """A fresh horizontal bar filled to `fraction`, with an optional notch at `mark`.

        It is pasted from two kept drawings, as a moving bar must not cost a rasterisation each time.
        """
        width, height = size
        shape = f'<rect width="{width}" height="{height}" rx="{height / 2}" '
        picture = drawing(shape + fill_of(self.palette.track) + "/>", size).copy()
        filled = max(height, round(max(0.0, min(1.0, fraction)) * width))
        if fraction > 0:
            full, cap = drawing(shape + fill_of(colour) + "/>", size), (height + 1) // 2
            picture.blit(full, (0, 0), (0, 0, filled - cap, height))
            picture.blit(full, (filled - cap, 0), (width - cap, 0, cap, height))
        if mark is not None:
            x = round(max(0.0, min(1.0, mark)) * width)
            picture.fill(self.palette.text, (max(0, min(width - 3, x - 1)), 0, 3, height))
        return picture

    def icon(
        self,
        name: str,
        px: int,
        colour: Colour | Tint,
        second: Colour | Tint | None = None,
        ground: Colour | Tint | None = None,
        *,
        is_mirrored: bool = False,
        turn_deg: float = 0.0,
    ) -> pygame.Surface:
        """A symbol of `icons` on the ground of a panel."""
        return icon(name, px, colour, second, ground or self.palette.panel, is_mirrored=is_mirrored, turn_deg=turn_deg)

    def grade_icon(self, grade: int, px: int) -> pygame.Surface:
        """The shape of an alarm grade in its colour."""
        return self.icon(GRADE_ICONS[max(0, min(3, grade))], px, self.theme.grade(grade))

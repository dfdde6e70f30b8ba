"""How far the camera is open: for sunlight, in which no star is seen, or for the night, in which sunlight burns out.

By itself it follows the Sun, as people outside set their cameras. Who switches it gets the other exposure, until the
light itself has come to that: nobody is left with a burnt-out day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.view.sky import Direction, star_light

if TYPE_CHECKING:
    from game.sim.frame import OrbitFrame

GAIN = 3.4  # of light on hull and suits, from the one exposure to the other
DIM = 0.36  # what is left of the Earth's night when the camera stays set for sunlight
BURNT = 210  # of 255: what a sunlit Earth adds to itself in the exposure for the night
NEARLY = 0.02


class Exposure:
    """The exposure of a walk's camera: `is_manual` is what a person has chosen, `openness` what holds."""

    def __init__(self) -> None:
        """Automatic."""
        self._chosen: float | None = None

    @property
    def is_manual(self) -> bool:
        """True if a person has set it."""
        return self._chosen is not None

    def switch(self, sun: Direction) -> None:
        """From automatic to the exposure that is not the one of the moment, and back."""
        self._chosen = None if self.is_manual else 1.0 - round(star_light(sun))

    def follow(self, orbit: OrbitFrame | None) -> None:
        """Automatic again once the light has come to what was chosen (or there is no light that changes)."""
        if orbit is None or (self._chosen is not None and abs(star_light(orbit.sun) - self._chosen) < NEARLY):
            self._chosen = None

    def openness(self, sun: Direction) -> float:
        """0 for sunlight .. 1 for the night: how much of the stars is seen."""
        return star_light(sun) if self._chosen is None else self._chosen

    def gain(self, sun: Direction) -> float:
        """How much brighter hull and people look than in the automatic exposure."""
        return float(GAIN ** (self.openness(sun) - star_light(sun)))

    def expose(self, surface: pygame.Surface, sun: Direction) -> None:
        """Sky and Earth, painted for the automatic exposure, as this one shows them."""
        more = self.openness(sun) - star_light(sun)
        if more > NEARLY:
            burnt = surface.copy()
            level = round(BURNT * more)
            burnt.fill((level, level, level), special_flags=pygame.BLEND_RGB_MULT)
            surface.blit(burnt, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
        elif more < -NEARLY:
            level = round(255 * DIM**-more)
            surface.fill((level, level, level), special_flags=pygame.BLEND_RGB_MULT)

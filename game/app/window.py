"""The window: a picture of 1920x1080 logical pixels on a window of any size, with bars where it does not fit.

Two ways to the screen. *Software* writes pixels to the window; without a graphics card this needs SDL's own
acceleration switched off, or every flip costs 10 to 16 ms instead of 1. *Accelerated* lets SDL scale the full screen by
texture and wait for the screen.
"""

from __future__ import annotations

import os
import re
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from collections.abc import Mapping

LOGICAL_SIZE = (1920, 1080)
SMALLEST = (320, 180)
DEFAULT_WINDOW = (1280, 720)
UNSEEN_DRIVERS = ("dummy", "offscreen", "evdev")
BAR_COLOUR = (0, 0, 0)
_DIGITS = re.compile("[0-9]{1,6}")  # `isdigit` also takes what `int` does not


class DisplayError(Exception):
    """There is no display to open a window on; the message is one line for the person who typed the command."""


@dataclass(frozen=True, slots=True)
class DisplayPath:
    """How pictures reach the screen, and why that way (a plain sentence for `doctor`)."""

    name: str  # software, accelerated
    reason: str
    environment: tuple[tuple[str, str], ...] = ()  # to be set before SDL starts


def choose_display(
    setting: str = "auto",
    environ: Mapping[str, str] | None = None,
    platform: str = sys.platform,
    card: bool | None = None,
) -> DisplayPath:
    """Decide from the setting, the environment and whether there is a graphics card; changes nothing."""
    environ = os.environ if environ is None else environ
    if environ.get("SDL_VIDEODRIVER", "") in UNSEEN_DRIVERS:
        return DisplayPath("software", f"SDL_VIDEODRIVER={environ['SDL_VIDEODRIVER']}: no screen, pictures in memory")
    if setting == "accelerated":
        return DisplayPath("accelerated", "chosen in the settings")
    if setting == "software":
        return _software("chosen in the settings", environ, platform)
    if platform.startswith("linux") and not (_has_card() if card is None else card):
        return _software("no graphics card found (/dev/dri has no render node): pixels go straight to the window",
                         environ, platform)  # fmt: skip
    if platform == "emscripten":
        return DisplayPath("software", "in a browser the canvas is the window")
    return DisplayPath("accelerated", "a graphics card scales the picture and waits for the screen")


def _software(reason: str, environ: Mapping[str, str], platform: str) -> DisplayPath:
    wanted = [("SDL_FRAMEBUFFER_ACCELERATION", "0")]
    if platform.startswith("linux") and environ.get("WAYLAND_DISPLAY") and environ.get("DISPLAY"):
        wanted.append(("SDL_VIDEODRIVER", "x11"))  # SDL has no shared-memory path on Wayland
    return DisplayPath("software", reason, tuple(entry for entry in wanted if entry[0] not in environ))


def _has_card() -> bool:
    return any(Path("/dev/dri").glob("renderD*")) or Path("/dev/dxg").exists()


@dataclass(frozen=True, slots=True)
class Fit:
    """Where the logical picture lies in a window: offset and size in window pixels."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def into(cls, size: tuple[int, int]) -> Fit:
        """The largest 16:9 place in the middle of a window of `size`."""
        scale = min(size[0] / LOGICAL_SIZE[0], size[1] / LOGICAL_SIZE[1])
        width, height = max(1, round(LOGICAL_SIZE[0] * scale)), max(1, round(LOGICAL_SIZE[1] * scale))
        return cls((size[0] - width) // 2, (size[1] - height) // 2, width, height)

    def to_logical(self, x_px: float, y_px: float) -> tuple[float, float]:
        """A window pixel as a logical one; beyond the picture gives values outside 0..1920 and 0..1080."""
        return (x_px - self.x) * LOGICAL_SIZE[0] / self.width, (y_px - self.y) * LOGICAL_SIZE[1] / self.height


class Window:
    """The one window. Draw on `picture`, then `present()`. Raises DisplayError when there is no display."""

    def __init__(
        self, size: tuple[int, int] | None = None, *, fullscreen: bool = False, path: DisplayPath | None = None
    ) -> None:
        """Open the window; `size` is the window's size when it is not full screen."""
        self.path = choose_display() if path is None else path
        self.windowed_size = size or DEFAULT_WINDOW
        self.is_fullscreen = fullscreen
        self._canvas: pygame.Surface | None = None
        asked = os.environ.get("SDL_VIDEODRIVER", "")
        os.environ.update(self.path.environment)
        try:
            pygame.display.init()
        except pygame.error as error:
            raise DisplayError(no_display(str(error))) from error
        self.driver = pygame.display.get_driver()
        if self.driver in UNSEEN_DRIVERS and asked != self.driver:
            pygame.display.quit()
            raise DisplayError(no_display(f"SDL offers only the {self.driver!r} driver"))
        pygame.display.set_caption("Spacewalk / Выход")
        self._open()

    def _open(self) -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the system gave another size: `refresh` sees it
                self._set_mode()
        except pygame.error as error:
            if self.path.name != "accelerated" or not self.is_fullscreen:
                raise DisplayError(no_display(str(error))) from error
            self.path = DisplayPath("software", f"accelerated display refused: {error}")
            self._open()
            return
        if self.is_fullscreen and self.driver == "x11" and pygame.display.get_num_displays() == 1:
            pygame.display.set_window_position((0, 0))  # a kiosk without a window manager leaves it where it was
        self.refresh()

    def _set_mode(self) -> None:
        if not self.is_fullscreen:  # a window is drawn in its own pixels on either way
            pygame.display.set_mode(self.windowed_size, pygame.RESIZABLE)
        elif self.path.name == "accelerated":
            pygame.display.set_mode(LOGICAL_SIZE, pygame.FULLSCREEN | pygame.SCALED, vsync=1)
        else:
            pygame.display.set_mode((0, 0), pygame.FULLSCREEN)

    def refresh(self) -> None:
        """Fit the picture to the window's present size; call it after the window changed."""
        screen = pygame.display.get_surface()
        if screen is None:
            raise DisplayError(no_display("the window is gone"))
        self._screen = screen
        size = self._screen.get_size()
        self.fit = Fit.into(size)
        self._is_direct = size == LOGICAL_SIZE
        if self._is_direct:
            self.picture = self._screen
            return
        if self._canvas is None:
            self._canvas = pygame.Surface(LOGICAL_SIZE).convert()
        self.picture = self._canvas
        self._screen.fill(BAR_COLOUR)

    @property
    def size(self) -> tuple[int, int]:
        """The window's size in its own pixels."""
        return self._screen.get_size()

    def present(self) -> None:
        """Show the picture, scaled when the window is not 1920x1080."""
        if not self._is_direct:
            place = pygame.Rect(self.fit.x, self.fit.y, self.fit.width, self.fit.height)
            scaled = self._screen.subsurface(place)
            pygame.transform.smoothscale(self.picture, place.size, scaled)
        pygame.display.flip()

    def to_logical(self, position: tuple[float, float]) -> tuple[float, float]:
        """A pointer position of an event as logical pixels."""
        return self.fit.to_logical(*position)

    def finger_to_logical(self, x: float, y: float) -> tuple[float, float]:
        """A finger position (0..1 of the window) as logical pixels."""
        width, height = self._screen.get_size()
        return self.fit.to_logical(x * width, y * height)

    def toggle_fullscreen(self) -> None:
        """Change between full screen and a window of the size it had."""
        if not self.is_fullscreen:
            self.windowed_size = self._screen.get_size()
        self.is_fullscreen = not self.is_fullscreen
        self._open()

    def close(self) -> None:
        """Close the window."""
        pygame.display.quit()


def no_display(reason: str) -> str:
    """The one line that is said when no window can be opened."""
    return f"no display to play on ({reason}); `spacewalk run unit-swap` flies a mission without one"


def parse_size(text: str) -> tuple[int, int]:
    """`1280x720` as numbers; raises ValueError with found and wanted."""
    width, _, height = text.lower().replace("\u00d7", "x").partition("x")
    if not (_DIGITS.fullmatch(width) and _DIGITS.fullmatch(height)):
        raise ValueError(f"found size {text!r}, wanted WIDTHxHEIGHT such as 1280x720")
    size = (int(width), int(height))
    if not all(low <= got <= 16_384 for low, got in zip(SMALLEST, size, strict=True)):
        raise ValueError(f"found size {text!r}, wanted {SMALLEST[0]}x{SMALLEST[1]} to 16384x16384")
    return size

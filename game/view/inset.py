"""The helmet camera as a small picture in the corner: the hands at work, close up.

What is behind is the big picture itself, enlarged and so a little soft, as from a lens that is set to the hands; arms
and tools are drawn over it anew at three times the size, sharp. A few tenths of a millisecond.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from game.sim.ticks import TICK_S
from game.sim.vec import mix
from game.view.camera import Camera
from game.view.suit import CLOSE_PARTS

if TYPE_CHECKING:
    from game.sim.frame import CrewFrame, Frame
    from game.sim.spec import Point
    from game.view.lettering import Lettering
    from game.view.light import LightTable
    from game.view.suit import SuitPainter
    from game.view.theme import Theme

ZOOM = 3
SHOWN_PX = (144, 92)  # what is looked at, px of the big picture
FOLLOW_S = 0.13  # of play: the lens does two thirds of its way to the hands in this time
AHEAD_M = 0.22  # the lens looks that far past the hands, away from the helmet: one never sees one's own head
HELMET_M = 0.72  # above the centre of mass
NEAR_M = 1.6  # hands further apart than that are not shown together
BLINK_S = 1.0


@dataclass(frozen=True, slots=True)
class InsetShot:
    """Whose helmet camera is shown, where in the picture its top left corner lies (px), and what is written on it."""

    who: str
    at: tuple[int, int]
    label: str


class HelmetInset:
    """Paints what the helmet camera of one person sees; its larger parts are made one a picture when it is wanted."""

    def __init__(self, theme: Theme, letters: Lettering, suits: SuitPainter) -> None:
        self._theme = theme
        self._letters = letters
        self._suits = suits
        self._picture = pygame.Surface((SHOWN_PX[0] * ZOOM, SHOWN_PX[1] * ZOOM))
        self._vignette: pygame.Surface | None = None
        self._look: dict[str, tuple[Point, float]] = {}  # where the lens of each looked last, and when, s of play
        self._jobs: Iterator[None] | None = None
        self.is_ready = False

    def dress(self, theme: Theme, letters: Lettering) -> None:
        """Look as this theme says from the next picture on."""
        self._theme, self._letters = theme, letters

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return self._picture.get_size()

    def prepare(self, scale_px_per_m: float, crew: Sequence[CrewFrame]) -> None:
        """Make one more of the parts of the close-up; `is_ready` once there is none left."""
        if self._jobs is None:
            self._vignette = _vignette(self.size)
            self._jobs = self._suits.jobs(scale_px_per_m * ZOOM, crew, CLOSE_PARTS)
        self.is_ready = next(self._jobs, self) is self

    def draw(
        self,
        surface: pygame.Surface,
        camera: Camera,
        frame: Frame,
        alpha: float,
        light: LightTable,
        shot: InsetShot,
        *,
        has_lamp: bool = False,
    ) -> pygame.Rect | None:
        """Lay the inset over the picture; None if that person has no hands in it."""
        crew = next((person for person in frame.crew if person.id == shot.who and not person.is_inside), None)
        if crew is None:
            return None
        if not self.is_ready:
            self.prepare(camera.scale_px_per_m, frame.crew)
            return None
        x, y = camera.to_screen(self._follow(crew, frame.play_s + (alpha - 1.0) * TICK_S))
        shown = pygame.Rect(0, 0, *SHOWN_PX)
        shown.center = (round(x), round(y))
        if not surface.get_rect().collidepoint(shown.center):
            return None
        shown.clamp_ip(surface.get_rect())
        pygame.transform.smoothscale(surface.subsurface(shown), self.size, self._picture)
        close = Camera(camera.to_world(shown.center), camera.scale_px_per_m * ZOOM, self.size)
        self._suits.draw_hands(self._picture, close, frame, crew, alpha, None if has_lamp else light)
        self._frame(shot, frame.play_s)
        return surface.blit(self._picture, shot.at)

    def _follow(self, crew: CrewFrame, now_s: float) -> Point:
        """The point between busy hands, followed gently, however many pictures there are; a jump at once."""
        wish = _busy_point(crew)
        last, then_s = self._look.get(crew.id, (wish, now_s))
        if math.dist(last, wish) > NEAR_M:
            last = wish
        now = mix(last, wish, 1.0 - math.exp(-max(0.0, now_s - then_s) / FOLLOW_S))
        self._look[crew.id] = now, now_s
        return now

    def _frame(self, shot: InsetShot, seconds: float) -> None:
        """Dark corners of the lens, an outline, whose camera it is, and a light that says it runs."""
        picture = self._picture
        if self._vignette is not None:
            picture.blit(self._vignette, (0, 0), special_flags=pygame.BLEND_RGB_MULT)
        palette = self._theme.palette
        label = self._letters.line(shot.label, "label", palette.text)
        ground = pygame.Rect(0, 0, label.get_width() + 44, label.get_height() + 10)
        picture.fill(palette.solid, ground)
        picture.blit(label, (32, 5))
        is_lit = self._theme.reduced_motion or seconds % BLINK_S < BLINK_S / 2
        pygame.draw.aacircle(picture, palette.alarm if is_lit else palette.shadow, (17, ground.centery), 7)
        pygame.draw.rect(picture, palette.dim, picture.get_rect(), 2)


def _busy_point(crew: CrewFrame) -> Point:
    """Where a hand works; else the middle of hands that hold or reach; else of both."""
    working = [hand.at for hand in crew.hands if hand.state == "working"]
    busy = working or [hand.at for hand in crew.hands if hand.state != "free"] or [hand.at for hand in crew.hands]
    if len(busy) == 2 and math.dist(*busy) > NEAR_M:
        busy = busy[:1]
    x, y = sum(x for x, _ in busy) / len(busy), sum(y for _, y in busy) / len(busy)
    pose = crew.body.pose
    dx, dy = x - (pose.x - HELMET_M * math.sin(pose.angle)), y - (pose.y + HELMET_M * math.cos(pose.angle))
    away = math.hypot(dx, dy)
    return (x + dx / away * AHEAD_M, y + dy / away * AHEAD_M) if away > AHEAD_M else (x, y)


def _vignette(size: tuple[int, int]) -> pygame.Surface:
    small = pygame.Surface((64, 40))
    for column in range(64):
        for row in range(40):
            far = math.hypot((column - 31.5) / 36.0, (row - 19.5) / 23.0)
            level = round(255 * max(0.25, min(1.0, 1.25 - 0.55 * far**3)))
            small.set_at((column, row), (level, level, level))
    return pygame.transform.smoothscale(small, size).convert()

"""The ghost: a translucent figure in one colour with its name below it; it fades where it meets the living."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

import pygame

from game.view.camera import Camera

if TYPE_CHECKING:
    from game.sim.frame import Frame
    from game.view.pen import Pen
    from game.view.suit import SuitPainter

ROOM_M = 2.7  # side of the square in which a figure fits in any pose
NEAR_M, CLEAR_M = 0.35, 1.4  # nearer to the living than the first it is not seen, farther than the second wholly
ALPHA = 116
TINT = (150, 214, 255, 255)
ID = "ghost"
NAME_BELOW_M = 1.15


class GhostPainter:
    """Draws with the suits of a stage; `draw` once a picture."""

    def __init__(self, suits: SuitPainter, pen: Pen) -> None:
        self._suits = suits
        self._pen = pen
        self._scratch: pygame.Surface | None = None

    def warm(self, frame: Frame, scale_px_per_m: float) -> None:
        """Make the unlit parts of the suit once, so that the first picture outside does not wait for them."""
        if frame.crew:
            crew = dataclasses.replace(frame.crew[0], id=ID, is_inside=False)
            scratch = pygame.Surface((1, 1), pygame.SRCALPHA, 32)
            at = (crew.body.pose.x, crew.body.pose.y)
            view = Camera(at, scale_px_per_m, (1, 1))
            self._suits.draw_plain(scratch, view, dataclasses.replace(frame, crew=(crew,), lines=(), units=()), 1.0)

    def draw(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, living: Frame, alpha: float, name: str
    ) -> None:
        """Paint the first person of `frame`, unless that would cover the one of `living`."""
        crew = next((person for person in frame.crew if not person.is_inside), None)
        if crew is None or not camera.sees((crew.body.pose.x, crew.body.pose.y), ROOM_M / 2):
            return
        ghost = dataclasses.replace(frame, crew=(dataclasses.replace(crew, id=ID),), lines=(), units=())
        self._suits.tick(ghost)
        at = (crew.body.pose.x, crew.body.pose.y)
        share = min((_share(at, person.body.pose.x, person.body.pose.y) for person in living.crew), default=1.0)
        if share <= 0.02:
            return
        side = math.ceil(ROOM_M * camera.scale_px_per_m)
        if self._scratch is None or self._scratch.get_width() != side:
            self._scratch = pygame.Surface((side, side), pygame.SRCALPHA, 32)
        scratch = self._scratch
        scratch.fill((0, 0, 0, 0))
        scratch.set_alpha(255)
        x, y = camera.to_screen(at)
        corner = (round(x - side / 2), round(y - side / 2))
        middle = camera.to_world((corner[0] + side / 2, corner[1] + side / 2))
        self._suits.draw_plain(scratch, dataclasses.replace(camera, centre_m=middle, size=(side, side)), ghost, alpha)
        scratch.fill(TINT, special_flags=pygame.BLEND_RGBA_MULT)
        scratch.set_alpha(round(ALPHA * share))
        surface.blit(scratch, corner)
        if share > 0.5:
            self._name(surface, (x, y + NAME_BELOW_M * camera.scale_px_per_m), name)

    def _name(self, surface: pygame.Surface, at: tuple[float, float], name: str) -> None:
        pen = self._pen
        width, height = pen.letters.width(name, "label") + 24, pen.letters.height("label") + 6
        box = pygame.Rect(round(at[0] - width / 2), round(at[1]), width, height)
        surface.blit(pen.box(box.size, pen.palette.panel, pen.palette.panel_edge, radius=height / 2), box)
        pen.letters.put(surface, name, (at[0], box.y + 3), "label", pen.palette.accent, align=0.5)


def _share(at: tuple[float, float], x: float, y: float) -> float:
    return max(0.0, min(1.0, (math.dist(at, (x, y)) - NEAR_M) / (CLEAR_M - NEAR_M)))

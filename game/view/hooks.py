"""Hooks as seen: a closed one is a whole ring with a bright sleeve; an open one has a gap and its gate sticks out.

The first is round, the second angular. One that holds somebody is seen over everything and in any light.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pygame

from game.sim.frame import CrewFrame, Frame, HookFrame
from game.sim.spec import Point
from game.sim.vec import mix
from game.view.camera import Camera
from game.view.chain import Points, without_end
from game.view.equipment import Drawing, drawing_at
from game.view.light import LightTable

HOOK_M = 0.28  # from the rail to the eye: where the webbing begins
STOWED_SCALE = 0.9
STOWED_AT = ((0.13, -0.02), (-0.10, -0.03))  # of the waist ring, body frame facing right, m
IN_HAND_M = 0.12  # how far the bow stands out of the hand that carries the hook
AT_HOME = ("stowed", "lost")  # states of a hook that is nowhere outside
IN_USE = ("closed", "clipping", "unclipping")
SNAP_FRACTION = 0.15  # of clipping, its last part, in which the gate snaps shut; of unclipping, its first


class _Put(NamedTuple):
    """A hook as it is put down: its id and state, where its bow is, and where its eye is seen from there (rad)."""

    hook: str
    state: str
    is_shut: bool
    at: Point
    angle: float


class HookPainter:
    """Draws hooks; it keeps nothing but their drawings."""

    def __init__(self) -> None:
        self.paths: Mapping[str, Points] = {}  # of the lines as they were drawn last, by their ids
        self._drawings: dict[tuple[str, float], Drawing] = {}
        self._puts_of: tuple[Frame | None, float, Mapping[str, Points]] = (None, 0.0, self.paths)
        self._puts: list[_Put] = []  # of that moment, which is drawn several times in a picture

    def jobs(self, scale_px_per_m: float) -> Iterator[None]:
        """Make the drawings for a scale, one per step."""
        for hook in ("hook1", "hook2"):
            for state in ("closed", "open", "held"):
                self._drawing(f"{hook}_{state}", scale_px_per_m)
                yield

    def draw(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable | None
    ) -> None:
        """Paint the hooks in use, along the lines as they were drawn last; unlit for what a lamp shines on."""
        for put in self._seen(camera, frame, alpha):
            name = f"{put.hook}_{'closed' if put.is_shut else 'open'}"
            self._drawing(name, camera.scale_px_per_m).draw(surface, camera.to_screen(put.at), put.angle, light)

    def draw_held(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float) -> None:
        """Paint the closed hooks once more, over everything and bright in any light: they hold somebody."""
        for put in self._seen(camera, frame, alpha):
            if put.state == "closed":
                held = self._drawing(f"{put.hook}_held", camera.scale_px_per_m)
                held.draw(surface, camera.to_screen(put.at), put.angle, None)

    def draw_stowed(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable
    ) -> None:
        """Paint the hooks that hang on the waist ring, over the suit."""
        for crew in frame.crew:
            if crew.is_inside or not camera.sees(crew.waist, 1.0):
                continue
            before, now = crew.body.before, crew.body.pose
            angle = before.angle + math.remainder(now.angle - before.angle, math.tau) * alpha
            x, y = mix((before.x, before.y), (now.x, now.y), alpha)
            cosine, sine = math.cos(angle), math.sin(angle)
            for number, hook in enumerate(crew.hooks):
                if hook.state == "stowed":
                    along, up = STOWED_AT[number % len(STOWED_AT)]
                    at = (x + along * cosine - (up - 0.16) * sine, y + along * sine + (up - 0.16) * cosine)
                    drawing = self._drawing(f"{hook.id}_closed", camera.scale_px_per_m * STOWED_SCALE)
                    drawing.draw(surface, camera.to_screen(at), angle + math.pi / 2, light)

    def _seen(self, camera: Camera, frame: Frame, alpha: float) -> Iterator[_Put]:
        """The hooks in use that are in the picture."""
        known, at, paths = self._puts_of
        if known is not frame or at != alpha or paths is not self.paths:
            self._puts_of = frame, alpha, self.paths
            self._puts = [
                self._put(crew, hook, alpha)
                for crew in frame.crew
                if not crew.is_inside
                for hook in crew.hooks
                if hook.state in IN_USE
            ]
        return (put for put in self._puts if camera.sees(put.at, 0.5))

    def _put(self, crew: CrewFrame, hook: HookFrame, alpha: float) -> _Put:
        at = mix(hook.before, hook.at, alpha)
        path = self.paths.get(f"{crew.id}.{hook.id.replace('hook', 'tether')}")
        towards = complex(without_end(path, HOOK_M * 1.3)[-1]) if path is not None else complex(*crew.waist)
        angle = cmath.phase(towards - complex(*at))
        is_shut = hook.state == "closed"
        if not is_shut:
            # The hand holds it by the middle; only when it is on the rail is the bow where the world has it.
            off = 1.0 - hook.fraction if hook.state == "clipping" else hook.fraction
            at = (at[0] - IN_HAND_M * off * math.cos(angle), at[1] - IN_HAND_M * off * math.sin(angle))
            is_shut = off < SNAP_FRACTION
        return _Put(hook.id, hook.state, is_shut, at, angle)

    def _drawing(self, name: str, scale_px_per_m: float) -> Drawing:
        key = (name, scale_px_per_m)
        if key not in self._drawings:
            self._drawings[key] = drawing_at(name, scale_px_per_m)
        return self._drawings[key]

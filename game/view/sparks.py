"""Flakes and glints: small bright things that events throw off, with dice of their own.

In vacuum nothing slows a flake down: it goes straight on, tumbling in and out of the light, until it is too far to see.
The world never hears of them. Each event is taken once, whatever number of pictures is drawn.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame

from game.sim.events import Event
from game.sim.frame import Frame
from game.sim.spec import Point
from game.sim.ticks import TICK_S
from game.view.camera import Camera
from game.view.light import LightTable

MOST = 140  # flakes in flight at once
MOST_PER_TICK = 16
GLINT_S = 0.35
FADE_S = 0.8  # flakes fade over their last part
ICE_WATTS = 260.0  # above that heat the sublimator sheds a crystal now and then
ICE_PER_S = 1.3  # crystals a second at 300 W above it
PACK_FOOT: Point = (-0.26, -0.06)  # the sublimator's outlet, body frame facing right, m
SPREAD_RAD = 0.9

# kind of event: flakes, their speed (m/s), how long they are followed (s), glint (size, m)
BURSTS: dict[str, tuple[int, float, float, float]] = {
    "hook_closed": (0, 0.0, 0.0, 0.34),
    "gripped": (1, 0.10, 2.5, 0.0),
    "tether_taut": (2, 0.20, 2.0, 0.0),
    "contact": (5, 0.30, 4.0, 0.22),
    "damaged": (16, 0.45, 6.0, 0.40),
    "tether_broke": (10, 0.80, 4.0, 0.40),
    "hook_torn": (10, 0.80, 4.0, 0.40),
    "hold_overloaded": (6, 0.30, 4.0, 0.30),
    "unit_freed": (6, 0.16, 5.0, 0.0),
    "unit_seated": (2, 0.10, 3.0, 0.30),
    "step_done": (0, 0.0, 0.0, 0.26),
}
FROSTY = 300.0  # N of a contact that throws the full number of flakes


@dataclass(slots=True)
class Flake:
    """A crystal or a scrap of paint on its straight way: place (m), velocity (m/s), tick of birth, tumbling."""

    x: float
    y: float
    vx: float
    vy: float
    born: int
    life_s: float
    tumble: float  # rad/s
    phase: float
    size: float  # 0..1


@dataclass(frozen=True, slots=True)
class Glint:
    """A short flash at a place."""

    at: Point
    born: int
    size_m: float


class SparkPainter:
    """Throws flakes and glints from events and lets them fly; with reduced motion only glints, which only fade."""

    def __init__(self, *, has_reduced_motion: bool = False) -> None:
        self.has_reduced_motion = has_reduced_motion
        self.flakes: list[Flake] = []
        self.glints: list[Glint] = []
        self._tick = -1

    def tick(self, frame: Frame, events: Sequence[Event] = (), facings: Mapping[str, int] | None = None) -> None:
        """Take this tick's events and move on; the same tick again changes nothing, a jump back starts anew.

        `facings` says by person which way he looks, +1 or -1 along x of his body; his pack is on the other side.
        """
        ticks = frame.tick - self._tick
        if ticks == 0:
            return
        if ticks < 0:
            self.flakes.clear()
            self.glints.clear()
            ticks = 1
        self._tick = frame.tick
        for flake in self.flakes:
            flake.x += flake.vx * TICK_S * ticks
            flake.y += flake.vy * TICK_S * ticks
        self.flakes = [flake for flake in self.flakes if (frame.tick - flake.born) * TICK_S < flake.life_s]
        self.glints = [glint for glint in self.glints if (frame.tick - glint.born) * TICK_S < GLINT_S]
        room = MOST_PER_TICK
        for number, event in enumerate(events):
            room -= self._burst(frame, event, number, room)
        if not self.has_reduced_motion:
            self._shed_ice(frame, facings or {})

    def draw(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable) -> None:
        """Paint what is in the picture; a flake shines when a face of it looks at the light."""
        del frame
        shine = max(light.colour(0.0, -0.4)) / 255.0
        pictures = []
        back_s = (1.0 - alpha) * TICK_S
        left, bottom, right, top = camera.bounds_m
        for flake in self.flakes:
            x, y = flake.x - flake.vx * back_s, flake.y - flake.vy * back_s
            if not (left < x < right and bottom < y < top):
                continue
            age_s = (self._tick - flake.born) * TICK_S - back_s
            fade = min(1.0, (flake.life_s - age_s) / FADE_S, 0.3 + age_s * 6.0)
            turn = abs(math.sin(flake.phase + flake.tumble * age_s))
            level = round(LEVELS * max(0.0, fade) * (0.25 + 0.75 * turn) * (0.25 + 0.75 * shine))
            if level > 0:
                dot = _dot(level, 2 if flake.size < SMALL else 3)
                px, py = camera.to_screen((x, y))
                pictures.append((dot, (round(px) - dot.get_width() // 2, round(py) - dot.get_height() // 2)))
        for glint in self.glints:
            age_s = max(0.0, (self._tick - glint.born) * TICK_S - back_s)
            level = round(LEVELS * (1.0 - age_s / GLINT_S) * (0.45 + 0.55 * shine))
            if level > 0 and camera.sees(glint.at, glint.size_m):
                star = _star(level, max(9, round(glint.size_m * camera.scale_px_per_m)) | 1)
                px, py = camera.to_screen(glint.at)
                pictures.append((star, (round(px) - star.get_width() // 2, round(py) - star.get_height() // 2)))
        if pictures:
            surface.fblits(pictures, pygame.BLEND_RGB_ADD)

    def _burst(self, frame: Frame, event: Event, number: int, room: int) -> int:
        """Add what one event throws; returns how many flakes that were."""
        found = BURSTS.get(event.kind)
        at = event.at if event.at != NOWHERE else _at_work(frame, event.who)
        if found is None or at is None:
            return 0
        count, speed, life_s, glint_m = found
        if event.kind == "contact":
            strength = min(1.0, event.value / FROSTY)
            count, glint_m = round(count * strength), glint_m * strength
        if glint_m > 0.0:
            self.glints.append(Glint(at, frame.tick, glint_m))
        count = max(0, min(count, room, MOST - len(self.flakes)))
        if self.has_reduced_motion:
            return 0
        dice = _dice(f"{event.tick} {number} {event.kind} {event.who}")
        for _ in range(count):
            self._throw(dice, frame.tick, at, (dice.uniform(0.0, math.tau), speed), life_s)
        return count

    def _shed_ice(self, frame: Frame, facings: Mapping[str, int]) -> None:
        for crew in frame.crew:
            if crew.is_inside or crew.suit.metabolic_w < ICE_WATTS or len(self.flakes) >= MOST:
                continue
            text = f"{frame.tick} ice {crew.id}"
            luck = zlib.crc32(text.encode()) / 2**32  # dice for each tick would cost more than the ice
            if luck < ICE_PER_S * TICK_S * min(1.0, (crew.suit.metabolic_w - ICE_WATTS) / 300.0):
                dice, pose = _dice(text), crew.body.pose
                cosine, sine = math.cos(pose.angle), math.sin(pose.angle)
                x, y = PACK_FOOT[0] * facings.get(crew.id, 1), PACK_FOOT[1]
                at = (pose.x + x * cosine - y * sine, pose.y + x * sine + y * cosine)
                course = pose.angle - math.pi / 2 + dice.uniform(-SPREAD_RAD, SPREAD_RAD)
                self._throw(dice, frame.tick, at, (course, 0.2), 6.0, (crew.body.vx, crew.body.vy))

    def _throw(
        self,
        dice: np.random.Generator,
        tick: int,
        at: Point,
        heading: tuple[float, float],
        life_s: float,
        carried: Point = (0.0, 0.0),
    ) -> None:
        course, speed = heading[0], heading[1] * dice.uniform(0.4, 1.3)
        self.flakes.append(
            Flake(
                at[0],
                at[1],
                carried[0] + speed * math.cos(course),
                carried[1] + speed * math.sin(course),
                tick,
                life_s * dice.uniform(0.6, 1.0),
                dice.uniform(2.0, 9.0),
                dice.uniform(0.0, math.tau),
                dice.random(),
            )
        )


NOWHERE: Point = (0.0, 0.0)  # events of work name no place
LEVELS = 8
SMALL = 0.7
FLAKE = (236, 242, 255)
GLINT = (255, 246, 222)


def _at_work(frame: Frame, who: str) -> Point | None:
    """The glove of a person that works, if there is one."""
    for crew in frame.crew:
        for hand in crew.hands:
            if crew.id == who and hand.state == "working":
                return hand.at
    return None


def _dice(text: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(zlib.crc32(text.encode())))


@lru_cache(maxsize=32)
def _dot(level: int, size: int) -> pygame.Surface:
    """A flake of a brightness: a soft dot, to be added."""
    picture = pygame.Surface((size + 2, size + 2))
    share = level / LEVELS
    red, green, blue = (round(channel * share) for channel in FLAKE)
    picture.fill((red // 4, green // 4, blue // 4))
    for x, y in ((0, 0), (0, size + 1), (size + 1, 0), (size + 1, size + 1)):
        picture.set_at((x, y), (0, 0, 0))
    picture.fill((red, green, blue), (1, 1, size, size))
    return picture


@lru_cache(maxsize=48)
def _star(level: int, size: int) -> pygame.Surface:
    """A glint of a brightness: four rays and a core, to be added; `size` px, odd."""
    half = size // 2
    away = np.abs(np.arange(size) - half) / max(1, half)
    x, y = np.meshgrid(away, away)
    value = (
        np.exp(-((x * 9.0) ** 2 + (y * 9.0) ** 2))
        + 0.55 * np.exp(-x * 5.0 - y * 34.0)
        + 0.55 * np.exp(-y * 5.0 - x * 34.0)
    )
    value = np.clip(value * (1.0 - np.maximum(x, y)), 0.0, 1.0) * (level / LEVELS)
    picture = pygame.Surface((size, size))
    pixels = value[..., None] * np.array(GLINT)
    pygame.surfarray.blit_array(picture, pixels.astype(np.uint8))
    return picture

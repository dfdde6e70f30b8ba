"""Safety divers who hover near everybody in the water: the same kind of figure as a suit, with no place in the world.

Each follows his charge at his own distance, lags behind, sways, and kicks his fins more the faster he has to go.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pygame

from game.sim.frame import BodyFrame, CrewFrame, Frame, HandFrame, Pose
from game.sim.spec import Point
from game.view.camera import Camera
from game.view.light import LightTable
from game.view.motion import Bearing, Legs, at_rest
from game.view.pose import Figure, along
from game.view.suit import SuitPainter
from game.view.tiles import TileSheet

TICK_S = 1.0 / 60.0
SUIT = "diver"
PLACES: Sequence[tuple[Point, int]] = (((-1.75, 0.75), 1), ((2.05, -0.75), -1))  # beside his charge, m; facing
FOLLOW_S = 1.6
FASTEST_MPS = 0.7
SWAY_M = 0.05
KICK_HZ = (0.35, 1.1)
GAP_TICKS = 60
LEAN_RAD = 0.95  # how far a diver lies forward


@dataclass(slots=True)
class Diver:
    """Where a diver is and how he goes."""

    at: Point
    before: Point
    speed_mps: float
    kick: float  # phase of his fins, rad


class Divers:
    """Two for everybody outside; `tick` once per world tick."""

    def __init__(self, painter: SuitPainter) -> None:
        """`painter` draws them as it draws everybody else."""
        self._painter = painter
        self._divers: dict[tuple[str, int], Diver] = {}
        self._tick = -1
        self._posed: dict[tuple[str, int], tuple[CrewFrame, Figure]] = {}  # for shadows and for themselves
        self._posed_for: tuple[Frame, float] | None = None

    def jobs(self, scale_px_per_m: float, frame: Frame) -> Iterator[None]:
        """Make their parts in small steps."""
        anywhere = Diver((0.0, 0.0), (0.0, 0.0), 0.0, 0.0)
        return self._painter.jobs(scale_px_per_m, [_person(crew, anywhere, 1) for crew in frame.crew[:1]])

    def tick(self, frame: Frame) -> None:
        """Follow; a repeated tick changes nothing, a jump puts everybody at his place."""
        ticks = frame.tick - self._tick
        if ticks == 0:
            return
        self._tick = frame.tick
        for crew in frame.crew:
            for index, (place, _) in enumerate(PLACES):
                aim = (crew.body.pose.x + place[0], crew.body.pose.y + place[1])
                diver = self._divers.get((crew.id, index))
                if diver is None or not 0 < ticks <= GAP_TICKS:
                    self._divers[crew.id, index] = Diver(aim, aim, 0.0, index * 2.0)
                    continue
                for _ in range(ticks):
                    _follow(diver, aim, frame.tick * TICK_S + index * 2.1)

    def mouths(self, frame: Frame) -> list[Point]:
        """Where breath leaves: beside the helmet of everybody in a suit, and at the divers' regulators."""
        found = []
        for crew in frame.crew:
            if not crew.is_inside:
                pose = crew.body.pose
                found.append(along((pose.x, pose.y), pose.angle + math.pi / 2 + 0.3, 0.62))
        outside = [crew.id for crew in frame.crew if not crew.is_inside]
        for (name, index), diver in self._divers.items():
            if name not in outside:
                continue
            facing = PLACES[index][1]
            found.append((diver.at[0] + facing * 0.62, diver.at[1] + 0.34))
        return found

    def draw(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable) -> None:
        """Paint everybody's divers."""
        for person, figure in self._seen(frame, alpha, camera):
            self._painter.draw_figure(surface, camera, person, figure, light)

    def draw_shadows(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable, sheet: TileSheet
    ) -> None:
        """Lay their shadows on the mock-up."""
        for person, figure in self._seen(frame, alpha, camera):
            self._painter.draw_figure_shadow(surface, camera, person, figure, light, sheet)

    def _seen(self, frame: Frame, alpha: float, camera: Camera) -> Iterator[tuple[CrewFrame, Figure]]:
        known = self._posed_for
        if known is None or known[0] is not frame or known[1] != alpha:
            self._posed_for = frame, alpha
            self._posed.clear()
        for crew in frame.crew:
            if crew.is_inside:
                continue
            for index, (_, facing) in enumerate(PLACES):
                diver = self._divers.get((crew.id, index))
                if diver is None or not camera.sees(diver.at, 1.6):
                    continue
                posed = self._posed.get((crew.id, index))
                if posed is None:
                    person = _person(crew, diver, facing)
                    posed = person, self._painter.stranger(person, _bearing(person, diver, facing), alpha)
                    self._posed[crew.id, index] = posed
                yield posed


def _follow(diver: Diver, aim: Point, now_s: float) -> None:
    sway = (SWAY_M * math.sin(now_s * 0.9), SWAY_M * math.sin(now_s * 1.3 + 1.0))
    share = TICK_S / FOLLOW_S
    dx, dy = (aim[0] + sway[0] - diver.at[0]) * share, (aim[1] + sway[1] - diver.at[1]) * share
    step = math.hypot(dx, dy)
    if step > FASTEST_MPS * TICK_S:
        dx, dy = dx * FASTEST_MPS * TICK_S / step, dy * FASTEST_MPS * TICK_S / step
    diver.before, diver.at = diver.at, (diver.at[0] + dx, diver.at[1] + dy)
    diver.speed_mps += (math.hypot(dx, dy) / TICK_S - diver.speed_mps) * 0.05
    pace = KICK_HZ[0] + (KICK_HZ[1] - KICK_HZ[0]) * min(1.0, diver.speed_mps / FASTEST_MPS)
    diver.kick = (diver.kick + math.tau * pace * TICK_S) % math.tau


def _person(crew: CrewFrame, diver: Diver, facing: int) -> CrewFrame:
    """A diver as a person of the read model: lying forward, arms before him."""
    lean = -facing * LEAN_RAD
    now, before = Pose(*diver.at, lean), Pose(*diver.before, lean)

    def hand(side: str) -> HandFrame:
        return HandFrame(side, "free", diver.at, diver.before, "", diver.at, 0.0, 0.0, 1.0)

    body = BodyFrame(f"{crew.id}.diver", now, before, 0.0, 0.0, 0.0)
    return replace(
        crew, id="diver", body=body, hands=(hand("left"), hand("right")), hooks=(), restraint="",
        is_tucked=False, working="", suit_kind=SUIT,
    )  # fmt: skip


def _bearing(person: CrewFrame, diver: Diver, facing: int) -> Bearing:
    """Legs that kick from the hips, one against the other."""
    swing = 0.20 + 0.22 * min(1.0, diver.speed_mps / FASTEST_MPS)
    beat, lag = math.sin(diver.kick), math.sin(diver.kick - 0.9)
    return replace(
        at_rest(person),
        near=Legs(0.10 + swing * beat, 0.24 + 0.20 * max(0.0, -lag)),
        far=Legs(0.10 - swing * beat, 0.24 + 0.20 * max(0.0, lag)),
        facing=facing,
        turn=float(facing),
        head=0.24,
        floating=(1.0, 1.0),
    )

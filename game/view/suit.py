"""The cosmonaut's picture: a suit of lit parts in the pose the physics gives, at any of the camera's scales."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pygame

from game.sim.events import Event
from game.sim.frame import CrewFrame, Frame
from game.sim.spec import Point
from game.view.camera import Camera
from game.view.light import LightTable
from game.view.limbs import SuitPlan, Wardrobe, load_suit
from game.view.motion import Bearing, Motion
from game.view.paths import assets_root
from game.view.pose import Figure, Placed, pose

WARDROBES = 12  # kept at once: scales times wearers times swellings
SWELLINGS = 3  # steps from slack to fully blown up


@dataclass(frozen=True, slots=True)
class Lamp:
    """A helmet lamp: where it is (station frame) and where it points (rad, 0 = +x, counter-clockwise)."""

    at: Point
    angle: float


class SuitPainter:
    """Draws every person outside; `tick` once per world tick, `draw` as often as there are pictures."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder` holds a folder per suit, named as the kits name it (default: the game's own)."""
        self._folder = folder or assets_root() / "art" / "suit"
        self._plans: dict[str, SuitPlan] = {}
        self._wardrobes: OrderedDict[tuple[str, str, float, int], Wardrobe] = OrderedDict()
        self._motions: dict[str, Motion] = {}
        self._figures: dict[str, tuple[Frame, float, int, Figure]] = {}  # the last ones: asked for several times

    def plan(self, suit: str) -> SuitPlan:
        """The suit of that name; raises OSError or KeyError if its folder is incomplete."""
        plan = self._plans.get(suit)
        if plan is None:
            plan = self._plans[suit] = load_suit(self._folder / suit)
        return plan

    def jobs(self, scale_px_per_m: float, crew: Sequence[CrewFrame] = ()) -> Iterator[None]:
        """Make the parts for a scale in small steps (each about 3 ms), so that a title screen can run meanwhile."""
        for person in crew:
            plan = self.plan(person.suit_kind)
            steps = range(SWELLINGS + 1) if plan.swells_pa is not None else (0,)
            for swelling in steps:
                yield from self._wardrobe(person, scale_px_per_m, swelling).jobs()

    def tick(self, frame: Frame, events: Sequence[Event] = ()) -> None:
        """Let legs, head and breath follow to the frame's tick; a repeated tick changes nothing."""
        del events
        for crew in frame.crew:
            self._motions.setdefault(crew.id, Motion()).step(frame, crew)

    def figure(self, frame: Frame, crew: CrewFrame, alpha: float) -> Figure:
        """The pose of a person between the last two ticks."""
        motion = self._motions.get(crew.id) or Motion()
        known = self._figures.get(crew.id)
        if known is not None and known[0] is frame and known[1:3] == (alpha, motion.tick):
            return known[3]
        plan = self.plan(crew.suit_kind)
        step = next((step for step in frame.steps if step.id == crew.working), None)
        tool = (step.tool or plan.tools.get(step.kind, "")) if step is not None else ""
        swelling = plan.swelling(crew.suit.pressure_pa)
        figure = pose(plan, crew, motion.bearing(crew, alpha), alpha, tool, swelling)
        self._figures[crew.id] = (frame, alpha, motion.tick, figure)
        return figure

    def draw(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable) -> None:
        """Paint everybody who is outside and in the picture."""
        self.draw_bodies(surface, camera, frame, alpha, light)
        self.draw_arms(surface, camera, frame, alpha, light)

    def draw_bodies(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable
    ) -> None:
        """Paint everybody but the arms that are nearer to the eye than the tethers at the hip."""
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            self._paint(surface, camera, figure, figure.parts[: figure.arm_from], crew, light)

    def draw_arms(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable) -> None:
        """Paint the near arms, which go over the tethers."""
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            self._paint(surface, camera, figure, figure.parts[figure.arm_from :], crew, light)

    def draw_figure(
        self,
        surface: pygame.Surface,
        camera: Camera,
        crew: CrewFrame,
        bearing: Bearing,
        alpha: float,
        light: LightTable,
    ) -> None:
        """Paint somebody who has no place in the world, in a bearing that is given."""
        figure = pose(self.plan(crew.suit_kind), crew, bearing, alpha)
        self._paint(surface, camera, figure, figure.parts, crew, light)

    def draw_plain(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float) -> None:
        """Paint everybody unlit: the albedo that a lamp multiplies."""
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            self._paint(surface, camera, figure, figure.parts, crew, None)

    def lamps(self, frame: Frame, alpha: float) -> tuple[Lamp, ...]:
        """The helmet lamps of everybody outside."""
        found = []
        for crew in frame.crew:
            if not crew.is_inside:
                figure = self.figure(frame, crew, alpha)
                found.append(Lamp(figure.to_station(figure.lamp), figure.screen_angle(figure.head)))
        return tuple(found)

    @staticmethod
    def _seen(frame: Frame, camera: Camera) -> Iterator[CrewFrame]:
        for crew in frame.crew:
            if not crew.is_inside and camera.sees((crew.body.pose.x, crew.body.pose.y), 2.0):
                yield crew

    def _wardrobe(self, crew: CrewFrame, scale_px_per_m: float, swelling: int) -> Wardrobe:
        key = (crew.suit_kind, crew.id, scale_px_per_m, swelling)
        wardrobe = self._wardrobes.get(key)
        if wardrobe is None:
            if len(self._wardrobes) >= WARDROBES:
                self._wardrobes.popitem(last=False)
            plan = self.plan(crew.suit_kind)
            wardrobe = self._wardrobes[key] = Wardrobe(plan, crew.id, scale_px_per_m, swelling / SWELLINGS)
        self._wardrobes.move_to_end(key)
        return wardrobe

    def _paint(
        self,
        surface: pygame.Surface,
        camera: Camera,
        figure: Figure,
        parts: Sequence[Placed],
        crew: CrewFrame,
        light: LightTable | None,
    ) -> None:
        swelling = self.plan(crew.suit_kind).swelling(crew.suit.pressure_pa)
        wardrobe = self._wardrobe(crew, camera.scale_px_per_m, round(swelling * SWELLINGS))
        is_flipped = figure.facing < 0
        pictures = []
        for placed in parts:
            limb = wardrobe.limb(placed.part)
            angle = figure.screen_angle(placed.angle)
            if light is None:
                picture = limb.plain(angle, is_flipped=is_flipped)
            else:
                picture = limb.lit(angle, light, is_flipped=is_flipped, is_far=placed.is_far)
            joint = limb.plan.joint_b if placed.is_by_b else limb.plan.joint_a
            off_x, off_y = limb.offset(joint, angle, is_flipped=is_flipped)
            at_x, at_y = figure.to_screen(placed.at, camera)
            width, height = picture.get_size()
            pictures.append(
                (picture, (math.floor(at_x - off_x - width / 2 + 0.5), math.floor(at_y - off_y - height / 2 + 0.5)))
            )
        surface.fblits(pictures)

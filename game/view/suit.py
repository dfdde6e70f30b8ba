"""The cosmonaut's picture: a suit of lit parts in the pose the physics gives, at any of the camera's scales."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pygame

from game.sim.frame import CrewFrame, Frame
from game.sim.spec import Point
from game.view.camera import Camera
from game.view.light import LightTable
from game.view.limbs import Limb, Turned, Wardrobe, band_px
from game.view.motion import Bearing, Motion
from game.view.paths import assets_root
from game.view.pose import Figure, Placed, pose
from game.view.shade import ALL_SUN, Picture, Shades
from game.view.suit_plan import SuitPlan, load_suit
from game.view.tiles import TileSheet

WARDROBES = 12  # kept at once: scales times wearers times swellings
BEHIND_LAMP = ("torso", "pelvis", "helmet", "pack", "panel", "upper_arm", "thigh", "shin", "boot")
CLOSE_PARTS = ("forearm", "glove_fist", "glove_open")
LAMP_SHADOW = 0.30  # how much further from the lamp a hand's shadow falls than the hand is
SWELLINGS = 3  # steps from slack to fully blown up
RELIT_A_PICTURE = 4  # parts lit anew in one picture when the light has changed a little, about 0.5 ms
How = Callable[[Limb, Turned, bool], pygame.Surface]  # a part as it is turned, far or not


class Worn(NamedTuple):
    """A part turned as it is worn, and where its picture begins: px right of the body's origin and below it."""

    limb: Limb
    turned: Turned
    right: int
    down: int


@dataclass(slots=True)
class Outfit:
    """What a figure wears, by the id of the part's place in it; filled as it is asked for."""

    figure: Figure
    wardrobe: Wardrobe
    worn: dict[int, Worn]
    seen_by: Camera | None = None
    dark: list[Picture] = field(default_factory=list)  # all of it in black, as that camera sees it


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
        self._shades = Shades()
        self._relit_left = 0
        self._outfits: dict[tuple[str, float], Outfit] = {}
        self._figures: dict[str, tuple[Frame, float, int, Figure]] = {}  # the last ones: asked for several times

    def plan(self, suit: str) -> SuitPlan:
        """The suit of that name; raises OSError or KeyError if its folder is incomplete."""
        plan = self._plans.get(suit)
        if plan is None:
            plan = self._plans[suit] = load_suit(self._folder / suit)
        return plan

    def jobs(self, scale_px_per_m: float, crew: Sequence[CrewFrame] = (), only: Sequence[str] = ()) -> Iterator[None]:
        """Make the parts for a scale (or `only` some), each in about 3 ms, so that a title screen can run meanwhile."""
        for person in crew:
            plan = self.plan(person.suit_kind)
            steps = range(SWELLINGS + 1) if plan.swells_pa is not None else (0,)
            for swelling in steps:
                yield from self._wardrobe(person, scale_px_per_m, swelling).jobs(only)

    def tick(self, frame: Frame) -> None:
        """Let legs, head and breath follow to the frame's tick; a repeated tick changes nothing."""
        for crew in frame.crew:
            self._motions.setdefault(crew.id, Motion()).step(frame, crew)

    @property
    def facings(self) -> dict[str, int]:
        """By person which way he looks since the last tick: +1 or -1 along x of his body."""
        return {crew_id: motion.now.facing for crew_id, motion in self._motions.items() if motion.now is not None}

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

    def draw_shadows(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable, sheet: TileSheet
    ) -> None:
        """Lay everybody's shadow on the hull, but of those who stand in the station's own."""
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            if not self._shades.of(crew.id, figure.origin, camera, light, sheet).is_middle_shaded:
                self._shades.cast(surface, camera, self._silhouette(camera, figure, crew), light, sheet)

    def draw_contacts(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, sheet: TileSheet
    ) -> None:
        """Darken the hull a little round everybody: what is so near is set off in any light."""
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            self._shades.near(surface, camera, self._silhouette(camera, figure, crew), sheet)

    def draw_bodies(
        self,
        surface: pygame.Surface,
        camera: Camera,
        frame: Frame,
        alpha: float,
        light: LightTable,
        sheet: TileSheet | None = None,
    ) -> None:
        """Paint everybody but the arms that are nearer to the eye than the tethers at the hip.

        With the station's `sheet` its shadows fall on people. When the light has changed, their parts are lit anew a
        few in each picture.
        """
        self._relit_left = RELIT_A_PICTURE
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            self._paint(surface, camera, figure, figure.parts[: figure.arm_from], crew, light, sheet)

    def draw_arms(
        self,
        surface: pygame.Surface,
        camera: Camera,
        frame: Frame,
        alpha: float,
        light: LightTable,
        sheet: TileSheet | None = None,
    ) -> None:
        """Paint the near arms, which go over the tethers."""
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            self._paint(surface, camera, figure, figure.parts[figure.arm_from :], crew, light, sheet)

    def draw_grips(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float) -> None:
        """Paint the hands that grip once more, over everything and bright in any light: they hold him."""
        band = band_px(camera.scale_px_per_m)
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            for picture, (x, y) in self._pictures(camera, figure, figure.grips, crew, _held):
                surface.blit(picture, (x - band, y - band))

    def stranger(self, crew: CrewFrame, bearing: Bearing, alpha: float) -> Figure:
        """The pose of somebody who has no place in the world, in a bearing that is given."""
        return pose(self.plan(crew.suit_kind), crew, bearing, alpha)

    def draw_figure(
        self, surface: pygame.Surface, camera: Camera, crew: CrewFrame, figure: Figure, light: LightTable
    ) -> None:
        """Paint such a person."""
        surface.fblits(self._pictures(camera, figure, figure.parts, crew, _lit(light)))

    def draw_figure_shadow(
        self,
        surface: pygame.Surface,
        camera: Camera,
        crew: CrewFrame,
        figure: Figure,
        light: LightTable,
        sheet: TileSheet,
    ) -> None:
        """Lay the shadow of such a person on the hull."""
        self._shades.cast(surface, camera, self._silhouette(camera, figure, crew), light, sheet)

    def draw_hands(
        self,
        surface: pygame.Surface,
        camera: Camera,
        frame: Frame,
        crew: CrewFrame,
        alpha: float,
        light: LightTable | None,
    ) -> None:
        """Paint the forearms, gloves and tools that one's helmet camera sees; unlit if there is no light."""
        figure = self.figure(frame, crew, alpha)
        tools = self.plan(crew.suit_kind).tools.values()
        parts = [placed for placed in figure.parts if placed.part in CLOSE_PARTS or placed.part in tools]
        surface.fblits(self._pictures(camera, figure, parts, crew, _plain if light is None else _lit(light)))

    def draw_lamp_shadows(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float) -> None:
        """Black out what hands and tools hide from their wearer's lamp, on the albedo that the lamp multiplies."""
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            arms = [placed for placed in figure.parts if placed.part not in BEHIND_LAMP]
            lamp = figure.to_screen(figure.lamp, camera)
            blits = []
            for (picture, at), placed in zip(self._pictures(camera, figure, arms, crew, _dark), arms, strict=True):
                x, y = figure.to_screen(placed.at, camera)
                moved = (at[0] + round((x - lamp[0]) * LAMP_SHADOW), at[1] + round((y - lamp[1]) * LAMP_SHADOW))
                blits.append((picture, moved))
            surface.fblits(blits)

    def draw_plain(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float) -> None:
        """Paint everybody unlit: the albedo that a lamp multiplies."""
        for crew in self._seen(frame, camera):
            figure = self.figure(frame, crew, alpha)
            surface.fblits(self._pictures(camera, figure, figure.parts, crew, _plain))

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
        light: LightTable,
        sheet: TileSheet | None,
    ) -> None:
        shade = ALL_SUN
        if sheet is not None:
            shade = self._shades.of(crew.id, figure.origin, camera, light, sheet)
        if shade.is_all_sun or shade.is_all_shade:
            how = self._patient(light, is_shaded=shade.is_all_shade)
            surface.fblits(self._pictures(camera, figure, parts, crew, how))
            return
        lit = self._pictures(camera, figure, parts, crew, self._patient(light))
        shaded = self._pictures(camera, figure, parts, crew, self._patient(light, is_shaded=True))
        self._shades.draw(surface, lit, shaded, shade)

    def _pictures(
        self, camera: Camera, figure: Figure, parts: Sequence[Placed], crew: CrewFrame, how: How
    ) -> list[Picture]:
        """The pictures of parts and their places in px, back to front."""
        outfit = self._outfit(figure, camera.scale_px_per_m, crew)
        x, y = camera.to_screen(figure.origin)
        x, y = round(x), round(y)
        found = []
        for placed in parts:
            worn = outfit.worn.get(id(placed))
            if worn is None:
                worn = outfit.worn[id(placed)] = _worn(outfit.wardrobe, figure, placed)
            found.append((how(worn.limb, worn.turned, placed.is_far), (x + worn.right, y + worn.down)))
        return found

    def _silhouette(self, camera: Camera, figure: Figure, crew: CrewFrame) -> list[Picture]:
        """All of somebody in black: every shadow in a picture is made of it."""
        outfit = self._outfit(figure, camera.scale_px_per_m, crew)
        if outfit.seen_by != camera:
            outfit.seen_by, outfit.dark = camera, self._pictures(camera, figure, figure.parts, crew, _dark)
        return outfit.dark

    def _patient(self, light: LightTable, *, is_shaded: bool = False) -> How:
        """Lights only so many parts anew in a picture."""

        def lit(limb: Limb, turned: Turned, is_far: bool) -> pygame.Surface:
            if turned.version != light.version:
                self._relit_left -= 1
            return limb.relit(turned, light, is_far=is_far, is_shaded=is_shaded, may_wait=self._relit_left < 0)

        return lit

    def _outfit(self, figure: Figure, scale_px_per_m: float, crew: CrewFrame) -> Outfit:
        """What a figure wears at a scale: its parts are asked for several times in a picture."""
        known = self._outfits.get((crew.id, scale_px_per_m))
        if known is None or known.figure is not figure:
            swelling = self.plan(crew.suit_kind).swelling(crew.suit.pressure_pa)
            wardrobe = self._wardrobe(crew, scale_px_per_m, round(swelling * SWELLINGS))
            if len(self._outfits) > WARDROBES:
                self._outfits.clear()
            known = self._outfits[crew.id, scale_px_per_m] = Outfit(figure, wardrobe, {})
        return known


def _worn(wardrobe: Wardrobe, figure: Figure, placed: Placed) -> Worn:
    limb = wardrobe.limb(placed.part)
    is_flipped = figure.facing < 0
    angle = figure.screen_angle(placed.angle)
    turned = limb.turned(angle, is_flipped=is_flipped)
    joint = limb.plan.joint_b if placed.is_by_b else limb.plan.joint_a
    off_x, off_y = limb.offset(joint, angle, is_flipped=is_flipped)
    at_x, at_y = figure.from_origin(placed.at, wardrobe.scale)
    width, height = turned.albedo.get_size()
    right, down = math.floor(at_x - off_x - width / 2 + 0.5), math.floor(at_y - off_y - height / 2 + 0.5)
    return Worn(limb, turned, right, down)


def _lit(light: LightTable) -> How:
    def lit(limb: Limb, turned: Turned, is_far: bool) -> pygame.Surface:
        return limb.relit(turned, light, is_far=is_far)

    return lit


def _plain(limb: Limb, turned: Turned, is_far: bool) -> pygame.Surface:
    del limb, is_far
    return turned.albedo


def _held(limb: Limb, turned: Turned, is_far: bool) -> pygame.Surface:
    del is_far
    return limb.held(turned)


def _dark(limb: Limb, turned: Turned, is_far: bool) -> pygame.Surface:
    del limb, is_far
    return turned.silhouette()

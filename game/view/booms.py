"""The Strela boom and the ERA arm as pictures of numbers: foot, length, angle, bend; no state of its own.

Strela: nested tubes from 1.8 to 14 m, a hand crank at its foot. ERA: two limbs with an elbow and three wrist joints at
either end (3 + 1 + 3), folded in the plane so that its tip is where the world has it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pygame

from game.sim.spec import Point
from game.view.camera import Camera
from game.view.casts import CastPainter
from game.view.kept import KeptPictures
from game.view.light import LightTable
from game.view.pose import along, bend
from game.view.tiles import TileSheet
from game.view.tubes import INK, bent, draw_ball, draw_tube, lit

STRELA_TUBES = 8  # nested; folded the boom is as long as one
STRELA_SHORT_M, STRELA_LONG_M = 1.8, 14.0
PLATE_M = 0.14  # the soles are so far above where the plate is drawn
MARGIN_M = 0.65  # joints, platform and crank stand out that far
STRAIGHT_M = 0.03  # a tip that is no further aside bends nothing that could be seen
STRELA_HALF_M = (0.125, 0.055)  # radius at foot and tip
ERA_LIMB_M = 4.45  # each of two, joint to joint
ERA_WRIST_M = 0.42  # between the three joints of a wrist
ERA_HALF_M, ERA_JOINT_M = 0.125, 0.20
WHITE, STEEL, YELLOW, RED, DARK = (226, 226, 220), (176, 182, 190), (229, 185, 60), (198, 58, 48), (78, 86, 96)


@dataclass(frozen=True, slots=True)
class BoomPicture:
    """A boom or arm at one moment."""

    kind: str  # strela, era
    at: Point  # its foot, station frame
    angle_rad: float  # where its tip lies from the foot
    length_m: float  # from the foot to the tip
    sway_m: float = 0.0  # how far the tip stands to the left of where it points
    crank_rad: float = 0.0  # turn of the hand crank
    elbow: float = 1.0  # +1, -1: the side to which ERA's elbow stands out
    has_restraint: bool = True  # a place for boots at the tip
    stand_rad: float | None = None  # how who stands there is turned; None = along the pole
    ring: Point | None = None  # where the ring for hooks is, as seen from the tip, m


def strela_joints(length_m: float) -> tuple[float, ...]:
    """Where the tubes of the boom end, m from the foot: the thickest comes first and none is longer than folded."""
    length = min(STRELA_LONG_M, max(STRELA_SHORT_M, length_m))
    step = (length - STRELA_SHORT_M) / (STRELA_TUBES - 1)
    return tuple(STRELA_SHORT_M + step * index for index in range(STRELA_TUBES))


def era_joints(picture: BoomPicture) -> tuple[Point, ...]:
    """The seven joints of ERA from foot to tip, station frame; wrists in line with the limb they carry."""
    tip = (
        picture.at[0] + picture.length_m * math.cos(picture.angle_rad) - picture.sway_m * math.sin(picture.angle_rad),
        picture.at[1] + picture.length_m * math.sin(picture.angle_rad) + picture.sway_m * math.cos(picture.angle_rad),
    )
    bone = ERA_LIMB_M + 2.0 * ERA_WRIST_M
    first, second = bend(picture.at, tip, bone, bone, picture.elbow)
    elbow = along(picture.at, first, bone)
    foot = [along(picture.at, first, ERA_WRIST_M * index) for index in range(3)]
    end = along(elbow, second, bone)
    return (*foot, elbow, *(along(end, second, -ERA_WRIST_M * index) for index in (2, 1, 0)))


class BoomPainter:
    """Paints booms and arms; keeps the pictures of those that stand still."""

    def __init__(self) -> None:
        self._kept = KeptPictures()
        self._casts = CastPainter()

    def draw(
        self, surface: pygame.Surface, camera: Camera, booms: Sequence[BoomPicture], light: LightTable | None
    ) -> None:
        """Paint every boom that can be in the picture; unlit if there is no light."""
        for boom in booms:
            if camera.sees(boom.at, boom.length_m + 6.0):
                draw = _draw_era if boom.kind == "era" else _draw_strela
                self._kept.draw(surface, camera, boom, _box_of(boom), light, partial(draw, boom=boom))

    def draw_shadows(
        self,
        surface: pygame.Surface,
        camera: Camera,
        booms: Sequence[BoomPicture],
        light: LightTable,
        sheet: TileSheet,
    ) -> None:
        """Lay the shadow of every boom on the hull."""
        for boom in booms:
            if camera.sees(boom.at, boom.length_m + 6.0):
                draw = _draw_era if boom.kind == "era" else _draw_strela
                self._casts.draw(surface, camera, boom, _box_of(boom), light, sheet, partial(draw, boom=boom))


def _box_of(boom: BoomPicture) -> tuple[Point, Point]:
    """What holds all of a boom, m."""
    points = [boom.at, along(boom.at, boom.angle_rad, boom.length_m)]
    if boom.kind == "era":
        points = list(era_joints(boom))
    margin = MARGIN_M + abs(boom.sway_m) + (math.hypot(*boom.ring) if boom.ring else 0.0)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs) - margin, min(ys) - margin), (max(xs) + margin, max(ys) + margin)


def _draw_strela(surface: pygame.Surface, camera: Camera, light: LightTable | None, boom: BoomPicture) -> None:
    joints = strela_joints(boom.length_m)
    spans = list(zip((0.0, *joints[:-1]), joints, strict=True))
    for index, (start, end) in reversed(list(enumerate(spans))):
        half = STRELA_HALF_M[0] + (STRELA_HALF_M[1] - STRELA_HALF_M[0]) * index / (STRELA_TUBES - 1)
        if end - start < 0.02:
            continue
        steps = (0.0, 0.5, 1.0) if abs(boom.sway_m) > STRAIGHT_M else (0.0, 1.0)
        shares = [(start + (end - start) * step) / joints[-1] for step in steps]
        points = [camera.to_screen(p) for p in bent(boom.at, boom.angle_rad, boom.length_m, boom.sway_m, shares)]
        draw_tube(surface, points, max(1.6, camera.to_px(half)), WHITE if index % 2 == 0 else (206, 208, 204), light)
        _draw_collar(surface, camera, points, half, light)
    foot, direction = boom.at, boom.angle_rad
    _draw_crank(surface, camera, boom, light)
    draw_tube(
        surface,
        [camera.to_screen(along(foot, direction, away)) for away in (-0.28, 0.30)],
        max(3.0, camera.to_px(0.17)),
        DARK,
        light,
    )
    draw_ball(surface, camera.to_screen(foot), max(4.0, camera.to_px(0.16)), STEEL, light, hub=True)
    path = bent(boom.at, boom.angle_rad, boom.length_m, boom.sway_m, (0.97, 1.0))
    _draw_tip(surface, camera, path, light, boom)


def _draw_collar(
    surface: pygame.Surface, camera: Camera, points: Sequence[Point], half_m: float, light: LightTable | None
) -> None:
    (x0, y0), (x1, y1) = points[-2], points[-1]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    back = max(3.0, camera.to_px(0.07))
    start = (x1 - (x1 - x0) / length * back, y1 - (y1 - y0) / length * back)
    draw_tube(surface, (start, (x1, y1)), max(2.0, camera.to_px(half_m * 1.22)), STEEL, light)


def _draw_crank(surface: pygame.Surface, camera: Camera, boom: BoomPicture, light: LightTable | None) -> None:
    hub = along(along(boom.at, boom.angle_rad, -0.16), boom.angle_rad + math.pi / 2, 0.16)
    end = along(hub, boom.angle_rad + math.pi / 2 + boom.crank_rad, 0.24)
    knob = along(end, boom.angle_rad + boom.crank_rad, 0.12)
    points = [camera.to_screen(point) for point in (hub, end)]
    draw_tube(surface, points, max(1.6, camera.to_px(0.022)), STEEL, light)
    draw_tube(surface, (points[1], camera.to_screen(knob)), max(2.2, camera.to_px(0.034)), RED, light)
    draw_ball(surface, points[0], max(2.6, camera.to_px(0.05)), STEEL, light)


def _draw_tip(
    surface: pygame.Surface, camera: Camera, path: Sequence[Point], light: LightTable | None, boom: BoomPicture
) -> None:
    """A yellow ball to hold, a plate with loops for boots, and the ring for hooks on its own bow."""
    before, tip = path[-2], path[-1]
    way = math.atan2(tip[1] - before[1], tip[0] - before[0])
    draw_ball(surface, camera.to_screen(tip), max(3.0, camera.to_px(0.085)), YELLOW, light)
    if boom.ring is not None:
        _draw_ring(surface, camera, tip, boom.ring, light)
    if not boom.has_restraint:
        return
    if boom.stand_rad is not None:
        way = boom.stand_rad + math.pi / 2
        tip = along(tip, way, -PLATE_M)
    plate = [camera.to_screen(along(along(tip, way, 0.12), way + math.pi / 2, side)) for side in (-0.24, 0.24)]
    draw_tube(surface, plate, max(2.4, camera.to_px(0.035)), DARK, light)
    for side in (-0.13, 0.13):
        foot = along(along(tip, way, 0.15), way + math.pi / 2, side)
        loop = [camera.to_screen(along(along(foot, way, h), way + math.pi / 2, w)) for h, w in _LOOP]
        for start, end in itertools.pairwise(loop):
            pygame.draw.aaline(surface, lit(light, INK), start, end, max(4, round(camera.to_px(0.045))))
        for start, end in itertools.pairwise(loop):
            pygame.draw.aaline(surface, lit(light, YELLOW), start, end, max(2, round(camera.to_px(0.026))))


def _draw_ring(surface: pygame.Surface, camera: Camera, tip: Point, away: Point, light: LightTable | None) -> None:
    """A bowed handrail from the tip up to the ring."""
    bow = [(0.0, 0.0), (away[0], away[1] * 0.35), away]
    rail = [camera.to_screen((tip[0] + x, tip[1] + y)) for x, y in bow]
    for pair in itertools.pairwise(rail):
        draw_tube(surface, pair, max(1.8, camera.to_px(0.02)), YELLOW, light)
    wide = max(2, round(camera.to_px(0.03)))
    pygame.draw.circle(surface, lit(light, INK), rail[-1], max(4.0, camera.to_px(0.085)), wide + 2)
    pygame.draw.circle(surface, lit(light, YELLOW), rail[-1], max(3.5, camera.to_px(0.075)), wide)


_LOOP = ((0.0, -0.07), (0.06, -0.06), (0.09, 0.0), (0.06, 0.06), (0.0, 0.07))


def _draw_era(surface: pygame.Surface, camera: Camera, light: LightTable | None, boom: BoomPicture) -> None:
    joints = era_joints(boom)
    px = [camera.to_screen(joint) for joint in joints]
    half, joint = max(2.4, camera.to_px(ERA_HALF_M)), max(3.0, camera.to_px(ERA_JOINT_M))
    for start, end in ((2, 3), (3, 4)):
        draw_tube(surface, (px[start], px[end]), half, WHITE, light)
        (x0, y0), (x1, y1) = px[start], px[end]
        for share in (0.12, 0.36, 0.64, 0.88):  # belts that carry cables and handrails
            a, b = share - 0.012, share + 0.012
            belt = ((x0 + (x1 - x0) * a, y0 + (y1 - y0) * a), (x0 + (x1 - x0) * b, y0 + (y1 - y0) * b))
            draw_tube(surface, belt, half * 1.12, DARK, light)
    for start, end in ((0, 1), (1, 2), (4, 5), (5, 6)):
        draw_tube(surface, (px[start], px[end]), half * 0.9, (206, 200, 184), light)
    for index, at in enumerate(px):
        draw_ball(surface, at, joint * (1.25 if index == 3 else 1.0), WHITE if index == 3 else STEEL, light, hub=True)
    _draw_era_ends(surface, camera, joints, light, boom)


def _draw_era_ends(
    surface: pygame.Surface, camera: Camera, joints: Sequence[Point], light: LightTable | None, boom: BoomPicture
) -> None:
    """The base point under the foot and the gripping end with the cosmonaut's platform."""
    way = math.atan2(joints[-1][1] - joints[-2][1], joints[-1][0] - joints[-2][0])
    back = math.atan2(joints[0][1] - joints[1][1], joints[0][0] - joints[1][0])
    foot = [camera.to_screen(along(joints[0], back, away)) for away in (0.10, 0.34)]
    draw_tube(surface, foot, max(4.0, camera.to_px(0.22)), DARK, light)
    grip = [camera.to_screen(along(joints[-1], way, away)) for away in (0.10, 0.34)]
    draw_tube(surface, grip, max(3.4, camera.to_px(0.17)), DARK, light)
    if boom.has_restraint:
        end = 0.36 if boom.stand_rad is None else 0.0
        path = (along(joints[-1], way, -0.10), along(joints[-1], way, end))
        _draw_tip(surface, camera, path, light, boom)

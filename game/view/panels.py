"""What unfolds: solar arrays and flat antennas leaf by leaf, and booms that are pushed out, at any moment of opening.

Seen with their cells towards the viewer. A leaf that stands at an angle is foreshortened and takes the light of its own
normal, so an array flashes while it unfolds and while it sways. All from hinge angles: a picture keeps no state.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import pygame

from game.sim.spec import PanelSpec, Point
from game.view.camera import Camera
from game.view.casts import CastPainter
from game.view.kept import KeptPictures
from game.view.light import Colour, LightTable
from game.view.tiles import TileSheet
from game.view.tubes import INK, bent, draw_ball, draw_tube, lit

MARGIN_M = 0.2
STILL_M = 0.002  # sways smaller than that are not shown
DEPTH = 0.045  # how much larger a metre nearer to the viewer looks
LEAST_COSINE = 0.035  # leaves lie on each other, they are not without thickness
FLEX_RAD = 0.5  # tilt of a leaf per metre of sway at the tip
CELL, CELL_DARK, CELL_LINE = (46, 68, 122), (34, 50, 94), (146, 176, 228)
GOLD, WHITE, SEAM = (197, 154, 85), (232, 234, 230), (150, 156, 162)
GLINT_POWER = 40.0
BOOM_HALF_M, PROBE_M = 0.028, 0.09
BOOM_RINGS = tuple(step / 10 for step in range(11))
BEAM_HALF_M = 0.035


@dataclass(frozen=True, slots=True)
class PanelPicture:
    """A panel at one moment."""

    kind: str  # array, antenna, boom
    at: Point  # its foot, station frame
    angle_rad: float  # where it unfolds to
    length_m: float  # when open
    width_m: float
    pitches: tuple[float, ...]  # of each leaf, rad: 0 = open flat, +-pi/2 = on edge, pi = lying back on the leaf before
    sway_m: float = 0.0  # how far the tip stands to the left of where it points


def array_pitches(segments: int, fraction: float) -> tuple[float, ...]:
    """An accordion: all leaves open together, every other one tilted the other way."""
    tilt = math.acos(min(1.0, max(LEAST_COSINE, fraction)))
    return tuple(tilt if index % 2 == 0 else -tilt for index in range(segments))


def antenna_pitches(segments: int, fraction: float) -> tuple[float, ...]:
    """Leaves that swing open one after the other; those not yet open lie folded on the one that moves."""
    opened = min(1.0, max(0.0, fraction)) * segments
    pitches: list[float] = []
    for index in range(segments):
        share = 1.0 if index == 0 else min(1.0, max(0.0, opened - index))
        before = pitches[-1] if pitches else 0.0
        fold = math.pi if index % 2 == 1 else -math.pi
        pitches.append(before + fold * (1.0 - share))
    return tuple(pitches)


def pitches_of(kind: str, segments: int, fraction: float) -> tuple[float, ...]:
    """The angles of the leaves of a panel of that kind when it is open by `fraction` of its length."""
    return antenna_pitches(segments, fraction) if kind == "antenna" else array_pitches(segments, fraction)


def picture_of(spec: PanelSpec, opened: float, sway_m: float) -> PanelPicture:
    """The picture of a level's panel that is open by a share of its length and sways."""
    pitches = pitches_of(spec.kind, spec.segments, opened)
    sway = round(sway_m / STILL_M) * STILL_M
    return PanelPicture(spec.kind, spec.at, spec.angle_rad, spec.length_m, spec.width_m, pitches, sway)


@dataclass(frozen=True, slots=True)
class _Leaf:
    corners: tuple[Point, Point, Point, Point]  # px: foot left, foot right, tip right, tip left
    normal: Point  # nx, ny on the screen
    lift: float  # m towards the viewer, of its middle: what is nearer is painted later
    is_back: bool


class PanelPainter:
    """Paints panels; keeps the pictures of those that stand still."""

    def __init__(self) -> None:
        self._kept = KeptPictures()
        self._casts = CastPainter()

    def draw(
        self, surface: pygame.Surface, camera: Camera, panels: Sequence[PanelPicture], light: LightTable | None
    ) -> None:
        """Paint every panel that can be in the picture; unlit if there is no light."""
        for panel in panels:
            if camera.sees(panel.at, panel.length_m + panel.width_m):
                draw = _draw_boom if panel.kind == "boom" else _draw_leaves
                self._kept.draw(surface, camera, panel, _box_of(panel), light, partial(draw, panel=panel))

    def draw_shadows(
        self,
        surface: pygame.Surface,
        camera: Camera,
        panels: Sequence[PanelPicture],
        light: LightTable,
        sheet: TileSheet,
    ) -> None:
        """Lay the shadow of every panel on the hull."""
        for panel in panels:
            if camera.sees(panel.at, panel.length_m + panel.width_m):
                draw = _draw_boom if panel.kind == "boom" else _draw_leaves
                self._casts.draw(surface, camera, panel, _box_of(panel), light, sheet, partial(draw, panel=panel))


def _box_of(panel: PanelPicture) -> tuple[Point, Point]:
    """What holds all of a panel, however far it is open, m."""
    along, half = (math.cos(panel.angle_rad), math.sin(panel.angle_rad)), panel.width_m / 2 * (1.0 + DEPTH * 2.0)
    tip = (panel.at[0] + along[0] * panel.length_m, panel.at[1] + along[1] * panel.length_m)
    margin = half + abs(panel.sway_m) + MARGIN_M
    xs, ys = (panel.at[0], tip[0]), (panel.at[1], tip[1])
    return (min(xs) - margin, min(ys) - margin), (max(xs) + margin, max(ys) + margin)


def _leaves(camera: Camera, panel: PanelPicture) -> list[_Leaf]:
    along = (math.cos(panel.angle_rad), math.sin(panel.angle_rad))
    left = (-along[1], along[0])
    size = panel.length_m / max(1, len(panel.pitches))
    away, lift = 0.0, 0.0
    found = []

    def corner(away: float, lift: float, side: float) -> Point:
        share = away / panel.length_m
        aside = panel.sway_m * share * abs(share) * (3.0 - share) / 2.0 + side * panel.width_m / 2.0 * (
            1.0 + DEPTH * lift
        )
        return camera.to_screen(
            (panel.at[0] + along[0] * away + left[0] * aside, panel.at[1] + along[1] * away + left[1] * aside)
        )

    for index, pitch in enumerate(panel.pitches):
        flex = FLEX_RAD * panel.sway_m * (1.0 if index % 2 == 0 else -1.0)
        tilt = pitch + flex
        ahead, rise = size * math.cos(pitch), size * math.sin(pitch)
        corners = (
            corner(away, lift, 1.0),
            corner(away, lift, -1.0),
            corner(away + ahead, lift + rise, -1.0),
            corner(away + ahead, lift + rise, 1.0),
        )
        # A leaf tilted up by `pitch` looks back towards its foot; one that lies over shows its back.
        is_back = math.cos(tilt) < 0.0
        turn = -math.sin(tilt) * (-1.0 if is_back else 1.0)
        found.append(_Leaf(corners, (turn * along[0] * 0.95, -turn * along[1] * 0.95), lift + rise / 2, is_back))
        away, lift = away + ahead, lift + rise
        lift += 0.02 if abs(math.cos(pitch)) > LEAST_COSINE * 2 and math.cos(pitch) < 0.0 else 0.0
    return found


def _draw_leaves(surface: pygame.Surface, camera: Camera, light: LightTable | None, panel: PanelPicture) -> None:
    leaves = _leaves(camera, panel)
    for leaf in sorted(leaves, key=lambda leaf: leaf.lift):
        if panel.kind == "array" and not leaf.is_back:
            _draw_cells(surface, leaf, light, panel)
        else:
            _draw_plate(surface, leaf, light, panel)
    for leaf in leaves:  # hinges over the edges of leaves
        for at in leaf.corners[:2]:
            draw_ball(surface, at, max(2.0, camera.to_px(0.03)), GOLD, light)
    foot, right = leaves[0].corners[0], leaves[0].corners[1]
    draw_tube(surface, (foot, right), max(2.0, camera.to_px(BEAM_HALF_M)), (190, 194, 200), light)
    draw_ball(surface, camera.to_screen(panel.at), max(3.0, camera.to_px(0.10)), (120, 128, 138), light, hub=True)


def _inside(leaf: _Leaf, u: float, v: float) -> Point:
    """A point of a leaf: u from its foot to its tip, v from left to right, 0..1."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = leaf.corners
    foot = (ax + (bx - ax) * v, ay + (by - ay) * v)
    tip = (dx + (cx - dx) * v, dy + (cy - dy) * v)
    return foot[0] + (tip[0] - foot[0]) * u, foot[1] + (tip[1] - foot[1]) * u


def _draw_face(surface: pygame.Surface, leaf: _Leaf, fill: Colour, light: LightTable | None, width: int = 3) -> None:
    pygame.draw.polygon(surface, lit(light, fill, *leaf.normal), leaf.corners)
    ring = [*leaf.corners, leaf.corners[0]]
    for start, end in itertools.pairwise(ring):
        pygame.draw.aaline(surface, lit(light, INK, *leaf.normal), start, end, width)


def _is_thin(leaf: _Leaf) -> bool:
    return math.dist(_inside(leaf, 0.0, 0.5), _inside(leaf, 1.0, 0.5)) < 12.0


def _draw_cells(surface: pygame.Surface, leaf: _Leaf, light: LightTable | None, panel: PanelPicture) -> None:
    """A gold frame, two blankets of cells with their bus lines, and the sun in the glass."""
    if _is_thin(leaf):  # only the edge of its frame is seen
        _draw_face(surface, replace(leaf, normal=(0.0, 0.0)), GOLD, light, 2)
        return
    _draw_face(surface, leaf, GOLD, light)
    size = panel.length_m / len(panel.pitches)
    columns = max(1, min(4, round(size / 0.35)))
    rows = max(2, min(8, 2 * round(panel.width_m / 0.7)))
    glint, line = _glint(leaf, light), lit(light, CELL_LINE, *leaf.normal)
    colours = [_brightened(lit(light, albedo, *leaf.normal), glint) for albedo in (CELL, CELL_DARK)]
    margin_u, margin_v = 0.06, 0.03
    for row in range(rows):
        v0 = margin_v + (1.0 - 2 * margin_v) * row / rows + 0.006
        v1 = margin_v + (1.0 - 2 * margin_v) * (row + 1) / rows - (0.03 if row == rows // 2 - 1 else 0.006)
        for column in range(columns):
            u0 = margin_u + (1.0 - 2 * margin_u) * column / columns + 0.012
            u1 = margin_u + (1.0 - 2 * margin_u) * (column + 1) / columns - 0.012
            quad = [_inside(leaf, u, v) for u, v in ((u0, v0), (u0, v1), (u1, v1), (u1, v0))]
            pygame.draw.polygon(surface, colours[(row + column) % 2], quad)
        middle = (v0 + v1) / 2
        pygame.draw.aaline(
            surface, line, _inside(leaf, margin_u + 0.02, middle), _inside(leaf, 0.98 - margin_u, middle)
        )


def _draw_plate(surface: pygame.Surface, leaf: _Leaf, light: LightTable | None, panel: PanelPicture) -> None:
    """A white plate with rows of slots; the back of an array is plain brown sheet."""
    is_array = panel.kind == "array"
    _draw_face(surface, leaf, (150, 120, 84) if is_array else (SEAM if leaf.is_back else WHITE), light)
    if is_array or _is_thin(leaf):
        return
    mark = lit(light, SEAM if not leaf.is_back else (110, 116, 124), *leaf.normal)
    for u in (0.12, 0.88):
        pygame.draw.aaline(surface, mark, _inside(leaf, u, 0.05), _inside(leaf, u, 0.95))
    if leaf.is_back:
        pygame.draw.aaline(surface, mark, _inside(leaf, 0.1, 0.1), _inside(leaf, 0.9, 0.9), 2)
        pygame.draw.aaline(surface, mark, _inside(leaf, 0.9, 0.1), _inside(leaf, 0.1, 0.9), 2)
        return
    rows = max(2, min(9, round(panel.width_m / 0.16)))
    for row in range(rows):
        v = 0.08 + 0.84 * (row + 0.5) / rows
        for u in (0.22, 0.42, 0.62):
            pygame.draw.aaline(surface, mark, _inside(leaf, u, v), _inside(leaf, u + 0.14, v), 2)


def _draw_boom(surface: pygame.Surface, camera: Camera, light: LightTable | None, panel: PanelPicture) -> None:
    """A thin boom pushed out of its drum, ring by ring, with a probe at its tip."""
    share = sum(math.cos(pitch) for pitch in panel.pitches) / max(1, len(panel.pitches))
    length = max(0.12, panel.length_m * share)
    points = [camera.to_screen(point) for point in bent(panel.at, panel.angle_rad, length, panel.sway_m, BOOM_RINGS)]
    draw_tube(surface, points, max(1.6, camera.to_px(BOOM_HALF_M)), (206, 208, 204), light)
    for index in range(1, len(points) - 1):
        draw_ball(surface, points[index], max(1.8, camera.to_px(BOOM_HALF_M * 1.3)), GOLD, light)
    draw_ball(surface, camera.to_screen(panel.at), max(4.0, camera.to_px(0.13)), (120, 128, 138), light, hub=True)
    draw_ball(surface, points[-1], max(3.0, camera.to_px(PROBE_M)), (186, 140, 64), light)


def _glint(leaf: _Leaf, light: LightTable | None) -> float:
    """How much of the sun the glass of a leaf sends to the viewer, 0..1."""
    if light is None or light.light <= 0.0:
        return 0.0
    half = (light.sun[0], light.sun[1], light.sun[2] + 1.0)
    length = math.hypot(*half)
    if length < 1e-3:
        return 0.0
    nx, ny = leaf.normal[0], -leaf.normal[1]
    nz = math.sqrt(max(0.0, 1.0 - nx * nx - ny * ny))
    meets = max(0.0, (nx * half[0] + ny * half[1] + nz * half[2]) / length)
    return light.light * float(meets**GLINT_POWER)


def _brightened(colour: Colour, share: float) -> Colour:
    red, green, blue = (
        round(part + (full - part) * 0.8 * share) for part, full in zip(colour, (255, 240, 210), strict=True)
    )
    return red, green, blue

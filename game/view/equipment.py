"""Units and hooks as lit drawings: a box keeps the size the world gives it, whatever is drawn on it.

A unit's `look` names its drawing (`look_<name>.svg`), a mission file says which. Without one it is a plain box by its
proportions. A failed unit wears a cross, a fresh one a check mark on a disc: told apart in grey and by shape.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pygame

from game.sim.events import Event
from game.sim.frame import Frame, UnitFrame
from game.sim.spec import Point
from game.view.camera import Camera
from game.view.light import LightTable
from game.view.limbs import Limb, Turned
from game.view.paths import assets_root
from game.view.pose import mixed
from game.view.shade import Picture, Shades
from game.view.suit_plan import PartPlan, svg_size
from game.view.tiles import TileSheet

UNITS_PER_M = 165.0  # of the drawings of hooks: a fifth larger than life, to be read from afar
JOINTS: Mapping[str, tuple[Point, Point]] = {  # drawing units: which point sits at the given point, and the far end
    "hook1_closed": ((13.0, 28.0), (62.0, 28.0)),
    "hook1_open": ((13.0, 28.0), (62.0, 28.0)),
    "hook2_closed": ((14.0, 28.0), (62.0, 28.0)),
    "hook2_open": ((14.0, 28.0), (62.0, 28.0)),
    "hook1_held": ((20.0, 35.0), (69.0, 35.0)),
    "hook2_held": ((21.0, 35.0), (69.0, 35.0)),
}
HOOK_STEP_DEG = 5.0
UNIT_STEP_DEG = 1.0
SHAPES = (("wide", 1.25), ("square", 0.8), ("tall", 0.0))  # by width over height, at least
HIDDEN = ("inside",)
FLUSH = ("seated", "stowed")
KEPT = 40  # drawings of units kept
TAG_M = 0.13  # a mark on a unit with a look of its own; never more than half the unit


class _Turn(NamedTuple):
    """A drawing at an angle: its pictures, and how far from its joint a their top left corner lies, px."""

    angle_rad: float
    is_flipped: bool
    turned: Turned
    corner: tuple[float, float]


class Drawing:
    """One lit drawing that can be put down at any angle by its joint a."""

    def __init__(self, plan: PartPlan, scale_px_per_m: float) -> None:
        self._limb = Limb(plan, plan.svg, scale_px_per_m)
        self._last: _Turn | None = None

    def draw(
        self,
        surface: pygame.Surface,
        at_px: tuple[float, float],
        angle_rad: float,
        light: LightTable | None,
        *,
        is_flipped: bool = False,
    ) -> None:
        """Put joint a at a pixel, turned counter-clockwise; unlit if there is no light."""
        turn = self._turn(angle_rad, is_flipped=is_flipped)
        picture = turn.turned.albedo if light is None else self._limb.relit(turn.turned, light, is_far=False)
        surface.blit(picture, _corner(at_px, turn.corner))

    def silhouette(self, at_px: tuple[float, float], angle_rad: float) -> Picture:
        """The same in black, and where it lies: what it throws as a shadow."""
        turn = self._turn(angle_rad, is_flipped=False)
        return turn.turned.silhouette(), _corner(at_px, turn.corner)

    def _turn(self, angle_rad: float, *, is_flipped: bool) -> _Turn:
        """The drawing at an angle; most are asked for the same one in every picture."""
        last = self._last
        if last is None or last.angle_rad != angle_rad or last.is_flipped is not is_flipped:
            limb = self._limb
            turned = limb.turned(angle_rad, is_flipped=is_flipped)
            off_x, off_y = limb.offset(limb.plan.joint_a, angle_rad, is_flipped=is_flipped)
            width, height = turned.albedo.get_size()
            last = self._last = _Turn(angle_rad, is_flipped, turned, (-off_x - width / 2, -off_y - height / 2))
        return last


def _corner(at_px: tuple[float, float], corner: tuple[float, float]) -> tuple[int, int]:
    return math.floor(at_px[0] + corner[0] + 0.5), math.floor(at_px[1] + corner[1] + 0.5)


def drawing_at(name: str, scale_px_per_m: float) -> Drawing:
    """The hook of that name at a scale; raises OSError if its file is missing."""
    svg = (assets_root() / "art" / "equipment" / f"{name}.svg").read_text(encoding="utf-8")
    width, height = svg_size(svg)
    joint_a, joint_b = (((x - width / 2) / UNITS_PER_M, (y - height / 2) / UNITS_PER_M) for x, y in JOINTS[name])
    size = (width / UNITS_PER_M, height / UNITS_PER_M)
    return Drawing(PartPlan(name, joint_a, joint_b, (0.0, 0.0), 0.02, HOOK_STEP_DEG, size, svg), scale_px_per_m)


def mark_of(unit_id: str) -> str:
    """What a unit's name says about it: new, failed or plain."""
    words = unit_id.lower().replace("_", "-").split("-")
    if any(word in words for word in ("new", "fresh", "spare")):
        return "new"
    if any(word in words for word in ("failed", "old", "used", "broken", "dead")):
        return "failed"
    return "plain"


class EquipmentPainter:
    """Draws the units of a frame; it keeps no state but its drawings, so ticks pass it by."""

    def __init__(self, marks: Mapping[str, str] | None = None) -> None:
        """`marks` says by unit id whether it is new, failed or plain; others go by their names."""
        self._marks = dict(marks or {})
        self._shades = Shades()
        self._drawings: dict[tuple[str, Point, Point, float], Drawing] = {}
        self._looks: dict[tuple[str, str, Point, float], list[Drawing]] = {}  # by unit, its look, size and scale

    def jobs(self, scale_px_per_m: float, frame: Frame) -> Iterator[None]:
        """Make the drawings of a frame's units, one per step."""
        for unit in frame.units:
            self._drawings_of(unit, scale_px_per_m)
            yield

    def tick(self, frame: Frame, events: Sequence[Event] = ()) -> None:
        """Nothing: units move as the world says."""
        del frame, events

    def draw(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable | None
    ) -> None:
        """Paint every unit outside, seated and stowed ones first; unlit if there is no light."""
        for unit in sorted(frame.units, key=lambda unit: (unit.state not in ("seated", "stowed"), unit.id)):
            if unit.state in HIDDEN:
                continue
            before, now = unit.body.before, unit.body.pose
            at = mixed((before.x, before.y), (now.x, now.y), alpha)
            if camera.sees(at, max(unit.size_m)):
                angle = before.angle + math.remainder(now.angle - before.angle, math.tau) * alpha
                for drawing in self._drawings_of(unit, camera.scale_px_per_m):
                    drawing.draw(surface, camera.to_screen(at), angle, light)

    def draw_shadows(
        self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable, sheet: TileSheet
    ) -> None:
        """Lay the shadows of what is carried or floats on the hull; what sits on it lies in no other light."""
        for unit in frame.units:
            if unit.state in (*HIDDEN, *FLUSH):
                continue
            before, now = unit.body.before, unit.body.pose
            at = mixed((before.x, before.y), (now.x, now.y), alpha)
            is_seen = camera.sees(at, max(unit.size_m))
            if is_seen and not self._shades.is_shaded(unit.id, at, camera, light, sheet):
                angle = before.angle + math.remainder(now.angle - before.angle, math.tau) * alpha
                drawing = self._drawings_of(unit, camera.scale_px_per_m)[0]
                self._shades.cast(surface, camera, [drawing.silhouette(camera.to_screen(at), angle)], light, sheet)

    def _drawings_of(self, unit: UnitFrame, scale_px_per_m: float) -> list[Drawing]:
        """The unit itself and, over a look of its own, the tag that says it is new or failed."""
        key = (unit.id, unit.look, unit.size_m, scale_px_per_m)
        found = self._looks.get(key)
        if found is None:
            if len(self._looks) >= KEPT:
                self._looks.clear()
            found = self._looks[key] = self._look(unit, scale_px_per_m)
        return found

    def _look(self, unit: UnitFrame, scale_px_per_m: float) -> list[Drawing]:
        mark = self._marks.get(unit.id, mark_of(unit.id))
        if not unit.look:
            ratio = unit.size_m[0] / max(unit.size_m[1], 1e-6)
            shape = next(name for name, least in SHAPES if ratio >= least)
            return [self._drawing(f"unit_{mark}_{shape}", unit.size_m, (0.0, 0.0), scale_px_per_m)]
        found = [self._drawing(f"look_{unit.look}", unit.size_m, (0.0, 0.0), scale_px_per_m)]
        if mark != "plain":
            side = min(TAG_M, min(unit.size_m) / 2)
            corner = ((side - unit.size_m[0]) / 2, (side - unit.size_m[1]) / 2)
            found.append(self._drawing(f"tag_{mark}", (side, side), corner, scale_px_per_m))
        return found

    def _drawing(self, name: str, size_m: Point, at: Point, scale_px_per_m: float) -> Drawing:
        """A drawing stretched to a size, with its middle at a point of the unit (m from its middle, y down)."""
        key = (name, size_m, at, scale_px_per_m)
        drawing = self._drawings.get(key)
        if drawing is None:
            svg = (assets_root() / "art" / "equipment" / f"{name}.svg").read_text(encoding="utf-8")
            middle = (-at[0], -at[1])
            plan = PartPlan(name, middle, middle, (0.0, 0.0), min(size_m) * 0.10, UNIT_STEP_DEG, size_m, svg)
            if len(self._drawings) >= KEPT:
                self._drawings.pop(next(iter(self._drawings)))
            drawing = self._drawings[key] = Drawing(plan, scale_px_per_m)
        return drawing

"""What a level moves: arrays and antennas that unfold, booms and arms that swing, cables that are laid.

Which there are says the level; how far each has come says the frame.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.sim.vec import add, rotate, sub
from game.view.booms import BoomPainter, BoomPicture
from game.view.cables import CablePainter, cables_of
from game.view.panels import PanelPainter, picture_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pygame

    from game.missions.station import Station
    from game.sim.frame import Frame
    from game.sim.spec import MoverSpec, PanelSpec, Point
    from game.view.camera import Camera
    from game.view.light import LightTable
    from game.view.tiles import TileSheet


class Mechanisms:
    """Paints those of one level."""

    def __init__(
        self,
        station: Station,
        panels: Sequence[PanelSpec] = (),
        movers: Sequence[MoverSpec] = (),
        routes: Mapping[str, Sequence[Point]] | None = None,
    ) -> None:
        """`routes` are the paths of steps that lay a cable."""
        self._panel_specs = {spec.id: spec for spec in panels}
        self._mover_specs = {spec.id: spec for spec in movers}
        self._tips = {mover.id: _tip_of(station, mover) for mover in movers}
        self._routes = dict(routes or {})
        self._panels = PanelPainter()
        self._booms = BoomPainter()
        self._cables = CablePainter()

    def draw(
        self,
        surface: pygame.Surface,
        camera: Camera,
        frame: Frame,
        light: LightTable | None,
        sheet: TileSheet | None = None,
    ) -> None:
        """Everything as far as the frame says; unlit without a light, with the station's `sheet` it throws shadows.

        A panel still packed is shown by the unit it came in (`array_packed`, `napor_folded`, `plasma_box`).
        """
        pictures = [
            picture_of(self._panel_specs[panel.id], panel.opened, panel.sway_m)
            for panel in frame.panels
            if panel.id in self._panel_specs and panel.opened > 0.0
        ]
        booms = [
            BoomPicture(
                spec.kind,
                spec.at,
                mover.angle_rad,
                mover.length_m,
                mover.sway_m,
                mover.crank_rad,
                has_restraint=bool(spec.restraint),
                stand_rad=self._tips[spec.id][0],
                ring=self._tips[spec.id][1],
            )
            for mover in frame.movers
            if (spec := self._mover_specs.get(mover.id)) is not None
        ]
        if light is not None and sheet is not None:
            self._panels.draw_shadows(surface, camera, pictures, light, sheet)
            self._booms.draw_shadows(surface, camera, booms, light, sheet)
        self._panels.draw(surface, camera, pictures, light)
        self._booms.draw(surface, camera, booms, light)
        self._cables.draw(surface, camera, cables_of(self._routes, frame), light)


def without_tips(station: Station, movers: Sequence[MoverSpec]) -> Station:
    """The station without the foot restraints and rings that ride at the tips of its movers: those are drawn there."""
    tips = {name for mover in movers for name in (mover.restraint, mover.eye) if name}
    if not tips:
        return station
    structure = station.structure
    left = tuple(restraint for restraint in structure.restraints if restraint.id not in tips)
    eyes = tuple(eye for eye in structure.eyes if eye.id not in tips)
    return replace(station, structure=replace(structure, restraints=left, eyes=eyes))


def _tip_of(station: Station, mover: MoverSpec) -> tuple[float | None, Point | None]:
    """How its rider is turned, and where its ring is as seen from its tip."""
    structure = station.structure
    stand = next((one.angle_rad for one in structure.restraints if one.id == mover.restraint), None)
    ring = next((one.at for one in structure.eyes if one.id == mover.eye), None)
    tip = add(mover.at, rotate((mover.length_m, 0.0), mover.angle_rad))
    return stand, sub(ring, tip) if ring else None

"""Booms and arms as pilots know them: where boots ride, what is away, which poles are ways, how far home is by arm."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.parts import BOOTS
from game.sim.vec import add, rotate, sub

if TYPE_CHECKING:
    from game.control.route import Map
    from game.sim.frame import CrewFrame, Frame, MoverFrame
    from game.sim.spec import MoverSpec, Point, WorldSpec

HERE_M = 0.02  # a tip this near to where it was at the beginning is there


def stands_of(spec: WorldSpec, frame: Frame) -> dict[str, Point]:
    """Step id -> where the body is with the boots in the foot restraint that its work wants: of its worksite, or that
    at the tip of what it rides, as it stands now.
    """
    restraints = {restraint.id: restraint for restraint in spec.structure.restraints}
    at_tips = {mover.id: mover.restraint for mover in spec.movers}
    tips = {at_tips[mover.id]: mover.tip for mover in frame.movers}
    wanted = {site.id: site.restraint for site in spec.structure.worksites if site.restraint}
    found: dict[str, Point] = {}
    for step in spec.steps:
        name = at_tips[step.mover] if step.kind == "ride" else wanted.get(step.worksite, "") if step.restraint else ""
        if name in restraints:
            at = tips.get(name, restraints[name].at)
            found[step.id] = sub(at, rotate(BOOTS, restraints[name].angle_rad))
    return found


def away(spec: WorldSpec, frame: Frame) -> set[str]:
    """Ids of the booms and arms whose tips are not where they were at the beginning."""
    starts = {mover.id: mover for mover in spec.movers}
    return {now.id for now in frame.movers if _way_m(starts[now.id], now) > HERE_M}


def _way_m(start: MoverSpec, now: MoverFrame) -> float:
    turn = math.remainder(now.angle_rad - start.angle_rad, math.tau)
    return math.hypot(now.length_m - start.length_m, max(now.length_m, start.length_m) * turn)


def ride_home(spec: WorldSpec, frame: Frame, crew: CrewFrame) -> tuple[Point, float] | None:
    """Where the body of one who stands at a tip that is out comes to when it is back, and how long that takes, s."""
    restraints = {restraint.id: restraint for restraint in spec.structure.restraints}
    for start, now in zip(spec.movers, frame.movers, strict=True):
        if crew.restraint and crew.restraint == start.restraint and _way_m(start, now) > HERE_M:
            tip = add(start.at, rotate((start.length_m, 0.0), start.angle_rad))
            body = sub(tip, rotate(BOOTS, restraints[start.restraint].angle_rad))
            return body, _way_m(start, now) / start.speed_mps
    return None


def own_map(map_: Map, spec: WorldSpec) -> Map:
    """The map of a run with booms and arms: its own, without the rings that ride at their tips."""
    if not spec.movers:
        return map_
    own = map_.copy()
    own.forget({mover.eye for mover in spec.movers if mover.eye})
    return own


def follow_bridges(map_: Map, frame: Frame) -> None:
    """A pole that stands at a stop is a way; one that moves is none."""
    if frame.movers:
        map_.set_bridges(tuple(mover.bridge for mover in frame.movers if mover.bridge is not None))


def pole_of(spec: WorldSpec, step: int) -> str:
    """Id of the rail that the pole is which this step cranks; "" = none."""
    wanted = spec.steps[step]
    if wanted.kind != "operate":
        return ""
    return next((mover.rail for mover in spec.movers if mover.id == wanted.mover), "")

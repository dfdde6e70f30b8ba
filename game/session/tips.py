"""Booms and arms as pilots know them: where boots ride, what is away, which poles are ways, how far home is by arm."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.parts import BOOTS
from game.sim.vec import add, rotate, sub
from game.sim.work.moving import SOFT_MPS2

if TYPE_CHECKING:
    from game.control.route import Map
    from game.sim.frame import CrewFrame, Frame, MoverFrame
    from game.sim.spec import MoverSpec, Point, StepSpec, StopSpec, WorldSpec

Pose = tuple[float, float]  # of a boom or arm: length, m, and angle, rad
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
    return {now.id for now in frame.movers if _way_m(_pose(starts[now.id]), _pose(now)) > HERE_M}


def leads_back(spec: WorldSpec, frame: Frame, out: set[str], step: int) -> bool:
    """A ride from where a boom or arm is out, or the cranking that somebody needs who stands at its tip there."""
    wanted = spec.steps[step]
    if wanted.mover not in out or wanted.kind == "ride":
        return wanted.mover in out
    tip = next(mover.restraint for mover in spec.movers if mover.id == wanted.mover)
    return bool(tip) and any(crew.restraint == tip for crew in frame.crew)


def _way_m(one: Pose, other: Pose) -> float:
    """How far the tip is led from one pose, length in m and angle in rad, to another."""
    (length_m, angle_rad), (to_m, to_rad) = one, other
    turn = math.remainder(to_rad - angle_rad, math.tau)
    return math.hypot(to_m - length_m, max(to_m, length_m) * turn)


def ride_home(spec: WorldSpec, frame: Frame, crew: CrewFrame) -> tuple[Point, float] | None:
    """Where the body of one who stands at a tip that is out gets off on the way home, and how long he rides until then.

    Seconds of play at the clock of moving. He takes the rides that pilots take: the last that can be had, then what it
    opens, until the tip is back where it was at the beginning or no ride is left.
    """
    start = next((one for one in spec.movers if crew.restraint and one.restraint == crew.restraint), None)
    if start is None:
        return None
    now = next(one for one in frame.movers if one.id == start.id)
    home, pose = _pose(start), _pose(now)
    if _way_m(home, pose) <= HERE_M:
        return None
    done = {step.id for step, seen in zip(spec.steps, frame.steps, strict=True) if seen.state == "done"}
    ride_s = 0.0
    while _way_m(home, pose) > HERE_M:
        can = [one for one in _rides(spec, start) if one.id not in done and done.issuperset(one.needs)]
        if not can:
            break
        stop = next(one for one in start.stops if one.id == can[-1].stop)
        ride_s += _ride_s(spec, frame, start, can[-1], _way_m(pose, _pose(stop)))
        pose = _pose(stop)
        done.add(can[-1].id)
    tip = add(start.at, rotate((pose[0], 0.0), pose[1]))
    angle_rad = next(one.angle_rad for one in spec.structure.restraints if one.id == start.restraint)
    return sub(tip, rotate(BOOTS, angle_rad)), ride_s


def _pose(one: MoverSpec | MoverFrame | StopSpec) -> Pose:
    return one.length_m, one.angle_rad


def _rides(spec: WorldSpec, mover: MoverSpec) -> list[StepSpec]:
    return [step for step in spec.steps if step.kind == "ride" and step.mover == mover.id]


def _ride_s(spec: WorldSpec, frame: Frame, mover: MoverSpec, ride: StepSpec, way_m: float) -> float:
    """The tip's way at its speed, with a soft start and end; a boom is no quicker than what is left of its cranking."""
    if way_m <= HERE_M:
        return 0.0
    cranking_s = sum(
        (1.0 - seen.fraction) * step.eva_s / spec.clock.rate
        for step, seen in zip(spec.steps, frame.steps, strict=True)
        if step.kind == "operate" and (step.mover, step.stop) == (ride.mover, ride.stop)
    )
    return max(way_m / mover.speed_mps + mover.speed_mps / SOFT_MPS2, cranking_s)


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

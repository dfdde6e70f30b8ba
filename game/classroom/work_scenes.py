"""The workbench as experiments: each lesson is done by the autopilot, then by somebody whom nothing holds, and read.

As in the labs predictions use the numbers of the level and the tuning table only, through formulas that a class can
work out; measurements use frames only.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from statistics import fmean
from typing import TYPE_CHECKING

from game.classroom.reading import Reading
from game.missions.level import load_level
from game.session.session import Session
from game.sim.actions import Act, CrewAction
from game.sim.rules.drift import ORBIT_RATE
from game.sim.spec import ROUTING, StructureSpec, UnitSpec
from game.sim.ticks import TICK_S, TICKS_PER_SECOND
from game.sim.tuning import Tuning
from game.sim.work.moving import SOFT_MPS2
from game.sim.work.stroke import POWER_SHARE, planned
from game.sim.world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from game.sim.events import Event
    from game.sim.frame import Frame, UnitFrame
    from game.sim.spec import CrewSpec, MoverSpec, StepSpec, WorldSpec

PREFIX = "bench-"
LONGEST_S = 90.0
STEADY = CrewAction(steady=True)
SINE = 2.0 / math.pi  # the mean of a half sine


class Lesson:
    """A lesson as it ran: every frame and event, and some seconds of waiting after its end."""

    def __init__(self, name: str, levels_dir: Path | None, after_s: float = 0.0) -> None:
        level = load_level(PREFIX + name, levels_dir)
        session = Session(level, seed=1, pilot="autopilot")
        self.spec: WorldSpec = session.spec
        self.tuning = Tuning.with_rows(self.spec.tuning)
        self.frames: list[Frame] = [session.frame]
        self.events: list[Event] = []
        while session.outcome == "running" and session.frame.play_s < LONGEST_S:
            session.step()
            self.frames.append(session.frame)
            self.events += session.events
        for _ in range(round(after_s * TICKS_PER_SECOND)):
            self.events += session.world.step({crew.id: STEADY for crew in self.spec.crew})
            self.frames.append(session.world.frame())

    @property
    def person(self) -> CrewSpec:
        """Who does the lesson."""
        return self.spec.crew[0]

    def step(self, step_id: str) -> StepSpec:
        """A step as the level states it."""
        return next(step for step in self.spec.steps if step.id == step_id)

    def mover(self) -> MoverSpec:
        """Its boom or arm."""
        return self.spec.movers[0]

    def when(self, kind: str, what: str = "") -> float:
        """Second of play at which something happened first; never = the end."""
        ticks = (event.tick for event in self.events if event.kind == kind and what in ("", event.what))
        return next(ticks, len(self.frames)) * TICK_S

    def told(self, kind: str, what: str = "") -> float:
        """How often something happened."""
        return float(sum(event.kind == kind and what in ("", event.what) for event in self.events))

    def stroke_s(self, step: StepSpec) -> float:
        """How long one stroke of a step takes."""
        return planned(self.tuning, self.spec.clock.work_rate, step)[1]

    def loose(self, step_id: str, seconds: float, spin_radps: float = 0.0) -> tuple[Frame, list[Event]]:
        """The same place and work, but with neither hand nor hook nor boots held: how that ends."""
        number = next(i for i, step in enumerate(self.spec.steps) if step.id == step_id)
        person = replace(self.person, holds=(), hooks=(), at=self._at_work(step_id), spin_radps=spin_radps)
        step = replace(self.spec.steps[number], needs=(), restraint=False)
        world = World(replace(self.spec, crew=(person,), steps=(step,), movers=()), 1)
        order = CrewAction(act=Act.WORK, step=0, stroke=True)
        events: list[Event] = []
        for _ in range(round(seconds * TICKS_PER_SECOND)):
            events += world.step({person.id: order})
        return world.frame(), events

    def _at_work(self, step_id: str) -> tuple[float, float]:
        """Where the body was when that step was begun."""
        tick = round(self.when("step_started", step_id) / TICK_S)
        pose = self.frames[min(tick, len(self.frames) - 1)].crew[0].body.pose
        return pose.x, pose.y

    def unit(self, frame: Frame, name: str) -> UnitFrame:
        """A unit by id."""
        return next(unit for unit in frame.units if unit.id == name)


def _turned(lesson: Lesson, step_id: str, items: float) -> list[Reading]:
    """A bolt or handle turned by a held person, and by one whom nothing holds."""
    t, step = lesson.tuning, lesson.step(step_id)
    stroke_s = lesson.stroke_s(step)
    frame, events = lesson.loose(step_id, stroke_s + 2.0 * TICK_S)
    wanted = t.wrench_loose_nm * SINE * POWER_SHARE * stroke_s / t.inertia_stretched_kgm2
    return [
        Reading("spin of the loose", "M (2/pi) t / I", abs(frame.crew[0].body.spin), wanted, "rad/s", 0.05),
        Reading("turned by the loose", "0", float(sum(e.kind == "item_done" for e in events)), 0.0, "", 0.0),
        Reading("turned by the held", "counted", lesson.told("item_done", step_id), items, "", 0.0),
    ]


def bolts(lesson: Lesson) -> list[Reading]:
    """Two bolts out and in."""
    return [*_turned(lesson, "out", 2.0), _all_done(lesson)]


def valve(lesson: Lesson) -> list[Reading]:
    """Two valves shut."""
    return [*_turned(lesson, "close", 2.0), _all_done(lesson)]


def crank(lesson: Lesson) -> list[Reading]:
    """A mast is cranked out."""
    panel = lesson.spec.panels[0]
    out = lesson.frames[-1].panels[0].opened * panel.length_m
    return [*_turned(lesson, "turn", 1.0), Reading("mast is out by", "its length", out, panel.length_m, "m", 0.02)]


def plugs(lesson: Lesson) -> list[Reading]:
    """Plugs out and in; who is not held pushes himself away."""
    t, step = lesson.tuning, lesson.step("out")
    stroke_s = lesson.stroke_s(step)
    frame, events = lesson.loose("out", stroke_s + 2.0 * TICK_S)
    wanted = t.press_loose_n * SINE * POWER_SHARE * stroke_s / t.crew_mass_kg
    again = lesson.told("step_failed")  # control saw no telemetry: both once more
    return [
        Reading("speed of the loose", "F (2/pi) t / m", abs(frame.crew[0].body.vx), wanted, "m/s", 0.05),
        Reading("pulled by the loose", "0", float(sum(e.kind == "item_done" for e in events)), 0.0, "", 0.0),
        Reading("pushed in by the held", "2 for each go", lesson.told("item_done", "in"), 2.0 + 2.0 * again, "", 0.0),
    ]


def unit(lesson: Lesson) -> list[Reading]:
    """A box goes from seat to seat."""
    sites = {site.id: site for site in lesson.spec.structure.worksites}
    seat = sites[lesson.step("in").worksite]
    last = lesson.unit(lesson.frames[-1], "box").body.pose
    tick = round(lesson.when("step_done", "in") / TICK_S)
    caught = lesson.unit(lesson.frames[tick - 1], "box").body
    t = lesson.tuning
    off = math.dist((caught.pose.x, caught.pose.y), seat.at)
    return [
        Reading("sits off its place by", "0", math.dist((last.x, last.y), seat.at), 0.0, "m", 1e-9),
        Reading(
            "was off just before", "0, to the window of capture", off, 0.0, "m",
            t.unit_capture_m + t.unit_capture_mps * TICK_S,
        ),
        Reading(
            "speed just before", "0, to the limit of capture", math.hypot(caught.vx, caught.vy), 0.0, "m/s",
            t.unit_capture_mps,
        ),
    ]  # fmt: skip


def carry(lesson: Lesson) -> list[Reading]:
    """Three masses on the leash: what a free person and what he carries come to is one speed, by their masses."""
    found = []
    person = replace(lesson.person, at=(0.0, 0.0), holds=(), hooks=(), velocity_mps=(0.1, 0.0))
    for given in lesson.spec.units:
        load = UnitSpec(given.id, given.mass_kg, given.size_m, "free", at=(0.2, -0.2))
        world = World(replace(lesson.spec, structure=StructureSpec(), crew=(person,), units=(load,), steps=()), 1)
        world.step({person.id: CrewAction(act=Act.LEASH)})
        for _ in range(6 * TICKS_PER_SECOND):
            world.step({})
        frame, one, two = world.frame(), lesson.tuning.crew_mass_kg, given.mass_kg
        both = (one * frame.crew[0].body.vx + two * frame.units[0].body.vx) / (one + two)
        shared = 0.1 * one / (one + two)
        found.append(Reading(f"speed of both, {two:g} kg", "v M / (M + m)", both, shared, "m/s", 1e-6))
    return [*found, _all_done(lesson)]


def unfold(lesson: Lesson) -> list[Reading]:
    """An array is open and sways."""
    panel = lesson.spec.panels[0]
    end = round(max(lesson.when("step_done", step.id) for step in lesson.spec.steps) / TICK_S)
    sway = [frame.panels[0].sway_m for frame in lesson.frames[end + 120 :]]
    falls = [i for i in range(1, len(sway)) if sway[i - 1] > 0.0 >= sway[i]]
    period = (falls[-1] - falls[0]) * TICK_S / (len(falls) - 1)
    d = panel.sway_damping
    peaks = [max(sway[a:b]) for a, b in itertools.pairwise(falls)]
    ratio = (peaks[-1] / peaks[0]) ** (1.0 / (len(peaks) - 1))
    root = math.sqrt(1.0 - d * d)
    kept = math.exp(-math.tau * d / root)
    return [
        Reading("period of the sway", "1 / (f sqrt(1 - d^2))", period, 1.0 / (panel.sway_hz * root), "s", 0.02),
        Reading("each swing of the one before", "exp(-2 pi d / sqrt(1 - d^2))", ratio, kept, "", 0.05),
        Reading("opened", "whole", lesson.frames[-1].panels[0].opened, 1.0, "", 0.02),
    ]


def cable(lesson: Lesson) -> list[Reading]:
    """A cable is clamped point by point."""
    t, step = lesson.tuning, lesson.step("lay")
    assert step.kind in ROUTING
    stroke_s = lesson.stroke_s(step)
    frame, _ = lesson.loose("lay", stroke_s + 2.0 * TICK_S)
    wanted = step.force_n * SINE * POWER_SHARE * stroke_s / t.crew_mass_kg
    return [
        Reading("clamps", "counted", lesson.told("item_done", "lay"), float(len(step.path)), "", 0.0),
        Reading("speed of the loose", "F (2/pi) t / m", abs(frame.crew[0].body.vx), wanted, "m/s", 0.05),
        Reading("two points were missing", "never", float(lesson.frames[-1].crew[0].two_point_breaks), 0.0, "", 0.0),
    ]


def wipe(lesson: Lesson) -> list[Reading]:
    """A pad goes along its path, pressed within its band."""
    found = []
    for number, step in enumerate(lesson.spec.steps):
        states = [frame.steps[number] for frame in lesson.frames]
        places = [state.at for state in states if state.state == "active"]
        gone = sum(math.dist(a, b) for a, b in itertools.pairwise(places))
        path = sum(math.dist(a, b) for a, b in itertools.pairwise(step.path))
        found.append(Reading(f"way of the pad, {step.kind}", "length of the path", gone, path, "m", 0.05))
        most = max(state.force for state in states)
        low, high = step.band_n
        found.append(
            Reading(f"force, {step.kind}", "the middle of its band, to half its width", most, (low + high) / 2.0, "N",
                    (high - low) / (high + low))
        )  # fmt: skip
    return found


def _still(lesson: Lesson, step_id: str, count: float) -> list[Reading]:
    step = lesson.step(step_id)
    _, events = lesson.loose(step_id, 3.0 * lesson.stroke_s(step), spin_radps=0.1)
    taken = float(sum(event.kind == "item_done" for event in events))
    return [
        Reading("sharp while turning", "0", taken, 0.0, "", 0.0),
        Reading("sharp at rest", "counted", lesson.told("item_done", step_id), count, "", 0.0),
    ]


def camera(lesson: Lesson) -> list[Reading]:
    """Three pictures."""
    return [*_still(lesson, "shoot", 3.0), _all_done(lesson)]


def look(lesson: Lesson) -> list[Reading]:
    """Two places looked at."""
    return [*_still(lesson, "look", 1.0), _all_done(lesson)]


def satellite(lesson: Lesson) -> list[Reading]:
    """A satellite pushed off by somebody who floats: both move, their momenta are opposite."""
    t, given = lesson.tuning, lesson.spec.units[0]
    step = replace(lesson.step("push_off"), needs=(), restraint=False)
    x, y = next(site.at for site in lesson.spec.structure.worksites if site.id == step.worksite)
    person = replace(lesson.person, at=(x, y - 0.5), holds=(), hooks=())
    load = UnitSpec(given.id, given.mass_kg, given.size_m, "free", at=(x - 0.3, y - 0.5))
    world = World(replace(lesson.spec, crew=(person,), units=(load,), steps=(step,)), 1)
    world.step({person.id: CrewAction(act=Act.LEASH)})
    order = {person.id: CrewAction(act=Act.WORK, step=0, stroke=True)}
    for _ in range(10 * TICKS_PER_SECOND):  # he takes its motion off first
        if any(event.kind == "unit_thrown" for event in world.step(order)):
            break
    world.step({})
    frame = world.frame()
    one, two = t.crew_mass_kg, given.mass_kg
    v, recoil = frame.units[0].body.vx, frame.crew[0].body.vx
    sent = lesson.unit(lesson.frames[-1], given.id).body
    return [
        Reading("momentum of both", "0", one * recoil + two * v, 0.0, "N s", 1e-9),
        Reading("apart with", "v", math.hypot(v - recoil, frame.units[0].body.vy), t.throw_mps, "m/s", 0.1),
        Reading("spin, boots held", "0, to the limit of the step", sent.spin, 0.0, "rad/s", step.spin_radps),
    ]


def jettison(lesson: Lesson) -> list[Reading]:
    """What was thrown back goes its Hill path."""
    gone = round(lesson.when("unit_jettisoned") / TICK_S) + 1
    first, last = (lesson.unit(lesson.frames[i], "bundle").body for i in (gone, -1))
    t = (len(lesson.frames) - 1 - gone) * TICK_S
    n, x, y, vx, vy = ORBIT_RATE, first.pose.x, first.pose.y, first.vx, first.vy
    s, c = math.sin(n * t), math.cos(n * t)
    there_x = x + 6.0 * (n * t - s) * y + (4.0 * s - 3.0 * n * t) / n * vx - 2.0 / n * (1.0 - c) * vy
    there_y = (4.0 - 3.0 * c) * y + s / n * vy + 2.0 / n * (1.0 - c) * vx
    straight = math.dist((x + vx * t, y + vy * t), (there_x, there_y))
    off = math.dist((last.pose.x, last.pose.y), (there_x, there_y))
    return [
        Reading("forward of the station", "Hill: x(t)", last.pose.x, there_x, "m", 0.01),
        Reading("above the station", "Hill: y(t)", last.pose.y, there_y, "m", 0.01),
        Reading("off the Hill path", "0, to a hundredth of what orbit bent it by", off, 0.0, "m", 0.01 * straight),
    ]


def crane(lesson: Lesson) -> list[Reading]:
    """One cranks, one rides."""
    mover, stop = lesson.mover(), lesson.mover().stops[0]
    tip = lesson.frames[-1].movers[0].tip
    x = mover.at[0] + stop.length_m * math.cos(stop.angle_rad)
    y = mover.at[1] + stop.length_m * math.sin(stop.angle_rad)
    return [
        Reading("off its stop", "0", math.dist(tip, (x, y)), 0.0, "m", lesson.tuning.sway_calm_m),
        *_ridden(lesson),
    ]


def _ridden(lesson: Lesson) -> list[Reading]:
    tips = [frame.movers[0].tip for frame in lesson.frames]
    most = max(math.dist(a, b) for a, b in itertools.pairwise(tips)) / TICK_S
    breaks = float(sum(crew.two_point_breaks for crew in lesson.frames[-1].crew))
    return [
        Reading("fastest tip", "its speed, with the sway", most, lesson.mover().speed_mps, "m/s", 0.25),
        Reading("two points were missing", "never", breaks, 0.0, "", 0.0),
    ]


def era(lesson: Lesson) -> list[Reading]:
    """A ride starts and stops softly."""
    mover, stop = lesson.mover(), lesson.mover().stops[0]
    turn = math.remainder(stop.angle_rad - mover.angle_rad, math.tau)
    way = math.hypot(stop.length_m - mover.length_m, max(stop.length_m, mover.length_m) * turn)
    states = [frame.movers[0] for frame in lesson.frames]
    starts = next(i for i, state in enumerate(states) if state.tip != states[0].tip)
    stands = next(i for i, state in enumerate(states) if i > starts and state.stop == stop.id)
    v = mover.speed_mps
    wanted = way / v + v / SOFT_MPS2
    took = (stands - starts) * TICK_S
    return [Reading("time of the ride", "s / v + v / a", took, wanted, "s", 0.05), *_ridden(lesson)]


def bridge(lesson: Lesson) -> list[Reading]:
    """A boom set over is a rail."""
    stop = lesson.mover().stops[-1]
    rail = lesson.frames[-1].movers[0].bridge
    length = math.dist(*rail.points) if rail else 0.0
    gaps = [b - a for a, b in itertools.pairwise(rail.stanchions_m)] if rail else []
    return [
        Reading("length of the rail", "that of the boom", length, stop.length_m, "m", 1e-6),
        Reading("from post to post", "L / n", fmean(gaps), stop.length_m / math.ceil(stop.length_m), "m", 1e-6),
        Reading("two points were missing", "never", float(lesson.frames[-1].crew[0].two_point_breaks), 0.0, "", 0.0),
    ]


def _all_done(lesson: Lesson) -> Reading:
    done = float(sum(step.state == "done" for step in lesson.frames[-1].steps))
    return Reading("steps done", "all", done, float(len(lesson.spec.steps)), "", 0.0)


# The seconds of waiting after the lesson's end, and what is read.
WORK_SCENES: dict[str, tuple[float, Callable[[Lesson], list[Reading]]]] = {
    "bolts": (0.0, bolts), "plugs": (0.0, plugs), "unit": (0.0, unit), "carry": (0.0, carry), "crank": (6.0, crank),
    "unfold": (14.0, unfold), "cable": (0.0, cable), "valve": (0.0, valve), "wipe": (0.0, wipe),
    "camera": (0.0, camera), "look": (0.0, look), "satellite": (2.0, satellite), "jettison": (60.0, jettison),
    "crane": (0.0, crane), "bridge": (0.0, bridge), "era": (0.0, era),
}  # fmt: skip


def measure_work(name: str, levels_dir: Path | None = None) -> tuple[float, list[Reading]]:
    """Do a lesson and read it: how long it took, s, and its readings. KeyError, ContentError as for a lab."""
    after_s, read = WORK_SCENES[name]
    lesson = Lesson(name, levels_dir, after_s)
    return len(lesson.frames) * TICK_S, read(lesson)

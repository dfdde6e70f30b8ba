"""The lab scenes as experiments: each is run without a display, and what was measured stands beside what theory says.

Predictions use the numbers of the level only, through formulas that a class can work out; measurements use frames only.
"""

from __future__ import annotations

import math
from dataclasses import asdict
from statistics import fmean
from typing import TYPE_CHECKING, Any

from game.classroom.reading import Reading
from game.classroom.winding import at, winding
from game.classroom.work_scenes import PREFIX as WORK_PREFIX
from game.classroom.work_scenes import WORK_SCENES, measure_work
from game.missions.level import load_level
from game.sim.ticks import SUBSTEPS, TICKS_PER_SECOND
from game.sim.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from game.sim.frame import BodyFrame, Frame, LineFrame
    from game.sim.spec import LineSpec, Point, WorldSpec

PREFIX = "lab-"


class Film:
    """A scene as it ran: the frame of every tick, the first one before anything moved."""

    def __init__(self, spec: WorldSpec, seconds: float, substeps: int) -> None:
        world = World(spec, 0, substeps)
        self.spec = spec
        self.frames: list[Frame] = [world.frame()]
        for _ in range(round(seconds * TICKS_PER_SECOND)):
            world.step({})
            self.frames.append(world.frame())

    def at(self, seconds: float) -> Frame:
        """The frame of a moment."""
        return self.frames[round(seconds * TICKS_PER_SECOND)]

    def between(self, from_s: float, to_s: float) -> list[Frame]:
        """The frames of a stretch."""
        return self.frames[round(from_s * TICKS_PER_SECOND) : round(to_s * TICKS_PER_SECOND) + 1]

    def spec_of(self, line: str) -> LineSpec:
        """A line as the level states it."""
        return next(one for one in self.spec.lines if one.id == line)

    def mass_kg(self, body: str) -> float:
        """A body's mass as the level states it."""
        masses = {one.id: one.mass_kg for one in self.spec.units} | {one.id: one.mass_kg for one in self.spec.crew}
        return masses[body]

    def outline(self, shape: str) -> tuple[Point, ...]:
        """A solid's outline."""
        return next(one.outline for one in self.spec.structure.shapes if one.id == shape)


def body(frame: Frame, name: str) -> BodyFrame:
    """A unit or a person by id."""
    bodies = [unit.body for unit in frame.units] + [crew.body for crew in frame.crew]
    return next(one for one in bodies if one.id == name)


def line(frame: Frame, name: str) -> LineFrame:
    """A line by id."""
    return next(one for one in frame.lines if one.id == name)


def speed(frame: Frame, name: str) -> float:
    """How fast a body is, m/s."""
    one = body(frame, name)
    return math.hypot(one.vx, one.vy)


def distance(frame: Frame, name: str, point: Point) -> float:
    """How far a body is from a point, m."""
    one = body(frame, name).pose
    return math.hypot(one.x - point[0], one.y - point[1])


def momentum(frame: Frame, name: str, about: Point, mass_kg: float) -> float:
    """Angular momentum of a body's flight about a point, N m s, counter-clockwise positive."""
    one = body(frame, name)
    return mass_kg * ((one.pose.x - about[0]) * one.vy - (one.pose.y - about[1]) * one.vx)


def pull(frames: Iterable[Frame], name: str) -> float:
    """The mean tension of a line, N."""
    return fmean(line(frame, name).tension_n for frame in frames)


def swept(frames: Iterable[Frame], name: str, about: Point) -> float:
    """The angle that a body went round a point, rad, all turns counted."""
    total, before = 0.0, None
    for frame in frames:
        pose = body(frame, name).pose
        now = math.atan2(pose.y - about[1], pose.x - about[0])
        total += math.remainder(now - before, math.tau) if before is not None else 0.0
        before = now
    return total


def pendulum(film: Film) -> list[Reading]:
    """A weight circles an eye on a taut line."""
    spec = film.spec_of("line")
    start = film.frames[0]
    mass, v, r = film.mass_kg("weight"), speed(start, "weight"), distance(start, "weight", spec.at_b)
    swing = film.between(5.0, 60.0)
    turns_rad = abs(swept(film.between(0.0, 60.0), "weight", spec.at_b))
    tension = mass * v * v / r
    return [
        Reading("tension", "m v^2 / r", pull(swing, "line"), tension, "N"),
        Reading("time of a turn", "2 pi r / v", 60.0 * math.tau / turns_rad, math.tau * r / v, "s"),
        Reading("speed after 60 s", "v", speed(film.at(60.0), "weight"), v, "m/s", 0.001),
        Reading(
            "length", "L + T L / EA", fmean(line(frame, "line").length_m for frame in swing),
            spec.tether.limit_m * (1.0 + tension / spec.tether.ea_n), "m", 0.0002,
        ),
    ]  # fmt: skip


def run_out(film: Film) -> list[Reading]:
    """Two slack lines run out, one without and one with inner friction."""
    upper, lower = film.spec_of("lossless"), film.spec_of("damped")
    start = film.frames[0]
    mass, v = film.mass_kg("EV1"), speed(start, "EV1")
    stiffness = upper.tether.ea_n / upper.tether.limit_m
    slack = upper.tether.limit_m - distance(start, "EV1", upper.at_b)
    taut = next(frame for frame in film.frames if line(frame, "lossless").is_taut)
    ratio = lower.tether.damping
    share = math.exp(-ratio / math.sqrt(1.0 - ratio**2) * math.acos(2.0 * ratio**2 - 1.0))
    peak = max(line(frame, "lossless").tension_n for frame in film.frames)
    return [
        Reading("line runs out after", "slack / v", taut.play_s, slack / v, "s", 0.01),
        Reading("peak load", "v sqrt(m k)", peak, v * math.sqrt(mass * stiffness), "N"),
        Reading("speed back", "v", -body(film.at(5.0), "EV1").vx, v, "m/s", 0.001),
        Reading(
            "speed back, damped", "v exp(-z / sqrt(1 - z^2) acos(2 z^2 - 1))",
            -body(film.at(5.0), "box").vx, share * speed(start, "box"), "m/s", 0.02,
        ),
    ]  # fmt: skip


def swing(film: Film) -> list[Reading]:
    """A flight past an eye becomes a swing round it."""
    spec = film.spec_of("line")
    mass = film.mass_kg("EV1")
    kept = momentum(film.frames[0], "EV1", spec.at_b, mass)
    length = spec.tether.limit_m
    v = abs(kept) / mass / length
    late = film.between(40.0, 60.0)
    return [
        Reading(
            "angular momentum", "m v b", fmean(momentum(frame, "EV1", spec.at_b, mass) for frame in late),
            kept, "N m s", 0.001,
        ),
        Reading("speed across", "v b / L", fmean(speed(frame, "EV1") for frame in late), v, "m/s"),
        Reading("tension", "m v^2 / L", pull(late, "line"), mass * v * v / length, "N"),
    ]  # fmt: skip


def mast(film: Film) -> list[Reading]:
    """A line winds itself round a mast."""
    spec = film.spec_of("line")
    first = body(film.frames[0], "weight").pose
    mass, v = film.mass_kg("weight"), speed(film.frames[0], "weight")
    end_s = 60.0
    phases = winding(spec.at_b, film.outline("mast"), (first.x, first.y), v, -1, end_s)
    last = at(phases, end_s)
    end = film.at(end_s)
    calm = film.between(last.from_s + 0.3, end_s) or [end]
    points = line(end, "line").points
    return [
        Reading("corners touched", "counted", float(len(points) - 2), float(phases.index(last)), "", 0.0),
        Reading("free length", "L - wound", math.dist(*points[:2]), last.free_m, "m", 0.002),
        Reading("speed", "v", speed(end, "weight"), v, "m/s"),
        Reading("tension", "m v^2 / free length", pull(calm, "line"), mass * v * v / last.free_m, "N", 0.03),
    ]


def reel_in(film: Film) -> list[Reading]:
    """Reels brake and bring back, a locked one holds; a winch makes a circling weight faster."""
    free, locked, winch = film.spec_of("free_reel"), film.spec_of("locked_reel"), film.spec_of("winch")
    start = film.frames[0]
    mass, v = film.mass_kg("free"), speed(start, "free")
    brake = free.tether.pull_n / mass
    near = distance(start, "free", free.at_b)
    out = [distance(frame, "free", free.at_b) - near for frame in film.frames]
    turned = max(range(len(out)), key=out.__getitem__)
    weight = film.mass_kg("weight")
    circle = momentum(start, "weight", winch.at_b, weight)
    to_m = next(cue.to_m for cue in film.spec.cues if cue.do == "haul")
    r = to_m
    for _ in range(20):  # the stretched radius at which pull and swing agree
        r = to_m * (1.0 + circle**2 / (weight * r**3) / winch.tether.ea_n)
    late = film.between(25.0, 30.0)
    return [
        Reading("runs out by", "v^2 m / 2 F", max(out), v * v / 2.0 / brake, "m"),
        Reading("turns after", "v m / F", film.frames[turned].play_s, v / brake, "s"),
        Reading("speed back", "v", -body(film.at(2.0 * v / brake), "free").vx, v, "m/s"),
        Reading("locked reel holds at", "as it was", distance(film.at(30.0), "locked", locked.at_b),
                near + v * v / 2.0 / brake, "m", 0.02),
        Reading("angular momentum", "m v r", fmean(momentum(f, "weight", winch.at_b, weight) for f in late),
                circle, "N m s", 0.002),
        Reading("speed hauled in", "v0 r0 / r", fmean(speed(f, "weight") for f in late),
                circle / weight / r, "m/s"),
        Reading("tension hauled in", "m v^2 / r", pull(late, "winch"), circle**2 / weight / r**3, "N"),
    ]  # fmt: skip


def two_bodies(film: Film) -> list[Reading]:
    """Two bodies turn about their common centre of mass."""
    heavy, light = film.mass_kg("heavy"), film.mass_kg("light")
    start, end = film.frames[0], film.at(60.0)

    def centre(frame: Frame) -> Point:
        one, two = body(frame, "heavy").pose, body(frame, "light").pose
        total = heavy + light
        return (heavy * one.x + light * two.x) / total, (heavy * one.y + light * two.y) / total

    middle = centre(start)
    r = distance(start, "heavy", middle)
    v = speed(start, "heavy")
    turned_rad = abs(swept(film.between(0.0, 60.0), "heavy", middle))
    return [
        Reading("tension", "m v^2 / r", pull(film.between(5.0, 60.0), "line"), heavy * v * v / r, "N"),
        Reading("time of a turn", "2 pi r / v", 60.0 * math.tau / turned_rad, math.tau * r / v, "s"),
        Reading("heavy's circle", "L m2 / (m1 + m2)", distance(end, "heavy", middle), r, "m"),
        Reading("light's circle", "L m1 / (m1 + m2)", distance(end, "light", middle), r * heavy / light, "m"),
        Reading("centre has moved", "0", math.dist(middle, centre(end)), 0.0, "m", 1e-6),
    ]


def snag(film: Film) -> list[Reading]:
    """A swinging line is caught by the tip of a hook, then by its next corner."""
    spec = film.spec_of("line")
    first = body(film.frames[0], "weight").pose
    mass, v = film.mass_kg("weight"), speed(film.frames[0], "weight")
    phases = winding(spec.at_b, film.outline("hook"), (first.x, first.y), v, 1, 30.0)
    found = []
    for number, name in enumerate(("free", "at the tip", "at the next corner")):
        phase, until_s = phases[number], phases[number + 1].from_s
        calm = film.between((phase.from_s + until_s) / 2.0 if number else 1.0, until_s - 0.05)
        wanted = mass * v * v / phase.free_m
        found.append(Reading(f"tension {name}", "m v^2 / r", pull(calm, "line"), wanted, "N", 0.02))
    caught = next(frame for frame in film.frames if len(line(frame, "line").points) > 2)
    tip = film.at(phases[2].from_s - 0.1)
    return [
        *found,
        Reading("caught after", "angle L / v", caught.play_s, phases[1].from_s, "s"),
        Reading(
            "free length", "L - to the tip", math.dist(*line(tip, "line").points[:2]), phases[1].free_m, "m", 0.002
        ),
        Reading("speed", "v", speed(tip, "weight"), v, "m/s"),
    ]


def push_off(film: Film) -> list[Reading]:
    """A person pushes a unit off and runs out his line."""
    spec = film.spec_of("line")
    one, two = film.mass_kg("EV1"), film.mass_kg("unit")
    apart = dict(film.spec.tuning)["throw_mps"]
    pushed, back = film.at(4.0), film.at(12.0)
    v = apart * two / (one + two)
    peak = max(line(frame, "line").tension_n for frame in film.frames)
    stiffness = spec.tether.ea_n / spec.tether.limit_m
    return [
        Reading("unit leaves with", "v m1 / (m1 + m2)", speed(pushed, "unit"), apart * one / (one + two), "m/s"),
        Reading("he himself with", "v m2 / (m1 + m2)", speed(pushed, "EV1"), v, "m/s"),
        Reading(
            "momentum of both", "0", one * body(pushed, "EV1").vy + two * body(pushed, "unit").vy, 0.0, "N s", 1e-6
        ),
        Reading("peak load", "v sqrt(m k)", peak, v * math.sqrt(one * stiffness), "N"),
        Reading("speed back", "v", speed(back, "EV1"), v, "m/s"),
    ]


SCENES: dict[str, tuple[float, Callable[[Film], list[Reading]]]] = {
    "pendulum": (60.0, pendulum),
    "run-out": (10.0, run_out),
    "swing": (60.0, swing),
    "mast": (60.0, mast),
    "reel-in": (30.0, reel_in),
    "two-bodies": (60.0, two_bodies),
    "snag": (20.0, snag),
    "push-off": (12.0, push_off),
}


ALL_SCENES = (*SCENES, *WORK_SCENES)


def scene_name(word: str) -> str:
    """A scene's name, given with or without `lab-` or `bench-`; "" when there is no such scene."""
    name = word.removeprefix(PREFIX).removeprefix(WORK_PREFIX)
    return name if name in ALL_SCENES else ""


def mission_of(name: str) -> str:
    """The level of a scene: a lab, or a lesson of the workbench."""
    return (PREFIX if name in SCENES else WORK_PREFIX) + name


def measure(name: str, substeps: int = SUBSTEPS, levels_dir: Path | None = None) -> tuple[float, list[Reading]]:
    """Run a scene and read it: seconds of play, and its readings.

    Raises KeyError for a name that is no scene's, ContentError for a broken level, ValueError for other sub-steps than
    those of play in a lesson, which is a session.
    """
    if name in WORK_SCENES:
        if substeps != SUBSTEPS:
            message = f"{name}: found {substeps} sub-steps, wanted {SUBSTEPS}: a lesson is played as it is"
            raise ValueError(message)
        return measure_work(name, levels_dir)
    seconds, read = SCENES[name]
    level = load_level(PREFIX + name, levels_dir)
    return seconds, read(Film(level.world_spec(), seconds, substeps))


def report_of(name: str, seconds: float, readings: Iterable[Reading], substeps: int = SUBSTEPS) -> dict[str, Any]:
    """A scene's readings as plain values."""
    rows = [{**asdict(one), "error": one.error, "is_right": one.is_right} for one in readings]
    return {
        "scene": mission_of(name),
        "seconds": round(seconds, 2),
        "substeps": substeps,
        "is_right": all(row["is_right"] for row in rows),
        "readings": rows,
    }

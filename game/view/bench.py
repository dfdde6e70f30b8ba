"""What a lab shows of itself: names of lines and bodies, where to look, the largest pull so far, the panel's values."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from game.view.hud_parts import BenchBody, BenchLine, BenchPart

if TYPE_CHECKING:
    from game.sim.frame import Frame
    from game.sim.spec import Point, WorldSpec

PICTURE_M = (17.0, 9.4)  # what is surely inside the picture at 100 px/m
TITLE_KEY = "hud.bench.line"
BODY_KEY = "hud.bench.body"


@dataclass(frozen=True, slots=True)
class Bench:
    """A lab as the picture needs it: text keys by id, in the order of the level."""

    title_key: str
    brief_key: str
    lines: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str], ...]
    middle: Point | None  # where to look; None = at the first body
    has_holds: bool  # there is something for hands and hooks


@dataclass(slots=True)
class BenchLog:
    """The largest pull of each line so far, N."""

    most_n: dict[str, float] = field(default_factory=dict)
    _tick: int = -1

    def tick(self, frame: Frame) -> None:
        """Take in a tick; going back in time begins anew."""
        if frame.tick < self._tick:
            self.most_n.clear()
        self._tick = frame.tick
        for line in frame.lines:
            if line.tension_n > self.most_n.get(line.id, 0.0):
                self.most_n[line.id] = line.tension_n


def bench_of(level: Any) -> Bench | None:
    """The lab of a level; None for missions."""
    if level.kind != "lab":
        return None
    spec = level.world_spec()
    tied = {end for line in spec.lines for end in (line.body_a, line.body_b)}
    people = {crew.id: f"speaker.{crew.id.lower()}" for crew in spec.crew if crew.id in tied or not spec.lines}
    structure = spec.structure
    return Bench(
        title_key=level.title_key,
        brief_key=level.brief_key,
        lines=tuple((line.id, f"{level.id}.line.{line.id}") for line in spec.lines),
        bodies=tuple((one, key or BODY_KEY) for one, key in (people | dict(level.unit_titles)).items()),
        middle=_middle(spec),
        has_holds=bool(structure.rails),
    )


def _middle(spec: WorldSpec) -> Point | None:
    """The middle of all that lines can reach, if it fits into one picture."""
    starts = {one.id: one.at for one in spec.units} | {one.id: one.at for one in spec.crew}
    masses = {one.id: one.mass_kg or 1.0 for one in spec.units} | {one.id: one.mass_kg or 1.0 for one in spec.crew}
    boxes: list[tuple[float, float, float, float]] = []
    for shape in spec.structure.shapes:
        xs, ys = [x for x, _ in shape.outline], [y for _, y in shape.outline]
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    for line in spec.lines:
        reach = line.tether.limit_m
        ends = [name for name in (line.body_a, line.body_b) if name]
        if len(ends) == 2:  # two bodies turn about their centre of mass
            one, two = ends
            share = masses[two] / (masses[one] + masses[two])
            x, y = (a + (b - a) * share for a, b in zip(starts[one], starts[two], strict=True))
        else:
            x, y = line.at_b if line.body_a else line.at_a
            if reach > PICTURE_M[1]:
                reach = math.dist((x, y), starts[ends[0]])
        boxes.append((x - reach, y - reach, x + reach, y + reach))
    if not spec.lines:
        return None
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return (left + right) / 2.0, (bottom + top) / 2.0


def look_at(bench: Bench | None, frame: Frame, alpha: float) -> tuple[Point, Point]:
    """Where the camera looks and how fast that moves: at the first body; in a lab that fits, at its middle."""
    bodies = [crew.body for crew in frame.crew] + [unit.body for unit in frame.units]
    if not bodies:
        return (bench.middle if bench and bench.middle else (0.0, 0.0)), (0.0, 0.0)
    first = bodies[0]
    if bench is not None and bench.middle is not None:
        names = [name for name, _ in bench.bodies]
        first = next((body for body in bodies if body.id in names), first)
        x, y = bench.middle
        if abs(first.pose.x - x) <= PICTURE_M[0] / 2 and abs(first.pose.y - y) <= PICTURE_M[1] / 2:
            return bench.middle, (0.0, 0.0)
    before, now = first.before, first.pose
    return (before.x + (now.x - before.x) * alpha, before.y + (now.y - before.y) * alpha), (first.vx, first.vy)


def bench_part(bench: Bench, log: BenchLog, frame: Frame) -> BenchPart:
    """What the measuring panel shows of a frame, rounded to what is shown."""
    lines = {line.id: line for line in frame.lines}
    bodies = {crew.id: crew.body for crew in frame.crew} | {unit.id: unit.body for unit in frame.units}
    return BenchPart(
        title_key=bench.title_key,
        brief_key=bench.brief_key,
        lines=tuple(
            BenchLine(
                key, round(lines[name].length_m, 2), round(lines[name].limit_m, 2),
                _figures(lines[name].tension_n), _figures(log.most_n.get(name, 0.0)), lines[name].is_taut,
            )
            for name, key in bench.lines
            if name in lines
        ),
        bodies=tuple(
            BenchBody(key, round(math.hypot(bodies[name].vx, bodies[name].vy), 2), round(bodies[name].spin, 2) + 0.0)
            for name, key in bench.bodies
            if name in bodies
        ),
    )  # fmt: skip


def _figures(value: float) -> float:
    """Three figures: tenths of small numbers, wholes of large ones."""
    return round(value, 2) if value < 9.995 else round(value, 1) if value < 99.95 else float(round(value))

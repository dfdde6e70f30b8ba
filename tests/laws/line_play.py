"""Random play among solids: no passing through, no NaN, no gain of energy, no bend left behind.

The whole proof is `python tests/laws/line_play.py` (1,000 seeds of 60 s each, more than an hour of processor time; with
`--first 500 --seeds 500` a part of it). It names every seed that breaks a law and ends with status 1 if one does.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, field
from math import atan2, cos, dist, hypot, isfinite, pi, remainder, sin
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

import pymunk
from line_scene import LineScene, box, cut_solids, fixed, outline_of, peg, subtended

from game.sim.free_path import is_inside
from game.sim.spec import Point
from game.sim.tether import LineEnd, Solid, Tether

FAR_M = 0.25  # at 10 m/s a body comes 0.17 m nearer in a tick
SLOP_M = 5e-3  # pymunk lets bodies sink into each other this far


@dataclass
class Play:
    """A scene of chance: solids of all kinds, a person on one or two lines, maybe a unit on a leash and a loose box."""

    seed: int
    dice: random.Random = field(init=False)
    scene: LineScene = field(init=False)
    solids: list[Solid] = field(default_factory=list)
    inside: list[Point] = field(default_factory=list)
    lines: list[Tether] = field(default_factory=list)
    crew: list[pymunk.Body] = field(default_factory=list)
    room: list[tuple[Point, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.scene = LineScene((4, 4, 1, 2, 8)[self.seed % 5])
        dice, scene = self.dice, self.scene
        for _ in range(dice.randint(2, 7)):
            self._add_solid()
        body = scene.body(
            dice.choice([60.0, 200.0]), (0.0, 0.0), self._velocity(1.0), dice.uniform(-1, 1), shape=box(0.5, 0.9)
        )
        self.crew.append(body)
        for _ in range(dice.randint(1, 2)):
            at = self._anchor()
            limit = max(1.0, scene.tethers.course_m((0.0, 0.0), at)) * dice.uniform(1.0, 1.5)
            spec = dice.choice([
                fixed(limit, damping=dice.choice([0.0, 0.1])),
                fixed(limit, rest_m=limit * 0.3, spring_npm=dice.uniform(5, 40)),
                fixed(max(limit, 26.0), rest_m=0.0, pull_n=6.0),
                fixed(limit, friction=0.3),
            ])
            self.lines.append(scene.line(spec, LineEnd(body, (0.0, -0.05)), scene.anchor(at)))
        kind = dice.randrange(4)
        if kind in (1, 3):
            mass = dice.choice([5.0, 30.0, 300.0])
            unit = scene.body(
                mass, (0.2, 1.0), self._velocity(1.0), dice.uniform(-2, 2), mass * 0.16 / 6.0, shape=box(0.4, 0.4)
            )
            self.lines.append(
                scene.line(fixed(dice.uniform(1, 3)), LineEnd(body, (0.0, -0.05)), LineEnd(unit, (0.15, 0.0)))
            )
            self.crew.append(unit)
        if kind >= 2:
            mass = dice.choice([20.0, 400.0])
            loose = scene.body(
                mass, (-0.2, -1.1), self._velocity(0.5), dice.uniform(-1, 1), mass * 0.45 / 12.0, shape=box(0.6, 0.3)
            )
            self.solids.append(scene.solid(box(0.6, 0.3), loose))
        self.inside = [point_inside(solid.outline) for solid in self.solids]

    def _velocity(self, most: float) -> Point:
        return self.dice.uniform(-most, most), self.dice.uniform(-most, most)

    def _add_solid(self) -> None:
        dice = self.dice
        for _ in range(50):
            c = (dice.uniform(-5, 5), dice.uniform(-5, 5))
            size = dice.uniform(0.2, 1.2)
            if hypot(*c) > size + 1.3 and all(dist(c, d) > size + e + 0.9 for d, e in self.room):
                break
        else:
            return
        self.room.append((c, size))
        a, t = size * 0.7, size * 0.28
        count = dice.randint(4, 8)
        outline = dice.choice([
            box(size * 1.3, size * dice.uniform(0.1, 1), *c),
            peg(size, dice.randint(3, 12), *c),
            [
                (c[0] + x, c[1] + y)
                for x, y in (
                    (-a, -a), (a, -a), (a, a), (a - t, a), (a - t, t - a), (t - a, t - a), (t - a, a), (-a, a),
                )
            ],
            [
                (c[0] + r * cos(2 * pi * j / count), c[1] + r * sin(2 * pi * j / count))
                for j, r in enumerate([size * dice.uniform(0.3, 1) for _ in range(count)])
            ],
        ])  # fmt: skip
        self.solids.append(self.scene.solid(outline, collides=True))

    def _anchor(self) -> Point:
        while True:
            at = (self.dice.uniform(-6, 6), self.dice.uniform(-6, 6))
            if all(dist(at, c) > size + 0.02 for c, size in self.room):
                return at

    def act(self) -> float:
        """Now and then somebody pushes off, hauls in, locks a reel or hooks on elsewhere; returns the energy given."""
        dice, scene = self.dice, self.scene
        before = scene.energy_j()
        if dice.random() < 0.03:
            for body in self.crew:
                if dice.random() < 0.5:
                    angle, speed = dice.uniform(0, 2 * pi), dice.uniform(0, 3.0)
                    body.velocity, body.angular_velocity = (speed * cos(angle), speed * sin(angle)), dice.uniform(-2, 2)
        line = self.lines[0]
        chance = dice.random()
        if chance < 0.004:
            line.reattach_b(scene.anchor(self._anchor()))
        elif chance < 0.008:
            if line.is_locked:
                line.unlock()  # its reel may pull again
            else:
                held = scene.energy_j()
                line.lock()
                assert scene.energy_j() <= held * (1.0 + 1e-9) + 1e-9, (self.seed, "a lock gave energy")
        elif chance < 0.05:
            line.haul(dice.choice([-0.3, 0.3]), 1.0 / 60.0, 300.0)
        return scene.energy_j() - before

    def run(self, seconds: float) -> None:
        """Play, and hold every tick against the laws."""
        scene = self.scene
        total = scene.energy_j()
        seen: dict[tuple[int, int], tuple[float, float, float]] = {}
        for tick in range(int(seconds * 60)):
            courses = [line.b for line in self.lines]
            total += self.act()
            scene.tick()
            energy = scene.energy_j()
            assert isfinite(energy), (self.seed, tick)
            # what is lost may not come back, but pymunk pushes sunk bodies apart against the pull of a line
            assert energy <= total * (1.0 + 1e-3) + 0.01, (self.seed, tick, energy, total)
            for i, line in enumerate(self.lines):
                self._look(i, line, seen, is_new=line.b is not courses[i], tick=tick)

    def _look(
        self, i: int, line: Tether, seen: dict[tuple[int, int], tuple[float, float, float]], *, is_new: bool, tick: int
    ) -> None:
        points = line.points()
        a, b = points[0], points[-1]
        watched = []
        for j, solid in enumerate(self.solids):
            if is_far(solid, points):
                seen.pop((i, j), None)
                continue
            outline = outline_of(solid)
            is_over = is_inside(a, outline) or is_inside(b, outline)
            if is_over or is_new or any(obstacle.solid is solid for obstacle in line.path.ignored):
                seen.pop((i, j), None)
                continue
            watched.append(solid)
            c = tuple(solid.body.local_to_world(self.inside[j]))
            angle = subtended(points, c)
            ends = atan2(a[1] - c[1], a[0] - c[0]), atan2(b[1] - c[1], b[0] - c[0])
            if (i, j) in seen:
                was, was_a, was_b = seen[i, j]
                expected = was + remainder(ends[1] - was_b, 2 * pi) - remainder(ends[0] - was_a, 2 * pi)
                assert abs(expected - angle) < 0.5, (self.seed, tick, "passed through", line.id, solid.id)
            seen[i, j] = (angle, *ends)
        if tick % 5 == 0:
            assert not cut_solids(line, watched, SLOP_M), (self.seed, tick)
            for k, (corner, side) in enumerate(zip(line.path.corners, line.path.sides, strict=True)):
                (px, py), (cx, cy), (nx, ny) = points[k : k + 3]
                turn = ((cx - px) * (ny - cy) - (cy - py) * (nx - cx)) * side
                assert turn >= -SLOP_M, (self.seed, tick, "bend left behind", line.id, corner.obstacle.solid.id)


def is_far(solid: Solid, points: list[Point]) -> bool:
    """True if a path is farther from a solid than anything gets in a tick."""
    x, y = solid.body.position
    reach = max(hypot(*p) for p in solid.outline) if solid.body.body_type == pymunk.Body.DYNAMIC else 0.0
    left, right, low, high = x - reach, x + reach, y - reach, y + reach
    if not reach:
        left, right = min(p[0] for p in solid.outline), max(p[0] for p in solid.outline)
        low, high = min(p[1] for p in solid.outline), max(p[1] for p in solid.outline)
    return (
        max(p[0] for p in points) < left - FAR_M
        or min(p[0] for p in points) > right + FAR_M
        or max(p[1] for p in points) < low - FAR_M
        or min(p[1] for p in points) > high + FAR_M
    )


def point_inside(outline: list[Point]) -> Point:
    """A point inside a polygon: its middle, or that of an ear."""
    count = len(outline)
    triples = [[outline[i - 1], outline[i], outline[(i + 1) % count]] for i in range(count)]
    for points in [list(outline), *triples]:
        middle = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        if is_inside(middle, outline):
            return middle
    raise AssertionError(outline)


def main() -> int:
    """Play all seeds asked for; 1 if one of them broke a law."""
    words = argparse.ArgumentParser(description="Random play with lines among solids.")
    words.add_argument("--first", type=int, default=0, help="the first seed (0)")
    words.add_argument("--seeds", type=int, default=1000, help="how many seeds (1000)")
    words.add_argument("--seconds", type=float, default=60.0, help="seconds of play of each (60)")
    asked = words.parse_args()
    broken = []
    for seed in range(asked.first, asked.first + asked.seeds):
        try:
            Play(seed).run(asked.seconds)
        except AssertionError as error:
            broken.append(seed)
            print(f"seed {seed}: {error}", flush=True)  # noqa: T201 - this is its output
        if (seed + 1 - asked.first) % 50 == 0:
            print(f"{seed + 1 - asked.first} played", flush=True)  # noqa: T201
    print(f"{asked.seeds} seeds from {asked.first}, {asked.seconds:g} s each: {len(broken)} broke a law")  # noqa: T201
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

"""Random play in the whole world: two people in random kits, solids, units, a line between the two, valid orders only.

Lines keep out of solids, never pass through one, leave no bend behind; nothing becomes NaN; and while nobody acts or
carries, energy does not rise. `python tests/laws/world_play.py` plays 200 seeds of 60 s; it names every seed that
breaks a law and ends with status 1 if one does.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, field
from math import atan2, cos, dist, isfinite, pi, remainder, sin
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

from line_play import SLOP_M, is_far, point_inside
from line_scene import box, cut_solids, outline_of, peg, subtended

from game.missions.kits import load_kit
from game.sim.actions import Act, CrewAction, HandDo, HandOrder, HookDo, HookOrder
from game.sim.allow import Allowed
from game.sim.free_path import is_inside
from game.sim.spec import (
    CrewSpec,
    EyeSpec,
    LineSpec,
    RailSpec,
    ShapeSpec,
    StructureSpec,
    TetherSpec,
    UnitSpec,
    WorldSpec,
)  # fmt: skip
from game.sim.world import World

if TYPE_CHECKING:
    from game.sim.spec import Point
    from game.sim.tether import Solid, Tether

KITS = Path(__file__).parents[2] / "levels" / "kits"
ACTIVE_TICKS, PASSIVE_TICKS = 300, 180  # people act, then let go of everything


@dataclass
class WorldPlay:
    """A world of chance and the orders that are given in it."""

    seed: int
    dice: random.Random = field(init=False)
    world: World = field(init=False)
    room: list[tuple[Point, float]] = field(default_factory=list)
    bodies: int = 0
    bends: int = 0
    closed: int = 0

    def __post_init__(self) -> None:
        dice = self.dice = random.Random(self.seed)
        people = [(-0.9, 0.0), (0.9, 0.0)]
        self.room = [(at, 1.0) for at in people]
        shapes = tuple(ShapeSpec(f"s{k}", "solid", self._outline()) for k in range(dice.randint(2, 6)))
        rails = tuple(self._rail(k) for k in range(6))
        eyes = tuple(EyeSpec(f"e{k}", self._free_place()) for k in range(4))
        kits = [load_kit(path) for path in sorted(KITS.glob("*.toml"))]
        crew = tuple(
            CrewSpec(f"EV{k + 1}", dice.choice(kits), at, dice.uniform(-1, 1), self._velocity(0.5))
            for k, at in enumerate(people)
        )
        units = tuple(
            UnitSpec(
                f"u{k}", dice.choice([5.0, 40.0, 300.0]), (dice.uniform(0.2, 0.6), dice.uniform(0.2, 0.6)), "free",
                at=(-0.9 + 0.9 * k, 1.4), velocity_mps=self._velocity(0.2), spin_radps=dice.uniform(-1, 1),
            )
            for k in range(dice.randint(1, 3))
        )  # fmt: skip
        lines = ()
        if dice.random() < 0.5:
            spec = TetherSpec("pair", "fixed", 3.0, 3.0, damping=dice.choice([0.0, 0.1]))
            lines = (LineSpec("pair", spec, "EV1", (0.0, -0.05), "EV2", (0.0, -0.05)),)
        structure = StructureSpec(shapes, rails, eyes)
        self.world = World(WorldSpec(structure, crew, units, lines), self.seed, (4, 4, 2, 8)[self.seed % 4])
        self.inside: dict[int, Point] = {}

    def _velocity(self, most: float) -> Point:
        return self.dice.uniform(-most, most), self.dice.uniform(-most, most)

    def _outline(self) -> tuple[Point, ...]:
        dice = self.dice
        while True:
            at, size = (dice.uniform(-4, 4), dice.uniform(-4, 4)), dice.uniform(0.15, 0.9)
            if all(dist(at, c) > size + e + 0.7 for c, e in self.room):
                break
        self.room.append((at, size))
        count = dice.randint(4, 8)
        return tuple(dice.choice([
            box(size * 1.3, size * dice.uniform(0.1, 1), *at),
            peg(size, dice.randint(3, 9), *at),
            [
                (at[0] + r * cos(2 * pi * j / count), at[1] + r * sin(2 * pi * j / count))
                for j, r in enumerate([size * dice.uniform(0.4, 1) for _ in range(count)])
            ],
        ]))  # fmt: skip

    def _free_place(self) -> Point:
        while True:
            at = (self.dice.uniform(-4, 4), self.dice.uniform(-4, 4))
            if all(dist(at, c) > size + 0.05 for c, size in self.room[2:]):
                return at

    def _rail(self, number: int) -> RailSpec:
        while True:
            (x, y), angle, size = self._free_place(), self.dice.uniform(0, pi), self.dice.uniform(0.5, 2.0)
            end = (x + size * cos(angle), y + size * sin(angle))
            if all(
                dist((x + (end[0] - x) * k / 8, y + (end[1] - y) * k / 8), c) > room + 0.05
                for k in range(9) for c, room in self.room[2:]
            ):  # fmt: skip
                return RailSpec(f"r{number}", ((x, y), end), (0.0, size / 2, size))

    # -- orders -------------------------------------------------------------------------------------------------

    def orders(self, tick: int) -> dict[str, CrewAction]:
        """Valid orders for both; in the passive part everybody opens his hands and does nothing."""
        if tick % (ACTIVE_TICKS + PASSIVE_TICKS) >= ACTIVE_TICKS:
            return {f"EV{k}": CrewAction(HandOrder(HandDo.RELEASE), HandOrder(HandDo.RELEASE)) for k in (1, 2)}
        return {person.id: self._order(person) for person in self.world.frame().crew}

    def _order(self, person) -> CrewAction:
        dice, ask = self.dice, self.world.ask
        drive = tuple(round(1000 * v) for v in self._velocity(0.6)) if dice.random() < 0.9 else (0, 0)
        parts: dict[str, object] = {"drive_x_mmps": drive[0], "drive_y_mmps": drive[1], "steady": dice.random() < 0.5}
        chance = dice.random()
        if chance < 0.06:
            side = dice.randrange(2)
            for grasp in ask.holds_near(person.shoulders[side], 0.8):
                if isinstance(ask.may_reach(person.id, side, grasp.at), Allowed):
                    parts["left" if side == 0 else "right"] = HandOrder(HandDo.REACH, *_mm(grasp.at))
                    break
        elif chance < 0.08:
            parts[dice.choice(["left", "right"])] = HandOrder(HandDo.RELEASE)
        elif chance < 0.14:
            index = dice.randrange(len(person.hooks))
            holds = ask.holds_near(person.shoulders[0], 0.9, hooks_only=True)
            for grasp in dice.sample(holds, len(holds)):
                if isinstance(ask.may_clip(person.id, index, grasp.at), Allowed):
                    parts[f"hook{index + 1}"] = HookOrder(HookDo.CLIP, *_mm(grasp.at))
                    break
        elif chance < 0.142:
            parts[f"hook{dice.randrange(len(person.hooks)) + 1}"] = HookOrder(HookDo.UNCLIP)
        elif chance < 0.16 and isinstance(ask.may_leash(person.id), Allowed):
            parts["act"] = Act.LEASH
        elif chance < 0.163 and isinstance(ask.may_throw(person.id), Allowed):
            parts["act"] = Act.THROW
        elif chance < 0.17:
            parts["act"] = dice.choice(list(Act))
        return CrewAction(**parts)  # type: ignore[arg-type]

    # -- laws ---------------------------------------------------------------------------------------------------

    def energy_j(self) -> float:
        """Energy of motion of everything and of stretched lines."""
        state = self.world._state
        moving = [crew.body for crew in state.crew.values()] + [
            unit.body for unit in state.units.values() if unit.body in state.space.bodies
        ]
        total = sum(0.5 * b.mass * b.velocity.dot(b.velocity) + 0.5 * b.moment * b.angular_velocity**2 for b in moving)
        return total + sum(line.energy_j() for line in state.tethers.lines)

    def run(self, seconds: float) -> None:
        """Play, and hold every tick against the laws."""
        state = self.world._state
        seen: dict[tuple[str, str], tuple[float, float, float]] = {}
        most = float("inf")
        for tick in range(int(seconds * 60)):
            ends = {line.id: (line.a, line.b) for line in state.tethers.lines}
            events = self.world.step(self.orders(tick))
            self.closed += sum(event.kind == "hook_closed" for event in events)
            energy = self.energy_j()
            assert isfinite(energy), (self.seed, tick)
            is_passive = tick % (ACTIVE_TICKS + PASSIVE_TICKS) > ACTIVE_TICKS + 2
            # an arm that was stretched, a hook that is being closed, who is carried and what is are work of muscles
            is_carrying = any(c.leashed or c.restraint or c.towing or c.hauling >= 0 for c in state.crew.values())
            is_given = any(event.kind in ("hook_closed", "tether_broke", "hook_torn") for event in events)
            if is_passive and not is_carrying and not is_given:
                assert energy <= most * (1.0 + 1e-3) + 0.01, (self.seed, tick, energy, most)
                most = min(most, energy)
            else:
                most = float("inf")
            for line in state.tethers.lines:
                if line.is_stowed or line.is_broken:
                    seen = {key: value for key, value in seen.items() if key[0] != line.id}
                    continue
                is_new = ends[line.id][0] is not line.a or ends[line.id][1] is not line.b
                self._look(line, seen, is_new=is_new, tick=tick)

    def _look(
        self, line: Tether, seen: dict[tuple[str, str], tuple[float, float, float]], *, is_new: bool, tick: int
    ) -> None:
        points = line.points()
        self.bends = max(self.bends, len(points) - 2)
        a, b = points[0], points[-1]
        watched: list[Solid] = []
        assert line.path is not None
        for obstacle in line.path.obstacles.items:
            solid, key = obstacle.solid, (line.id, obstacle.solid.id)
            if is_far(solid, points):
                seen.pop(key, None)
                continue
            outline = outline_of(solid)
            if is_new or obstacle in line.path.ignored or is_inside(a, outline) or is_inside(b, outline):
                seen.pop(key, None)
                continue
            watched.append(solid)
            middle = self.inside.setdefault(id(solid), point_inside(list(solid.outline)))
            c = tuple(solid.body.local_to_world(middle))
            angle = subtended(points, c)
            ends = atan2(a[1] - c[1], a[0] - c[0]), atan2(b[1] - c[1], b[0] - c[0])
            if key in seen:
                was, was_a, was_b = seen[key]
                expected = was + remainder(ends[1] - was_b, 2 * pi) - remainder(ends[0] - was_a, 2 * pi)
                assert abs(expected - angle) < 0.5, (self.seed, tick, "passed through", line.id, solid.id)
            seen[key] = (angle, *ends)
        if tick % 5 == 0:
            found = cut_solids(line, watched, SLOP_M)
            assert not found, (self.seed, tick, line.id, "runs through", found)
            for k, side in enumerate(line.path.sides):
                (px, py), (cx, cy), (nx, ny) = points[k : k + 3]
                turn = ((cx - px) * (ny - cy) - (cy - py) * (nx - cx)) * side
                assert turn >= -SLOP_M, (self.seed, tick, "bend left behind", line.id)


def _mm(point: Point) -> tuple[int, int]:
    return round(point[0] * 1000), round(point[1] * 1000)


def main() -> int:
    """Play all seeds asked for; 1 if one of them broke a law."""
    words = argparse.ArgumentParser(description="Random play in the whole world.")
    words.add_argument("--first", type=int, default=0, help="the first seed (0)")
    words.add_argument("--seeds", type=int, default=200, help="how many seeds (200)")
    words.add_argument("--seconds", type=float, default=60.0, help="seconds of play of each (60)")
    asked = words.parse_args()
    broken, bends, closed = [], 0, 0
    for seed in range(asked.first, asked.first + asked.seeds):
        play = WorldPlay(seed)
        try:
            play.run(asked.seconds)
        except AssertionError as error:
            broken.append(seed)
            print(f"seed {seed}: {error}", flush=True)  # noqa: T201 - this is its output
        bends, closed = max(bends, play.bends), closed + play.closed
    print(  # noqa: T201
        f"{asked.seeds} seeds from {asked.first}, {asked.seconds:g} s each: {len(broken)} broke a law;"
        f" {closed} hooks closed, up to {bends} bends"
    )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

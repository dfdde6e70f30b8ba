"""What lines cost: microseconds of a tick for two tethers with up to six bends each, among eighty solids.

Run it with `python tests/laws/line_bench.py`. Figures are CPU time, the best of many short runs, less the same scene
without lines.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from time import process_time

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parent)]

from line_scene import LineScene, box, fixed, peg

from game.sim.spec import TetherSpec
from game.sim.tether import LineEnd, Tether

KINDS = ("slack", "reel", "stiff")
TICKS, RUNS = 60, 10


def weave(kind: str, bends: int) -> tuple[LineScene, list[Tether]]:
    """A person between two rows of posts, with a line woven through each of them."""
    scene = LineScene(4)
    body = scene.body(200.0, (0.0, 0.0), (0.0, 0.3), 0.05, inertia=55.0)
    dice = random.Random(1)
    for _ in range(80 - 2 * bends):
        scene.solid(box(0.8, 0.5, dice.uniform(-40, 40), dice.choice([-1, 1]) * dice.uniform(12, 40)))
    lines = []
    for sign in (-1.0, 1.0):
        posts = [(sign * (2.0 + k), 0.1 * (-1.0) ** k) for k in range(bends)]
        for x, y in posts:
            scene.solid(peg(0.08, 4, x, y))
        end = (sign * (2.5 + bends), 0.0)
        # the way through the posts is walked by the far end, so the line is woven as a person would weave it
        spec: TetherSpec = {
            "slack": fixed(26.0),
            "reel": fixed(26.0, rest_m=0.0, pull_n=6.0),
            "stiff": fixed(26.0),
        }[kind]
        line = scene.line(fixed(100.0), LineEnd(body, (0.0, -0.05)), scene.anchor((sign, 0.0)))
        velocity, spin = body.velocity, body.angular_velocity
        body.velocity, body.angular_velocity = (0.0, 0.0), 0.0
        at = (sign, 0.0)
        for x, y in [*((x, 8.0 * y) for x, y in posts), end]:
            for k in range(1, 61):
                line.b.local = (at[0] + (x - at[0]) * k / 60, at[1] + (y - at[1]) * k / 60)
                scene.step()
            at = (x, y)
        body.velocity, body.angular_velocity = velocity, spin
        if kind == "stiff":
            spec = fixed(line.length_m * 0.999)
        line.spec, line.paid_out_m = spec, spec.limit_m
        line.load = type(line.load)(spec)
        lines.append(line)
    return scene, lines


def cost_us(kind: str, bends: int) -> tuple[float, list[int]]:
    """Microseconds of a tick that the two lines cost, and how many bends they had at the end."""
    scene, lines = weave(kind, bends)
    bare = LineScene(4)
    bare.body(200.0, (0.0, 0.0), (0.0, 0.3), 0.05)
    best = [float("inf"), float("inf")]
    for _ in range(RUNS):
        for i, one in enumerate((scene, bare)):
            start = process_time()
            for _ in range(TICKS):
                one.tick()
            best[i] = min(best[i], process_time() - start)
    return (best[0] - best[1]) / TICKS * 1e6, [len(line.points()) - 2 for line in lines]


if __name__ == "__main__":
    for kind in KINDS:
        for bends in (0, 6):
            figure, found = cost_us(kind, bends)
            print(f"two {kind} lines, {found} bends: {figure:.1f} us a tick")  # noqa: T201 - this is its output

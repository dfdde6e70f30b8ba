"""The picture of a slack line and the solids beside it."""

from __future__ import annotations

import math
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

from itertools import pairwise

import numpy as np
import pytest

from game.missions.level import load_level
from game.sim.frame import Frame, LineFrame
from game.sim.world import World
from game.view.chain import NODES
from game.view.lines import LinePainter
from game.view.walls import Walls

BAR = ((-0.1, -1.0), (0.1, -1.0), (0.1, 1.0), (-0.1, 1.0))
HOOK = ((0.0, 0.0), (0.5, 0.5), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
MAST = tuple((0.2 * math.cos(t), 0.2 * math.sin(t)) for t in np.linspace(0.0, math.tau, 24, endpoint=False))


def scene(lines: list[LineFrame], tick: int) -> Frame:
    """A frame that has nothing but lines."""
    return Frame(tick, tick / 60, 0.0, 1.0, "outside", 0.0, True, (), (), tuple(lines), (), None, (), ())


def slack(points: tuple[tuple[float, float], ...], rest_m: float, name: str = "line") -> LineFrame:
    """A line of `rest_m` on a taut path."""
    length = sum(math.dist(a, b) for a, b in pairwise(points))
    return LineFrame(name, "fixed", "", points, (points[0], points[-1]), length, rest_m, rest_m, 0.0, False, False)


@pytest.mark.parametrize(
    ("outline", "points"),
    [
        (BAR, ((-1.2, 0.0), (-1.0, 0.9))),
        (BAR, ((-0.5, 0.3), (-0.1, 1.0), (0.1, 1.0), (0.6, 0.2))),
        (HOOK, ((0.1, -0.6), (0.9, -0.5))),
        (HOOK, ((-0.6, 0.9), (0.0, 0.0), (1.0, 0.0), (1.5, 0.6))),
        (MAST, ((-0.7, 0.3), (0.9, 0.4))),
    ],
)
@pytest.mark.parametrize("spare_m", [0.05, 0.6, 2.5])
def test_a_slack_line_is_never_drawn_through_a_solid(outline, points, spare_m) -> None:
    """For 10 s of floating, its far end wandering, no link of a slack line runs through a solid."""
    painter = LinePainter(solids=[outline])
    walls = Walls([outline])
    length = sum(math.dist(a, b) for a, b in pairwise(points))
    away = (points[-1][0] - points[-2][0], points[-1][1] - points[-2][1])
    size = math.hypot(*away)
    for tick in range(600):
        wander = 0.05 * math.sin(tick / 40.0)
        end = (points[-1][0] + wander * away[0] / size, points[-1][1] + wander * away[1] / size)
        painter.tick(scene([slack((*points[:-1], end), length + spare_m)], tick))
        path = painter.path("line", 1.0)
        assert path is not None
        assert np.isfinite(path).all()
        assert not walls.cuts(path), tick
        for corner in points[1:-1]:
            assert np.abs(path - complex(*corner)).min() < 1e-6


def test_a_span_that_cannot_be_freed_is_drawn_in() -> None:
    """A span laid right across a solid ends up free whatever its shape was, with its ends where they were."""
    walls = Walls([MAST, BAR])
    dice = np.random.default_rng(7)
    for _ in range(300):
        chain = np.linspace(-1.2 + 1.1j, 1.2 + 1.3j, NODES)[None].copy()
        chain[0, 1:-1] += dice.normal(0.0, 0.6, NODES - 2) + 1j * dice.normal(0.0, 0.6, NODES - 2)
        walls.free(chain)
        assert not walls.cuts(chain[0])
        assert chain[0, 0] == -1.2 + 1.1j
        assert chain[0, -1] == 1.2 + 1.3j


def test_far_from_solids_nothing_changes() -> None:
    """A line that is near no solid floats as if there were none."""
    alone, beside = LinePainter(), LinePainter(solids=[BAR])
    for tick in range(120):
        given = [slack(((4.0, 0.0), (5.0, 0.5)), 2.0)]
        alone.tick(scene(given, tick))
        beside.tick(scene(given, tick))
    assert np.array_equal(alone.path("line", 1.0), beside.path("line", 1.0))


def test_the_wound_line_of_a_lab_is_drawn_outside_the_mast() -> None:
    """Winding round the mast for 20 s, the drawn line never runs through it."""
    spec = load_level("lab-mast").world_spec()
    outlines = [shape.outline for shape in spec.structure.shapes]
    world, painter, walls = World(spec), LinePainter(solids=outlines), Walls(outlines)
    for tick in range(1200):
        world.step({})
        painter.tick(world.frame())
        if tick % 20 == 0:
            path = painter.path("line", 1.0)
            assert path is not None
            assert not walls.cuts(path), tick

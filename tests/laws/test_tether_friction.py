"""Friction at bends: the capstan's law, and that it only uses up energy."""

from __future__ import annotations

import itertools
from math import exp, hypot, pi

import pytest
from line_scene import LineScene, box, fixed, peg

from game.sim.tether import LineEnd

SUBSTEPS = (1, 2, 4, 8)


@pytest.mark.parametrize("substeps", SUBSTEPS)
@pytest.mark.parametrize("friction", [0.1, 0.3])
def test_a_post_holds_by_the_law_of_the_capstan(substeps: int, friction: float) -> None:
    """Drawn tight round a post by half a turn, a line bears exp(-friction x turn) of its pull behind it, within 2 %."""
    scene = LineScene(substeps)
    scene.solid(peg(0.2, 8))
    body = scene.body(1e6, (-1.0, -0.2), (-0.05, 0.0), inertia=1e9)
    line = scene.line(fixed(2.6, friction=friction), LineEnd(body, (0.0, 0.0)), scene.anchor((-1.0, 0.25)))
    line.reattach_b(scene.anchor((1.0, -0.25)))
    at = [(1.0, -0.25), (1.0, 0.25), (-1.0, 0.25)]  # lead it round the far side
    for (x0, y0), (x1, y1) in itertools.pairwise(at):
        for k in range(1, 61):
            line.b.local = (x0 + (x1 - x0) * k / 60, y0 + (y1 - y0) * k / 60)
            scene.step()
    assert len(line.points()) > 3
    for _ in range(240):
        scene.tick()
    assert line.tension_n > 50.0
    turn = abs(line.path.turning())
    assert turn == pytest.approx(pi, abs=0.3)
    far = line.strands[-1]
    assert far.load.tension(far.solved_m) / line.tension_n == pytest.approx(exp(-friction * turn), rel=0.02)


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_friction_uses_up_energy_and_never_gives_any(substeps: int) -> None:
    """A swing that winds on and off a post with friction loses energy from tick to tick and never gains."""
    scene = LineScene(substeps)
    scene.solid(peg(0.3, 6, 1.0, 0.5), collides=True)
    scene.solid(box(0.3, 0.3, 0.5, -0.8), collides=True)
    body = scene.body(100.0, (2.0, 0.0), (0.9, 0.8), 0.5, inertia=30.0)
    line = scene.line(fixed(3.0, friction=0.3), LineEnd(body, (0.1, -0.3)), scene.anchor((0.0, 0.0)))
    energy = start = scene.energy_j()
    wound = 0
    for _ in range(20 * 60):
        scene.tick()
        now = scene.energy_j()
        assert now <= energy + 1e-5 * start
        energy = now
        wound = max(wound, len(line.points()) - 2)
    assert wound >= 2
    assert energy < start


def test_without_bends_friction_makes_no_difference() -> None:
    """A straight line with friction moves a body as one without, within a micrometre over ten seconds."""
    tracks = []
    for friction in (0.0, 0.5):
        scene = LineScene()
        body = scene.body(100.0, (2.0, 0.0), (0.5, 0.8), 0.3, inertia=30.0)
        scene.line(fixed(3.0, friction=friction), LineEnd(body, (0.1, 0.2)), scene.anchor((0.0, 0.3)))
        track = []
        for _ in range(600):
            scene.tick()
            track.append(tuple(body.position))
        tracks.append(track)
    assert max(hypot(a[0] - b[0], a[1] - b[1]) for a, b in zip(*tracks, strict=True)) < 1e-6


@pytest.mark.parametrize("substeps", [1, 4])
def test_a_lock_leaves_loose_line_where_it_lies(substeps: int) -> None:
    """A line that is tight before a bend and loose behind it stops there: none is drawn tight, no energy comes."""
    scene = LineScene(substeps)
    scene.solid(peg(0.3, 8))
    body = scene.body(100.0, (-1.0, 0.35))
    line = scene.line(fixed(4.0, friction=0.3), LineEnd(body, (0.0, 0.0)), scene.anchor((1.5, -0.6)))
    scene.tick()
    line.wake()
    line.path.shares[:] = [*(0.999 * strand.solved_m for strand in line.strands[:-1]), 0.0]
    line.path.shares[-1] = 4.0 - sum(line.path.shares)
    for strand, natural_m in zip(line.strands, line.path.shares, strict=True):
        strand.load.natural_m = natural_m
    before = line.energy_j()
    assert before > 0.0
    line.lock()
    assert line.locked_m == pytest.approx(4.0, abs=1e-6)
    assert line.energy_j() <= before

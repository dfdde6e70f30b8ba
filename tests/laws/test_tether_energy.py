"""Energy and angular momentum over long play: what a lossless line takes it gives back, no more."""

from __future__ import annotations

from math import hypot

import pytest
from line_scene import LineScene, box, fixed, peg

from game.sim.tether import LineEnd

SUBSTEPS = (1, 2, 4, 8)
MINUTES_10_TICKS = 36_000


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_ten_minutes_of_bounces_and_wraps_keep_the_energy(substeps: int) -> None:
    """Over 10 minutes with at least 20 bounces and 200 wraps the energy stays within 0.1 % of its start.

    The body is turned back whenever the wound line gets short, so it winds on and off two pegs all the time.
    """
    scene = LineScene(substeps)
    scene.solid(peg(0.15, 8, 0.0, 0.0))
    scene.solid(box(0.2, 0.3, 0.9, -0.4))
    body = scene.body(200.0, (2.5, 0.3), (0.45, 2.4), 0.15, inertia=55.0)
    line = scene.line(fixed(3.0), LineEnd(body, (0.05, 0.1)), scene.anchor((-0.4, 0.0)))
    start = scene.energy_j()
    wraps = bounces = 0
    bends, was_taut, is_armed = 0, False, True
    for _ in range(MINUTES_10_TICKS):
        scene.tick()
        assert abs(scene.energy_j() - start) <= 0.001 * start
        points = line.points()
        wraps += max(0, len(points) - 2 - bends)
        bends = len(points) - 2
        bounces += line.is_taut and not was_taut
        was_taut = line.is_taut
        free = hypot(points[0][0] - points[1][0], points[0][1] - points[1][1])
        if free < 0.8 and is_armed:
            body.velocity, body.angular_velocity = -body.velocity, -body.angular_velocity
            is_armed = False
        elif free > 1.0:
            is_armed = True
    assert wraps >= 200
    assert bounces >= 20


@pytest.mark.parametrize("substeps", [1, 4])
def test_a_free_swing_keeps_angular_momentum_about_its_anchor(substeps: int) -> None:
    """Ten minutes of swinging and bouncing about an eye keep angular momentum and energy within 0.1 %."""
    scene = LineScene(substeps)
    body = scene.body(200.0, (2.0, 0.0), (0.6, 0.5), 0.2, inertia=55.0)
    scene.line(fixed(3.0), LineEnd(body, (0.0, -0.05)), scene.anchor((0.0, 0.0)))
    energy, momentum = scene.energy_j(), scene.angular_momentum()
    for tick in range(MINUTES_10_TICKS):
        scene.tick()
        if tick % 10 == 0:
            assert scene.energy_j() == pytest.approx(energy, rel=1e-3)
            assert scene.angular_momentum() == pytest.approx(momentum, rel=1e-3)


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_a_damped_line_never_gains(substeps: int) -> None:
    """With damping the energy falls from tick to tick and never rises."""
    scene = LineScene(substeps)
    scene.solid(peg(0.3, 6, 1.0, 0.5))
    body = scene.body(100.0, (2.0, 0.0), (0.9, 0.5), 0.5, inertia=30.0)
    scene.line(fixed(3.0, damping=0.1), LineEnd(body, (0.1, -0.3)), scene.anchor((0.0, 0.0)))
    energy = start = scene.energy_j()
    for _ in range(60 * 60):
        scene.tick()
        now = scene.energy_j()
        assert now <= energy + 1e-6 * start
        energy = now
    assert energy < 0.95 * start

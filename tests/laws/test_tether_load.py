"""What a line does to a body in straight play: run-out, swing, soft pull; each at 1, 2, 4 and 8 sub-steps."""

from __future__ import annotations

from math import acos, exp, hypot, pi, sqrt

import pytest
from line_scene import LineScene, box, fixed

from game.sim.tether import LineEnd

SUBSTEPS = (1, 2, 4, 8)
CASES = (
    (1.0, 5.0, 2.0), (1.0, 600.0, 0.1), (3.0, 200.0, 0.5), (5.35, 100.0, 1.0), (26.0, 5.0, 2.0), (26.0, 600.0, 1.0),
)  # fmt: skip


@pytest.mark.parametrize("substeps", SUBSTEPS)
@pytest.mark.parametrize(("limit_m", "mass", "speed"), CASES)
def test_length_over_limit_is_elastic_stretch_only(substeps: int, limit_m: float, mass: float, speed: float) -> None:
    """A run-out is never longer than the limit by more than T L / EA and 0.2 % of the length."""
    scene = LineScene(substeps)
    body = scene.body(mass, (limit_m - 0.5 * speed, 0.0), (speed, 0.0))
    line = scene.line(fixed(limit_m), LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.0)))
    for _ in range(180 * substeps):
        scene.step()
        over = line.length_m - limit_m - line.tension_n * limit_m / line.spec.ea_n
        assert over <= 0.002 * limit_m
        distance = hypot(*body.position)
        assert abs(distance - line.length_m) <= 1e-6


@pytest.mark.parametrize("substeps", SUBSTEPS)
@pytest.mark.parametrize(("limit_m", "mass", "speed"), CASES)
def test_peak_of_a_run_out(substeps: int, limit_m: float, mass: float, speed: float) -> None:
    """Without damping the peak load of a run-out is v sqrt(m k) within 5 %, and the body leaves as fast as it came."""
    scene = LineScene(substeps)
    body = scene.body(mass, (limit_m - 0.3713 * speed, 0.0), (speed, 0.0))
    line = scene.line(fixed(limit_m), LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.0)))
    peak = 0.0
    half_period = pi * sqrt(mass * limit_m / line.spec.ea_n)
    for _ in range(int((0.4 + half_period) * 60) + 3):
        scene.tick()
        peak = max(peak, line.peak_n)
    assert not line.is_taut
    assert peak == pytest.approx(speed * sqrt(mass * line.spec.ea_n / limit_m), rel=0.05)
    assert body.velocity.x == pytest.approx(-speed, rel=1e-6)


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_damped_bounce_loses_what_the_formula_says(substeps: int) -> None:
    """A body leaves a line of damping ratio z at exp(-z/sqrt(1-z2) * angle) of its speed; the line never pushes."""
    ratio, speed, limit_m, mass = 0.1, 0.8, 3.0, 200.0
    scene = LineScene(substeps)
    body = scene.body(mass, (limit_m - 0.1, 0.0), (speed, 0.0))
    line = scene.line(fixed(limit_m, damping=ratio), LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.0)))
    for _ in range(90):
        scene.tick()
        if body.velocity.x < 0 and not line.is_taut:
            break
    expected = exp(-ratio / sqrt(1.0 - ratio**2) * acos(2.0 * ratio**2 - 1.0))
    assert -body.velocity.x / speed == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("substeps", SUBSTEPS)
@pytest.mark.parametrize("offset", [(0.0, 0.0), (0.1, 0.4)])
def test_tension_of_a_steady_swing(substeps: int, offset: tuple[float, float]) -> None:
    """In a steady swing the tension is m v2 / r within 1 %; momentum about the anchor stays within 0.1 %."""
    mass, speed, limit_m = 200.0, 1.0, 3.0
    scene = LineScene(substeps)
    radius = limit_m
    for _ in range(50):  # the stretched radius at which tension and swing agree
        radius = limit_m * (1.0 + mass * speed**2 / radius / 15_000.0)
    centre = hypot(*offset) + radius
    spin = speed / radius
    # the body turns with the line, so its centre goes faster than the point the line holds
    direction = (1.0, 0.0) if offset == (0.0, 0.0) else (-offset[0] / hypot(*offset), -offset[1] / hypot(*offset))
    if offset == (0.0, 0.0):
        body = scene.body(mass, (radius, 0.0), (0.0, speed), spin)
        expected = mass * speed**2 / radius
    else:
        omega = speed / centre
        tension = mass * omega**2 * centre
        centre = hypot(*offset) + limit_m * (1.0 + tension / 15_000.0)
        omega = speed / centre
        body = scene.body(
            mass, (direction[0] * centre, direction[1] * centre), (-direction[1] * speed, direction[0] * speed), omega
        )
        expected = mass * omega**2 * centre
    line = scene.line(fixed(limit_m), LineEnd(body, offset), scene.anchor((0.0, 0.0)))
    momentum = scene.angular_momentum()
    for _ in range(60 * 30):
        scene.tick()
        assert line.tension_n == pytest.approx(expected, rel=0.01)
        assert scene.angular_momentum() == pytest.approx(momentum, rel=0.001)


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_reel_pulls_with_its_constant_pull(substeps: int) -> None:
    """A reel of pull F slows a body by F / m and gives back what it took."""
    mass, pull, speed = 200.0, 6.0, 0.4
    scene = LineScene(substeps)
    body = scene.body(mass, (2.0, 0.0), (speed, 0.0))
    scene.line(fixed(26.0, rest_m=0.0, pull_n=pull), LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.0)))
    turn_s = mass * speed / pull
    for tick in range(int(1.9 * turn_s * 60)):
        scene.tick()
        now = (tick + 1) / 60.0
        assert body.position.x == pytest.approx(2.0 + speed * now - 0.5 * pull / mass * now * now, abs=0.002)
        assert body.velocity.x == pytest.approx(speed - pull / mass * now, abs=0.001)


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_two_bodies_on_a_line_keep_momentum(substeps: int) -> None:
    """Two bodies on one line keep momentum, angular momentum and energy while the line bounces them to and fro."""
    scene = LineScene(substeps)
    one = scene.body(200.0, (0.0, 0.0), (0.0, 0.1), 0.2, inertia=55.0)
    two = scene.body(30.0, (1.5, 0.2), (0.4, -0.6), -0.5, inertia=1.2)
    scene.line(fixed(1.7), LineEnd(one, (0.0, -0.05)), LineEnd(two, (0.2, 0.1)))
    energy, spin = scene.energy_j(), scene.angular_momentum()
    momentum = one.mass * one.velocity + two.mass * two.velocity
    bounces = 0
    for _ in range(60 * 60):
        scene.tick()
        bounces += scene.tethers.lines[0].is_taut
    assert bounces > 20
    now = one.mass * one.velocity + two.mass * two.velocity
    assert (now - momentum).length <= 1e-9 * momentum.length
    assert scene.angular_momentum() == pytest.approx(spin, rel=1e-3)
    assert scene.energy_j() == pytest.approx(energy, rel=1e-3)


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_two_taut_lines_on_one_body_are_stable(substeps: int) -> None:
    """A light body between two strained lines swings for a minute without gaining energy."""
    scene = LineScene(substeps)
    body = scene.body(5.0, (0.02, 0.01), (0.3, 0.2), 0.3, inertia=0.075)
    for x in (-1.02, 1.02):
        scene.line(fixed(1.0), LineEnd(body, (0.1 if x > 0 else -0.1, 0.1)), scene.anchor((x * 1.1, 0.0)))
    energy = scene.energy_j()
    for _ in range(60 * 60):
        scene.tick()
        assert scene.energy_j() <= energy * 1.001
    assert scene.energy_j() >= energy * 0.999


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_hauling_in_keeps_angular_momentum_and_adds_only_its_work(substeps: int) -> None:
    """Taken in from 3 m to 1 m while swinging at 0.5 m/s, a body comes round at 1.5 m/s, by the work of the haul."""
    scene = LineScene(substeps)
    mass = 200.0
    body = scene.body(mass, (3.0, 0.0), (0.0, 0.5), inertia=1e6)
    line = scene.line(fixed(3.0, damping=0.3), LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.0)))
    momentum = mass * 3.0 * 0.5
    work = 0.0
    energy = scene.energy_j()
    while line.paid_out_m > 1.0:
        before = line.energy_j()
        line.haul(0.05, 1.0 / 60.0, 2000.0)
        work += line.energy_j() - before
        scene.tick()
        x, y = body.position
        assert mass * (x * body.velocity.y - y * body.velocity.x) == pytest.approx(momentum, rel=1e-3)
    for _ in range(120):
        scene.tick()
    radius = hypot(*body.position)
    tension = mass * 1.5**2  # what stretches the line at 1 m
    assert 1.0 < radius < 1.0 + 1.5 * tension / line.spec.ea_n
    assert hypot(*body.velocity) == pytest.approx(momentum / mass / radius, rel=0.01)
    assert scene.energy_j() <= (energy + work) * 1.001


def test_a_line_breaks_at_its_break_load() -> None:
    """A line whose peak load exceeds its break load breaks and pulls no more; below it holds."""
    for speed, breaks in ((0.5, False), (2.0, True)):
        scene = LineScene()
        body = scene.body(200.0, (2.9, 0.0), (speed, 0.0))
        line = scene.line(fixed(3.0, break_n=1500.0), LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.0)))
        for _ in range(120):
            scene.tick()
        assert line.is_broken == breaks
        assert (body.velocity.x > 0) == breaks


def test_a_locked_reel_stops_and_an_unlocked_one_runs_again() -> None:
    """A locked reel holds like a fixed line at the length it had; unlocked it pays out again."""
    scene = LineScene()
    body = scene.body(200.0, (2.0, 0.0), (0.5, 0.0))
    reel = fixed(26.0, rest_m=0.0, pull_n=5.0, damping=0.3)
    line = scene.line(reel, LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.0)))
    for _ in range(60):
        scene.tick()
    line.lock()
    at = line.length_m
    for _ in range(120):
        scene.tick()
        assert line.length_m <= at * (1.0 + 2.0 * line.peak_n / 15_000.0) + 1e-6
    line.unlock()
    body.velocity = (0.5, 0.0)
    for _ in range(120):
        scene.tick()
    assert line.length_m > at + 0.3


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_a_body_pressed_to_a_wall_by_a_line_stays_there(substeps: int) -> None:
    """A line that draws a body against a wall presses it there: nothing shakes or sinks in, the wall bears the pull."""
    scene = LineScene(substeps)
    scene.solid(box(0.2, 4.0, -0.1, 0.0), collides=True)
    body = scene.body(200.0, (0.5, 0.0), inertia=55.0, shape=box(0.5, 0.9))
    line = scene.line(fixed(26.0, rest_m=0.0, pull_n=50.0), LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.0)))
    impulses = []
    scene.space.on_collision(post_solve=lambda arbiter, _space, _data: impulses.append(arbiter.total_impulse.length))
    for _ in range(600):
        scene.tick()
    impulses.clear()
    for _ in range(120):
        scene.tick()
        assert hypot(*body.velocity) < 0.005
        assert 0.245 < body.position.x < 0.252
        assert line.tension_n == pytest.approx(50.0)
    assert sum(impulses) == pytest.approx(50.0 * 2.0, rel=0.02)

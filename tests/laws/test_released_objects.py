"""Where what is pushed off goes: the house's drift rule and the Hill equations against two bodies round the Earth."""

from __future__ import annotations

import math

import pytest
from small_world import ORBIT, SmallWorld, UnitSpec, WorldSpec

from game.sim.hill import hill_at
from game.sim.rules import drift
from game.sim.world import World

MU = 3.986004418e14  # m3/s2, the Earth's
STEPS_PER_ORBIT = 4000

PUSHES = [(-0.5, 0.0), (-0.3, 0.1), (-1.0, 0.0), (0.3, 0.0), (0.0, 0.5)]


def two_body(x: float, y: float, vx: float, vy: float, t: float) -> tuple[float, float]:
    """Station on a circle of the drift rule's rate, the object on its own orbit, both by Newton's law alone; how far
    it is ahead along the arc, and above, after t."""
    n = drift.ORBIT_RATE
    radius = (MU / n**2) ** (1.0 / 3.0)

    def rate(s):
        cube = math.hypot(s[0], s[1]) ** 3
        return s[2], s[3], -MU * s[0] / cube, -MU * s[1] / cube

    # x forward, y zenith; the frame turns with the station, so that forward is always where it flies
    s = (x, radius + y, vx + n * (radius + y), vy - n * x)
    steps = math.ceil(STEPS_PER_ORBIT * t * n / (2.0 * math.pi))
    h = t / steps
    for _ in range(steps):
        a = rate(s)
        b = rate(tuple(u + h / 2 * v for u, v in zip(s, a, strict=True)))
        c = rate(tuple(u + h / 2 * v for u, v in zip(s, b, strict=True)))
        d = rate(tuple(u + h * v for u, v in zip(s, c, strict=True)))
        s = tuple(u + h / 6 * (p + 2 * q + 2 * r + w) for u, p, q, r, w in zip(s, a, b, c, d, strict=True))
    angle = (math.atan2(s[0], s[1]) - n * t + math.pi) % (2.0 * math.pi) - math.pi  # ahead of the station
    return radius * angle, math.hypot(s[0], s[1]) - radius


def hill(vx: float, vy: float, t: float) -> tuple[float, float]:
    """The house's closed form for what left the station's own place."""
    return hill_at((0.0, 0.0), (vx, vy), t)


@pytest.mark.parametrize("push", PUSHES)
def test_hill_paths_against_two_bodies(push):
    """After one orbit the closed form is within 1 % of the way that Newton's law gives; pushed straight up, which comes
    back to where it was, it is so after half an orbit."""
    orbit = 2.0 * math.pi / drift.ORBIT_RATE
    t = orbit if push[0] else orbit / 2.0
    wanted = two_body(0.0, 0.0, *push, t)
    assert math.dist(hill(*push, t), wanted) < 0.01 * math.hypot(*wanted)


@pytest.mark.parametrize("push", PUSHES[:1])
def test_the_world_drifts_as_two_bodies_do(push):
    """A unit that the world has let go for good is after two minutes within 1 % of Newton's way."""
    unit = UnitSpec("sat", 5.0, (0.2, 0.2), "free", velocity_mps=push)
    world = World(WorldSpec(structure=SmallWorld().spec.structure, units=(unit,), orbit=ORBIT), 0)
    world._state.units["sat"].state = "jettisoned"
    for _ in range(7_200):
        world.step({})
    pose = world.frame().units[0].body.pose
    wanted = two_body(0.0, 0.0, *push, 120.0)
    assert math.dist((pose.x, pose.y), wanted) < 0.01 * math.hypot(*wanted)


LEAVINGS = [((0.0, 12.0), (-0.5, 0.0)), ((-8.0, -6.0), (-0.4, 0.2)), ((3.0, 40.0), (0.0, 0.0))]


@pytest.mark.parametrize(("place", "push"), LEAVINGS)
def test_the_line_on_the_picture_is_the_path(place, push):
    """From any place beside the station the closed form, which the picture's dashes follow, agrees with the equations
    that the world integrates to a hundredth of the way over a quarter of an orbit."""
    n, h = drift.ORBIT_RATE, 0.05
    (x, y), (vx, vy) = place, push
    t = 0.25 * 2.0 * math.pi / n
    for _ in range(round(t / h)):
        ax, ay = -2.0 * n * vy, 2.0 * n * vx + 3.0 * n * n * y
        vx, vy = vx + ax * h, vy + ay * h
        x, y = x + vx * h, y + vy * h
    found = hill_at(place, push, t)
    assert math.dist(found, (x, y)) < 0.01 * max(1.0, math.dist(place, (x, y)))

"""The plain numbers of `game/sim/bodies` are those that pymunk's public properties give, to the last bit."""

from __future__ import annotations

import random

import pymunk
import pytest

from game.sim import bodies


@pytest.fixture
def body() -> pymunk.Body:
    dice = random.Random(3)
    space, one = pymunk.Space(), pymunk.Body(dice.uniform(1, 300), dice.uniform(1, 90))
    space.add(one)
    one.position, one.angle = (dice.uniform(-9, 9), dice.uniform(-9, 9)), dice.uniform(-9, 9)
    one.velocity, one.angular_velocity = (dice.uniform(-9, 9), dice.uniform(-9, 9)), dice.uniform(-9, 9)
    one.space_of_test = space  # keeps it alive
    return one


def test_readings_are_those_of_the_engine(body: pymunk.Body) -> None:
    """Place, pose, velocity, motion, inertia and the motion of a point agree with pymunk's own properties."""
    place, velocity = tuple(body.position), tuple(body.velocity)
    assert bodies.place(body) == place
    assert bodies.pose(body) == (*place, body.angle)
    assert bodies.velocity(body) == velocity
    assert bodies.motion(body) == (*place, body.angle, *velocity, body.angular_velocity)
    assert bodies.inertia(body) == (body.mass, body.moment)
    assert bodies.world_of(body, (0.3, -0.7)) == tuple(body.local_to_world((0.3, -0.7)))
    assert bodies.velocity_at(body, (0.3, -0.7)) == tuple(body.velocity_at_world_point((0.3, -0.7)))


def test_pushes_are_those_of_the_engine(body: pymunk.Body) -> None:
    """A velocity, a push and a twist that are given are what pymunk then has, and pushes and twists add up."""
    bodies.set_velocity(body, 0.5, -0.25, 0.125)
    assert (*body.velocity, body.angular_velocity) == (0.5, -0.25, 0.125)
    x, y = body.position
    for _ in range(2):
        bodies.push(body, (3.0, 4.0), (x, y))
        bodies.twist(body, 7.0)
    assert tuple(body.force) == (6.0, 8.0)
    assert body.torque == 14.0
    other = pymunk.Body(body.mass, body.moment)
    other.position, other.angle = body.position, body.angle
    body.force, body.torque = (0.0, 0.0), 0.0
    bodies.push(body, (3.0, 4.0), (x + 1.0, y - 2.0))
    other.apply_force_at_world_point((3.0, 4.0), (x + 1.0, y - 2.0))
    assert (tuple(body.force), body.torque) == (tuple(other.force), other.torque)

"""Pose, velocity and forces of a body in plain numbers.

The rules ask for them dozens of times a tick. pymunk's own properties wrap each pair in a `Vec2d` and each assignment
in a look-up, which costs four times the call itself; so these functions call the same functions of Chipmunk directly,
through a private door of pymunk (pinned in `pyproject.toml`; a test holds them against the public properties).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pymunk._chipmunk_cffi import lib

if TYPE_CHECKING:
    import pymunk

    from game.sim.spec import Point

_place, _angle, _velocity, _spin = (
    lib.cpBodyGetPosition, lib.cpBodyGetAngle, lib.cpBodyGetVelocity, lib.cpBodyGetAngularVelocity,
)  # fmt: skip
_set_velocity, _set_spin = lib.cpBodySetVelocity, lib.cpBodySetAngularVelocity
_torque, _set_torque, _push = lib.cpBodyGetTorque, lib.cpBodySetTorque, lib.cpBodyApplyForceAtWorldPoint
_mass, _moment = lib.cpBodyGetMass, lib.cpBodyGetMoment
_velocity_at, _world_of = lib.cpBodyGetVelocityAtWorldPoint, lib.cpBodyLocalToWorld


def place(body: pymunk.Body) -> Point:
    """Where its centre is, m."""
    p = _place(body._body)  # noqa: SLF001 - see above
    return p.x, p.y


def pose(body: pymunk.Body) -> tuple[float, float, float]:
    """Its place, m, and its angle, rad."""
    handle = body._body  # noqa: SLF001
    p = _place(handle)
    return p.x, p.y, _angle(handle)


def velocity(body: pymunk.Body) -> Point:
    """Of its centre, m/s."""
    v = _velocity(body._body)  # noqa: SLF001
    return v.x, v.y


def motion(body: pymunk.Body) -> tuple[float, float, float, float, float, float]:
    """x, y in m, angle in rad, velocity x, y in m/s, spin in rad/s."""
    handle = body._body  # noqa: SLF001
    p, v = _place(handle), _velocity(handle)
    return p.x, p.y, _angle(handle), v.x, v.y, _spin(handle)


def inertia(body: pymunk.Body) -> tuple[float, float]:
    """Mass in kg and moment in kg m2."""
    handle = body._body  # noqa: SLF001
    return _mass(handle), _moment(handle)


def world_of(body: pymunk.Body, local: Point) -> Point:
    """A point of the body in the station frame, m."""
    p = _world_of(body._body, local)  # noqa: SLF001
    return p.x, p.y


def velocity_at(body: pymunk.Body, at: Point) -> Point:
    """Velocity of the point of the body that is at a place of the station frame, m/s."""
    v = _velocity_at(body._body, at)  # noqa: SLF001
    return v.x, v.y


def set_velocity(body: pymunk.Body, vx: float, vy: float, spin: float) -> None:
    """Give it a velocity, m/s, and a spin, rad/s."""
    handle = body._body  # noqa: SLF001
    _set_velocity(handle, (vx, vy))
    _set_spin(handle, spin)


def push(body: pymunk.Body, force: Point, at: Point) -> None:
    """Add a force (N) at a place of the station frame for the coming sub-step."""
    _push(body._body, force, at)  # noqa: SLF001


def push_pair(one: pymunk.Body, other: pymunk.Body, force: Point, at: Point, dt_s: float) -> None:
    """Add a force (N) on one body at a place of the station frame and its opposite on the other, for the sub-step.

    The engine moves first and pushes then: with the point as it will have moved, the spin of both together stays exact.
    """
    v, w = velocity(one), velocity(other)
    push(one, force, at)
    push(other, (-force[0], -force[1]), (at[0] + (v[0] - w[0]) * dt_s, at[1] + (v[1] - w[1]) * dt_s))


def twist_pair(one: pymunk.Body, other: pymunk.Body, torque_nm: float) -> None:
    """Add a torque on one body and its opposite on the other for the coming sub-step."""
    twist(one, torque_nm)
    twist(other, -torque_nm)


def twist(body: pymunk.Body, torque_nm: float) -> None:
    """Add a torque for the coming sub-step."""
    handle = body._body  # noqa: SLF001
    _set_torque(handle, _torque(handle) + torque_nm)

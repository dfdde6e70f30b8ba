"""Laws of a free person: what nothing touches keeps its momentum and spin; inner forces change neither.

Predicted with the engine's own integrator: position is moved by the velocity of the sub-step.
"""

from __future__ import annotations

import math
import os

import pytest
from small_world import LEASH, ORBIT, CrewAction, SmallWorld, StepSpec, UnitSpec, WorldSpec, reach, wall, work

from game.sim.actions import Act
from game.sim.rules.drift import ORBIT_RATE
from game.sim.ticks import SUBSTEPS as SUBSTEPS_OF_PLAY
from game.sim.ticks import TICK_S
from game.sim.work import releasing
from game.sim.world import World

SUBSTEPS = (1, 2, 4, 8)
IS_NIGHT = bool(os.environ.get("SPACEWALK_SEEDS"))
each_substep = pytest.mark.parametrize("substeps", SUBSTEPS)
STEADY = CrewAction(steady=True)


def momentum(small: SmallWorld) -> tuple[float, float, float]:
    """Of all free bodies together: x, y, and angular about the origin."""
    px = py = turn = 0.0
    for body in small.state.space.bodies:
        (x, y), (vx, vy), m = body.position, body.velocity, body.mass
        px, py = px + m * vx, py + m * vy
        turn += m * (x * vy - y * vx) + body.moment * body.angular_velocity
    return px, py, turn


def energy(small: SmallWorld) -> float:
    return sum(
        0.5 * b.mass * b.velocity.length**2 + 0.5 * b.moment * b.angular_velocity**2 for b in small.state.space.bodies
    )


@pytest.mark.parametrize(
    ("substeps", "minutes"), [(n, 10 if IS_NIGHT or n == SUBSTEPS_OF_PLAY else 2) for n in SUBSTEPS]
)
def test_ten_free_minutes(substeps, minutes):
    """A free cosmonaut keeps velocity and spin over ten minutes to 1e-9 and is where the integrator's sum puts him.

    By day two minutes, with their share of the bound, at the sub-steps that are not those of play.
    """
    small = SmallWorld(rails=(), velocity_mps=(0.021, -0.013), spin_radps=0.37, substeps=substeps)
    for tick in range(minutes * 3_600):
        small.world.step({"EV1": STEADY if tick % 2 else CrewAction(drive_x_mmps=500)})
    body, rel = small.crew.body, 1e-9 * minutes / 10
    assert body.vx == pytest.approx(0.021, rel=rel)
    assert body.vy == pytest.approx(-0.013, rel=rel)
    assert body.spin == pytest.approx(0.37, rel=rel)
    assert body.pose.x == pytest.approx(0.021 * 60.0 * minutes, rel=rel)
    assert body.pose.angle == pytest.approx(0.37 * 60.0 * minutes, rel=rel)


@each_substep
def test_tuck(substeps):
    """Tucking and stretching keep the angular momentum to 1e-12 and change the spin as the inertias say."""
    small = SmallWorld(rails=(), spin_radps=0.2, substeps=substeps)
    before = momentum(small)[2]
    small.go(1.0, CrewAction(tuck=True))
    assert momentum(small)[2] == pytest.approx(before, rel=1e-12)
    assert small.crew.is_tucked
    assert small.crew.body.spin == pytest.approx(0.2 * 55.0 / 32.0, rel=1e-9)
    small.go(1.0)
    assert not small.crew.is_tucked
    assert small.crew.body.spin == pytest.approx(0.2, rel=1e-9)


@each_substep
@pytest.mark.parametrize("mass_kg", [5.0, 100.0, 600.0])
def test_push_off(substeps, mass_kg):
    """Pushing a unit off parts the two by `throw_mps` and keeps their common momentum to 1e-10, whatever the mass."""
    unit = UnitSpec("box", mass_kg, (0.4, 0.4), "free", at=(0.5, 0.2), velocity_mps=(0.01, 0.0))
    small = SmallWorld(rails=(), units=(unit,), velocity_mps=(0.01, 0.02), substeps=substeps)
    small.tick(CrewAction(act=Act.LEASH))
    assert small.crew.leashed == "box"
    before = momentum(small)
    small.go(2.0)
    # while it is kept near by leash and hand, only inner forces act
    assert momentum(small) == pytest.approx(before, abs=1e-9)
    small.go(2.0, once=CrewAction(act=Act.THROW, drive_x_mmps=300))
    after = momentum(small)
    assert after[:2] == pytest.approx(before[:2], abs=1e-9)
    box, body = small.state.units["box"].body, small.state.crew["EV1"].body
    assert box.velocity.x - body.velocity.x == pytest.approx(small.state.tuning.throw_mps, rel=1e-9)
    assert "unit_thrown" in small.kinds()


@each_substep
def test_arm_force(substeps):
    """A hand that drives a body at rest pulls with no more than `pull_n` and brings it to the wanted speed."""
    small = SmallWorld(holds=("rail",), substeps=substeps)
    limit = small.state.tuning.pull_n
    fastest = 0.0
    for _ in range(30):
        was = small.crew.body
        small.tick(CrewAction(drive_x_mmps=500))
        now = small.crew.body
        gained = math.hypot(now.vx - was.vx, now.vy - was.vy) * 200.0 / TICK_S
        fastest = max(fastest, gained)
        assert gained <= limit * (1.0 + 1e-9)
        assert small.state.crew["EV1"].hands[0].peak_n <= limit * (1.0 + 1e-9)
    assert fastest > 0.9 * limit
    assert small.crew.body.vx > 0.15


@each_substep
def test_contact_gives_no_energy(substeps):
    """Bumping into a wall, straight or spinning, loses energy; never more than what was there comes out."""
    for spin in (0.0, 0.6, -0.6):
        small = SmallWorld(
            rails=(), shapes=(wall(x=1.5),), velocity_mps=(0.3, 0.05), spin_radps=spin, substeps=substeps
        )
        most = before = energy(small)
        for _ in range(900):
            small.tick()
            most = max(most, energy(small))
        assert any(event.kind == "contact" for event in small.events)
        assert most <= before * (1.0 + 1e-9)
        assert energy(small) < 0.9 * before


@each_substep
def test_hauling(substeps):
    """Hauling in a tether gives at most the work of a hand of `haul_n`, and none once nobody pulls."""
    small = SmallWorld(hooks=("rail",), at=(0.0, 0.2), substeps=substeps)
    t = small.state.tuning
    length = small.state.crew["EV1"].tethers[0].length_m
    small.go(3.0, CrewAction(drive_y_mmps=300, steady=True))
    line = small.state.crew["EV1"].tethers[0]
    work = (length - line.paid_out_m) * (t.haul_n + line.spec.ea_n * t.haul_mps * TICK_S / line.paid_out_m)
    assert line.length_m < length - 0.2
    assert 0.0 < energy(small) <= work
    assert small.crew.body.vy <= t.haul_mps * 1.5
    most = energy(small) + line.energy_j()
    for _ in range(600):
        small.tick()
        assert energy(small) <= most * (1.0 + 1e-6)
    assert line.paid_out_m == line.spec.limit_m


def hill(x: float, y: float, vx: float, vy: float, t: float) -> tuple[float, float]:
    """Closed form of the Clohessy-Wiltshire equations in the plane, x forward, y zenith."""
    n = ORBIT_RATE
    s, c = math.sin(n * t), math.cos(n * t)
    up = (4 - 3 * c) * y + s / n * vy + 2 / n * (1 - c) * vx
    ahead = 6 * (s - n * t) * y + x + 2 / n * (c - 1) * vy + (4 * s - 3 * n * t) / n * vx
    return ahead, up


def hill_reference(x: float, y: float, vx: float, vy: float, t: float) -> tuple[float, float]:
    """The same equations by fourth-order steps: guards the closed form itself."""
    n = ORBIT_RATE

    def rate(s):
        return s[2], s[3], -2 * n * s[3], 2 * n * s[2] + 3 * n * n * s[1]

    state, steps = (x, y, vx, vy), 400
    h = t / steps
    for _ in range(steps):
        a = rate(state)
        b = rate(tuple(u + h / 2 * v for u, v in zip(state, a, strict=True)))
        c = rate(tuple(u + h / 2 * v for u, v in zip(state, b, strict=True)))
        d = rate(tuple(u + h * v for u, v in zip(state, c, strict=True)))
        state = tuple(u + h / 6 * (p + 2 * q + 2 * r + w) for u, p, q, r, w in zip(state, a, b, c, d, strict=True))
    return state[0], state[1]


@pytest.mark.parametrize(
    ("substeps", "velocity"),
    [(1, (-0.5, 0.0)), (2, (-0.3, 0.1)), (4, (-0.5, 0.0)), (4, (0.0, 0.3)), (8, (-0.3, 0.1))],
)
def test_jettisoned_unit(substeps, velocity):
    """What was let go moves by the Hill equations: after five minutes within a millimetre per metre of the
    closed form."""
    unit = UnitSpec("box", 30.0, (0.4, 0.4), "free", at=(2.0, 1.0), velocity_mps=velocity)
    world = World(WorldSpec(structure=SmallWorld().spec.structure, units=(unit,), orbit=ORBIT), 0, substeps)
    world._state.units["box"].state = "jettisoned"
    for _ in range(18_000):
        world.step({})
    pose = world.frame().units[0].body.pose
    wanted = hill(2.0, 1.0, *velocity, 300.0)
    assert hill_reference(2.0, 1.0, *velocity, 300.0) == pytest.approx(wanted, abs=1e-6)
    assert math.dist((pose.x, pose.y), wanted) < 1e-3 * math.hypot(*wanted)
    assert math.dist((pose.x, pose.y), (2.0 + velocity[0] * 300.0, 1.0 + velocity[1] * 300.0)) > 1.0


def test_thrown_back_ends_ahead():
    """A unit thrown straight back is, after a while, below, and overtakes: after one orbit it is ahead."""
    orbit = 2 * math.pi / ORBIT_RATE
    assert hill(0.0, 0.0, -0.1, 0.0, orbit)[0] > 0.0
    assert hill(0.0, 0.0, 0.0, 0.1, orbit) == pytest.approx((0.0, 0.0), abs=1e-6)


@each_substep
def test_structure_takes_no_turn_from_leash(substeps):
    """A unit on the leash and its wearer exchange momentum and spin only with each other."""
    unit = UnitSpec("box", 60.0, (0.5, 0.4), "free", at=(0.6, 0.0), velocity_mps=(0.05, 0.02), spin_radps=0.3)
    small = SmallWorld(rails=(), units=(unit,), substeps=substeps)
    small.tick(CrewAction(act=Act.LEASH))
    if not small.crew.leashed:
        pytest.fail("the unit was not leashed: the scene is wrong")
    before = momentum(small)
    most = energy(small)
    small.go(10.0)
    assert momentum(small) == pytest.approx(before, abs=1e-6)
    assert energy(small) < most + LEASH.limit_m * small.state.tuning.leash_haul_n


def test_reach_at_rest_moves_nobody():
    """A reach of a free hand moves no body: the glove has no mass of its own."""
    small = SmallWorld()
    small.go(1.0, once=CrewAction(left=reach((-0.2, 0.9))))
    assert "gripped" in small.kinds()
    assert small.crew.body.pose.x == 0.0


def test_a_push_beside_the_centre_turns_the_one_who_pushes():
    """A unit pushed off beside the body keeps the angular momentum of the two about any point to 1e-10."""
    from game.sim.parts import Crew, Unit
    from game.sim.spec import CrewSpec, KitSpec, TetherSpec, UnitSpec, WorldSpec
    from game.sim.spec import StructureSpec as Empty
    from game.sim.world import World

    kit = KitSpec("none", "orlan_mks", (), TetherSpec("leash", "leash", 1.6, 1.6))
    box = UnitSpec("box", 30.0, (0.5, 0.4), "free", at=(0.3, 0.7), velocity_mps=(0.02, -0.01), spin_radps=0.1)
    spec = WorldSpec(Empty(), crew=(CrewSpec("EV1", kit, (0.0, 0.0), velocity_mps=(0.01, 0.03)),), units=(box,))
    world = World(spec)
    state = world._state
    crew: Crew = state.crew["EV1"]
    unit: Unit = state.units["box"]

    def spin_about_origin() -> float:
        return sum(
            b.mass * (b.position.x * b.velocity.y - b.position.y * b.velocity.x) + b.moment * b.angular_velocity
            for b in (crew.body, unit.body)
        )

    before = spin_about_origin()
    releasing.begin(state, crew, unit, (-1.0, 0.0), 0.5)
    for _ in range(60):
        world.step({})
    assert crew.shove is None
    assert abs(crew.body.angular_velocity) > 0.01
    assert spin_about_origin() == pytest.approx(before, abs=1e-10)


@each_substep
def test_who_guides_a_unit_turns_with_it(substeps):
    """A loose worker who brings a crooked unit to its seat exchanges momentum and spin with nothing but the unit."""
    unit = UnitSpec("box", 100.0, (0.5, 0.4), "free", at=(0.25, 0.35), angle_rad=0.8, spin_radps=0.1)
    insert = StepSpec("insert", "insert", "site", unit="box", eva_s=30.0)
    small = SmallWorld(rails=(), units=(unit,), steps=(insert,), substeps=substeps)
    small.tick(CrewAction(act=Act.LEASH))
    small.go(0.5)
    before, turned = momentum(small), 0.0
    for _ in range(60):
        small.tick(work())
        assert momentum(small) == pytest.approx(before, abs=1e-6)
        turned = max(turned, abs(small.crew.body.spin))
    assert turned > 0.05, "the unit was not turned, or turned by nobody"

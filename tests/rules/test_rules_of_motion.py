"""What hands, arms, hooks, restraint, leash, contact and the two-point rule do, each in a small world."""

from __future__ import annotations

import math

import pytest
from small_world import OPEN as LET_GO
from small_world import UNCLIP, CrewAction, ShapeSpec, SmallWorld, StepSpec, UnitSpec, box, clip, reach, wall, work

from game.sim.actions import Act
from game.sim.ticks import ticks

HELD = {"holds": ("rail", "rail"), "hooks": ("rail", "rail")}


def test_reach_takes_its_time():
    """A reach grips after `reach_swing_s`, not before."""
    small = SmallWorld()
    small.tick(CrewAction(left=reach((-0.2, 0.9))))
    swing = ticks(small.state.tuning.reach_swing_s)
    small.go((swing - 2) / 60)
    assert small.crew.hands[0].state == "reaching"
    small.go(2 / 60)
    assert small.crew.hands[0].state == "gripping"
    assert small.crew.hands[0].hold == "rail"


@pytest.mark.parametrize(("speed", "catches"), [(0.3, 1.0), (0.49, 1.0), (0.75, 0.5), (1.05, 0.0)])
def test_catching_speed(speed, catches):
    """A hold is caught safely up to `catch_safe_mps`, never above `catch_max_mps`, and half the time half-way
    between."""
    caught = 0
    for seed in range(40):
        small = SmallWorld(velocity_mps=(speed, 0.0), at=(-speed * 0.55, 0.0), seed=seed)
        small.go(0.6, once=CrewAction(left=reach((-0.2, 0.9))))
        caught += "gripped" in small.kinds()
    assert caught / 40 == pytest.approx(catches, abs=0.2 if 0 < catches < 1 else 0.0)


def test_overload_tears_the_hand_off():
    """A grip holds what the glove can hold and slips above it, after the grace, telling the load."""
    small = SmallWorld(holds=("rail",), tuning={"grip_n": 60.0})
    small.go(0.5, CrewAction(drive_x_mmps=500))
    slipped = [event for event in small.events if event.kind == "slipped"]
    assert slipped
    assert slipped[0].value > 60.0
    strong = SmallWorld(holds=("rail",))
    strong.go(0.5, CrewAction(drive_x_mmps=500))
    assert "slipped" not in strong.kinds()


def test_grip_tires_and_recovers():
    """Strength falls under load by Rohmert's curve and comes back at rest."""
    small = SmallWorld(holds=("rail",))
    hand = small.state.crew["EV1"].hands[0]
    t = small.state.tuning
    from game.sim.rules.hands import _load

    for _ in range(600):
        hand.peak_n = 0.5 * t.grip_n
        _load(small.state, small.state.crew["EV1"], hand)
        hand.strength, kept = hand.strength, hand.strength
    endurance_s = t.fatigue_scale_s * (0.5 - t.fatigue_free) ** -t.fatigue_power
    assert 1.0 - kept == pytest.approx(10.0 / endurance_s, rel=1e-6)
    assert endurance_s == pytest.approx(60.0, rel=0.05)
    small.go(5.0)
    assert hand.strength > kept


def test_arm_does_not_stretch():
    """A body that flies off on one hand is held within the arm's reach and a few centimetres."""
    small = SmallWorld(holds=("rail",), velocity_mps=(0.4, -0.3))
    longest = 0.0
    for _ in range(600):
        small.tick()
        hand = small.crew.hands[0]
        if hand.state == "gripping":
            longest = max(longest, math.dist(small.crew.shoulders[0], hand.at))
    assert "slipped" not in small.kinds()
    assert longest < small.state.tuning.reach_m + 0.08


def test_steady_holds_the_posture():
    """A steady person on two hands comes to rest upright and stays within centimetres for a minute."""
    small = SmallWorld(**HELD, spin_radps=0.2, velocity_mps=(0.1, 0.0))
    small.go(6.0, CrewAction(steady=True))
    pose = small.crew.body.pose
    small.go(60.0, CrewAction(steady=True))
    assert math.dist((pose.x, pose.y), (small.crew.body.pose.x, small.crew.body.pose.y)) < 0.05
    assert abs(small.crew.body.pose.angle) < 0.1


def test_hook_takes_hand_and_time():
    """Closing a hook takes a free hand and `clip_s`; opening takes `unclip_s`; the hand is free again."""
    small = SmallWorld(holds=("rail",))
    small.tick(CrewAction(hook1=clip((0.2, 0.9))))
    assert small.crew.hands[1].state == "working"
    small.go(small.state.tuning.clip_s - 0.1)
    assert small.crew.hooks[0].state == "clipping"
    small.go(0.2)
    assert small.crew.hooks[0].state == "closed"
    assert small.crew.hands[1].state == "free"
    assert not small.world.frame().lines[0].is_stowed
    small.go(small.state.tuning.unclip_s + 0.1, once=CrewAction(hook1=UNCLIP))
    assert small.crew.hooks[0].state == "stowed"


def test_hook_stops_at_the_stanchion():
    """A hook slides along its rail under the pull of the line, and not past a stanchion."""
    small = SmallWorld(hooks=("rail",), at=(0.4, 0.0), velocity_mps=(0.5, -0.1))
    farthest = max(_hook_x(small) for _ in range(900))
    assert 1.0 < farthest <= 2.0 + 1e-9  # the posts of the rail stand at -4, -2, 0, 2 and 4


def _hook_x(small):
    small.tick()
    return small.crew.hooks[0].at[0] if small.crew.hooks[0].state == "closed" else 0.0


def test_tether_stops_a_flight():
    """A person who lets go of everything is stopped by his tether, and hauls himself back to its hook."""
    small = SmallWorld(hooks=("rail", "rail"), velocity_mps=(0.1, -0.3))
    lowest = 0.0
    for _ in range(900):
        small.tick()
        lowest = min(lowest, small.crew.body.pose.y)
    assert lowest > -1.2
    assert "tether_broke" not in small.kinds()
    nearest = min(_away_while_hauling(small) for _ in range(1500))
    assert nearest < 0.45


def _away_while_hauling(small):
    (x, y), (hx, hy) = small.crew.waist, small.crew.hooks[0].at
    size = math.hypot(hx - x, hy - y)
    wish = CrewAction(drive_x_mmps=round(300 * (hx - x) / size), drive_y_mmps=round(300 * (hy - y) / size), steady=True)
    small.tick(wish)
    return size


def test_restraint_takes_the_reaction():
    """Bolting turns a person on one hand more than one with his boots in a restraint, and him not much."""
    steps = (StepSpec("bolt", "bolt", "site", eva_s=10.0, torque_nm=40.0),)
    loose = SmallWorld(holds=("rail",), steps=steps)
    loose.go(8.0, work())
    held = SmallWorld(holds=("rail",), steps=steps)
    held.tick(CrewAction(act=Act.ENTER_RESTRAINT))
    held.go(1.0, CrewAction(steady=True))
    assert held.crew.restraint == "stand"
    most = max(_angle_while(held) for _ in range(480))
    swing = max(abs(loose.crew.body.pose.angle), abs(loose.crew.body.spin))
    assert most < 0.25
    assert swing > 0.0
    held.tick(CrewAction(act=Act.LEAVE_RESTRAINT))
    assert held.crew.restraint == ""


def _angle_while(small):
    small.tick(work())
    return abs(small.crew.body.pose.angle)


def test_leash_keeps_a_unit():
    """A unit on the leash is kept near the thighs; off the leash it floats; taking nothing off is refused."""
    small = SmallWorld(units=(UnitSpec("box", 20.0, (0.4, 0.3), "free", at=(0.4, 0.2)),), holds=("rail",))
    small.tick(CrewAction(act=Act.LEASH))
    small.go(8.0, CrewAction(steady=True))
    unit = small.world.frame().units[0]
    assert unit.state == "leashed"
    assert (
        math.dist((unit.body.pose.x, unit.body.pose.y), (small.crew.body.pose.x, small.crew.body.pose.y - 0.3)) < 0.15
    )
    small.tick(CrewAction(act=Act.UNLEASH))
    assert small.world.frame().units[0].state == "free"
    small.tick(CrewAction(act=Act.UNLEASH))
    assert small.reasons() == ["no_unit"]


def test_extract_and_insert():
    """A seated unit is pulled out on to the leash, and put back by soft capture, exactly in its seat."""
    steps = (
        StepSpec("out", "extract", "site", "box", eva_s=5.0),
        StepSpec("in", "insert", "site", "box", needs=("out",), eva_s=5.0),
    )
    small = SmallWorld(units=(UnitSpec("box", 20.0, (0.3, 0.3), "seated", "site"),), steps=steps, **HELD)
    small.tick(CrewAction(right=LET_GO))
    for step in (0, 1):
        for _ in range(1800):
            small.tick(work(step))
            if small.world.frame().steps[step].state == "done":
                break
    unit = small.world.frame().units[0]
    assert [step.state for step in small.world.frame().steps] == ["done", "done"]
    assert unit.state == "seated"
    assert math.dist((unit.body.pose.x, unit.body.pose.y), (0.3, 0.6)) < 0.07
    assert small.crew.leashed == ""


def test_lost_or_jettisoned():
    """What leaves straight back is jettisoned, anything else is lost, and both only when far from everybody."""
    for velocity, wanted in (((-0.5, 0.05), "unit_jettisoned"), ((0.0, -0.5), "unit_lost"), ((0.5, 0.0), "unit_lost")):
        small = SmallWorld(
            rails=(), units=(UnitSpec("box", 5.0, (0.3, 0.3), "free", at=(0.0, -1.5), velocity_mps=velocity),)
        )
        small.go(5.0)
        assert wanted not in small.kinds()
        small.go(20.0)
        assert wanted in small.kinds()


def test_two_points():
    """Two hooks, or a hook and a hand, keep the rule; less breaks it, is counted and timed, and tells when
    nothing holds."""
    small = SmallWorld(holds=("rail", ""), hooks=("rail", "rail"))
    assert small.crew.points_held >= 3
    small.go(2.0, once=CrewAction(left=LET_GO))
    assert small.crew.has_two_points
    small.go(2.0, once=CrewAction(hook1=UNCLIP))
    assert not small.crew.has_two_points
    assert small.crew.two_point_breaks == 1
    small.go(2.0, once=CrewAction(hook2=UNCLIP))
    assert small.crew.is_adrift
    assert small.crew.two_point_broken_s > 2.0
    small.go(1.0, once=CrewAction(left=reach((-0.2, 0.9))))
    assert not small.crew.is_adrift
    assert small.kinds().count("two_point_broken") == 1
    assert [kind for kind in small.kinds() if kind in ("adrift", "held")] == ["adrift", "held"]


@pytest.mark.parametrize(("limit_n", "breaks"), [(2000.0, False), (100.0, True)])
def test_fragile(limit_n, breaks):
    """A blow above the limit of a fragile part damages it, once; a weaker one is only told."""
    small = SmallWorld(rails=(), shapes=(wall("fragile", limit_n, x=1.0),), velocity_mps=(0.3, 0.0))
    small.go(6.0)
    assert "contact" in small.kinds()
    assert small.kinds().count("damaged") == int(breaks)
    assert bool(small.world.frame().damaged) == breaks


def test_keep_out():
    """Entering and leaving a keep-out zone is told, once each; it blocks nobody."""
    zone = ShapeSpec("jets", "keep_out", box(0.6, 2.0, 1.0, 0.0))
    small = SmallWorld(rails=(), shapes=(zone,), velocity_mps=(0.4, 0.0))
    small.go(6.0)
    assert [kind for kind in small.kinds() if kind.startswith("keep_out")] == ["keep_out_entered", "keep_out_left"]
    assert small.crew.body.vx == pytest.approx(0.4)


def test_blow_is_impulse_over_time():
    """The force of a blow is the lost momentum divided by `contact_s`."""
    small = SmallWorld(rails=(), shapes=(wall(x=1.0),), velocity_mps=(0.2, 0.0))
    small.go(4.0)
    force = small.crew.max_contact_n
    lost = 200.0 * (0.2 - small.crew.body.vx)
    assert force == pytest.approx(lost / small.state.tuning.contact_s, rel=0.1)


def test_unconscious_people_hold_on():
    """Somebody unconscious obeys nothing, and his hooks hold."""
    small = SmallWorld(**HELD)
    small.state.crew["EV1"].suit.body_c = 43.0
    small.tick()
    before = small.crew.hands
    small.go(1.0, CrewAction(left=reach((0.5, 0.9)), drive_x_mmps=500))
    assert small.crew.hands[0].hold == before[0].hold
    assert all(hook.state == "closed" for hook in small.crew.hooks)
    assert abs(small.crew.body.vx) < 0.05

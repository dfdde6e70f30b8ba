"""Tethers as they are played: each kit holds and brings home, on each device and by the autopilot; a reel is locked."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_world import AIRLOCK, HATCH, SmallWorld

from game.control.aims import Aim, Brief
from game.control.autopilot import Autopilot
from game.control.hands_on import HandsOn
from game.control.intents import ASSISTS, Intent, PlayInput
from game.control.route import Map
from game.missions.kits import load_kit
from game.sim.actions import CrewAction, HookDo, HookOrder

KITS = {path.stem: load_kit(path) for path in sorted((Path(__file__).parents[2] / "levels" / "kits").glob("*.toml"))}
LOOK = Aim(0, "look", "inspect", "airlock", "", AIRLOCK.at)
LOCK = CrewAction(hook1=HookOrder(HookDo.LOCK))
UP = Intent("hold_next", 0.0, 1.0)
RESCUES = {  # device: what its user does when he is adrift, looking at the rail
    "keyboard": UP,
    "gamepad": Intent("push_pull", 0.0, 1.0),
    "mouse": Intent("point_tap", 0.0, 0.9, device="mouse"),
    "touch": Intent("point_tap", 0.0, 0.9, device="touch"),
    "switch": Intent("act"),
}


def adrift(kit_id: str, away_m: float = 0.0, velocity_mps: float = 0.0, hook: int = 0) -> SmallWorld:
    """A person below the rail on one tether, out of reach of everything."""
    kit = KITS[kit_id]
    away = away_m or min(0.9 * kit.tethers[hook].limit_m, 6.0)
    hooks = ("rail",) if hook == 0 else ("", "rail")
    return SmallWorld(kit=kit, hooks=hooks, at=(0.0, 0.9 + 0.05 - away), velocity_mps=(0.0, velocity_mps))


def is_held(small: SmallWorld) -> bool:
    return any(hand.state == "gripping" for hand in small.crew.hands)


def test_the_kits_that_were_really_worn_are_there() -> None:
    """Fixed 1 m, variable 1 to 3 m, 26 m reel of 4.5 to 9 N, umbilicals of 5.35 and 20 m, and a leash with each."""
    lines = {kit: [(line.kind, line.rest_m, line.limit_m) for line in KITS[kit].tethers] for kit in KITS}
    assert lines["orlan_classic"] == [("fixed", 1.0, 1.0), ("variable", 1.0, 3.0)]
    assert lines["orlan_2025"] == [("variable", 1.0, 3.0)] * 2
    assert lines["emu"][0] == ("reel", 0.0, 26.0)
    assert 4.5 <= KITS["emu"].tethers[0].pull_n <= 9.0
    assert lines["umbilical_5m"] == [("umbilical", 5.35, 5.35)]
    assert lines["umbilical_20m"][0] == ("umbilical", 20.0, 20.0)
    assert all(kit.leash.kind == "leash" and kit.leash.limit_m > 1.0 for kit in KITS.values())


@pytest.mark.parametrize("kit", sorted(KITS))
def test_the_autopilot_comes_back_along_the_tether(kit: str) -> None:
    """Adrift on the first tether of any kit, the autopilot pulls himself in and takes the rail."""
    small = adrift(kit)
    pilot = Autopilot(small.spec.crew[0], Map(small.spec.structure))
    brief = Brief((LOOK,), HATCH.at)
    for _ in range(60 * 60):
        small.tick(pilot.decide(small.world.frame(), brief, small.ask, PlayInput()))
        if is_held(small):
            break
    assert is_held(small)
    assert small.crew.hooks[0].state == "closed"


@pytest.mark.parametrize("assist", ASSISTS)
@pytest.mark.parametrize("device", sorted(RESCUES))
def test_a_person_comes_back_along_the_tether_on_each_device(device: str, assist: str) -> None:
    """Two presses or taps at most bring a person home who is adrift on 20 m of umbilical, 5 m from the rail."""
    small = adrift("umbilical_20m", 5.0)
    human = HandsOn(small.spec.crew[0], Map(small.spec.structure), assist)
    brief = Brief((LOOK,), HATCH.at)
    for tick in range(60 * 45):
        presses = (RESCUES[device],) if tick in (0, 60 * 35) else ()
        small.tick(human.decide(small.world.frame(), brief, small.ask, PlayInput(presses=presses, device=device)))
        if is_held(small):
            break
    assert is_held(small)


def test_a_reel_brings_back_and_a_locked_one_holds() -> None:
    """A reel lets out under its pull; locked by the hook's button it holds where it is; freed it brings back."""
    small = adrift("emu", 3.0, -0.3)
    human = HandsOn(small.spec.crew[0], Map(small.spec.structure), "commander")

    def go(seconds: float, *presses: Intent) -> float:
        for tick in range(round(seconds * 60)):
            wishes = PlayInput(presses=presses if tick == 0 else (), device="keyboard")
            small.tick(human.decide(small.world.frame(), Brief((), HATCH.at), small.ask, wishes))
        return next(line.length_m for line in small.world.frame().lines if line.id == "EV1.tether1")

    out = go(3.0)
    assert out > 3.5
    held = go(0.1, Intent("hook1"))
    assert "reel_locked" in small.kinds()
    assert small.world.frame().lines[0].is_locked
    assert go(6.0) <= held + 0.05
    go(0.1, Intent("hook1"))
    assert "reel_freed" in small.kinds()
    assert go(12.0) < held - 1.0


def test_hauling_in_a_locked_reel_takes_the_lock_along() -> None:
    """Who pulls himself along a locked reel comes nearer and does not drift out again."""
    small = adrift("emu", 4.0)
    small.tick(LOCK)
    start = small.world.frame().lines[0].length_m
    small.go(6.0, CrewAction(drive_y_mmps=300, steady=True))
    near = small.world.frame().lines[0].length_m
    assert near < start - 0.5
    small.go(1.0)
    assert small.world.frame().lines[0].limit_m < near + 0.02

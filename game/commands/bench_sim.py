"""How fast the physics runs: ticks of a whole mission with all rules and the read model of each tick, on one core.

Counted in the thread's own processor time, which is wall time on a quiet machine and does not blame us for a busy one.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MISSION, CUT = "unit-swap", "3m"
UNTIL_S = 0.0  # 0 = to the mission's end
REPEATS = 3  # the fastest counts: what else the machine does only makes a run slower
LANDER = "LunarLander-v3"
LANDER_STEPS = 6000


def measure_sim() -> dict[str, float | None]:
    """Ticks a second, and their ratio to the steps of Gymnasium's LunarLander (None when it is not installed)."""
    ticks_per_s = _ticks_per_s(_flown())
    steps_per_s = _lander_steps_per_s()
    ratio = None if steps_per_s is None else round(ticks_per_s / steps_per_s, 2)
    return {"ticks_per_s": round(ticks_per_s), "lunarlander_ratio": ratio}


def _flown() -> Callable[[], int]:
    """One repetition: the orders of an autopilot's run given again to a new world."""
    from game.missions.level import load_level
    from game.session.recording import read_recording
    from game.session.run import Run, RunPlan
    from game.sim.world import World

    level = load_level(MISSION)
    flight = Run(RunPlan(level, CUT, until_s=UNTIL_S))
    flight.go()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.walk"
        flight.session.recorder.save(path)
        recording = read_recording(path)
    spec = flight.session.spec
    crew = [person.id for person in spec.crew]

    def fly() -> int:
        world = World(spec, recording.header.seed)
        cursor: dict[str, int] = {}
        for tick in range(recording.ticks):
            world.step({crew_id: recording.action_at(crew_id, tick, cursor) for crew_id in crew})
            world.frame()
        return recording.ticks

    return fly


def _ticks_per_s(repeat: Callable[[], int]) -> float:
    best = 0.0
    for _ in range(REPEATS):
        began_s = time.thread_time()
        count = repeat()
        best = max(best, count / max(1e-9, time.thread_time() - began_s))
    return best


def _lander_steps_per_s() -> float | None:
    try:
        import gymnasium

        env = gymnasium.make(LANDER)
    except Exception:  # noqa: BLE001 - not installed, or without its physics: there is nothing to compare with
        return None
    env.action_space.seed(0)

    def fly() -> int:
        env.reset(seed=0)
        for _ in range(LANDER_STEPS):
            _, _, is_over, is_cut, _ = env.step(env.action_space.sample())
            if is_over or is_cut:
                env.reset()
        return LANDER_STEPS

    return _ticks_per_s(fly)

"""How long the game takes to start: seconds from the start of the process to the first picture, and to a walk in hand.

`python -m game.commands.bench_start SECONDS` is the process that is measured; SECONDS is the wall clock at its start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

MISSION = "unit-swap"
PATIENCE_S = 120.0


def measure_start() -> dict[str, float | None]:
    """First picture and playable, warm: the second of two starts, so that caches are filled."""
    _start()
    return _start()


def _start() -> dict[str, float | None]:
    env = dict(os.environ, SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy")
    command = [sys.executable, "-m", "game.commands.bench_start", repr(time.time())]
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=True)  # noqa: S603
        found: dict[str, float | None] = json.loads(done.stdout.splitlines()[-1])
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return {"first_picture_s": None, "playable_s": None, "rss_mb": None}
    return found


def rss_mb() -> float | None:
    """Memory of this process that is in RAM now, megabytes; None where the system does not say."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - no file of ours
            line = next(line for line in status if line.startswith("VmRSS"))
        return round(int(line.split()[1]) / 1000, 1)
    except (OSError, StopIteration, ValueError):
        return None


def _play_until_in_hand(began_s: float) -> dict[str, Any]:
    from game.app.launch import prepare_environment

    prepare_environment()
    from game.app.loop import App
    from game.app.options import PlayOptions

    app = App(PlayOptions(mission=MISSION, size=(1920, 1080), is_windowed=True, seed=0, language="en"))
    first_s = time.time() - began_s
    import pygame

    from game.app.play import Play, PlayRequest
    from game.app.scenes.eva import EvaScene
    from game.missions.level import load_level

    clock = pygame.time.Clock()
    prepared = app.prepare_level(load_level(MISSION))
    while not prepared.is_ready:
        app.step_frame()
        clock.tick(app.quality.pictures_per_s)
    app.push(EvaScene(app, Play(app, PlayRequest(prepared, "10m", "crew", 0, "neutral"))))
    app.step_frame()
    app.step_frame()
    playable_s = time.time() - began_s
    for _ in range(app.quality.pictures_per_s):
        app.step_frame()
    memory = rss_mb()
    app.quit()
    app.step_frame()
    return {"first_picture_s": round(first_s, 3), "playable_s": round(playable_s, 3), "rss_mb": memory}


if __name__ == "__main__":
    print(json.dumps(_play_until_in_hand(float(sys.argv[1]))))

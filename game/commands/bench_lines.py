"""What lines cost: a picture of four slack lines, by the processor's time, on frames of a real world.

Four weights drift on lines of 3 m; chains, strokes, bands and hooks' ends are drawn at 100 px/m. Many pictures are
timed together, so that reading the clock is no part of the figure; the cheapest of several runs counts.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.sim.frame import Frame

LINES, LENGTH_M, SPREAD_M = 4, 3.0, 1.5
MASS_KG, SIZE_M, SPEED_MPS = 20.0, 0.2, 0.25
SETTLE, PICTURES, RUNS = 60, 300, 5
SIZE = (1920, 1080)


def measure_lines() -> dict[str, float]:
    """Milliseconds of a picture of four slack lines: `picture_ms`."""
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    import pygame

    from game.view.camera import Camera
    from game.view.light import LightTable
    from game.view.lines import LinePainter

    frames = _frames()
    surface, camera, light = pygame.Surface(SIZE), Camera((0.0, 0.0)), LightTable()
    best = float("inf")
    for _ in range(RUNS):
        painter = LinePainter()
        for frame in frames[:SETTLE]:
            painter.tick(frame)
        began_s = time.process_time()
        for frame in frames[SETTLE:]:
            painter.tick(frame)
            painter.draw(surface, camera, frame, 0.5, light)
        best = min(best, time.process_time() - began_s)
    return {"picture_ms": round(best / PICTURES * 1000.0, 3)}


def _frames() -> list[Frame]:
    """Four weights that drift about on slack lines, tick by tick."""
    from game.sim.spec import LineSpec, StructureSpec, TetherSpec, UnitSpec, WorldSpec
    from game.sim.world import World

    rope = TetherSpec("line", "fixed", LENGTH_M, LENGTH_M)
    units, lines = [], []
    for number in range(LINES):
        x = (number - (LINES - 1) / 2) * SPREAD_M
        way = SPEED_MPS if number % 2 else -SPEED_MPS
        units.append(
            UnitSpec(f"weight{number}", MASS_KG, (SIZE_M, SIZE_M), "free", at=(x, 0.6), velocity_mps=(0.3 * way, way))
        )
        lines.append(LineSpec(f"line{number}", rope, f"weight{number}", (0.0, 0.0), "", (x, -0.6)))
    world = World(WorldSpec(StructureSpec(), units=tuple(units), lines=tuple(lines)))
    frames = []
    for _ in range(SETTLE + PICTURES):
        world.step({})
        frames.append(world.frame())
    return frames

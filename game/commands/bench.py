"""`spacewalk bench`: what this machine can do, with what was measured."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING, Any

from game.commands.refusal import DONE

if TYPE_CHECKING:
    import argparse


def bench(asked: argparse.Namespace) -> int:
    """Measure pictures and start, physics, lines, or all; what was not asked for is null."""
    from game.commands.bench_start import rss_mb

    found: dict[str, Any] = dict.fromkeys(("frame", "first_picture_s", "playable_s", "rss_mb", "sim", "lines"))
    if asked.what in (None, "frame"):
        from game.commands.bench_frame import measure_frame
        from game.commands.bench_start import measure_start

        with tempfile.TemporaryDirectory(prefix="spacewalk-bench-") as home:
            os.environ["SPACEWALK_HOME"] = home  # a person's settings and recordings are left alone
            found.update(measure_start())
            found["frame"] = measure_frame()
    if asked.what in (None, "sim"):
        from game.commands.bench_sim import measure_sim

        found["sim"] = measure_sim()
    if asked.what in (None, "lines"):
        from game.commands.bench_lines import measure_lines

        found["lines"] = measure_lines()
    if found["rss_mb"] is None:
        found["rss_mb"] = rss_mb()
    if asked.json:
        print(json.dumps(found))
        return DONE
    frame, sim, lines = found["frame"], found["sim"], found["lines"]
    if frame:
        print(f"scene    {frame['scene']}, {frame['size']}")
        print(f"picture  p50 {frame['p50_ms']} ms, p99 {frame['p99_ms']} ms by the wall")
        print(f"         p50 {frame['cpu_p50_ms']} ms, p99 {frame['cpu_p99_ms']} ms by the processor's time")
        print(f"start    first picture {found['first_picture_s']} s, playable {found['playable_s']} s, warm")
    print(f"memory   {found['rss_mb']} MB")
    if sim:
        ratio = sim["lunarlander_ratio"]
        beside = "not compared: gymnasium[box2d] is not installed" if ratio is None else f"{ratio} of LunarLander-v3"
        print(f"physics  {sim['ticks_per_s']} ticks/s on one core ({beside})")
    if lines:
        print(f"lines    {lines['picture_ms']} ms for a picture of four slack ones")
    return DONE

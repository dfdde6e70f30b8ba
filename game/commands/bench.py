"""`spacewalk bench`: what this machine can do, with what was measured."""

from __future__ import annotations

import json
import os
import tempfile
from typing import TYPE_CHECKING, Any

from game.commands.refusal import DONE, WRONG_USE, RefusedError

if TYPE_CHECKING:
    import argparse


KEYS = ("frame", "first_picture_s", "playable_s", "rss_mb", "sim", "lines", "parts")


def bench(asked: argparse.Namespace) -> int:
    """Measure pictures and start, physics, lines, or all; what was not asked for is null."""
    from game.commands.bench_start import rss_mb

    found: dict[str, Any] = dict.fromkeys(KEYS)
    if asked.what in (None, "frame"):
        from game.commands.bench_frame import measure_frame
        from game.commands.bench_start import measure_start
        from game.missions.level import load_level
        from game.missions.problems import ContentError

        with tempfile.TemporaryDirectory(prefix="spacewalk-bench-") as home:
            os.environ["SPACEWALK_HOME"] = home  # a person's settings and recordings are left alone
            if asked.mission:
                load_level(asked.mission)  # an unknown one is told before the start is measured
            found.update(measure_start())
            try:
                found["frame"], found["parts"] = measure_frame(asked.mission, asked.cut, find=asked.find)
            except (ContentError, ValueError) as error:
                raise RefusedError(str(error), WRONG_USE) from None
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
        _tell_parts(found["parts"])
        print(f"start    first picture {found['first_picture_s']} s, playable {found['playable_s']} s, warm")
    print(f"memory   {found['rss_mb']} MB")
    if sim:
        ratio = sim["lunarlander_ratio"]
        beside = "not compared: gymnasium[box2d] is not installed" if ratio is None else f"{ratio} of LunarLander-v3"
        print(f"physics  {sim['ticks_per_s']} ticks/s on one core ({beside})")
    if lines:
        print(f"lines    {lines['picture_ms']} ms for a picture of four slack ones")
    return DONE


def _tell_parts(detail: dict[str, Any]) -> None:
    """Title, parts and hitches, by the processor's time."""
    title, hitches = detail["title"], detail["hitches"]
    print(f"title    p50 {title['cpu_p50_ms']} ms, p99 {title['cpu_p99_ms']} ms")
    parts = sorted(detail["parts"].items(), key=lambda item: -item[1]["cpu_p50_ms"])
    wide = max(len(name) for name, _ in parts)
    for name, took in parts:
        print(f"         {name:<{wide}}  p50 {took['cpu_p50_ms']:5.2f} ms, p99 {took['cpu_p99_ms']:5.2f} ms")
    told = ", ".join(f"{name.removesuffix('_max_ms')} {ms} ms" for name, ms in hitches.items())
    print(f"hitches  at most: {told}")

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

    _check_scene(asked)
    found: dict[str, Any] = dict.fromkeys(KEYS)
    if asked.what in (None, "frame"):
        from game.commands.bench_frame import measure_frame
        from game.commands.bench_start import measure_start

        with tempfile.TemporaryDirectory(prefix="spacewalk-bench-") as home:
            os.environ["SPACEWALK_HOME"] = home  # a person's settings and recordings are left alone
            found.update(measure_start())
            found["frame"], found["parts"] = measure_frame(asked.mission, asked.cut, find=asked.find)
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


def _check_scene(asked: argparse.Namespace) -> None:
    """An unknown mission or cut, and one for a part that has none, is told before anything is measured."""
    given = [
        word
        for word, is_given in (("MISSION", asked.mission), ("--cut", asked.cut), ("--find", asked.find))
        if is_given
    ]
    if given and asked.what != "frame":
        raise RefusedError(f"found {given[0]} with {asked.what or 'all parts'}, wanted it with frame only", WRONG_USE)
    if asked.find and asked.mission:
        raise RefusedError("found --find with MISSION, wanted one of them: --find looks through all", WRONG_USE)
    if asked.cut and not asked.mission:
        raise RefusedError("found --cut without MISSION, wanted the mission that it is a cut of", WRONG_USE)
    if asked.mission:
        from game.commands.levels import open_cut, open_level

        open_cut(open_level(asked.mission), asked.cut or None)


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

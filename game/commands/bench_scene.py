"""`spacewalk bench-scene`: a lab or a lesson of the workbench in the window, or run without one beside its formulas."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from game.commands.refusal import DONE, FAILED, WRONG_USE, RefusedError

if TYPE_CHECKING:
    import argparse


def bench_scene(asked: argparse.Namespace) -> int:
    """List the scenes, open one, or measure one; 1 when a number is not what its formula says."""
    from game.classroom.bench_scenes import ALL_SCENES, measure, mission_of, report_of, scene_name
    from game.missions.problems import ContentError

    if not asked.scene:
        if asked.headless:
            raise RefusedError("found no scene, wanted the name of one to run without a window", WRONG_USE)
        return _list(as_json=asked.json)
    name = scene_name(asked.scene)
    if not name:
        near = get_close_matches(asked.scene, ALL_SCENES, 1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise RefusedError(f"found scene {asked.scene!r}, wanted one of {', '.join(ALL_SCENES)}{hint}", WRONG_USE)
    if not (asked.headless or asked.json):
        return _open(mission_of(name), asked)
    try:
        report = report_of(name, *measure(name))
    except ContentError as error:
        raise RefusedError(str(error)) from None
    if asked.json:
        print(json.dumps(report, ensure_ascii=False, allow_nan=False))
    else:
        _tell(report)
    return DONE if report["is_right"] else FAILED


def _list(*, as_json: bool) -> int:
    from game.classroom.bench_scenes import ALL_SCENES, mission_of
    from game.missions.level import list_levels

    infos = {info.id: info for info in list_levels()}
    titles = {name: dict(infos[mission_of(name)].title) for name in ALL_SCENES if mission_of(name) in infos}
    if as_json:
        print(json.dumps([{"id": name, "title": title} for name, title in titles.items()], ensure_ascii=False))
        return DONE
    wide = max(map(len, ALL_SCENES))
    for name, title in titles.items():
        print(f"{name:<{wide}}  {title.get('en', name)}")
    return DONE


def _open(mission: str, asked: argparse.Namespace) -> int:
    from game.app.launch import play
    from game.app.options import PlayOptions

    return play(PlayOptions(mission=mission, language=asked.lang, is_windowed=asked.windowed))


def _tell(report: dict[str, Any]) -> None:
    print(f"{report['scene']}, {report['seconds']:g} s at {report['substeps']} sub-steps")
    rows = report["readings"]
    wide = [max(len(str(row[key])) for row in rows) for key in ("name", "formula")]
    for row in rows:
        unit = f" {row['unit']}" if row["unit"] else ""
        off = f"{row['error'] * 100:+.2f} %" if row["predicted"] else f"{row['error']:+.1e}{unit}"
        verdict = "" if row["is_right"] else "  WRONG"
        print(
            f"  {row['name']:<{wide[0]}}  {row['formula']:<{wide[1]}}  measured {row['measured']:.5g}{unit},"
            f" predicted {row['predicted']:.5g}{unit}, {off}{verdict}"
        )

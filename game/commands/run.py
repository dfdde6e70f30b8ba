"""`spacewalk run`: a mission without a display."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.commands.levels import open_cut, open_level, open_recording
from game.commands.output import check_output
from game.commands.refusal import DONE, FAILED, WRONG_USE, RefusedError, unwritable

if TYPE_CHECKING:
    import argparse

    from game.missions.level import Level
    from game.session.run import Run, RunEnd, RunPlan
    from game.session.telemetry import Telemetry


def run(asked: argparse.Namespace) -> int:
    """Run as asked; returns 1 when the person was lost or the autopilot did not come home, else 0."""
    from game.session.run import Run

    plan = _plan(asked, open_level(asked.mission))
    try:
        found = Run(plan)
    except ValueError as error:
        raise RefusedError(f"{asked.mission}: {error}") from None
    for path in [asked.telemetry, asked.record, *(path for _, path in asked.picture)]:
        if path is not None:
            check_output(path)
    began_s = time.perf_counter()
    end = _go(found, asked)
    _tell(found, end, asked, time.perf_counter() - began_s)
    return FAILED if end.is_failure else DONE


def _plan(asked: argparse.Namespace, level: Level) -> RunPlan:
    from game.session.run import RunPlan, read_script
    from game.sim.spec import DIALS, Dials

    name = asked.pilot or ("neutral" if level.kind == "lab" else "autopilot")
    kind, _, file = name.partition(":")
    assist, seed, cut_id, pilot = asked.assist or "crew", asked.seed or 0, asked.cut, name
    kept = Dials()
    if kind == "replay":
        pilot = open_recording(Path(file))
        header = pilot.header
        if header.level_sha256 != level.sha256:
            raise RefusedError(
                f"{file}: found a recording of {header.level} with other level files, wanted one of {level.id}"
                " as it is here"
            )
        assist, kept = asked.assist or header.assist, header.dials
        seed = header.seed if asked.seed is None else asked.seed
        cut_id = asked.cut or header.cut
    elif kind == "script":
        pilot = _read(read_script, Path(file))
    if kind not in ("replay", "neutral") and not level.crew:
        raise RefusedError(f"{asked.mission}: found no crew, wanted one for the pilot {name}", WRONG_USE)
    cut = open_cut(level, cut_id)
    dials = Dials(*(getattr(asked, dial) or getattr(kept, dial) for dial in DIALS))
    return RunPlan(level, cut.id, pilot, name, assist, seed, asked.until or 0.0, dials)


def _read(read: Any, path: Path) -> Any:
    from game.control.script import ScriptError

    try:
        return read(path)
    except ScriptError as error:
        raise RefusedError(str(error)) from None
    except UnicodeDecodeError:
        raise RefusedError(f"{path}: found a file of another kind, wanted a script (UTF-8 text)") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RefusedError(f"{path}: found no readable file ({reason}), wanted a script") from None


def _go(found: Run, asked: argparse.Namespace) -> RunEnd:
    from game.session.telemetry import Telemetry

    album = None
    try:
        with contextlib.ExitStack() as open_files:  # leaving it writes too
            if asked.telemetry is not None:
                table: Telemetry = open_files.enter_context(Telemetry(asked.telemetry, found.session.spec))
                found.watchers.append(lambda session: table.add(session.frame))
            if asked.picture:
                from game.commands.album import Album

                album = Album(found.session, asked.picture)
                found.watchers.append(album.look)
            end = found.go()
            if asked.record is not None:
                found.session.recorder.save(asked.record)
    except OSError as error:
        raise unwritable(error.filename or asked.telemetry or asked.record, error) from None
    if album is not None and album.missing:
        raise RefusedError(
            f"the run ended at {found.session.frame.play_s:.1f} s of play: no picture for"
            f" {', '.join(str(path) for path in album.missing)}"
        )
    return end


def _tell(found: Run, end: RunEnd, asked: argparse.Namespace, wall_s: float) -> None:
    from game.session.run import summary_of

    summary = summary_of(found.session, found.plan.pilot_name, wall_s)
    for line in end.timed_out:
        file = found.plan.pilot_name.partition(":")[2]
        sys.stderr.write(f"spacewalk: {file}: line {line}: what it waits for did not come true in time\n")
    if asked.json:
        print(json.dumps(summary, ensure_ascii=False, allow_nan=False))
        return
    objectives = ", ".join(f"{part['id']} {part['state']}" for part in summary["objectives"]) or "none"
    how = f"pilot {summary['pilot']}, seed {summary['seed']}"
    print(f"{summary['mission']} {summary['cut']}, {how}: {summary['outcome']}")
    print(f"objectives: {objectives}")
    print(
        f"play {summary['play_s']} s, EVA {summary['eva_s']} s, oxygen left {summary['o2_kg']} kg"
        f" ({summary['o2_margin_s']} s in hand), score {summary['score']}"
    )
    print(
        f"two-point breaks {summary['two_point_breaks']}, hardest contact {summary['max_contact_n']} N,"
        f" lost {', '.join(summary['lost_objects']) or 'nothing'}"
    )
    if found.plan.pilot == "autopilot" and not end.is_failure:
        _tell_floor(found)
    print(f"{summary['ticks']} ticks in {summary['wall_s']} s, digest {summary['digest']}")
    if end.is_cut_short:
        sys.stderr.write("spacewalk: the autopilot did not finish within twice the length of the cut\n")


def _tell_floor(found: Run) -> None:
    """What the work and the way need at least: a budget below it cannot be kept, one far above it asks nothing."""
    report = found.session.report()
    if report.outcome == "running" or report.plan_eva_s <= 0.0 or report.o2_plan_kg <= 0.0:
        return
    time_share, o2_share = report.time_in_hand_s / report.plan_eva_s, report.o2_in_hand_kg / report.o2_plan_kg
    print(
        f"floor: {report.eva_s / 60:.1f} min of EVA time and {report.o2_used_kg:.3f} kg of oxygen; the budget of"
        f" {report.plan_eva_s / 60:.1f} min and {report.o2_plan_kg:.3f} kg leaves {time_share:.0%} and {o2_share:.0%}"
    )

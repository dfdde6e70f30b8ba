# ruff: noqa: INP001 - a script run by hand or at night
"""Proves the missions: the autopilot flies every mission, cut and seed, several at once, and a table shows the margins.

    python tools/prove.py                         # all but true time, one seed
    python tools/prove.py --seeds 10 --true-time  # the whole of it: a night on two processors
    python tools/prove.py unit-swap --cut 3m --seeds 3
    python tools/prove.py unit-swap --cut 3m --seeds 10 --into proofs.jsonl   # goes on where it was left
    python tools/prove.py --read proofs.jsonl                                 # the table of what was flown so far

With --into each flight is appended to a file as it ends; what that file has already, of the same level files and the
same program, is not flown again, so that a proof may be broken off, and several may share one file.

A line is good when every seed ends complete, with at least --margin of the budget's time and oxygen in hand, the
two-point rule never broken, nothing damaged or lost, and the same digest when the first seed is flown again. Exit
status 1 if one is not. MISSION may be an id or a folder.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import multiprocessing
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

if importlib.util.find_spec("game") is None:  # a checkout that was not installed
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import game
from game.missions.level import list_levels, load_level
from game.session.run import Run, RunPlan

TRUE_TIME = "1:1"
MARGIN = 0.08


@dataclass(frozen=True, slots=True)
class Flight:
    """One run by the autopilot."""

    mission: str
    cut: str
    seed: int
    outcome: str
    time_margin: float  # share of the budget
    o2_margin: float
    eva_min: float
    o2_kg: float
    breaks: int
    harm: int  # parts damaged and objects lost
    contact_n: float
    score: int
    digest: str
    cpu_s: float
    level: str = ""  # sha256 of the level's files
    program: str = ""  # sha256 of the program's files below the pictures
    try_: int = 1  # the first seed is flown twice, to compare digests

    def is_good(self, margin: float) -> bool:
        """True if it may be shown to anybody."""
        spare = min(self.time_margin, self.o2_margin)
        return self.outcome == "complete" and spare >= margin and not self.breaks and not self.harm


Job = tuple[str, str, int, int]  # mission, cut, seed, which try


def program_sha256() -> str:
    """Of every module that a run without pictures is made of."""
    root = Path(game.__file__).parent
    whole = hashlib.sha256()
    for room in ("sim", "missions", "control", "session"):
        for path in sorted((root / room).rglob("*.py")):
            whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def fly(job: Job) -> Flight:
    """Fly one job."""
    source, cut, seed, try_ = job
    began_s = time.process_time()
    level = load_level(source)
    run = Run(RunPlan(level, cut, "autopilot", "autopilot", "crew", seed))
    run.go()
    report = run.session.report()
    return Flight(
        mission=source,
        cut=cut,
        seed=seed,
        outcome=report.outcome,
        time_margin=report.time_in_hand_s / report.plan_eva_s,
        o2_margin=report.o2_in_hand_kg / report.o2_plan_kg,
        eva_min=report.eva_s / 60,
        o2_kg=report.o2_used_kg,
        breaks=report.two_point_breaks,
        harm=len(report.damaged) + len(report.lost_objects),
        contact_n=report.max_contact_n,
        score=report.score,
        digest=run.session.world.digest(),
        cpu_s=time.process_time() - began_s,
        level=level.sha256[:16],
        program=program_sha256(),
        try_=try_,
    )


def jobs_of(asked: argparse.Namespace) -> list[Job]:
    """Every mission, cut and seed that was asked for; the first seed of each a second time."""
    missions = asked.missions or [info.id for info in list_levels() if info.kind != "lab"]
    found = []
    for mission in missions:
        for cut in load_level(mission).cuts:
            is_asked = cut.id in asked.cut if asked.cut else asked.true_time or cut.id != TRUE_TIME
            if is_asked:
                found += [(mission, cut.id, seed, 1) for seed in range(1, asked.seeds + 1)]
                found += [] if asked.once else [(mission, cut.id, 1, 2)]
    return found


def kept_in(path: Path | None, *, is_old_good: bool) -> list[Flight]:
    """The flights of a file that still hold: same level files, same program, or an older one if that is good enough.

    A line cut off half-way is left out.
    """
    if path is None or not path.is_file():
        return []
    program, levels = program_sha256(), {}
    found = []
    for line in path.read_text("utf-8").splitlines():
        try:
            flight = Flight(**json.loads(line))
        except (ValueError, TypeError):
            continue
        if flight.mission not in levels:
            levels[flight.mission] = load_level(flight.mission).sha256[:16]
        if (is_old_good or flight.program == program) and flight.level == levels[flight.mission]:
            found.append(flight)
    return found


def keep(path: Path | None, flight: Flight) -> None:
    """One more line of the file, written at once and whole."""
    if path is None:
        return
    with path.open("ab", buffering=0) as file:
        file.write((json.dumps(asdict(flight)) + "\n").encode())


def table_of(flights: list[Flight], margin: float) -> tuple[list[str], bool]:
    """A line for each mission and cut, the worst of its seeds; False if one is not good."""
    wide = max(len(flight.mission) for flight in flights)
    head = f"{'mission':<{wide}}  cut  seeds  done  time in hand  O2 in hand  EVA min  O2 kg  knock N  score  CPU s"
    lines, is_good = [head], True
    for key in dict.fromkeys((flight.mission, flight.cut) for flight in flights):
        mine = [flight for flight in flights if (flight.mission, flight.cut) == key]
        good = [flight for flight in mine if flight.is_good(margin)]
        notes = [f"seed {flight.seed}: {fault_of(flight, margin)}" for flight in mine if flight not in good]
        digests = {flight.digest for flight in mine if flight.seed == 1}
        notes += ["seed 1 gave two digests"] if len(digests) > 1 else []
        is_good = is_good and not notes
        notes += [] if any(flight.try_ == 2 for flight in mine) else ["seed 1 was flown once only"]
        seeds = len({flight.seed for flight in mine})
        done = len({flight.seed for flight in good})
        lines.append(
            f"{key[0]:<{wide}}  {key[1]:<3}  {seeds:>5}  {done:>4}"
            f"  {min(flight.time_margin for flight in mine):>12.0%}  {min(flight.o2_margin for flight in mine):>10.0%}"
            f"  {max(flight.eva_min for flight in mine):>7.1f}  {max(flight.o2_kg for flight in mine):>5.3f}"
            f"  {max(flight.contact_n for flight in mine):>7.0f}  {min(flight.score for flight in mine):>5}"
            f"  {sum(flight.cpu_s for flight in mine):>5.1f}"
        )
        lines += [f"{'':<{wide}}  {note}" for note in dict.fromkeys(notes)]
    return lines, is_good


def fault_of(flight: Flight, margin: float) -> str:
    """Why a flight is not good."""
    if flight.outcome != "complete":
        return flight.outcome
    if flight.breaks or flight.harm:
        return f"two-point rule broken {flight.breaks} times, {flight.harm} parts damaged or lost"
    return f"{min(flight.time_margin, flight.o2_margin):.1%} in hand, wanted {margin:.0%}"


def main() -> int:
    """Fly, print, and say whether all is good."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("missions", nargs="*", metavar="MISSION")
    parser.add_argument("--cut", action="append", default=[], metavar="CUT", help="only this cut; may be given again")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="seeds 1 to N")
    parser.add_argument("--true-time", action="store_true", help="the cut 1:1 too: some twenty minutes each")
    parser.add_argument("--once", action="store_true", help="do not fly the first seed again to compare digests")
    parser.add_argument("--margin", type=float, default=MARGIN, metavar="SHARE", help="least share in hand (0.08)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes at once")
    parser.add_argument("--json", action="store_true", help="one JSON object a flight, a line each")
    parser.add_argument("--into", type=Path, metavar="FILE", help="append each flight to FILE, fly what it lacks")
    parser.add_argument("--old", action="store_true", help="let flights of an older program in FILE count too")
    parser.add_argument("--read", type=Path, metavar="FILE", help="fly nothing: the table of the flights in FILE")
    asked = parser.parse_args()
    if asked.read is not None:
        return tell(kept_in(asked.read, is_old_good=asked.old), asked)
    jobs = jobs_of(asked)
    if not jobs:
        parser.error("found nothing to fly, wanted a mission with that cut")
    kept = {
        (flight.mission, flight.cut, flight.seed, flight.try_): flight
        for flight in kept_in(asked.into, is_old_good=asked.old)
    }
    flights = [kept[job] for job in jobs if job in kept]
    left = [job for job in jobs if job not in kept]
    with multiprocessing.get_context("spawn").Pool(max(1, min(asked.jobs, len(left)))) as pool:
        for flight in pool.imap(fly, left):
            keep(asked.into, flight)
            flights.append(flight)
            if asked.json:
                sys.stdout.write(json.dumps(asdict(flight)) + "\n")
                sys.stdout.flush()
    return tell(flights, asked)


def tell(flights: list[Flight], asked: argparse.Namespace) -> int:
    """Print the table, unless lines were printed; the exit status."""
    if not flights:
        sys.stdout.write("found no flight of these levels and this program\n")
        return 1
    lines, is_good = table_of(flights, asked.margin)
    if not asked.json:
        sys.stdout.write("\n".join(lines) + "\n")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())

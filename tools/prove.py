# ruff: noqa: INP001 - a script run by hand or at night
"""Proves the missions: the autopilot flies every mission, cut and seed, several at once, and a table shows the margins.

    python tools/prove.py                         # all but true time, one seed
    python tools/prove.py --seeds 10 --true-time  # the whole of it: a night on two processors
    python tools/prove.py unit-swap --cut 3m --seeds 3

A line is good when every seed ends complete, with at least --margin of the budget's time and oxygen in hand, the
two-point rule never broken, nothing damaged or lost, and the same digest when the first seed is flown again. Exit
status 1 if one is not. MISSION may be an id or a folder.
"""

from __future__ import annotations

import argparse
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

    def is_good(self, margin: float) -> bool:
        """True if it may be shown to anybody."""
        spare = min(self.time_margin, self.o2_margin)
        return self.outcome == "complete" and spare >= margin and not self.breaks and not self.harm


def fly(job: tuple[str, str, int]) -> Flight:
    """Fly one job: mission, cut, seed."""
    source, cut, seed = job
    began_s = time.process_time()
    run = Run(RunPlan(load_level(source), cut, "autopilot", "autopilot", "crew", seed))
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
    )


def jobs_of(asked: argparse.Namespace) -> list[tuple[str, str, int]]:
    """Every mission, cut and seed that was asked for; the first seed of each a second time."""
    missions = asked.missions or [info.id for info in list_levels() if info.kind != "lab"]
    found = []
    for mission in missions:
        for cut in load_level(mission).cuts:
            is_asked = cut.id in asked.cut if asked.cut else asked.true_time or cut.id != TRUE_TIME
            if is_asked:
                found += [(mission, cut.id, seed) for seed in range(1, asked.seeds + 1)]
                found += [] if asked.once else [(mission, cut.id, 1)]
    return found


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
    asked = parser.parse_args()
    jobs = jobs_of(asked)
    if not jobs:
        parser.error("found nothing to fly, wanted a mission with that cut")
    with multiprocessing.get_context("spawn").Pool(max(1, min(asked.jobs, len(jobs)))) as pool:
        flights = []
        for flight in pool.imap(fly, jobs):
            flights.append(flight)
            if asked.json:
                sys.stdout.write(json.dumps(asdict(flight)) + "\n")
                sys.stdout.flush()
    lines, is_good = table_of(flights, asked.margin)
    if not asked.json:
        sys.stdout.write("\n".join(lines) + "\n")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())

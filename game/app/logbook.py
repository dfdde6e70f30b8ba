"""What a person has done so far: missions walked, best runs with their recordings, entries that were opened.

One file, `logbook.json`, written whole and versioned; what cannot be read is told and kept beside it. A guest's book is
kept in memory only and ends with the program.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from game.app.folders import write_atomic
from game.app.notices import Notice
from game.app.user_file import spoiled, unreadable
from game.missions.files import RECORDING_BYTES, read_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from game.missions.report import Report
    from game.sim.spec import Dials

FORMAT = "spacewalk-logbook"
VERSION = 1
CURVE_POINTS = 60  # of a best run's oxygen, for the plot of the next one
MARKS = ("none", "begun", "home", "done")  # from nothing to all required work done and everybody home
HOME = ("closed_out", "terminated", "aborted")
RATED = ("complete", *HOME)  # a run that did not come home is no best run

Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class BestRun:
    """The best run of a mission at one length and one level of help, with air, time and damage as in life."""

    mission: str
    cut: str
    assist: str
    score: int
    outcome: str
    eva_s: float
    time_in_hand_s: float
    o2_used_kg: float
    two_point_breaks: int
    max_contact_n: float
    lost_objects: int
    slips: int
    level_sha256: str  # of the level files it was made on: its recording re-runs on no others
    recording: str = ""  # file name in the folder of best runs, "" = none could be kept
    oxygen: Curve = ()  # EVA s, kg

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is the best of."""
        return self.mission, self.cut, self.assist


@dataclass(frozen=True, slots=True)
class Noted:
    """What a walk changed in the book: the best run before it, whether it is the new one, entries it opened.

    `is_eased`: it would be the best, had it not been made easier by a dial.
    """

    before: BestRun | None = None
    is_best: bool = False
    is_eased: bool = False
    opened: tuple[str, ...] = ()


class Logbook:
    """The book of one person; `folder` is the data folder of the program."""

    def __init__(self, folder: Path, *, is_guest: bool = False) -> None:
        """An empty book; `load` reads what is there."""
        self.folder = folder
        self.is_guest = is_guest
        self._marks: dict[str, str] = {}
        self._best: dict[tuple[str, str, str], BestRun] = {}
        self._opened: dict[str, None] = {}  # in the order they were opened
        self._guest_recordings: dict[str, bytes] = {}

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return self.folder / "logbook.json"

    @property
    def best_folder(self) -> Path:
        """Where the recordings of best runs are kept, apart from the others, which may be deleted."""
        return self.folder / "best"

    # -- reading

    def mark(self, mission: str) -> str:
        """How far the mission has come: none, begun, home (closed out early), done."""
        return self._marks.get(mission, MARKS[0])

    def best(self, mission: str, cut: str, assist: str) -> BestRun | None:
        """The best run of that mission, length and level of help."""
        return self._best.get((mission, cut, assist))

    def bests(self, mission: str) -> tuple[BestRun, ...]:
        """All best runs of a mission, highest score first."""
        found = [run for run in self._best.values() if run.mission == mission]
        return tuple(sorted(found, key=lambda run: (-run.score, run.cut, run.assist)))

    @property
    def opened(self) -> tuple[str, ...]:
        """Entries of the encyclopedia that missions have opened, oldest first."""
        return tuple(self._opened)

    def recording_of(self, run: BestRun) -> bytes | None:
        """The recording of a best run; None when it is gone."""
        if run.recording in self._guest_recordings:
            return self._guest_recordings[run.recording]
        if not run.recording:
            return None
        try:
            return read_file(self.best_folder / run.recording, RECORDING_BYTES)
        except OSError:
            return None

    # -- writing

    def note(
        self,
        mission: str,
        assist: str,
        report: Report,
        *,
        level_sha256: str,
        recording: bytes = b"",
        oxygen: Curve = (),
        opens: Iterable[str] = (),
        is_lab: bool = False,
        dials: Dials | None = None,
    ) -> tuple[Noted, Notice | None]:
        """Enter a walk that has ended; the notice says what could not be written. No dials: all as in life."""
        mark = "done" if report.outcome == "complete" or is_lab else "home" if report.outcome in HOME else "begun"
        self._marks[mission] = max(mark, self.mark(mission), key=MARKS.index)
        opened = tuple(entry for entry in dict.fromkeys(opens) if entry not in self._opened)
        self._opened.update(dict.fromkeys(opened))
        before = self.best(mission, report.cut, assist)
        is_better = (
            not is_lab and report.outcome in RATED and report.score > 0
            and (before is None or report.score > before.score)
        )  # fmt: skip
        is_best = is_better and not (dials is not None and dials.is_eased)
        notice: Notice | None = None
        if is_best:
            run = _run_of(mission, assist, report, level_sha256, _thinned(oxygen))
            name, notice = self._keep_recording(run, recording)
            self._best[run.key] = dataclasses.replace(run, recording=name)
        notice = self._save() or notice
        return Noted(before, is_best, is_better and not is_best, opened), notice

    def _keep_recording(self, run: BestRun, recording: bytes) -> tuple[str, Notice | None]:
        name = f"{_file_name(run.mission)}-{run.cut.replace(':', '')}-{run.assist}.walk"
        if not recording:
            return "", None
        if self.is_guest:
            self._guest_recordings[name] = recording
            return name, None
        try:
            write_atomic(self.best_folder / name, recording)
        except OSError as error:
            return "", _not_saved(self.best_folder / name, error)
        return name, None

    def _save(self) -> Notice | None:
        if self.is_guest:
            return None
        book = {
            "format": FORMAT,
            "version": VERSION,
            "missions": self._marks,
            "best": [dataclasses.asdict(self._best[key]) for key in sorted(self._best)],
            "opened": list(self._opened),
        }
        try:
            # In ASCII, for the name of a mission's folder may be no text.
            write_atomic(self.path, json.dumps(book, indent=1, allow_nan=False) + "\n")
        except OSError as error:
            return _not_saved(self.path, error)
        return None

    # -- loading

    @classmethod
    def load(cls, folder: Path, *, is_guest: bool = False) -> tuple[Logbook, tuple[Notice, ...]]:
        """The book of a folder; what is wrong in it is told, kept as `.bad`, and the rest is used. A guest's is new."""
        book = cls(folder, is_guest=is_guest)
        if is_guest:
            return book, ()
        try:
            raw = read_file(book.path).decode("utf-8")
        except FileNotFoundError:
            return book, ()
        except UnicodeDecodeError:
            return book, (spoiled(book.path, "not UTF-8 text"),)
        except OSError as error:
            return book, (unreadable(book.path, error),)
        problems = book._take(raw)
        return book, (spoiled(book.path, "; ".join(problems)),) if problems else ()

    def _take(self, raw: str) -> list[str]:
        """Fill the book from a file's text; returns what was wrong with it."""
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError) as error:
            return [f"not JSON: {error}"]
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            return [f"found a file of another kind, wanted format {FORMAT!r}"]
        if data.get("version") != VERSION:
            return [f"version: found {data.get('version')!r}, wanted {VERSION}"]
        problems = []
        missions, best, opened = (data.get(key) for key in ("missions", "best", "opened"))
        for mission, mark in missions.items() if isinstance(missions, dict) else ():
            if mark in MARKS:
                self._marks[str(mission)] = mark
            else:
                problems.append(f"missions.{mission}: found {mark!r}, wanted one of {', '.join(MARKS)}")
        for place, entry in enumerate(best if isinstance(best, list) else (), 1):
            run = _run_from(entry)
            if run is None:
                problems.append(f"best[{place}]: found no whole run, wanted {', '.join(_KINDS)}")
            else:
                self._best[run.key] = run
        self._opened.update(dict.fromkeys(str(entry) for entry in opened) if isinstance(opened, list) else {})
        for key, value, kind in (("missions", missions, dict), ("best", best, list), ("opened", opened, list)):
            if not isinstance(value, kind):
                problems.append(f"{key}: found {type(value).__name__}, wanted a {kind.__name__}")
        return problems


def _run_of(mission: str, assist: str, report: Report, level_sha256: str, oxygen: Curve) -> BestRun:
    return BestRun(
        mission=mission,
        cut=report.cut,
        assist=assist,
        score=report.score,
        outcome=report.outcome,
        eva_s=round(report.eva_s, 1),
        time_in_hand_s=round(report.time_in_hand_s, 1),
        o2_used_kg=round(report.o2_used_kg, 4),
        two_point_breaks=report.two_point_breaks,
        max_contact_n=round(report.max_contact_n, 1),
        lost_objects=len(report.lost_objects),
        slips=report.slips,
        level_sha256=level_sha256,
        oxygen=oxygen,
    )


_KINDS = {
    entry.name: {"str": str, "int": int, "float": float, "Curve": list}[str(entry.type)]
    for entry in dataclasses.fields(BestRun)
}


def _run_from(entry: Any) -> BestRun | None:
    if not isinstance(entry, dict) or set(entry) != set(_KINDS):
        return None
    for name, kind in _KINDS.items():
        value = entry[name]
        is_right = isinstance(value, (int, float) if kind is float else kind) and not isinstance(value, bool)
        if not is_right or (kind is float and not math.isfinite(value)):
            return None
    if re.search(r"[/\\]", entry["recording"]):  # a name in its own folder, nothing else
        return None
    try:
        oxygen = tuple((float(eva_s), float(kg)) for eva_s, kg in entry["oxygen"])
    except (TypeError, ValueError):
        return None
    if not all(math.isfinite(value) for point in oxygen for value in point):
        return None
    return BestRun(**{**entry, "oxygen": oxygen})


def _thinned(curve: Curve) -> Curve:
    """At most CURVE_POINTS of a curve, its last one among them."""
    step = max(1, -(-len(curve) // CURVE_POINTS))
    kept = [*curve[::step], *curve[-1:]]
    return tuple((round(eva_s, 1), round(kg, 4)) for eva_s, kg in dict.fromkeys(kept))


def _file_name(mission: str) -> str:
    """An id as it is; of a mission that lies elsewhere the folder's name and what makes it its own."""
    if re.fullmatch(r"[a-z0-9][a-z0-9-]*", mission):
        return mission
    tail = re.sub(r"[^a-z0-9-]+", "-", re.split(r"[/\\]", mission)[-1].lower()).strip("-") or "mission"
    return f"{tail[:40]}-{hashlib.sha256(mission.encode(errors='surrogatepass')).hexdigest()[:8]}"


def _not_saved(path: Path, error: OSError) -> Notice:
    return Notice.of("notice.not_saved", 1, file=str(path), reason=error.strerror or str(error))

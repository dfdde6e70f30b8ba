"""A run without a display: one session from tick 0 to its outcome or its last second, watched by whoever wants to.

Nothing here knows of windows or of the wall clock, so a run costs what its ticks cost.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from game.control.script import Script, parse_script
from game.missions.files import read_file
from game.session.session import Session
from game.sim.ticks import TICKS_PER_SECOND

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from game.control.intents import PlayInput
    from game.control.script import Entry
    from game.missions.level import Level
    from game.missions.plan import Cut
    from game.session.recording import Recording
    from game.sim.spec import Dials

LAB_S = 60.0  # a lab has no end of its own
PATIENCE = 2.0  # a mission may take so many times the length its cut promises
SETTLE_TICKS = 60  # after a script's last entry, once the hands are idle

FAILURES = ("lost",)


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What to run. `pilot` is autopilot, neutral, a script's entries or a recording; `until_s` 0 = not asked for."""

    level: Level
    cut_id: str | None = None
    pilot: str | Recording | tuple[Entry, ...] = "autopilot"
    pilot_name: str = "autopilot"
    assist: str = "crew"
    seed: int = 0
    until_s: float = 0.0
    dials: Dials | None = None


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a run ended; `is_cut_short` means that a pilot who should have finished did not."""

    outcome: str
    ticks: int
    is_cut_short: bool
    timed_out: tuple[int, ...] = ()  # lines of the script whose condition never came true

    @property
    def is_failure(self) -> bool:
        """True if the person was lost, or the autopilot did not come home by itself."""
        return self.outcome in FAILURES or self.is_cut_short


def longest_s(level: Level, cut: Cut) -> float:
    """Seconds of play after which a run that was given no end stops."""
    if level.kind == "lab":
        return LAB_S
    return PATIENCE * (cut.play_s or cut.budget.eva_s / max(cut.rate, 1e-9))


class Run:
    """One headless run. Make it, add watchers, then `go()`. Raises ValueError if the parts do not fit together."""

    def __init__(self, plan: RunPlan) -> None:
        self.plan = plan
        pilot = plan.pilot
        self._script = Script(pilot) if isinstance(pilot, tuple) else None
        self._recording = pilot if not isinstance(pilot, (str, tuple)) else None
        seat = "human" if isinstance(pilot, tuple) else pilot
        self.session = Session(
            plan.level, cut_id=plan.cut_id, assist=plan.assist, seed=plan.seed, pilot=seat, dials=plan.dials
        )
        self.watchers: list[Callable[[Session], None]] = []
        self._idle_ticks = 0

    def go(self) -> RunEnd:
        """Run to the end and tell how it was; the recording is closed."""
        session = self.session
        limit = self._limit_ticks()
        while session.outcome == "running" and session.frame.tick < limit and not self._is_script_done():
            session.step(self._wishes())
            for watch in self.watchers:
                watch(session)
        session.finish()
        is_due = self.plan.pilot == "autopilot" and self.plan.level.kind != "lab" and not self.plan.until_s
        timed_out = tuple(self._script.timed_out) if self._script else ()
        return RunEnd(session.outcome, session.frame.tick, is_due and session.outcome == "running", timed_out)

    def _limit_ticks(self) -> int:
        plan = self.plan
        if plan.until_s:
            return max(1, round(plan.until_s * TICKS_PER_SECOND))
        if self._recording is not None:
            return self._recording.ticks
        return math.ceil(longest_s(plan.level, self.session.cut) * TICKS_PER_SECOND)

    def _wishes(self) -> PlayInput | None:
        if self._script is None:
            return None
        human = self.session.human
        return self._script.take(self.session.frame, is_idle=human is None or not human.is_busy)

    def _is_script_done(self) -> bool:
        """Without an end of its own a script's run ends when all was pressed and the hands have come to rest."""
        human = self.session.human
        if self._script is None or self.plan.until_s or not self._script.is_over or human is None or human.is_busy:
            self._idle_ticks = 0
            return False
        self._idle_ticks += 1
        return self._idle_ticks > SETTLE_TICKS


def read_script(path: Path) -> tuple[Entry, ...]:
    """The entries of a script file. Raises ScriptError with one line, OSError or UnicodeDecodeError."""
    return parse_script(read_file(path, takes_pipes=True).decode("utf-8-sig"), str(path))


def summary_of(session: Session, pilot: str, wall_s: float) -> dict[str, Any]:
    """What `spacewalk run --json` prints: the keys here are a promise to whoever scripts it."""
    report = session.report()
    frame = session.frame
    return {
        "mission": session.level.id,
        "seed": session.seed,
        "pilot": pilot,
        "cut": session.cut.id,
        "outcome": session.outcome,
        "objectives": [{"id": objective.id, "state": objective.state} for objective in report.objectives],
        "ticks": frame.tick,
        "play_s": _finite(frame.play_s, 3),
        "eva_s": _finite(frame.eva_s, 3),
        "o2_kg": _finite(report.o2_left_kg, 6),
        "o2_margin_s": _finite(report.o2_margin_s, 1),
        "two_point_breaks": report.two_point_breaks,
        "max_contact_n": _finite(report.max_contact_n, 2),
        "lost_objects": list(report.lost_objects),
        "digest": session.world.digest(),
        "score": report.score,
        "wall_s": round(wall_s, 3),
    }


def _finite(value: float, digits: int) -> float | None:
    return round(value, digits) if math.isfinite(value) else None


def tick_of(play_s: float) -> int:
    """The tick at which that second of play is reached."""
    return max(0, round(play_s * TICKS_PER_SECOND))


def in_order(moments: Sequence[tuple[float, Path]]) -> list[tuple[int, Path]]:
    """Ticks and files of the pictures asked for, in the order they come."""
    return sorted(((tick_of(play_s), path) for play_s, path in moments), key=lambda item: (item[0], str(item[1])))

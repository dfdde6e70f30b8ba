"""The report of a run: what was done, what was left in hand, how it was held, and the score with its parts.

It has keys and numbers only; words come from the text files. `as_dict` is plain JSON.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from game.missions.cut_start import has_way_home
from game.missions.plan import HATCHLESS
from game.sim.hill import ahead_m

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.missions.level import Level
    from game.missions.plan import Cut, Truth
    from game.missions.progress import ObjectiveState, Progress
    from game.sim.events import Event
    from game.sim.frame import BodyFrame, Frame

TIME_FULL = 0.15  # share of the plan's time in hand that earns all its points
OXYGEN_FULL = 0.10
BREAK_COST = 0.10  # share of the discipline points that one breach costs, and one a breach lasting LONG_BREAK_S
LONG_BREAK_S = 20.0
SOFT_N = 120.0  # a comfortable push; contacts up to it cost nothing
HARD_N = 556.0  # the accidental kick that outside equipment is designed for (SSP 30256)
LOST_COST = 0.5  # of the care points, for each lost object or damaged part
POOR_COST = 0.25  # of the care points, for each satellite or bundle pushed off its way, at a wrong pace or spinning
EARNED = 0.4  # of the points for holding on, care and calm are had without any work; the rest comes with the work
CALM_PM = 90.0  # mean heart rate that earns all points, and the one that earns none
TENSE_PM = 140.0


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of the score: its name (text `report.score.<name>`), points and the most it can give."""

    name: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """One objective as the debrief lists it."""

    id: str
    title_key: str
    state: str
    is_required: bool
    fraction: float
    done_eva_s: float
    plan_eva_s: float  # planned end; negative when the plan does not say


@dataclass(frozen=True, slots=True)
class Release:
    """One satellite or bundle as it left the hand, beside what its step asked for; angles in radians, SI units."""

    unit: str
    title_key: str
    is_good: bool
    off_rad: float  # from the way it should take
    speed_mps: float
    speed_band_mps: tuple[float, float]
    spin_radps: float
    spin_most_radps: float
    ahead_m: float  # of the station after one orbit; negative = behind


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the debrief, the command line and the teacher's screen show of a run."""

    mission: str
    cut: str
    outcome: str
    objectives: tuple[ObjectiveLine, ...]
    play_s: float
    eva_s: float
    plan_eva_s: float
    time_in_hand_s: float
    o2_used_kg: float
    o2_plan_kg: float
    o2_in_hand_kg: float
    o2_left_kg: float  # primary, of the person with least
    o2_margin_s: float  # EVA seconds that the oxygen in hand would have lasted at the mean rate of this run
    limiting: str
    two_point_breaks: int
    two_point_broken_s: float
    max_contact_n: float
    hardest_shape: str
    slips: int
    lost_objects: tuple[str, ...]
    damaged: tuple[str, ...]
    releases_true: int  # pushed off as their steps wanted: direction, speed, spin
    releases_poor: int
    releases: tuple[Release, ...]
    heart_mean_pm: float
    heart_max_pm: float
    alarms: tuple[str, ...]
    faults: tuple[str, ...]  # kinds that began, in their order (texts `fault.<kind>`, `lesson.fault.<kind>`)
    ending: str  # what the way it ended teaches (text `lesson.end.<ending>`), "" = nothing besides
    score: int
    parts: tuple[ScorePart, ...]
    fact_key: str
    fact_source_key: str
    ends_outside: bool = False  # a cut that skips the way home

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return dataclasses.asdict(self)

    @classmethod
    def of(cls, level: Level, cut: Cut, progress: Progress, tally: Tally, frame: Frame, outcome: str) -> Report:
        """The report at this frame."""
        plan_to_s = {item.objective: item.to_s for item in cut.plan}
        lines = tuple(
            ObjectiveLine(
                state.id,
                state.title_key,
                state.state,
                state.is_required,
                round(state.fraction, 4),
                state.done_eva_s,
                plan_to_s.get(state.id, -1.0),
            )
            for state in progress.objectives
        )
        used_kg = max(
            (tally.o2_used_kg(crew.id, crew.suit.o2_kg + crew.suit.reserve_kg) for crew in frame.crew), default=0.0
        )
        in_hand_kg = cut.budget.o2_kg - used_kg
        mean_rate = used_kg / frame.eva_s if frame.eva_s > 0.0 else 0.0
        parts = _score(level, cut, progress, tally, frame, outcome, used_kg)
        truth = _truth(level.truths, progress.objectives)
        worst = min(frame.crew, key=lambda crew: crew.suit.left_s, default=None)
        return cls(
            mission=level.id,
            cut=cut.id,
            outcome=outcome,
            objectives=lines,
            play_s=frame.play_s,
            eva_s=frame.eva_s,
            plan_eva_s=cut.budget.eva_s,
            time_in_hand_s=cut.budget.eva_s - frame.eva_s,
            o2_used_kg=used_kg,
            o2_plan_kg=cut.budget.o2_kg,
            o2_in_hand_kg=in_hand_kg,
            o2_left_kg=min((crew.suit.o2_kg for crew in frame.crew), default=0.0),
            o2_margin_s=in_hand_kg / mean_rate if mean_rate > 0.0 else 0.0,
            limiting=worst.suit.limiting if worst else "",
            two_point_breaks=sum(crew.two_point_breaks for crew in frame.crew),
            two_point_broken_s=sum(crew.two_point_broken_s for crew in frame.crew),
            max_contact_n=max((crew.max_contact_n for crew in frame.crew), default=0.0),
            hardest_shape=tally.hardest_shape,
            slips=tally.slips,
            lost_objects=frame.lost_objects,
            damaged=frame.damaged,
            releases_true=tally.releases_true,
            releases_poor=tally.releases_poor,
            releases=_releases(level, cut, tally),
            heart_mean_pm=tally.heart_mean_pm,
            heart_max_pm=tally.heart_max_pm,
            alarms=tuple(tally.alarms),
            faults=tuple(tally.faults),
            ending=_ending(outcome, tally.fainted),
            score=sum(part.points for part in parts),
            parts=parts,
            fact_key=truth.key if truth else "",
            fact_source_key=truth.source_key if truth else "",
            ends_outside=level.kind not in HATCHLESS and not has_way_home(level, cut),
        )


class Tally:
    """What a report needs that the last frame no longer shows."""

    def __init__(self) -> None:
        """Nothing has been seen yet."""
        self._o2_start_kg: dict[str, float] = {}
        self._heart_sum = 0.0
        self._heart_count = 0
        self.heart_max_pm = 0.0
        self.slips = 0
        self.releases_true = 0
        self.releases_poor = 0
        self.releases: list[tuple[Event, BodyFrame]] = []  # what left the hand, and how it moved then
        self.hardest_shape = ""
        self._hardest_n = 0.0
        self.alarms: list[str] = []
        self.faults: list[str] = []
        self.fainted = ""  # why somebody did, last

    def add(self, frame: Frame, events: Iterable[Event]) -> None:
        """Take in one tick."""
        for crew in frame.crew:
            self._o2_start_kg.setdefault(crew.id, crew.suit.o2_kg + crew.suit.reserve_kg)
            if frame.phase == "outside":
                self._heart_sum += crew.suit.heart_pm
                self._heart_count += 1
                self.heart_max_pm = max(self.heart_max_pm, crew.suit.heart_pm)
        bodies = {unit.id: unit.body for unit in frame.units} if events else {}
        for event in events:
            if event.kind in ("release_true", "release_poor") and event.what in bodies:
                self.releases.append((event, bodies[event.what]))
            if event.kind == "slipped":
                self.slips += 1
            elif event.kind == "release_true":
                self.releases_true += 1
            elif event.kind == "release_poor":
                self.releases_poor += 1
            elif event.kind == "contact" and event.value > self._hardest_n:
                self._hardest_n, self.hardest_shape = event.value, event.where or event.what
            elif event.kind == "alarm" and event.what not in self.alarms:
                self.alarms.append(event.what)
            elif event.kind == "fault_began" and event.what not in self.faults:
                self.faults.append(event.what)
            elif event.kind == "unconscious":
                self.fainted = event.what

    @property
    def heart_mean_pm(self) -> float:
        """Mean heart rate outside; 0 when nobody was."""
        return self._heart_sum / self._heart_count if self._heart_count else 0.0

    def o2_used_kg(self, crew_id: str, left_kg: float) -> float:
        """Oxygen used since the start, given what is left in both bottles."""
        return max(0.0, self._o2_start_kg.get(crew_id, left_kg) - left_kg)


def _score(
    level: Level, cut: Cut, progress: Progress, tally: Tally, frame: Frame, outcome: str, used_kg: float
) -> tuple[ScorePart, ...]:
    """The parts of the score. What was left in hand counts only as far as the work was done, and only at home.

    How it was held counts in full only with the work done too: to hold on to a hatch for an hour is no great walk.
    """
    required = progress.work_share(required=True)
    home = 0.0 if outcome in ("lost", "running") else 1.0
    worth = required * home
    kept = home * (EARNED + (1.0 - EARNED) * required)
    has_extras = any(not state.is_required for state in progress.objectives)
    breaks = sum(crew.two_point_breaks for crew in frame.crew)
    broken_s = sum(crew.two_point_broken_s for crew in frame.crew)
    contact_n = max((crew.max_contact_n for crew in frame.crew), default=0.0)
    harm = LOST_COST * (len(frame.lost_objects) + len(frame.damaged)) + POOR_COST * tally.releases_poor
    shares = {
        "objectives": required * (1.0 if home else 0.5),
        "extras": home * (progress.work_share(required=False) if has_extras else required),
        "time": worth * _share((cut.budget.eva_s - frame.eva_s) / (cut.budget.eva_s * TIME_FULL)),
        "oxygen": worth * _share((cut.budget.o2_kg - used_kg) / (cut.budget.o2_kg * OXYGEN_FULL)),
        "two_point": kept * _share(1.0 - BREAK_COST * (breaks + broken_s / LONG_BREAK_S)),
        "care": kept * _share(1.0 - _share((contact_n - SOFT_N) / (HARD_N - SOFT_N)) - harm),
        "calm": kept * _share((TENSE_PM - tally.heart_mean_pm) / (TENSE_PM - CALM_PM)),
    }
    return tuple(
        ScorePart(name, round(most * shares[name]), round(most)) for name, most in level.scoring.parts().items()
    )


def _releases(level: Level, cut: Cut, tally: Tally) -> tuple[Release, ...]:
    """Every push-off of the walk, in its order."""
    steps = {step.id: step for objective in level.objectives_of(cut) for step in objective.steps}
    found = []
    for event, body in tally.releases:
        step = steps.get(event.where)
        if step is None:
            continue
        way = math.atan2(step.direction[1], step.direction[0])
        off = abs(math.remainder(math.atan2(body.vy, body.vx) - way, 2.0 * math.pi))
        found.append(
            Release(
                unit=event.what,
                title_key=level.unit_titles.get(event.what, ""),
                is_good=event.kind == "release_true",
                off_rad=off,
                speed_mps=math.hypot(body.vx, body.vy),
                speed_band_mps=step.speed_mps,
                spin_radps=abs(event.value),
                spin_most_radps=step.spin_radps,
                ahead_m=ahead_m((body.vx, body.vy)),
            )
        )
    return tuple(found)


def _ending(outcome: str, fainted: str) -> str:
    """How it ended, for the lesson of it."""
    if outcome == "lost":
        return fainted or "adrift"
    return "rescued" if fainted and outcome != "running" else ""


def _share(value: float) -> float:
    return max(0.0, min(1.0, value))


def _truth(truths: tuple[Truth, ...], objectives: tuple[ObjectiveState, ...]) -> Truth | None:
    done = {state.id for state in objectives if state.state == "done"}
    fitting = [truth for truth in truths if not truth.objective or truth.objective in done]
    return fitting[-1] if fitting else None

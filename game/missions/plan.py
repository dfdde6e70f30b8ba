"""What a mission asks for, as frozen values: objectives, cuts, calls, facts and scoring."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from game.missions.cut_start import CutStart, CutUnit
    from game.sim.spec import BudgetSpec, StepSpec

MISSION_KINDS = ("pool", "bench", "campaign", "history", "lab")
BENCH_KINDS = ("bench", "lab")  # kinds in which time may be held and go on by single ticks
HATCHLESS = ("pool", "bench", "lab")  # kinds that need no orbit, hatch and way home
CUT_IDS = ("1m", "3m", "10m", "30m", "1:1")
SPEAKERS = ("control", "ev1", "ev2", "narrator")

# Conditions that the director works out itself; every event kind of the world is one too, and `fact`.
MOMENTS = {
    "begin": "the run has begun",
    "begin_outside": "the run of a cut that begins at the place of work has begun",
    "lost": "a person is beyond recall",
    "fainted": "a person has fainted, and a partner can still help",
    "first_grip": "the first hold outside was caught",
    "first_clip": "the first hook outside was closed",
    "loose": "fewer than two points have held a person for some seconds",
    "objective_done": "an objective was finished (what: its id)",
    "ahead": "an objective was finished well before the plan's time (what: its id, value: minutes)",
    "overrun": "the plan's time for an objective has passed (what: its id, value: minutes)",
    "all_required_done": "nothing required is left but the way home",
    "turn_back": "it is time to start home (value: minutes in hand)",
    "sunset_soon": "the sun sets within minutes (value: minutes)",
    "sunrise_soon": "the sun rises within minutes (value: minutes)",
    "idle": "nothing was done outside for a while",
    "closed_complete": "everyone is in, the hatch is shut and all required work is done",
    "closed_outside": "all required work of a cut that ends at the place of work is done",
    "closed_early": "everyone is in and the hatch is shut with required work open",
    "fact": "a fact passed a limit (fact, above or below)",
}
# Facts a call may watch: name -> sentence. All are of the first crew member unless they are the world's.
FACTS = {
    "eva_s": "EVA seconds since the hatch opened",
    "o2_kg": "primary oxygen left, kg",
    "left_s": "EVA seconds until the limiting consumable is used up",
    "heart_pm": "heart beats per minute",
    "pressure_pa": "suit pressure, Pa",
    "co2_pa": "CO2 partial pressure in the helmet, Pa",
    "grip": "weaker hand's strength left, 0..1",
    "eva_left_s": "EVA seconds until the plan's end",
    "airlock_pa": "airlock pressure, Pa",
    "power_w": "power of all arrays that are connected, W",
}


@dataclass(frozen=True, slots=True)
class Objective:
    """A goal of a mission: its steps in plan order; of objectives that share a `choice`, one is enough."""

    id: str
    title_key: str
    is_required: bool
    steps: tuple[StepSpec, ...]
    choice: str = ""
    lesson_key: str = ""  # what it teaches, "" = nothing said
    is_return: bool = False  # the way home: it may always be done, and comes last


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A stretch of the plan's timeline: the objective that fills it, and when it should be finished (EVA s)."""

    objective: str
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class StepChange:
    """What a cut changes in a step; None = as written in the objective."""

    id: str
    eva_s: float | None = None
    count: int | None = None
    fail_chance: float | None = None

    def of(self, step: StepSpec) -> StepSpec:
        """The step as it is in the cut."""
        return replace(
            step,
            eva_s=step.eva_s if self.eva_s is None else self.eva_s,
            count=step.count if self.count is None else self.count,
            fail_chance=step.fail_chance if self.fail_chance is None else self.fail_chance,
        )


@dataclass(frozen=True, slots=True)
class Cut:
    """A length version of a mission: which objectives it holds, and how fast the EVA clock runs."""

    id: str
    play_s: float  # what the name promises, seconds of play; 0 = no promise
    objectives: tuple[str, ...]
    rate: float
    work_rate: float
    budget: BudgetSpec
    plan: tuple[PlanItem, ...] = ()
    changes: tuple[StepChange, ...] = ()
    extras: tuple[str, ...] = ()  # of its objectives, those that are get-ahead work in this cut
    starts: tuple[CutStart, ...] = ()  # where it begins, if not in the airlock
    units: tuple[CutUnit, ...] = ()  # what is elsewhere at its beginning than the mission has it
    opens: dt.datetime | None = None  # when it begins, if not when the mission does


@dataclass(frozen=True, slots=True)
class CallRule:
    """A line that someone says when something is so; conditions are a closed vocabulary (events, MOMENTS, facts)."""

    key: str
    when: str
    speaker: str = "control"
    grade: int = 0
    once: bool = True
    filler: bool = False  # said only when nobody else has something to say
    who: str = ""
    what: str = ""
    where: str = ""
    kind: str = ""  # of a step event: the kind of its step
    fact: str = ""
    above: float | None = None
    below: float | None = None
    cut: tuple[str, ...] = ()  # only in these cuts; empty = in all
    calls: str = ""  # "terminate" or "abort": the line calls the walk off


@dataclass(frozen=True, slots=True)
class Truth:
    """A real fact told in the debrief: text key and the key of its source line."""

    key: str
    source_key: str
    objective: str = ""  # told only when this one was done; the last that fits is told


@dataclass(frozen=True, slots=True)
class Scoring:
    """Points for each part of the score; together 1000."""

    objectives: float = 500.0
    extras: float = 50.0
    time: float = 100.0
    oxygen: float = 100.0
    two_point: float = 150.0
    care: float = 60.0
    calm: float = 40.0

    def parts(self) -> dict[str, float]:
        """Part name -> its points."""
        return {
            "objectives": self.objectives,
            "extras": self.extras,
            "time": self.time,
            "oxygen": self.oxygen,
            "two_point": self.two_point,
            "care": self.care,
            "calm": self.calm,
        }


@dataclass(frozen=True, slots=True)
class LevelInfo:
    """What a list of missions shows; `title` and `brief` are language -> text."""

    id: str
    kind: str
    title: dict[str, str]
    cuts: tuple[str, ...]
    order: int = 0
    brief: dict[str, str] = field(default_factory=dict)
    steps: tuple[str, ...] = ()  # kinds of steps that are done in it
    opens: dt.date | None = None  # the day of the real walk
    source: str = ""  # what `load_level` and a logbook call it: the id, or the folder of a player's own
    problems: tuple[str, ...] = ()  # of a player's own mission, one line each; it cannot be played while there are any

    @property
    def is_own(self) -> bool:
        """True for a mission of the player's own folder."""
        return self.source != self.id

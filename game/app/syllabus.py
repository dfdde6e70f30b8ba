"""In which order missions are met, which one is next, and the one thing a debrief suggests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from game.control.intents import ASSISTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.app.logbook import Logbook
    from game.missions.level import Level
    from game.missions.plan import LevelInfo
    from game.missions.report import Report

COURSE = ("pool", "campaign", "history")  # kinds that are recommended in turn; labs are for whoever looks for them
GROUPS = ("pool", "campaign", "history", "bench", "lab", "own")
TRUE_TIME = "1:1"  # is for whoever looks for it
GOOD = 0.75  # share of the points from which there is nothing left to practise
TENSE_PM = 120.0  # mean heart rate above which calm is the thing to practise


def group_of(info: LevelInfo) -> str:
    """Under which heading a mission stands in the menu."""
    return "own" if info.is_own else info.kind


def recommended(infos: Iterable[LevelInfo], book: Logbook) -> LevelInfo | None:
    """The first mission of the course that is not done yet; None when all are."""
    course = [info for info in infos if not info.is_own and info.kind in COURSE]
    course.sort(key=lambda info: (COURSE.index(info.kind), info.order, info.id))
    return next((info for info in course if book.mark(info.source) != "done"), None)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to try next: its text key, where its button leads (again, next) and what is changed on the way."""

    key: str
    leads: str = "again"
    mission: str = ""
    changes: dict[str, str] = field(default_factory=dict)


def suggestion(report: Report, level: Level, assist: str, infos: tuple[LevelInfo, ...], book: Logbook) -> Suggestion:
    """The most useful single advice after a walk: safety first, then the budget, then what comes next."""
    if level.kind == "lab":
        return Suggestion("suggest.lab")
    if report.outcome == "lost":
        if assist != ASSISTS[0]:
            return Suggestion("suggest.more_help", changes={"assist": ASSISTS[0]})
        return Suggestion("suggest.two_hooks")
    if report.outcome == "running":
        return Suggestion("suggest.go_on")
    if report.lost_objects:
        return Suggestion("suggest.tether_it")
    if report.two_point_breaks:
        return Suggestion("suggest.two_points")
    if report.o2_in_hand_kg < 0.0 or report.time_in_hand_s < 0.0:
        return Suggestion("suggest.turn_back")
    if report.outcome != "complete":
        return Suggestion("suggest.again_early")
    if report.heart_mean_pm > TENSE_PM:
        return Suggestion("suggest.calm")
    if report.score < GOOD * sum(part.most for part in report.parts):
        return Suggestion("suggest.practise")
    following = recommended(infos, book)
    if following is not None and following.id != level.id:
        return Suggestion("suggest.next", "next", following.source)
    longer = _longer(level, report.cut)
    if longer:
        return Suggestion("suggest.longer", changes={"cut": longer})
    if assist != ASSISTS[-1]:
        return Suggestion("suggest.less_help", changes={"assist": ASSISTS[ASSISTS.index(assist) + 1]})
    return Suggestion("suggest.beat_it")


def _longer(level: Level, cut_id: str) -> str:
    """The next longer cut than this one, "" = none but true time."""
    now = level.cut(cut_id).play_s
    longer = [cut for cut in level.cuts if cut.play_s > now > 0.0 and cut.id != TRUE_TIME]
    return min(longer, key=lambda cut: cut.play_s).id if longer else ""

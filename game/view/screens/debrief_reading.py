"""Builds the model of a debrief from a report, the walk's log and the best run: its scene need not know the layout."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Protocol

from game.sim.tuning import Tuning
from game.view.screens.debrief import DebriefModel, Done, Figure, ScorePart
from game.view.screens.items import Item
from game.view.screens.plot import PlotMark, Series
from game.view.text import Text, clock
from game.view.walk_log import Curve, WalkLog

SOFT_N = 120.0  # a comfortable push (facts): a harder knock is worth a mark
HARD_N = 300.0
MARKED = ("step", "break", "slip", "alarm", "lost")  # in the order of the legend
ON_OXYGEN, ON_HEART, ON_HELD = ("step",), ("slip", "alarm", "lost"), ("break",)
CONE_DEG = round(math.degrees(Tuning().jettison_cone_rad))
MOST_POINTS = 4  # two hands, two hooks


@dataclass(frozen=True, slots=True)
class Compared:
    """The best run to compare with, as far as the debrief shows it; `is_new`: this walk has just become it."""

    score: int
    eva_s: float
    o2_used_kg: float
    two_point_breaks: int
    oxygen: Curve = ()
    is_new: bool = False


class Twin(Protocol):
    """Two ways from the start over EVA seconds, m: in water and in vacuum."""

    @property
    def water(self) -> Curve: ...
    @property
    def vacuum(self) -> Curve: ...


def debrief_model(
    text: Text,
    report: Any,
    log: WalkLog,
    title: str,
    items: tuple[Item, ...],
    *,
    best: Compared | None = None,
    twin: Twin | None = None,
    is_first: bool = False,
    is_eased: bool = False,
    start: str = "",
    device: str = "keyboard",
) -> DebriefModel:
    """The debrief of a report (missions.Report); `title` is the mission's name, `items` the buttons.

    `best` is the best run before this one; `is_first` says that there was none and this one was kept, `is_eased` that
    it would be the best, had no dial made it easier.
    """
    t = text.t
    lessons = _lessons(text, report)
    series = _series(text, report, log, best)
    if twin is not None:  # oxygen teaches nothing in the pool; what the water did to the same orders does
        water, vacuum = twin.water, twin.vacuum
        last_s = max((at for at, _ in water), default=1.0)
        way = Series(t("debrief.way_plot"), "m", water, best=vacuum, low=0.0, last_s=last_s, decimals=1)
        series = (way, *series[1:])
    return DebriefModel(
        title=t(f"outcome.{report.outcome}"),
        subtitle=_subtitle(text, report, title, is_lesson=twin is not None),
        done=tuple(
            Done(t(line.title_key), line.state, line.is_required, _when(text, line)) for line in report.objectives
        ),
        figures=_figures(text, report, best),
        series=series,
        parts=tuple(
            ScorePart(t(f"report.score.{part.name}"), part.points, part.most) for part in report.parts if part.most
        ),
        score=report.score,
        most=sum(part.most for part in report.parts),
        fact=t(report.fact_key) if report.fact_key else "",
        fact_source=t("report.source", source=t(report.fact_source_key)) if report.fact_source_key else "",
        items=items,
        lessons=lessons,
        verdict=_verdict(text, report, best, is_first=is_first, is_eased=is_eased),
        is_best=is_first or bool(best and best.is_new),
        legend=_legend(text, log, series, dashed="vacuum" if twin is not None else "best"),
        labels=(
            ("done", t("report.done")),
            ("figures", t("debrief.figures")),
            ("plots", t("debrief.plots")),
            ("score", t("report.score")),
            ("fact", t("debrief.lessons") if lessons else t("report.fact")),
            ("happened", t("report.fact")),
        ),
        start=start,
        device=device,
    )


def _subtitle(text: Text, report: Any, title: str, *, is_lesson: bool) -> str:
    """Which walk it was, and a word of praise or comfort for how it ended."""
    mission = text.t("debrief.mission", title=title, cut=text.t(f"cut.{report.cut}"))
    if report.outcome == "running":
        return mission
    if is_lesson and report.outcome == "complete":
        return f"{mission}. {text.t('outcome.complete.lesson')}"
    if report.ends_outside and report.outcome == "complete":
        return f"{mission}. {text.t('outcome.complete.outside')}"
    return f"{mission}. {text.t(f'outcome.{report.outcome}.text')}"


def _lessons(text: Text, report: Any) -> tuple[tuple[str, str], ...]:
    """What broke on the way, and how it ended, each with what it teaches."""
    t = text.t
    found = [(t(f"fault.{kind}"), t(f"lesson.fault.{kind}")) for kind in report.faults]
    ending = [(t(f"outcome.{report.outcome}"), t(f"lesson.end.{report.ending}"))] if report.ending else []
    return (*ending, *found)


def _when(text: Text, line: Any) -> str:
    """When an objective was finished, beside its place in the plan."""
    plan = text.t("debrief.plan", value=text.span(line.plan_eva_s / 60.0)) if line.plan_eva_s >= 0 else ""
    done = text.t("debrief.done_at", value=text.span(line.done_eva_s / 60.0)) if line.state == "done" else ""
    return " · ".join(part for part in (done, plan) if part) if line.plan_eva_s > 0 else ""


def _verdict(text: Text, report: Any, best: Compared | None, *, is_first: bool, is_eased: bool) -> str:
    t = text.t
    if is_eased:
        return t("debrief.eased")
    if is_first:
        return t("debrief.first_best")
    if best is None:
        return ""
    if best.is_new:
        return t("debrief.new_best", by=report.score - best.score)
    return t("debrief.below_best", score=best.score)


def _figures(text: Text, report: Any, best: Compared | None) -> tuple[Figure, ...]:
    t = text.t

    def held(breaks: int) -> str:
        return text.tn("debrief.breaks", breaks) if breaks else t("report.two_point.kept.short")

    def knock(force_n: float) -> str:
        return t("unit.n", value=round(force_n)) if force_n > 0 else t("report.contact.none")

    def kg(value: float) -> str:
        return t("unit.kg", value=float(value))

    def beside(plan: str, of_best: str) -> str:
        parts = [t("debrief.plan", value=plan)] if plan else []
        parts += [t("debrief.best", value=of_best)] if best is not None else []
        return " · ".join(parts)

    run = best or Compared(0, 0.0, 0.0, 0)
    breaks = report.two_point_breaks
    return (
        Figure(
            t("report.o2_used"),
            kg(report.o2_used_kg),
            beside(kg(report.o2_plan_kg), kg(run.o2_used_kg)),
            2 if report.o2_in_hand_kg < 0 else 0,
        ),
        Figure(
            t("report.time"),
            clock(report.eva_s),
            beside(text.span(report.plan_eva_s / 60.0), text.span(run.eva_s / 60.0)),
            2 if report.time_in_hand_s < 0 else 0,
        ),
        *(_release(text, release) for release in report.releases),
        Figure(t("debrief.breaches"), held(breaks), beside("", held(run.two_point_breaks)), 2 if breaks else 0),
        Figure(
            t("report.contact"),
            knock(report.max_contact_n),
            "",
            2 if report.max_contact_n > HARD_N else 1 if report.max_contact_n > SOFT_N else 0,
        ),
        Figure(t("report.lost"), str(len(report.lost_objects)), "", 2 if report.lost_objects else 0),
        Figure(t("report.slips"), str(report.slips), "", 1 if report.slips else 0),
    )


def _release(text: Text, release: Any) -> Figure:
    """How one thing left the hand: speed, and direction, spin and limits of what was asked for; where it goes."""
    t = text.t
    low, high = release.speed_band_mps
    asked = t(
        "debrief.release.asked",
        off=round(math.degrees(release.off_rad)),
        cone=CONE_DEG,
        low=low,
        high=high,
        spin=release.spin_radps,
        most=release.spin_most_radps,
    )
    where = "ahead" if release.ahead_m >= 0.0 else "behind"
    later = t(f"debrief.release.{where}", km=abs(release.ahead_m) / 1000.0)
    title = t(release.title_key) if release.title_key else release.unit
    speed = t("unit.mps", value=release.speed_mps)
    return Figure(t("debrief.release", title=title), speed, f"{asked} {later}", 0 if release.is_good else 2)


def _series(text: Text, report: Any, log: WalkLog, best: Compared | None) -> tuple[Series, ...]:
    oxygen = log.oxygen()
    plan: Curve = ()
    if oxygen and report.plan_eva_s > 0:
        begin = oxygen[0][1]
        plan = ((oxygen[0][0], begin), (report.plan_eva_s, max(0.0, begin - report.o2_plan_kg)))
    before = best.oxygen if best is not None else ()
    most = max((value for _, value in (*oxygen, *before)), default=1.0)
    least = min((value for _, value in (*oxygen, *plan, *before)), default=0.0)
    last_s = max((t for t, _ in (*oxygen, *plan, *before)), default=1.0)
    nights = log.nights()

    def marks(kinds: tuple[str, ...]) -> tuple[PlotMark, ...]:
        return tuple(PlotMark(at_s, kind) for kind in kinds for at_s in log.marks.get(kind, ()))

    t = text.t
    power = log.power()
    most_w = max((value for _, value in power), default=0.0)
    given = Series(t("debrief.power_plot"), "", power, nights=nights, low=0.0, high=most_w, last_s=last_s)
    return (
        *((given,) if most_w > 0.0 else ()),
        Series(
            t("debrief.oxygen_plot"), "", oxygen, plan, before, marks(ON_OXYGEN), nights,
            low=max(0.0, least - 0.15 * (most - least)), high=most, last_s=last_s, decimals=2,
        ),
        Series(t("debrief.heart"), "", log.heart(), marks=marks(ON_HEART), nights=nights, last_s=last_s),
        Series(
            t("debrief.held"), "", log.held(), marks=marks(ON_HELD), nights=nights, low=0.0, high=float(MOST_POINTS),
            last_s=last_s, limit=2.0, is_stepped=True, shows_last=False,
        ),
    )  # fmt: skip


def _legend(
    text: Text, log: WalkLog, series: tuple[Series, ...], *, dashed: str = "best"
) -> tuple[tuple[str, str], ...]:
    """Only what is on the plots is explained."""
    found = [kind for kind in MARKED if log.marks.get(kind)]
    found += ["night"] if any(one.nights for one in series) else []
    found += ["plan"] if any(one.plan for one in series) else []
    found += [dashed] if any(one.best for one in series) else []
    return tuple((kind, text.t(f"debrief.mark.{kind}")) for kind in found)

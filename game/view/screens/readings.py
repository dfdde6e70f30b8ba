"""Builds the models of briefing and debrief from a level and a report, so that scenes need not know their layout."""

from __future__ import annotations

import math
from typing import Any

from game.view.screens.briefing import BriefingModel, Task
from game.view.screens.debrief import DebriefModel, Done, Figure, ScorePart
from game.view.screens.items import Item
from game.view.screens.plot import Series
from game.view.screens.route_map import RouteMap, Stop
from game.view.text import Text, clock
from game.view.walk_log import WalkLog

SOFT_N = 120.0  # a comfortable push (facts): a harder knock is worth a mark
HARD_N = 300.0


def briefing_model(
    text: Text,
    level: Any,
    cut_id: str,
    assist: str,
    assists: tuple[str, ...],
    *,
    progress: float = 1.0,
    is_waiting: bool = False,
    device: str = "keyboard",
) -> BriefingModel:
    """The briefing of a level (missions.Level) in the language of the moment."""
    t = text.t
    cut = level.cut(cut_id)
    brief = f"{level.brief_key}.{cut.id}"  # a short cut may be about other work than the whole mission
    stops, tasks = _way(text, level, cut)
    fact = level.truths[0] if level.truths else None
    start = (
        t("briefing.preparing", percent=round(progress * 100)) if is_waiting and progress < 1 else t("briefing.start")
    )
    return BriefingModel(
        title=t(level.title_key),
        brief=t(brief if text.has(brief) else level.brief_key),
        tasks=tasks,
        cuts=tuple((one.id, t(f"cut.short.{one.id}")) for one in sorted(level.cuts, key=_length)),
        cut=cut.id,
        assists=tuple(
            Item("assist", t(f"assist.{name}"), t(f"assist.{name}.note"), value=name, is_chosen=name == assist)
            for name in assists
        ),
        start_label=start,
        cut_label=t("briefing.cut"),
        assist_label=t("briefing.assist"),
        tasks_label=t("briefing.tasks"),
        back_label=t("menu.back"),
        map_label=t("briefing.map"),
        fact_label=t("briefing.fact"),
        fact=t(fact.key) if fact else "",
        fact_source=t("report.source", source=t(fact.source_key)) if fact else "",
        route=RouteMap(level.station.structure, stops) if len(stops) > 1 else None,
        progress=progress,
        is_waiting=is_waiting,
        device=device,
    )


def _length(cut: Any) -> float:
    """Shortest first; a cut without a promised length last."""
    return float(cut.play_s) if cut.play_s > 0 else math.inf


def _way(text: Text, level: Any, cut: Any) -> tuple[tuple[Stop, ...], tuple[Task, ...]]:
    """The numbered stops of the map and the list of tasks with the same numbers."""
    structure = level.station.structure
    sites = {site.id: site.at for site in structure.worksites}
    hatch = next((hatch for hatch in structure.hatches if hatch.id == level.hatch), None)
    stops = [Stop(hatch.at, 0)] if hatch else []
    tasks = []
    number = 0
    for objective in level.objectives_of(cut):
        places = [sites[step.worksite] for step in objective.steps if step.worksite in sites]
        is_away = hatch is None or any(abs(x - hatch.at[0]) + abs(y - hatch.at[1]) > 1.5 for x, y in places)
        mine = 0
        if places and is_away and not objective.is_return:
            number += 1
            mine = number
            stops.append(Stop(places[-1], number))
        tasks.append(Task(text.t(objective.title_key), mine, objective.is_required))
    return tuple(stops), tuple(tasks)


def debrief_model(
    text: Text,
    report: Any,
    log: WalkLog,
    title: str,
    items: tuple[Item, ...],
    *,
    start: str = "",
    device: str = "keyboard",
) -> DebriefModel:
    """The debrief of a report (missions.Report); `title` is the mission's name, `items` the buttons."""
    t = text.t
    return DebriefModel(
        title=t(f"outcome.{report.outcome}"),
        subtitle=t("debrief.mission", title=title, cut=t(f"cut.{report.cut}")),
        done=tuple(Done(t(line.title_key), line.state, line.is_required) for line in report.objectives),
        figures=_figures(text, report),
        series=_series(text, report, log),
        parts=tuple(
            ScorePart(t(f"report.score.{part.name}"), part.points, part.most) for part in report.parts if part.most
        ),
        score=report.score,
        most=sum(part.most for part in report.parts),
        fact=t(report.fact_key) if report.fact_key else "",
        fact_source=t("report.source", source=t(report.fact_source_key)) if report.fact_source_key else "",
        items=items,
        labels=(
            ("done", t("report.done")),
            ("figures", t("debrief.figures")),
            ("plots", t("debrief.plots")),
            ("score", t("report.score")),
            ("fact", t("report.fact")),
        ),
        start=start,
        device=device,
    )


def _figures(text: Text, report: Any) -> tuple[Figure, ...]:
    t = text.t
    breaks = report.two_point_breaks
    held = text.tn("debrief.breaks", breaks) if breaks else t("report.two_point.kept.short")
    return (
        Figure(
            t("report.o2_used"),
            t("unit.kg", value=float(report.o2_used_kg)),
            t("debrief.plan", value=t("unit.kg", value=float(report.o2_plan_kg))),
            2 if report.o2_in_hand_kg < 0 else 0,
        ),
        Figure(
            t("report.time"),
            clock(report.eva_s),
            t("debrief.plan", value=clock(report.plan_eva_s)),
            2 if report.time_in_hand_s < 0 else 0,
        ),
        Figure(t("debrief.breaches"), held, "", 2 if breaks else 0),
        Figure(
            t("report.contact"),
            t("unit.n", value=round(report.max_contact_n)) if report.max_contact_n > 0 else t("report.contact.none"),
            "",
            2 if report.max_contact_n > HARD_N else 1 if report.max_contact_n > SOFT_N else 0,
        ),
        Figure(t("report.lost"), str(len(report.lost_objects)), "", 2 if report.lost_objects else 0),
        Figure(t("report.slips"), str(report.slips), "", 1 if report.slips else 0),
    )


def _series(text: Text, report: Any, log: WalkLog) -> tuple[Series, ...]:
    oxygen, heart = log.oxygen(), log.heart()
    plan: tuple[tuple[float, float], ...] = ()
    if oxygen and report.plan_eva_s > 0:
        begin = oxygen[0][1]
        plan = ((oxygen[0][0], begin), (report.plan_eva_s, max(0.0, begin - report.o2_plan_kg)))
    most = max((value for _, value in oxygen), default=1.0)
    return (
        Series(text.t("debrief.oxygen_plot"), "", oxygen, plan, low=0.0, high=most, decimals=2),
        Series(text.t("debrief.heart"), "", heart, marks=tuple(log.breaks)),
    )

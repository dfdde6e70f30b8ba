"""Builds the model of a briefing from a level, so that its scene need not know the layout."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pygame

from game.sim.spec import Point
from game.view.screens.briefing import BriefingModel, Task
from game.view.screens.items import Item
from game.view.screens.route_map import RouteMap, Stop
from game.view.text import Text


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
    ghosts: tuple[tuple[str, str], ...] = (),
    ghost: str = "",
    path: tuple[Point, ...] = (),
    ground: pygame.Surface | None = None,
) -> BriefingModel:
    """The briefing of a level (missions.Level) in the language of the moment."""
    t = text.t
    cut = level.cut(cut_id)
    brief = f"{level.brief_key}.{cut.id}"  # a short cut may be about other work than the whole mission
    route = route_of(level, cut)
    fact = level.truths[0] if level.truths else None
    start = (
        t("briefing.preparing", percent=round(progress * 100)) if is_waiting and progress < 1 else t("briefing.start")
    )
    return BriefingModel(
        title=t(level.title_key),
        brief=t(brief if text.has(brief) else level.brief_key),
        tasks=_tasks(text, level, cut),
        cuts=tuple((one.id, t(f"cut.short.{one.id}")) for one in sorted(level.cuts, key=_length)),
        cut=cut.id,
        assists=tuple(
            Item("assist", t(f"assist.{name}"), t(f"assist.{name}.note"), value=name, is_chosen=name == assist)
            for name in assists
        ),
        start_label=start,
        cut_label=t("briefing.cut"),
        assist_label=t("briefing.assist"),
        tasks_label=_tasks_label(text, level, cut),
        back_label=t("menu.back"),
        map_label=t("briefing.map"),
        fact_label=t("briefing.fact"),
        fact=t(fact.key) if fact else "",
        fact_source=t("report.source", source=t(fact.source_key)) if fact else "",
        route=replace(route, path=path, ground=ground) if route.stops else None,
        ghosts=ghosts,
        ghost=ghost,
        ghost_label=t("settings.ghost"),
        progress=progress,
        is_waiting=is_waiting,
        device=device,
    )


def _tasks_label(text: Text, level: Any, cut: Any) -> str:
    """What to do, and the budget of time and oxygen for it."""
    if level.kind == "lab":
        return text.t("briefing.tasks")
    tasks, oxygen = text.t("briefing.tasks"), text.t("unit.kg", value=float(cut.budget.o2_kg))
    return text.t("briefing.budget", tasks=tasks, time=text.span(cut.budget.eva_s / 60.0), oxygen=oxygen)


def _length(cut: Any) -> float:
    """Shortest first; a cut without a promised length last."""
    return float(cut.play_s) if cut.play_s > 0 else math.inf


def route_of(level: Any, cut: Any) -> RouteMap:
    """The map of a cut of a level: the hatch, and a stop for each objective that leads away from it."""
    hatch = _hatch(level)
    stops = [Stop(hatch.at, 0)] if hatch else []
    stops += [Stop(at, number) for _, number, at in _places(level, cut) if number]
    return RouteMap(level.station.structure, tuple(stops))


def _hatch(level: Any) -> Any:
    return next((hatch for hatch in level.station.structure.hatches if hatch.id == level.hatch), None)


def _places(level: Any, cut: Any) -> Iterator[tuple[Any, int, Point]]:
    """Each objective with the number of its stop (0 = none) and where that is."""
    sites = {site.id: site.at for site in level.station.structure.worksites}
    own = ("", *(crew.id for crew in level.crew[:1]))  # what a partner does is no stop of this way
    hatch, number = _hatch(level), 0
    for objective in level.objectives_of(cut):
        places = [sites[step.worksite] for step in objective.steps if step.worksite in sites and step.crew in own]
        is_away = hatch is None or any(abs(x - hatch.at[0]) + abs(y - hatch.at[1]) > 1.5 for x, y in places)
        is_stop = bool(places) and is_away and not objective.is_return
        number += is_stop
        yield objective, number if is_stop else 0, places[-1] if places else (0.0, 0.0)


def _tasks(text: Text, level: Any, cut: Any) -> tuple[Task, ...]:
    """What is to be done, with the numbers of the map."""
    planned = {item.objective: item.to_s for item in cut.plan}
    tasks = []
    for objective, number, _ in _places(level, cut):
        due_s = planned.get(objective.id, 0.0)
        when = text.t("briefing.by", time=text.span(due_s / 60.0)) if due_s > 0.0 else ""
        tasks.append(Task(text.t(objective.title_key), number, objective.is_required, when))
    return tuple(tasks)

"""The way on a briefing's map goes along the rails, leg by leg, and its numbers never hide each other."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pygame
import pytest

from game.app.route_plan import RoutePlan
from game.control.route import STEP_M, Map
from game.missions.level import load_level
from game.view.screens.readings import _tasks, route_of
from game.view.screens.route_map import _free_place

LONGEST_M = 2 * STEP_M  # from hold to hold, and from the last hold to the place of work


@pytest.fixture(scope="module")
def level():
    return load_level("unit-swap")


def test_the_way_goes_from_hold_to_hold(level) -> None:
    """Between the hatch and three places of work no stretch is longer than a person reaches."""
    sites = {site.id: site.at for site in level.station.structure.worksites}
    hatch = next(hatch.at for hatch in level.station.structure.hatches if hatch.id == level.hatch)
    steps = [step for objective in level.objectives for step in objective.steps if step.worksite in sites]
    stops = (hatch, *dict.fromkeys(sites[step.worksite] for step in steps[:14]))
    map_ = Map(level.station.structure)
    plan = RoutePlan(map_, stops)
    legs = 0
    while not plan.is_done:
        assert plan.path == ()
        plan.advance()
        legs += 1
    assert legs == len(stops) - 1
    assert plan.path[0] == hatch
    assert all(stop in plan.path for stop in stops)
    gaps = [math.dist(a, b) for a, b in zip(plan.path[1:], plan.path[2:], strict=False)]
    assert max(gaps) < LONGEST_M


def test_where_no_rail_leads_it_goes_on_from_the_nearest_hold(level) -> None:
    """The tip of an arm that is out is drawn straight from the nearest hold, and the way back begins there too."""
    map_ = Map(level.station.structure)
    out, home = (-5.75, -7.4), level.crew[0].at
    plan = RoutePlan(map_, (home, out, home))
    while not plan.is_done:
        plan.advance()
    number = plan.path.index(out)
    before, after = plan.path[number - 1], plan.path[number + 1]
    assert before == min((place.at for place in map_.places), key=lambda at: math.dist(at, out))
    assert math.dist(before, after) < LONGEST_M
    gaps = [math.dist(a, b) for a, b in zip(plan.path[1 : number - 1], plan.path[2:number], strict=True)]
    assert max(gaps) < LONGEST_M


def test_the_partner_s_steps_are_no_stops() -> None:
    """The map leads to where you ride to on the boom, not to where your partner cranks it."""
    level = load_level("solar-panels")
    words = SimpleNamespace(t=lambda key, **_: key, span=str)
    stops = route_of(level, level.cut("30m")).stops
    tasks = _tasks(words, level, level.cut("30m"))
    number = next(task.number for task in tasks if task.title == "solar-panels.objective.strela")
    sites = {site.id: site.at for site in level.station.structure.worksites}
    assert next(stop.at for stop in stops if stop.number == number) == sites["zvezda_probe"]


def test_what_was_explored_changes_no_way(level) -> None:
    """Working out all steps ahead gives the same ways as working them out when they are asked for."""
    fresh, ready = Map(level.station.structure), Map(level.station.structure)
    pieces = sum(1 for _ in ready.explore())
    assert pieces == len(ready.places)
    assert next(ready.explore(), "none") == "none"
    site = next(site.at for site in level.station.structure.worksites)
    start = level.crew[0].at
    assert fresh.way(start, fresh.goals_for(site, 0.74)) == ready.way(start, ready.goals_for(site, 0.74))


def test_numbers_move_aside() -> None:
    """A disc whose place is taken goes to the nearest free one inside the map, whichever side that is."""
    room = pygame.Rect(0, 0, 300, 120)
    taken: list[pygame.Rect] = []
    for _ in range(9):
        box = _free_place(pygame.Rect(130, 70, 40, 40), taken, room)
        assert room.contains(box)
        assert not any(box.colliderect(other) for other in taken)
        taken.append(box)

"""The turn-back line is true: who starts home at it arrives with the reserve, from near and far, by day and night."""

from __future__ import annotations

import pytest
from small_mission import far_level

from game.control.route import Map
from game.missions.turn_back import MARGIN_S, in_the_light_s
from game.session.session import Session
from game.sim.actions import Act
from game.sim.frame import OrbitFrame
from game.sim.rules.suit import rates

STORES = {"o2": "o2_kg", "co2": "lioh_kg", "water": "water_kg", "battery": "battery_j"}


def home_from(x_m: float, store: str) -> tuple[float, float, float]:
    """EVA seconds that the turn-back time allowed for the way, took, and left of the store behind the shut hatch."""
    level = far_level(x_m)
    session = Session(level, seed=2, pilot="autopilot", map_=Map(level.station.structure))
    for _ in range(32):
        session.step()
    state = session.world._state
    crew = state.crew["EV1"]
    need_s = session.frame.crew[0].suit.home_left_s - session.director.turn_back_left_s
    use = rates(crew.tuning, crew.suit, max(crew.suit.metabolic_w, crew.tuning.walk_w))
    setattr(crew.suit, STORES[store], need_s * use[store])  # the line is reached now
    session.say("control", Act.TERMINATE)
    start_s = session.frame.eva_s
    left_s = 0.0
    while session.outcome == "running" and session.frame.play_s < 300.0:
        left_s = session.frame.crew[0].suit.home_left_s
        session.step()
    assert session.outcome == "terminated"
    return need_s - MARGIN_S, session.frame.eva_s - start_s, left_s


@pytest.mark.parametrize(("x_m", "store"), [(0.0, "co2"), (4.0, "o2"), (9.0, "water")])
def test_home_with_the_reserve(x_m, store):
    """Starting home at the line, the autopilot shuts the hatch with the twenty minutes in hand, and not with hours."""
    allowed_s, took_s, left_s = home_from(x_m, store)
    assert left_s >= MARGIN_S
    assert took_s <= allowed_s
    assert left_s - MARGIN_S <= 0.6 * allowed_s


def orbit(light: float, next_change_s: float) -> OrbitFrame:
    zero = (0.0, 0.0, 0.0)
    return OrbitFrame(0.0, 0.0, 415e3, zero, light, next_change_s, 0.0, 0.6, zero, zero, 0.0, 0.0)


def test_the_night_costs_time():
    """A way by lamp takes a quarter longer; of a way that goes into the night only that part does."""
    assert in_the_light_s(1000.0, None) == 1000.0
    assert in_the_light_s(1000.0, orbit(1.0, 2000.0)) == 1000.0
    assert in_the_light_s(1000.0, orbit(0.0, 2000.0)) == pytest.approx(1250.0)
    assert in_the_light_s(1000.0, orbit(1.0, 400.0)) == pytest.approx(400.0 + 600.0 / 0.8)
    assert in_the_light_s(1000.0, orbit(0.0, 500.0)) == pytest.approx(500.0 + 600.0)


def test_the_limiting_store_counts():
    """The line follows the store that ends first, whichever it is, at the pace of the way home."""
    level = far_level(4.0)
    session = Session(level, seed=2, pilot="neutral", map_=Map(level.station.structure))
    for _ in range(31):
        session.step()
    before = session.director.turn_back_left_s
    suit = session.world._state.crew["EV1"].suit
    suit.lioh_kg *= 0.5
    for _ in range(30):
        session.step()
    assert session.director.turn_back_left_s < before - 3600.0
    assert session.frame.crew[0].suit.limiting == "co2"

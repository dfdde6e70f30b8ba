"""Ways past what breaks: the arms let a body swing out of its way, and there it must meet nothing fragile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.control.route import Map
from game.missions.level import load_level
from game.session.session import Session

RING = ("nauka_ring_top", "nauka_ring_top")


@pytest.fixture(scope="module")
def level():
    return load_level("radar-panel")


@pytest.mark.parametrize("at", [(-0.9, -2.8), (-1.5, -3.0), (-0.9, -2.6)])
def test_along_the_ring_past_the_wing(level, at):
    """From below the ring on Nauka's shoulder to the radar on the other side nobody touches the wing below."""
    cut = level.cut("1m")
    start = replace(cut.starts[0], at=at, holds=RING, hooks=RING)
    session = Session(
        replace(level, cuts=(replace(cut, starts=(start,)),)),
        cut_id="1m", seed=1, pilot="autopilot", map_=Map(level.station.structure),
    )  # fmt: skip
    while session.frame.crew[0].body.pose.x < 1.2 and session.frame.play_s < 60.0:
        session.step()
    assert session.frame.crew[0].body.pose.x >= 1.2
    assert session.report().damaged == ()
    assert session.report().max_contact_n == 0.0

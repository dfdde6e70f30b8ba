"""The vacuum beside a lesson: the same orders, another world."""

from __future__ import annotations

import pytest

from game.missions.level import load_level
from game.session.session import Session
from game.session.vacuum import VacuumTwin


def test_the_twin_leaves_the_water_behind():
    """With the same orders the body in vacuum goes another way, and the session's own digest is as without a twin."""
    level = load_level("pool-grip")
    session, alone = (Session(level, seed=3, pilot="autopilot") for _ in range(2))
    twin = VacuumTwin(session)
    for _ in range(420):
        session.step()
        alone.step()
        twin.follow(session)
    assert session.world.digest() == alone.world.digest()
    assert len(twin.water) == len(twin.vacuum) == 420 // 15
    assert max(abs(a[1] - b[1]) for a, b in zip(twin.water, twin.vacuum, strict=True)) > 0.02


def test_a_twin_begins_with_its_session():
    """A session that is under way gets no twin: it would begin elsewhere."""
    session = Session(load_level("pool-grip"), pilot="neutral")
    session.step()
    with pytest.raises(ValueError, match="at its beginning"):
        VacuumTwin(session)

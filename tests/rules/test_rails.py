"""Places on rails: where hands come to and hooks slide."""

from __future__ import annotations

from math import hypot, sqrt

import pytest

from game.sim.rails import (
    RailNet,
    direction_on_rail,
    nearest_on_rail,
    point_on_rail,
    rail_length,
    slide,
    span,
    span_index,
)
from game.sim.spec import RailSpec

BENT = RailSpec("bent", ((0.0, 0.0), (2.0, 0.0), (2.0, 1.0)), (0.0, 1.0, 2.0, 3.0))


def test_positions_run_along_the_bends() -> None:
    """Arc positions count along the pieces, and outside the rail they mean its ends."""
    assert rail_length(BENT) == 3.0
    assert point_on_rail(BENT, 2.5) == (2.0, 0.5)
    assert point_on_rail(BENT, -1.0) == (0.0, 0.0)
    assert point_on_rail(BENT, 9.0) == (2.0, 1.0)
    assert direction_on_rail(BENT, 1.0) == (1.0, 0.0)
    assert direction_on_rail(BENT, 2.5) == (0.0, 1.0)


@pytest.mark.parametrize("point", [(0.3, 0.4), (2.5, 0.7), (1.5, 0.9), (-1.0, -1.0), (3.0, 4.0), (2.0, 0.0)])
def test_nearest_is_nearest(point: tuple[float, float]) -> None:
    """No sampled place of the rail is nearer than the nearest, and the nearest lies at its own distance."""
    s, distance = nearest_on_rail(BENT, point)
    x, y = point_on_rail(BENT, s)
    assert hypot(x - point[0], y - point[1]) == pytest.approx(distance)
    samples = [point_on_rail(BENT, i / 500) for i in range(1501)]
    assert distance <= min(hypot(x - point[0], y - point[1]) for x, y in samples) + 1e-12


def test_hook_never_passes_a_post() -> None:
    """However a hook is pulled, it stays between the two posts of its span, at the place of it nearest to the pull."""
    for index in range(3):
        low, high = span(BENT, index)
        for pull in [(-5.0, 0.0), (9.0, 0.0), (0.5, 3.0), (5.0, 5.0), (1.3, -2.0), (2.0, 0.5)]:
            s, distance = slide(BENT, index, pull)
            assert low <= s <= high
            places = [point_on_rail(BENT, low + (high - low) * i / 200) for i in range(201)]
            assert distance == pytest.approx(min(hypot(x - pull[0], y - pull[1]) for x, y in places), abs=2e-4)


def test_spans_cover_the_rail() -> None:
    """Every place belongs to a span that holds it, posts and ends too."""
    for place in [0.0, 0.4, 1.0, 1.7, 2.0, 2.9, 3.0]:
        low, high = span(BENT, span_index(BENT, place))
        assert low <= place <= high


def test_net_answers_in_order_of_distance() -> None:
    """The net finds every rail in reach, the nearest first, equals in the order of the station."""
    other = RailSpec("other", ((0.0, 1.0), (40.0, 31.0)), (0.0, 50.0))
    twin = RailSpec("twin", BENT.points, BENT.stanchions_m)
    net = RailNet((other, BENT, twin))
    assert [number for _, number, _ in net.near((0.0, 0.2), 1.0)] == [1, 2, 0]
    found = net.nearest((20.0, 16.0), 0.1)
    assert found is not None
    assert found[1] == 0
    assert found[2] == pytest.approx(25.0)
    assert net.near((100.0, 100.0), 5.0) == []
    assert net.near((0.0, 2.0), 1.0 / sqrt(2.0)) == []

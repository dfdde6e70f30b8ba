"""A machine gets the quality it can hold, and a person may choose another."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game.app.settings import FIELDS
from game.view.quality import HALF_SIZE, LEVELS, TRIES, HalfEarth, choose_quality, make_earth, probe_jobs
from game.view.theme import PICTURE_SIZE


def test_the_setting_wins_over_the_probe() -> None:
    """A chosen level is taken however slow the machine is; the settings offer exactly the levels that there are."""
    for name, level in LEVELS.items():
        assert choose_quality(name, 999.0) is level
        assert choose_quality(name, None) is level
    assert set(FIELDS["quality"].metadata["choices"]) == {"auto", *LEVELS}


def test_a_slower_machine_never_gets_more() -> None:
    """With the probe's time the level falls, through all of them, and never rises."""
    order = list(LEVELS)
    found = [order.index(choose_quality("auto", ms / 4).name) for ms in range(400)]
    assert found == sorted(found)
    assert set(found) == {0, 1, 2}
    assert choose_quality("auto", None).name == "high"


def test_lower_levels_do_less() -> None:
    """Each level paints no more pixels a second than the one above it, and the lowest a quarter of the Earth's."""
    cost = [level.pictures_per_s * level.earth_size[0] * level.earth_size[1] for level in LEVELS.values()]
    assert cost == sorted(cost, reverse=True)
    assert cost[0] == 8 * cost[2]


def test_the_probe_takes_the_quickest_try() -> None:
    """Of all tries the quickest counts, so that a moment in which the machine was busy changes nothing."""
    times = []
    now = 0.0
    for took in (0.050, 0.007, 0.020, 0.009, 0.400, 0.008, 0.030):
        times += [now, now + took]
        now += took + 1.0
    assert len(times) == 2 * TRIES
    ticking = iter(times)
    found: list[float] = []
    shares = list(probe_jobs(found, lambda: next(ticking)))
    assert shares == sorted(shares)
    assert found == [pytest.approx(7.0)]


def test_the_low_earth_fills_the_picture() -> None:
    """The small Earth is enlarged over all of the picture."""
    earth = make_earth(LEVELS["low"])
    assert isinstance(earth, HalfEarth)
    assert earth.layer.size == HALF_SIZE

    class Green:
        ready = True

        def draw(self, surface: pygame.Surface, orbit: object, seconds_scale: float) -> None:
            del orbit, seconds_scale
            assert surface.get_size() == HALF_SIZE
            surface.fill((0, 200, 0))

    earth.layer = Green()  # type: ignore[assignment]
    picture = pygame.Surface(PICTURE_SIZE, 0, 32)
    earth.draw(picture, None)  # type: ignore[arg-type]
    assert earth.ready
    assert all(picture.get_at(at)[:3] == (0, 200, 0) for at in ((0, 0), (1919, 0), (960, 540), (1919, 1079)))

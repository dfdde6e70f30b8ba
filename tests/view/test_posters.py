"""Pictures of places of work: what the level file says is drawn, in slices, for whoever stays with a row."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
import pytest

from game.app.floater import SCALE_PX_PER_M, SWAY_PX, SWAY_S, Floater
from game.app.posters import DWELL_S, KEPT, Posters, place_jobs
from game.missions.level import load_level
from game.view.pen import Pen
from game.view.screens.browse import Detail, paint_detail
from game.view.screens.readings import route_of
from game.view.screens.route_map import map_camera
from game.view.text import Text
from game.view.theme import PICTURE_SIZE, make_theme

SIZE = (320, 180)


pytestmark = pytest.mark.usefixtures("pen")


@pytest.fixture(scope="module")
def pen() -> Pen:
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((64, 64))
    return Pen(Text("en"), make_theme())


def job(picture: pygame.Surface, slices: int = 3) -> Iterator[pygame.Surface | None]:
    yield from [None] * slices
    yield picture


@pytest.mark.parametrize("mission", ["unit-swap", "pool-work", "leonov-1965", "bench-bolts"])
def test_a_place_is_drawn_where_the_map_has_it(pen, mission) -> None:
    """The hatch or first stop of a mission lies on drawn hardware, with its disc over it; the sky above is dark or
    water; it comes in many slices."""
    pieces = list(place_jobs(mission, pen, SIZE))
    *empty, picture = pieces
    assert len(empty) > 10
    assert not any(empty)
    assert picture is not None
    assert picture.get_size() == SIZE
    level = load_level(mission)
    route = route_of(level, level.cuts[0])
    camera = map_camera(route, SIZE)
    x, y = camera.to_screen(route.stops[0].at)
    assert pygame.Rect((0, 0), SIZE).collidepoint(x, y)
    colours = {tuple(picture.get_at((px, py)))[:3] for px in range(0, SIZE[0], 4) for py in range(0, SIZE[1], 4)}
    assert len(colours) > 150  # a drawing, not a plain ground


def test_a_mission_that_cannot_be_read_has_no_picture(pen, tmp_path) -> None:
    """Nothing is drawn and nothing raised."""
    assert list(place_jobs(str(tmp_path), pen, SIZE)) == []


def test_who_passes_by_costs_nothing() -> None:
    """Work begins only after a while at one row; what is made is kept, the oldest goes."""
    posters, started = Posters(lambda: 0.0), []

    def start(key: int):
        started.append(key)
        return job(pygame.Surface(SIZE))

    for key in range(5):
        assert not posters.advance(key, DWELL_S * 0.9, lambda key=key: start(key))
    assert started == []
    for key in range(KEPT + 1):
        posters.advance(key, DWELL_S, lambda key=key: start(key))
        assert posters.get(key) is not None
    assert started == list(range(KEPT + 1))
    assert posters.get(0) is None
    assert not posters.advance(1, DWELL_S, lambda: start(1))  # it is there
    assert len(started) == KEPT + 1


def test_work_stops_when_its_time_is_up() -> None:
    """No picture waits longer for a poster than its budget and one slice."""
    clock = iter(range(100))
    posters = Posters(lambda: float(next(clock)))
    calls = [posters.advance("a", DWELL_S, lambda: job(pygame.Surface(SIZE))) for _ in range(4)]
    assert calls == [False, False, False, True]


def test_words_come_first(pen) -> None:
    """The picture takes what the words leave of the room, whether it is there yet or not; too little is left empty."""
    sheet = pen.sheet((800, 900))
    detail = Detail("Title", "Kicker", "Words " * 60, ("line",) * 3, has_poster=True)
    plain = paint_detail(sheet, pen, (0, 0), 700, Detail("Title", "Kicker", "Words " * 60, ("line",) * 3))
    for room in (plain + 40, plain + 200, plain + 900):
        height = paint_detail(sheet, pen, (0, 0), 700, detail, room)
        assert height <= room
        assert (height > plain) == (room > plain + 140)


def test_somebody_floats_beside_the_title() -> None:
    """His picture comes in many slices; he sinks and rises, and is at rest for who wants little motion."""
    floater = Floater()
    surface = pygame.Surface(PICTURE_SIZE, 0, 32)
    floater.draw(surface, is_still=False)
    assert not pygame.mask.from_threshold(surface, (255, 255, 255), (250, 250, 250)).count()
    assert len(list(floater.jobs())) > 20
    assert floater.picture is not None
    assert floater.picture.get_height() > 1.5 * SCALE_PX_PER_M  # a person of 1.8 m, a little aslant

    def top(*, is_still: bool) -> int:
        surface.fill((0, 0, 0))
        floater.draw(surface, is_still=is_still)
        return pygame.mask.from_threshold(surface, (255, 255, 255), (225, 225, 225)).get_bounding_rects()[0].top

    floater.advance(SWAY_S / 4)
    sunk, still = top(is_still=False), top(is_still=True)
    assert sunk - still == round(SWAY_PX)
    floater.advance(SWAY_S / 2)
    assert top(is_still=True) == still
    assert still - top(is_still=False) == round(SWAY_PX)

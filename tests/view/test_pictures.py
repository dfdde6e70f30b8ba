"""Pictures at fixed ticks look as they were approved: a walk by day, by night, at sunrise and in water, and menus.

References lie in tests/golden/pictures, small, so that letters and edges of other machines make no difference. They are
made anew only by `pytest tests/view/test_pictures.py -n 0 --bless-pictures`, by somebody who has looked at them.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest
from test_hud import pen_of, screens

from game.app.launch import prepare_environment
from game.missions.level import load_level
from game.session.session import Session
from game.sim.rules.orbit import Track
from game.view.bench import look_at
from game.view.cache import user_cache
from game.view.camera import CameraRig
from game.view.hud import Hud
from game.view.hud_model import hud_model
from game.view.hud_reading import plan_of
from game.view.quality import HalfEarth
from game.view.stage import Stage
from game.view.text import Text
from game.view.theme import PICTURE_SIZE, make_theme

REFERENCES = Path(__file__).parents[1] / "golden" / "pictures"
SMALL = (240, 135)
CELLS = (16, 9)  # of 15 x 15 small pixels
MOST_MEAN, MOST_CELL = 3.0, 16.0  # of 255: of the whole picture, and of the worst cell
TICK = 960  # of the autopilot's walk: outside, on the way
POOL_TICK = 420
MENUS = ("title", "pause", "settings", "briefing", "debrief")


def small(picture: pygame.Surface) -> np.ndarray:
    return pygame.surfarray.array3d(pygame.transform.smoothscale(picture, SMALL)).astype(float)


def distance(found: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    """The mean difference, and that of the cell where it is largest."""
    apart = np.abs(found - wanted).mean(2)
    cells = apart.reshape(CELLS[0], SMALL[0] // CELLS[0], CELLS[1], SMALL[1] // CELLS[1]).mean((1, 3))
    return float(apart.mean()), float(cells.max())


def load(name: str) -> np.ndarray:
    return pygame.surfarray.array3d(pygame.image.load(REFERENCES / f"{name}.png")).astype(float)


@pytest.fixture(autouse=True)
def as_the_program_blends() -> None:
    """Pygame reads how it shall blend when it starts: as the program has it, whatever ran in this process before."""
    prepare_environment()
    pygame.init()


@pytest.fixture
def approved(request: pytest.FixtureRequest, tmp_path: Path):
    """Compares a picture with its reference, or makes that anew when it was asked for by the flag."""

    def compare(name: str, picture: pygame.Surface) -> None:
        reference = REFERENCES / f"{name}.png"
        if request.config.getoption("--bless-pictures"):
            pygame.image.save(pygame.transform.smoothscale(picture, SMALL).convert(24), reference)
            return
        mean, worst = distance(small(picture), load(name))
        if mean > MOST_MEAN or worst > MOST_CELL:
            found = tmp_path / f"{name}.png"
            pygame.image.save(picture, found)
            pytest.fail(f"{name}: differs by {mean:.1f}, in its worst cell by {worst:.1f}; look at {found}")

    return compare


@pytest.fixture(scope="module")
def level() -> Any:
    return load_level("unit-swap")


@pytest.fixture(scope="module")
def walk(level: Any) -> Iterator[tuple[Session, Stage]]:
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode((64, 64))
    session = Session(level, cut_id="3m", seed=0, pilot="autopilot")
    stage = Stage(level.station, earth=HalfEarth(), theme=make_theme(), cache=user_cache())
    for _ in stage.prepare(session.frame):
        pass
    while session.frame.tick < TICK:
        session.step()
        if session.frame.tick > TICK - 240:
            stage.tick(session.frame, session.events)
    yield session, stage
    pygame.display.quit()


def orbit_at(level: Any, light: str) -> Any:
    """The orbit of the mission's day at a moment of this light."""
    track = Track(level.orbit)
    rise, dusk, dawn = track.cycle(0.0)
    moments = {"day": dawn + (dusk - rise) / 2, "night": (dusk + dawn) / 2 + (dawn - rise), "sunrise": dawn + 90.0}
    return track.frame(moments[light])


def draw_panels(picture: pygame.Surface, session: Session, camera: Any, language: str, frame: Any = None) -> None:
    """The panels of this moment, or of another frame of it."""
    text = Text(language)
    text.use_mission(session.level.texts_dir)
    frame = session.frame if frame is None else frame
    model = hud_model(
        frame,
        plan=plan_of(session.level, session.cut),
        goals=session.goals,
        titles=session.director.step_titles,
        turn_back_s=session.director.turn_back_left_s,
        to_screen=camera.to_screen,
    )
    Hud(text, make_theme()).draw(picture, model)


@pytest.mark.parametrize(("light", "language"), [("day", "en"), ("night", "ru"), ("sunrise", "ru")])
def test_a_walk_looks_as_approved(walk, level, approved, light, language) -> None:
    """World and panels of tick 960, in the light of day, of night with lamps and of sunrise."""
    session, stage = walk
    orbit = orbit_at(level, light)
    frame = dataclasses.replace(session.frame, orbit=orbit, eva_s=orbit.eva_s)
    rig = CameraRig(limits_m=level.station.bounds_m)
    camera = rig.cut_to(look_at(None, frame, 1.0)[0])
    stage.earth.settle(frame.orbit)
    picture = pygame.Surface(PICTURE_SIZE).convert()
    for _ in range(2):  # light that has jumped is there at once, tiles that were ahead one picture later
        stage.draw(picture, frame, 1.0, camera)
    draw_panels(picture, session, camera, language, frame)
    approved(f"walk-{light}", picture)


@pytest.mark.parametrize(("lesson", "language"), [("pool-grip", "en"), ("pool-work", "ru")])
def test_the_pool_looks_as_approved(approved, lesson, language) -> None:
    """Water, divers, their shadows and the panels of two lessons at tick 420."""
    pygame.display.set_mode((64, 64))
    level = load_level(lesson)
    session = Session(level, cut_id="3m", seed=0, pilot="autopilot")
    stage = Stage(level.station, environment="pool", theme=make_theme(), cache=user_cache())
    for _ in stage.prepare(session.frame):
        pass
    while session.frame.tick < POOL_TICK:
        session.step()
        stage.tick(session.frame, session.events)
    camera = CameraRig(limits_m=level.station.bounds_m).cut_to(look_at(None, session.frame, 1.0)[0])
    picture = pygame.Surface(PICTURE_SIZE).convert()
    for _ in range(2):
        stage.draw(picture, session.frame, 1.0, camera)
    draw_panels(picture, session, camera, language)
    approved(f"{lesson}-{language}", picture)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("name", MENUS)
def test_a_menu_looks_as_approved(level, approved, name, language) -> None:
    """Title, pause, settings, briefing and debrief in both languages."""
    pygame.font.init()
    screen, model = screens(pen_of(language), level)[name]
    screen.layout(model)
    picture = pygame.Surface(PICTURE_SIZE, 0, 32)
    picture.fill((38, 60, 92))
    screen.draw(picture)
    approved(f"{name}-{language}", picture)


def test_the_comparison_would_see_it() -> None:
    """No two references pass for each other, and a picture without its cosmonaut, or with one panel less, does not
    pass either."""
    names = sorted(path.stem for path in REFERENCES.glob("*.png"))
    assert len(names) == 3 + 2 + 2 * len(MENUS)
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            mean, worst = distance(load(name), load(other))
            assert mean > MOST_MEAN or worst > MOST_CELL, (name, other)
    day = load("walk-day")
    for box in ((105, 45, 135, 90), (3, 3, 55, 22)):
        changed = day.copy()
        x0, y0, x1, y1 = box
        changed[x0:x1, y0:y1] = changed[x0:x1, y0:y1].mean((0, 1))
        assert distance(changed, day)[1] > MOST_CELL, box

"""Photo mode: time stands still, every device moves the camera, and the picture is kept whole and where it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import driving
import numpy as np
import pygame
import pytest
from driving import FIRST_MISSION, post
from test_picture import NoEarth

from game.app import pictures
from game.app.folders import Folders
from game.app.scenes import photo
from game.app.scenes.eva import EvaScene
from game.app.scenes.photo import PhotoScene
from game.control.intents import Intent
from game.view.png import png_jobs

SIZE = (960, 540)


@pytest.fixture(scope="module")
def walking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NoEarth]:
    folder = tmp_path_factory.mktemp("photo")
    made = NoEarth(FIRST_MISSION, Folders(*(folder / name for name in ("config", "data", "cache", "log"))))
    made.step_frame()
    scene: Any = made.top
    scene.screen.focus.id = "start"
    driving.Keyboard().do("accept", (0, 0), None, made)  # type: ignore[arg-type]
    for _ in range(20_000):
        assert made.step_frame()
        if isinstance(made.top, EvaScene):
            break
    scene = made.top
    for _ in range(240):
        scene.play.session.step()
        scene.picture.stage.tick(scene.play.session.frame, scene.play.session.events)
    yield made
    pygame.display.quit()


@pytest.fixture
def app(walking: NoEarth, monkeypatch: pytest.MonkeyPatch) -> Iterator[NoEarth]:
    """A walk in which photo mode was just opened by its key."""
    monkeypatch.setattr(photo, "SIZE_4K", SIZE)
    monkeypatch.setattr(photo, "WORK_S", 5.0)
    press(walking, pygame.K_v)
    assert isinstance(walking.top, PhotoScene)
    yield walking
    for _ in range(3):
        if isinstance(walking.top, PhotoScene):
            walking.top.answer(Result("back"))
            walking.step_frame()
    assert isinstance(walking.top, EvaScene)
    walking.set(one_switch=False, text_scale=1.0, language="en")


def Result(name: str, value: Any = None) -> Any:  # noqa: N802 - reads like the class
    from game.view.widgets import Result as Made

    return Made(name, value)


def press(app: NoEarth, key: int) -> None:
    post(pygame.KEYDOWN, key=key, scancode=0, mod=0, unicode="")
    post(pygame.KEYUP, key=key, scancode=0, mod=0, unicode="")
    app.step_frame()
    app.step_frame()


def aim(app: NoEarth) -> tuple[float, float]:
    scene: Any = app.top
    return scene._aim


def test_time_stands_still_and_nothing_changes(app: NoEarth) -> None:
    """However long one looks, no tick passes and the digest stays."""
    scene: Any = app.top
    session = scene.play.session
    before = session.frame.tick, session.world.digest()
    for way in ("left", "up", "down"):
        scene.handle(Intent(way))
        app.step_frame()
    scene.handle(Intent("scroll", y=1.0))
    for _ in range(20):
        app.step_frame()
    assert (session.frame.tick, session.world.digest()) == before


def test_a_photograph_has_no_signs_and_the_walk_has_them_again(app: NoEarth, monkeypatch: pytest.MonkeyPatch) -> None:
    """What holds somebody is laid over the picture of a walk, but not over that of photo mode."""
    scene: Any = app.top
    stage, asked = scene.painter.stage, []
    monkeypatch.setattr(stage.suits, "draw_grips", lambda *_: asked.append("hands"))
    monkeypatch.setattr(stage.lines.hooks, "draw_held", lambda *_: asked.append("hooks"))
    scene.handle(Intent("up"))
    app.step_frame()
    assert not asked
    scene.answer(Result("back"))
    app.step_frame()
    app.step_frame()
    assert set(asked) == {"hands", "hooks"}


def test_every_device_moves_the_camera(app: NoEarth) -> None:
    """Keys, pad, wheel, mouse, finger and a scanner each move it or zoom."""
    scene: Any = app.top
    places = [aim(app)]

    def moved() -> None:
        app.step_frame()
        app.step_frame()
        assert aim(app) != places[-1]
        places.append(aim(app))

    press(app, pygame.K_LEFT)
    moved()
    post(pygame.CONTROLLERBUTTONDOWN, instance_id=3, button=pygame.CONTROLLER_BUTTON_DPAD_UP)
    post(pygame.CONTROLLERBUTTONUP, instance_id=3, button=pygame.CONTROLLER_BUTTON_DPAD_UP)
    moved()
    post(pygame.MOUSEBUTTONDOWN, pos=(900, 400), button=1, touch=False)
    app.step_frame()
    post(pygame.MOUSEMOTION, pos=(1000, 450), rel=(100, 50), buttons=(1, 0, 0), touch=False)
    post(pygame.MOUSEBUTTONUP, pos=(1000, 450), button=1, touch=False)
    moved()
    for kind, x in ((pygame.FINGERDOWN, 0.5), (pygame.FINGERMOTION, 0.6), (pygame.FINGERUP, 0.6)):
        post(kind, finger_id=1, touch_id=1, x=x, y=0.4, dx=0.0, dy=0.0, pressure=1.0)
        app.step_frame()
    moved()
    app.set(one_switch=True)
    app.step_frame()
    assert {"go_left", "go_right", "go_up", "go_down"} <= {widget.id for widget in scene.screen.widgets}
    scene.screen.focus.id = "go_left"
    press(app, pygame.K_b)
    moved()
    app.set(one_switch=False)
    for steps, wanted in ((1, 140.0), (-1, 100.0), (-1, 70.0), (1, 100.0)):
        post(pygame.MOUSEWHEEL, y=steps, x=0, touch=False)
        for _ in range(200):
            app.step_frame()
            if scene.camera.scale_px_per_m == wanted:
                break
        assert scene.camera.scale_px_per_m == wanted


def test_a_drag_keeps_the_place_under_the_finger(app: NoEarth) -> None:
    """The point that was touched is still under the finger when it has moved."""
    scene: Any = app.top
    scene.handle(Intent("pointer", 900, 400, value="down", device="touch"))
    scene.handle(Intent("pointer", 930, 420, value="move", device="touch"))
    point = scene.camera.to_world((930.0, 420.0))
    scene.handle(Intent("pointer", 1010, 380, value="move", device="touch"))
    assert scene.camera.to_screen(point) == pytest.approx((1010.0, 380.0), abs=1.5)


def test_the_camera_stays_with_the_station_and_arrows_lead_on_to_the_bar(app: NoEarth) -> None:
    """At the end of the station a direction moves the focus instead, so arrows alone reach every button."""
    scene: Any = app.top
    left, bottom, right, top = scene.play.level.station.bounds_m
    for _ in range(60):
        scene.handle(Intent("down"))
        if scene.screen.focus.id != "view":
            break
    assert scene.screen.focus.id != "view"
    x, y = aim(app)
    assert left <= x <= right
    assert bottom <= y <= top
    scene.handle(Intent("up"))
    assert scene.screen.focus.id == "view"


def test_the_picture_is_finer_than_the_screen_and_shows_the_same(app: NoEarth) -> None:
    """A press keeps a PNG of the size that is promised, named in a notice; scaled down it is what the screen shows,
    without bar and panels."""
    scene: Any = app.top
    for _ in range(4):
        app.step_frame()
    scene.answer(Result("save"))
    wait_saved(app)
    notice = app.notices.current[-1]
    assert notice.key == "notice.screenshot"
    path = Path(dict(notice.values)["file"])
    assert path.parent == app.folders.screenshots
    assert [other.name for other in path.parent.iterdir()] == [path.name]
    saved = pygame.image.load(path)
    assert saved.get_size() == SIZE
    scene._idle_s = 99.0
    scene._renew()
    scene.draw(app.window.picture)
    seen = pygame.transform.smoothscale(app.window.picture, SIZE)
    first, second = (pygame.surfarray.array3d(picture).astype(float) for picture in (saved, seen))
    assert np.abs(first - second).mean() < 4.0
    assert first.std() > 5
    assert not scene.painter.stage.has_scale(50.0)
    path.unlink()


def wait_saved(app: NoEarth) -> None:
    for _ in range(4000):
        if not (isinstance(app.top, PhotoScene) and app.top.is_busy):
            return
        app.step_frame()
    raise AssertionError("the picture was never finished")


def test_a_picture_that_cannot_be_written_is_told(app: NoEarth, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disc is a notice; the walk goes on."""

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, f"No space left on device for {len(content)} bytes", str(path))

    monkeypatch.setattr(pictures, "write_atomic", full)
    scene: Any = app.top
    scene.answer(Result("save"))
    wait_saved(app)
    assert app.notices.current[-1].key == "notice.not_saved"
    assert dict(app.notices.current[-1].values)["file"].endswith(".png")
    assert isinstance(app.top, PhotoScene)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_too_little_memory_is_told_in_the_language(
    app: NoEarth, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """A picture that finds no memory is a notice by key, with no foreign word in it; the walk goes on."""

    def greedy(*_: Any) -> Iterator[float]:
        yield 0.1
        raise MemoryError

    monkeypatch.setattr(photo, "still_jobs", greedy)
    app.set(language=language)
    scene: Any = app.top
    scene.answer(Result("save"))
    wait_saved(app)
    notice = app.notices.current[-1]
    assert notice.key == "notice.no_memory"
    assert app.text.has(notice.key)
    assert not notice.values
    assert isinstance(app.top, PhotoScene)


def test_leaving_waits_for_the_picture_and_leaving_twice_gives_it_up(app: NoEarth) -> None:
    """Once: the picture is finished, then the walk is back. Twice: at once, and nothing is written."""
    scene: Any = app.top
    scene.answer(Result("save"))
    scene.answer(Result("back"))
    app.step_frame()
    wait_saved(app)
    app.step_frame()
    assert isinstance(app.top, EvaScene)
    found = list(app.folders.screenshots.iterdir())
    assert len(found) == 1
    found[0].unlink()
    press(app, pygame.K_v)
    scene = app.top
    scene.answer(Result("save"))
    scene.answer(Result("back"))
    scene.answer(Result("back"))
    app.step_frame()
    assert isinstance(app.top, EvaScene)
    assert not list(app.folders.screenshots.iterdir())


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_bar_fits(app: NoEarth, language: str, scale: float) -> None:
    """Every button lies in the picture, over no other, large enough for a finger, with words that fit, in each size."""
    app.set(language=language, text_scale=scale, one_switch=True)
    app.step_frame()
    app.step_frame()
    scene: Any = app.top
    picture = pygame.Rect(0, 0, 1920, 1080)
    widgets = [widget for widget in scene.screen.widgets if widget.id != "view"]
    assert len(widgets) == 9
    pen = app.pen
    for place, widget in enumerate(widgets):
        assert picture.contains(widget.rect)
        assert min(widget.rect.size) >= 64
        room = widget.rect.width - 2 * pen.theme.px(22)
        assert max(pen.letters.width(word, "strong") for word in widget.label.split()) <= room, widget.label
        assert not any(widget.rect.colliderect(other.rect) for other in widgets[place + 1 :])
    assert not app.text.missing


def test_the_bar_goes_when_nobody_touches_anything(app: NoEarth) -> None:
    """After some seconds only the picture is left; any wish brings the bar back."""
    scene: Any = app.top
    scene._idle_s = 99.0
    app.step_frame()
    assert scene.screen.model.is_bare
    scene.handle(Intent("next"))
    assert not scene.screen.model.is_bare


def test_a_png_is_what_was_drawn() -> None:
    """The bytes read back to the same pixels, for sizes that are no whole number of bands."""
    for size in ((1, 1), (31, 7), (64, 48), (50, 101)):
        picture = pygame.Surface(size, 0, 32)
        dice = np.random.default_rng(3)
        pygame.surfarray.blit_array(picture, dice.integers(0, 256, (*size, 3), dtype=np.uint8))
        made: list[bytes] = []
        shares = list(png_jobs(picture, made))
        assert shares == sorted(shares)
        import io

        read = pygame.image.load(io.BytesIO(made[0]), "x.png")
        assert (pygame.surfarray.array3d(read) == pygame.surfarray.array3d(picture)).all()

"""A person at the machine: the real app without its pictures of the world, posted events, and a watch."""

from __future__ import annotations

import os

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pygame

from game.app.folders import Folders
from game.app.loop import App
from game.app.options import PlayOptions
from game.app.play_picture import HUD_HANDS
from game.app.play_prompts import PlayPrompts
from game.app.prepared import Prepared
from game.app.scenes.debrief import DebriefScene
from game.app.scenes.eva import EvaScene
from game.app.touch_bar import TouchBar
from game.control.route import Map
from game.session.clock import TICKS_AT_ONCE
from game.sim.ticks import TICKS_PER_SECOND
from game.view.camera import CameraRig
from game.view.hud import Hud
from game.view.hud_model import hud_model
from game.view.walk_log import WalkLog

PICTURE_S = TICKS_AT_ONCE / TICKS_PER_SECOND
LIMIT_S = 420.0  # of play; the cut promises three minutes to who knows it
DRAG_PX = 160.0
PRESS_EACH_S = 1.0  # nobody has to press faster


FIRST_MISSION = PlayOptions("unit-swap", "cadet", "3m", "en", (1920, 1080), is_windowed=True, seed=7)


class BlindStage:
    """Takes what a photographer asks of the painters of the world."""

    scale_px_per_m = 100.0
    earth = None
    inset_shot = None

    def prepare_scale(self, *_: Any) -> Any:
        return iter(())

    def drop_scale(self, *_: Any) -> None:
        pass

    def draw(self, *_: Any, **__: Any) -> None:
        pass


class BlindPicture:
    """Maps pixels like the real picture, and paints nothing."""

    def __init__(self, app: App, play: Any) -> None:
        self.app, self.play, self.log = app, play, WalkLog()
        self.stage = BlindStage()
        self.bar = TouchBar(app.pen, play.request.assist)
        self.prompts = PlayPrompts(app, play)
        self.hud = Hud(app.text, app.pen.theme)
        pose = play.session.frame.crew[0].body.pose
        self.rig = CameraRig()
        self.camera = self.rig.cut_to((pose.x, pose.y))

    exposure = None

    def switch_exposure(self) -> None:
        pass

    def to_station(self, pixel: tuple[float, float]) -> tuple[float, float]:
        return self.camera.to_world(pixel)

    def button_at(self, pixel: tuple[float, float]) -> str:
        self.lay_out()
        symbol = self.hud.at(pixel)
        return self.bar.at(pixel) or HUD_HANDS.get(symbol, symbol)

    def take(self, happened: Any) -> None:
        for frame, events in happened.frames:
            self.log.note(frame, events)
        self.prompts.observe(happened.events)

    def repeat_help(self) -> None:
        self.prompts.repeat_help()

    def lay_out(self) -> list[tuple[Any, pygame.Rect]]:
        """The prompts that are shown and where, as the real panels place them."""
        told, frame = self.prompts.read(), self.play.session.frame
        model = hud_model(frame, prompts=told.prompts, advice=told.advice, refusal=told.refusal)
        self.hud.draw(pygame.Surface((1920, 1080)), model)
        return self.hud.prompt_boxes

    def prompt_at(self, pixel: tuple[float, float]) -> Any:
        self.lay_out()
        return self.hud.prompt_at(pixel)

    def draw(self, surface: Any, elapsed_s: float, **_: Any) -> None:
        del surface
        self.prompts.advance(elapsed_s)
        body = self.play.session.frame.crew[0].body
        self.camera = self.rig.follow((body.pose.x, body.pose.y), (body.vx, body.vy), elapsed_s)


class BlindApp(App):
    """The real app without its pictures of the world."""

    def prepare_world(self) -> None:
        pass

    def prepare_level(self, level: Any) -> Any:
        prepared = Prepared(level, self.pen, lambda: None)
        prepared.map = Map(level.station.structure)

        class _Stage:
            is_ready = True

        prepared.stage = _Stage()  # type: ignore[assignment]
        return prepared

    def make_picture(self, play: Any) -> Any:
        return BlindPicture(self, play)


@dataclass
class Drive:
    """A person at the machine, with a watch."""

    folder: Path
    options: PlayOptions = FIRST_MISSION
    now_s: float = 100.0

    def __post_init__(self) -> None:
        folders = Folders(*(self.folder / name for name in ("config", "data", "cache", "log")))
        self.app = BlindApp(self.options, folders, lambda: self.now_s)
        self.frame()

    def frame(self, count: int = 1) -> bool:
        for _ in range(count):
            self.now_s += PICTURE_S
            if not self.app.step_frame():
                return False
        return True

    @property
    def play(self) -> Any:
        scene = self.app.top
        assert isinstance(scene, EvaScene)
        return scene.play


def post(kind: int, **values: object) -> None:
    pygame.event.post(pygame.event.Event(kind, values))


class Keyboard:
    keys: ClassVar = {
        "work": pygame.K_SPACE,
        "skip": pygame.K_k,
        "act": pygame.K_RETURN,
        "accept": pygame.K_RETURN,
        "hook1": pygame.K_q,
        "hook2": pygame.K_e,
    }
    ways: ClassVar = {(1, 0): pygame.K_RIGHT, (-1, 0): pygame.K_LEFT, (0, 1): pygame.K_UP, (0, -1): pygame.K_DOWN}

    def do(self, wish: str, way: tuple[float, float], at: Any, drive: Drive) -> None:
        del at, drive
        key = self.ways[way] if wish == "hold_next" else self.keys[wish]  # type: ignore[index]
        post(pygame.KEYDOWN, key=key, scancode=0, mod=0, unicode="")
        post(pygame.KEYUP, key=key, scancode=0, mod=0, unicode="")


class Pad:
    buttons: ClassVar = {
        "work": pygame.CONTROLLER_BUTTON_A,
        "accept": pygame.CONTROLLER_BUTTON_A,
        "act": pygame.CONTROLLER_BUTTON_Y,
        "skip": pygame.CONTROLLER_BUTTON_A,
        "hook1": pygame.CONTROLLER_BUTTON_LEFTSHOULDER,
        "hook2": pygame.CONTROLLER_BUTTON_RIGHTSHOULDER,
    }
    ways: ClassVar = {
        (1, 0): pygame.CONTROLLER_BUTTON_DPAD_RIGHT,
        (-1, 0): pygame.CONTROLLER_BUTTON_DPAD_LEFT,
        (0, 1): pygame.CONTROLLER_BUTTON_DPAD_UP,
        (0, -1): pygame.CONTROLLER_BUTTON_DPAD_DOWN,
    }

    def do(self, wish: str, way: tuple[float, float], at: Any, drive: Drive) -> None:
        del at, drive
        button = self.ways[way] if wish == "hold_next" else self.buttons[wish]  # type: ignore[index]
        post(pygame.CONTROLLERBUTTONDOWN, instance_id=3, button=button)
        post(pygame.CONTROLLERBUTTONUP, instance_id=3, button=button)


class Pointer:
    """Taps places where they are seen, and the buttons at the side for the rest."""

    def press(self, x: float, y: float) -> None:
        raise NotImplementedError

    def do(self, wish: str, way: tuple[float, float], at: Any, drive: Drive) -> None:
        del way
        scene = drive.app.top
        if wish == "accept":
            assert scene is not None
            focused = scene.screen.focus.node  # type: ignore[attr-defined]
            self.press(*focused.rect.center)
            return
        assert isinstance(scene, EvaScene)
        picture: Any = scene.picture
        if at is not None:
            x, y = picture.camera.to_screen(at)
            if 0 < x < 1500 and 0 < y < 1080:
                self.press(x, y)
                return
        wish = "work" if wish == "skip" else wish
        rect = picture.bar._rects[wish]
        self.press(*rect.center)

    def follow(self, prompt: Any, drive: Drive) -> None:
        """As the table of controls says: a hook's symbol and then the hold, a drag of the body, a tap on a place."""
        scene = drive.app.top
        assert isinstance(scene, EvaScene)
        picture: Any = scene.picture
        if prompt.verb.startswith("hook"):
            picture.lay_out()
            self.press(*picture.hud.boxes[prompt.verb].center)
            assert drive.frame(2)
            self.press(*picture.camera.to_screen(prompt.at))
        elif prompt.verb == "pull":
            body = drive.play.session.frame.crew[0].body.pose
            x, y = picture.camera.to_screen((body.x, body.y))
            self.drag((x, y), (x + prompt.direction[0] * DRAG_PX, y - prompt.direction[1] * DRAG_PX))
        else:
            self.do(prompt.intent, prompt.direction, prompt.at, drive)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        raise NotImplementedError


class Mouse(Pointer):
    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        post(pygame.MOUSEBUTTONDOWN, pos=start, button=1, touch=False)
        post(pygame.MOUSEMOTION, pos=end, rel=(20, 0), buttons=(1, 0, 0), touch=False)
        post(pygame.MOUSEBUTTONUP, pos=end, button=1, touch=False)

    def press(self, x: float, y: float) -> None:
        post(pygame.MOUSEMOTION, pos=(x, y), rel=(20, 0), buttons=(0, 0, 0), touch=False)
        post(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1, touch=False)
        post(pygame.MOUSEBUTTONUP, pos=(x, y), button=1, touch=False)


class Touch(Pointer):
    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        for kind, (x, y) in ((pygame.FINGERDOWN, start), (pygame.FINGERMOTION, end), (pygame.FINGERUP, end)):
            post(kind, finger_id=1, touch_id=1, x=x / 1920, y=y / 1080, dx=0.0, dy=0.0, pressure=1.0)

    def press(self, x: float, y: float) -> None:
        for kind in (pygame.FINGERDOWN, pygame.FINGERUP):
            post(kind, finger_id=1, touch_id=1, x=x / 1920, y=y / 1080, dx=0.0, dy=0.0, pressure=1.0)
        for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):  # SDL's echo
            post(kind, pos=(x, y), button=1, touch=True)


class Switch:
    """One key, whatever it is; everything else is the scanner's business."""

    def do(self, wish: str, way: tuple[float, float], at: Any, drive: Drive) -> None:
        del wish, way, at, drive
        post(pygame.KEYDOWN, key=pygame.K_b, scancode=0, mod=0, unicode="")
        post(pygame.KEYUP, key=pygame.K_b, scancode=0, mod=0, unicode="")


def begin(drive: Drive, device: Any) -> None:
    for _ in range(40):
        if isinstance(drive.app.top, EvaScene):
            return
        screen = drive.app.top.screen  # type: ignore[union-attr]
        if screen.focus.id == "start":
            device.do("accept", (0, 0), None, drive)
        elif isinstance(device, Pointer):
            screen.focus.id = "start"  # a pointer needs no way there
            continue
        else:
            post(pygame.KEYDOWN, key=pygame.K_TAB, scancode=0, mod=0, unicode="")
        drive.frame(3)
    raise AssertionError("the walk did not begin")


def walk(drive: Drive, device: Any, until_s: float = LIMIT_S) -> str:
    """Do what the first prompt says, once a second at most, until the walk is over."""
    play = drive.play
    next_press_s = 0.0
    while play.session.frame.play_s < until_s and not play.is_over:
        session = play.session
        wanted = next((p for p in session.prompts if not p.why_not), None)
        if wanted is not None and session.frame.play_s >= next_press_s and not session.human.is_busy:
            is_scanned = isinstance(device, Switch)
            if not is_scanned or wanted.is_chosen:
                if isinstance(device, Pointer):
                    device.follow(wanted, drive)
                else:
                    device.do(wanted.intent, wanted.direction, wanted.at, drive)
                next_press_s = session.frame.play_s + PRESS_EACH_S
        assert drive.frame()
        assert isinstance(drive.app.top, EvaScene | DebriefScene), drive.app.top
    return str(play.session.outcome)

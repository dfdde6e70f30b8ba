"""The walk: wishes go to the session, its frames to the painters, its end to the debrief."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.app.memory import LARGE_PAGES_JOB, large_pages, tidy
from game.app.play import Play
from game.app.scenes.debrief import DebriefScene
from game.app.scenes.pause import PauseScene
from game.app.scenes.scene import Scene
from game.control.intents import POINTING, Intent
from game.missions.plan import BENCH_KINDS

if TYPE_CHECKING:
    import pygame

    from game.app.loop import App

DRAG_PX = 18.0  # a finger that moves less is a tap
END_S = 3.0  # the last picture stays this long before the debrief


class EvaScene(Scene):
    """Plays a walk; pausing and its menu lie over it."""

    context = "play"

    def __init__(self, app: App, play: Play) -> None:
        """`play` is ready to run."""
        super().__init__(app)
        self.play = play
        self.picture = app.make_picture(play)
        self._down: tuple[float, float] | None = None
        self._hand = ""  # the hand armed for the next tap
        self._ended_s = 0.0
        self._elapsed_s = 0.0

    def enter(self) -> None:
        """What was loaded stays loaded: the collector of rubbish need not look through it while somebody plays.

        Where `tidy` has left large pages with holes they are made whole again, a few a picture.
        """
        tidy()
        self.app.preparation.drop(LARGE_PAGES_JOB)
        self.app.preparation.add(LARGE_PAGES_JOB, 0.1, large_pages, is_needed=False)

    def leave(self) -> None:
        """The recording is kept, however the walk ended."""
        self.play.keep()

    def rescue(self) -> None:
        """An error ended it: the recording up to here is what explains it."""
        self.play.keep(is_rescue=True)

    def uncovered(self) -> None:
        """Back from pause or debrief: do what was asked for there."""
        self.play.tray.release()
        self._down = None
        wish, self.play.wish = self.play.wish, ""
        if wish == "restart":
            self.play.keep()
            self.app.replace(EvaScene(self.app, Play(self.app, self.play.request)))
        elif wish == "end":
            self._finish()
        elif wish == "leave":
            self.app.pop()
        elif wish == "photo":
            self._take_photo()
        elif wish == "exposure":
            self.picture.switch_exposure()
        elif wish in ("terminate", "abort"):
            self.play.put(Intent(wish, device=self.app.devices.in_use))

    def handle(self, intent: Intent) -> None:
        """Play wishes go to the hands; the others to the app or the picture."""
        if intent.kind == "act" and self.play.session.human is None:
            self.app.push(PauseScene(self.app, self.play))  # who only watches, with one or two buttons, gets out by it
        elif intent.is_play:
            if intent.device not in POINTING:
                self.play.tray.hover = None  # a pointer left lying somewhere aims at nothing
            self.play.put(intent)
        elif intent.kind == "pointer":
            self._point(intent)
        elif intent.kind == "pause":
            self.app.push(PauseScene(self.app, self.play))
        elif intent.kind in ("slower", "faster"):
            self.play.change_speed(intent.count if intent.kind == "faster" else -intent.count)
        elif intent.kind == "step":
            if self.play.level.kind in BENCH_KINDS:
                self.play.step_once(intent.count)
        elif intent.kind == "photo":
            self._take_photo()
        elif intent.kind == "exposure":
            self.picture.switch_exposure()
        elif intent.kind == "help":
            self.picture.repeat_help()

    def _take_photo(self) -> None:
        from game.app.scenes.photo import PhotoScene  # noqa: PLC0415 (seldom wanted, and not for the first picture)

        self.app.push(PhotoScene(self.app, self.play, self.picture))

    def _point(self, intent: Intent) -> None:
        at = (intent.x, intent.y)
        if intent.value == "cancel":
            self._down = None
            return
        if intent.value == "alt":
            self._tap(at, intent, "right")
            return
        if intent.value == "move":
            if intent.device == "mouse":
                self.play.put(Intent("hover", *self.picture.to_station(at), device=intent.device))
            return
        if intent.value == "down":
            wish = self.picture.button_at(at)
            prompt = None if wish else self.picture.prompt_at(at)
            if prompt is not None:
                verb, x, y = prompt.press
                if verb:
                    self.play.put(Intent("option", x, y, value=verb, device=intent.device))
            elif wish:
                self._press_button(wish, intent.device)
            else:
                self._down = at
            return
        start, self._down = self._down, None
        if start is None:
            return
        if math.dist(start, at) > DRAG_PX:
            self.play.put(
                Intent("point_drag", *self.picture.to_station(start), *self.picture.to_station(at),
                       device=intent.device))  # fmt: skip
        else:
            self._tap(start, intent, self._hand)

    def _tap(self, at: tuple[float, float], intent: Intent, hand: str) -> None:
        self.play.put(Intent("point_tap", *self.picture.to_station(at), value=hand, device=intent.device))
        self._hand = ""

    def _press_button(self, wish: str, device: str) -> None:
        """A button of the picture: a wish like any other; a hand's button arms that hand, twice opens it."""
        if wish in ("left_hand", "right_hand"):
            side = wish.removesuffix("_hand")
            if self._hand != side:
                self._hand = side
                return
            self._hand = ""
        elif wish.startswith("hook"):
            self._hand = ""  # one thing waits for the next tap
        self.handle(Intent(wish, device=device))

    def advance(self, elapsed_s: float) -> None:
        """Run the world; when it is over, stay a moment, then debrief."""
        self._elapsed_s = elapsed_s
        self.picture.take(self.play.advance(elapsed_s))
        human = self.play.session.human
        if human is not None and human.wants_menu:  # a scanner's way to it
            human.wants_menu = False
            self.app.push(PauseScene(self.app, self.play))
        if self.play.is_over:
            self._ended_s += elapsed_s
            if self._ended_s > END_S:
                self._finish()

    def _finish(self) -> None:
        self._ended_s = 0.0
        self.play.keep()
        self.app.push(DebriefScene(self.app, self.play, self.picture.log))

    @property
    def _armed(self) -> str:
        """The wish of the symbol that the next tap is for; empty when there is none."""
        human = self.play.session.human
        if self._hand:
            return f"{self._hand}_hand"
        return f"hook{human.armed_hook + 1}" if human is not None and human.armed_hook >= 0 else ""

    def draw(self, surface: pygame.Surface) -> None:
        """The picture of this moment."""
        self.picture.draw(surface, self._elapsed_s, armed=self._armed, is_covered=self.app.top is not self)
        self._elapsed_s = 0.0

"""Pause: go on, slow motion, settings, start again, call the walk off, or leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.play import SPEEDS
from game.app.scenes.scene import ScreenScene
from game.sim.allow import Allowed
from game.view.screens.items import Item
from game.view.screens.pages import PauseModel, PauseScreen

if TYPE_CHECKING:
    from game.app.loop import App
    from game.app.play import Play
    from game.control.intents import Intent
    from game.view.widgets import Result


class PauseScene(ScreenScene):
    """Lies over the walk, which stands still below."""

    is_overlay = True

    def __init__(self, app: App, play: Play) -> None:
        """`play` is the walk below."""
        super().__init__(app)
        self.play = play

    def make_screen(self) -> PauseScreen:
        """Buttons, and the speed of play among them."""
        return PauseScreen(self.app.pen)

    def model(self) -> PauseModel:
        """The choices, and what there is to do now."""
        t = self.app.text.t
        return PauseModel(
            t("pause.title"),
            (
                Item("resume", t("pause.resume")),
                Item("photo", t("pause.photo")),
                *self._camera(),
                Item("settings", t("title.settings")),
                *self._ways_out(),
                Item("restart", t("pause.restart")),
                Item("end", t("pause.end"), t("pause.end.note")),
            ),
            t("pause.speed_label"),
            tuple((speed, t("widget.percent", value=round(speed * 100))) for speed in SPEEDS),
            self.play.speed,
            reminder=self._reminder(),
            device=self.app.devices.in_use,
        )

    def _reminder(self) -> str:
        """What there is to do now."""
        t, session = self.app.text.t, self.play.session
        advice = session.advice()
        title = session.director.step_titles.get(advice.step_id, "") if advice is not None else ""
        return t("pause.next", title=t(title)) if title else ""

    def _camera(self) -> tuple[Item, ...]:
        """The exposure, where the light changes."""
        if self.play.session.frame.orbit is None:
            return ()
        return (Item("exposure", self.app.text.t("pause.exposure")),)

    def _ways_out(self) -> tuple[Item, ...]:
        """Calling the walk off, while the rules allow it: to finish early is no failure."""
        t, play = self.app.text.t, self.play
        if not isinstance(play.request.pilot, str) or play.level.kind == "lab":
            return ()
        ask = play.session.world.ask
        return tuple(
            Item(how, t(f"pause.{how}"), t(f"pause.{how}.note"))
            for how in ("terminate", "abort")
            if isinstance(ask.may_call_off(how), Allowed)
        )

    def handle(self, intent: Intent) -> None:
        """Losing the focus again changes nothing; speed keys work here too."""
        if intent.kind in ("slower", "faster"):
            self.play.change_speed(1 if intent.kind == "faster" else -1)
            self.refresh()
        elif intent.kind != "pause":
            super().handle(intent)

    def answer(self, result: Result) -> None:
        """Do what was asked."""
        from game.app.scenes.settings import SettingsScene  # noqa: PLC0415

        if result.id in ("resume", "back"):
            self.app.pop()
        elif result.id == "speed":
            self.play.speed = float(result.value)
            self.refresh()
        elif result.id == "settings":
            self.app.push(SettingsScene(self.app))
        else:
            self.play.wish = result.id
            self.app.pop()

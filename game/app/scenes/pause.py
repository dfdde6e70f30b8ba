"""Pause: go on, slow motion, settings, start again, or end the walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.play import SPEEDS
from game.app.scenes.scene import ScreenScene
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
        t, goals = self.app.text.t, self.play.session.goals
        names = {
            "resume": "pause.resume",
            "photo": "pause.photo",
            "settings": "title.settings",
            "restart": "pause.restart",
            "end": "pause.end",
        }
        return PauseModel(
            t("pause.title"),
            tuple(Item(name, t(key)) for name, key in names.items()),
            t("pause.speed_label"),
            tuple((speed, t("widget.percent", value=round(speed * 100))) for speed in SPEEDS),
            self.play.speed,
            reminder=t("pause.next", title=t(goals[0].title_key)) if goals else "",
            device=self.app.devices.in_use,
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

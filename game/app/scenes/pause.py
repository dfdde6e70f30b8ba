"""Pause: go on, start again, change settings, slow motion, or end the walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.play import SPEEDS
from game.app.scenes.plain import Item, Plain, PlainScreen
from game.app.scenes.scene import ScreenScene

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

    def make_screen(self) -> PlainScreen:
        """A plain page."""
        return PlainScreen(self.app.pen)

    def model(self) -> Plain:
        """The choices; the speed with its value."""
        t = self.app.text.t
        items = (
            Item("resume", t("pause.resume")),
            Item("speed", t("pause.speed", percent=round(self.play.speed * 100))),
            Item("settings", t("title.settings")),
            Item("restart", t("pause.restart")),
            Item("end", t("pause.end")),
        )
        return Plain(t("pause.title"), "", items, start="resume")

    def handle(self, intent: Intent) -> None:
        """The pause key also ends the pause."""
        if intent.kind != "pause":
            super().handle(intent)

    def answer(self, result: Result) -> None:
        """Do what was asked."""
        from game.app.scenes.settings import SettingsScene  # noqa: PLC0415

        if result.id in ("resume", "back"):
            self.app.pop()
        elif result.id == "speed":
            if self.play.speed == SPEEDS[0]:
                self.play.speed = SPEEDS[-1]
            else:
                self.play.change_speed(-1)
            self.refresh()
        elif result.id == "settings":
            self.app.push(SettingsScene(self.app))
        else:
            self.play.wish = result.id
            self.app.pop()

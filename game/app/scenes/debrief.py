"""The debrief: how it went, one real fact, and what next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.scene import ScreenScene
from game.view.screens.debrief import DebriefModel, DebriefScreen
from game.view.screens.items import Item
from game.view.screens.readings import debrief_model

if TYPE_CHECKING:
    from game.app.loop import App
    from game.app.play import Play
    from game.view.walk_log import WalkLog
    from game.view.widgets import Result


class DebriefScene(ScreenScene):
    """Shown after a walk with any outcome."""

    is_overlay = True

    def __init__(self, app: App, play: Play, log: WalkLog) -> None:
        """`play` is the walk that ended, `log` what its plots show."""
        super().__init__(app)
        self.play = play
        self.report = play.session.report()
        self.log = log

    def make_screen(self) -> DebriefScreen:
        """Tasks, figures, plots, score, fact."""
        return DebriefScreen(self.app.pen)

    def model(self) -> DebriefModel:
        """The report in words."""
        t = self.app.text.t
        items = (Item("again", t("debrief.again")), Item("done", t("debrief.done")))
        title = t(self.play.level.title_key)
        return debrief_model(
            self.app.text, self.report, self.log, title, items, start="done", device=self.app.devices.in_use
        )

    def answer(self, result: Result) -> None:
        """Once more, or back to the briefing."""
        self.play.wish = "restart" if result.id == "again" else "leave"
        self.app.pop()

"""The debrief: how it went, one real fact, and what next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.app.scenes.plain import Item, Plain, PlainScreen
from game.app.scenes.scene import ScreenScene

if TYPE_CHECKING:
    from game.app.loop import App
    from game.app.play import Play
    from game.view.widgets import Result


class DebriefScene(ScreenScene):
    """Shown after a walk with any outcome."""

    is_overlay = True

    def __init__(self, app: App, play: Play) -> None:
        """`play` is the walk that ended."""
        super().__init__(app)
        self.play = play
        self.report: Any = play.session.report()

    def make_screen(self) -> PlainScreen:
        """A plain page."""
        return PlainScreen(self.app.pen)

    def model(self) -> Plain:
        """The report in words."""
        t = self.app.text.t
        items = (Item("again", t("debrief.again")), Item("done", t("debrief.done")))
        return Plain(t(f"outcome.{self.play.session.outcome}"), "", items, start="done")

    def answer(self, result: Result) -> None:
        """Once more, or back to the briefing."""
        self.play.wish = "restart" if result.id == "again" else "leave"
        self.app.pop()

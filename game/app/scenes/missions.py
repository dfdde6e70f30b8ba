"""Choice of the mission, its cut and how much is automatic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.app.scenes.briefing import BriefingScene
from game.app.scenes.message import MessageScene
from game.app.scenes.plain import Item, Plain, PlainScreen
from game.app.scenes.scene import ScreenScene

if TYPE_CHECKING:
    from game.app.loop import App
    from game.view.widgets import Result


class MissionsScene(ScreenScene):
    """Every mission of the levels folder, in menu order."""

    def __init__(self, app: App, pilot: str = "human") -> None:
        """`pilot` autopilot watches instead of plays."""
        super().__init__(app)
        self.pilot = pilot
        self.levels: tuple[Any, ...] = ()

    def enter(self) -> None:
        """Read the list; none at all is said."""
        from game.missions.level import list_levels  # noqa: PLC0415 (keeps the first picture quick)

        self.levels = list_levels()
        super().enter()
        if not self.levels:
            self.app.replace(MessageScene(self.app, "message.no_missions"))

    def make_screen(self) -> PlainScreen:
        """A plain page."""
        return PlainScreen(self.app.pen)

    def model(self) -> Plain:
        """A button a mission."""
        t, language = self.app.text.t, self.app.text.language
        items = tuple(
            Item(level.id, level.title.get(language, level.id), note=level.brief.get(language, ""))
            for level in self.levels
        )
        return Plain(t("missions.title"), "", (*items, Item("back", t("menu.back"))))

    def answer(self, result: Result) -> None:
        """To the briefing, or back."""
        if result.id == "back":
            self.app.pop()
        else:
            self.app.push(BriefingScene(self.app, result.id, self.pilot))

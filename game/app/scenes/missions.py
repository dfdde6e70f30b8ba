"""Choice of the mission."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.app.scenes.briefing import BriefingScene
from game.app.scenes.message import MessageScene
from game.app.scenes.scene import ScreenScene
from game.view.screens.items import Item
from game.view.screens.pages import ListModel, ListScreen

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
        if not self.levels:
            self.app.replace(MessageScene(self.app, "message.no_missions"))
        super().enter()

    def make_screen(self) -> ListScreen:
        """A list."""
        return ListScreen(self.app.pen)

    def model(self) -> ListModel:
        """A button a mission; labs have nothing to watch."""
        t, language = self.app.text.t, self.app.text.language
        items = tuple(
            Item(
                level.id,
                f"{t(f'missions.kind.{level.kind}')}: {level.title.get(language, level.id)}",
                note=level.brief.get(language, ""),
            )
            for level in self.levels
            if self.pilot == "human" or level.kind != "lab"
        )
        return ListModel(
            t("missions.title"),
            (*items, Item("back", t("menu.back"))),
            t("missions.subtitle"),
            device=self.app.devices.in_use,
        )

    def answer(self, result: Result) -> None:
        """To the briefing, or back."""
        if result.id == "back":
            self.app.pop()
        else:
            self.app.push(BriefingScene(self.app, result.id, self.pilot))

"""The title: what the program is, over the turning Earth, while everything else is prepared behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.plain import Item, Plain, PlainScreen
from game.app.scenes.scene import Scene, ScreenScene

if TYPE_CHECKING:
    from game.app.loop import App
    from game.view.widgets import Result


def first_scenes(app: App) -> tuple[Scene, ...]:
    """What the program begins with: the title, on it the language question or the mission that was asked for."""
    scenes: list[Scene] = [TitleScene(app)]
    if app.options.mission:
        from game.app.scenes.briefing import BriefingScene  # noqa: PLC0415 (not needed for the first picture)

        scenes.append(BriefingScene(app, app.options.mission))
    elif app.is_first_start:
        from game.app.scenes.language import LanguageScene  # noqa: PLC0415

        scenes.append(LanguageScene(app))
    return tuple(scenes)


class TitleScene(ScreenScene):
    """Play, watch, settings, language, leave."""

    def make_screen(self) -> PlainScreen:
        """A plain page."""
        return PlainScreen(self.app.pen)

    def model(self) -> Plain:
        """The main choices."""
        t = self.app.text.t
        items = tuple(Item(name, t(f"title.{name}")) for name in ("play", "watch", "settings", "language", "quit"))
        return Plain(t("title.name"), t("title.subtitle"), items, start="play")

    def enter(self) -> None:
        """Begin to prepare what every mission needs."""
        super().enter()
        self.app.prepare_world()

    def answer(self, result: Result) -> None:
        """Go where was asked."""
        from game.app.scenes.language import LanguageScene  # noqa: PLC0415
        from game.app.scenes.missions import MissionsScene  # noqa: PLC0415
        from game.app.scenes.settings import SettingsScene  # noqa: PLC0415

        if result.id == "play":
            self.app.push(MissionsScene(self.app))
        elif result.id == "watch":
            self.app.push(MissionsScene(self.app, pilot="autopilot"))
        elif result.id == "settings":
            self.app.push(SettingsScene(self.app))
        elif result.id == "language":
            self.app.push(LanguageScene(self.app))
        elif result.id == "quit":
            self.app.quit()

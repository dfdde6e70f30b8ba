"""The title: what the program is, over the turning Earth, while everything else is prepared behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.scene import Scene, ScreenScene
from game.view.screens.items import Item
from game.view.screens.title import TitleModel, TitleScreen

if TYPE_CHECKING:
    import pygame

    from game.app.loop import App
    from game.view.widgets import Result

_ITEMS = {"play": "play", "watch": "", "encyclopedia": "", "settings": "", "language": "language", "quit": ""}


def first_scenes(app: App) -> tuple[Scene, ...]:
    """What the program begins with: the title, on it the language question or the mission that was asked for."""
    scenes: list[Scene] = [TitleScene(app)]
    if app.options.mission:
        from game.app.scenes.briefing import BriefingScene  # noqa: PLC0415 (not needed for the first picture)

        scenes.append(BriefingScene(app, app.options.mission))
    elif app.options.recording:
        from game.app.scenes.replay import ReplayScene  # noqa: PLC0415

        scenes.append(ReplayScene(app, app.options.recording))
    elif app.is_first_start and not app.options.language:
        from game.app.scenes.language import LanguageScene  # noqa: PLC0415

        scenes.append(LanguageScene(app))
    return tuple(scenes)


class TitleScene(ScreenScene):
    """Play, watch, settings, language, leave."""

    def __init__(self, app: App) -> None:
        """Nothing is loaded yet."""
        super().__init__(app)
        self._percent = -1

    def make_screen(self) -> TitleScreen:
        """Name and large buttons at the left."""
        return TitleScreen(self.app.pen)

    def model(self) -> TitleModel:
        """The main choices and how far the preparation has come."""
        t = self.app.text.t
        items = tuple(Item(name, t(f"title.{name}"), icon=icon) for name, icon in _ITEMS.items())
        progress = self.app.preparation.fraction
        return TitleModel(
            t("title.name"),
            t("title.subtitle"),
            items,
            progress=progress,
            progress_label=t("title.preparing", percent=round(progress * 100)),
            footer=t("title.footer"),
            device=self.app.devices.in_use,
        )

    def enter(self) -> None:
        """Begin to prepare what every mission needs."""
        super().enter()
        self.app.prepare_world()

    def advance(self, elapsed_s: float) -> None:
        """Show the progress."""
        self.app.floater.advance(elapsed_s)
        percent = round(self.app.preparation.fraction * 100)
        if percent != self._percent:
            self._percent = percent
            self.refresh()

    def draw_ground(self, surface: pygame.Surface) -> None:
        """The turning Earth, and somebody outside."""
        super().draw_ground(surface)
        self.app.floater.draw(surface, is_still=self.app.settings.reduced_motion)

    def answer(self, result: Result) -> None:
        """Go where was asked."""
        from game.app.scenes.encyclopedia import EncyclopediaScene  # noqa: PLC0415
        from game.app.scenes.language import LanguageScene  # noqa: PLC0415
        from game.app.scenes.missions import MissionsScene  # noqa: PLC0415
        from game.app.scenes.settings import SettingsScene  # noqa: PLC0415

        if result.id == "play":
            self.app.push(MissionsScene(self.app))
        elif result.id == "watch":
            self.app.push(MissionsScene(self.app, pilot="autopilot"))
        elif result.id == "encyclopedia":
            self.app.push(EncyclopediaScene(self.app))
        elif result.id == "settings":
            self.app.push(SettingsScene(self.app))
        elif result.id == "language":
            self.app.push(LanguageScene(self.app))
        elif result.id == "quit":
            self.app.quit()

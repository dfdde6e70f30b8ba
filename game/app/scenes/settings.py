"""Settings: every one at once, changed on the spot and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.plain import Item, Plain, PlainScreen
from game.app.scenes.scene import ScreenScene
from game.app.settings import FIELDS, next_value

if TYPE_CHECKING:
    from game.view.widgets import Result

SHOWN = tuple(name for name in FIELDS if name not in ("cut", "display", "quality"))


class SettingsScene(ScreenScene):
    """A button a setting: pressing it takes the next value."""

    is_overlay = True

    def make_screen(self) -> PlainScreen:
        """A plain page."""
        return PlainScreen(self.app.pen)

    def model(self) -> Plain:
        """Name and value of each setting."""
        t, settings = self.app.text.t, self.app.settings
        items = [Item(name, t(f"settings.{name}"), note=str(getattr(settings, name))) for name in SHOWN]
        items += [Item("remap", t("settings.remap")), Item("back", t("menu.back"))]
        return Plain(t("title.settings"), "", tuple(items))

    def answer(self, result: Result) -> None:
        """Next value, or elsewhere."""
        from game.app.scenes.remap import RemapScene  # noqa: PLC0415

        if result.id == "back":
            self.app.pop()
        elif result.id == "remap":
            self.app.push(RemapScene(self.app))
        else:
            value = getattr(next_value(self.app.settings, result.id, 1), result.id)
            self.app.set(**{result.id: value})
            self.refresh()

"""The first question to a new visitor, asked in every language at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.scene import ScreenScene
from game.view.screens.items import Item
from game.view.screens.pages import LanguageScreen, ListModel

if TYPE_CHECKING:
    from game.view.widgets import Result


class LanguageScene(ScreenScene):
    """A button a language, named in itself; no flags."""

    def make_screen(self) -> LanguageScreen:
        """Large buttons."""
        return LanguageScreen(self.app.pen)

    def model(self) -> ListModel:
        """One button a language."""
        text = self.app.text
        items = tuple(
            Item(code, text.language_name(code), value=code, is_chosen=code == text.language) for code in text.languages
        )
        return ListModel(text.t("language.question"), items, start=text.language, device=self.app.devices.in_use)

    def answer(self, result: Result) -> None:
        """Switch at once."""
        if result.id != "back":
            self.app.set(language=result.value)
        self.app.pop()

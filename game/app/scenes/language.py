"""The first question to a new visitor, asked in every language at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.plain import Item, Plain, PlainScreen
from game.app.scenes.scene import ScreenScene

if TYPE_CHECKING:
    from game.view.widgets import Result


class LanguageScene(ScreenScene):
    """A button a language, named in itself; no flags."""

    is_overlay = True

    def make_screen(self) -> PlainScreen:
        """A plain page."""
        return PlainScreen(self.app.pen)

    def model(self) -> Plain:
        """One button a language."""
        text = self.app.text
        items = tuple(
            Item(code, text.language_name(code), value=code, is_chosen=code == text.language) for code in text.languages
        )
        return Plain("Language / Язык", "", items, start=text.language)

    def answer(self, result: Result) -> None:
        """Switch at once."""
        if result.id != "back":
            self.app.set(language=result.value)
        self.app.pop()

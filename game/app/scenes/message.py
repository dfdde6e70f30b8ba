"""A calm page with one thing to say and one way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.plain import Item, Plain, PlainScreen
from game.app.scenes.scene import ScreenScene

if TYPE_CHECKING:
    from game.app.loop import App
    from game.view.widgets import Result


class MessageScene(ScreenScene):
    """Shows `<key>.title` and `<key>.text`; any answer leads back to what is below."""

    is_overlay = True

    def __init__(self, app: App, key: str, **values: object) -> None:
        """`values` go into the text."""
        super().__init__(app)
        self.key = key
        self.values = values

    def make_screen(self) -> PlainScreen:
        """A plain page."""
        return PlainScreen(self.app.pen)

    def model(self) -> Plain:
        """Title, text, one button."""
        t = self.app.text.t
        return Plain(t(f"{self.key}.title"), t(f"{self.key}.text", **self.values), (Item("ok", t("menu.ok")),))

    def answer(self, result: Result) -> None:
        """On."""
        del result
        self.app.pop()

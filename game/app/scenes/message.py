"""A calm page with one thing to say and one way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.scene import ScreenScene
from game.view.screens.items import Item
from game.view.screens.pages import MessageModel, MessageScreen

if TYPE_CHECKING:
    from game.app.loop import App
    from game.view.widgets import Result


class MessageScene(ScreenScene):
    """Shows `<key>.title` and `<key>.text`; any answer leads back to what is below."""

    is_overlay = True

    def __init__(self, app: App, key: str, grade: int = 1, **values: object) -> None:
        """`values` go into the text."""
        super().__init__(app)
        self.key = key
        self.grade = grade
        self.values = values

    def make_screen(self) -> MessageScreen:
        """A dialogue."""
        return MessageScreen(self.app.pen)

    def model(self) -> MessageModel:
        """Title, text, one button."""
        t = self.app.text.t
        text = t(f"{self.key}.text", **self.values)
        title = t(f"{self.key}.title", **self.values)
        return MessageModel(title, text, (Item("ok", t("menu.ok")),), self.grade, self.app.devices.in_use)

    def answer(self, result: Result) -> None:
        """On."""
        del result
        self.app.pop()

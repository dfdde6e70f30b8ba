"""What a scene is. It answers wishes, lets time pass and draws; it changes the stack only by asking the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pygame

    from game.app.loop import App
    from game.control.intents import Intent
    from game.view.screens.screen import Screen
    from game.view.widgets import Result

# Verbs of menus whose inputs are named in hints: to move, to choose, to go back.
_MENU_VERBS = (("ui_up", "ui_down"), ("ui_accept",), ("ui_back",))
_TWO_BUTTONS = (("ui_up", "ui_down", "ui_next"), *_MENU_VERBS[1:])  # who has no directions steps on with one of them


class Scene:
    """A scene that does nothing; others override what they need. `enter` and `leave` come in pairs."""

    context = "ui"  # play, ui or capture: how devices read presses while it is on top
    is_overlay = False  # True: the scene below is drawn first

    def __init__(self, app: App) -> None:
        """Keep the app; heavy work belongs in `enter` or in a job."""
        self.app = app

    def enter(self) -> None:
        """It is on the stack now."""

    def leave(self) -> None:
        """It has left the stack; nothing it holds may stay open."""

    def covered(self) -> None:
        """Another scene lies over it."""

    def uncovered(self) -> None:
        """The scene above it left; it is on top again."""

    def handle(self, intent: Intent) -> None:
        """Answer one wish."""

    def advance(self, elapsed_s: float) -> None:
        """Let time pass; called for the top scene only."""

    def draw(self, surface: pygame.Surface) -> None:
        """Paint the logical picture."""

    def rescue(self) -> None:
        """An error ended it: keep what must be kept; must not raise for an expected reason."""


class ScreenScene(Scene):
    """A scene that is one screen of controls: it makes the model, and answers what the person asked for."""

    shade: tuple[int, int, int] = (7, 13, 24)

    def __init__(self, app: App) -> None:
        """No screen yet: fonts and words are made when it enters."""
        super().__init__(app)
        self.screen: Screen | None = None
        self._laid_for = self._reader

    @property
    def _reader(self) -> tuple[str, str]:
        """In whose language, and for which device in use, words are chosen."""
        return self.app.text.language, self.app.devices.in_use

    def make_screen(self) -> Screen:
        """The screen of this scene."""
        raise NotImplementedError

    def model(self) -> Any:
        """What the screen shows now."""
        raise NotImplementedError

    def answer(self, result: Result) -> None:
        """Do what was asked for."""
        raise NotImplementedError

    def enter(self) -> None:
        """Lay the screen out."""
        self.screen = self.make_screen()
        self.refresh()

    def leave(self) -> None:
        """Whoever still knows it does not keep its pictures."""
        self.covered()

    def covered(self) -> None:
        """Nothing of it is seen."""
        if self.screen is not None:
            self.screen.hide()

    def uncovered(self) -> None:
        """Settings or words may have changed."""
        self.refresh()

    def refresh(self) -> None:
        """Lay the screen out again for the present model."""
        self._laid_for = self._reader
        self._name_inputs()
        if self.screen is not None:
            self.screen.layout(self.model())

    def _name_inputs(self) -> None:
        """The hints below a screen name what is bound now."""
        pen, inputs = self.app.pen, self.app.bindings.inputs
        for device in pen.navigation:
            verbs = _TWO_BUTTONS if device == "switch" else _MENU_VERBS
            move, accept, back = (tuple(name for verb in one for name in inputs(device, verb)[:1]) for one in verbs)
            pen.navigation[device] = (move, accept, back)

    def handle(self, intent: Intent) -> None:
        """Pass the wish to the screen; a new focus and an answer are heard."""
        if self.screen is None:
            return
        before = self.screen.focus.id
        result = self.screen.handle(intent)
        if result is not None:
            self.app.sound.ui("back" if result.id == "back" else "accept")
            self.answer(result)
        elif self.screen.focus.id != before:
            self.app.sound.ui("focus")

    def draw_ground(self, surface: pygame.Surface) -> None:
        """What lies behind the screen."""
        self.app.draw_backdrop(surface)

    def draw(self, surface: pygame.Surface) -> None:
        """The ground, then the screen; its words are those of the language and the device of the moment."""
        if self._laid_for != self._reader:
            self.refresh()  # the model holds words, and the key of the language works everywhere
        if not self.is_overlay:
            self.draw_ground(surface)
        if self.screen is not None:
            self.screen.draw(surface)

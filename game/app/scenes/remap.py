"""Remapping: choose a verb, press what shall do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.bindings import BOUND_DEVICES, STICK_VERBS, STICKS, VERBS
from game.app.notices import Notice
from game.app.scenes.scene import Scene, ScreenScene
from game.view.screens.items import Item
from game.view.screens.pages import paint_waiting
from game.view.screens.settings import BindingRow, RemapModel, RemapScreen

if TYPE_CHECKING:
    import pygame

    from game.app.loop import App
    from game.control.intents import Intent
    from game.view.widgets import Result

CAPTURE_S = 8.0  # then it goes back by itself: nobody is ever locked in


class RemapScene(ScreenScene):
    """Every verb of a device with its inputs."""

    is_overlay = True

    def __init__(self, app: App) -> None:
        """Begin with the device in use."""
        super().__init__(app)
        in_use = app.devices.in_use
        self.device = in_use if in_use in BOUND_DEVICES else "keyboard"

    def make_screen(self) -> RemapScreen:
        """Devices at the left, verbs at the right."""
        return RemapScreen(self.app.pen)

    def model(self) -> RemapModel:
        """Devices, verbs with inputs, defaults, back."""
        t, bindings = self.app.text.t, self.app.bindings
        rows = tuple(
            BindingRow(name, t(f"verb.{name}"), bindings.inputs(self.device, name))
            for name in VERBS
            if name not in STICK_VERBS or self.device == "gamepad"
        )
        return RemapModel(
            t("settings.remap"),
            tuple((device, t(f"device.{device}")) for device in BOUND_DEVICES),
            self.device,
            rows,
            (Item("reset", t("remap.reset")), Item("back", t("menu.back"))),
            device_in_use=self.app.devices.in_use,
        )

    def answer(self, result: Result) -> None:
        """Change the device, take the defaults, or wait for a press."""
        if result.id == "back":
            self.app.pop()
        elif result.id == "device":
            self.device = result.value
            self.refresh()
        elif result.id == "reset":
            self.app.bindings.reset(self.device)
            self.app.keep_bindings()
            self.refresh()
        elif result.id in VERBS:
            self.app.push(CaptureScene(self.app, self.device, result.id))


class CaptureScene(Scene):
    """Waits for the next press on a device and binds it; Escape, a tap or waiting changes nothing."""

    context = "capture"
    is_overlay = True

    def __init__(self, app: App, device: str, verb: str) -> None:
        """`verb` gets the next input of `device`."""
        super().__init__(app)
        self.device = device
        self.verb = verb
        self.left_s = CAPTURE_S

    def handle(self, intent: Intent) -> None:
        """A tap leaves without change."""
        if intent.kind == "pointer" and intent.value == "down" and self.device != "mouse":
            self.app.pop()

    def advance(self, elapsed_s: float) -> None:
        """Take the press when it comes."""
        self.left_s -= elapsed_s
        for device, name in self.app.devices.captured:
            if (device, name) == ("keyboard", "escape"):
                self.left_s = 0.0
                break
            if device == self.device and (name in STICKS) == (self.verb in STICK_VERBS):
                lost = self.app.bindings.bind(device, self.verb, name)
                if lost:
                    verbs = ", ".join(self.app.text.t(f"verb.{verb}") for verb in lost)
                    self.app.notices.put(Notice.of("notice.input_taken", input=name, verbs=verbs))
                self.app.keep_bindings()
                self.left_s = 0.0
                break
        if self.left_s <= 0.0:
            self.left_s = CAPTURE_S
            self.app.pop()

    def draw(self, surface: pygame.Surface) -> None:
        """Say what is waited for."""
        t = self.app.text.t
        title = t("remap.press", verb=t(f"verb.{self.verb}"))
        paint_waiting(surface, self.app.pen, title, t("remap.cancel"))

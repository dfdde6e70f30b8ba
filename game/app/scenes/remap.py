"""Remapping: choose a verb, press what shall do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.bindings import BOUND_DEVICES, STICK_VERBS, STICKS, VERBS
from game.app.notices import Notice
from game.app.scenes.plain import Item, Plain, PlainScreen
from game.app.scenes.scene import Scene, ScreenScene

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

    def make_screen(self) -> PlainScreen:
        """A plain page."""
        return PlainScreen(self.app.pen)

    def model(self) -> Plain:
        """Device, verbs, defaults, back."""
        t, bindings = self.app.text.t, self.app.bindings
        items = [Item("device", t("remap.device"), note=t(f"device.{self.device}"))]
        for name, verb in VERBS.items():
            if self.device == "mouse" and verb.name in STICK_VERBS:
                continue
            inputs = ", ".join(bindings.inputs(self.device, name)) or "\N{EN DASH}"
            items.append(Item(name, t(f"verb.{name}"), note=inputs, value=name))
        items += [Item("reset", t("remap.reset")), Item("back", t("menu.back"))]
        return Plain(t("settings.remap"), "", tuple(items))

    def answer(self, result: Result) -> None:
        """Change the device, take the defaults, or wait for a press."""
        if result.id == "back":
            self.app.pop()
        elif result.id == "device":
            self.device = BOUND_DEVICES[(BOUND_DEVICES.index(self.device) + 1) % len(BOUND_DEVICES)]
            self.refresh()
        elif result.id == "reset":
            self.app.bindings.reset(self.device)
            self.app.keep_bindings()
            self.refresh()
        else:
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
        t, pen = self.app.text.t, self.app.pen
        surface.blit(pen.box(surface.get_size(), pen.palette.scrim, radius=0), (0, 0))
        middle = (surface.get_width() / 2, surface.get_height() / 2)
        pen.letters.put(surface, t("remap.press", verb=t(f"verb.{self.verb}")), (middle[0], middle[1] - 80), "heading",
                        pen.palette.text, align=0.5)  # fmt: skip
        pen.letters.put(surface, t("remap.cancel"), (middle[0], middle[1]), "body", pen.palette.dim, align=0.5)

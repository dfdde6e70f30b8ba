"""Random events as a crowd of visitors makes them, posted to the real loop: every device, plugs, windows."""

from __future__ import annotations

import random
from collections.abc import Callable

import pygame
from driving import post

PLAY_KEYS = [getattr(pygame, f"K_{name}") for name in (
    "LEFT", "RIGHT", "UP", "DOWN", "SPACE", "RETURN", "TAB", "BACKSPACE", "ESCAPE", "LSHIFT", "MINUS", "EQUALS",
    "PERIOD", "F1", "F2", *"qwerasdfzxchklp",
)]  # fmt: skip
BUTTONS = range(16)
SIZES = ((640, 360), (1280, 720), (1920, 1080), (800, 1200), (333, 97))


class Crowd:
    """Posts a few events at each call; the same seed, the same crowd."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self._acts: list[tuple[int, Callable[[], None]]] = [
            (30, self._key), (20, self._mouse), (20, self._finger), (20, self._pad), (8, self._stick),
            (3, self._wheel), (2, self._plug), (2, self._focus), (2, self._resize), (1, self._nonsense),
        ]  # fmt: skip

    def act(self) -> None:
        for _ in range(self.dice.choice((0, 0, 1, 1, 2, 5))):
            weights = [weight for weight, _ in self._acts]
            self.dice.choices([act for _, act in self._acts], weights)[0]()

    def _key(self) -> None:
        key = self.dice.choice(PLAY_KEYS)
        kinds = self.dice.choice(((pygame.KEYDOWN, pygame.KEYUP), (pygame.KEYDOWN,), (pygame.KEYUP,)))
        for kind in kinds:
            post(kind, key=key, scancode=0, mod=0, unicode="")

    def _place(self) -> tuple[float, float]:
        return self.dice.uniform(-50, 1970), self.dice.uniform(-50, 1130)

    def _mouse(self) -> None:
        at, button = self._place(), self.dice.choice((1, 1, 1, 2, 3, 6, 9))
        post(pygame.MOUSEMOTION, pos=at, rel=(9, 9), buttons=(0, 0, 0), touch=False)
        post(pygame.MOUSEBUTTONDOWN, pos=at, button=button, touch=False)
        if self.dice.random() < 0.8:
            end = self._place() if self.dice.random() < 0.3 else at
            post(pygame.MOUSEBUTTONUP, pos=end, button=button, touch=False)

    def _finger(self) -> None:
        number = self.dice.choice((1, 1, 2, 3))
        for kind in self.dice.choice(((pygame.FINGERDOWN, pygame.FINGERUP), (pygame.FINGERDOWN,), (pygame.FINGERUP,))):
            x, y = self.dice.random(), self.dice.random()
            post(kind, finger_id=number, touch_id=1, x=x, y=y, dx=0.0, dy=0.0, pressure=1.0)

    def _pad(self) -> None:
        button, pad = self.dice.choice(BUTTONS), self.dice.choice((3, 3, 4))
        for kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP)[: self.dice.choice((1, 2, 2))]:
            post(kind, instance_id=pad, button=button)

    def _stick(self) -> None:
        axis = self.dice.randrange(6)
        post(pygame.CONTROLLERAXISMOTION, instance_id=3, axis=axis, value=self.dice.randint(-32768, 32767))

    def _wheel(self) -> None:
        post(pygame.MOUSEWHEEL, x=0, y=self.dice.randint(-40, 40), flipped=False, touch=False)

    def _plug(self) -> None:
        kind = self.dice.choice((pygame.CONTROLLERDEVICEREMOVED, pygame.JOYDEVICEREMOVED, pygame.JOYDEVICEADDED))
        post(kind, instance_id=self.dice.choice((3, 4, 99)), device_index=self.dice.choice((0, 7)))

    def _focus(self) -> None:
        post(self.dice.choice((pygame.WINDOWFOCUSLOST, pygame.WINDOWMINIMIZED, pygame.WINDOWFOCUSGAINED)))

    def _resize(self) -> None:
        w, h = self.dice.choice(SIZES)
        post(pygame.VIDEORESIZE, size=(w, h), w=w, h=h)

    def _nonsense(self) -> None:
        post(pygame.USEREVENT, code=1)
        post(pygame.TEXTINPUT, text="\N{PILE OF POO}")
        post(pygame.JOYBUTTONDOWN, instance_id=55, joy=55, button=77)
        post(pygame.JOYHATMOTION, instance_id=55, joy=55, hat=0, value=(1, -1))

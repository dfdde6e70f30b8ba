"""What the parts of a picture cost: methods of painters are timed from outside, in the thread's own processor time.

A part may lie within another (lighting tiles is part of the station). Reading the clock costs under a microsecond.
"""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS: dict[str, tuple[str, ...]] = {
    "sky and Earth": ("game.view.earth:EarthLayer.draw",),
    "ahead": ("game.view.earth_scene:Scene.work",),
    "station": ("game.view.station:StationPainter.draw",),
    "relight": ("game.view.light:LightTable.set", "game.view.tiles:TileSheet.light"),
    "people": ("game.view.suit:SuitPainter.draw_bodies", "game.view.suit:SuitPainter.draw_arms"),
    "units": ("game.view.equipment:EquipmentPainter.draw",),
    "lines": ("game.view.lines:LinePainter.draw", "game.view.hooks:HookPainter.draw_stowed"),
    "sparks": ("game.view.sparks:SparkPainter.draw",),
    "lamps": ("game.view.lamp:LampPass.draw",),
    "holding": ("game.view.suit:SuitPainter.draw_grips", "game.view.hooks:HookPainter.draw_held"),
    "marks": ("game.view.marks:MarksPainter.draw",),
    "panels": ("game.view.hud:Hud.draw",),
    "world": ("game.app.play:Play.advance",),
    "ticks seen": ("game.app.play_picture:PlayPicture.take",),
    "present": ("game.app.window:Window.present",),
}
HITCHES = {"relight": "relight", "bake": "ahead"}  # what must never hold a picture up, by part


class PartClock:
    """While entered, adds up what each part of PARTS takes; `lap` ends a picture."""

    def __init__(self) -> None:
        self.laps_ms: list[dict[str, float]] = []
        self._now_ms = dict.fromkeys(PARTS, 0.0)
        self._depth = dict.fromkeys(PARTS, 0)
        self._kept: list[tuple[type, str, Any]] = []

    def __enter__(self) -> Self:
        """Put a clock around every method."""
        for part, places in PARTS.items():
            for place in places:
                module, _, path = place.partition(":")
                kind, _, name = path.partition(".")
                owner = getattr(import_module(module), kind)
                plain = getattr(owner, name)
                self._kept.append((owner, name, plain))
                setattr(owner, name, self._timed(part, plain))
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the methods as they were."""
        while self._kept:
            owner, name, plain = self._kept.pop()
            setattr(owner, name, plain)

    def lap(self) -> None:
        """A picture is over."""
        self.laps_ms.append(self._now_ms)
        self._now_ms = dict.fromkeys(PARTS, 0.0)

    def of(self, part: str) -> list[float]:
        """What a part took in each picture, ms."""
        return [lap[part] for lap in self.laps_ms]

    def _timed(self, part: str, plain: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **named: Any) -> Any:
            if self._depth[part]:  # a method of the same part that calls another is counted once
                return plain(*args, **named)
            self._depth[part] = 1
            began_s = time.thread_time()
            try:
                return plain(*args, **named)
            finally:
                self._now_ms[part] += (time.thread_time() - began_s) * 1000.0
                self._depth[part] = 0

        return timed

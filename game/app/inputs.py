"""Names of the inputs that mean an intent on the device in use: what prompts show beside a verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.bindings import VERBS

if TYPE_CHECKING:
    from game.app.bindings import Bindings
    from game.sim.spec import Point

_POINTED = {"touch": ("tap",), "mouse": ("left",)}


def inputs_of(
    bindings: Bindings, device: str, intent: str, direction: Point, *, is_scanned: bool = False
) -> tuple[str, ...]:
    """The inputs to show for an intent (and its direction); pointing devices point, a scanner has one button."""
    if device in _POINTED:
        return _POINTED[device]
    if is_scanned:
        return bindings.inputs(device, "act")[:1]
    for name, verb in VERBS.items():
        wish = verb.intent
        if wish is not None and wish.kind == intent and (intent != "hold_next" or wish.at == direction):
            return bindings.inputs(device, name)[:1]
    return bindings.inputs(device, "act")[:1] if intent == "suit" else ()  # the scanner points at it first

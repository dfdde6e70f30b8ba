"""Names of the inputs that mean a prompt on the device in use: what is shown beside its verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.app.bindings import VERBS

if TYPE_CHECKING:
    from game.app.bindings import Bindings

_POINTED = {"touch": ("tap",), "mouse": ("left",)}


def inputs_of(bindings: Bindings, device: str, prompt: Any, *, is_scanned: bool = False) -> tuple[str, ...]:
    """The inputs to show for a prompt; pointing devices point at it, a scanner has one button."""
    if device in _POINTED:
        return _POINTED[device]
    if is_scanned or prompt.is_stepped_to:
        return bindings.inputs(device, "act")[:1]
    for name, verb in VERBS.items():
        wish = verb.intent
        if wish is None or wish.kind != prompt.intent:
            continue
        bound = bindings.inputs(device, name)[:1]
        if bound and (prompt.intent != "hold_next" or wish.at == prompt.direction):
            return bound
    is_done_first = prompt.is_asked or prompt.intent == "suit"  # what the scanner points at first
    return bindings.inputs(device, "act")[:1] if is_done_first else ()

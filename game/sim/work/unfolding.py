"""Unfolding: strokes let a panel out; it swings as one soft mode, may stop half-way, and is pushed open by hand.

The sway is a damped oscillator of the panel's first mode, driven by each tug (standard modal model, one mode). An array
gives power by what is open, the light and the sun's angle on it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim.ticks import TICK_S

from . import stroke

if TYPE_CHECKING:
    from game.sim.parts import Panel, Step
    from game.sim.state import State

OPEN_PS = 0.6  # a panel follows what was let out at this rate, 1/s of what is left
TUG = 0.25  # of the speed of its tip goes into sway


def observe(state: State) -> None:
    """Move every panel by one tick."""
    for panel in state.panels.values():
        left = panel.wanted - panel.opened
        before = panel.opened
        panel.opened += left * min(1.0, OPEN_PS * TICK_S) if abs(left) > 1e-4 else left
        tip_mps = (panel.opened - before) * panel.spec.length_m / TICK_S
        omega = 2.0 * math.pi * panel.spec.sway_hz / max(0.3, panel.opened)
        pull = TUG * (tip_mps - panel.tip_mps) / TICK_S if panel.opened > 0.02 else 0.0
        panel.tip_mps = tip_mps
        panel.sway_mps += (-omega * omega * panel.sway_m - 2.0 * panel.spec.sway_damping * omega * panel.sway_mps
                           + pull) * TICK_S  # fmt: skip
        panel.sway_m += panel.sway_mps * TICK_S
        panel.power_w = _power_w(state, panel)


def _power_w(state: State, panel: Panel) -> float:
    spec = panel.spec
    if not spec.power_w or state.orbit is None or not is_plugged(state, spec.plug):
        return 0.0
    sun = state.orbit.sun
    # the wing turns about its own axis to face the sun, as the station's drives do: only the part along it is lost
    along = math.cos(spec.angle_rad) * sun[0] + math.sin(spec.angle_rad) * sun[1]
    return spec.power_w * panel.opened * math.sqrt(max(0.0, 1.0 - along * along)) * state.orbit.light


def is_plugged(state: State, plug: str) -> bool:
    """The step that connects it is done, or none is needed."""
    return not plug or any(step.is_done for step in state.steps if step.spec.id == plug)


def limit(panel: Panel) -> float:
    """How far it opens by itself."""
    return 1.0 if panel.is_freed else panel.spec.stops_at


def drive(step: Step, panel: Panel, share: float) -> None:
    """Let it out to `share` of what this step opens."""
    if step.spec.kind == "push_open":
        panel.is_freed = True
        low = panel.spec.stops_at
        panel.wanted = max(panel.wanted, low + (1.0 - low) * share)
    else:
        panel.wanted = max(panel.wanted, panel.spec.stops_at * share)


def share(state: State, step: Step) -> float:
    """0..1 of the strokes that let it out."""
    return min(1.0, (step.strokes + stroke.done(step)) / stroke.per_item(state, step.spec))


def is_ready(state: State, step: Step) -> bool:
    """It has come as far as it goes, and sways little enough."""
    panel = state.panels[step.spec.panel]
    return (
        share(state, step) >= 1.0
        and panel.opened >= limit(panel) - 0.01
        and abs(panel.sway_m) <= state.tuning.sway_calm_m
    )

"""The metabolic rate follows what hands, arms and tools do: rest + reaches + held force + tool work, up to the peak.

Muscle work F.v of moving a suit is a third of a watt; what costs is bending a pressurised suit, holding on and
fighting reactions, so these are counted (bench of muscles, ARCHITECTURE).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.ticks import TICK_S

if TYPE_CHECKING:
    from game.sim.state import State


def observe(state: State) -> None:
    """Move the smoothed metabolic rate, heart and breath towards the load of this tick."""
    for crew in state.crew.values():
        t, suit = crew.tuning, crew.suit
        wanted = t.rest_w
        if not crew.is_inside:
            wanted += t.hold_wpn * sum(hand.load_n for hand in crew.hands if hand.state in ("gripping", "holding"))
            if crew.is_stroking or crew.hauling >= 0:
                wanted += t.work_w
            wanted += 20.0 * crew.tuck
        share = TICK_S / t.exertion_s
        burst = suit.load_w - t.rest_w  # energy of reaches, added in one go by the hands
        suit.load_w = t.rest_w
        suit.metabolic_w = min(t.peak_w, suit.metabolic_w + (wanted - suit.metabolic_w) * share + burst)
        heart = t.heart_calm_pm + max(0.0, suit.metabolic_w - t.rest_w) * t.heart_pm_per_w
        suit.heart_pm += (heart - suit.heart_pm) * share * 2.0
        breath = 13.0 + max(0.0, suit.metabolic_w - t.rest_w) * 0.03
        suit.breath_pm += (breath - suit.breath_pm) * share * 3.0

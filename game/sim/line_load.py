"""What a line pulls with at a length: nothing when slack, softly up to the limit, then stiffly.

The mean tension of a step is the change of elastic energy divided by the change of length. Used along the mean
direction of the step this conserves energy and angular momentum exactly for any step, also while the line comes taut
or goes slack (R. A. LaBudde and D. Greenspan, Numer. Math. 25 and 26, 1976: energy and momentum conserving methods of
arbitrary order).
"""

from __future__ import annotations

from math import sqrt

from game.sim.spec import TetherSpec

STIFFEST_M = 0.3  # a shorter line is no stiffer: hooks, rings and webbing give too
FLAT_M = 1e-12  # a change of length below this is none


class LineLoad:
    """Tension of one line as a function of its length; `rest_m` <= `limit_m`, tension never below zero."""

    __slots__ = (
        "damping_nspm", "ea_n", "hold_n", "limit_m", "pull_n", "rest_m", "spring_npm", "stiffness_npm", "stored_j",
    )  # fmt: skip

    def __init__(self, spec: TetherSpec) -> None:
        self.ea_n = spec.ea_n
        self.pull_n = spec.pull_n
        self.spring_npm = spec.spring_npm
        self.damping_nspm = 0.0
        self.stored_j = 0.0  # of a soft part that is all out and cannot pull now
        self.rest_m = self.limit_m = self.hold_n = self.stiffness_npm = 0.0
        self.set_limit(spec.rest_m, spec.limit_m)

    def set_limit(self, rest_m: float, limit_m: float) -> None:
        """Let out or take in: the stiffness follows as EA / limit."""
        self.limit_m = max(limit_m, 1e-3)
        self.rest_m = min(rest_m, self.limit_m)
        self.stiffness_npm = self.ea_n / max(self.limit_m, STIFFEST_M)
        soft_m = self.limit_m - self.rest_m
        self.hold_n = self.pull_n + self.spring_npm * soft_m if soft_m > 0.0 else 0.0

    def set_damping(self, ratio: float, mass_kg: float) -> None:
        """Set internal damping of the stiff part to a fraction of critical for the mass that the line sees."""
        self.damping_nspm = 2.0 * ratio * sqrt(self.stiffness_npm * mass_kg)

    def tension(self, length_m: float) -> float:
        """Elastic tension, N."""
        if length_m <= self.rest_m:
            return 0.0
        if length_m <= self.limit_m:
            return self.pull_n + self.spring_npm * (length_m - self.rest_m)
        return self.hold_n + self.stiffness_npm * (length_m - self.limit_m)

    def slope(self, length_m: float) -> float:
        """How fast the elastic tension rises with the length, N/m."""
        if length_m <= self.rest_m:
            return 0.0
        return self.spring_npm if length_m <= self.limit_m else self.stiffness_npm

    def energy(self, length_m: float) -> float:
        """Elastic energy, J."""
        soft = max(0.0, min(length_m, self.limit_m) - self.rest_m)
        stiff = max(0.0, length_m - self.limit_m)
        return (
            self.stored_j
            + soft * (self.pull_n + 0.5 * self.spring_npm * soft)
            + stiff * (self.hold_n + 0.5 * self.stiffness_npm * stiff)
        )

    def mean_tension(self, before_m: float, after_m: float, step_s: float) -> tuple[float, float]:
        """Mean tension (N) of a step between two lengths, with damping, and its derivative by the second length."""
        limit, rest = self.limit_m, self.rest_m
        if before_m > limit and after_m > limit:
            half = 0.5 * self.stiffness_npm
            rate = self.damping_nspm / step_s
            tension = self.hold_n + half * (before_m + after_m - 2.0 * limit) + rate * (after_m - before_m)
            return (tension, half + rate) if tension > 0.0 else (0.0, 0.0)
        if before_m <= rest and after_m <= rest:
            return 0.0, 0.0
        change = after_m - before_m
        if -FLAT_M < change < FLAT_M:
            return self.tension(after_m), 0.0
        soft0, soft1 = max(0.0, min(before_m, limit) - rest), max(0.0, min(after_m, limit) - rest)
        stiff0, stiff1 = max(0.0, before_m - limit), max(0.0, after_m - limit)
        tension = (
            (soft1 - soft0) * (self.pull_n + 0.5 * self.spring_npm * (soft0 + soft1))
            + (stiff1 - stiff0) * (self.hold_n + 0.5 * self.stiffness_npm * (stiff0 + stiff1))
        ) / change
        slope = (self.tension(after_m) - tension) / change
        if stiff0 != stiff1:
            rate = self.damping_nspm / step_s
            tension += rate * (stiff1 - stiff0)
            if stiff1 > 0.0:
                slope += rate
        return (tension, slope) if tension > 0.0 else (0.0, 0.0)

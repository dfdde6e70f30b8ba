"""One number of an experiment: what was measured beside what theory says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One number of an experiment; `tolerance` is a share of the prediction, or in `unit` where that is 0."""

    name: str
    formula: str
    measured: float
    predicted: float
    unit: str
    tolerance: float = 0.01

    @property
    def error(self) -> float:
        """How far off it is: as a share of the prediction, in units where that is 0."""
        off = self.measured - self.predicted
        return off / abs(self.predicted) if self.predicted else off

    @property
    def is_right(self) -> bool:
        """True if theory and experiment agree."""
        return abs(self.error) <= self.tolerance

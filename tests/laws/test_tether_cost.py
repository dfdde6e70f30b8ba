"""What lines cost; the figure is printed by `python tests/laws/line_bench.py`."""

from __future__ import annotations

import pytest
from line_bench import KINDS, cost_us

BAR_US = 60.0
CROWDED = 4.0  # other work on the same machine may make everything this much slower


@pytest.mark.parametrize("kind", KINDS)
def test_two_lines_with_six_bends_cost_little(kind: str) -> None:
    """Two tethers with six bends each cost at most 60 us a tick on a quiet machine."""
    figure, bends = cost_us(kind, 6)
    print(f"two {kind} lines with {bends} bends: {figure:.1f} us a tick")  # noqa: T201 - the figure
    assert figure <= BAR_US * CROWDED
    assert kind == "slack" or min(bends) >= 5

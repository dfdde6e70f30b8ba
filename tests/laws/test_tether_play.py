"""Random play among solids: no passing through, no NaN, no gain of energy, no bend left behind.

Here a few seeds of a few seconds; `python tests/laws/line_play.py` plays the whole proof.
"""

from __future__ import annotations

import pytest
from line_play import Play

SEEDS, SECONDS = 24, 15.0
GROUPS = 8  # tests that share the seeds


@pytest.mark.parametrize("group", range(GROUPS))
def test_random_play_keeps_the_laws(group: int) -> None:
    """Whatever is pushed, hauled, locked and hooked on, lines stay outside of solids and give no energy."""
    for seed in range(group, SEEDS, GROUPS):
        Play(seed).run(SECONDS)

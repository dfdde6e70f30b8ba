"""What several tests of panels look at."""

from __future__ import annotations

import pygame
import pytest

from game.missions.level import load_level
from game.sim.frame import Frame
from game.sim.world import World


@pytest.fixture(scope="module")
def frame() -> Frame:
    """The first mission after one tick."""
    pygame.display.init()
    pygame.font.init()
    world = World(load_level("unit-swap").world_spec("3m"), seed=1)
    world.step({})
    return world.frame()

"""The high-contrast look: what holds a person is told by shape, in grey and in a thumbnail too."""

from __future__ import annotations

import math
from itertools import combinations
from types import SimpleNamespace as Of

import numpy as np
import pygame
import pytest

from game.view.camera import Camera
from game.view.outlines import APART_PX, Outlines, spread
from game.view.theme import PICTURE_SIZE, make_theme

THUMBNAIL = (320, 180)


def person(hands: str, hooks: str) -> Of:
    """Hands and hooks a metre apart along a rail, in these states."""
    held = [Of(state=state, at=(x, 0.0), before=(x, 0.0)) for x, state in enumerate(hands.split())]
    shut = [Of(state=state, at=(x + 2.0, 0.0), before=(x + 2.0, 0.0)) for x, state in enumerate(hooks.split())]
    return Of(crew=[Of(is_inside=False, hands=held, hooks=shut)])


@pytest.mark.parametrize("ground", [12, 128, 244])
def test_a_grey_thumbnail_tells_a_hand_from_a_hook(ground) -> None:
    """At 320 px in grey, over dark, grey and white, a gripping hand is bright in its middle and a closed hook is
    bright round a dark middle; a free hand and an open hook are not marked."""
    picture = pygame.Surface(PICTURE_SIZE, 0, 32)
    picture.fill((ground,) * 3)
    camera = Camera((1.5, 0.0), 120.0)
    frame = person("gripping free", "closed clipping")
    Outlines(make_theme(high_contrast=True)).holding(picture, camera, frame, 1.0)
    small = pygame.transform.grayscale(pygame.transform.smoothscale(picture, THUMBNAIL))
    grey = pygame.surfarray.array3d(small)[:, :, 0].astype(int)

    def at(x_m: float) -> tuple[int, int]:
        """Of the place at x: its middle, and the brightest within 3 px round it."""
        x, y = (round(pixel / 6) for pixel in camera.to_screen((x_m, 0.0)))
        middle = grey[x - 1 : x + 1, y - 1 : y + 1]
        return int(np.median(middle)), int(grey[x - 3 : x + 3, y - 3 : y + 3].max())

    assert at(0.0)[0] > 200
    assert at(2.0)[0] < 110
    assert at(2.0)[1] > 140
    for x in (1.0, 3.0):
        assert at(x) == pytest.approx((ground, ground), abs=3)


def test_marks_keep_apart() -> None:
    """Four holds in one place are spread until each mark is seen whole; far ones stay where they are."""
    near = spread([(100.0, 100.0), (100.0, 100.0), (104.0, 100.0), (100.0, 103.0)], APART_PX)
    assert min(math.dist(one, other) for one, other in combinations(near, 2)) > 0.9 * APART_PX
    assert max(math.dist(place, (100.0, 100.0)) for place in near) < 2 * APART_PX
    assert spread([(0.0, 0.0), (200.0, 0.0)], APART_PX) == [(0.0, 0.0), (200.0, 0.0)]

"""What holds a person is told by his figure itself, in the default look, in grey and in a thumbnail."""

from __future__ import annotations

import dataclasses

import numpy as np
import pygame
import pytest
from test_suit import SUITS, crew, frame

from game.sim.frame import HookFrame
from game.view.camera import Camera
from game.view.hooks import HookPainter
from game.view.suit import SuitPainter
from game.view.theme import PICTURE_SIZE

THUMBNAIL = (320, 180)
SMALLER = PICTURE_SIZE[0] / THUMBNAIL[0]
CAMERA = Camera((0.0, 0.0), 100.0, PICTURE_SIZE)
LEFT, RIGHT, FIRST, SECOND = (-0.7, 0.5), (0.7, 0.5), (1.2, -0.5), (-1.2, -0.5)
EYE_WAY_M = 0.13  # from the bow of a hook to the middle of its ring
WAYS = ((1, 0), (-1, 0), (0, 1), (0, -1))
HELD = [suit for suit in SUITS if suit != "diver"]  # divers hold on to nothing


def thumbnail(hands: str, hooks: str, ground: int, suit: str = "orlan_mks") -> np.ndarray:
    """Grey 0..255 at 320 px (columns first) of what holds a person with hands and hooks in these states."""
    pygame.init()
    left, right = hands.split()
    shut = [
        HookFrame(f"hook{k + 1}", state, at, at, "r", 0.0)
        for k, (state, at) in enumerate(zip(hooks.split(), (FIRST, SECOND), strict=True))
    ]
    person = dataclasses.replace(crew(left=(left, LEFT), right=(right, RIGHT), hooks=shut), suit_kind=suit)
    shown = frame([person])
    picture = pygame.Surface(PICTURE_SIZE, 0, 32)
    picture.fill((ground,) * 3)
    HookPainter().draw_held(picture, CAMERA, shown, 1.0)
    SuitPainter().draw_grips(picture, CAMERA, shown, 1.0)
    small = pygame.transform.grayscale(pygame.transform.smoothscale(picture, THUMBNAIL))
    return pygame.surfarray.array3d(small)[:, :, 0].astype(int)


def near(grey: np.ndarray, at: tuple[float, float], reach: int) -> np.ndarray:
    """The pixels within `reach` of a station point."""
    x, y = (int(pixel / SMALLER) for pixel in CAMERA.to_screen(at))
    return grey[x - reach : x + reach + 1, y - reach : y + reach + 1]


@pytest.mark.parametrize("suit", HELD)
@pytest.mark.parametrize("ground", [12, 128, 244])
def test_a_hand_that_grips_is_a_bright_spot_on_dark(ground, suit) -> None:
    """Over night, grey and white hull, in every suit, a gripping glove is brighter than 200 of 255 with a rim that is
    at least 90 darker; a hand that reaches is left to the light it is in."""
    grey = thumbnail("gripping reaching", "stowed stowed", ground, suit)
    spot = near(grey, LEFT, 4)
    assert spot.max() > 200
    assert spot.min() < spot.max() - 90
    assert (near(grey, RIGHT, 4) == grey[0, 0]).all()


@pytest.mark.parametrize("ground", [12, 128, 244])
def test_a_closed_hook_is_a_bright_ring_round_a_dark_middle(ground) -> None:
    """Over night, grey and white hull both hooks are a dark middle with something at least 35 brighter on every side;
    one on its way is left to the light it is in."""
    grey = thumbnail("free free", "closed closed", ground)
    for at in (FIRST, SECOND):
        way = complex(0.0, -0.05) - complex(*at)
        eye = complex(*at) + way / abs(way) * EYE_WAY_M
        ring = near(grey, (eye.real, eye.imag), 3)
        for dx, dy in WAYS:
            assert max(ring[3 + dx * k, 3 + dy * k] for k in (1, 2)) > ring[3, 3] + 35, (at, ring)
    grey = thumbnail("free free", "clipping unclipping", ground)
    assert (grey == grey[0, 0]).all()

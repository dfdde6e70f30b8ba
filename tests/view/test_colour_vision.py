"""What colours tell is told to everybody: to three kinds of colour blindness, in grey, and by shape where colours meet.

Simulation: Machado, Oliveira and Fernandes 2009, severity 1.0, in linear light. Difference: CIE 1976 Lab.
"""

from __future__ import annotations

import os
from itertools import combinations

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from game.view.icons import GRADE_ICONS, ICONS, icon
from game.view.theme import BRIGHTEST_CLOUD, HIGH_CONTRAST, Colour, Palette, contrast, luminance, over

PALETTES = {"default": Palette(), "high contrast": HIGH_CONTRAST}
EYES = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
LEAST = 10.0  # of Lab: two patches apart from each other are told apart from about 5 on
LEAST_GREY = 1.10  # ratio of luminances, with the flare that the contrast formula assumes
# Pairs that somebody sees alike, or that are alike in grey, and the symbols that tell them apart
BY_SHAPE = {
    ("ok", "accent"): ("check", "hand_working"),
    ("ok", "warn"): (GRADE_ICONS[0], GRADE_ICONS[2]),
    ("ok", "alarm"): (GRADE_ICONS[0], GRADE_ICONS[3]),
    ("accent", "warn"): (GRADE_ICONS[1], GRADE_ICONS[2]),
    ("accent", "alarm"): (GRADE_ICONS[1], GRADE_ICONS[3]),
    ("warn", "alarm"): (GRADE_ICONS[2], GRADE_ICONS[3]),
    ("sun", "night"): ("sun", "moon"),
}
STATES = ("ok", "accent", "warn", "alarm")


def linear(colour: Colour) -> np.ndarray:
    value = np.array(colour) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ light
    f = np.cbrt(np.maximum(xyz / (0.9505, 1.0, 1.089), 0.008856))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(first: Colour, second: Colour, eye: np.ndarray) -> float:
    a, b = (lab(np.clip(eye @ linear(colour), 0, 1)) for colour in (first, second))
    return float(np.linalg.norm(a - b))


def greys_differ(first: Colour, second: Colour) -> bool:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05) >= LEAST_GREY


def pictures_differ(first: str, second: str) -> bool:
    """Two symbols in the same grey share less than two thirds of what they cover."""
    masks = []
    for name in (first, second):
        picture = icon(name, 64, (200, 200, 200))
        masks.append(pygame.surfarray.array_alpha(picture) > 100)
    return (masks[0] & masks[1]).sum() < 0.67 * (masks[0] | masks[1]).sum()


def test_the_simulation_keeps_greys() -> None:
    """No kind of eye gives a tint to white and grey, and red and green meet where they should."""
    for eye in EYES.values():
        for level in (60, 128, 255):
            assert (
                difference((level,) * 3, tuple(np.round(255 * _gamma(eye @ linear((level,) * 3)))), EYES["normal"])
                < 1.5
            )
    red, green = (190, 70, 60), (120, 130, 40)
    assert difference(red, green, EYES["deuteranopia"]) < 0.4 * difference(red, green, EYES["normal"])


def _gamma(light: np.ndarray) -> np.ndarray:
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("pair", [*combinations(STATES, 2), ("sun", "night")])
def test_states_are_told_apart(name: str, pair: tuple[str, str]) -> None:
    """Each pair of state colours differs for every kind of eye and in grey, or its symbols differ in shape."""
    first, second = (getattr(PALETTES[name], key) for key in pair)
    seen = all(difference(first, second, eye) >= LEAST for eye in EYES.values()) and greys_differ(first, second)
    assert seen or pictures_differ(*BY_SHAPE[pair])


@pytest.mark.parametrize("pair", list(combinations(sorted(set(GRADE_ICONS)), 2)))
def test_the_symbols_of_the_grades_differ(pair: tuple[str, str]) -> None:
    """No two alarm grades are one shape."""
    assert pictures_differ(*pair)


@pytest.mark.parametrize(
    "pair", [("hook_open", "hook_closed"), ("hand_free", "hand_gripping"), ("hand_gripping", "hand_working")]
)
def test_the_symbols_of_hands_and_hooks_differ(pair: tuple[str, str]) -> None:
    """Open and closed, free and gripping are told by the outline, in one grey."""
    assert ICONS[pair[0]] != ICONS[pair[1]]
    masks = [pygame.surfarray.array_alpha(icon(name, 64, (200, 200, 200))) > 100 for name in pair]
    assert (masks[0] ^ masks[1]).sum() > 0.12 * (masks[0] | masks[1]).sum()


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("eye", EYES)
def test_what_is_filled_is_told_from_what_is_empty(name: str, eye: str) -> None:
    """The filled part of a gauge, the night of the orbit bar and the focus differ from their ground for every eye,
    over the brightest clouds."""
    palette = PALETTES[name]
    panel = over(palette.panel, BRIGHTEST_CLOUD)
    track = over(palette.track, panel)
    pairs = [(getattr(palette, key), track) for key in ("ok", "accent", "warn", "alarm")]
    pairs += [(palette.sun, palette.shadow), (palette.focused[:3], over(palette.raised, panel))]
    for first, second in pairs:
        assert difference(first, second, EYES[eye]) >= 2 * LEAST
        assert contrast(first, second) >= 2.0

from __future__ import annotations

import math
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import time
from itertools import pairwise

import numpy as np
import pygame
import pytest

from game.sim.frame import BodyFrame, CrewFrame, Frame, HandFrame, HookFrame, LineFrame, Pose, SuitFrame
from game.view.camera import Camera
from game.view.chain import LINKS, NODES, closed
from game.view.light import LightTable
from game.view.lines import LinePainter, paid_out_m

SIZE = (640, 480)
SUIT = SuitFrame(0.9, 1.0, 1e-4, 40_000.0, 300.0, 0.9, 3.0, 0.9, 37.0, 80.0, 14.0, 200.0, "o2", 20_000.0, ())


def line(points, rest, name="EV1.tether1", kind="fixed", tension=0.0, before=None, is_stowed=False):
    length = sum(math.dist(a, b) for a, b in pairwise(points))
    ends = before or (points[0], points[-1])
    return LineFrame(
        name, kind, "EV1", tuple(points), ends, length, rest, rest, tension, length >= rest, is_stowed
    )  # fmt: skip


def frame(lines, tick, crew=()):
    return Frame(tick, tick / 60, 0.0, 1.0, "outside", 0.0, True, tuple(crew), (), tuple(lines), (), None, (), ())


def wearer(hooks):
    pose = Pose(0.0, 0.0, 0.0)
    body = BodyFrame("EV1", pose, pose, 0.0, 0.0, 0.0)
    hand = HandFrame("left", "free", (0.2, 0.0), (0.2, 0.0), "", (0.2, 0.0), 0.0, 0.0, 1.0)
    return CrewFrame(
        "EV1", body, ((-0.18, 0.42), (0.18, 0.42)), (0.0, -0.05), (hand, hand), tuple(hooks), SUIT, 2, True, 0, 0.0,
        False, False, False, "", "", "", 0.0,
    )  # fmt: skip


def length_of(path):
    return float(np.abs(np.diff(path)).sum())


def walk(seed, tick):
    """A person's end that wanders and swings, and where it was a tick before; metres."""

    def at(tick):
        t = tick / 60.0
        return (
            1.1 * math.sin(0.31 * t + seed) + 0.3 * math.sin(1.3 * t),
            0.9 * math.sin(0.43 * t + 2.0 * seed) + 0.2 * math.cos(1.1 * t),
        )

    return at(tick), at(tick - 1)


def test_a_line_has_its_paid_out_length():
    """Whatever the ends do for 20 s, a line is never more than 1.5 % longer or shorter than what is paid out."""
    painter = LinePainter()
    worst = 0.0
    for tick in range(1200):
        lines = []
        for k in range(4):
            here, was = walk(k, tick)
            far = (1.5 * math.cos(k), 0.7)
            points = (here, far) if k % 2 else (here, (0.2, -1.4), far)
            lines.append(line(points, (1.0, 2.4, 3.0, 5.0)[k], f"EV1.l{k}", before=(was, far)))
        painter.tick(frame(lines, tick))
        for given in lines:
            for alpha in (0.5, 1.0):
                path = painter.path(given.id, alpha)
                assert path is not None
                assert np.isfinite(path).all()
            worst = max(worst, abs(length_of(path) / paid_out_m(given) - 1.0))
    assert worst < 0.015


def test_a_line_runs_from_end_to_end_through_its_corners():
    """A drawn line starts and ends where the world says, between ticks too, and passes every wrap point."""
    painter = LinePainter()
    corner = (0.3, -1.1)
    for tick in range(240):
        here, was = walk(0, tick)
        far = (1.5, 0.7)
        given = line((here, corner, far), 4.5, before=(was, far))
        painter.tick(frame([given], tick))
        path = painter.path(given.id, 0.25)
        start = (was[0] + 0.25 * (here[0] - was[0]), was[1] + 0.25 * (here[1] - was[1]))
        assert abs(path[0] - complex(*start)) < 1e-6
        assert abs(path[-1] - complex(*far)) < 1e-6
        assert np.abs(path - complex(*corner)).min() < 1e-6


def test_taut_is_straight():
    """A line at its limit is drawn along its true path: no node is more than 1 mm off."""
    painter = LinePainter()
    for tick in range(30):
        given = line(((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)), 1.9, tension=80.0)
        painter.tick(frame([given], tick))
    path = painter.path("EV1.tether1", 1.0)
    off = np.minimum(np.abs(path.imag) + np.maximum(0.0, path.real - 1.0), np.abs(path.real - 1.0))
    assert off.max() < 0.001


def test_nothing_sags():
    """A slack line has no favourite side: over 40 lines the middle floats up about as often as down."""
    ups = 0
    for k in range(40):
        painter = LinePainter()
        for tick in range(120):
            painter.tick(frame([line(((0.0, 0.0), (1.0, 0.0)), 2.0, f"EV1.x{k}")], tick))
        ups += painter.path(f"EV1.x{k}", 1.0).imag.mean() > 0
    assert 8 <= ups <= 32


def test_a_slack_line_goes_on_floating_and_calms_down():
    """When its end stops, the line moves on by itself, and after a minute it moves less than 2 mm a tick."""
    painter = LinePainter()
    for tick in range(60):
        x = 0.02 * tick
        painter.tick(frame([line(((x, 0.0), (2.0, 0.0)), 2.6, before=((x - 0.02, 0.0), (2.0, 0.0)))], tick))
    still = line(((1.2, 0.0), (2.0, 0.0)), 2.6)
    moved = []
    for tick in range(60, 3660):
        old = painter.path(still.id, 1.0).copy()
        painter.tick(frame([still], tick))
        moved.append(float(np.abs(painter.path(still.id, 1.0) - old).max()))
    assert moved[20] > 0.0005
    assert max(moved[-60:]) < 0.002


def test_repeated_and_missed_ticks_are_harmless():
    """The same tick told twice changes nothing; a missed one leaves the line whole."""
    painter = LinePainter()
    for tick in (0, 1, 2, 2, 2, 5, 6, 400, 3):
        here, was = walk(1, tick)
        given = line((here, (1.5, 0.7)), 4.0, before=(was, (1.5, 0.7)))
        painter.tick(frame([given], tick))
        first = painter.path(given.id, 0.5).copy()
        painter.tick(frame([given], tick))
        assert np.array_equal(first, painter.path(given.id, 0.5))
        assert abs(length_of(painter.path(given.id, 1.0)) / 4.0 - 1.0) < 0.015


def test_two_painters_agree():
    """The picture's dice fall the same for the same ticks: two painters draw the same pixels, twice."""
    pygame.init()
    light = LightTable()
    shots = []
    for _ in range(2):
        painter = LinePainter()
        for tick in range(50):
            here, was = walk(2, tick)
            shown = frame([line((here, (1.0, 0.5)), 3.0, before=(was, (1.0, 0.5)))], tick)
            painter.tick(shown)
        for _ in range(2):
            surface = pygame.Surface(SIZE)
            painter.draw(surface, Camera((0.0, 0.0), 100.0, SIZE), shown, 0.4, light)
            shots.append(pygame.surfarray.array3d(surface))
    assert shots[0].any()
    assert all(np.array_equal(shots[0], shot) for shot in shots)


def test_corners_come_and_go_without_a_jump():
    """When a corner is pushed or popped, the line keeps its length and moves less than 0.35 m."""
    painter = LinePainter()
    far, corner = (1.5, 0.0), (0.7, 0.3)
    for tick in range(60):
        painter.tick(frame([line(((0.0, 0.0), far), 2.2)], tick))
    straight = painter.path("EV1.tether1", 1.0).copy()
    painter.tick(frame([line(((0.0, 0.0), corner, far), 2.2)], 60))
    bent = painter.path("EV1.tether1", 1.0)
    assert abs(length_of(bent) / 2.2 - 1.0) < 0.015
    for node in bent:
        assert np.abs(straight - node).min() < 0.35
    painter.tick(frame([line(((0.0, 0.0), far), 2.2)], 61))
    assert abs(length_of(painter.path("EV1.tether1", 1.0)) / 2.2 - 1.0) < 0.015


def test_chains_close_from_anything():
    """Random shapes, coinciding nodes and ends together or too far apart all close to finite chains of right length."""
    dice = np.random.default_rng(5)
    for _ in range(60):
        moved = dice.normal(0.0, 1.0, (NODES, 3)) + 1j * dice.normal(0.0, 1.0, (NODES, 3))
        moved[:, 1] = 0.0
        start = moved[0].copy()
        end = start + np.array([dice.uniform(0.0, 1.99), 1e-12, 3.0]) * np.exp(1j * dice.uniform(0.0, 6.0, 3))
        length = np.array([2.0, 2.0, 2.0])
        done = closed(moved, start, end, length / LINKS)
        assert np.isfinite(done).all()
        assert np.abs(done[-1] - end).max() < 1e-9
        lengths = np.abs(np.diff(done, axis=0)).sum(0)
        assert np.abs(lengths[:2] / 2.0 - 1.0).max() < 0.015
        assert abs(lengths[2] - 3.0) < 1e-6


def test_tethers_and_hooks_differ_in_grey():
    """First and second tether, open and closed hook, and a stowed one can all be told apart without colour."""
    pygame.init()
    light = LightTable()
    camera = Camera((0.0, 0.0), 100.0, SIZE)

    def shot(number, state, fraction=0.0):
        at = (1.4, 0.0)
        hook = HookFrame(f"hook{number}", state, at, at, "r", fraction)
        given = line(((0.0, -0.05), at), 1.2, f"EV1.tether{number}", is_stowed=state != "closed")
        shown = frame([given], 0, [wearer([hook])])
        painter = LinePainter()
        painter.tick(shown)
        surface = pygame.Surface(SIZE)
        painter.draw(surface, camera, shown, 1.0, light)
        painter.hooks.draw_stowed(surface, camera, shown, 1.0, light)
        return pygame.surfarray.array3d(pygame.transform.grayscale(surface))[..., 0].astype(int)

    shots = [shot(1, "closed"), shot(2, "closed"), shot(1, "clipping", 0.8), shot(1, "stowed")]
    for k, one in enumerate(shots):
        for other in shots[:k]:
            assert (np.abs(one - other) > 60).sum() > 60


@pytest.mark.parametrize("tension", [20.0, 100.0, 300.0])
def test_tension_is_seen(tension):
    """A pull over 15, 60 and 200 N adds one, two and three marks across the line."""
    pygame.init()
    surface = pygame.Surface(SIZE)
    shown = frame([line(((-1.5, 0.0), (1.5, 0.0)), 3.0, "lab", tension=tension)], 0)
    painter = LinePainter(has_reduced_motion=True)
    painter.tick(shown)
    painter.draw(surface, Camera((0.0, 0.0), 100.0, SIZE), shown, 1.0, LightTable())
    row = pygame.surfarray.array3d(surface)[:, 240 - 6].sum(axis=1) > 200
    marks = int((np.diff(row.astype(int)) == 1).sum())
    assert marks == sum(tension > level for level in (15.0, 60.0, 200.0))


def test_four_lines_are_cheap():
    """Four slack lines take under 3 ms of processor time a picture, even on a busy machine (0.6 ms on a quiet one)."""
    pygame.init()
    light, surface, camera = LightTable(), pygame.Surface((1920, 1080)), Camera((0.0, 0.0))
    painter = LinePainter()
    spent = []
    for tick in range(120):
        lines = [
            line((walk(k, tick)[0], (1.5 * math.cos(k), 0.7)), 3.0, f"EV1.tether{k}", before=None) for k in range(4)
        ]
        shown = frame(lines, tick)
        start = time.thread_time()
        painter.tick(shown)
        painter.draw(surface, camera, shown, 0.5, light)
        spent.append(time.thread_time() - start)
    assert np.median(spent) < 0.003

"""Slack lines as light chains, for the picture only: right length, right ends, no gravity, lazy curls.

All spans (a line between two of its wrap points is a span) are stepped together as arrays of shape (spans, nodes, 2).
A tick is: move on by inertia, bend a little towards the line's memory, make every segment its exact length again, then
turn the segments as little as possible until the chain ends where the line ends (least-norm Newton steps on the
segment angles, two unknowns per span). Length is therefore exact by construction; nothing sags, since nothing falls.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.sim.spec import Point

Floats = NDArray[np.float64]

NODES = 33
KEPT = 0.9925  # share of the velocity left after a tick: internal friction of the webbing, about 0.45 per second
SMOOTHED = 0.12  # neighbours share velocity: fine ripples die within a second
BENDING = 0.006  # per tick squared, towards the remembered curl
MEMORY_PER_M = 1.5  # curvature a line remembers from its bag, 1/m, with alternating sign along it
CURL_M = 0.62  # one remembered curl in this much line
SPEED_LIMIT_M = 0.05  # per tick: what a picture can follow
CLOSING_STEPS = 4
TAUT_SHARE = 0.9985  # a span this close to its length is straight
ROOM = 0.004  # closing errors above this share of the length are closed by scaling the curl instead


def dice_of(text: str) -> np.random.Generator:
    """Dice that fall the same for the same name: the picture's own, the world never sees them."""
    return np.random.Generator(np.random.PCG64(zlib.crc32(text.encode())))


@dataclass(slots=True)
class Span:
    """One span of a line at one tick: its name, its ends now and a tick before, and the length of line in it."""

    key: str
    start: Point
    end: Point
    start_before: Point
    end_before: Point
    length_m: float


class Chains:
    """The shapes of all spans, with one tick of memory."""

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self.before: Floats = np.zeros((0, NODES, 2))
        self.now: Floats = np.zeros((0, NODES, 2))
        self._memory: Floats = np.zeros((0, NODES - 2))

    def shape(self, key: str) -> Floats | None:
        """The nodes of a span as they are now, or None if there is no such span."""
        return self.now[self.keys.index(key)] if key in self.keys else None

    def between(self, alpha: float) -> dict[str, Floats]:
        """All spans between the last two ticks."""
        mixed = self.before + (self.now - self.before) * alpha
        return dict(zip(self.keys, mixed, strict=True))

    def step(self, spans: list[Span], seeds: dict[str, Floats], ticks: int = 1) -> None:
        """Go on by `ticks`; new spans start from the polyline in `seeds` (any number of points) or in a loose wave."""
        self._arrange(spans, seeds)
        if not spans:
            return
        length = np.array([span.length_m for span in spans])
        start = np.array([span.start for span in spans])
        end = np.array([span.end for span in spans])
        start_before = np.array([span.start_before for span in spans])
        end_before = np.array([span.end_before for span in spans])
        for step in range(1, ticks + 1):
            share = step / ticks
            self._advance(
                start_before + (start - start_before) * share, end_before + (end - end_before) * share, length
            )
        # The picture between two ticks must run through the ends between two ticks.
        self.before[:, 0], self.before[:, -1] = start_before, end_before

    def _arrange(self, spans: list[Span], seeds: dict[str, Floats]) -> None:
        keys = tuple(span.key for span in spans)
        if keys == self.keys:
            return
        known = {key: (self.before[i], self.now[i], self._memory[i]) for i, key in enumerate(self.keys)}
        before, now, memory = [], [], []
        for span in spans:
            if span.key in known:
                old = known[span.key]
            else:
                shape = resampled(seeds[span.key]) if span.key in seeds else loose(span)
                old = (shape, shape.copy(), remembered(span.key, span.length_m))
            before.append(old[0])
            now.append(old[1])
            memory.append(old[2])
        self.keys = keys
        self.before = np.array(before).reshape(-1, NODES, 2)
        self.now = np.array(now).reshape(-1, NODES, 2)
        self._memory = np.array(memory).reshape(-1, NODES - 2)

    def _advance(self, start: Floats, end: Floats, length: Floats) -> None:
        link = (length / (NODES - 1))[:, None]
        velocity = (self.now - self.before) * KEPT
        velocity[:, 1:-1] += SMOOTHED * (velocity[:, 2:] + velocity[:, :-2] - 2.0 * velocity[:, 1:-1])
        bow = self.now[:, 2:] + self.now[:, :-2] - 2.0 * self.now[:, 1:-1]
        along = self.now[:, 2:] - self.now[:, :-2]
        curl = 0.5 * self._memory * link
        bow[..., 0] += curl * along[..., 1]
        bow[..., 1] -= curl * along[..., 0]
        velocity[:, 1:-1] += BENDING * bow
        np.clip(velocity, -SPEED_LIMIT_M, SPEED_LIMIT_M, out=velocity)
        moved = self.now + velocity
        moved[:, 0], moved[:, -1] = start, end
        self.before = self.now
        self.now = closed(moved, start, end, length)


def closed(moved: Floats, start: Floats, end: Floats, length: Floats) -> Floats:
    """Chains near `moved` whose links are all `length / links` long and which run from `start` to `end`.

    Where the ends are further apart than the length, the chain is the straight line between them.
    """
    links = moved.shape[1] - 1
    link = (length / links)[:, None]
    ux, uy = np.diff(moved[..., 0], axis=1), np.diff(moved[..., 1], axis=1)
    size = np.hypot(ux, uy)
    ux, uy = np.where(size > 1e-9, ux, 1.0), np.where(size > 1e-9, uy, 0.0)  # a lost link points somewhere
    size = np.maximum(np.hypot(ux, uy), 1e-9)
    ux, uy = ux / size, uy / size
    wanted_x, wanted_y = end[:, 0] - start[:, 0], end[:, 1] - start[:, 1]
    for _ in range(CLOSING_STEPS):
        miss_x = wanted_x - link[:, 0] * ux.sum(1)
        miss_y = wanted_y - link[:, 0] * uy.sum(1)
        # normals of the links are (-uy, ux); least-norm turns solve (sum of n n^T) q = miss
        yy, xx, xy = (uy * uy).sum(1) + 1e-3, (ux * ux).sum(1) + 1e-3, -(ux * uy).sum(1)
        scale = link[:, 0] * (yy * xx - xy * xy)
        turn_x, turn_y = (xx * miss_x - xy * miss_y) / scale, (yy * miss_y - xy * miss_x) / scale
        turn = np.clip(ux * turn_y[:, None] - uy * turn_x[:, None], -0.4, 0.4)
        ux, uy = ux - uy * turn, uy + ux * turn
        size = np.hypot(ux, uy)
        ux, uy = ux / size, uy / size
    way = np.hypot(wanted_x, wanted_y)
    missed = np.hypot(wanted_x - link[:, 0] * ux.sum(1), wanted_y - link[:, 0] * uy.sum(1))
    for row in np.nonzero((missed > ROOM * length) & (way < TAUT_SHARE * length))[0]:
        ux[row], uy[row] = _scaled(ux[row], uy[row], way[row] / length[row], math.atan2(wanted_y[row], wanted_x[row]))
    straight = way >= TAUT_SHARE * length
    result = np.empty_like(moved)
    result[:, 0] = start
    result[:, 1:, 0] = start[:, :1] + np.cumsum(link * ux, axis=1)
    result[:, 1:, 1] = start[:, 1:] + np.cumsum(link * uy, axis=1)
    share = np.linspace(0.0, 1.0, links + 1)[None, :, None]
    result += share * (end - result[:, -1])[:, None, :]
    if straight.any():
        line = start[:, None, :] + share * (end - start)[:, None, :]
        result[straight] = line[straight]
    return result


def _scaled(ux: Floats, uy: Floats, ratio: float, way: float) -> tuple[Floats, Floats]:
    """Link directions whose chord is `ratio` of their length, along `way`: the same curl, made stronger or weaker."""
    angle = np.unwrap(np.arctan2(uy, ux))
    angle = angle - angle.mean()
    if np.abs(angle).max() < 0.05:  # all but straight: any wave will do
        angle = angle + 0.3 * np.cos(np.linspace(0.0, math.tau, len(angle)))
    low, high = 0.0, 1.0
    while math.hypot(np.cos(angle * high).mean(), np.sin(angle * high).mean()) > ratio and high < 64.0:
        low, high = high, high * 2.0
    for _ in range(18):
        middle = 0.5 * (low + high)
        if math.hypot(np.cos(angle * middle).mean(), np.sin(angle * middle).mean()) > ratio:
            low = middle
        else:
            high = middle
    angle = angle * low
    angle = angle + (way - math.atan2(np.sin(angle).mean(), np.cos(angle).mean()))
    return np.cos(angle), np.sin(angle)


def loose(span: Span) -> Floats:
    """A new span: a wave between its ends with the right length, on a side drawn by the span's own dice."""
    dice = dice_of(span.key)
    start, end = np.array(span.start), np.array(span.end)
    way = end - start
    size = float(np.hypot(*way))
    side = np.array([-way[1], way[0]]) / size if size > 1e-6 else np.array([0.0, 1.0])
    share = np.linspace(0.0, 1.0, NODES)
    slack = max(0.0, span.length_m - size)
    reach = math.sqrt(max(0.0, slack * (span.length_m + size))) * 0.45 + 0.02
    turns = 1.0 if dice.random() < 0.5 else 2.0
    wave = np.sin(math.pi * turns * share) * reach * (1.0 if dice.random() < 0.5 else -1.0) / turns
    shape = start + share[:, None] * way + wave[:, None] * side
    shape[:, 0] += 0.2 * slack * np.sin(math.tau * share) * side[1]  # opens a loop where the ends are together
    return closed(shape[None], start[None], end[None], np.array([max(span.length_m, 1e-3)]))[0]


def remembered(key: str, length_m: float) -> Floats:
    """The curvature (1/m) a line keeps from having been coiled: a lazy alternating curl, weaker at the ends."""
    dice = dice_of(key + "~")
    share = np.linspace(0.0, 1.0, NODES)[1:-1]
    waves = max(1.0, length_m / (2.0 * CURL_M))
    phase = dice.random() * math.tau
    curl: Floats = MEMORY_PER_M * np.sin(math.tau * waves * share + phase) * np.sin(math.pi * share) ** 0.5
    return curl


def resampled(points: Floats) -> Floats:
    """A polyline as `NODES` points at equal distances along it."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    arc = np.concatenate([[0.0], np.cumsum(steps)])
    if arc[-1] <= 0.0:
        return np.repeat(points[:1], NODES, axis=0)
    at = np.linspace(0.0, arc[-1], NODES)
    return np.stack([np.interp(at, arc, points[:, 0]), np.interp(at, arc, points[:, 1])], axis=-1)

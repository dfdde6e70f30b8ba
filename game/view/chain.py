"""Slack lines as light chains, for the picture only: right length, right ends, no gravity, lazy curls.

All spans (a line between two of its wrap points is a span) are stepped together as arrays of shape (spans, nodes);
points are complex numbers x + iy in metres, which halves the work and turns by multiplication.
A tick is: move on by inertia, bend a little towards the line's memory, make every segment its exact length again, then
turn the segments as little as possible until the chain ends where the line ends (least-norm Newton steps on the
segment angles, two unknowns per span). Length is therefore exact by construction; nothing sags, since nothing falls.
"""

from __future__ import annotations

import cmath
import math
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.sim.spec import Point
from game.view.walls import Walls

Floats = NDArray[np.float64]
Points = NDArray[np.complex128]

NODES = 33
SHARES = np.linspace(0.0, 1.0, NODES)
KEPT = 0.9925  # share of the velocity left after a tick: internal friction of the webbing, about 0.45 per second
SMOOTHED = 0.12  # neighbours share velocity: fine ripples die within a second
BENDING = 0.006  # per tick squared, towards the remembered curl
MEMORY_PER_M = 1.5  # curvature a line remembers from its bag, 1/m, with alternating sign along it
CURL_M = 0.62  # one remembered curl in this much line
SPEED_LIMIT_M = 0.05  # per tick: what a picture can follow
CLOSING_STEPS = 3
CLOSED = 1e-3  # of a link: a chain that misses its end by less is closed
TAUT_SHARE = 0.9985  # a span this close to its length is straight
LOST_M = 1e-9
TURN_LIMIT_RAD = 0.4  # of a link in one closing step
ALL_BUT_STRAIGHT_RAD = 0.05
STRONGEST = 64.0
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

    def __init__(self, walls: Walls | None = None) -> None:
        """`walls` are the solids that no chain may run through."""
        self._walls = walls or Walls()
        self.keys: tuple[str, ...] = ()
        self.before: Points = np.zeros((0, NODES), np.complex128)
        self.now: Points = np.zeros((0, NODES), np.complex128)
        self._memory: Floats = np.zeros((0, NODES - 2))

    def between(self, alpha: float) -> dict[str, Points]:
        """All spans between the last two ticks."""
        mixed = self.before + (self.now - self.before) * alpha
        return dict(zip(self.keys, mixed, strict=True))

    def step(self, spans: list[Span], seeds: dict[str, Points], ticks: int = 1) -> None:
        """Go on by `ticks`; new spans start from the polyline in `seeds` (any number of points) or in a loose wave."""
        self._arrange(spans, seeds)
        if not spans:
            return
        length = np.array([span.length_m for span in spans])
        start = np.array([complex(*span.start) for span in spans])
        end = np.array([complex(*span.end) for span in spans])
        start_before = np.array([complex(*span.start_before) for span in spans])
        end_before = np.array([complex(*span.end_before) for span in spans])
        for step in range(1, ticks + 1):
            share = step / ticks
            self._advance(
                start_before + (start - start_before) * share, end_before + (end - end_before) * share, length
            )
        # The picture between two ticks must run through the ends between two ticks.
        self.before[:, 0], self.before[:, -1] = start_before, end_before

    def _arrange(self, spans: list[Span], seeds: dict[str, Points]) -> None:
        keys = tuple(span.key for span in spans)
        if keys == self.keys:
            return
        known = {key: (self.before[i], self.now[i], self._memory[i]) for i, key in enumerate(self.keys)}
        rows = []
        for span in spans:
            if span.key in known:
                rows.append(known[span.key])
            else:
                shape = resampled(seeds[span.key]) if span.key in seeds else loose(span)
                rows.append((shape, shape.copy(), remembered(span.key, span.length_m)))
        self.keys = keys
        self.before = np.array([row[0] for row in rows]).reshape(-1, NODES)
        self.now = np.array([row[1] for row in rows]).reshape(-1, NODES)
        self._memory = np.array([row[2] for row in rows]).reshape(-1, NODES - 2)
        self._walls.free(self.before)

    def _advance(self, start: Points, end: Points, length: Floats) -> None:
        link = (length / (NODES - 1))[:, None]
        now = self.now
        velocity = (now - self.before) * KEPT
        inner = velocity[:, 1:-1]
        inner += SMOOTHED * (velocity[:, 2:] + velocity[:, :-2] - 2.0 * inner)
        one, other = now[:, 2:], now[:, :-2]
        inner += BENDING * (one + other - 2.0 * now[:, 1:-1] - (0.5j * link) * self._memory * (one - other))
        speed = np.abs(velocity)
        velocity *= SPEED_LIMIT_M / np.maximum(speed, SPEED_LIMIT_M)
        velocity += now
        velocity[:, 0], velocity[:, -1] = start, end
        self.before = now
        self.now = closed(velocity, start, end, length)
        self._walls.free(self.now)


def closed(moved: Points, start: Points, end: Points, length: Floats) -> Points:
    """Chains near `moved` whose links are all `length / links` long and which run from `start` to `end`.

    Where the ends are further apart than the length, the chain is the straight line between them.
    """
    links = moved.shape[1] - 1
    link = length / links
    ways = moved[:, 1:] - moved[:, :-1]
    size = np.abs(ways)
    if size.min() < LOST_M:
        ways = np.where(size < LOST_M, 1.0, ways)  # a link without length points somewhere
        size = np.abs(ways)
    ways /= size
    wanted = end - start
    for _ in range(CLOSING_STEPS):
        miss = wanted / link - ways.sum(1)
        if np.abs(miss).max() < CLOSED:
            break
        # normals of the links are i w; least-norm turns solve (sum of n n^T) q = miss
        x, y = ways.real, ways.imag
        yy, xx, xy = (y * y).sum(1) + 1e-3, (x * x).sum(1) + 1e-3, -(x * y).sum(1)
        scale = yy * xx - xy * xy
        turn_x, turn_y = (xx * miss.real - xy * miss.imag) / scale, (yy * miss.imag - xy * miss.real) / scale
        turn = x * turn_y[:, None] - y * turn_x[:, None]
        np.minimum(turn, TURN_LIMIT_RAD, out=turn)
        np.maximum(turn, -TURN_LIMIT_RAD, out=turn)
        ways = ways * (1.0 + 1j * turn)
        ways /= np.abs(ways)
    away = np.abs(wanted)
    missed = np.abs(wanted - link * ways.sum(1))
    straight = away >= TAUT_SHARE * length
    for row in np.nonzero((missed > ROOM * length) & ~straight)[0]:
        ways[row] = _scaled(ways[row], float(away[row] / length[row]), float(np.angle(wanted[row])))
    result = np.empty_like(moved)
    result[:, 0] = 0.0
    np.cumsum(link[:, None] * ways, axis=1, out=result[:, 1:])
    share = SHARES if links + 1 == NODES else np.linspace(0.0, 1.0, links + 1)
    result += share * (wanted - result[:, -1])[:, None] + start[:, None]
    if straight.any():
        result[straight] = start[straight, None] + share * wanted[straight, None]
    return result


def _scaled(ways: Points, ratio: float, course: float) -> Points:
    """Link directions whose chord is `ratio` of their length, along `course`: the same curl, stronger or weaker."""
    angle = np.unwrap(np.angle(ways))
    angle = angle - angle.mean()
    plain = np.cos(np.linspace(0.0, math.tau, len(angle)))  # one S, whose chord shrinks to nothing and is never askew
    for curl in (angle, plain):
        strength = _strength(curl, ratio)
        chord = complex(np.exp(1j * strength * curl).mean())
        if abs(abs(chord) - ratio) < ROOM:
            break
    turned: Points = np.exp(1j * (strength * curl + course - cmath.phase(chord)))
    return turned


def _strength(curl: Floats, ratio: float) -> float:
    """By how much a curl has to be strengthened for its chord to be `ratio` of its length (bisection)."""
    if np.abs(curl).max() < ALL_BUT_STRAIGHT_RAD:
        return 0.0
    low, high = 0.0, 1.0

    def is_long(strength: float) -> bool:
        return bool(np.exp(1j * strength * curl).mean().real > ratio)

    while is_long(high) and high < STRONGEST:
        low, high = high, high * 2.0
    for _ in range(18):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if is_long(middle) else (low, middle)
    return low


def loose(span: Span) -> Points:
    """A new span: a wave between its ends with the right length, on a side drawn by the span's own dice."""
    dice = dice_of(span.key)
    start, way = complex(*span.start), complex(*span.end) - complex(*span.start)
    size = abs(way)
    side = 1j * way / size if size > LOST_M else 1j
    share = np.linspace(0.0, 1.0, NODES)
    slack = max(0.0, span.length_m - size)
    reach = math.sqrt(slack * (span.length_m + size)) * 0.45 + 0.02
    turns = 1.0 if dice.random() < 0.5 else 2.0
    wave = np.sin(math.pi * turns * share) * reach * (1.0 if dice.random() < 0.5 else -1.0) / turns
    shape = start + share * way + wave * side
    shape += 0.2 * slack * np.sin(math.tau * share) * side / 1j  # opens a loop where the ends are together
    ends = np.array([start]), np.array([start + way])
    laid: Points = closed(shape[None], *ends, np.array([max(span.length_m, 1e-3)]))[0]
    return laid


def remembered(key: str, length_m: float) -> Floats:
    """The curvature (1/m) a line keeps from having been coiled: a lazy alternating curl, weaker at the ends."""
    dice = dice_of(key + "~")
    share = np.linspace(0.0, 1.0, NODES)[1:-1]
    waves = max(1.0, length_m / (2.0 * CURL_M))
    phase = dice.random() * math.tau
    curl: Floats = MEMORY_PER_M * np.sin(math.tau * waves * share + phase) * np.sin(math.pi * share) ** 0.5
    return curl


def resampled(points: Points) -> Points:
    """A polyline as `NODES` points at equal distances along it."""
    arc = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(points)))])
    if arc[-1] <= 0.0:
        return np.repeat(points[:1], NODES)
    evenly: Points = np.interp(np.linspace(0.0, arc[-1], NODES), arc, points)
    return evenly

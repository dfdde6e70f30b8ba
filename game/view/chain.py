"""Slack lines as light chains, for the picture only: right length, right ends, no gravity, lazy curls.

All spans (a line between two of its wrap points is a span) are stepped together as arrays of shape (nodes, spans);
points are complex numbers x + iy in metres, which halves the work and turns by multiplication.
A tick is: move on by inertia, bend a little towards the line's memory, make every link its exact length again, then
turn the links as little as possible until the chain ends where the line ends (least-norm Newton steps on the link
angles, two unknowns per span). Length is therefore exact by construction; nothing sags, since nothing falls. What is
linear in the nodes is one small matrix for all spans.
"""

from __future__ import annotations

import cmath
import math
import zlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from game.sim.spec import Point
from game.view.walls import Walls

Floats = NDArray[np.float64]
Points = NDArray[np.complex128]

NODES = 33
LINKS = NODES - 1
SHARES = np.linspace(0.0, 1.0, NODES)
KEPT = 0.9925  # share of the velocity left after a tick: internal friction of the webbing, about 0.45 per second
SMOOTHED = 0.12  # neighbours share velocity: fine ripples die within a second
BENDING = 0.006  # per tick squared, towards the remembered curl
MEMORY_PER_M = 1.5  # curvature a line remembers from its bag, 1/m, with alternating sign along it
CURL_M = 0.62  # one remembered curl in this much line
SPEED_LIMIT_M = 0.05  # per tick: what a picture can follow
CLOSING_STEPS = 3
CLOSED = 0.02  # of a link: a chain that misses its end by less is closed; what is left is shared out
TAUT_SHARE = 0.9985  # a span this close to its length is straight
LOST_M = 1e-9
TURN_LIMIT_RAD = 0.4  # of a link in one closing step
ALL_BUT_STRAIGHT_RAD = 0.05
STRONGEST = 64.0
ROOM = 0.004  # closing errors above this share of the length are closed by scaling the curl instead


def dice_of(text: str) -> np.random.Generator:
    """Dice that fall the same for the same name: the picture's own, the world never sees them."""
    return np.random.Generator(np.random.PCG64(zlib.crc32(text.encode())))


class Span(NamedTuple):
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
        self.before: Points = np.zeros((NODES, 0), np.complex128)
        self.now: Points = np.zeros((NODES, 0), np.complex128)
        self._memory: Points = np.zeros((NODES, 0), np.complex128)

    def between(self, alpha: float) -> dict[str, Points]:
        """All spans between the last two ticks."""
        mixed = self.before + (self.now - self.before) * alpha
        return dict(zip(self.keys, np.ascontiguousarray(mixed.T), strict=True))

    def step(self, spans: list[Span], seeds: dict[str, Points], ticks: int = 1) -> None:
        """Go on by `ticks`; new spans start from the polyline in `seeds` (any number of points) or in a loose wave."""
        self._arrange(spans, seeds)
        if not spans:
            return
        rows = [(*span.start_before, *span.end_before, *span.start, *span.end, span.length_m, 0.0) for span in spans]
        start_before, end_before, start, end, length = np.array(rows).view(np.complex128).T
        for step in range(1, ticks + 1):
            share = step / ticks
            self._advance(
                start if step == ticks else start_before + (start - start_before) * share,
                end if step == ticks else end_before + (end - end_before) * share,
                length.real / LINKS,
            )
        # The picture between two ticks must run through the ends between two ticks.
        self.before[0], self.before[-1] = start_before, end_before

    def _arrange(self, spans: list[Span], seeds: dict[str, Points]) -> None:
        keys = tuple([span.key for span in spans])
        if keys == self.keys:
            return
        known = {key: (self.before[:, i], self.now[:, i], self._memory[:, i]) for i, key in enumerate(self.keys)}
        columns = []
        for span in spans:
            if span.key in known:
                columns.append(known[span.key])
            else:
                memory = (0.5j * BENDING * remembered(span.key, span.length_m)).astype(np.complex128)
                shape = resampled(seeds[span.key]) if span.key in seeds else loose(span)
                columns.append((shape, shape.copy(), memory))
        self.keys = keys
        self.before, self.now, self._memory = (
            np.array([column[part] for column in columns], np.complex128).reshape(-1, NODES).T.copy()
            for part in range(3)
        )
        self._walls.free(self.before.T)

    def _advance(self, start: Points, end: Points, link: Floats) -> None:
        both = _MOTION @ np.concatenate([self.now, self.before]).view(np.float64)
        moved, chord = both.view(np.complex128).reshape(2, NODES, -1)
        moved -= chord * (self._memory * link)
        speed = np.abs(moved)
        if speed.max() > SPEED_LIMIT_M:
            moved *= SPEED_LIMIT_M / np.maximum(speed, SPEED_LIMIT_M)
        moved += self.now
        moved[0], moved[-1] = start, end
        self.before = self.now
        self.now = closed(moved, start, end, link)
        self._walls.free(self.now.T)


def _motion() -> Floats:
    """Nodes now and a tick before -> how far they go in a tick; and from each node's left neighbour to its right one.

    They go on, share their velocity with their neighbours, and bend towards the straight line; ends stay.
    """
    one, inner = np.eye(NODES), np.diag([0.0, *[1.0] * (NODES - 2), 0.0])
    ahead, behind = np.eye(NODES, k=1), np.eye(NODES, k=-1)
    ripple = inner @ (ahead + behind - 2.0 * one)
    kept = KEPT * (one + SMOOTHED * ripple)
    motion: Floats = np.block([[kept + BENDING * ripple, -kept], [inner @ (ahead - behind), 0.0 * one]])
    return motion


def _laid() -> Floats:
    """Links of length 1 -> where their nodes lie, less what the last of them misses its place by, shared out."""
    nodes = np.tri(NODES, LINKS, -1)
    laid: Floats = nodes - SHARES[:, None] * nodes[-1]
    return laid


_MOTION, _LAID = _motion(), _laid()


def closed(moved: Points, start: Points, end: Points, link: Floats) -> Points:
    """Chains near `moved` whose links are all `link` long and which run from `start` to `end`.

    Where the ends are further apart than the length, the chain is the straight line between them.
    """
    ways = moved[1:] - moved[:-1]
    ways += LOST_M  # a link without length points somewhere
    ways /= np.abs(ways)
    away = end - start
    wanted = away / link
    for left in range(CLOSING_STEPS, -1, -1):
        miss = wanted - ways.sum(0)
        worst = max(map(abs, miss.tolist()))
        if worst < CLOSED or not left:
            break
        # Least-norm turns of the links, i w each, solve (sum of n n^T) q = miss; for unit links that sum is made of
        # their number and of the sum of their squares. A link then leans towards q as far as it can turn.
        square = (ways * ways).sum(0)
        lean = LINKS * miss + square * miss.conj()
        lean *= 2.0 / (LINKS * LINKS + 1.0 - square.real**2 - square.imag**2)
        lean /= np.maximum(1.0, np.abs(lean) / TURN_LIMIT_RAD)
        ways += lean
        ways /= np.abs(ways)
    if worst > ROOM * LINKS:
        ways = _bent(ways, wanted)
    result: Points = (_LAID @ ways.view(np.float64)).view(np.complex128)
    result *= link
    result += np.outer(SHARES, away)
    result += start
    return result


def _bent(ways: Points, wanted: Points) -> Points:
    """Link directions where those that miss their end by far are curled more or less, or straight at full length."""
    away, missed = np.abs(wanted), np.abs(wanted - ways.sum(0))
    for span in np.nonzero(missed > ROOM * LINKS)[0]:
        course = float(np.angle(wanted[span]))
        if away[span] >= TAUT_SHARE * LINKS:
            ways[:, span] = cmath.rect(1.0, course)
        else:
            ways[:, span] = _scaled(ways[:, span], float(away[span] / LINKS), course)
    return ways


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
    slack = max(0.0, span.length_m - size)
    reach = math.sqrt(slack * (span.length_m + size)) * 0.45 + 0.02
    turns = 1.0 if dice.random() < 0.5 else 2.0
    wave = np.sin(math.pi * turns * SHARES) * reach * (1.0 if dice.random() < 0.5 else -1.0) / turns
    shape = start + SHARES * way + wave * side
    shape += 0.2 * slack * np.sin(math.tau * SHARES) * side / 1j  # opens a loop where the ends are together
    link = np.array([max(span.length_m, 1e-3) / LINKS])
    return closed(shape[:, None], np.array([start]), np.array([start + way]), link)[:, 0]


def remembered(key: str, length_m: float) -> Floats:
    """The curvature (1/m) a line keeps from having been coiled: a lazy alternating curl, weaker at the ends."""
    dice = dice_of(key + "~")
    waves = max(1.0, length_m / (2.0 * CURL_M))
    phase = dice.random() * math.tau
    curl: Floats = MEMORY_PER_M * np.sin(math.tau * waves * SHARES + phase) * np.abs(np.sin(math.pi * SHARES)) ** 0.5
    return curl


def resampled(points: Points) -> Points:
    """A polyline as `NODES` points at equal distances along it."""
    arc = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(points)))])
    if arc[-1] <= 0.0:
        return np.repeat(points[:1], NODES)
    evenly: Points = np.interp(np.linspace(0.0, arc[-1], NODES), arc, points)
    return evenly


def without_end(path: Points, length_m: float) -> Points:
    """The polyline without its last `length_m` metres; at least its first point and one beside it are left."""
    places = path.tolist()
    for last in range(len(places) - 1, 0, -1):
        way = places[last - 1] - places[last]
        size = abs(way)
        if size > length_m:
            shorter = path[: last + 1].copy()
            shorter[last] += way * (length_m / size)
            return shorter
        length_m -= size
    return path[:2]

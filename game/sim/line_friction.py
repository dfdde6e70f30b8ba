"""Friction of a line at its bends: each piece is stretched by itself, and slips round a bend when the pull is uneven.

The tensions on both sides of a bend differ by at most exp(friction x turn) (capstan, Euler and Eytelwein). What slips
goes from the side of the lower tension to the side of the higher one, so it can only use up energy.
"""

from __future__ import annotations

from math import atan2, exp, hypot
from typing import TYPE_CHECKING

from game.sim.line_pull import Grip, Piece

if TYPE_CHECKING:
    from game.sim.line import Tether
    from game.sim.line_load import LineLoad
    from game.sim.spec import TetherSpec

LEAST_M = 1e-6  # natural length of a piece that has almost none left
SWEEPS = 10  # there and back along the bends
ROUNDS = 8
SETTLED_M = 1e-9


class StrandLoad:
    """The law of a line for a piece of it that holds `natural_m` of the whole: the same tension at the same strain."""

    __slots__ = ("load", "natural_m")

    def __init__(self, load: LineLoad, natural_m: float) -> None:
        self.load = load
        self.natural_m = natural_m

    def tension(self, length_m: float) -> float:
        """Elastic tension, N."""
        return self.load.tension(length_m * self.load.limit_m / self.natural_m)

    def energy(self, length_m: float) -> float:
        """Elastic energy, J."""
        scale = self.load.limit_m / self.natural_m
        return (self.load.energy(length_m * scale) - self.load.stored_j) / scale

    def mean_tension(self, before_m: float, after_m: float, step_s: float) -> tuple[float, float]:
        """Mean tension of a step and its derivative by the second length."""
        scale = self.load.limit_m / self.natural_m
        mean, slope = self.load.mean_tension(before_m * scale, after_m * scale, step_s)
        return mean, slope * scale

    def set_damping(self, ratio: float, mass_kg: float) -> None:
        """Set internal damping to a fraction of critical for the mass that the piece sees."""
        scale = self.load.limit_m / self.natural_m
        self.load.set_damping(ratio, mass_kg / scale)


class Strand:
    """One straight piece of a line with friction, solved like a line."""

    __slots__ = (
        "grips", "load", "mean_n", "pieces", "softness", "solved_m", "spec", "still_m", "was_length_m",
    )  # fmt: skip

    def __init__(self, spec: TetherSpec, load: StrandLoad, a: Grip | None, b: Grip | None, length_m: float) -> None:
        self.spec = spec
        self.load = load
        self.grips = [grip for grip in (a, b) if grip is not None]
        self.pieces: list[Piece] = []
        self.still_m = self.solved_m = self.was_length_m = length_m
        self.softness = self.mean_n = 0.0


def lay_strands(line: Tether, grips: list[Grip | None]) -> None:
    """Make a strand of every piece of the path; natural lengths follow the path's shares of the line."""
    path = line.path
    assert path is not None
    xs, ys = path.xs, path.ys
    lengths = [hypot(xs[i + 1] - xs[i], ys[i + 1] - ys[i]) for i in range(len(xs) - 1)]
    if len(path.shares) != len(lengths):
        total = sum(lengths) or 1.0
        path.shares = [max(LEAST_M, line.load.limit_m * length / total) for length in lengths]
    line.strands = []
    for i, length in enumerate(lengths):
        a, b = _own(grips[i]), _own(grips[i + 1])
        strand = Strand(line.spec, StrandLoad(line.load, path.shares[i]), a, b, length)
        if a is not None or b is not None:
            strand.pieces.append(Piece(a, b, (xs[i], ys[i]), (xs[i + 1], ys[i + 1])))
            strand.still_m = 0.0
        line.strands.append(strand)


def _own(grip: Grip | None) -> Grip | None:
    """A grip at the same place: two strands that meet at a bend pull there each for itself."""
    return Grip(grip.mover, grip.local) if grip is not None else None


def gather(line: Tether) -> None:
    """Read the state of the line from its strands after they were solved."""
    line.solved_m = sum(strand.solved_m for strand in line.strands)
    line.mean_n = max(strand.mean_n for strand in line.strands)
    line.was_length_m = sum(strand.was_length_m for strand in line.strands)
    line.softness = max(strand.softness for strand in line.strands)


def wake(line: Tether) -> None:
    """Bring the strands of a line that slept to where its path is now."""
    path = line.path
    assert path is not None
    xs, ys = path.xs, path.ys
    for i, strand in enumerate(line.strands):
        strand.solved_m = strand.was_length_m = hypot(xs[i + 1] - xs[i], ys[i + 1] - ys[i])


def slip(line: Tether) -> None:
    """Let line slip round the bends until no tension exceeds its neighbour's by more than friction can hold."""
    path = line.path
    assert path is not None
    xs, ys, shares, load = path.xs, path.ys, path.shares, line.load
    count = len(xs) - 1
    if len(shares) != count:
        return
    shares[0] = max(LEAST_M, shares[0] + load.limit_m - sum(shares))  # what was hauled in or paid out at end a
    lengths = [hypot(xs[i + 1] - xs[i], ys[i + 1] - ys[i]) for i in range(count)]
    ratios = []
    for i in range(1, count):
        ux, uy, wx, wy = xs[i] - xs[i - 1], ys[i] - ys[i - 1], xs[i + 1] - xs[i], ys[i + 1] - ys[i]
        ratios.append(exp(line.spec.friction * abs(atan2(ux * wy - uy * wx, ux * wx + uy * wy))))
    for _ in range(SWEEPS if count > 1 else 0):
        order = (*range(count - 1), *reversed(range(count - 1)))
        if not any([_even_out(load, lengths, shares, i, ratios[i]) for i in order]):  # noqa: C419 - all of them
            break
    for strand, natural_m in zip(line.strands, shares, strict=True):
        strand.load.natural_m = natural_m


def stiffen(line: Tether) -> float:
    """Give every piece the natural length of a stiff one of its tension, a loose one what it has out; returns the sum.

    Without this a reel that stops would draw tight at once what lies loose beyond a bend, which is work of nobody.
    """
    path, load = line.path, line.load
    assert path is not None
    firm = load.rest_m / load.limit_m  # share of a piece's natural length up to which it pulls nothing
    for i, strand in enumerate(line.strands):
        tight = strand.solved_m / (1.0 + strand.load.tension(strand.solved_m) / line.spec.ea_n)
        path.shares[i] = max(LEAST_M, tight, firm * strand.load.natural_m)
    return sum(path.shares)


def loose_m(line: Tether) -> float:
    """What lies loose in the piece at end a."""
    strand, load = line.strands[0], line.load
    return max(0.0, strand.load.natural_m * load.rest_m / load.limit_m - strand.solved_m)


def tension_at_a(line: Tether) -> float:
    """Tension of the piece at end a."""
    strand = line.strands[0]
    return strand.load.tension(strand.solved_m)


def tension_at_b(line: Tether) -> float:
    """Tension of the piece at end b."""
    strand = line.strands[-1]
    return strand.load.tension(strand.solved_m)


def energy_j(line: Tether) -> float:
    """Elastic energy of all pieces."""
    return line.load.stored_j + sum(strand.load.energy(strand.solved_m) for strand in line.strands)


def _even_out(load: LineLoad, lengths: list[float], shares: list[float], i: int, ratio: float) -> bool:
    """Slip between pieces i and i + 1. True if anything slipped."""
    limit = load.limit_m

    def tension(k: int, extra_m: float) -> float:
        return load.tension(lengths[k] * limit / max(LEAST_M, shares[k] + extra_m))

    def fall(k: int, extra_m: float) -> float:
        natural = max(LEAST_M, shares[k] + extra_m)
        length = lengths[k] * limit / natural
        return load.slope(length) * length / natural

    here, there = tension(i, 0.0), tension(i + 1, 0.0)
    if here > ratio * there * (1.0 + 1e-9):
        high, low = i, i + 1
    elif there > ratio * here * (1.0 + 1e-9):
        high, low = i + 1, i
    else:
        return False
    most = max(0.0, shares[low] - LEAST_M)
    moved = 0.0
    for _ in range(ROUNDS):
        excess = tension(high, moved) - ratio * tension(low, -moved)
        slope = fall(high, moved) + ratio * fall(low, -moved)
        if slope <= 0.0:
            break
        before, moved = moved, min(most, max(0.0, moved + excess / slope))
        if abs(moved - before) < SETTLED_M:
            break
    shares[high] += moved
    shares[low] -= moved
    return moved > SETTLED_M

"""Tethers and leashes as seen: straight and thin when taut, floating when slack, always of the paid-out length.

Told apart without colour: the first tether is plain with a round hook, the second is banded with an angular hook.
Tension shows as a thinner line with one, two or three tick marks (15, 60, 200 N) and a short quiver when it comes taut.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pygame

from game.sim.events import Event
from game.sim.frame import Frame, LineFrame
from game.sim.spec import Point
from game.view.brush import warm
from game.view.camera import Camera
from game.view.chain import TAUT_SHARE, Chains, Points, Span, resampled, without_end
from game.view.hooks import AT_HOME, HOOK_M, HookPainter
from game.view.light import Colour, LightTable
from game.view.strokes import Stroke, draw_strokes, square_to
from game.view.walls import Walls

SHORT_M = 0.10  # a shorter span is drawn straight
GAP_TICKS = 30  # after a longer gap, or a jump back, slack lines are laid anew
TICK_MARKS_N = (15.0, 60.0, 200.0)
QUIVER_HZ = 11.0
QUIVER_PX = 2.6
QUIVER_KEPT = 0.93  # per tick
QUIVER_LEAST = 0.05
DIMMEST = 0.30  # at night a line keeps that share of its colour: it is what holds him


@dataclass(frozen=True, slots=True)
class Webbing:
    """How a kind of line looks: colour, half width (m), and the period and share of dark bands (0 = plain)."""

    colour: Colour
    half_m: float
    band_m: float = 0.0
    band_share: float = 0.0
    band_colour: Colour = (58, 66, 78)


PLAIN = Webbing((240, 230, 206), 0.0170)
BANDED = Webbing((236, 232, 222), 0.0170, 0.15, 0.42)
LEASH = Webbing((224, 168, 84), 0.0105, 0.07, 0.30, (92, 62, 30))
REEL = Webbing((206, 214, 222), 0.0095)
UMBILICAL = Webbing((226, 220, 204), 0.028, 0.24, 0.16, (120, 112, 96))
KINDS = {"leash": LEASH, "reel": REEL, "umbilical": UMBILICAL}
STEEL = (186, 194, 204)
BRIGHT = (255, 252, 240)
TAUT_SHINE = 1.25
SHINE = 0.35  # of its colour's way to white, for the gloss of the webbing
LIGHT_STEPS = 40
RING_M = 0.034  # the ring on the hip where a tether is made fast


def webbing(line: LineFrame) -> Webbing:
    """The look of a line: by its kind, and for tethers by their number."""
    return KINDS.get(line.kind) or (BANDED if line.id.endswith("2") else PLAIN)


def paid_out_m(line: LineFrame) -> float:
    """The length of line that is out: slack length less what is hauled in, more where it is stretched."""
    return max(line.length_m, min(line.rest_m, line.limit_m))


@dataclass(slots=True)
class _Course:
    """What the picture remembers of one line."""

    bends: int = -1
    laid: int = 0  # grows when the line has to be laid anew over other corners
    keys: tuple[str, ...] = ()  # of its spans; those that are straight have no chain
    run: _Run | None = None  # as it was laid last
    tension_n: float = 0.0
    quiver: float = 0.0


class _Run(NamedTuple):
    """A line to be drawn: one of the frame's, or one that a hand carries to a hold right now."""

    id: str
    points: tuple[Point, ...]
    before: tuple[Point, Point]
    length_m: float


@dataclass(slots=True)
class _Memory:
    tick: int = -1
    courses: dict[str, _Course] = field(default_factory=dict)
    frame: Frame | None = None  # whose runs are known
    runs: tuple[_Run, ...] = ()


class LinePainter:
    """Draws lines and hooks, over the bodies and under the near arms; `tick` once per world tick."""

    def __init__(self, *, has_reduced_motion: bool = False, solids: Iterable[Sequence[Point]] = ()) -> None:
        """`solids` are the outlines of the structure that lines bend round: no slack line is drawn through one."""
        self.has_reduced_motion = has_reduced_motion
        self._walls = Walls(solids)
        self._chains = Chains(self._walls)
        self._memory = _Memory()
        self.hooks = HookPainter()
        self._lit = (1.0, 1.0, 1.0)  # the share of each colour that the light leaves
        self._lit_by: tuple[LightTable | None, int] = (None, -1)

    def jobs(self, scale_px_per_m: float) -> Iterator[None]:
        """Make the hooks' drawings and the brushes for a scale, one per step."""
        yield from self.hooks.jobs(scale_px_per_m)
        for is_taut in (False, True):
            yield from warm(_half_px(PLAIN, scale_px_per_m, is_taut=is_taut))

    def tick(self, frame: Frame, events: Sequence[Event] = ()) -> None:
        """Let slack lines float on to the frame's tick; the same tick again changes nothing."""
        del events
        memory = self._memory
        ticks = frame.tick - memory.tick
        if ticks == 0:
            return
        if ticks < 0 or ticks > GAP_TICKS:
            memory.courses.clear()
            self._chains = Chains(self._walls)
            ticks = 1
        memory.tick = frame.tick
        spans: list[Span] = []
        seeds: dict[str, Points] = {}
        seen = set()
        for run in self._runs_of(frame):
            seen.add(run.id)
            course = memory.courses.setdefault(run.id, _Course())
            self._lay(run, course, spans, seeds)
        for gone in [line_id for line_id in memory.courses if line_id not in seen]:
            del memory.courses[gone]
        self._chains.step(spans, seeds, ticks)
        for line in frame.lines:
            if line.id in memory.courses:
                _quiver(memory.courses[line.id], line, ticks)

    def path(self, line_id: str, alpha: float) -> Points | None:
        """The nodes (x + iy, station frame, m) of a line as drawn, person's end first; None if it is not out."""
        course = self._memory.courses.get(line_id)
        if course is None or course.run is None:
            return None
        return self._whole(course, course.run, self._chains.between(alpha), alpha)

    def _runs_of(self, frame: Frame) -> tuple[_Run, ...]:
        """The runs of a frame, which is seen both at its tick and in its pictures."""
        if self._memory.frame is not frame:
            self._memory.frame, self._memory.runs = frame, tuple(runs(frame))
        return self._memory.runs

    @staticmethod
    def _whole(course: _Course, run: _Run, shapes: dict[str, Points], alpha: float) -> Points:
        """A run's path: floating spans as their chains, straight ones by their ends alone."""
        if len(course.keys) == 1 and course.keys[0] in shapes:
            return shapes[course.keys[0]]
        points = np.array([complex(*point) for point in run.points])
        for place, was in ((0, run.before[0]), (-1, run.before[1])):
            points[place] = complex(*was) + (points[place] - complex(*was)) * alpha
        if not any(key in shapes for key in course.keys):
            return points
        pieces = [shapes[key][:-1] if key in shapes else points[k : k + 1] for k, key in enumerate(course.keys)]
        return np.concatenate([*pieces, points[-1:]])

    def draw(self, surface: pygame.Surface, camera: Camera, frame: Frame, alpha: float, light: LightTable) -> None:
        """Paint all lines that are out, then the hooks in use; before the first tick lines are straight."""
        out = {f"{crew.id}.{hook.id}" for crew in frame.crew for hook in crew.hooks if hook.state not in AT_HOME}
        lines = {line.id: line for line in frame.lines}
        shapes = self._chains.between(alpha)
        if self._lit_by != (light, light.version):
            self._lit, self._lit_by = _lit_share(light), (light, light.version)
        paths: dict[str, Points] = {}
        shown: list[tuple[Points, LineFrame, _Course]] = []
        for run in self._runs_of(frame):
            course = self._memory.courses.get(run.id) or _Course()
            path = paths[run.id] = self._whole(course, run, shapes, alpha)
            if out and run.id.replace("tether", "hook") in out:
                path = without_end(path, HOOK_M)
            if len(path) == 2 and course.quiver > QUIVER_LEAST:
                path = resampled(path)
            shown.append((path, lines[run.id], course))
        if shown:
            self._draw_strokes(surface, camera, shown, alpha)
        self.hooks.paths = paths
        self.hooks.draw(surface, camera, frame, alpha, light)

    def _lay(self, run: _Run, course: _Course, spans: list[Span], seeds: dict[str, Points]) -> None:
        """Add the spans of a line; over new corners it starts from the shape it had."""
        bends = len(run.points) - 2
        if bends != course.bends:
            old = self.path(run.id, 1.0)
            course.bends, course.laid = bends, course.laid + 1
            course.keys = tuple(f"{run.id}/{course.laid}/{k}" for k in range(bends + 1))
            if old is not None:
                seeds.update(zip(course.keys, _split(old, run.points), strict=True))
        is_new, course.run = course.run is None, run
        straight = [math.dist(a, b) for a, b in pairwise(run.points)]
        whole = sum(straight)
        looser = max(1.0, run.length_m / whole) if whole > 0.0 else 0.0
        befores = (run.before[0], *run.points[1:-1], run.before[1])
        for k, key in enumerate(course.keys):
            length = straight[k] * looser if looser else run.length_m / len(straight)
            if straight[k] >= TAUT_SHARE * length or length < SHORT_M:
                continue  # straight, as the true path is
            if not is_new and key not in self._chains.keys:
                seeds.setdefault(key, np.array([complex(*run.points[k]), complex(*run.points[k + 1])]))
            spans.append(Span(key, run.points[k], run.points[k + 1], befores[k], befores[k + 1], length))

    def _draw_strokes(
        self, surface: pygame.Surface, camera: Camera, shown: list[tuple[Points, LineFrame, _Course]], alpha: float
    ) -> None:
        """Paint lines along their paths (station frame): how wide and bright each is, and what is marked on it."""
        scale = camera.scale_px_per_m
        places = np.concatenate([path for path, _, _ in shown]).conj()
        places *= scale
        places += complex(*camera.to_screen((0.0, 0.0)))
        strokes = []
        end = 0
        for path, line, course in shown:
            start, end = end, end + len(path)
            place = places[start:end]
            if course.quiver > QUIVER_LEAST and not self.has_reduced_motion:
                beat = math.sin(math.tau * QUIVER_HZ * (self._memory.tick + alpha) / 60.0) * course.quiver * QUIVER_PX
                place += square_to(place) * (np.sin(np.linspace(0.0, math.pi, len(place))) * beat)
            look = webbing(line)
            strokes.append(
                Stroke(
                    place,
                    _half_px(look, scale, is_taut=line.is_taut),
                    *_colours(look, self._lit, line.is_taut),
                    look.band_m * scale,
                    look.band_share,
                    RING_M * scale if line.owner else 0.0,
                    line.is_locked,
                    0 if line.kind == "leash" else bisect_left(TICK_MARKS_N, line.tension_n),
                )
            )
        draw_strokes(surface, strokes, places)


def runs(frame: Frame) -> Iterator[_Run]:
    """Every line to be drawn: those that are out, and stowed ones whose hook is in a hand on its way."""
    carried = {
        f"{crew.id}.{hook.id.replace('hook', 'tether')}": (crew, hook)
        for crew in frame.crew
        for hook in crew.hooks
        if hook.state in ("clipping", "unclipping")
    }
    inside = {crew.id for crew in frame.crew if crew.is_inside}
    for line in frame.lines:
        if line.owner in inside:
            continue
        if not line.is_stowed:
            yield _Run(line.id, line.points, line.before, paid_out_m(line))
        elif line.id in carried:
            crew, hook = carried[line.id]
            away = math.dist(crew.waist, hook.at)
            out = hook.fraction if hook.state == "clipping" else 1.0 - hook.fraction
            length = away * 1.04 + out * max(0.0, line.rest_m - away)
            yield _Run(line.id, (crew.waist, hook.at), (line.before[0], hook.before), length)


def _quiver(course: _Course, line: LineFrame, ticks: int) -> None:
    rise = line.tension_n - course.tension_n
    course.quiver *= QUIVER_KEPT**ticks
    if line.is_taut and rise > 0.0:
        course.quiver = min(1.0, course.quiver + rise / 250.0)
    course.tension_n = line.tension_n


def _split(path: Points, points: tuple[Point, ...]) -> list[Points]:
    """A polyline cut where it passes nearest to the inner points, in order."""
    cuts, low = [0], 1
    for left, point in enumerate(points[1:-1]):
        high = len(path) - 1 - (len(points) - 3 - left)
        nearest = int(np.argmin(np.abs(path[low:high] - complex(*point)))) if high > low else 0
        cuts.append(low + nearest)
        low = cuts[-1] + 1
    cuts.append(len(path) - 1)
    return [path[a : max(b, a + 1) + 1] for a, b in pairwise(cuts)]


def _lit_share(light: LightTable) -> tuple[float, float, float]:
    """The light on a thin round thing: the mean of what comes from above, from the viewer and from below.

    In steps, so that brushes are not tinted anew for what nobody can see.
    """
    sides = [light.colour(0.0, -0.6), light.colour(0.0, 0.0), light.colour(0.0, 0.6), light.colour(-0.5, -0.3)]
    brightest = [max(DIMMEST, max(side[c] for side in sides) / 255.0) for c in range(3)]
    red, green, blue = (round(part * LIGHT_STEPS) / LIGHT_STEPS for part in brightest)
    return red, green, blue


def _half_px(look: Webbing, scale_px_per_m: float, *, is_taut: bool) -> float:
    """Half the width of a line, thinner when it is taut; from afar lines stay wider than life."""
    return max(1.0, look.half_m * math.sqrt(scale_px_per_m * 100.0) * (0.72 if is_taut else 1.0))


@lru_cache(64)
def _colours(look: Webbing, share: tuple[float, float, float], is_taut: bool) -> tuple[Colour, Colour, Colour, Colour]:
    """A line under this light: its middle, which shines when taut, its marks, its bands, the ring it begins at."""
    red, green, blue = (min(1.0, part * (TAUT_SHINE if is_taut else 1.0)) for part in share)
    whiter = tuple(round(one + (other - one) * SHINE) for one, other in zip(look.colour, BRIGHT, strict=True))
    middle, bright = (_shaded((tint[0], tint[1], tint[2]), (red, green, blue)) for tint in (whiter, BRIGHT))
    return middle, bright, _shaded(look.band_colour, share), _shaded(STEEL, share)


def _shaded(colour: Colour, share: Sequence[float]) -> Colour:
    return int(colour[0] * share[0]), int(colour[1] * share[1]), int(colour[2] * share[2])

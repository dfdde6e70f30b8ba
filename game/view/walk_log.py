"""What the debrief plots: oxygen, heart and points held of the first person over EVA time, with what happened when."""

from __future__ import annotations

from collections.abc import Iterable

from game.sim.events import Event
from game.sim.frame import Frame

POINT_LIMIT = 720
MARK_LIMIT = 40  # of one kind; more cannot be told apart
NIGHT_BELOW = 0.5  # share of sunlight
EVENT_MARKS = {"two_point_broken": "break", "slipped": "slip", "step_done": "step", "unit_lost": "lost"}
LEAP = 0.04  # share of the arrays' most that is noted at once
HATCH_S = 1.0  # what is done by then was done inside
ALARM_FROM = 2  # cautions are too many to mark

Curve = tuple[tuple[float, float], ...]


class WalkLog:
    """Notes a frame every `every_s` EVA seconds while outside; when full it keeps every second one and waits longer."""

    def __init__(self, every_s: float = 20.0) -> None:
        self.every_s = every_s
        self.points: list[tuple[float, float, float]] = []  # EVA s, oxygen kg, heart beats a minute
        self.marks: dict[str, list[float]] = {}  # what -> EVA s: break, slip, alarm, step, lost
        self._power: list[tuple[float, float]] = []  # EVA s, W of all arrays; nothing where there is none
        self._held: list[tuple[float, float]] = []  # EVA s, fewest points that held since the one before
        self._fewest = float("inf")
        self._nights: list[tuple[float, float]] = []
        self._night_from: float | None = None
        self._last_s = 0.0

    @property
    def breaks(self) -> list[float]:
        """EVA seconds at which fewer than two points held."""
        return self.marks.get("break", [])

    def note(self, frame: Frame, events: Iterable[Event] = ()) -> None:
        """Take in one tick (or one picture: events must each be given once)."""
        for event in events:
            mark = EVENT_MARKS.get(event.kind, "")
            if event.kind == "alarm" and event.value >= ALARM_FROM:
                mark = "alarm"
            if mark and frame.eva_s > HATCH_S and len(self.marks.setdefault(mark, [])) < MARK_LIMIT:
                self.marks[mark].append(frame.eva_s)
        if frame.phase != "outside" or not frame.crew:
            return
        self._note_power(frame)
        crew = frame.crew[0]
        self._last_s = frame.eva_s
        self._note_light(frame)
        if not crew.is_inside:
            self._fewest = min(self._fewest, crew.points_held)
        if self.points and frame.eva_s - self.points[-1][0] < self.every_s:
            return
        self.points.append((frame.eva_s, crew.suit.o2_kg, crew.suit.heart_pm))
        if self._fewest < float("inf"):
            self._held.append((frame.eva_s, self._fewest))
        self._fewest = float("inf")
        if len(self.points) > POINT_LIMIT:
            self.points = self.points[::2]
            pairs = zip(self._held[::2], self._held[1::2], strict=False)
            self._held = [min(pair, key=lambda point: point[1]) for pair in pairs]
            self.every_s *= 2

    def _note_power(self, frame: Frame) -> None:
        """As often as the rest, and at once when it leaps."""
        arrays = [panel for panel in frame.panels if panel.most_w > 0.0]
        if not arrays:
            return
        now, most = sum(panel.power_w for panel in arrays), sum(panel.most_w for panel in arrays)
        last_s, last_w = self._power[-1] if self._power else (-self.every_s, 0.0)
        if frame.eva_s - last_s >= self.every_s or abs(now - last_w) > LEAP * most:
            self._power.append((frame.eva_s, now))
        if len(self._power) > POINT_LIMIT:
            self._power = self._power[::2]

    def _note_light(self, frame: Frame) -> None:
        if frame.orbit is None:
            return
        is_night = frame.orbit.light < NIGHT_BELOW
        if is_night and self._night_from is None:
            self._night_from = frame.eva_s
        elif not is_night and self._night_from is not None:
            self._nights.append((self._night_from, frame.eva_s))
            self._night_from = None

    def oxygen(self) -> Curve:
        """Oxygen in kg over EVA seconds."""
        return tuple((eva_s, o2_kg) for eva_s, o2_kg, _ in self.points)

    def heart(self) -> Curve:
        """Heart beats a minute over EVA seconds."""
        return tuple((eva_s, beats) for eva_s, _, beats in self.points)

    def power(self) -> Curve:
        """What the arrays gave in W over EVA seconds; empty where none was put up."""
        return tuple(self._power)

    def held(self) -> Curve:
        """The fewest points that held in each stretch, over EVA seconds; nothing while nobody was outside."""
        return tuple(self._held)

    def nights(self) -> tuple[tuple[float, float], ...]:
        """From when to when the station was in shadow, EVA seconds."""
        now = () if self._night_from is None else ((self._night_from, self._last_s),)
        return (*self._nights, *now)

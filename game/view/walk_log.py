"""What the debrief plots: oxygen, heart and discipline of the first person over EVA time, thinned to a few hundred."""

from __future__ import annotations

from collections.abc import Iterable

from game.sim.events import Event
from game.sim.frame import Frame

POINT_LIMIT = 720


class WalkLog:
    """Notes a frame every `every_s` EVA seconds while outside; when full it keeps every second one and waits longer."""

    def __init__(self, every_s: float = 20.0) -> None:
        self.every_s = every_s
        self.points: list[tuple[float, float, float]] = []  # EVA s, oxygen kg, heart beats a minute
        self.breaks: list[float] = []  # EVA s at which fewer than two points held
        self.alarms: list[float] = []

    def note(self, frame: Frame, events: Iterable[Event] = ()) -> None:
        """Take in one tick (or one picture: events must each be given once)."""
        for event in events:
            if event.kind == "two_point_broken":
                self.breaks.append(frame.eva_s)
            elif event.kind == "alarm" and event.value >= 2:
                self.alarms.append(frame.eva_s)
        if frame.phase != "outside" or not frame.crew:
            return
        if self.points and frame.eva_s - self.points[-1][0] < self.every_s:
            return
        suit = frame.crew[0].suit
        self.points.append((frame.eva_s, suit.o2_kg, suit.heart_pm))
        if len(self.points) > POINT_LIMIT:
            self.points = self.points[::2]
            self.every_s *= 2

    def oxygen(self) -> tuple[tuple[float, float], ...]:
        """Oxygen in kg over EVA seconds."""
        return tuple((eva_s, o2_kg) for eva_s, o2_kg, _ in self.points)

    def heart(self) -> tuple[tuple[float, float], ...]:
        """Heart beats a minute over EVA seconds."""
        return tuple((eva_s, beats) for eva_s, _, beats in self.points)

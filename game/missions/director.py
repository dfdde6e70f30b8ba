"""The director follows one run: it turns frames and events into goals, calls, objectives and an outcome.

It only reads: what it orders (`order`) somebody has to hand to the world under the seat FLIGHT. Same frames and events,
same calls and the same outcome: it has no clock and no dice of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.missions.calls import Call, CallDesk, Happening
from game.missions.cut_start import has_way_home
from game.missions.moments import MomentWatch
from game.missions.plan import HATCHLESS
from game.missions.progress import Goal, ObjectiveState, Progress
from game.missions.recall import RecallWatch
from game.missions.report import Report, Tally
from game.missions.turn_back import straight_home_m, turn_back_s
from game.sim.spec import WAY_IN
from game.sim.tuning import Tuning

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from game.missions.level import Level
    from game.sim.events import Event
    from game.sim.frame import Frame

__all__ = ["OUTCOMES", "Call", "Director", "Goal", "ObjectiveState"]

OUTCOMES = ("running", "complete", "closed_out", "terminated", "aborted", "lost")
HOME_SPEED_MPS = 0.10  # hand over hand with hooks to move: the autopilot does 0.11 along a straight rail
LOOK_TICKS = 30
FLIGHT = "flight"  # the seat under which the director's own orders are recorded
_ENDS = {"": "closed_out", "terminate": "terminated", "abort": "aborted"}
_OF_PARTNERS = ("towed", "inside", "hatch_closed", "came_to")  # control speaks to the first person of all the rest
_STEP_EVENTS = frozenset(("step_started", "step_done", "step_failed", "step_reopened"))


class Director:
    """Knows the mission of one cut and what has become of it so far."""

    def __init__(self, level: Level, cut_id: str | None = None) -> None:
        """Begin with nothing done; ContentError if the level has no such cut."""
        self.level = level
        self.cut = level.cut(cut_id)
        self.outcome = "running"
        self.called_off = ""  # "terminate" or "abort" once the world was told so
        self.order = ""  # "terminate" or "abort" if the lines of the last tick call the walk off
        self.home_path_m: float | None = None  # set by whoever has planned the way home; None = straight-line guess
        self.home_speed_mps = HOME_SPEED_MPS
        self.turn_back_left_s = float("inf")  # EVA seconds until the way home must begin
        self._progress = Progress(level, cut_id)
        self._desk = CallDesk(level.calls, self.cut.id)
        self._moments = MomentWatch(self.cut, self._desk.facts())
        self._recall = RecallWatch(level.station.structure, Tuning.with_rows(level.tuning).adrift_lost_m)
        self._tally = Tally()
        self._home_work_s = sum(
            step.eva_s for o in level.objectives_of(self.cut) for step in o.steps if step.kind in WAY_IN
        )
        self._kinds = {step.id: step.kind for o in level.objectives_of(self.cut) for step in o.steps}
        self._leads_home = has_way_home(level, self.cut)
        hatches = level.station.structure.hatches if self._leads_home else ()
        self._hatch_at = next((h.at for h in hatches if h.id == level.hatch), None)

    @property
    def goals(self) -> tuple[Goal, ...]:
        """Open steps worth doing, in plan order, the way home last."""
        return self._progress.goals

    @property
    def objectives(self) -> tuple[ObjectiveState, ...]:
        """Every objective of the cut in plan order with its state."""
        return self._progress.objectives

    @property
    def step_titles(self) -> Mapping[str, str]:
        """Step id -> text key of its title, for every step of the cut."""
        return self._progress.titles

    @property
    def step_states(self) -> Mapping[str, str]:
        """Step id -> locked, open, active, done, needless or impossible."""
        return self._progress.step_states

    def observe(self, frame: Frame, events: Iterable[Event]) -> tuple[Call, ...]:
        """Take in one tick and return the lines that are spoken at it; after the end nothing more happens."""
        events = tuple(events)
        self.order = ""
        if self.outcome == "running":
            self._tally.add(frame, events)
            self._desk.is_silent = bool(frame.crew) and not any(crew.suit.has_radio for crew in frame.crew)
            self.called_off = frame.called_off
            finished = self._progress.update(frame)
            partners = {crew.id for crew in frame.crew[1:]}
            unheard = {FLIGHT, *partners}  # of whom control has said enough itself, or speaks little
            heard = [event for event in events if event.who not in unheard or event.kind in _OF_PARTNERS]
            happenings = [self._as_happening(event) for event in heard]
            happenings += self._moments.look(frame, events)
            happenings += self._moments.finished(finished, self._progress, frame)
            happenings += self._moments.late(self._progress, frame)
            if frame.tick % LOOK_TICKS == 0:
                happenings += self._look_back(frame)
            last = self._conclude(frame, events)
            if self.outcome != "running":
                # Only last words count now; what was waiting to be said is no longer worth it.
                self._desk.drop_waiting()
                happenings = last
            for happening in happenings:
                self._hear(happening, frame.tick)
            return self._desk.speak(frame.tick, at_once=self.outcome != "running")
        return self._desk.speak(frame.tick)

    def report(self, frame: Frame) -> Report:
        """How the run stands at this frame."""
        return Report.of(self.level, self.cut, self._progress, self._tally, frame, self.outcome)

    def _hear(self, happening: Happening, tick: int) -> None:
        only = None
        if happening.when == "fact":
            only = next((rule for rule in self._desk.facts() if rule.key == happening.where), None)
        rule = self._desk.hear(happening, tick, only)
        if rule is not None and rule.calls and self.order != "abort":
            self.order = rule.calls

    def _as_happening(self, event: Event) -> Happening:
        kind = self._kinds.get(event.what, "") if event.kind in _STEP_EVENTS else ""
        when = "fainted" if event.kind == "unconscious" else event.kind  # "unconscious" is said when all is lost
        return Happening(when, event.who, event.what, event.where, kind, event.value, _values(event))

    def _look_back(self, frame: Frame) -> list[Happening]:
        if self._hatch_at is None or frame.phase != "outside" or not frame.crew:
            return []
        path_m = self.home_path_m
        if path_m is None:
            path_m = max(straight_home_m(crew, self._hatch_at) for crew in frame.crew)
        self.turn_back_left_s = turn_back_s(
            frame,
            path_m,
            self.home_speed_mps,
            rate=self.cut.rate,
            plan_eva_s=self.cut.budget.eva_s,
            hatch_s=self._home_work_s,
        )
        return [] if self.called_off else self._moments.turn_back(self.turn_back_left_s)

    def _conclude(self, frame: Frame, events: tuple[Event, ...]) -> list[Happening]:
        """Set the outcome if this tick decides it."""
        if self.level.kind == "lab":
            return []
        fainted = {event.who for event in events if event.kind == "unconscious"}
        is_alone = not any(crew.is_conscious and crew.id not in fainted for crew in frame.crew)
        if any(event.kind == "beyond_help" for event in events) or (fainted and is_alone):
            self.outcome = "lost"
            return [Happening("unconscious")]
        if frame.tick % LOOK_TICKS == 0 and any(self._recall.is_beyond(crew) for crew in frame.crew):
            self.outcome = "lost"
            return [Happening("lost")]
        if not self._leads_home:  # a lesson, or a cut that skips the ways, ends with its last objective
            if self._progress.is_all_required_done:
                self.outcome = "complete"
                return self._moments.closed("closed_complete" if self.level.kind in HATCHLESS else "closed_outside")
            self.outcome = _ENDS[self.called_off] if self.called_off else "running"  # there is no way home to go
            return []
        is_shut = any(event.kind == "hatch_closed" for event in events)
        if not is_shut or not all(crew.is_inside for crew in frame.crew):
            return []
        if self._progress.is_all_required_done:
            self.outcome = "complete"
            return self._moments.closed("closed_complete")
        self.outcome = _ENDS[self.called_off or ("terminate" if self._tally.fainted else "")]
        return self._moments.closed("closed_early")


def _values(event: Event) -> dict[str, float | int | str]:
    """What a text may name of an event: plain numbers only, words go by key."""
    return {"value": round(event.value, 2)} if event.value else {}

"""What is done and what is open, read from a frame: objectives, choices, steps that became needless or impossible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.sim.spec import RELEASING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.missions.level import Level
    from game.missions.plan import Objective
    from game.sim.frame import Frame
    from game.sim.spec import Point, StepSpec

BEGUN = 0.5  # of the work done in an objective that is not finished counts
HANDLING = ("fetch", "stow", *RELEASING)  # steps that only say where a unit is


@dataclass(frozen=True, slots=True)
class Goal:
    """An open step that is worth doing now, in plan order."""

    step_index: int
    step_id: str
    kind: str
    worksite: str
    unit: str
    at: Point
    required: bool
    title_key: str


@dataclass(frozen=True, slots=True)
class ObjectiveState:
    """state: open, done, waived (its alternative was taken), impossible."""

    id: str
    title_key: str
    state: str
    is_required: bool
    is_return: bool
    fraction: float  # of its work, 0..1
    choice: str
    lesson_key: str
    done_eva_s: float  # when it was finished; negative while it is not


class Progress:
    """Follows the steps of one cut; the answer changes only when a step or a unit changes its state."""

    def __init__(self, level: Level, cut_id: str | None) -> None:
        """Take the objectives of the cut; nothing is done yet."""
        cut = level.cut(cut_id)
        self._objectives = level.objectives_of(cut)
        self._steps: tuple[StepSpec, ...] = tuple(step for o in self._objectives for step in o.steps)
        self._owner = {step.id: objective for objective in self._objectives for step in objective.steps}
        self._sites: Mapping[str, Point] = {site.id: site.at for site in level.station.structure.worksites}
        self._hatch_at = next((hatch.at for hatch in level.station.structure.hatches if hatch.id == level.hatch), None)
        self._throws = {step.unit for step in self._steps if step.kind in RELEASING}
        self._done_eva_s: dict[str, float] = {}
        self._seen: tuple[tuple[str, ...], tuple[str, ...]] | None = None
        self.titles: Mapping[str, str] = {step.id: title_key(level, step) for step in self._steps}
        self.goals: tuple[Goal, ...] = ()
        self.objectives: tuple[ObjectiveState, ...] = ()
        self.step_states: Mapping[str, str] = {}

    def update(self, frame: Frame) -> tuple[ObjectiveState, ...]:
        """Take in a frame; returns the objectives that were finished by it."""
        seen = (tuple(step.state for step in frame.steps), tuple(unit.state for unit in frame.units))
        if seen == self._seen:
            return ()
        self._seen = seen
        self.step_states = self._step_states(frame)
        before = {state.id for state in self.objectives if state.state == "done"}
        self.objectives = self._objective_states(frame)
        self.goals = self._goals()
        return tuple(state for state in self.objectives if state.state == "done" and state.id not in before)

    @property
    def is_all_required_done(self) -> bool:
        """Whether nothing required is open but the way home."""
        return all(s.state in ("done", "waived") for s in self.objectives if s.is_required and not s.is_return)

    def work_share(self, *, required: bool) -> float:
        """Share of the required or the extra work that is done, by planned time; 1 when there is none.

        Of an objective that is not finished half of what was done counts: a kit carried about is no swab.
        """
        chosen = [s for s in self.objectives if not s.is_return and s.state != "waived" and s.is_required == required]
        times = {o.id: sum(step.eva_s for step in o.steps) for o in self._objectives}
        # Of alternatives not yet decided the one that stands best counts, once.
        open_choices = {s.choice for s in chosen if s.choice}
        for choice in sorted(open_choices):
            group = [s for s in chosen if s.choice == choice]
            best = max(group, key=lambda s: (s.fraction, -group.index(s)))
            chosen = [s for s in chosen if s.choice != choice or s is best]
        total = sum(times[s.id] for s in chosen)
        if not total:
            return 1.0
        return sum(times[s.id] * s.fraction * (1.0 if s.state == "done" else BEGUN) for s in chosen) / total

    def _step_states(self, frame: Frame) -> dict[str, str]:
        """Step id -> locked, open, active, done, needless (its purpose is reached) or impossible."""
        units = {unit.id: unit.state for unit in frame.units}
        states: dict[str, str] = {}
        done_units: set[str] = set()  # units of steps further on in the plan that are done
        found = {step.id: step.state for step in frame.steps}
        for step in reversed(self._steps):
            state = found.get(step.id, "locked")
            if state == "done":
                done_units.add(step.unit)
            elif step.unit:
                state = self._without_unit(step, state, units.get(step.unit, ""), is_behind=step.unit in done_units)
            states[step.id] = state
        self._spread_impossible(states)
        return {step.id: states[step.id] for step in self._steps}

    def _without_unit(self, step: StepSpec, state: str, unit: str, *, is_behind: bool) -> str:
        """The state of a step that is not done, given where its unit went."""
        if step.kind in ("fetch", "stow") and is_behind:
            return "needless"
        if unit == "jettisoned":
            wanted = step.kind in HANDLING and step.unit in self._throws
            return "needless" if wanted and not (self._owner[step.id].choice and step.kind == "stow") else "impossible"
        if unit == "inside":
            return "needless" if step.kind in ("fetch", "stow") else "impossible"
        return "impossible" if unit == "lost" else state

    def _spread_impossible(self, states: dict[str, str]) -> None:
        """What needs an impossible step is impossible too."""
        for _ in self._steps:
            more = [
                step.id
                for step in self._steps
                if states[step.id] in ("locked", "open") and any(states.get(n) == "impossible" for n in step.needs)
            ]
            if not more:
                return
            states.update(dict.fromkeys(more, "impossible"))

    def _objective_states(self, frame: Frame) -> tuple[ObjectiveState, ...]:
        raw: dict[str, str] = {}
        for objective in self._objectives:
            states = [self.step_states[step.id] for step in objective.steps]
            if all(state in ("done", "needless") for state in states):
                raw[objective.id] = "done"
                self._done_eva_s.setdefault(objective.id, frame.eva_s)
            else:
                raw[objective.id] = "impossible" if "impossible" in states else "open"
                self._done_eva_s.pop(objective.id, None)
        taken = {objective.choice for objective in self._objectives if objective.choice and raw[objective.id] == "done"}
        out = []
        for objective in self._objectives:
            state = raw[objective.id]
            if objective.choice in taken and state != "done":
                state = "waived"
            out.append(self._objective_state(objective, state))
        return tuple(out)

    def _objective_state(self, objective: Objective, state: str) -> ObjectiveState:
        total = sum(step.eva_s for step in objective.steps) or 1.0
        # A step that has only begun counts for nothing: it has to be finished.
        done = sum(step.eva_s for step in objective.steps if self.step_states[step.id] in ("done", "needless"))
        fraction = 1.0 if state == "done" else done / total
        return ObjectiveState(
            objective.id,
            objective.title_key,
            state,
            objective.is_required,
            objective.is_return,
            fraction,
            objective.choice,
            objective.lesson_key,
            self._done_eva_s.get(objective.id, -1.0),
        )

    def _goals(self) -> tuple[Goal, ...]:
        """Open steps in plan order, the way home last; of a choice only what was begun, or all while none was."""
        states = {state.id: state for state in self.objectives}
        begun = {
            objective.choice: objective.id
            for objective in reversed(self._objectives)
            if objective.choice and states[objective.id].state == "open" and states[objective.id].fraction > 0.0
        }
        goals = []
        for index, step in enumerate(self._steps):
            objective = self._owner[step.id]
            is_chosen = begun.get(objective.choice, objective.id) == objective.id
            is_wanted = states[objective.id].state in ("open", "impossible") and is_chosen
            if is_wanted and self.step_states[step.id] in ("open", "active"):
                goals.append((objective.is_return, index, self._goal(index, step, objective)))
        return tuple(goal for _, _, goal in sorted(goals, key=lambda item: item[:2]))

    def _goal(self, index: int, step: StepSpec, objective: Objective) -> Goal:
        at = self._sites.get(step.worksite, (0.0, 0.0))
        if step.kind == "ingress" and self._hatch_at is not None:
            at = self._hatch_at
        title = self.titles[step.id]
        return Goal(index, step.id, step.kind, step.worksite, step.unit, at, objective.is_required, title)


def title_key(level: Level, step: StepSpec) -> str:
    """The mission's own words for a step (`<mission>.step.<id>`) if it has them, else those of its kind."""
    own = f"{level.id}.step.{step.id}"
    return own if any(own in words for words in level.texts.values()) else f"step.{step.kind}"

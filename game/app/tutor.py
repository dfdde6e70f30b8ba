"""A newcomer gets one verb at a time; who has used a verb a few times sees it as one among others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

LEARNT_AFTER = 3  # uses of a verb
SHOWN_LEARNT = 3  # prompts beside each other for who knows them
REMIND_S = 12.0  # nothing done for so long: say it again, alone
# what happened in the world shows that a verb was understood
TEACHERS = {"gripped": "hold_next", "hook_closed": "hook", "step_started": "work"}


# verbs that are one lesson
_LESSON = {"hook1": "hook", "hook2": "hook", "go_work": "work", "stroke": "work", "pull": "hold_next"}


@dataclass(slots=True)
class Tutor:
    """Counts what a person has done and says how many prompts to show."""

    done: Counter[str] = field(default_factory=Counter)
    _idle_s: float = 0.0

    def observe(self, events: Iterable[Any]) -> None:
        """Take in what happened."""
        for event in events:
            verb = TEACHERS.get(event.kind)
            if verb is not None:
                self.done[verb] += 1
                self._idle_s = 0.0

    def advance(self, elapsed_s: float) -> None:
        """Let time pass without anything done."""
        self._idle_s += elapsed_s

    def repeat(self) -> None:
        """The person asked what to do: show one thing."""
        self._idle_s = REMIND_S

    @property
    def is_idle(self) -> bool:
        """Nothing was done for a while, or help was asked for."""
        return self._idle_s >= REMIND_S

    def limit(self, verbs: Iterable[str]) -> int:
        """How many prompts to show: one while the first verb is new or nothing is done, else a few."""
        first = next(iter(verbs), "")
        if first == "stop":  # he is at it by himself
            return 1
        is_new = self.done[_LESSON.get(first, first)] < LEARNT_AFTER
        return 1 if is_new or self.is_idle else SHOWN_LEARNT

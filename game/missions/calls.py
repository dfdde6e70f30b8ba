"""Calls: which rule speaks for what happened, never twice the same within a minute, one after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from game.sim.ticks import TICK_S

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from game.missions.plan import CallRule

QUIET_S = 60.0  # the same line is not said again within this play time
GAP_S = 3.0  # between two lines, unless the second is graver
STALE_S = 7.0  # a remark that had to wait longer than this is no longer true
URGENT_GRADE = 2  # from this grade on a line does not wait


@dataclass(frozen=True, slots=True)
class Call:
    """A spoken line: text key, who says it, how grave it is (0..3) and the values its text names."""

    key: str
    speaker: str
    grade: int = 0
    values: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the world or a moment the director saw, as call rules look at it."""

    when: str
    who: str = ""
    what: str = ""
    where: str = ""
    kind: str = ""  # of a step event: the kind of its step
    value: float = 0.0
    values: Mapping[str, float | int | str] = field(default_factory=dict)


class CallDesk:
    """Picks the first rule that fits a happening, and lets lines out one by one."""

    def __init__(self, rules: Iterable[CallRule], cut_id: str) -> None:
        """Keep the rules of this cut, in order: a mission's own come before the shared ones."""
        self._rules: dict[str, list[tuple[int, CallRule]]] = {}
        for index, rule in enumerate(rules):
            if not rule.cut or cut_id in rule.cut:
                self._rules.setdefault(rule.when, []).append((index, rule))
        self._spent: set[int] = set()
        self._said_s: dict[str, float] = {}
        self._waiting: list[tuple[int, float, int, Call]] = []  # -grade, since, order, call
        self._last_s = -GAP_S
        self._count = 0
        self.is_silent = False  # no radio: control is not heard

    def facts(self) -> tuple[CallRule, ...]:
        """The rules that watch a fact."""
        return tuple(rule for _, rule in self._rules.get("fact", ()))

    def hear(self, happening: Happening, tick: int, rule: CallRule | None = None) -> CallRule | None:
        """Queue the line for a happening; returns the rule that will speak, or None when nobody does."""
        chosen = self._choose(happening, rule)
        if chosen is None:
            return None
        index, rule = chosen
        now_s = tick * TICK_S
        if now_s - self._said_s.get(rule.key, -QUIET_S) < QUIET_S:
            return None
        if rule.filler and (self._waiting or now_s - self._last_s < GAP_S):
            return None
        if rule.once:
            self._spent.add(index)
        self._said_s[rule.key] = now_s
        self._count += 1
        call = Call(rule.key, rule.speaker, rule.grade, happening.values)
        self._waiting.append((-rule.grade, now_s, self._count, call))
        return rule

    def speak(self, tick: int, *, at_once: bool = False) -> tuple[Call, ...]:
        """The lines that are said at this tick: grave ones (or all) at once, others with a gap, stale ones never."""
        if not self._waiting:
            return ()
        now_s = tick * TICK_S
        self._waiting.sort(key=lambda item: item[:3])
        out = []
        while self._waiting:
            grade, since_s, _, call = self._waiting[0]
            if -grade < URGENT_GRADE and now_s - since_s > STALE_S:
                self._waiting.pop(0)
                continue
            if not at_once and -grade < URGENT_GRADE and now_s - self._last_s < GAP_S:
                break
            self._waiting.pop(0)
            self._last_s = now_s
            out.append(call)
        return tuple(out)

    def drop_waiting(self) -> None:
        """Forget what has not been said: the walk is over, only last words count."""
        self._waiting.clear()

    def _choose(self, happening: Happening, only: CallRule | None) -> tuple[int, CallRule] | None:
        for index, rule in self._rules.get(happening.when, ()):
            is_heard = not (self.is_silent and rule.speaker == "control")
            if is_heard and index not in self._spent and (only is None or rule is only) and _fits(rule, happening):
                return index, rule
        return None


def _fits(rule: CallRule, happening: Happening) -> bool:
    names = ((rule.who, happening.who), (rule.what, happening.what), (rule.where, happening.where))
    if any(wanted and wanted != found for wanted, found in names) or (rule.kind and rule.kind != happening.kind):
        return False
    if rule.when == "fact":
        return True  # whoever reports a fact has compared it
    is_low = rule.above is not None and happening.value <= rule.above
    is_high = rule.below is not None and happening.value >= rule.below
    return not is_low and not is_high

"""Moments: what the director sees in frames that is not one event of the world (MOMENTS in `plan.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.missions.calls import Happening
from game.sim.ticks import TICK_S

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.missions.plan import CallRule, Cut
    from game.missions.progress import ObjectiveState, Progress
    from game.sim.events import Event
    from game.sim.frame import CrewFrame, Frame

EVERY_TICKS = 30  # slow moments are looked for twice a second
LOOSE_S = 2.0  # a hand-over-hand beat is no breach to talk about
IDLE_S = 40.0
SOON_S = 300.0  # EVA seconds before sunrise or sunset
SOON_PLAY_S = 15.0  # and this much play at least, or the words come with the sun
AHEAD_S = 600.0
LATE_S = 300.0
_BUSY = frozenset(("gripped", "hook_closed", "hook_opened", "step_started", "step_done", "released", "unit_leashed"))


class MomentWatch:
    """Compares frames with what it remembers; each moment is told once when it begins."""

    def __init__(self, cut: Cut, facts: Iterable[CallRule]) -> None:
        """Know the plan of the cut and the facts that rules ask for."""
        self._first = "begin_outside" if cut.starts else "begin"
        self._plan_to_s = {item.objective: item.to_s for item in cut.plan}
        self._budget_s = cut.budget.eva_s
        self._facts = tuple(facts)
        self._told: set[str] = set()
        self._busy_tick = 0
        self._loose_since: dict[str, int] = {}
        self._fact_on: dict[int, bool] = {}

    def look(self, frame: Frame, events: Iterable[Event]) -> list[Happening]:
        """The moments of this tick."""
        out: list[Happening] = []
        self._once(out, self._first)
        for event in events:
            if event.kind in _BUSY:
                self._busy_tick = frame.tick
            if frame.phase == "outside" and event.kind in ("gripped", "hook_closed"):
                moment = "first_grip" if event.kind == "gripped" else "first_clip"
                self._once(out, moment, who=event.who, where=event.where)
        if frame.phase == "outside":
            self._look_loose(out, frame)
            if frame.tick % EVERY_TICKS == 0:
                self._look_slow(out, frame)
        return out

    def finished(self, states: Iterable[ObjectiveState], progress: Progress, frame: Frame) -> list[Happening]:
        """The moments that come with finished objectives."""
        out: list[Happening] = []
        if progress.is_all_required_done and frame.phase == "outside":
            self._once(out, "all_required_done")
        for state in states:
            to_s = self._plan_to_s.get(state.id)
            if to_s is not None and to_s - frame.eva_s >= AHEAD_S and not state.is_return:
                minutes = round((to_s - frame.eva_s) / 60)
                out.append(Happening("ahead", what=state.id, value=minutes, values={"minutes": minutes}))
            out.append(Happening("objective_done", what=state.id))
        return out

    def late(self, progress: Progress, frame: Frame) -> list[Happening]:
        """The overrun of the first objective that is open after its planned end, told once each."""
        out: list[Happening] = []
        if frame.tick % EVERY_TICKS or frame.phase != "outside":
            return out
        for state in progress.objectives:
            to_s = self._plan_to_s.get(state.id)
            if state.state == "open" and to_s is not None and frame.eva_s > to_s + LATE_S and not state.is_return:
                minutes = round((frame.eva_s - to_s) / 60)
                self._once(out, "overrun", key=f"overrun {state.id}", what=state.id, value=minutes)
                break
        return out

    def turn_back(self, left_s: float) -> list[Happening]:
        """The turn-back moment, once, when `left_s` has run out."""
        out: list[Happening] = []
        if left_s <= 0.0:
            self._once(out, "turn_back", value=left_s / 60)
        return out

    def closed(self, moment: str) -> list[Happening]:
        """The end of the walk, once."""
        out: list[Happening] = []
        self._once(out, moment)
        return out

    def _look_loose(self, out: list[Happening], frame: Frame) -> None:
        for crew in frame.crew:
            if crew.is_inside or crew.has_two_points or crew.is_adrift:
                self._loose_since.pop(crew.id, None)
                continue
            since = self._loose_since.setdefault(crew.id, frame.tick)
            if (frame.tick - since) * TICK_S >= LOOSE_S:
                self._loose_since[crew.id] = frame.tick + round(3600 / TICK_S)  # once a breach
                out.append(Happening("loose", who=crew.id, value=LOOSE_S))

    def _look_slow(self, out: list[Happening], frame: Frame) -> None:
        crew = frame.crew[0] if frame.crew else None
        if crew and crew.working:
            self._busy_tick = frame.tick
        if crew and not crew.is_adrift and (frame.tick - self._busy_tick) * TICK_S >= IDLE_S:
            self._busy_tick = frame.tick
            out.append(Happening("idle", who=crew.id))
        if frame.orbit:
            self._look_sun(out, frame)
        if crew:
            self._look_facts(out, frame, crew)

    def _look_sun(self, out: list[Happening], frame: Frame) -> None:
        orbit = frame.orbit
        if orbit is None:
            return
        moment = "sunset_soon" if orbit.light > 0.5 else "sunrise_soon"
        other = "sunrise_soon" if orbit.light > 0.5 else "sunset_soon"
        self._told.discard(other)
        span_s = max(SOON_S, SOON_PLAY_S * frame.clock_factor)
        if 0.0 < orbit.next_change_s < span_s:
            minutes = max(1, round(orbit.next_change_s / 60))
            self._once(out, moment, value=minutes)

    def _look_facts(self, out: list[Happening], frame: Frame, crew: CrewFrame) -> None:
        for index, rule in enumerate(self._facts):
            value = fact_value(rule.fact, frame, crew, self._budget_s)
            is_low = rule.below is not None and value < rule.below
            is_on = is_low or (rule.above is not None and value > rule.above)
            if is_on and not self._fact_on.get(index, False):
                out.append(
                    Happening("fact", who=crew.id, where=rule.key, value=value, values={"value": round(value, 2)})
                )
            self._fact_on[index] = is_on

    def _once(
        self, out: list[Happening], moment: str, *, key: str = "", who: str = "", what: str = "", where: str = "",
        value: float = 0.0,
    ) -> None:  # fmt: skip
        if (key or moment) not in self._told:
            self._told.add(key or moment)
            values = {"minutes": round(value)} if value else {}
            out.append(Happening(moment, who=who, what=what, where=where, value=value, values=values))


def fact_value(name: str, frame: Frame, crew: CrewFrame, budget_s: float) -> float:
    """The value of a fact of FACTS for a person."""
    suit = crew.suit
    values = {
        "eva_s": frame.eva_s,
        "o2_kg": suit.o2_kg,
        "left_s": suit.left_s,
        "heart_pm": suit.heart_pm,
        "pressure_pa": suit.pressure_pa,
        "co2_pa": suit.co2_pa,
        "grip": min(hand.strength for hand in crew.hands),
        "eva_left_s": budget_s - frame.eva_s,
        "airlock_pa": frame.airlock_pa,
        "power_w": sum(panel.power_w for panel in frame.panels),
    }
    return values[name]

"""Read-only questions for prompts and pilots: the very functions the rules use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.rules import call_off, faults, hands, hooks, leash, partner, restraint, switches, work

if TYPE_CHECKING:
    from game.sim.allow import Answer
    from game.sim.parts import Grasp
    from game.sim.spec import Point
    from game.sim.state import State


class Ask:
    """What may be done now, by crew id. Asking changes nothing."""

    __slots__ = ("_state",)

    def __init__(self, state: State) -> None:
        self._state = state

    def may_reach(self, crew_id: str, side: int, point: Point) -> Answer:
        """May hand `side` (0 left, 1 right) reach for the hold nearest to `point`? Allowed.target: Grasp."""
        return hands.may_reach(self._state, self._state.crew[crew_id], side, point)

    def may_clip(self, crew_id: str, hook: int, point: Point) -> Answer:
        """May hook `hook` (0, 1) be closed nearest to `point`? Allowed.target: Grasp."""
        return hooks.may_clip(self._state, self._state.crew[crew_id], hook, point)

    def may_unclip(self, crew_id: str, hook: int) -> Answer:
        return hooks.may_unclip(self._state, self._state.crew[crew_id], hook)

    def may_lock(self, crew_id: str, hook: int) -> Answer:
        """May the reel of hook `hook` be locked or freed? Only where its hook is out of the hands' reach."""
        return hooks.may_lock(self._state, self._state.crew[crew_id], hook)

    def may_work(self, crew_id: str, step: int) -> Answer:
        """May step `step` be worked on? Allowed.target: side of the hand, -1 when none is needed."""
        return work.may_work(self._state, self._state.crew[crew_id], step)

    def may_enter_restraint(self, crew_id: str) -> Answer:
        """Allowed.target: RestraintSpec."""
        return restraint.may_enter_restraint(self._state, self._state.crew[crew_id])

    def may_leash(self, crew_id: str) -> Answer:
        return leash.may_leash(self._state, self._state.crew[crew_id])

    def may_throw(self, crew_id: str) -> Answer:
        return leash.may_throw(self._state, self._state.crew[crew_id])

    def may_switch(self, crew_id: str, do: int) -> Answer:
        """May this switch of the suit (SuitDo) be thrown? Allowed.target: whose suit, and the switch."""
        return switches.may_switch(self._state, self._state.crew[crew_id], do)

    def may_tow(self, crew_id: str) -> Answer:
        """May this person take home who has fainted? Allowed.target: whom."""
        return partner.may_tow(self._state, self._state.crew[crew_id])

    def may_catch(self, crew_id: str) -> Answer:
        """May a tool that drifts away be caught? Allowed.target: side of the hand, and where it reaches."""
        return faults.may_catch(self._state, self._state.crew[crew_id])

    def may_call_off(self, how: str) -> Answer:
        """May the walk be called off now? `how` is terminate or abort."""
        return call_off.may_call_off(self._state, how)

    def holds_near(self, point: Point, radius_m: float, *, hooks_only: bool = False) -> list[Grasp]:
        """Holds within `radius_m`, nearest first."""
        return self._state.holds.near(point, radius_m, hooks_only=hooks_only)

"""The world: `step(actions) -> events` is the only thing that changes it.

Same spec, seed and actions give the same digests. Reading (`frame`, `ask`, `digest`) changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from game.sim import order
from game.sim.ask import Ask
from game.sim.build import build, fix, free, make_unit, take
from game.sim.digest import digest, fields_of
from game.sim.parts import pose_of
from game.sim.picture import frame_of
from game.sim.ticks import SUBSTEPS, TICK_S

if TYPE_CHECKING:
    from game.sim.actions import CrewAction, GroundAction
    from game.sim.events import Event
    from game.sim.frame import Frame
    from game.sim.spec import WorldSpec


class World:
    """One world from tick 0. `substeps` is for law tests; play uses the default."""

    def __init__(self, spec: WorldSpec, seed: int = 0, substeps: int = SUBSTEPS) -> None:
        """Raises ValueError if the spec does not fit together."""
        self._state = build(spec, seed)
        self._substeps = substeps
        self._frame: Frame | None = None
        self.ask = Ask(self._state)

    @property
    def tick(self) -> int:
        """Ticks done."""
        return self._state.tick

    def step(self, actions: Mapping[str, CrewAction], ground: Sequence[GroundAction] = ()) -> tuple[Event, ...]:
        """Advance one tick (1/60 s) under the orders, keyed by crew id or seat, and what the ground does; returns what
        happened, in order.
        """
        state = self._state
        state.events = []
        state.orders = {crew_id: actions[crew_id].clamped() for crew_id in sorted(actions)}
        state.ground = tuple(action.clamped() for action in ground)
        for crew in state.crew.values():
            crew.before = crew.now
        for unit in state.units.values():
            unit.before = unit.now
        for rule in order.DECIDE:
            rule(state)
        self._drain()
        state.tethers.before_tick()
        self._move()
        for rule in order.OBSERVE:
            rule(state)
        self._drain()
        for crew in state.crew.values():
            crew.now = pose_of(crew.body, crew.now)
        for unit in state.units.values():
            unit.now = pose_of(unit.body, unit.now)
        state.tick += 1
        if state.is_hatch_open:
            state.eva_s += state.eva_tick_s
        self._frame = None
        return tuple(state.events)

    def _move(self) -> None:
        state = self._state
        dt_s = TICK_S / self._substeps
        for crew in state.crew.values():
            for hand in crew.hands:
                hand.peak_n = 0.0
        for _ in range(self._substeps):
            for push in order.PUSH:
                push(state, dt_s)
            state.tethers.before_substep(dt_s)
            state.space.step(dt_s)
            state.tethers.after_substep(dt_s)

    def _drain(self) -> None:
        """Bodies come and go here only, first in first out."""
        state = self._state
        for spec in state.newcomers:
            state.units[spec.id] = make_unit(state, spec)
        state.newcomers.clear()
        for what, unit_id in state.pending:
            {"fix": fix, "free": free, "take": take}[what](state, state.units[unit_id])
        state.pending.clear()

    def frame(self) -> Frame:
        """The read model of the present tick; the same object until the next step."""
        if self._frame is None:
            self._frame = frame_of(self._state)
        return self._frame

    def digest(self) -> str:
        """A hash of what `fields` lists, 16 hex digits: worlds that differ only elsewhere differ later."""
        return digest(self._state)

    def fields(self) -> dict[str, str]:
        """What is compared of two worlds, by name, exactly: to say where they part."""
        return fields_of(self._state)

"""The whole state of one world, shared by the rules. Views and pilots never see it: they get a `Frame`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from game.sim.actions import CrewAction, GroundAction
from game.sim.events import Event
from game.sim.parts import Crew, Mover, Panel, Step, Unit
from game.sim.ticks import TICK_S

if TYPE_CHECKING:
    import pymunk

    from game.sim.dice import Dice
    from game.sim.frame import OrbitFrame
    from game.sim.holds import Holds
    from game.sim.rules.orbit import Track
    from game.sim.spec import (
        FaultSpec,
        HatchSpec,
        Point,
        RailSpec,
        RestraintSpec,
        ShapeSpec,
        UnitSpec,
        WorksiteSpec,
        WorldSpec,
    )
    from game.sim.tether import Tether, Tethers
    from game.sim.tuning import Tuning


@dataclass(slots=True)
class State:
    """Bodies, people, units, steps and clocks; dictionaries keep the order of the spec."""

    spec: WorldSpec
    tuning: Tuning
    space: pymunk.Space
    holds: Holds
    rails: dict[str, RailSpec]
    worksites: dict[str, WorksiteSpec]
    restraints: dict[str, RestraintSpec]
    hatches: dict[str, HatchSpec]
    keep_out: tuple[ShapeSpec, ...]
    tethers: Tethers
    crew: dict[str, Crew]
    units: dict[str, Unit]
    lab_lines: dict[str, Tether]
    steps: list[Step]
    dice: dict[str, Dice]
    tick: int = 0
    eva_s: float = 0.0
    factor: float = 1.0  # EVA seconds per play second in this tick
    phase: str = "outside"
    airlock_pa: float = 0.0
    is_hatch_open: bool = True
    called_off: str = ""  # terminate or abort, once somebody said so
    orders: dict[str, CrewAction] = field(default_factory=dict)
    ground: tuple[GroundAction, ...] = ()  # what the ground does in this tick
    events: list[Event] = field(default_factory=list)
    impulses: list[tuple[str, str, float, Point]] = field(default_factory=list)  # body, shape, N s, where
    damaged: list[str] = field(default_factory=list)  # fragile shapes and holds loaded above their limits
    torn: list[str] = field(default_factory=list)  # lines of a lab that broke
    lost: list[str] = field(default_factory=list)
    track: Track | None = None
    orbit: OrbitFrame | None = None
    orbit_at_s: float = 0.0
    fragile_limits: dict[str, float] = field(default_factory=dict)
    hold_limits: dict[str, float] = field(default_factory=dict)  # of rails and eyes, N
    stiffness: dict[str, float] = field(default_factory=dict)  # seeded share of a step's torque and force
    faults: list[FaultSpec] = field(default_factory=list)  # that have not begun
    hatch_jams: int = 0  # so often the seal must be cleared before the hatch closes
    hatch_clearing_s: float = 0.0  # EVA s until the seal is clear once
    newcomers: list[UnitSpec] = field(default_factory=list)  # bodies that come into being, first in first out
    trim: float = 0.0  # -1..1 of the pool's trim, drawn once
    panels: dict[str, Panel] = field(default_factory=dict)
    movers: dict[str, Mover] = field(default_factory=dict)
    pending: list[tuple[str, str]] = field(default_factory=list)  # bodies to add or take away, first in first out
    stage: tuple[set[str], list[int]] = field(default_factory=lambda: (set(), []))  # of the last picture: done, worked

    def tell(
        self, kind: str, who: str = "", what: str = "", where: str = "", value: float = 0.0, at: Point = (0.0, 0.0)
    ) -> None:
        """Add an event of this tick."""
        self.events.append(Event(self.tick, kind, who, what, where, value, at))

    def refuse(self, crew: Crew, act: str, reason: str, value: float = 0.0) -> None:
        """Tell of a refused order once a second at most for each act, so that a held key does not flood the log."""
        last = crew.refusals.get(act, -1_000_000)
        if self.tick - last >= 60:
            crew.refusals[act] = self.tick
            self.tell("refused", crew.id, act, reason, value)

    @property
    def eva_tick_s(self) -> float:
        """EVA seconds that pass in this tick."""
        return TICK_S * self.factor

    def order(self, crew_id: str) -> CrewAction:
        return self.orders.get(crew_id, NEUTRAL)


NEUTRAL = CrewAction()

"""A world in three lines: `small = SmallWorld(...)`, `small.go(seconds, action)`, and what came of it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from game.sim.actions import Act, CrewAction, HandDo, HandOrder, HookDo, HookOrder
from game.sim.spec import (
    ClockSpec,
    CrewSpec,
    EyeSpec,
    HatchSpec,
    KitSpec,
    OrbitSpec,
    RailSpec,
    RestraintSpec,
    ShapeSpec,
    StepSpec,
    StructureSpec,
    TetherSpec,
    UnitSpec,
    WorksiteSpec,
    WorldSpec,
)
from game.sim.ticks import TICKS_PER_SECOND
from game.sim.world import World

if TYPE_CHECKING:
    from game.sim.events import Event
    from game.sim.frame import CrewFrame
    from game.sim.spec import Point
    from game.sim.state import State

LINE = TetherSpec("line", "fixed", 1.5, 1.5)
LEASH = TetherSpec("leash", "leash", 1.6, 1.6)
KIT = KitSpec("test", "orlan_mks", (LINE, replace(LINE, id="line2")), LEASH)
RAIL = RailSpec("rail", ((-4.0, 0.9), (4.0, 0.9)), (0.0, 2.0, 4.0, 6.0, 8.0))
EYE = EyeSpec("eye", (0.5, 0.6))
SITE = WorksiteSpec("site", (0.3, 0.6))
HATCH = HatchSpec("hatch", (-3.0, 0.4))
AIRLOCK = WorksiteSpec("airlock", (-3.0, 0.4))
ORBIT = OrbitSpec(  # the real one of 25 April 2024; the date is that of its epoch
    "1 25544U 98067A   24116.76570894  .00062894  00000+0  10654-2 0  9996",
    "2 25544  51.6396 215.3361 0004566  95.7745   7.6568 15.50926567450413",
    2_460_425.5,
    0.7657,
)
STAND = RestraintSpec("stand", (0.0, -1.0))


def box(width: float, height: float, x: float = 0.0, y: float = 0.0) -> tuple[Point, ...]:
    """A box about (x, y), counter-clockwise."""
    w, h = width / 2, height / 2
    return (x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)


def wall(kind: str = "solid", limit_n: float = 0.0, x: float = 2.0) -> ShapeSpec:
    """A wall that stands across the way."""
    return ShapeSpec("wall", kind, box(0.5, 6.0, x, 0.0), limit_n)


def reach(point: Point) -> HandOrder:
    return HandOrder(HandDo.REACH, round(point[0] * 1000), round(point[1] * 1000))


def clip(point: Point) -> HookOrder:
    return HookOrder(HookDo.CLIP, round(point[0] * 1000), round(point[1] * 1000))


OPEN = HandOrder(HandDo.RELEASE)
UNCLIP = HookOrder(HookDo.UNCLIP)


def work(step: int = 0) -> CrewAction:
    return CrewAction(steady=True, act=Act.WORK, step=step, stroke=True)


class SmallWorld:
    """One person at the origin under a rail; everything else by name."""

    def __init__(
        self,
        *,
        shapes: tuple[ShapeSpec, ...] = (),
        rails: tuple[RailSpec, ...] = (RAIL,),
        steps: tuple[StepSpec, ...] = (),
        units: tuple[UnitSpec, ...] = (),
        holds: tuple[str, ...] = (),
        hooks: tuple[str, ...] = (),
        tuning: dict[str, float] | None = None,
        clock: ClockSpec | None = None,
        seed: int = 1,
        substeps: int = 4,
        sites: tuple[WorksiteSpec, ...] = (SITE, AIRLOCK),
        others: tuple[CrewSpec, ...] = (),
        more: dict[str, Any] | None = None,
        **crew: Any,
    ) -> None:
        structure = StructureSpec(shapes, rails, (EYE,), sites, (STAND,), (HATCH,))
        person = CrewSpec("EV1", crew.pop("kit", KIT), **{"at": (0.0, 0.0), "holds": holds, "hooks": hooks, **crew})
        self.spec = WorldSpec(
            structure, (person, *others), units, steps=steps, clock=clock or ClockSpec(),
            tuning=tuple((tuning or {}).items()), **(more or {}),
        )  # fmt: skip
        self.world = World(self.spec, seed, substeps)
        self.events: list[Event] = []

    @property
    def state(self) -> State:
        """The inside, for claims about it and for faults that no order can make."""
        return self.world._state

    @property
    def crew(self) -> CrewFrame:
        return self.world.frame().crew[0]

    @property
    def ask(self) -> Any:
        return self.world.ask

    def tick(self, action: CrewAction | None = None) -> tuple[Event, ...]:
        happened = self.world.step({"EV1": action or CrewAction()})
        self.events += happened
        return happened

    def go(self, seconds: float, action: CrewAction | None = None, *, once: CrewAction | None = None) -> SmallWorld:
        """`once` for a tick, then `action` for the time."""
        if once is not None:
            self.tick(once)
        for _ in range(round(seconds * TICKS_PER_SECOND)):
            self.tick(action)
        return self

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events]

    def reasons(self) -> list[str]:
        """Reasons of refused orders."""
        return [event.where for event in self.events if event.kind == "refused"]


__all__ = [name for name in dir(sys.modules[__name__]) if not name.startswith("_")]

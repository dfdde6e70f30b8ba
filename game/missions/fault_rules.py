"""The [[fault]] tables and [faults]: which parts fail in a mission, when, and how many more the dice draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.sim.events import KINDS as EVENTS
from game.sim.rules.faults import KINDS
from game.sim.spec import FaultSpec

if TYPE_CHECKING:
    from game.missions.mission_file import Table
    from game.sim.spec import Dials

DRAW_MOST = 4


@dataclass(frozen=True, slots=True)
class FaultRule:
    """A fault of a mission, and the cuts in which it may happen; empty = in all."""

    spec: FaultSpec
    cut: tuple[str, ...] = ()


def faults_of(rules: tuple[FaultRule, ...], cut_id: str, dials: Dials) -> tuple[FaultSpec, ...]:
    """Those that happen in a cut, if the dial lets any."""
    return () if dials.faults == "off" else tuple(rule.spec for rule in rules if not rule.cut or cut_id in rule.cut)


def read_faults(root: Table) -> tuple[tuple[FaultRule, ...], int]:
    """The fault rules of a mission, and how many faults are drawn from the seed; problems go to the source."""
    people, lengths = ([str(table.data.get("id", "")) for table in root.tables(key)] for key in ("crew", "cut"))
    rules = tuple(_read_fault(table, people, lengths) for table in root.tables("fault"))
    table = root.table("faults")
    draw = table.whole("draw", default=0, high=DRAW_MOST)
    table.done()
    return rules, draw


def _read_fault(table: Table, people: list[str], lengths: list[str]) -> FaultRule:
    kind = table.text("kind", choices=KINDS)
    limits = KINDS.get(kind)
    low, high = (limits.low, limits.high) if limits else (0.0, 1000.0)
    crew = table.text("crew", default=people[0] if people else "EV1")
    if people:
        table.choice("crew", crew, people, "a member of the crew: one of")
    has_time, has_event = table.has("eva_min"), table.has("after")
    if has_time == has_event:
        table.wrong("eva_min", "both or neither of eva_min and after", "one of them: a minute, or an event")
    after = table.text("after", default="-", choices=EVENTS).removeprefix("-")
    rule = FaultRule(
        FaultSpec(
            kind=kind,
            crew=crew,
            eva_s=table.number("eva_min", default=0.0, low=0.0, high=600.0) * 60.0 if has_time else -1.0,
            after=after,
            what=table.text("what", default="-").removeprefix("-"),
            chance=table.number("chance", default=1.0, low=0.0, high=1.0),
            value=table.number("value", low=low, high=high) if table.has("value") else 0.0,
        ),
        table.words("cut"),
    )
    for cut in rule.cut:
        if cut not in lengths:
            table.choice("cut", cut, lengths, "a cut of this mission: one of")
    table.done()
    return rule

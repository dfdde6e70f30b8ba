"""The [[call]] tables: who says which line when; one closed vocabulary of conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.missions.plan import FACTS, MOMENTS, SPEAKERS, CallRule
from game.sim.events import KINDS

if TYPE_CHECKING:
    from game.missions.mission_file import Table

CONDITIONS = frozenset(KINDS) | frozenset(MOMENTS)


def read_calls(tables: tuple[Table, ...]) -> tuple[CallRule, ...]:
    """The call rules of a file, in its order; an unknown condition or fact is a problem."""
    rules = []
    for table in tables:
        rule = _read_call(table)
        rules.append(rule)
        table.done()
    return tuple(rules)


def _read_call(table: Table) -> CallRule:
    when = table.text("when", choices=CONDITIONS)
    is_fact = when == "fact"
    rule = CallRule(
        key=table.text("key"),
        when=when,
        speaker=table.text("speaker", default="control", choices=SPEAKERS),
        grade=table.whole("grade", default=0, high=3),
        once=table.flag("once", default=True),
        filler=table.flag("filler", default=False),
        who=table.text("who", default="-").removeprefix("-"),
        what=table.text("what", default="-").removeprefix("-"),
        where=table.text("where", default="-").removeprefix("-"),
        kind=table.text("kind", default="-").removeprefix("-"),
        fact=table.text("fact", default=None if is_fact else "-").removeprefix("-"),
        above=table.number("above") if table.has("above") else None,
        below=table.number("below") if table.has("below") else None,
        cut=table.words("cut"),
        calls=table.text("order", default="-", choices=("-", "terminate", "abort")).removeprefix("-"),
    )
    if is_fact:
        if rule.fact:
            table.choice("fact", rule.fact, FACTS)
        if (rule.above is None) == (rule.below is None):
            table.wrong("above", "both or neither of above and below", "one of them")
    elif rule.fact:
        table.wrong("fact", repr(rule.fact), 'none unless when = "fact"')
    return rule

"""Kits as data: which suit a person wears and which tethers hold him (`levels/kits/<id>.toml`)."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from game.missions.files import is_file
from game.missions.mission_file import Source, Table
from game.missions.places import assets_root
from game.missions.suits import load_suit
from game.sim.spec import KitSpec, TetherSpec

if TYPE_CHECKING:
    from pathlib import Path

TETHER_KINDS = ("fixed", "variable", "reel", "umbilical", "leash")


def suits() -> list[str]:
    """The suits there are drawings for: folders of `art/suit` that hold a parts.toml."""
    return sorted(path.parent.name for path in (assets_root() / "art" / "suit").glob("*/parts.toml"))


def load_kit(path: Path) -> KitSpec:
    """The kit in one TOML file; raises ContentError with all its problems."""
    source = Source(path)
    root = source.root()
    kit_id = root.text("id")
    if kit_id and kit_id != path.stem:
        root.wrong("id", repr(kit_id), f"the file's name {path.stem!r}")
    suit = root.text("suit", choices=suits())
    root.text("title", default="-")
    root.words("sources")
    tethers = tuple(read_tether(table) for table in root.tables("tether"))
    leash_table = root.table("leash")
    leash = read_tether(leash_table, kind="leash", name="leash")
    if not root.has("tether") or not 1 <= len(tethers) <= 2:
        root.wrong("tether", f"{len(tethers)} tethers", "one or two ([[tether]])")
    if not root.has("leash"):
        root.wrong("leash", "nothing", "a table [leash]")
    root.done()
    source.raise_if_bad()
    rows = suit_path(path, suit)
    return KitSpec(kit_id, suit, tethers, leash, load_suit(rows) if is_file(rows) else ())


def suit_path(kit: Path, suit: str) -> Path:
    """Where the rows of a suit are: `suits` beside the folder of kits; there may be none."""
    return kit.resolve().parent.parent / "suits" / f"{suit}.toml"


def read_tether(table: Table, kind: str = "", name: str = "") -> TetherSpec:
    """One tether of a kit or a lab line, every parameter open to the author; problems go to the table's source."""
    defaults = {field.name: field.default for field in dataclasses.fields(TetherSpec)}

    def number(key: str, low: float, high: float) -> float:
        return table.number(key, default=float(defaults[key]), low=low, high=high)  # type: ignore[arg-type]

    spec = TetherSpec(
        id=table.text("id", default=name or None),
        kind=table.text("kind", default=kind or None, choices=TETHER_KINDS),
        rest_m=table.number("rest_m", low=0.0, high=200.0),
        limit_m=table.number("limit_m", low=0.05, high=200.0),
        pull_n=number("pull_n", 0.0, 500.0),
        spring_npm=number("spring_npm", 0.0, 10_000.0),
        ea_n=number("ea_n", 100.0, 1e7),
        damping=number("damping", 0.0, 2.0),
        break_n=number("break_n", 0.0, 1e6),
        friction=number("friction", 0.0, 2.0),
    )
    if spec.rest_m > spec.limit_m:
        table.wrong("rest_m", f"{spec.rest_m:g}", f"at most limit_m = {spec.limit_m:g}")
    if spec.kind == "fixed" and spec.rest_m != spec.limit_m:
        table.wrong(
            "rest_m", f"{spec.rest_m:g}", f"limit_m = {spec.limit_m:g}, for a fixed tether does not stretch out"
        )
    if spec.kind == "variable" and spec.spring_npm <= 0.0:
        table.wrong("spring_npm", f"{spec.spring_npm:g}", "more than 0 for a variable tether")
    table.done()
    return spec

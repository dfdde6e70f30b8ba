"""The parts of a mission.toml read into frozen values; cross-references are the business of `check.py`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sgp4.api import Satrec

from game.missions.call_rules import read_calls
from game.missions.cut_start import julian, read_cut_units, read_starts
from game.missions.places import assets_root
from game.missions.plan import (
    CUT_IDS,
    CallRule,
    Cut,
    Objective,
    PlanItem,
    Scoring,
    StepChange,
    Truth,
)
from game.sim.spec import (
    GUIDING,
    MOVER_KINDS,
    MOVING,
    PANEL_KINDS,
    PRESSING,
    RELEASING,
    ROUTING,
    STEP_KINDS,
    TOOLS,
    TURNING,
    UNFOLDING,
    WIPING,
    BudgetSpec,
    MoverSpec,
    OrbitSpec,
    PanelSpec,
    StepSpec,
    StopSpec,
    UnitSpec,
)

if TYPE_CHECKING:
    import datetime as dt

    from game.missions.mission_file import Table

__all__ = [
    "read_calls",
    "read_cut",
    "read_mover",
    "read_objective",
    "read_orbit",
    "read_panel",
    "read_scoring",
    "read_truths",
    "read_unit",
]

UNIT_STATES = ("stowed", "seated", "free")
NEEDS_UNIT = (*GUIDING, *RELEASING)
# Keys of a step that only some kinds have, and those kinds.
OWN_KEYS = {
    "torque_nm": (*TURNING, "operate"),
    "stuck_chance": (*TURNING, *PRESSING),
    "fail_chance": ("verify",),
    "redo": ("verify",),
    "path": (*WIPING, *ROUTING),
    "band_n": WIPING,
    "direction": (*RELEASING, "float_out"),
    "away_m": ("float_out",),
    "speed_mps": RELEASING,
    "spin_radps": RELEASING,
    "panel": (*UNFOLDING, "push_open", "crank"),
    "mover": MOVING,
    "stop": MOVING,
}
FORBIDS_UNIT = ("check", "depressurise", "open_hatch", "ingress", "close_hatch")
_SIDE_M = (0.05, 20.0)
_TLE_LENGTH = 69
_EPOCH_SPAN_DAYS = 15.0  # SGP4 with a two-line set is kilometres off after two weeks

CallRules = tuple[CallRule, ...]


def unit_looks() -> list[str]:
    """The looks of units there are drawings for: `look_<name>.svg` in assets/art/equipment."""
    return sorted(path.stem.removeprefix("look_") for path in (assets_root() / "art" / "equipment").glob("look_*.svg"))


def read_unit(table: Table) -> tuple[UnitSpec, str]:
    """One [[unit]] and the key of its name."""
    state = table.text("state", default="stowed", choices=UNIT_STATES)
    is_free = state == "free"
    spec = UnitSpec(
        id=table.text("id"),
        mass_kg=table.number("mass_kg", low=0.1, high=5000.0),
        size_m=table.point("size_m"),
        state=state,
        worksite=table.text("worksite", default="" if is_free else None),
        at=table.point("at", default=None if is_free else (0.0, 0.0)),
        angle_rad=math.radians(table.number("angle_deg", default=0.0, low=-360.0, high=360.0)),
        velocity_mps=table.point("velocity_mps", default=(0.0, 0.0)),
        spin_radps=table.number("spin_radps", default=0.0, low=-20.0, high=20.0),
        look=table.text("look", default="-").removeprefix("-"),
    )
    low, high = _SIDE_M
    if table.has("size_m") and not all(low <= side <= high for side in spec.size_m):
        table.wrong("size_m", f"{list(spec.size_m)}", f"two sides of {low:g} to {high:g} m")
    if spec.look:
        table.choice("look", spec.look, unit_looks(), "a drawing of assets/art/equipment: one of")
    if spec.worksite and is_free:
        table.wrong("worksite", repr(spec.worksite), "none for a free unit")
    title_key = table.text("title", default="unit.plain")
    table.text("note", default="-")  # where mass and size come from: for authors, not for the world
    table.done()
    return spec, title_key


def read_objective(table: Table, *, is_lab: bool) -> Objective:
    """One [[objective]] with its steps in plan order."""
    steps = tuple(read_step(step) for step in table.tables("step"))
    if not steps:
        table.wrong("step", "no steps", "at least one [[objective.step]]")
    objective = Objective(
        id=table.text("id"),
        title_key=table.text("title"),
        is_required=table.flag("required", default=True),
        steps=steps,
        choice=table.text("choice", default="-").removeprefix("-"),
        lesson_key=table.text("lesson", default="-").removeprefix("-"),
        is_return=table.flag("return", default=False),
    )
    if is_lab:
        table.source.problem(table.path, "an objective", "none in a lab")
    if objective.choice and not objective.is_required:
        table.wrong("choice", repr(objective.choice), "no choice for an objective that is not required")
    table.done()
    return objective


def read_step(table: Table) -> StepSpec:
    """One [[objective.step]]; `eva_min` is in minutes of EVA time because plans are written so."""
    kind = table.text("kind", choices=STEP_KINDS)
    default = StepSpec("", kind, "")

    def name(key: str, *, kinds: tuple[str, ...] = ()) -> str:
        return table.text(key, default=None if kind in kinds else "-").removeprefix("-")

    spec = StepSpec(
        id=table.text("id"),
        kind=kind,
        worksite=table.text("worksite"),
        unit=name("unit", kinds=NEEDS_UNIT),
        needs=table.words("needs"),
        eva_s=table.number("eva_min", low=0.0, high=120.0) * 60.0,
        restraint=table.flag("restraint", default=False),
        torque_nm=table.number("torque_nm", default=0.0, low=0.0, high=200.0),
        force_n=table.number("force_n", default=0.0, low=0.0, high=600.0),
        count=table.whole("count", default=1, low=1, high=99),
        fail_chance=table.number("fail_chance", default=0.0, low=0.0, high=1.0),
        redo=name("redo"),
        stuck_chance=table.number("stuck_chance", default=0.0, low=0.0, high=1.0),
        tool=name("tool"),
        path=table.points("path", 2 if kind in WIPING else 1),
        band_n=table.point("band_n", default=default.band_n),
        direction=table.point("direction", default=default.direction),
        speed_mps=table.point("speed_mps", default=default.speed_mps),
        spin_radps=table.number("spin_radps", default=default.spin_radps, low=0.01, high=10.0),
        panel=name("panel", kinds=UNFOLDING),
        mover=name("mover", kinds=MOVING),
        stop=name("stop", kinds=MOVING),
        away_m=table.number("away_m", default=default.away_m, low=0.5, high=50.0),
        crew=name("crew"),
    )
    if spec.tool:
        table.choice("tool", spec.tool, [tool for tool in TOOLS if tool])
    if spec.unit and kind in FORBIDS_UNIT:
        table.wrong("unit", repr(spec.unit), f"none for a step of kind {kind}")
    if spec.fail_chance > 0.0 and not spec.redo:
        table.wrong("redo", "nothing", "the id of the step to do again when the check fails")
    for key, kinds in OWN_KEYS.items():
        if table.has(key) and kind not in kinds and kind in STEP_KINDS:
            table.wrong(key, "a value", f"none for a step of kind {kind}: only for {', '.join(kinds)}")
    if kind in (*WIPING, *ROUTING) and not table.has("path"):
        table.wrong("path", "nothing", "the points of its path [[x, y], ...]")
    for key, (low, high) in (("band_n", spec.band_n), ("speed_mps", spec.speed_mps)):
        if not 0.0 <= low < high:
            table.wrong(key, f"[{low:g}, {high:g}]", "a least and a greater value")
    if kind in OWN_KEYS["direction"] and math.hypot(*spec.direction) < 1e-6:
        table.wrong("direction", "[0, 0]", "a direction")
    table.done()
    return spec


def read_panel(table: Table) -> PanelSpec:
    """One [[panel]]: what unfolds."""
    default = PanelSpec("", "", (0.0, 0.0), 0.0, 1.0)
    spec = PanelSpec(
        id=table.text("id"),
        kind=table.text("kind", choices=PANEL_KINDS),
        at=table.point("at"),
        angle_rad=math.radians(table.number("angle_deg", default=0.0, low=-360.0, high=360.0)),
        length_m=table.number("length_m", low=0.2, high=40.0),
        width_m=table.number("width_m", default=default.width_m, low=0.05, high=20.0),
        segments=table.whole("segments", default=default.segments, low=1, high=40),
        mass_kg=table.number("mass_kg", default=default.mass_kg, low=0.5, high=2000.0),
        sway_hz=table.number("sway_hz", default=default.sway_hz, low=0.05, high=10.0),
        sway_damping=table.number("sway_damping", default=default.sway_damping, low=0.001, high=0.9),
        stops_at=table.number("stops_at", default=default.stops_at, low=0.05, high=1.0),
        opened=table.number("opened", default=default.opened, low=0.0, high=1.0),
        power_w=table.number("power_w", default=0.0, low=0.0, high=50_000.0),
        plug=table.text("plug", default="-").removeprefix("-"),
    )
    table.text("note", default="-")  # where its figures come from
    table.done()
    return spec


def read_mover(table: Table) -> MoverSpec:
    """One [[mover]] with its [[mover.stop]]s: a boom or an arm."""
    stops = []
    for stop in table.tables("stop"):
        angle_rad = math.radians(stop.number("angle_deg", low=-360.0, high=360.0))
        stops.append(StopSpec(stop.text("id"), stop.number("length_m", low=0.5, high=30.0), angle_rad))
        stop.done()
    default = MoverSpec("", "", (0.0, 0.0), 1.0, 0.0)
    spec = MoverSpec(
        id=table.text("id"),
        kind=table.text("kind", choices=MOVER_KINDS),
        at=table.point("at"),
        length_m=table.number("length_m", low=0.5, high=30.0),
        angle_rad=math.radians(table.number("angle_deg", low=-360.0, high=360.0)),
        stops=tuple(stops),
        speed_mps=table.number("speed_mps", default=default.speed_mps, low=0.005, high=0.5),
        restraint=table.text("restraint", default="-").removeprefix("-"),
        eye=table.text("eye", default="-").removeprefix("-"),
        rail=table.text("rail", default="-").removeprefix("-"),
        sway_hz=table.number("sway_hz", default=default.sway_hz, low=0.05, high=5.0),
        sway_damping=table.number("sway_damping", default=default.sway_damping, low=0.001, high=0.9),
    )
    table.words("instead")  # `taken_out` looks at it
    table.text("note", default="-")
    table.done()
    return spec


def read_cut(table: Table) -> Cut:
    """One [[cut]]: objectives, clock, budget, timeline, changes of steps."""
    play_s = table.number("play_s", default=0.0, low=0.0, high=40_000.0)
    objectives = table.words("objectives", default=None)
    plan = []
    before_s = 0.0
    for item in table.tables("plan"):
        to_s = item.number("to_min", low=0.0, high=600.0) * 60.0
        if to_s < before_s:
            item.wrong("to_min", f"{to_s / 60:g}", f"at least the {before_s / 60:g} of the item before")
        plan.append(PlanItem(item.text("objective"), before_s, to_s))
        before_s = max(before_s, to_s)
        item.done()
    changes = []
    for change in table.tables("step"):
        changes.append(
            StepChange(
                id=change.text("id"),
                eva_s=change.number("eva_min", low=0.0, high=120.0) * 60.0 if change.has("eva_min") else None,
                count=change.whole("count", low=1, high=99) if change.has("count") else None,
                fail_chance=change.number("fail_chance", low=0.0, high=1.0) if change.has("fail_chance") else None,
            )
        )
        change.done()
    budget = BudgetSpec(
        eva_s=table.number("budget_eva_min", low=1.0, high=600.0) * 60.0,
        o2_kg=table.number("budget_o2_kg", low=0.01, high=2.0),
    )
    if before_s > budget.eva_s:
        table.wrong("plan", f"a plan of {before_s / 60:g} min", f"at most the budget of {budget.eva_s / 60:g} min")
    cut = Cut(
        id=table.text("id", choices=CUT_IDS),
        play_s=play_s,
        objectives=objectives,
        rate=table.number("rate", low=1.0, high=1000.0),
        work_rate=table.number("work_rate", low=1.0, high=5000.0),
        budget=budget,
        plan=tuple(plan),
        changes=tuple(changes),
        extras=table.words("extras"),
        starts=read_starts(table.tables("crew")),
        units=read_cut_units(table.tables("unit")),
        opens=table.moment("opens") if table.has("opens") else None,
    )
    table.done()
    return cut


def read_truths(tables: tuple[Table, ...]) -> tuple[Truth, ...]:
    """The [[fact]] tables: a real fact and its source line, both by key."""
    truths = []
    for table in tables:
        objective = table.text("objective", default="-").removeprefix("-")
        truths.append(Truth(table.text("key"), table.text("source"), objective))
        table.done()
    return tuple(truths)


def read_scoring(table: Table) -> Scoring:
    """The [scoring] table; what is absent keeps its default; the parts must add up to 1000."""
    default = Scoring().parts()
    parts = {name: table.number(name, default=value, low=0.0, high=1000.0) for name, value in default.items()}
    table.done()
    total = sum(parts.values())
    if not math.isclose(total, 1000.0, abs_tol=1e-6):
        table.source.problem(table.path, f"points that add up to {total:g}", "1000")
    return Scoring(**parts)


def read_orbit(table: Table, start: dt.datetime | None) -> OrbitSpec | None:
    """The [orbit] table with the UTC of hatch opening; None when it is absent; wrong lines are problems."""
    line1, line2 = table.text("line1"), table.text("line2")
    table.text("note", default="-")
    table.done()
    good = True
    for key, line, first in (("line1", line1, "1"), ("line2", line2, "2")):
        if line and not _is_tle_line(line, first):
            wanted = f"a line of {_TLE_LENGTH} characters that begins with {first!r} and ends with its checksum"
            table.wrong(key, repr(line[: _TLE_LENGTH + 20]), wanted)
            good = False
    if not good or not line1 or not line2 or start is None:
        return None
    satellite = Satrec.twoline2rv(line1, line2)
    jd, fraction = julian(start)
    days = (jd - satellite.jdsatepoch) + (fraction - satellite.jdsatepochF)
    error = satellite.sgp4(jd, fraction)[0]
    if error or not satellite.no_kozai > 0.0:
        table.wrong("line2", f"an orbit that cannot be computed (SGP4 error {error})", "a real orbit")
        return None
    if abs(days) > _EPOCH_SPAN_DAYS:
        table.wrong("line1", f"an epoch {abs(days):.0f} days from the start", f"within {_EPOCH_SPAN_DAYS:g} days")
    return OrbitSpec(line1, line2, jd, fraction)


def _is_tle_line(line: str, first: str) -> bool:
    if len(line) != _TLE_LENGTH or line[0] != first or not line[-1].isdigit() or not line.isascii():
        return False
    total = sum(int(char) if char.isdigit() else char == "-" for char in line[:-1])
    return total % 10 == int(line[-1])

"""A level: one mission on one station, read from files, checked whole, and turned into a `WorldSpec`."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from game.missions.call_rules import read_calls
from game.missions.check import check_mission
from game.missions.cut_start import crew_of, orbit_of, units_of
from game.missions.dials import check_dials, dialled
from game.missions.fault_rules import FaultRule, faults_of, read_faults
from game.missions.files import is_file
from game.missions.kits import load_kit, suit_path
from game.missions.mission_file import Source, Table
from game.missions.mission_reader import (
    read_cut,
    read_mover,
    read_objective,
    read_orbit,
    read_panel,
    read_scoring,
    read_truths,
    read_unit,
)
from game.missions.own_parts import (
    merged,
    read_cue,
    read_line,
    read_own,
    read_tuning,
    taken_out,
)
from game.missions.places import digest_of, levels_root, mission_path
from game.missions.plan import (
    HATCHLESS,
    MISSION_KINDS,
    CallRule,
    Cut,
    LevelInfo,
    Objective,
    Scoring,
    Truth,
)
from game.missions.problems import ContentError, Problem, nearest
from game.missions.slices import finished
from game.missions.station import Station, empty_station, station_jobs
from game.missions.texts import read_texts
from game.sim.spec import (
    ENVIRONMENTS,
    BudgetSpec,
    ClockSpec,
    CrewSpec,
    CueSpec,
    Dials,
    KitSpec,
    LineSpec,
    MoverSpec,
    OrbitSpec,
    PanelSpec,
    Point,
    StepSpec,
    StructureSpec,
    TetherSpec,
    UnitSpec,
    WorldSpec,
)

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

_NO_LEASH = TetherSpec("leash", "leash", 1.0, 1.0)  # stands in while a kit's own problems are told
LAB_CUT = Cut("1:1", 0.0, (), 1.0, 1.0, BudgetSpec())


@dataclass(frozen=True, slots=True)
class Level:
    """Everything a run, a picture or a report may ask of a mission; frozen."""

    id: str
    kind: str  # one of MISSION_KINDS
    order: int  # place in the menu
    title_key: str
    brief_key: str
    station: Station
    own: StructureSpec  # what the crew brings along; it is part of the station's structure too
    folder: Path
    texts_dir: Path
    texts: Mapping[str, Mapping[str, str]]  # language -> key -> text
    start_utc: dt.datetime | None
    orbit: OrbitSpec | None
    hatch: str  # id of the hatch that leads home; "" in a lab
    crew: tuple[CrewSpec, ...]
    units: tuple[UnitSpec, ...]
    unit_titles: Mapping[str, str]  # unit id -> text key
    lines: tuple[LineSpec, ...]
    cues: tuple[CueSpec, ...]  # what a lab does by itself
    panels: tuple[PanelSpec, ...]  # what unfolds
    movers: tuple[MoverSpec, ...]  # booms and arms
    environment: str  # space, pool
    objectives: tuple[Objective, ...]
    cuts: tuple[Cut, ...]
    calls: tuple[CallRule, ...]  # the mission's own first, then the shared ones
    truths: tuple[Truth, ...]  # real facts for the debrief
    scoring: Scoring
    tuning: tuple[tuple[str, float], ...]
    sources: tuple[str, ...]
    faults: tuple[FaultRule, ...]
    faults_drawn: int  # so many more come from the seed
    sha256: str  # of what the physics is built from: mission, station, kits and suits, not of words
    dials: Dials = dataclasses.field(default_factory=Dials)
    crew_cuts: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)  # who is only in some cuts

    def cut(self, cut_id: str | None = None) -> Cut:
        """The cut of that id, None = the first; ContentError names the nearest when there is none."""
        if cut_id is None:
            return self.cuts[0]
        for cut in self.cuts:
            if cut.id == cut_id:
                return cut
        known = [cut.id for cut in self.cuts]
        wanted = f"one of {', '.join(known)}"
        raise ContentError([Problem(str(self.folder), "cut", repr(cut_id), wanted, nearest(cut_id, known))])

    def dialled(self, dials: Dials) -> Level:
        """The same mission with air, time, damage and faults as the dials say; the plan follows. Raises ValueError."""
        check_dials(dials)
        cuts = tuple(dialled(cut, dials.time) for cut in self.cuts)
        return dataclasses.replace(self, cuts=cuts, dials=dials)

    def objectives_of(self, cut: Cut) -> tuple[Objective, ...]:
        """The objectives of a cut in plan order, their steps as the cut changes them; needs outside it are dropped."""
        chosen = [objective for objective in self.objectives if objective.id in cut.objectives]
        inside = {step.id for objective in chosen for step in objective.steps}
        changes = {change.id: change for change in cut.changes}

        def changed(step: StepSpec) -> StepSpec:
            step = dataclasses.replace(step, needs=tuple(need for need in step.needs if need in inside))
            return changes[step.id].of(step) if step.id in changes else step

        return tuple(
            dataclasses.replace(
                objective,
                is_required=objective.is_required and objective.id not in cut.extras,
                steps=tuple(changed(step) for step in objective.steps),
            )
            for objective in chosen
        )

    def world_spec(self, cut_id: str | None = None) -> WorldSpec:
        """What the world of that cut is built from (None = the first cut)."""
        cut = self.cut(cut_id)
        steps = tuple(step for objective in self.objectives_of(cut) for step in objective.steps)
        used = {step.unit for step in steps if step.unit}
        return WorldSpec(
            structure=self.station.structure,
            crew=crew_of(self, cut),
            # A unit that no step of the cut touches stays where it is; it is part of the scene, so it stays in.
            units=units_of(self, cut) if self.kind == "lab" or used or cut.units else (),
            lines=self.lines,
            cues=self.cues,
            panels=self.panels,
            movers=self.movers,
            environment=self.environment,
            steps=steps,
            orbit=orbit_of(self, cut),
            clock=ClockSpec(cut.rate, cut.work_rate, starts_open=not any(s.kind == "open_hatch" for s in steps)),
            budget=cut.budget,
            tuning=self.tuning,
            faults=faults_of(self.faults, cut.id, self.dials),
            faults_drawn=self.faults_drawn if self.dials.faults == "drawn" else 0,
            dials=self.dials,
        )


def load_level(source: str | Path, levels_dir: Path | None = None) -> Level:
    """The level of an id, a mission folder or a mission.toml; raises ContentError with all problems."""
    return finished(level_jobs(source, levels_dir))


def level_jobs(source: str | Path, levels_dir: Path | None = None) -> Generator[None, None, Level]:
    """The same in slices."""
    levels = levels_dir or levels_root()
    reader = LevelReader(mission_path(source, levels), levels)
    yield
    return (yield from reader.jobs())


def list_levels(levels_dir: Path | None = None) -> tuple[LevelInfo, ...]:
    """The missions of the levels folder in menu order; a broken one is left out (`check` names its faults)."""
    return finished(list_jobs(levels_dir))


def list_jobs(levels_dir: Path | None = None) -> Generator[None, None, tuple[LevelInfo, ...]]:
    """The same in slices, one mission each."""
    levels = levels_dir or levels_root()
    infos = []
    for path in sorted((levels / "missions").glob("*/mission.toml")):
        with contextlib.suppress(ContentError):
            infos.append(info_of(path))
        yield
    return tuple(sorted(infos, key=lambda info: (MISSION_KINDS.index(info.kind), info.order, info.id)))


def info_of(path: Path) -> LevelInfo:
    """The menu's line of one mission, without its station: quick enough for a title screen."""
    source = Source(path)
    root = source.root()
    kind = root.text("kind", choices=MISSION_KINDS)
    title, brief = root.text("title"), root.text("brief")
    cuts = tuple(str(cut.data.get("id", "")) for cut in root.tables("cut")) or (LAB_CUT.id,)
    source.raise_if_bad()
    texts = read_texts(path.parent / "text")
    steps = [step.data.get("kind") for objective in root.tables("objective") for step in objective.tables("step")]
    opens = root.data.get("opens")
    return LevelInfo(
        id=path.parent.name,
        kind=kind,
        title={language: words.get(title, title) for language, words in texts.items()},
        cuts=cuts,
        order=root.whole("order", default=100),
        brief={language: words.get(brief, brief) for language, words in texts.items()},
        steps=tuple(dict.fromkeys(str(step) for step in steps)),
        opens=opens.date() if isinstance(opens, dt.datetime) else None,
        source=path.parent.name,
    )


class LevelReader:
    """Reads one mission with all it refers to, gathering problems of every file before it gives up."""

    def __init__(self, path: Path, levels: Path) -> None:
        self.path, self.levels = path, levels
        self.folder = path.parent
        self.source = Source(path)
        self.root = self.source.root()
        self.hashed: list[Path] = [path]
        self.others: list[Problem] = []  # problems of other files
        self.crew_cuts: dict[str, tuple[str, ...]] = {}

    def jobs(self) -> Generator[None, None, Level]:
        """Read and check everything, in slices."""
        root = self.root
        mission_id = root.text("id")
        if mission_id and mission_id != self.folder.resolve().name:
            root.wrong("id", repr(mission_id), f"the folder's name {self.folder.resolve().name!r}")
        kind = root.text("kind", choices=MISSION_KINDS)
        is_lab, is_indoors = kind == "lab", kind in HATCHLESS
        title_key, brief_key = root.text("title"), root.text("brief")
        own = read_own(root, is_lab=is_lab)
        station = yield from self._station(own, is_lab=is_lab)
        start_utc = root.moment("opens") if root.has("opens") or not is_indoors else None
        orbit = read_orbit(root.table("orbit"), start_utc) if root.has("orbit") else None
        if not root.has("orbit") and not is_indoors:
            root.wrong("orbit", "nothing", "a table [orbit] with the two-line element set of the date")
        units = [read_unit(table) for table in root.tables("unit")]
        faults, drawn = read_faults(self.root)
        level = Level(
            id=mission_id,
            kind=kind,
            order=root.whole("order", default=100),
            title_key=title_key,
            brief_key=brief_key,
            station=station or empty_station(StructureSpec()),
            own=own,
            folder=self.folder,
            texts_dir=self.folder / "text",
            texts=self._texts(),
            start_utc=start_utc,
            orbit=orbit,
            hatch=root.text("hatch", default="-" if is_indoors else None).removeprefix("-"),
            crew=tuple(self._crew(table, station, is_lab=is_lab) for table in root.tables("crew")),
            units=tuple(unit for unit, _ in units),
            unit_titles={unit.id: key for unit, key in units},
            lines=tuple(read_line(table) for table in root.tables("line")),
            cues=tuple(read_cue(table) for table in root.tables("cue")),
            panels=tuple(read_panel(table) for table in root.tables("panel")),
            movers=tuple(read_mover(table) for table in root.tables("mover")),
            environment=root.text("environment", default="pool" if kind == "pool" else "space", choices=ENVIRONMENTS),
            objectives=tuple(read_objective(table, is_lab=is_lab) for table in root.tables("objective")),
            cuts=tuple(read_cut(table) for table in root.tables("cut")) or ((LAB_CUT,) if is_lab else ()),
            calls=(*read_calls(root.tables("call")), *self._shared_calls(is_indoors=is_indoors)),
            truths=read_truths(root.tables("fact")),
            scoring=read_scoring(root.table("scoring")),
            tuning=read_tuning(root.table("tuning")),
            sources=root.words("sources"),
            faults=faults,
            faults_drawn=drawn,
            sha256=digest_of(self.hashed),
            crew_cuts=self.crew_cuts,
        )
        root.done()
        yield
        yield from check_mission(level, self.source, is_station_known=station is not None)
        problems = [*self.source.problems, *self.others]
        if problems:
            raise ContentError(problems)
        return level

    def _station(self, own: StructureSpec, *, is_lab: bool) -> Generator[None, None, Station | None]:
        """The station with the mission's own parts; None when it cannot be read (its problems are kept)."""
        name = self.root.text("station", default="-" if is_lab else None).removeprefix("-")
        if not name:
            return empty_station(own) if is_lab else None
        beside, shared = self.folder / f"{name}.tmx", self.levels / "stations" / f"{name}.tmx"
        path = beside if is_file(beside) else shared
        if not is_file(path):
            known = [found.stem for found in sorted((self.levels / "stations").glob("*.tmx"))]
            self.root.choice("station", name, known, "a station file: one of")
            return None
        self.hashed.append(path)
        try:
            station = yield from station_jobs(path)
        except ContentError as error:
            self.others.extend(error.problems)
            return None
        return dataclasses.replace(station, structure=merged(taken_out(self.root, station.structure), own))

    def _crew(self, table: Table, station: Station | None, *, is_lab: bool) -> CrewSpec:
        kit = self._kit(table)
        at, angle_rad = self._start(table, station, is_lab=is_lab)
        spec = CrewSpec(
            id=table.text("id", choices=("EV1", "EV2")),
            kit=kit,
            at=at,
            angle_rad=angle_rad,
            velocity_mps=table.point("velocity_mps", default=(0.0, 0.0)) if is_lab else (0.0, 0.0),
            spin_radps=table.number("spin_radps", default=0.0, low=-20.0, high=20.0) if is_lab else 0.0,
            mass_kg=table.number("mass_kg", default=0.0, low=1.0, high=1000.0) if is_lab else 0.0,
            holds=table.words("holds"),
            hooks=table.words("hooks"),
        )
        self.crew_cuts[spec.id] = table.words("cut")
        table.done()
        return spec

    def _start(self, table: Table, station: Station | None, *, is_lab: bool) -> tuple[Point, float]:
        """Where a person begins: a start of the station, or in a lab any place."""
        if is_lab and not table.has("start"):
            angle_deg = table.number("angle_deg", default=0.0, low=-360.0, high=360.0)
            return table.point("at", default=(0.0, 0.0)), math.radians(angle_deg)
        start = table.text("start")
        starts = {found.id: found for found in station.structure.starts} if station else {}
        if start in starts:
            return starts[start].at, starts[start].angle_rad
        if station and start:
            table.choice("start", start, starts, "a start of the station: one of")
        return (0.0, 0.0), 0.0

    def _kit(self, table: Table) -> KitSpec:
        name = table.text("kit")
        folder = self.levels / "kits"
        path = folder / f"{name}.toml"
        missing = KitSpec(name, "", (), _NO_LEASH)
        if not name:
            return missing
        if not is_file(path):
            table.choice("kit", name, [found.stem for found in folder.glob("*.toml")], "a kit file: one of")
            return missing
        if path not in self.hashed:
            self.hashed.append(path)
        try:
            kit = load_kit(path)
        except ContentError as error:
            self.others.extend(problem for problem in error.problems if problem not in self.others)
            return missing
        suit = suit_path(path, kit.suit)
        self.hashed += [suit] if is_file(suit) and suit not in self.hashed else []
        return kit

    def _texts(self) -> Mapping[str, Mapping[str, str]]:
        try:
            return read_texts(self.folder / "text")
        except ContentError as error:
            self.others.extend(error.problems)
            return {}

    def _shared_calls(self, *, is_indoors: bool) -> tuple[CallRule, ...]:
        """What control says in every mission (levels/calls.toml); labs are silent."""
        wanted = self.root.flag("shared_calls", default=not is_indoors)
        path = self.levels / "calls.toml"
        if not wanted or not path.is_file():
            return ()
        try:
            source = Source(path)
            rules = read_calls(source.root().tables("call"))
            source.raise_if_bad()
        except ContentError as error:
            self.others.extend(error.problems)
            return ()
        return rules

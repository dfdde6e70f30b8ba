"""What a world is built from: frozen values, SI units, station frame (x forward, y zenith, metres).

A level file becomes a `WorldSpec`; tests build one by hand. Nothing here refers to pictures, words or files.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Point = tuple[float, float]

SHAPE_KINDS = ("hull", "solid", "fragile", "keep_out")
SOLID_KINDS = ("solid", "fragile")  # what blocks bodies and bends lines
CLOSED_KINDS = (*SOLID_KINDS, "keep_out")  # where no body may be
CUE_ACTS = ("haul", "lock", "unlock", "leash", "throw")
ENVIRONMENTS = ("space", "pool")
# What a step asks of body, hand and tool, family by family; `game/sim/work` has a module for each family.
WAITING = ("check", "depressurise", "open_hatch", "verify", "ingress", "close_hatch")  # time passes
WAY_IN = ("ingress", "close_hatch")  # everybody's steps
TURNING = ("unbolt", "bolt", "rotate", "crank", "valve")  # strokes of a wrench or handle: torque and its reaction
PRESSING = ("open_cover", "close_cover", "demate", "mate", "push_open")  # pushes and pulls along an axis
GUIDING = ("fetch", "extract", "stow", "insert")  # a unit is moved by hand and caught softly
WIPING = ("swab", "wipe")  # a pad along a path, pressed within a band of force
STILLNESS = ("inspect", "photograph")  # body and hand at rest for as long as it takes
ROUTING = ("route",)  # a cable is clamped at one point of its path after the other
RELEASING = ("jettison", "launch")  # a unit is pushed off: direction, speed, spin
UNFOLDING = ("unfold",)  # a panel opens, sways, may stop half-way
PRESENCE = ("translate", "clip", "float_out")  # being there by a hand, by hooks, or free on a line: seen, not worked
MOVING = ("operate", "ride")  # a boom or arm is cranked from its foot, or ridden at its tip
STEP_KINDS = (
    *WAITING, *TURNING, *PRESSING, *GUIDING, *WIPING, *STILLNESS, *ROUTING, *RELEASING, *UNFOLDING, *MOVING,
    *PRESENCE,
)  # fmt: skip
TOOLS = ("", "wrench", "pliers", "swab", "cloth", "camera", "cutter", "crank")
PANEL_KINDS = ("array", "antenna", "boom")
MOVER_KINDS = ("strela", "era")


@dataclass(frozen=True, slots=True)
class ShapeSpec:
    """A piece of structure; `outline` is a simple polygon, counter-clockwise, convex or concave."""

    id: str
    kind: str  # one of SHAPE_KINDS; only solid and fragile block bodies and bend tethers
    outline: tuple[Point, ...]
    limit_n: float = 0.0  # contact limit of a fragile shape; 0 = none
    module: str = ""  # id of the module it belongs to


@dataclass(frozen=True, slots=True)
class RailSpec:
    """A straight or bent hold; hands grip anywhere on it, hooks slide on it up to the next stanchion."""

    id: str
    points: tuple[Point, ...]  # polyline
    stanchions_m: tuple[float, ...]  # arc positions of the posts, ascending; first and last are the ends
    limit_n: float = 900.0


@dataclass(frozen=True, slots=True)
class EyeSpec:
    """A ring that a hook may close on."""

    id: str
    at: Point
    limit_n: float = 2500.0


@dataclass(frozen=True, slots=True)
class RestraintSpec:
    """A foot restraint: boots at `at`, body along `angle_rad` (0 = head towards +y)."""

    id: str
    at: Point
    angle_rad: float = 0.0
    limit_n: float = 1219.0
    limit_nm: float = 475.0


@dataclass(frozen=True, slots=True)
class WorksiteSpec:
    """A place of work: a hand within `reach_m` of `at` can work; units seat at `at` along `angle_rad`."""

    id: str
    at: Point
    angle_rad: float = 0.0  # direction in which a seated unit is pulled out (0 = +x)
    reach_m: float = 0.75
    restraint: str = ""  # id of the foot restraint that serves it, if any


@dataclass(frozen=True, slots=True)
class HatchSpec:
    """A way in and out: within `radius_m` of `at` a person may enter."""

    id: str
    at: Point
    radius_m: float = 0.5
    clear_m: float = 1.0  # width of the opening: a thicker suit does not pass


@dataclass(frozen=True, slots=True)
class StartSpec:
    """A place where a centre of mass may be at the beginning."""

    id: str
    at: Point
    angle_rad: float = 0.0


@dataclass(frozen=True, slots=True)
class StructureSpec:
    """The geometry of a station as the physics knows it."""

    shapes: tuple[ShapeSpec, ...] = ()
    rails: tuple[RailSpec, ...] = ()
    eyes: tuple[EyeSpec, ...] = ()
    worksites: tuple[WorksiteSpec, ...] = ()
    restraints: tuple[RestraintSpec, ...] = ()
    hatches: tuple[HatchSpec, ...] = ()
    starts: tuple[StartSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class TetherSpec:
    """One rule for every line: free up to `rest_m`, a soft pull up to `limit_m`, then stiff as EA / limit.

    A fixed tether has rest = limit. A variable one has a soft spring between. A reel has rest 0 and a constant pull.
    """

    id: str
    kind: str  # fixed, variable, reel, umbilical, leash
    rest_m: float
    limit_m: float
    pull_n: float = 0.0  # constant pull beyond rest (reel)
    spring_npm: float = 0.0  # soft spring beyond rest (variable)
    ea_n: float = 15_000.0  # axial stiffness EA, newtons per unit strain
    damping: float = 0.1  # internal damping ratio of the stiff part (0 = lossless)
    break_n: float = 2500.0
    friction: float = 0.0  # capstan coefficient at corners

    @property
    def is_fast(self) -> bool:
        """Its far end is no hook: once closed it stays where it is."""
        return self.kind == "umbilical"


@dataclass(frozen=True, slots=True)
class KitSpec:
    """What a person wears: suit and the tethers that hold him."""

    id: str
    suit: str  # orlan_mks, emu, berkut, pool
    tethers: tuple[TetherSpec, ...]  # the safety tethers, in hook order (1, 2)
    leash: TetherSpec
    rows: tuple[tuple[str, float], ...] = ()  # of the tuning table, as this suit has them


@dataclass(frozen=True, slots=True)
class CrewSpec:
    """A person at the beginning: where, how fast, in what kit, held by what."""

    id: str  # EV1, EV2
    kit: KitSpec
    at: Point
    angle_rad: float = 0.0
    velocity_mps: Point = (0.0, 0.0)
    spin_radps: float = 0.0
    mass_kg: float = 0.0  # 0 = tuning
    holds: tuple[str, ...] = ()  # ids of rails or eyes that the hands grip at the start (left, right)
    hooks: tuple[str, ...] = ()  # ids of rails or eyes that the hooks are closed on at the start


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A replaceable unit or any free body: a box of `size_m` (width, height)."""

    id: str
    mass_kg: float
    size_m: Point
    state: str = "stowed"  # stowed (fixed at a worksite), seated (working place), free
    worksite: str = ""  # where it is stowed or seated
    at: Point = (0.0, 0.0)  # when free
    angle_rad: float = 0.0
    velocity_mps: Point = (0.0, 0.0)
    spin_radps: float = 0.0
    look: str = ""  # which drawing shows it (assets/art/equipment); "" = a plain box


@dataclass(frozen=True, slots=True)
class LineSpec:
    """A given line of a lab, from a body (crew or unit id, "" = structure) to another."""

    id: str
    tether: TetherSpec
    body_a: str
    at_a: Point  # body frame, or station frame when the body is ""
    body_b: str
    at_b: Point


@dataclass(frozen=True, slots=True)
class CueSpec:
    """Something that is done in a lab at a given second of play, as a winch or a tireless helper would.

    haul: take line `who` in at `rate_mps` down to `to_m`, as long as it pulls with less than `force_n`; lock and
    unlock: its reel; leash and throw: person `who` takes the unit in reach, pushes it off along `direction`.
    """

    at_s: float
    do: str  # one of CUE_ACTS
    who: str  # id of a line, or of a person for leash and throw
    rate_mps: float = 0.0
    to_m: float = 0.0
    force_n: float = 0.0
    direction: Point = (-1.0, 0.0)


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """A thing that unfolds from `at` along `angle_rad`: `length_m` when open, swaying as a single soft mode.

    It stops at the fraction `stops_at` until somebody pushes it open; 1 = it opens whole.
    """

    id: str
    kind: str  # one of PANEL_KINDS
    at: Point
    angle_rad: float
    length_m: float
    width_m: float = 1.0
    segments: int = 4
    mass_kg: float = 20.0
    sway_hz: float = 0.5  # of the first mode when open
    sway_damping: float = 0.03  # damping ratio
    stops_at: float = 1.0
    opened: float = 0.0  # at the start; up to stops_at
    power_w: float = 0.0  # of an array, in full sun at right angles
    plug: str = ""  # id of the step that connects it; "" = no power without it being asked for


@dataclass(frozen=True, slots=True)
class StopSpec:
    """A place to which a mover can be brought."""

    id: str
    length_m: float
    angle_rad: float


@dataclass(frozen=True, slots=True)
class MoverSpec:
    """A boom or arm: a straight pole from `at`, `length_m` long at `angle_rad`, with a foot restraint at its tip.

    A ring for hooks rides with the tip as far from it as it is when the pole stands as said here.
    """

    id: str
    kind: str  # one of MOVER_KINDS
    at: Point
    length_m: float
    angle_rad: float
    stops: tuple[StopSpec, ...] = ()
    speed_mps: float = 0.1  # fastest tip
    restraint: str = ""  # id of the foot restraint at the tip
    eye: str = ""  # id of the ring for hooks and hands that rides with the tip
    rail: str = ""  # id that its pole has as a rail while it stands at a stop; "" = nobody goes along it
    sway_hz: float = 0.25
    sway_damping: float = 0.05


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One ordered part of the work; physical, from the closed vocabulary STEP_KINDS."""

    id: str
    kind: str
    worksite: str
    unit: str = ""
    needs: tuple[str, ...] = ()  # ids of steps that must be done before
    eva_s: float = 300.0  # EVA time it takes
    restraint: bool = False  # pilots first put their boots into the one of its worksite; no rule asks for it
    torque_nm: float = 0.0  # of bolts and handles
    force_n: float = 0.0  # of plugs, covers and pulls
    count: int = 1  # bolts, plugs, pictures
    fail_chance: float = 0.0  # verify: chance that the plug carries no telemetry and must be mated again
    redo: str = ""  # verify: step that reopens on failure
    stuck_chance: float = 0.0  # turning and pressing: chance that it sits so fast that only a braced person moves it
    tool: str = ""  # one of TOOLS, for the picture and the words
    path: tuple[Point, ...] = ()  # wiping: where the pad goes; routing: where the cable is clamped
    band_n: Point = (8.0, 30.0)  # wiping: least and greatest force that counts
    direction: Point = (-1.0, 0.0)  # releasing: where the unit should go; float_out: where the person should
    speed_mps: Point = (0.05, 1.5)  # releasing: least and greatest speed that counts
    spin_radps: float = 0.5  # releasing: greatest spin that counts
    panel: str = ""  # unfolding, push_open, crank: the panel that moves
    mover: str = ""  # moving: the boom or arm
    stop: str = ""  # moving: where it shall go
    away_m: float = 3.0  # float_out: how far from the worksite, on the line alone
    crew: str = ""  # id of the person whose step it is; "" = the first one's


@dataclass(frozen=True, slots=True)
class OrbitSpec:
    """The station's orbit: a two-line element set and the UTC of hatch opening, as Julian date parts."""

    line1: str
    line2: str
    jd: float
    fraction: float


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """EVA seconds that pass in a second of play: while moving, and while working a step."""

    rate: float = 1.0
    work_rate: float = 1.0
    starts_open: bool = True  # False = EVA time starts when open_hatch is done


@dataclass(frozen=True, slots=True)
class BudgetSpec:
    """What the plan allows: EVA time and primary oxygen."""

    eva_s: float = 21_600.0
    o2_kg: float = 1.0


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """A fault of a suit that begins at `eva_s`, or with the event `after` (and `what`), if the dice say so."""

    kind: str  # one of game.sim.rules.faults.KINDS
    crew: str
    eva_s: float = -1.0  # negative = with the event
    after: str = ""
    what: str = ""
    chance: float = 1.0
    value: float = 0.0  # how bad; 0 = as the kind has it


DIAL_STEPS = ("normal", "easy", "off")
FAULT_STEPS = ("set", "drawn", "off")


@dataclass(frozen=True, slots=True)
class Dials:
    """How forgiving air, time and damage are, each by itself: the physics of motion is the same."""

    air: str = "normal"  # easy: stores last twice as long; off: they last for ever, and nobody faints
    time: str = "normal"  # easy: half as much time again; off: no plan presses
    damage: str = "normal"  # easy: things bear twice as much; off: nothing breaks
    faults: str = "set"  # set: those that the mission sets; drawn: the seed draws some more; off: none

    @property
    def is_eased(self) -> bool:
        """True if air, time or damage is not as in life: such a walk is not to be compared with others."""
        return any(dial != DIAL_STEPS[0] for dial in (self.air, self.time, self.damage))


DIALS = {"air": DIAL_STEPS, "time": DIAL_STEPS, "damage": DIAL_STEPS, "faults": FAULT_STEPS}  # and their steps


@dataclass(frozen=True, slots=True)
class WorldSpec:
    """All that a world is built from."""

    structure: StructureSpec
    crew: tuple[CrewSpec, ...] = ()
    units: tuple[UnitSpec, ...] = ()
    lines: tuple[LineSpec, ...] = ()
    cues: tuple[CueSpec, ...] = ()  # labs only
    panels: tuple[PanelSpec, ...] = ()
    movers: tuple[MoverSpec, ...] = ()
    environment: str = "space"  # one of ENVIRONMENTS
    steps: tuple[StepSpec, ...] = ()
    orbit: OrbitSpec | None = None
    clock: ClockSpec = field(default_factory=ClockSpec)
    budget: BudgetSpec = field(default_factory=BudgetSpec)
    tuning: tuple[tuple[str, float], ...] = ()  # rows that differ from the default
    faults: tuple[FaultSpec, ...] = ()
    faults_drawn: int = 0  # so many more are drawn from the seed
    dials: Dials = field(default_factory=Dials)

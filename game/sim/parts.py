"""The mutable state of a world, part by part. Only the rules named in `order.py` change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.frame import Alarm, Pose, StepFrame, UnitFrame
from game.sim.spec import CrewSpec, Point, StepSpec, UnitSpec

if TYPE_CHECKING:
    import pymunk

    from game.sim.obstacles import Solid
    from game.sim.spec import MoverSpec, PanelSpec
    from game.sim.tether import Tether
    from game.sim.tuning import Tuning
    from game.sim.work.releasing import Shove

SIDES = ("left", "right")
SHOULDERS: tuple[Point, Point] = ((-0.18, 0.42), (0.18, 0.42))  # body frame, m
REST_HANDS: tuple[Point, Point] = ((-0.22, 0.02), (0.24, 0.02))  # where a free glove floats, body frame
WAIST: Point = (0.0, -0.05)  # tether ring
BOOTS: Point = (0.0, -0.95)
OUTLINE: tuple[Point, ...] = (  # helmet, pack and chest, legs: what blocks and is blocked
    (-0.16, 0.95), (-0.375, 0.60), (-0.375, -0.10), (-0.20, -0.95),
    (0.20, -0.95), (0.375, -0.10), (0.375, 0.60), (0.16, 0.95),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grasp:
    """A place that a hand may grip or a hook close on. `s` is the arc on a rail; `local` the point on a unit."""

    hold: str
    kind: str  # rail, eye, restraint, unit
    at: Point  # station frame when it was found
    s: float = 0.0
    span: int = 0  # of a rail: number of the span between stanchions
    local: Point = (0.0, 0.0)
    carrier: str = ""  # id of the boom or arm with whose tip it rides, `local` away from it


@dataclass(slots=True)
class Hand:
    """A hand in the world: what it does, where, and how much strength is left."""

    side: int  # 0 left, 1 right
    at: Point
    before: Point
    state: str = "free"  # free, reaching, gripping, holding, working
    grasp: Grasp | None = None
    swing_from: Point = (0.0, 0.0)  # body frame
    swing_ticks: int = 0
    swing_total: int = 1
    load_n: float = 0.0
    peak_n: float = 0.0  # largest sub-step load of this tick
    strength: float = 1.0
    over_ticks: int = 0
    rest: Point | None = None  # shoulder minus hold that a steady arm keeps, m
    busy: str = ""  # "hook1", "work", ... what a working hand is doing


@dataclass(slots=True)
class Hook:
    """A hook in the world: stowed, on its way, closed on something, or gone with its torn tether."""

    index: int
    at: Point
    before: Point
    state: str = "stowed"  # stowed, clipping, closed, unclipping, lost
    grasp: Grasp | None = None
    ticks: int = 0
    hand: int = -1  # the hand that is clipping it
    is_tight: bool = False  # its tether has been told to be taut


@dataclass(slots=True)
class Suit:
    """The stores and the state of a suit."""

    o2_kg: float
    reserve_kg: float
    pressure_pa: float
    lioh_kg: float
    water_kg: float
    battery_j: float
    co2_pa: float
    body_c: float = 36.7
    metabolic_w: float = 160.0
    load_w: float = 160.0  # what the muscles ask for now, before smoothing
    o2_rate_kgps: float = 0.0
    heart_pm: float = 55.0
    breath_pm: float = 14.0
    hole_mm: float = 0.0
    fan_share: float = 1.0  # 1 = fan works
    pump_share: float = 1.0
    alarms: tuple[Alarm, ...] = ()
    # switches and spares
    is_injector_on: bool = False
    is_reserve_open: bool = False
    is_low: bool = False  # the low pressure setting
    is_plugged: bool = False  # takes current from the airlock
    spare_fans: int = 1
    spare_pumps: int = 1
    spare_radios: int = 1
    # faults and what comes of them
    faults: dict[str, float] = field(default_factory=dict)  # kind -> EVA s at which it began
    stuck: float = 0.0  # share of the injector's flow that leaks through its switch
    drain_w: float = 0.0  # of a failing battery
    is_radio_on: bool = True
    silent_s: float = 0.0  # EVA s without radio
    glove_layers: float = 0.0  # cut through, of GLOVE_LAYERS; 0 = whole
    hypoxia: float = 0.0  # 1 = faints
    bends: float = 0.0  # 1 = pain
    fog: float = 0.0  # water on the visor, 0..1
    harm_s: float = float("inf")  # EVA s until harm at the present rates


@dataclass(slots=True)
class Crew:
    """A person in the world: a rigid body with hands, hooks and a suit."""

    id: str
    spec: CrewSpec
    body: pymunk.Body
    hands: tuple[Hand, Hand]
    hooks: tuple[Hook, ...]
    tethers: tuple[Tether, ...]
    leash: Tether
    suit: Suit
    tuning: Tuning  # of the world, with the rows of this person's suit
    before: Pose  # one tick ago
    now: Pose
    mass_kg: float
    tuck: float = 0.0  # 0 stretched .. 1 tucked
    is_inside: bool = False
    is_conscious: bool = True
    towing: str = ""  # id of the helpless person whom he takes home
    towed_by: str = ""
    starved_s: float = 0.0  # EVA s in which he has lain without what he needs since he fainted
    restraint: str = ""
    leashed: str = ""
    working: int = -1  # step index this tick
    hauling: int = -1  # index of the tether he pulls himself along this tick
    drive: Point = (0.0, 0.0)  # m/s wanted
    lean: float = 0.0
    is_steady: bool = False
    has_two_points: bool = True
    two_point_breaks: int = 0
    two_point_broken_s: float = 0.0
    broken_since: int = -1
    is_adrift: bool = False
    adrift_since: int = 0  # tick
    blows: list[float] = field(default_factory=list)  # contact impulses of the last ticks, N s
    max_contact_n: float = 0.0
    in_keep_out: tuple[str, ...] = ()
    strokes: int = 0  # begun in all
    is_stroking: bool = False  # a stroke of work is under way this tick, or work that only takes time
    shove: Shove | None = None  # a unit that is being pushed off
    is_touching: bool = False
    refusals: dict[str, int] = field(default_factory=dict)  # act -> tick of its last refusal event


@dataclass(slots=True)
class Unit:
    """A unit or free body in the world."""

    id: str
    spec: UnitSpec
    body: pymunk.Body
    solid: Solid  # as lines see it, while it is a body of the physics
    state: str  # stowed, seated, leashed, free, lost, jettisoned, inside
    worksite: str
    before: Pose  # one tick ago
    now: Pose
    held_by: str = ""  # crew id while a hand holds its handle
    is_sent: bool = False  # pushed off where and as fast as its step wanted: it is not lost, wherever that is
    seen: tuple[tuple[object, ...], UnitFrame] | None = None  # its last picture and what that was made of


@dataclass(slots=True)
class Step:
    """A step of the work and how far it has come."""

    index: int
    spec: StepSpec
    is_done: bool = False
    fraction: float = 0.0
    tries: int = 0
    start_pose: Pose | None = None  # of the unit, when a guided move began
    item: int = 0  # which of its bolts, plugs, points
    travel: float = 0.0  # of the present item: rad, m, s or clamps, by family
    strokes: int = 0  # done on the present item
    stroke_ticks: int = 0  # left of the stroke under way, 0 = between strokes
    stroke_total: int = 1
    motions: int = 1  # of the hand, there and back, in the stroke under way
    force: float = 0.0  # N m or N that it takes now
    is_stuck: bool = False  # by chance it sits so fast that only a braced person moves it
    seen: tuple[tuple[object, ...], StepFrame] | None = None  # its last picture and what that was made of
    stall: str = ""  # why this stroke moves nothing or does not count (a reason key), "" = it does


@dataclass(slots=True)
class Panel:
    """A panel that unfolds and how it sways."""

    id: str
    spec: PanelSpec
    opened: float = 0.0  # 0 folded .. 1 open
    wanted: float = 0.0  # how far it has been let out
    is_freed: bool = False  # somebody has pushed it past where it stops
    sway_m: float = 0.0  # of its tip, across
    sway_mps: float = 0.0
    tip_mps: float = 0.0  # of its tip, along
    power_w: float = 0.0


@dataclass(slots=True)
class Mover:
    """A boom or arm: how it stands, where it is led, how its tip moves."""

    id: str
    spec: MoverSpec
    length_m: float
    angle_rad: float
    wanted_m: float
    wanted_rad: float
    tip: Point
    body: pymunk.Body  # kinematic, at the tip: its drive is self-locking, so no load moves it otherwise
    tip_mps: Point = (0.0, 0.0)
    speed_mps: float = 0.0  # at which its tip is led
    across_mps: float = 0.0  # the part of it across the pole
    pull_mps2: float = 0.0  # its change
    sway_m: float = 0.0  # of its tip, to the left
    sway_mps: float = 0.0
    is_halted: bool = False  # who rides has asked it to stop
    way: str = ""  # id of the step that leads it
    from_m: float = 0.0  # how it stood when that step began
    from_rad: float = 0.0
    share: float = 0.0  # 0..1 of its way that it has been led
    crank_rad: float = 0.0  # turn of its hand crank


def pose_of(body: pymunk.Body, last: Pose | None = None) -> Pose:
    """The body's centre and angle now; `last` itself when it has not moved since."""
    x, y, angle = bodies.pose(body)
    if last is not None and x == last.x and y == last.y and angle == last.angle:
        return last
    return Pose(x, y, angle)

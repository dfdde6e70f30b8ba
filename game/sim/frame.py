"""The read model of one tick. Views, pilots and the director get these frozen values and cannot reach a body.

Every moving thing carries its pose of this tick and of the tick before; a view mixes them by `alpha`.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.sim.spec import Point, RailSpec


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a body is and how it is turned."""

    x: float  # m, centre of mass, station frame
    y: float
    angle: float  # rad, 0 = head (or box top) towards +y, positive counter-clockwise


@dataclass(frozen=True, slots=True)
class BodyFrame:
    """A rigid body: now and one tick earlier."""

    id: str
    pose: Pose
    before: Pose  # one tick earlier
    vx: float  # m/s
    vy: float
    spin: float  # rad/s


@dataclass(frozen=True, slots=True)
class HandFrame:
    """state: free, reaching, gripping, holding (a unit), working."""

    side: str  # left, right
    state: str
    at: Point  # where the glove is, station frame
    before: Point
    hold: str  # id of rail, eye, restraint or unit gripped or reached for; "" if free
    target: Point  # where it is reaching to, or the same as `at`
    reach_fraction: float  # 0..1 of the swing
    load_n: float
    strength: float  # 0..1 of the fresh grip strength that is left


@dataclass(frozen=True, slots=True)
class HookFrame:
    """state: stowed (on the suit), clipping, closed, unclipping, lost (gone with its torn tether)."""

    id: str  # hook1, hook2
    state: str
    at: Point
    before: Point
    hold: str  # id of rail or eye; "" when stowed
    fraction: float  # 0..1 of clipping or unclipping
    is_fast: bool = False  # the end of an umbilical: it stays where it is


@dataclass(frozen=True, slots=True)
class LineFrame:
    """A tether, leash or lab line as its taut path: end on the person first, then true wrap points, then the other."""

    id: str  # "EV1.tether1", "EV1.leash", lab id
    kind: str  # fixed, variable, reel, umbilical, leash
    owner: str  # crew id, "" for a lab line
    points: tuple[Point, ...]
    before: tuple[Point, Point]  # its two ends one tick earlier
    length_m: float  # along the taut path
    rest_m: float
    limit_m: float  # paid-out limit
    tension_n: float
    is_taut: bool
    is_stowed: bool  # on the suit: not to be drawn
    is_locked: bool = False  # its reel is stopped


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm of the suit."""

    key: str  # text `alarm.<key>`
    grade: int  # 1 caution, 2 warning, 3 emergency
    do: str = ""  # the one right action now: text `do.<do>`, a small-letter name of SuitDo or one of WAYS
    gauge: str = ""  # the gauge that shows it: o2, co2, water, battery, pressure, heart


# What an alarm may ask for that is no switch: look on, keep to the plan, rest, catch it, go home, go home at once.
WAYS = ("watch", "keep_plan", "rest", "catch", "go_home", "hurry")


@dataclass(frozen=True, slots=True)
class SuitFrame:
    """Life support as the suit measures it."""

    o2_kg: float  # primary
    reserve_kg: float
    o2_rate_kgps: float  # per EVA second, smoothed
    pressure_pa: float
    co2_pa: float  # partial pressure in the helmet
    lioh_fraction: float  # CO2 cartridge left, 0..1
    water_kg: float
    battery_fraction: float
    body_c: float  # core temperature, degrees Celsius
    heart_pm: float
    breath_pm: float
    metabolic_w: float  # smoothed
    limiting: str  # o2, co2, water, battery: the consumable that ends first
    left_s: float  # EVA seconds until the limiting consumable is used up
    alarms: tuple[Alarm, ...]
    home_left_s: float = float("inf")  # the same at the pace of going home: what the turn-back time is reckoned from
    stores: tuple[str, ...] = ("o2", "co2", "water", "battery")  # those that this suit has
    is_injector_on: bool = False
    is_reserve_open: bool = False
    is_low: bool = False
    is_plugged: bool = False
    has_radio: bool = True
    has_fan: bool = True
    fog: float = 0.0  # water on the visor, 0..1
    impairment: float = 0.0  # 0 clear .. 1 about to faint
    ease: float = 1.0  # of bending the joints; 1 = as this suit is at its working pressure
    girth_m: float = 0.75


@dataclass(frozen=True, slots=True)
class CrewFrame:
    """One person: body, hands, hooks, suit and what holds him."""

    id: str
    body: BodyFrame
    shoulders: tuple[Point, Point]  # left, right, station frame
    waist: Point  # where tethers leave the suit
    hands: tuple[HandFrame, HandFrame]  # left, right
    hooks: tuple[HookFrame, ...]
    suit: SuitFrame
    points_held: int  # of the two-point rule: hooks closed + hands gripping structure (+2 in a restraint)
    has_two_points: bool
    two_point_breaks: int
    two_point_broken_s: float
    is_adrift: bool
    is_tucked: bool
    is_inside: bool
    restraint: str  # id or ""
    leashed: str  # unit id or ""
    working: str  # step id being worked on this tick, or ""
    max_contact_n: float
    strokes: int = 0  # of work, begun in all
    is_stroking: bool = False  # a stroke is under way, or work that only takes time
    suit_kind: str = "orlan_mks"  # what the kit says is worn
    is_conscious: bool = True
    towing: str = ""  # id of the fainted person whom he takes home
    towed_by: str = ""


@dataclass(frozen=True, slots=True)
class UnitFrame:
    """state: stowed, seated, leashed, free, lost, jettisoned, inside."""

    id: str
    state: str
    worksite: str  # where it is stowed or seated
    size_m: Point
    mass_kg: float
    body: BodyFrame
    look: str = ""  # which drawing shows it; "" = a plain box


@dataclass(frozen=True, slots=True)
class StepFrame:
    """state: locked (needs others first), open, active, done."""

    id: str
    kind: str
    worksite: str
    unit: str
    state: str
    fraction: float  # 0..1
    at: Point = (0.0, 0.0)  # where a hand works on it now
    item: int = 0  # of its bolts, plugs, points: which is worked on
    count: int = 1  # of them
    stroke: float = 0.0  # 0..1 of the stroke under way, 0 between strokes
    force: float = 0.0  # N m or N that it takes now
    stall: str = ""  # why the stroke moves nothing or does not count, a reason key
    tool: str = ""  # what the hand holds, one of TOOLS; "" = by its kind


@dataclass(frozen=True, slots=True)
class PanelFrame:
    """A panel that unfolds."""

    id: str
    opened: float  # 0..1
    sway_m: float  # of its tip, across
    power_w: float
    is_stopped: bool  # it stands where it stopped half-way
    most_w: float = 0.0  # of an array, whole in full sun; 0 = it gives none
    is_plugged: bool = False


@dataclass(frozen=True, slots=True)
class MoverFrame:
    """A boom or arm."""

    id: str
    length_m: float
    angle_rad: float
    sway_m: float  # of its tip, to the left
    tip: Point  # station frame
    stop: str  # where it stands, "" = on its way
    crank_rad: float = 0.0  # turn of its hand crank
    bridge: RailSpec | None = None  # its pole, while it can be gone along like a rail


@dataclass(frozen=True, slots=True)
class OrbitFrame:
    """Where the station is on its orbit and how the sun stands."""

    lat_rad: float
    lon_rad: float
    height_m: float
    sun: tuple[float, float, float]  # unit vector in the station frame: x forward, y zenith, z towards the viewer
    light: float  # 0 night .. 1 full sun
    next_change_s: float  # EVA seconds to the next sunrise or sunset
    orbit_fraction: float  # 0..1 of the orbit since sunrise
    night_from: float  # the fraction at which night begins (it ends at 1)
    position_km: tuple[float, float, float]  # inertial (TEME)
    velocity_kmps: tuple[float, float, float]
    jd: float  # UTC now
    fraction: float
    eva_s: float = 0.0  # the EVA time of which all this is true; it is worked out anew every two EVA seconds


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that may be known of the world after a tick."""

    tick: int
    play_s: float
    eva_s: float  # seconds since the hatch opened; 0 before
    clock_factor: float  # EVA seconds per play second right now
    phase: str  # preparation, outside, inside
    airlock_pa: float
    is_hatch_open: bool
    crew: tuple[CrewFrame, ...]
    units: tuple[UnitFrame, ...]
    lines: tuple[LineFrame, ...]
    steps: tuple[StepFrame, ...]
    orbit: OrbitFrame | None
    damaged: tuple[str, ...]  # ids of fragile shapes that were hit, and of holds that were pulled, above their limit
    lost_objects: tuple[str, ...]
    panels: tuple[PanelFrame, ...] = ()
    movers: tuple[MoverFrame, ...] = ()
    called_off: str = ""  # terminate or abort, once a person or a seat said so

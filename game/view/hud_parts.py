"""What each panel of the walk shows, as frozen plain values: a panel is repainted only when its part changes.

Numbers are already rounded to what the eye can tell, so that equal looks are equal values.
"""

from __future__ import annotations

from dataclasses import dataclass

Values = tuple[tuple[str, object], ...]  # named values of a text, hashable
Pixel = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ClockPart:
    """EVA clock panel without its running digits."""

    is_running: bool
    factor: float  # EVA seconds per second of play
    light: str  # "day", "night" or ""
    utc: str  # hh:mm, "" when not known
    used: float  # 0..1 of the planned EVA time
    turn: float  # 0..1: where on that bar the turn-back time lies
    turn_back_min: int | None  # EVA minutes until the way home must begin; negative = late; None = not known
    phase: str


@dataclass(frozen=True, slots=True)
class SuitPart:
    """Suit panel."""

    suit: str  # text key of the suit's name
    o2: float  # 0..1 of the primary supply, to 1/100
    reserve: float  # 0..1 of the reserve bottle
    co2_mmhg: float
    lioh: float
    water: float
    battery: float
    pressure_kpa: float
    temperature_c: float
    heart: int
    breath: int
    limiting: str  # o2, co2, water, battery
    left_min: int
    grades: tuple[int, int, int, int, int, int]  # alarm grade of o2, co2, water, battery, pressure, heart
    stores: tuple[str, ...] = ("o2", "co2", "water", "battery")  # an open-loop suit has oxygen alone
    flags: tuple[str, ...] = ()  # what is switched otherwise than usual: text `hud.flag.<flag>`


@dataclass(frozen=True, slots=True)
class HandPart:
    """One hand: what it does and how much strength is left (0..20 twentieths)."""

    side: str
    state: str
    strength: int
    is_armed: bool = False  # its symbol was pressed: the next tap is for it


@dataclass(frozen=True, slots=True)
class HookPart:
    """One hook; `fraction` in tenths of clipping or unclipping."""

    id: str
    state: str
    fraction: int
    is_armed: bool = False  # as of a hand


@dataclass(frozen=True, slots=True)
class PointsPart:
    """Two hands, two hooks: what holds the person."""

    hands: tuple[HandPart, ...]
    hooks: tuple[HookPart, ...]
    points: int
    has_two: bool
    is_adrift: bool
    is_restrained: bool
    is_inside: bool = False  # behind the hatch, where nobody has to be held
    is_towed: bool = False  # his partner holds him


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the timeline. `title_key` wins; without a text for it the kind's `step.<kind>` names it."""

    title_key: str
    kind: str
    state: str  # done, active, open, locked
    fraction: int  # 0..50 fiftieths
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class TimelinePart:
    """Steps in plan order and how the plan's clock stands against ours."""

    rows: tuple[StepRow, ...]
    done: int
    total: int
    behind_min: int | None  # EVA minutes behind the plan; negative = ahead; None = no plan
    stretches: tuple[tuple[float, float, str], ...]  # from, to (0..1 of the plan) and done, active or open
    now: int  # 0..200 of the plan


@dataclass(frozen=True, slots=True)
class CameraPart:
    """The camera's exposure, and the input that changes it."""

    is_open: bool  # for the night: stars are seen
    is_manual: bool
    device: str = ""
    input: str = ""  # empty = none on this device


@dataclass(frozen=True, slots=True)
class OrbitPart:
    """Orbit bar."""

    at: int  # 0..400 of the orbit since sunrise
    night_from: float
    is_night: bool
    next_change_s: int
    place: str  # text key of the phrase "over ..."
    camera: CameraPart | None = None


@dataclass(frozen=True, slots=True)
class PowerPart:
    """What the new arrays give, as control plots it."""

    now_w: int  # to ten watts
    most_w: int  # of all arrays, whole in full sun
    state: str  # text hud.power.<state>: unplugged, night, sun
    share: int  # per cent of the most
    plot: tuple[int, ...] = ()  # 0..100 of the most, over EVA time so far, in even steps


@dataclass(frozen=True, slots=True)
class CaptionPart:
    """A spoken line: who and what."""

    speaker: str
    key: str
    values: Values = ()
    grade: int = 0


@dataclass(frozen=True, slots=True)
class BannerPart:
    """The most urgent alarm: what, and the one thing to do."""

    grade: int
    key: str
    do_key: str
    values: Values = ()
    more: int = 0  # how many others stand behind it


@dataclass(frozen=True, slots=True)
class PromptPart:
    """What one input does now; `inputs` are names of bindings on `device`, several are shown side by side."""

    key: str
    device: str = "keyboard"
    inputs: tuple[str, ...] = ()
    values: Values = ()
    is_first: bool = False  # the one thing a newcomer should do now
    press: tuple[str, float, float] = ("", 0.0, 0.0)  # verb and direction of the option it stands for


@dataclass(frozen=True, slots=True)
class AdvicePart:
    """The answer to "what now?": what is to be done, where that is, and why, if it is not the plan's next step."""

    what: str  # text key advice.<what>
    title_key: str = ""  # of the step it speaks of
    distance_m: int = 0
    way: str = ""  # text key way.<way>, or empty
    why: str = ""  # text key advice.why.<why>, or empty
    is_asked: bool = True  # False: told because nothing was done for long


@dataclass(frozen=True, slots=True)
class RefusalPart:
    """Why the last act was refused."""

    reason: str
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class RingPart:
    """Progress at the worksite, in logical pixels."""

    at: Pixel
    fraction: int  # 0..100
    is_working: bool


@dataclass(frozen=True, slots=True)
class MarkPart:
    """A pointer to a place: drawn there, or as an arrow at the picture's edge when it lies outside."""

    kind: str  # home, target
    at: Pixel
    distance_m: int
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class BenchLine:
    """One line of a lab's measuring panel."""

    key: str  # text key of its name
    length_m: float
    limit_m: float
    tension_n: float
    most_n: float  # the largest so far
    is_taut: bool


@dataclass(frozen=True, slots=True)
class BenchBody:
    """One body of it."""

    key: str
    speed_mps: float
    spin_radps: float


@dataclass(frozen=True, slots=True)
class BenchPart:
    """A lab: what it is about, and what is measured. It takes the place of clock, timeline and suit."""

    title_key: str
    brief_key: str
    lines: tuple[BenchLine, ...]
    bodies: tuple[BenchBody, ...]


@dataclass(frozen=True, slots=True)
class HudModel:
    """All that the panels of one picture show."""

    eva_s: int
    clock: ClockPart
    suit: SuitPart | None
    points: PointsPart | None
    timeline: TimelinePart
    orbit: OrbitPart | None = None
    power: PowerPart | None = None  # only where arrays are put up
    caption: CaptionPart | None = None
    banner: BannerPart | None = None
    prompts: tuple[PromptPart, ...] = ()
    advice: AdvicePart | None = None
    refusal: RefusalPart | None = None
    ring: RingPart | None = None
    marks: tuple[MarkPart, ...] = ()
    is_paused: bool = False
    speed: float = 1.0  # of play: below 1 is slow motion
    is_replay: bool = False
    bench: BenchPart | None = None  # a lab: its panels take the place of the others
    play_ms: int = 0  # seconds of play in thousandths, for a lab

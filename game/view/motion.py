"""What a body does beyond physics, for the eye only: legs that lag, a head that looks, breath, turning about.

The world knows one rigid body and two gloves. Legs here are damped pendulums on hips that are shaken by the body's
linear and angular acceleration; they are stepped once per tick, so drawing a tick twice gives the same picture.
Angles are in radians in the side view: hip 0 = thigh straight down, positive to the front; knee 0 = straight,
positive = heel to the back. "Local" axes: x to the front, y to the head, whichever way the person faces.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from game.sim.frame import CrewFrame, Frame, HandFrame
from game.sim.spec import Point

TICK_S = 1.0 / 60.0
LEG_RATE = 3.1  # rad/s, natural frequency of a leg in a pressurised suit about its rest
LEG_DAMPING = 0.42  # of critical
LEG_LENGTH_M = 0.6
ACCELERATION_LIMIT = 4.0  # m/s2 and rad/s2: a blow throws the legs, but not through the body
SMOOTHING = 0.18  # share of a new acceleration taken over per tick
HIP_RANGE = (-0.45, 2.2)
KNEE_RANGE = (0.05, 2.35)
GAP_TICKS = 30  # after a longer gap (or a jump back) the body is put to rest at once

# Rest of near and far leg: (hip near, knee near, hip far, knee far), degrees
NEUTRAL = (47.0, 52.0, 60.0, 66.0)  # neutral posture in weightlessness: 128 degrees at the hip, 133 at the knee
TRAILING = (15.0, 26.0, 31.0, 45.0)  # legs trail while the hands lead
TUCKED = (112.0, 122.0, 121.0, 130.0)
WORKING = (8.0, 14.0, 14.0, 22.0)

HEAD_RANGE = (-0.30, 0.24)  # rad; the helmet of an Orlan is fixed to the shell, the body leans with the look
HEAD_SHARE = 0.36
HEAD_TIME_S = 0.35
FLOAT_OUT_S = 0.7
FLOAT_IN_S = 0.16
SWAY_RATE = 3.6  # rad/s
SWAY_DAMPING = 0.35
SWAY_RANGE = (-0.12, 0.12)  # m
TURN_TIME_S = 0.16  # half of turning about
TURN_DELAY_S = 0.45  # what he does must be on the other side that long
TURN_AT_M = 0.16


@dataclass(frozen=True, slots=True)
class Legs:
    """Angles and rates of one leg."""

    hip: float
    knee: float
    hip_rate: float = 0.0
    knee_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a person holds himself at one tick."""

    near: Legs
    far: Legs
    head: float  # tilt, rad, positive = looks up
    breath: float  # -1..1
    breath_phase: float
    facing: int  # +1 towards +x of the body, -1 the other way
    turn: float  # -1..1, follows `facing` while he turns about
    effort: float  # 0..1, how much legs are in use (0 = neutral posture)
    plant: float  # 0..1, boots in the restraint
    opposed_s: float  # how long what he does has been behind him
    floating: tuple[float, float]  # left, right: 1 = the idle glove floats where it likes
    sway: Point  # of idle gloves, m, local axes
    sway_rate: Point
    velocity: tuple[float, float, float]  # of the last tick: m/s, m/s, rad/s
    shake: tuple[float, float, float]  # smoothed acceleration

    def mixed(self, other: Bearing, alpha: float) -> Bearing:
        """The bearing between this one and a later one."""

        def mix(a: float, b: float) -> float:
            return a + (b - a) * alpha

        def legs(a: Legs, b: Legs) -> Legs:
            return Legs(mix(a.hip, b.hip), mix(a.knee, b.knee))

        return replace(
            other,
            near=legs(self.near, other.near),
            far=legs(self.far, other.far),
            head=mix(self.head, other.head),
            breath=mix(self.breath, other.breath),
            turn=mix(self.turn, other.turn),
            plant=mix(self.plant, other.plant),
            floating=(mix(self.floating[0], other.floating[0]), mix(self.floating[1], other.floating[1])),
            sway=(mix(self.sway[0], other.sway[0]), mix(self.sway[1], other.sway[1])),
        )


class Motion:
    """The bearings of one person of the last two ticks."""

    def __init__(self) -> None:
        self.before: Bearing | None = None
        self.now: Bearing | None = None
        self.tick = -1

    def step(self, frame: Frame, crew: CrewFrame) -> None:
        """Follow the world to the tick of `frame`; the same tick again changes nothing, a missed one is caught up."""
        ticks = frame.tick - self.tick
        if self.now is None or self.before is None or ticks < 0 or ticks > GAP_TICKS:
            self.now = self.before = at_rest(crew)
            self.tick = frame.tick
            return
        for _ in range(ticks):
            self.before = self.now
            self.now = advanced(self.now, crew, ticks)
        self.tick = frame.tick

    def bearing(self, crew: CrewFrame, alpha: float) -> Bearing:
        """The bearing between the last two ticks."""
        if self.now is None or self.before is None:
            return at_rest(crew)
        return self.before.mixed(self.now, alpha)


def at_rest(crew: CrewFrame) -> Bearing:
    """The bearing a person settles in when nothing shakes him."""
    near, far = _rest(crew, _effort(crew))
    side = _side_of_action(crew)
    facing = -1 if side < -TURN_AT_M / 2 else 1
    body = crew.body
    return Bearing(
        near,
        far,
        0.0,
        0.0,
        0.0,
        facing,
        float(facing),
        _effort(crew),
        1.0 if crew.restraint else 0.0,
        0.0,
        (_idle(crew.hands[0]), _idle(crew.hands[1])),
        (0.0, 0.0),
        (0.0, 0.0),
        (body.vx, body.vy, body.spin),
        (0.0, 0.0, 0.0),
    )


def advanced(bearing: Bearing, crew: CrewFrame, ticks: int = 1) -> Bearing:
    """The bearing one tick later; `ticks` is over how many ticks the velocity changed."""
    body = crew.body
    felt = (body.vx, body.vy, body.spin)
    raw = [(new - old) / (TICK_S * ticks) for new, old in zip(felt, bearing.velocity, strict=True)]
    shake_x, shake_y, shake_spin = (
        old + (max(-ACCELERATION_LIMIT, min(ACCELERATION_LIMIT, new)) - old) * SMOOTHING
        for old, new in zip(bearing.shake, raw, strict=True)
    )
    facing, turn, opposed_s = _turned(bearing, crew)
    effort = bearing.effort + (_effort(crew) - bearing.effort) * 0.04
    # Accelerations in local axes: turned into the body, then mirrored if he faces the other way.
    cosine, sine = math.cos(body.pose.angle), math.sin(body.pose.angle)
    ahead = (shake_x * cosine + shake_y * sine) * facing
    up = -shake_x * sine + shake_y * cosine
    spin = shake_spin * facing
    sway, sway_rate = _swayed(bearing, ahead, up)
    rest_near, rest_far = _rest(crew, effort)
    plant = bearing.plant + ((1.0 if crew.restraint else 0.0) - bearing.plant) * 0.12
    breaths_ps = max(6.0, crew.suit.breath_pm) / 60.0
    phase = (bearing.breath_phase + breaths_ps * TICK_S) % 1.0
    return Bearing(
        _swung(bearing.near, rest_near, ahead, up, spin),
        _swung(bearing.far, rest_far, ahead, up, spin),
        bearing.head + (_look(crew, facing) - bearing.head) * (TICK_S / HEAD_TIME_S),
        math.sin(math.tau * phase),
        phase,
        facing,
        turn,
        effort,
        plant,
        opposed_s,
        (_drawn_in(bearing.floating[0], crew.hands[0]), _drawn_in(bearing.floating[1], crew.hands[1])),
        sway,
        sway_rate,
        felt if ticks == 1 else bearing.velocity,
        (shake_x, shake_y, shake_spin),
    )


def to_local(crew: CrewFrame, point: Point, facing: float = 1.0) -> Point:
    """A station point in the body frame of this tick, mirrored so that x is to the front."""
    pose = crew.body.pose
    dx, dy = point[0] - pose.x, point[1] - pose.y
    cosine, sine = math.cos(pose.angle), math.sin(pose.angle)
    return (dx * cosine + dy * sine) * facing, dy * cosine - dx * sine


def _swung(leg: Legs, rest: Legs, ahead: float, up: float, spin: float) -> Legs:
    def push(angle: float) -> float:
        # felt acceleration is minus the body's; along the swing of a leg that points (sin, -cos)
        return -(ahead * math.cos(angle) + up * math.sin(angle)) / LEG_LENGTH_M

    shin = leg.hip - leg.knee
    drag = 2.0 * LEG_DAMPING * LEG_RATE
    hip_rate = leg.hip_rate + TICK_S * (
        -(LEG_RATE**2) * (leg.hip - rest.hip) - drag * leg.hip_rate + push(leg.hip) - spin
    )
    knee_rate = leg.knee_rate + TICK_S * (
        -(LEG_RATE**2) * 1.5 * (leg.knee - rest.knee) - 1.3 * drag * leg.knee_rate - 0.6 * push(shin) + 0.5 * spin
    )
    hip, hip_rate = _stopped(leg.hip + hip_rate * TICK_S, hip_rate, HIP_RANGE)
    knee, knee_rate = _stopped(leg.knee + knee_rate * TICK_S, knee_rate, KNEE_RANGE)
    return Legs(hip, knee, hip_rate, knee_rate)


def _swayed(bearing: Bearing, ahead: float, up: float) -> tuple[Point, Point]:
    """Idle gloves lag behind the shell like the legs, on softer springs, within 0.12 m."""

    def one(place: float, rate: float, push: float) -> tuple[float, float]:
        rate += TICK_S * (-(SWAY_RATE**2) * place - 2.0 * SWAY_DAMPING * SWAY_RATE * rate - push)
        return _stopped(place + rate * TICK_S, rate, SWAY_RANGE)

    x, x_rate = one(bearing.sway[0], bearing.sway_rate[0], ahead)
    y, y_rate = one(bearing.sway[1], bearing.sway_rate[1], up)
    return (x, y), (x_rate, y_rate)


def _idle(hand: HandFrame) -> float:
    return 1.0 if hand.state == "free" else 0.0


def _drawn_in(share: float, hand: HandFrame) -> float:
    """How much a glove floats: let go slowly, drawn in quickly once the hand has something to do."""
    if hand.state == "free":
        return min(1.0, share + TICK_S / FLOAT_OUT_S)
    return max(0.0, share - TICK_S / FLOAT_IN_S)


def _stopped(angle: float, rate: float, span: tuple[float, float]) -> tuple[float, float]:
    """An angle kept within its range; at the end the motion stops."""
    if angle < span[0]:
        return span[0], max(0.0, rate)
    if angle > span[1]:
        return span[1], min(0.0, rate)
    return angle, rate


def _rest(crew: CrewFrame, effort: float) -> tuple[Legs, Legs]:
    if crew.is_tucked:
        angles = TUCKED
    else:
        busy = WORKING if crew.restraint else TRAILING
        angles = (
            NEUTRAL[0] + (busy[0] - NEUTRAL[0]) * effort,
            NEUTRAL[1] + (busy[1] - NEUTRAL[1]) * effort,
            NEUTRAL[2] + (busy[2] - NEUTRAL[2]) * effort,
            NEUTRAL[3] + (busy[3] - NEUTRAL[3]) * effort,
        )
    near_hip, near_knee, far_hip, far_knee = (math.radians(angle) for angle in angles)
    return Legs(near_hip, near_knee), Legs(far_hip, far_knee)


def _effort(crew: CrewFrame) -> float:
    """How far from the neutral posture: 0 floating free, 0.45 hanging on a hand, 1 moving along or in a restraint."""
    if crew.restraint:
        return 1.0
    holding = sum(hand.state == "gripping" for hand in crew.hands)
    if not holding:
        return 0.0
    speed = math.hypot(crew.body.vx, crew.body.vy)
    return min(1.0, 0.40 + 2.4 * speed)


def _interest(hand: HandFrame) -> float:
    return {"free": 0.0, "reaching": 1.6, "gripping": 1.0, "holding": 1.0, "working": 2.0}.get(hand.state, 0.5)


def _side_of_action(crew: CrewFrame) -> float:
    """Where the hands are busy along the body's own x axis, m; the way he moves counts a little."""
    total, weight = 0.0, 0.0
    for hand in crew.hands:
        worth = _interest(hand)
        total += worth * to_local(crew, hand.target if hand.state == "reaching" else hand.at)[0]
        weight += worth
    side = total / weight if weight else 0.0
    angle = crew.body.pose.angle
    return side + 0.5 * (crew.body.vx * math.cos(angle) + crew.body.vy * math.sin(angle))


def _turned(bearing: Bearing, crew: CrewFrame) -> tuple[int, float, float]:
    facing, opposed_s = bearing.facing, 0.0
    if _side_of_action(crew) * facing < -TURN_AT_M and not crew.restraint:
        opposed_s = bearing.opposed_s + TICK_S
        if opposed_s > TURN_DELAY_S:
            facing, opposed_s = -facing, 0.0
    pace = TICK_S / TURN_TIME_S
    turn = min(1.0, bearing.turn + pace) if facing > 0 else max(-1.0, bearing.turn - pace)
    return facing, turn, opposed_s


def _look(crew: CrewFrame, facing: int) -> float:
    """The tilt of the helmet towards what the busiest hand does."""
    busiest = max(crew.hands, key=lambda hand: (_interest(hand), hand.side))
    if _interest(busiest) == 0.0:
        return 0.0
    target = busiest.target if busiest.state == "reaching" else busiest.at
    x, y = to_local(crew, target, facing)
    angle = math.atan2(y - 0.74, max(0.12, x - 0.05))
    return max(HEAD_RANGE[0], min(HEAD_RANGE[1], angle * HEAD_SHARE))

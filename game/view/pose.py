"""From a frame and a bearing to parts on the screen: two-bone arms to the gloves, legs, body; no state of its own.

Everything is worked out in local axes (m; x to the front, y to the head) and placed once: turned by the body's angle,
mirrored if he faces the other way. Positions are rounded relative to the body, so parts do not dance against each other
while he drifts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from game.sim.frame import CrewFrame, HandFrame
from game.sim.spec import Point
from game.view.camera import Camera
from game.view.motion import Bearing, Legs
from game.view.suit_plan import SuitPlan

GRIP_CLOSES_AT = 0.86  # share of the swing after which fingers close
PELVIS_SHARE = 0.16  # how far the pelvis tilts with the thighs
BREATH_M = 0.006
BOOT_REST_RAD = 0.30  # toes point down a little in weightlessness
ANKLE_TO_SOLE_M = 0.14
FLOATING_NEAR = (0.42, 0.17)  # where idle gloves float: arms forward, elbows bent, as in the neutral posture
FLOATING_FAR = (0.47, 0.26)
FIRM = ("gripping", "holding", "working")  # these gloves are exactly where the world has them
TOOL_RANGE = (-0.9, 0.55)  # rad, local: where a tool points while it works
WRIST_RAD = 0.8  # how far a wrist turns in a pressurised glove
STIFF_SHARE = 0.85  # how much of the legs' bend a suit at full pressure takes away
STIFF_NEAR, STIFF_FAR = (-0.02, 0.14), (0.46, 0.20)  # rad, hip and knee of legs that the pressure spreads
STIFF_REACH_M = (0.16, 0.13)  # idle gloves stand off that much further, forward and up
ARM_STRETCH = 0.985  # an arm is never quite straight

Local = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """A part with its joint `a` (or `b` if `is_by_b`) at a local point, along a local angle (0 = to the front)."""

    part: str
    at: Local
    angle: float
    is_far: bool = False
    is_by_b: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A person ready to be drawn, back to front; local axes and where they are."""

    parts: tuple[Placed, ...]
    origin: Point  # station frame
    angle: float  # of the body
    facing: int
    lamp: Local
    head: float
    arm_from: int = 0  # index of the first part of the near arm: it goes over the tethers
    grips: tuple[Placed, ...] = ()  # the gloves that are closed round a hold

    def to_station(self, point: Local) -> Point:
        """A local point in the station frame."""
        x, y = point[0] * self.facing, point[1]
        cosine, sine = math.cos(self.angle), math.sin(self.angle)
        return self.origin[0] + x * cosine - y * sine, self.origin[1] + x * sine + y * cosine

    def to_screen(self, point: Local, camera: Camera) -> tuple[float, float]:
        """A local point in px; the body's origin is rounded to whole px first."""
        origin = camera.to_screen(self.origin)
        right, down = self.from_origin(point, camera.scale_px_per_m)
        return round(origin[0]) + right, round(origin[1]) + down

    def from_origin(self, point: Local, scale_px_per_m: float) -> tuple[float, float]:
        """How far right of the body's origin and below it a local point is, px."""
        x, y = point[0] * self.facing, point[1]
        cosine, sine = math.cos(self.angle), math.sin(self.angle)
        return (x * cosine - y * sine) * scale_px_per_m, -(x * sine + y * cosine) * scale_px_per_m

    def screen_angle(self, angle: float) -> float:
        """A local angle as a counter-clockwise angle on the screen."""
        return self.angle + (angle if self.facing > 0 else math.pi - angle)


def mixed(before: Point, now: Point, alpha: float) -> Point:
    """The point between two."""
    return before[0] + (now[0] - before[0]) * alpha, before[1] + (now[1] - before[1]) * alpha


def bend(start: Local, end: Local, upper: float, lower: float, side: float) -> tuple[float, float]:
    """The angles of two bones from `start` to `end` (law of cosines); `side` +1 bends the middle to the right.

    An end out of reach is approached as far as the bones go.
    """
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = min(max(math.hypot(dx, dy), abs(upper - lower) + 1e-6), (upper + lower) * 0.9999)
    way = math.atan2(dy, dx)
    cosine = (upper * upper + reach * reach - lower * lower) / (2.0 * upper * reach)
    first = way - side * math.acos(max(-1.0, min(1.0, cosine)))
    elbow = (start[0] + upper * math.cos(first), start[1] + upper * math.sin(first))
    tip = (start[0] + reach * math.cos(way), start[1] + reach * math.sin(way))
    return first, math.atan2(tip[1] - elbow[1], tip[0] - elbow[0])


def along(start: Local, angle: float, length: float) -> Local:
    """The point `length` further along an angle."""
    return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)


def pose(
    plan: SuitPlan, crew: CrewFrame, bearing: Bearing, alpha: float, tool: str = "", swelling: float = 0.0
) -> Figure:
    """The figure of a person between the last two ticks.

    `tool` is the part that a working hand holds; a suit that is blown up (`swelling` 0..1) spreads idle arms and legs.
    """
    bearing = stiffened(bearing, swelling)
    before, now = crew.body.before, crew.body.pose
    swing = math.remainder(now.angle - before.angle, math.tau)
    angle = before.angle + swing * alpha
    origin = mixed((before.x, before.y), (now.x, now.y), alpha)
    facing = 1 if bearing.turn >= 0 else -1
    frame = Figure((), origin, angle, facing, (0.0, 0.0), bearing.head)

    def to_local(point: Point) -> Local:
        dx, dy = point[0] - origin[0], point[1] - origin[1]
        cosine, sine = math.cos(angle), math.sin(angle)
        return (dx * cosine + dy * sine) * facing, dy * cosine - dx * sine

    width = abs(bearing.turn)  # while he turns about, near and far come together
    left, right = crew.hands
    near, far = (right, left) if facing > 0 else (left, right)
    breath = bearing.breath * BREATH_M
    tilt = PELVIS_SHARE * max(0.0, 0.5 * (bearing.near.hip + bearing.far.hip) - 0.2) * (1.0 - bearing.plant)
    hip = plan.parts["pelvis"].at

    parts: list[Placed] = []

    def glove(hand: HandFrame, rest: Local) -> Local:
        x, y = to_local(mixed(hand.before, hand.at, alpha))
        share = 0.0 if hand.state in FIRM else bearing.floating[0 if hand is left else 1]
        rest = (rest[0] + STIFF_REACH_M[0] * swelling, rest[1] + STIFF_REACH_M[1] * swelling)
        return x + (rest[0] + bearing.sway[0] - x) * share, y + (rest[1] + bearing.sway[1] + breath - y) * share

    far_arm = _arm(plan, far, glove(far, FLOATING_FAR), is_far=True, breath=breath, width=width, tool=tool)
    parts += far_arm
    parts += _leg(plan, bearing, tilt, is_far=True, width=width)
    parts.append(Placed("pack", _narrow(plan.parts["pack"].at, width), 0.0))
    # Upper edges catch the light, lower edges lie in shadow: each part covers the lower edge of the one above it.
    helmet = plan.parts["helmet"].at
    neck = (helmet[0], helmet[1] + 0.5 * breath)
    parts.append(Placed("helmet", neck, bearing.head))
    parts.append(Placed("torso", plan.parts["torso"].at, 0.0))
    panel = plan.parts["panel"].at
    parts.append(Placed("panel", (panel[0] * width + breath, panel[1]), 0.0))
    parts.append(Placed("pelvis", hip, tilt))
    parts += _leg(plan, bearing, tilt, is_far=False, width=width)
    arm_from = len(parts)
    near_arm = _arm(plan, near, glove(near, FLOATING_NEAR), is_far=False, breath=breath, width=width, tool=tool)
    parts += near_arm
    grips = tuple(arm[-1] for arm, hand in ((far_arm, far), (near_arm, near)) if hand.state == "gripping")
    lamp = _lamp(plan, neck, bearing.head)
    return Figure(tuple(parts), frame.origin, angle, facing, lamp, bearing.head, arm_from, grips)


def stiffened(bearing: Bearing, swelling: float) -> Bearing:
    """The bearing in a suit that is blown up: legs nearly straight and apart, whatever the muscles want."""
    if swelling <= 0.0:
        return bearing

    def leg(legs: Legs, rest: tuple[float, float]) -> Legs:
        share = STIFF_SHARE * swelling
        return replace(
            legs, hip=legs.hip + (rest[0] - legs.hip) * share, knee=legs.knee + (rest[1] - legs.knee) * share
        )

    return replace(bearing, near=leg(bearing.near, STIFF_NEAR), far=leg(bearing.far, STIFF_FAR))


def _narrow(at: Local, width: float) -> Local:
    return at[0] - (1.0 - width) * -0.12, at[1]


def _lamp(plan: SuitPlan, neck: Local, tilt: float) -> Local:
    """Where the helmet lamp is: joint b of the helmet."""
    part = plan.parts["helmet"]
    x, y = part.joint_b[0] - part.joint_a[0], part.joint_a[1] - part.joint_b[1]
    return neck[0] + x * math.cos(tilt) - y * math.sin(tilt), neck[1] + x * math.sin(tilt) + y * math.cos(tilt)


def _arm(
    plan: SuitPlan, hand: HandFrame, glove: Local, *, is_far: bool, breath: float, width: float, tool: str
) -> list[Placed]:
    """Upper arm, forearm and glove; the middle of the closed hand is exactly at `glove`."""
    upper, fore = plan.length("upper_arm"), plan.length("forearm")
    closes = hand.state in FIRM
    closes = closes or (hand.state == "reaching" and hand.reach_fraction > GRIP_CLOSES_AT)
    name = "glove_fist" if closes else "glove_open"
    palm = plan.length(name)
    shoulder = plan.joints["shoulder_far" if is_far else "shoulder_near"]
    shoulder = (shoulder[0] * width, shoulder[1] + 0.7 * breath)
    # The shoulder blade follows a long reach: what the bones lack, the shoulder gives.
    gap = math.dist(shoulder, glove)
    most = (upper + fore + palm) * ARM_STRETCH
    if gap > most:
        share = (gap - most) / gap
        shoulder = (
            shoulder[0] + (glove[0] - shoulder[0]) * share,
            shoulder[1] + (glove[1] - shoulder[1]) * share,
        )
    first, second = bend(shoulder, glove, upper, fore + palm, side=1.0)
    hand_angle = second
    if tool and hand.state == "working":
        # A tool points to the front, as far as the wrist can turn it there; the forearm then ends at that wrist.
        wanted = min(max(second, TOOL_RANGE[0]), TOOL_RANGE[1])
        turned = second + min(max(wanted - second, -WRIST_RAD), WRIST_RAD)
        wrist = along(glove, turned, -palm)
        if abs(upper - fore) < math.dist(shoulder, wrist) < upper + fore:
            hand_angle = turned
            first, second = bend(shoulder, wrist, upper, fore, side=1.0)
    elbow = along(shoulder, first, upper)
    arm = [
        Placed("upper_arm", shoulder, first, is_far),
        Placed("forearm", elbow, second, is_far),
        Placed(name, glove, hand_angle, is_far, is_by_b=True),
    ]
    if tool and hand.state == "working":
        arm.insert(2, Placed(tool, glove, hand_angle, is_far))
    return arm


def _leg(plan: SuitPlan, bearing: Bearing, tilt: float, *, is_far: bool, width: float) -> list[Placed]:
    """Thigh, shin and boot; in a restraint the boots stand where the body frame has its soles."""
    legs = bearing.far if is_far else bearing.near
    thigh, shin = plan.length("thigh"), plan.length("shin")
    hip = plan.joints["hip_far" if is_far else "hip_near"]
    hip = (hip[0] * width, hip[1])
    first = legs.hip + 0.35 * tilt - math.pi / 2
    second = first - legs.knee
    toe = second + math.pi / 2 - BOOT_REST_RAD
    if bearing.plant > 0.0:
        ankle = ((0.05 if is_far else -0.05) * width, -0.95 + ANKLE_TO_SOLE_M)
        planted_first, planted_second = bend(hip, ankle, thigh, shin, side=-1.0)
        first += math.remainder(planted_first - first, math.tau) * bearing.plant
        second += math.remainder(planted_second - second, math.tau) * bearing.plant
        toe += math.remainder(0.0 - toe, math.tau) * bearing.plant
    knee = along(hip, first, thigh)
    ankle = along(knee, second, shin)
    return [
        Placed("boot", ankle, toe, is_far),
        Placed("shin", knee, second, is_far),
        Placed("thigh", hip, first, is_far),
    ]

"""What a pilot may order in one tick. Values are small integers, so a recording stores exactly what the world obeyed.

The world cannot tell who made an action: person, autopilot, script, replay and agent all use this door.
Points are in the station frame in millimetres; angles in milliradians; speeds in millimetres per second.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

SPEED_LIMIT_MMPS = 600
POINT_LIMIT_MM = 200_000
ANGLE_LIMIT_MRAD = 6_284


GROUND_KINDS = {
    "fault": "a fault of the suit begins (who: whose suit, what: its kind, value: how bad, 0 = as the kind has it)",
    "mend": "a fault ends (who: whose suit, what: its kind)",
}
GROUND_LIMIT = 1000.0


class HandDo(IntEnum):
    """What a hand may be told."""

    KEEP = 0  # go on with what it does
    REACH = 1  # to the hold (rail, eye, restraint frame, unit handle) nearest the point, then grip
    RELEASE = 2


class HookDo(IntEnum):
    """What a hook may be told."""

    KEEP = 0
    CLIP = 1  # onto the rail or eye nearest the point; takes a free hand and some time
    UNCLIP = 2  # back to the suit; takes a free hand and some time
    LOCK = 3  # lock the reel of its tether where it is, or let it run again


class Act(IntEnum):
    """What the whole person may be told, one at a time. Seats on the ground give no orders but TERMINATE and ABORT."""

    NONE = 0
    WORK = 1  # work the step named by `step`
    ENTER_RESTRAINT = 2  # boots into the foot restraint in reach
    LEAVE_RESTRAINT = 3
    LEASH = 4  # leash on to the free unit in reach
    UNLEASH = 5
    THROW = 6  # push the held or leashed unit off along (drive_x, drive_y)
    SKIP = 7  # skip checks and depressurisation
    TERMINATE = 8  # call the walk off: stop, tidy up, come in; any seat may
    ABORT = 9  # call it off at once: leave everything, come in
    TOW = 10  # take a partner who has fainted home


class SuitDo(IntEnum):
    """What a person may switch on the suit; names in small letters are what alarms ask for."""

    KEEP = 0
    INJECTOR_ON = 1  # a strong flow of oxygen into the suit
    INJECTOR_OFF = 2  # also sets a switch right that is not quite closed
    SPARE_FAN = 3
    SPARE_PUMP = 4
    RESERVE = 5  # open the reserve bottle
    LOW_PRESSURE = 6  # vent down to the low setting: joints bend easier
    FULL_PRESSURE = 7
    SPARE_RADIO = 8
    PLUG_IN = 9  # take current from the airlock
    CLEAR_HATCH = 10  # find what keeps the hatch from closing
    HELP = 11  # do on the partner's suit what his alarm asks for


LAST_HAND, LAST_HOOK, LAST_ACT, LAST_SWITCH = (int(max(kind)) for kind in (HandDo, HookDo, Act, SuitDo))
WHOLE = frozenset((int, HandDo, HookDo, Act, SuitDo))  # types of whole numbers that need no turning into one
FLAG = frozenset((bool,))


@dataclass(frozen=True, slots=True)
class HandOrder:
    """An order to a hand, with its point in the station frame."""

    do: int = HandDo.KEEP
    x_mm: int = 0
    y_mm: int = 0


@dataclass(frozen=True, slots=True)
class HookOrder:
    """An order to a hook, with its point in the station frame."""

    do: int = HookDo.KEEP
    x_mm: int = 0
    y_mm: int = 0


@dataclass(frozen=True, slots=True)
class CrewAction:
    """One person's order for one tick; `CrewAction()` is neutral: hold on, do nothing new."""

    left: HandOrder = HandOrder()
    right: HandOrder = HandOrder()
    hook1: HookOrder = HookOrder()
    hook2: HookOrder = HookOrder()
    drive_x_mmps: int = 0  # wanted velocity of the body relative to the holds; muscles try
    drive_y_mmps: int = 0
    lean_mrad: int = 0  # wanted body angle (0 = head to zenith); the wrists of hands that hold try
    steady: bool = False  # stiffen: with no velocity wanted the arms keep the shoulders where they are
    tuck: bool = False
    act: int = Act.NONE
    step: int = -1  # index into WorldSpec.steps for WORK
    stroke: bool = False  # WORK: make a stroke when the last one has ended; else only stay at it
    suit: int = SuitDo.KEEP

    def clamped(self) -> CrewAction:
        """The same order with every number inside its range; the same object when they all are."""
        if self._fits():
            return self

        def within(value: int, limit: int) -> int:
            return max(-limit, min(limit, int(value)))

        def point(order: HandOrder | HookOrder) -> tuple[int, int, int]:
            last = LAST_HAND if isinstance(order, HandOrder) else LAST_HOOK
            do = max(0, min(last, int(order.do)))
            return do, within(order.x_mm, POINT_LIMIT_MM), within(order.y_mm, POINT_LIMIT_MM)

        return CrewAction(
            HandOrder(*point(self.left)),
            HandOrder(*point(self.right)),
            HookOrder(*point(self.hook1)),
            HookOrder(*point(self.hook2)),
            within(self.drive_x_mmps, SPEED_LIMIT_MMPS),
            within(self.drive_y_mmps, SPEED_LIMIT_MMPS),
            within(self.lean_mrad, ANGLE_LIMIT_MRAD),
            bool(self.steady),
            bool(self.tuck),
            max(0, min(LAST_ACT, int(self.act))),
            max(-1, int(self.step)),
            bool(self.stroke),
            max(0, min(LAST_SWITCH, int(self.suit))),
        )

    def _fits(self) -> bool:
        """Every number is whole and inside its range: asked of every order twice a tick, and nearly always true."""
        x, y, lean, act, step, suit = (
            self.drive_x_mmps, self.drive_y_mmps, self.lean_mrad, self.act, self.step, self.suit,
        )  # fmt: skip
        return (
            -SPEED_LIMIT_MMPS <= x <= SPEED_LIMIT_MMPS
            and -SPEED_LIMIT_MMPS <= y <= SPEED_LIMIT_MMPS
            and -ANGLE_LIMIT_MRAD <= lean <= ANGLE_LIMIT_MRAD
            and 0 <= act <= LAST_ACT
            and step >= -1
            and 0 <= suit <= LAST_SWITCH
            and WHOLE.issuperset((type(x), type(y), type(lean), type(act), type(step), type(suit)))
            and FLAG.issuperset((type(self.steady), type(self.tuck), type(self.stroke)))
            and _is_fit(self.left, LAST_HAND)
            and _is_fit(self.right, LAST_HAND)
            and _is_fit(self.hook1, LAST_HOOK)
            and _is_fit(self.hook2, LAST_HOOK)
        )


def _is_fit(order: HandOrder | HookOrder, last: int) -> bool:
    do, x, y = order.do, order.x_mm, order.y_mm
    return (
        0 <= do <= last
        and -POINT_LIMIT_MM <= x <= POINT_LIMIT_MM
        and -POINT_LIMIT_MM <= y <= POINT_LIMIT_MM
        and WHOLE.issuperset((type(do), type(x), type(y)))
    )


@dataclass(frozen=True, slots=True)
class GroundAction:
    """What a teacher or a seat of the ground does to the world in one tick; recorded beside the orders."""

    kind: str  # one of GROUND_KINDS
    who: str = ""  # crew id; "" = the first person
    what: str = ""
    value: float = 0.0

    def __post_init__(self) -> None:
        """Raises ValueError on a kind that nobody knows."""
        if self.kind not in GROUND_KINDS:
            message = f"found ground action {self.kind!r}, wanted one of {', '.join(GROUND_KINDS)}"
            raise ValueError(message)

    def clamped(self) -> GroundAction:
        """The same action with its number inside its range, in thousandths."""
        value = max(0.0, min(GROUND_LIMIT, round(float(self.value), 3)))
        return GroundAction(self.kind, self.who, self.what, value)

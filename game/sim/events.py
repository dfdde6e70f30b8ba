"""What happened in a tick: one frozen type; `kind` is of KINDS, in the past tense, with who, what, where, how much."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = {
    "reached": "a hand set out for a hold",
    "gripped": "a hand closed on a hold (value: catching speed m/s)",
    "missed": "a hand failed to catch: too fast or out of reach (value: speed m/s)",
    "slipped": "a hand was torn off (value: load N)",
    "released": "a hand opened on purpose",
    "hook_closed": "a hook closed on a rail or eye",
    "hook_opened": "a hook was taken back to the suit",
    "tether_taut": "a tether came taut (value: tension N)",
    "tether_slack": "a tether went slack",
    "reel_locked": "a reel was stopped where it is (value: length m)",
    "reel_freed": "a reel runs again (value: length m)",
    "tether_broke": "a tether, a leash or a line of a lab broke (value: tension N)",
    "hold_overloaded": "a hook pulled a rail or eye above its limit, which is damaged (value: load N)",
    "hook_torn": "a hook was torn off what it was closed on (value: load N)",
    "contact": "a body struck a solid (value: force N)",
    "damaged": "a fragile part was hit above its limit (value: force N)",
    "keep_out_entered": "a person entered a keep-out zone",
    "keep_out_left": "a person left a keep-out zone",
    "two_point_broken": "fewer than two points hold a person",
    "two_point_restored": "two points hold again (value: seconds without)",
    "diver_helps": "in the pool a diver brings back who holds nothing",
    "adrift": "nothing holds a person any more",
    "held": "a person who was adrift is held again",
    "restraint_entered": "boots are in a foot restraint",
    "restraint_left": "boots are out of it",
    "tucked": "a person drew the knees up",
    "stretched": "a person stretched out",
    "step_started": "work on a step began",
    "step_done": "a step is finished",
    "step_failed": "a step has to be done again",
    "step_reopened": "an earlier step is open again",
    "unit_leashed": "a unit hangs on a person's leash",
    "unit_unleashed": "a unit was taken off the leash",
    "item_done": "one bolt, plug, point or picture of a step is done (value: which)",
    "stroke_failed": "a stroke moved nothing or did not count (where: the reason key, value: force)",
    "release_true": "a unit was pushed off as its step wanted (value: spin rad/s)",
    "release_poor": "a unit was pushed off too slow, too fast, off its way or spinning (value: spin rad/s)",
    "unit_seated": "a unit is in its seat or stowage",
    "unit_freed": "a unit left its seat",
    "unit_thrown": "a unit was pushed off (value: speed m/s)",
    "unit_jettisoned": "a unit left as its step wanted, or backwards within the cone (value: speed m/s)",
    "unit_lost": "a unit drifts away untethered (value: speed m/s)",
    "bridge_stands": "a boom stands at a stop and can be gone along (what: the boom, where: its rail, value: m)",
    "bridge_gone": "a boom moves and is no way any more",
    "hatch_opened": "the hatch is open: EVA time starts",
    "hatch_closed": "the hatch is closed: EVA time ends",
    "inside": "a person is inside",
    "sunrise": "the station entered sunlight",
    "sunset": "the station entered shadow",
    "called_off": "the walk was called off (who: the seat, what: terminate or abort)",
    "alarm": "an alarm began (what: its key, value: grade 1 caution, 2 warning, 3 emergency)",
    "alarm_cleared": "an alarm ended",
    "switched": "a switch of a suit was thrown (what: its name, where: whose suit, nobody = his own)",
    "fault_began": "a part failed; its signs come by and by (what: the kind, value: how bad)",
    "fault_mended": "a fault ended by what somebody did about it",
    "came_to": "a person who had fainted can act again",
    "towed": "a partner takes home who is helpless (what: his id)",
    "let_go": "who was towed holds on by himself again (what: his id)",
    "beyond_help": "who had fainted lay without air for too long",
    "unconscious": "a person can act no more (what: thin_air, co2 or heat)",
    "refused": "an order was refused (what: the act, where: the reason key, value: by how much)",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, with the tick at which it did."""

    tick: int
    kind: str
    who: str = ""  # crew or body id
    what: str = ""  # hand ("left", "right"), hook ("hook1"), unit, step, tether, shape or alarm key
    where: str = ""  # id of the hold, worksite, shape, or reason key
    value: float = 0.0
    at: tuple[float, float] = (0.0, 0.0)  # station frame, m

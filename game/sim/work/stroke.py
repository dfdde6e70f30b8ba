"""A stroke is one motion of the working hand. A step is a number of strokes; what each moves is the family's business.

A step of `eva_s` is meant to take `eva_s / work_rate` seconds of play; so many strokes of about `stroke_s` fit into it,
at least one for each item (bolt, plug, point of a path), at most `strokes_most`. Where time runs true, the share of one
press can be half a minute: it is a bout then, in which the hand makes many motions of that length for the one press.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.parts import SIDES
from game.sim.rules.hands import shoulder
from game.sim.spec import ROUTING, WIPING
from game.sim.ticks import TICK_S
from game.sim.vec import add, distance, rotate

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step
    from game.sim.spec import Point, StepSpec
    from game.sim.state import State
    from game.sim.tuning import Tuning

POWER_SHARE = 0.7  # of a stroke; the rest is the way back
LEAST_S = 0.4
BOUT_S = 4.0  # a press that takes longer is a bout of many motions: nobody draws out one pull so slowly
BOUT_REST = 2.0  # and between two of them the body comes back to rest, else the mean torque turns the hold itself
NEAT = 0.8  # a held worker loses up to a fifth of a stroke to the give of his body
SPREAD_M = 0.09  # bolts and plugs sit so far from the middle of their worksite
CLOSE_M = 0.15  # a hand this much before its reach still presses fully

# Why a stroke moves nothing or does not count; words: `refused.<reason>`.
STALLS = ("needs_grip", "needs_boots", "too_stiff", "press_harder", "press_softer", "hold_still")


def item_count(spec: StepSpec) -> int:
    """How many things are worked one after the other."""
    return len(spec.path) if spec.kind in ROUTING else max(1, spec.count)


def planned(t: Tuning, work_rate: float, spec: StepSpec) -> tuple[int, float]:
    """Strokes that one item takes when all goes well, and seconds of play of one, at EVA seconds per second of play."""
    play_s, count = spec.eva_s / work_rate, item_count(spec)
    most = t.strokes_most if spec.kind not in WIPING else 2.0 * t.strokes_most
    strokes = max(1, round(min(most, max(1.0, play_s / t.stroke_s)) / count))
    return strokes, max(LEAST_S, play_s / (strokes * count))


def per_item(state: State, spec: StepSpec) -> int:
    """Strokes that one item takes when all goes well."""
    return planned(state.tuning, state.spec.clock.work_rate, spec)[0]


def duration_s(state: State, spec: StepSpec) -> float:
    """Seconds of play of one stroke."""
    return planned(state.tuning, state.spec.clock.work_rate, spec)[1]


def motions(t: Tuning, stroke_s: float) -> int:
    """How often the hand moves there and back in a stroke of so many seconds: once, but many times in a bout."""
    return round(stroke_s / (t.stroke_s * BOUT_REST)) if stroke_s > BOUT_S else 1


def item_motions(state: State, spec: StepSpec) -> int:
    """Motions of the hand that one item takes when all goes well."""
    strokes, stroke_s = planned(state.tuning, state.spec.clock.work_rate, spec)
    return strokes * motions(state.tuning, stroke_s)


def begin(state: State, step: Step) -> None:
    """The hand sets out for its next stroke."""
    stroke_s = duration_s(state, step.spec)
    step.stroke_ticks = step.stroke_total = max(1, round(stroke_s / TICK_S))
    step.motions = motions(state.tuning, stroke_s)


def advance(step: Step) -> bool:
    """One tick of the stroke that is under way; True when it ends."""
    step.stroke_ticks -= 1
    if step.stroke_ticks > 0:
        return False
    step.strokes += 1
    return True


def done(step: Step) -> float:
    """0..1 of the stroke under way, 0 between strokes."""
    return 1.0 - step.stroke_ticks / step.stroke_total if step.stroke_ticks else 0.0


def phase(step: Step) -> float:
    """0..1 of the motion under way, 1 in the rest that follows it in a bout; 0 between strokes."""
    return min(1.0, _rest(step) * (done(step) * step.motions % 1.0))


def _rest(step: Step) -> float:
    """From one motion to the next, in times of a motion."""
    return 1.0 if step.motions == 1 else BOUT_REST


def power(step: Step) -> float:
    """0..1 of the part of the motion that moves the thing, 1 when that is over."""
    return min(1.0, phase(step) / POWER_SHARE)


def power_rate(step: Step, amount: float) -> float:
    """How fast the hand moves now, per second, if a motion moves it by `amount`: a half sine, then the way back."""
    if not step.stroke_ticks:
        return 0.0
    share = power(step)
    if share >= 1.0:
        return 0.0
    power_s = step.stroke_total * TICK_S * POWER_SHARE / (step.motions * _rest(step))
    return amount * math.pi / (2.0 * power_s) * math.sin(math.pi * share)


def item_at(state: State, step: Step) -> Point:
    """Where the present item is: the point of a path, or its place in the pattern of its worksite."""
    spec = step.spec
    index = min(step.item, item_count(spec) - 1)
    if spec.kind in ROUTING:
        return spec.path[index]
    site = state.worksites[spec.worksite]
    count = item_count(spec)
    if count == 1:
        return site.at
    turn = 2.0 * math.pi * index / count + math.pi / 4.0
    return add(site.at, rotate((SPREAD_M * math.cos(turn), SPREAD_M * math.sin(turn)), site.angle_rad))


def out_of(state: State, spec: StepSpec) -> Point:
    """The direction out of the worksite, a unit vector."""
    return rotate((1.0, 0.0), state.worksites[spec.worksite].angle_rad)


def working_shoulder(crew: Crew) -> Point:
    """The shoulder of the hand that works; the body's centre when none does."""
    for side in range(len(SIDES)):
        if crew.hands[side].state == "working" and crew.hands[side].busy == "work":
            return shoulder(crew, side)
    return bodies.place(crew.body)


def support(crew: Crew) -> int:
    """2 = boots in a restraint, 1 = a hand grips the structure, 0 = loose."""
    if crew.restraint:
        return 2
    return 1 if any(hand.state == "gripping" for hand in crew.hands) else 0


def weakness(crew: Crew) -> str:
    """Why he can give no more: nothing holds him, only a hand does, or it is too much for anybody."""
    return STALLS[support(crew)]


def closeness(state: State, crew: Crew, at: Point) -> float:
    """1 while the hand presses well at `at`, down to 0 where the arm is stretched out."""
    left = state.tuning.reach_m + CLOSE_M / 2.0 - distance(working_shoulder(crew), at)
    return max(0.0, min(1.0, left / CLOSE_M))


def firm_reach_m(state: State, share: float) -> float:
    """How far from the shoulder the hand still presses with that share of its force."""
    return state.tuning.reach_m + CLOSE_M / 2.0 - CLOSE_M * share


def finish_item(step: Step) -> None:
    """On to the next item."""
    step.item += 1
    step.travel, step.strokes, step.is_stuck = 0.0, 0, False

"""Wiping: a pad goes along a path on the surface; what is pressed within the band of force counts.

The surface pushes the pad back along its outward normal and rubs against its motion; both act on the shoulder. Who is
not held drifts away until the pad no longer presses; who is thrown towards the surface presses too hard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim.vec import distance, mix

from . import stroke

if TYPE_CHECKING:
    from game.sim.parts import Crew, Step
    from game.sim.spec import Point, StepSpec
    from game.sim.state import State

SPARE = 1.1  # of the least force that counts: so much he must be able to press where he begins
FIRM_NSPM = 120.0  # a body that comes nearer presses harder by so much per speed; one that leaves presses less


def length_m(spec: StepSpec) -> float:
    """Of the path."""
    return sum(distance(a, b) for a, b in zip(spec.path, spec.path[1:], strict=False))


def pad_at(spec: StepSpec, along_m: float) -> Point:
    """The point of the path `along_m` from its beginning."""
    left = max(0.0, along_m)
    for a, b in zip(spec.path, spec.path[1:], strict=False):
        piece = distance(a, b)
        if left <= piece and piece > 0.0:
            return mix(a, b, left / piece)
        left -= piece
    return spec.path[-1]


def reach_m(state: State, step: Step) -> float:
    """How far from the shoulder the pad can still be pressed hard enough, with something in hand."""
    return stroke.firm_reach_m(state, min(1.0, SPARE * step.spec.band_n[0] / _wanted_n(state, step)))


def _wanted_n(state: State, step: Step) -> float:
    low, high = step.spec.band_n
    return (low + high) / 2.0 * state.stiffness.get(step.spec.id, 1.0)


def pressed_n(state: State, crew: Crew, step: Step) -> float:
    """How hard the pad is pressed now."""
    at = hand_at(state, step)
    out = stroke.out_of(state, step.spec)
    v = crew.body.velocity
    towards = -float(v.x * out[0] + v.y * out[1])
    return max(0.0, _wanted_n(state, step) * stroke.closeness(state, crew, at) + FIRM_NSPM * towards)


def push(state: State, crew: Crew, step: Step, dt_s: float) -> None:
    """One sub-step of the stroke: the pad goes on, and what was pressed well counts."""
    whole = length_m(step.spec)
    rate = stroke.power_rate(step, whole / stroke.item_motions(state, step.spec) / stroke.NEAT)
    if rate <= 0.0:
        step.force = 0.0
        return
    pressed = pressed_n(state, crew, step)
    low, high = step.spec.band_n
    step.force = pressed
    step.stall = "press_harder" if pressed < low else "press_softer" if pressed > high else ""
    if low <= pressed <= high:
        step.travel = min(whole, step.travel + rate * dt_s)
    ahead = pad_at(step.spec, step.travel + 0.02)
    here = hand_at(state, step)
    gap = distance(here, ahead)
    out = stroke.out_of(state, step.spec)
    rub = pressed * state.tuning.pad_friction
    tx, ty = ((ahead[0] - here[0]) / gap, (ahead[1] - here[1]) / gap) if gap > 1e-9 else (0.0, 0.0)
    force = (out[0] * pressed - tx * rub, out[1] * pressed - ty * rub)
    crew.body.apply_force_at_world_point(force, stroke.working_shoulder(crew))


def hand_at(state: State, step: Step) -> Point:
    """The pad."""
    del state
    return pad_at(step.spec, step.travel)


def is_item_done(state: State, step: Step) -> bool:
    """All of the path is done."""
    del state
    return step.travel >= length_m(step.spec) - 1e-6


def item_share(state: State, step: Step) -> float:
    """0..1 of the path."""
    del state
    return min(1.0, step.travel / max(1e-6, length_m(step.spec)))

"""A partner brings in who cannot help himself: takes him on the leash, opens his hooks, goes home with him and in.

That is who has fainted, and who drifts with nothing that holds him; the latter is let go where he holds on again.

Who lacks air for longer than `rescue_s` is beyond help. Alone outside nobody helps, and the walk is lost at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.sim import bodies
from game.sim.actions import Act
from game.sim.allow import Allowed, Answer, Refused
from game.sim.rules import able, suit
from game.sim.rules.hands import release
from game.sim.rules.hooks import open_hook
from game.sim.rules.leash import set_mask, set_own
from game.sim.rules.restraint import leave
from game.sim.rules.switches import HELP_M
from game.sim.vec import clamp_length, distance, wrap_angle

if TYPE_CHECKING:
    from game.sim.parts import Crew
    from game.sim.state import State

BESIDE = (0.14, -0.12)  # where the fainted is kept, in the partner's body frame: before him, so that both fit through
PULL_N, TURN_NM = 60.0, 12.0  # arms keep him there with no more,
DRAW_MPS = 0.20  # and draw him in no faster
HOLD_PS = 2.0  # how briskly


def may_tow(state: State, crew: Crew) -> Answer:
    """May this person take somebody home? The target of `Allowed` is who is helpless, within an arm's length."""
    unable = able.why_not(crew)
    if unable is not None:
        return unable
    if crew.leashed or crew.towing:
        return Refused("leash_busy")
    here = tuple(crew.body.position)
    found = [
        (distance(here, tuple(other.body.position)), other.id, other)
        for other in state.crew.values()
        if other is not crew and is_helpless(other) and not other.is_inside and not other.towed_by
    ]
    near = [item for item in found if item[0] <= HELP_M]
    return Allowed(min(near, key=lambda item: item[:2])[2]) if near else Refused("no_partner")


def is_helpless(crew: Crew) -> bool:
    """He has fainted, or drifts: no hand, hook or boot holds him."""
    return not crew.is_conscious or crew.is_adrift


def apply(state: State) -> None:
    """Obey the order to take somebody home; let go of who holds on by himself."""
    for crew in state.crew.values():
        other = state.crew.get(crew.towing)
        if other and other.is_conscious and any(hand.state == "gripping" for hand in other.hands):
            _let_go(state, crew, other)
        if state.order(crew.id).act != Act.TOW:
            continue
        answer = may_tow(state, crew)
        if isinstance(answer, Allowed):
            _take(state, crew, answer.target)
        else:
            state.refuse(crew, "tow", answer.reason, answer.value)


def _take(state: State, crew: Crew, other: Crew) -> None:
    """First on the leash, then off the hooks."""
    crew.towing, other.towed_by = other.id, crew.id
    if other.restraint:
        leave(state, other)
    for hand in other.hands:
        release(state, other, hand)
    for hook in other.hooks:
        if hook.state != "stowed":
            open_hook(state, other, hook)
    other.is_adrift = False
    set_mask(other.body, 0)  # he is held before the partner's body, which is in front of everything
    state.tell("towed", crew.id, other.id, at=tuple(other.body.position))


def _let_go(state: State, crew: Crew, other: Crew) -> None:
    """Each is his own again."""
    crew.towing, other.towed_by = "", ""
    set_own(other.body)
    state.tell("let_go", crew.id, other.id, at=tuple(other.body.position))


def push(state: State, dt_s: float) -> None:
    """Who is towed is kept beside the partner's body with limited force; he feels the opposite."""
    for crew in state.crew.values():
        if not crew.towing or crew.is_inside:
            continue
        other, body = state.crew[crew.towing].body, crew.body
        at, goal = other.position, body.local_to_world(BESIDE)
        v, own = other.velocity, body.velocity_at_world_point(at)
        m = other.mass * body.mass / (other.mass + body.mass)
        wx, wy = clamp_length((HOLD_PS * (goal.x - at.x), HOLD_PS * (goal.y - at.y)), DRAW_MPS)
        gain = 2.0 * HOLD_PS * m
        force = clamp_length((gain * (wx - v.x + own.x), gain * (wy - v.y + own.y)), PULL_N)
        bodies.push_pair(other, body, force, at, dt_s)
        spin = other.angular_velocity - body.angular_velocity
        turn = HOLD_PS**2 * wrap_angle(body.angle - other.angle) - 2.0 * HOLD_PS * spin
        turn = max(-TURN_NM, min(TURN_NM, turn * other.moment * body.moment / (other.moment + body.moment)))
        bodies.twist_pair(other, body, turn)


def observe(state: State) -> None:
    """Count how long who has fainted lacks what he needs; nobody helps for ever."""
    if not state.is_hatch_open:
        return
    for crew in state.crew.values():
        if crew.is_conscious:
            crew.starved_s = 0.0
            continue
        if not suit.is_starving(crew.tuning, crew.suit):
            continue
        before, crew.starved_s = crew.starved_s, crew.starved_s + state.eva_tick_s
        if before <= crew.tuning.rescue_s < crew.starved_s:
            state.tell("beyond_help", crew.id, at=tuple(crew.body.position))

"""What prompts ask for: what is offered can be done, and hooks come along in time."""

from __future__ import annotations

import dataclasses
import random
from functools import cache

import pytest

from game.control.intents import Intent, PlayInput
from game.control.options import is_behind, options_for
from game.control.route import Map
from game.missions.level import load_level
from game.session.session import Session
from game.sim.vec import distance

BY_HAND = ("crew", "commander")
LIMITS_M = (1.0, 3.0)
FAR_M = 5.0


@cache
def ways():
    return Map(load_level("unit-swap").world_spec("3m").structure)


def outside(assist: str) -> Session:
    """Somebody just outside the hatch, both hands and both hooks on."""
    session = Session(load_level("unit-swap"), cut_id="3m", assist=assist, seed=3, map_=ways())
    press(session, Intent("skip"))
    wait(session, 60)
    assert not session.frame.crew[0].is_inside
    return session


def press(session: Session, intent: Intent) -> None:
    session.step(PlayInput(presses=(intent,), device="keyboard"))


def wait(session: Session, ticks: int) -> None:
    for _ in range(ticks):
        session.step(PlayInput(device="keyboard"))


def with_hook_at(session: Session, index: int, dx: float, dy: float):
    """The person, with that hook closed so far from the body."""
    crew = session.frame.crew[0]
    at = crew.body.pose.x + dx, crew.body.pose.y + dy
    hooks = list(crew.hooks)
    hooks[index] = dataclasses.replace(hooks[index], state="closed", at=at)
    return dataclasses.replace(crew, hooks=tuple(hooks))


@pytest.mark.parametrize("assist", BY_HAND)
def test_what_is_offered_is_done(assist):
    """Whoever presses any direction that is offered, as quickly as he likes, is never told that it cannot be done."""
    session = outside(assist)
    dice = random.Random(5)
    done = 0
    for _ in range(40):
        human = session.human
        offered = human.options(session.frame, session.brief(), session.world.ask)
        ways_on = [option for option in offered if option.verb in ("hold_next", "pull")]
        hooks = [option for option in offered if option.verb.startswith("hook")]
        if not ways_on:
            break
        one = dice.choice(ways_on + hooks)
        press(session, Intent(one.intent, *(one.direction if one in ways_on else (0.0, 0.0))))
        notice = human.notice(session.frame.tick)
        if one in ways_on:
            assert notice is None, (one, notice)
            done += 1
        wait(session, dice.choice((12, 40, 90)))
    assert done > 12


@pytest.mark.parametrize("far", [0.8, 0.95])
def test_a_hook_ahead_is_left_alone(far):
    """A hook far ahead on the way to the aim is not behind; the same hook is, when the way leads away from it."""
    session = outside("crew")
    crew = with_hook_at(session, 0, far, 0.0)
    x, y = crew.body.pose.x, crew.body.pose.y
    at = crew.hooks[0].at
    assert not is_behind(crew, at, LIMITS_M[0], (x + FAR_M, y))
    assert is_behind(crew, at, LIMITS_M[0], (x - FAR_M, y))


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_a_hook_left_behind_is_gone_back_to(side):
    """No hand can open it from here: what is asked for first goes back to it or brings the other hook there, whatever
    the aim is; nothing is asked for that leads on."""
    session = outside("crew")
    crew = with_hook_at(session, 1, side * 1.6, 0.3)
    x, y = crew.body.pose.x, crew.body.pose.y
    found = options_for(
        ways(), crew, session.brief(), session.world.ask, (0.0, 0.0), "crew", LIMITS_M, (x - side * FAR_M, y)
    )
    first = found[0]
    assert first.verb in ("hold_next", "hook1")
    if first.verb == "hold_next":
        assert first.direction[0] * side >= 0.0
        assert first.direction != (-side, 0.0)


def test_a_line_too_short_is_told_before_a_hand_opens():
    """A hook is not asked for at a hold beyond the end of its line, even while both hands hold on."""
    session = outside("crew")
    crew = session.frame.crew[0]
    assert all(hand.state == "gripping" for hand in crew.hands)
    limit_m = session.human.limits_m[0]
    far = next(place.at for place in ways().places if limit_m < distance(place.at, crew.waist) - 0.5 < limit_m + 0.5)
    assert session.world.ask.may_clip("EV1", 0, far).reason == "line_too_short"

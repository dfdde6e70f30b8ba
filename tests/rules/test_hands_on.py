"""The human controller: each press does in each assist level what the table of controls says; no press
ever breaks it."""

from __future__ import annotations

import random
from functools import cache

import pytest

from game.control.intents import ASSISTS, PLAY_KINDS, Intent, PlayInput
from game.control.route import Map
from game.missions.level import load_level
from game.session.divergence import verify
from game.session.recording import read_recording
from game.session.session import Session

each_assist = pytest.mark.parametrize("assist", ASSISTS)
BY_HAND = ("crew", "commander")


@cache
def level():
    return load_level("unit-swap")


@cache
def ways():
    return Map(level().world_spec("3m").structure)


class Person:
    """Somebody just outside the hatch, both hands and both hooks on."""

    def __init__(self, assist, seed=3, *, goes_out=True):
        self.session = Session(level(), cut_id="3m", assist=assist, seed=seed, map_=ways())
        self.events = []
        if goes_out:
            self.press("skip").settle(1.0)
            assert not self.crew.is_inside
            self.events.clear()

    @property
    def crew(self):
        return self.session.frame.crew[0]

    def press(self, text="", *, device="keyboard", move=(0.0, 0.0), seconds=0.05):
        presses = (Intent.parse(f"{text} @{device}"),) if text else ()
        for tick in range(max(1, round(seconds * 60))):
            self.session.step(PlayInput(move=move, presses=presses if tick == 0 else (), device=device))
            self.events += self.session.events
        return self

    def settle(self, seconds=2.5):
        return self.press(seconds=seconds)

    def happened(self, kind):
        return [event for event in self.events if event.kind == kind]

    @property
    def notice(self):
        found = self.session.human.notice(self.session.frame.tick)
        return found[1].reason if found else ""


def place(person):
    return person.crew.body.pose.x, person.crew.body.pose.y


@each_assist
def test_direction(assist):
    """A direction: the cadet goes a stride by himself, crew moves a hand and the body follows, commander moves
    a hand."""
    person = Person(assist)
    x, _ = place(person)
    person.press("hold_next 1 0").settle(6.0)
    moved = place(person)[0] - x
    hands = person.happened("gripped")
    assert hands
    if assist == "cadet":
        assert moved > 0.4
        assert len(hands) >= 2
    else:
        assert len(hands) == 1
        assert moved > 0.1 if assist == "crew" else abs(moved) < 0.1
    assert person.crew.has_two_points


@pytest.mark.parametrize("assist", BY_HAND)
@pytest.mark.parametrize("direction", ["1 0", "-1 0", "0 1", "0 -1"])
def test_no_press_is_silent(assist, direction):
    """Pressing one direction for ever, each press moves a hand or the body, or says why not; it ends with a reason."""
    person = Person(assist)
    for _ in range(40):
        person.session.human.refused = None
        before = place(person), [hand.at for hand in person.crew.hands]
        person.press(f"hold_next {direction}").settle(1.2)
        if person.notice:
            break
        after = place(person), [hand.at for hand in person.crew.hands]
        assert before != after
    assert person.notice in ("no_hold_that_way", "hook_behind")
    assert person.crew.has_two_points


@pytest.mark.parametrize("assist", BY_HAND)
def test_hook_behind_names_the_hook(assist):
    """The hook that would stay behind is named, its key brings it along, and then the way is free again."""
    person = Person(assist)
    for _ in range(60):
        person.press("hold_next 0 1").settle(1.0)
        if person.notice:
            break
    assert person.notice == "hook_behind"
    number = int(person.session.human.refused[1].value)
    at = person.crew.hooks[number - 1].at
    person.press(f"hook{number}").settle(4.0)
    assert person.crew.hooks[number - 1].at != at
    assert person.crew.has_two_points
    assert person.notice == ""


@pytest.mark.parametrize("assist", BY_HAND)
def test_hand_keys(assist):
    """A hand's key opens it; pressed again it takes the nearest hold."""
    person = Person(assist)
    person.press("left_hand").settle(0.3)
    assert person.crew.hands[0].state == "free"
    person.press("left_hand").settle(1.0)
    assert person.crew.hands[0].state == "gripping"


@pytest.mark.parametrize("assist", BY_HAND)
def test_hand_key_with_stick(assist):
    """With the stick held, a hand's key reaches that way."""
    person = Person(assist)
    before = person.crew.hands[1].at
    person.press("right_hand", move=(1.0, 0.0), seconds=1.5)
    assert person.crew.hands[1].state == "gripping"
    assert person.crew.hands[1].at[0] > before[0] + 0.05


def test_stick_pulls_the_commander():
    """Commander: the stick is a pull of the holding arms; let go, he comes to rest."""
    person = Person("commander")
    x, _ = place(person)
    person.press(move=(-1.0, 0.0), seconds=0.7)
    assert place(person)[0] < x - 0.05
    person.settle(3.0)
    assert abs(person.crew.body.vx) < 0.03


@each_assist
def test_push_pull(assist):
    """A stroke moves the body by the holding arms."""
    person = Person(assist)
    _, y = place(person)
    person.press("push_pull 0 -1").press(seconds=0.7)
    assert place(person)[1] < y - 0.05


@each_assist
def test_work_inside(assist):
    """Work goes on with the checks inside; skip shortens them; then he is outside."""
    person = Person(assist, goes_out=False)
    assert person.crew.is_inside
    person.press("work").settle(1.0)
    assert person.happened("step_started")
    person.press("skip").press("work").settle(9.0)
    assert person.happened("hatch_opened")


def test_work_sends_the_cadet():
    """Cadet: work means go there and do it; others are told what is missing."""
    person = Person("cadet")
    person.press("work").settle(40.0)
    assert person.happened("step_done")
    for assist in BY_HAND:
        other = Person(assist)
        other.press("work").settle(0.2)
        assert other.notice == "not_in_reach"


@each_assist
def test_tuck_and_steady(assist):
    """Tuck draws the knees up until it is pressed again."""
    person = Person(assist)
    person.press("tuck").settle(1.0)
    assert person.crew.is_tucked
    person.press("tuck").settle(1.0)
    assert not person.crew.is_tucked
    person.press("steady").settle(0.2)


@each_assist
def test_tap(assist):
    """A tap on a hold: the nearer hand goes there; the cadet goes there himself."""
    person = Person(assist)
    there = "-1.2 2.2" if assist == "cadet" else "0.5 3.65"
    person.press(f"point_tap {there}", device="touch").settle(8.0)
    assert person.happened("gripped")


@pytest.mark.parametrize("assist", BY_HAND)
def test_tap_hook_then_rail(assist):
    """Tap a hook, then a rail: it closes there."""
    person = Person(assist)
    person.press("hook1", device="touch").press("point_tap 0.6 3.5", device="touch").settle(4.0)
    closed = person.happened("hook_closed")
    assert closed
    assert closed[0].what == "hook1"


@each_assist
def test_scanner(assist):
    """One switch: every option can be reached and done; options that are shown are allowed."""
    person = Person(assist)
    count = len(person.session.human.options(person.session.frame, person.session.brief(), person.session.world.ask))
    assert count >= 2
    for step in range(count):
        one = Person(assist)
        for _ in range(step):
            one.press("next_target", device="switch")
        one.press("act", device="switch").settle(2.0)
        assert one.notice in ("", "work_left"), step
        assert one.notice or one.events or one.session.human.is_busy or place(one) != place(person), step


@each_assist
def test_lets_go_of_everything_and_comes_back(assist):
    """Who opens both hands and kicks off is held by his tethers, and presses of a direction bring him back to
    a hold."""
    person = Person(assist)
    person.press("push_pull 1 0.3").press(seconds=0.5)
    for _ in range(3):
        person.press("release").settle(0.1)
    assert not [hand for hand in person.crew.hands if hand.state == "gripping"]
    person.settle(5.0)
    for _ in range(8):
        person.press("hold_next 0 1").settle(4.0)
        if any(hand.state == "gripping" for hand in person.crew.hands):
            break
    assert any(hand.state == "gripping" for hand in person.crew.hands)
    assert not person.crew.is_adrift


@each_assist
def test_going_in_is_asked_twice(assist):
    """Tapping the hatch with work left asks first; the second tap means it."""
    person = Person(assist)
    way_in = next(aim for aim in person.session.brief().aims if aim.kind == "ingress")
    tap = f"point_tap {way_in.at[0]} {way_in.at[1]}"
    person.press(tap, device="touch").settle(0.2)
    assert person.notice == "work_left"
    person.press(tap, device="touch").settle(12.0)
    assert person.happened("inside")


@each_assist
@pytest.mark.parametrize("seed", [1])
def test_mash(assist, seed, tmp_path):
    """A minute of blind mashing of every wish never raises, and the run re-verifies."""
    rng = random.Random(f"{assist}{seed}")
    person = Person(assist, seed, goes_out=seed == 1)
    session = person.session
    kinds = [kind for kind in PLAY_KINDS if kind not in ("move", "hover")]
    move, hover = (0.0, 0.0), None
    for _ in range(60 * 60):
        presses = []
        if rng.random() < 0.12:
            for _ in range(rng.choice((1, 1, 2, 4))):
                numbers = [rng.uniform(-9, 9) if rng.random() < 0.3 else rng.choice((-1, 0, 1)) for _ in range(4)]
                device = rng.choice(("keyboard", "touch", "gamepad"))
                presses.append(Intent(rng.choice(kinds), *numbers, count=rng.choice((1, 1, 3)), device=device))
        if rng.random() < 0.02:
            move = (rng.uniform(-1, 1), rng.uniform(-1, 1)) if rng.random() < 0.5 else (0.0, 0.0)
            hover = (rng.uniform(-9, 9), rng.uniform(-2, 6)) if rng.random() < 0.5 else None
        session.step(PlayInput(move, hover, tuple(presses), "keyboard"))
        if session.frame.tick % 30 == 0:
            assert all(prompt.verb for prompt in session.prompts)
            assert session.preview() is not None
    path = session.save(tmp_path)
    assert verify(read_recording(path), level()) == (None, session.world.digest())

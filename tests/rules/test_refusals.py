"""Every reason for which an order or a wish can be refused is provoked here, and has words in both languages."""

from __future__ import annotations

import ast
import math
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from small_world import (
    AIRLOCK,
    EYE,
    HATCH,
    KIT,
    OPEN,
    SITE,
    STAND,
    ClockSpec,
    CrewAction,
    CrewSpec,
    KitSpec,
    SmallWorld,
    StepSpec,
    TetherSpec,
    UnitSpec,
    clip,
    reach,
    wall,
    work,
)

import game
from game.control.aims import Aim, Brief
from game.control.hands_on import HandsOn
from game.control.intents import Intent, PlayInput
from game.control.route import Map
from game.missions.places import assets_root
from game.sim.actions import Act, GroundAction, HookDo, HookOrder, SuitDo
from game.sim.spec import MoverSpec, StopSpec
from game.sim.work.passage import may_work_inside
from game.sim.work.stroke import STALLS

ROOT = Path(game.__file__).parent
TEXTS = assets_root() / "text"
FOLDERS = ("sim", "control", "session")


def reasons_in(tree: ast.AST) -> set[str]:
    """The strings that may be the reason in `Refused(...)` and `state.refuse(...)`, also in a conditional
    expression."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = {"Refused": 0, "refuse": 2}.get(name)
        if place is None or len(node.args) <= place:
            continue
        stack = [node.args[place]]
        while stack:
            part = stack.pop()
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                found.add(part.value)
            elif isinstance(part, ast.IfExp):
                stack += [part.body, part.orelse]
    return found


def all_reasons() -> set[str]:
    found: set[str] = set()
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            found |= reasons_in(ast.parse(path.read_text("utf-8")))
    return found | set(STALLS)


# ------------------------------------------------------------------------------------------- the rules refuse

CLOSED = ClockSpec(starts_open=False)
HOLDING = {"holds": ("rail",), "hooks": ("rail", "rail")}


def after(small: SmallWorld, *actions: CrewAction) -> str:
    """The reason that the last of these orders was refused for."""
    for action in actions:
        small.tick(action)
    return small.reasons()[-1] if small.reasons() else "allowed"


def unconscious():
    small = SmallWorld()
    small.state.crew["EV1"].suit.body_c = 43.0
    return after(small, CrewAction(), CrewAction(left=reach((0.0, 0.9))))


def done_already():
    small = SmallWorld(steps=(StepSpec("look", "inspect", "site", eva_s=0.1),), holds=("rail",))
    return after(small.go(1.0, work()), work())


def site_taken():
    units = (
        UnitSpec("there", 5.0, (0.3, 0.3), "seated", "site"),
        UnitSpec("mine", 5.0, (0.3, 0.3), "free", at=(0.3, 0.0)),
    )
    small = SmallWorld(units=units, steps=(StepSpec("in", "insert", "site", "mine"),), holds=("rail",))
    return after(small, CrewAction(act=Act.LEASH), work())


def wrong_unit():
    units = (
        UnitSpec("a", 5.0, (0.3, 0.3), "free", at=(0.3, 0.0)),
        UnitSpec("b", 5.0, (0.3, 0.3), "free", at=(3.0, -3.0)),
    )
    small = SmallWorld(units=units, steps=(StepSpec("in", "insert", "site", "b"),), holds=("rail",))
    return after(small, CrewAction(act=Act.LEASH), work())


def leash_busy():
    units = (UnitSpec("a", 5.0, (0.3, 0.3), "free", at=(0.3, 0.0)),)
    return after(SmallWorld(units=units), CrewAction(act=Act.LEASH), CrewAction(act=Act.LEASH))


def line_is_fast():
    one = TetherSpec("tether1", "umbilical", 5.35, 5.35)
    small = SmallWorld(kit=KitSpec("one", "orlan_mks", (one,), one), hooks=("rail",))
    return after(small, CrewAction(hook1=clip((0.6, 0.9))))


def hook_busy():
    small = SmallWorld(holds=("rail",))
    return after(small, CrewAction(hook1=clip((0.2, 0.9))), CrewAction(hook2=clip((0.3, 0.9))))


def hook_lost():
    small = SmallWorld(holds=("rail",), hooks=("rail",))
    small.state.crew["EV1"].tethers[0].is_broken = True
    return after(small, CrewAction(), CrewAction(hook1=clip((0.2, 0.9))))


def hand_busy():
    small = SmallWorld(steps=(StepSpec("look", "inspect", "site", eva_s=9.0),), holds=("rail",))
    small.tick(work())
    busy = [hand.state for hand in small.crew.hands].index("working")
    action = CrewAction(steady=True, act=Act.WORK, step=0, **{("left", "right")[busy]: reach((0.3, 0.9))})
    return after(small, action)


def line_too_short():
    kit = KitSpec("short", "orlan_mks", (TetherSpec("t", "fixed", 0.4, 0.4),), TetherSpec("l", "leash", 1.0, 1.0))
    return after(SmallWorld(kit=kit), CrewAction(hook1=clip((0.2, 0.9))))


def hook_too_far():
    long = TetherSpec("t", "fixed", 3.0, 3.0)
    kit = KitSpec("long", "orlan_mks", (long, long), TetherSpec("l", "leash", 1.0, 1.0))
    small = SmallWorld(kit=kit, holds=("rail",), hooks=("rail",))
    crew = small.state.crew["EV1"]
    crew.hooks[0].at = (2.5, 0.9)
    return after(small, CrewAction(hook1=clip((0.3, 0.9))))


BY_THE_RULES = {
    "already_there": lambda: after(SmallWorld(**HOLDING), CrewAction(left=reach((-0.22, 0.9)))),
    "called_off_already": lambda: after(
        SmallWorld(**HOLDING), CrewAction(act=Act.ABORT), CrewAction(act=Act.TERMINATE)
    ),
    "done_already": done_already,
    "hand_busy": hand_busy,
    "hand_free_needed": lambda: after(SmallWorld(holds=("rail", "rail")), CrewAction(hook1=clip((0.3, 0.9)))),
    "hatch_closed": lambda: after(SmallWorld(clock=CLOSED), CrewAction(left=reach((0.0, 0.9)))),
    "hook_busy": hook_busy,
    "hook_lost": hook_lost,
    "line_is_fast": line_is_fast,
    "hook_too_far": hook_too_far,
    "leash_busy": leash_busy,
    "line_too_short": line_too_short,
    "needs_other_step": lambda: after(
        SmallWorld(steps=(StepSpec("a", "inspect", "site"), StepSpec("b", "inspect", "site", needs=("a",)))), work(1)
    ),
    "no_hold": lambda: after(SmallWorld(), CrewAction(left=reach((0.0, -0.5)))),
    "nobody_outside": lambda: after(SmallWorld(clock=CLOSED), CrewAction(act=Act.ABORT)),
    "no_hook": lambda: SmallWorld().ask.may_clip("EV1", 2, (0.0, 0.9)).reason,
    "no_reel": lambda: after(SmallWorld(**HOLDING), CrewAction(hook1=HookOrder(HookDo.LOCK))),
    "no_step": lambda: after(SmallWorld(), work(3)),
    "no_unit": lambda: after(SmallWorld(), CrewAction(act=Act.LEASH)),
    "not_here": lambda: after(SmallWorld(steps=(StepSpec("a", "check", "airlock"),)), work()),
    "not_in_reach": lambda: after(SmallWorld(steps=(StepSpec("a", "inspect", "airlock"),)), work()),
    "site_taken": site_taken,
    "too_far": lambda: after(SmallWorld(), CrewAction(left=reach((2.0, 0.9)))),
    "too_fast": lambda: after(SmallWorld(velocity_mps=(1.2, 0.0)), CrewAction(left=reach((0.0, 0.9)))),
    "unconscious": unconscious,
    "turning": lambda: after(SmallWorld(spin_radps=1.0, steps=(StepSpec("a", "inspect", "site"),)), work()),
    "wrong_unit": wrong_unit,
}

# ------------------------------------------------------------------------------------------- the suit refuses

LOOKING = (StepSpec("in", "ingress", "airlock"), StepSpec("shut", "close_hatch", "airlock"))


def switched(*switches: SuitDo, fault: str = "", value: float = 0.0, small: SmallWorld | None = None, **suit) -> str:
    """The reason that the last of these switches was refused for, after a fault and with the suit as told."""
    small = small or SmallWorld()
    for name, given in suit.items():
        setattr(small.state.crew["EV1"].suit, name, given)
    if fault:
        small.world.step({}, [GroundAction("fault", "EV1", fault, value)])
    return after(small, *(CrewAction(suit=do) for do in switches))


def at_the_hatch(**rows) -> SmallWorld:
    """A person in the opening of the hatch."""
    return SmallWorld(at=(-3.0, 0.2), steps=LOOKING, tuning=rows)


def hatch_jammed():
    small = at_the_hatch()
    small.go(9.0, work(0))
    small.world.step({}, [GroundAction("fault", "EV1", "hatch")])
    return after(small, work(1))


def partner_outside():
    small = at_the_hatch()
    inside = small.state.crew["EV1"]
    inside.is_inside = True
    small.state.crew = {"EV1": inside, "EV2": SmallWorld(at=(-6.0, 0.2)).state.crew["EV1"]}
    return may_work_inside(small.state, inside, "close_hatch").reason


BY_THE_SUIT = {
    "already_off": lambda: switched(SuitDo.INJECTOR_OFF),
    "already_on": lambda: switched(SuitDo.INJECTOR_ON, SuitDo.INJECTOR_ON),
    "bottle_empty": lambda: switched(SuitDo.RESERVE, reserve_kg=0.0),
    "hatch_jammed": hatch_jammed,
    "no_partner": lambda: switched(SuitDo.HELP),
    "no_power": lambda: switched(SuitDo.SPARE_FAN, fault="fan", battery_j=0.0),
    "partner_outside": partner_outside,
    "no_spare": lambda: switched(SuitDo.SPARE_FAN, fault="fan", value=2.0),
    "no_such_part": lambda: switched(SuitDo.SPARE_PUMP, small=SmallWorld(tuning={"water_kg": 0.0})),
    "not_needed": lambda: switched(SuitDo.SPARE_FAN),
    "suit_swollen": lambda: after(at_the_hatch(girth_m=1.2), work(0)),
    "suit_settling": lambda: after(at_the_hatch(girth_m=1.2), CrewAction(suit=SuitDo.LOW_PRESSURE), work(0)),
}


def stalled(step: StepSpec, *, holds: tuple[str, ...] = (), boots: bool = False, **crew) -> str:
    """Why the strokes of this work come to nothing."""
    small = SmallWorld(steps=(step,), holds=holds, clock=ClockSpec(1.0, 90.0), **crew)
    if boots:
        small.go(1.0, CrewAction(steady=True), once=CrewAction(act=Act.ENTER_RESTRAINT))
    small.go(3.0, work())
    return next((event.where for event in small.events if event.kind == "stroke_failed"), "nothing stalled")


def aboard(hook: str, crank: str = "", other: tuple[str, ...] = ()) -> SmallWorld:
    """A person with the boots at the tip of an arm and a hand on the rail; another's hook is closed on `other`."""
    arm = MoverSpec("arm", "era", (0.0, 5.0), 6.0, -math.pi / 2, (StopSpec("far", 5.0, -math.pi / 2),), eye=EYE.id,
                    restraint=STAND.id)  # fmt: skip
    steps = (
        StepSpec("a", "ride", "site", mover="arm", stop="far"),
        StepSpec("b", "operate", "site", mover="arm", stop="far", torque_nm=4.0, crew=crank),
    )
    others = (CrewSpec("EV2", KIT, (1.0, 0.0), hooks=other),) if other else ()
    small = SmallWorld(steps=steps, holds=("rail",), hooks=(hook,), others=others, more={"movers": (arm,)})
    small.go(1.0, CrewAction(steady=True), once=CrewAction(steady=True, act=Act.ENTER_RESTRAINT))
    return small


TIGHT = StepSpec("a", "unbolt", "site", torque_nm=50.0)
RUB = StepSpec("a", "wipe", "site", path=((0.3, 0.5), (0.3, 0.7)), band_n=(8.0, 12.0))
FLOAT = StepSpec("a", "float_out", "site", direction=(0.0, -1.0), away_m=2.0)
BY_THE_WORK = {
    "clip_here": lambda: after(SmallWorld(steps=(StepSpec("a", "clip", "site"),), holds=("rail",)), work()),
    "let_go_here": lambda: after(SmallWorld(steps=(FLOAT,), holds=("rail",), hooks=("rail",)), work()),
    "floating": lambda: after(SmallWorld(steps=(FLOAT,), hooks=("rail",), velocity_mps=(0.0, -0.2)), work()),
    "needs_grip": lambda: stalled(TIGHT),
    "needs_boots": lambda: stalled(TIGHT, holds=("rail",)),
    "too_stiff": lambda: stalled(replace(TIGHT, torque_nm=90.0), boots=True),
    "press_harder": lambda: stalled(RUB, velocity_mps=(0.19, 0.0)),
    "press_softer": lambda: stalled(RUB, velocity_mps=(-0.19, 0.0)),
    "hold_still": lambda: stalled(StepSpec("a", "photograph", "site"), spin_radps=0.1),
    "hands_off": lambda: after(aboard(EYE.id), work()),
    "rider_not_ready": lambda: after(aboard("rail", crank="EV1"), work(1)),
    "not_yours": lambda: after(aboard("rail", crank="EV2"), work(1)),
    "boom_in_use": lambda: after(aboard(EYE.id, other=(EYE.id,)), CrewAction(left=OPEN), work()),
}

# ------------------------------------------------------------------------------------------- the hands refuse

INGRESS = Aim(0, "in", "ingress", "airlock", "", AIRLOCK.at)
LOOK = Aim(1, "look", "inspect", "site", "", SITE.at)
STEPS = (StepSpec("in", "ingress", "airlock"), StepSpec("look", "inspect", "site"))


def wished(
    small: SmallWorld, *presses: Intent, assist: str = "crew", aims: tuple[Aim, ...] = (), seconds: float = 3.0
) -> str:
    """The last reason that a person is told after these presses, each given its time."""
    human = HandsOn(small.spec.crew[0], Map(small.spec.structure), assist)
    brief = Brief(aims, HATCH.at)
    found = "nothing was refused"
    for press in presses:
        for tick in range(round(seconds * 60)):
            wishes = PlayInput(presses=(press,) if tick == 0 else (), device="keyboard")
            small.tick(human.decide(small.world.frame(), brief, small.ask, wishes))
            if human.refused is not None:
                found = human.refused[1].reason
    return found


UP, RIGHT = Intent("hold_next", 0.0, 1.0), Intent("hold_next", 1.0, 0.0)

BY_THE_HANDS = {
    "hook_behind": lambda: wished(SmallWorld(**HOLDING), *[RIGHT] * 8),
    "no_hold_that_way": lambda: wished(SmallWorld(holds=("rail",)), *[UP] * 9),
    "no_way": lambda: wished(SmallWorld(rails=(), shapes=(wall(),)), Intent("point_tap", 9.0, 0.0), assist="cadet"),
    "nothing_holds": lambda: wished(SmallWorld(rails=(), at=(0.0, 5.0)), UP),
    "nothing_to_do": lambda: wished(SmallWorld(**HOLDING), Intent("work")),
    "work_left": lambda: wished(
        SmallWorld(at=(-3.0, 0.0), steps=STEPS, **HOLDING),
        Intent("point_tap", *AIRLOCK.at), aims=(LOOK, INGRESS), assist="cadet", seconds=0.2,
    ),
}  # fmt: skip
PROVOKED = BY_THE_RULES | BY_THE_WORK | BY_THE_SUIT | BY_THE_HANDS


@pytest.mark.parametrize("reason", sorted(PROVOKED))
def test_reason(reason):
    """The reason is given where it should be."""
    assert PROVOKED[reason]() == reason


def test_all_are_provoked():
    """No reason in the sources goes untested, and none here is one that the sources do not know."""
    assert all_reasons() == set(PROVOKED)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_all_have_words(language):
    """Every reason has a text, and every text a reason; a value in it is one that can be filled in."""
    words = {
        entry.msgid: entry.msgstr
        for path in sorted(TEXTS.glob(f"*.{language}.po"))
        for entry in polib.pofile(str(path))
    }
    for reason in sorted(all_reasons()):
        text = words.get(f"refused.{reason}", "")
        assert text, f"refused.{reason} has no text in {language}"
        assert text.format(value=1.25)
    told = {key.removeprefix("refused.") for key in words if key.startswith("refused.")}
    assert told == all_reasons()

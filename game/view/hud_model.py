"""Reads a frame, goals and calls into a `HudModel`: the only place where facts of the world become panel values."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from game.sim.frame import CrewFrame, Frame, OrbitFrame, StepFrame, SuitFrame
from game.sim.spec import Point
from game.view.bench import Bench, BenchLog, bench_part
from game.view.hud_parts import (
    AdvicePart,
    BannerPart,
    CameraPart,
    CaptionPart,
    ClockPart,
    HandPart,
    HookPart,
    HudModel,
    MarkPart,
    OrbitPart,
    PointsPart,
    PromptPart,
    RefusalPart,
    RingPart,
    StepRow,
    SuitPart,
    TimelinePart,
)
from game.view.hud_power import power_part
from game.view.places import nearest_place
from game.view.walk_log import Curve

T = TypeVar("T")
PA_PER_MMHG = 133.322
SHOWN_STEPS = 5
NEAR_M = 3.0  # the hatch needs no pointer when it is nearer
SLOW = ("clock", "suit", "timeline", "orbit", "power")  # parts that change slowly, read in turn
ALARM_OF = ("o2", "co2", "water", "battery", "pressure", "heart")  # gauges, in the order of SuitPart.grades


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the plan: its steps and when they should be worked on (EVA s)."""

    steps: tuple[str, ...]
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What the plan allows, and how much the suit's bottles hold; the gauges measure against it."""

    eva_s: float = 21_600.0
    o2_kg: float = 1.0  # what the primary bottle holds
    water_kg: float = 3.6
    reserve_kg: float = 1.0
    stretches: tuple[Stretch, ...] = ()
    suit: str = "orlan_mks"


@dataclass(frozen=True, slots=True)
class Home:
    """The way back: where the hatch is and how far."""

    at: Point
    distance_m: float


def hud_model(
    frame: Frame,
    *,
    crew_id: str = "",
    plan: Plan | None = None,
    goals: Sequence[Any] = (),
    titles: Mapping[str, str] | None = None,
    turn_back_s: float = math.inf,
    caption: CaptionPart | None = None,
    prompts: Iterable[PromptPart] = (),
    advice: AdvicePart | None = None,
    refusal: RefusalPart | None = None,
    home: Home | None = None,
    to_screen: Callable[[Point], tuple[float, float]] | None = None,
    is_paused: bool = False,
    speed: float = 1.0,
    is_replay: bool = False,
    armed: str = "",
    bench: Bench | None = None,
    bench_log: BenchLog | None = None,
    camera: Callable[[], CameraPart | None] | None = None,
    power: Curve = (),
    before: HudModel | None = None,
    picture: int = 0,
) -> HudModel:
    """The panels' values for one frame. `goals` are open steps in plan order (step_index, title_key, at, required).

    `titles` are the steps' text keys by id. `armed` is what the next tap is for: left, right, a hook's id or "".
    `turn_back_s` is the mission's reckoning (EVA seconds, infinite = none). A `bench` shows what is measured instead:
    in a lab nobody is in danger, late or short of air. With the model `before` only one of the slow parts is read anew
    in each `picture`, in turn; the others are those of before.
    """
    plan = plan or Plan()
    first = frame.crew[0] if frame.crew else None  # a lab may have nobody outside
    crew = next((one for one in frame.crew if one.id == crew_id), first)
    turn = turn_back_s if math.isfinite(turn_back_s) else None
    if bench is not None:
        calm = replace(_points(crew, armed), is_adrift=False, has_two=True) if crew and bench.has_holds else None
        return HudModel(
            eva_s=int(frame.eva_s),
            clock=_clock(frame, plan, None),
            suit=None,
            points=calm,
            timeline=TimelinePart((), 0, 0, None, (), 0),
            caption=caption,
            prompts=tuple(prompts),
            refusal=refusal,
            is_paused=is_paused,
            speed=speed,
            is_replay=is_replay,
            bench=bench_part(bench, bench_log or BenchLog(), frame),
            play_ms=round(frame.play_s * 1000),
        )

    def slow(name: str, read: Callable[[], T]) -> T:
        kept: T | None = getattr(before, name, None)
        return read() if kept is None or SLOW[picture % len(SLOW)] == name else kept

    return HudModel(
        eva_s=int(frame.eva_s),
        clock=slow("clock", lambda: _clock(frame, plan, turn)),
        suit=slow("suit", lambda: _suit(crew, plan)) if crew else None,
        points=_points(crew, armed) if crew else None,
        timeline=slow("timeline", lambda: _timeline(frame, plan, goals, titles or {})),
        orbit=slow("orbit", partial(_orbit, frame.orbit, camera)) if frame.orbit else None,  # asks for the camera
        power=slow("power", lambda: power_part(frame, power)),
        caption=caption,
        banner=_banner(frame, crew, turn) if crew else None,
        prompts=tuple(prompts),
        advice=advice,
        refusal=refusal,
        ring=_ring(frame, crew, goals, to_screen) if crew else None,
        marks=_marks(crew, home, turn, to_screen) if crew else (),
        is_paused=is_paused,
        speed=speed,
        is_replay=is_replay,
    )


def _clock(frame: Frame, plan: Plan, turn_s: float | None) -> ClockPart:
    total = max(1.0, plan.eva_s)
    light = ""
    if frame.orbit:
        light = "day" if frame.orbit.light > 0.5 else "night"
    return ClockPart(
        is_running=frame.phase != "preparation",
        factor=round(frame.clock_factor, 1),
        light=light,
        utc=_utc(frame.orbit) if frame.orbit else "",
        used=round(min(1.0, frame.eva_s / total), 2),
        turn=1.0 if turn_s is None else round(max(0.0, min(1.0, (frame.eva_s + turn_s) / total)), 2),
        turn_back_min=None if turn_s is None else math.floor(turn_s / 60),
        phase=frame.phase,
    )


def _utc(orbit: OrbitFrame) -> str:
    day = (orbit.jd + 0.5) % 1.0 + orbit.fraction  # Julian days begin at noon
    minutes = int(day % 1.0 * 1440 + 1e-6)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _suit(crew: CrewFrame, plan: Plan) -> SuitPart:
    suit = crew.suit
    worst = dict.fromkeys(ALARM_OF, 0)
    for alarm in suit.alarms:
        if alarm.gauge in worst:
            worst[alarm.gauge] = max(worst[alarm.gauge], alarm.grade)
    left = suit.left_s if math.isfinite(suit.left_s) else 0.0
    return SuitPart(
        suit=f"suit.{plan.suit}",
        o2=round(max(0.0, min(1.0, suit.o2_kg / plan.o2_kg)), 2),
        reserve=round(max(0.0, min(1.0, suit.reserve_kg / plan.reserve_kg)), 1) if plan.reserve_kg else 0.0,
        co2_mmhg=round(suit.co2_pa / PA_PER_MMHG, 1),
        lioh=round(suit.lioh_fraction, 2),
        water=round(max(0.0, min(1.0, suit.water_kg / plan.water_kg)), 2) if plan.water_kg else 1.0,
        battery=round(suit.battery_fraction, 2),
        pressure_kpa=round(suit.pressure_pa / 1000, 1),
        temperature_c=round(suit.body_c, 1),
        heart=round(suit.heart_pm),
        breath=round(suit.breath_pm),
        limiting=suit.limiting,
        left_min=int(left // 60),
        grades=(worst["o2"], worst["co2"], worst["water"], worst["battery"], worst["pressure"], worst["heart"]),
        stores=suit.stores,
        flags=tuple(name for name, is_on in _flags(suit) if is_on),
    )


def _flags(suit: SuitFrame) -> tuple[tuple[str, bool], ...]:
    """Switches of the suit, the one to mind most first."""
    return (
        ("injector", suit.is_injector_on),
        ("reserve", suit.is_reserve_open),
        ("low", suit.is_low),
        ("silent", not suit.has_radio),
        ("plugged", suit.is_plugged),
    )


def _points(crew: CrewFrame, armed: str = "") -> PointsPart:
    return PointsPart(
        hands=tuple(
            HandPart(hand.side, hand.state, round(hand.strength * 20), is_armed=hand.side == armed)
            for hand in crew.hands
        ),
        hooks=tuple(
            HookPart(hook.id, hook.state, round(hook.fraction * 10), is_armed=hook.id == armed) for hook in crew.hooks
        ),
        points=crew.points_held,
        has_two=crew.has_two_points,
        is_adrift=crew.is_adrift,
        is_restrained=bool(crew.restraint),
        is_towed=bool(crew.towed_by),
        is_inside=crew.is_inside,
    )


def _timeline(frame: Frame, plan: Plan, goals: Sequence[Any], keys: Mapping[str, str]) -> TimelinePart:
    steps = frame.steps
    titles = {goal.step_index: goal for goal in goals}
    current = goals[0].step_index if goals else next((i for i, s in enumerate(steps) if s.state != "done"), len(steps))
    rows = []
    for index in _window(steps, current):
        step, goal = steps[index], titles.get(index)
        is_now = index == current and step.state != "done"
        rows.append(
            StepRow(
                title_key=getattr(goal, "title_key", "") or keys.get(step.id, f"step.{step.id}"),
                kind=step.kind,
                state="active" if is_now else step.state,
                fraction=round(step.fraction * 50),
                is_required=getattr(goal, "required", True),
            )
        )
    stretches, behind = _against_plan(frame, plan)
    return TimelinePart(
        rows=tuple(rows),
        done=sum(step.state == "done" for step in steps),
        total=len(steps),
        behind_min=behind,
        stretches=stretches,
        now=round(min(1.0, frame.eva_s / max(1.0, plan.eva_s)) * 200),
    )


def _against_plan(frame: Frame, plan: Plan) -> tuple[tuple[tuple[float, float, str], ...], int | None]:
    """The plan's stretches with their state, and how many EVA minutes we are behind it."""
    if not plan.stretches:
        return (), None
    total = max(1.0, plan.eva_s)
    done_of = {step.id: 1.0 if step.state == "done" else step.fraction for step in frame.steps}
    shown = []
    place: float | None = None  # where on the plan's clock the work stands
    for stretch in plan.stretches:
        parts = [done_of.get(step, 1.0) for step in stretch.steps] or [1.0]
        done = sum(parts) / len(parts)
        state = "done" if done >= 1.0 else "open"
        if state == "open" and place is None:
            state, place = "active", stretch.from_s + done * (stretch.to_s - stretch.from_s)
        shown.append((round(stretch.from_s / total, 3), round(stretch.to_s / total, 3), state))
    if place is None or frame.eva_s <= 0:
        return tuple(shown), 0
    # Inside a stretch the way there is part of it: only time beyond what its work leaves free counts as late.
    active = next(s for s, (_, _, state) in zip(plan.stretches, shown, strict=True) if state == "active")
    late = max(0.0, frame.eva_s - active.to_s) if place <= frame.eva_s else frame.eva_s - place
    return tuple(shown), round(late / 60)


def _window(steps: Sequence[StepFrame], current: int) -> range:
    first = max(0, min(current - 1, len(steps) - SHOWN_STEPS))
    return range(first, min(len(steps), first + SHOWN_STEPS))


def _orbit(orbit: OrbitFrame, camera: Callable[[], CameraPart | None] | None) -> OrbitPart:
    return OrbitPart(
        at=round(orbit.orbit_fraction % 1.0 * 400),
        night_from=round(orbit.night_from, 3),
        is_night=orbit.light < 0.5,
        next_change_s=_rounded(orbit.next_change_s),
        place=nearest_place(orbit.lat_rad, orbit.lon_rad),
        camera=camera() if camera else None,
    )


def _rounded(seconds: float) -> int:
    """Whole minutes while there are many, then steps of five seconds: what the panel shows."""
    step = 60 if seconds >= 120 else 5
    return int(seconds // step * step)


def _banner(frame: Frame, crew: CrewFrame, turn_s: float | None) -> BannerPart | None:
    found: list[BannerPart] = []
    if not crew.is_conscious:  # first of all: nothing that the suit asks for can be done
        is_helped = any(other.is_conscious for other in frame.crew)
        do = "alarm.fainted.towed" if crew.towed_by else "alarm.fainted.do" if is_helped else "alarm.fainted.alone"
        found.append(BannerPart(3, "alarm.fainted", do))
    if frame.phase == "outside" and not crew.is_inside:
        if crew.is_adrift:
            found.append(BannerPart(3, "alarm.adrift", "alarm.adrift.do"))
        elif not crew.has_two_points:
            found.append(BannerPart(2, "alarm.two_points", "alarm.two_points.do"))
        if turn_s is not None and turn_s < 0:
            found.append(BannerPart(2, "alarm.turn_back", "alarm.turn_back.do"))
    found += [BannerPart(alarm.grade, f"alarm.{alarm.key}", f"do.{alarm.do}") for alarm in crew.suit.alarms]
    if not found:
        return None
    first = max(found, key=lambda banner: banner.grade)
    return BannerPart(first.grade, first.key, first.do_key, first.values, len(found) - 1)


def _ring(
    frame: Frame, crew: CrewFrame, goals: Sequence[Any], to_screen: Callable[[Point], tuple[float, float]] | None
) -> RingPart | None:
    if to_screen is None or not goals:
        return None
    goal = next((goal for goal in goals if frame.steps[goal.step_index].id == crew.working), None)
    if goal is None:
        goal = next((g for g in goals if 0 < frame.steps[g.step_index].fraction < 1), None)
    if goal is None:
        return None
    step = frame.steps[goal.step_index]
    x, y = to_screen(step.at if step.kind == "ride" else goal.at)
    return RingPart((round(x), round(y)), round(step.fraction * 100), bool(crew.working))


def _marks(
    crew: CrewFrame,
    home: Home | None,
    turn_s: float | None,
    to_screen: Callable[[Point], tuple[float, float]] | None,
) -> tuple[MarkPart, ...]:
    """The way home; the goal itself is marked on the picture by the stage."""
    if to_screen is None or crew.is_inside:
        return ()
    marks = []
    if home and turn_s is not None and home.distance_m > NEAR_M:
        x, y = to_screen(home.at)
        marks.append(MarkPart("home", (round(x), round(y)), round(home.distance_m), turn_s < 0))
    return tuple(marks)

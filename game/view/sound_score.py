"""What is heard of the world: events become sounds, facts become levels. Everything heard is also seen (`SEEN`).

In vacuum only what the suit carries reaches the ear. The score reads frames and events; it keeps only its own state,
and a tick that is missed or told twice does no harm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from game.sim.events import Event
from game.sim.frame import CrewFrame, Frame, HandFrame
from game.view.sound_mix import Mix
from game.view.sound_recipes import BREATH_VARIANTS, BREATHS, VARIANTS, hum_index, line_pitch_hz

TICK_S = 1.0 / 60.0
LONGEST_GAP_TICKS = 30  # a longer jump in ticks is a cut: begin anew
SEA_LEVEL_PA = 101_325.0


@dataclass(frozen=True, slots=True)
class Cue:
    """The sound of an event: its gain goes from `low` to 1 as the event's value goes from 0 to `full`; 0 = always 1."""

    sound: str
    group: str = "effects"
    low: float = 1.0
    full: float = 0.0
    variants: int = 0
    is_of_hand: bool = False  # heard a little at the side of the hand that the event names


CUES: dict[str, Cue] = {
    "reached": Cue("cloth", low=0.8, variants=VARIANTS, is_of_hand=True),
    "gripped": Cue("grip", low=0.35, full=0.8, variants=VARIANTS, is_of_hand=True),
    "missed": Cue("brush", is_of_hand=True),
    "slipped": Cue("scrape", is_of_hand=True),
    "released": Cue("cloth", low=0.5, variants=VARIANTS, is_of_hand=True),
    "hook_closed": Cue("hook_close"),
    "hook_opened": Cue("hook_open"),
    "tether_taut": Cue("grip", low=0.3, full=400.0, variants=VARIANTS),
    "reel_locked": Cue("hook_close", low=0.6),
    "reel_freed": Cue("hook_open", low=0.6),
    "tether_broke": Cue("snap"),
    "hook_torn": Cue("snap", low=0.8),
    "hold_overloaded": Cue("crack"),
    "contact": Cue("blow", low=0.25, full=600.0, variants=VARIANTS),
    "damaged": Cue("crack"),
    "restraint_entered": Cue("boots"),
    "restraint_left": Cue("boots", low=0.5),
    "tucked": Cue("cloth", low=0.9, variants=VARIANTS),
    "stretched": Cue("cloth", low=0.9, variants=VARIANTS),
    "item_done": Cue("hook_close", low=0.5),
    "stroke_failed": Cue("refused"),
    "step_done": Cue("work_done"),
    "step_failed": Cue("work_failed"),
    "step_reopened": Cue("work_failed", low=0.7),
    "unit_leashed": Cue("hook_close", low=0.7),
    "unit_unleashed": Cue("hook_open", low=0.7),
    "towed": Cue("hook_close", low=0.7),
    "unit_seated": Cue("latch"),
    "unit_freed": Cue("unlatch"),
    "unit_thrown": Cue("push"),
    "unit_jettisoned": Cue("push"),
    "switched": Cue("hook_close", low=0.4),
    "hatch_opened": Cue("hatch", low=0.7),
    "hatch_closed": Cue("hatch"),
    "inside": Cue("boots", low=0.7),
    "alarm_cleared": Cue("alarm_clear", "alarms"),
    "held": Cue("alarm_clear", "alarms"),
    "refused": Cue("refused"),
}
# Heard in another way (alarms, the sunrise), or only seen because nothing of it reaches the suit.
QUIET = {
    "keep_out_entered": "the call that control makes of it is heard",
    "keep_out_left": "nothing to hear",
    "tether_slack": "the hum of the line ends",
    "two_point_broken": "heard as an alarm",
    "two_point_restored": "the alarm ends",
    "adrift": "heard as an alarm",
    "step_started": "the tool is heard",
    "release_true": "the push itself is heard",
    "release_poor": "the push itself is heard, and the call that control makes of it",
    "diver_helps": "the hand that is laid on a hold is heard",
    "called_off": "the call that control makes of it is heard",
    "fault_began": "heard as an alarm, or as a fan that stops",
    "fault_mended": "the alarm ends",
    "came_to": "breath is heard again",
    "let_go": "the grip by which he holds on again is heard",
    "bridge_stands": "the crank falls silent",
    "bridge_gone": "the crank is heard",
    "beyond_help": "the alarm before it goes on",
    "unit_lost": "the call that control makes of it is heard",
    "alarm": "heard as an alarm",
    "sunrise": "heard as music",
    "sunset": "heard as music",
    "unconscious": "the alarm before it goes on; breath becomes faint",
}
TOOLS: dict[str, tuple[str, float]] = {  # kind of step: what is heard while it is worked on, gain
    "check": ("tool_switch", 0.7),
    "inspect": ("tool_switch", 0.4),
    "verify": ("tool_switch", 0.4),
    "open_hatch": ("tool_crank", 1.0),
    "close_hatch": ("tool_crank", 1.0),
    "rotate": ("tool_crank", 0.8),
    "open_cover": ("tool_handle", 1.0),
    "fetch": ("tool_handle", 0.8),
    "stow": ("tool_handle", 0.8),
    "extract": ("tool_handle", 1.0),
    "insert": ("tool_handle", 1.0),
    "jettison": ("tool_handle", 0.5),
    "demate": ("tool_plug", 1.0),
    "mate": ("tool_plug", 1.0),
    "crank": ("tool_crank", 1.0),
    "valve": ("tool_crank", 0.6),
    "operate": ("tool_crank", 0.5),
    "close_cover": ("tool_handle", 1.0),
    "push_open": ("tool_handle", 1.0),
    "unfold": ("tool_handle", 0.8),
    "launch": ("tool_handle", 0.5),
    "route": ("slide", 0.5),
    "swab": ("slide", 0.4),
    "wipe": ("slide", 0.6),
    "photograph": ("tool_switch", 0.5),
    "unbolt": ("tool_ratchet", 1.0),
    "bolt": ("tool_ratchet", 1.0),
}
NO_TOOL = {
    "depressurise": "the air itself is heard",
    "ingress": "hands and boots are heard",
    "translate": "hands are heard",
    "clip": "the hook is heard",
    "float_out": "hands are heard",
    "ride": "nothing of the boom reaches the suit but through the boots",
}
# What shows a sound to somebody who does not hear it: a part of the panels or of the picture.
SEEN: dict[str, str] = {
    "cloth": "the arm moves; the hand's symbol",
    "grip": "the hand's symbol in the panel of points",
    "brush": "the hand's symbol goes back to free",
    "scrape": "the hand's symbol goes back to free",
    "hook_close": "the hook's symbol; a glint at the hook",
    "hook_open": "the hook's symbol",
    "snap": "crystals and a glint; the hook's symbol; the line is gone",
    "blow": "crystals and a glint at the place",
    "crack": "crystals and a glint at the place",
    "boots": "the panel of points counts the restraint; the clock panel tells the phase",
    "work_done": "the timeline; a glint",
    "work_failed": "the timeline opens the step again",
    "latch": "a glint; the unit in its seat",
    "unlatch": "crystals; the unit out of its seat",
    "push": "the unit drifts away",
    "hatch": "the clock panel tells the phase",
    "refused": "the prompt says why not",
    "alarm_1": "the banner",
    "alarm_2": "the banner",
    "alarm_3": "the banner",
    "alarm_clear": "the banner goes",
    "squelch_open": "the caption",
    "squelch_close": "the caption",
    "carrier": "the caption",
    "fan": "the banner when it stands still",
    "pump": "the banner when the fan stands still, the same battery drives both",
    "air": "the clock panel tells the phase",
    "slide": "glove and hook move along the rail",
    "inhale": "breaths a minute in the suit panel",
    "exhale": "breaths a minute in the suit panel",
    "hum": "a taut line is drawn straight and bright",
    "tool": "the ring round the work; the moving hand",
    "pad": "the sunlight itself, and the orbit panel",
    "ui": "the focus frame",
}
HAND_PAN = {"left": -0.3, "right": 0.3}
TAUT_FROM_N, TAUT_FULL_N = 10.0, 300.0  # a softer pull hums in nobody's suit
HUM_FADE_S = 0.05
HUM_FALL_S = 0.08  # a pull that ends is followed so fast
SLIDE_FROM_MPS, SLIDE_FULL_MPS = 0.03, 0.50
CALM_W, HARD_W = 146.0, 600.0
EXHALE_AT = 0.42  # of a breath
DUCKED = 0.6  # breath and fan while somebody speaks
AGAIN_S = {2: 15.0, 3: 5.0}  # a warning and an emergency sound again while they last
GAP_S = 4.0  # between two alarms of the same grade
SUNRISE = (0, 2, 3, 5)  # pads, low to high
SUNSET = (0, 1, 2)


@dataclass(slots=True)
class SoundScore:
    """Turns ticks into sounds on a mix."""

    mix: Mix
    crew_id: str = ""
    is_ducked: bool = False
    is_late: bool = False  # the panels show that it is time to turn back
    _tick: int = -1
    _turn: int = 0  # counts sounds with variants
    _breath: float = 0.0  # phase, 0..1
    _has_exhaled: bool = True
    _pull_n: float = 0.0
    _pitch_hz: float = 0.0
    _air_pa: float = -1.0
    _air: float = 0.0
    _alarms: dict[str, int] = field(default_factory=dict)
    _rung_s: dict[int, float] = field(default_factory=dict)

    @property
    def last_tick(self) -> int:
        """The tick that was heard last, -1 before the first."""
        return self._tick

    def tick(self, frame: Frame, events: Sequence[Event] = ()) -> None:
        """Hear one world tick; the same tick twice is heard once."""
        gap = frame.tick - self._tick
        if gap == 0:
            return
        if gap < 0 or gap > LONGEST_GAP_TICKS:
            self.reset()
            gap = 1
        self._tick = frame.tick
        self.mix.touch()
        elapsed_s = gap * TICK_S
        crew = self._crew(frame)
        for event in events:
            self._hear(event, crew)
        self._hum(frame, crew, elapsed_s)
        if crew is None:
            return
        self._suit(frame, crew, elapsed_s)
        self._breathe(crew, elapsed_s)
        self._work(frame, crew)
        self._slide(crew)
        self._alarm(frame, crew)

    def reset(self) -> None:
        """Forget the walk before."""
        self.mix.silence_world()
        self._tick = -1
        self._breath, self._has_exhaled = 0.0, True
        self._pull_n = self._pitch_hz = self._air = 0.0
        self._air_pa = -1.0
        self._alarms.clear()
        self._rung_s.clear()
        self.is_late = False

    # --- inner

    def _crew(self, frame: Frame) -> CrewFrame | None:
        first = frame.crew[0] if frame.crew else None  # a lab may have nobody outside
        return next((one for one in frame.crew if one.id == self.crew_id), first)

    def _hear(self, event: Event, crew: CrewFrame | None) -> None:
        if event.kind in ("sunrise", "sunset"):
            for pad in SUNRISE if event.kind == "sunrise" else SUNSET:
                self.mix.shot(f"pad_{pad}", "music", 0.7)
            return
        cue = CUES.get(event.kind)
        if cue is None or (event.who and crew is not None and event.who != crew.id):
            return  # nothing carries the sound of another suit over here
        gain = cue.low
        if cue.full > 0.0:
            gain += (1.0 - cue.low) * min(1.0, max(0.0, event.value) / cue.full)
        name = cue.sound
        if cue.variants:
            self._turn += 1
            name = f"{name}_{self._turn % cue.variants}"
        pan = HAND_PAN.get(event.what, 0.0) if cue.is_of_hand else 0.0
        self.mix.shot(name, cue.group, gain, pan=pan)

    def _suit(self, frame: Frame, crew: CrewFrame, elapsed_s: float) -> None:
        runs = not any(alarm.key == "fan_out" for alarm in crew.suit.alarms)
        level = (DUCKED if self.is_ducked else 1.0) if runs else 0.0
        self.mix.loop("fan_a", "fan_a", "breath", level, 0.6)
        self.mix.loop("fan_b", "fan_b", "breath", level, 0.6)
        self.mix.loop("pump", "pump", "breath", level, 0.6)
        moved = abs(frame.airlock_pa - self._air_pa) if self._air_pa >= 0.0 else 0.0
        self._air_pa = frame.airlock_pa
        share = min(1.0, frame.airlock_pa / SEA_LEVEL_PA)
        wanted = math.sqrt(share) if moved > 1e-6 else 0.0  # air that leaves is heard ever less
        self._air += (wanted - self._air) * min(1.0, elapsed_s / 0.3)
        self.mix.loop("air", "air", "effects", self._air if self._air > 0.02 else 0.0, 0.2)

    def _breathe(self, crew: CrewFrame, elapsed_s: float) -> None:
        suit = crew.suit
        self._breath += elapsed_s * suit.breath_pm / 60.0
        effort = next((i for i, (most, _, _) in enumerate(BREATHS) if suit.breath_pm <= most), len(BREATHS) - 1)
        work = min(1.0, max(0.0, (suit.metabolic_w - CALM_W) / (HARD_W - CALM_W)))
        gain = (0.35 + 0.65 * work) * (DUCKED if self.is_ducked else 1.0)
        if self._breath >= 1.0:
            self._breath %= 1.0
            self._has_exhaled = False
            self._turn += 1
            self.mix.shot(f"inhale_{effort}_{self._turn % BREATH_VARIANTS}", "breath", gain)
        elif self._breath >= EXHALE_AT and not self._has_exhaled:
            self._has_exhaled = True
            self.mix.shot(f"exhale_{effort}_{self._turn % BREATH_VARIANTS}", "breath", gain)

    def _hum(self, frame: Frame, crew: CrewFrame | None, elapsed_s: float) -> None:
        """The line that pulls hardest hums; a pull that ends fades at the pitch it had."""
        owner = crew.id if crew is not None else ""
        lines = [line for line in frame.lines if not line.is_stowed and line.owner == owner]
        hardest = max(lines, key=lambda line: line.tension_n, default=None)
        pull_n = hardest.tension_n if hardest is not None else 0.0
        keep = math.exp(-elapsed_s / HUM_FALL_S)
        self._pull_n = max(pull_n, self._pull_n * keep)
        if hardest is not None and pull_n >= TAUT_FROM_N and pull_n >= 0.5 * self._pull_n:
            self._pitch_hz = line_pitch_hz(pull_n, hardest.length_m)
        share = max(0.0, self._pull_n - TAUT_FROM_N) / (TAUT_FULL_N - TAUT_FROM_N)
        gain = round(math.sqrt(min(1.0, share)), 2)
        name = f"hum_{hum_index(self._pitch_hz):02d}" if self._pitch_hz > 0.0 else ""
        self.mix.loop("hum", name, "effects", gain, HUM_FADE_S)

    def _work(self, frame: Frame, crew: CrewFrame) -> None:
        kind = next((step.kind for step in frame.steps if step.id == crew.working), "") if crew.working else ""
        name, gain = TOOLS.get(kind, ("", 0.0))
        self.mix.loop("tool", name or self.mix.slot("tool"), "effects", gain, 0.08)

    def _slide(self, crew: CrewFrame) -> None:
        fastest = max((_slid_mps(hand) for hand in crew.hands), default=0.0)
        for hook in crew.hooks:
            if hook.state == "closed":
                fastest = max(fastest, 0.5 * math.dist(hook.at, hook.before) / TICK_S)
        share = (fastest - SLIDE_FROM_MPS) / (SLIDE_FULL_MPS - SLIDE_FROM_MPS)
        self.mix.loop("slide", "slide", "effects", round(min(1.0, max(0.0, share)), 2), 0.10)

    def _alarm(self, frame: Frame, crew: CrewFrame) -> None:
        now_s = frame.tick * TICK_S
        found = {alarm.key: alarm.grade for alarm in crew.suit.alarms}
        if frame.phase == "outside" and not crew.is_inside:
            if crew.is_adrift:
                found["adrift"] = 3
            elif not crew.has_two_points:
                found["two_points"] = 2
            if self.is_late:
                found["turn_back"] = 2
        fresh = max((grade for key, grade in found.items() if grade > self._alarms.get(key, 0)), default=0)
        self._alarms = found
        worst = max(found.values(), default=0)
        ring = 0
        if fresh and now_s - self._rung_s.get(fresh, -math.inf) >= GAP_S:
            ring = fresh
        elif worst in AGAIN_S and now_s - self._rung_s.get(worst, now_s) >= AGAIN_S[worst]:
            ring = worst
        if ring:
            self._rung_s[ring] = now_s
            self.mix.shot(f"alarm_{ring}", "alarms")


def _slid_mps(hand: HandFrame) -> float:
    return math.dist(hand.at, hand.before) / TICK_S if hand.state == "gripping" else 0.0

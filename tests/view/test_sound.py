"""Sound, measured since no machine can listen: levels, spectra, pitches, rates; and that all heard is also seen."""

from __future__ import annotations

import dataclasses
import json
import os
import time
import wave
from types import SimpleNamespace

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import numpy as np
import polib
import pygame
import pytest

from game.app.settings import Settings
from game.app.sound import Sound
from game.missions.level import load_level
from game.session.session import Session
from game.sim.events import KINDS, Event
from game.sim.frame import Alarm, LineFrame
from game.sim.spec import STEP_KINDS
from game.sim.world import World
from game.view.cache import Cache
from game.view.captions import Captions
from game.view.hud_model import Plan, hud_model
from game.view.paths import assets_root
from game.view.sound import SoundPainter
from game.view.sound_bank import SoundBank
from game.view.sound_deck import Tape
from game.view.sound_mix import CEILING, Levels
from game.view.sound_radio import voice_file
from game.view.sound_recipes import BREATHS, HUM_COUNT, hum_hz, hum_index, line_pitch_hz, recipes
from game.view.sound_score import CUES, NO_TOOL, QUIET, SEEN, TOOLS
from game.view.sound_wave import RATE_HZ, partial
from game.view.sparks import BURSTS
from game.view.text import Text

TICK_S = 1.0 / 60.0
SLACK = 4.0  # a shared machine
THUMPS = ("grip", "blow", "boots", "snap", "latch", "unlatch", "push", "hatch", "work_failed")


@pytest.fixture(scope="module")
def bank():
    made = SoundBank()
    for _ in made.jobs(Cache(None)):
        pass
    return made


@pytest.fixture(scope="module")
def start():
    """A frame of the first mission, the person put outside and calm."""
    world = World(load_level("unit-swap").world_spec("3m"), seed=1)
    world.step({})
    return outside(world.frame())


def outside(frame, **changes):
    changes = {"is_inside": False, "is_adrift": False, "has_two_points": True, "working": "", **changes}
    crew = dataclasses.replace(frame.crew[0], **changes)
    return dataclasses.replace(frame, phase="outside", eva_s=3600.0, crew=(crew, *frame.crew[1:]))


def suited(frame, **changes):
    return outside(frame, suit=dataclasses.replace(frame.crew[0].suit, **changes))


def at(frame, tick):
    return dataclasses.replace(frame, tick=tick)


def event(kind, frame, **values):
    return Event(frame.tick, kind, **{"who": frame.crew[0].id, **values})


class Room:
    """A painter on a tape; `shots` are the names of all sounds that began."""

    def __init__(self, bank, **levels):
        self.tape = Tape()
        self.painter = SoundPainter(Levels(**levels), deck=self.tape)
        self.painter.bank.clips.update(bank.clips)
        self.painter.bank.is_ready = True
        self.shots = []
        play = self.tape.play

        def noted(channel, clip, left, right):
            self.shots.append(clip.name)
            play(channel, clip, left, right)

        self.tape.play = noted

    def run(self, frame, seconds, events=(), calls=()):
        """Let world and real time pass; events and calls come with the first tick."""
        first = self.painter.score.last_tick + 1
        for number in range(round(seconds / TICK_S)):
            is_first = number == 0
            self.painter.tick(at(frame, first + number), events if is_first else (), calls if is_first else ())
            self.rest(TICK_S)
        return self

    def rest(self, seconds, **options):
        """Let only real time pass."""
        for _ in range(max(1, round(seconds / TICK_S))):
            self.painter.advance(TICK_S, **options)
            self.tape.run(TICK_S)
        return self

    @property
    def sound(self):
        return self.tape.sound

    def heard(self, prefix):
        return [name for name in self.shots if name.startswith(prefix)]


def db(value):
    return 20.0 * np.log10(max(float(value), 1e-9))


def rms(wave_):
    return float(np.sqrt(np.mean(np.square(np.asarray(wave_, np.float64)))))


def floats(clip):
    return clip.samples.astype(np.float64) / 32768.0


def spectrum(wave_):
    return np.fft.rfftfreq(len(wave_), 1.0 / RATE_HZ), np.abs(np.fft.rfft(wave_)) ** 2


def pitch_hz(wave_):
    """The strongest frequency, between the bins of the transform."""
    hz, power = spectrum(wave_ * np.hanning(len(wave_)))
    top = int(np.argmax(power[1:-1])) + 1
    a, b, c = np.log(power[top - 1 : top + 2] + 1e-30)
    return float((top + 0.5 * (a - c) / (a - 2 * b + c)) * hz[1])


# --- each sound


def test_every_sound_has_its_level_and_no_click(bank) -> None:
    """Each sound peaks where its recipe says, has no offset, and begins and ends softly; loops have no seam."""
    for recipe in recipes():
        clip = bank.clips[recipe.name]
        made = floats(clip)
        assert len(made) == recipe.samples
        assert abs(db(clip.peak) - recipe.peak_db) < 0.1, recipe.name
        assert abs(made.mean()) < 0.02 * clip.peak + 1e-4, recipe.name
        steps = np.abs(np.diff(made)).max()
        if recipe.is_loop:
            assert abs(made[0] - made[-1]) <= 1.5 * steps, f"{recipe.name} has a seam"
        else:
            assert abs(made[0]) < 0.05 * clip.peak, f"{recipe.name} begins with a click"
            assert abs(made[-1]) < 0.02 * clip.peak, f"{recipe.name} ends with a click"


def test_thumps_are_dull(bank) -> None:
    """What comes through gloves and boots has less than a ten-thousandth of its energy above 700 Hz."""
    names = [name for name in bank.clips if name.rstrip("_0123456789") in THUMPS]
    assert len(names) >= len(THUMPS)
    for name in names:
        hz, power = spectrum(floats(bank.clips[name]))
        assert 10.0 * np.log10(power[hz > 700].sum() / power.sum()) < -35.0, name
        # Small loudspeakers begin at about 150 Hz: something must be left there.
        assert power[hz > 150].sum() / power.sum() > 0.05, name


def test_nothing_is_brighter_than_a_suit_lets_through(bank) -> None:
    """Cloth, clicks and tools have 95 % of their energy below 2 kHz."""
    for name in bank.clips:
        if name.startswith(("cloth", "hook", "tool", "slide", "scrape", "brush", "fan", "pump")):
            hz, power = spectrum(floats(bank.clips[name]))
            assert power[hz < 2000].sum() / power.sum() > 0.95, name


def test_breath_keeps_its_level(bank) -> None:
    """Breath peaks at -12 to -13 dBFS and is 13 to 19 dB quieter on the average, for each degree of effort."""
    for name, clip in bank.clips.items():
        if name.startswith(("inhale", "exhale")):
            assert -13.5 < db(clip.peak) < -11.5
            assert -32.5 < db(rms(floats(clip))) < -24.5, name


def test_breaths_fit_into_their_time() -> None:
    """In and out are over before the next breath begins, at the fastest rate of each degree."""
    for fastest, in_s, out_s in BREATHS:
        rate = min(fastest, 40.0)  # nobody breathes faster
        assert in_s <= 0.42 * 60.0 / rate + 0.05
        assert in_s + out_s <= 60.0 / rate + 0.25


PULLS = ((20, 1.0), (100, 1.0), (400, 1.0), (60, 3.0), (900, 2.5), (2400, 5.0))


@pytest.mark.parametrize(("tension_n", "length_m"), PULLS)
def test_a_taut_line_has_the_pitch_of_its_formula(bank, tension_n, length_m) -> None:
    """The tone of a line lies within 2 % of 25 Hz sqrt(tension / length)."""
    wanted = 25.0 * (tension_n / length_m) ** 0.5
    clip = bank.clips[f"hum_{hum_index(line_pitch_hz(tension_n, length_m)):02d}"]
    assert pitch_hz(np.tile(floats(clip), 8)) == pytest.approx(wanted, rel=0.02)


def test_pitch_rises_as_the_root_of_tension_and_stays_in_range() -> None:
    """Four times the tension is twice the pitch; none leaves the range of tones."""
    assert line_pitch_hz(400, 2.0) == pytest.approx(2 * line_pitch_hz(100, 2.0))
    assert line_pitch_hz(100, 1.0) == pytest.approx(2 * line_pitch_hz(100, 4.0))
    assert line_pitch_hz(0.0, 10.0) == hum_hz(0)
    assert line_pitch_hz(1e6, 0.1) == hum_hz(HUM_COUNT - 1)


def test_the_quick_sine_is_a_sine() -> None:
    """Turning in two steps differs from a sine by less than 1e-5."""
    exact = np.sin(2 * np.pi * 441.3 / RATE_HZ * np.arange(50_001) + 0.3)
    assert np.abs(partial(50_001, 441.3, 0.3) - exact).max() < 1e-5


def onsets(clip):
    """How often a sound sets in, by its envelope of 10 ms."""
    made = np.abs(floats(clip))
    block = RATE_HZ // 100
    level = made[: len(made) // block * block].reshape(-1, block).max(axis=1) > 0.3 * clip.peak
    return int(np.count_nonzero(level[1:] & ~level[:-1])) + int(level[0])


def test_three_grades_are_told_apart(bank) -> None:
    """A caution chimes, a warning alternates two tones, an emergency pulses fast but less than three times a second."""
    emergency = bank.clips["alarm_3"]
    assert 2.0 < onsets(emergency) / emergency.seconds < 3.0
    warning = floats(bank.clips["alarm_2"])
    quarter = RATE_HZ // 4
    tones = [pitch_hz(warning[n * quarter : (n + 1) * quarter - 500]) for n in range(6)]
    assert tones == pytest.approx([620.0, 466.0] * 3, rel=0.01)
    loudness = [rms(floats(bank.clips[f"alarm_{grade}"])) for grade in (1, 2, 3)]
    assert loudness[0] < min(loudness[1:])


def test_sounds_are_made_in_small_pieces_and_kept(tmp_path) -> None:
    """They are made in pieces of about 2 ms; the next start reads the same from disc, unless it is spoilt."""

    def make():
        made, pieces = SoundBank(), []
        jobs = made.jobs(Cache(tmp_path))
        while True:
            began = time.thread_time()
            if next(jobs, None) is None:
                return made, pieces
            pieces.append(time.thread_time() - began)

    first, pieces = make()
    assert np.percentile(pieces[3:], 95) < 0.002 * SLACK
    assert sum(pieces) < 0.6 * SLACK
    second, again = make()
    assert sum(again) < 0.05 * SLACK
    assert all(np.array_equal(first.clips[name].samples, clip.samples) for name, clip in second.clips.items())
    for file in tmp_path.glob("sounds-*.npy"):
        file.write_bytes(file.read_bytes()[:1000])
    third, _ = make()
    assert np.array_equal(third.clips["alarm_3"].samples, first.clips["alarm_3"].samples)


# --- what is heard, and seen


def test_every_event_is_decided(bank) -> None:
    """Each kind of event has a sound or a reason for silence; each kind of work has its tool; all sounds exist."""
    assert set(CUES) | set(QUIET) == set(KINDS)
    assert not set(CUES) & set(QUIET)
    assert set(TOOLS) | set(NO_TOOL) == set(STEP_KINDS)
    stems = {name.rstrip("0123456789").rstrip("_") for name in bank.clips}
    for cue in CUES.values():
        assert cue.sound in stems or cue.sound in bank.clips, cue.sound
    assert {name for name, _ in TOOLS.values()} <= set(bank.clips)


def test_every_sound_says_what_shows_it(bank) -> None:
    """The table of what shows a sound to the deaf covers every sound of the bank."""
    for name in bank.clips:
        assert any(name == stem or name.startswith(f"{stem}_") for stem in SEEN), name


@pytest.mark.parametrize("kind", sorted(CUES))
def test_every_event_sounds_once(bank, start, kind) -> None:
    """An event begins its sound in its tick, once, also when the tick is told twice; another's suit is not heard."""
    room = Room(bank)
    room.run(start, 0.2)
    before = len(room.heard(CUES[kind].sound))
    told = at(start, room.painter.score.last_tick + 1)
    for _ in range(3):
        room.painter.tick(told, (event(kind, told, what="left", value=0.5),))
        room.rest(TICK_S)
    assert len(room.heard(CUES[kind].sound)) == before + 1
    other = Room(bank).run(start, 0.1, [event(kind, start, who="EV9")])
    assert not other.heard(CUES[kind].sound)


def test_what_is_heard_of_hands_and_hooks_is_in_the_panels(start) -> None:
    """Grips, slips, hooks, restraint and points change the panel of points."""
    crew = start.crew[0]
    seen = {hud_model(start).points}
    for state in ("reaching", "gripping", "holding", "working"):
        hand = dataclasses.replace(crew.hands[0], state=state)
        seen.add(hud_model(outside(start, hands=(hand, crew.hands[1]))).points)
    for state in ("stowed", "clipping", "unclipping"):
        hook = dataclasses.replace(crew.hooks[0], state=state)
        seen.add(hud_model(outside(start, hooks=(hook, *crew.hooks[1:]))).points)
    seen.add(hud_model(outside(start, restraint="boots_1")).points)
    assert len(seen) >= 8


def test_what_strikes_is_seen_at_the_place() -> None:
    """Blows, breaks, units freed and seated and finished work throw crystals or glint in the picture."""
    assert {"contact", "damaged", "tether_broke", "unit_freed", "unit_seated", "step_done", "gripped"} <= set(BURSTS)


def test_breath_and_work_are_in_the_panels(start) -> None:
    """Breaths a minute stand in the suit panel; a step that is worked on has its ring."""
    assert hud_model(suited(start, breath_pm=27.0)).suit.breath == 27
    step = start.steps[0]
    goal = SimpleNamespace(step_index=0, title_key="x", at=(0.0, 0.0), required=True)
    model = hud_model(outside(start, working=step.id), goals=[goal], to_screen=lambda point: point)
    assert model.ring is not None


def test_every_banner_is_heard(bank, start) -> None:
    """Whatever the banner shows sounds in its grade: suit alarms, adrift, fewer than two points, time to turn back."""
    for grade in (1, 2, 3):
        frame = suited(start, alarms=(Alarm("o2_low", grade),))
        assert hud_model(frame).banner.grade == grade
        assert Room(bank).run(frame, 0.2).heard("alarm") == [f"alarm_{grade}"]
    for changes, grade in (({"is_adrift": True}, 3), ({"has_two_points": False}, 2)):
        frame = outside(start, **changes)
        assert hud_model(frame).banner.grade == grade
        assert Room(bank).run(frame, 0.2).heard("alarm") == [f"alarm_{grade}"]
    late = hud_model(start, plan=Plan(), turn_back_s=-60.0)
    assert late.banner.key == "alarm.turn_back"
    room = Room(bank)
    room.painter.see(is_late=late.clock.turn_back_min < 0)
    room.painter.score._tick = 0
    assert room.run(start, 0.2).heard("alarm") == [f"alarm_{late.banner.grade}"]


def test_alarms_do_not_nag(bank, start) -> None:
    """A caution sounds once, a warning every 15 s, an emergency every 5 s; what comes and goes is not drummed."""
    counts = [len(Room(bank).run(suited(start, alarms=(Alarm("hot", g),)), 31.0).heard("alarm")) for g in (1, 2, 3)]
    assert counts == [1, 3, 7]
    room = Room(bank)
    for number in range(20):
        room.run(outside(start, has_two_points=number % 2 == 0), 0.2)
    assert len(room.heard("alarm")) == 1


def test_every_call_is_heard_and_written(bank, start) -> None:
    """A call has a squelch before and after, and a caption; the narrator, who is on no loop, only the caption."""
    call = SimpleNamespace(key="call.sunrise", speaker="control", grade=0, values={})
    room = Room(bank).run(start, 4.0, calls=[call])
    assert room.heard("squelch") == ["squelch_open", "squelch_close"]
    captions = Captions()
    captions.hear([call], 0.0)
    assert captions.shown(0.1).key == call.key
    told = SimpleNamespace(key="call.sunrise", speaker="narrator", grade=0, values={})
    assert not Room(bank).run(start, 4.0, calls=[told]).heard("squelch")


def test_breath_follows_exertion(bank, start) -> None:
    """Breaths a minute are those of the suit, and hard work is at least 3 dB louder than calm, the fan included."""
    calm = Room(bank).run(suited(start, breath_pm=14.0, metabolic_w=150.0), 60.0)
    hard = Room(bank).run(suited(start, breath_pm=30.0, metabolic_w=600.0), 60.0)
    assert len(calm.heard("inhale")) == pytest.approx(14, abs=1)
    assert len(hard.heard("inhale")) == pytest.approx(30, abs=1)
    assert len(hard.heard("exhale")) == pytest.approx(30, abs=1)
    assert db(rms(hard.sound)) - db(rms(calm.sound)) > 3.0


def line(start, tension_n, length_m=2.0):
    return LineFrame(
        "EV1.tether1", "fixed", start.crew[0].id, ((0.0, 0.0), (length_m, 0.0)), ((0.0, 0.0), (length_m, 0.0)),
        length_m, length_m, length_m, tension_n, is_taut=True, is_stowed=False,
    )  # fmt: skip


def test_a_taut_line_is_heard_in_the_mix(bank, start) -> None:
    """The mix has the line's pitch, quietly; a slack or stowed line is not heard; the hum ends with the pull."""
    frame = dataclasses.replace(start, lines=(line(start, 200.0),))
    room = Room(bank, breath=0.0).run(frame, 2.0)
    made = room.sound[RATE_HZ:, 0]
    assert pitch_hz(made) == pytest.approx(250.0, rel=0.02)
    assert -40.0 < db(rms(made)) < -25.0
    slack = Room(bank, breath=0.0).run(dataclasses.replace(start, lines=(line(start, 0.0),)), 1.0)
    assert rms(slack.sound) == 0.0
    room.run(dataclasses.replace(start, lines=()), 1.5)
    assert rms(room.sound[-RATE_HZ // 4 :]) == 0.0


def test_a_line_that_pulls_harder_glides_up(bank, start) -> None:
    """Pitch follows a growing tension without a gap louder than its own level."""
    room = Room(bank, breath=0.0)
    for tension in np.linspace(60.0, 400.0, 60):
        room.run(dataclasses.replace(start, lines=(line(start, float(tension)),)), 2 * TICK_S)
    made = room.sound[:, 0]
    third = len(made) // 4
    pitches = [pitch_hz(made[n * third : (n + 1) * third]) for n in range(4)]
    assert pitches == sorted(pitches)
    assert pitches[-1] > 1.6 * pitches[0]


def test_a_lab_line_is_heard_without_anyone_outside(bank, start) -> None:
    """In a lab without crew the line that pulls hardest hums, and nobody breathes."""
    lab = dataclasses.replace(line(start, 150.0), owner="")
    room = Room(bank).run(dataclasses.replace(start, crew=(), lines=(lab,), steps=()), 1.0)
    assert room.heard("hum")
    assert not room.heard("fan") + room.heard("inhale")


def test_the_tool_sounds_while_it_works(bank, start) -> None:
    """The ratchet runs while a bolt is turned and ends with the work; a failed fan falls silent."""
    step = dataclasses.replace(start.steps[0], id="bolts", kind="unbolt", state="active")
    frame = dataclasses.replace(outside(start, working="bolts"), steps=(step, *start.steps[1:]))
    room = Room(bank, breath=0.0).run(frame, 2.5)
    assert room.heard("tool") == ["tool_ratchet"]
    assert rms(room.sound) > 0.0
    room.run(start, 1.0)
    assert rms(room.sound[-RATE_HZ // 4 :]) == 0.0
    still = Room(bank, alarms=0.0).run(suited(start, alarms=(Alarm("fan_out", 2),)), 1.0)
    assert not still.heard("fan")


# --- the mix


def test_nothing_clips(bank, start) -> None:
    """With every sound at once at full volume the sum stays under the ceiling."""
    room = Room(bank)
    events = [event(kind, start, what="left", value=1e4) for kind in CUES]
    frame = dataclasses.replace(
        suited(start, alarms=(Alarm("o2_low", 3),), metabolic_w=900.0), lines=(line(start, 800.0),)
    )
    for _ in range(6):
        room.run(frame, 0.5, events)
    top = np.abs(room.sound).max()
    assert 0.3 < top <= CEILING + 1e-6
    assert min(1.0, room.painter.mix.master) > 0.0


def test_volumes_are_separate(bank, start) -> None:
    """Each volume at 0 silences its own sounds and no others; the main volume silences all."""
    call = SimpleNamespace(key="call.x", speaker="control", grade=0, values={})
    frame = suited(start, alarms=(Alarm("o2_low", 2),), breath_pm=30.0)
    events = [event("contact", start, value=300.0), Event(0, "sunrise")]
    members = {
        "effects": "blow", "voice": "squelch", "alarms": "alarm", "breath": "inhale", "music": "pad"
    }  # fmt: skip
    for group in members:
        shots = Room(bank, **{group: 0.0}).run(frame, 3.0, events, [call])
        for other, stem in members.items():
            assert bool(shots.heard(stem)) == (other != group), (group, other)
    assert rms(Room(bank, volume=0.0).run(frame, 1.0, events, [call]).sound) == 0.0
    settings = {entry.name for entry in dataclasses.fields(Settings)}
    assert {*members, "volume", "mono"} <= settings


def test_mono_is_the_same_in_both_ears(bank, start) -> None:
    """A hand at the left is heard more at the left, with mono alike on both sides."""
    grip = [event("gripped", start, what="left", value=0.3)]
    wide = Room(bank, breath=0.0).run(start, 0.5, grip).sound
    mono = Room(bank, breath=0.0, is_mono=True).run(start, 0.5, grip).sound
    assert rms(wide[:, 0]) > 1.2 * rms(wide[:, 1])
    assert np.array_equal(mono[:, 0], mono[:, 1])
    assert rms(mono) > 0.0


def test_the_world_stands_still_without_ticks(bank, start) -> None:
    """Half a second after the last tick the world is silent, menus are not; the next tick brings it back."""
    room = Room(bank).run(start, 1.0)
    room.rest(0.6)
    quiet = len(room.sound)
    room.rest(0.4)
    assert rms(room.sound[quiet:]) == 0.0
    room.painter.ui("accept")
    room.rest(0.2)
    assert rms(room.sound[-RATE_HZ // 5 :]) > 0.0
    room.run(start, 0.5)
    assert "fan_a" in [voice.clip.name for voice in room.painter.mix.voices]
    room.painter.pause()
    room.run(start, 0.5)
    assert rms(room.sound[-RATE_HZ // 10 :]) == 0.0


def test_missed_ticks_and_new_walks_are_harmless(bank, start) -> None:
    """Ticks may be missed, jump or begin anew: no sound is stuck, no error."""
    room = Room(bank)
    for tick in (1, 2, 5, 9, 200, 201, 5000, 3, 4, 4, 4):
        room.painter.tick(at(start, tick), (event("gripped", start, value=0.3),))
        room.rest(TICK_S)
    names = [voice.clip.name for voice in room.painter.mix.voices if voice.clip.is_loop]
    assert len(names) == len(set(names))


def test_menus_have_sparse_music(bank) -> None:
    """In menus one note comes every 2.5 to 6 s, and none with music off."""
    room = Room(bank).rest(60.0, is_menu=True)
    assert 9 <= len(room.heard("pad")) <= 25
    assert not Room(bank, music=0.0).rest(20.0, is_menu=True).heard("pad")


def test_a_real_walk_is_balanced(bank) -> None:
    """In 25 s of the autopilot's walk peaks stay under -3 dBFS, the rms in -36 to -22 dBFS, and no second is silent."""
    session = Session(load_level("unit-swap"), cut_id="3m", assist="crew", seed=1, pilot="autopilot")
    room = Room(bank)
    room.painter.hear(session.calls)
    spent = []
    while session.frame.play_s < 25.0:
        session.step()
        began = time.thread_time()
        room.painter.tick(session.frame, session.events, session.calls)
        room.painter.advance(TICK_S)
        spent.append(time.thread_time() - began)
        room.tape.run(TICK_S)
    made = room.sound
    assert db(np.abs(made).max()) < -3.0
    assert -36.0 < db(rms(made)) < -22.0
    seconds = made[: len(made) // RATE_HZ * RATE_HZ].reshape(-1, RATE_HZ, 2)[1:]
    assert min(db(rms(second)) for second in seconds) > -50.0
    assert np.mean(spent) < 0.0001 * SLACK
    for stem in ("grip", "hook", "tool", "squelch"):
        assert room.heard(stem), stem


# --- the loudspeaker


def test_without_a_device_the_game_is_silent(monkeypatch) -> None:
    """No audio device: opening says why, and everything else may be called all the same."""
    pygame.mixer.quit()
    monkeypatch.setenv("SDL_AUDIODRIVER", "no-such-driver")
    sound = Sound(Settings())
    assert not sound.open()
    assert sound.reason
    assert list(sound.jobs(Cache(None))) == []
    sound.begin()
    sound.take(SimpleNamespace(frames=(), events=(), calls=()))
    sound.ui("focus")
    sound.advance(0.1, is_menu=True)
    sound.set(Settings(volume=0.0))
    sound.close()


@pytest.fixture
def speaker(monkeypatch, tmp_path):
    pygame.mixer.quit()
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    sound = Sound(Settings(), [tmp_path / "voices"])
    assert sound.open()
    for _ in sound.jobs(Cache(tmp_path)):
        pass
    yield sound
    sound.close()


def test_the_loudspeaker_plays_a_walk(speaker, start) -> None:
    """Ticks, events, menus and volumes reach pygame's mixer; afterwards it is closed."""
    for tick in range(1, 40):
        frames = ((at(start, tick), (event("gripped", start, value=0.4),) if tick == 5 else ()),)
        speaker.take(SimpleNamespace(frames=frames, events=(), calls=()))
        speaker.advance(TICK_S)
    speaker.ui("accept")
    speaker.advance(TICK_S)
    assert pygame.mixer.get_busy()
    speaker.set(Settings(mono=True, volume=0.3))
    speaker.see(hud_model(start))
    speaker.close()
    assert pygame.mixer.get_init() is None


def test_recorded_voices_are_played_and_bad_ones_told_once(speaker, start, tmp_path) -> None:
    """A file of the call's key in the language's folder is played; one that is no sound is told once and skipped."""
    folder = tmp_path / "voices" / "en"
    folder.mkdir(parents=True)
    with wave.open(str(folder / "call.sunrise.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(bytes(2 * RATE_HZ))
    (folder / "call.sunset.ogg").write_bytes(b"this is no sound")
    painter = speaker.painter
    played = []
    speak = painter.deck.speak
    painter.deck.speak = lambda file, gain: (played.append(file.name), speak(file, gain))

    def say(key):
        call = SimpleNamespace(key=key, speaker="control", grade=0, values={})
        first = painter.score.last_tick + 1
        for tick in range(first, first + 200):
            painter.tick(at(start, tick), (), [call] if tick == first else [])
            speaker.advance(TICK_S)
            if painter.deck.is_speaking:
                pygame.mixer.music.stop()

    for key in ("call.sunrise", "call.sunset", "call.sunset", "call.none"):
        say(key)
    assert played == ["call.sunrise.wav", "call.sunset.ogg"]
    told = speaker.bad_voices()
    assert [file.name for file, _ in told] == ["call.sunset.ogg"]
    assert speaker.bad_voices() == ()
    assert not painter.radio.is_open


def test_placeholder_voices_speak_their_captions() -> None:
    """Each voice file that comes with the game speaks the caption of its key (`tools/radio_voices.py` makes them anew),
    is short and small, and the lines that matter most are there in both languages."""
    folder = assets_root() / "voices"
    spoken = json.loads((folder / "spoken.json").read_text("utf-8"))
    files = {f"{file.parent.name}/{file.stem}": file for file in folder.rglob("*.ogg")}
    assert set(files) == set(spoken)
    for language in ("en", "ru"):
        catalogue = polib.pofile(str(assets_root() / f"text/missions.{language}.po"))
        words = {entry.msgid: entry.msgstr for entry in catalogue}
        mine = {name.partition("/")[2]: text for name, text in spoken.items() if name.startswith(f"{language}/")}
        assert mine == {key: words.get(key) for key in mine}
        assert {"call.begin", "call.adrift", "call.abort", "call.turn_back", "call.closed_complete"} <= set(mine)
    for file in files.values():
        assert file.read_bytes()[:4] == b"OggS"
        assert file.stat().st_size < 30_000
    assert sum(file.stat().st_size for file in files.values()) < 1_500_000


def test_a_museums_voice_wins_over_the_placeholder(tmp_path) -> None:
    """A file in the data folder is played instead of the one that came with the game; other lines keep theirs."""
    (tmp_path / "ru").mkdir()
    (tmp_path / "ru" / "call.begin.wav").write_bytes(b"")
    folders = (tmp_path, assets_root() / "voices")
    assert voice_file(folders, "ru", "call.begin") == tmp_path / "ru" / "call.begin.wav"
    assert voice_file(folders, "en", "call.begin") == assets_root() / "voices" / "en" / "call.begin.ogg"
    assert voice_file(folders, "ru", "call.loose") == assets_root() / "voices" / "ru" / "call.loose.ogg"


def test_a_placeholder_is_played(speaker, start) -> None:
    """The mixer plays a voice file of the game between two squelches, and the channel closes behind it."""
    painter = speaker.painter
    painter.radio.folders = (assets_root() / "voices",)
    played = []
    speak = painter.deck.speak
    painter.deck.speak = lambda file, gain: (played.append(file.name), speak(file, gain))
    call = SimpleNamespace(key="call.loose", speaker="control", grade=0, values={})
    first = painter.score.last_tick + 1
    for tick in range(first, first + 60):
        painter.tick(at(start, tick), (), [call] if tick == first else [])
        speaker.advance(TICK_S)
    assert played == ["call.loose.ogg"]
    assert painter.deck.is_speaking
    assert speaker.bad_voices() == ()
    pygame.mixer.music.stop()


def test_voice_files_stay_in_their_folder(tmp_path) -> None:
    """A key that is no plain name finds no file."""
    (tmp_path / "en").mkdir()
    (tmp_path / "secret.ogg").write_bytes(b"")
    (tmp_path / "en" / "a.b.ogg").write_bytes(b"")
    assert voice_file([tmp_path], "en", "a.b") == tmp_path / "en" / "a.b.ogg"
    for key in ("../secret", "..", "", "a/b", "/etc/passwd"):
        assert voice_file([tmp_path], "en", key) is None


@pytest.mark.parametrize("language", ["en", "ru"])
def test_notices_have_words(language) -> None:
    """The notices of sound are written in each language."""
    text = Text(language)
    assert "x.ogg" in text.t("notice.bad_voice", file="x.ogg", reason="y")
    assert text.t("notice.no_sound") != "notice.no_sound"

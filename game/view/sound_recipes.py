"""Every sound of the game: its length, its peak level, and how it is made. Nothing is recorded; all is synthesis.

In vacuum only what the suit carries is heard: breath, fan and pump, what comes through gloves and boots, the radio and
the buzzer in the headset. What comes through the suit is dull: thumps end below 700 Hz, clicks below about 2 kHz.
Peak levels are in dBFS at full volume, before the mixer's own gains.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass

import numpy as np

from game.view.sound_wave import (
    RATE_HZ,
    FloatArray,
    faded,
    glide,
    held,
    hit,
    noise,
    partial,
    samples_of,
    strewn,
    swell,
)

VERSION = 1  # of the recipes; a change makes the kept sounds anew
VARIANTS = 3  # of thumps: the same blow never sounds quite the same

HUM_LOW_HZ = 55.0
HUM_STEPS = 24  # quarter tones: a taut line glides in steps of 3 %
HUM_COUNT = 4 * HUM_STEPS + 1
HUM_S = 0.15
HUM_HZ_PER_ROOT = 25.0  # Hz per root of newtons a metre

# One column a degree of effort: up to so many breaths a minute; seconds of inhaling and exhaling.
BREATHS: tuple[tuple[float, float, float], ...] = (
    (15.0, 1.50, 1.90),
    (20.0, 1.10, 1.40),
    (27.0, 0.80, 1.00),
    (60.0, 0.58, 0.70),
)
BREATH_VARIANTS = 2
PAD_HZ = (146.83, 174.61, 220.0, 261.63, 293.66, 349.23, 440.0)  # d f a c d f a

Making = Generator[None, None, FloatArray]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A named sound; `make` returns exactly `samples` samples."""

    name: str
    samples: int
    peak_db: float
    make: Callable[[int], Making]
    is_loop: bool = False


def hum_hz(index: int) -> float:
    """The pitch of a tone of the taut line."""
    return float(HUM_LOW_HZ * 2.0 ** (index / HUM_STEPS))


def line_pitch_hz(tension_n: float, length_m: float) -> float:
    """The heard pitch of a taut line: rising with the root of tension over length, within the range of the tones.

    A real tether of 50 g/m swings below hearing (22 Hz at 100 N over 1 m); what is heard is some octaves higher, so
    that tension can be told by ear.
    """
    wanted = HUM_HZ_PER_ROOT * (max(0.0, tension_n) / max(length_m, 0.05)) ** 0.5
    return float(min(max(wanted, HUM_LOW_HZ), hum_hz(HUM_COUNT - 1)))


def hum_index(pitch_hz: float) -> int:
    """The tone nearest to a pitch."""
    index = round(HUM_STEPS * float(np.log2(max(pitch_hz, 1.0) / HUM_LOW_HZ)))
    return min(max(index, 0), HUM_COUNT - 1)


def recipes() -> tuple[Recipe, ...]:
    """All sounds, in the order in which they lie in the cache."""
    found = [*_suit(), *_hands(), *_tools(), *_radio(), *_alarms(), *_menu()]
    return tuple(found)


# --- makers -----------------------------------------------------------------------------------------------------


def _plain(make: Callable[[int], FloatArray]) -> Callable[[int], Making]:
    """A maker that is short enough for one piece."""

    def making(count: int) -> Making:
        yield
        return make(count)

    return making


def _thump(seed: int, low_hz: float, decay_s: float, grain: float) -> Callable[[int], Making]:
    """A blow through a glove or a boot: a falling low tone and a little dull noise, nothing above 700 Hz."""

    def making(count: int) -> Making:
        made = noise(count, seed, 60.0, 300.0) * np.float32(grain)
        # Small loudspeakers have no lower end: the two upper tones carry the blow there.
        for gain, from_ratio, ratio, tau_s in ((1.0, 1.7, 1.0, 0.035), (0.75, 3.0, 2.4, 0.03), (0.35, 4.3, 3.9, 0.02)):
            yield
            made += np.float32(gain) * glide(count, from_ratio * low_hz, ratio * low_hz, tau_s)
        yield
        return np.asarray(made * hit(count, 0.006, decay_s), np.float32)

    return making


def _click(seed: int, tones: tuple[tuple[float, float, float], ...], snap_hz: float) -> Callable[[int], Making]:
    """Metal closing in the glove: short damped tones (s, Hz, gain) and a dull snap each."""

    def making(count: int) -> Making:
        made = np.zeros(count, np.float32)
        for at_s, hz, gain in tones:
            yield
            first = samples_of(at_s)
            rest = count - first
            ring = partial(rest, hz) + 0.5 * partial(rest, 2.31 * hz, 1.0)
            snap = noise(rest, seed, 120.0, snap_hz)
            made[first:] += gain * (ring * hit(rest, 0.002, 0.018) + 0.5 * snap * hit(rest, 0.002, 0.010))
        return faded(made, 0.001, 0.01)

    return making


def _rub(seed: int, low_hz: float, high_hz: float, top: float) -> Callable[[int], Making]:
    """Cloth or glove that rubs: noise that swells and goes."""
    return _plain(lambda count: noise(count, seed, low_hz, high_hz, -0.6) * swell(count, top))


def _steady(seed: int, low_hz: float, high_hz: float, tilt: float) -> Callable[[int], Making]:
    return _plain(lambda count: noise(count, seed, low_hz, high_hz, tilt))


def _breath(seed: int, *, is_in: bool, effort: int) -> Callable[[int], Making]:
    """Air in a helmet: two bands, brighter with effort; in is higher and swells late, out is low and falls."""
    bright = 1.0 + 0.18 * effort

    def making(count: int) -> Making:
        low, high = (520.0, 2400.0 * bright) if is_in else (240.0, 1300.0 * bright)
        made = noise(count, seed, low, high, -0.8)
        yield
        throat = noise(count, seed + 50, 700.0 if is_in else 380.0, 1150.0 if is_in else 640.0)
        yield
        return np.asarray((made + 0.7 * throat) * swell(count, 0.58 if is_in else 0.30, 1.8), np.float32)

    return making


def _pump(count: int) -> FloatArray:
    """Two strokes a second of a small water pump, and its motor."""
    stroke = noise(samples_of(0.16), 71, 70.0, 420.0) * hit(samples_of(0.16), 0.02, 0.04)
    beats = [(count / RATE_HZ * place / 4, 1.0 if place % 2 == 0 else 0.7) for place in range(4)]
    turns = round(count / RATE_HZ * 98.0)  # whole periods, so that the loop has no seam
    motor = partial(count, turns * RATE_HZ / count) * 0.10
    return np.asarray(strewn(count, beats, stroke) * 0.25 + motor, np.float32)


def _hum_samples(index: int) -> int:
    hz = hum_hz(index)
    return round(max(1, round(HUM_S * hz)) * RATE_HZ / hz)


def _hum_maker(index: int) -> Callable[[int], Making]:
    hz = hum_hz(index)

    def make(count: int) -> FloatArray:
        whole = round(count * hz / RATE_HZ) * RATE_HZ / count
        made = partial(count, whole)
        for number, gain in ((2, 0.50), (3, 0.28), (4, 0.12)):
            made += gain * partial(count, number * whole, 0.6 * number)
        return made

    return _plain(make)


def _ratchet(beats: int, seed: int, hz: float) -> Callable[[int], Making]:
    """A tool in the hand: strokes of a few teeth, a pause for the way back."""

    def making(count: int) -> Making:
        yield
        size = samples_of(0.05)
        tooth = (noise(size, seed, 150.0, 1100.0) + 0.8 * partial(size, hz)) * hit(size, 0.002, 0.009)
        seconds = count / RATE_HZ
        strikes = [
            (seconds * (stroke + tooth_no * 0.1) / beats, 0.75 + 0.25 * ((tooth_no * 7 + stroke * 3) % 5) / 4)
            for stroke in range(beats)
            for tooth_no in range(6)
        ]
        return strewn(count, strikes, tooth)

    return making


def _strokes(beats: int, seed: int, low_hz: float, high_hz: float, tau_s: float) -> Callable[[int], Making]:
    """Slow repeated handling: a dull stroke now and then."""

    def making(count: int) -> Making:
        yield
        size = samples_of(0.35)
        stroke = noise(size, seed, low_hz, high_hz, -0.5) * hit(size, 0.02, tau_s)
        seconds = count / RATE_HZ
        return strewn(count, [(seconds * (n + 0.11 * (n % 2)) / beats, 1.0 - 0.2 * (n % 3)) for n in range(beats)],
                      stroke)  # fmt: skip

    return making


def _tones(parts: tuple[tuple[float, float, float], ...], *, is_buzzer: bool = False) -> Callable[[int], Making]:
    """Notes (from s, to s, Hz) with soft edges; a buzzer has odd partials."""

    def making(count: int) -> Making:
        made = np.zeros(count, np.float32)
        for from_s, to_s, hz in parts:
            yield
            first, size = samples_of(from_s), samples_of(to_s - from_s)
            note = partial(size, hz)
            if is_buzzer:
                note += 0.30 * partial(size, 3 * hz) + 0.14 * partial(size, 5 * hz)
            made[first : first + size] += (note * held(size, 0.012))[: count - first]
        return made

    return making


def _chimes(parts: tuple[tuple[float, float], ...], decay_s: float) -> Callable[[int], Making]:
    """Struck soft notes (at s, Hz)."""

    def making(count: int) -> Making:
        made = np.zeros(count, np.float32)
        for at_s, hz in parts:
            yield
            first = samples_of(at_s)
            rest = count - first
            note = partial(rest, hz) + 0.22 * partial(rest, 2.0 * hz) + 0.06 * partial(rest, 3.01 * hz)
            made[first:] += note * hit(rest, 0.008, decay_s)
        return made

    return making


def _squelch(seed: int, *, is_end: bool) -> Callable[[int], Making]:
    """A key click and the receiver's noise: short before a line, with a tail after it."""

    def making(count: int) -> Making:
        yield
        rush = noise(count, seed, 420.0, 3000.0)
        tail = hit(count, 0.004, 0.060) if is_end else hit(count, 0.004, 0.030)
        yield
        key = partial(count, 900.0) * hit(count, 0.001, 0.004)
        return np.asarray(0.6 * rush * tail + key, np.float32)

    return making


def _pad(hz: float) -> Callable[[int], Making]:
    """A long soft note: partials that fade in and out apart from each other."""

    def making(count: int) -> Making:
        made = np.zeros(count, np.float32)
        for number, gain, cents in ((1, 1.0, 0.0), (1, 0.7, 5.0), (2, 0.30, -4.0), (3, 0.10, 3.0)):
            yield
            note = partial(count, number * hz * 2.0 ** (cents / 1200.0), number + cents)
            yield
            made += np.float32(gain) * note
        yield
        envelope = swell(count, 0.3, 1.0)
        yield
        return made * envelope

    return making


# --- the sounds -------------------------------------------------------------------------------------------------


def _one(name: str, seconds: float, peak_db: float, make: Callable[[int], Making]) -> Recipe:
    return Recipe(name, samples_of(seconds), peak_db, make)


def _loop(name: str, samples: int, peak_db: float, make: Callable[[int], Making]) -> Recipe:
    return Recipe(name, samples, peak_db, make, is_loop=True)


def _suit() -> list[Recipe]:
    # Two loops of the fan whose lengths share no small multiple: together they do not repeat within a minute.
    found = [
        _loop("fan_a", 65_536, -23.0, _steady(11, 90.0, 900.0, -0.5)),
        _loop("fan_b", 57_344, -26.0, _steady(12, 200.0, 1600.0, -0.7)),
        _loop("pump", 88_200, -28.0, _plain(_pump)),
        _loop("air", 65_536, -14.0, _steady(13, 300.0, 5000.0, -0.3)),
        _loop("slide", 50_000, -18.0, _steady(14, 110.0, 650.0, -0.4)),
    ]
    for effort, (_, in_s, out_s) in enumerate(BREATHS):
        for variant in range(BREATH_VARIANTS):
            seed, tail = 100 + 10 * effort + variant, f"{effort}_{variant}"
            found.append(_one(f"inhale_{tail}", in_s, -13.0, _breath(seed, is_in=True, effort=effort)))
            found.append(_one(f"exhale_{tail}", out_s, -12.0, _breath(seed + 5, is_in=False, effort=effort)))
    found += [_loop(f"hum_{index:02d}", _hum_samples(index), -22.0, _hum_maker(index)) for index in range(HUM_COUNT)]
    return found


def _hands() -> list[Recipe]:
    found = []
    for variant in range(VARIANTS):
        tune = 1.0 + 0.07 * (variant - 1)
        found.append(_one(f"grip_{variant}", 0.30, -8.0, _thump(200 + variant, 112.0 * tune, 0.050, 0.25)))
        found.append(_one(f"blow_{variant}", 0.55, -4.0, _thump(210 + variant, 82.0 * tune, 0.110, 0.35)))
        found.append(_one(f"cloth_{variant}", 0.42, -24.0, _rub(220 + variant, 250.0, 1500.0, 0.4)))
    found += [
        _one("boots", 0.50, -8.0, _thump(230, 90.0, 0.080, 0.30)),
        _one("brush", 0.28, -20.0, _rub(231, 150.0, 650.0, 0.25)),
        _one("scrape", 0.60, -11.0, _rub(232, 120.0, 650.0, 0.15)),
        _one("snap", 0.60, -4.0, _thump(233, 120.0, 0.090, 0.9)),
        _one("crack", 0.70, -6.0, _rub(234, 140.0, 690.0, 0.04)),
        _one("hook_close", 0.22, -12.0, _click(235, ((0.0, 620.0, 0.6), (0.075, 840.0, 1.0)), 1700.0)),
        _one("hook_open", 0.22, -15.0, _click(236, ((0.0, 840.0, 0.8), (0.060, 560.0, 0.8)), 1500.0)),
        _one("latch", 0.45, -8.0, _thump(237, 100.0, 0.060, 0.6)),
        _one("unlatch", 0.35, -11.0, _thump(238, 105.0, 0.045, 0.7)),
        _one("push", 0.60, -8.0, _thump(239, 74.0, 0.120, 0.3)),
        _one("hatch", 1.10, -6.0, _thump(240, 62.0, 0.240, 0.5)),
    ]
    return found


def _tools() -> list[Recipe]:
    return [
        _loop("tool_ratchet", 88_200, -14.0, _ratchet(3, 300, 540.0)),
        _loop("tool_crank", 132_300, -17.0, _ratchet(2, 301, 310.0)),
        _loop("tool_plug", 110_250, -14.0, _strokes(2, 302, 120.0, 1300.0, 0.03)),
        _loop("tool_handle", 110_250, -17.0, _strokes(2, 303, 80.0, 600.0, 0.12)),
        _loop("tool_switch", 132_300, -20.0, _strokes(2, 304, 300.0, 1500.0, 0.012)),
        _one("work_done", 0.40, -15.0, _click(305, ((0.0, 440.0, 0.7), (0.09, 587.3, 1.0)), 900.0)),
        _one("work_failed", 0.45, -13.0, _thump(306, 150.0, 0.060, 0.2)),
    ]


def _radio() -> list[Recipe]:
    return [
        _one("squelch_open", 0.14, -14.0, _squelch(400, is_end=False)),
        _one("squelch_close", 0.30, -16.0, _squelch(401, is_end=True)),
        _loop("carrier", 50_000, -38.0, _steady(402, 420.0, 2800.0, -0.3)),
    ]


def _alarms() -> list[Recipe]:
    warning = tuple((0.25 * n, 0.25 * n + 0.24, (620.0, 466.0)[n % 2]) for n in range(6))  # 2 Hz there and back
    emergency = tuple((0.4 * n, 0.4 * n + 0.20, 880.0) for n in range(6))  # 2.5 pulses a second
    return [
        _one("alarm_1", 0.90, -12.0, _chimes(((0.0, 659.26), (0.18, 523.25)), 0.20)),
        _one("alarm_2", 1.52, -10.0, _tones(warning, is_buzzer=True)),
        _one("alarm_3", 2.40, -9.0, _tones(emergency, is_buzzer=True)),
        _one("alarm_clear", 0.70, -16.0, _chimes(((0.0, 523.25), (0.14, 783.99)), 0.16)),
    ]


def _menu() -> list[Recipe]:
    found = [
        _one("ui_focus", 0.09, -26.0, _chimes(((0.0, 587.33),), 0.020)),
        _one("ui_accept", 0.30, -20.0, _chimes(((0.0, 587.33), (0.06, 880.0)), 0.060)),
        _one("ui_back", 0.30, -22.0, _chimes(((0.0, 587.33), (0.06, 440.0)), 0.060)),
        _one("refused", 0.26, -16.0, _chimes(((0.0, 220.0), (0.10, 207.65)), 0.040)),
    ]
    found += [_one(f"pad_{place}", 4.6, -20.0, _pad(hz)) for place, hz in enumerate(PAD_HZ)]
    return found

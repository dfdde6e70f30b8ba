"""Sound is made of shaped noise, partials and envelopes; nothing here knows what it will be used for.

All arrays are mono float32 at RATE_HZ. Makers are generators that give way between pieces of about a millisecond and
return the finished array, so that a window can make sound behind a picture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

RATE_HZ = 44_100
ROW = 512  # samples of a sine that are turned together


def samples_of(seconds: float) -> int:
    """How many samples last so long."""
    return round(seconds * RATE_HZ)


def decibels(value_db: float) -> float:
    """The amplitude of a level in dBFS."""
    return float(10.0 ** (value_db / 20.0))


def noise(count: int, seed: int, low_hz: float, high_hz: float, tilt: float = 0.0) -> FloatArray:
    """Noise between two corners, rms 1; it repeats without a seam when `count` is a product of small primes.

    `tilt` is the slope of the amplitude with frequency (-0.5 is pink, -1 is brown). The filter falls by 24 dB
    an octave.
    """
    dice = np.random.default_rng(seed)
    whole = _quick(count)
    spectrum = dice.standard_normal(2 * (whole // 2 + 1), dtype=np.float32).view(np.complex64)
    hz = np.arange(whole // 2 + 1, dtype=np.float32) * np.float32(RATE_HZ / whole)
    hz[0] = hz[1]
    shape = 1.0 / np.sqrt((1.0 + _eighth(hz * np.float32(1.0 / high_hz))) * (1.0 + _eighth(np.float32(low_hz) / hz)))
    if tilt:
        shape *= (hz * np.float32(1.0 / low_hz)) ** np.float32(tilt)
    spectrum *= shape
    spectrum[0] = 0.0
    made = np.fft.irfft(spectrum, whole)[:count]
    return np.asarray(made / np.sqrt(np.mean(made * made)), dtype=np.float32)


def _quick(count: int) -> int:
    """The next length that a fast transform likes: `count` itself if its primes are small, else 2^n or 3 * 2^n."""
    rest = count
    for prime in (2, 3, 5, 7):
        while rest % prime == 0:
            rest //= prime
    if rest == 1 and count % 2 == 0:
        return count
    power = 1 << (count - 1).bit_length()
    return power * 3 // 4 if power * 3 // 4 >= count else power


def _eighth(ratio: FloatArray) -> FloatArray:
    made = ratio * ratio
    made *= made
    made *= made
    return made


def partial(count: int, hz: float, phase: float = 0.0) -> FloatArray:
    """A sine of amplitude 1, true to 1e-5; turning in two steps is three times as fast as a sine for each sample."""
    turn = 2.0 * np.pi * hz / RATE_HZ
    coarse = np.exp(1j * (turn * ROW * np.arange(-(-count // ROW)) + phase)).astype(np.complex64)
    fine = np.exp(1j * turn * np.arange(ROW)).astype(np.complex64)
    rows = np.multiply.outer(coarse.real, fine.imag) + np.multiply.outer(coarse.imag, fine.real)
    return np.asarray(rows.ravel()[:count], dtype=np.float32)


def glide(count: int, from_hz: float, to_hz: float, tau_s: float) -> FloatArray:
    """A sine whose pitch settles from one frequency to another with time constant `tau_s`."""
    t = np.arange(count, dtype=np.float64) / RATE_HZ
    turns = to_hz * t + (from_hz - to_hz) * tau_s * (1.0 - np.exp(-t / tau_s))
    return np.sin(2.0 * np.pi * turns).astype(np.float32)


def hit(count: int, attack_s: float, decay_s: float) -> FloatArray:
    """A struck envelope: up in `attack_s`, down to 1/e every `decay_s`, and to nothing at the end."""
    t = np.arange(count, dtype=np.float32) * np.float32(1.0 / RATE_HZ)
    made = np.exp(-t / np.float32(decay_s)) * np.minimum(1.0, t / np.float32(attack_s))
    return np.asarray(faded(made, 0.0, min(0.02, 0.25 * count / RATE_HZ)), dtype=np.float32)


def swell(count: int, top: float, power: float = 1.5) -> FloatArray:
    """A rounded envelope from 0 to 1 at the share `top` of its length and back to 0."""
    at = np.arange(count, dtype=np.float32) / np.float32(max(1, count - 1))
    bent = np.where(at < top, 0.5 * at / top, 0.5 + 0.5 * (at - top) / (1.0 - top))
    wave = np.maximum(np.sin(np.float32(np.pi) * bent), 0.0)  # the end of the last turn may round below 0
    return np.asarray(wave ** np.float32(power), dtype=np.float32)


def held(count: int, edge_s: float) -> FloatArray:
    """An envelope of 1 with soft edges."""
    return faded(np.ones(count, np.float32), edge_s, edge_s)


def faded(wave: FloatArray, in_s: float, out_s: float) -> FloatArray:
    """The wave with a soft start and end, so that it does not click."""
    made = np.array(wave, dtype=np.float32)
    for length, is_end in ((samples_of(in_s), False), (samples_of(out_s), True)):
        if length > 1:
            ramp = 0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, length, dtype=np.float32))
            if is_end:
                made[-length:] *= ramp[::-1]
            else:
                made[:length] *= ramp
    return made


def strewn(count: int, strikes: Sequence[tuple[float, float]], strike: FloatArray) -> FloatArray:
    """A loop in which `strike` sounds at each (second, gain); what reaches over the end comes round to the start."""
    made = np.zeros(count, np.float32)
    for at_s, gain in strikes:
        first = samples_of(at_s) % count
        room = min(len(strike), count - first)
        made[first : first + room] += gain * strike[:room]
        rest = min(count, len(strike) - room)
        if rest > 0:
            made[:rest] += gain * strike[room : room + rest]
    return made


def to_peak(wave: FloatArray, peak_db: float) -> NDArray[np.int16]:
    """16-bit samples whose highest peak is `peak_db` below full scale."""
    top = float(np.max(np.abs(wave)))
    scale = 32767.0 * decibels(peak_db) / max(top, 1e-9)
    return np.asarray(np.rint(wave * np.float32(scale)), dtype=np.int16)

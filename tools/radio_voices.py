# ruff: noqa: T201, INP001, S603, S607 - an authoring script run by hand; it starts two programs of the system by name
"""Makes the placeholder voices of assets/voices from control's shared calls; run by hand, never by the game.

Needs espeak-ng and an ffmpeg with libvorbis (Debian: `apt install espeak-ng ffmpeg`). `python tools/radio_voices.py`
speaks every line of levels/calls.toml whose words do not change from walk to walk, in each language, as heard over a
radio; `--check` only says which files no longer speak the words of their caption. What was spoken is kept beside the
files in spoken.json, and a test compares it with the captions.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tomllib
import wave
from pathlib import Path

import numpy as np
import polib
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "assets" / "voices"
RECORD = OUT / "spoken.json"
RATE_HZ = 22_050  # what espeak-ng speaks at; nothing above 3200 Hz is left in any case
LOW_HZ, HIGH_HZ = 320.0, 3200.0
PEAK = 10 ** (-5 / 20)  # as assets/guides/sounds.md wants it
RMS = 10 ** (-19 / 20)
HISS = 10 ** (-52 / 20)
LONGEST_S = 8.0
QUIET = 0.01  # of the peak: what is cut off at both ends
PAUSE_S = 0.06
VOICES = {
    "en": ("en-us", "-s", "152", "-p", "36", "-a", "120", "-g", "2"),
    "ru": ("ru", "-s", "148", "-p", "38", "-a", "120", "-g", "2"),
}
# how the synthesis says what it would spell or stumble over
SAID = {"en": (("EV1", "E V one"), ("EV2", "E V two")), "ru": ()}


def lines(language: str) -> dict[str, str]:
    """Words by key of the shared calls whose words never change."""
    words = {entry.msgid: entry.msgstr for entry in polib.pofile(str(ROOT / f"assets/text/missions.{language}.po"))}
    calls = tomllib.loads((ROOT / "levels/calls.toml").read_text("utf-8"))["call"]
    spoken = [call["key"] for call in calls if call.get("speaker", "control") == "control"]
    return {key: words[key] for key in dict.fromkeys(spoken) if key in words and "{" not in words[key]}


def speak(language: str, text: str) -> NDArray[np.float64]:
    """The dry voice, full scale 1."""
    for written, said in SAID[language]:
        text = text.replace(written, said)
    made = subprocess.run(["espeak-ng", "-v", *VOICES[language], "--stdout", text], check=True, capture_output=True)
    with wave.open(io.BytesIO(made.stdout)) as file:
        assert file.getframerate() == RATE_HZ
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")  # espeak-ng does not know the length before
    return samples / 32768.0


def over_radio(voice: NDArray[np.float64]) -> NDArray[np.float64]:
    """Narrow, pressed together and a little rough, between soft ends."""
    loud = np.flatnonzero(np.abs(voice) > QUIET * np.abs(voice).max())
    pause = round(PAUSE_S * RATE_HZ)
    voice = np.pad(voice[loud[0] : loud[-1] + 1], pause)
    voice = _narrow(voice)
    level = np.sqrt(_smooth(voice * voice, 0.025))  # a compressor that follows within 25 ms
    voice = voice / np.maximum(level, 0.25 * level.max())
    voice = np.tanh(1.1 * voice / np.sqrt(np.mean(voice * voice)) * 0.7)
    dice = np.random.default_rng(7)
    voice = _narrow(voice) + HISS * dice.standard_normal(len(voice))
    voice *= RMS / np.sqrt(np.mean(voice * voice))
    top = np.abs(voice).max()
    if top > PEAK:
        voice *= PEAK / top
    edge = np.minimum(1.0, np.minimum(np.arange(len(voice)), np.arange(len(voice))[::-1]) / (0.008 * RATE_HZ))
    return voice * edge


def _narrow(wave_: NDArray[np.float64]) -> NDArray[np.float64]:
    hz = np.fft.rfftfreq(len(wave_), 1 / RATE_HZ)
    hz[0] = hz[1]
    shape = 1 / np.sqrt((1 + (hz / HIGH_HZ) ** 12) * (1 + (LOW_HZ / hz) ** 8))
    return np.fft.irfft(np.fft.rfft(wave_) * shape, len(wave_))


def _smooth(values: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    window = np.hanning(round(2 * seconds * RATE_HZ) | 1)
    return np.maximum(np.convolve(values, window / window.sum(), "same"), 1e-12)


def write(path: Path, voice: NDArray[np.float64]) -> None:
    """OGG Vorbis, mono, as small as it gets without a warble."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = np.rint(voice * 32767).astype("<i2").tobytes()
    ask = ["ffmpeg", "-v", "error", "-y", "-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1", "-i", "-"]
    # 16 kHz is enough for 3200 Hz; the same words give the same bytes: no date, no random stream number
    ask += ["-ar", "16000", "-c:a", "libvorbis", "-b:a", "24k"]
    ask += ["-flags", "+bitexact", "-fflags", "+bitexact", "-map_metadata", "-1"]
    subprocess.run([*ask, str(path)], input=raw, check=True)


def main() -> int:
    """Speak what is missing or has other words now; forget what nobody says any more."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--check", action="store_true", help="only name the files that are out of date")
    options.add_argument("--all", action="store_true", help="speak everything anew")
    asked = options.parse_args()
    known = json.loads(RECORD.read_text("utf-8")) if RECORD.is_file() else {}
    wanted = {f"{language}/{key}": text for language in VOICES for key, text in lines(language).items()}
    stale = [
        name for name, text in wanted.items()
        if asked.all or known.get(name) != text or not (OUT / f"{name}.ogg").is_file()
    ]  # fmt: skip
    gone = [name for name in known if name not in wanted]
    for name in (*stale, *gone):
        print(name)
    if asked.check:
        return 1 if stale or gone else 0
    for name in stale:
        voice = over_radio(speak(name.partition("/")[0], wanted[name]))
        if len(voice) > LONGEST_S * RATE_HZ:
            raise SystemExit(f"{name}: found {len(voice) / RATE_HZ:.1f} s of speech, wanted at most {LONGEST_S:.0f} s")
        write(OUT / f"{name}.ogg", voice)
    for name in gone:
        (OUT / f"{name}.ogg").unlink(missing_ok=True)
    RECORD.write_text(json.dumps(wanted, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    size = sum(file.stat().st_size for file in OUT.rglob("*.ogg"))
    print(f"{len(wanted)} lines, {size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

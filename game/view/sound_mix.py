"""The mixing desk: volumes, fades, places left and right, and a limiter that knows beforehand how loud it can get.

The desk's output is a `Deck`: the loudspeaker (`sound_deck.py`) or a tape for measuring. The limiter adds up what every
sound can still reach and turns all down together before the sum could pass the ceiling, so nothing ever clips.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from game.view.sound_bank import Clip

CHANNELS = 24
CEILING = 0.97  # of full scale
RELEASE_S = 0.5  # the limiter lets go so slowly
STEP = 1.0 / 512.0  # smaller changes of a volume are not sent
STILL_S = 0.30  # without a tick for so long the world stands still, and its sounds with it
WORLD_FADE_S = 0.15
REPEAT_S = 0.05  # the same sound is not begun twice within this
LINGER_S = 0.03  # a channel is free again so long after its sound's end
GROUPS = ("effects", "voice", "alarms", "breath", "music")
VOICE_PEAK = 0.56  # -5 dBFS: what recorded voices should reach


@dataclass(frozen=True, slots=True)
class Levels:
    """What a person has set: volumes 0..1 of all and of each group, and whether both ears hear the same."""

    volume: float = 1.0
    music: float = 1.0
    effects: float = 1.0
    voice: float = 1.0
    alarms: float = 1.0
    breath: float = 1.0
    is_mono: bool = False

    def gain(self, group: str) -> float:
        """The amplitude of a group; loudness is felt about as the square root of it."""
        return float((self.volume * getattr(self, group)) ** 2)


class Deck(Protocol):
    """Where sound goes: channels that play clips, and one player of voice files."""

    def play(self, channel: int, clip: Clip, left: float, right: float) -> None:
        """Begin a clip on a channel; a loop goes on until it is stopped."""

    def set(self, channel: int, left: float, right: float) -> None:
        """Change a channel's volumes, 0..1."""

    def stop(self, channel: int) -> None:
        """End what a channel plays."""


@dataclass(slots=True)
class Voice:
    """One sound that plays: `gain` moves to `target` at `speed` a second."""

    clip: Clip
    group: str
    channel: int
    gain: float
    target: float
    speed: float
    pan: float = 0.0
    is_world: bool = True
    age_s: float = 0.0
    is_begun: bool = False
    sent: tuple[float, float] = (-1.0, -1.0)


@dataclass(slots=True)
class Mix:
    """Plays shots and loops on a deck; call `advance` once a picture with the real time that passed."""

    deck: Deck
    clips: Mapping[str, Clip]
    levels: Levels = field(default_factory=Levels)
    master: float = 1.0
    is_paused: bool = False
    voices: list[Voice] = field(default_factory=list)
    outside: float = 0.0  # peak of what plays beside the channels (voice files); the limiter counts it
    _loops: dict[str, Voice] = field(default_factory=dict)
    _free: list[int] = field(default_factory=lambda: list(range(CHANNELS - 1, -1, -1)))
    _last: dict[str, float] = field(default_factory=dict)
    _now_s: float = 0.0
    _ticked_s: float = -STILL_S
    _world: float = 0.0

    def touch(self) -> None:
        """The world moved: its sounds may be heard."""
        self._ticked_s = self._now_s

    @property
    def is_still(self) -> bool:
        """True while the world stands: paused, or no tick for a while."""
        return self.is_paused or self._now_s - self._ticked_s > STILL_S

    def shot(self, name: str, group: str, gain: float = 1.0, *, pan: float = 0.0, is_world: bool = True) -> bool:
        """Begin a sound once; False when it is unknown, unheard, just begun, or no channel is free."""
        clip = self.clips.get(name)
        is_unheard = gain * self.levels.gain(group) < STEP
        if clip is None or is_unheard or self._now_s - self._last.get(name, -1.0) < REPEAT_S or not self._free:
            return False
        self._last[name] = self._now_s
        self.voices.append(Voice(clip, group, self._free.pop(), gain, gain, 0.0, pan, is_world))
        return True

    def loop(self, slot: str, name: str, group: str, gain: float, fade_s: float = 0.15) -> None:
        """Let a place sound like this from now on; another clip than before is blended in, gain 0 fades it out."""
        voice = self._loops.get(slot)
        if voice is not None and voice.clip.name != name:
            voice.target, voice.speed = 0.0, _speed(voice.gain, fade_s)
            del self._loops[slot]
            voice = None
        if voice is None:
            clip = self.clips.get(name)
            if clip is None or gain <= 0.0 or not self._free:
                return
            voice = Voice(clip, group, self._free.pop(), 0.0, gain, _speed(gain, fade_s))
            self._loops[slot] = voice
            self.voices.append(voice)
        elif gain != voice.target:
            voice.target, voice.speed = gain, _speed(max(abs(gain - voice.gain), 0.25 * gain), fade_s)
            if gain <= 0.0:
                del self._loops[slot]

    def slot(self, slot: str) -> str:
        """The clip that sounds at a place, empty when none does."""
        voice = self._loops.get(slot)
        return voice.clip.name if voice is not None else ""

    def advance(self, elapsed_s: float) -> None:
        """Let real time pass: fades, limiter, what has ended, and what begins."""
        self._now_s += elapsed_s
        self._fade_world(elapsed_s)
        ended = [voice for voice in self.voices if self._live(voice, elapsed_s)]
        for voice in ended:
            self._end(voice)
        wanted = [self._volumes(voice) for voice in self.voices]
        bound = self.outside
        for voice, (left, right) in zip(self.voices, wanted, strict=True):
            bound += max(left, right) * voice.clip.peak_from(voice.age_s)
        limit = min(1.0, CEILING / bound) if bound > 0.0 else 1.0
        self.master = min(limit, self.master + elapsed_s / RELEASE_S)
        for voice, (left, right) in zip(self.voices, wanted, strict=True):
            self._send(voice, left * self.master, right * self.master)

    def silence_world(self) -> None:
        """End all sounds of the world at once (a new walk begins, or none is on)."""
        for voice in [voice for voice in self.voices if voice.is_world]:
            self._end(voice)
        self._ticked_s = self._now_s - 2.0 * STILL_S
        self._world = 0.0

    def close(self) -> None:
        """End everything."""
        for voice in list(self.voices):
            self._end(voice)

    # --- inner

    def _fade_world(self, elapsed_s: float) -> None:
        if self.is_still:
            self._world = max(0.0, self._world - elapsed_s / WORLD_FADE_S)
            if self._world == 0.0:
                for voice in [voice for voice in self.voices if voice.is_world]:
                    self._end(voice)
        else:
            self._world = min(1.0, self._world + elapsed_s / WORLD_FADE_S)

    def _live(self, voice: Voice, elapsed_s: float) -> bool:
        """Move a voice on; True if it has ended."""
        if voice.is_begun:
            voice.age_s += elapsed_s
        if voice.gain < voice.target:
            voice.gain = min(voice.target, voice.gain + voice.speed * elapsed_s)
        elif voice.gain > voice.target:
            voice.gain = max(voice.target, voice.gain - voice.speed * elapsed_s)
        if voice.clip.is_loop:
            return voice.gain <= 0.0 and voice.target <= 0.0
        return voice.age_s > voice.clip.seconds + LINGER_S

    def _volumes(self, voice: Voice) -> tuple[float, float]:
        gain = voice.gain * self.levels.gain(voice.group)
        if voice.is_world and (voice.clip.is_loop or self.is_still):
            gain *= self._world
        pan = 0.0 if self.levels.is_mono else voice.pan
        return gain * min(1.0, 1.0 - pan), gain * min(1.0, 1.0 + pan)

    def _send(self, voice: Voice, left: float, right: float) -> None:
        if not voice.is_begun:
            voice.is_begun = True
            self.deck.play(voice.channel, voice.clip, left, right)
        elif abs(left - voice.sent[0]) < STEP * 0.25 and abs(right - voice.sent[1]) < STEP * 0.25:
            return
        else:
            self.deck.set(voice.channel, left, right)
        voice.sent = (left, right)

    def _end(self, voice: Voice) -> None:
        if voice.is_begun:
            self.deck.stop(voice.channel)
        self.voices.remove(voice)
        self._free.append(voice.channel)
        for slot in [slot for slot, one in self._loops.items() if one is voice]:
            del self._loops[slot]


def _speed(span: float, fade_s: float) -> float:
    return max(span, 1e-3) / max(fade_s, 1e-3)

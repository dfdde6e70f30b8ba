"""Where the mix goes: the loudspeaker through pygame's mixer, or a tape in memory that tests and exports measure."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from game.view.sound_bank import Clip
from game.view.sound_mix import CHANNELS
from game.view.sound_wave import RATE_HZ


class Speaker:
    """The opened mixer: a channel for each voice of the mix; its music player reads voice files while they play."""

    def __init__(self) -> None:
        """Wants pygame.mixer initialised with 16 bit; any rate and one or two sides will do."""
        found = pygame.mixer.get_init()
        if found is None:
            raise RuntimeError("found no open mixer, wanted pygame.mixer initialised")
        self.rate_hz, _, self.sides = found
        pygame.mixer.set_num_channels(CHANNELS)
        self._channels = [pygame.mixer.Channel(number) for number in range(CHANNELS)]
        self._sounds: dict[str, pygame.mixer.Sound] = {}

    def load(self, clip: Clip) -> None:
        """Hand a clip over to the mixer (some tenths of a millisecond)."""
        self._sounds[clip.name] = pygame.mixer.Sound(buffer=self._frames(clip.samples).tobytes())

    def play(self, channel: int, clip: Clip, left: float, right: float) -> None:
        """Begin a clip."""
        sound = self._sounds.get(clip.name)
        if sound is not None:
            player = self._channels[channel]
            player.play(sound, loops=-1 if clip.is_loop else 0)
            player.set_volume(left, right)

    def set(self, channel: int, left: float, right: float) -> None:
        """Change a channel's volumes."""
        self._channels[channel].set_volume(left, right)

    def stop(self, channel: int) -> None:
        """End a channel."""
        self._channels[channel].stop()

    def speak(self, file: Path, gain: float) -> None:
        """Begin a voice file; raises pygame.error or OSError if it can't be played."""
        pygame.mixer.music.load(str(file))
        pygame.mixer.music.set_volume(gain)
        pygame.mixer.music.play()

    def speak_at(self, gain: float) -> None:
        """Change the voice's volume."""
        pygame.mixer.music.set_volume(gain)

    def hold_voice(self, *, is_held: bool) -> None:
        """Stop the voice where it is, or let it go on."""
        if is_held:
            pygame.mixer.music.pause()
        else:
            pygame.mixer.music.unpause()

    def hush(self) -> None:
        """End the voice."""
        with contextlib.suppress(pygame.error):
            pygame.mixer.music.stop()
            pygame.mixer.music.unload()

    @property
    def is_speaking(self) -> bool:
        """True while a voice file plays (or is held)."""
        return pygame.mixer.music.get_busy()

    def _frames(self, samples: NDArray[np.int16]) -> NDArray[np.int16]:
        made = samples
        if self.rate_hz != RATE_HZ:  # a device that would not take our rate
            places = np.arange(round(len(samples) * self.rate_hz / RATE_HZ)) * (RATE_HZ / self.rate_hz)
            made = np.interp(places, np.arange(len(samples)), samples).astype(np.int16)
        return np.repeat(made, self.sides) if self.sides > 1 else made


class Tape:
    """Records the mix as 16-bit stereo would be, but in float, so that an overload shows.

    Voice files are unpacked by pygame's mixer; where that is not open they are told as faulty and left out.
    """

    def __init__(self) -> None:
        self.pieces: list[NDArray[np.float32]] = []
        self._voice: NDArray[np.float32] | None = None  # what is still to be spoken, (samples, 2)
        self._voice_gain = 0.0
        self._is_held = False
        self._playing: dict[int, tuple[Clip, int]] = {}
        self._volumes: dict[int, tuple[float, float]] = {}
        self._before: dict[int, tuple[float, float]] = {}  # at the end of the last piece
        self._owed = 0.0

    def play(self, channel: int, clip: Clip, left: float, right: float) -> None:
        """Begin a clip."""
        self._playing[channel] = (clip, 0)
        self._volumes[channel] = self._before[channel] = (left, right)

    def set(self, channel: int, left: float, right: float) -> None:
        """Change a channel's volumes."""
        self._volumes[channel] = (left, right)

    def stop(self, channel: int) -> None:
        """End a channel."""
        self._playing.pop(channel, None)

    def run(self, elapsed_s: float) -> None:
        """Record what sounds during this time."""
        self._owed += elapsed_s * RATE_HZ
        count = int(self._owed)
        self._owed -= count
        piece = np.zeros((count, 2), np.float32)
        for channel, (clip, at) in list(self._playing.items()):
            if clip.is_loop:
                part = clip.samples[(at + np.arange(count)) % len(clip.samples)]
            else:
                part = clip.samples[at : at + count]
            wave = part.astype(np.float32) / np.float32(32768.0)
            for side, (was, gain) in enumerate(zip(self._before[channel], self._volumes[channel], strict=True)):
                # A step in volume would be heard as a click: it glides within the piece.
                ramp = np.linspace(was, gain, count, dtype=np.float32)[: len(part)] if was != gain else np.float32(gain)
                piece[: len(part), side] += wave * ramp
            self._before[channel] = self._volumes[channel]
            self._playing[channel] = (clip, at + count)
        if self._voice is not None and not self._is_held:
            spoken = self._voice[:count]
            piece[: len(spoken)] += spoken * np.float32(self._voice_gain)
            self._voice = self._voice[count:]
        self.pieces.append(piece)

    def speak(self, file: Path, gain: float) -> None:
        """Begin a voice file; raises pygame.error or OSError if it can't be unpacked."""
        self._voice, self._is_held, self._voice_gain = _unpacked(file), False, gain

    def speak_at(self, gain: float) -> None:
        """Change the voice's volume."""
        self._voice_gain = gain

    def hold_voice(self, *, is_held: bool) -> None:
        """Stop the voice where it is, or let it go on."""
        self._is_held = is_held

    def hush(self) -> None:
        """End the voice."""
        self._voice = None

    @property
    def is_speaking(self) -> bool:
        """True while there is something left to be spoken."""
        return self._voice is not None and len(self._voice) > 0

    @property
    def sound(self) -> NDArray[np.float32]:
        """All that was recorded, (samples, 2), full scale 1."""
        return np.concatenate(self.pieces) if self.pieces else np.zeros((0, 2), np.float32)


def _unpacked(file: Path) -> NDArray[np.float32]:
    """The samples of a sound file, (samples, 2) at RATE_HZ, full scale 1. Raises pygame.error or OSError."""
    found = pygame.mixer.get_init()
    if found is None:
        raise pygame.error("no open mixer to unpack it")
    rate_hz, bits, sides = found
    raw = pygame.mixer.Sound(str(file)).get_raw()
    kinds = {-16: np.int16, 32: np.float32}
    if bits not in kinds:
        raise pygame.error(f"a mixer of {bits} bits, wanted -16 or 32")
    samples = np.frombuffer(raw, kinds[bits]).reshape(-1, sides).astype(np.float32)
    if bits == -16:
        samples /= np.float32(32768.0)
    if rate_hz != RATE_HZ:
        places = np.arange(round(len(samples) * RATE_HZ / rate_hz)) * (rate_hz / RATE_HZ)
        steps = np.arange(len(samples))
        samples = np.stack([np.interp(places, steps, side) for side in samples.T], -1).astype(np.float32)
    return np.asarray(samples if sides == 2 else np.repeat(samples[:, :1], 2, axis=1), dtype=np.float32)

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
    """Records the mix as 16-bit stereo would be, but in float, so that an overload shows."""

    def __init__(self) -> None:
        self.pieces: list[NDArray[np.float32]] = []
        self._playing: dict[int, tuple[Clip, int]] = {}
        self._volumes: dict[int, tuple[float, float]] = {}
        self._owed = 0.0

    def play(self, channel: int, clip: Clip, left: float, right: float) -> None:
        """Begin a clip."""
        self._playing[channel] = (clip, 0)
        self._volumes[channel] = (left, right)

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
            left, right = self._volumes[channel]
            wave = part.astype(np.float32) / np.float32(32768.0)
            piece[: len(part), 0] += wave * np.float32(left)
            piece[: len(part), 1] += wave * np.float32(right)
            self._playing[channel] = (clip, at + count)
        self.pieces.append(piece)

    @property
    def sound(self) -> NDArray[np.float32]:
        """All that was recorded, (samples, 2), full scale 1."""
        return np.concatenate(self.pieces) if self.pieces else np.zeros((0, 2), np.float32)

"""The sound of the game: what the suit carries, the radio, the alarms, and soft tones in menus.

`jobs` makes the sounds; `tick` once a world tick, `hear` for calls without a tick, `advance` once a picture with the
real time. When no tick comes for a while the world stands still and so do its sounds; nobody has to tell of pauses.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from game.sim.events import Event
from game.sim.frame import Frame
from game.view.cache import Cache, user_cache
from game.view.sound_bank import SoundBank
from game.view.sound_deck import Speaker, Tape
from game.view.sound_mix import Deck, Levels, Mix
from game.view.sound_radio import Radio
from game.view.sound_recipes import PAD_HZ
from game.view.sound_score import SoundScore

UI_SOUNDS = ("focus", "accept", "back")
MUSIC_GAP_S = (2.5, 6.0)  # between two notes in menus
MUSIC_GAIN = 0.45


class SoundPainter:
    """Plays a deck from frames, events and calls. Wants an open mixer unless another deck is given."""

    def __init__(
        self,
        levels: Levels | None = None,
        *,
        deck: Deck | None = None,
        voices: Sequence[Path] = (),
        language: str = "en",
    ) -> None:
        """`voices` are folders of recorded lines, the first that has a line wins. Raises RuntimeError without mixer."""
        self.bank = SoundBank()
        self.deck: Deck = deck if deck is not None else Speaker()
        player = self.deck if isinstance(self.deck, (Speaker, Tape)) else None
        self.mix = Mix(self.deck, self.bank.clips, levels or Levels())
        self.score = SoundScore(self.mix)
        self.radio = Radio(self.mix, player, tuple(voices))
        self.language = language
        self._dice = random.Random()  # noqa: S311 (which note of a menu comes next is no secret)
        self._note_s = 1.0

    @property
    def is_ready(self) -> bool:
        """True once all sounds are made; before that, silence."""
        return self.bank.is_ready

    def jobs(self, cache: Cache | None = None) -> Iterator[float]:
        """Make or load the sounds in small pieces; yields progress 0..1."""
        yield from self.bank.jobs(cache if cache is not None else user_cache())
        if isinstance(self.deck, Speaker):
            for clip in self.bank.clips.values():
                self.deck.load(clip)
                yield 1.0

    def set(self, levels: Levels) -> None:
        """Take over changed volumes at once."""
        self.mix.levels = levels

    def tick(self, frame: Frame, events: Sequence[Event] = (), calls: Iterable[Any] = ()) -> None:
        """Hear one world tick with its events and calls; a tick told twice is heard once."""
        if self.is_ready:
            if frame.tick < self.score.last_tick:
                self.begin()
            self.score.tick(frame, events)
        self.hear(calls)

    def begin(self) -> None:
        """Forget the walk before: another one begins."""
        self.radio.silence()
        self.score.reset()

    def hear(self, calls: Iterable[Any]) -> None:
        """Take calls."""
        self.radio.hear(calls)

    def see(self, *, is_late: bool) -> None:
        """What only the panels know: that it is time to turn back."""
        self.score.is_late = is_late

    def ui(self, name: str) -> None:
        """The soft tone of a menu: focus, accept or back."""
        if name in UI_SOUNDS:
            self.mix.shot(f"ui_{name}", "effects", is_world=False)

    def advance(self, elapsed_s: float, *, is_menu: bool = False) -> None:
        """Let real time pass: fades, the radio, and in menus a note now and then."""
        if not self.is_ready:
            return
        self.radio.advance(elapsed_s, self.language)
        self.score.is_ducked = self.radio.is_open
        if is_menu:
            self._play_music(elapsed_s)
        self.mix.advance(elapsed_s)

    def pause(self) -> None:
        """The world's sounds fade; menus still sound."""
        self.mix.is_paused = True

    def resume(self) -> None:
        """The world may be heard again from the next tick on."""
        self.mix.is_paused = False

    def close(self) -> None:
        """End all sounds; the mixer itself stays open."""
        self.radio.silence()
        self.mix.close()

    def _play_music(self, elapsed_s: float) -> None:
        self._note_s -= elapsed_s
        if self._note_s <= 0.0:
            self._note_s = self._dice.uniform(*MUSIC_GAP_S)
            note = self._dice.randrange(len(PAD_HZ))
            self.mix.shot(f"pad_{note}", "music", MUSIC_GAIN, pan=self._dice.uniform(-0.4, 0.4), is_world=False)

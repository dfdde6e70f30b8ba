"""A walk in the app: the session, the person's wishes between ticks, and how fast the world goes."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from game.app.notices import Notice
from game.control.intents import Intent, PlayTray
from game.session.clock import TickClock

if TYPE_CHECKING:
    from game.app.loop import App
    from game.app.prepared import Prepared
    from game.session.recording import Recording
    from game.sim.spec import Dials

SPEEDS = (0.25, 0.5, 0.75, 1.0)
SEED_LIMIT = 2**31
_log = logging.getLogger("spacewalk")


@dataclass(frozen=True, slots=True)
class PlayRequest:
    """What to play; a seed of None draws one."""

    prepared: Prepared
    cut: str
    assist: str
    seed: int | None = None
    pilot: str | Recording = "human"  # human, autopilot, or a recording to be shown again
    dials: Dials | None = None  # of air, time, damage and faults; None = all as the mission has it


@dataclass(frozen=True, slots=True)
class Happened:
    """What the ticks of one picture brought: each event and call exactly once, and the frame of every tick."""

    frames: tuple[Any, ...] = ()
    events: tuple[Any, ...] = ()
    calls: tuple[Any, ...] = ()


class Play:
    """Runs one session and keeps its recording, whatever ends it."""

    def __init__(self, app: App, request: PlayRequest) -> None:
        """Build the world (some hundredths of a second; the level was prepared before)."""
        from game.session.session import Session  # noqa: PLC0415 (the physics is not needed for the first picture)
        from game.session.vacuum import VacuumTwin  # noqa: PLC0415

        self.app = app
        self.request = request
        self.level = request.prepared.level
        self.seed = secrets.randbelow(SEED_LIMIT) if request.seed is None else request.seed
        self.session = Session(
            self.level,
            cut_id=request.cut,
            assist=request.assist,
            seed=self.seed,
            pilot=request.pilot,
            map_=request.prepared.map,
            dials=request.dials,
        )
        self.twin = VacuumTwin(self.session) if self.level.environment == "pool" else None  # the same in vacuum
        self.tray = PlayTray()
        self.clock = TickClock()
        self.alpha = 0.0
        self.speed = app.settings.game_speed
        self.is_held = False  # time stands still and goes on tick by tick (workbench and labs)
        self._asked_ticks = 0
        self.wish = ""  # what a page over the walk asked for: restart, end, leave
        self._first_calls: tuple[Any, ...] = self.session.calls
        self._is_kept = False
        if isinstance(request.pilot, str):  # what is shown again is on the disk already
            try:
                self.session.record_in(app.folders.recordings)
            except OSError as error:
                self._tell_lost(error)

    def put(self, intent: Intent) -> None:
        """Hand a play wish to the next tick."""
        self.tray.put(intent)

    def advance(self, elapsed_s: float) -> Happened:
        """Do the ticks that are due."""
        due = self.clock.advance(elapsed_s, 0.0 if self.is_held else self.speed)
        self.alpha = 1.0 if self.is_held else due.alpha
        ticks = due.ticks + self._asked_ticks
        self._asked_ticks = 0
        frames: list[Any] = []
        events: list[Any] = []
        calls: list[Any] = list(self._first_calls)
        self._first_calls = ()
        for _ in range(ticks):
            if self.is_over:
                break
            self.session.step(self.tray.take())
            if self.twin is not None:
                self.twin.follow(self.session)
            frames.append((self.session.frame, self.session.events))
            events.extend(self.session.events)
            calls.extend(self.session.calls)
        return Happened(tuple(frames), tuple(events), tuple(calls))

    @property
    def is_over(self) -> bool:
        """True when the session has an outcome, or the recording has been shown."""
        pilot = self.request.pilot
        is_shown = not isinstance(pilot, str) and self.session.frame.tick >= pilot.ticks
        return is_shown or bool(self.session.outcome != "running")

    def step_once(self, count: int = 1) -> None:
        """Hold time, and let it go on by single ticks; `change_speed` lets go."""
        if self.is_held:
            self._asked_ticks += count
        self.is_held = True

    def change_speed(self, direction: int) -> float:
        """One step slower or faster, never above true speed; returns the new speed. Time that is held goes on."""
        if self.is_held:
            self.is_held = False
            return self.speed
        place = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - self.speed))
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, place + direction))]
        return self.speed

    def keep(self, *, is_rescue: bool = False) -> None:
        """Close the recording, once; a disk that is full by now is told, not raised.

        Of a guest's walk only one that an error ended is kept: it explains the error, and says nothing of the guest.
        """
        if self._is_kept:
            return
        self._is_kept = True
        try:
            self.session.finish()
            if self.app.is_guest and not is_rescue:
                self.session.recorder.discard()
        except OSError as error:
            self._tell_lost(error)

    def _tell_lost(self, error: OSError) -> None:
        self.app.notices.put(Notice.of("notice.recording_lost", 1, reason=error.strerror or str(error)))
        _log.warning("recording not written: %s", error)

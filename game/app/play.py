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

SPEEDS = (0.25, 0.5, 0.75, 1.0)
SEED_LIMIT = 2**31
_log = logging.getLogger("spacewalk")


@dataclass(frozen=True, slots=True)
class PlayRequest:
    """What to play; a seed of None draws one."""

    level: Any  # missions.Level
    cut: str
    assist: str
    seed: int | None = None
    pilot: str = "human"  # human or autopilot


class Play:
    """Runs one session. `advance` gives the events of the ticks it did, each exactly once."""

    def __init__(self, app: App, request: PlayRequest) -> None:
        """Build the world; slow work was done before."""
        from game.session.session import Session  # noqa: PLC0415 (the physics is not needed for the first picture)

        self.app = app
        self.request = request
        self.seed = secrets.randbelow(SEED_LIMIT) if request.seed is None else request.seed
        self.session = Session(
            request.level, cut_id=request.cut, assist=request.assist, seed=self.seed, pilot=request.pilot
        )
        self.tray = PlayTray()
        self.clock = TickClock()
        self.alpha = 0.0
        self.speed = app.settings.game_speed
        self.is_kept = False
        self.wish = ""  # what a page over the walk asked for: restart, end, leave

    def put(self, intent: Intent) -> None:
        """Hand a play wish to the next tick."""
        self.tray.put(intent)

    def advance(self, elapsed_s: float) -> tuple[Any, ...]:
        """Do the ticks that are due; returns their events in order."""
        due = self.clock.advance(elapsed_s, self.speed)
        self.alpha = due.alpha
        events: list[Any] = []
        for _ in range(due.ticks):
            if self.is_over:
                break
            self.session.step(self.tray.take())
            events.extend(self.session.events)
        return tuple(events)

    @property
    def is_over(self) -> bool:
        """True when the session has an outcome."""
        return bool(self.session.outcome != "running")

    def change_speed(self, direction: int) -> float:
        """One step slower or faster, never above true speed; returns the new speed."""
        place = min(range(len(SPEEDS)), key=lambda i: abs(SPEEDS[i] - self.speed))
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, place + direction))]
        return self.speed

    def keep(self) -> None:
        """Write the recording, once; a folder that cannot be written is told, not raised."""
        if self.is_kept or self.session.frame.tick == 0:
            return
        self.is_kept = True
        try:
            path = self.session.save(self.app.folders.recordings)
        except OSError as error:
            self.app.notices.put(Notice.of("notice.recording_lost", 1, reason=error.strerror or str(error)))
            _log.warning("recording not written: %s", error)
        else:
            _log.info("recording written: %s", path)

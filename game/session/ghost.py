"""A ghost: another run of the same level, shown beside the live one and stepped along with it, from hatch to hatch.

A recorded run is simulated again from its orders; only the orders and the dials are taken from its file. It is not
followed with a director, as nobody asks it for goals. Every few seconds it is compared with what was recorded: where
the program has changed since, it parts from its own past, and then it is no longer shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from game.session.session import Session, check_fits
from game.sim.world import World

if TYPE_CHECKING:
    from game.control.route import Map
    from game.missions.level import Level
    from game.session.recording import Recording
    from game.sim.frame import Frame
    from game.sim.spec import Dials

AHEAD_TICKS = 2  # in one picture, while the live run is still inside: the ghost waits at the open hatch
CATCH_UP_TICKS = 3  # in one picture: a ghost that is behind comes up slowly instead of holding the picture up
COMPARED_EVERY = 5  # snapshots


class Steps(Protocol):
    """Something that can be stepped and looked at."""

    @property
    def frame(self) -> Frame:
        """As it is now."""

    @property
    def is_over(self) -> bool:
        """True when there is nothing more to show."""

    def step(self) -> None:
        """Go on by one tick."""


class Rerun:
    """A recorded run, simulated again. Raises RecordingError or ValueError if it does not fit the level."""

    def __init__(self, recording: Recording, level: Level) -> None:
        check_fits(recording, level)
        header = recording.header
        self._recording = recording
        self._world = World(level.dialled(header.dials).world_spec(header.cut), header.seed)
        self._seats = sorted({crew.id for crew in level.crew} | set(recording.actions))  # those on the ground too
        self._cursor: dict[str, int] = {}
        self._frame = self._world.frame()
        self._snapshots = dict(recording.snapshots)
        self._was: dict[str, str] = {}
        self._count = 0
        self.has_parted = False

    @property
    def frame(self) -> Frame:
        """As it is now."""
        if self._frame.tick != self._world.tick:
            self._frame = self._world.frame()
        return self._frame

    @property
    def is_over(self) -> bool:
        """True at the end of the recording, or where the run no longer goes as it was recorded."""
        return self.has_parted or self._world.tick >= self._recording.ticks

    def step(self) -> None:
        """Give the orders of this tick again."""
        tick = self._world.tick
        orders = {who: self._recording.action_at(who, tick, self._cursor) for who in self._seats}
        self._world.step(orders, self._recording.ground_at(tick))
        changed = self._snapshots.get(self._world.tick)
        if changed is None:
            return
        self._was.update(changed)
        self._count += 1
        if self._count % COMPARED_EVERY == 0:
            now = self._world.fields()
            self.has_parted = any(now.get(name) != value for name, value in self._was.items() if name in now)


class AutopilotRun:
    """The autopilot on the same cut, with the same dials."""

    def __init__(
        self, level: Level, cut_id: str, seed: int, map_: Map | None = None, dials: Dials | None = None
    ) -> None:
        self._session = Session(level, cut_id=cut_id, seed=seed, pilot="autopilot", map_=map_, dials=dials)

    @property
    def frame(self) -> Frame:
        """As it is now."""
        return self._session.frame

    @property
    def is_over(self) -> bool:
        """True when it is home."""
        return self._session.outcome != "running"

    def step(self) -> None:
        """Let it decide and go on."""
        self._session.step()


class Ghost:
    """Keeps a run level with the live one: both begin to count when their hatch is open."""

    def __init__(self, run: Steps) -> None:
        self.run = run
        self._opened_at: int | None = None  # tick of the run at which it is outside
        self._live_opened_at: int | None = None

    def follow(self, live: Frame) -> None:
        """Go on as far as the live run has come, a few ticks at a time."""
        if live.phase != "preparation" and self._live_opened_at is None:
            self._live_opened_at = live.tick
        for _ in range(AHEAD_TICKS if self._live_opened_at is None else CATCH_UP_TICKS):
            if self.run.is_over or not self._is_behind(live):
                return
            self.run.step()
            if self._opened_at is None and self.run.frame.phase != "preparation":
                self._opened_at = self.run.frame.tick

    def _is_behind(self, live: Frame) -> bool:
        if self._opened_at is None:
            return True
        if self._live_opened_at is None:
            return False
        return self.run.frame.tick - self._opened_at < live.tick - self._live_opened_at

    @property
    def frame(self) -> Frame | None:
        """What to show of it; None while it is inside, and once it is over."""
        frame = self.run.frame
        is_out = any(not crew.is_inside for crew in frame.crew)
        return frame if frame.phase == "outside" and is_out and not self.run.is_over else None

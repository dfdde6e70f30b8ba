"""What a person has at hand: logbook, missions, encyclopedia. Each is read when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.logbook import Logbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.app.folders import Folders
    from game.app.notices import Notice
    from game.missions.encyclopedia import Entry
    from game.missions.plan import LevelInfo


class Shelf:
    """Reads from the folders of a person; what is wrong with a file goes to `tell`."""

    def __init__(self, folders: Folders, tell: Callable[[Notice], None], is_guest: Callable[[], bool]) -> None:
        """Nothing is read yet."""
        self._folders = folders
        self._tell = tell
        self._is_guest = is_guest
        self._logbook: Logbook | None = None
        self._given: tuple[LevelInfo, ...] | None = None
        self._own: tuple[LevelInfo, ...] | None = None
        self._entries: tuple[Entry, ...] | None = None

    @property
    def logbook(self) -> Logbook:
        """What this person has done so far; read anew when a guest comes or goes."""
        if self._logbook is None or self._logbook.is_guest != self._is_guest():
            self._logbook, notices = Logbook.load(self._folders.data, is_guest=self._is_guest())
            for notice in notices:
                self._tell(notice)
        return self._logbook

    def jobs(self) -> Iterator[None]:
        """Read the list of the game's missions beforehand: they do not change while it runs."""
        from game.missions.level import list_jobs  # noqa: PLC0415 (keeps the first picture quick)

        self._given = yield from list_jobs()

    def given(self) -> tuple[LevelInfo, ...]:
        """The game's own missions in menu order."""
        if self._given is None:
            from game.missions.level import list_levels  # noqa: PLC0415

            self._given = list_levels()
        return self._given

    def levels(self, *, is_fresh: bool = False) -> tuple[LevelInfo, ...]:
        """Every mission in menu order, a player's own last; these are read anew when asked to."""
        if self._own is None or is_fresh:
            from game.missions.own_levels import list_own  # noqa: PLC0415

            self._own = list_own(self._folders.missions)
        return *self.given(), *self._own

    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the encyclopedia."""
        if self._entries is None:
            from game.missions.encyclopedia import read_entries  # noqa: PLC0415

            self._entries = read_entries()
        return self._entries

"""One-line notices: something a person should know that stops nothing (pad unplugged, folder not writable)."""

from __future__ import annotations

from dataclasses import dataclass, field

SHOWN_S = 6.0
KEPT = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """A text key with its values; `grade` 0 is news, 1 is something to look at."""

    key: str
    values: tuple[tuple[str, str], ...] = ()
    grade: int = 0

    @classmethod
    def of(cls, key: str, grade: int = 0, **values: object) -> Notice:
        """A notice with `values` as text."""
        return cls(key, tuple((name, str(value)) for name, value in values.items()), grade)


@dataclass(slots=True)
class NoticeBoard:
    """Shows the newest notices for SHOWN_S seconds each; the same one twice is shown once."""

    _shown: list[tuple[Notice, float]] = field(default_factory=list)

    def put(self, notice: Notice) -> None:
        """Show a notice from now on."""
        self._shown = [entry for entry in self._shown if entry[0] != notice][-(KEPT - 1) :]
        self._shown.append((notice, SHOWN_S))

    def advance(self, elapsed_s: float) -> None:
        """Let time pass; old notices leave."""
        self._shown = [(notice, left - elapsed_s) for notice, left in self._shown if left > elapsed_s]

    @property
    def current(self) -> tuple[Notice, ...]:
        """The notices on show, oldest first."""
        return tuple(notice for notice, _ in self._shown)

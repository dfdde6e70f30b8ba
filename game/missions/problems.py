"""What is wrong with a content file, told to its author: where, what was found, what was wanted, a near match."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CLOSE_ENOUGH = 0.6  # difflib ratio from which a known word is worth offering; its own default


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in one file that an author has to put right."""

    file: str
    place: str  # object, key or line inside the file; "" = the whole file
    found: str
    wanted: str
    hint: str = ""  # nearest known word, "" = none is near

    def __str__(self) -> str:
        """Say it in one line: `file: place: found X, wanted Y (did you mean Z?)`."""
        where = f"{self.file}: {self.place}" if self.place else self.file
        meant = f" (did you mean {self.hint}?)" if self.hint else ""
        return " ".join(f"{where}: found {self.found}, wanted {self.wanted}{meant}".split())


class ContentError(Exception):
    """A content file cannot be used; `problems` holds everything that is wrong with it, not only the first thing."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order given."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Give one line for each problem."""
        return "\n".join(str(problem) for problem in self.problems)


def nearest(found: str, known: Iterable[str]) -> str:
    """The known word most like `found`, or "" when none is like it."""
    words = sorted(known)
    plain = {word.lower(): word for word in reversed(words)}
    matches = get_close_matches(found.lower(), plain, n=1, cutoff=CLOSE_ENOUGH)
    return plain[matches[0]] if matches else ""

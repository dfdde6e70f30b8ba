"""Work in slices: a generator gives way every few milliseconds, so that pictures go on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator

T = TypeVar("T")


def finished(work: Generator[None, None, T]) -> T:
    """What some work comes to, done at once."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result

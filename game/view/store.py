"""A store of pictures that are made once and kept by what they are of, within so many bytes."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import pygame

Key = TypeVar("Key", bound="Hashable")


class Store(Generic[Key]):
    """The pictures that were not asked for longest go when there are too many bytes; the last one always stays."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._bytes = 0
        self._kept: OrderedDict[Key, pygame.Surface] = OrderedDict()

    def get(self, key: Key, make: Callable[[], pygame.Surface]) -> pygame.Surface:
        """The picture of that key, made if it is not there."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = self._kept[key] = make()
        self._bytes += _bytes_of(found)
        while self._bytes > self._limit and len(self._kept) > 1:
            self._bytes -= _bytes_of(self._kept.popitem(last=False)[1])
        return found

    @property
    def pictures(self) -> tuple[pygame.Surface, ...]:
        """What is kept, the longest unasked first."""
        return tuple(self._kept.values())


def _bytes_of(picture: pygame.Surface) -> int:
    return picture.get_pitch() * picture.get_height()

"""Names of keys by their place on the board, so that a Russian or French layout plays like any other."""

from __future__ import annotations

import pygame

# In menus people think of letters, in play of places; places serve both and do not change with the layout.
_BY_PLACE: dict[int, str] = {
    getattr(pygame, name): name.removeprefix("KSCAN_").lower()
    for name in sorted(dir(pygame))
    if name.startswith("KSCAN_") and name != "KSCAN_UNKNOWN"
}
_BY_SYMBOL: dict[int, str] = {
    getattr(pygame, name): name.removeprefix("K_").lower()
    for name in sorted(dir(pygame))
    if name.startswith("K_") and name != "K_UNKNOWN"
}
KEY_NAMES: tuple[str, ...] = tuple(sorted(set(_BY_PLACE.values())))


def key_name(event: pygame.event.Event) -> str:
    """The place's name of a key event; an event without a place (posted by hand) is named by its symbol."""
    place = getattr(event, "scancode", 0)
    if place in _BY_PLACE:
        return _BY_PLACE[place]
    return _BY_SYMBOL.get(getattr(event, "key", 0), "")

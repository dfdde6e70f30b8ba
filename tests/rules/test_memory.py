"""Memory moved into large pages is the same memory; what is not the program's own stays where it is."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest

from game.app import memory

MAPS = """\
55d0c0000000-55d0c0800000 r-xp 00000000 fe:00 1234                       /usr/bin/python3
55d0c1000000-55d0c1010000 rw-p 00000000 00:00 0                          [heap]
7f1000100000-7f1000700000 rw-p 00000000 00:00 0
7f1000900000-7f1000f00000 rw-p 00000000 fe:00 77                         /home/a player/picture
7f1001000000-7f1001400000 rw-s 00000000 00:05 9                          /dev/shm/sound
7f1002000000-7f1002400000 r--p 00000000 00:00 0
"""


def test_whole_large_pages_of_its_own_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither code nor files nor what is shared, and no page that is not whole."""
    asked: list[tuple[object, ...]] = []
    maps = tmp_path / "maps"
    maps.write_text(MAPS, encoding="utf-8")
    monkeypatch.setattr(memory, "OWN_MEMORY", maps)
    monkeypatch.setattr(memory, "_share_held", lambda _: 1.0)
    monkeypatch.setattr(memory, "_tell_library", lambda *told: asked.append(told))
    assert len(list(memory.large_pages())) == 2
    assert asked == [("madvise", place, 2 << 20, 25) for place in (0x7F1000200000, 0x7F1000400000)]


def test_where_there_is_no_room_it_is_not_tried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system would look for it each time."""
    maps = tmp_path / "maps"
    maps.write_text(MAPS, encoding="utf-8")
    monkeypatch.setattr(memory, "OWN_MEMORY", maps)
    monkeypatch.setattr(memory, "_share_held", lambda _: 1.0)
    monkeypatch.setattr(memory, "_tell_library", lambda *_: errno.ENOMEM)
    assert list(memory.large_pages()) == []


def test_pages_with_holes_stay_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of three large pages the first is held whole, the second by half, of the third nothing is known."""
    pages = tmp_path / "pages"
    pages.write_bytes((b"\0" * 7 + b"\x81") * 512 + (b"\xff" * 7 + b"\x01" + b"\0" * 7 + b"\x80") * 256)
    monkeypatch.setattr(memory, "OWN_PAGES", pages)
    assert [memory._share_held(place << 21) for place in range(3)] == [1.0, 0.5, 0.0]


def test_what_is_moved_stays_what_it_was() -> None:
    """Whether or not the system can do it, nothing is lost."""
    held = np.arange(4 << 20, dtype=np.uint32)
    for _ in memory.large_pages():
        pass
    assert (held == np.arange(4 << 20, dtype=np.uint32)).all()


def test_without_a_list_of_its_memory_nothing_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other systems have none."""
    monkeypatch.setattr(memory, "OWN_MEMORY", tmp_path / "none")
    assert list(memory.large_pages()) == []

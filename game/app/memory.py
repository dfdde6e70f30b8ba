"""Memory that nobody holds any more goes back to the system: pictures of many megabytes come and go between scenes.

The GNU C library keeps what is freed for later, in holes of which each is too small for the next picture: 100 MB after
some walks. It is told otherwise where it is there. What stays can be moved into large pages by Linux: a picture goes
through some 20 MB, and looking 5,000 small pages up takes a tenth of its time.
"""

from __future__ import annotations

import contextlib
import errno
import gc
from collections.abc import Iterator
from pathlib import Path

LARGE_BYTES = 2 << 20  # a picture that comes and goes within a frame is smaller: taking it from the system takes time
SPARE_BYTES = 32 << 20  # free at the end that is kept, so that small things are not taken from the system each time
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of malloc.h
MADV_COLLAPSE = 25  # of linux/mman.h, since 6.1: into large pages now; an older one refuses
LARGE_PAGE_BYTES = 2 << 20
NO_ROOM = (errno.ENOMEM, errno.EAGAIN)  # the system looks long for free large pages when there are hardly any
OWN_MEMORY, OWN_PAGES = Path("/proc/self/maps"), Path("/proc/self/pagemap")
PAGE_BYTES, ENTRY_BYTES = 4 << 10, 8  # of memory, and of what the system tells of it
LEAST_HELD = 0.75  # of a large page: one with holes would take more memory than it is worth
LARGE_PAGES_JOB = "large pages"


def return_large() -> None:
    """From now on what is large goes back as soon as it is freed."""
    _tell_library("mallopt", M_MMAP_THRESHOLD, LARGE_BYTES)
    _tell_library("mallopt", M_TRIM_THRESHOLD, SPARE_BYTES)


def tidy() -> None:
    """Collect all rubbish and give it back, then have the collector skip what is left; some hundredths of a second.

    What was left at the last call is looked through again, or a walk that is over would stay for good.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    _tell_library("malloc_trim", 0)


def large_pages() -> Iterator[float]:
    """Move what the program holds into large pages, one a piece: milliseconds each, but hardly any once it is there."""
    try:
        places = _large_places(OWN_MEMORY.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):  # not Linux
        return
    for done, place in enumerate(places):
        if _share_held(place) < LEAST_HELD:
            continue
        if _tell_library("madvise", place, LARGE_PAGE_BYTES, MADV_COLLAPSE) in NO_ROOM:
            return
        yield done / len(places)


def _share_held(place: int) -> float:
    """How much of a large page is in memory at all, 0..1."""
    try:
        with OWN_PAGES.open("rb") as pages:
            pages.seek(place // PAGE_BYTES * ENTRY_BYTES)
            told = pages.read(LARGE_PAGE_BYTES // PAGE_BYTES * ENTRY_BYTES)
    except OSError:
        return 0.0
    flags = told[ENTRY_BYTES - 1 :: ENTRY_BYTES]  # the highest bit of each entry
    return sum(flag >> 7 for flag in flags) / max(1, len(flags))


def _large_places(maps: str) -> list[int]:
    """Where whole large pages lie in what the program has for itself alone, by the system's list of its memory."""
    found: list[int] = []
    for line in maps.splitlines():
        span, rights, _, _, inode = line.split()[:5]
        if rights == "rw-p" and inode == "0":
            start, end = (int(edge, 16) for edge in span.split("-"))
            first = -(-start // LARGE_PAGE_BYTES) * LARGE_PAGE_BYTES
            found += range(first, end - LARGE_PAGE_BYTES + 1, LARGE_PAGE_BYTES)
    return found


def _tell_library(name: str, *values: int) -> int:
    """Call the C library where there is one; the number of the error, if that is what it answers."""
    with contextlib.suppress(ImportError, OSError, TypeError, AttributeError):
        import ctypes  # noqa: PLC0415 (not everywhere)

        ctypes.set_errno(0)
        getattr(ctypes.CDLL(None, use_errno=True), name)(*(ctypes.c_long(value) for value in values))
        return ctypes.get_errno()
    return 0

"""Memory that nobody holds any more goes back to the system: pictures of many megabytes come and go between scenes.

The GNU C library keeps what is freed for later, in holes of which each is too small for the next picture: 100 MB after
some walks. It is told otherwise where it is there.
"""

from __future__ import annotations

import contextlib
import gc

LARGE_BYTES = 2 << 20  # a picture that comes and goes within a frame is smaller: taking it from the system takes time
SPARE_BYTES = 32 << 20  # free at the end that is kept, so that small things are not taken from the system each time
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of malloc.h


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


def _tell_library(name: str, *values: int) -> None:
    with contextlib.suppress(ImportError, OSError, TypeError, AttributeError):
        import ctypes  # noqa: PLC0415 (not everywhere)

        getattr(ctypes.CDLL(None), name)(*values)

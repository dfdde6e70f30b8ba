"""Keeps C libraries from writing to the terminal: a machine without sound or screen is told of in our own words."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_STDERR = 2


@contextlib.contextmanager
def without_library_noise() -> Iterator[None]:
    """Inside, what is written to the process's stderr is dropped; exceptions pass. Best effort."""
    try:
        sys.stderr.flush()
        kept = os.dup(_STDERR)
    except (OSError, AttributeError, ValueError):
        yield
        return
    try:
        with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - a descriptor is wanted, not a path
            os.dup2(nothing.fileno(), _STDERR)
        yield
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()
        os.dup2(kept, _STDERR)
        os.close(kept)

"""Files that others wrote, read whole: what is no file, and what has no end, is refused before it can hold us up."""

from __future__ import annotations

import errno
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LIMIT_BYTES = 16_000_000  # of a text; the largest of our own has a four-hundredth
RECORDING_BYTES = 400_000_000  # packed; a walk of two days has a twentieth


def read_file(path: Path, limit_bytes: int = LIMIT_BYTES, *, takes_pipes: bool = False) -> bytes:
    """The bytes of a file of at most `limit_bytes`. Raises OSError for a larger one, and for what is no regular file.

    A device may go on for ever and a pipe may never begin; whoever names a pipe on the command line (`takes_pipes`)
    knows who writes into it.
    """
    mode = path.stat().st_mode
    is_pipe = takes_pipes and stat.S_ISFIFO(mode)
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or is_pipe):  # opening a folder says itself that it is one
        raise OSError(errno.EINVAL, "Not a regular file", str(path))
    with path.open("rb") as file:
        raw = file.read(limit_bytes + 1)
    if len(raw) > limit_bytes:
        raise OSError(errno.EFBIG, f"More than {limit_bytes} bytes", str(path))
    return raw


def is_file(path: Path) -> bool:
    """True if there is such a file; False too for a name that no disc holds and where we may not look."""
    try:
        return path.is_file()
    except OSError:
        return False

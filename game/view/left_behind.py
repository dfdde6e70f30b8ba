"""Halves of files that a killed program has left: nobody else takes them away."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LEFT_BEHIND_S = 3600.0


def drop_left_behind(folder: Path, pattern: str) -> None:
    """Remove the files of that pattern, but for those of the last hour, which may belong to another run."""
    with contextlib.suppress(OSError):
        for part in folder.glob(pattern):
            with contextlib.suppress(OSError):
                if time.time() - part.stat().st_mtime > LEFT_BEHIND_S:
                    part.unlink()

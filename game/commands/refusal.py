"""What ends a command with one clear line instead of a traceback, and its exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DONE, FAILED, WRONG_USE = 0, 1, 2


class RefusedError(Exception):
    """The command can't be done; `status` is FAILED (a file, a folder, a run) or WRONG_USE (the words typed)."""

    def __init__(self, message: str, status: int = FAILED) -> None:
        """Keep one line, or several when a content file has several faults."""
        super().__init__(message)
        self.status = status


def unwritable(path: Path | str, error: OSError) -> RefusedError:
    """The refusal for an output that can't be written."""
    return RefusedError(f"{path}: cannot be written ({(error.strerror or str(error)).lower()})")

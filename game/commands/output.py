"""Files that commands write: told before the work if they can't be written, and never left half written."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from game.commands.refusal import RefusedError, unwritable

if TYPE_CHECKING:
    from pathlib import Path


def check_output(path: Path) -> None:
    """Raise RefusedError for an output that can't be written: before the run, not after it."""
    try:
        if path.exists() and not path.is_file():  # a folder, or a device that a finished file must not replace
            raise RefusedError(f"{path}: cannot be written (found no regular file there, wanted one or nothing)")
        part = path.with_name(path.name + ".part")
        with part.open("wb"):
            pass
        part.unlink()
    except OSError as error:
        raise unwritable(path, error) from None


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the place, then rename. Raises OSError that names `path`."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise OSError(error.errno, error.strerror, str(path)) from None

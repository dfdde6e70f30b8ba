"""The log: a few small files in the person's log folder. Where none can be written there is none."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LOG_BYTES = 200_000
KEPT = 2  # older files
NAME = "spacewalk"


class _File(logging.handlers.RotatingFileHandler):
    """A file that can't be written (full disc, folder read-only) loses a line, no traceback on the terminal."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
        """Let the line go."""


def open_log(folder: Path) -> None:
    """Send the program's log to a file in `folder` from now on; the file is made with the first line."""
    log = logging.getLogger(NAME)
    log.setLevel(logging.INFO)
    log.propagate = False
    for old in list(log.handlers):
        log.removeHandler(old)
        old.close()
    handler: logging.Handler = logging.NullHandler()
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handler = _File(folder / f"{NAME}.log", maxBytes=LOG_BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)

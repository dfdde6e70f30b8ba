"""Pictures that people keep: screenshots and photographs, in the folder of screenshots."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from game.app.folders import write_atomic
from game.app.notices import Notice

if TYPE_CHECKING:
    from pathlib import Path

GUESTS_KEEP = 40  # the newest pictures of a guest machine: 300 MB of the largest ones
NAME = "spacewalk-"


def keep_picture(folder: Path, png: bytes, kind: str = "", *, is_guest: bool = False) -> Notice:
    """Write a picture whole or not at all and say where, or why not; on a machine for guests only the newest stay."""
    name = time.strftime(f"{NAME}{kind}%Y%m%d-%H%M%S.png")
    path = folder / name
    try:
        write_atomic(path, png)
    except OSError as error:
        return Notice.of("notice.not_saved", 1, file=str(path), reason=error.strerror or str(error))
    if is_guest:
        _drop_oldest(folder)
    return Notice.of("notice.screenshot", file=str(path))


def _drop_oldest(folder: Path) -> None:
    """Nobody clears up after guests: their pictures would fill the disk in some months."""
    with contextlib.suppress(OSError):
        found = sorted(folder.glob(f"{NAME}*.png"), key=lambda picture: picture.stat().st_mtime, reverse=True)
        for picture in found[GUESTS_KEEP:]:
            picture.unlink()

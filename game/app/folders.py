"""Where the program keeps a person's files, and how it writes them: a file is whole or as it was before, never half."""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from collections.abc import Mapping

HOME_VARIABLE = "SPACEWALK_HOME"  # one folder for everything: kiosks, tests, a memory stick


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one person on one machine; they need not exist yet and may not be writable."""

    config: Path  # settings.toml, bindings.toml
    data: Path  # recordings, screenshots, logbook and best runs, own missions
    cache: Path  # prepared pictures; may be deleted at any time
    log: Path

    @property
    def recordings(self) -> Path:
        """Where every run is kept."""
        return self.data / "recordings"

    @property
    def missions(self) -> Path:
        """Where a player's own missions lie, a folder each."""
        return self.data / "missions"

    @property
    def screenshots(self) -> Path:
        """Where pictures go."""
        return self.data / "screenshots"


def user_folders(environ: Mapping[str, str] | None = None) -> Folders:
    """The system's own places for them, or all under SPACEWALK_HOME when that is set."""
    home = (os.environ if environ is None else environ).get(HOME_VARIABLE, "")
    if home:
        root = Path(home)
        return Folders(root / "config", root / "data", root / "cache", root / "log")
    return Folders(
        platformdirs.user_config_path("spacewalk", appauthor=False, roaming=True),
        platformdirs.user_data_path("spacewalk", appauthor=False),
        platformdirs.user_cache_path("spacewalk", appauthor=False),
        platformdirs.user_log_path("spacewalk", appauthor=False),
    )


def write_atomic(path: Path, content: str | bytes) -> None:
    """Write beside `path`, flush, then rename: a reader sees the old file or the new one, whole; raises OSError."""
    raw = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)  # noqa: PTH105 (the name is a string, and this is the atomic step)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        raise


def is_writable(folder: Path) -> bool:
    """True if a file can be made in `folder`, which is created when missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """True if it exists; False too in a folder that may not be looked into."""
    try:
        return path.exists()
    except OSError:
        return False

"""Where levels and assets lie: beside the package in a checkout, inside it when installed."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from game.missions.files import read_file
from game.missions.problems import ContentError, Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = Path(__file__).resolve().parent.parent


def levels_root() -> Path:
    """The folder that holds stations, kits and missions; the checkout's wins over the packaged one.

    The path is returned even when nothing is there, so that the reader can name it in its error.
    """
    return _root("levels")


def assets_root() -> Path:
    """The folder that holds art, fonts, text and sound; same rule as `levels_root`."""
    return _root("assets")


def _root(name: str) -> Path:
    # The marker keeps an installed package from taking a stranger's `levels` folder in site-packages for ours.
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return _PACKAGE / "_data" / name


def mission_paths(levels_dir: Path | None = None) -> tuple[Path, ...]:
    """Every mission.toml of the levels folder in name order, readable or not."""
    return tuple(sorted(((levels_dir or levels_root()) / "missions").glob("*/mission.toml")))


def mission_path(source: str | Path, levels: Path) -> Path:
    """Where the mission file is; ContentError when an id names none."""
    path = Path(source)
    if isinstance(source, Path) or path.suffix == ".toml" or len(path.parts) > 1 or path.is_dir():
        return path / "mission.toml" if path.is_dir() else path
    inside = levels / "missions" / source / "mission.toml"
    if not inside.is_file():
        known = [found.parent.name for found in mission_paths(levels)]
        wanted = f"one of {', '.join(known)}" if known else f"a mission in {levels / 'missions'}"
        raise ContentError([Problem("mission", "", repr(source), wanted, nearest(source, known))])
    return inside


def digest_of(files: Iterable[Path]) -> str:
    """SHA-256 of the contents of files; what cannot be read is left out, for its own reader names it."""
    digest = hashlib.sha256()
    for path in files:
        with contextlib.suppress(OSError):
            # The same file has the same digest whatever line ends a checkout gave it.
            digest.update(read_file(path).replace(b"\r\n", b"\n"))
    return digest.hexdigest()

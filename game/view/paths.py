"""Where the files that travel with the program are found, in a checkout and installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def assets_root() -> Path:
    """The folder of art, fonts, sounds and text: inside the package when installed, beside it in a checkout."""
    inside = _PACKAGE / "_data" / "assets"
    return inside if inside.is_dir() else _PACKAGE.parent / "assets"

"""Builds the package with its levels and pictures inside, and leaves nothing behind in the source tree.

Everything else about the distribution is in pyproject.toml.
"""

from __future__ import annotations

import atexit
import shutil
import sys
import tempfile
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).resolve().parent
CARRIED = ("levels", "assets")  # beside the package in a checkout, in game/_data when installed
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.part", "*.tiled-session", ".*")


class BuildWithData(build_py):
    """Copies levels and assets into the built package; an editable install reads them where they are."""

    def run(self) -> None:
        """Build the modules, then the data beside them."""
        super().run()
        if self.editable_mode:
            return
        for name in CARRIED:
            target = Path(self.build_lib) / "game" / "_data" / name
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(HERE / name, target, ignore=LEFT_OUT)


def _elsewhere() -> dict[str, dict[str, str]]:
    """Options that put intermediate files into a temporary folder; an sdist needs its list of files in the tree."""
    if "sdist" in sys.argv or "editable_wheel" in sys.argv or "develop" in sys.argv:
        return {}
    folder = tempfile.mkdtemp(prefix="spacewalk-build-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return {"build": {"build_base": folder}, "egg_info": {"egg_base": folder}}


setup(cmdclass={"build_py": BuildWithData}, options=_elsewhere())

"""Arrays that are dear to make are kept on disc between runs, and nothing fails when they can't be.

A file's name holds a digest of the assets it came from and of the version of the code that made it, so that a change of
either makes a new file. Files are written beside their place and renamed, so that a reader never sees half a file.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from tokenize import TokenError

import numpy as np
from numpy.typing import DTypeLike, NDArray
from platformdirs import user_cache_path

from game.view.left_behind import drop_left_behind

PIECE_BYTES = 1 << 20
HOME_VARIABLE = "SPACEWALK_HOME"  # one folder for everything a person keeps


def asset_key(files: Iterable[Path], version: int) -> str:
    """A short digest of the files' names and bytes and of `version`. Raises OSError for a file that can't be read."""
    digest = hashlib.blake2b(str(version).encode(), digest_size=10)
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


class Draft:
    """An array being filled; `keep` puts it into the cache, or leaves it in memory where there is no cache."""

    def __init__(self, array: NDArray[np.generic], partial: Path | None, target: Path | None) -> None:
        self.array = array
        self._partial = partial
        self._target = target

    def keep(self) -> NDArray[np.generic]:
        """The finished array, mapped from disc if it could be written whole, else as it is in memory."""
        if self._partial is None or self._target is None:
            return self.array
        try:
            if isinstance(self.array, np.memmap):
                self.array.flush()
            self._partial.replace(self._target)
            kept: NDArray[np.generic] = np.load(self._target, mmap_mode="r")
        except OSError:
            return self.array
        self._drop_older()
        return kept

    def _drop_older(self) -> None:
        assert self._target is not None
        stem = self._target.name.rsplit("-", 1)[0]
        for other in self._target.parent.glob(f"{stem}-*.npy"):
            if other != self._target:
                with contextlib.suppress(OSError):
                    other.unlink()


class Cache:
    """A folder of .npy files; with no folder that can be written, every look-up misses and nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError:
                self.folder = None
            else:
                drop_left_behind(folder, ".*.part")

    def find(self, stem: str, key: str) -> NDArray[np.generic] | None:
        """The array kept under this stem and key, mapped read-only, or None."""
        if self.folder is None:
            return None
        try:
            found: NDArray[np.generic] = np.load(self.folder / f"{stem}-{key}.npy", mmap_mode="r")
        except (OSError, ValueError, EOFError, TokenError):  # the last is for a head that was damaged
            return None
        return found

    def draft(self, stem: str, key: str, shape: tuple[int, ...], dtype: DTypeLike) -> Draft:
        """A new zeroed array to fill, on disc if that is possible, else in memory."""
        if self.folder is not None:
            partial = None
            try:
                handle, name = tempfile.mkstemp(prefix=f".{stem}-", suffix=".part", dir=self.folder)
                os.close(handle)
                partial = Path(name)
                array = np.lib.format.open_memmap(name, mode="w+", dtype=np.dtype(dtype), shape=shape)
                _take_room(partial)
            except OSError:
                if partial is not None:
                    with contextlib.suppress(OSError):
                        partial.unlink()
            else:
                return Draft(array, partial, self.folder / f"{stem}-{key}.npy")
        return Draft(np.zeros(shape, dtype), None, None)


def _take_room(path: Path) -> None:
    """Give a file with holes its room on the disc now. Raises OSError where there is none.

    A mapped page that finds no room when it is written ends the whole process with a signal that nobody can catch.
    """
    with path.open("r+b") as file:
        size = os.fstat(file.fileno()).st_size
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, size)
        elif os.name != "nt":  # Windows keeps the room when a file grows
            head = file.read(PIECE_BYTES)
            file.seek(0)
            file.write(head)
            for start in range(len(head), size, PIECE_BYTES):
                file.write(bytes(min(PIECE_BYTES, size - start)))


def user_cache(home: str | None = None) -> Cache:
    """The player's own cache folder: below `home`, else below SPACEWALK_HOME when that is set, else the system's."""
    root = home or os.environ.get(HOME_VARIABLE, "")
    folder = Path(root) / "cache" if root else user_cache_path("spacewalk", appauthor=False)
    return Cache(folder / "pictures")

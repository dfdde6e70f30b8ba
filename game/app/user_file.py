"""A person's TOML file, read strictly: what is wrong is said in a line, kept as `.bad`, and the rest is used."""

from __future__ import annotations

import contextlib
import difflib
import os
import tomllib
from typing import TYPE_CHECKING, Any

from game.app.folders import write_atomic
from game.app.notices import Notice
from game.missions.files import read_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COPIES = 9  # faulty files kept beside each other


def table_of(path: Path) -> dict[str, Any]:
    """The file's table. Raises OSError, ValueError (not TOML, not UTF-8, numbers) or RecursionError (nesting)."""
    return tomllib.loads(read_file(path).decode("utf-8-sig"))


def read_table(path: Path) -> tuple[dict[str, Any], Notice | None]:
    """The file's table, empty when there is none; a notice when it cannot be read or is not TOML."""
    try:
        return table_of(path), None
    except FileNotFoundError:
        return {}, None
    except (ValueError, RecursionError) as error:  # not TOML, not UTF-8, numbers or nesting without end
        reason = "not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
        return {}, spoiled(path, reason)
    except OSError as error:
        return {}, unreadable(path, error)


def spoiled(path: Path, reason: str) -> Notice:
    """Keep a faulty file as `<name>.bad` so that nothing in it is lost, and say what was wrong."""
    kept = _put_aside(path)
    if kept is None:
        return Notice.of("notice.file_bad_unkept", 1, file=path.name, reason=reason)
    return Notice.of("notice.file_bad", 1, file=path.name, reason=reason, kept=str(kept))


def unreadable(path: Path, error: OSError) -> Notice:
    """Keep what can't be read (no right to, a folder in its place) from being written over, and say why it can't."""
    reason = error.strerror or str(error)
    kept = _put_aside(path)
    if kept is None:
        return Notice.of("notice.file_unreadable", 1, file=str(path), reason=reason)
    return Notice.of("notice.file_aside", 1, file=path.name, reason=reason, kept=str(kept))


def _put_aside(path: Path) -> Path | None:
    """The `.bad` name that holds a copy, or the file itself where it can't be copied; None where neither is possible.

    An earlier faulty file may still be wanted: names go up to `.bad9`.
    """
    content = _content(path)
    kept = path.with_name(path.name + ".bad")
    for number in range(2, COPIES + 1):
        if not _is_taken(kept, content):
            break
        kept = path.with_name(f"{path.name}.bad{number}")
    if content is not None:
        with contextlib.suppress(OSError):
            write_atomic(kept, content)
            return kept
    try:
        return path.rename(kept)
    except OSError:
        return None


def _content(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except OSError:
        return None


def _is_taken(path: Path, content: bytes | None) -> bool:
    """True if something else than this content lies there."""
    return os.path.lexists(path) and (content is None or _content(path) != content)


def unknown(name: str, wanted: Iterable[str]) -> str:
    """What to say of a name that is not known, with the nearest one that is."""
    near = difflib.get_close_matches(name, list(wanted), 1)
    return f"{name}: found an unknown name" + (f", did you mean {near[0]}?" if near else "")


def line_of(name: str, value: object) -> str:
    """One `name = value` line of TOML for text, numbers, booleans and lists of text."""
    if isinstance(value, bool):
        return f"{name} = {str(value).lower()}"
    if isinstance(value, str):
        return f"{name} = {_quoted(value)}"
    if isinstance(value, (list, tuple)):
        return f"{name} = [{', '.join(_quoted(str(item)) for item in value)}]"
    return f"{name} = {value!r}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'

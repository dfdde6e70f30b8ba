"""A TOML file read strictly: every value is asked for by name and type, everything left over is an error.

Problems are collected, not thrown, so that an author sees all of a file's errors at once. A key path counts
tables from 1 (`objective[2].step[1].kind`) and carries the line, where the file's plain layout shows it.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import tomllib
from typing import TYPE_CHECKING, Any

from game.missions.files import read_file
from game.missions.problems import ContentError, Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_SHOWN = 14  # choices that one line names
_HEADER = re.compile(r"^\s*\[(\[)?\s*([A-Za-z0-9_.\-]+)\s*\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")
_TYPES = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "a table",
}


class Source:
    """One TOML file with its key lines and the list of problems found in it so far."""

    def __init__(self, path: Path) -> None:
        """Read and parse; a file that cannot be used at all raises ContentError with one line."""
        self.file = str(path)
        self.problems: list[Problem] = []
        try:
            raw = read_file(path)
        except ValueError as error:  # a name that holds a zero byte
            name = self.file.replace("\0", "?")
            raise ContentError([Problem(name, "", str(error), "the name of a TOML file")]) from None
        except OSError as error:
            found = "no such file" if isinstance(error, FileNotFoundError) else (error.strerror or "an unreadable file")
            raise ContentError([Problem(self.file, "", found, "a TOML file that can be read")]) from None
        if not raw.strip():
            raise ContentError([Problem(self.file, "", "an empty file", "a TOML file")])
        try:
            text = raw.decode("utf-8")
            self.data: dict[str, Any] = tomllib.loads(text)
        except UnicodeDecodeError as error:
            found = f"bytes that are not UTF-8 at offset {error.start}"
            raise ContentError([Problem(self.file, "", found, "a TOML file in UTF-8")]) from None
        except ValueError as error:  # not TOML, or a number of more digits than Python reads
            raise ContentError([Problem(self.file, "", f"not TOML: {error}", "a whole TOML file")]) from None
        except RecursionError:
            raise ContentError([Problem(self.file, "", "tables nested without end", "a TOML file")]) from None
        self.lines = key_lines(text)

    def problem(self, path: str, found: str, wanted: str, hint: str = "") -> None:
        """Note a problem at a key path; its line is added when the file's layout shows it."""
        line = self._line(path)
        place = f"{path} (line {line})" if line else path
        self.problems.append(Problem(self.file, place, found, wanted, hint))

    def raise_if_bad(self) -> None:
        """Raise ContentError with all problems, in file order, if there are any."""
        if self.problems:
            raise ContentError(self.problems)

    def root(self) -> Table:
        """The file's outermost table."""
        return Table(self, "", self.data)

    def _line(self, path: str) -> int:
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0] if "." in path else ""
        return 0


class Table:
    """One table of a Source. Take every known key, then call `done` to report the unknown ones."""

    def __init__(self, source: Source, path: str, data: dict[str, Any]) -> None:
        """Wrap `data`, found in `source` at key path `path`."""
        self.source, self.path, self.data = source, path, data
        self._known: set[str] = set()

    def at(self, key: str) -> str:
        """The full key path of `key`."""
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, found: str, wanted: str, hint: str = "") -> None:
        """Note a problem with `key` of this table."""
        self.source.problem(self.at(key), found, wanted, hint)

    def has(self, key: str) -> bool:
        """Whether the author wrote `key`."""
        return key in self.data

    def text(self, key: str, default: str | None = None, choices: Iterable[str] | None = None) -> str:
        """A text; without a default it must be there; with `choices` it must be one of them."""
        value: str = self._take(key, str, default, "")
        if choices is not None and key in self.data and isinstance(self.data[key], str):
            self.choice(key, value, choices)
        return value

    def choice(self, key: str, value: str, choices: Iterable[str], what: str = "one of") -> bool:
        """Whether `value` is among `choices`; if not, the problem is noted with the nearest match."""
        known = sorted(choices)
        if value in known:
            return True
        shown = ", ".join(known[:_SHOWN]) + (", ..." if len(known) > _SHOWN else "")
        self.wrong(key, repr(value), f"{what} {shown}" if known else f"{what} (there are none)", nearest(value, known))
        return False

    def number(self, key: str, default: float | None = None, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number within low..high; a whole number counts as one."""
        value = self._take(key, float, default, 0.0)
        if key in self.data and not self._is_within(value, low, high):
            self.wrong(key, f"{value:g}", _span(low, high))
        return float(min(max(value, low), high))

    def whole(self, key: str, default: int | None = None, low: int = 0, high: int = 1_000_000) -> int:
        """A whole number within low..high."""
        value = self._take(key, int, default, 0)
        if key in self.data and not self._is_within(value, low, high):
            self.wrong(key, _name(value), _span(low, high))
        return int(min(max(value, low), high))  # what follows, before all problems are told, must be able to reckon

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        return bool(self._take(key, bool, default, False))

    def words(self, key: str, default: Sequence[str] | None = ()) -> tuple[str, ...]:
        """A list of texts."""
        values = self._take(key, list, list(default) if default is not None else None, [])
        good = []
        for index, value in enumerate(values, 1):
            if isinstance(value, str):
                good.append(value)
            else:
                self.source.problem(f"{self.at(key)}[{index}]", _name(value), "a text")
        return tuple(good)

    def point(self, key: str, default: tuple[float, float] | None = None) -> tuple[float, float]:
        """Two numbers [x, y]."""
        value = self._take(key, list, list(default) if default is not None else None, [0.0, 0.0])
        return self._pair(self.at(key), value)

    def points(self, key: str, least: int) -> tuple[tuple[float, float], ...]:
        """A list of at least `least` points [[x, y], ...]; empty and unreported when the key is absent."""
        if key not in self.data:
            self._known.add(key)
            return ()
        values = self._take(key, list, None, [])
        if len(values) < least:
            self.wrong(key, f"{len(values)} points", f"at least {least}")
        return tuple(self._pair(f"{self.at(key)}[{index}]", value) for index, value in enumerate(values, 1))

    def moment(self, key: str) -> dt.datetime | None:
        """A date and time with its offset, as UTC; None when absent or wrong."""
        self._known.add(key)
        value = self.data.get(key)
        if value is None:
            self.wrong(key, "nothing", "a date and time like 2024-04-25T14:57:00Z")
        elif not isinstance(value, dt.datetime) or value.tzinfo is None:
            self.wrong(key, _name(value), "a date and time with its offset like 2024-04-25T14:57:00Z")
        else:
            return value.astimezone(dt.UTC)
        return None

    def table(self, key: str) -> Table:
        """The table under `key`; an empty one when it is absent."""
        return Table(self.source, self.at(key), self._take(key, dict, {}, {}))

    def tables(self, key: str) -> tuple[Table, ...]:
        """The list of tables under `key` ([[key]]), each with its place counted from 1."""
        values = self._take(key, list, [], [])
        good = []
        for index, value in enumerate(values, 1):
            place = f"{self.at(key)}[{index}]"
            if isinstance(value, dict):
                good.append(Table(self.source, place, value))
            else:
                self.source.problem(place, _name(value), "a table")
        return tuple(good)

    def without(self, keys: Sequence[str]) -> Table:
        """The same table without `keys`, so that another reader may check what is left as a whole."""
        return Table(self.source, self.path, {key: value for key, value in self.data.items() if key not in keys})

    def done(self) -> None:
        """Report every key that nobody asked for, with the nearest known one."""
        for key in self.data:
            if key not in self._known:
                shown = ", ".join(sorted(self._known))
                self.wrong(key, f"unknown key {key!r}", f"one of {shown}", nearest(key, self._known))

    def _take(self, key: str, kind: type, default: Any, instead: Any) -> Any:
        self._known.add(key)
        if key not in self.data:
            if default is None:
                self.wrong(key, "nothing", _TYPES[kind])
                return instead
            return default
        value = self.data[key]
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        right = (
            is_number if kind is float else isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        )
        if right and kind is str and not value.strip():
            self.wrong(key, "an empty text", "a text")
            return instead
        if right and kind is float and not is_finite(value):
            self.wrong(key, _name(value), "a finite number")
            return instead
        if not right:
            self.wrong(key, _name(value), _TYPES[kind])
            return default if default is not None else instead
        return value

    @staticmethod
    def _is_within(value: float, low: float, high: float) -> bool:
        return low <= value <= high

    def _pair(self, place: str, value: Any) -> tuple[float, float]:
        if isinstance(value, (list, tuple)) and len(value) == 2:
            x, y = value
            if all(isinstance(v, (int, float)) and not isinstance(v, bool) and is_finite(v) for v in (x, y)):
                return float(x), float(y)
        self.source.problem(place, _name(value), "two numbers [x, y]")
        return 0.0, 0.0


def key_lines(text: str) -> dict[str, int]:
    """Key path -> line for every header and plain `key =` line of a TOML text (odd values may fool it, not fail it)."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    current = ""
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            current = _counted(header.group(2).split("."), is_list=header.group(1) is not None, counts=counts)
            lines[current] = number
            continue
        key = _KEY.match(line)
        if key:
            lines.setdefault(f"{current}.{key.group(1)}" if current else key.group(1), number)
    return lines


def _counted(parts: list[str], *, is_list: bool, counts: dict[str, int]) -> str:
    path = ""
    for index, part in enumerate(parts):
        path = f"{path}.{part}" if path else part
        if index == len(parts) - 1 and is_list:
            counts[path] = counts.get(path, 0) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path


def is_finite(value: float) -> bool:
    """Whether a number can be reckoned with: not nan, not infinite, and no whole number beyond every float."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _span(low: float, high: float) -> str:
    if math.isinf(high):
        return f"at least {low:g}"
    return f"at most {high:g}" if math.isinf(low) else f"{low:g} to {high:g}"


def _name(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return f"{_TYPES[type(value)]} of {len(value)}"
    if isinstance(value, int) and not is_finite(value):
        return "a whole number of hundreds of digits"
    return repr(value) if isinstance(value, (str, int, float)) else f"a {type(value).__name__}"

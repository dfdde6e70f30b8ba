"""What a person may set, each with its range and default, and the file that keeps it (settings.toml)."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from game.app.folders import write_atomic
from game.app.notices import Notice
from game.app.user_file import line_of, read_table, spoiled, table_of, unknown
from game.control.intents import ASSISTS
from game.missions.plan import CUT_IDS
from game.missions.texts import LANGUAGES
from game.sim.spec import DIALS

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1


def _one_of(default: str, *choices: str) -> Any:
    return field(default=default, metadata={"choices": choices})


def _number(default: float, low: float, high: float, step: float) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "step": step})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; a field's metadata says what it may be. The order is the order of the settings screen."""

    language: str = _one_of("auto", "auto", *LANGUAGES)
    assist: str = _one_of("cadet", *ASSISTS)
    cut: str = _one_of("3m", *CUT_IDS)
    air: str = _one_of("normal", *DIALS["air"])
    time: str = _one_of("normal", *DIALS["time"])
    damage: str = _one_of("normal", *DIALS["damage"])
    faults: str = _one_of("auto", "auto", *DIALS["faults"])  # auto: as assist level and length have it
    game_speed: float = _number(1.0, 0.25, 1.0, 0.25)
    captions: bool = True
    ghost: str = _one_of("best", "off", "best", "autopilot")
    guest: bool = False
    class_mode: bool = False
    text_scale: float = _number(1.0, 1.0, 2.0, 0.25)
    high_contrast: bool = False
    reduced_motion: bool = False
    helmet_camera: bool = False
    volume: float = _number(0.8, 0.0, 1.0, 0.1)
    music: float = _number(0.6, 0.0, 1.0, 0.1)
    effects: float = _number(1.0, 0.0, 1.0, 0.1)
    voice: float = _number(1.0, 0.0, 1.0, 0.1)
    alarms: float = _number(1.0, 0.0, 1.0, 0.1)
    breath: float = _number(0.8, 0.0, 1.0, 0.1)
    mono: bool = False
    dead_zone: float = _number(0.22, 0.05, 0.6, 0.01)
    sensitivity: float = _number(1.0, 0.5, 2.0, 0.1)
    press_delay_s: float = _number(0.0, 0.0, 0.5, 0.05)
    one_switch: bool = False
    scan_s: float = _number(1.2, 0.4, 5.0, 0.2)
    fullscreen: bool = True
    display: str = _one_of("auto", "auto", "software", "accelerated")
    quality: str = _one_of("auto", "auto", "low", "medium", "high")

    def changed(self, **values: object) -> Settings:
        """The same settings with some values replaced; raises ValueError with found and wanted when out of range."""
        for name, value in values.items():
            problem = problem_of(name, value)
            if problem:
                raise ValueError(problem)
        return replace(self, **values)  # type: ignore[arg-type]


FIELDS: dict[str, Field[Any]] = {entry.name: entry for entry in fields(Settings)}


def problem_of(name: str, value: object) -> str:
    """Empty when `value` suits the setting `name`, else one line: name, found, wanted."""
    if name not in FIELDS:
        return unknown(name, FIELDS)
    entry = FIELDS[name]
    if isinstance(entry.default, bool):
        return "" if isinstance(value, bool) else f"{name}: found {value!r}, wanted true or false"
    if isinstance(entry.default, str):
        choices = entry.metadata["choices"]
        return "" if value in choices else f"{name}: found {value!r}, wanted one of {', '.join(choices)}"
    low, high = entry.metadata["low"], entry.metadata["high"]
    fits = isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high
    return "" if fits else f"{name}: found {value!r}, wanted a number from {low:g} to {high:g}"


def next_value(settings: Settings, name: str, direction: int) -> Settings:
    """The settings with `name` one choice or one step on; choices go round, numbers stop at their ends."""
    entry, value = FIELDS[name], getattr(settings, name)
    if isinstance(value, bool):
        return settings.changed(**{name: not value})
    if isinstance(value, str):
        choices = entry.metadata["choices"]
        return settings.changed(**{name: choices[(choices.index(value) + direction) % len(choices)]})
    low, high, step = (entry.metadata[key] for key in ("low", "high", "step"))
    moved = low + round((value - low) / step + direction) * step
    return settings.changed(**{name: round(min(high, max(low, moved)), 3)})


def load_settings(path: Path) -> tuple[Settings, tuple[Notice, ...]]:
    """The settings of a file; what is wrong in it keeps its default, is told, and the file is kept as `.bad`."""
    table, notice = read_table(path)
    if notice:
        return Settings(), (notice,)
    settings, problems = _taken(table)
    return settings, (spoiled(path, "; ".join(problems)),) if problems else ()


def peek_settings(path: Path) -> Settings:
    """The settings of a file as far as they can be used, for commands that only look: the file is left as it is."""
    try:
        return _taken(table_of(path))[0]
    except (OSError, ValueError, RecursionError):
        return Settings()


def _taken(table: dict[str, Any]) -> tuple[Settings, list[str]]:
    """The settings of a table, and what is wrong with it."""
    problems: list[str] = []
    good: dict[str, Any] = {}
    version = table.pop("version", VERSION)
    if version != VERSION:
        problems.append(f"version: found {version!r}, wanted {VERSION}")
    for name, value in table.items():
        problem = problem_of(name, value)
        if problem:
            problems.append(problem)
        else:
            good[name] = float(value) if isinstance(FIELDS[name].default, float) else value
    return Settings(**good), problems


def save_settings(path: Path, settings: Settings) -> Notice | None:
    """Write the file whole; a notice instead of an error when the folder cannot be written."""
    lines = ["# Spacewalk settings. Delete a line to get its default back.", line_of("version", VERSION)]
    lines += [line_of(name, getattr(settings, name)) for name in FIELDS]
    try:
        write_atomic(path, "\n".join(lines) + "\n")
    except OSError as error:
        return Notice.of("notice.not_saved", 1, file=str(path), reason=error.strerror or str(error))
    return None

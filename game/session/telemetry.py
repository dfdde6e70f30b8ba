"""Telemetry: one row of numbers a tick, with the unit in every column's name. Meant for plots, labs and lessons.

The columns are fixed by the level. Numbers are written exactly (the shortest text that reads back to the same double):
laws can be checked from the file alone. The guide `assets/guides/telemetry.md` says what each column means; a test
compares it with the names here.
"""

from __future__ import annotations

import contextlib
import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from game.sim.frame import BodyFrame, CrewFrame, Frame, LineFrame
    from game.sim.spec import WorldSpec

MOMENT = ("tick", "play_s", "eva_s", "light", "power_w")
BODY = ("x_m", "y_m", "vx_mps", "vy_mps", "angle_rad", "spin_radps")
HANDS = ("left_load_n", "left_strength", "right_load_n", "right_strength", "points_held", "two_point_breaks",
         "max_contact_n")  # fmt: skip
SUIT = (
    "metabolic_w", "o2_kg", "reserve_kg", "o2_rate_kgps", "pressure_pa", "co2_pa", "lioh_fraction", "water_kg",
    "battery_fraction", "body_c", "heart_pm", "breath_pm", "left_s",
)  # fmt: skip
LINE = ("tension_n", "length_m")


class Columns:
    """The columns of one world and the row of one frame."""

    def __init__(self, spec: WorldSpec) -> None:
        self._crew = tuple(crew.id for crew in spec.crew)
        self._tethers = {crew.id: (*(line.id for line in crew.kit.tethers), "leash") for crew in spec.crew}
        self._units = tuple(unit.id for unit in spec.units)
        self._lines = tuple(line.id for line in spec.lines)
        self.names: tuple[str, ...] = tuple(self._names())

    def _names(self) -> Iterator[str]:
        yield from MOMENT
        for number, crew_id in enumerate(self._crew or ("EV1",)):
            person = "" if number == 0 else f"{crew_id.lower()}_"  # the first person's columns carry no name
            yield from (person + name for name in (*BODY, *HANDS))
            for line in self._line_names(crew_id):
                yield from (f"{person}{line}_{name}" for name in LINE)
            yield from (person + name for name in SUIT)
        for unit in self._units:
            yield from (f"unit_{unit}_{name}" for name in BODY)
        for line in self._lines:
            yield from (f"line_{line}_{name}" for name in LINE)

    def _line_names(self, crew_id: str) -> tuple[str, ...]:
        """tether1, tether2, ..., leash: by the order of the hooks, whatever the kit calls them."""
        count = len(self._tethers.get(crew_id, ())) - 1
        return (*(f"tether{number + 1}" for number in range(max(0, count))), "leash")

    def row(self, frame: Frame) -> list[Any]:
        """The values of a frame in the order of `names`; None where there is nothing to measure."""
        lines = {line.id: line for line in frame.lines}
        light = None if frame.orbit is None else frame.orbit.light
        power_w = sum(panel.power_w for panel in frame.panels)
        row: list[Any] = [frame.tick, frame.play_s, frame.eva_s, light, power_w]
        for crew in frame.crew:
            row += _body(crew.body)
            row += _hands(crew)
            for line_id in self._tethers[crew.id]:
                row += _line(lines.get(f"{crew.id}.{line_id}"))
            row += (getattr(crew.suit, name) for name in SUIT)
        if not frame.crew:
            row += [None] * (len(BODY) + len(HANDS) + len(LINE) + len(SUIT))
        units = {unit.id: unit for unit in frame.units}  # some more than in the columns, when a tool has slipped away
        for unit_id in self._units:
            row += _body(units[unit_id].body)
        for line_id in self._lines:
            row += _line(lines.get(line_id))
        return row


def _body(body: BodyFrame) -> tuple[float, ...]:
    pose = body.pose
    return pose.x, pose.y, body.vx, body.vy, pose.angle, body.spin


def _hands(crew: CrewFrame) -> tuple[float, ...]:
    left, right = crew.hands
    return (
        left.load_n, left.strength, right.load_n, right.strength, crew.points_held, crew.two_point_breaks,
        crew.max_contact_n,
    )  # fmt: skip


def _line(line: LineFrame | None) -> tuple[float | None, float | None]:
    return (None, None) if line is None else (line.tension_n, line.length_m)


class Telemetry:
    """Writes the table beside its place and gives it its name at the end: the file is whole or not there.

    Use it as a context; leaving it by an error removes what was written. Raises OSError when it can't be written.
    """

    def __init__(self, path: Path, spec: WorldSpec) -> None:
        if path.is_dir():
            raise IsADirectoryError(21, "it is a folder", str(path))
        self.path = path
        self.columns = Columns(spec)
        self._part = path.with_name(path.name + ".part")
        self._file: TextIO = self._part.open("w", encoding="utf-8", newline="")
        self._rows = csv.writer(self._file, lineterminator="\n")
        self._rows.writerow(self.columns.names)

    def add(self, frame: Frame) -> None:
        """Write the row of a frame."""
        self._rows.writerow(self.columns.row(frame))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        is_whole = False
        try:
            self._file.close()  # what was still waiting is written now: on a full disc this fails
            is_whole = kind is None
        finally:
            if is_whole:
                self._part.replace(self.path)
            else:
                with contextlib.suppress(OSError):
                    self._part.unlink()

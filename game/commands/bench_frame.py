"""How long a picture takes: the real loop at 1920x1080 without a screen, in the heaviest minute of a mission.

Every picture holds one tick of the autopilot's walk, the whole drawing and the hand-over to SDL. A first pass over the
walk looks at a few pictures of each stretch; the minute with the dearest of them is then measured picture by picture:
whole, and once more by parts, whose clocks take a share themselves. The title screen is measured before the walk.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.commands.bench_parts import HITCHES, PARTS, PartClock
from game.sim.ticks import TICK_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.app.loop import App
    from game.app.scenes.eva import EvaScene

HEAVIEST = ("unit-swap", "10m")  # of the known missions and cuts, found with `bench frame --find`
SIZE = (1920, 1080)
MINUTE_TICKS = 3600
TITLE_PICTURES = 600
SAMPLE_EVERY = 300  # ticks between looks of the first pass
FIND_EVERY = 1500  # the same when all missions are looked through
SETTLE, LOOKS = 10, 15  # pictures of each look: first some to warm up, then those that count
LONGEST_TICKS = 60 * 60 * 12


@dataclass(slots=True)
class FixedClock:
    """Time that passes one tick a picture, however long the picture took."""

    now_s: float = 0.0

    def __call__(self) -> float:
        """Seconds since the beginning."""
        return self.now_s


def measure_frame(mission: str = "", cut: str = "", *, find: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """p50 and p99 in ms, by the wall and by the thread's processor time, with the scene; and the same by parts.

    Without a mission that is the heaviest known scene; `find` looks through all missions for it. Raises ContentError
    for an unknown mission and ValueError for an unknown cut.
    """
    os.environ["SDL_VIDEODRIVER"] = os.environ["SDL_AUDIODRIVER"] = "dummy"
    from game.app.launch import prepare_environment
    from game.missions.level import load_level

    prepare_environment()
    scene = (mission, load_level(mission).cut(cut or None).id) if mission else HEAVIEST
    with tempfile.TemporaryDirectory() as folder:
        film = _Film(Path(folder), *scene)
        title_ms = film.title()
        film.begin()
        if find:
            film.find()
        start = film.heaviest_minute()[0]
        wall_ms, cpu_ms, lights = film.minute(start)
        with PartClock() as parts:
            film.minute(start, parts)
        film.close()
    light = "day and night" if min(lights) < 0.5 < max(lights) else "night, lamps" if max(lights) < 0.5 else "day"
    frame = {
        "p50_ms": percentile(wall_ms, 50),
        "p99_ms": percentile(wall_ms, 99),
        "cpu_p50_ms": percentile(cpu_ms, 50),
        "cpu_p99_ms": percentile(cpu_ms, 99),
        "scene": f"{film.mission} {film.cut}, autopilot, {start * TICK_S:.0f} to"
        f" {(start + len(wall_ms)) * TICK_S:.0f} s of play, {light}",
        "size": f"{SIZE[0]}x{SIZE[1]}",
    }
    detail = {
        "title": {"cpu_p50_ms": percentile(title_ms, 50), "cpu_p99_ms": percentile(title_ms, 99)},
        "parts": {
            part: {"cpu_p50_ms": percentile(parts.of(part), 50), "cpu_p99_ms": percentile(parts.of(part), 99)}
            for part in PARTS
        },
        "hitches": {f"{name}_max_ms": round(max(parts.of(part)), 2) for name, part in HITCHES.items()},
    }
    return frame, detail


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return round(ordered[max(0, -(-len(ordered) * percent // 100).__int__() - 1)], 2)


class _Film:
    """The game with a walk in it, driven picture by picture."""

    scene: EvaScene

    def __init__(self, folder: Path, mission: str, cut: str) -> None:
        from game.app.folders import Folders
        from game.app.loop import App
        from game.app.options import PlayOptions

        self.mission, self.cut = mission, cut
        self.clock = FixedClock()
        folders = Folders(folder / "config", folder / "data", folder / "cache", folder / "log")
        options = PlayOptions(size=SIZE, is_windowed=True, seed=0, language="en")
        self.app: App = App(options, folders, self.clock)

    def title(self) -> list[float]:
        """Processor milliseconds of pictures of the title, once everything behind it is prepared."""
        while not self.app.preparation.is_idle:
            self._picture()
        for _ in range(TITLE_PICTURES // 2):
            self._picture()
        return [self._picture()[1] for _ in range(TITLE_PICTURES)]

    def begin(self) -> None:
        """A new walk of the autopilot on the prepared level."""
        from game.app.play import Play, PlayRequest
        from game.app.scenes.eva import EvaScene
        from game.missions.level import load_level

        prepared = self.app.prepare_level(load_level(self.mission))
        while not prepared.is_ready:
            self.app.step_frame()
        self.scene = EvaScene(self.app, Play(self.app, PlayRequest(prepared, self.cut, "crew", 0, "autopilot")))
        self.app.reset(self.scene)
        self.app.step_frame()

    def find(self) -> None:
        """Look through all missions and cuts that have a clock of their own, and stay with the heaviest."""
        from game.missions.level import list_levels

        found: list[tuple[float, str, str]] = []
        for info in list_levels():
            if info.kind == "lab" or info.problems:
                continue
            for cut in info.cuts:
                if cut != "1:1":  # hours long, and slower than any other
                    self.mission, self.cut = info.id, cut
                    self.begin()
                    found.append((self.heaviest_minute(FIND_EVERY)[1], info.id, cut))
        _, self.mission, self.cut = max(found)
        self.begin()

    def _picture(self) -> tuple[float, float]:
        """One tick and its picture; milliseconds by the wall and by the processor."""
        self.clock.now_s += TICK_S
        wall_s, cpu_s = time.perf_counter(), time.thread_time()
        self.app.step_frame()
        return (time.perf_counter() - wall_s) * 1000.0, (time.thread_time() - cpu_s) * 1000.0

    def _skip(self, ticks: int) -> None:
        """Let the world go on unseen; the painters hear of each tick."""
        for _ in range(ticks):
            if self.scene.play.is_over:
                return
            self.scene.picture.take(self.scene.play.advance(TICK_S))

    def heaviest_minute(self, every: int = SAMPLE_EVERY) -> tuple[int, float]:
        """The tick at which the minute with the dearest looks begins, and what a picture of it costs."""
        looks: list[tuple[int, float]] = []
        play = self.scene.play
        while not play.is_over and play.session.frame.tick < LONGEST_TICKS:
            for _ in range(SETTLE):
                self._picture()
            looks += [(play.session.frame.tick, self._picture()[1]) for _ in range(LOOKS) if not play.is_over]
            self._skip(every - SETTLE - LOOKS)
        end = play.session.frame.tick
        starts = range(0, max(1, end - MINUTE_TICKS), every)

        def cost(start: int) -> float:
            inside = sorted(ms for tick, ms in looks if start <= tick < start + MINUTE_TICKS)
            return sum(inside[len(inside) // 2 :]) / max(1, len(inside) - len(inside) // 2)

        start = max(starts, key=cost)
        return start, cost(start)

    def minute(self, start: int, parts: PartClock | None = None) -> tuple[list[float], list[float], list[float]]:
        """Wall and processor milliseconds of each picture of the minute, and the sunlight in it."""
        parts = parts or PartClock()
        self.begin()
        play = self.scene.play
        self._skip(start - SETTLE)
        for _ in range(SETTLE):
            self._picture()
        parts.lap()
        parts.laps_ms.clear()
        wall_ms: list[float] = []
        cpu_ms: list[float] = []
        lights: list[float] = []
        while len(wall_ms) < MINUTE_TICKS and not play.is_over:
            wall, cpu = self._picture()
            parts.lap()
            wall_ms.append(wall)
            cpu_ms.append(cpu)
            orbit = play.session.frame.orbit
            lights.append(1.0 if orbit is None else orbit.light)
        return wall_ms, cpu_ms, lights

    def close(self) -> None:
        """End the game."""
        self.app.quit()
        self.app.step_frame()

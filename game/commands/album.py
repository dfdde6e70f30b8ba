"""Pictures of a run without a display: the stage and the panels of the game, drawn in memory and written as PNG.

Drawing reads frames only, so a run with pictures has the digest of the run without.
"""

from __future__ import annotations

import contextlib
import io
import os
from typing import TYPE_CHECKING

from game.app.launch import prepare_environment
from game.commands.refusal import RefusedError
from game.session.run import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from game.session.session import Session

LEAD_TICKS = 300  # legs, slack lines and dust are followed for 5 s before a picture; more changes nothing that is seen


class Album:
    """Gives one picture for each moment asked for. Raises OSError when a file can't be written."""

    def __init__(self, session: Session, moments: Sequence[tuple[float, Path]]) -> None:
        """Loads the painters; the driver `dummy` of SDL is used unless another is set."""
        prepare_environment()
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        import pygame

        from game.view.bench import BenchLog, bench_of
        from game.view.captions import Captions
        from game.view.earth import EarthLayer
        from game.view.hud_reading import plan_of
        from game.view.stage import Stage
        from game.view.text import Text
        from game.view.theme import PICTURE_SIZE, make_theme

        try:
            pygame.display.init()
        except pygame.error as error:
            message = f"SDL_VIDEODRIVER asks for a display that is not there ({error}); unset, pictures need none"
            raise RefusedError(message) from None
        pygame.font.init()
        pygame.display.set_mode((64, 64))  # surfaces take over the pixel format of a display
        self._waiting = in_order(moments)
        self._surface = pygame.Surface(PICTURE_SIZE).convert()
        theme = self._theme = make_theme()
        self._text = Text("en")
        self._text.use_mission(session.level.texts_dir)
        self._captions = Captions()
        self._plan = plan_of(session.level, session.cut)
        self._bench, self._bench_log = bench_of(session.level), BenchLog()
        earth = EarthLayer() if session.frame.orbit is not None else None
        self._stage = Stage(session.level.station, earth=earth, theme=theme)
        for _ in self._stage.prepare(session.frame):
            pass
        self._earth = earth
        self.look(session)

    @property
    def missing(self) -> list[Path]:
        """Pictures whose moment has not come."""
        return [path for _, path in self._waiting]

    def look(self, session: Session) -> None:
        """Follow one tick, and draw if its moment has come."""
        if not self._waiting:
            return
        tick = session.frame.tick
        self._captions.hear(session.calls, session.frame.play_s)
        self._bench_log.tick(session.frame)
        if tick >= self._waiting[0][0] - LEAD_TICKS or self._bench is not None:  # a lab shows all the way
            self._stage.tick(session.frame, session.events)
        while self._waiting and self._waiting[0][0] <= tick:
            self._draw(session, self._waiting[0][1])
            del self._waiting[0]

    def _draw(self, session: Session, path: Path) -> None:
        import pygame

        from game.view.bench import look_at
        from game.view.camera import CameraRig
        from game.view.hud import Hud
        from game.view.hud_model import hud_model
        from game.view.track import orbit_at

        frame = session.frame
        rig = CameraRig(scale_px_per_m=self._stage.scale_px_per_m, limits_m=session.level.station.bounds_m)
        at = look_at(self._bench, frame, 1.0)[0]
        goal = session.goals[0].at if session.goals else None
        camera = rig.cut_to(at, goal)
        if self._earth is not None and frame.orbit is not None:
            self._earth.settle(orbit_at(frame.orbit, frame.eva_s))
        self._stage.draw(self._surface, frame, 1.0, camera)
        if frame.crew or self._bench is not None:
            hud = Hud(self._text, self._theme)  # a panel of an earlier picture may be kept a while: begin anew
            model = hud_model(
                frame,
                plan=self._plan,
                goals=session.goals,
                titles=session.director.step_titles,
                turn_back_s=session.director.turn_back_left_s,
                caption=self._captions.lasts(hud.pen, frame.play_s),
                to_screen=camera.to_screen,
                bench=self._bench,
                bench_log=self._bench_log,
            )
            hud.draw(self._surface, model)
        png = io.BytesIO()  # pygame's own writing to the disc does not notice that it is full
        pygame.image.save(self._surface, png, path.name)
        part = path.with_name(path.name + ".part")
        try:
            part.write_bytes(png.getvalue())
            part.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink()
            raise OSError(error.errno, error.strerror, str(path)) from None

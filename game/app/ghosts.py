"""Which ghost goes beside a walk: the best run of the logbook, the autopilot, or none."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from game.app.notices import Notice
from game.view.ghost import GhostPainter

if TYPE_CHECKING:
    import pygame

    from game.app.loop import App
    from game.app.play import Play
    from game.session.ghost import Ghost
    from game.sim.frame import Frame
    from game.view.camera import Camera
    from game.view.stage import Stage

_log = logging.getLogger("spacewalk")


class GhostBeside:
    """A ghost with its picture and its name."""

    def __init__(self, app: App, play: Play, stage: Stage) -> None:
        """None is shown where there is none to show; a best run that no longer fits is told once."""
        from game.session import ghost as runs  # noqa: PLC0415 (the physics comes with the walk)

        self._app = app
        self.key = ""
        self.ghost: Ghost | None = None
        wanted = app.settings.ghost
        if play.request.pilot != "human" or play.level.kind == "lab" or wanted == "off":
            return
        if wanted == "autopilot":
            self.key = "ghost.autopilot"
            asked = play.request
            run = runs.AutopilotRun(play.level, asked.cut, play.seed, asked.prepared.map, asked.dials)
            self.ghost = runs.Ghost(run)
        else:
            self.key = "ghost.best"
            self.ghost = self._best(play)
        self._painter = GhostPainter(stage.suits, app.pen)
        if self.ghost is not None:
            self._painter.warm(self.ghost.run.frame, stage.scale_px_per_m)

    def _best(self, play: Play) -> Ghost | None:
        from game.session.ghost import Ghost, Rerun  # noqa: PLC0415
        from game.session.recording import RecordingError, recording_from  # noqa: PLC0415

        book, request = self._app.shelf.logbook, play.request
        run = book.best(play.session.header.level, request.cut, request.assist)
        raw = book.recording_of(run) if run is not None else None
        if run is None or raw is None:
            return None
        try:
            return Ghost(Rerun(recording_from(raw, Path(run.recording)), play.level))
        except (RecordingError, ValueError) as error:
            _log.info("no ghost: %s", error)
            self._app.notices.put(Notice.of("notice.no_ghost"))
            return None

    def follow(self, live: Frame) -> None:
        """Keep it level with the walk; once a picture."""
        if self.ghost is not None:
            self.ghost.follow(live)

    def draw(self, surface: pygame.Surface, camera: Camera, live: Frame, alpha: float) -> None:
        """Paint it over the picture of the walk."""
        frame = self.ghost.frame if self.ghost is not None else None
        if frame is not None:
            self._painter.draw(surface, camera, frame, live, alpha, self._app.text.t(self.key))

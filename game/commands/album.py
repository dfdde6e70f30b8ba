"""Pictures of a run without a display, written as PNG."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from game.commands.output import write_whole
from game.commands.studio import LEAD_TICKS, Studio
from game.session.run import in_order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from game.session.session import Session


class Album:
    """Gives one picture for each moment asked for. Raises OSError when a file can't be written."""

    def __init__(self, session: Session, moments: Sequence[tuple[float, Path]]) -> None:
        """Loads the painters; the driver `dummy` of SDL is used unless another is set."""
        self._studio = Studio(session)
        self._waiting = in_order(moments)
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
        self._studio.tick(session, is_followed=tick >= self._waiting[0][0] - LEAD_TICKS)
        while self._waiting and self._waiting[0][0] <= tick:
            self._draw(session, self._waiting[0][1])
            del self._waiting[0]

    def _draw(self, session: Session, path: Path) -> None:
        import pygame

        from game.view.bench import look_at
        from game.view.camera import CameraRig

        rig = CameraRig(scale_px_per_m=self._studio.stage.scale_px_per_m, limits_m=session.level.station.bounds_m)
        at = look_at(self._studio.bench, session.frame, 1.0)[0]
        goal = session.goals[0].at if session.goals else None
        self._studio.settle(session)
        self._studio.forget_panels()
        picture = self._studio.draw(session, rig.cut_to(at, goal))
        png = io.BytesIO()  # pygame's own writing to the disc does not notice that it is full
        pygame.image.save(picture, png, "picture.png")  # the kind; the file's own name may be no text
        write_whole(path, png.getvalue())

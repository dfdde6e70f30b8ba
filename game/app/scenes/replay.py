"""A recording shown in the window: its level is prepared, then its orders are given again; nothing is recorded anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from game.app.play import PlayRequest
from game.app.scenes.briefing import BriefingScene
from game.app.scenes.message import MessageScene

if TYPE_CHECKING:
    from game.app.loop import App
    from game.app.prepared import Prepared
    from game.session.recording import Recording


class ReplayScene(BriefingScene):
    """The briefing of the recorded mission, which begins by itself and leads back to the title."""

    def __init__(self, app: App, path: str) -> None:
        """`path` is the recording's file; what is wrong with it is said on a page."""
        super().__init__(app, "")
        self.path = path
        self._recording: Recording | None = None

    def enter(self) -> None:
        """Read the recording, then the level it was made on."""
        from game.session.recording import RecordingError, read_recording  # noqa: PLC0415

        try:
            self._recording = read_recording(Path(self.path))
        except RecordingError as error:
            self.app.replace(MessageScene(self.app, "message.content", 2, problems=str(error)))
            return
        self.mission = self._recording.header.level
        self.is_waiting = True
        super().enter()
        self._check()

    def _check(self) -> None:
        """What does not fit the level that was read is said on a page too."""
        from game.session.recording import RecordingError  # noqa: PLC0415
        from game.session.session import check_fits  # noqa: PLC0415

        if self.level is None or self._recording is None:
            return
        try:
            check_fits(self._recording, self.level)
        except RecordingError as error:
            self.is_waiting = False
            self.app.replace(MessageScene(self.app, "message.content", 2, problems=f"{self.path}: {error}"))

    @property
    def cut(self) -> str:
        """The cut that was recorded."""
        return self._recording.header.cut if self._recording is not None else super().cut

    def uncovered(self) -> None:
        """The replay was left: back to the title."""
        self.app.pop()

    def request(self, prepared: Prepared) -> PlayRequest:
        """The recorded run."""
        recording = self._recording
        if recording is None:
            raise RuntimeError("found no recording, wanted the one that was read on entering")
        header = recording.header
        return PlayRequest(prepared, header.cut, header.assist, header.seed, recording, header.dials)

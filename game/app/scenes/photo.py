"""Photo mode: time stands still, the camera is free, and what it sees can be kept as a PNG of 4K."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from game.app.notices import Notice
from game.app.pictures import keep_picture
from game.app.scenes.scene import ScreenScene
from game.view.camera import Camera
from game.view.marks import NO_MARKS
from game.view.screens.items import Item
from game.view.screens.photo import PhotoModel, PhotoScreen
from game.view.still import SIZE_4K, still_jobs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pygame

    from game.app.loop import App
    from game.app.play import Play
    from game.app.play_picture import PlayPicture
    from game.control.intents import Intent
    from game.view.widgets import Result

SCALES_PX_PER_M = (50.0, 70.0, 100.0, 140.0)
STEP = 1 / 8  # of the picture's width: how far a press moves the camera
SLIDE_S = 0.16  # the camera glides to where it was sent with this time constant
WORK_S = 0.050  # of each picture while something is being made: nobody plays meanwhile
SETTLED_PICTURES = 40  # of the same view: light and Earth are as fine as they get, and the picture is kept
BARE_AFTER_S = 5.0  # without a touch only the picture is left
WAYS = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, 1.0), "down": (0.0, -1.0)}
ARROWS = ("left", "up", "down", "right")


class PhotoScene(ScreenScene):
    """Draws the walk below it with a camera of its own; the walk stands still as long as this is on top."""

    def __init__(self, app: App, play: Play, picture: PlayPicture) -> None:
        """`picture` is the painter of the walk, whose moment is kept."""
        super().__init__(app)
        self.play, self.painter = play, picture
        self._limits = play.level.station.bounds_m
        self._start = picture.camera.centre_m
        self._centre = self._aim = self._start
        scale = picture.stage.scale_px_per_m
        self._scales = tuple(sorted({*SCALES_PX_PER_M, scale}))
        self._scale = self._wanted_scale = scale
        self._scaling: Iterator[float] | None = None
        self._saving: Iterator[float] | None = None
        self._made: list[bytes] = []
        self._share = 0.0
        self._is_leaving = False
        self._idle_s = 0.0
        self._shown: PhotoModel | None = None
        self._seen: Camera | None = None
        self._same = 0  # pictures of this view
        self._kept: pygame.Surface | None = None

    @property
    def camera(self) -> Camera:
        """What is seen now."""
        return Camera(self._centre, self._scale).snapped()

    @property
    def is_busy(self) -> bool:
        """True while a picture is being made."""
        return self._saving is not None

    def make_screen(self) -> PhotoScreen:
        """The picture and a bar."""
        return PhotoScreen(self.app.pen)

    def model(self) -> PhotoModel:
        """What can be done now."""
        t = self.app.text.t
        place = self._scales.index(self._wanted_scale)
        items = [
            Item("zoom_out", t("photo.zoom_out"), value=-1, is_enabled=place > 0),
            Item("zoom_in", t("photo.zoom_in"), value=1, is_enabled=place < len(self._scales) - 1),
            Item("centre", t("photo.centre")),
            *([Item("exposure", t("photo.exposure"))] if self.painter.exposure is not None else []),
            Item("save", t("photo.save"), is_enabled=not self.is_busy),
            Item("back", t("photo.done")),
        ]
        if self.app.devices.in_use == "switch" or self.app.settings.one_switch:  # who has no arrows
            items[:0] = [Item(f"go_{way}", t(f"photo.{way}"), value=way) for way in ARROWS]
        is_bare = self._idle_s > BARE_AFTER_S and not self.is_busy and self._scaling is None
        return PhotoModel(t("photo.title"), t("photo.view"), tuple(items), self._status(), self._ends(), is_bare)

    def _status(self) -> str:
        t = self.app.text.t
        if self.is_busy:
            key = "photo.saving_then_back" if self._is_leaving else "photo.saving"
            return t(key, percent=round(100 * self._share))
        return t("photo.scaling") if self._scaling is not None else ""

    def _ends(self) -> frozenset[str]:
        if self._limits is None:
            return frozenset()
        left, bottom, right, top = self._limits
        x, y = self._aim
        found = {"left": x <= left, "right": x >= right, "down": y <= bottom, "up": y >= top}
        return frozenset(way for way, is_end in found.items() if is_end)

    # --- wishes

    def handle(self, intent: Intent) -> None:
        """Any wish brings the bar back; losing the window's focus changes nothing."""
        is_still = intent.kind == "pointer" and intent.value == "move" and self._idle_s <= BARE_AFTER_S
        self._idle_s = 0.0
        if not is_still:
            self._renew()
        if intent.kind != "pause":
            super().handle(intent)

    def answer(self, result: Result) -> None:
        """Move the camera, keep the picture, or go back."""
        if result.id in ("pan", *(f"go_{way}" for way in ARROWS)):
            way = WAYS[str(result.value)]
            step = STEP * 1920 / self._scale
            self._send((self._aim[0] + way[0] * step, self._aim[1] + way[1] * step))
        elif result.id == "drag":
            x, y = result.value
            self._send((self._aim[0] - x / self._scale, self._aim[1] + y / self._scale))
            self._centre = self._aim  # what is dragged stays under the finger
        elif result.id in ("zoom", "zoom_in", "zoom_out"):
            self._zoom(int(result.value))
        elif result.id == "centre":
            self._send(self._start)
        elif result.id == "exposure":
            self.painter.switch_exposure()
            self._seen = None  # what was kept of this view is of another exposure
        elif result.id == "save":
            self._save()
        elif result.id == "back":
            self._leave()
        self._renew()

    def _send(self, at: tuple[float, float]) -> None:
        if self._limits is not None:
            left, bottom, right, top = self._limits
            at = (min(max(at[0], left), right), min(max(at[1], bottom), top))
        self._aim = at

    def _zoom(self, by: int) -> None:
        place = self._scales.index(self._wanted_scale) + by
        if not 0 <= place < len(self._scales):
            return
        self._wanted_scale = self._scales[place]
        self._scaling = self.painter.stage.prepare_scale(self._wanted_scale, self.play.session.frame)

    def _save(self) -> None:
        if self.is_busy:
            return
        self._made, self._share = [], 0.0
        self._saving = still_jobs(
            self.painter.stage, self.play.session.frame, self.play.alpha, self.camera, self._made, SIZE_4K
        )

    def _leave(self) -> None:
        """A picture that is being made is finished first; asked twice it is given up."""
        if self.is_busy and not self._is_leaving:
            self._is_leaving = True
            return
        self._stop()
        self.app.pop()

    def enter(self) -> None:
        """A photograph has no signs on it."""
        super().enter()
        self.painter.stage.shows_holding = False

    def leave(self) -> None:
        """What is half made is dropped, and so are the scales made for this."""
        super().leave()
        self._stop()
        self.painter.stage.shows_holding = True
        for scale in self._scales:
            self.painter.stage.drop_scale(scale)

    def _stop(self) -> None:
        for job in (self._saving, self._scaling):
            if job is not None:
                job.close()  # type: ignore[attr-defined]
        self._saving = self._scaling = None

    # --- time

    def advance(self, elapsed_s: float) -> None:
        """Glide, and work on what was asked for."""
        self._idle_s += elapsed_s
        share = 1.0 if self.app.settings.reduced_motion else 1.0 - math.exp(-elapsed_s / SLIDE_S)
        self._centre = (
            self._centre[0] + (self._aim[0] - self._centre[0]) * share,
            self._centre[1] + (self._aim[1] - self._centre[1]) * share,
        )
        until_s = self.app.now() + WORK_S
        if self._scaling is not None:
            self._work_on_scale(until_s)
        elif self._saving is not None:
            self._work_on_picture(until_s)
        self._renew()

    def _work_on_scale(self, until_s: float) -> None:
        assert self._scaling is not None
        while self.app.now() < until_s:
            if next(self._scaling, None) is None:
                self._scaling = None
                self._scale = self._wanted_scale
                return

    def _work_on_picture(self, until_s: float) -> None:
        assert self._saving is not None
        while self.app.now() < until_s:
            try:
                share = next(self._saving, None)
            except MemoryError:
                self._saving = None
                self.app.notices.put(Notice.of("notice.no_memory", 1))
                return
            if share is None:
                self._saving = None
                self._keep()
                return
            self._share = max(self._share, share)

    def _keep(self) -> None:
        """Write the finished picture, whole or not at all, and say where."""
        folder, is_guest = self.app.folders.screenshots, self.app.is_guest
        self.app.notices.put(keep_picture(folder, self._made.pop(), "4k-", is_guest=is_guest))
        if self._is_leaving:
            self.app.pop()

    def _renew(self) -> None:
        """Lay the page out again when what it says has changed."""
        model = self.model()
        if self.screen is not None and model != self._shown:
            self._shown = model
            self.screen.layout(model)

    def draw(self, surface: pygame.Surface) -> None:
        """The world of the moment at which it was stopped, then the bar."""
        camera = self.camera
        if camera != self._seen:
            self._seen, self._same, self._kept = camera, 0, None
        if self._kept is None:
            frame = self.play.session.frame
            self.painter.stage.draw(surface, frame, self.play.alpha, camera, NO_MARKS)
            self._same += 1
            if self._same > SETTLED_PICTURES or (self.is_busy and self._same > 1):
                self._kept = surface.copy()
        else:
            surface.blit(self._kept, (0, 0))
        if self.screen is not None:
            self.screen.draw(surface)

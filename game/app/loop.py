"""The app: one `step_frame()` a picture. A desktop loop and an async host drive it alike.

A picture is: read devices, let the top scene answer, let time pass, paint, present, and only then change scenes.
"""

from __future__ import annotations

import contextlib
import io
import logging
import time
from typing import TYPE_CHECKING, Any

import pygame

from game.app.backdrop import Backdrop
from game.app.bindings import load_bindings, save_bindings
from game.app.devices import Devices
from game.app.floater import Floater
from game.app.folders import Folders, is_there, is_writable, user_folders
from game.app.language import choose_language
from game.app.log import open_log
from game.app.memory import return_large, tidy
from game.app.notice_picture import draw_notices
from game.app.notices import Notice, NoticeBoard
from game.app.options import PlayOptions
from game.app.pictures import keep_picture
from game.app.posters import Posters
from game.app.preparation import PAGES, PHYSICS, Preparation, imports
from game.app.settings import load_settings, save_settings
from game.app.shelf import Shelf
from game.app.sound import Sound
from game.app.window import Window, choose_display
from game.view.left_behind import drop_left_behind
from game.view.paths import assets_root
from game.view.pen import Pen
from game.view.quality import Quality, choose_quality, probe_jobs
from game.view.text import Text
from game.view.theme import Theme, make_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from game.app.play import Play
    from game.app.play_picture import PlayPicture
    from game.app.prepared import Prepared
    from game.app.scenes.scene import Scene
    from game.control.intents import Intent

LONGEST_STEP_S = 0.25  # a longer gap (a sleeping laptop) is not lived through
PREPARE_S = 0.006  # of each picture while something is being prepared in play
PREPARE_MENU_S = 0.022  # in menus nothing else needs the time
ERRORS_IN_A_ROW = 3  # errors within ERROR_WINDOW_S that mean: it cannot go on
ERROR_WINDOW_S = 10.0
LEVEL_JOB = "level"
_log = logging.getLogger("spacewalk")


class App:
    """Window, devices, settings, words and the stack of scenes. Raises DisplayError when there is no display."""

    def __init__(
        self,
        options: PlayOptions | None = None,
        folders: Folders | None = None,
        now: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Open the window and show the first picture; nothing heavy is loaded yet."""
        self.options = options or PlayOptions()
        self.folders = folders or user_folders()
        self.now = now
        self.notices = NoticeBoard()
        open_log(self.folders.log)
        settings_file = self.folders.config / "settings.toml"
        self.is_first_start = not is_there(settings_file)
        self.settings, notes = load_settings(settings_file)
        self.bindings, more_notes = load_bindings(self.folders.config / "bindings.toml")
        self._apply_options()
        path = choose_display(self.settings.display)
        is_fullscreen = self.settings.fullscreen and not self.options.is_windowed and self.options.size is None
        self.window = Window(self.options.size, fullscreen=is_fullscreen, path=path)
        pygame.font.init()
        self.text = Text(choose_language(self.settings.language))
        self.pen = Pen(self.text, self._theme())
        voices = (self.folders.data / "voices", assets_root() / "voices")
        self.sound = Sound(self.settings, voices, lambda: self.text.language)
        self.devices = Devices(self.window, self.bindings, self.settings, self.notices)
        self.preparation = Preparation(now)
        self.frame_times_s: list[float] = []
        self.exit_status = 0
        self.backdrop = Backdrop()
        self.floater = Floater()
        self.probe_ms: list[float] = []  # what the test picture took, once it is measured
        self.posters = Posters(now)
        self.shelf = Shelf(self.folders, self.notices.put, lambda: self.is_guest)
        self._prepared: Prepared | None = None
        self._stack: list[Scene] = []
        self._changes: list[tuple[str, Scene | None]] = []
        self._is_running = True
        self._last_s = now()
        self._error_times: list[float] = []
        self._has_told_silence = False
        for note in (*notes, *more_notes):
            self.notices.put(note)
        if not is_writable(self.folders.config):
            self.notices.put(Notice.of("notice.read_only", 1, folder=str(self.folders.config)))
        from game.app.scenes.title import first_scenes  # noqa: PLC0415 (scenes know the app, the app starts them)

        title, *others = first_scenes(self)
        self.push(title)
        self._apply_changes()
        self._paint()  # the first picture; what is asked for beside the title may take longer
        for scene in others:
            self.push(scene)

    # --- what scenes ask for

    @property
    def top(self) -> Scene | None:
        """The scene that gets the wishes."""
        return self._stack[-1] if self._stack else None

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """All scenes, the top one last."""
        return tuple(self._stack)

    def push(self, scene: Scene) -> None:
        """Put a scene on top, after this picture."""
        self._changes.append(("push", scene))

    def pop(self) -> None:
        """Take the top scene off, after this picture."""
        self._changes.append(("pop", None))

    def replace(self, scene: Scene) -> None:
        """Put a scene in the place of the top one, after this picture."""
        self._changes += [("pop", None), ("push", scene)]

    def reset(self, scene: Scene) -> None:
        """Leave all scenes and begin with this one, after this picture."""
        self._changes += [("clear", None), ("push", scene)]

    @property
    def quality(self) -> Quality:
        """How much a picture may cost here."""
        return choose_quality(self.settings.quality, self.probe_ms[-1] if self.probe_ms else None)

    def quit(self) -> None:
        """Stop after this picture."""
        self._is_running = False

    def set(self, **values: object) -> None:
        """Change settings at once, everywhere, and keep them."""
        before = self.quality
        self.settings = self.settings.changed(**values)
        self.devices.settings = self.settings
        self.sound.set(self.settings)
        self.text.switch(choose_language(self.settings.language))
        self.pen.dress(self._theme())
        if self.quality.earth_size != before.earth_size and self.preparation.has("earth"):  # else it will be seen yet
            self.preparation.drop("earth")
            self.preparation.add("earth", 2.0, self._earth_jobs, is_needed=False)
        if "fullscreen" in values and self.window.is_fullscreen != self.settings.fullscreen:
            self.window.toggle_fullscreen()
        if not self.options.is_guest:
            self._tell(save_settings(self.folders.config / "settings.toml", self.settings))

    def keep_bindings(self) -> None:
        """Write the bindings to their file."""
        if not self.options.is_guest:
            self._tell(save_bindings(self.folders.config / "bindings.toml", self.bindings))

    @property
    def is_guest(self) -> bool:
        """True if nothing of this visit is kept."""
        return self.options.is_guest or self.settings.guest

    def draw_backdrop(self, surface: pygame.Surface) -> None:
        """What lies behind menus: the turning Earth once it is there, a dark ground before."""
        if not self.backdrop.draw(surface):
            surface.fill(self.pen.palette.solid)

    # --- what is prepared behind the menus

    def prepare_world(self) -> None:
        """Queue what every mission needs: the physics, the sound, the Earth."""
        return_large()
        if self.is_guest:
            drop_left_behind(self.folders.recordings, "*.part")
        if not self.sound.is_open:  # a screen that was switched on late has a loudspeaker now
            self.preparation.drop("sound")
            self.preparation.drop("sounds")
        self.preparation.add("probe", 0.05, lambda: probe_jobs(self.probe_ms))
        self.preparation.add("sound", 0.1, self._open_sound, is_needed=False)
        self.preparation.add("physics", 0.4, lambda: imports(PHYSICS))
        self.preparation.add("levels", 0.1, self.shelf.jobs)
        self.preparation.add("earth", 2.0, self._earth_jobs, is_needed=False)
        self.preparation.add("floater", 0.3, self.floater.jobs, is_needed=False)
        self.preparation.add("sounds", 0.3, self.sound.jobs, is_needed=False)
        self.preparation.add("pages", 0.1, lambda: imports(PAGES))

    def prepare_level(self, level: Any) -> Prepared:
        """Queue what a level's walks share, or hand back what is there from before."""
        from game.app.prepared import Prepared  # noqa: PLC0415

        kept = self._prepared
        is_same = kept is not None and kept.level.sha256 == level.sha256 and kept.level.id == level.id
        if kept is not None and is_same and (kept.is_ready or self.preparation.is_queued(LEVEL_JOB)):
            return kept
        if kept is not None:
            self.preparation.drop(LEVEL_JOB)
            self._prepared = kept = None
            tidy()
        self._prepared = Prepared(level, self.pen, lambda: self.backdrop.earth)
        self.preparation.add(LEVEL_JOB, 2.0, self._prepared.jobs)
        return self._prepared

    def make_picture(self, play: Play) -> PlayPicture:
        """The painter of a walk whose level was prepared."""
        from game.app.play_picture import PlayPicture  # noqa: PLC0415

        return PlayPicture(self, play)

    def _earth_jobs(self) -> Iterator[float | None]:
        """The Earth of the quality of this moment; a walk that is on gets it when it is there."""
        yield from self.backdrop.jobs(self.quality, self.shelf.given())
        if self._prepared is not None:
            self._prepared.take_earth()

    def _open_sound(self) -> Iterator[float]:
        if not self.sound.open() and not self._has_told_silence:
            self._has_told_silence = True
            self.notices.put(Notice.of("notice.no_sound"))
        yield 1.0

    # --- one picture

    def step_frame(self) -> bool:
        """Do one picture; False when the program is over."""
        now = self.now()
        elapsed_s = min(max(0.0, now - self._last_s), LONGEST_STEP_S)
        self._last_s = now
        self.notices.advance(elapsed_s)
        try:
            self._live(elapsed_s, now)
            self._paint()
        except Exception:  # noqa: BLE001 (whatever it is, the museum goes on)
            self._recover(now)
        for _ in range(ERRORS_IN_A_ROW):  # a scene that fails to begin leads to the title too
            try:
                self._apply_changes()
                break
            except Exception:  # noqa: BLE001
                self._recover(now)
        if not self._is_running:
            self._close()
        return self._is_running

    def _live(self, elapsed_s: float, now: float) -> None:
        scene = self.top
        for intent in self.devices.read(scene.context if scene else "ui", now):
            if not self._answer(intent) and scene is not None:
                scene.handle(intent)
            if self._changes:
                break  # what was pressed after it was not meant for what comes now
        if scene is not None and not self._changes:
            scene.advance(elapsed_s)
        is_menu = not any(below.context == "play" for below in self._stack)
        if is_menu:
            self.backdrop.advance(elapsed_s)
        self.sound.advance(elapsed_s, is_menu=is_menu)
        for file, reason in self.sound.bad_voices():
            self.notices.put(Notice.of("notice.bad_voice", 1, file=file.name, reason=reason))
        is_play = scene is not None and scene.context == "play"
        self.preparation.advance(PREPARE_S if is_play else PREPARE_MENU_S)

    def _answer(self, intent: Intent) -> bool:
        """Wishes that mean the same everywhere."""
        if intent.kind == "quit":
            self.quit()
        elif intent.kind == "language":
            for _ in range(intent.count):
                self.set(language=self.text.next_language())
        elif intent.kind == "fullscreen":
            self.set(fullscreen=not self.window.is_fullscreen)
        elif intent.kind == "screenshot":
            self._screenshot()
        else:
            return False
        return True

    def _paint(self) -> None:
        """The lowest scene that is seen, and the top one over it; pages between them would only shine through."""
        picture = self.window.picture
        top = self.top
        if top is not None:
            if top.is_overlay:
                base = next((scene for scene in reversed(self._stack) if not scene.is_overlay), None)
                if base is None or base.context == "ui":
                    self.draw_backdrop(picture)
                else:
                    base.draw(picture)
            top.draw(picture)
        draw_notices(picture, self.pen, self.notices.current)
        self.window.present()

    def _apply_changes(self) -> None:
        """Change scenes between pictures; held inputs do not pass from one scene to the next."""
        while self._changes:
            changes, self._changes = self._changes, []
            for place, (kind, scene) in enumerate(changes):
                self.devices.release()
                if kind == "push" and scene is not None:
                    if self._stack:
                        self._stack[-1].covered()
                    self._stack.append(scene)
                    scene.enter()
                elif kind == "pop" and self._stack:
                    is_followed = any(later == "push" for later, _ in changes[place + 1 :])
                    if is_followed or len(self._stack) > 1:  # the last scene stays: only `quit` ends the program
                        self._stack.pop().leave()
                elif kind == "clear":
                    while self._stack:
                        self._stack.pop().leave()
            if self._stack and changes[-1][0] == "pop":
                self._stack[-1].uncovered()
            if ("clear", None) in changes:
                tidy()  # what was left may be a walk
        if not self._stack:
            self._is_running = False

    # --- when something goes wrong

    def _recover(self, now: float) -> None:
        """An error in play: write it to the log, keep the recording, say so calmly, go back to the title."""
        _log.exception("error in %s", type(self.top).__name__)
        self._error_times = [t for t in self._error_times if now - t < ERROR_WINDOW_S] + [now]
        self._changes.clear()
        while self._stack:
            scene = self._stack.pop()
            for step in (scene.rescue, scene.leave):
                with _logged():
                    step()
        if len(self._error_times) >= ERRORS_IN_A_ROW:
            self.exit_status = 1
            self.quit()
            return
        from game.app.scenes.message import MessageScene  # noqa: PLC0415
        from game.app.scenes.title import TitleScene  # noqa: PLC0415

        self.push(TitleScene(self))
        self.push(MessageScene(self, "message.error", log=str(self.folders.log)))

    def _close(self) -> None:
        while self._stack:
            with _logged():
                self._stack.pop().leave()
        self.sound.close()
        self.window.close()

    def _screenshot(self) -> None:
        png = io.BytesIO()  # pygame's own writing to the disc does not notice that it is full
        try:
            pygame.image.save(self.window.picture, png, "picture.png")
        except pygame.error as error:
            self._tell(Notice.of("notice.not_saved", 1, file="spacewalk.png", reason=error))
            return
        self.notices.put(keep_picture(self.folders.screenshots, png.getvalue(), is_guest=self.is_guest))

    def _tell(self, notice: Notice | None) -> None:
        if notice is not None:
            self.notices.put(notice)

    def _theme(self) -> Theme:
        return make_theme(
            text_scale=self.settings.text_scale,
            high_contrast=self.settings.high_contrast,
            reduced_motion=self.settings.reduced_motion,
        )

    def _apply_options(self) -> None:
        asked = {"assist": self.options.assist, "cut": self.options.cut, "language": self.options.language}
        self.settings = self.settings.changed(**{name: value for name, value in asked.items() if value})


@contextlib.contextmanager
def _logged():  # type: ignore[no-untyped-def]  # noqa: ANN202
    """Errors inside are written to the log and go no further."""
    try:
        yield
    except Exception:  # noqa: BLE001
        _log.exception("error while closing")

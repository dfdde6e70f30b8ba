"""The briefing: what is to be done, with how much air and time; the walk is prepared behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.app.play import Play, PlayRequest
from game.app.scenes.message import MessageScene
from game.app.scenes.plain import Item, Plain, PlainScreen
from game.app.scenes.scene import ScreenScene
from game.app.settings import ASSISTS

if TYPE_CHECKING:
    from game.app.loop import App
    from game.view.widgets import Result


class BriefingScene(ScreenScene):
    """Shows a mission and asks for cut and assist; `start` begins as soon as it is prepared."""

    def __init__(self, app: App, mission: str, pilot: str = "human") -> None:
        """`mission` is an id, a folder or a file."""
        super().__init__(app)
        self.mission = mission
        self.pilot = pilot
        self.level: Any = None
        self.is_waiting = False  # start was pressed before everything was ready
        self._shown_percent = -1

    def enter(self) -> None:
        """Read the level; what is wrong with it is said on a page."""
        from game.missions.level import load_level  # noqa: PLC0415
        from game.missions.problems import ContentError  # noqa: PLC0415

        try:
            self.level = load_level(self.mission)
        except ContentError as error:
            self.app.replace(MessageScene(self.app, "message.content", problems=str(error)))
            return
        self.app.text.use_mission(self.level.texts_dir)
        cuts = [cut.id for cut in self.level.cuts]
        if self.app.settings.cut not in cuts:
            self.app.set(cut=cuts[0])
        super().enter()
        self.app.prepare_level(self.level)

    def leave(self) -> None:
        """The walk goes on with what was prepared."""
        self.app.text.use_mission(None)

    def uncovered(self) -> None:
        """Back from the walk."""
        self.is_waiting = False
        self.app.text.use_mission(self.level.texts_dir)
        super().uncovered()

    def make_screen(self) -> PlainScreen:
        """A plain page."""
        return PlainScreen(self.app.pen)

    def model(self) -> Plain:
        """Brief, cuts, assists, start."""
        t, settings = self.app.text.t, self.app.settings
        percent = round(self.app.preparation.fraction * 100)
        go = t("briefing.start") if self.app.preparation.is_idle or not self.is_waiting else t(
            "briefing.preparing", percent=percent)  # fmt: skip
        items = [Item("start", go)]
        items += [Item("cut", t(f"cut.{cut.id}"), value=cut.id, is_chosen=cut.id == settings.cut)
                  for cut in self.level.cuts]  # fmt: skip
        items += [Item("assist", t(f"assist.{name}"), note=t(f"assist.{name}.note"), value=name,
                       is_chosen=name == settings.assist) for name in ASSISTS]  # fmt: skip
        return Plain(t(self.level.title_key), t(self.level.brief_key), (*items, Item("back", t("menu.back"))))

    def answer(self, result: Result) -> None:
        """Choose, start, or back."""
        if result.id == "back":
            self.app.pop()
        elif result.id == "start":
            self.is_waiting = True
        else:
            self.app.set(**{result.id: result.value})
        self.refresh()

    def advance(self, elapsed_s: float) -> None:
        """Start as soon as the walk is prepared."""
        del elapsed_s
        if not self.is_waiting or self.level is None:
            return
        if self.app.preparation.is_idle:
            from game.app.scenes.eva import EvaScene  # noqa: PLC0415

            self.is_waiting = False
            self.app.push(EvaScene(self.app, Play(self.app, self.request())))
            return
        percent = round(self.app.preparation.fraction * 100)
        if percent != self._shown_percent:
            self._shown_percent = percent
            self.refresh()

    def request(self) -> PlayRequest:
        """What to play, as chosen now."""
        settings = self.app.settings
        return PlayRequest(self.level, settings.cut, settings.assist, self.app.options.seed, self.pilot)

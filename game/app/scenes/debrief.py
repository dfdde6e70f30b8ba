"""The debrief: how it went against plan and best run, what it opened, one real fact, and one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.scene import ScreenScene
from game.app.syllabus import Suggestion, suggestion
from game.view.screens.debrief import DebriefModel, DebriefScreen
from game.view.screens.debrief_reading import Compared, debrief_model
from game.view.screens.items import Item

if TYPE_CHECKING:
    from game.app.logbook import Noted
    from game.app.loop import App
    from game.app.play import Play
    from game.view.walk_log import WalkLog
    from game.view.widgets import Result


class DebriefScene(ScreenScene):
    """Shown after a walk with any outcome; enters it into the logbook."""

    is_overlay = True

    def __init__(self, app: App, play: Play, log: WalkLog) -> None:
        """`play` is the walk that ended, `log` what its plots show."""
        super().__init__(app)
        self.play = play
        self.report = play.session.report()
        self.log = log
        self.noted: Noted | None = None  # nothing is entered for a walk that somebody else did
        self.suggested: Suggestion | None = None

    def enter(self) -> None:
        """Enter the walk into the logbook, once, and think of what to do next."""
        if self.play.request.pilot == "human":
            self._note()
            self.suggested = suggestion(
                self.report,
                self.play.level,
                self.play.request.assist,
                self.app.shelf.levels(),
                self.app.shelf.logbook,
            )
        super().enter()

    def _note(self) -> None:
        play, level = self.play, self.play.level
        steps = {step.kind for step in play.session.frame.steps if step.state == "done"}
        opens = [entry.id for entry in self.app.shelf.entries() if entry.is_opened_by(level.id, level.kind, steps)]
        self.noted, notice = self.app.shelf.logbook.note(
            play.session.header.level,
            play.request.assist,
            self.report,
            level_sha256=level.sha256,
            recording=play.session.recorder.to_bytes(),
            oxygen=self.log.oxygen(),
            opens=opens,
            is_lab=level.kind == "lab",
            dials=play.request.dials,
        )
        if notice is not None:
            self.app.notices.put(notice)

    def make_screen(self) -> DebriefScreen:
        """Tasks, figures, plots, score, fact."""
        return DebriefScreen(self.app.pen)

    def model(self) -> DebriefModel:
        """The report in words."""
        text = self.app.text
        return debrief_model(
            text,
            self.report,
            self.log,
            text.t(self.play.level.title_key),
            self._items(),
            best=self._best(),
            twin=self.play.twin,
            is_first=self.noted is not None and self.noted.is_best and self.noted.before is None,
            is_eased=self.noted is not None and self.noted.is_eased,
            start="done",
            device=self.app.devices.in_use,
        )

    def _best(self) -> Compared | None:
        """The best run before this one."""
        if self.noted is None or self.noted.before is None:
            return None
        run = self.noted.before
        return Compared(
            run.score, run.eva_s, run.o2_used_kg, run.two_point_breaks, run.oxygen, is_new=self.noted.is_best
        )  # fmt: skip

    def _items(self) -> tuple[Item, ...]:
        t, suggested = self.app.text.t, self.suggested
        items = [Item("again", t("debrief.again"))]
        if suggested is not None:
            words = t(suggested.key, title=self._title_of(suggested.mission))
            if suggested.leads == "next" or suggested.changes:
                items.append(Item("suggested", t("debrief.next"), words, icon="play"))
            else:
                items[0] = Item("again", t("debrief.again"), words)
        opened = len(self.noted.opened) if self.noted is not None else 0
        if opened:
            items.append(Item("read", t("debrief.read"), self.app.text.tn("debrief.opened", opened), icon="book"))
        return (*items, Item("done", t("debrief.done")))

    def _title_of(self, mission: str) -> str:
        """The name of a mission in the language of the moment."""
        infos = self.app.shelf.levels()
        return next((i.title.get(self.app.text.language, i.id) for i in infos if i.source == mission), mission)

    def answer(self, result: Result) -> None:
        """Once more, on to the next mission, the encyclopedia, or back to the briefing."""
        if result.id == "read" and self.noted is not None:
            from game.app.scenes.encyclopedia import EncyclopediaScene  # noqa: PLC0415

            self.app.push(EncyclopediaScene(self.app, self.noted.opened[0]))
            return
        if result.id == "suggested" and self.suggested is not None:
            self._follow(self.suggested)
            return
        self.play.wish = "restart" if result.id == "again" else "leave"
        self.app.pop()

    def _follow(self, suggested: Suggestion) -> None:
        if suggested.leads == "next":
            from game.app.scenes.briefing import BriefingScene  # noqa: PLC0415
            from game.app.scenes.missions import MissionsScene  # noqa: PLC0415
            from game.app.scenes.title import TitleScene  # noqa: PLC0415

            self.app.reset(TitleScene(self.app))
            self.app.push(MissionsScene(self.app))
            self.app.push(BriefingScene(self.app, suggested.mission))
            return
        self.app.set(**suggested.changes)  # the briefing shows what is changed before it begins
        self.play.wish = "leave"
        self.app.pop()

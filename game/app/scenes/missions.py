"""Choice of the mission: grouped by kind, with what is done, what is next, and the best score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.posters import place_jobs
from game.app.scenes.briefing import BriefingScene
from game.app.scenes.message import MessageScene
from game.app.scenes.scene import ScreenScene
from game.app.syllabus import GROUPS, group_of, recommended
from game.missions.plan import CUT_IDS
from game.view.screens.browse import BrowseModel, BrowseRow, BrowseScreen, Detail, Group
from game.view.screens.items import Item

if TYPE_CHECKING:
    from game.app.loop import App
    from game.missions.plan import LevelInfo
    from game.view.widgets import Result

MARK_ICONS = {"none": "open", "begun": "half", "home": "home", "done": "check"}
DATED = ("campaign", "history")  # kinds whose day is that of a real walk
SHOWN_BESTS = 3
SHOWN_PROBLEMS = 12


class MissionsScene(ScreenScene):
    """Every mission of the levels folder and of the player's own, in menu order."""

    def __init__(self, app: App, pilot: str = "human") -> None:
        """`pilot` autopilot watches instead of plays."""
        super().__init__(app)
        self.pilot = pilot
        self.infos: tuple[LevelInfo, ...] = ()
        self._unchecked: list[LevelInfo] = []  # own missions that have not been read whole yet

    def enter(self) -> None:
        """Read the list; none at all is said."""
        self.infos = self.app.shelf.levels(is_fresh=True)
        self._unchecked = [info for info in self.infos if info.is_own and not info.problems]
        if not self.infos:
            self.app.replace(MessageScene(self.app, "message.no_missions"))
        super().enter()

    def advance(self, elapsed_s: float) -> None:
        """Paint the place of the row that is shown; read the player's own missions whole, one a picture.

        So what is wrong with these is seen here.
        """
        self._paint_place(elapsed_s)
        if not self._unchecked:
            return
        from game.missions.own_levels import check_own  # noqa: PLC0415

        info = self._unchecked.pop(0)
        found = check_own(info)
        if found != info:
            self.infos = tuple(found if one is info else one for one in self.infos)
            self.refresh()

    def _paint_place(self, elapsed_s: float) -> None:
        screen = self.screen
        if not isinstance(screen, BrowseScreen) or not any(screen.poster_size):
            return
        source, size = screen.shown, screen.poster_size
        info = next((info for info in self.infos if info.source == source), None)
        if info is None or info.problems or not _has_place(info):
            return
        key = self._place(source)
        pen = self.app.pen
        if self.app.posters.advance(key, elapsed_s, lambda: place_jobs(source, pen, size)):
            self.refresh()

    def _place(self, source: str) -> tuple[object, ...]:
        """By what the picture of a mission's place of work is known."""
        return source, self.app.pen.look

    def make_screen(self) -> BrowseScreen:
        """A list with details."""
        return BrowseScreen(self.app.pen)

    def model(self) -> BrowseModel:
        """A row a mission; labs have nothing to watch."""
        t = self.app.text.t
        shown = [info for info in self.infos if self.pilot == "human" or info.kind != "lab"]
        following = recommended(shown, self.app.shelf.logbook) if self.pilot == "human" else None
        by_group = {name: [info for info in shown if group_of(info) == name] for name in GROUPS}
        return BrowseModel(
            t("missions.title"),
            tuple(self._group(name, infos, following) for name, infos in by_group.items()),
            (Item("back", t("menu.back")),),
            t("missions.subtitle"),
            start=following.source if following else "",
            device=self.app.devices.in_use,
        )

    def _group(self, name: str, infos: list[LevelInfo], following: LevelInfo | None) -> Group:
        t, book = self.app.text.t, self.app.shelf.logbook
        done = sum(book.mark(info.source) == "done" for info in infos)
        rows = tuple(self._row(info, is_next=info is following) for info in infos)
        note = t("missions.done_of", done=done, all=len(infos)) if self.pilot == "human" else ""
        return Group(name, t(f"missions.group.{name}"), rows, note)

    def _row(self, info: LevelInfo, *, is_next: bool) -> BrowseRow:
        t, language, book = self.app.text.t, self.app.text.language, self.app.shelf.logbook
        mark = book.mark(info.source)
        bests = book.bests(info.source)
        icon, said = MARK_ICONS[mark], t(f"missions.mark.{mark}")
        if info.problems:
            icon, said = "warning", self.app.text.tn("missions.problems", len(info.problems))
        elif self.pilot != "human":
            icon, said = "play", ""
        brief = info.brief.get(language, "")
        return BrowseRow(
            info.source,
            info.title.get(language, info.id),
            self._detail(info, mark),
            icon,
            said,
            value=str(bests[0].score) if bests and self.pilot == "human" else "",
            badge=t("missions.next") if is_next else "",
            note=info.problems[0] if info.problems else brief,
        )

    def _detail(self, info: LevelInfo, mark: str) -> Detail:
        text, language = self.app.text, self.app.text.language
        title = info.title.get(language, info.id)
        if info.problems:
            more = len(info.problems) - SHOWN_PROBLEMS
            lines = info.problems[:SHOWN_PROBLEMS] + ((text.t("missions.more_problems", n=more),) if more > 0 else ())
            return Detail(title, text.tn("missions.problems", len(info.problems)), lines=lines)
        kicker = text.t(f"missions.kind.{info.kind}")
        if info.opens is not None and info.kind in DATED:
            day = text.day(info.opens.year, info.opens.month, info.opens.day)
            kicker = text.t("missions.of_day", kind=kicker, day=day)
        cuts = sorted(info.cuts, key=lambda cut: CUT_IDS.index(cut) if cut in CUT_IDS else len(CUT_IDS))
        facts: list[str] = [text.t("missions.lengths", lengths=", ".join(text.t(f"cut.short.{cut}") for cut in cuts))]
        if info.kind == "lab":
            facts = []
        if self.pilot == "human":
            facts.append(text.t(f"missions.mark.{mark}.long"))
            for run in self.app.shelf.logbook.bests(info.source)[:SHOWN_BESTS]:
                cut, assist = text.t(f"cut.{run.cut}"), text.t(f"assist.{run.assist}")
                facts.append(text.t("missions.best", cut=cut, assist=assist, score=run.score))
        place = self.app.posters.get(self._place(info.source))
        return Detail(
            title, kicker, info.brief.get(language, ""), tuple(facts), poster=place, has_poster=_has_place(info)
        )

    def answer(self, result: Result) -> None:
        """To the briefing, or back."""
        if result.id == "back":
            self.app.pop()
            return
        info = next(info for info in self.infos if info.source == result.id)
        if info.problems:
            self.app.push(MessageScene(self.app, "message.content", 2, problems="\n".join(info.problems)))
        else:
            self.app.push(BriefingScene(self.app, result.id, self.pilot))


def _has_place(info: LevelInfo) -> bool:
    """False for labs: what is there is only what is measured."""
    return info.kind != "lab"

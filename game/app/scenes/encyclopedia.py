"""The encyclopedia: what the missions have opened so far, with the source of every entry; all of it for a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.app.scenes.message import MessageScene
from game.app.scenes.scene import ScreenScene
from game.missions.encyclopedia import TOPICS
from game.view.screens.browse import BrowseModel, BrowseRow, BrowseScreen, Detail, Group
from game.view.screens.items import Item

if TYPE_CHECKING:
    from game.app.loop import App
    from game.missions.encyclopedia import Entry
    from game.view.widgets import Result


class EncyclopediaScene(ScreenScene):
    """Entries grouped by topic; one that is not open says which missions open it."""

    def __init__(self, app: App, entry: str = "") -> None:
        """`entry` has the focus first."""
        super().__init__(app)
        self.entry = entry

    def make_screen(self) -> BrowseScreen:
        """A list with details."""
        return BrowseScreen(self.app.pen)

    def model(self) -> BrowseModel:
        """A row an entry."""
        t = self.app.text.t
        return BrowseModel(
            t("encyclopedia.title"),
            tuple(self._group(topic) for topic in TOPICS),
            (Item("back", t("menu.back")),),
            t("encyclopedia.subtitle"),
            start=self.entry,
            device=self.app.devices.in_use,
        )

    def is_open(self, entry: Entry) -> bool:
        """True if it may be read: opened by a walk, or by nothing that is at hand, or in a class."""
        if self.app.settings.class_mode or entry.id in self.app.shelf.logbook.opened:
            return True
        return not entry.openers(self.app.shelf.levels())

    def _group(self, topic: str) -> Group:
        t = self.app.text.t
        entries = [entry for entry in self.app.shelf.entries() if entry.topic == topic]
        is_open = [self.is_open(entry) for entry in entries]
        rows = tuple(self._row(entry, is_open=can_read) for entry, can_read in zip(entries, is_open, strict=True))
        note = t("encyclopedia.open_of", open=sum(is_open), all=len(entries))
        return Group(topic, t(f"encyclopedia.topic.{topic}"), rows, note)

    def _row(self, entry: Entry, *, is_open: bool) -> BrowseRow:
        t = self.app.text.t
        mark, said = ("book", t("encyclopedia.open")) if is_open else ("lock", t("encyclopedia.shut"))
        detail = self._detail(entry) if is_open else self._shut(entry)
        return BrowseRow(entry.id, t(entry.title_key), detail, mark, said, note="" if is_open else detail.text)

    def _detail(self, entry: Entry) -> Detail:
        t = self.app.text.t
        sources = "; ".join(t(f"source.{key}") for key in entry.sources)
        source = self.app.text.tn("encyclopedia.source", len(entry.sources), sources=sources)
        topic = t(f"encyclopedia.topic.{entry.topic}")
        return Detail(t(entry.title_key), topic, t(entry.text_key), (source,), entry.picture)

    def _shut(self, entry: Entry) -> Detail:
        t, language = self.app.text.t, self.app.text.language
        openers = entry.openers(self.app.shelf.levels())
        titles = list(dict.fromkeys(info.title.get(language, info.id) for info in openers))
        words = t("encyclopedia.opens_with", missions=", ".join(titles[:4]))
        return Detail(t(entry.title_key), t("encyclopedia.shut"), words)

    def answer(self, result: Result) -> None:
        """Back, or the entry on a page of its own, if it does not stand whole beside the list already."""
        if result.id == "back":
            self.app.pop()
            return
        entry = next(entry for entry in self.app.shelf.entries() if entry.id == result.id)
        if isinstance(self.screen, BrowseScreen) and self.screen.is_beside:
            return
        detail = self._detail(entry) if self.is_open(entry) else self._shut(entry)
        text = "\n".join((detail.text, *detail.lines))
        self.app.push(MessageScene(self.app, "message.entry", 0, title=detail.title, text=text))

"""The encyclopedia: every entry has words, a source with a name, a picture that is there, and a way to be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.missions.encyclopedia import TOPICS, Entry, read_entries
from game.missions.level import list_levels
from game.missions.places import assets_root
from game.missions.problems import ContentError
from game.missions.texts import LANGUAGES, read_po

ENTRIES = read_entries()
WORDS = {language: read_po(assets_root() / "text" / f"encyclopedia.{language}.po") for language in LANGUAGES}
LONGEST_WORDS = 110  # what fits beside the list at 100 % text


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_entries_are_whole(entry: Entry) -> None:
    """Title, text and the names of its sources are there in each language, not too long; so is its picture."""
    for words in WORDS.values():
        assert words[entry.title_key]
        assert len(words[entry.text_key].split()) <= LONGEST_WORDS
        assert all(words[f"source.{source}"] for source in entry.sources)
    if entry.picture:
        assert (assets_root() / entry.picture).is_file()


def test_no_words_without_an_entry() -> None:
    """Every text of the file belongs to an entry or to a source that an entry names."""
    wanted = {key for entry in ENTRIES for key in (entry.title_key, entry.text_key)}
    wanted |= {f"source.{source}" for entry in ENTRIES for source in entry.sources}
    assert set(WORDS["en"]) == wanted
    assert {entry.topic for entry in ENTRIES} == set(TOPICS)


def test_entries_name_missions_that_are_there() -> None:
    """No entry waits for a mission that was renamed or taken away."""
    known = {info.id for info in list_levels()}
    assert {mission for entry in ENTRIES for mission in entry.missions} <= known


def test_the_first_walk_opens_some_and_not_all() -> None:
    """The first mission opens a handful; what is said of jettison opens by jettisoning, not by coming along."""
    infos = list_levels()
    done = {"check", "open_hatch", "ingress", "close_hatch"}
    opened = {entry.id for entry in ENTRIES if entry.is_opened_by("unit-swap", "campaign", done)}
    assert {"orlan", "two-points", "poisk"} <= opened
    assert "jettison" not in opened
    assert next(entry for entry in ENTRIES if entry.id == "jettison").is_opened_by("x", "campaign", {"jettison"})
    assert len(opened) < len(ENTRIES) / 3
    assert any(info.id == "unit-swap" for info in next(e for e in ENTRIES if e.id == "orlan").openers(infos))


def test_faults_of_the_file_are_named(tmp_path: Path) -> None:
    """Every wrong word is told at once, with the nearest right one."""
    path = tmp_path / "encyclopedia.toml"
    path.write_text(
        '[[entry]]\nid = "a"\ntopic = "siut"\nsources = []\nsteps = ["unblot"]\nkinds = ["pol"]\n'
        '[[entry]]\nid = "a"\ntopic = "suit"\nsources = ["X"]\npicure = "p"\n'
    )
    with pytest.raises(ContentError) as caught:
        read_entries(path)
    told = str(caught.value)
    for wanted in ("mean suit", "mean unbolt", "mean pool", "at least one", "a second time", "mean picture"):
        assert wanted in told

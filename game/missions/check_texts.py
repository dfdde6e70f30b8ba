"""Every word of a mission exists in both languages, with the same {values} in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.missions.places import assets_root
from game.missions.problems import Problem, nearest
from game.missions.texts import LANGUAGES, fields_of, shared_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from game.missions.level import Level
    from game.missions.mission_file import Source


def check_texts(level: Level, source: Source) -> None:
    """Note every key of the mission without text in a language, and every text whose {values} differ."""
    if not level.texts:
        return
    shared = shared_keys(assets_root() / "text")
    known = {key for words in level.texts.values() for key in words}
    for place, key in _keys(level):
        for language in LANGUAGES:
            if key and key not in level.texts[language] and key not in shared[language]:
                found = f"key {key!r} without {language} text"
                source.problem(place, found, f"an entry in text/{language}.po", nearest(key, known - {key}))
    for key in sorted(known):
        missing = [language for language in LANGUAGES if key not in level.texts[language]]
        for language in missing:
            file = str(level.texts_dir / f"{language}.po")
            source.problems.append(Problem(file, key, "no text", "a text in every language"))
        if not missing:
            wanted, *others = (fields_of(level.texts[language][key]) for language in LANGUAGES)
            if "?" in wanted or any(fields != wanted for fields in others):
                shown = ", ".join(sorted(wanted)) or "none"
                file = str(level.texts_dir / f"{LANGUAGES[1]}.po")
                source.problems.append(Problem(file, key, "other {values}", f"the same as in English: {shown}"))


def _keys(level: Level) -> Iterator[tuple[str, str]]:
    yield "title", level.title_key
    yield "brief", level.brief_key
    for i, unit in enumerate(level.units, 1):
        yield f"unit[{i}].title", level.unit_titles.get(unit.id, "")
    for i, objective in enumerate(level.objectives, 1):
        yield f"objective[{i}].title", objective.title_key
        yield f"objective[{i}].lesson", objective.lesson_key
    for i, rule in enumerate(level.calls, 1):
        yield f"call[{i}].key", rule.key
    for i, truth in enumerate(level.truths, 1):
        yield f"fact[{i}].key", truth.key
        yield f"fact[{i}].source", truth.source_key

"""A mission's words: two PO files (msgid = key), read for titles and checked for gaps."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import polib

from game.missions.files import is_file
from game.missions.problems import ContentError, Problem

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGES = ("en", "ru")
LONGEST_CHARS = 2000  # of one text, four times the longest of ours; lines are broken in the square of it
_ENTRY = re.compile(r'^msgid "([^"\n]+)"\nmsgstr (?:"[^"\n]|""\n"[^"\n])', re.MULTILINE)


def read_po(path: Path) -> dict[str, str]:
    """Key -> text of one PO file; untranslated and obsolete entries are left out; ContentError if it cannot be read."""
    if not is_file(path):
        raise ContentError([Problem(str(path), "", "no such file", "a PO file (msgid = key)")])
    try:
        entries = polib.pofile(str(path), encoding="utf-8", check_for_duplicates=True)
    except (OSError, ValueError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise ContentError([Problem(str(path), "", f"not PO: {reason}", "a PO file (msgid = key)")]) from None
    wanted = f"at most {LONGEST_CHARS} characters"
    if too_long := [entry for entry in entries if len(entry.msgstr) > LONGEST_CHARS]:
        raise ContentError(
            Problem(str(path), f"{entry.msgid[:80]} (line {entry.linenum})", f"a text of {len(entry.msgstr)}", wanted)
            for entry in too_long
        )
    return {entry.msgid: entry.msgstr for entry in entries if entry.msgstr and not entry.obsolete}


def read_texts(folder: Path) -> dict[str, dict[str, str]]:
    """Language -> key -> text of a mission's `text` folder; ContentError with the problems of all files."""
    problems: list[Problem] = []
    texts: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        try:
            texts[language] = read_po(folder / f"{language}.po")
        except ContentError as error:
            problems.extend(error.problems)
    if problems:
        raise ContentError(problems)
    return texts


def shared_keys(folder: Path) -> dict[str, frozenset[str]]:
    """Language -> the keys that the fragments of the shared text folder give a text to.

    A quick look at the lines, not a full reading: it runs at every start of a mission.
    """
    keys: dict[str, frozenset[str]] = {}
    for language in LANGUAGES:
        found: set[str] = set()
        for path in sorted([*folder.glob(f"*.{language}.po"), *folder.glob(f"{language}.po")]):
            try:
                found.update(_ENTRY.findall(path.read_text(encoding="utf-8")))
            except (OSError, UnicodeDecodeError):
                continue  # its owner's own check names the fault
        keys[language] = frozenset(found)
    return keys


def fields_of(text: str) -> frozenset[str]:
    """The names of the {values} in a text; a broken format counts as the field "?"."""
    try:
        return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset("?")

"""Words by key, in the language of the moment. Catalogues are PO files whose msgid is the key.

The program's folders of texts hold `<lang>.po` and fragments `<name>.<lang>.po`, later ones win; a mission's
`<lang>.po` wins over all. A missing key is shown as the key itself and counted, so that tests find it.
Values go into the text by name as in `str.format`; numbers take the language's decimal sign.
"""

from __future__ import annotations

import contextlib
import errno
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

import polib

from game.view.paths import assets_root

NAME_KEY = "language.name"  # each catalogue says its own language's name


def _plural_en(n: int) -> int:
    return 0 if n == 1 else 1


def _plural_ru(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14 else 2


# The same rules as in the Plural-Forms headers; a table, because a header would have to be executed.
PLURALS: dict[str, Callable[[int], int]] = {"en": _plural_en, "ru": _plural_ru}
DECIMAL_SIGN = {"en": ".", "ru": ","}

Forms = tuple[str, ...]


class LocalNumber(float):
    """A number that prints with the decimal sign of a language."""

    sign: str

    def __new__(cls, value: float, sign: str) -> Self:
        """The number `value` that prints its fraction after `sign`."""
        number = super().__new__(cls, value)
        number.sign = sign
        return number

    def __format__(self, spec: str) -> str:
        """The number by a format specification, a true minus before negative ones."""
        text = super().__format__(spec).replace("-", "\N{MINUS SIGN}")
        return text if self.sign == "." else text.replace(".", self.sign)


def read_catalogue(files: Iterable[Path]) -> dict[str, Forms]:
    """Key to plural forms (one form if it has no plural) of the PO files, later files winning.

    Raises OSError that names the file that can't be read.
    """
    entries: dict[str, Forms] = {}
    for file in files:
        try:
            found = polib.pofile(str(file), encoding="utf-8")
        except (OSError, ValueError) as error:
            raise OSError(errno.EINVAL, f"found no PO file in UTF-8 ({error})", str(file)) from None
        for entry in found:
            if entry.obsolete:
                continue
            if entry.msgid_plural:
                forms = tuple(entry.msgstr_plural[i] for i in sorted(entry.msgstr_plural))
            else:
                forms = (entry.msgstr,)
            if all(forms):
                entries[entry.msgid] = forms
    return entries


def catalogue_files(folder: Path, language: str) -> list[Path]:
    """The PO files of a language in a folder, sorted: fragments first, `<lang>.po` last so that it wins."""
    fragments = sorted(folder.glob(f"*.{language}.po"))
    whole = folder / f"{language}.po"
    return [*fragments, *([whole] if whole.is_file() else [])]


def languages_of(folder: Path) -> tuple[str, ...]:
    """The languages a folder has catalogues for, English first, then by code."""
    codes = {file.stem.rsplit(".", 1)[-1] for file in folder.glob("*.po")}
    return tuple(sorted(codes, key=lambda code: (code != "en", code)))


class Text:
    """All words of the program in one language at a time; `version` rises at each change, so caches can drop."""

    def __init__(self, language: str = "en", folders: Iterable[Path] = ()) -> None:
        self._folders: list[Path] = list(folders) or [assets_root() / "text"]
        self._mission: Path | None = None
        self._entries: dict[str, Forms] = {}
        self.missing: Counter[str] = Counter()
        self.version = 0
        self.language = language
        self._read(language)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the program's own catalogues."""
        return languages_of(self._folders[0])

    def language_name(self, language: str) -> str:
        """A language's name in that language itself."""
        forms = read_catalogue(catalogue_files(self._folders[0], language)).get(NAME_KEY)
        return forms[0] if forms else language

    def switch(self, language: str) -> None:
        """From now on every text is in `language`."""
        if language != self.language:
            self._read(language)

    def next_language(self) -> str:
        """Switch to the next language of the list and return its code."""
        codes = self.languages or (self.language,)
        place = codes.index(self.language) if self.language in codes else -1
        self.switch(codes[(place + 1) % len(codes)])
        return self.language

    def use_mission(self, folder: Path | None) -> None:
        """Open a mission's text folder beside the program's (None closes it)."""
        self._mission = folder
        self._read(self.language)

    def has(self, key: str) -> bool:
        """True if the key has a text in the language of the moment."""
        return key in self._entries

    def t(self, key: str, /, **values: Any) -> str:
        """The text of a key with its values put in."""
        forms = self._entries.get(key)
        if forms is None:
            self.missing[key] += 1
            return key
        return self._fill(key, forms[0], values)

    def tn(self, key: str, n: float, /, **values: Any) -> str:
        """The text of a key in the plural form of `n`; `{n}` is the number."""
        forms = self._entries.get(key)
        if forms is None:
            self.missing[key] += 1
            return key
        rule = PLURALS.get(self.language, _plural_en)
        form = min(rule(abs(int(n))), len(forms) - 1)
        if n != int(n):  # Russian: a fraction governs the genitive singular, the second form
            form = min(1, len(forms) - 1)
        return self._fill(key, forms[form], {"n": int(n) if n == int(n) else n, **values})

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with the language's decimal sign."""
        return format(LocalNumber(value, self._sign), f".{decimals}f")

    def span(self, minutes: float) -> str:
        """A length of time in hours and minutes, as it is spoken; the sign is left out."""
        whole = int(abs(minutes))
        if whole < 60:
            return self.t("unit.min", m=whole)
        key = "unit.h_min" if whole % 60 else "unit.h"
        return self.t(key, h=whole // 60, m=whole % 60)

    def day(self, year: int, month: int, day: int) -> str:
        """A date as it is written in a sentence."""
        return self.t("unit.day", day=day, month=self.t(f"month.{month}"), year=year)

    @property
    def _sign(self) -> str:
        return DECIMAL_SIGN.get(self.language, ".")

    def _fill(self, key: str, template: str, values: dict[str, Any]) -> str:
        if "{" not in template:
            return template
        sign = self._sign
        local = {name: LocalNumber(v, sign) if isinstance(v, float) else v for name, v in values.items()}
        try:
            return template.format(**local)
        except (LookupError, ValueError, AttributeError, TypeError):
            self.missing[key] += 1  # a text with a wrong placeholder is shown raw rather than ending a visit
            return template

    def _read(self, language: str) -> None:
        files = [file for folder in self._folders for file in catalogue_files(folder, language)]
        entries = read_catalogue(files)
        if self._mission is not None:
            with contextlib.suppress(OSError):  # checked when the mission was read; its author may be changing it now
                entries |= read_catalogue([self._mission / f"{language}.po"])
        self._entries, self.language = entries, language
        self.version += 1


def clock(seconds: float) -> str:
    """Seconds as hh:mm:ss; negative ones with a minus."""
    whole = int(abs(seconds))
    sign = "\N{MINUS SIGN}" if seconds <= -1 else ""
    return f"{sign}{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def minutes_seconds(seconds: float) -> str:
    """Seconds as m:ss (minutes beyond 59 stay minutes)."""
    whole = int(abs(seconds))
    sign = "\N{MINUS SIGN}" if seconds <= -1 else ""
    return f"{sign}{whole // 60}:{whole % 60:02d}"

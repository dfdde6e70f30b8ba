"""Words: every key in both languages, same placeholders, no glyph the font lacks, forgiving at run time."""

from __future__ import annotations

import math
import re
import string
import struct
from collections import Counter
from pathlib import Path

import polib
import pygame
import pytest

from game.control.intents import SUIT_VERBS
from game.sim.frame import WAYS
from game.sim.rules.faults import KINDS as FAULTS
from game.sim.rules.switches import NAMES
from game.sim.spec import DIAL_STEPS, FAULT_STEPS, STEP_KINDS
from game.view.lettering import STORE_BYTES, Lettering
from game.view.paths import assets_root
from game.view.places import known_places, nearest_place
from game.view.text import (
    PLURALS,
    Text,
    catalogue_files,
    clock,
    languages_of,
    minutes_seconds,
    read_catalogue,
)
from game.view.theme import FONT_FILES, make_theme

FOLDER = assets_root() / "text"
LEVELS = assets_root().parent / "levels" / "missions"
FOLDERS = [FOLDER, *sorted(LEVELS.glob("*/text"))]
GAME = Path(__file__).resolve().parents[2] / "game"
PLURAL_FORMS = {"en": 2, "ru": 3}


def names(forms: tuple[str, ...]) -> set[str]:
    """The placeholders of a text."""
    return {field for form in forms for _, field, _, _ in string.Formatter().parse(form) if field}


def glyphs_of(font: Path) -> set[int]:
    """The characters a TrueType font can show, from its Unicode table (cmap format 4)."""
    data = font.read_bytes()
    count = struct.unpack(">H", data[4:6])[0]
    tables = {
        data[12 + 16 * i : 16 + 16 * i]: struct.unpack(">II", data[20 + 16 * i : 28 + 16 * i]) for i in range(count)
    }
    start = tables[b"cmap"][0]
    found: set[int] = set()
    for i in range(struct.unpack(">H", data[start + 2 : start + 4])[0]):
        at = start + struct.unpack(">HHI", data[start + 4 + 8 * i : start + 12 + 8 * i])[2]
        if struct.unpack(">H", data[at : at + 2])[0] != 4:
            continue
        pairs = struct.unpack(">H", data[at + 6 : at + 8])[0] // 2
        ends = struct.unpack(f">{pairs}H", data[at + 14 : at + 14 + 2 * pairs])
        begins = struct.unpack(f">{pairs}H", data[at + 16 + 2 * pairs : at + 16 + 4 * pairs])
        for begin, end in zip(begins, ends, strict=True):
            found.update(range(begin, end + 1))
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_languages_have_the_same_keys_and_placeholders(folder: Path) -> None:
    """English and Russian know the same keys with the same named values."""
    english, russian = (read_catalogue(catalogue_files(folder, language)) for language in ("en", "ru"))
    assert english
    assert set(english) ^ set(russian) == set()
    wrong = [key for key in english if names(english[key]) != names(russian[key])]
    assert not wrong


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
@pytest.mark.parametrize("language", PLURAL_FORMS)
def test_no_key_is_written_twice_and_plurals_are_whole(folder: Path, language: str) -> None:
    """A key stands in one file only, has a text, and as many plural forms as its language needs."""
    seen: Counter[str] = Counter()
    for file in catalogue_files(folder, language):
        for entry in polib.pofile(str(file), encoding="utf-8"):
            seen[entry.msgid] += 1
            if entry.msgid_plural:
                assert len(entry.msgstr_plural) == PLURAL_FORMS[language], entry.msgid
                assert all(entry.msgstr_plural.values()), entry.msgid
            else:
                assert entry.msgstr, f"{file.name}: {entry.msgid} has no text"
    assert [key for key, count in seen.items() if count > 1] == []


def test_every_glyph_is_in_every_weight() -> None:
    """Exo 2 as shipped can show every character of every text in every weight."""
    used = {
        mark
        for folder in FOLDERS
        for language in languages_of(folder)
        for forms in read_catalogue(catalogue_files(folder, language)).values()
        for form in forms
        for mark in form
        if mark != "\n"
    }
    used |= set("0123456789:×/%\N{MINUS SIGN}\N{HORIZONTAL ELLIPSIS}\N{EN DASH}\N{EM DASH}")
    for file in FONT_FILES.values():
        lacking = {mark for mark in used if ord(mark) not in glyphs_of(assets_root() / file)}
        assert not lacking, f"{file} lacks {sorted(lacking)}"


def test_every_refusal_has_a_text() -> None:
    """Each reason that a rule or a controller may give is told in words."""
    text = Text("en")
    given = set()
    for room in ("sim", "control", "session"):
        for file in (GAME / room).rglob("*.py"):
            given |= set(re.findall(r'Refused\(\s*"([a-z_0-9]+)"', file.read_text(encoding="utf-8")))
    assert given
    assert sorted(reason for reason in given if not text.has(f"refused.{reason}")) == []


def test_every_alarm_step_and_place_has_a_text() -> None:
    """Alarms have a name and one action; step kinds and places below have a name."""
    text = Text("ru")
    keys = {f"step.{kind}" for kind in STEP_KINDS} | {f"place.{name}" for name in known_places().ids}
    source = (GAME / "sim" / "rules" / "alarms.py").read_text(encoding="utf-8")
    alarms = set(re.findall(r'(?:\s|panel\.)tell\("([a-z_0-9]+)"', source))
    assert len(alarms) > 10
    keys |= {f"alarm.{alarm}" for alarm in alarms}
    for alarm in ("adrift", "two_points", "turn_back"):
        keys |= {f"alarm.{alarm}", f"alarm.{alarm}.do"}
    keys |= {f"do.{do}" for do in (*NAMES, *WAYS)} | {f"prompt.{verb}" for verb in SUIT_VERBS}
    keys |= {f"{word}.{kind}" for kind in FAULTS for word in ("fault", "lesson.fault")}
    keys |= {f"lesson.end.{ending}" for ending in ("thin_air", "co2", "heat", "adrift", "rescued")}
    keys |= {f"dial.{step}" for step in ("auto", *FAULT_STEPS, *DIAL_STEPS)}
    assert sorted(key for key in keys if not text.has(key)) == []


def test_keys_named_in_the_view_exist() -> None:
    """Every key that panels and screens name in full has a text."""
    text = Text("en")
    files = [*(GAME / "view").glob("*.py"), *(GAME / "view" / "screens").glob("*.py")]
    pattern = re.compile(r'(?:\bt|\.tn?|words)\(\s*"([a-z_]+(?:\.[a-z_0-9]+)+)"')
    used = {key for file in files for key in pattern.findall(file.read_text(encoding="utf-8"))}
    assert len(used) > 30
    assert sorted(key for key in used if not text.has(key)) == []


def test_a_missing_key_shows_itself_and_is_counted() -> None:
    """Nothing breaks on a missing key or a wrong value; both are counted."""
    text = Text("en")
    assert text.t("no.such.key") == "no.such.key"
    assert text.tn("no.such.key", 3) == "no.such.key"
    assert text.missing["no.such.key"] == 2
    assert "{" in text.t("unit.m", wrong=1)
    assert text.missing["unit.m"] == 1


def test_switching_is_immediate_and_seen() -> None:
    """After a switch every text is in the new language, and `version` has risen so that caches drop."""
    text = Text("en")
    before, version = text.t("hud.paused"), text.version
    text.switch("ru")
    assert text.t("hud.paused") == "Пауза" != before
    assert text.version > version
    assert text.next_language() == "en"
    assert text.language_name("ru") == "Русский"
    assert set(text.languages) >= {"en", "ru"}


@pytest.mark.parametrize(("n", "form"), [(1, 0), (2, 1), (4, 1), (5, 2), (11, 2), (12, 2), (21, 0), (22, 1), (112, 2)])
def test_russian_plurals(n: int, form: int) -> None:
    """Russian has three forms: 1, 21; 2-4, 22-24; the rest with 11-14."""
    assert PLURALS["ru"](n) == form


def test_plural_texts_agree_with_their_number() -> None:
    """The sentence follows the number in both languages."""
    assert Text("ru").tn("hud.points", 1).startswith("Держит 1 точка")
    assert Text("ru").tn("hud.points", 2).startswith("Держат 2 точки")
    assert Text("ru").tn("hud.points", 5) == "Держат 5 точек"
    assert Text("en").tn("hud.points", 1) == "1 point holds you"


def test_numbers_take_the_sign_of_the_language() -> None:
    """Decimals are split by a comma in Russian and a point in English; a minus is a true minus."""
    assert Text("ru").number(-3.14159, 2) == "\N{MINUS SIGN}3,14"
    assert Text("en").number(3.14159, 2) == "3.14"
    assert Text("ru").t("unit.kpa", value=39.84) == "39,8 кПа"


def test_clock_faces() -> None:
    """Times are written as a person reads them."""
    assert clock(3723) == "01:02:03"
    assert clock(-61) == "\N{MINUS SIGN}00:01:01"
    assert minutes_seconds(3723) == "62:03"


def test_every_point_of_the_ground_has_a_name() -> None:
    """Wherever the station is, the panel says something that is a text."""
    text = Text("ru")
    for lat in range(-52, 53, 4):
        for lon in range(-180, 180, 5):
            assert text.has(nearest_place(math.radians(lat), math.radians(lon)))


def test_rendered_lines_take_no_more_room_than_allowed() -> None:
    """At 200 % text a kiosk's day of changing lines stays within the store, and the newest line is kept."""
    pygame.font.init()
    letters = Lettering(make_theme(text_scale=2.0))
    for number in range(300):
        newest = letters.line(
            f"A line as long as a sentence of the news from Moscow, the one of number {number}", "body", (9, 9, 9)
        )
    kept = letters._lines.pictures
    assert kept[-1] is newest
    assert sum(line.get_pitch() * line.get_height() for line in kept) <= STORE_BYTES
    assert 10 < len(kept) < 300

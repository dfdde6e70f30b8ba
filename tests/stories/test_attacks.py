"""What hostile files, folders, words and machines must never do: end a command with a traceback, or lose a run."""

from __future__ import annotations

import dataclasses
import errno
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import warnings
import zlib
from typing import TYPE_CHECKING, Any

import pygame
import pytest

from game.app.logbook import Logbook
from game.app.settings import Settings, load_settings, peek_settings, save_settings
from game.cli import main
from game.commands.levels import own_folder
from game.control.intents import Intent, PlayTray
from game.control.script import ScriptError, parse_script
from game.missions.content import check_paths
from game.missions.level import load_level
from game.missions.own_levels import own_files
from game.missions.places import levels_root
from game.session.divergence import verify
from game.session.recording import RecordingError, read_recording
from game.session.run import Run, RunPlan, read_script
from game.session.session import Session
from game.view.cache import Cache
from game.view.lettering import Lettering
from game.view.text import Text
from game.view.theme import make_theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOO_LONG = "a" * 5000
HUGE = "1" + "0" * 400  # beyond every float
ENDLESS = "9" * 5000  # more digits than Python reads
NEUTRAL = [[0, 0, 0]] * 4 + [0, 0, 0, 0, 0, 0, -1]


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "game", *words],
        capture_output=True, text=True, timeout=60, check=False, env={**os.environ, **environ},
    )  # fmt: skip


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of a whole recording of four seconds."""
    path = tmp_path_factory.mktemp("walk") / "whole.walk"
    done = Run(RunPlan(load_level("unit-swap"), "3m", until_s=4.0))
    done.go()
    done.session.recorder.save(path)
    return zlib.decompress(path.read_bytes(), 31).decode().split("\n")


def packed(path: Path, lines: list[str]) -> Path:
    """A recording of such lines."""
    box = zlib.compressobj(6, zlib.DEFLATED, 31)
    path.write_bytes(box.compress("\n".join(lines).encode()) + box.flush())
    return path


# --- recordings


@pytest.mark.parametrize(
    "line",
    [
        json.dumps(["a", 1e999, "EV1", NEUTRAL]),
        json.dumps(["a", 1, "EV1", [[0, 1e999, 0], *NEUTRAL[1:]]]),
        json.dumps(["a", -5, "EV1", NEUTRAL]),
        json.dumps(["f", 1e999, {}]),
        json.dumps(["end", 10**12, "complete", "0"]),
        json.dumps(["end", -5, "complete", "0"]),
        "[" * 100_000,
        f'["f",{ENDLESS},{{}}]',
    ],
    ids=lambda line: line[:24],
)
def test_a_false_entry_is_one_line(line: str, lines: list[str], tmp_path: Path) -> None:
    """An entry with numbers out of time or out of reach is refused with its line; nothing re-runs for ever."""
    with pytest.raises(RecordingError, match="line 3: found"):
        read_recording(packed(tmp_path / "x.walk", [*lines[:2], line, *lines[2:]]))


def test_snapshots_out_of_order_are_refused(lines: list[str], tmp_path: Path) -> None:
    """A snapshot of the past would never be met again, and all after it would go unproven."""
    first = next(n for n, line in enumerate(lines) if line.startswith('["f",60,'))
    with pytest.raises(RecordingError, match="wanted an entry"):
        read_recording(packed(tmp_path / "x.walk", [*lines[:-2], lines[first], *lines[-2:]]))


def test_a_damaged_end_leaves_the_walk_before_it(lines: list[str], tmp_path: Path) -> None:
    """Where the bytes are damaged the recording ends, like one that was cut off."""
    path = packed(tmp_path / "x.walk", lines)
    raw = bytearray(path.read_bytes())
    raw[-6] ^= 0x55  # in the checksum
    path.write_bytes(bytes(raw))
    found = read_recording(path)
    assert found.ticks == 240
    assert not found.is_whole
    assert verify(found, load_level("unit-swap"))[0] is None


def test_a_recording_that_unpacks_without_end_is_refused(
    lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small file may not fill the memory."""
    monkeypatch.setattr("game.session.recording.TEXT_LIMIT_BYTES", 100_000)
    with pytest.raises(RecordingError, match="more than 100000 bytes"):
        read_recording(packed(tmp_path / "x.walk", [lines[0], "x" * 10_000_000]))


@pytest.mark.parametrize(("key", "value"), [("cut", "99m"), ("assist", "god"), ("level", TOO_LONG), ("level", "a\0/b")])
def test_a_false_header_is_one_line(
    key: str, value: str, lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cut, assist level or level that nobody knows ends the command with one line."""
    path = packed(tmp_path / "x.walk", [json.dumps({**json.loads(lines[0]), key: value}), *lines[1:]])
    assert main(["replay", str(path), "--verify"]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert err.startswith("spacewalk: ")


class _Full:
    """A file on a disc that has become full."""

    def write(self, raw: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device", len(raw))

    def close(self) -> None:
        pass


def test_a_recording_cut_short_by_a_full_disc_is_made_whole_at_the_end(tmp_path: Path) -> None:
    """The walk goes on in memory, and what had no room is written when the walk ends."""
    session = Session(load_level("unit-swap"), cut_id="3m", pilot="neutral")
    session.record_in(tmp_path)
    session.recorder._file.close()
    session.recorder._file = _Full()
    for _ in range(130):
        session.step()
    session.finish()
    (path,) = tmp_path.iterdir()
    assert read_recording(path).is_whole
    assert read_recording(path).ticks == 130


def test_two_walks_of_one_second_are_two_files(tmp_path: Path) -> None:
    """A restart at once, or a second window, takes no other walk's name."""
    for _ in range(2):
        session = Session(load_level("lab-drift"), pilot="neutral")
        session.record_in(tmp_path)
        session.step()
        session.finish()
    assert len(list(tmp_path.glob("*.walk"))) == 2


# --- words and outputs


@pytest.mark.parametrize("words", [("run", TOO_LONG), ("check", TOO_LONG), ("play", TOO_LONG), ("replay", TOO_LONG)])
def test_a_name_too_long_is_one_line(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """A name that no disc can hold is told like one that isn't there."""
    assert main(words) in (1, 2)
    err = capsys.readouterr()
    assert (err.out + err.err).count("Traceback") == 0


def test_output_on_a_full_disc_is_one_line() -> None:
    """`spacewalk missions > /dev/full` says so, also when Python ends."""
    full = "/dev/full"
    if not os.path.exists(full):  # noqa: PTH110
        pytest.skip("this system has no /dev/full")
    with open(full, "w", encoding="utf-8") as out:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "game", "missions"], stdout=out, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["spacewalk: output: no space left on device"]


def test_a_closed_output_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Started without stdout and stderr (a service), a command does its work and a refusal is a status."""
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert main(["missions"]) == 0
    assert main(["run", "nowhere"]) == 2


def test_pictures_with_a_driver_that_is_not_there(tmp_path: Path) -> None:
    """A wrong SDL_VIDEODRIVER is one line, and the file is not begun."""
    picture = tmp_path / "a.png"
    done = run("run", "lab-drift", "--until", "0.1", "--picture", f"0={picture}", SDL_VIDEODRIVER="nonexistent")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not picture.exists()


@pytest.mark.parametrize("word", ["\u00b2", ENDLESS, "0", "1001", "\u0663"])
def test_odd_digits_in_a_script_are_told(word: str) -> None:
    """What looks like a digit to Unicode only, and a number without end, are refused with their line."""
    with pytest.raises(ScriptError, match="line 1: found repeat"):
        parse_script(f"repeat {word}\n1 work", "x.walkscript")
    with pytest.raises(ScriptError, match="line 1: found count"):
        parse_script(f"1 work *{word}", "x.walkscript")


class _NoRoom:
    """`os` on a disc with no room left for what a file promised to hold."""

    def __getattr__(self, name: str) -> object:
        return getattr(os, name)

    def posix_fallocate(self, *_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_prepared_pictures_without_room_stay_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mapped file must have its room before it is filled: a full disc would end the process with a signal."""
    monkeypatch.setattr("game.view.cache.os", _NoRoom())
    draft = Cache(tmp_path).draft("luma", "k", (1000, 1000), "u1")
    draft.array[...] = 7
    assert draft.keep().sum() == 7_000_000
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="blocks of a file are counted on Linux")
def test_a_draft_takes_its_room_at_once(tmp_path: Path) -> None:
    """No hole is left in the file of a draft."""
    draft = Cache(tmp_path).draft("luma", "k", (1000, 1000), "u1")
    (part,) = tmp_path.iterdir()
    assert part.stat().st_blocks * 512 >= 1_000_000
    assert draft.keep().shape == (1000, 1000)


def test_halves_of_killed_runs_are_removed(tmp_path: Path) -> None:
    """A program killed while it prepared leaves nothing behind for ever; a young file may be another run's."""
    for name, age_s in ((".luma-a.part", 7200), (".luma-b.part", 60)):
        (tmp_path / name).write_bytes(b"x")
        then = time.time() - age_s
        os.utime(tmp_path / name, (then, then))
    Cache(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".luma-b.part"]


WRONG_SCENES = (
    ("bench", "frame", "nope"),
    ("bench", "frame", "unit-swap", "--cut", "9m"),
    ("bench", "frame", "--cut", "3m"),
    ("bench", "frame", "unit-swap", "--find"),
    ("bench", "sim", "unit-swap"),
    ("bench", "lines", "--find"),
    ("bench", "--cut", "3m"),
    ("play", "--size", ""),
)


@pytest.mark.parametrize("words", WRONG_SCENES, ids=lambda words: " ".join(words)[:40])
def test_impossible_words_are_told_before_any_work(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """What `bench` and `play` can't do is one line and status 2, at once."""
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "found " in err
    assert "wanted " in err


def test_pygame_is_silent_whatever_command_loads_it() -> None:
    """`bench lines --json` prints one JSON object and nothing before it."""
    found = json.loads(run("bench", "lines", "--json").stdout)
    assert found["lines"]["picture_ms"] > 0


def test_a_picture_may_have_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A file name whose bytes are no UTF-8 is the system's business, not pygame's."""
    name = os.fsdecode(b"\xff.png")
    try:
        (tmp_path / name).touch()
    except (OSError, UnicodeError):
        pytest.skip("this disc takes text only")
    assert main(["run", "lab-drift", "--until", "0.1", "--picture", f"0={tmp_path / name}"]) == 0
    assert (tmp_path / name).stat().st_size > 1000


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_who_is_asked_to_end_leaves_no_halves(name: str, tmp_path: Path) -> None:
    """A service's stop and a closed terminal end a run like Ctrl+C: one line, and no half file."""
    words = ["run", "unit-swap", "--cut", "1:1", "--telemetry", str(tmp_path / "t.csv")]
    number = getattr(signal, name)
    before = signal.signal(number, signal.SIG_DFL)  # it may be ignored where the tests run, and is inherited
    try:
        going = subprocess.Popen([sys.executable, "-m", "game", *words], stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(number, before)
    with going:
        assert going.stderr is not None
        until_s = time.monotonic() + 30.0
        while not any(path.stat().st_size for path in tmp_path.iterdir()) and time.monotonic() < until_s:
            time.sleep(0.05)
        going.send_signal(number)
        assert going.stderr.read() == "spacewalk: stopped\n"
    assert going.returncode == 130
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_closes_the_window_between_two_ticks(name: str, tmp_path: Path) -> None:
    """A signal in the middle of a picture lets it end; the walk's recording is whole, and the old answer is back."""
    import driving

    from game.app.hosts import run as drive_app

    drive = driving.Drive(tmp_path)
    driving.begin(drive, driving.Keyboard())
    number, step, hits = getattr(signal, name), drive.play.session.step, itertools.count(1)
    outer = signal.signal(number, signal.default_int_handler)  # it may be ignored where the tests run

    def step_and_be_hit(*given: Any) -> None:
        os.kill(os.getpid(), number)
        assert next(hits) < 100, "the window goes on"
        step(*given)

    drive.play.session.step = step_and_be_hit  # type: ignore[misc]
    drive.app.now = _ticking(drive.now_s)
    try:
        assert drive_app(drive.app) == 0
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, outer)
    (path,) = (tmp_path / "data" / "recordings").iterdir()
    found = read_recording(path)
    assert found.is_whole
    assert verify(found, load_level("unit-swap"))[0] is None


def _ticking(now_s: float) -> Callable[[], float]:
    """A watch that goes on by a tick at each look."""
    counter = itertools.count(1)
    return lambda: now_s + next(counter) / 60


# --- content and settings


@pytest.mark.parametrize("number", [HUGE, ENDLESS, "nan", "-inf", "[" * 5000])
def test_numbers_beyond_reckoning_are_told(number: str, tmp_path: Path) -> None:
    """Every number of a mission may be anything; the check names the file and goes on."""
    text = (levels_root() / "missions" / "lab-mast" / "mission.toml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "=" in line and not line.startswith("#"):
            path = tmp_path / "mission.toml"
            path.write_text(text.replace(line, f"{line.split('=')[0]} = {number}", 1), encoding="utf-8")
            assert check_paths([path])[0].problems


@pytest.mark.parametrize("text", [f"volume = {ENDLESS}", f"volume = {HUGE}", "volume = nan", "x = " + "[" * 5000, "\0"])
def test_settings_beyond_reckoning_are_kept_aside(text: str, tmp_path: Path) -> None:
    """Settings that can't be read are told, kept beside, and the defaults are used."""
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    settings, notices = load_settings(path)
    assert settings == Settings()
    assert len(notices) == 1
    assert (tmp_path / "settings.toml.bad").read_text(encoding="utf-8") == text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
@pytest.mark.parametrize("kind", ["pipe", "device", "huge"])
def test_what_has_no_end_is_refused(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe nobody writes into, a device and a file beyond reason hold nothing up, whatever they stand in for."""
    monkeypatch.setattr("game.missions.files.read_file.__defaults__", (1000,))
    odd = tmp_path / "odd"
    if kind == "pipe":
        os.mkfifo(odd)
    elif kind == "device":
        odd.symlink_to("/dev/zero")
    else:
        odd.write_bytes(b"a" * 1001)
    found = check_paths([odd])[0].problems
    assert len(found) == 1
    assert "regular file" in str(found[0]) or "1000 bytes" in str(found[0])
    if kind != "pipe":  # a pipe named on the command line is waited for, as `cat` would
        monkeypatch.setattr("game.session.recording.RECORDING_BYTES", 1000)
        with pytest.raises(RecordingError, match="found no readable file"):
            read_recording(odd)
        assert main(["run", "lab-drift", "--pilot", f"script:{odd}"]) == 1
    assert load_settings(odd)[0] == Settings()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_script_may_come_through_a_pipe(tmp_path: Path) -> None:
    """A pipe named on the command line, as `script:<(...)` does, is read to its end."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"+0.5 work\n",))
    writer.start()
    assert len(read_script(pipe)) == 1
    writer.join()


def test_a_folder_that_may_not_be_looked_into_holds_no_missions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the right to search the person's folder, `missions` lists ours and an unknown id is wrong use."""

    def forbidden(path: Path, pattern: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path / pattern))

    monkeypatch.setenv("SPACEWALK_HOME", str(tmp_path))
    monkeypatch.setattr("game.missions.own_levels.Path.glob", forbidden)
    assert own_files(tmp_path) == ()
    assert own_folder("mine") is None
    monkeypatch.setattr("game.missions.own_levels.Path.rglob", forbidden)
    assert main(["doctor"]) == 0
    assert "not found out: PermissionError" not in capsys.readouterr().out.split("content:")[0]


def _own(tmp_path: Path, mission: str = "lab-mast") -> Path:
    """A copy of a mission of ours, as a person's own."""
    folder = tmp_path / "data" / "missions" / mission
    shutil.copytree(levels_root() / "missions" / mission, folder)
    return folder


@pytest.mark.parametrize("key", ["station", "kit"])
def test_the_name_of_a_file_that_no_disc_holds_is_told(key: str, tmp_path: Path) -> None:
    """A station or kit of a name too long is an error of the mission, like one that isn't there."""
    path = _own(tmp_path, "unit-swap") / "mission.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(f"(?m)^{key} = .*$", f'{key} = "{TOO_LONG}"', text), encoding="utf-8")
    assert any(TOO_LONG in str(problem) for problem in check_paths([path])[0].problems)


def test_what_no_font_takes_is_a_question_mark() -> None:
    """Zero bytes and the bytes of a folder's name that are no text are painted, measured and broken into lines."""
    pygame.font.init()
    letters = Lettering(make_theme())
    odd = "a\0b \udcff c\ud800"
    assert letters.width(odd, "body") == letters.width("a?b ? c?", "body")
    assert letters.wrap(odd, "body", 500) == ("a?b ? c?",)
    assert letters.fit(odd, "body", 500) == "a?b ? c?"
    assert letters.line(odd, "body", (255, 255, 255)).get_width() > 0


def test_a_logbook_takes_the_name_of_any_folder(tmp_path: Path) -> None:
    """A best run of a mission in a folder whose name is no text is kept and found again."""
    mission = "/home/somebody/\udcff"
    book = Logbook(tmp_path)
    done = Run(RunPlan(load_level("lab-mast"), "1:1", until_s=0.1))
    done.go()
    report = dataclasses.replace(done.session.report(), outcome="complete", score=10)
    noted, notice = book.note(mission, "crew", report, level_sha256="0", recording=b"walk")
    assert (noted.is_best, notice) == (True, None)
    again, notices = Logbook.load(tmp_path)
    assert notices == ()
    assert again.recording_of(again.bests(mission)[0]) == b"walk"


def test_words_without_end_are_told(tmp_path: Path) -> None:
    """A text that no panel holds is an error of its file with its line: to break it would stop the picture."""
    folder = _own(tmp_path)
    path = folder / "text" / "en.po"
    path.write_text(path.read_text(encoding="utf-8") + f'\nmsgid "x"\nmsgstr "{"w" * 2001}"\n', encoding="utf-8")
    problems = [str(problem) for problem in check_paths([folder])[0].problems]
    assert any("found a text of 2001, wanted at most 2000 characters" in line for line in problems)
    assert all("line " in line for line in problems if "2001" in line)


def test_a_mission_that_breaks_while_it_is_open_ends_nothing(tmp_path: Path) -> None:
    """Words that an author spoils while the mission is open are missing, and other files beside them are not read."""
    text = Text("en")
    folder = _own(tmp_path) / "text"
    (folder / "notes.en.po").write_bytes(bytes(range(256)))
    (folder / "ru.po").write_bytes(b"\xff")
    text.use_mission(folder)
    known = set(text._entries)
    text.switch("ru")
    assert text.language == "ru"
    assert set(text._entries) <= known
    assert text.has("title.name")


def test_a_spoiled_language_of_the_program_is_named_and_the_old_one_stays(tmp_path: Path) -> None:
    """A damaged catalogue of the program is an OSError with its file, which the command line tells in one line."""
    (tmp_path / "en.po").write_text('msgid "a"\nmsgstr "A"\n', encoding="utf-8")
    for raw in (b"\xff\xfe", b"hello = world\n"):
        (tmp_path / "ru.po").write_bytes(raw)
        text = Text("en", [tmp_path])
        with pytest.raises(OSError, match="no PO file in UTF-8") as caught:
            text.switch("ru")
        assert caught.value.filename == str(tmp_path / "ru.po")
        assert (text.language, text.t("a")) == ("en", "A")


@pytest.mark.parametrize("template", ["{a.b}", "{a[b]}", "{", "{0}", "{b}", "{a:q}"])
def test_a_text_with_a_wrong_placeholder_is_shown_raw(template: str, tmp_path: Path) -> None:
    """No placeholder of a translator ends a visit."""
    (tmp_path / "en.po").write_text(f'msgid "a"\nmsgstr "{template}"\n', encoding="utf-8")
    assert Text("en", [tmp_path]).t("a", a=1.5) == template


@pytest.mark.parametrize("name", ["settings.toml", "logbook.json"])
def test_what_cannot_be_read_is_not_written_over(name: str, tmp_path: Path) -> None:
    """A folder in the place of a file, like a file without the right to read it, is moved aside before a save."""
    (tmp_path / name).mkdir()
    (tmp_path / name / "inside").write_text("kept", encoding="utf-8")
    if name == "settings.toml":
        notices = load_settings(tmp_path / name)[1]
        assert save_settings(tmp_path / name, Settings()) is None
    else:
        book, notices = Logbook.load(tmp_path)
        assert book._save() is None
    assert [notice.key for notice in notices] == ["notice.file_aside"]
    assert (tmp_path / name).is_file()
    assert (tmp_path / f"{name}.bad" / "inside").read_text(encoding="utf-8") == "kept"


def test_a_faulty_file_is_moved_where_it_cannot_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disc a faulty file keeps its content by changing its name."""

    def full(path: Path, _: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr("game.app.user_file.write_atomic", full)
    (tmp_path / "settings.toml").write_text("volume = ?", encoding="utf-8")
    assert [notice.key for notice in load_settings(tmp_path / "settings.toml")[1]] == ["notice.file_bad"]
    assert [path.name for path in tmp_path.iterdir()] == ["settings.toml.bad"]


@pytest.mark.parametrize("raw", [b"\xff", b"volume = ?", b"volume = 0.3\nnope = 1\n"])
def test_who_only_looks_leaves_the_settings_as_they_are(raw: bytes, tmp_path: Path) -> None:
    """`doctor` and `replay --video` use what they can of the settings and keep nothing aside: the window will tell."""
    path = tmp_path / "settings.toml"
    path.write_bytes(raw)
    assert peek_settings(path) == Settings(**({"volume": 0.3} if b"0.3" in raw else {}))
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("settings.toml", raw)]
    assert peek_settings(tmp_path / "none.toml") == peek_settings(tmp_path) == Settings()


# --- the window


def test_a_scene_that_fails_to_begin_leads_to_the_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error while scenes change is an error in play: written to the log, then the title."""
    from driving import FIRST_MISSION, Drive

    from game.app.scenes.settings import SettingsScene

    def fail(_: object) -> None:
        raise RuntimeError("a broken scene")

    monkeypatch.setattr(SettingsScene, "enter", fail)
    drive = Drive(tmp_path, FIRST_MISSION)
    drive.app.push(SettingsScene(drive.app))
    assert drive.frame(2)
    assert [type(scene).__name__ for scene in drive.app.scenes] == ["TitleScene", "MessageScene"]
    assert "a broken scene" in (tmp_path / "log" / "spacewalk.log").read_text(encoding="utf-8")


def test_a_wheel_that_runs_free_is_a_few_steps(tmp_path: Path) -> None:
    """Thousands of steps or presses between two ticks must not stop the picture while each looks round."""
    import driving
    import pygame

    drive = driving.Drive(tmp_path)
    driving.begin(drive, driving.Keyboard())
    driving.post(pygame.MOUSEWHEEL, x=0, y=-9999, flipped=False, touch=False)
    read = drive.app.devices.read("play", drive.now_s)
    assert [(intent.kind, intent.count) for intent in read if intent.kind == "next_target"] == [("next_target", 5)]
    tray = PlayTray()
    for _ in range(1000):
        tray.put(Intent("work"))
    assert len(tray.take().presses) == 60


def test_a_window_of_another_size_is_no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives another size than was asked for, nothing is written to the terminal."""
    import driving  # noqa: F401 - it sets SDL's drivers
    import pygame

    from game.app.window import Window

    real = pygame.display.set_mode

    def forced(*asked: Any) -> pygame.Surface:
        warnings.warn("Requested window was forcibly resized by the OS.", RuntimeWarning, stacklevel=2)
        return real(*asked)

    monkeypatch.setattr(pygame.display, "set_mode", forced)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        Window((640, 360)).close()
    assert not heard


def test_a_log_that_cannot_be_written_is_silent(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A log folder that became unwritable puts no traceback on the terminal."""
    import logging

    from game.app.log import open_log

    open_log(tmp_path)
    (tmp_path / "spacewalk.log").mkdir()  # a folder where the file should be
    logging.getLogger("spacewalk").warning("something")
    assert capfd.readouterr().err == ""

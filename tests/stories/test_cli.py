"""The command line as others script it: exact words, exact keys, exit status 0, 1 or 2, one clear line when refused."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from game import VERSION
from game.cli import main, parser
from game.missions.places import assets_root, levels_root

RUN_KEYS = [
    "mission", "seed", "pilot", "cut", "outcome", "objectives", "ticks", "play_s", "eva_s", "o2_kg", "o2_margin_s",
    "two_point_breaks", "max_contact_n", "lost_objects", "digest", "score", "wall_s",
]  # fmt: skip
FIRST_COLUMNS = ["tick", "play_s", "eva_s"]
LAB = "lab-pendulum"


@pytest.fixture
def spacewalk(capsys, monkeypatch, tmp_path):
    """Calls the command line in this process, in an empty folder; returns status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPACEWALK_HOME", str(tmp_path / "home"))

    def call(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as error:
            status = error.code
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return call


def shell(*words: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with nothing of a screen in its environment."""
    dropped = ("SDL_VIDEODRIVER", "SDL_AUDIODRIVER", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    kept.update({"SPACEWALK_HOME": str(cwd / "home"), "PYTHONPATH": os.pathsep.join(sys.path), **env})
    command = [sys.executable, "-m", "game", *words]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=cwd, env=kept, timeout=120, check=False
    )


# --- what works


def test_run_prints_exactly_the_named_keys(spacewalk):
    """`run --json` prints one object with the named keys in their order, and the same digest each time."""
    status, out, err = spacewalk("run", "unit-swap", "--cut", "3m", "--until", 5, "--seed", 3, "--json")
    found = json.loads(out)
    assert (status, err) == (0, "")
    assert list(found) == RUN_KEYS
    assert (found["mission"], found["seed"], found["pilot"], found["cut"]) == ("unit-swap", 3, "autopilot", "3m")
    assert (found["outcome"], found["ticks"], found["play_s"]) == ("running", 300, 5.0)
    assert all(set(part) == {"id", "state"} for part in found["objectives"])
    again = json.loads(spacewalk("run", "unit-swap", "--cut", "3m", "--until", 5, "--seed", 3, "--json")[1])
    assert again["digest"] == found["digest"]


def test_run_takes_id_folder_and_file(spacewalk):
    """A mission's id, its folder and its mission.toml are the same run."""
    folder = levels_root() / "missions" / LAB
    ends = [spacewalk("run", word, "--until", 1, "--json")[1] for word in (LAB, folder, folder / "mission.toml")]
    assert len({json.loads(end)["digest"] for end in ends}) == 1


def test_a_lab_runs_a_minute(spacewalk):
    """A lab ends by itself after 60 s of play, its pilot is neutral, and that is a success."""
    status, out, _ = spacewalk("run", LAB, "--json")
    found = json.loads(out)
    assert (status, found["pilot"], found["ticks"], found["outcome"]) == (0, "neutral", 3600, "running")


def test_run_in_words(spacewalk):
    """Without --json the same is said in words, with the digest."""
    status, out, _ = spacewalk("run", LAB, "--until", 1)
    assert status == 0
    assert "pilot neutral, seed 0: running" in out
    assert re.search(r"digest [0-9a-f]{16}", out)


def test_telemetry_is_one_row_a_tick_and_explained(spacewalk, tmp_path):
    """The table has a row for each tick, starts with the promised columns, and the guide names every column."""
    assert spacewalk("run", LAB, "--until", 2, "--telemetry", tmp_path / "out.csv")[0] == 0
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    names, rows = rows[0], rows[1:]
    assert [int(row[0]) for row in rows] == list(range(1, 121))
    assert names[:3] == FIRST_COLUMNS
    wanted = {"x_m", "vy_mps", "angle_rad", "tether1_tension_n", "tether1_length_m", "tether2_length_m", "metabolic_w",
              "o2_kg", "pressure_pa", "leash_tension_n", "unit_weight_x_m", "line_line_tension_n"}  # fmt: skip
    assert wanted <= set(names)
    guide = (assets_root() / "guides" / "telemetry.md").read_text("utf-8")
    general = {name.replace("unit_weight_", "unit_<id>_").replace("line_line_", "line_<id>_") for name in names}
    assert {name for name in general if f"`{name}`" not in guide} == set()
    assert not list(tmp_path.glob("*.part"))


def test_telemetry_lets_a_law_be_checked(spacewalk, tmp_path):
    """The pendulum's pull in the table is m v^2 / r, as the lab's file promises."""
    spacewalk("run", LAB, "--until", 4, "--telemetry", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pulls = [float(row["line_line_tension_n"]) for row in rows[60:]]
    assert sum(pulls) / len(pulls) == pytest.approx(100.0 * 0.5**2 / 3.0, rel=0.02)


def test_a_recording_verifies_and_says_where_it_parts(spacewalk, tmp_path):
    """A recording re-runs to its digests; with one order changed it names tick, entity, field and both values."""
    from game.session.recording import read_recording

    walk = tmp_path / "run.walk"
    _, out, _ = spacewalk("run", "unit-swap", "--cut", "3m", "--until", 12, "--record", walk, "--json")
    digest = json.loads(out)["digest"]
    status, said, _ = spacewalk("replay", walk, "--verify")
    assert (status, said.count("\n")) == (0, 1)
    assert digest in said
    status, out, _ = spacewalk("run", "unit-swap", "--pilot", f"replay:{walk}", "--json")
    again = json.loads(out)
    assert (again["digest"], again["cut"], again["ticks"]) == (digest, "3m", 720)
    _part(walk)
    assert read_recording(walk).is_whole
    status, said, _ = spacewalk("replay", walk, "--verify")
    assert status == 1
    assert re.search(r"tick \d+: .+, .+: recorded .+, found .+", said)


def _part(walk: Path) -> None:
    """Change one order of a recording, as a fault would."""
    import gzip

    lines = gzip.decompress(walk.read_bytes()).decode().splitlines()
    place = max(index for index, line in enumerate(lines[:-1]) if line.startswith('["a"'))
    del lines[place]
    walk.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))


def test_a_cut_off_recording_is_used_as_far_as_it_goes(spacewalk, tmp_path):
    """A recording cut off in the middle verifies up to the cut."""
    walk = tmp_path / "run.walk"
    spacewalk("run", LAB, "--until", 20, "--record", walk)
    raw = walk.read_bytes()
    walk.write_bytes(raw[: len(raw) // 2])
    status, said, _ = spacewalk("replay", walk, "--verify")
    assert status == 0
    assert "cut off" in said


def test_a_script_drives_the_hands_of_a_person(spacewalk, tmp_path):
    """A script's wishes go to the human controller and the run ends when all is done."""
    script = tmp_path / "walk.txt"
    script.write_text("0 skip\nwait outside timeout 20\n+0.5 hold_next 1 0\nwait idle\n", "utf-8")
    status, out, err = spacewalk(
        "run", "unit-swap", "--cut", "3m", "--assist", "cadet", "--pilot", f"script:{script}", "--json"
    )
    found = json.loads(out)
    assert (status, found["pilot"], found["outcome"]) == (0, f"script:{script}", "running"), err
    assert found["ticks"] < 60 * 60


def test_neutral_ends(spacewalk):
    """A pilot who does nothing is no failure, and his run has an end."""
    status, out, _ = spacewalk("run", "unit-swap", "--cut", "3m", "--pilot", "neutral", "--until", 3, "--json")
    assert (status, json.loads(out)["outcome"]) == (0, "running")


def test_pictures_do_not_disturb(spacewalk, tmp_path):
    """A run with a picture has the digest of the run without, and the picture is 1920x1080."""
    plain = json.loads(spacewalk("run", LAB, "--until", 1, "--json")[1])
    done = shell("run", LAB, "--until", "1", "--json", "--picture", "0.5=half.png", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["digest"] == plain["digest"]
    raw = (tmp_path / "half.png").read_bytes()
    assert (int.from_bytes(raw[16:20], "big"), int.from_bytes(raw[20:24], "big")) == (1920, 1080)


def test_missions_lists_what_there_is(spacewalk):
    """`missions --json` is a list of id, kind, title in two languages and cuts."""
    status, out, _ = spacewalk("missions", "--json")
    found = json.loads(out)
    assert status == 0
    assert all(list(entry) == ["id", "kind", "title", "cuts", "own", "source", "problems"] for entry in found)
    first = next(entry for entry in found if entry["id"] == "unit-swap")
    assert {"3m", "10m", "30m"} <= set(first["cuts"])
    assert first["kind"] in ("pool", "campaign", "history")
    assert all(entry["kind"] in ("pool", "campaign", "history", "lab") for entry in found)
    assert all(entry["title"]["en"] and entry["title"]["ru"] for entry in found)
    assert "unit-swap" in spacewalk("missions")[1]


def test_check_finds_nothing_wrong_here(spacewalk):
    """All levels that travel with the program are right."""
    status, out, err = spacewalk("check")
    assert (status, err) == (0, ""), out


def test_bench_prints_exactly_the_named_keys(spacewalk, monkeypatch):
    """`bench sim --json` has the keys that are promised, null for what was not asked for."""
    from game.commands import bench_sim

    monkeypatch.setattr(bench_sim, "REPEATS", 1)
    monkeypatch.setattr(bench_sim, "UNTIL_S", 5.0)
    monkeypatch.setattr(bench_sim, "LANDER_STEPS", 50)
    status, out, _ = spacewalk("bench", "sim", "--json")
    found = json.loads(out)
    assert status == 0
    assert list(found) == ["frame", "first_picture_s", "playable_s", "rss_mb", "sim", "lines", "parts"]
    assert list(found["sim"]) == ["ticks_per_s", "lunarlander_ratio"]
    assert found["sim"]["ticks_per_s"] > 0
    assert found["frame"] is None


@pytest.mark.parametrize("words", [["bench"], ["bench", "frame"], ["bench", "--json"], ["play"], ["check"], ["doctor"]])
def test_short_forms_are_understood(words):
    """What the command line shows in brackets may be left out."""
    assert parser().parse_args(words).command == words[0]


def test_percentiles_are_of_the_nearest_rank():
    """p99 of a hundred values is the ninety-ninth, p50 the fiftieth."""
    from game.commands.bench_frame import percentile

    values = [float(value) for value in range(100, 0, -1)]
    assert (percentile(values, 99), percentile(values, 50), percentile([7.0], 99)) == (99.0, 50.0, 7.0)


def test_doctor_never_fails(tmp_path):
    """`doctor` says what it found, also where nothing can be written and there is no screen."""
    done = shell("doctor", cwd=tmp_path, SPACEWALK_HOME="/proc/none")
    assert done.returncode == 0
    assert done.stderr == ""
    for word in (VERSION, "pygame-ce", "display:", "audio:", "not writable", "levels:", "assets:", "cores"):
        assert word in done.stdout


def test_version_and_help(spacewalk):
    """--version and --help answer with status 0; every command is in the help."""
    assert spacewalk("--version")[:2] == (0, f"spacewalk {VERSION}\n")
    status, out, _ = spacewalk("--help")
    assert status == 0
    for word in ("play", "run", "replay", "check", "missions", "bench", "doctor", "SPACEWALK_QUIT_AFTER_S"):
        assert word in out


# --- the window


def test_without_a_display_one_line_names_the_way_out(tmp_path):
    """With no display `spacewalk` says so in one line that names `spacewalk run unit-swap`, status 1."""
    done = shell(cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "spacewalk run unit-swap" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("words", [(), ("play", "unit-swap", "--windowed", "--size", "640x360", "--lang", "ru")])
def test_the_window_opens_on_the_dummy_driver(tmp_path, words):
    """With SDL_VIDEODRIVER=dummy the window opens, and closes by itself when asked to."""
    dummy = {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "SPACEWALK_QUIT_AFTER_S": "1"}
    done = shell(*words, cwd=tmp_path, **dummy)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_recording_is_shown_in_the_window(tmp_path, monkeypatch):
    """`replay FILE` plays the recording to its end in the scene of the walk, and records nothing anew."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    assert main(["run", "unit-swap", "--cut", "3m", "--until", "2", "--record", str(tmp_path / "run.walk")]) == 0
    from game.app.folders import Folders
    from game.app.loop import App
    from game.app.options import PlayOptions
    from game.app.scenes.debrief import DebriefScene
    from game.app.scenes.eva import EvaScene
    from game.commands.bench_frame import FixedClock

    monkeypatch.setattr("game.app.prepared.Prepared.is_ready", True)
    monkeypatch.setattr("game.app.loop.App.make_picture", lambda *_: _Blind())
    monkeypatch.setattr("game.app.preparation.Preparation.advance", lambda *_: None)
    clock = FixedClock()
    folders = Folders(*(tmp_path / name for name in ("config", "data", "cache", "log")))
    options = PlayOptions(recording=str(tmp_path / "run.walk"), size=(640, 360), is_windowed=True, language="en")
    app = App(options, folders, clock)
    seen = []
    for _ in range(600):
        clock.now_s += 1 / 30
        app.step_frame()
        seen.append(type(app.top))
        if seen[-1] is DebriefScene:
            break
    assert EvaScene in seen
    assert seen[-1] is DebriefScene
    walk = next(scene for scene in app.scenes if isinstance(scene, EvaScene))
    assert walk.play.session.frame.tick == 120
    assert not list(folders.recordings.glob("*"))
    app.quit()
    app.step_frame()


class _Blind:
    """A picture that paints nothing."""

    def __init__(self) -> None:
        from game.view.walk_log import WalkLog

        self.log = WalkLog()

    def take(self, happened: object) -> None:
        pass

    def draw(self, *_: object, **__: object) -> None:
        pass


# --- refusals: one clear line, status 1 for a file or a run, 2 for the words


WRONG_WORDS = {
    "unknown command": (["fly"], "found command 'fly'"),
    "near command": (["runn", "unit-swap"], "did you mean run?"),
    "unknown mission": (["run", "unit-swop"], "did you mean unit-swap?"),
    "unknown mission to play": (["play", "unit-swop"], "did you mean unit-swap?"),
    "unknown cut": (["run", "unit-swap", "--cut", "5m"], "found '5m'"),
    "unknown option": (["run", "unit-swap", "--fast"], "--fast"),
    "unknown pilot": (["run", "unit-swap", "--pilot", "dog"], "found 'dog'"),
    "pilot without file": (["run", "unit-swap", "--pilot", "script:"], "script:FILE"),
    "unknown assist": (["run", "unit-swap", "--assist", "chief"], "cadet"),
    "unknown language": (["--lang", "fr"], "en"),
    "no mission": (["run"], "MISSION"),
    "negative seed": (["run", "unit-swap", "--seed=-1"], "found '-1'"),
    "seed without end": (["run", "unit-swap", "--seed", "9" * 5000], "wanted a whole number"),
    "seed of words": (["run", "unit-swap", "--seed", "many"], "found 'many'"),
    "no time": (["run", "unit-swap", "--until", "0"], "found '0'"),
    "endless time": (["run", "unit-swap", "--until", "inf"], "found 'inf'"),
    "not a time": (["run", "unit-swap", "--until", "nan"], "found 'nan'"),
    "picture without file": (["run", "unit-swap", "--picture", "30"], "SECONDS=OUT.png"),
    "picture of another kind": (["run", "unit-swap", "--picture", "3=walk.jpg"], "SECONDS=OUT.png"),
    "size without height": (["play", "--size", "1280"], "WIDTHxHEIGHT"),
    "size too small": (["play", "--size", "10x10"], "320x180"),
    "unknown bench": (["bench", "sound"], "frame"),
}


@pytest.mark.parametrize(("words", "told"), WRONG_WORDS.values(), ids=WRONG_WORDS)
def test_wrong_use_is_one_line_and_status_2(spacewalk, words, told):
    """What the words alone show to be wrong is told in one line that says what was found or wanted."""
    status, out, err = spacewalk(*words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert told in err


BROKEN_FILES = {"empty": b"", "binary": bytes(range(256)) * 8, "foreign": b"hello = 'world'\n", "truncated": None}


def _broken(tmp_path: Path, kind: str, good: bytes, name: str) -> Path:
    raw = BROKEN_FILES[kind]
    path = tmp_path / name
    path.write_bytes(good[: len(good) * 2 // 5] if raw is None else raw)
    return path


@pytest.mark.parametrize("kind", BROKEN_FILES)
def test_a_broken_level_is_refused_by_run_and_check(spacewalk, tmp_path, kind):
    """A mission file that is empty, foreign, truncated or no text is told by lines with file and wanted; status 1."""
    folder = tmp_path / LAB
    shutil.copytree(levels_root() / "missions" / LAB, folder)
    good = (folder / "mission.toml").read_bytes()
    _broken(folder, kind, good, "mission.toml")
    status, out, err = spacewalk("run", folder, "--json")
    assert (status, out) == (1, "")
    assert all(line.startswith("spacewalk: ") and "wanted" in line for line in err.splitlines())
    status, out, _ = spacewalk("check", folder)
    assert status == 1
    assert all("wanted" in line for line in out.splitlines()[:-1])


@pytest.mark.parametrize("kind", BROKEN_FILES)
def test_a_broken_station_is_refused(spacewalk, tmp_path, kind):
    """A station that is empty, foreign, truncated or no text is told by lines; status 1."""
    path = _broken(tmp_path, kind, (levels_root() / "stations" / "lab_mast.tmx").read_bytes(), "mine.tmx")
    status, out, err = spacewalk("check", path)
    assert (status, err) == (1, "")
    assert all("wanted" in line for line in out.splitlines()[:-1])


@pytest.mark.parametrize("kind", ["empty", "binary", "foreign"])
@pytest.mark.parametrize("words", [("replay",), ("replay", "--verify")])
def test_a_broken_recording_is_one_line(spacewalk, tmp_path, kind, words):
    """A file that is no recording is told in one line; status 1."""
    path = _broken(tmp_path, kind, b"", "some.walk")
    status, out, err = spacewalk(*words, path)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert str(path) in err


@pytest.mark.parametrize("kind", ["empty", "binary", "foreign"])
def test_a_broken_script_is_one_line(spacewalk, tmp_path, kind):
    """A file that is no script is told in one line; status 1."""
    path = _broken(tmp_path, kind, b"", "some.txt")
    status, out, err = spacewalk("run", "unit-swap", "--pilot", f"script:{path}")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert str(path) in err


def test_a_recording_of_other_level_files_is_refused(spacewalk, tmp_path):
    """A recording made before the level was changed is told in one line, with what to look for."""
    folder = tmp_path / LAB
    shutil.copytree(levels_root() / "missions" / LAB, folder)
    walk = tmp_path / "mine.walk"
    assert spacewalk("run", folder, "--until", 1, "--record", walk)[0] == 0
    assert spacewalk("replay", walk, "--verify")[0] == 0
    text = (folder / "mission.toml").read_text("utf-8")
    (folder / "mission.toml").write_text(text.replace("mass_kg = 100.0", "mass_kg = 101.0"), "utf-8")
    for words in (("replay", walk, "--verify"), ("replay", walk), ("run", folder, "--pilot", f"replay:{walk}")):
        status, out, err = spacewalk(*words)
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert "other level files" in err
    shutil.rmtree(folder)
    status, _, err = spacewalk("replay", walk, "--verify")
    assert (status, err.count("\n")) == (1, 1)


MISSING = {
    "level": ["run", "nowhere/mission.toml"],
    "recording": ["replay", "nowhere.walk"],
    "recording as pilot": ["run", LAB, "--pilot", "replay:nowhere.walk"],
    "script": ["run", LAB, "--pilot", "script:nowhere.txt"],
    "telemetry's folder": ["run", LAB, "--telemetry", "nowhere/out.csv"],
    "recording's folder": ["run", LAB, "--record", "nowhere/out.walk"],
    "picture's folder": ["run", LAB, "--picture", "1=nowhere/out.png"],
    "telemetry over a folder": ["run", LAB, "--telemetry", "."],
    "recording over a device": ["run", LAB, "--record", os.devnull],
}


@pytest.mark.parametrize("words", MISSING.values(), ids=MISSING)
def test_missing_files_and_folders_are_one_line(spacewalk, words):
    """A file that isn't there and a folder that can't be written are told in one line, before the run; status 1."""
    status, out, err = spacewalk(*words)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("spacewalk: ")


def test_a_picture_after_the_end_is_told(spacewalk):
    """A picture whose second never comes is a failure that says when the run ended."""
    status, _, err = spacewalk("run", LAB, "--until", 1, "--picture", "2=late.png")
    assert (status, err.count("\n")) == (1, 1)
    assert "late.png" in err

"""What each command may be told, and how words become values; a refusal says what was found and what was wanted."""

from __future__ import annotations

import argparse
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

from game.control.intents import ASSISTS
from game.missions.plan import CUT_IDS
from game.missions.texts import LANGUAGES
from game.sim.spec import DIALS

if TYPE_CHECKING:
    from collections.abc import Mapping

DIAL_WORDS = {
    "air": "easy: stores last twice as long; off: for ever, and nobody faints",
    "time": "easy: half as much time again; off: no plan presses",
    "damage": "easy: things bear twice as much; off: nothing breaks",
    "faults": "set: those that the mission sets; drawn: the seed draws some more; off: none",
}
SEED_LIMIT = 2**31
LONGEST_S = 172_800.0  # two days: more than any suit lasts
PLAIN_PILOTS = ("autopilot", "neutral")
VIDEO_KINDS = (".mp4", ".gif")
FILE_PILOTS = ("script", "replay")
SUMMARIES = {
    "play": "open the window and play",
    "run": "run a mission without a display and say how it went",
    "replay": "play a recording in the window, make a video of it, or prove that it gives the same digests again",
    "check": "read stations and missions and name every error in them",
    "missions": "list the missions",
    "bench": "measure pictures and physics on this machine",
    "bench-scene": "open a lab or a lesson of the workbench, or run it and compare it with its formulas",
    "doctor": "say what the program found on this machine",
}


def add_play(parser: argparse.ArgumentParser) -> None:
    """`play [MISSION] [--assist A] [--cut C] [--lang L] [--size WxH] [--windowed] [--seed N]`."""
    parser.add_argument("mission", nargs="?", default="", metavar="MISSION", help="id, folder or mission.toml")
    parser.add_argument("--assist", choices=ASSISTS, default="", help="how much is done for you")
    parser.add_argument("--cut", choices=CUT_IDS, default="", metavar="CUT", help=f"length: {', '.join(CUT_IDS)}")
    parser.add_argument("--lang", choices=LANGUAGES, default="", help="language of everything that is read")
    parser.add_argument("--size", metavar="WxH", help="size of the window, such as 1280x720")
    parser.add_argument("--windowed", action="store_true", help="a window instead of the full screen")
    parser.add_argument("--seed", type=seed, metavar="N", help="the dice of the run; drawn when not given")
    parser.add_argument("--guest", action="store_true", help="keep nothing: no progress, recordings, settings")
    _add_dials(parser)


def _add_dials(parser: argparse.ArgumentParser) -> None:
    for dial, steps in DIALS.items():
        parser.add_argument(f"--{dial}", choices=steps, default="", help=DIAL_WORDS[dial])


def add_run(parser: argparse.ArgumentParser) -> None:
    """`run MISSION|DIR|FILE [--pilot P] [--seed N] [--cut C] [--until S] [--assist A] [outputs] [--json]`."""
    parser.add_argument("mission", metavar="MISSION|DIR|FILE", help="id of a mission, its folder or its mission.toml")
    parser.add_argument(
        "--pilot",
        type=pilot,
        default=None,
        metavar="PILOT",
        help="autopilot, neutral, script:FILE (wishes of a person) or replay:FILE; when not given a lab's is neutral"
        " and a mission's autopilot",
    )
    parser.add_argument("--seed", type=seed, metavar="N", help="the dice of the run; 0 when not given")
    parser.add_argument("--cut", metavar="CUT", help="length version; the mission's first when not given")
    parser.add_argument(
        "--until",
        type=seconds,
        metavar="SECONDS",
        help="stop after so much play; when not given a lab runs 60 s and a mission until its outcome, at most twice"
        " the length of its cut",
    )
    parser.add_argument("--assist", choices=ASSISTS, default=None, help="for script pilots; crew when not given")
    _add_dials(parser)
    parser.add_argument("--telemetry", type=Path, metavar="OUT.csv", help="write one row a tick")
    parser.add_argument("--record", type=Path, metavar="OUT", help="write the recording")
    parser.add_argument(
        "--picture",
        type=picture,
        action="append",
        default=[],
        metavar="SECONDS=OUT.png",
        help="draw the picture at that second of play, 1920x1080; may be given again",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_rest(parsers: Mapping[str, argparse.ArgumentParser]) -> None:
    """`replay FILE [--verify | --video OUT]`, `check [PATH...]`, `missions`, `bench`, `bench-scene`, `doctor`."""
    replay = parsers["replay"]
    replay.add_argument("file", type=Path, metavar="FILE", help="a recording")
    what = replay.add_mutually_exclusive_group()
    what.add_argument("--verify", action="store_true", help="re-run it without a window and compare every second")
    what.add_argument(
        "--video",
        type=video,
        metavar="OUT.mp4|OUT.gif",
        help="make a video of it, with sound in an MP4 (extra `video`)",
    )
    replay.add_argument("--from", dest="start", type=mark, metavar="SECONDS", help="first second of play in the video")
    replay.add_argument("--to", dest="end", type=mark, metavar="SECONDS", help="last second of play in the video")
    replay.add_argument("--size", metavar="WxH", help="of the video, up to 3840x2160; 1280x720, a GIF 640x360")
    replay.add_argument("--clean", action="store_true", help="the video has no panels")
    replay.add_argument("--lang", choices=LANGUAGES, default="", help="language of the video's panels and voices")
    parsers["check"].add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="station (.tmx), mission (id, folder, mission.toml) or a folder of them; everything when not given",
    )
    parsers["check"].add_argument(
        "--schema", action="store_true", help="print the JSON schema of mission.toml, for editors; nothing is checked"
    )
    parsers["missions"].add_argument("--json", action="store_true", help="print one JSON list")
    bench = parsers["bench"]
    bench.add_argument("what", nargs="?", choices=("frame", "sim", "lines"), default=None, help="only this part")
    bench.add_argument("mission", nargs="?", default="", metavar="MISSION", help="of frame; the heaviest known if none")
    bench.add_argument("--cut", default="", help="of the mission; its first if none")
    bench.add_argument("--find", action="store_true", help="look through all missions and cuts for the heaviest minute")
    bench.add_argument("--json", action="store_true", help="print one JSON object")
    scene = parsers["bench-scene"]
    scene.add_argument(
        "scene", nargs="?", default="", metavar="NAME", help="with or without lab- or bench-; none lists them all"
    )
    scene.add_argument("--headless", action="store_true", help="no window: print what was measured and predicted")
    scene.add_argument("--json", action="store_true", help="the same as one JSON object; without NAME the list")
    scene.add_argument("--lang", choices=LANGUAGES, default="", help="language of the window")
    scene.add_argument("--windowed", action="store_true", help="a window instead of the full screen")


def seed(word: str) -> int:
    """A whole number from 0 below SEED_LIMIT."""
    if not re.fullmatch("[0-9]{1,10}", word) or int(word) >= SEED_LIMIT:
        raise argparse.ArgumentTypeError(f"found {word!r}, wanted a whole number from 0 to {SEED_LIMIT - 1}")
    return int(word)


def seconds(word: str) -> float:
    """Seconds of play, above 0."""
    value = _number(word)
    if not 0.0 < value <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"found {word!r}, wanted seconds of play above 0, at most {LONGEST_S:.0f}")
    return value


def mark(word: str) -> float:
    """A second of play, 0 or more."""
    value = _number(word)
    if not 0.0 <= value <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"found {word!r}, wanted a second of play, 0 to {LONGEST_S:.0f}")
    return value


def video(word: str) -> Path:
    """A file name that ends in a kind of video."""
    path = Path(word)
    if path.suffix.lower() not in VIDEO_KINDS or not path.stem:
        raise argparse.ArgumentTypeError(f"found {word!r}, wanted OUT.mp4 or OUT.gif")
    return path


def picture(word: str) -> tuple[float, Path]:
    """A second of play and the file for its picture."""
    when, mark, name = word.partition("=")
    value = _number(when)
    if not mark or not name.lower().endswith(".png") or not 0.0 <= value <= LONGEST_S:
        raise argparse.ArgumentTypeError(f"found {word!r}, wanted SECONDS=OUT.png such as 30=walk.png")
    return value, Path(name)


def pilot(word: str) -> str:
    """A pilot's name, with its file where it has one."""
    kind, mark, file = word.partition(":")
    if word in PLAIN_PILOTS or (kind in FILE_PILOTS and mark and file):
        return word
    raise argparse.ArgumentTypeError(f"found {word!r}, wanted autopilot, neutral, script:FILE or replay:FILE")


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan

"""Claims about drawings: the rasteriser draws every one of ours as written, and what it would spoil is found."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from game.view.paths import assets_root
from game.view.svg import load_drawing, problems_of

ART = sorted((assets_root() / "art").rglob("*.svg"))
STATION = sorted((assets_root() / "art" / "station").glob("*.svg"))


def svg(inside: str, more: str = "") -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20"{more}>{inside}</svg>'
    ).encode()


@pytest.mark.parametrize("path", ART, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_drawing_is_drawn_as_written(path: Path) -> None:
    """No SVG of ours uses what the rasteriser leaves out or misdraws, and none is over 60 KB."""
    assert problems_of(path.read_bytes()) == ()


@pytest.mark.parametrize("path", STATION, ids=lambda path: path.stem)
def test_a_station_drawing_says_its_outline_and_its_profile(path: Path) -> None:
    """The hull's box lies in the view box, and the profile runs from one end to the other within it."""
    drawing = load_drawing(path)
    left, top, width, height = drawing.box
    assert left <= 0.0
    assert top <= 0.0
    assert left + width >= drawing.hull[0]
    assert top + height >= drawing.hull[1]
    stations = [station for station, _ in drawing.profile]
    along, across = drawing.hull if drawing.axis == "x" else drawing.hull[::-1]
    assert stations == sorted(stations)
    assert stations[0] == 0.0
    assert stations[-1] >= along - 1.0
    assert max(radius for _, radius in drawing.profile) <= across / 2 + 1.0


@pytest.mark.parametrize("path", STATION, ids=lambda path: path.stem)
def test_a_station_drawing_is_in_the_manifest(path: Path) -> None:
    """Each drawing has an author, a licence and a source in assets/manifest.toml, by itself or by its folder."""
    root = assets_root()
    entries = tomllib.loads((root / "manifest.toml").read_text(encoding="utf-8"))["asset"]
    name = path.relative_to(root).as_posix()
    found = [entry for entry in entries if entry["path"] == name or Path(name).match(entry["path"])]
    found += [entry for entry in entries if entry["path"].endswith("/") and name.startswith(entry["path"])]
    assert found, f"{name}: no entry"
    assert all(entry[key] for entry in found for key in ("author", "licence", "source"))


@pytest.mark.parametrize(
    ("inside", "word"),
    [
        ('<svg width="1" height="1" viewBox="0 0 1 1"/>', "<svg>"),
        ("<text>A</text>", "<text>"),
        ('<use href="#a"/>', "<use>"),
        ('<symbol id="a"/>', "<symbol>"),
        ('<image href="a.png"/>', "<image>"),
        ('<defs><pattern id="a"/></defs>', "<pattern>"),
        ('<defs><clipPath id="a"/></defs>', "<clipPath>"),
        ('<defs><mask id="a"/></defs>', "<mask>"),
        ('<defs><filter id="a"/></defs>', "<filter>"),
        ('<rect width="1" height="1" clip-path="url(#a)"/>', "clip-path"),
        ('<rect width="1" height="1" style="filter:url(#a)"/>', "filter"),
        ('<g opacity=".5"><rect width="1" height="1"/></g>', "opacity"),
        ('<rect width="1" height="1" fill="rgba(1,2,3,.4)"/>', "grey"),
        ('<rect width="1" height="1" fill="hsl(1,2%,3%)"/>', "grey"),
        ('<rect width="1" height="1" style="mix-blend-mode:multiply"/>', "blend"),
        ('<linearGradient id="a" x1="0" x2="1"/>', "plain numbers"),
        ('<radialGradient id="a" gradientUnits="userSpaceOnUse" fx="3"/>', "fx"),
        ("<style>g > rect {fill:#123456}</style>", "class rules"),
    ],
)
def test_what_the_rasteriser_spoils_is_found(inside: str, word: str) -> None:
    """Each feature of SVG that is silently wrong gets one line that names it."""
    problems = problems_of(svg(inside))
    assert len(problems) == 1
    assert word in problems[0]


@pytest.mark.parametrize(
    "inside",
    [
        '<linearGradient id="a" x1="0%" x2="100%"/>',
        '<linearGradient id="a" gradientUnits="userSpaceOnUse" x1="0" x2="9"/>',
        '<g transform="rotate(3)"><path d="M0 0L1 1" stroke="#123456" stroke-dasharray="2 3"/></g>',
        "<style>.a, .b {fill:#123456}</style>",
    ],
)
def test_what_it_draws_rightly_passes(inside: str) -> None:
    """The lint refuses nothing that works."""
    assert problems_of(svg(inside)) == ()


def test_a_foreign_or_broken_file_is_told_in_one_line(tmp_path: Path) -> None:
    """Text that is no SVG, other proportions and a missing profile are named, without a traceback of the parser."""
    assert problems_of(b"<svg") != ()
    assert problems_of(b"<html/>")[0].startswith("root")
    assert "proportions" in problems_of(svg("").replace(b'width="40"', b'width="90"'))[0]
    path = tmp_path / "odd.svg"
    path.write_bytes(svg(""))
    with pytest.raises(ValueError, match=r"odd\.svg: .*2 numbers wanted"):
        load_drawing(path)

"""Every station file keeps what a station promises; the Russian segment has true size and what its missions need."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
from collections import deque
from itertools import pairwise
from math import hypot, pi
from pathlib import Path

import polib
import pytest

from game.missions.outlines import box, boxes_meet, crossing, overlap, placed, signed_area
from game.missions.station import Station, load_station
from game.missions.station_check import GAP_M, free_faults, rail_groups, standing
from game.missions.station_classes import object_types, tiled_project
from game.missions.station_map import read_map
from game.sim.parts import OUTLINE, SHOULDERS
from game.sim.rails import RailNet, point_on_rail, rail_length
from game.sim.spec import CLOSED_KINDS, ShapeSpec, StructureSpec
from game.sim.vec import distance

ROOT = Path(__file__).parents[2]
STATIONS = sorted((ROOT / "levels" / "stations").glob("*.tmx"))
RUSSIAN = ROOT / "levels" / "stations" / "russian_segment.tmx"

every_station = pytest.mark.parametrize("path", STATIONS, ids=lambda path: path.stem)


# ------------------------------------------------------------------------------------------------ every station file
@every_station
def test_station_reads(path: Path) -> None:
    """Each station file reads without a problem, has a start, and its start and structure lie inside the map."""
    station = load_station(path)
    left, bottom, right, top = station.bounds_m
    assert station.structure.starts
    points = [start.at for start in station.structure.starts]
    points += [point for shape in station.structure.shapes for point in shape.outline]
    assert all(left <= x <= right and bottom <= y <= top for x, y in points)


@every_station
def test_outlines_bound_bodies(path: Path) -> None:
    """Each outline runs counter-clockwise and does not cross itself, also when it was drawn the other way round."""
    for shape in load_station(path).structure.shapes:
        assert signed_area(shape.outline) > 0.0, shape.id
        assert crossing(shape.outline) is None, shape.id


@every_station
def test_posts_stand_on_rails(path: Path) -> None:
    """Each rail's posts ascend from its one end to its other, 0.3 to 1.45 m apart."""
    for rail in load_station(path).structure.rails:
        assert rail.stanchions_m[0] == 0.0
        assert rail.stanchions_m[-1] == pytest.approx(rail_length(rail))
        spans = [b - a for a, b in pairwise(rail.stanchions_m)]
        assert all(0.3 <= span <= 1.45 for span in spans), (rail.id, spans)


@every_station
@pytest.mark.parametrize("language", ["en", "ru"])
def test_names_have_words(path: Path, language: str) -> None:
    """Each station, module, worksite and hatch has a name in both languages."""
    station = load_station(path)
    words = {entry.msgid: entry.msgstr for entry in polib.pofile(str(ROOT / f"assets/text/station.{language}.po"))}
    keys = [station.name_key, *(module.name_key for module in station.modules)]
    keys += [f"site.{site.id}" for site in station.structure.worksites]
    keys += [f"hatch.{hatch.id}" for hatch in station.structure.hatches]
    assert [key for key in keys if not words.get(key)] == []


@every_station
def test_one_can_get_everywhere(path: Path) -> None:
    """Someone in a suit, holding a rail at every moment, can get from the first start to every rail and restraint.

    But for rails that the map itself says are not connected: to them leads a boom.
    """
    structure = load_station(path).structure
    apart = {item.id for item in read_map(path).objects if item.class_name == "rail" and not item.members["connected"]}
    if not structure.rails:
        pytest.skip("nothing to hold")
    places = _walk_everywhere(structure)
    net = RailNet(structure.rails)
    shoulders = [placed(SHOULDERS, at, turn) for at, turn in places]
    met = {number for pair in shoulders for shoulder in pair for _, number, _ in net.near(shoulder, 0.7)}
    assert [rail.id for number, rail in enumerate(structure.rails) if number not in met and rail.id not in apart] == []
    for restraint in structure.restraints:
        at, turn = standing(restraint)
        near = [hypot(x - at[0], y - at[1]) for (x, y), other in places if _turned(other, turn) < pi / 4]
        assert min(near) < 0.3, restraint.id
    for site in structure.worksites:
        reach = min(distance(shoulder, site.at) for pair in shoulders for shoulder in pair)
        assert reach < 0.5, site.id


@pytest.mark.parametrize("side", range(len(OUTLINE)))
def test_the_suit_of_the_check_is_the_one_that_collides(side: int) -> None:
    """A post one centimetre beside any side of the world's suit is no fault of a place, one as far inside is."""
    (ax, ay), (bx, by) = OUTLINE[side - 1], OUTLINE[side]
    length = hypot(bx - ax, by - ay)
    out = ((by - ay) / length, (ax - bx) / length)  # the outline runs counter-clockwise

    def faults(away_m: float) -> int:
        at = ((ax + bx) / 2 + out[0] * away_m, (ay + by) / 2 + out[1] * away_m)
        post = placed(((-0.002, -0.002), (0.002, -0.002), (0.002, 0.002), (-0.002, 0.002)), at, 0.0)
        shape = ShapeSpec("post", "solid", post)
        return len(list(free_faults(StructureSpec(shapes=(shape,)), (0.0, 0.0), 0.0)))

    assert faults(0.01) == 0
    assert faults(-0.01) == 1


def _turned(one: float, other: float) -> float:
    return abs((one - other + pi) % (2 * pi) - pi)


def _walk_everywhere(structure: StructureSpec) -> list[tuple[tuple[float, float], float]]:
    """Every place (centre, angle) of a grid that can be reached step by step, free of obstacles, a rail in reach."""
    step_m, turns = 0.25, 8
    net = RailNet(structure.rails)
    closed = [(box(s.outline), s.outline) for s in structure.shapes if s.kind in CLOSED_KINDS]

    def place(node: tuple[int, int, int]) -> tuple[tuple[float, float], float]:
        return (node[0] * step_m, node[1] * step_m), node[2] * 2 * pi / turns

    def is_open(node: tuple[int, int, int]) -> bool:
        at, turn = place(node)
        if not any(net.near(shoulder, 0.7) for shoulder in placed(SHOULDERS, at, turn)):
            return False
        body = placed(OUTLINE, at, turn)
        around = box(body)
        return not any(boxes_meet(around, other) and overlap(body, outline) for other, outline in closed)

    start = structure.starts[0]
    turn = round(start.angle_rad / (2 * pi) * turns) % turns
    first = (round(start.at[0] / step_m), round(start.at[1] / step_m), turn)
    seen = {first: is_open(first)}
    todo = deque([first])
    while todo:
        i, j, k = todo.popleft()
        for di, dj, dk in ((1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)):
            node = (i + di, j + dj, (k + dk) % turns)
            if node not in seen:
                seen[node] = is_open(node)
                if seen[node]:
                    todo.append(node)
    return [place(node) for node, opened in seen.items() if opened]


@every_station
def test_tiled_opens_it(path: Path, tmp_path: Path) -> None:
    """The editor's own rasteriser opens the map and draws it."""
    rasteriser = shutil.which("tmxrasterizer")
    if rasteriser is None:
        pytest.skip("Tiled is not installed")
    picture = tmp_path / "map.png"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(  # the program found and our own map
        [rasteriser, "--size", "400", str(path), str(picture)],
        env=environment,
        check=False,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert picture.stat().st_size > 0


def test_editor_files_match_reader() -> None:
    """Tiled offers exactly the classes, members and defaults that the reader knows."""
    folder = ROOT / "levels" / "stations"
    assert (folder / "spacewalk.tiled-project").read_text(encoding="utf-8") == tiled_project()
    assert (folder / "objecttypes.xml").read_text(encoding="utf-8") == object_types()


# -------------------------------------------------------------------------------------------- the Russian segment
@pytest.fixture(scope="module")
def russian() -> Station:
    """The Russian segment."""
    return load_station(RUSSIAN)


# lengths and diameters of facts 5.1; the coordinates of 5.2 are good to half a metre
@pytest.mark.parametrize(
    ("ids", "along_m", "across_m"),
    [
        (("zvezda", "zvezda_ball"), 13.1, 4.15),
        (("zarya", "zarya_ball"), 12.55, 4.1),
        (("poisk",), 4.05, 2.55),
        (("nauka", "nauka_ball"), 13.12, 4.25),
        (("prichal",), 4.91, 3.3),
        (("rassvet",), 6.0, 2.35),
        (("soyuz_rassvet",), 6.98, 2.72),
        (("progress_aft",), 7.3, 2.72),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_modules_have_true_size(russian: Station, ids: tuple[str, ...], along_m: float, across_m: float) -> None:
    """Each module is as long and as thick as the real one, within half a metre and a quarter."""
    chosen = [module for module in russian.modules if module.id in ids]
    points = [point for module in chosen for point in module.outline]
    left, bottom, right, top = box(points)
    sizes = (right - left, top - bottom) if chosen[0].axis == "x" else (top - bottom, right - left)
    assert sizes[0] == pytest.approx(along_m, abs=0.5)
    assert sizes[1] == pytest.approx(across_m, abs=0.25)


def test_rails_are_one_net(russian: Station) -> None:
    """All rails of the Russian segment hang together by gaps that arms bridge."""
    assert len(rail_groups(russian.structure.rails)) == 1


def test_first_mission_has_its_places(russian: Station) -> None:
    """What the first walk needs is there: hatch, airlock, stowage, the unit on Poisk near it, the one on Zvezda far."""
    sites = {site.id: site for site in russian.structure.worksites}
    hatch = next(hatch for hatch in russian.structure.hatches if hatch.id == "poisk_hatch")
    assert distance(sites["airlock"].at, hatch.at) < 0.1
    assert distance(sites["stowage_1"].at, hatch.at) < 1.5
    assert distance(sites["stowage_2"].at, hatch.at) < 1.5
    assert 1.5 <= distance(sites["bkdo"].at, hatch.at) <= 2.5
    assert 6.0 <= distance(sites["zvezda_unit"].at, hatch.at) <= 10.0
    assert sites["bkdo"].restraint
    assert sites["zvezda_unit"].restraint


def test_net_answers_like_a_loop(russian: Station) -> None:
    """The grid of rails finds what is in reach as asking each rail would."""
    net = RailNet(russian.structure.rails)
    for rail in russian.structure.rails:
        at = point_on_rail(rail, rail.stanchions_m[-1] / 3)
        assert net.nearest(at, 0.5) is not None
        assert net.nearest((at[0] + 100.0, at[1]), 0.5) is None


def test_gap_is_what_arms_bridge() -> None:
    """From rail to rail an arm on each side of the shoulders reaches further than the gap that counts as connected."""
    assert GAP_M < 2 * 0.7


def test_voskhod_2_has_true_size() -> None:
    """The airlock is 2.5 m long and 1.2 m wide with a hatch of 0.65 m, as in facts 8; a rail is in reach of it."""
    station = load_station(ROOT / "levels" / "stations" / "voskhod_2.tmx")
    outline = next(module.outline for module in station.modules if module.id == "volga")
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    assert max(xs) - min(xs) == pytest.approx(1.2)
    assert max(ys) - min(ys) == pytest.approx(2.5)
    hatch = station.structure.hatches[0]
    assert 2.0 * hatch.radius_m == pytest.approx(0.65)
    assert min(math.dist(hatch.at, point) for rail in station.structure.rails for point in rail.points) < 0.7

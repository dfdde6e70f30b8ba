"""Every station file keeps what a station promises, and a broken one tells its author what is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import deque
from itertools import pairwise
from math import hypot, pi
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest

from game.missions.outlines import (
    BODY_OUTLINE,
    SHOULDERS,
    box,
    boxes_meet,
    crossing,
    distance,
    overlap,
    placed,
    signed_area,
)
from game.missions.problems import ContentError, Problem, nearest
from game.missions.station import Station, load_station
from game.missions.station_check import GAP_M, rail_groups, standing
from game.missions.station_classes import object_types, tiled_project
from game.sim.rails import RailNet, point_on_rail, rail_length

if TYPE_CHECKING:
    from game.sim.spec import StructureSpec

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
    """Someone in a suit, holding a rail at every moment, can get from the first start to every rail and restraint."""
    structure = load_station(path).structure
    if not structure.rails:
        pytest.skip("nothing to hold")
    places = _walk_everywhere(structure)
    net = RailNet(structure.rails)
    shoulders = [placed(SHOULDERS, at, turn) for at, turn in places]
    met = {number for pair in shoulders for shoulder in pair for _, number, _ in net.near(shoulder, 0.7)}
    assert [rail.id for number, rail in enumerate(structure.rails) if number not in met] == []
    for restraint in structure.restraints:
        at, turn = standing(restraint)
        near = [hypot(x - at[0], y - at[1]) for (x, y), other in places if _turned(other, turn) < pi / 4]
        assert min(near) < 0.3, restraint.id
    for site in structure.worksites:
        reach = min(distance(shoulder, site.at) for pair in shoulders for shoulder in pair)
        assert reach < 0.5, site.id


def _turned(one: float, other: float) -> float:
    return abs((one - other + pi) % (2 * pi) - pi)


def _walk_everywhere(structure: StructureSpec) -> list[tuple[tuple[float, float], float]]:
    """Every place (centre, angle) of a grid that can be reached step by step, free of obstacles, a rail in reach."""
    step_m, turns = 0.25, 8
    net = RailNet(structure.rails)
    closed = [(box(s.outline), s.outline) for s in structure.shapes if s.kind in ("solid", "fragile", "keep_out")]

    def place(node: tuple[int, int, int]) -> tuple[tuple[float, float], float]:
        return (node[0] * step_m, node[1] * step_m), node[2] * 2 * pi / turns

    def is_open(node: tuple[int, int, int]) -> bool:
        at, turn = place(node)
        if not any(net.near(shoulder, 0.7) for shoulder in placed(SHOULDERS, at, turn)):
            return False
        body = placed(BODY_OUTLINE, at, turn)
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
    done = subprocess.run(  # noqa: S603 - the program found and our own map
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


# -------------------------------------------------------------------------------------------------- broken stations
RAIL = '<object id="1" name="rail_a" type="rail" x="0" y="0"><polyline points="0,0 300,0"/></object>'
START = '<object id="2" name="start" type="start" x="100" y="50"><point/></object>'
FOOT = '<object id="3" name="foot" type="restraint" x="100" y="150"><point/></object>'
ORIGIN = (
    '<properties><property name="origin_x_px" type="float" value="0"/>'
    '<property name="origin_y_px" type="float" value="0"/></properties>'
)


def _map(*objects: str, properties: str = ORIGIN, layer: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<map version="1.8" tiledversion="1.8.2" orientation="orthogonal" renderorder="right-down" '
        'width="10" height="10" tilewidth="100" tileheight="100" infinite="0" nextlayerid="2" nextobjectid="9">'
        f'{properties}{layer}<objectgroup id="1" name="all">{"".join(objects)}</objectgroup></map>'
    )


def _object(class_: str, inner: str, *, name: str = "thing", at: str = 'x="0" y="0"', **members: str) -> str:
    kinds = {"limit_n": "float", "reach_m": "float", "connected": "bool", "stanchion_every_m": "float"}
    listed = "".join(
        f'<property name="{key}" type="{kinds.get(key, "string")}" value="{value}"/>' for key, value in members.items()
    )
    properties = f"<properties>{listed}</properties>" if listed else ""
    return f'<object id="7" name="{name}" type="{class_}" {at}>{properties}{inner}</object>'


def _square(x: float, y: float, side: float) -> str:
    return f'x="{x}" y="{y}" width="{side}" height="{side}"'


def _problems(tmp_path: Path, text: str | bytes, name: str = "broken.tmx") -> tuple[Problem, ...]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ContentError) as caught:
        load_station(path)
    assert all(problem.file == str(path) for problem in caught.value.problems)
    assert len(str(caught.value).splitlines()) == len(caught.value.problems)
    return caught.value.problems


def test_small_map_reads(tmp_path: Path) -> None:
    """The map that the broken ones are made of is whole."""
    path = tmp_path / "small.tmx"
    path.write_text(_map(RAIL, START, FOOT), encoding="utf-8")
    station = load_station(path)
    assert station.structure.rails[0].points == ((0.0, 0.0), (3.0, 0.0))
    assert station.structure.starts[0].at == (1.0, -0.5)  # y of the map points down, y of the station up
    assert station.name_key == "station.small"


BROKEN = {
    "class unknown": (_object("rial", '<polyline points="0,0 9,9"/>'), "class 'rial'", "one of", "rail"),
    "no class": (_object("", "<point/>"), "no class", "one of", ""),
    "member unknown": (_object("eye", "<point/>", limt_n="5"), "property 'limt_n'", "a property of a eye", "limit_n"),
    "member of wrong type": (_object("eye", "<point/>", limit_n="9").replace('"float"', '"string"'),
                             "limit_n '9'", "a number", ""),
    "number that is none": (_object("eye", "<point/>", limit_n="lots"), "limit_n 'lots'", "a number", ""),
    "truth that is none": (_object("rail", '<polyline points="0,0 90,0"/>', connected="tru"),
                           "connected 'tru'", "true or false", ""),
    "number out of range": (_object("worksite", "<point/>", reach_m="50"), "reach_m 50", "0.1 to 3", ""),
    "word not of the list": (_object("solid", "", at=_square(400, 400, 50), look="antena"),
                             "look 'antena'", "one of", "antenna"),
    "name that is no id": (_object("eye", "<point/>", name="Eye 1"), "name 'Eye 1'", "an id", ""),
    "name taken": (_object("eye", "<point/>", name="rail_a"), "a name that another object has", "all different", ""),
    "wrong geometry": (_object("eye", "<ellipse/>", at=_square(0, 0, 10)), "a ellipse", "drawn as point", ""),
    "rectangle as rail": (_object("rail", "", at=_square(0, 0, 10)), "a rectangle", "polyline", ""),
    "coordinate that is none": (_object("eye", "<point/>", at='x="abc" y="0"'), "x 'abc'", "a number", ""),
    "coordinate missing": (_object("eye", "<point/>", at='x="1"'), "no y", "attribute y", ""),
    "points that are none": (_object("rail", '<polyline points="0,0 5"/>'), "points '0,0 5'", "pairs", ""),
    "outline crossing itself": (_object("solid", '<polygon points="0,0 100,100 100,0 0,150"/>', at='x="500" y="500"'),
                                "crosses itself", "simple", ""),
    "outline without inside": (_object("solid", '<polygon points="0,0 100,0 50,0"/>'), "0.0000 m2", "inside", ""),
    "rail without length": (_object("rail", '<polyline points="0,0 0,0"/>'), "without length", "two points", ""),
    "posts in disorder": (_object("rail", '<polyline points="0,0 300,0"/>', stanchions_m="2 1"),
                          "stanchions_m '2 1'", "ascend", ""),
    "post beyond the end": (_object("rail", '<polyline points="0,0 300,0"/>', stanchions_m="1 4"),
                            "a stanchion at 4 m", "0 to 3.000 m", ""),
    "posts that are no numbers": (_object("rail", '<polyline points="0,0 300,0"/>', stanchions_m="1 two"),
                                  "stanchions_m '1 two'", "numbers", ""),
    "restraint unknown": (_object("worksite", "<point/>", restraint="fot"), "restraint 'fot'", "id of a res", "foot"),
    "restraint of another class": (_object("worksite", "<point/>", restraint="rail_a"), "is no restraint", "id", ""),
    "module unknown": (_object("solid", "", at=_square(500, 500, 9), module="poisk"), "module 'poisk'", "id of a", ""),
    "start blocked": (_object("solid", "", at=_square(95, -44, 2), name="box_a"), "overlaps the solid 'box_a'",
                      "free space", ""),
    "start without hold": (_object("start", "<point/>", at='x="100" y="500"'), "the nearest rail 4.58", "0.7", ""),
    "rail through a solid": (_object("solid", "", at=_square(270, -20, 40)), "a rail through the solid", "free", ""),
    "rail out of reach": (_object("rail", '<polyline points="500,0 600,0"/>'), "cannot be reached", "1.2 m", ""),
    "worksite out of reach": (_object("worksite", "<point/>", at='x="0" y="300"'), "3.00 m away", "1.5 m", ""),
    "worksite far from its restraint": (_object("worksite", "<point/>", at='x="290" y="0"', restraint="foot"),
                                        "from the shoulder", "arm's reach", ""),
    "eye out of reach": (_object("eye", "<point/>", at='x="0" y="200"'), "2.00 m away", "1.2 m", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_broken_object_is_told(tmp_path: Path, case: str) -> None:
    """An error is told with file and object, what was found, what was wanted, and a near match where there is one."""
    broken, found, wanted, hint = BROKEN[case]
    text = _map(RAIL, START, FOOT, broken)
    problems = _problems(tmp_path, text)
    matching = [p for p in problems if found in p.found and wanted in p.wanted and p.hint == hint]
    assert len(matching) == 1, "\n".join(map(str, problems))
    assert matching[0].place.startswith(("object ", "map"))


def test_all_errors_at_once(tmp_path: Path) -> None:
    """Three errors in three objects are three problems, each naming its object by number and name."""
    text = _map(
        RAIL,
        START,
        _object("rial", "<point/>", name="first"),
        _object("eye", "<point/>", name="second", limt_n="1"),
        _object("worksite", "<point/>", name="third", restraint="nobody"),
    )
    problems = _problems(tmp_path, text)
    assert [problem.place for problem in problems] == ["object 7 'first'", "object 7 'second'", "object 7 'third'"]


FOREIGN = {
    "empty": (b"", "an empty file"),
    "blank": (b" \n\t ", "an empty file"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not XML"),
    "text": (b"hello", "not XML"),
    "json": (b'{"type":"map","layers":[]}', "not XML"),
    "other xml": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "another kind"),
    "bad encoding": (b"<?xml version='1.0' encoding='utf-99'?><map/>", "XML"),
    "isometric": (_map(RAIL, START).replace("orthogonal", "isometric").encode(), "orientation 'isometric'"),
    "no map size": (_map(RAIL, START).replace(' width="10"', "").encode(), "no width"),
    "no origin": (_map(RAIL, START, properties="").encode(), "no such property"),
    "no start": (_map(RAIL).encode(), "no start"),
    "tiles": (
        _map(START, layer='<layer id="9" name="t" width="1" height="1"><data encoding="csv">0</data></layer>').encode(),
        "a tile layer",
    ),
}


@pytest.mark.parametrize("case", FOREIGN, ids=str)
def test_foreign_file_is_told(tmp_path: Path, case: str) -> None:
    """A file that is no station says what it is instead, in one line."""
    content, found = FOREIGN[case]
    problems = _problems(tmp_path, content)
    assert any(found in problem.found for problem in problems), problems


def test_missing_file_is_told(tmp_path: Path) -> None:
    """A missing file names the nearest one there is; a folder is told apart from a file."""
    (tmp_path / "russian_segment.tmx").write_text("", encoding="utf-8")
    with pytest.raises(ContentError, match=r"no such file.*did you mean russian_segment.tmx"):
        load_station(tmp_path / "rusian_segment.tmx")
    with pytest.raises(ContentError, match="directory"):
        load_station(tmp_path)
    with pytest.raises(ContentError, match="no such file"):
        load_station(tmp_path / "nowhere" / "x.tmx")


def test_cut_file_never_surprises(tmp_path: Path) -> None:
    """A station cut off anywhere is told as cut short; nothing but a ContentError comes out."""
    whole = RUSSIAN.read_bytes().rstrip()
    for length in range(1, len(whole), len(whole) // 60):
        problems = _problems(tmp_path, whole[:length])
        assert "XML" in problems[0].found


def test_damaged_numbers_never_surprise(tmp_path: Path) -> None:
    """A station in which a digit became another character either still reads or raises a ContentError."""
    whole = RUSSIAN.read_text(encoding="utf-8")
    digits = [place for place, character in enumerate(whole) if character.isdigit()]
    path = tmp_path / "damaged.tmx"
    for number, place in enumerate(digits[:: len(digits) // 40]):
        path.write_text(whole[:place] + "x-.e,"[number % 5] + whole[place + 1 :], encoding="utf-8")
        try:
            load_station(path)
        except ContentError as error:
            assert error.problems  # noqa: PT017 - the point is that nothing else comes out


def test_nearest_offers_only_what_is_near() -> None:
    """A near word is offered whatever its case; for a word like nothing known, nothing is."""
    assert nearest("Rial", ["rail", "eye"]) == "rail"
    assert nearest("xyz", ["rail", "eye"]) == ""
    assert nearest("rail", []) == ""


def test_gap_is_what_arms_bridge() -> None:
    """From rail to rail an arm on each side of the shoulders reaches further than the gap that counts as connected."""
    assert GAP_M < 2 * 0.7

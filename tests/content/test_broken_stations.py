"""A broken station file tells its author what is wrong: where, what was found, what was wanted, a near match."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.missions.problems import ContentError, Problem, nearest
from game.missions.station import load_station

RUSSIAN = Path(__file__).parents[2] / "levels" / "stations" / "russian_segment.tmx"

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

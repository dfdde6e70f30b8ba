"""Every mission folder is a test case; broken copies of one show that an author is told everything at once."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.missions import places
from game.missions.content import check_paths
from game.missions.kits import load_kit
from game.missions.level import Level, level_jobs, list_levels, load_level
from game.missions.mission_file import key_lines
from game.missions.places import assets_root, levels_root, mission_paths
from game.missions.plan import FACTS, HATCHLESS, MOMENTS
from game.missions.problems import ContentError
from game.missions.texts import LANGUAGES, fields_of, read_po
from game.sim.events import KINDS
from game.sim.spec import STEP_KINDS
from game.sim.world import World

MISSIONS = tuple(path.parent.name for path in mission_paths())
SPARE = 1.15  # a plan holds at least this much more than its bare work and a brisk walk
WALK_PLAY_S = 0.25  # of the time a cut's name promises goes at least into moving


@pytest.fixture(scope="module", params=MISSIONS)
def level(request: pytest.FixtureRequest) -> Level:
    """One mission of the levels folder."""
    return load_level(request.param)


def test_missions_are_found() -> None:
    """The first walk and the labs are in the list, with a title in each language."""
    infos = {info.id: info for info in list_levels()}
    assert {"unit-swap", "lab-drift", "lab-pendulum", "lab-mast", "lab-two-bodies"} <= set(infos)
    assert set(infos) == set(MISSIONS)
    assert all(info.title[language] for info in infos.values() for language in LANGUAGES)


def test_a_world_is_built_of_every_cut(level: Level) -> None:
    """Each cut of each mission makes a world that steps."""
    for cut in level.cuts:
        spec = level.world_spec(cut.id)
        world = World(spec, seed=1)
        world.step({})
        frame = world.frame()
        assert [step.id for step in frame.steps] == [step.id for step in spec.steps]
        is_outside = level.kind in HATCHLESS or bool(cut.starts)
        assert frame.phase == ("outside" if is_outside else "preparation")


def test_folder_file_and_id_give_the_same_level(level: Level) -> None:
    """A mission may be named by its id, its folder or its file."""
    assert load_level(level.folder).sha256 == load_level(level.folder / "mission.toml").sha256 == level.sha256


def test_a_level_is_read_in_slices_while_a_list_is_looked_at() -> None:
    """Files are read, and station, mission and ways are checked, one after the other; in the end it is that level."""

    told: list[Level] = []

    def kept() -> Iterator[None]:
        told.append((yield from level_jobs("unit-swap")))

    assert sum(1 for _ in kept()) >= 12
    assert told == [load_level("unit-swap")]


def test_every_look_of_a_unit_is_drawn(level: Level) -> None:
    """Each look that a mission names has its drawing."""
    for unit in level.units:
        assert not unit.look or (assets_root() / "art" / "equipment" / f"look_{unit.look}.svg").is_file()


def test_budget_holds_work_and_way(level: Level) -> None:
    """In each cut the plan's time and the play time of its name hold all required work with room to move."""
    for cut in level.cuts:
        if level.kind == "lab":
            continue
        outside = [o for o in level.objectives_of(cut) if o.is_required]
        work_s = sum(step.eva_s for objective in outside for step in objective.steps)
        assert work_s * SPARE < cut.budget.eva_s, cut.id
        if cut.id != "1:1":
            assert work_s / cut.work_rate < cut.play_s * (1.0 - WALK_PLAY_S), cut.id
            walk_s = cut.play_s - work_s / cut.work_rate
            # Whoever uses all the time of the cut's name is still home inside the plan.
            assert work_s + walk_s * cut.rate <= cut.budget.eva_s, cut.id


def test_orbit_is_of_the_date(level: Level) -> None:
    """The element set propagates over the whole walk to the station's height; ships of history flew lower."""
    if level.orbit is None:
        assert level.kind in HATCHLESS
        return
    from sgp4.api import Satrec

    satellite = Satrec.twoline2rv(level.orbit.line1, level.orbit.line2)
    low_km, high_km = (6540.0, 6885.0) if level.kind == "history" else (6700.0, 6850.0)
    for hours in (0.0, 3.0, 7.0):
        error, place, _ = satellite.sgp4(level.orbit.jd, level.orbit.fraction + hours / 24)
        assert error == 0
        assert low_km < sum(x * x for x in place) ** 0.5 < high_km


def test_step_titles_have_words(level: Level) -> None:
    """Every kind of step that a mission uses has its words in each language."""
    shared = {language: read_po(assets_root() / "text" / f"missions.{language}.po") for language in LANGUAGES}
    for objective in level.objectives:
        for step in objective.steps:
            for language in LANGUAGES:
                assert f"step.{step.kind}" in shared[language]


def test_shared_words_are_whole() -> None:
    """Shared mission texts have the same keys and {values} in both languages, and cover the closed vocabularies."""
    folder = assets_root() / "text"
    words = {language: read_po(folder / f"missions.{language}.po") for language in LANGUAGES}
    assert set(words["en"]) == set(words["ru"])
    for key, text in words["en"].items():
        assert fields_of(text) == fields_of(words["ru"][key]), key
    assert {f"step.{kind}" for kind in STEP_KINDS} <= set(words["en"])


def test_conditions_of_calls_do_not_clash() -> None:
    """A call's condition is an event or a moment, never ambiguous."""
    assert not set(KINDS) & set(MOMENTS)
    assert all(FACTS.values())


def test_key_lines_count_tables_from_one() -> None:
    """A key path knows its line through nested lists of tables."""
    text = 'id = "x"\n[[objective]]\nid = "a"\n[[objective.step]]\nkind = "k"\n'
    text += '[[objective]]\n[[objective.step]]\nkind = "q"\n'
    lines = key_lines(text)
    assert lines["id"] == 1
    assert lines["objective[1].step[1].kind"] == 5
    assert lines["objective[2].step[1].kind"] == 8


# ------------------------------------------------------------------------------------------ broken copies

CASES = {
    "unknown key": ('kind = "campaign"', 'kind = "campaign"\ncolour = "red"', ["colour", "unknown key"]),
    "near key": ("eva_min = 6.0", "eva_mins = 6.0", ["objective[1].step[1].eva_mins", "did you mean eva_min?"]),
    "unknown kind of mission": ('kind = "campaign"', 'kind = "champaign"', ["did you mean campaign?"]),
    "unknown kind of step": ('kind = "unbolt"', 'kind = "unblot"', ["kind", "'unblot'", "did you mean unbolt?"]),
    "wrong type": ("eva_min = 6.0", 'eva_min = "six"', ["'six'", "a number"]),
    "not a number": ("eva_min = 6.0", "eva_min = nan", ["finite"]),
    "out of range": ("eva_min = 6.0", "eva_min = -3.0", ["-3", "0 to 120"]),
    "unknown worksite": ('worksite = "bkdo"', 'worksite = "bkdoo"', ["'bkdoo'", "did you mean bkdo?"]),
    "unknown unit": ('unit = "radio_old"', 'unit = "radio_odl"', ["'radio_odl'", "did you mean radio_old?"]),
    "unknown need": ('needs = ["check_suit"]', 'needs = ["check_siut"]', ["did you mean check_suit?"]),
    "ring of needs": ('kind = "check"', 'kind = "check"\nneeds = ["open_hatch"]', ["ring of needs", "depressurise"]),
    "unknown redo": ('redo = "mate_new"', 'redo = "mate_old"', ["redo", "did you mean mate_new?"]),
    "redo of a wrong kind": ('redo = "mate_new"', 'redo = "take_new"', ["'take_new'", "a step of kind mate"]),
    "fails without redo": ('redo = "mate_new"\n', "", ["redo", "nothing"]),
    "unknown station": ('"russian_segment"', '"russian_segmnt"', ["station", "did you mean russian_segment?"]),
    "unknown start": ('start = "hatch"', 'start = "hutch"', ["crew[1].start", "did you mean hatch?"]),
    "unknown kit": ('kit = "orlan_classic"', 'kit = "orlan_clasic"', ["crew[1].kit", "did you mean orlan_classic?"]),
    "unknown hatch": ('hatch = "poisk_hatch"', 'hatch = "pirs_hatch"', ["hatch", "poisk_hatch"]),
    "unknown cut": ('id = "3m"', 'id = "4m"', ["cut[2].id", "'4m'"]),
    "objective not in the mission": ('"turn", "deliver"', '"trun", "deliver"', ["did you mean turn?"]),
    "no way home": ('"bring", "home"]', '"bring"]', ["no step of kind close_hatch"]),
    "bad element set": ("51.6396", "51.6397", ["orbit.line2", "checksum"]),
    "far element set": ("2024-04-25T14", "2023-04-25T14", ["epoch", "days"]),
    "date without offset": ("14:57:00Z", "14:57:00", ["opens", "offset"]),
    "text in no language": (
        'title = "unit-swap.title"',
        'title = "unit-swap.titel"',
        ["titel", "did you mean unit-swap.title?"],
    ),
    "unknown condition": ('when = "first_clip"', 'when = "first_clop"', ["call[2].when", "did you mean first_clip?"]),
    "call for no step": ('what = "rotate_bkdo"', 'what = "rotate_bkod"', ["what", "did you mean rotate_bkdo?"]),
    "score not of 1000": ("[[fact]]", "[scoring]\ntime = 50.0\n\n[[fact]]", ["scoring", "950", "1000"]),
    "two units in one seat": (
        'worksite = "bag_fresh"\nnote',
        'worksite = "bkdo"\nnote',
        ["unit[4].worksite", "cassette_used"],
    ),
    "one leash too few": ('needs = ["unbolt_old", "park_new"]', 'needs = ["unbolt_old"]', []),
    "no seat left": ('worksite = "bracket_old"\nunit', 'worksite = "bracket_new"\nunit', ["can never be done"]),
    "look": ('look = "cassette"', 'look = "cassete"', ["look", "'cassete'", "did you mean cassette?"]),
    "out of reach": ("at = [-5.75, 0.75]", "at = [-5.75, 9.75]", ["bracket_old", "from the nearest rail"]),
    "id of another folder": ('id = "unit-swap"', 'id = "unit-swop"', ["id", "the folder's name"]),
    "a boom instead of nothing": (
        "[orbit]",
        '[[mover]]\nid = "arm"\nkind = "era"\nat = [0, 0]\nlength_m = 2\nangle_deg = 0\ninstead = ["erra"]\n\n[orbit]',
        ["mover[1].instead", "did you mean era?"],
    ),
    "not a table": ("[orbit]", "[[orbit]]", ["orbit"]),
    "nothing said of facts": ("[[fact]]", "[[facts]]", ["facts", "did you mean fact?"]),
}


def _copy(folder: Path, old: str, new: str) -> Path:
    target = folder / "unit-swap"
    shutil.copytree(levels_root() / "missions" / "unit-swap", target)
    file = target / "mission.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is no longer in the mission: mend the case"
    file.write_text(text.replace(old, new, 1) if old != "[[fact]]" else text.replace(old, new), encoding="utf-8")
    return target


@pytest.mark.parametrize("case", CASES)
def test_broken_copy_is_told(case: str, tmp_path: Path) -> None:
    """A broken mission is refused with file, place, what was found and what was wanted."""
    old, new, wanted = CASES[case]
    if case == "score not of 1000":
        target = _copy(tmp_path, 'id = "1:1"', 'id = "1:1"')
        file = target / "mission.toml"
        file.write_text(file.read_text(encoding="utf-8") + "\n[scoring]\ntime = 50.0\n", encoding="utf-8")
    else:
        target = _copy(tmp_path, old, new)
    if not wanted:
        load_level(target)
        return
    with pytest.raises(ContentError) as caught:
        load_level(target)
    text = str(caught.value)
    assert "mission.toml" in text
    for part in wanted:
        assert part in text, text
    assert all("\n" not in str(problem) and problem.wanted for problem in caught.value.problems)


def test_all_errors_at_once(tmp_path: Path) -> None:
    """Three slips in one file are three lines, each with its place and line."""
    target = _copy(tmp_path, 'kind = "inspect"', 'kind = "inspekt"')
    file = target / "mission.toml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("mass_kg = 30.0", "mass_kg = -1.0", 1).replace('kit = "orlan_classic"', 'kit = "orlan"')
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_level(target)
    places = [problem.place for problem in caught.value.problems]
    assert len(places) == 3
    assert any(place.startswith("objective[2].step[1].kind (line ") for place in places)
    assert any(place.startswith("unit[1].mass_kg (line ") for place in places)
    assert any(place.startswith("crew[1].kit (line ") for place in places)


OWN = """
[[restraint]]
id = "{id}"
at = {at}
angle_deg = 0.0

[[eye]]
id = "own_eye"
at = [-6.2, 0.4]

"""


@pytest.mark.parametrize(
    ("id_", "at", "wanted"),
    [
        ("own_restraint", "[-7.60, -0.30]", []),
        ("restraint_unit", "[-7.60, -0.30]", ["restraint[1].id", "restraint_unit", "an id of its own"]),
        ("own_restraint", "[-8.70, 1.20]", ["restraint[1].at", "overlaps the solid 'lira'"]),
        ("own_restraint", "[-7.15, -9.00]", ["restraint[1].at", "the nearest rail"]),
    ],
)
def test_own_restraint_is_checked(id_: str, at: str, wanted: list[str], tmp_path: Path) -> None:
    """A foot restraint that the crew brings along serves a worksite, or is refused for its id, room or way."""
    target = _copy(tmp_path, '[[worksite]]\nid = "bracket_new"', f"{OWN.format(id=id_, at=at)}[[worksite]]\n"
                   'id = "bracket_new"\nrestraint = "own_restraint"')  # fmt: skip
    if not wanted:
        level = load_level(target)
        structure = level.world_spec().structure
        assert "own_restraint" in {restraint.id for restraint in structure.restraints}
        assert "own_eye" in {eye.id for eye in structure.eyes}
        return
    with pytest.raises(ContentError) as caught:
        load_level(target)
    for part in wanted:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"id = \n",
        b"[[[",
        b'{"id": 1}',
        'id = "привет'.encode("cp1251"),
        None,
    ],
    ids=["empty", "blank", "picture", "cut off", "brackets", "json", "other encoding", "missing"],
)
def test_foreign_file_is_one_clear_line(content: bytes | None, tmp_path: Path) -> None:
    """A missing, truncated or foreign mission file gives one line that names the file."""
    file = tmp_path / "mission.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ContentError) as caught:
        load_level(file)
    assert len(caught.value.problems) == 1
    assert "\n" not in str(caught.value)
    assert str(file) in str(caught.value)


def test_truncated_at_every_hundredth_byte_never_crashes(tmp_path: Path) -> None:
    """A file cut off anywhere is a ContentError or, by chance, still a level; nothing else."""
    target = _copy(tmp_path, 'id = "3m"', 'id = "3m"')
    file = target / "mission.toml"
    data = file.read_bytes()
    for size in range(0, len(data), max(1, len(data) // 40)):
        file.write_bytes(data[:size])
        with contextlib.suppress(ContentError):
            load_level(target)


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_words_are_told(language: str, tmp_path: Path) -> None:
    """A missing or foreign text file, or a text without a key, is told with the file's name."""
    target = _copy(tmp_path, 'id = "3m"', 'id = "3m"')
    po = target / "text" / f"{language}.po"
    whole = po.read_text(encoding="utf-8")
    po.write_text(whole.replace('msgid "unit-swap.call.go"', 'msgid "unit-swap.call.goo"'), encoding="utf-8")
    with pytest.raises(ContentError, match=r"unit-swap\.call\.go"):
        load_level(target)
    po.write_bytes(b"\x00\x01\x02 not a po")
    with pytest.raises(ContentError, match=f"{language}.po"):
        load_level(target)
    po.unlink()
    with pytest.raises(ContentError, match=f"{language}.po: found no such file"):
        load_level(target)


def test_an_arm_that_works_is_not_stowed_as_well() -> None:
    """Where a mission swings out what its station draws stowed, the station has it no more; elsewhere it has."""
    stowed, working = load_level("unit-swap"), load_level("sky-monitor")
    assert "era" in [shape.id for shape in stowed.station.structure.shapes]
    assert "era" not in [shape.id for shape in working.station.structure.shapes]
    assert {mover.kind for mover in working.movers} == {"era"}


def test_unknown_mission_names_the_nearest() -> None:
    """A wrong id is answered with the ids there are and the nearest."""
    with pytest.raises(ContentError, match=r"did you mean unit-swap\?"):
        load_level("unit-swpa")


def test_everything_shipped_is_checked_and_clean() -> None:
    """The check without paths looks at every station, kit, suit, mission and the shared calls, and finds nothing."""
    found = check_paths()
    assert {checked.kind for checked in found} == {"station", "kit", "suit", "mission", "calls", "encyclopedia"}
    assert [str(problem) for checked in found for problem in checked.problems] == []


def test_check_takes_ids_folders_and_strangers(tmp_path: Path) -> None:
    """The check takes a mission id, a folder or any file, and tells of a stranger instead of falling over it."""
    assert [checked.path.parent.name for checked in check_paths(["lab-drift"])] == ["lab-drift"]
    assert check_paths([levels_root() / "kits"])[0].problems == ()
    stranger = tmp_path / "holiday.png"
    stranger.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert check_paths([stranger])[0].problems
    assert check_paths([tmp_path / "nothing.toml"])[0].problems
    assert check_paths(["unit-swpa"])[0].problems[0].hint == "unit-swap"


@pytest.mark.parametrize("kit", sorted((levels_root() / "kits").glob("*.toml")), ids=lambda path: path.stem)
def test_kit_is_sound(kit: Path) -> None:
    """A kit has one or two tethers and a leash, and its name in both languages."""
    spec = load_kit(kit)
    assert 1 <= len(spec.tethers) <= 2
    assert spec.leash.kind == "leash"
    for language in LANGUAGES:
        assert f"kit.{spec.id}" in read_po(assets_root() / "text" / f"missions.{language}.po")


def test_broken_kit_is_told(tmp_path: Path) -> None:
    """A kit with an unknown key, a wrong kind and a tether that stretches against its nature is told three times."""
    text = (levels_root() / "kits" / "orlan_classic.toml").read_text(encoding="utf-8")
    text = text.replace('kind = "variable"', 'kind = "varible"').replace("spring_npm", "spring")
    text = text.replace("rest_m = 1.0", "rest_m = 0.5", 1)
    file = tmp_path / "orlan_classic.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_kit(file)
    told = str(caught.value)
    assert "did you mean variable?" in told
    assert "did you mean spring_npm?" in told
    assert "fixed tether" in told


def test_lab_takes_every_parameter_of_a_line(tmp_path: Path) -> None:
    """A lab states shapes, rails, eyes, bodies, lines and tuning, and the world is built from exactly these."""
    target = tmp_path / "my-lab"
    (target / "text").mkdir(parents=True)
    for language in LANGUAGES:
        (target / "text" / f"{language}.po").write_text('msgid "my.t"\nmsgstr "T"\n', encoding="utf-8")
    (target / "mission.toml").write_text(
        """
id = "my-lab"
kind = "lab"
title = "my.t"
brief = "my.t"
[[shape]]
id = "wall"
outline = [[2, -1], [2, 1], [3, 1], [3, -1]]
[[rail]]
id = "rail"
points = [[0, 0], [4, 0]]
stanchion_every_m = 2.0
[[eye]]
id = "eye"
at = [0, 1]
[[crew]]
id = "EV1"
kit = "emu"
at = [-3, 0]
velocity_mps = [0.1, 0]
spin_radps = 0.2
mass_kg = 150
[[unit]]
id = "ball"
state = "free"
mass_kg = 20
size_m = [0.2, 0.2]
at = [0, -3]
[[line]]
id = "line"
kind = "variable"
rest_m = 1.0
limit_m = 5.0
spring_npm = 12.5
ea_n = 20000
damping = 0.0
break_n = 900
friction = 0.3
body_a = "ball"
at_a = [0.1, 0]
body_b = "EV1"
[tuning]
contact_elasticity = 0.9
""",
        encoding="utf-8",
    )
    spec = load_level(target).world_spec()
    line = spec.lines[0].tether
    assert (line.kind, line.rest_m, line.limit_m, line.spring_npm) == ("variable", 1.0, 5.0, 12.5)
    assert (line.ea_n, line.damping, line.break_n, line.friction) == (20_000.0, 0.0, 900.0, 0.3)
    assert spec.lines[0].at_a == (0.1, 0.0)
    assert spec.structure.rails[0].stanchions_m == (0.0, 2.0, 4.0)
    assert spec.crew[0].mass_kg == 150.0
    assert spec.tuning == (("contact_elasticity", 0.9),)
    assert spec.orbit is None
    World(spec).step({})


def test_unknown_cut_names_the_nearest() -> None:
    """A wrong cut is answered with the cuts there are."""
    level = load_level("unit-swap")
    with pytest.raises(ContentError, match="10m"):
        level.cut("100m")


def test_words_fit_where_they_are_shown() -> None:
    """Captions are at most 110 letters, alarms and titles of steps at most 55, in both languages."""
    folders = [(assets_root() / "text", "missions.{}.po"), *((p.parent / "text", "{}.po") for p in mission_paths())]
    for folder, name in folders:
        for language in LANGUAGES:
            for key, text in read_po(folder / name.format(language)).items():
                if "call." in key:
                    assert len(text) <= 110, (language, key)
                if key.startswith(("alarm.", "step.")) or ".step." in key:
                    assert len(text) <= 55, (language, key)


def test_levels_are_found_in_a_checkout_and_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a pyproject.toml the checkout's folders count; otherwise those packed inside the package."""
    package = tmp_path / "somewhere" / "game"
    (tmp_path / "somewhere" / "levels").mkdir(parents=True)
    monkeypatch.setattr(places, "_PACKAGE", package)
    assert levels_root() == package / "_data" / "levels"
    (tmp_path / "somewhere" / "pyproject.toml").write_text("", encoding="utf-8")
    assert levels_root() == tmp_path / "somewhere" / "levels"
    assert assets_root() == package / "_data" / "assets"

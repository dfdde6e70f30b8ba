"""Claims about light, camera, station picture and stage, drawn without a screen."""

from __future__ import annotations

import os

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

import dataclasses
import math
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pygame
import pytest

from game.missions.station import ModuleSpec, Station, load_station
from game.sim.frame import OrbitFrame
from game.sim.spec import (
    CrewSpec,
    EyeSpec,
    HatchSpec,
    KitSpec,
    RailSpec,
    ShapeSpec,
    StructureSpec,
    TetherSpec,
    WorldSpec,
)
from game.sim.world import World
from game.view.cache import Cache
from game.view.camera import REST_PX, Camera, CameraRig
from game.view.hull import quarter_turns
from game.view.lamp import LampPass
from game.view.lettering import Lettering
from game.view.light import (
    FLAT,
    LightTable,
    RotatingPart,
    alpha_of,
    encode_normals,
    inflate,
    relight,
)
from game.view.marks import ClipMark, GoalMark, HoldMark, Marks, MarksPainter
from game.view.paths import assets_root
from game.view.stage import Stage
from game.view.station import StationPainter
from game.view.svg import load_drawing
from game.view.theme import Theme

STATIONS = Path(__file__).parents[2] / "levels" / "stations"
BOX = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))


@pytest.fixture(autouse=True)
def screen() -> Iterator[pygame.Surface]:
    pygame.display.init()
    pygame.font.init()
    yield pygame.display.set_mode((320, 240))
    pygame.display.quit()


def station(*, rails: tuple[RailSpec, ...] = (), modules: tuple[ModuleSpec, ...] = (), **structure: object) -> Station:
    return Station("test", "station.test", StructureSpec(rails=rails, **structure), modules, (-9.0, -9.0, 9.0, 9.0))


def painted(what: Station, light: LightTable | None = None, scale: float = 100.0) -> StationPainter:
    painter = StationPainter(what, light or LightTable(), scale)
    for _ in painter.prepare():
        pass
    return painter


def picture(
    painter: StationPainter, centre: tuple[float, float] = (0.0, 0.0), size: tuple[int, int] = (320, 240)
) -> np.ndarray:
    surface = pygame.Surface(size)
    surface.fill((10, 20, 30))
    painter.draw(surface, Camera(centre, painter.scale_px_per_m, size).snapped())
    return pygame.surfarray.array3d(surface).swapaxes(0, 1)


# --- light


def test_light_comes_from_the_sun_of_the_station_frame() -> None:
    """A face turned to the sun is brightest, also when the sun stands at the zenith (screen y is down)."""
    table = LightTable()
    for sun, normal in (((1.0, 0.0, 0.0), (0.98, 0.0)), ((0.0, 1.0, 0.0), (0.0, -0.98)), ((0.0, 0.0, 1.0), (0.0, 0.0))):
        table.set(sun, 1.0, force=True)
        others = [(0.98, 0.0), (-0.98, 0.0), (0.0, 0.98), (0.0, -0.98), (0.0, 0.0)]
        assert max(others, key=lambda n: sum(table.colour(*n))) == normal


def test_small_moves_of_the_sun_change_nothing() -> None:
    """The table keeps its version within 0.7 degrees and takes a new one beyond."""
    table = LightTable()
    table.set((0.0, 0.0, 1.0), 1.0, force=True)
    version = table.version
    assert not table.set((math.sin(0.01), 0.0, math.cos(0.01)), 1.0)
    assert table.version == version
    assert table.set((math.sin(0.02), 0.0, math.cos(0.02)), 1.0)
    assert table.version == version + 1


def test_sunlight_is_orange_at_the_limb_and_night_stays_visible() -> None:
    """Red outweighs blue by half when the sun touches the limb; at night a white hull is above black and bluish."""
    table = LightTable()
    table.set((0.0, -0.34, 0.94), 1.0, force=True)
    red, _, blue = table.colour()
    assert red > 1.5 * blue
    table.set((0.0, -1.0, 0.0), 0.0, force=True)
    red, _, blue = table.colour()
    assert blue > red > 8


def test_normals_survive_packing() -> None:
    """Unpacked normals are within 1/127 of what was packed; too long ones are shortened."""

    def decode_normals(packed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return ((packed & 255) - 128.0) / 127.0, ((packed >> 8) - 128.0) / 127.0

    nx = np.linspace(-0.6, 0.6, 50, dtype=np.float32)
    ny = nx[::-1].copy()
    got_x, got_y = decode_normals(encode_normals(nx, ny))
    assert np.abs(got_x - nx).max() <= 1 / 127
    assert np.abs(got_y - ny).max() <= 1 / 127
    got_x, got_y = decode_normals(encode_normals(np.full(1, 3.0, np.float32), np.full(1, 4.0, np.float32)))
    assert math.hypot(float(got_x[0]), float(got_y[0])) == pytest.approx(0.985, abs=0.02)


def test_a_turned_part_is_lit_where_it_then_faces_the_sun() -> None:
    """A ball's bright side stays towards the sun at every angle, flipped or not."""
    ball = pygame.Surface((60, 60), pygame.SRCALPHA)
    pygame.draw.circle(ball, (255, 255, 255), (30, 30), 28)
    part = RotatingPart(ball, *inflate(alpha_of(ball), 28))
    table = LightTable()
    table.set((0.9, 0.3, 0.31), 1.0, force=True)
    for angle in (0.0, 0.8, 1.6, 3.1, 4.5):
        for is_flipped in (False, True):
            lit = part.lit(angle, table, is_flipped=is_flipped)
            wide, high = lit.get_size()
            right = sum(lit.get_at((wide // 2 + 20, high // 2))[:3])
            left = sum(lit.get_at((wide // 2 - 20, high // 2))[:3])
            assert right > 2 * left


def test_relighting_keeps_alpha() -> None:
    """Only colours change."""
    ball = pygame.Surface((20, 20), pygame.SRCALPHA)
    pygame.draw.circle(ball, (255, 255, 255, 120), (10, 10), 8)
    lit = relight(ball, np.full((20, 20), FLAT, np.uint16), LightTable())
    assert (pygame.surfarray.array_alpha(lit) == pygame.surfarray.array_alpha(ball)).all()


# --- camera


def test_the_camera_turns_y_over_once() -> None:
    """Zenith is up: a higher point has a smaller pixel y; there and back is the same point."""
    camera = Camera((2.0, -3.0), 70.0)
    assert camera.to_screen((2.0, -3.0)) == (960.0, 540.0)
    assert camera.to_screen((2.0, -2.0))[1] == pytest.approx(470.0)
    assert camera.to_world(camera.to_screen((5.5, 7.25))) == pytest.approx((5.5, 7.25))


def test_the_rig_is_still_within_its_zone_follows_beyond_and_keeps_limits() -> None:
    """Small motion leaves the picture at rest; a long walk is followed; the middle never leaves the limits."""
    rig = CameraRig(limits_m=(-5.0, -5.0, 5.0, 5.0))
    start = rig.cut_to((0.0, 0.0))
    assert rig.follow((0.3, 0.2), (0.0, 0.0), 1.0) == start
    for _ in range(600):
        camera = rig.follow((4.0, 0.0), (0.0, 0.0), 1 / 60)
    assert camera.sees((4.0, 0.0))
    assert abs(camera.centre_m[0] - 4.0) < 1.6
    for _ in range(600):
        camera = rig.follow((90.0, 0.0), (1.0, 0.0), 1 / 60)
    assert camera.centre_m[0] <= 5.0 + 1 / 100


def test_the_rig_comes_to_rest_where_rows_are_copied_fastest() -> None:
    """Wherever somebody stops, the picture's middle ends on a multiple of four pixels, and stays."""
    for place in (2.313, -4.017, 3.992):
        rig = CameraRig()
        rig.cut_to((0.0, 0.0))
        seen = [rig.follow((place, 0.0), (0.0, 0.0), 1 / 60) for _ in range(900)]
        assert seen[-1] == seen[-120]
        assert round(seen[-1].centre_m[0] * 100) % REST_PX == 0


@pytest.mark.parametrize("sway_m", [0.005, 0.012, 0.03])
@pytest.mark.parametrize("place", [1.71 + 0.011 * step for step in range(8)])
def test_the_rig_does_not_go_to_and_fro_with_who_sways_at_the_edge_of_its_zone(sway_m: float, place: float) -> None:
    """Once it has gone as far as he does it stands, for minutes."""
    rig = CameraRig()
    rig.cut_to((0.0, 0.0))
    seen = [
        rig.follow((place + sway_m * math.sin(math.pi * picture / 60), 0.0), (0.0, 0.0), 1 / 60)
        for picture in range(60 * 90)
    ]
    assert len(set(seen[60 * 30 :])) == 1


def test_following_does_not_depend_on_the_picture_rate() -> None:
    """Thirty and a hundred and twenty pictures a second end within a few pixels of each other."""
    ends = []
    for rate in (30, 120):
        rig = CameraRig()
        rig.cut_to((0.0, 0.0))
        for _ in range(rate * 2):
            camera = rig.follow((3.0, -2.0), (0.2, 0.0), 1 / rate)
        ends.append(camera.centre_m)
    assert math.dist(*ends) < 0.05


# --- station


def test_a_rail_is_drawn_where_the_file_says() -> None:
    """Moving a rail by half a metre moves its picture by fifty pixels."""
    here = picture(painted(station(rails=(RailSpec("a", ((-1.0, 0.0), (1.0, 0.0)), (0.0, 2.0)),))))
    there = picture(painted(station(rails=(RailSpec("a", ((-1.0, 0.5), (1.0, 0.5)), (0.0, 2.0)),))))
    assert (here != (10, 20, 30)).any()
    rows_here = np.nonzero((here[:, 160] != (10, 20, 30)).any(-1))[0]
    rows_there = np.nonzero((there[:, 160] != (10, 20, 30)).any(-1))[0]
    assert (rows_here - rows_there == 50).all()


def test_a_rail_moved_in_tiled_moves_in_the_picture(tmp_path: Path) -> None:
    """In a copy of a map that Tiled wrote, a rail is moved up by 50 px: its picture goes up by 50 px at 100 px/m."""
    tree = ET.parse(STATIONS / "workbench.tmx")
    rail = next(found for found in tree.iter("object") if found.get("name") == "island_rail")
    pictures = []
    for away in (0.0, 50.0):
        rail.set("y", str(float(rail.get("y", "0")) - away))
        tree.write(tmp_path / "workbench.tmx")
        structure = load_station(tmp_path / "workbench.tmx").structure
        moved = next(spec for spec in structure.rails if spec.id == rail.get("name"))
        middle = tuple(sum(point[i] for point in moved.points) / len(moved.points) for i in (0, 1))
        painter = painted(station(rails=(moved,)))
        if not pictures:
            centre = middle
        pictures.append((middle, picture(painter, centre)))
    (at, before), (now, after) = pictures
    assert (now[0] - at[0], now[1] - at[1]) == pytest.approx((0.0, 0.5))
    rows = [np.nonzero((seen != (10, 20, 30)).any(axis=(1, 2)))[0] for seen in (before, after)]
    assert len(rows[0])
    assert (rows[0] - rows[1] == 50).all()


def test_eyes_hatches_and_shapes_are_all_in_the_picture() -> None:
    """Each kind of thing in a file leaves something at its place."""
    looks = ("plain", "antenna", "boom", "box", "cells", "dish", "engine", "mast", "panel", "port", "radiator")
    looks += ("thruster", "window")
    for look in looks:
        what = station(shapes=(ShapeSpec("s", "solid", tuple((x * 0.4, y * 0.3) for x, y in BOX)),))
        what = dataclasses.replace(what, looks={"s": look})
        assert tuple(picture(painted(what))[110, 150]) != (10, 20, 30), look
    zone = dataclasses.replace(station(shapes=(ShapeSpec("z", "keep_out", BOX),)), looks={"z": "plain"})
    assert (picture(painted(zone)) != (10, 20, 30)).any()
    assert tuple(picture(painted(station(hatches=(HatchSpec("h", (0.0, 0.0)),))))[120, 160]) != (10, 20, 30)
    assert (picture(painted(station(eyes=(EyeSpec("e", (0.0, 0.0)),)))) != (10, 20, 30)).any()


def test_a_module_without_a_drawing_is_still_there() -> None:
    """A made-up module shows a hull that fills its outline."""
    module = ModuleSpec("new", "module.new", "no_such_drawing", "module", "x", 0.0, 1, BOX)
    shown = picture(painted(station(modules=(module,))))
    assert (shown[30:210, 70:250] != (10, 20, 30)).all(-1).mean() > 0.99
    assert (shown[:, :55] == (10, 20, 30)).all()


def test_a_ship_turns_its_nose_to_what_it_is_docked_to() -> None:
    """Quarter turns by side: below, above, right and left of its port."""
    drawing = load_drawing(assets_root() / "art" / "station" / "soyuz.svg")

    def module(left: float, bottom: float, right: float, top: float, kind: str) -> ModuleSpec:
        outline = ((left, bottom), (right, bottom), (right, top), (left, top))
        return ModuleSpec(f"{left}{kind}", "", "soyuz", kind, "y", 0.0, 1, outline)

    port = (module(-1, -1, 1, 1, "module"),)
    for box, turns in (((-8, -1, -1, 1), 0), ((-1, -8, 1, -1), 1), ((1, -1, 8, 1), 2), ((-1, 1, 1, 8), 3)):
        assert quarter_turns(module(*box, "ship"), drawing, port) == turns


def test_drawing_twice_is_the_same_picture_and_the_sun_changes_it() -> None:
    """A second draw of the same moment is equal; another sun lights the hull anew within a few draws."""
    module = ModuleSpec("new", "module.new", "no_such_drawing", "module", "x", 0.0, 1, BOX)
    light = LightTable()
    painter = painted(station(modules=(module,)), light)
    first = picture(painter)
    assert (picture(painter) == first).all()
    light.set((0.7, -0.1, 0.7), 1.0, force=True)
    for _ in range(8):
        last = picture(painter)
    assert (last != first).any()
    assert (picture(painter) == last).all()


def test_lit_tiles_are_laid_down_as_runs_and_look_as_blended_pixels_do(segment: Station) -> None:
    """What is empty in a tile costs nothing; any picture over any ground is that of plain blending, within rounding."""
    painter = painted(segment)
    camera = Camera((-1.5, 2.2), 100.0, (640, 480)).snapped()
    for ground in ((10, 20, 30), (255, 255, 255)):
        surface, plain = pygame.Surface((640, 480)), pygame.Surface((640, 480))
        surface.fill(ground)
        painter.sheet.draw(surface, camera, painter.light)
        plain.fill(ground)
        left, top = painter.sheet.corner(camera)
        for x, y in painter.sheet.seen(camera):
            lit = painter.sheet.light((x, y), painter.light).picture
            assert lit.get_flags() & pygame.RLEACCELOK
            lit.set_alpha(255, 0)
            plain.blit(lit, (x * 256 - left, y * 256 - top))
        apart = pygame.surfarray.array3d(surface).astype(int) - pygame.surfarray.array3d(plain)
        assert np.abs(apart).max() <= 2


@dataclasses.dataclass
class _Lamp:
    at: tuple[float, float]
    angle: float


def test_the_light_of_lamps_is_kept_only_while_nothing_of_it_changes(segment: Station) -> None:
    """Two lamps that move, turn and dim light the hull as new ones would, in any order."""
    painter = painted(segment)
    known = LampPass()

    def lit(lamps: LampPass, there: list[_Lamp], strength: float) -> np.ndarray:
        surface = pygame.Surface((640, 480))
        camera = Camera((-1.5, 2.2), 100.0, (640, 480)).snapped()
        lamps.draw(surface, camera, there, painter.sheet, lambda *_: None, strength)
        return pygame.surfarray.array3d(surface)

    one, other = _Lamp((-1.5, 2.2), 0.3), _Lamp((-0.4, 2.0), 2.0)
    turned, moved = _Lamp((-1.5, 2.2), 0.4), _Lamp((-1.4, 2.3), 0.3)
    pictures = []
    for there, strength in (
        ([one, other], 1.0),
        ([one, other], 1.0),
        ([turned, other], 1.0),
        ([moved, other], 1.0),
        ([moved, other], 0.5),
        ([other, moved], 0.5),
    ):
        seen = lit(known, there, strength)
        assert (seen == lit(LampPass(), there, strength)).all()
        pictures.append(seen)
    for before, after in pairwise(pictures[1:5]):
        assert (before != after).any()


def test_windows_shine_at_night_only() -> None:
    """A window's middle is warm and bright in the dark and dark glass by day."""
    pane = tuple((0.2 * math.cos(a), 0.2 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 12, endpoint=False))
    what = dataclasses.replace(station(shapes=(ShapeSpec("w", "fragile", pane, 300.0),)), looks={"w": "window"})
    light = LightTable()
    light.set((0.0, 0.3, 0.95), 1.0, force=True)
    day = picture(painted(what, light))[120, 160]
    light.set((0.0, -1.0, 0.0), 0.0, force=True)
    night = picture(painted(what, light))[120, 160]
    assert night[0] > 120
    assert night[0] > night[2]
    assert int(day[0]) < 90


# --- marks


def test_marks_differ_by_shape_in_greyscale() -> None:
    """Can, cannot and target, left and right, are told apart without colour."""
    theme = Theme()
    painter = MarksPainter(theme, Lettering(theme))
    camera = Camera((0.0, 0.0), 100.0, (120, 120))

    def grey(marks: Marks) -> np.ndarray:
        surface = pygame.Surface((120, 120))
        surface.fill((90, 90, 90))
        painter.draw(surface, camera, marks)
        return pygame.surfarray.array3d(surface).mean(-1) > 150

    shown = [
        grey(Marks(holds=(HoldMark((0.0, 0.0), state, side),)))
        for state, side in (
            ("can", "left"),
            ("can", "right"),
            ("can", ""),
            ("cannot", ""),
            ("target", "left"),
            ("target", "right"),
        )
    ]
    shown += [grey(Marks(clips=(ClipMark((0.0, 0.0), state),))) for state in ("can", "cannot", "target")]
    for i, one in enumerate(shown):
        for other in shown[:i]:
            assert (one != other).sum() > 12


def test_a_goal_outside_the_picture_is_pointed_to_at_the_edge() -> None:
    """The arrow lies inside the picture on the goal's side."""
    theme = Theme()
    painter = MarksPainter(theme, Lettering(theme))
    surface = pygame.Surface((640, 480))
    painter.draw(surface, Camera((0.0, 0.0), 100.0, (640, 480)), Marks(goal=GoalMark((40.0, 0.0), "40 m")))
    columns = np.nonzero(pygame.surfarray.array3d(surface).any((1, 2)))[0]
    assert columns.min() > 320
    assert columns.max() < 639


# --- the real station


@pytest.fixture(scope="module")
def segment() -> Station:
    from game.missions.places import levels_root
    from game.missions.station import load_station

    return load_station(levels_root() / "stations" / "russian_segment.tmx")


def test_every_module_of_the_segment_has_its_drawing(segment: Station) -> None:
    """No module of the real station falls back to the plain hull, and drawings have its true proportions."""
    for module in segment.modules:
        drawing = load_drawing(assets_root() / "art" / "station" / f"{module.art}.svg")
        xs, ys = [p[0] for p in module.outline], [p[1] for p in module.outline]
        true = sorted((max(xs) - min(xs), max(ys) - min(ys)))
        drawn = sorted(length / 100.0 for length in drawing.hull)
        # ships are 7.0 to 7.4 m long by source; the file gives them the room between ports
        assert drawn == pytest.approx(true, rel=0.07 if module.kind == "ship" else 0.02), module.id


def test_tiles_come_back_from_disc_as_they_were(segment: Station, tmp_path: Path) -> None:
    """A second start draws the same picture from the cache, in a tenth of the pieces of work."""
    cache = Cache(tmp_path)
    shown, pieces = [], []
    for _ in range(2):
        painter = StationPainter(segment, LightTable(), 40.0, cache=cache)
        pieces.append(sum(1 for _ in painter.prepare()))
        shown.append(picture(painter, (0.0, 2.0), (800, 500)))
    assert (shown[0] == shown[1]).all()
    assert pieces[1] * 5 < pieces[0]


def test_what_stands_before_the_sun_throws_a_shadow() -> None:
    """A ball beside a wide hull darkens the hull on the side away from the sun, and nothing on the other side."""
    hull = ModuleSpec("hull", "", "none", "module", "x", 0.0, 1, ((-3.0, -0.3), (3.0, -0.3), (3.0, 0.3), (-3.0, 0.3)))
    tower = ModuleSpec("tower", "", "none", "module", "y", 0.0, 2, ((-0.7, -1.5), (0.7, -1.5), (0.7, 1.5), (-0.7, 1.5)))
    light = LightTable()
    sun = (-0.954, 0.0, 0.3)
    light.set(sun, 1.0, force=True)
    bare = picture(painted(station(modules=(hull,)), light), size=(640, 400)).astype(int)
    both = picture(painted(station(modules=(hull, tower)), light), size=(640, 400)).astype(int)
    away, towards = (slice(190, 210), slice(400, 430)), (slice(190, 210), slice(180, 230))
    assert both[away].mean() < 0.6 * bare[away].mean()
    assert both[towards].mean() > 0.95 * bare[towards].mean()


def test_the_stage_composes_a_walk_by_day_and_by_night(segment: Station) -> None:
    """A frame of a world is painted with its person; at night the lamp lights a patch and the rest is darker."""
    world = World(
        WorldSpec(
            structure=segment.structure,
            crew=(CrewSpec("EV1", KitSpec("k", "orlan_mks", (), TetherSpec("leash", "leash", 0.8, 0.8)), (-7.2, 0.9)),),
        ),
        1,
    )
    world.step({})
    frame = world.frame()
    stage = Stage(segment, cache=Cache(None))
    for part in stage.prepare(frame):
        assert 0.0 <= part <= 1.0
    stage.tick(frame)
    camera = CameraRig().cut_to((-7.2, 0.9))
    surface = pygame.Surface((1920, 1080))
    stage.draw(surface, frame, 1.0, camera)
    day = pygame.surfarray.array3d(surface).mean()
    stage.draw(surface, frame, 0.5, camera, Marks(goal=GoalMark((-6.5, 1.4), "1 m")))
    night_orbit = OrbitFrame(0.0, 0.0, 418e3, (0.0, -1.0, 0.0), 0.0, 0.0, 0.0, 0.6, (0.0,) * 3, (0.0,) * 3, 0.0, 0.0)
    stage.draw(surface, dataclasses.replace(frame, orbit=night_orbit), 1.0, camera)
    lamp = pygame.surfarray.array3d(surface)
    stage.has_lamps = False
    stage.draw(surface, dataclasses.replace(frame, orbit=night_orbit), 1.0, camera)
    dark = pygame.surfarray.array3d(surface)
    assert dark.mean() < 0.5 * day
    assert (lamp.astype(int) - dark).max() > 80
    with pytest.raises(ValueError, match="70 px/m: prepared are 100"):
        stage.draw(surface, frame, 1.0, Camera((0.0, 0.0), 70.0))


def test_the_whole_segment_is_drawn_quickly_and_small(segment: Station) -> None:
    """A warm full picture takes at most 3 ms of CPU, and the tiles of the whole station at most 60 MB."""
    painter = painted(segment)
    surface = pygame.Surface((1920, 1080))
    camera = Camera((-1.5, 2.2)).snapped()
    for _ in range(20):
        painter.draw(surface, camera)
    times = []
    for _ in range(15):
        start = time.thread_time()
        painter.draw(surface, camera)
        times.append(time.thread_time() - start)
    assert sorted(times)[7] < 0.003
    assert len(painter.sheet.tiles) * 256 * 256 * 6 < 60e6

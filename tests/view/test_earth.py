"""Claims about the background: the limb, the night, the ground below, the stars, and how the work is cut up."""

from __future__ import annotations

import dataclasses
import math
import os
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import numpy as np
import pygame
import pytest
from sgp4.api import Satrec

from game.sim.frame import OrbitFrame
from game.view import earth_air, earth_ground, earth_scene
from game.view.cache import Cache, asset_key
from game.view.cover import Cover, seen_spans
from game.view.earth import EarthLayer
from game.view.earth_glide import Glide, Scenery
from game.view.earth_maps import LATITUDE_LIMIT_RAD
from game.view.earth_view import PITCH_DEG, EarthView, Lens
from game.view.places import nearest_place
from game.view.sky import precession
from game.view.track import COLUMN_RAD, SPHERE_KM, GroundTrack, column_now, dip_rad, orbit_at

SIZE = (480, 270)
HEIGHT_KM = 418.0
INCLINATION = math.radians(51.64)
SOLSTICE_JD = 2461213.0
TLE = (
    "1 25544U 98067A   20344.91667824  .00001264  00000-0  29621-4 0  9993",
    "2 25544  51.6442 171.6425 0002325 119.2205 350.8962 15.49180550258999",
)


def orbit_over(
    lat_deg: float,
    lon_deg: float,
    sun: tuple[float, float, float],
    turned: float = 0.0,
    inclination: float = INCLINATION,
) -> OrbitFrame:
    """A circular orbit, ascending over this point, with the sun where the test wants it."""
    length = math.hypot(*sun)
    along = math.asin(math.sin(math.radians(lat_deg)) / math.sin(inclination)) + turned
    ci, si, cu, su = math.cos(inclination), math.sin(inclination), math.cos(along), math.sin(along)
    up = (cu, su * ci, su * si)
    forward = (-su, cu * ci, cu * si)
    radius = SPHERE_KM + HEIGHT_KM
    speed = math.sqrt(398600.4418 / radius)
    return OrbitFrame(
        lat_rad=math.asin(up[2]),
        lon_rad=math.radians(lon_deg),
        height_m=HEIGHT_KM * 1e3,
        sun=(sun[0] / length, sun[1] / length, sun[2] / length),
        light=1.0,
        next_change_s=0.0,
        orbit_fraction=0.0,
        night_from=0.6,
        position_km=(up[0] * radius, up[1] * radius, up[2] * radius),
        velocity_kmps=(forward[0] * speed, forward[1] * speed, forward[2] * speed),
        jd=SOLSTICE_JD,
        fraction=0.0,
    )


DAY = orbit_over(0.0, -30.0, (0.1, 1.0, 0.0))
NIGHT = orbit_over(0.0, -30.0, (0.1, -1.0, 0.0))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def layer(cache: Cache) -> EarthLayer:
    pygame.init()
    pygame.display.set_mode(SIZE)
    made = EarthLayer(SIZE, cache=cache)
    progress = list(made.prepare())
    assert progress == sorted(progress)
    assert progress[-1] == 1.0
    assert made.ready
    return made


def picture(layer: EarthLayer, orbit: OrbitFrame) -> np.ndarray:
    surface = pygame.Surface(SIZE, 0, 32)
    layer.settle(orbit)
    layer.draw(surface, orbit)
    return pygame.surfarray.array3d(surface).swapaxes(0, 1).astype(float)


def test_the_limb_lies_at_the_dip_of_the_height(layer: EarthLayer) -> None:
    """In the middle of a day picture darkness ends at the horizon of 418 km, within the thickness of the air."""
    focal = SIZE[0] / 2 / math.tan(math.radians(33.0))
    radius = SPHERE_KM + 420.0  # heights are drawn in steps of 30 km
    limb = SIZE[1] / 2 + focal * math.tan(math.acos(SPHERE_KM / radius) - math.radians(PITCH_DEG))
    column = picture(layer, DAY)[:, SIZE[0] // 2].mean(1)
    brightest = int(np.argmax(column[: int(limb) + 3]))
    assert abs(brightest - limb) < 2.5
    assert column[: int(limb - 0.05 * focal)].max() < 4.0  # 100 km up it is black


def test_the_night_is_darker_than_the_day_and_the_terminator_lies_between(layer: EarthLayer) -> None:
    """Ground by night has less than a fifth of the light by day; with a low sun ahead the forward half is brighter."""
    day, night = picture(layer, DAY), picture(layer, NIGHT)
    ground = slice(int(SIZE[1] * 0.8), None)
    assert night[ground].mean() < 0.2 * day[ground].mean()
    dusk = picture(layer, orbit_over(0.0, -30.0, (1.0, 0.0, 0.0)))
    assert dusk[ground, SIZE[0] // 2 :].mean() > 2 * dusk[ground, : SIZE[0] // 2].mean()


def test_the_same_moment_is_the_same_picture_whatever_was_drawn_before(layer: EarthLayer) -> None:
    """Settled pictures depend on the orbit alone."""
    first = picture(layer, DAY)
    picture(layer, NIGHT)
    assert np.array_equal(first, picture(layer, DAY))


def test_drawing_reads_its_input_and_nothing_else(layer: EarthLayer) -> None:
    """The orbit is as it was, and numpy's own dice are not thrown."""
    before = dataclasses.astuple(DAY)
    dice = np.random.get_state()[1].copy()  # noqa: NPY002 (it is the global dice that must not be touched)
    picture(layer, DAY)
    assert dataclasses.astuple(DAY) == before
    assert np.array_equal(dice, np.random.get_state()[1])  # noqa: NPY002


def test_every_slice_of_work_is_small(layer: EarthLayer, monkeypatch: pytest.MonkeyPatch) -> None:
    """No slice bakes more cells, works out more air or gathers more rows than its bound."""
    done: list[int] = []
    parts: list[int] = []
    real_cells, real_rows = earth_ground.GroundBaker._cells, earth_air.AirTable._rows

    def cells(self, track, columns, rows, step):
        done.append(len(columns) * len(rows))
        made = yield from counted(real_cells(self, track, columns, rows, step))
        return made

    def counted(jobs):
        parts.append(0)
        try:
            while True:
                yield next(jobs)
                parts[-1] += 1
        except StopIteration as end:
            return end.value

    def rows(self, part, *rest):
        assert part.stop - part.start <= earth_air.BAND
        return real_rows(self, part, *rest)

    monkeypatch.setattr(earth_ground.GroundBaker, "_cells", cells)
    monkeypatch.setattr(earth_air.AirTable, "_rows", rows)
    scene = layer._scene
    assert scene is not None
    scene.forget()
    scene.follow(DAY)
    for _ in range(9000):
        done.clear()
        if not scene.work() and scene.holds_view(scene.view.finest_step):
            break
        assert len(done) <= 1
        assert sum(done) <= earth_scene.CELLS_AT_ONCE * 1.5
    else:
        pytest.fail("the view is never complete")
    assert min(parts) >= 8  # slices of one piece of baking


def test_after_a_jump_the_last_picture_stands_until_the_new_one_is_there(layer: EarthLayer) -> None:
    """A replay that jumps shows no half-baked ground: the old picture, then the new one."""
    old = picture(layer, DAY)
    there = orbit_over(40.0, 60.0, (0.1, 1.0, 0.2), turned=0.3)
    surface = pygame.Surface(SIZE, 0, 32)
    layer.draw(surface, there)
    shown = pygame.surfarray.array3d(surface).swapaxes(0, 1).astype(float)
    below = slice(int(SIZE[1] * 0.8), None)
    assert np.abs(shown[below] - old[below]).mean() < 4.0
    scene = layer._scene
    assert scene is not None
    while not scene.holds_view() or scene._fading:
        layer.draw(surface, there)
    new = pygame.surfarray.array3d(surface).swapaxes(0, 1).astype(float)
    assert np.abs(new[below] - old[below]).mean() > 4.0


def test_nothing_of_the_picture_before_shines_through(layer: EarthLayer) -> None:
    """After two jumps, each faded to its end, a picture is the same on white as on black: menus leave no ghosts."""
    scene = layer._scene
    assert scene is not None
    layer.settle(DAY)
    surface = pygame.Surface(SIZE, 0, 32)
    layer.draw(surface, DAY)
    for lat, lon in ((40.0, 60.0), (-10.0, 150.0)):
        there = orbit_over(lat, lon, (0.1, 1.0, 0.2), turned=0.3)
        layer.draw(surface, there)
        while not scene.holds_view() or scene._fading:
            layer.draw(surface, there)
    for _ in range(20):  # what is baked by now comes into the picture
        layer.draw(surface, there, is_busy=True)
    shown = []
    for before in ((255, 255, 255), (0, 0, 0)):
        surface.fill(before)
        layer.draw(surface, there, is_busy=True)
        shown.append(pygame.surfarray.array3d(surface))
    assert np.array_equal(shown[0], shown[1])


def test_only_what_is_hidden_may_be_left_undrawn(layer: EarthLayer) -> None:
    """With parts said to be hidden the picture is the same everywhere else, whatever was on the surface."""
    at, cells = (-5, 3), np.zeros((60, 80), np.bool_)
    cells[15:26, 8:24] = cells[18:33, 24:36] = cells[11:18, 38:] = True
    cells[20, 10] = cells[14, 60] = False
    hidden = [pygame.Rect(at[0] + x * 8, at[1] + y * 8, 8, 8) for y, x in np.argwhere(cells).tolist()]
    layer.settle(DAY)
    pictures = []
    for left_out in (None, Cover(cells, at)):
        surface = pygame.Surface(SIZE, 0, 32)
        surface.fill((255, 0, 255))
        layer.draw(surface, DAY, is_busy=True, hidden=left_out)
        pictures.append(pygame.surfarray.array3d(surface))
        for part in hidden:
            surface.fill((0, 0, 0), part)
        pictures.append(pygame.surfarray.array3d(surface))
    assert np.array_equal(pictures[1], pictures[3])
    assert (pictures[2] == (255, 0, 255)).all(-1).sum() > 10_000  # some of it was left out
    assert not (pictures[0] == (255, 0, 255)).all(-1).any()


def test_what_is_left_to_see_is_all_but_whole_cells() -> None:
    """Of any cells and bands nothing that can be seen is left out, and every long stretch that is hidden is."""
    dice = np.random.default_rng(4)
    bands = [(0, 24), (24, 26), (26, 90), (90, 100)]
    for _ in range(60):
        at = (int(dice.integers(-9, 9)), int(dice.integers(-9, 1)))
        cells = np.repeat(dice.random((14, 9)) < 0.8, 6, axis=1)
        hidden = np.zeros((200, 500), np.bool_)
        for y, x in np.argwhere(cells).tolist():
            top, left = 20 + at[1] + y * 8, 20 + at[0] + x * 8
            hidden[top : top + 8, left : left + 8] = True
        for (start, stop), spans in zip(bands, seen_spans(Cover(cells, at), bands, 400), strict=True):
            row = hidden[20 + start : 20 + stop, 20:420].all(0)
            seen = np.zeros(400, np.bool_)
            for x, width in spans:
                assert width > 0
                assert x + width <= 400
                assert not seen[x : x + width].any()
                seen[x : x + width] = True
            assert (seen | row).all()
            first, last = (start - at[1]) // 8, -(-(stop - at[1]) // 8)
            for x in range(cells.shape[1] - 7):
                if first >= 0 and cells[first:last, x : x + 8].all():
                    left = max(0, at[0] + x * 8 + 3)  # it may begin and end up to 3 px further in
                    assert not seen[left : at[0] + x * 8 + 61].any()


def test_a_time_lapse_never_outruns_its_ground(layer: EarthLayer) -> None:
    """At 120 EVA seconds a second every picture has ground in all of its view."""
    surface = pygame.Surface(SIZE, 0, 32)
    layer.settle(DAY)
    scene = layer._scene
    assert scene is not None
    for number in range(90):
        moment = orbit_over(0.0, -30.0, (0.1, 1.0, 0.0), turned=number * 2.0 * 0.00113)
        layer.draw(surface, moment)
        assert scene.holds_view()


def test_a_time_lapse_shows_the_same_earth_as_a_standstill(layer: EarthLayer) -> None:
    """At 40 EVA seconds a second, composed at half resolution, a picture is the settled one a little softened."""
    surface = pygame.Surface(SIZE, 0, 32)
    for number in range(60):
        moment = orbit_at(DAY, number * 40 / 60)
        layer.draw(surface, moment) if number else layer.settle(moment)
    scene = layer._scene
    assert scene is not None
    assert scene._glide.is_lapse
    moving = pygame.surfarray.array3d(surface).swapaxes(0, 1).astype(float)
    off = (moving - picture(layer, moment))[SIZE[1] % 30 :].reshape(-1, 30, SIZE[0] // 30, 30, 3)
    assert np.abs(off.mean((0, 1, 2, 3))).max() < 1.0
    assert np.abs(off.mean((1, 3))).mean() < 4.0


class CountingComposer:
    """Composes nothing, and counts the rows that were asked for."""

    def __init__(self) -> None:
        self.rows = 0
        self.veil = self
        self.newest = 0

    def take(self) -> None:
        """There is never any newer air."""

    def lay_upper(self, target: pygame.Surface, sky: pygame.Surface | None, start: int, stop: int) -> None:
        """Rows above the ground."""

    def lay_ground(
        self, target: pygame.Surface, sky: pygame.Surface | None, column: int, start: int, stop: int
    ) -> None:
        """Rows with ground."""
        del target, sky, column
        self.rows += stop - start


@pytest.mark.parametrize("height_km", [180.0, 300.0, 420.0])
@pytest.mark.parametrize("columns", [1.5, 4.4, 9.0, 19.0])
def test_no_row_is_composed_more_than_once_in_a_pass(height_km: float, columns: float) -> None:
    """However low the orbit and fast the time lapse, bands are never pushed out of their reach before their turn."""
    view = EarthView(Lens.standard((1280, 720), height_km))
    glide, composer = Glide(view), CountingComposer()
    scenery = Scenery(composer, None, 0, 0, is_lapse=True)
    for picture in range(200):
        if picture == 20:
            composer.rows = 0
        glide.advance(picture * columns, columns, scenery)
    pictures = glide._pictures(columns, is_lapse=True)
    assert composer.rows <= 1.05 * glide._ground.get_height() * 180 / pictures


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (960, 540), (854, 480)])
def test_pieces_of_a_band_go_by_at_the_mean_pace_of_their_ground(size: tuple[int, int]) -> None:
    """Also beside the limb: no piece in which there is ground stands still."""
    view = EarthView(Lens.standard(size, 420.0))
    glide = Glide(view)
    edges = [*glide._edges, size[0]]
    for band, paces in zip(glide._bands, glide._paces, strict=True):
        rows = slice(band.start, band.start + band.rows)
        for (left, right), pace in zip(pairwise(edges), paces, strict=True):
            true = view.paces(np.arange(left, right, dtype=np.float32))[rows]
            if (true > 0.0).mean() > 0.05:
                assert pace == pytest.approx(float(true[true > 0.0].mean()), abs=0.04)


@pytest.mark.parametrize("pixel", [(40, 560), (400, 520), (640, 600), (1200, 700)])
def test_ground_goes_by_at_the_pace_that_is_reckoned_with(pixel: tuple[int, int]) -> None:
    """A point of the ground, turned on by a column round the Earth's middle, is seen as many pixels aside."""
    lens = Lens.standard((1280, 720), 420.0)
    view = EarthView(lens)
    x, y = pixel
    ray = lens.rays_at(np.array([x], np.float32), y, 1)[0, 0].astype(float)
    orbit_km = SPHERE_KM + 420.0
    reach = -ray[2] * orbit_km
    point = ray * (reach - math.sqrt(reach**2 - (orbit_km**2 - SPHERE_KM**2))) + (0.0, 0.0, orbit_km)

    def seen_at(columns: float) -> float:
        turn = columns * COLUMN_RAD
        ahead = point[0] * math.cos(turn) + point[2] * math.sin(turn)
        up = point[2] * math.cos(turn) - point[0] * math.sin(turn)
        at = lens.to_screen((ahead, point[1], up - orbit_km))
        assert at is not None
        return at[0]

    pace = view.paces(np.array([x], np.float32))[y - view.ground_top, 0]
    assert pace == pytest.approx((seen_at(1.0) - seen_at(-1.0)) / 2.0, rel=1e-3)


def test_the_orbit_moves_on_between_two_updates_of_the_world() -> None:
    """Two EVA seconds on, place and ground are within 20 m of SGP4's own, and every step of a time lapse is as long."""
    satellite = Satrec.twoline2rv(*TLE)
    jd, fraction = satellite.jdsatepoch, satellite.jdsatepochF
    _, r, v = satellite.sgp4(jd, fraction)
    frame = dataclasses.replace(DAY, position_km=r, velocity_kmps=v, jd=jd, fraction=fraction, eva_s=50.0)
    moved = orbit_at(frame, 52.0)
    _, there, _ = satellite.sgp4(jd, fraction + 2.0 / 86400.0)
    assert math.dist(moved.position_km, there) < 0.02
    assert math.hypot(*moved.sun) == pytest.approx(1.0, abs=1e-9)
    assert orbit_at(frame, 50.0) is frame
    columns = [column_now(orbit_at(frame, 50.0 + step / 3)) for step in range(7)]
    assert np.diff(columns) == pytest.approx(np.diff(columns)[0], rel=1e-3)


def test_the_track_is_the_one_of_sgp4() -> None:
    """Five minutes ahead the track's passage is within 1 km of SGP4's position, and its foot is the frame's point."""
    satellite = Satrec.twoline2rv(*TLE)
    jd, fraction = satellite.jdsatepoch, satellite.jdsatepochF
    _, r, v = satellite.sgp4(jd, fraction)
    frame = dataclasses.replace(DAY, position_km=r, velocity_kmps=v, jd=jd, fraction=fraction, lon_rad=0.7)
    track = GroundTrack(frame)
    foot = track.passage(np.array([track.column]))
    assert foot.up[0] @ np.array(r) / math.hypot(*r) == pytest.approx(1.0, abs=1e-9)
    _, longitude = track.ground_rad(foot.up, foot.after_s)
    assert math.cos(longitude[0] - 0.7) == pytest.approx(1.0, abs=1e-12)
    columns = track.column + np.linspace(-2500.0, 3000.0, 12)
    ahead = track.passage(columns)
    for up, seconds in zip(ahead.up, ahead.after_s, strict=True):
        _, there, _ = satellite.sgp4(jd, fraction + seconds / 86400.0)
        miss_km = math.dist(up, np.array(there) / math.hypot(*there)) * SPHERE_KM
        assert miss_km < 1.0


@pytest.mark.parametrize(
    ("place", "is_land"),
    [
        *(((55.8, 49.1), True), ((40.0, -40.0), False), ((23.0, 10.0), True), ((42.9, 35.0), False)),
        *(((-25.0, 134.0), True), ((67.5, 64.0), True), ((66.5, 90.0), True), ((67.0, 179.9), True)),
        *(((67.0, -179.9), True), ((66.0, 38.0), False), ((69.0, -10.0), False), ((71.5, -20.0), False)),
    ],
)
def test_the_maps_lie_where_the_world_lies(layer: EarthLayer, place: tuple[float, float], is_land: bool) -> None:
    """Kazan, the Sahara, the outback, Vorkuta, the Taiga, both sides of the date line are land; seas are water."""
    maps = layer._maps
    assert maps is not None
    rows, columns = maps.land.shape
    row = int((LATITUDE_LIMIT_RAD - math.radians(place[0])) / (2 * LATITUDE_LIMIT_RAD) * rows)
    column = int((place[1] + 180.0) / 360.0 * columns)
    assert bool(maps.land[row, column] > 128) is is_land


@pytest.mark.parametrize("lon_deg", [60.0, 160.0, -40.0])
def test_beyond_the_maps_there_is_ice(layer: EarthLayer, lon_deg: float) -> None:
    """From 65 degrees north the ground next to the limb, which no map shows, is white wherever one looks along it."""
    drawn = picture(layer, orbit_over(64.7, lon_deg, (0.3, 0.55, -0.4), inclination=math.radians(64.8)))
    assert layer._scene is not None
    row = math.ceil(layer._scene.view.lens.limb_row) + 4
    ground = drawn[row : row + 3, SIZE[0] // 2 - 60 : SIZE[0] // 2 + 60]
    assert ground.min() > 120
    assert np.ptp(ground.mean((0, 2))) < 45


def test_the_glint_of_a_low_sun_has_no_edges(layer: EarthLayer) -> None:
    """Across the glint the light bends no more at the azimuths that are worked out than at those between them."""
    scene = layer._scene
    assert scene is not None
    table = earth_air.AirTable(scene.view, scene.view.depression)
    for _ in table.refresh((0.0, math.cos(0.05), math.sin(0.05))):
        pass
    green = ((table.under >> np.uint32(8)) & 255).astype(float)
    across = green[len(green) // 2 :].mean(0)  # the dither of so many rows is no more
    assert across.max() > 60
    bends = np.abs(across[2:] - 2 * across[1:-1] + across[:-2])
    worked_out = np.arange(1, len(across) - 1) % earth_air.COARSE == 0
    assert bends[worked_out].mean() < 2 * bends[~worked_out].mean()


def test_a_small_picture_is_prepared_to_its_end(cache: Cache) -> None:
    """With an orbit to begin at, also a picture that shows every fourth column only is ready after its work."""
    made = EarthLayer(SIZE, cache=cache)
    slices = sum(1 for _ in zip(made.prepare(DAY), range(20_000), strict=False))
    assert made.ready
    assert slices < 20_000


def test_stars_are_in_their_places_by_night_and_gone_by_day(layer: EarthLayer) -> None:
    """The brightest catalogue star in view is a bright dot at its pixel; in sunlight the sky is black."""
    scene = layer._scene
    assert scene is not None
    night = picture(layer, NIGHT)
    up = np.array(NIGHT.position_km) / math.hypot(*NIGHT.position_km)
    forward = np.array(NIGHT.velocity_kmps) / math.hypot(*NIGHT.velocity_kmps)
    camera = np.stack([forward, np.cross(up, forward), up]) @ precession(NIGHT.jd)
    found = 0
    for star in scene.stars._places[:200]:
        at = scene.view.lens.to_screen(tuple(camera @ star))
        if at is None or not (5 < at[0] < SIZE[0] - 5 and 5 < at[1] < scene.view.lens.limb_row - 40):
            continue
        x, y = int(at[0]), int(at[1])
        found += 1
        assert night[y - 2 : y + 3, x - 2 : x + 3].max() > 60
    assert found >= 3
    assert picture(layer, DAY)[: SIZE[1] // 3].max() < 3


def test_the_sun_is_drawn_where_it_is_and_not_through_the_earth(layer: EarthLayer) -> None:
    """Along the camera's axis the Sun is in the middle of the picture; below the limb there is none."""
    pitch = math.radians(PITCH_DEG)
    ahead = dataclasses.replace(DAY, sun=(0.0, -math.sin(pitch), -math.cos(pitch)))
    at = layer.sun_at(ahead)
    assert at is not None
    assert at[:2] == pytest.approx((SIZE[0] / 2, SIZE[1] / 2), abs=0.01)
    assert picture(layer, ahead)[SIZE[1] // 2, SIZE[0] // 2].min() > 200
    below = dip_rad(HEIGHT_KM) + 0.02
    assert layer.sun_at(dataclasses.replace(DAY, sun=(0.0, -math.sin(below), -math.cos(below)))) is None


def test_a_cache_that_cannot_be_written_or_is_broken_costs_only_time(tmp_path: Path) -> None:
    """With no folder nothing is kept; a truncated file is a miss; a kept array comes back."""
    blocker = tmp_path / "file"
    blocker.write_text("not a folder")
    nowhere = Cache(blocker / "below")
    draft = nowhere.draft("a", "k", (2, 2), np.uint8)
    draft.array[:] = 7
    assert draft.keep().sum() == 28
    assert nowhere.find("a", "k") is None
    somewhere = Cache(tmp_path / "there")
    for key in ("old", "new"):
        draft = somewhere.draft("a", key, (2, 2), np.uint8)
        draft.array[:] = 9
        draft.keep()
    kept = somewhere.find("a", "new")
    assert kept is not None
    assert kept.sum() == 36
    assert somewhere.find("a", "old") is None
    (tmp_path / "there" / "a-torn.npy").write_bytes(b"\x93NUMPY\x01")
    assert somewhere.find("a", "torn") is None
    assert asset_key([blocker], 1) != asset_key([blocker], 2)


def test_every_point_has_a_place_and_known_points_have_theirs() -> None:
    """Kazan is over Kazan, the Pacific over the Pacific."""
    assert nearest_place(math.radians(55.8), math.radians(49.0)) == "place.kazan"
    assert nearest_place(math.radians(42.8), math.radians(0.3)) == "place.pyrenees"
    assert nearest_place(math.radians(-45.0), math.radians(-120.0)) == "place.south_pacific"

"""Where every pixel of the background looks: a place on the strip of ground, or a height over the limb, for good.

Camera: `height_km` over a ball of 6371 km, looking to port (at right angles to the flight direction), pitched down.
Axes of a ray: x forward, y port, z up. The ground strip has columns along the track and rows across it; rows are
spaced as the middle column of the picture sees them, so the strip is as fine as the screen wants at every distance.
The air table has rows of depression angle (fine at the limb) and columns of azimuth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from game.view.cache import Cache
from game.view.track import COLUMN_RAD, SPHERE_KM, dip_rad

FloatArray = NDArray[np.float32]

FIELD_DEG = 66.0  # across the picture
PITCH_DEG = 17.0  # below the horizontal
AIR_TOP_KM = 330.0  # nothing glows above (aurora's and airglow's red end here)
CLEAR_KM = 75.0  # the air takes no light above
AIR_COLUMNS = 192
LIMB_STEP = 0.34  # of a pixel between rows of the air table at the limb
AIR_STEPS = (0.02, 0.02, 1.5)  # growth of that step with the distance over and under the limb, and its most, px
LAPSE_AIR_STEPS = (0.018, 0.06, 6.0)  # the glow over the limb has fine lines, the haze under it none
LAPSE = 2  # a time lapse is composed at one pixel in so many, each way
MARGIN_SHARE = 1 / 80  # of the picture's width, kept beyond either side: room for ground that is pushed along
VIEW_VERSION = 7
BAND_ROWS = 10
WIDENED_ROWS = 100
FINEST_STEPS = ((1, 1200), (2, 640), (4, 0))  # columns a picture of such a width can show


@dataclass(frozen=True, slots=True)
class Lens:
    """The camera: picture size in px, focal length in px, pitch below the horizontal and height over the ball."""

    width: int
    height: int
    focal_px: float
    pitch_rad: float
    height_km: float

    @staticmethod
    def standard(size: tuple[int, int], height_km: float) -> Lens:
        """The camera of the game for a picture size; a field of 66 degrees, pitched down by 17."""
        focal = size[0] / 2 / math.tan(math.radians(FIELD_DEG) / 2)
        return Lens(size[0], size[1], focal, math.radians(PITCH_DEG), height_km)

    @property
    def limb_row(self) -> float:
        """The row of the limb in the middle of the picture."""
        return self.height / 2 + self.focal_px * math.tan(dip_rad(self.height_km) - self.pitch_rad)

    def rays(self, first_row: int, rows: int) -> FloatArray:
        """Unit rays (rows, width, 3) of some rows of pixels."""
        return self.rays_at(np.arange(self.width, dtype=np.float32), first_row, rows)

    def left_edge(self) -> FloatArray:
        """Unit rays (height, 3) of the first pixel of every row."""
        return self.rays_at(np.zeros(1, np.float32), 0, self.height)[:, 0]

    def rays_at(self, columns: FloatArray, first_row: int, rows: int) -> FloatArray:
        """Unit rays (rows, columns, 3) of some rows in these columns of pixels."""
        x = (columns + 0.5 - self.width / 2) / self.focal_px
        y = -(np.arange(first_row, first_row + rows, dtype=np.float32) + 0.5 - self.height / 2) / self.focal_px
        gx, gy = np.meshgrid(x, y)
        cos_p, sin_p = math.cos(self.pitch_rad), math.sin(self.pitch_rad)
        d = np.stack([gx, cos_p + gy * sin_p, -sin_p + gy * cos_p], -1)
        return np.asarray(d / np.linalg.norm(d, axis=-1, keepdims=True), dtype=np.float32)

    def to_screen(self, direction: tuple[float, float, float]) -> tuple[float, float] | None:
        """The pixel of a direction (forward, port, up), or None for one behind the camera."""
        x, y, z = direction
        cos_p, sin_p = math.cos(self.pitch_rad), math.sin(self.pitch_rad)
        depth = y * cos_p - z * sin_p
        if depth <= 0.05:
            return None
        rise = y * sin_p + z * cos_p
        return self.width / 2 + self.focal_px * x / depth, self.height / 2 - self.focal_px * rise / depth


class EarthView:
    """The constant geometry of one lens; `prepare` fills it in slices, after that it is only read.

    What is composed is `margin` pixels wider than the picture at either side.
    """

    def __init__(self, lens: Lens) -> None:
        self.lens = lens
        self.margin = round(lens.width * MARGIN_SHARE / LAPSE) * LAPSE
        self._wide = replace(lens, width=lens.width + 2 * self.margin)
        orbit_km = SPHERE_KM + lens.height_km
        dip = dip_rad(lens.height_km)
        self.finest_step = next(step for step, width in FINEST_STEPS if lens.width >= width)
        self.dip_rad = dip
        corner = self._wide.rays(lens.height - 1, 1)[0]
        self.lowest_rad = -math.asin(float(corner[len(corner) // 2, 2]))  # depression at the bottom edge
        self.highest_rad = math.acos(min(1.0, (SPHERE_KM + AIR_TOP_KM) / orbit_km))  # level inside the air
        self.top = max(0, math.floor(lens.height / 2 + lens.focal_px * math.tan(self.highest_rad - lens.pitch_rad)))
        above = max(0, math.floor(lens.limb_row) - 1 - self.top)
        self.ground_top = self.top + above // LAPSE * LAPSE
        clear = math.acos((SPHERE_KM + CLEAR_KM) / orbit_km)
        clear_row = math.floor(lens.height / 2 + lens.focal_px * math.tan(clear - lens.pitch_rad))
        self.clear_rows = max(0, clear_row - self.top)  # rows below `top` where the air takes no light yet
        self.row_angle = self._row_angles()  # cross-track angle of each strip row, nearest ground first
        self.rows = len(self.row_angle)
        side = self._wide.left_edge()
        on_ground = -side[:, 2] >= math.sin(dip)
        half = 0.0
        if on_ground.any():
            along, _ = _ground_angles(side[on_ground], orbit_km)
            half = float(np.abs(along).max())
        self.half = math.ceil(half / COLUMN_RAD) + 3  # columns seen either side of the station
        self.depression = self._air_rows(*AIR_STEPS)
        azimuth = np.abs(np.arctan2(corner[:, 0], corner[:, 1])).max() + 0.01
        self.azimuth = np.linspace(-azimuth, azimuth, AIR_COLUMNS, dtype=np.float32)
        self.ground_index: NDArray[np.intp] = np.zeros((0, 0), np.intp)
        self.air_index: NDArray[np.intp] = np.zeros((0, 0), np.intp)
        # The same for a time lapse, at one pixel in LAPSE each way and with an air table of fewer rows.
        self.lapse_depression = self._air_rows(*LAPSE_AIR_STEPS)
        self.lapse_ground: NDArray[np.intp] = np.zeros((0, 0), np.intp)
        self.lapse_air: NDArray[np.intp] = np.zeros((0, 0), np.intp)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px of what is composed: the rows that Earth and air touch, with the margins."""
        return self._wide.width, self.lens.height - self.top

    @property
    def above(self) -> int:
        """Rows of these that no ground reaches into."""
        return self.ground_top - self.top

    def paces(self, columns: FloatArray) -> FloatArray:
        """Pixels sideways that ground goes by in one column of the track, over the limb 0: (rows, columns).

        In every row from `ground_top` on, and in these columns of pixels of the picture.
        """
        lens = self.lens
        sine, cosine = math.sin(lens.pitch_rad), math.cos(lens.pitch_rad)
        rays = lens.rays_at(columns, self.ground_top, lens.height - self.ground_top).astype(np.float64)
        orbit_km = SPHERE_KM + lens.height_km
        reach = -rays[..., 2] * orbit_km
        distance = reach - np.sqrt(np.maximum(reach * reach - (orbit_km**2 - SPHERE_KM**2), 0.0))
        ahead, port, up = np.moveaxis(rays * distance[..., None], -1, 0)
        depth = np.maximum(port * cosine - up * sine, 1.0)
        # the ground turns about the Earth's middle under the picture's x = focal * ahead / depth
        pace = lens.focal_px * COLUMN_RAD * ((up + orbit_km) * depth - ahead * ahead * sine) / depth**2
        return np.asarray(pace * (-rays[..., 2] >= math.sin(self.dip_rad)), dtype=np.float32)

    def limb_rows(self, columns: NDArray[np.intp]) -> NDArray[np.float64]:
        """The row of the limb in these columns of what is composed, counted from `ground_top`."""
        lens, level = self.lens, math.sin(self.dip_rad)
        x = (columns + 0.5 - self._wide.width / 2) / lens.focal_px
        sine, cosine = math.sin(lens.pitch_rad), math.cos(lens.pitch_rad)
        # the ray (x, cosine + y sine, y cosine - sine) has the depression of the dip: a quadratic equation for y
        a = cosine**2 - level**2
        b = -2 * sine * cosine
        c = sine**2 - level**2 * (1 + x * x)
        y = (-b - np.sqrt(np.maximum(b * b - 4 * a * c, 0.0))) / (2 * a)
        rows: NDArray[np.float64] = lens.height / 2 - 0.5 - y * lens.focal_px - self.ground_top
        return rows

    def _row_angles(self) -> FloatArray:
        lens = self.lens
        orbit_km = SPHERE_KM + lens.height_km
        _, across = _ground_angles(self._wide.rays(lens.height - 1, 1)[0], orbit_km)
        nearest = float(across.min()) - 0.001
        angles = np.linspace(nearest, self.dip_rad, 6000)
        depression = np.arctan2(orbit_km - SPHERE_KM * np.cos(angles), SPHERE_KM * np.sin(angles))
        screen = -np.tan(depression - lens.pitch_rad) * lens.focal_px
        screen -= screen[0]
        count = math.ceil(float(screen[-1])) + 2
        self._row_of = (angles, screen)
        return np.interp(np.arange(count), screen, angles).astype(np.float32)

    def _air_rows(self, over: float, under: float, most: float) -> FloatArray:
        """Depression angles of an air table: a third of a pixel apart at the limb, up to `most` away from it."""
        pixel = 1.0 / self.lens.focal_px
        angles = [self.highest_rad]
        while angles[-1] < self.lowest_rad + 0.004:
            away = (angles[-1] - self.dip_rad) / pixel
            angles.append(angles[-1] + pixel * min(most, LIMB_STEP + max(-over * away, under * away)))
        return np.array(angles, dtype=np.float32)

    def prepare(self, cache: Cache, key: str) -> Iterator[float]:
        """Fill the indices in slices of some rows, or take them from the cache; yields progress 0..1."""
        width, height = self.size
        stem = f"view-{self.lens.width}x{self.lens.height}-{round(self.lens.height_km)}"  # each height keeps its own
        kept = cache.find(stem, key)
        if kept is not None and kept.shape == (2, height, width):
            yield from self._adopt(kept)
            return
        draft = cache.draft(stem, key, (2, height, width), np.int32)
        dice = np.random.default_rng(5)
        for row in range(0, height, BAND_ROWS):
            count = min(BAND_ROWS, height - row)
            rays = self._wide.rays(self.top + row, count)
            draft.array[0, row : row + count] = self._ground_band(rays)
            draft.array[1, row : row + count] = self._air_band(rays, dice)
            yield row / height
        yield from self._adopt(draft.keep())

    def _adopt(self, both: NDArray[np.generic]) -> Iterator[float]:
        """Take the indices over in slices, as wide as a gather wants them."""
        nearest = np.rint(np.interp(self.depression, self.lapse_depression, np.arange(len(self.lapse_depression))))
        nearest = nearest.astype(np.intp)

        def in_lapse(fine: NDArray[np.generic]) -> NDArray[np.intp]:
            row, column = np.divmod(fine, AIR_COLUMNS)
            coarse: NDArray[np.intp] = nearest[row] * (AIR_COLUMNS // LAPSE) + column // LAPSE
            return coarse

        ground, air = both[0, self.above :], both[1]
        self.ground_index = yield from _widened(ground)
        self.air_index = yield from _widened(air)
        self.lapse_ground = yield from _widened(ground[::LAPSE, ::LAPSE])
        self.lapse_air = yield from _widened(air[::LAPSE, ::LAPSE], in_lapse)

    def stride(self) -> int:
        """Columns of memory between two strip rows: the ring is laid out twice, so that a view never wraps."""
        return 2 * self.ring

    @property
    def ring(self) -> int:
        """Columns kept at once: the view and what is baked ahead, in whole blocks."""
        return math.ceil((2 * self.half + 1) / BLOCK + AHEAD_BLOCKS + 1) * BLOCK

    def _ground_band(self, rays: FloatArray) -> NDArray[np.intp]:
        orbit_km = SPHERE_KM + self.lens.height_km
        hit = -rays[..., 2] >= math.sin(self.dip_rad)
        along, across = _ground_angles(rays, orbit_km)
        row = np.rint(np.interp(across, *self._row_of)).astype(np.int32).clip(0, self.rows - 1)
        column = np.rint(along / COLUMN_RAD).astype(np.int32).clip(-self.half, self.half) + self.half
        index: NDArray[np.intp] = np.where(hit, row * self.stride() + column, self.rows * self.stride())
        return index

    def _air_band(self, rays: FloatArray, dice: np.random.Generator) -> NDArray[np.int32]:
        depression = np.arcsin(np.clip(-rays[..., 2], -1.0, 1.0))
        row = np.interp(depression, self.depression, np.arange(len(self.depression)))
        azimuth = np.arctan2(rays[..., 0], rays[..., 1])
        column = (azimuth - self.azimuth[0]) / (self.azimuth[1] - self.azimuth[0])
        column = column + dice.random(column.shape, dtype=np.float32) - 0.5  # dither between neighbours
        column = np.rint(column).astype(np.int32).clip(0, AIR_COLUMNS - 1)
        index: NDArray[np.int32] = np.rint(row).astype(np.int32) * AIR_COLUMNS + column
        return index


BLOCK = 128  # columns baked together
AHEAD_BLOCKS = 3


def _widened(
    source: NDArray[np.generic], change: Callable[[NDArray[np.generic]], NDArray[np.generic]] = np.asarray
) -> Generator[float, None, NDArray[np.intp]]:
    """A copy, changed, in slices of some rows; yields that it is nearly done."""
    wide = np.empty(source.shape, np.intp)
    for row in range(0, len(source), WIDENED_ROWS):
        wide[row : row + WIDENED_ROWS] = change(source[row : row + WIDENED_ROWS])
        yield 1.0
    return wide


def _ground_angles(rays: FloatArray, orbit_km: float) -> tuple[FloatArray, FloatArray]:
    """Angles along and across the track of the ground (or of the tangent point) that rays see."""
    reach = -rays[..., 2] * np.float32(orbit_km)
    distance = reach - np.sqrt(np.maximum(reach * reach - np.float32(orbit_km**2 - SPHERE_KM**2), 0.0))
    x = rays[..., 0] * distance
    y = rays[..., 1] * distance
    z = rays[..., 2] * distance + np.float32(orbit_km)
    radius = np.sqrt(x * x + y * y + z * z)
    along = np.arctan2(x, z)
    across = np.arcsin(np.clip(y / radius, -1.0, 1.0))
    return np.asarray(along, dtype=np.float32), np.asarray(across, dtype=np.float32)

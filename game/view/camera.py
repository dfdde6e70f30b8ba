"""The camera maps metres of the station frame to pixels; y is turned upside down here and nowhere else.

The picture stands still to the station and never rolls. `Camera` is a frozen value handed to every painter;
`CameraRig` decides where it looks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from game.sim.spec import Point

DEFAULT_SCALE_PX_PER_M = 100.0
SCALES_PX_PER_M = (
    70.0,
    100.0,
    140.0,
)  # the sizes at which drawings are rasterised; in between nothing is shown for long
DEAD_ZONE = (0.07, 0.06)  # half-size of the still zone around the middle, as a share of the picture
FOLLOW_S = 0.75  # time constant of the pan
LEAD_S = 0.9  # the camera looks where the cosmonaut will be that much later ...
LEAD_LIMIT_M = 1.6  # ... but never further ahead than this
GOAL_SHARE = 0.22  # how far the middle moves from the cosmonaut towards the goal
GOAL_LIMIT_M = 2.6
REST_PX = 4  # it comes to rest at multiples of that across, but at limits: rows of 16 bytes are copied in half the time
ARRIVED_PX = 0.5  # nearer to where it goes than that it goes on to the next of these places
LOOK_UP = 0.04  # share of the picture's height by which he stands below the middle


@dataclass(frozen=True, slots=True)
class Camera:
    """A view of the plane: the station point in the middle of the picture, the scale, and the picture's size."""

    centre_m: Point
    scale_px_per_m: float = DEFAULT_SCALE_PX_PER_M
    size: tuple[int, int] = (1920, 1080)

    def to_screen(self, point: Point) -> tuple[float, float]:
        """The pixel at which a station point is seen (fractions kept; y grows downwards)."""
        return (
            self.size[0] / 2 + (point[0] - self.centre_m[0]) * self.scale_px_per_m,
            self.size[1] / 2 - (point[1] - self.centre_m[1]) * self.scale_px_per_m,
        )

    def to_world(self, pixel: tuple[float, float]) -> Point:
        """The station point behind a pixel; the inverse of `to_screen`."""
        return (
            self.centre_m[0] + (pixel[0] - self.size[0] / 2) / self.scale_px_per_m,
            self.centre_m[1] - (pixel[1] - self.size[1] / 2) / self.scale_px_per_m,
        )

    def to_px(self, length_m: float) -> float:
        """A length in pixels."""
        return length_m * self.scale_px_per_m

    @property
    def bounds_m(self) -> tuple[float, float, float, float]:
        """What the picture shows: left, bottom, right, top in metres."""
        left, top = self.to_world((0, 0))
        right, bottom = self.to_world(self.size)
        return left, bottom, right, top

    def sees(self, point: Point, margin_m: float = 0.0) -> bool:
        """True if the point is in the picture, or within `margin_m` outside it."""
        room = 2.0 * margin_m
        width, height = self.size[0] / self.scale_px_per_m + room, self.size[1] / self.scale_px_per_m + room
        away, up = point[0] - self.centre_m[0], point[1] - self.centre_m[1]
        return 2.0 * abs(away) <= width and 2.0 * abs(up) <= height

    def snapped(self) -> Camera:
        """The same view with the station's origin on a whole pixel, so that hulls do not shimmer while panning."""
        scale = self.scale_px_per_m
        x = self.size[0] / 2 - round(self.size[0] / 2 - self.centre_m[0] * scale)
        y = round(self.size[1] / 2 + self.centre_m[1] * scale) - self.size[1] / 2
        return replace(self, centre_m=(x / scale, y / scale))


class CameraRig:
    """Follows a person (and a little of his goal) without ever rolling, with a still zone, a gentle lead and limits."""

    def __init__(
        self,
        size: tuple[int, int] = (1920, 1080),
        scale_px_per_m: float = DEFAULT_SCALE_PX_PER_M,
        limits_m: tuple[float, float, float, float] | None = None,
    ) -> None:
        """`limits_m` = left, bottom, right, top: the middle of the picture stays inside."""
        self.size = size
        self.limits_m = limits_m
        self.scale_px_per_m = scale_px_per_m
        self._centre: Point | None = None
        self._rest_x = 0.0  # where it comes to rest, m

    @property
    def camera(self) -> Camera:
        """The view now, snapped to whole pixels."""
        return Camera(self._centre or (0.0, 0.0), self.scale_px_per_m, self.size).snapped()

    def cut_to(self, at: Point, goal: Point | None = None) -> Camera:
        """Jump there at once (start, restart, a new shot)."""
        return self._jump(self._wish(at, (0.0, 0.0), goal))

    def follow(self, at: Point, velocity_mps: Point, dt_s: float, goal: Point | None = None) -> Camera:
        """Move on by `dt_s` seconds of picture time towards a person at `at`; the first call jumps."""
        wish = self._wish(at, velocity_mps, goal)
        if self._centre is None:
            return self._jump(wish)
        zone_x = DEAD_ZONE[0] * self.size[0] / self.scale_px_per_m
        zone_y = DEAD_ZONE[1] * self.size[1] / self.scale_px_per_m
        off_x = _beyond(wish[0] - self._centre[0], zone_x)
        off_y = _beyond(wish[1] - self._centre[1], zone_y)
        aim = self._limited((self._still_or_beyond(self._centre[0], off_x), self._centre[1] + off_y))
        share = 1.0 - math.exp(-max(0.0, dt_s) / FOLLOW_S)
        self._centre = (
            self._centre[0] + (aim[0] - self._centre[0]) * share,
            self._centre[1] + (aim[1] - self._centre[1]) * share,
        )
        return self.camera

    def _jump(self, to: Point) -> Camera:
        self._centre = self._limited(to)
        self._rest_x = self._centre[0]
        return self.camera

    def _still_or_beyond(self, x: float, off: float) -> float:
        """Where to go from x when what is followed is so far out of the still zone; nobody is followed back."""
        if abs(off) * self.scale_px_per_m <= ARRIVED_PX:
            return self._rest_x
        rest_m = REST_PX / self.scale_px_per_m
        places = (x + off) / rest_m
        self._rest_x = (math.ceil(places) if off > 0.0 else math.floor(places)) * rest_m
        return x + off

    def _wish(self, at: Point, velocity_mps: Point, goal: Point | None) -> Point:
        lead_x, lead_y = _shortened((velocity_mps[0] * LEAD_S, velocity_mps[1] * LEAD_S), LEAD_LIMIT_M)
        pull = (0.0, 0.0)
        if goal is not None:
            pull = _shortened(((goal[0] - at[0]) * GOAL_SHARE, (goal[1] - at[1]) * GOAL_SHARE), GOAL_LIMIT_M)
        up = LOOK_UP * self.size[1] / self.scale_px_per_m
        return at[0] + lead_x + pull[0], at[1] + lead_y + pull[1] + up

    def _limited(self, point: Point) -> Point:
        if self.limits_m is None:
            return point
        left, bottom, right, top = self.limits_m
        return min(max(point[0], left), right), min(max(point[1], bottom), top)


def _beyond(distance: float, zone: float) -> float:
    """How far a distance reaches out of a zone around zero."""
    return math.copysign(max(0.0, abs(distance) - zone), distance)


def _shortened(vector: Point, limit: float) -> Point:
    length = math.hypot(*vector)
    if length <= limit:
        return vector
    return vector[0] * limit / length, vector[1] * limit / length

"""The Moon stands where it is and shows the phase it has."""

from __future__ import annotations

import math

import numpy as np
import pygame
import pytest

from game.missions.level import load_level
from game.sim.rules.orbit import Track, sun_direction
from game.view.earth_view import Lens
from game.view.moon import Moon, moon_face, moon_position_km, pole_direction
from game.view.sky import Stars
from game.view.track import SPHERE_KM, dip_rad, station_axes

NIGHT, DAY = 1.0, 0.0
HEIGHT_KM = 420.0
AXES = np.eye(3)


def unit(v) -> np.ndarray:
    return np.array(v) / np.linalg.norm(v)


def share(jd: float, fraction: float) -> float:
    """The share of the disc that is lit, 0 new .. 1 full."""
    return float(1.0 - unit(moon_position_km(jd, fraction)) @ sun_direction(jd, fraction)) / 2.0


def test_the_position_is_the_almanacs() -> None:
    """Example 47.a of Meeus, Astronomical Algorithms: within 0.3 degrees, 0.2 degrees and 0.3 per cent of distance."""
    x, y, z = moon_position_km(2448724.5, 0.0)
    tilt = math.radians(23.4393)
    longitude = math.degrees(math.atan2(y * math.cos(tilt) + z * math.sin(tilt), x))
    latitude = math.degrees(math.asin((z * math.cos(tilt) - y * math.sin(tilt)) / math.hypot(x, y, z)))
    assert longitude == pytest.approx(133.1627, abs=0.3)
    assert latitude == pytest.approx(-3.2291, abs=0.2)
    assert math.hypot(x, y, z) == pytest.approx(368409.7, rel=0.003)


@pytest.mark.parametrize(
    ("jd", "fraction", "wanted"),
    [
        (2457986.5, 18.44 / 24, 0.0),  # eclipse of the Sun over North America, 2017-08-21 18:26 UTC
        (2458326.5, 20.37 / 24, 1.0),  # eclipse of the Moon, 2018-07-27 20:22 UTC
        (2460415.5, 19.22 / 24, 0.5),  # first quarter, 2024-04-15 19:13 UTC
        (2460431.5, 11.45 / 24, 0.5),  # last quarter, 2024-05-01 11:27 UTC
    ],
)
def test_phases_come_when_they_came(jd: float, fraction: float, wanted: float) -> None:
    """At eclipses the disc is dark or full, at quarters half of it is lit, within a hundredth."""
    assert share(jd, fraction) == pytest.approx(wanted, abs=0.01)


def test_the_lit_side_looks_at_the_sun() -> None:
    """The bright part of the disc lies on the Sun's side, and a full disc is brighter than a half one."""
    right = pygame.surfarray.array3d(moon_face(20.0, (0.98, 0.0, 0.2), (0.0, 1.0, 0.0), DAY)).sum(2)
    middle = len(right) // 2
    assert right[middle:].sum() > 5 * right[:middle].sum()
    above = pygame.surfarray.array3d(moon_face(20.0, (0.0, 0.98, 0.2), (0.0, 1.0, 0.0), DAY)).sum(2)
    assert above[:, :middle].sum() > 5 * above[:, middle:].sum()
    full = pygame.surfarray.array3d(moon_face(20.0, (0.0, 0.0, 1.0), (0.0, 1.0, 0.0), DAY)).sum()
    assert full > 1.5 * right.sum()


def test_the_seas_lie_north_and_east_where_they_are() -> None:
    """With the pole up the dark seas darken the north of a full disc, and Crisium lies at its right edge."""
    face = pygame.surfarray.array3d(moon_face(40.0, (0.0, 0.0, 1.0), (0.0, 1.0, 0.0), DAY)).sum(2).astype(int)
    middle = len(face) // 2
    disc = face > 0
    north, south = face[:, :middle][disc[:, :middle]].mean(), face[:, middle:][disc[:, middle:]].mean()
    assert north < south
    crisium = (middle + round(40 * 0.82), middle - round(40 * 0.29))
    highland = (middle + round(40 * 0.72), middle + round(40 * 0.55))
    assert face[crisium] < 0.75 * face[highland]


def seen_from(at: tuple[float, float, float], night: float = NIGHT) -> tuple[Moon, pygame.Surface]:
    """A camera of the game whose station frame is turned so that the Moon stands in direction `at` of that frame."""
    lens = Lens.standard((960, 540), HEIGHT_KM)
    moon = Moon(lens, dip_rad(HEIGHT_KM))
    when = (2460415.5, 0.8)
    away = unit(moon_position_km(*when))
    target = unit(at)
    other = unit(np.cross(away, pole_direction(*when)))
    third = unit(np.cross(target, (0.3, 1.0, 0.2)))
    axes = np.column_stack([target, third, np.cross(target, third)]) @ np.array([away, other, np.cross(away, other)])
    moon.see(axes, (0.0, 0.0, 0.0), (0.7, 0.7, 0.1), when, night)
    surface = pygame.Surface((960, 540), 0, 32)
    moon.draw(surface)
    return moon, surface


def test_it_is_drawn_where_it_stands_and_not_through_the_earth() -> None:
    """The disc is at its pixel when it is above the limb; behind the Earth and behind the camera nothing is drawn."""
    moon, picture = seen_from((0.1, -0.05, -1.0))
    assert moon.at is not None
    x, y = (round(c) for c in moon.at)
    near = pygame.surfarray.array3d(picture)[x - 4 : x + 5, y - 4 : y + 5]
    assert near.max() > 150
    for hidden in ((0.1, -0.6, -1.0), (0.1, 0.1, 1.0)):
        moon, picture = seen_from(hidden)
        assert not pygame.surfarray.array3d(picture).any()
    assert 2 * seen_from((0.0, 0.0, -1.0))[0].radius_px == pytest.approx(math.radians(0.52) * 739, rel=0.08)


def test_no_glow_in_daylight() -> None:
    """A sunlit exposure shows the disc alone; an exposure for the night lets it glow."""
    day, night = (seen_from((0.0, -0.05, -1.0), exposure)[1] for exposure in (DAY, NIGHT))
    lit = [int((pygame.surfarray.array3d(picture).sum(2) > 6).sum()) for picture in (day, night)]
    assert 10 < lit[0] < 80
    assert lit[1] > 4 * lit[0]


def test_no_star_shines_through_it() -> None:
    """Stars behind the disc are left out, all others stay."""
    lens = Lens.standard((480, 270), HEIGHT_KM)
    stars = Stars(lens, dip_rad(HEIGHT_KM))
    pictures = []
    for disc in (None, (240.0, 60.0, 40.0)):
        picture = pygame.Surface((480, stars.rows), 0, 32)
        picture.fill((0, 0, 0))
        stars.draw(picture, AXES, 2460000.5, 1.0, disc)
        pictures.append(pygame.surfarray.array3d(picture).sum(2))
    inside = pictures[1][212:269, 32:89]
    assert pictures[0][212:269, 32:89].any()
    assert not inside.any()
    assert (pictures[0][:190] == pictures[1][:190]).all()


def test_the_station_sees_it_from_its_own_place() -> None:
    """From opposite sides of an orbit the Moon stands up to two degrees apart among the stars."""
    track = Track(load_level("unit-swap").orbit)
    lens = Lens.standard((960, 540), HEIGHT_KM)
    moon = Moon(lens, dip_rad(HEIGHT_KM))
    orbit = track.frame(0.0)
    when = (orbit.jd, orbit.fraction)
    centre = np.array(moon_position_km(*when))
    side = unit(np.cross(centre, (0.0, 0.0, 1.0))) * (SPHERE_KM + HEIGHT_KM)
    turned = math.degrees(math.acos(float(unit(centre - side) @ unit(centre + side))))
    assert 1.6 < turned < 2.3
    moon.see(station_axes(orbit), orbit.position_km, orbit.sun, when, NIGHT)
    assert 3.0 < moon.radius_px < 4.0

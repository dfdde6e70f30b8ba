"""Laws of the orbit: period, length of night, sun, sub-point and Earth's turning, against formulas of their own."""

from __future__ import annotations

import itertools
import math

import pytest
from small_world import ORBIT

from game.sim.rules.orbit import EARTH_KM, Track, light_at, sidereal_angle, sun_direction

MU = 398_600.4418  # km3/s2
DAY_S = 86_400.0


@pytest.fixture(scope="module")
def track() -> Track:
    return Track(ORBIT)


def test_period(track):
    """The station is over the same argument of latitude again after the time Kepler gives for its height, to 0.2 %."""
    mean_motion = float(ORBIT.line2[52:63])
    crossings = []
    was = track.state(0.0)[0][2]
    for second in range(1, 6 * 5600):
        now = track.state(float(second))[0][2]
        if was < 0.0 <= now:
            crossings.append(second - now / (now - was))
        was = now
    periods = [b - a for a, b in itertools.pairwise(crossings)]
    assert len(periods) >= 4
    for period in periods:
        assert period == pytest.approx(DAY_S / mean_motion, rel=2e-3)
    height = sum(math.dist((0, 0, 0), track.state(60.0 * i)[0]) for i in range(93)) / 93
    assert 2 * math.pi * math.sqrt(height**3 / MU) == pytest.approx(DAY_S / mean_motion, rel=2e-3)


def test_energy(track):
    """Height and speed belong together: v2 / 2 - mu / r is constant over an orbit to half a percent."""
    values = []
    for minute in range(93):
        r, v = track.state(60.0 * minute)
        values.append(math.dist((0, 0, 0), v) ** 2 / 2 - MU / math.dist((0, 0, 0), r))
    assert max(values) - min(values) < 0.005 * abs(values[0])


def test_night(track):
    """Night is as long as the sphere's shadow at this height and sun angle says, to half a minute."""
    for start in (0.0, 3000.0, 20_000.0):
        rise, dusk, dawn = track.cycle(start)
        assert rise < dusk < dawn
        r, v = track.state((dusk + dawn) / 2)
        sun = sun_direction(*track.when((dusk + dawn) / 2))
        h = (r[1] * v[2] - r[2] * v[1], r[2] * v[0] - r[0] * v[2], r[0] * v[1] - r[1] * v[0])
        sine = sum(a * b for a, b in zip(h, sun, strict=True)) / math.dist((0, 0, 0), h)
        beta = math.asin(sine)
        radius = math.dist((0, 0, 0), r)
        half = math.acos(math.sqrt(1 - (EARTH_KM / radius) ** 2) / math.cos(beta))
        assert dawn - dusk == pytest.approx(half / math.pi * (dawn - rise), abs=30.0)
        assert track.light((dusk + dawn) / 2) == 0.0
        assert track.light((rise + dusk) / 2) == 1.0


@pytest.mark.parametrize(
    ("jd", "wanted", "name"),
    [
        (2_460_389.6292, (1.0, 0.0, 0.0), "equinox of 20 March 2024, 03:06 UTC"),
        (2_460_482.3688, (0.0, 0.91750, 0.39777), "solstice of 20 June 2024, 20:51 UTC"),
        (2_460_576.0306, (-1.0, 0.0, 0.0), "equinox of 22 September 2024, 12:44 UTC"),
        (2_460_665.8896, (0.0, -0.91750, -0.39777), "solstice of 21 December 2024, 09:21 UTC"),
    ],
)
def test_sun(jd, wanted, name):
    """At equinoxes and solstices the sun stands where it must, to 0.02 degrees (moments from the almanac)."""
    found = sun_direction(jd, 0.0)
    cosine = sum(a * b for a, b in zip(found, wanted, strict=True))
    assert math.degrees(math.acos(min(1.0, cosine))) < 0.03, name


def test_sidereal_time():
    """Greenwich sidereal time at J2000 is 18 h 41 min 50.55 s, and a sidereal day is 86 164.09 s."""
    assert math.degrees(sidereal_angle(2_451_545.0, 0.0)) == pytest.approx(280.46062, abs=1e-4)
    turned = sidereal_angle(2_451_545.0, 86_164.0905 / DAY_S) - sidereal_angle(2_451_545.0, 0.0)
    assert math.remainder(turned, 2 * math.pi) == pytest.approx(0.0, abs=1e-7)


def test_sub_point(track):
    """Latitude stays within the inclination; longitude falls back by Earth's turning each orbit."""
    inclination = math.radians(float(ORBIT.line2[8:16]))
    lat = [track.frame(30.0 * i).lat_rad for i in range(186)]
    assert max(abs(value) for value in lat) <= inclination + 1e-3
    assert max(lat) > 0.98 * inclination
    assert min(lat) < -0.98 * inclination
    period = DAY_S / float(ORBIT.line2[52:63])
    a, b = track.frame(0.0), track.frame(period)
    back = math.remainder(b.lon_rad - a.lon_rad, 2 * math.pi)
    assert back == pytest.approx(-2 * math.pi * period / 86_164.09, abs=0.01)
    assert 400_000 < a.height_m < 430_000


def test_light_is_a_share():
    """Light is 1 over the day side, 0 in the shadow's middle, and passes through one half at its edge."""
    radius = 6790.0
    assert light_at((radius, 0.0, 0.0), (1.0, 0.0, 0.0)) == 1.0
    assert light_at((-radius, 0.0, 0.0), (1.0, 0.0, 0.0)) == 0.0
    dip = math.acos(EARTH_KM / radius)
    edge = math.pi / 2 + dip
    assert light_at((radius * math.cos(edge), radius * math.sin(edge), 0.0), (1.0, 0.0, 0.0)) == pytest.approx(
        0.5, abs=0.01
    )


def test_station_frame(track):
    """The sun in the station frame is a unit vector; its zenith part is the sine of its height over the sub-point."""
    for second in range(0, 5600, 400):
        frame = track.frame(float(second))
        assert math.dist((0, 0, 0), frame.sun) == pytest.approx(1.0, abs=1e-9)
        r = frame.position_km
        sun = sun_direction(frame.jd, frame.fraction)
        sine = sum(a * b for a, b in zip(r, sun, strict=True)) / math.dist((0, 0, 0), r)
        assert frame.sun[1] == pytest.approx(sine, abs=1e-9)

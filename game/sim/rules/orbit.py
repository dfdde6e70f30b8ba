"""Where the station is and how the sun stands, from the mission's element set by SGP4 on the EVA clock.

Sun: low-precision formulas of the Astronomical Almanac (0.01 degrees). Earth's rotation: IAU 1982 sidereal time.
Shadow: sphere of 6371 km with a penumbra of the sun's half-degree.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sgp4.api import Satrec

from game.sim.frame import OrbitFrame

if TYPE_CHECKING:
    from game.sim.spec import OrbitSpec
    from game.sim.state import State

EARTH_KM = 6371.0
DAY_S = 86_400.0
UPDATE_EVA_S = 2.0  # recompute when the EVA clock has moved this far
STEP_S = 20.0  # search step for the next change of light
Vector = tuple[float, float, float]


def sun_direction(jd: float, fraction: float) -> Vector:
    """Unit vector to the sun, true equator of date (close to TEME)."""
    n = jd - 2_451_545.0 + fraction
    mean_longitude = math.radians((280.460 + 0.985_647_4 * n) % 360.0)
    anomaly = math.radians((357.528 + 0.985_600_3 * n) % 360.0)
    longitude = mean_longitude + math.radians(1.915) * math.sin(anomaly) + math.radians(0.020) * math.sin(2 * anomaly)
    tilt = math.radians(23.439 - 4e-7 * n)
    return math.cos(longitude), math.cos(tilt) * math.sin(longitude), math.sin(tilt) * math.sin(longitude)


def sidereal_angle(jd: float, fraction: float) -> float:
    """Greenwich mean sidereal time, rad (UT1 taken as UTC)."""
    days = jd - 2_451_545.0 + fraction
    t = days / 36_525.0
    degrees = 280.460_618_37 + 360.985_647_366_29 * days + 0.000_387_933 * t * t
    return math.radians(degrees % 360.0)


def light_at(position_km: Vector, sun: Vector) -> float:
    """Share of the sun's disc that is seen from `position_km`, 0..1."""
    along = sum(p * s for p, s in zip(position_km, sun, strict=True))
    if along >= 0.0:
        return 1.0
    radius = math.sqrt(sum(p * p for p in position_km))
    dip = math.acos(EARTH_KM / radius)  # the horizon is this far below the horizontal
    elevation = math.asin(max(-1.0, min(1.0, along / radius)))
    half = math.radians(0.2665)
    return max(0.0, min(1.0, (elevation + dip + half) / (2.0 * half)))


class Track:
    """One station's orbit; `frame(eva_s)` is a pure function of EVA time with a cache of the next change of light."""

    __slots__ = ("_change", "_sat", "_span", "spec")

    def __init__(self, spec: OrbitSpec) -> None:
        """Raises ValueError if the element set can't be read or can't be propagated."""
        self.spec = spec
        self._sat = Satrec.twoline2rv(spec.line1, spec.line2)
        self._change: tuple[float, float] = (-1.0, -1.0)  # valid from, change at
        self._span: tuple[float, float, float] = (0.0, 0.0, 0.0)  # sunrise before, sunset, next sunrise
        self.state(0.0)

    def when(self, eva_s: float) -> tuple[float, float]:
        """Julian date parts at that EVA time."""
        return self.spec.jd, self.spec.fraction + eva_s / DAY_S

    def state(self, eva_s: float) -> tuple[Vector, Vector]:
        """Position (km) and velocity (km/s), TEME. Raises ValueError on a propagation error."""
        jd, fraction = self.when(eva_s)
        error, r, v = self._sat.sgp4(jd, fraction)
        if error:
            message = f"the element set can't be propagated to EVA second {eva_s:.0f} (sgp4 error {error})"
            raise ValueError(message)
        return r, v

    def light(self, eva_s: float) -> float:
        return light_at(self.state(eva_s)[0], sun_direction(*self.when(eva_s)))

    def _next_crossing(self, eva_s: float, *, direction: int) -> float:
        is_lit = self.light(eva_s) > 0.5
        at = eva_s
        for _ in range(600):
            at += STEP_S * direction
            if (self.light(at) > 0.5) != is_lit:
                low, high = at - STEP_S * direction, at
                for _ in range(8):
                    middle = (low + high) / 2
                    low, high = (middle, high) if (self.light(middle) > 0.5) == is_lit else (low, middle)
                return high
        return math.inf

    def cycle(self, eva_s: float) -> tuple[float, float, float]:
        """Last sunrise, the sunset after it and the sunrise after that, EVA seconds (inf in a season without night)."""
        rise, dusk, dawn = self._span
        if rise <= eva_s < dawn and rise != dawn:
            return self._span
        if self.light(eva_s) > 0.5:
            rise = self._next_crossing(eva_s, direction=-1)
            dusk = self._next_crossing(eva_s, direction=1)
        else:
            dusk = self._next_crossing(eva_s, direction=-1)
            rise = self._next_crossing(dusk - STEP_S, direction=-1) if math.isfinite(dusk) else math.inf
        if not math.isfinite(dusk) or not math.isfinite(rise):
            self._span = (eva_s, math.inf, math.inf)
        else:
            self._span = (rise, dusk, self._next_crossing(dusk + STEP_S, direction=1))
        return self._span

    def frame(self, eva_s: float) -> OrbitFrame:
        """The read model at that EVA time."""
        r, v = self.state(eva_s)
        jd, fraction = self.when(eva_s)
        sun = sun_direction(jd, fraction)
        radius = math.sqrt(r[0] ** 2 + r[1] ** 2 + r[2] ** 2)
        up = (r[0] / radius, r[1] / radius, r[2] / radius)
        h = (r[1] * v[2] - r[2] * v[1], r[2] * v[0] - r[0] * v[2], r[0] * v[1] - r[1] * v[0])
        size = math.sqrt(h[0] ** 2 + h[1] ** 2 + h[2] ** 2)
        port = (h[0] / size, h[1] / size, h[2] / size)
        ahead = (
            port[1] * up[2] - port[2] * up[1],
            port[2] * up[0] - port[0] * up[2],
            port[0] * up[1] - port[1] * up[0],
        )
        lon = math.atan2(r[1], r[0]) - sidereal_angle(jd, fraction)
        rise, dusk, dawn = self.cycle(eva_s)
        is_lit = eva_s < dusk
        period = dawn - rise
        return OrbitFrame(
            lat_rad=math.asin(max(-1.0, min(1.0, up[2]))),
            lon_rad=math.remainder(lon, 2.0 * math.pi),
            height_m=(radius - EARTH_KM) * 1000.0,
            sun=(
                sum(a * s for a, s in zip(ahead, sun, strict=True)),
                sum(a * s for a, s in zip(up, sun, strict=True)),
                -sum(a * s for a, s in zip(port, sun, strict=True)),
            ),
            light=light_at(r, sun),
            next_change_s=(dusk if is_lit else dawn) - eva_s,
            orbit_fraction=(eva_s - rise) / period if math.isfinite(period) else 0.0,
            night_from=(dusk - rise) / period if math.isfinite(period) else 1.0,
            position_km=r,
            velocity_kmps=v,
            jd=jd,
            fraction=fraction,
            eva_s=eva_s,
        )


def observe(state: State) -> None:
    """Bring the orbit up to date with the EVA clock and tell of sunrise and sunset."""
    track = state.track
    if track is None:
        return
    if state.orbit is not None and abs(state.eva_s - state.orbit_at_s) < UPDATE_EVA_S:
        return
    old = state.orbit
    state.orbit = track.frame(state.eva_s)
    state.orbit_at_s = state.eva_s
    if old is not None and (old.light > 0.5) != (state.orbit.light > 0.5):
        state.tell("sunrise" if state.orbit.light > 0.5 else "sunset")

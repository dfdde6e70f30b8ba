"""Every point of the Earth is over some place that people know: the smallest circle it lies in, else the nearest one.

Circles are in `assets/earth/places.toml`; the words are texts `place.<id>` ("over Kazan").
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.view.earth_maps import EARTH_ASSETS

EARTH_KM = 6371.0
STEP_RAD = 0.002


class Places:
    """The circles of one file, ready to be asked. Raises OSError or tomllib.TOMLDecodeError."""

    def __init__(self, file: Path) -> None:
        rows = tomllib.loads(file.read_text(encoding="utf-8"))["place"]
        self.ids: tuple[str, ...] = tuple(str(row["id"]) for row in rows)
        self._radius_km = np.array([row["radius_km"] for row in rows], dtype=np.float64)
        self._centre = _unit(np.radians([row["lat_deg"] for row in rows]), np.radians([row["lon_deg"] for row in rows]))

    def nearest(self, lat_rad: float, lon_rad: float) -> str:
        """The id of the smallest circle around this point, or of the circle whose edge is nearest."""
        cosine = np.clip(self._centre @ _unit(np.array(lat_rad), np.array(lon_rad)), -1.0, 1.0)
        outside_km = np.arccos(cosine) * EARTH_KM - self._radius_km
        inside = np.nonzero(outside_km <= 0.0)[0]
        if len(inside):
            return self.ids[int(inside[np.argmin(self._radius_km[inside])])]
        return self.ids[int(np.argmin(outside_km))]


def _unit(lat_rad: NDArray[np.float64], lon_rad: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([np.cos(lat_rad) * np.cos(lon_rad), np.cos(lat_rad) * np.sin(lon_rad), np.sin(lat_rad)], -1)


@functools.cache
def known_places() -> Places:
    """The circles that travel with the program."""
    return Places(EARTH_ASSETS / "places.toml")


def nearest_place(lat_rad: float, lon_rad: float) -> str:
    """The text key of what is below, such as `place.kazan`; asked anew every dozen kilometres."""
    return _place_of(round(lat_rad / STEP_RAD), round(lon_rad / STEP_RAD))


@functools.lru_cache(64)
def _place_of(lat_step: int, lon_step: int) -> str:
    return "place." + known_places().nearest(lat_step * STEP_RAD, lon_step * STEP_RAD)

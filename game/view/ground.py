"""What lies below the station: the nearest of a list of regions, seas and rivers, else the ocean or continent.

Coordinates are rounded centres taken from any school atlas; the names are texts `place.<id>` ("over the Volga").
"""

from __future__ import annotations

import math

# id, latitude, longitude in degrees, radius in degrees of arc within which the name is given
PLACES: tuple[tuple[str, float, float, float], ...] = (
    ("moscow", 55.8, 37.6, 4.0),
    ("kazan", 55.8, 49.1, 3.0),
    ("petersburg", 59.9, 30.3, 3.0),
    ("volga", 50.0, 46.0, 4.0),
    ("urals", 57.0, 60.0, 5.0),
    ("west_siberia", 60.0, 72.0, 9.0),
    ("altai", 50.0, 86.0, 4.0),
    ("baikal", 52.0, 106.0, 4.0),
    ("east_siberia", 60.0, 115.0, 10.0),
    ("amur", 50.0, 130.0, 5.0),
    ("okhotsk", 53.0, 149.0, 7.0),
    ("kamchatka", 54.0, 159.0, 4.0),
    ("black_sea", 43.3, 34.5, 4.0),
    ("caucasus", 43.0, 44.0, 3.0),
    ("caspian", 42.0, 51.0, 4.0),
    ("aral", 45.0, 60.0, 4.0),
    ("baikonur", 46.0, 66.0, 5.0),
    ("tien_shan", 42.0, 78.0, 5.0),
    ("ukraine_steppe", 48.5, 35.0, 3.0),
    ("carpathians", 48.0, 24.0, 3.0),
    ("baltic", 57.0, 20.0, 4.0),
    ("scandinavia", 59.0, 13.0, 5.0),
    ("germany", 51.0, 10.0, 3.5),
    ("alps", 46.5, 9.5, 2.6),
    ("italy", 42.5, 12.5, 3.0),
    ("france", 47.0, 2.5, 3.5),
    ("pyrenees", 42.6, 0.5, 2.0),
    ("spain", 40.0, -4.0, 3.5),
    ("britain", 52.5, -1.5, 3.0),
    ("ireland", 53.0, -8.0, 2.0),
    ("biscay", 45.5, -5.0, 3.0),
    ("north_sea", 55.0, 3.0, 3.0),
    ("adriatic", 43.0, 15.5, 1.8),
    ("greece", 38.5, 23.0, 3.0),
    ("turkey", 39.0, 33.0, 4.0),
    ("mediterranean_w", 40.0, 5.0, 4.0),
    ("mediterranean_e", 34.0, 27.0, 5.0),
    ("nile", 28.0, 31.0, 5.0),
    ("red_sea", 21.0, 38.0, 5.0),
    ("arabia", 23.0, 47.0, 6.0),
    ("gulf", 27.0, 51.5, 2.5),
    ("iran", 33.0, 54.0, 5.0),
    ("afghanistan", 34.0, 66.0, 4.0),
    ("himalaya", 29.0, 84.0, 5.0),
    ("tibet", 33.0, 88.0, 6.0),
    ("india", 20.0, 78.0, 7.0),
    ("ceylon", 7.5, 80.7, 2.5),
    ("bengal", 14.0, 88.0, 6.0),
    ("arabian_sea", 15.0, 65.0, 7.0),
    ("gobi", 43.0, 105.0, 6.0),
    ("mongolia", 47.0, 103.0, 5.0),
    ("china", 33.0, 112.0, 8.0),
    ("yellow_sea", 36.0, 123.0, 3.5),
    ("korea", 37.0, 128.0, 3.0),
    ("sea_of_japan", 40.0, 135.0, 4.0),
    ("japan", 36.0, 138.5, 3.5),
    ("kuril", 46.0, 151.0, 3.0),
    ("philippine_sea", 20.0, 133.0, 9.0),
    ("philippines", 12.0, 123.0, 4.0),
    ("indochina", 16.0, 104.0, 6.0),
    ("south_china_sea", 13.0, 114.0, 6.0),
    ("sumatra", 0.0, 102.0, 5.0),
    ("borneo", 1.0, 114.0, 5.0),
    ("java", -7.0, 110.0, 4.0),
    ("new_guinea", -6.0, 143.0, 6.0),
    ("coral_sea", -17.0, 154.0, 7.0),
    ("australia_n", -19.0, 134.0, 8.0),
    ("australia_w", -27.0, 121.0, 8.0),
    ("australia_e", -31.0, 147.0, 7.0),
    ("tasman", -39.0, 161.0, 8.0),
    ("new_zealand", -42.0, 173.0, 5.0),
    ("sahara_w", 24.0, -4.0, 9.0),
    ("sahara_e", 24.0, 17.0, 10.0),
    ("morocco", 32.0, -6.0, 3.5),
    ("west_africa", 10.0, -5.0, 8.0),
    ("guinea_gulf", 1.0, 3.0, 7.0),
    ("congo", -2.0, 22.0, 8.0),
    ("ethiopia", 9.0, 39.0, 5.0),
    ("somalia", 5.0, 47.0, 4.0),
    ("victoria", -2.0, 33.0, 4.0),
    ("angola", -13.0, 17.0, 6.0),
    ("mozambique", -17.0, 36.0, 6.0),
    ("madagascar", -19.0, 47.0, 5.0),
    ("namib", -23.0, 16.0, 5.0),
    ("south_africa", -30.0, 24.0, 6.0),
    ("newfoundland", 49.0, -56.0, 5.0),
    ("quebec", 51.0, -71.0, 7.0),
    ("great_lakes", 45.0, -84.0, 5.0),
    ("new_york", 41.0, -74.0, 3.0),
    ("prairies", 50.0, -104.0, 8.0),
    ("rockies", 48.0, -117.0, 6.0),
    ("alaska_gulf", 53.0, -142.0, 9.0),
    ("aleutians", 52.0, -172.0, 7.0),
    ("california", 37.0, -120.0, 4.0),
    ("great_plains", 40.0, -100.0, 7.0),
    ("texas", 31.0, -98.0, 4.0),
    ("mississippi", 36.0, -90.0, 4.0),
    ("florida", 28.0, -82.0, 3.0),
    ("mexico_gulf", 25.0, -91.0, 5.0),
    ("mexico", 22.0, -102.0, 5.0),
    ("caribbean", 15.0, -74.0, 6.0),
    ("cuba", 22.0, -79.0, 2.5),
    ("colombia", 4.0, -73.0, 5.0),
    ("amazon", -4.0, -60.0, 9.0),
    ("brazil_e", -10.0, -41.0, 7.0),
    ("rio", -22.0, -45.0, 4.0),
    ("peru", -10.0, -76.0, 5.0),
    ("andes", -22.0, -68.0, 5.0),
    ("chile", -35.0, -72.0, 4.0),
    ("la_plata", -35.0, -59.0, 5.0),
    ("patagonia", -46.0, -69.0, 6.0),
    ("hawaii", 20.5, -157.0, 5.0),
    ("polynesia", -17.0, -149.0, 8.0),
)


def place_below(lat_deg: float, lon_deg: float) -> str:
    """The text key of the phrase "over ..." for a point of the ground."""
    up = math.sin(math.radians(lat_deg))
    flat = math.cos(math.radians(lat_deg))
    best, best_ratio = "", 1.0
    for name, lat, lon, radius in PLACES:
        if abs(lat - lat_deg) > radius:
            continue
        cosine = up * math.sin(math.radians(lat)) + flat * math.cos(math.radians(lat)) * math.cos(
            math.radians(lon - lon_deg)
        )
        ratio = math.degrees(math.acos(max(-1.0, min(1.0, cosine)))) / radius
        if ratio < best_ratio:
            best, best_ratio = name, ratio
    return f"place.{best or _wide(lat_deg, lon_deg)}"


def _wide(lat: float, lon: float) -> str:
    """The ocean or continent, by rough boxes: good enough where nothing nearer has a name."""
    lon = (lon + 180) % 360 - 180
    land = (
        ("america_n", 26, 75, -125, -62),
        ("america_s", -38, 6, -78, -40),
        ("africa", -30, 34, -14, 42),
        ("eurasia", 36, 75, -6, 142),
    )
    for name, south, north, west, east in land:
        if south <= lat <= north and west <= lon <= east:
            return name
    if lat < -47:
        return "southern"
    band = "n" if lat > 12 else "s" if lat < -12 else "e"
    if -70 < lon < 20:
        return f"atlantic_{band}"
    if 20 <= lon < 110 and lat < 30:
        return "indian_s" if lat < -12 else "indian_n"
    return f"pacific_{band}"

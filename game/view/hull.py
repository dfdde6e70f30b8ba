"""Turns a module of the station file into a plate: its drawing at a scale, and a normal for every pixel.

A module without a drawing gets a panelled hull made from its outline, so that nothing in a level file is ever missing.
Everything here is a generator that yields between pieces of work of a few milliseconds and returns its result.
"""

from __future__ import annotations

import io
import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.view.light import Floats, Normals, alpha_of, blur, encode_normals, inflate

if TYPE_CHECKING:
    from game.missions.station import ModuleSpec
    from game.sim.spec import Point
    from game.view.svg import Drawing, Label

Job = Generator[None, None, None]

STRIP_PX = 160  # width of the strips in which normals are made
OVERLAP_PX = 18
RELIEF = 1.7  # how far lines of the drawing stand in relief
PILLOW = 5.5  # how far quilting puffs up
PILLOW_BLUR_PX = 6
CRUMPLE = 0.030  # standard deviation of the creases of a blanket; 0.1 would look like rock
CRUMPLE_PX = 512
BLANKET_BRIGHT = 118  # a blanket is bright, warm and hardly coloured
BLANKET_WARM = 5
BLANKET_GREY = 40


@dataclass(frozen=True, slots=True)
class Glow:
    """A window that shines at night: middle and radius in station pixels (y down)."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Plate:
    """A lit thing of the station: picture, normals (height, width), and its top left corner in station pixels."""

    albedo: pygame.Surface
    normals: Normals
    at: tuple[int, int]
    glows: tuple[Glow, ...] = field(default=())


def bounds(points: tuple[Point, ...]) -> tuple[float, float, float, float]:
    """The box of a polygon: left, bottom, right, top."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def contains(outline: tuple[Point, ...], at: Point) -> bool:
    """True if the point lies inside the polygon."""
    is_inside = False
    for (x0, y0), (x1, y1) in pairwise((*outline, outline[0])):
        if (y0 > at[1]) != (y1 > at[1]) and at[0] < x0 + (x1 - x0) * (at[1] - y0) / (y1 - y0):
            is_inside = not is_inside
    return is_inside


def quarter_turns(module: ModuleSpec, drawing: Drawing, others: tuple[ModuleSpec, ...]) -> int:
    """Quarter turns counter-clockwise that fit a drawing to its module; a ship's nose points to its port."""
    left, bottom, right, top = bounds(module.outline)
    is_wide = right - left >= top - bottom
    if module.kind != "ship":
        return int(is_wide != (drawing.hull[0] >= drawing.hull[1]))
    middle = ((left + right) / 2, (bottom + top) / 2)
    ends = ((right, middle[1]), (middle[0], top), (left, middle[1]), (middle[0], bottom))
    choices = (0, 2) if is_wide else (1, 3)
    return min(
        choices, key=lambda turn: (min((_gap(ends[turn], bounds(o.outline)) for o in others), default=0.0), turn)
    )


def _gap(point: Point, box: tuple[float, float, float, float]) -> float:
    return math.hypot(
        max(box[0] - point[0], 0.0, point[0] - box[2]),
        max(box[1] - point[1], 0.0, point[1] - box[3]),
    )


def drawn_plate(
    module: ModuleSpec,
    drawing: Drawing,
    others: tuple[ModuleSpec, ...],
    scale: float,
    font_path: str,
) -> Generator[None, None, Plate]:
    """The plate of a module that has a drawing, at `scale` px/m."""
    turns = quarter_turns(module, drawing, others)
    left, bottom, right, top = bounds(module.outline)
    wide, high = (right - left) * 100.0, (top - bottom) * 100.0
    if turns % 2:
        wide, high = high, wide
    stretch = (wide / drawing.hull[0], high / drawing.hull[1])
    picture = drawing.raster(scale, stretch)
    yield
    unit = (stretch[0] * scale / 100.0, stretch[1] * scale / 100.0)
    for label in drawing.labels:
        _letter(picture, label, (drawing.box[0], drawing.box[1]), unit, font_path)
    yield
    round_x, round_y = _revolution(drawing, picture.get_size(), unit)
    yield
    yield from _crumple()
    nx, ny = round_x, round_y
    for bump_x, bump_y, columns in _relief(picture):
        nx[:, columns] += bump_x
        ny[:, columns] += bump_y
        yield
    margins = [-drawing.box[0] * unit[0], -drawing.box[1] * unit[1]]
    margins += [
        picture.get_width() - margins[0] - wide * scale / 100.0,
        picture.get_height() - margins[1] - high * scale / 100.0,
    ]
    panes = [
        ((w.x - drawing.box[0]) * unit[0], (w.y - drawing.box[1]) * unit[1], w.radius * unit[0])
        for w in drawing.windows
    ]
    for _ in range(turns):
        panes = [(y, picture.get_width() - x, radius) for x, y, radius in panes]
        picture = pygame.transform.rotate(picture, 90)
        nx, ny = np.rot90(ny), -np.rot90(nx)
        margins = [margins[1], margins[2], margins[3], margins[0]]
        yield
    at = (round(left * scale - margins[0]), round(-top * scale - margins[1]))
    glows = tuple(Glow(at[0] + x, at[1] + y, radius) for x, y, radius in panes)
    yield
    return Plate(picture, encode_normals(np.ascontiguousarray(nx), np.ascontiguousarray(ny)), at, glows)


def _letter(
    picture: pygame.Surface, label: Label, corner: tuple[float, float], unit: tuple[float, float], font_path: str
) -> None:
    """Paint a name on the hull, as if through a stencil."""
    font = pygame.font.Font(font_path, max(7, round(label.height * unit[1] * 1.38)))  # capitals are 0.72 of the size
    line = font.render(label.text, True, label.fill)
    line.set_alpha(225)
    line = pygame.transform.rotate(line, 90 * label.turn)
    x, y = (label.x - corner[0]) * unit[0], (label.y - corner[1]) * unit[1]
    picture.blit(line, (round(x - line.get_width() / 2), round(y - line.get_height() / 2)))


def _revolution(drawing: Drawing, size: tuple[int, int], unit: tuple[float, float]) -> tuple[Floats, Floats]:
    """Normals of the body of revolution that the profile describes."""
    along, across = (0, 1) if drawing.axis == "x" else (1, 0)
    station = (np.arange(size[along], dtype=np.float32) + 0.5) / unit[along] + drawing.box[along]
    offset = (
        (np.arange(size[across], dtype=np.float32) + 0.5) / unit[across]
        + drawing.box[across]
        - drawing.hull[across] / 2
    )
    knots = np.array(drawing.profile or ((0.0, drawing.hull[across] / 2),), np.float32)
    radius = np.maximum(np.interp(station, knots[:, 0], knots[:, 1]), 1.0).astype(np.float32)
    slope = np.clip(np.gradient(radius, station), -1.4, 1.4).astype(np.float32)
    length = np.sqrt(1.0 + slope * slope)
    turn = np.clip(offset[:, None] / radius[None, :], -1.0, 1.0)
    n_across = (turn * 0.97 / length[None, :]).astype(np.float32)
    n_along = np.broadcast_to((-slope / length)[None, :], n_across.shape) * np.sqrt(1.0 - 0.9 * turn * turn)
    if drawing.axis == "x":
        return n_along.astype(np.float32), n_across
    return np.ascontiguousarray(n_across.T), np.ascontiguousarray(n_along.T).astype(np.float32)


def _relief(picture: pygame.Surface) -> Generator[tuple[Floats, Floats, slice], None, None]:
    """Relief of a drawing in strips: lines as grooves, quilting as pillows, creases on blankets only."""
    width, height = picture.get_size()
    for start in range(0, width, STRIP_PX):
        stop = min(width, start + STRIP_PX)
        low, high = max(0, start - OVERLAP_PX), min(width, stop + OVERLAP_PX)
        strip = picture.subsurface((low, 0, high - low, height))
        colours = pygame.surfarray.array3d(strip).swapaxes(0, 1).astype(np.float32)
        mean = colours.mean(-1)
        light = mean / 255.0
        fine_y, fine_x = np.gradient(blur(light, 1))
        soft_y, soft_x = np.gradient(blur(light, PILLOW_BLUR_PX))
        is_blanket = (mean > BLANKET_BRIGHT) & (colours[..., 0] - colours[..., 2] > BLANKET_WARM)
        is_blanket &= colours.max(-1) - colours.min(-1) < BLANKET_GREY
        cloth = blur(is_blanket.astype(np.float32), 2)
        crease_x, crease_y = _creases
        rows = np.arange(height) % CRUMPLE_PX
        columns = np.arange(low, high) % CRUMPLE_PX
        pick = np.ix_(rows, columns)
        bump_x = -fine_x * RELIEF - soft_x * PILLOW * (0.35 + 0.65 * cloth) - crease_x[pick] * cloth
        bump_y = -fine_y * RELIEF - soft_y * PILLOW * (0.35 + 0.65 * cloth) - crease_y[pick] * cloth
        inner = slice(start - low, stop - low)
        yield bump_x[:, inner].astype(np.float32), bump_y[:, inner].astype(np.float32), slice(start, stop)


_creases: list[Floats] = []  # slopes x and y of a repeating field of crumpled foil, once `_crumple` has made them


def _crumple() -> Iterator[None]:
    """Make the creases, with standard deviation CRUMPLE, once and a part of them at a time."""
    if _creases:
        return
    dice = np.random.default_rng(7)
    frequency = np.hypot(*np.meshgrid(np.fft.fftfreq(CRUMPLE_PX), np.fft.rfftfreq(CRUMPLE_PX), indexing="ij"))
    frequency[0, 0] = 1.0
    total_x = np.zeros((CRUMPLE_PX, CRUMPLE_PX), np.float32)
    total_y = np.zeros_like(total_x)
    for power, share, is_ridged in ((2.2, 1.0, False), (2.0, 0.9, True), (1.85, 0.6, True)):
        noise = np.fft.rfft2(dice.standard_normal((CRUMPLE_PX, CRUMPLE_PX)))
        yield
        field_ = np.fft.irfft2(noise / frequency**power, s=(CRUMPLE_PX, CRUMPLE_PX))
        yield
        if is_ridged:
            field_ = -np.abs(field_)
        slope_x = np.roll(field_, -1, 1) - np.roll(field_, 1, 1)
        slope_y = np.roll(field_, -1, 0) - np.roll(field_, 1, 0)
        total_x += (slope_x * share / slope_x.std()).astype(np.float32)
        total_y += (slope_y * share / slope_x.std()).astype(np.float32)
        yield
    made = []
    for total in (total_x, total_y):
        soft = np.tanh(total / 2.4) * 2.4
        made.append((soft * CRUMPLE / soft.std()).astype(np.float32))
        yield
    _creases[:] = made


def bare_plate(module: ModuleSpec, scale: float) -> Generator[None, None, Plate]:
    """The plate of a module without a drawing: a hull of painted panels in the shape of its outline."""
    left, bottom, right, top = bounds(module.outline)
    margin = 0.05
    wide, high = (right - left + 2 * margin) * 100, (top - bottom + 2 * margin) * 100
    points = [((x - left + margin) * 100, (top + margin - y) * 100) for x, y in module.outline]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
    step = 44.0
    lines = "".join(f"M{x:.1f} 0V{high:.1f}" for x in np.arange(step, wide, step))
    lines += "".join(f"M0 {y:.1f}H{wide:.1f}" for y in np.arange(step, high, step))
    size = (max(1, round(wide / 100 * scale)), max(1, round(high / 100 * scale)))
    view = f'width="{wide:.1f}" height="{high:.1f}" viewBox="0 0 {wide:.1f} {high:.1f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {view}>'
    body = f'<path d="{path}" fill="#bfc0bb" stroke="#1d2733" stroke-width="2.6"/>'
    seams = f'<path d="{lines}" fill="none" stroke="#9d998c" stroke-width="1.1" stroke-opacity="0.7"/>'
    shape = rastered(f"{head}{body}</svg>", size)
    yield
    picture = rastered(f"{head}{body}{seams}</svg>", size)
    # Seams run on beyond a bent outline: keep them only where the hull is.
    alpha = pygame.surfarray.pixels_alpha(picture)
    alpha[:] = pygame.surfarray.array_alpha(shape)
    del alpha
    yield
    solid = alpha_of(shape)
    if module.axis in ("x", "y"):
        nx, ny = _round_across(solid, module.axis)
    else:
        nx, ny = inflate(solid, min(size) * 0.45)
    yield
    yield from _crumple()
    for bump_x, bump_y, columns in _relief(picture):
        nx[:, columns] += bump_x
        ny[:, columns] += bump_y
        yield
    return Plate(picture, encode_normals(nx, ny), (round((left - margin) * scale), round(-(top + margin) * scale)))


def _round_across(solid: Floats, axis: str) -> tuple[Floats, Floats]:
    """Normals of a round body whose half-width at each station is read from its silhouette."""
    inside = (solid if axis == "x" else solid.T) > 0.5
    rows = np.arange(inside.shape[0], dtype=np.float32)[:, None]
    count = np.maximum(inside.sum(0), 1).astype(np.float32)
    middle = (inside * rows).sum(0) / count
    across = (np.clip((rows - middle[None, :]) / (count[None, :] / 2), -1.0, 1.0) * 0.97).astype(np.float32)
    none = np.zeros_like(across)
    if axis == "x":
        return none, across
    return np.ascontiguousarray(across.T), np.ascontiguousarray(none.T)


def rastered(svg: str, size: tuple[int, int]) -> pygame.Surface:
    """An SVG text as a picture of exactly `size` pixels."""
    picture = pygame.image.load_sized_svg(io.BytesIO(svg.encode()), size)
    if picture.get_size() == size:
        return picture
    sheet = pygame.Surface(size, pygame.SRCALPHA, 32)
    sheet.blit(picture, (0, 0))
    return sheet

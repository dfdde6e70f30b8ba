"""A map of the way: the station's outline from its level file, rails, and numbered stops from the hatch and back."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.sim.spec import Point, StructureSpec
from game.view.camera import Camera
from game.view.pen import Pen
from game.view.vector import drawing, fill_of, stroke_of

FILLS = {"hull": (58, 78, 104), "solid": (40, 56, 78), "fragile": (38, 62, 118)}
RAIL = (229, 185, 60)
RINGS = 8  # half discs that a disc may be moved aside
LEAST_M = 9.0  # a map shows at least this much, so that a short way keeps its surroundings


@dataclass(frozen=True, slots=True)
class Stop:
    """A numbered place; number 0 is the hatch."""

    at: Point
    number: int


@dataclass(frozen=True, slots=True)
class RouteMap:
    """The station's structure and the way over it; `path` is drawn if given, else straight lines between stops."""

    structure: StructureSpec
    stops: tuple[Stop, ...]
    path: tuple[Point, ...] = ()
    labels: tuple[tuple[str, Point], ...] = ()  # names of modules and their middles
    ground: pygame.Surface | None = None  # a picture of the place of the map's size, instead of outlines


def map_camera(route: RouteMap, size: tuple[int, int]) -> Camera:
    """The view of a map of this size: all stops, or where there are none the whole structure."""
    points = [stop.at for stop in route.stops]
    points = points or [point for shape in route.structure.shapes for point in shape.outline] or [(0.0, 0.0)]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    width = max(LEAST_M, (max(xs) - min(xs)) * 1.25 + 2)
    height = max(LEAST_M, (max(ys) - min(ys)) * 1.3 + 2)
    middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return Camera(middle, min(size[0] / width, size[1] / height), size)


def paint_map(pen: Pen, route: RouteMap, size: tuple[int, int]) -> pygame.Surface:
    """The map as a picture of `size`; the stops fill it."""
    view = map_camera(route, size)
    palette = pen.palette
    picture = pen.sheet(size)
    if route.ground is not None:
        picture.blit(route.ground, route.ground.get_rect(center=(size[0] // 2, size[1] // 2)))
    else:
        picture.blit(drawing(_outlines(pen, route, view), size), (0, 0))
    way = route.path or tuple(stop.at for stop in route.stops)
    if len(way) > 1:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(view.to_screen, way))
        body = f'<polyline points="{points}" fill="none" {stroke_of((*palette.solid, 255), 9)}/>'
        body += f'<polyline points="{points}" fill="none" {stroke_of(palette.accent, 4)} stroke-dasharray="3 9"/>'
        picture.blit(drawing(body, size), (0, 0))
    _names(pen, picture, route, view)
    _stops(pen, picture, route, view)
    return picture


def _outlines(pen: Pen, route: RouteMap, view: Camera) -> str:
    """Shapes and rails from the level file."""
    body: list[str] = []
    for kind in ("hull", "fragile", "solid"):
        for shape in route.structure.shapes:
            if shape.kind == kind and len(shape.outline) > 2:
                points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(view.to_screen, shape.outline))
                body.append(
                    f'<polygon points="{points}" {fill_of((*FILLS[kind], 235))} '
                    f"{stroke_of((*pen.palette.dim, 120), 1.2)}/>"
                )
    for rail in route.structure.rails:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(view.to_screen, rail.points))
        body.append(f'<polyline points="{points}" fill="none" {stroke_of((*RAIL, 210), 2.4)}/>')
    return "".join(body)


def _names(pen: Pen, picture: pygame.Surface, route: RouteMap, view: Camera) -> None:
    for name, at in route.labels:
        x, y = view.to_screen(at)
        width = pen.letters.width(name, "label")
        if width / 2 < x < picture.get_width() - width / 2 and 20 < y < picture.get_height() - 20:
            at_px = (x, y - pen.letters.height("label") / 2)
            pen.letters.put(picture, name, at_px, "label", pen.palette.dim, align=0.5)


def _stops(pen: Pen, picture: pygame.Surface, route: RouteMap, view: Camera) -> None:
    """Discs with numbers; places closer together than a disc share one pill."""
    palette = pen.palette
    size = pen.theme.art(40)
    groups: list[tuple[list[int], tuple[float, float]]] = []
    for stop in sorted(route.stops, key=lambda one: one.number):
        x, y = view.to_screen(stop.at)
        near = next(
            (numbers for numbers, at in groups if abs(at[0] - x) < size and abs(at[1] - y) < size and 0 not in numbers),
            None,
        )
        if near is not None and stop.number:
            near.append(stop.number)
        else:
            groups.append(([stop.number], (x, y)))
    taken: list[pygame.Rect] = []
    for numbers, (x, y) in groups:
        label = _spans(numbers)
        word = pen.letters.line(label, "label", palette.on_focus)
        box = pygame.Rect(0, 0, max(size, word.get_width() + size // 2), size)
        box.center = (round(x), round(y))
        room = picture.get_rect().inflate(-8, -8)
        box.clamp_ip(room)
        box = _free_place(box, taken, room)
        taken.append(box)
        is_home = numbers == [0]
        picture.blit(pen.box(box.size, palette.ok if is_home else palette.accent, palette.solid, 4, size / 2), box)
        mark = pen.icon("home", round(size * 0.66), palette.solid) if is_home else word
        picture.blit(mark, mark.get_rect(center=box.center))


def _free_place(box: pygame.Rect, taken: list[pygame.Rect], room: pygame.Rect) -> pygame.Rect:
    """The nearest place to a box that nothing covers, still inside the map; the box itself if the map is full."""
    step = box.height // 2 + 2
    for ring in range(RINGS):
        places = [(dx, dy) for dx in range(-ring, ring + 1) for dy in range(-ring, ring + 1)]
        for dx, dy in sorted(places, key=lambda place: (place[0] ** 2 + place[1] ** 2, place)):
            moved = box.move(dx * step, dy * step)
            if room.contains(moved) and not any(moved.colliderect(other) for other in taken):
                return moved
    return box


def _spans(numbers: list[int]) -> str:
    """1, 2, 3, 6 as "1-3, 6" with a true dash."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(f"{p[0]}\N{EN DASH}{p[-1]}" if len(p) > 1 else str(p[0]) for p in parts)

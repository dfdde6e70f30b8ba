"""Marks on the picture that help the player: holds in reach, hook preview, goal, route, danger. Told by shape first.

`Marks` is a frozen value made by whoever knows the rules (the session's questions); `MarksPainter` only paints it.
A hold that can be taken is an open ring whose left or right half is filled for the hand that would take it, one that
can't is a ring struck through, the chosen one has ticks. So nothing depends on telling colours apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pygame

from game.view.vector import drawing, hex_of

if TYPE_CHECKING:
    from game.sim.spec import Point
    from game.view.camera import Camera
    from game.view.lettering import Lettering
    from game.view.theme import Colour, Theme, Tint

EDGE_PX = 64  # how far from the picture's edge an arrow to a goal outside stays
ROUTE_STEP_PX = 34.0
TAG_PX = (76, 80)  # of a hook's tag; its tip is at the bottom in the middle
PULSE_S = 1.6  # slower than anything that could be called flashing
NEAR_M = 0.8  # nearer than that the goal needs no distance


@dataclass(frozen=True, slots=True)
class HoldMark:
    """A point a hand might take. state: can, cannot, target; side: left, right or "" for either."""

    at: Point
    state: str = "can"
    side: str = ""


@dataclass(frozen=True, slots=True)
class ClipMark:
    """Where a hook would close. state: can, cannot, target; `tag` is the hook's number as text."""

    at: Point
    state: str = "can"
    tag: str = ""


@dataclass(frozen=True, slots=True)
class GoalMark:
    """The next thing to do. `label`: the finished words beside it (distance, name) in the player's language."""

    at: Point
    label: str = ""
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class DangerMark:
    """A place to stay out of: its outline, and whether someone is about to enter it."""

    outline: tuple[Point, ...]
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything to be marked in one picture."""

    holds: tuple[HoldMark, ...] = ()
    clips: tuple[ClipMark, ...] = ()
    goal: GoalMark | None = None
    route: tuple[Point, ...] = ()
    dangers: tuple[DangerMark, ...] = ()
    rails: tuple[tuple[Point, ...], ...] = ()  # rails in reach: drawn with a bright core
    drift: tuple[Point, ...] = ()  # where one would float if one let go now


NO_MARKS = Marks()


class MarksPainter:
    """Paints marks over a finished picture."""

    def __init__(self, theme: Theme, letters: Lettering) -> None:
        """Colours and sizes come from the theme, words are set by `letters`."""
        self.theme = theme
        self.letters = letters

    def draw(self, surface: pygame.Surface, camera: Camera, marks: Marks, play_s: float = 0.0) -> None:
        """Paint the marks; `play_s` drives the calm pulse of what is chosen."""
        pulse = 0.0 if self.theme.reduced_motion else 0.5 - 0.5 * math.cos(2 * math.pi * play_s / PULSE_S)
        for danger in marks.dangers:
            self._danger(surface, camera, danger)
        for rail in marks.rails:
            self._rail(surface, camera, rail)
        if len(marks.route) > 1:
            self._route(surface, camera, marks.route)
        if len(marks.drift) > 1:
            self._drift(surface, camera, marks.drift)
        for hold in marks.holds:
            if camera.sees(hold.at, 0.3):
                self._put(surface, camera, hold.at, self._hold_picture(hold, pulse))
        for clip in marks.clips:
            if camera.sees(clip.at, 0.3):
                self._clip(surface, camera, clip, pulse)
        if marks.goal is not None:
            self._goal(surface, camera, marks.goal, pulse)

    @staticmethod
    def _put(surface: pygame.Surface, camera: Camera, at: Point, picture: pygame.Surface) -> None:
        x, y = camera.to_screen(at)
        surface.blit(picture, (round(x - picture.get_width() / 2), round(y - picture.get_height() / 2)))

    def _hold_picture(self, hold: HoldMark, pulse: float) -> pygame.Surface:
        palette = self.theme.palette
        outline = _colour(palette.marker_outline)
        if hold.state == "target":
            size = self.theme.art(60)
            return drawing(
                _target(_colour(palette.accent), outline, hold.side, round(pulse * 4)), (size, size), (60, 60)
            )
        if hold.state == "cannot":
            size = self.theme.art(30)
            return drawing(_struck(_colour(palette.dim), outline), (size, size), (60, 60))
        size = self.theme.art(38)
        return drawing(_ring(_colour(palette.text), outline, hold.side), (size, size), (60, 60))

    def _clip(self, surface: pygame.Surface, camera: Camera, clip: ClipMark, pulse: float) -> None:
        """A bright tag with the hook and its number, whose tip is where the hook would close; rings are for hands."""
        palette = self.theme.palette
        colour = palette.warn if clip.state == "target" else palette.dim if clip.state == "cannot" else palette.text
        scale = self.theme.art(100) / 100.0 * (1.12 if clip.state == "target" else 1.0)
        size = (round(TAG_PX[0] * scale), round(TAG_PX[1] * scale))
        ink = palette.marker_outline[:3]
        body = _tag(_colour(colour), _colour(palette.marker_outline), clip.state, round(pulse * 4))
        picture = drawing(body, size, TAG_PX)
        x, y = camera.to_screen(clip.at)
        left, top = round(x - size[0] / 2), round(y - size[1])
        surface.blit(picture, (left, top))
        if clip.tag:
            word = self.letters.line(clip.tag, "strong", ink if clip.state != "cannot" else colour)
            middle = (left + round(size[0] * 0.70), top + round(size[1] * 0.335))
            surface.blit(word, word.get_rect(center=middle))

    def _words(
        self,
        surface: pygame.Surface,
        text: str,
        at: tuple[float, float],
        style: str,
        colour: Colour,
        align: float = 0.0,
    ) -> None:
        """A line with a dark rim, readable over bright cloud and white hull."""
        dark = self.letters.line(text, style, self.theme.palette.marker_outline[:3])
        light = self.letters.line(text, style, colour)
        x, y = round(at[0] - light.get_width() * align), round(at[1])
        for dx, dy in ((-2, 0), (2, 0), (0, -2), (0, 2), (-1, -1), (1, 1), (-1, 1), (1, -1)):
            surface.blit(dark, (x + dx, y + dy))
        surface.blit(light, (x, y))

    def _rail(self, surface: pygame.Surface, camera: Camera, rail: tuple[Point, ...]) -> None:
        points = [camera.to_screen(point) for point in rail]
        edge = self.theme.palette.marker_outline[:3]
        for start, end in pairwise(points):
            pygame.draw.line(surface, edge, start, end, 11)
            pygame.draw.line(surface, self.theme.palette.sun, start, end, 5)

    def _route(self, surface: pygame.Surface, camera: Camera, route: tuple[Point, ...]) -> None:
        """Chevrons along the way, pointing where to go."""
        points = [camera.to_screen(point) for point in route]
        wide, high = camera.size
        left = ROUTE_STEP_PX * 0.5
        for (x0, y0), (x1, y1) in pairwise(points):
            length = math.hypot(x1 - x0, y1 - y0)
            if length < 1.0:
                continue
            turn = round(math.degrees(math.atan2(y0 - y1, x1 - x0)) / 15.0) * 15 % 360
            while left < length:
                x, y = x0 + (x1 - x0) * left / length, y0 + (y1 - y0) * left / length
                if -20 < x < wide + 20 and -20 < y < high + 20:
                    body = _chevron(
                        _colour(self.theme.palette.accent), _colour(self.theme.palette.marker_outline), turn
                    )
                    picture = drawing(body, (26, 26), (60, 60))
                    surface.blit(picture, (round(x) - 13, round(y) - 13))
                left += ROUTE_STEP_PX
            left -= length

    def _drift(self, surface: pygame.Surface, camera: Camera, drift: tuple[Point, ...]) -> None:
        """Dots that shrink along the free path."""
        for index, point in enumerate(drift):
            x, y = camera.to_screen(point)
            radius = max(1.5, 5.0 - 4.0 * index / len(drift))
            pygame.draw.aacircle(
                surface, self.theme.palette.marker_outline[:3], (round(x), round(y)), round(radius) + 2
            )
            pygame.draw.aacircle(surface, self.theme.palette.text, (round(x), round(y)), round(radius))

    def _danger(self, surface: pygame.Surface, camera: Camera, danger: DangerMark) -> None:
        points = [camera.to_screen(point) for point in danger.outline]
        palette = self.theme.palette
        colour = palette.alarm if danger.is_near else palette.warn
        for start, end in zip(points, [*points[1:], points[0]], strict=True):
            _dashes(surface, palette.marker_outline[:3], start, end, 7)
            _dashes(surface, colour, start, end, 3)
        middle = (sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points))
        size = self.theme.art(44 if danger.is_near else 34)
        picture = drawing(_warning(_colour(colour), _colour(palette.marker_outline)), (size, size), (60, 60))
        surface.blit(picture, (round(middle[0] - size / 2), round(middle[1] - size / 2)))

    def _goal(self, surface: pygame.Surface, camera: Camera, goal: GoalMark, pulse: float) -> None:
        palette = self.theme.palette
        colour = palette.ok if goal.is_done else palette.sun
        x, y = camera.to_screen(goal.at)
        wide, high = camera.size
        is_inside = EDGE_PX <= x <= wide - EDGE_PX and EDGE_PX <= y <= high - EDGE_PX
        if is_inside:
            size = self.theme.art(52)
            picture = drawing(
                _pin(_colour(colour), _colour(palette.marker_outline), done=goal.is_done), (size, size), (60, 60)
            )
            lift = round(8 + 6 * pulse)
            surface.blit(picture, (round(x - size / 2), round(y - size - lift)))
            if goal.label:
                self._words(
                    surface, goal.label, (x, y - size - lift - self.letters.height("label") - 4), "label", colour, 0.5
                )
            return
        turn = math.atan2(high / 2 - y, x - wide / 2)
        dx, dy = math.cos(turn), -math.sin(turn)
        reach = min(
            (wide / 2 - EDGE_PX) / abs(dx) if abs(dx) > 1e-6 else 1e9,
            (high / 2 - EDGE_PX) / abs(dy) if abs(dy) > 1e-6 else 1e9,
        )
        edge_x, edge_y = wide / 2 + dx * reach, high / 2 + dy * reach
        size = self.theme.art(56)
        degrees = round(math.degrees(turn) / 5) * 5 % 360
        picture = drawing(_arrow(_colour(colour), _colour(palette.marker_outline), degrees), (size, size), (60, 60))
        surface.blit(picture, (round(edge_x - size / 2), round(edge_y - size / 2)))
        if goal.label:
            inward_x, inward_y = edge_x - dx * (size * 0.5 + 34), edge_y - dy * (size * 0.5 + 24)
            self._words(
                surface, goal.label, (inward_x, inward_y - self.letters.height("label") / 2), "label", colour, 0.5
            )


def _colour(colour: Colour | Tint) -> str:
    return hex_of(colour)


def _stroke(path: str, colour: str, width: float) -> str:
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" {ends}/>'


def _half(side: str, colour: str, radius: float) -> str:
    """The filled half that tells the hand; a dot where either may go."""
    if side not in ("left", "right"):
        return f'<circle cx="30" cy="30" r="{radius * 0.36}" fill="{colour}"/>'
    sweep = 0 if side == "left" else 1
    return f'<path d="M30 {30 - radius}A{radius} {radius} 0 0 {sweep} 30 {30 + radius}Z" fill="{colour}"/>'


def _ring(colour: str, outline: str, side: str) -> str:
    return (
        f'<circle cx="30" cy="30" r="19" fill="{outline}" fill-opacity="0.35" stroke="{outline}" stroke-width="10"/>'
        f'<circle cx="30" cy="30" r="19" fill="none" stroke="{colour}" stroke-width="4.6"/>' + _half(side, colour, 11)
    )


def _target(colour: str, outline: str, side: str, pulse: int) -> str:
    reach = 22 + pulse * 0.6
    ticks = "".join(
        f"M{30 + reach * dx:.1f} {30 + reach * dy:.1f}l{6 * dx:.1f} {6 * dy:.1f}"
        for dx, dy in ((0.71, 0.71), (-0.71, 0.71), (-0.71, -0.71), (0.71, -0.71))
    )
    return (
        f'<circle cx="30" cy="30" r="17" fill="{outline}" fill-opacity="0.35" stroke="{outline}" stroke-width="9"/>'
        + _stroke(ticks, outline, 8)
        + f'<circle cx="30" cy="30" r="17" fill="none" stroke="{colour}" stroke-width="4.4"/>'
        + _stroke(ticks, colour, 4)
        + _half(side, colour, 10.5)
    )


def _struck(colour: str, outline: str) -> str:
    line = "M17 43L43 17"
    return (
        f'<circle cx="30" cy="30" r="19" fill="none" stroke="{outline}" stroke-width="10"/>'
        + _stroke(line, outline, 10)
        + f'<circle cx="30" cy="30" r="19" fill="none" stroke="{colour}" stroke-width="4.6"/>'
        + _stroke(line, colour, 4.6)
    )


def _tag(colour: str, outline: str, state: str, pulse: int) -> str:
    """A plate with a tip, filled when the hook can be closed there, an outline struck through when it cannot."""
    plate = "M12 3H64A9 9 0 0 1 73 12V43A9 9 0 0 1 64 52H45L38 77L31 52H12A9 9 0 0 1 3 43V12A9 9 0 0 1 12 3Z"
    frame = "M22 41C17 38 17 22 20 17C24 11 35 12 38 19C39 22 39 24 38 27"
    gate = "M37 31L31 42C28 46 24 45 22 41"
    if state == "cannot":
        return (
            f'<path d="{plate}" fill="{outline}" stroke="{colour}" stroke-width="3"/>'
            + _stroke(frame + gate, colour, 4.2)
            + _stroke("M10 48L66 8", colour, 4.2)
        )
    rim = 3.5 + 0.5 * pulse
    body = f'<path d="{plate}" fill="{colour}" stroke="{outline}" stroke-width="{rim}" stroke-linejoin="round"/>'
    body += _stroke(frame, outline, 5.0)
    if state == "target":
        return body + _stroke(gate, outline, 5.0)
    return body + f'<path d="{gate}" fill="none" stroke="{outline}" stroke-width="5" stroke-dasharray="5 4"/>'


def _chevron(colour: str, outline: str, degrees: int) -> str:
    path = "M22 14L38 30L22 46"
    return f'<g transform="rotate({-degrees} 30 30)">{_stroke(path, outline, 16)}{_stroke(path, colour, 8)}</g>'


def _pin(colour: str, outline: str, *, done: bool) -> str:
    path = "M30 57L14 34C6 22 14 5 30 5C46 5 54 22 46 34Z"
    mark = _stroke("M21 24L28 31L40 17", outline, 6) if done else f'<circle cx="30" cy="23" r="8" fill="{outline}"/>'
    return f'<path d="{path}" fill="{colour}" stroke="{outline}" stroke-width="4" stroke-linejoin="round"/>{mark}'


def _arrow(colour: str, outline: str, degrees: int) -> str:
    return (
        f'<g transform="rotate({-degrees} 30 30)"><path d="M54 30L20 10L27 30L20 50Z" fill="{colour}" '
        f'stroke="{outline}" stroke-width="4" stroke-linejoin="round"/></g>'
    )


def _warning(colour: str, outline: str) -> str:
    return (
        f'<path d="M30 8L54 50H6Z" fill="{colour}" stroke="{outline}" stroke-width="5" stroke-linejoin="round"/>'
        + _stroke("M30 24V36", outline, 6)
        + f'<circle cx="30" cy="43.5" r="3.4" fill="{outline}"/>'
    )


def _dashes(
    surface: pygame.Surface, colour: Colour, start: tuple[float, float], end: tuple[float, float], width: int
) -> None:
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    count = max(1, int(length / 22))
    for i in range(count):
        a, b = i / count, (i + 0.6) / count
        pygame.draw.line(
            surface,
            colour,
            (start[0] + (end[0] - start[0]) * a, start[1] + (end[1] - start[1]) * a),
            (start[0] + (end[0] - start[0]) * b, start[1] + (end[1] - start[1]) * b),
            width,
        )

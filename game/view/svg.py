"""Reads the station's drawings: SVG files in centimetres that also carry what light and labels need to know.

(0, 0) of a drawing is the top left corner of its module's outline and one unit is one centimetre, so the view box
tells how far the picture reaches beyond the outline. The root element says `data-hull="width height"` (the outline's
box), `data-axis` (x, y) and `data-profile` ("station,radius ..." along the axis, for shading). Circles with
`data-window` glow at night; rectangles with `data-label` are lines of text, as the rasteriser draws no `<text>`.

The rasteriser (nanosvg, inside SDL_image) leaves out or misdraws much of SVG without a word; `problems_of` finds that.
"""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from pathlib import Path

NAMESPACE = "{http://www.w3.org/2000/svg}"
LARGEST_BYTES = 60_000
CM_PER_M = 100.0

GRADIENTS = ("linearGradient", "radialGradient")
SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
DRAWN = frozenset(("svg", "g", *SHAPES, *GRADIENTS, "stop", "defs", "style", "title", "desc", "metadata"))
WHY_NOT = {
    "svg": "a nested <svg> wrecks the whole picture",
    "clipPath": "ignored: the shape is drawn whole",
    "mask": "ignored: the shape is drawn whole",
    "filter": "ignored",
    "use": "not drawn: repeat the element",
    "symbol": "not drawn: repeat the element",
    "text": "not drawn: use a rect with data-label",
    "image": "not drawn",
    "pattern": "not drawn: repeat the element",
}
_GRADIENT_NUMBERS = ("x1", "y1", "x2", "y2", "cx", "cy", "r")
_SIMPLE_RULE = re.compile(r"\s*\.[\w-]+(\s*,\s*\.[\w-]+)*\s*")


@dataclass(frozen=True, slots=True)
class Window:
    """A pane that glows at night, in drawing units."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text whose middle is at (x, y), in drawing units; `turn` in quarter turns counter-clockwise."""

    text: str
    x: float
    y: float
    height: float
    fill: tuple[int, int, int]
    turn: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """A station drawing, not yet rasterised; all lengths in centimetres."""

    name: str
    source: bytes
    box: tuple[float, float, float, float]  # view box: left, top, width, height
    hull: tuple[float, float]  # width and height of the outline's box
    axis: str
    profile: tuple[tuple[float, float], ...]  # (station along the axis, radius), ascending
    windows: tuple[Window, ...]
    labels: tuple[Label, ...]

    def raster(self, scale_px_per_m: float, stretch: tuple[float, float] = (1.0, 1.0)) -> pygame.Surface:
        """The picture with alpha at this scale; `stretch` fits it to an outline of another size."""
        size = (
            max(1, round(self.box[2] / CM_PER_M * scale_px_per_m * stretch[0])),
            max(1, round(self.box[3] / CM_PER_M * scale_px_per_m * stretch[1])),
        )
        return pygame.image.load_sized_svg(io.BytesIO(self.source), size)


def load_drawing(path: Path) -> Drawing:
    """Read a station drawing; raises ValueError that names the file and what is wrong with it."""
    source = path.read_bytes()
    try:
        root = ET.fromstring(source)  # noqa: S314 - our own files, read from the installed package
        box = _numbers(root.get("viewBox", ""), 4)
        hull = _numbers(root.get("data-hull", ""), 2)
        profile = tuple(
            (_numbers(pair.replace(",", " "), 2)[0], _numbers(pair.replace(",", " "), 2)[1])
            for pair in root.get("data-profile", "").split()
        )
    except (ET.ParseError, ValueError) as error:
        message = f"{path.name}: {error}"
        raise ValueError(message) from error
    windows = tuple(
        Window(float(e.get("cx", 0)), float(e.get("cy", 0)), float(e.get("r", 0)))
        for e in root.iter(f"{NAMESPACE}circle")
        if e.get("data-window")
    )
    labels = tuple(_label(e) for e in root.iter(f"{NAMESPACE}rect") if e.get("data-label"))
    return Drawing(
        path.stem,
        source,
        (box[0], box[1], box[2], box[3]),
        (hull[0], hull[1]),
        root.get("data-axis", "x"),
        profile,
        windows,
        labels,
    )


def _label(element: ET.Element) -> Label:
    fill = element.get("data-fill", "#2c4678")
    return Label(
        element.get("data-label", ""),
        float(element.get("x", 0)),
        float(element.get("y", 0)),
        float(element.get("height", 0)),
        (int(fill[1:3], 16), int(fill[3:5], 16), int(fill[5:7], 16)),
        int(element.get("data-turn", 0)),
    )


def _numbers(text: str, count: int) -> tuple[float, ...]:
    values = tuple(float(word) for word in text.split())
    if len(values) != count:
        message = f"{text!r}: {count} numbers wanted"
        raise ValueError(message)
    return values


def problems_of(source: bytes) -> tuple[str, ...]:
    """Everything in an SVG that the rasteriser would leave out or draw wrongly, one line each; () = fit to draw."""
    found: list[str] = []
    if len(source) > LARGEST_BYTES:
        found.append(f"{len(source)} bytes: at most {LARGEST_BYTES}")
    try:
        root = ET.fromstring(source)  # noqa: S314 - our own files, read from the installed package
    except ET.ParseError as error:
        return (*found, f"not well formed: {error}")
    if root.tag != f"{NAMESPACE}svg":
        return (*found, f"root <{root.tag}>: <svg> with its namespace wanted")
    found += _problems_of_root(root)
    for element in root.iter():
        tag = element.tag.removeprefix(NAMESPACE)
        if element is not root and (tag not in DRAWN or tag == "svg"):
            found.append(f"<{tag}>: {WHY_NOT.get(tag, 'not known to the rasteriser')}")
            continue
        found += _problems_of_element(tag, element)
    return tuple(dict.fromkeys(found))


def _problems_of_root(root: ET.Element) -> list[str]:
    try:
        _, _, width, height = _numbers(root.get("viewBox", ""), 4)
        wide, high = float(root.get("width", "")), float(root.get("height", ""))
    except ValueError:
        return ["root: width, height (plain numbers) and viewBox wanted"]
    if min(width, height, wide, high) <= 0 or abs(width / height - wide / high) > 0.01 * width / height:
        return [f"root: view box {width:g} x {height:g} in a picture of {wide:g} x {high:g}: other proportions"]
    return []


def _problems_of_element(tag: str, element: ET.Element) -> list[str]:
    style = element.get("style", "")
    found = [
        f"<{tag} {name}>: ignored by the rasteriser"
        for name in ("clip-path", "mask", "filter")
        if element.get(name) or f"{name}:" in style
    ]
    if tag == "g" and (element.get("opacity") or re.search(r"(^|;)\s*opacity", style)):
        found.append("<g opacity>: applied to each shape, so overlaps show; set it on the shapes")
    if "mix-blend-mode" in style or element.get("mix-blend-mode"):
        found.append(f"<{tag}>: blend modes are ignored")
    found += [
        f"<{tag} {name}={value!r}>: becomes grey; write #rrggbb and an opacity"
        for name, value in element.attrib.items()
        if re.search(r"\b(hsla?|rgba)\(", value)
    ]
    if tag in GRADIENTS:
        found += _problems_of_gradient(tag, element)
    if tag == "style":
        rules = re.findall(r"([^{}]+)\{[^}]*\}", element.text or "")
        found += [
            f"<style> {rule.strip()!r}: only .class rules work" for rule in rules if not _SIMPLE_RULE.fullmatch(rule)
        ]
    return found


def _problems_of_gradient(tag: str, element: ET.Element) -> list[str]:
    found = []
    if element.get("fx") or element.get("fy"):
        found.append(f"<{tag}> fx, fy: ignored")
    given = [element.get(name, "0%") for name in _GRADIENT_NUMBERS]
    if element.get("gradientUnits") != "userSpaceOnUse" and not all(value.endswith("%") for value in given):
        found.append(
            f"<{tag}> with plain numbers in the box of the shape: solid last colour; write % or userSpaceOnUse"
        )
    return found

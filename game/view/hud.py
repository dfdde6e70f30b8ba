"""The panels of a walk over the picture. Each is painted again only when its values change, then only blitted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame

from game.view import hud_bench, hud_marks, hud_power, hud_status, hud_suit
from game.view.captions import paint_caption
from game.view.hud_parts import AdvicePart, BenchPart, CaptionPart, HudModel, MarkPart, PromptPart
from game.view.pen import Pen
from game.view.text import Text
from game.view.theme import PICTURE_SIZE, Theme

EDGE_PX = 70  # how far inside the picture's edge a pointer stays
FINGER_PX = 12
CALM_PICTURES = 12  # a panel of slow values is painted anew at most once in so many pictures (five times a second)
RING_PICTURES = 3  # the same of the ring of progress
RING_GROWTH = 8  # percent, at most, that it grows by in those
NO_SHARE = -1000  # before the first ring
LEAST_BANNER_PX = 560  # a narrower gap between the top panels puts the banner below them


class Hud:
    """Draws a `HudModel`; afterwards `boxes` says what can be pressed where, `places` where panels lie (logical px)."""

    def __init__(self, text: Text, theme: Theme, size: tuple[int, int] = PICTURE_SIZE) -> None:
        self.pen = Pen(text, theme)
        self.size = size
        self.boxes: dict[str, pygame.Rect] = {}
        self.places: dict[str, pygame.Rect] = {}
        self.right_px = size[0] - self.pen.theme.margin  # where panels below the timeline must end: buttons lie beyond
        self.prompt_boxes: list[tuple[PromptPart, pygame.Rect]] = []
        self._prompt_rects: tuple[pygame.Rect, ...] = ()
        self._kept: dict[str, tuple[Any, pygame.Surface]] = {}
        self._painted: dict[str, int] = {}  # the picture in which a calm panel was painted
        self._pictures = 0
        self._has_painted = False
        self._stamp = self.pen.stamp
        self._free = pygame.Rect(EDGE_PX, EDGE_PX, size[0] - 2 * EDGE_PX, size[1] - 2 * EDGE_PX)

    @property
    def side(self) -> tuple[int, int]:
        """From what height to what height the right edge was free in the last picture, px."""
        gap, margin = self.pen.theme.gap, self.pen.theme.margin
        above = [self.places[name].bottom for name in ("timeline",) if name in self.places]
        below = [self.places[name].top for name in ("orbit", "power", "brief") if name in self.places]
        return max(above, default=margin) + gap, min(below, default=self.size[1] - margin + gap) - gap

    def dress(self, theme: Theme) -> None:
        """Use another theme from now on."""
        self.pen.dress(theme)

    def at(self, point: tuple[float, float]) -> str:
        """What lies under a point: hook1, hook2, left, right, exposure (the orbit panel), or "" for none."""
        return next((name for name, box in self.boxes.items() if box.collidepoint(point)), "")

    def prompt_at(self, point: tuple[float, float]) -> PromptPart | None:
        """The prompt under a point, with a finger's margin round it."""
        hit = (part for part, box in self.prompt_boxes if box.inflate(FINGER_PX, FINGER_PX).collidepoint(point))
        return next(hit, None)

    def draw(self, surface: pygame.Surface, model: HudModel) -> None:
        """Lay the panels over the picture."""
        if self._stamp != self.pen.stamp:
            self._kept.clear()
            self._painted.clear()
            self._stamp = self.pen.stamp
        self._pictures += 1
        self._has_painted = False
        self.places = {}
        self._marks(surface, model)
        top = self._top(surface, model) if model.bench is None else self._bench(surface, model, model.bench)
        left, right = self._corners(surface, model)
        bottom = self._middle(surface, model, left, right)
        # Pointers keep clear of the panels of this picture; they are drawn under them in the next.
        self._free = pygame.Rect(EDGE_PX, top, self.size[0] - 2 * EDGE_PX, max(2 * EDGE_PX, bottom - top))

    def _put(
        self, surface: pygame.Surface, name: str, picture: pygame.Surface, **where: tuple[int, int]
    ) -> pygame.Rect:
        """Lay a panel down at a corner or edge (as for `get_rect`) and note where it lies."""
        place = picture.get_rect(**where)
        surface.blit(picture, place, special_flags=pygame.BLEND_PREMULTIPLIED)
        self.places[name] = place
        return place

    def _keep(self, name: str, value: Any, paint: Callable[[], pygame.Surface]) -> pygame.Surface:
        kept = self._kept.get(name)
        if kept is not None and kept[0] == value:
            return kept[1]
        picture = paint().premul_alpha()  # so it is laid down in a seventh of the time
        self._kept[name] = (value, picture)
        return picture

    def _calm(
        self, name: str, value: Any, paint: Callable[[], pygame.Surface], pictures: int = CALM_PICTURES
    ) -> pygame.Surface:
        """As `_keep`, but seldom and one panel a picture: with a fast EVA clock these values change all the time."""
        kept = self._kept.get(name)
        is_due = self._pictures - self._painted.get(name, 0) >= pictures and not self._has_painted
        if kept is not None and (kept[0] == value or not is_due):
            return kept[1]
        self._painted[name] = self._pictures
        self._has_painted = kept is not None
        return self._keep(name, value, paint)

    def _marks(self, surface: pygame.Surface, model: HudModel) -> None:
        pen = self.pen
        if model.ring is not None:
            ring = model.ring
            key = (ring.fraction, ring.is_working)
            (last, was_working), _ = self._kept.get("ring", ((NO_SHARE, False), None))
            is_same = was_working is ring.is_working and 0 <= ring.fraction - last <= RING_GROWTH
            pause = RING_PICTURES if is_same else 0  # that of another step is not that of the last for a moment
            picture = self._calm("ring", key, lambda: hud_marks.paint_ring(pen, ring), pause)
            surface.blit(picture, picture.get_rect(center=ring.at), special_flags=pygame.BLEND_PREMULTIPLIED)
        for mark in model.marks:
            self._mark(surface, mark)

    def _mark(self, surface: pygame.Surface, mark: MarkPart) -> None:
        at, direction = hud_marks.place_mark(mark.at, self._free)
        turn = None if direction is None else round(direction / 5) * 5
        key = (mark.distance_m, turn, mark.is_urgent)
        picture = self._keep(
            f"mark.{mark.kind}",
            key,
            lambda: hud_marks.paint_mark(self.pen, mark.kind, mark.distance_m, turn, is_urgent=mark.is_urgent),
        )
        surface.blit(picture, picture.get_rect(center=at), special_flags=pygame.BLEND_PREMULTIPLIED)

    def _top(self, surface: pygame.Surface, model: HudModel) -> int:
        """Clock, timeline, and between them what is urgent; returns the height where pointers may begin."""
        pen, margin, gap = self.pen, self.pen.theme.margin, self.pen.theme.gap
        clock = self._calm("clock", model.clock, lambda: hud_status.paint_clock(pen, model.clock))
        self._put(surface, "clock", clock, topleft=(margin, margin))
        dx, dy = hud_status.clock_digits_at(pen)
        digits = hud_status.eva_digits(model.eva_s, is_running=model.clock.is_running)
        pen.letters.figures(surface, digits, (margin + dx, margin + dy), "clock", pen.palette.text)
        left, right = margin + clock.get_width() + gap, self.size[0] - margin
        below = margin + clock.get_height() + gap
        if model.timeline.total:  # a lab has no steps
            line = self._calm("timeline", model.timeline, lambda: hud_status.paint_timeline(pen, model.timeline))
            self._put(surface, "timeline", line, topright=(right, margin))
            right -= line.get_width() + gap
            below = max(below, margin + line.get_height() + gap)
        y = margin
        is_crowded = pen.theme.is_large and model.banner is not None and model.banner.grade > 1
        if (model.is_paused or model.speed < 1 or model.is_replay) and not is_crowded:
            key = (model.is_paused, model.speed, model.is_replay)
            chip = self._keep("speed", key, lambda: hud_marks.paint_speed(pen, is_paused=key[0], speed=key[1]))
            fits = chip.get_width() <= right - left
            y = y if fits else below
            self._put(surface, "speed", chip, midtop=((left + right) // 2 if fits else self.size[0] // 2, y))
            y += chip.get_height() + gap
        if model.banner is not None:
            banner = model.banner
            is_between = right - left >= LEAST_BANNER_PX
            begin = margin + hud_suit.points_width(pen) + gap  # beside the points panel, which may reach that high
            width = right - left if is_between else self.right_px - begin
            picture = self._keep("banner", (banner, width), lambda: hud_marks.paint_banner(pen, banner, width))
            at = ((left + right) // 2, y) if is_between else (begin + width // 2, max(y, below))
            self._put(surface, "banner", picture, midtop=at)
        return below + EDGE_PX

    def _bench(self, surface: pygame.Surface, model: HudModel, part: BenchPart) -> int:
        """A lab: the measuring panel, what it is about, the speed of play; returns where pointers may begin."""
        pen, margin = self.pen, self.pen.theme.margin
        panel = self._calm("bench", part, lambda: hud_bench.paint_bench(pen, part))
        self._put(surface, "bench", panel, topleft=(margin, margin))
        dx, dy = hud_bench.time_at(pen)
        seconds = pen.text.t("hud.bench.s", value=pen.text.number(model.play_ms / 1000.0, 2))
        pen.letters.figures(surface, seconds, (margin + dx, margin + dy), "clock", pen.palette.text)
        key = (part.title_key, part.brief_key)
        brief = self._keep("brief", key, lambda: hud_bench.paint_brief(pen, part, pen.theme.px(760)))
        self._put(surface, "brief", brief, bottomright=(self.size[0] - margin, self.size[1] - margin))
        if model.is_paused or model.speed < 1 or model.is_replay:
            how = (model.is_paused, model.speed, model.is_replay)
            chip = self._keep("speed", how, lambda: hud_marks.paint_speed(pen, is_paused=how[0], speed=how[1]))
            self._put(surface, "speed", chip, topright=(self.size[0] - margin, margin))
        return EDGE_PX

    def _corners(self, surface: pygame.Surface, model: HudModel) -> tuple[int, int]:
        """Lower left and right panels; returns from where to where there is room between them."""
        pen, margin, gap = self.pen, self.pen.theme.margin, self.pen.theme.gap
        left, y = margin, self.size[1] - margin
        self.boxes = {}
        if model.suit is not None:
            worn = model.suit
            suit = self._calm("suit", worn, lambda: hud_suit.paint_suit(pen, worn))
            place = self._put(surface, "suit", suit, bottomleft=(margin, y))
            left, y = place.right, place.top - gap
        if model.points is not None:
            held = model.points
            points = self._keep("points", held, lambda: hud_suit.paint_points(pen, held))
            place = self._put(surface, "points", points, bottomleft=(margin, y))
            left = place.right
            boxes = hud_suit.points_boxes(pen, len(held.hooks))
            self.boxes = {name: box.move(place.topleft) for name, box in boxes.items()}
        return left + gap, self._lower_right(surface, model)

    def _lower_right(self, surface: pygame.Surface, model: HudModel) -> int:
        """Orbit, and above it the power of new arrays; returns where the room beside them ends.

        With large text there is one panel at most: power rather than orbit, and none beside buttons or while somebody
        speaks, as words need the room.
        """
        pen, gap, is_large = self.pen, self.pen.theme.gap, self.pen.theme.is_large
        right = left = self.size[0] - pen.theme.margin
        y = self.size[1] - pen.theme.margin
        is_told = any(said is not None for said in (model.caption, model.advice, model.refusal))
        if is_large and (self.right_px < right or is_told):
            return self.right_px
        if model.orbit is not None and not (is_large and model.power is not None):
            part = model.orbit
            orbit = self._calm("orbit", part, lambda: hud_status.paint_orbit(pen, part))
            place = self._put(surface, "orbit", orbit, bottomright=(right, y))
            if part.camera is not None:
                self.boxes["exposure"] = place
            left, y = place.left - gap, place.top - gap
        if model.power is not None:
            given = model.power
            power = self._calm("power", given, lambda: hud_power.paint_power(pen, given))
            left = self._put(surface, "power", power, bottomright=(right, y)).left - gap
        return left

    def _middle(self, surface: pygame.Surface, model: HudModel, left: int, right: int) -> int:
        """Caption, prompts above it, refusal above them; returns the height where pointers must end."""
        pen, gap = self.pen, self.pen.theme.gap
        width = min(right - left, pen.theme.px(900))
        centre = max(left + width // 2, min(right - width // 2, self.size[0] // 2))
        y = self.size[1] - pen.theme.margin
        part, asked, told = self._told(model)
        if part is not None:
            caption = self._keep("caption", (part, width), lambda: paint_caption(pen, part, width))
            y = self._put(surface, "caption", caption, midbottom=(centre, y)).top - gap
        self.prompt_boxes = []
        if asked:
            prompts = self._keep("prompts", (asked, width), lambda: self._paint_prompts(asked, width))
            place = self._put(surface, "prompts", prompts, midbottom=(centre, y))
            boxes = (rect.move(place.topleft) for rect in self._prompt_rects)
            self.prompt_boxes = list(zip(asked, boxes, strict=True))
            self.places["prompts"] = self.prompt_boxes[0][1].unionall([box for _, box in self.prompt_boxes])
            y = place.top - gap
        if told is not None:
            advice = self._keep("advice", (told, width), lambda: hud_marks.paint_advice(pen, told, width))
            y = self._put(surface, "advice", advice, midbottom=(centre, y)).top - gap
        if model.refusal is not None:
            why = model.refusal
            picture = self._keep("refusal", (why, width), lambda: hud_marks.paint_refusal(pen, why, width))
            y = self._put(surface, "refusal", picture, midbottom=(centre, y)).top - gap
        lowest = min((box.top for box in self.boxes.values()), default=y)
        return min(y, lowest) - EDGE_PX

    def _told(self, model: HudModel) -> tuple[CaptionPart | None, tuple[PromptPart, ...], AdvicePart | None]:
        """What is said, what is asked for, and what is advised, as far as there is room.

        Beyond 100 % a line and advice have one place: the line gives way to advice that was asked for, and goes before
        other advice. With large text an emergency's own prompt stands alone below its banner, and a refusal alone.
        """
        part, asked, told = model.caption, model.prompts, model.advice
        if part is not None and told is not None and self.pen.theme.text_scale > 1.0:
            part, told = (None, told) if told.is_asked else (part, None)
        if not self.pen.theme.is_large:
            return part, asked, told
        first = tuple(one for one in asked if one.is_first)
        is_grave = model.banner is not None and model.banner.grade > 1
        is_own = is_grave and bool(first)
        if is_own or model.refusal is not None:
            part = told = None
        if is_grave and self.right_px < self.size[0] - self.pen.theme.margin:  # beside buttons
            part = None
        is_crowded = model.refusal is not None or (is_grave and (part is not None or told is not None))
        asked = () if is_crowded and not is_own else first or asked[:1]
        return part, asked, told

    def _paint_prompts(self, parts: tuple[PromptPart, ...], width: int) -> pygame.Surface:
        picture, self._prompt_rects = hud_marks.paint_prompts(self.pen, parts, width)
        return picture

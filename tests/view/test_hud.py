"""Panels and screens: what they show follows from facts, every device reaches everything, nothing is cut off."""

from __future__ import annotations

import dataclasses
import os
import re
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")

import pygame
import pytest

import game
from game.app.touch_bar import TouchBar
from game.control.intents import OPTION_VERBS, Intent
from game.missions.level import load_level
from game.session.prompts import Prompt
from game.sim.world import World
from game.view import hud_marks, hud_status, hud_suit
from game.view.captions import Captions
from game.view.focus import Focus, Node
from game.view.glyphs import glyph
from game.view.hud import Hud
from game.view.hud_marks import place_mark
from game.view.hud_model import Home, Plan, Stretch, hud_model
from game.view.hud_parts import (
    AdvicePart,
    BannerPart,
    CaptionPart,
    HudModel,
    MarkPart,
    PromptPart,
    RefusalPart,
    RingPart,
)
from game.view.hud_reading import plan_of, read_prompts
from game.view.icons import ICONS
from game.view.lettering import Lettering
from game.view.pages import TextPage
from game.view.paths import assets_root
from game.view.pen import Pen
from game.view.rows import Choice, Slider, Toggle
from game.view.screens.debrief import DebriefScreen
from game.view.screens.debrief_reading import debrief_model
from game.view.screens.items import Item
from game.view.screens.pages import (
    LanguageScreen,
    ListModel,
    MessageModel,
    MessageScreen,
    PauseModel,
    PauseScreen,
)
from game.view.screens.readings import briefing_model
from game.view.screens.screen import Screen
from game.view.screens.settings import (
    BindingRow,
    RemapModel,
    RemapScreen,
    Section,
    SettingRow,
    SettingsModel,
    SettingsScreen,
)
from game.view.screens.title import TitleModel, TitleScreen
from game.view.text import Text, catalogue_files, read_catalogue
from game.view.theme import PICTURE_SIZE, TARGET_PX, TEXT_SCALES, make_theme
from game.view.walk_log import WalkLog
from game.view.widgets import Button, Result

GAME = Path(game.__file__).parent
TEXTS = assets_root() / "text"


@pytest.fixture(scope="module", autouse=True)
def _pygame():
    pygame.display.init()
    pygame.font.init()


@pytest.fixture(scope="module")
def level():
    return load_level("unit-swap")


@pytest.fixture(scope="module")
def frame(level):
    world = World(level.world_spec("3m"), seed=1)
    world.step({})
    return world.frame()


def outside(frame, **changes):
    """The frame with the first person outside, and some of his facts replaced."""
    crew = dataclasses.replace(frame.crew[0], is_inside=False, **changes)
    return dataclasses.replace(frame, phase="outside", eva_s=3600.0, crew=(crew, *frame.crew[1:]))


def pen_of(language="en", **theme):
    return Pen(Text(language), make_theme(**theme))


# --- panels


def test_the_model_says_what_the_frame_says(frame, level) -> None:
    """Suit, points and clock are the frame's own values."""
    model = hud_model(frame, plan=plan_of(level, level.cut("3m")))
    suit = frame.crew[0].suit
    assert model.suit is not None
    assert model.points is not None
    assert model.suit.heart == round(suit.heart_pm)
    assert model.suit.pressure_kpa == pytest.approx(suit.pressure_pa / 1000, abs=0.1)
    assert model.points.points == frame.crew[0].points_held
    assert len(model.points.hands) == 2
    assert model.timeline.total == len(frame.steps)
    assert model.timeline.stretches


def test_a_full_bottle_is_a_full_dial(frame, level) -> None:
    """The oxygen dial measures against the bottle, not against the mission's budget."""
    suit = dataclasses.replace(frame.crew[0].suit, o2_kg=0.5, alarms=())
    model = hud_model(outside(frame, suit=suit), plan=plan_of(level, level.cut("3m")))
    assert model.suit is not None
    assert model.suit.o2 == 0.5


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_name_of_a_place_is_cut(language) -> None:
    """At every size of text the panel shows the whole name of every place the station can be over."""
    text = Text(language)
    keys = read_catalogue(path for path in catalogue_files(TEXTS, language) if path.name.startswith("places"))
    places = [text.t(key) for key in keys if key]
    assert len(places) > 200
    for scale in TEXT_SCALES:
        pen = Pen(text, make_theme(text_scale=scale))
        width = hud_status.orbit_width(pen) - 2 * pen.theme.px(20)
        for place in places:
            style = hud_status.place_style(pen, place, width)
            lines = pen.letters.wrap(place, style, width)
            assert len(lines) <= hud_status.PLACE_LINES, (scale, place)
            assert max(pen.letters.width(line, style) for line in lines) <= width, (scale, place)


def test_a_lab_without_crew_or_steps_draws(frame) -> None:
    """Panels that have nothing to say are left out."""
    empty = dataclasses.replace(frame, crew=(), steps=(), orbit=None)
    model = hud_model(empty)
    assert (model.suit, model.points, model.orbit) == (None, None, None)
    hud = Hud(Text("en"), make_theme())
    hud.draw(pygame.Surface(PICTURE_SIZE), model)
    assert hud.boxes == {}


def test_slow_parts_follow_within_five_pictures(frame, level) -> None:
    """With the model before, one slow part a picture is read anew; hooks and what is urgent are of now."""
    plan = plan_of(level, level.cut("3m"))
    told = hud_model(outside(frame), plan=plan)
    suit = dataclasses.replace(frame.crew[0].suit, heart_pm=151.0)
    later = dataclasses.replace(outside(frame, suit=suit, points_held=1), eva_s=5400.0)
    whole, seen = hud_model(later, plan=plan), []
    for picture in range(5):
        told = hud_model(later, plan=plan, before=told, picture=picture)
        assert (told.points, told.banner, told.eva_s) == (whole.points, whole.banner, whole.eva_s)
        assert told.suit is not None
        seen.append(told.suit.heart)
    assert told == whole
    assert seen[0] != seen[-1] == 151


def test_equal_moments_give_equal_models(frame) -> None:
    """Two models of one frame are equal, so that panels are kept instead of repainted."""
    assert hud_model(frame) == hud_model(frame)


def test_the_gravest_alarm_has_the_banner(frame) -> None:
    """Adrift outranks one point, one point outranks nothing; each names one action."""
    crew = {"has_two_points": False, "is_adrift": True}
    banner = hud_model(outside(frame, **crew)).banner
    assert banner is not None
    assert (banner.grade, banner.key, banner.do_key) == (3, "alarm.adrift", "alarm.adrift.do")
    banner = hud_model(outside(frame, has_two_points=False, is_adrift=False)).banner
    assert banner is not None
    assert (banner.grade, banner.key) == (2, "alarm.two_points")
    assert hud_model(outside(frame, has_two_points=True, is_adrift=False)).banner is None


def test_time_to_turn_back(frame) -> None:
    """The mission's reckoning stands in whole minutes; below zero it is an alarm and the way home is urgent."""
    suit = dataclasses.replace(frame.crew[0].suit, left_s=1e6, alarms=())
    near = outside(frame, suit=suit, has_two_points=True, is_adrift=False)

    def seen(turn_back_s: float):
        home = Home((0.0, 0.0), 20.0)
        return hud_model(near, home=home, to_screen=lambda point: point, turn_back_s=turn_back_s)

    assert seen(3059.0).clock.turn_back_min == 50
    assert [mark.is_urgent for mark in seen(3059.0).marks if mark.kind == "home"] == [False]
    late = seen(-1.0)
    assert late.clock.turn_back_min == -1
    assert late.banner is not None
    assert late.banner.key == "alarm.turn_back"
    assert [(mark.distance_m, mark.is_urgent) for mark in late.marks if mark.kind == "home"] == [(20, True)]
    assert seen(float("inf")).clock.turn_back_min is None


def test_plan_against_actual(frame) -> None:
    """Work finished before its time is ahead; work still open after its time is behind."""
    first, second = frame.steps[0].id, frame.steps[1].id
    plan = Plan(eva_s=7200.0, stretches=(Stretch((first,), 0.0, 1800.0), Stretch((second,), 1800.0, 3000.0)))
    behind = hud_model(outside(frame), plan=plan).timeline.behind_min
    assert behind == 30
    done = tuple(dataclasses.replace(step, state="done", fraction=1.0) for step in frame.steps[:1])
    ahead = dataclasses.replace(outside(frame), steps=done + frame.steps[1:], eva_s=1200.0)
    assert hud_model(ahead, plan=plan).timeline.behind_min == -10


def full_model(frame, alarm=2):
    return dataclasses.replace(
        hud_model(outside(frame)),
        caption=CaptionPart("control", "call.alarm"),
        banner=BannerPart(alarm, "alarm.two_points", "alarm.two_points.do"),
        prompts=(
            PromptPart("prompt.hold_next", "keyboard", ("left",), (("way", "left"),), is_first=True),
            PromptPart("prompt.other_ways", "keyboard", ("up", "down", "right")),
        ),
        advice=AdvicePart("go", "step.bolt", 12, "up_left", "late"),
        refusal=RefusalPart("too_far", 1.2),
        ring=RingPart((900, 500), 40, is_working=True),
        marks=(MarkPart("home", (-500, 300), 12), MarkPart("target", (1200, 500), 3)),
        speed=0.5,
    )


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", [1.0, 1.6, 2.0])
@pytest.mark.parametrize("high", [False, True])
def test_panels_draw_without_a_missing_word(frame, language, scale, high) -> None:
    """All panels draw at every text size in both languages, and every key they use has a text."""
    text = Text(language)
    hud = Hud(text, make_theme(text_scale=scale, high_contrast=high))
    surface = pygame.Surface(PICTURE_SIZE)
    hud.draw(surface, full_model(frame))
    assert not [key for key in text.missing if not key.startswith("unit-swap")]
    assert all(min(box.size) >= TARGET_PX for box in hud.boxes.values())
    assert hud.at(hud.boxes["hook1"].center) == "hook1"
    assert hud.at((5, 5)) == ""


def test_drawing_twice_gives_the_same_picture(frame) -> None:
    """Kept panels look like fresh ones."""
    surfaces = [pygame.Surface(PICTURE_SIZE) for _ in range(2)]
    hud, model = Hud(Text("ru"), make_theme()), full_model(frame)
    hud.draw(surfaces[0], model)
    for surface in surfaces:
        surface.fill((30, 60, 90))
        hud.draw(surface, model)
    assert surfaces[0].get_buffer().raw == surfaces[1].get_buffer().raw


def test_the_language_switches_at_once(frame) -> None:
    """The next picture after a switch is in the other language."""
    text = Text("en")
    hud = Hud(text, make_theme())
    before, after = pygame.Surface(PICTURE_SIZE), pygame.Surface(PICTURE_SIZE)
    hud.draw(before, full_model(frame))
    text.switch("ru")
    hud.draw(after, full_model(frame))
    assert before.get_buffer().raw != after.get_buffer().raw


def test_panels_are_painted_only_when_they_change(frame, monkeypatch) -> None:
    """With only the clock running no panel is painted anew: each picture is digits over kept surfaces."""
    hud, model = Hud(Text("ru"), make_theme()), full_model(frame)
    surface = pygame.Surface(PICTURE_SIZE)
    for _ in range(2):  # pointers keep clear of the panels of the picture before
        hud.draw(surface, model)
    painted: list[str] = []
    for module in (hud_marks, hud_status, hud_suit):
        for name in [name for name in vars(module) if name.startswith("paint_")]:
            plain = getattr(module, name)

            def noted(*args, _plain=plain, _name=name, **named):
                painted.append(_name)
                return _plain(*args, **named)

            monkeypatch.setattr(module, name, noted)
    for second in range(60):
        hud.draw(surface, dataclasses.replace(model, eva_s=3600 + second))
    assert painted == []
    hud.draw(surface, dataclasses.replace(model, speed=0.25))
    assert painted == ["paint_speed"]


def test_pointers_stay_in_their_frame() -> None:
    """A place outside becomes an arrow at the edge of the free area, pointing at it."""
    free = pygame.Rect(100, 200, 1000, 500)
    assert place_mark((500, 400), free) == ((500, 400), None)
    at, direction = place_mark((-3000, 450), free)
    assert at == (100, 450)
    assert direction == pytest.approx(180)


# --- captions and prompts


@dataclasses.dataclass
class Call:
    key: str
    grade: int = 0
    speaker: str = "control"
    values: dict = dataclasses.field(default_factory=dict)


def test_captions_come_one_after_the_other_and_a_grave_one_cuts_in() -> None:
    """Each line stays long enough to read; an emergency does not wait."""
    captions = Captions()
    captions.hear([Call("a"), Call("b")], 0.0)
    assert captions.shown(0.0).key == "a"
    assert captions.shown(2.0).key == "a"
    assert captions.shown(10.0).key == "b"
    captions.hear([Call("c", grade=3)], 10.5)
    assert captions.shown(10.5).key == "c"
    assert captions.shown(60.0) is None
    assert [part.key for part in captions.log] == ["a", "b", "c"]


def test_prompts_are_gathered() -> None:
    """One way leads on, the others are one prompt; a refusal stands apart; a newcomer sees one verb; extras are hidden
    until somebody steps to them."""
    asked = [
        Prompt("reach", "", why_not="too_far", value=1.234),
        Prompt("work", "work", step_id="bolt", is_asked=True),
        Prompt("hold_next", "hold_next", (1.0, 0.0)),
        Prompt("hold_next", "hold_next", (-1.0, 0.0)),
        Prompt("ingress", "act", is_extra=True),
    ]

    def inputs(prompt):
        return ("space",) if prompt.intent == "work" else ("right",) if prompt.direction[0] > 0 else ("left",)

    parts, refusal = read_prompts(asked, "keyboard", inputs, titles={"bolt": "step.bolt"})
    assert refusal == RefusalPart("too_far", 1.2)
    assert [part.key for part in parts] == ["prompt.work", "prompt.hold_next", "prompt.other_ways"]
    assert [part.inputs for part in parts] == [("space",), ("right",), ("left",)]
    assert [part.is_first for part in parts] == [True, False, False]
    asked[-1] = dataclasses.replace(asked[-1], is_stepped_to=True)
    shown, _ = read_prompts(asked, "keyboard", inputs, limit=9)
    assert [part.key for part in shown if part.is_first] == ["prompt.work", "prompt.ingress"]
    only, _ = read_prompts(asked, "keyboard", inputs, limit=1)
    assert len(only) == 1
    for device in ("touch", "mouse"):  # who points has no button for the other ways
        pointed, _ = read_prompts(asked, device, lambda _: ("tap",))
        assert [part.key for part in pointed] == ["prompt.work", "prompt.hold_next", "prompt.ingress"]
        assert all(part.press[0] for part in pointed)


INPUTS = (
    "keyboard space", "keyboard left", "keyboard q", "keyboard unknown_key_name", "mouse left", "mouse drag",
    "mouse wheel_up", "touch tap", "touch drag", "gamepad a", "gamepad left_trigger", "gamepad right_shoulder",
    "gamepad dpad_up", "gamepad left_stick", "gamepad start", "switch a",
)  # fmt: skip


@pytest.mark.parametrize("given", INPUTS)
def test_every_input_has_a_picture(given) -> None:
    """Known and unknown inputs of every device give a picture of the height asked for."""
    device, name = given.split()
    assert glyph(pen_of("ru"), device, name, 42).get_height() == 42


def test_symbols_are_drawn() -> None:
    """Every symbol has visible pixels."""
    pen = pen_of()
    for name in ICONS:
        assert pen.icon(name, 48, (255, 255, 255)).get_bounding_rect().width > 15, name


# --- letters


def test_lines_fit_their_width() -> None:
    """Wrapped lines are never wider than asked, even with a word that is."""
    letters = Lettering(make_theme(text_scale=2.0))
    words = "Электрогидродинамоконтроль, Выход-1\nи вторая строка"
    for width in (120, 300, 900):
        assert all(letters.width(line, "body") <= width for line in letters.wrap(words, "body", width))
    assert len(letters.wrap(words, "body", 200, limit=2)) == 2
    assert letters.wrap(words, "body", 200, limit=2)[-1].endswith("…")


def test_a_word_of_one_letter_goes_with_the_next() -> None:
    """No line ends in a preposition of one letter where the next word fits below with it; alone it may stand."""
    letters = Lettering(make_theme())
    text = "Вернитесь к шлюзу и войдите в него, а потом I see a gap"
    for width in range(letters.width("Вернитесь к", "body"), 400, 7):
        lines = letters.wrap(text, "body", width)
        assert " ".join(lines) == text
        assert all(len(line.split()[-1]) > 1 for line in lines[:-1]), (width, lines)
    assert letters.wrap("к шлюзу", "body", letters.width("шлюзу", "body")) == ("к", "шлюзу")


def test_a_running_clock_stands_still() -> None:
    """Every time of the same length takes the same width."""
    letters = Lettering(make_theme())
    assert len({letters.figures_width(shown, "clock") for shown in ("11:11:11", "20:48:36", "00:00:00")}) == 1


# --- focus and controls


def nodes(*places):
    return tuple(Node(name, pygame.Rect(x, y, 100, 64)) for name, x, y in places)


def test_focus_goes_where_the_eye_goes() -> None:
    """Directions lead to the neighbour that way; up and down go round, left and right do not."""
    focus = Focus()
    focus.set_nodes(nodes(("a", 0, 0), ("b", 200, 0), ("c", 0, 100), ("d", 200, 100)))
    assert focus.id == "a"
    assert focus.move("right")
    assert focus.id == "b"
    assert focus.move("down")
    assert focus.id == "d"
    assert focus.move("down")
    assert focus.id == "b"
    assert not focus.move("right")
    assert focus.step(1)
    assert focus.id == "c"


def test_focus_survives_a_new_layout() -> None:
    """The focus stays on its id, else falls back to the start."""
    focus = Focus()
    focus.set_nodes(nodes(("a", 0, 0), ("b", 0, 100)))
    focus.id = "b"
    focus.set_nodes(nodes(("b", 0, 0), ("c", 0, 100)))
    assert focus.id == "b"
    focus.set_nodes(nodes(("x", 0, 0), ("y", 0, 100)), start="y")
    assert focus.id == "y"


def test_controls_answer_keys() -> None:
    """Button, toggle, slider and choice do by keys what they do by touch."""
    assert Button("go", "Go", value=7).on_key("accept") == Result("go", 7)
    assert Toggle("t", "T").on_key("accept") == Result("t", value=True)
    slider = Slider("s", "S", value=0.5, step=0.25)
    assert slider.on_key("right") == Result("s", 0.75)
    assert slider.on_key("right") == Result("s", 1.0)
    assert slider.on_key("right") == "eaten"
    assert slider.on_key("accept") == Result("s", 0.0)
    assert slider.on_key("accept") == Result("s", 0.25)
    uneven = Slider("u", "U", value=0.6, step=0.3)
    assert [uneven.on_key("accept") for _ in range(3)] == [Result("u", value) for value in (0.9, 0.0, 0.3)]
    choice = Choice("c", "C", options=((1, "one"), (2, "two")), value=1)
    assert choice.on_key("right") == Result("c", 2)
    assert choice.on_key("right") == "eaten"
    assert choice.on_key("accept") == Result("c", 1)


def test_one_button_reads_a_long_page() -> None:
    """Accept goes on by less than what is seen until the end of a page, then to its top; a short page lets it pass."""
    pen = pen_of("en")
    page = TextPage("t", "T", text="word " * 600)
    page.rect = pygame.Rect(0, 0, 600, 300)
    page.measure(pen, 600)
    tops = [page.top_px]
    while page.on_key("accept") == "eaten" and page.top_px > 0:
        assert 0 < page.top_px - tops[-1] < 300
        tops.append(page.top_px)
    assert tops[-1] == page.overflow_px
    assert page.top_px == 0
    page.text = "short"
    page.measure(pen, 600)
    assert page.on_key("accept") is None


# --- screens


def screens(pen, level):
    t = pen.text.t
    items = tuple(Item(name, t(f"title.{name}")) for name in ("play", "watch", "settings", "language", "quit"))
    languages = tuple(Item(code, pen.text.language_name(code), value=code) for code in pen.text.languages)
    rows = tuple(SettingRow(f"v{i}", t("settings.volume"), 0.5) for i in range(9))
    sections = (
        Section("a", t("settings.section.general"), (*rows, SettingRow("mono", t("settings.mono"), value=True))),
        Section("b", t("settings.section.sound"), (SettingRow("x", "X", "u", (("u", "U"), ("v", "V"))),)),
    )
    back = (Item("back", t("menu.back")),)
    verbs = tuple(BindingRow(f"verb{i}", t("verb.work"), ("space", "a")) for i in range(14))
    report = _report(level)
    pen.text.use_mission(level.texts_dir)
    title = t(level.title_key)
    return {
        "title": (TitleScreen(pen), TitleModel(t("title.name"), t("title.subtitle"), items, 0.4, "40 %", "NASA")),
        "language": (LanguageScreen(pen), ListModel(t("language.question"), languages)),
        "pause": (
            PauseScreen(pen),
            PauseModel(t("pause.title"), items[:4], t("pause.speed_label"), ((0.5, "50 %"), (1.0, "100 %")), 1.0),
        ),
        "message": (MessageScreen(pen), MessageModel("Title", "word " * 400, (Item("ok", "OK"),), 2)),
        "settings": (SettingsScreen(pen), SettingsModel(t("title.settings"), sections, back)),
        "remap": (
            RemapScreen(pen),
            RemapModel("T", (("keyboard", "K"), ("mouse", "M")), "keyboard", verbs, back, "conflict"),
        ),
        "briefing": (BriefingScreenOf(pen), briefing_model(pen.text, level, "10m", "crew", ("cadet", "crew"))),
        "debrief": (
            DebriefScreen(pen),
            debrief_model(pen.text, report, _log(), title, (Item("again", t("debrief.again")), *back)),
        ),
    }


def BriefingScreenOf(pen):  # noqa: N802 - reads like the others
    from game.view.screens.briefing import BriefingScreen

    return BriefingScreen(pen)


def _log():
    log = WalkLog()
    log.points = [(i * 60.0, 1 - i * 0.002, 80.0 + i % 30) for i in range(200)]
    log.marks = {"break": [3000.0], "step": [900.0], "alarm": [5000.0]}
    log._held = [(i * 60.0, 2 + i % 3) for i in range(200)]
    log._nights = [(2000.0, 4100.0)]
    return log


def _report(level):
    from game.missions.report import ObjectiveLine, Report, ScorePart

    values = {field.name: 0 for field in dataclasses.fields(Report)}
    lines = tuple(ObjectiveLine(o.id, o.title_key, "done", o.is_required, 1.0, 1.0, 1.0) for o in level.objectives)
    values |= {
        "mission": level.id, "cut": "10m", "outcome": "complete", "objectives": lines, "eva_s": 18000.0,
        "plan_eva_s": 19000.0, "o2_plan_kg": 0.7, "o2_used_kg": 0.6, "two_point_breaks": 2, "lost_objects": (),
        "damaged": (), "alarms": (), "faults": ("fan",), "ending": "", "releases": (),
        "limiting": "o2", "hardest_shape": "", "max_contact_n": 90.0,
        "parts": tuple(ScorePart(name, 40, round(most)) for name, most in level.scoring.parts().items()),
        "fact_key": level.truths[0].key, "fact_source_key": level.truths[0].source_key,
    }  # fmt: skip
    return Report(**values)


NAMES = ("title", "language", "pause", "message", "settings", "remap", "briefing", "debrief")


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", [1.0, 1.6, 2.0])
@pytest.mark.parametrize("name", NAMES)
def test_screens_are_whole(level, language, scale, name) -> None:
    """Controls are large, inside the picture, not over each other, with a spoken name; no word is missing."""
    pen = pen_of(language, text_scale=scale)
    screen, model = screens(pen, level)[name]
    widgets = screen.layout(model)
    screen.draw(pygame.Surface(PICTURE_SIZE))
    picture = pygame.Rect((0, 0), PICTURE_SIZE)
    free = [widget for widget in widgets if not screen._is_listed(widget)]
    for widget in widgets:
        assert widget.spoken(pen), widget.id
        if not isinstance(widget, TextPage):
            assert not widget.can_focus or min(widget.rect.size) >= TARGET_PX, widget.id
    for place, widget in enumerate(free):
        assert picture.contains(widget.rect), widget.id
        for other in free[place + 1 :]:
            assert not widget.rect.colliderect(other.rect), (widget.id, other.id)
    assert not pen.text.missing


@pytest.mark.parametrize("name", NAMES)
def test_every_control_is_reached_by_arrows(level, name) -> None:
    """From the first control, arrows alone lead to each of the others, and accept or the sides answer."""
    pen = pen_of("en")
    screen, model = screens(pen, level)[name]
    screen.layout(model)
    screen.draw(pygame.Surface(PICTURE_SIZE))
    reached = {screen.focus.id}
    frontier = [screen.focus.id]
    while frontier:
        here = frontier.pop()
        for way in ("up", "down", "left", "right"):
            screen.focus.id = here
            for _ in range(30):  # a page of text scrolls to its end before it passes on
                screen.handle(Intent(way))
                if screen.focus.id != here:
                    break
            if screen.focus.id not in reached:
                reached.add(screen.focus.id)
                frontier.append(screen.focus.id)
    assert {widget.id for widget in screen.widgets if widget.can_focus} <= reached


@pytest.mark.parametrize("name", NAMES)
def test_every_button_answers_a_tap(level, name) -> None:
    """A finger that goes down and up on a visible button gives its result."""
    pen = pen_of("ru")
    screen, model = screens(pen, level)[name]
    screen.layout(model)
    screen.draw(pygame.Surface(PICTURE_SIZE))
    tapped = 0
    for widget in list(screen.widgets):
        if not isinstance(widget, Button) or widget.id.startswith("section.") or not widget.is_enabled:
            continue
        x, y = widget.rect.center
        if screen.page is not None and screen._is_listed(widget) and not screen.page.rect.collidepoint(x, y):
            continue
        assert screen.handle(Intent("pointer", x, y, value="down")) is None
        assert screen.handle(Intent("pointer", x, y, value="up")) is not None
        tapped += 1
    assert tapped


def test_a_drag_scrolls_a_list_and_presses_nothing(level) -> None:
    """A finger that pulls the list moves it; the control under it stays as it was."""
    pen = pen_of("en", text_scale=2.0)
    screen, model = screens(pen, level)["remap"]
    screen.layout(model)
    assert screen.page is not None
    x, y = screen.page.rect.center
    screen.handle(Intent("pointer", x, y, value="down"))
    screen.handle(Intent("pointer", x, y - 60, value="move"))
    assert screen.handle(Intent("pointer", x, y - 60, value="up")) is None
    assert screen.page.top_px > 0


def test_sections_change_inside_the_screen(level) -> None:
    """Choosing a section shows its settings and asks nothing of the scene."""
    screen, model = screens(pen_of("en"), level)["settings"]
    screen.layout(model)
    button = next(widget for widget in screen.widgets if widget.id == "section.b")
    x, y = button.rect.center
    screen.handle(Intent("pointer", x, y, value="down"))
    assert screen.handle(Intent("pointer", x, y, value="up")) is None
    assert "x" in {widget.id for widget in screen.widgets}


def test_a_setting_with_the_focus_is_explained() -> None:
    """Its sentence stands below the list while it has the focus, and no longer."""
    pen = pen_of("en")
    rows = (SettingRow("air", "Air", value=True, note="Lasts twice as long."), SettingRow("mono", "Mono", value=True))
    screen = SettingsScreen(pen)
    screen.layout(SettingsModel("Settings", (Section("a", "A", rows),), (Item("back", "Back"),)))
    below = pygame.Rect(500, screen.widgets[-1].rect.bottom + 12, 1200, 80)

    def seen(focus: str) -> int:
        screen.focus.id = focus
        screen.layout(screen.model)
        surface = pygame.Surface(PICTURE_SIZE, 0, 32)
        screen.draw(surface)
        return pygame.mask.from_threshold(surface.subsurface(below), pen.palette.dim, (60, 60, 60)).count()

    assert seen("air") > 300
    assert seen("mono") == 0


def test_back_and_the_other_button_leave(level) -> None:
    """Back by key and by the other mouse button is one result; the title has no way back."""
    made = screens(pen_of("en"), level)
    screen, model = made["settings"]
    screen.layout(model)
    assert screen.handle(Intent("back")) == Result("back")
    assert screen.handle(Intent("pointer", 5, 5, value="alt")) == Result("back")
    screen, model = made["title"]
    screen.layout(model)
    assert screen.handle(Intent("back")) is None


def test_a_screen_follows_language_and_size_at_once(level) -> None:
    """After a switch the next picture is laid out anew without the scene's help."""
    pen = pen_of("en")
    screen, model = screens(pen, level)["pause"]
    screen.layout(model)
    surface = pygame.Surface(PICTURE_SIZE)
    screen.draw(surface)
    height = screen.widgets[0].rect.height
    pen.dress(make_theme(text_scale=2.0))
    screen.draw(surface)
    assert screen.widgets[0].rect.height > height


@pytest.mark.parametrize(("name", "wanted"), [("message", "ok"), ("briefing", "start"), ("pause", "resume")])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_accept_at_once_goes_on(level, name, wanted, scale) -> None:
    """A screen with a page that scrolls opens with the focus on the way on: accept presses that, not the page."""
    screen, model = screens(pen_of("en", text_scale=scale), level)[name]
    if name == "pause":
        model = dataclasses.replace(model, items=(Item("resume", "On"), *model.items))
    screen.layout(model)
    result = screen.handle(Intent("accept"))
    assert result is not None
    assert result.id == wanted


def test_the_log_stays_small(frame) -> None:
    """A long walk keeps a few hundred points however long it lasts."""
    log = WalkLog(every_s=1.0)
    walk = outside(frame)
    for second in range(4000):
        log.note(dataclasses.replace(walk, eva_s=float(second)))
    assert 300 < len(log.points) <= 720
    assert log.oxygen()[0][0] == 0.0


def test_the_model_has_no_hidden_state() -> None:
    """Models are values: frozen, comparable, hashable where panels keep them."""
    for kind in (HudModel, PromptPart, CaptionPart, BannerPart):
        assert kind.__dataclass_params__.frozen
    assert isinstance(Screen, type)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_prompt_can_be_pressed_where_it_is_shown(frame, language) -> None:
    """Each prompt lies where `prompt_at` finds it; beside them there is none."""
    model = full_model(frame)
    hud = Hud(Text(language), make_theme())
    hud.draw(pygame.Surface(PICTURE_SIZE), model)
    assert [part for part, _ in hud.prompt_boxes] == list(model.prompts)
    for part, box in hud.prompt_boxes:
        assert hud.prompt_at(box.center) is part
        assert box.height >= 60  # a finger's breadth
    assert hud.prompt_at((5, 5)) is None


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_advice_has_words(language) -> None:
    """Whatever "what now?" may answer has a text in both languages."""
    text = Text(language)
    source = (GAME / "session" / "prompts.py").read_text(encoding="utf-8")
    whats = set(re.findall(r'Advice\("([a-z]+)"', source)) | {"working", "going"}
    assert len(whats) >= 6
    keys = {f"advice.{what}" for what in whats} | {f"advice.why.{why}" for why in ("late", "terminate", "abort")}
    sides = ("left", "right", "up", "down")
    keys |= {f"way.{way}" for way in (*sides, *(f"{up}_{side}" for up in sides[2:] for side in sides[:2]))}
    assert sorted(key for key in keys if not text.has(key)) == []
    assert sorted(verb for verb in OPTION_VERBS if not text.has(f"prompt.{verb}")) == []


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("assist", ["cadet", "crew", "commander"])
def test_the_buttons_for_pointing_fit_their_words(language, scale, assist) -> None:
    """Buttons at the side lie in the picture, apart from each other, large enough, with their whole word."""
    pen = pen_of(language, text_scale=scale)
    bar = TouchBar(pen, assist)
    rects = [bar._rects[wish] for wish in bar.wishes]
    for place, (wish, rect) in enumerate(zip(bar.wishes, rects, strict=True)):
        assert pygame.Rect((0, 0), PICTURE_SIZE).contains(rect)
        assert min(rect.size) >= TARGET_PX
        assert pen.letters.width(pen.text.t(f"button.{wish}"), "small") <= rect.width
        assert not any(rect.colliderect(other) for other in rects[place + 1 :])
        assert bar.at(rect.center) == wish

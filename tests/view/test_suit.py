from __future__ import annotations

import dataclasses
import math
import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest

from game.sim.events import Event
from game.sim.frame import BodyFrame, CrewFrame, Frame, HandFrame, Pose, StepFrame, SuitFrame, UnitFrame
from game.sim.spec import TOOLS
from game.view.camera import Camera
from game.view.equipment import EquipmentPainter, mark_of
from game.view.light import LightTable
from game.view.limbs import Limb
from game.view.motion import GAP_TICKS, HIP_RANGE, KNEE_RANGE, Motion, at_rest
from game.view.paths import assets_root
from game.view.pose import bend
from game.view.sparks import MOST, SparkPainter
from game.view.suit import SuitPainter
from game.view.suit_plan import load_suit, svg_size

SUIT = SuitFrame(0.9, 1.0, 1e-4, 40_000.0, 300.0, 0.9, 3.0, 0.9, 37.0, 80.0, 14.0, 200.0, "o2", 20_000.0, ())
SIZE = (640, 640)
SUITS = sorted(path.parent.name for path in assets_root().glob("art/suit/*/parts.toml"))


def crew(
    left=("free", (-0.22, 0.02)),
    right=("free", (0.24, 0.02)),
    at=(0.0, 0.0),
    angle=0.0,
    velocity=(0.0, 0.0),
    spin=0.0,
    name="EV1",
    is_tucked=False,
    restraint="",
    working="",
    hooks=(),
):
    """A person with gloves at body-frame points."""
    cosine, sine = math.cos(angle), math.sin(angle)

    def world(point):
        return at[0] + point[0] * cosine - point[1] * sine, at[1] + point[0] * sine + point[1] * cosine

    def hand(side, given):
        place = world(given[1])
        return HandFrame(side, given[0], place, place, "", place, 0.5, 0.0, 1.0)

    pose = Pose(at[0], at[1], angle)
    body = BodyFrame(name, pose, pose, velocity[0], velocity[1], spin)
    shoulders = (world((-0.18, 0.42)), world((0.18, 0.42)))
    hands = (hand("left", left), hand("right", right))
    return CrewFrame(
        name, body, shoulders, world((0.0, -0.05)), hands, tuple(hooks), SUIT, 2, True, 0, 0.0, False,
        is_tucked, False, restraint, "", working, 0.0,
    )  # fmt: skip


def frame(people=(), tick=0, units=(), lines=(), steps=()):
    return Frame(
        tick, tick / 60, tick / 60, 1.0, "outside", 0.0, True, tuple(people), tuple(units), tuple(lines), tuple(steps),
        None, (), (),
    )  # fmt: skip


@pytest.fixture(scope="module")
def painter():
    pygame.init()
    return SuitPainter()


@pytest.fixture(scope="module")
def light():
    return LightTable()


def picture(painter, shown, light, scale=100.0, alpha=1.0):
    surface = pygame.Surface(SIZE)
    surface.fill((20, 30, 50))
    painter.draw(surface, Camera((0.0, 0.0), scale, SIZE), shown, alpha, light)
    return surface


def pixels(surface):
    return pygame.surfarray.array3d(surface)


GRIPS = [
    (("gripping", (0.6, 0.85)), ("gripping", (0.3, 1.0)), 0.0),
    (("gripping", (-0.75, 0.6)), ("gripping", (0.7, 0.35)), 0.4),
    (("holding", (0.4, 0.2)), ("holding", (0.45, 0.1)), -1.1),
    (("working", (-0.5, 0.9)), ("gripping", (-0.3, 0.4)), 2.8),
]


@pytest.mark.parametrize("scale", [70.0, 100.0, 140.0])
@pytest.mark.parametrize(("left", "right", "angle"), GRIPS)
def test_gloves_are_where_the_hands_are(painter, left, right, angle, scale):
    """A glove that grips, holds or works is drawn within 2 px of the world's point, at any angle and scale."""
    shown = frame([crew(left, right, at=(0.37, -0.21), angle=angle)])
    person = shown.crew[0]
    painter.tick(frame([], tick=10_000))
    motion = Motion()
    motion.step(shown, person)
    painter._motions[person.id] = motion
    figure = painter.figure(shown, person, 1.0)
    camera = Camera((0.0, 0.0), scale, SIZE)
    gloves = [placed for placed in figure.parts if placed.part.startswith("glove")]
    drawn = sorted(figure.to_screen(glove.at, camera) for glove in gloves)
    wanted = sorted(camera.to_screen(hand.at) for hand in person.hands)
    for at, hand_at in zip(drawn, wanted, strict=True):
        assert math.dist(at, hand_at) <= 2.0


@pytest.mark.parametrize(("left", "right", "angle"), GRIPS)
def test_arms_hang_together(painter, left, right, angle):
    """The wrist ends where the glove begins and the elbow where the forearm begins, within 3 mm."""
    shown = frame([crew(left, right, angle=angle)])
    figure = painter.figure(shown, shown.crew[0], 1.0)
    plan = painter.plan("orlan_mks")
    arms = [placed for placed in figure.parts if placed.part in ("upper_arm", "forearm")]
    for upper, fore in zip(arms[::2], arms[1::2], strict=True):
        length = plan.length("upper_arm")
        elbow = (upper.at[0] + length * math.cos(upper.angle), upper.at[1] + length * math.sin(upper.angle))
        assert math.dist(elbow, fore.at) < 0.003
        reach = plan.length("forearm") + plan.length("glove_fist")
        glove = (fore.at[0] + reach * math.cos(fore.angle), fore.at[1] + reach * math.sin(fore.angle))
        nearest = min(math.dist(glove, placed.at) for placed in figure.parts if placed.part.startswith("glove"))
        assert nearest < 0.003


def test_boots_stand_in_the_restraint(painter):
    """In a restraint both soles are at the body frame's boots, y = -0.95, within 2 cm, whatever the legs did before."""
    person = crew(("working", (0.6, 0.3)), ("gripping", (0.5, 0.5)), restraint="r1")
    for tick in range(80):
        painter.tick(frame([person], tick=tick))
    figure = painter.figure(frame([person]), person, 1.0)
    plan = painter.plan("orlan_mks")
    sole = plan.parts["boot"].joint_b[1] - plan.parts["boot"].joint_a[1]
    for placed in figure.parts:
        if placed.part == "boot":
            assert abs(placed.at[1] - sole + 0.95) < 0.02
            assert abs(placed.at[0]) < 0.10
            assert abs(placed.angle) < 0.05


def test_drawing_changes_nothing(painter, light):
    """The same tick drawn twice, and told twice, gives the same pixels."""
    person = crew(("gripping", (0.6, 0.85)), ("free", (0.24, 0.02)), velocity=(0.2, 0.1), spin=0.1)
    for tick in range(100, 130):
        painter.tick(frame([person], tick=tick))
    shown = frame([person], tick=129)
    first = pixels(picture(painter, shown, light, alpha=0.3))
    painter.tick(shown)
    assert np.array_equal(first, pixels(picture(painter, shown, light, alpha=0.3)))


def test_missed_ticks_are_harmless():
    """After a missed tick the legs are where they would be, and a long gap or a jump back puts the body to rest."""
    person = crew(("gripping", (0.6, 0.85)), velocity=(0.3, 0.0))
    every, some = Motion(), Motion()
    for tick in range(40):
        every.step(frame([person], tick=tick), person)
        if tick % 3 == 0:
            some.step(frame([person], tick=tick), person)
    assert some.now is not None
    assert every.now is not None
    assert abs(every.now.near.hip - some.now.near.hip) < 0.02
    some.step(frame([person], tick=39 + GAP_TICKS + 10), person)
    assert some.now == at_rest(person)
    every.step(frame([person], tick=3), person)
    assert every.now == at_rest(person)


def test_legs_stay_legs():
    """Blows of any size keep hips and knees within a body's range, and the legs come to rest again."""
    dice = np.random.default_rng(3)
    motion = Motion()
    for tick in range(600):
        blow = dice.normal(0.0, 3.0, 3) if tick < 300 else np.zeros(3)
        person = crew(velocity=(blow[0], blow[1]), spin=blow[2])
        motion.step(frame([person], tick=tick), person)
        assert motion.now is not None
        for leg in (motion.now.near, motion.now.far):
            assert HIP_RANGE[0] <= leg.hip <= HIP_RANGE[1]
            assert KNEE_RANGE[0] <= leg.knee <= KNEE_RANGE[1]
    assert abs(motion.now.near.hip - at_rest(crew()).near.hip) < 0.05


def test_turning_about_needs_a_reason():
    """He turns to where his hands are busy, once, and not while they are near the middle."""
    motion = Motion()
    ahead, behind = ("gripping", (0.5, 0.6)), ("gripping", (-0.5, 0.6))
    middle = [("gripping", (-0.1, 0.9)), ("gripping", (0.1, 0.9))]
    turns, last = 0, 1
    for tick in range(400):
        if tick < 60:
            person = crew(ahead, ahead)
        elif tick < 160:
            person = crew(behind, behind)
        else:
            person = crew(*middle)
        motion.step(frame([person], tick=tick), person)
        assert motion.now is not None
        turns += motion.now.facing != last
        last = motion.now.facing
    assert turns == 1
    assert last == -1


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_bones_reach_their_end(side):
    """Two bones end at the wanted point wherever it is in reach, with the middle on the chosen side."""
    dice = np.random.default_rng(1)
    for _ in range(200):
        away, way = dice.uniform(0.12, 0.66), dice.uniform(0.0, math.tau)
        end = (away * math.cos(way), away * math.sin(way))
        first, second = bend((0.0, 0.0), end, 0.33, 0.38, side)
        elbow = (0.33 * math.cos(first), 0.33 * math.sin(first))
        tip = (elbow[0] + 0.38 * math.cos(second), elbow[1] + 0.38 * math.sin(second))
        assert math.dist(tip, end) < 1e-6
        assert (end[0] * elbow[1] - end[1] * elbow[0]) * side <= 1e-9


def test_the_suit_fits_the_physics(painter, light):
    """Stretched in a restraint he is 1.90 m tall within 4 cm, and his trunk is 0.75 m deep within 6 cm."""
    person = crew(("gripping", (0.1, 0.2)), ("gripping", (0.1, 0.2)), restraint="r1")
    painter.tick(frame([person], tick=50_000))
    seen = np.any(pixels(picture(painter, frame([person]), light)) != np.array([20, 30, 50]), axis=2)
    rows = np.nonzero(seen.any(axis=0))[0]
    assert abs((rows[-1] - rows[0] + 1) / 100.0 - 1.90) < 0.04
    trunk = seen[:, 320 - 60 : 320]
    columns = np.nonzero(trunk.any(axis=1))[0]
    assert abs((columns[-1] - columns[0] + 1) / 100.0 - 0.75) < 0.06


def test_wearers_differ_without_colour(painter, light):
    """The two suits differ in grey, not only in hue: double stripes against single ones."""
    grey = []
    for name in ("EV1", "EV2"):
        person = crew(name=name)
        painter.tick(frame([person], tick=70_000))
        grey.append(pixels(pygame.transform.grayscale(picture(painter, frame([person]), light)))[..., 0].astype(int))
    assert (np.abs(grey[0] - grey[1]) > 60).sum() > 60


def test_the_wrench_is_only_in_a_hand_that_bolts(painter):
    """A working hand holds the driver for bolts and nothing for plugs."""
    person = crew(("working", (0.6, 0.3)), working="s")
    for kind, count in (("unbolt", 1), ("demate", 0)):
        step = StepFrame("s", kind, "w", "", "active", 0.5)
        shown = frame([person], steps=[step])
        figure = painter.figure(shown, person, 1.0)
        assert sum(placed.part == "wrench" for placed in figure.parts) == count


@pytest.mark.parametrize("suit", SUITS)
def test_every_tool_of_a_step_can_be_held(painter, suit):
    """A step's own tool goes before that of its kind, and every suit has a drawing of each."""
    person = dataclasses.replace(crew(("working", (0.6, 0.3)), working="s"), suit_kind=suit)
    for tool in TOOLS[1:]:
        shown = frame([person], steps=[StepFrame("s", "unbolt", "w", "", "active", 0.5, tool=tool)])
        assert [placed.part for placed in painter.figure(shown, person, 1.0).parts].count(tool) == 1


def test_drawings_are_small_and_plain():
    """Every drawing of suits and equipment is under 8 KB and uses only what the rasteriser draws rightly."""
    wrong = ("<use", "<symbol", "<text", "<image", "<pattern", "<mask", "<clipPath", "<filter", "fx=", "hsl(", "rgba(")
    files = [*assets_root().glob("art/suit/**/*.svg"), *assets_root().glob("art/equipment/*.svg")]
    files += assets_root().glob("art/tools/*.svg")
    assert len(files) > 20
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert len(text) < 8000, path
        assert text.count("<svg") == 1, path
        assert not [word for word in wrong if word in text], path
        assert min(svg_size(text)) > 0, path


@pytest.mark.parametrize("suit", SUITS)
def test_a_suit_is_complete(painter, light, suit):
    """Every folder of a suit has at least 12 lit parts that a picture uses, and fits the same hands and boots."""
    plan = load_suit(assets_root() / "art" / "suit" / suit)
    used = set()
    for person in (crew(), crew(("gripping", (0.4, 0.6)), ("working", (0.5, 0.2)), working="s1", restraint="r1")):
        worn = dataclasses.replace(person, suit_kind=suit)
        shown = frame([worn], steps=(StepFrame("s1", "unbolt", "w", "u", "active", 0.5),))
        used |= {placed.part for placed in painter.figure(shown, worn, 1.0).parts}
        assert (pixels(picture(painter, shown, light)) != np.array([20, 30, 50])).any()
    assert len(used) >= 12
    orlan = painter.plan("orlan_mks")
    for part in ("upper_arm", "forearm", "glove_fist", "thigh", "shin"):
        assert abs(plan.length(part) - orlan.length(part)) < 0.002


@pytest.mark.parametrize("suit", SUITS)
@pytest.mark.parametrize(("left", "right", "angle"), GRIPS)
def test_every_suit_grips_where_the_hands_are(painter, suit, left, right, angle):
    """Whatever is worn, and however it is blown up, gloves that hold are exactly at the world's points."""
    person = dataclasses.replace(crew(left, right, angle=angle), suit_kind=suit)
    figure = painter.figure(frame([person]), person, 1.0)
    for hand in person.hands:
        gloves = [figure.to_station(placed.at) for placed in figure.parts if placed.part.startswith("glove")]
        assert min(math.dist(glove, hand.at) for glove in gloves) < 1e-6


def worn(suit, pressure_pa=40_000.0, **posture):
    person = crew(**posture)
    return dataclasses.replace(person, suit_kind=suit, suit=dataclasses.replace(person.suit, pressure_pa=pressure_pa))


def seen_area(painter, person, light, tick):
    painter.tick(frame([person], tick=tick))
    return int(np.any(pixels(picture(painter, frame([person]), light)) != np.array([20, 30, 50]), axis=2).sum())


def test_only_the_soft_suit_swells(painter, light):
    """Berkut grows with its pressure, step by step, by a tenth at least in all; an Orlan keeps its size."""
    pressures = (20_000.0, 27_000.0, 40_000.0)
    soft = [seen_area(painter, worn("berkut", p), light, 80_000 + k * 100) for k, p in enumerate(pressures)]
    assert soft[0] < soft[1] < soft[2]
    assert soft[2] > 1.1 * soft[0]
    hard = {seen_area(painter, worn("orlan_mks", p), light, 90_000 + k * 100) for k, p in enumerate(pressures)}
    assert len(hard) == 1


def test_a_suit_blown_up_cannot_be_bent(painter):
    """At full pressure the knees of a tucked Berkut are nearly straight; slack, they bend as an Orlan's."""
    bends = []
    for pressure, tick in ((20_000.0, 95_000), (40_000.0, 95_100)):
        person = worn("berkut", pressure, is_tucked=True)
        painter.tick(frame([person], tick=tick))
        figure = painter.figure(frame([person]), person, 1.0)
        thighs, shins = ([p.angle for p in figure.parts if p.part == part] for part in ("thigh", "shin"))
        bends.append(max(abs(math.remainder(a - b, math.tau)) for a, b in zip(thighs, shins, strict=True)))
    assert bends[0] > 1.8
    assert bends[1] < 0.6


def test_letters_read_right_both_ways(painter):
    """The helmet of 1965 has another drawing for a wearer who faces left, so that its letters are not mirrored."""
    part = painter.plan("berkut").parts["helmet"]
    helmet = Limb(part, part.svg, 140.0)
    right = pixels(helmet.turned(0.0, is_flipped=False).albedo).astype(int)
    left = pixels(pygame.transform.flip(helmet.turned(0.0, is_flipped=True).albedo, False, True)).astype(int)
    assert (np.abs(right - left).max(axis=2) > 90).sum() > 40


def test_units_keep_their_size_and_show_their_mark(light):
    """A box fills the size the world gives it within 2 px, and new, failed and plain ones differ in grey."""
    pygame.init()
    painter = EquipmentPainter()
    greys = []
    for name in ("radio_new", "radio_old", "radio"):
        pose = Pose(0.0, 0.0, 0.0)
        unit = UnitFrame(name, "free", "", (0.6, 0.35), 20.0, BodyFrame(name, pose, pose, 0.0, 0.0, 0.0))
        surface = pygame.Surface(SIZE)
        painter.draw(surface, Camera((0.0, 0.0), 100.0, SIZE), frame(units=[unit]), 1.0, light)
        seen = pixels(surface).any(axis=2)
        assert abs(int(seen.any(axis=1).sum()) - 60) <= 2
        assert abs(int(seen.any(axis=0).sum()) - 35) <= 2
        greys.append(pixels(pygame.transform.grayscale(surface))[..., 0].astype(int))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert (np.abs(greys[one] - greys[other]) > 50).sum() > 12
    assert mark_of("cassette_used") == "failed"


def test_a_unit_that_turns_is_drawn_as_a_new_one_would_be(light):
    """What is kept of a drawing's last angle and light is never shown at another: turned, back again, unlit, lit."""
    pygame.init()
    painter = EquipmentPainter()
    seen = []
    for angle, is_lit in ((0.0, True), (0.7, True), (0.0, False), (0.0, True), (2.0, False)):
        pose = Pose(0.1, 0.0, angle)
        body = BodyFrame("box_new", pose, pose, 0.0, 0.0, 0.0)
        units = frame(units=[UnitFrame("box_new", "free", "", (0.6, 0.35), 20.0, body)])
        pictures = []
        for one in (painter, EquipmentPainter()):
            surface = pygame.Surface(SIZE)
            one.draw(surface, Camera((0.0, 0.0), 100.0, SIZE), units, 1.0, light if is_lit else None)
            pictures.append(pixels(surface))
        assert (pictures[0] == pictures[1]).all()
        seen.append(pictures[0])
    assert all((one != other).any() for one, other in ((seen[0], seen[1]), (seen[0], seen[2]), (seen[2], seen[4])))


LOOKS = sorted(path.stem.removeprefix("look_") for path in assets_root().glob("art/equipment/look_*.svg"))


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_fills_its_box(light, look):
    """A unit with a look is as large as the world says within 4 px, and a new or failed one wears a tag."""
    pygame.init()
    painter = EquipmentPainter()
    greys = []
    for name in ("thing", "thing_new", "thing_failed"):
        pose = Pose(0.0, 0.0, 0.0)
        body = BodyFrame(name, pose, pose, 0.0, 0.0, 0.0)
        unit = UnitFrame(name, "free", "", (0.5, 0.4), 20.0, body, look)
        surface = pygame.Surface(SIZE)
        painter.draw(surface, Camera((0.0, 0.0), 100.0, SIZE), frame(units=[unit]), 1.0, light)
        seen = pixels(surface).any(axis=2)
        assert abs(int(seen.any(axis=1).sum()) - 50) <= 3
        assert abs(int(seen.any(axis=0).sum()) - 40) <= 4
        greys.append(pixels(pygame.transform.grayscale(surface))[..., 0].astype(int))
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert (np.abs(greys[one] - greys[other]) > 50).sum() > 10


@pytest.mark.parametrize("facing", [1, -1])
def test_ice_leaves_behind_him(facing):
    """Crystals of the sublimator come from the pack, which is behind a person whichever way he looks."""
    hot = dataclasses.replace(SUIT, metabolic_w=600.0)
    person = dataclasses.replace(crew(), suit=hot)
    painter = SparkPainter()
    for tick in range(1, 600):
        painter.tick(frame([person], tick=tick), (), {person.id: facing})
        new = [flake for flake in painter.flakes if flake.born == tick]
        assert all(flake.x * facing < -0.1 for flake in new)
    assert painter.flakes


def test_sparks_are_few_and_forgetful(light):
    """A storm of events stays under the limit, a repeated tick adds nothing, and all is gone after a while."""
    pygame.init()
    painter = SparkPainter()
    storm = [Event(1, "damaged", "EV1", "", "", 900.0, (0.1 * k, 0.2)) for k in range(40)]
    for tick in range(1, 40):
        painter.tick(frame(tick=tick), storm)
        flakes = len(painter.flakes)
        painter.tick(frame(tick=tick), storm)
        assert len(painter.flakes) == flakes <= MOST
    surface = pygame.Surface(SIZE)
    painter.draw(surface, Camera((0.0, 0.0), 100.0, SIZE), frame(tick=39), 1.0, light)
    assert pixels(surface).any()
    painter.tick(frame(tick=2000))
    assert not painter.flakes
    still = SparkPainter(has_reduced_motion=True)
    still.tick(frame(tick=1), storm)
    assert not still.flakes
    assert still.glints

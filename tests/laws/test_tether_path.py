"""The taut path: bends are pushed and popped exactly, turns are counted, nothing is passed through."""

from __future__ import annotations

from math import asin, atan2, ceil, cos, hypot, pi, sin

import pytest
from line_scene import LineScene, box, cut_solids, fixed, outline_of, peg

from game.sim.tether import LineEnd

SUBSTEPS = (1, 2, 4, 8)


@pytest.mark.parametrize("substeps", SUBSTEPS)
@pytest.mark.parametrize("corners", [4, 12])
def test_wrapping_round_a_peg_keeps_the_speed(substeps: int, corners: int) -> None:
    """Spiralling in on a peg keeps the tangential speed within 1 % and the energy within 0.1 % as the line shortens."""
    scene = LineScene(substeps)
    scene.solid(peg(0.2, corners))
    ea_n = 500_000.0  # stiff, so that the motion is not stored in the line as it gets short
    stretched = 3.0 * (1.0 + 100.0 / 3.0 / ea_n)  # where the pull is m v2 / r
    body = scene.body(100.0, (0.2 + stretched, 0.0), (0.0, 1.0), inertia=1e6)
    line = scene.line(fixed(3.0, ea_n=ea_n), LineEnd(body, (0.0, 0.0)), scene.anchor((0.2, 0.0)))
    energy = scene.energy_j()
    bends = 0
    while bends < 2 * corners:
        scene.tick()
        bends = len(line.path.corners)
        if bends < 1:
            continue
        ax, ay = line.points()[1]
        free = hypot(body.position.x - ax, body.position.y - ay)
        ux, uy = (body.position.x - ax) / free, (body.position.y - ay) / free
        across = ux * body.velocity.y - uy * body.velocity.x
        assert scene.energy_j() == pytest.approx(energy, rel=1e-3)
        assert across == pytest.approx(1.0, rel=0.01)


@pytest.mark.parametrize("substeps", SUBSTEPS)
@pytest.mark.parametrize("turns", [1, 3, 7])
def test_turns_are_counted_and_unwinding_returns_to_the_start(substeps: int, turns: int) -> None:
    """An end led n times round a peg gives n turns and all bends; led back it gives none and the first length."""
    corners, radius, reach = 6, 0.3, 2.0
    scene = LineScene(substeps)
    scene.solid(peg(radius, corners))
    body = scene.body(100.0, (reach, 0.0), inertia=30.0)
    line = scene.line(fixed(100.0), LineEnd(body, (0.0, 0.0)), scene.anchor((reach, -0.1)))
    start = line.length_m
    steps = 90
    perimeter = 2.0 * corners * radius * sin(pi / corners)

    def lead(angle: float) -> None:
        at = (reach * cos(angle), reach * sin(angle))
        body.velocity = ((at[0] - body.position.x) / scene.step_s, (at[1] - body.position.y) / scene.step_s)
        scene.step()

    once = 0.0
    for k in range(1, turns * steps + 1):
        lead(2.0 * pi * k / steps)
        if k == steps:
            once = line.length_m
    # it comes straight in, turns n times less a half, and goes straight out between the tangents
    turning = -line.path.turning() - (2.0 * pi * turns - pi)
    assert 0.0 < turning < 2.0 * asin(1.2 * radius / reach)
    assert len(line.path.corners) == corners * turns - 1  # all but the one that faces the two ends
    assert line.length_m - once == pytest.approx(perimeter * (turns - 1), abs=1e-6)
    for k in range(turns * steps - 1, -1, -1):
        lead(2.0 * pi * k / steps)
    assert len(line.path.corners) == 0
    assert line.length_m == pytest.approx(start, abs=1e-9)


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_a_bend_comes_and_goes_exactly_in_line_with_the_corner(substeps: int) -> None:
    """A bend is there if and only if the straight way would cut the solid, at every sub-step of a pass to and fro."""
    scene = LineScene(substeps)
    solid = scene.solid(box(0.4, 0.4, 1.0, -0.2))
    body = scene.body(100.0, (2.0, 1.0), (0.0, -1.3), inertia=30.0)
    line = scene.line(fixed(100.0), LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.3)))
    for k in range(150 * substeps):
        if k == 75 * substeps:
            body.velocity = (0.0, 1.3)
        scene.step()
        end = tuple(body.position)
        # the top edge is y = 0 from x = 0.8 to 1.2
        at_corner = 0.3 + (end[1] - 0.3) * 1.2 / end[0]
        if abs(at_corner) > 1e-6:
            assert (len(line.path.corners) > 0) == (at_corner < 0.0)
    assert not cut_solids(line, [solid])


@pytest.mark.parametrize("substeps", SUBSTEPS)
@pytest.mark.parametrize("speed", [1.0, 10.0])
@pytest.mark.parametrize("shape", ["mast", "horseshoe", "peg"])
def test_nothing_is_passed_through_at_any_speed(substeps: int, speed: float, shape: str) -> None:
    """Swung past a thin mast, a horseshoe or a peg at up to 10 m/s, a line winds on and never runs through."""
    outline = {
        "mast": box(0.04, 1.0),
        "horseshoe": [
            *((-0.6, -0.6), (0.6, -0.6), (0.6, 0.6), (0.4, 0.6)),
            *((0.4, -0.4), (-0.4, -0.4), (-0.4, 0.6), (-0.6, 0.6)),
        ],
        "peg": peg(0.1, 5),
    }[shape]
    scene = LineScene(substeps)
    solid = scene.solid(outline)
    body = scene.body(60.0, (4.0, 0.0), (0.0, speed), inertia=20.0)
    line = scene.line(fixed(5.0), LineEnd(body, (0.0, 0.0)), scene.anchor((-1.0, 0.05)))
    energy = scene.energy_j()
    seen = angle = 0.0
    most = 0
    for _ in range(int(600 * substeps / speed)):
        scene.step()
        now = atan2(body.position.y, body.position.x)
        seen += (now - angle + pi) % (2.0 * pi) - pi
        angle = now
        assert not cut_solids(line, [solid])
        assert scene.energy_j() <= energy * 1.001
        most = max(most, len(line.path.corners))
    assert seen > 1.5
    assert most > 0


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_a_moving_box_bends_the_line_it_is_carried_into(substeps: int) -> None:
    """A free box that drifts into a taut line bends it, feels its pull, and momentum of all is kept."""
    scene = LineScene(substeps)
    one = scene.body(200.0, (-2.0, 0.0), (-0.2, 0.0), inertia=55.0)
    two = scene.body(200.0, (2.0, 0.0), (0.2, 0.0), inertia=55.0)
    carried = scene.body(40.0, (0.3, 1.0), (0.0, -0.5), 0.4, inertia=40.0 * 0.5 / 12.0)
    solid = scene.solid(box(0.5, 0.5), carried)
    line = scene.line(fixed(4.2), LineEnd(one, (0.0, 0.0)), LineEnd(two, (0.0, 0.0)))
    energy, spin = scene.energy_j(), scene.angular_momentum()
    most = 0
    for _ in range(60 * 10):
        scene.tick()
        most = max(most, len(line.path.corners))
        momentum = sum((b.mass * b.velocity for b in scene.bodies), start=one.velocity * 0.0)
        assert (momentum - (0.0, -20.0)).length < 1e-6
        assert scene.angular_momentum() == pytest.approx(spin, abs=0.02)
        assert energy * 0.999 <= scene.energy_j() <= energy * 1.001
        assert not cut_solids(line, [solid])
    assert most >= 1
    assert carried.velocity.y > -0.45


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_a_boom_that_sweeps_pushes_the_line_before_it(substeps: int) -> None:
    """A boom turned by its own drive takes a slack line along at its tip and lets it go when it turns back."""
    import pymunk

    scene = LineScene(substeps)
    boom = pymunk.Body(body_type=pymunk.Body.KINEMATIC)
    scene.space.add(boom)
    solid = scene.solid([(0.0, -0.1), (3.0, -0.1), (3.0, 0.1), (0.0, 0.1)], boom)
    body = scene.body(100.0, (-1.0, 3.5), inertia=30.0)
    line = scene.line(fixed(100.0), LineEnd(body, (0.0, 0.0)), scene.anchor((3.5, 1.0)))
    straight = line.length_m
    boom.angular_velocity = 0.5
    for _ in range(int(60 * 1.2 / 0.5)):
        scene.tick()
        assert not cut_solids(line, [solid])
    assert line.path.corners
    assert line.length_m > straight + 0.05
    boom.angular_velocity = -0.5
    for _ in range(int(60 * 1.2 / 0.5)):
        scene.tick()
        assert not cut_solids(line, [solid])
    assert not line.path.corners
    assert line.length_m == pytest.approx(straight, abs=1e-9)


def test_a_line_hooked_on_anew_takes_the_shortest_free_way() -> None:
    """Hooked on behind a box, a line goes round it the short way; hooked on in front, it goes straight."""
    scene = LineScene()
    solid = scene.solid(box(1.0, 3.0, 0.0, 0.5))
    body = scene.body(100.0, (-2.0, 0.0))
    line = scene.line(fixed(26.0), LineEnd(body, (0.0, 0.0)), scene.anchor((-2.0, 2.0)))
    assert len(line.points()) == 2
    line.reattach_b(scene.anchor((2.0, 0.0)))
    assert [tuple(round(v, 9) for v in p) for p in line.points()[1:-1]] == [(-0.5, -1.0), (0.5, -1.0)]
    assert line.length_m == pytest.approx(2.0 * hypot(1.5, 1.0) + 1.0)
    assert not cut_solids(line, [solid])
    line.reattach_b(scene.anchor((-2.0, 1.0)))
    assert len(line.points()) == 2


def test_a_hook_that_slides_past_a_mast_takes_its_line_round_it() -> None:
    """A hook that slides along a rail behind a mast bends the line round the mast and back."""
    scene = LineScene()
    solid = scene.solid(box(0.1, 0.1, 0.0, 1.0))
    body = scene.body(200.0, (0.0, 2.0))
    line = scene.line(fixed(26.0), LineEnd(body, (0.0, 0.0)), scene.anchor((-0.4, 0.0)))
    bends = []
    for k in range(200):
        line.b.local = (-0.4 + 0.004 * (k + 1), 0.0)
        scene.tick()
        bends.append(len(line.points()) - 2)
        assert not cut_solids(line, [solid])
    assert max(bends) >= 1
    assert line.points()[1][0] < 0.0  # it hangs on the side from which it came
    for k in range(200):
        line.b.local = (0.4 - 0.004 * (k + 1), 0.0)
        scene.tick()
    assert len(line.points()) == 2


def test_twins_stay_equal() -> None:
    """Two scenes built and stepped alike are equal to the last bit."""

    def run() -> list[float]:
        scene = LineScene()
        for k in range(5):
            scene.solid(peg(0.2, 5 + k, 1.0 + k * 0.7, (-1.0) ** k * 0.8), collides=True)
        body = scene.body(100.0, (0.0, 0.0), (0.9, 0.4), 0.3, shape=box(0.3, 0.5))
        scene.line(fixed(3.0, damping=0.1), LineEnd(body, (0.1, 0.1)), scene.anchor((2.0, 0.0)))
        scene.line(fixed(2.0, damping=0.1), LineEnd(body, (0.1, -0.1)), scene.anchor((-1.0, 0.0)))
        values = []
        for _ in range(900):
            scene.tick()
            values += [*body.position, *body.velocity, *(line.tension_n for line in scene.tethers.lines)]
        return values

    assert run() == run()


def test_the_general_way_and_the_written_out_way_agree() -> None:
    """The short way of solving simple lines and the general way give the same motion within 1e-7 m over a minute."""
    ends = []
    for is_general in (False, True):
        scene = LineScene()
        scene.solid(peg(0.3, 7, 0.5, 0.3))
        body = scene.body(100.0, (1.5, 0.0), (0.2, 0.7), 0.3)
        scene.line(fixed(2.0), LineEnd(body, (0.1, 0.1)), scene.anchor((0.0, 0.0)))
        scene.line(fixed(3.0, rest_m=0.0, pull_n=5.0), LineEnd(body, (0.1, -0.1)), scene.anchor((-1.0, 0.0)))
        if is_general:
            scene.tethers._swing = lambda awake, _step_s, _stir: list(awake)  # type: ignore[method-assign]
        track = []
        for _ in range(600):
            scene.tick()
            track.append(tuple(body.position))
        ends.append(track)
    for one, two in zip(*ends, strict=True):
        assert hypot(one[0] - two[0], one[1] - two[1]) < 1e-6


def test_outlines_are_where_their_bodies_are() -> None:
    """An outline of a scene follows its body."""
    scene = LineScene()
    body = scene.body(1.0, (1.0, 2.0))
    solid = scene.solid(box(1.0, 1.0), body)
    assert outline_of(solid)[0] == (0.5, 1.5)
    assert ceil(sum(x for x, _ in outline_of(solid))) == 4


def test_a_box_that_drifts_over_an_eye_leaves_the_line_in_front_of_it() -> None:
    """While a loose box is over the eye the line ignores it; once it is past and clear, the line minds it again."""
    scene = LineScene()
    body = scene.body(200.0, (0.0, 3.0))
    loose = scene.body(40.0, (-1.0, 0.0), (0.5, 0.0), inertia=2.0)
    solid = scene.solid(box(0.5, 0.5), loose)
    line = scene.line(fixed(26.0), LineEnd(body, (0.0, 0.0)), scene.anchor((0.0, 0.0)))
    was_over = False
    for _ in range(60 * 5):
        scene.tick()
        if abs(loose.position.x) < 0.24:
            was_over = True
            assert len(line.points()) == 2
    assert was_over
    assert not line.path.ignored
    assert not cut_solids(line, [solid])


def test_a_solid_that_is_taken_away_lets_the_line_go_straight() -> None:
    """A line bent round a solid is straight again when the solid is gone, and bends anew when it is back."""
    scene = LineScene()
    solid = scene.solid(box(1.0, 1.0))
    body = scene.body(200.0, (-2.0, 0.2))
    line = scene.line(fixed(26.0), LineEnd(body, (0.0, 0.0)), scene.anchor((2.0, 0.2)))
    assert len(line.points()) == 4
    scene.tethers.remove_solid(solid)
    scene.tick()
    assert len(line.points()) == 2
    scene.tethers.add_solid(solid)
    scene.tick()
    assert len(line.points()) == 4


@pytest.mark.parametrize("substeps", SUBSTEPS)
def test_a_line_pinched_between_two_solids_slips_out_in_front(substeps: int) -> None:
    """A box that slides sunk 3 mm over a corner with a line between leaves the line on the corner, outside the solid.

    The line passes in front of the box until it is gone, and its energy never rises.
    """
    scene = LineScene(substeps)
    solid = scene.solid(box(1.0, 1.0))
    end = scene.body(50.0, (-0.3, 2.0), (0.05, 0.0), inertia=5.0)
    sled = scene.body(1e6, (-1.2, 0.697), (0.3, 0.0), inertia=1e6)
    scene.solid(box(0.4, 0.4), sled)
    line = scene.line(fixed(2.9, rest_m=0.0, pull_n=6.0), LineEnd(end, (0.0, 0.0)), scene.anchor((-0.55, -1.0)))
    energy = scene.energy_j()
    was_pinched = False
    for tick in range(60 * 8):
        if tick == 300:
            sled.velocity = (0.0, 0.5)
        scene.tick()
        end.position, end.velocity = (-0.3, 2.0), (0.0, 0.0)
        was_pinched = was_pinched or bool(line.path.ignored)
        assert not cut_solids(line, [solid], 0.01)  # what it is drawn along in a tick
    assert len(line.points()) == 3
    assert was_pinched
    assert line.path.ignored == []
    assert line.energy_j() <= energy

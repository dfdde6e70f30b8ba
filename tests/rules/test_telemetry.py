"""The table of a run: its columns are fixed by the level, whatever comes into the world on the way."""

from __future__ import annotations

from dataclasses import replace

from small_world import SmallWorld

from game.session.telemetry import Columns
from game.sim.actions import GroundAction
from game.sim.spec import LineSpec, TetherSpec, UnitSpec
from game.sim.world import World


def test_a_tool_that_slips_away_shifts_no_column():
    """A row has a value for every name, and the columns behind the units say what they said before."""
    box = UnitSpec("box", 5.0, (0.3, 0.3), "free", at=(2.0, 2.0))
    line = LineSpec("cord", TetherSpec("cord", "fixed", 3.0, 3.0), "", (2.0, 4.0), "box", (0.0, 0.0))
    spec = replace(SmallWorld().spec, units=(box,), lines=(line,))
    world, columns = World(spec, 1), Columns(spec)
    before = dict(zip(columns.names, columns.row(world.frame()), strict=True))
    world.step({}, [GroundAction("fault", "EV1", "tool", 1.0)])
    world.step({})
    frame = world.frame()
    assert len(frame.units) == 2
    after = dict(zip(columns.names, columns.row(frame), strict=True))
    assert after["line_cord_length_m"] == before["line_cord_length_m"] == 2.0
    assert (after["unit_box_x_m"], after["tick"]) == (2.0, 2)

"""A hash of the declared fields of a state, and the fields by name, so that two runs can be told apart exactly."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pymunk

    from game.sim.parts import Crew
    from game.sim.state import State
    from game.sim.tether import Tether


def _body(fields: dict[str, str], name: str, body: pymunk.Body) -> None:
    x, y = body.position
    vx, vy = body.velocity
    values = {"x": x, "y": y, "angle": body.angle, "vx": vx, "vy": vy, "spin": body.angular_velocity}
    for key, value in values.items():
        fields[f"{name}.{key}"] = float(value).hex()


def _person(name: str, crew: Crew) -> dict[str, str]:
    """What a person is and does besides moving."""
    flags = (crew.is_inside, crew.is_conscious, crew.is_steady, crew.has_two_points, crew.is_adrift)
    shove = crew.shove
    pushed = f"{shove.unit} {float(shove.force_n).hex()} {shove.ticks}" if shove else ""
    return {
        f"{name}.is": " ".join(str(int(flag)) for flag in flags),
        f"{name}.tuck": float(crew.tuck).hex(),
        f"{name}.drive": " ".join(float(value).hex() for value in (*crew.drive, crew.lean)),
        f"{name}.restraint": crew.restraint,
        f"{name}.leashed": crew.leashed,
        f"{name}.towing": f"{crew.towing} {crew.towed_by} {float(crew.starved_s).hex()}",
        f"{name}.work": f"{crew.working} {crew.hauling} {crew.strokes} {pushed}",
        f"{name}.two_point": f"{crew.two_point_breaks} {float(crew.two_point_broken_s).hex()}",
    }


def _line(tether: Tether) -> str:
    held = f"{int(tether.is_stowed)} {int(tether.is_locked)} {int(tether.is_broken)} {float(tether.paid_out_m).hex()}"
    return f"{held} {len(tether.points())} {float(tether.length_m).hex()}"


def fields_of(state: State) -> dict[str, str]:
    """Field name -> exact text of its value, in a fixed order."""
    fields: dict[str, str] = {
        "tick": str(state.tick),
        "eva_s": float(state.eva_s).hex(),
        "phase": state.phase,
        "is_hatch_open": str(state.is_hatch_open),
        "hatch_jams": f"{state.hatch_jams} {float(state.hatch_clearing_s).hex()}",
        "faults": " ".join(fault.kind for fault in state.faults),
        "called_off": state.called_off,
        "damaged": " ".join((*state.damaged, *state.torn)),
        "lost": " ".join(state.lost),
    }
    for crew in state.crew.values():
        name = crew.id
        _body(fields, name, crew.body)
        fields |= _person(name, crew)
        for hand, side in zip(crew.hands, ("left", "right"), strict=True):
            grasp = hand.grasp.hold if hand.grasp else ""
            does = f"{hand.state} {hand.busy} {grasp} {hand.swing_ticks}"
            fields[f"{name}.{side}"] = f"{does} {float(hand.strength).hex()}"
        for hook in crew.hooks:
            grasp = f"{hook.grasp.hold} {float(hook.grasp.s).hex()}" if hook.grasp else ""
            fields[f"{name}.hook{hook.index + 1}"] = f"{hook.state} {grasp} {hook.ticks}"
        for tether in (*crew.tethers, crew.leash):
            fields[tether.id] = _line(tether)
        suit = crew.suit
        for key in ("o2_kg", "reserve_kg", "pressure_pa", "co2_pa", "lioh_kg", "water_kg", "battery_j", "metabolic_w"):
            fields[f"{name}.suit.{key}"] = float(getattr(suit, key)).hex()
        for key in ("body_c", "hole_mm", "fan_share", "pump_share", "stuck", "drain_w", "silent_s", "glove_layers",
                    "hypoxia", "bends", "fog"):  # fmt: skip
            fields[f"{name}.suit.{key}"] = float(getattr(suit, key)).hex()
        switches = (suit.is_injector_on, suit.is_reserve_open, suit.is_low, suit.is_plugged, suit.is_radio_on)
        spares = (suit.spare_fans, suit.spare_pumps, suit.spare_radios)
        fields[f"{name}.suit.switches"] = " ".join(str(int(value)) for value in (*switches, *spares))
        fields[f"{name}.suit.faults"] = " ".join(suit.faults)
    for unit in state.units.values():
        _body(fields, unit.id, unit.body)
        fields[f"{unit.id}.state"] = f"{unit.state} {unit.worksite} {unit.held_by} {int(unit.is_sent)}"
    for tether in state.lab_lines.values():
        fields[tether.id] = _line(tether)
    for step in state.steps:
        fields[f"step.{step.spec.id}"] = f"{step.is_done} {float(step.fraction).hex()} {step.tries}"
        now = f"{step.item} {float(step.travel).hex()} {step.strokes} {step.stroke_ticks}"
        fields[f"step.{step.spec.id}.now"] = f"{now} {int(step.is_stuck)} {step.stall}"
    for panel in state.panels.values():
        fields[f"panel.{panel.id}"] = " ".join(
            (*(float(value).hex() for value in (panel.opened, panel.wanted, panel.sway_m)), str(int(panel.is_freed)))
        )
    for mover in state.movers.values():
        values = (
            mover.length_m, mover.angle_rad, mover.wanted_m, mover.wanted_rad,
            mover.speed_mps, mover.sway_m, mover.sway_mps,
        )  # fmt: skip
        led = f"{mover.way} {int(mover.is_halted)}"
        fields[f"mover.{mover.id}"] = " ".join((*(float(value).hex() for value in values), led))
    for name, dice in state.dice.items():
        fields[f"dice.{name}"] = str(dice.state)
    return fields


def digest(state: State) -> str:
    """16 hex digits over all fields."""
    text = "\n".join(f"{key}={value}" for key, value in fields_of(state).items())
    return hashlib.sha256(text.encode()).hexdigest()[:16]

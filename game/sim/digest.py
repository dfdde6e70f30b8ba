"""A hash of the declared fields of a state, and the fields by name, so that two runs can be told apart exactly."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pymunk

    from game.sim.parts import Crew
    from game.sim.state import State


def _body(fields: dict[str, str], name: str, body: pymunk.Body) -> None:
    x, y = body.position
    vx, vy = body.velocity
    values = {"x": x, "y": y, "angle": body.angle, "vx": vx, "vy": vy, "spin": body.angular_velocity}
    for key, value in values.items():
        fields[f"{name}.{key}"] = float(value).hex()


def _towing(name: str, crew: Crew) -> dict[str, str]:
    """Only when there is something to say, so that recordings made before there were partners still agree."""
    is_said = crew.towing or crew.starved_s
    return {f"{name}.towing": f"{crew.towing} {float(crew.starved_s).hex()}"} if is_said else {}


def fields_of(state: State) -> dict[str, str]:
    """Field name -> exact text of its value, in a fixed order."""
    fields: dict[str, str] = {
        "tick": str(state.tick),
        "eva_s": float(state.eva_s).hex(),
        "phase": state.phase,
        "is_hatch_open": str(state.is_hatch_open),
        "hatch_jams": f"{state.hatch_jams} {float(state.hatch_clearing_s).hex()}",
        "faults": " ".join(fault.kind for fault in state.faults),
    }
    if state.called_off:  # only then, so that recordings made before there was such an order still agree
        fields["called_off"] = state.called_off
    for crew in state.crew.values():
        name = crew.id
        _body(fields, name, crew.body)
        fields[f"{name}.tuck"] = float(crew.tuck).hex()
        fields[f"{name}.restraint"] = crew.restraint
        fields[f"{name}.leashed"] = crew.leashed
        fields |= _towing(name, crew)
        for hand, side in zip(crew.hands, ("left", "right"), strict=True):
            grasp = hand.grasp.hold if hand.grasp else ""
            fields[f"{name}.{side}"] = f"{hand.state} {grasp} {hand.swing_ticks} {float(hand.strength).hex()}"
        for hook in crew.hooks:
            grasp = f"{hook.grasp.hold} {float(hook.grasp.s).hex()}" if hook.grasp else ""
            fields[f"{name}.hook{hook.index + 1}"] = f"{hook.state} {grasp} {hook.ticks}"
        for tether in (*crew.tethers, crew.leash):
            held = f"{tether.is_stowed} {tether.is_locked}"
            fields[tether.id] = f"{held} {len(tether.points())} {float(tether.length_m).hex()}"
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
        fields[f"{unit.id}.state"] = f"{unit.state} {unit.worksite} {unit.held_by}"
    for tether in state.lab_lines.values():
        fields[tether.id] = f"{len(tether.points())} {float(tether.length_m).hex()}"
    for step in state.steps:
        fields[f"step.{step.spec.id}"] = f"{step.is_done} {float(step.fraction).hex()} {step.tries}"
        now = f"{step.item} {float(step.travel).hex()} {step.strokes} {step.stroke_ticks}"
        fields[f"step.{step.spec.id}.now"] = now
    for panel in state.panels.values():
        fields[f"panel.{panel.id}"] = f"{float(panel.opened).hex()} {float(panel.sway_m).hex()}"
    for mover in state.movers.values():
        values = (mover.length_m, mover.angle_rad, mover.speed_mps, mover.sway_m, mover.sway_mps)
        fields[f"mover.{mover.id}"] = " ".join(float(value).hex() for value in values)
    for name, dice in state.dice.items():
        fields[f"dice.{name}"] = str(dice.state)
    return fields


def digest(state: State) -> str:
    """16 hex digits over all fields."""
    text = "\n".join(f"{key}={value}" for key, value in fields_of(state).items())
    return hashlib.sha256(text.encode()).hexdigest()[:16]

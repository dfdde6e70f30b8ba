"""The rules of the world in the order they run. Read this file first.

A tick: the rules of DECIDE turn orders into states; then `SUBSTEPS` times the rules of PUSH set forces, the tethers
bound distances and pymunk moves the bodies; then the rules of OBSERVE see what came of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from game.sim.rules import (
    arms,
    call_off,
    contact,
    cues,
    drift,
    exertion,
    faults,
    hands,
    haul,
    hooks,
    leash,
    orbit,
    posture,
    restraint,
    suit,
    switches,
    two_point,
    work,
)

if TYPE_CHECKING:
    from game.sim.state import State

Rule = Callable[["State"], None]
Push = Callable[["State", float], None]

DECIDE: tuple[Rule, ...] = (
    faults.apply,  # faults that are due or ordered
    switches.apply,  # switches of the suit
    cues.apply,  # what a lab does by itself
    call_off.apply,  # terminate and abort, from any seat
    posture.apply,  # tuck, lean and wanted speed
    hands.apply,  # reach, grip, release
    hooks.apply,  # clip, unclip
    haul.apply,  # pulling oneself along a tether
    restraint.apply,  # boots in and out
    leash.apply,  # leash on and off, push-off
    work.apply,  # steps and their reactions
    suit.apply,  # the clock slows before danger
)
PUSH: tuple[Push, ...] = (
    arms.push,  # muscles between shoulders and holds, limits of reach
    restraint.push,  # legs
    work.push,  # reaction of tools, guided units
    leash.push,  # a carried unit is kept near
    drift.push,  # relative motion in orbit of what was let go
)
OBSERVE: tuple[Rule, ...] = (
    hands.observe,  # slip, tiring
    hooks.observe,  # slide along the rail, break
    contact.observe,  # blows, fragile parts, keep-out zones
    two_point.observe,  # points, adrift
    drift.observe,  # lost and jettisoned objects
    exertion.observe,  # metabolic rate
    suit.observe,  # oxygen, CO2, water, power, alarms
    faults.observe,  # faults that follow an event, gloves, silence
    orbit.observe,  # where the station is, light
)

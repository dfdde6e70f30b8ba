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
    overload,
    partner,
    posture,
    release,
    restraint,
    suit,
    switches,
    two_point,
    water,
    work,
)
from game.sim.work import moving, unfolding

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
    leash.apply,  # leash on and off
    partner.apply,  # who has fainted is taken home
    release.apply,  # push-off
    work.apply,  # steps and their reactions
    moving.apply,  # booms and arms are led on and sway
    suit.apply,  # the clock slows before danger
)
PUSH: tuple[Push, ...] = (
    arms.push,  # muscles between shoulders and holds, limits of reach
    restraint.push,  # legs
    work.push,  # reaction of tools, guided units
    leash.push,  # a carried unit is kept near
    partner.push,  # and who has fainted
    release.push,  # what is being pushed off
    water.push,  # drag and trim in the pool
    drift.push,  # relative motion in orbit of what was let go
)
OBSERVE: tuple[Rule, ...] = (
    release.observe,  # what has left the hand
    unfolding.observe,  # panels open and sway
    moving.observe,  # where the tips of booms and arms are, and what rides with them
    hands.observe,  # slip, tiring
    overload.observe,  # holds that bend, hooks torn off, lines that tear
    hooks.observe,  # slide along the rail
    contact.observe,  # blows, fragile parts, keep-out zones
    two_point.observe,  # points, adrift
    water.observe,  # divers
    drift.observe,  # lost and jettisoned objects
    exertion.observe,  # metabolic rate
    suit.observe,  # oxygen, CO2, water, power, alarms
    partner.observe,  # how long somebody lies without air
    faults.observe,  # faults that follow an event, gloves, silence
    orbit.observe,  # where the station is, light
)

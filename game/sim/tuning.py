"""Every number of the rules once: default, unit, range, meaning, source and confidence.

Confidence: S found in a source, M from memory, D derived, E estimate or design choice. Only S and D may be shown as
facts. The rows feed the world, the header of recordings, a lab's sliders and the table of the manual.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any


def row(default: float, unit: str, low: float, high: float, text: str, source: str, confidence: str) -> Any:
    """A field of the table; `text` is a sentence for the manual."""
    return field(default=default, metadata={
        "unit": unit, "low": low, "high": high, "text": text, "source": source, "confidence": confidence,
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tuning:
    """The tuning table; attributes carry the unit of their row."""

    # the cosmonaut as a body
    crew_mass_kg: float = row(200.0, "kg", 5, 600, "Suit, wearer and tools.", "112 + 80 + 8..10; Musgrave 218", "D")
    inertia_stretched_kgm2: float = row(55.0, "kg m2", 5, 200, "Pitch inertia stretched.", "cylinder", "E")
    inertia_tucked_kgm2: float = row(32.0, "kg m2", 5, 200, "Pitch inertia tucked.", "cylinder", "E")
    tuck_s: float = row(0.6, "s", 0.1, 3, "Time to draw the knees up.", "design", "E")
    # arms
    reach_m: float = row(0.70, "m", 0.4, 1.0, "Shoulder to glove, stretched.", "0.65-0.75", "E")
    reach_swing_s: float = row(0.55, "s", 0.1, 2, "Time of one reach.", "measured bench of muscles", "E")
    drive_nspm: float = row(500.0, "N s/m", 50, 2000, "Force per missing speed of the shoulder.", "bench", "E")
    pull_n: float = row(120.0, "N", 20, 300, "Comfortable pull of one arm.", "push-off 50-150 N", "E")
    wrist_nm: float = row(12.0, "N m", 0, 50, "Torque of one gripping wrist.", "bench", "E")
    lean_stiffness_nm: float = row(45.0, "N m/rad", 0, 200, "Wrist torque per radian of lean.", "bench", "E")
    lean_damping_nms: float = row(95.0, "N m s/rad", 0, 400, "Wrist torque per spin.", "bench", "E")
    arm_stiffness_npm: float = row(4000.0, "N/m", 500, 20000, "Stretched arm, suit and joints.", "design", "E")
    arm_damping_nspm: float = row(400.0, "N s/m", 0, 4000, "Damping of a stretched arm.", "design", "E")
    steady_npm: float = row(1200.0, "N/m", 0, 5000, "A steady person holds his posture so stiffly.", "design", "E")
    steady_mps: float = row(0.06, "m/s", 0.005, 0.5, "Slower than this he counts as at rest.", "design", "E")
    near_m: float = row(0.20, "m", 0, 0.5, "Nearer than this an arm pushes the body off its hold.", "design", "E")
    drive_mps: float = row(0.50, "m/s", 0.1, 0.6, "Highest wanted speed.", "QUORA: 0.5 m/s upper figure", "S")
    # hands
    grip_n: float = row(290.0, "N", 50, 600, "Grip in the glove: 500 N bare, 42 % lost.", "ROE86", "S")
    grip_magnet_m: float = row(0.22, "m", 0, 0.5, "A reach takes the hold this near to the point.", "design", "E")
    grip_grace_ticks: float = row(6, "ticks", 0, 30, "Overload lasts this long before a grip slips.", "design", "E")
    catch_safe_mps: float = row(0.50, "m/s", 0.1, 1, "A hold can be caught safely up to this.", "25 J, 100 N s", "D")
    catch_max_mps: float = row(1.00, "m/s", 0.2, 2, "Above this no hold can be caught.", "100 J, 200 N s", "E")
    fatigue_free: float = row(0.15, "1", 0, 0.5, "Share of the strength that tires nobody.", "Rohmert", "M")
    fatigue_scale_s: float = row(3.94, "s", 1, 20, "Endurance = scale * (share - free) ** -power.", "50 %: 60 s", "M")
    fatigue_power: float = row(2.595, "1", 1, 4, "See the row above.", "same", "M")
    recover_s: float = row(60.0, "s", 5, 600, "Time to recover from empty in a light grip.", "design", "E")
    recover_free_s: float = row(30.0, "s", 5, 600, "Time to recover from empty with the hand free.", "design", "E")
    # hooks
    clip_s: float = row(1.5, "s", 0.2, 5, "Closing a hook takes this long.", "DESIGN", "E")
    unclip_s: float = row(1.0, "s", 0.2, 5, "Opening one and taking it along.", "DESIGN", "E")
    clip_magnet_m: float = row(0.25, "m", 0, 0.6, "A hook finds the rail or eye this near to the point.", "design", "E")
    hook_slide_mps: float = row(3.0, "m/s", 0, 10, "Fastest slide of a hook on a rail.", "design", "E")
    hook_friction: float = row(0.15, "1", 0, 1, "A hook slides when the pull leans more than this.", "design", "E")
    hook_n: float = row(4000.0, "N", 500, 20000, "A hook itself bears no more.", "design", "E")
    hold_ultimate: float = row(1.4, "1", 1, 5, "Share of its limit at which a hold lets a hook go.", "design", "E")
    haul_mps: float = row(0.20, "m/s", 0.05, 0.5, "Pace of pulling oneself along a tether.", "design", "E")
    haul_n: float = row(60.0, "N", 10, 120, "Strongest pull on one's own tether.", "push 50-150 N", "E")
    # contact
    contact_elasticity: float = row(0.10, "1", 0, 1, "Bounce of suit on metal.", "design", "E")
    contact_friction: float = row(0.30, "1", 0, 1, "Friction of suit on metal.", "design", "E")
    contact_s: float = row(0.05, "s", 0.01, 0.2, "A blow lasts so long: force = impulse / time.", "design", "E")
    contact_note_n: float = row(40.0, "N", 1, 500, "Weaker contacts are not reported.", "design", "E")
    # restraint
    boots_reach_m: float = row(0.60, "m", 0.1, 1, "Boots find a restraint this near.", "design", "E")
    boots_stiffness_npm: float = row(1500.0, "N/m", 100, 10000, "Boots in a restraint.", "design", "E")
    boots_damping_nspm: float = row(900.0, "N s/m", 0, 5000, "Boots in a restraint.", "design", "E")
    boots_pull_n: float = row(150.0, "N", 20, 1219, "Strongest pull of legs into a restraint.", "design", "E")
    ankle_stiffness_nm: float = row(300.0, "N m/rad", 0, 2000, "Ankles and knees hold the body up.", "design", "E")
    ankle_damping_nms: float = row(250.0, "N m s/rad", 0, 2000, "Same.", "design", "E")
    ankle_nm: float = row(120.0, "N m", 0, 475, "Strongest torque of the legs.", "design; frame 475", "E")
    # work
    work_speed_mps: float = row(0.20, "m/s", 0, 1, "Faster drift interrupts work.", "design", "E")
    work_radps: float = row(0.45, "rad/s", 0.05, 3, "Faster spin interrupts work.", "design", "E")
    stroke_s: float = row(1.1, "s", 0.3, 10, "One stroke of a wrench, a pull, a wipe.", "design", "E")
    strokes_most: float = row(40, "1", 1, 400, "Most strokes of a step.", "design", "E")
    stroke_rad: float = row(1.05, "rad", 0.2, 3, "A wrench turns so far in one stroke: 60 degrees.", "design", "E")
    stroke_m: float = row(0.05, "m", 0.005, 0.3, "A plug moves so far in one stroke.", "design", "E")
    wrench_boots_nm: float = row(60.0, "N m", 5, 200, "Torque one gives with the boots held.", "frame holds 475", "E")
    wrench_grip_nm: float = row(32.0, "N m", 5, 200, "The same with one hand on a hold.", "design", "E")
    wrench_loose_nm: float = row(10.0, "N m", 0, 200, "The same with nothing to hold on to.", "design", "E")
    press_boots_n: float = row(200.0, "N", 20, 600, "Push with the boots held.", "SSP30256: 200 N anywhere", "S")
    press_loose_n: float = row(30.0, "N", 0, 200, "Push with nothing to hold on to.", "design", "E")
    stuck_factor: float = row(1.7, "1", 1, 5, "What sits fast takes so many times its torque or force.", "design", "E")
    pad_friction: float = row(0.30, "1", 0, 1, "Friction of a pad on the hull.", "design", "E")
    still_mps: float = row(0.02, "m/s", 0.002, 0.2, "A picture needs the body so slow.", "design", "E")
    still_radps: float = row(0.03, "rad/s", 0.002, 0.5, "And turning so slowly.", "design", "E")
    sway_calm_m: float = row(0.10, "m", 0.005, 1, "An open panel sways no more than this.", "design", "E")
    shove_n: float = row(120.0, "N", 20, 300, "Force of an arm that pushes a unit off.", "push-off 50-150 N", "E")
    shove_m: float = row(0.45, "m", 0.1, 0.7, "Way over which it pushes.", "arm 0.7", "E")
    shove_s: float = row(0.40, "s", 0.05, 2, "It takes at least so long.", "0.3-0.5 s", "E")
    shove_offset_m: float = row(0.004, "m", 0, 0.3, "It pushes so far beside the centre at most: spin.", "design", "E")
    shove_loose: float = row(5.0, "1", 1, 30, "So many times as far when nothing holds the pusher.", "design", "E")
    leash_carry_m: float = row(0.65, "m", 0.3, 1.6, "A carried unit's leash is taken in to this.", "design", "E")
    leash_haul_mps: float = row(0.30, "m/s", 0.05, 1, "Pace of taking in and giving leash.", "design", "E")
    leash_haul_n: float = row(40.0, "N", 5, 120, "Strongest pull of taking in leash.", "design", "E")
    unit_guide_n: float = row(60.0, "N", 5, 200, "Force of a hand guiding a unit.", "push 50-150 N", "E")
    unit_capture_m: float = row(0.06, "m", 0.005, 0.3, "Soft capture: distance.", "design", "E")
    unit_capture_rad: float = row(0.20, "rad", 0.01, 1, "Soft capture: angle.", "design", "E")
    unit_capture_mps: float = row(0.15, "m/s", 0.01, 1, "Soft capture: speed.", "design", "E")
    throw_mps: float = row(0.50, "m/s", 0.05, 2, "Speed of a push-off by hand.", "design", "E")
    jettison_min_mps: float = row(0.05, "m/s", 0.01, 1, "Slowest jettison.", "DT-ENG", "S")
    jettison_cone_rad: float = row(0.5236, "rad", 0.1, 1.6, "Half-angle of the cone straight back.", "DT-ENG", "S")
    lost_m: float = row(6.0, "m", 2, 50, "An untethered unit this far from everybody is lost.", "design", "E")
    adrift_lost_m: float = row(30.0, "m", 10, 200, "A person this far from every hold is beyond recall.", "design", "E")
    # water of the training pool
    water_drag_nspm2: float = row(400.0, "N s2/m2", 0, 2000, "Drag of a suit: 1/2 rho Cd A.", "Cd 1, 0.8 m2", "E")
    water_turn_nms2: float = row(80.0, "N m s2", 0, 1000, "Drag of a suit that turns.", "design", "E")
    water_trim_n: float = row(4.0, "N", 0, 50, "A floated suit is so much too light or heavy at most.", "design", "E")
    water_right_nm: float = row(5.0, "N m", 0, 50, "Floats and weights right a suit with at most this.", "design", "E")
    # exertion
    rest_w: float = row(160.0, "W", 100, 300, "Metabolic rate at rest in an Orlan.", "IBMP07 146-174", "S")
    peak_w: float = row(900.0, "W", 400, 1200, "Metabolic peak.", "IBMP04 690-907", "S")
    reach_j: float = row(90.0, "J", 0, 500, "Bending pressurised joints for one reach.", "fits 250-300 W moving", "E")
    hold_wpn: float = row(0.9, "W/N", 0, 5, "Cost of a held force.", "fits 450-600 W forcing", "E")
    work_w: float = row(130.0, "W", 0, 500, "Tool work above rest.", "250-350 W", "E")
    walk_w: float = row(280.0, "W", 150, 600, "Metabolic rate of going along the rails.", "250-300 W", "E")
    exertion_s: float = row(10.0, "s", 1, 60, "Time in which the metabolic rate follows the load.", "design", "E")
    heart_calm_pm: float = row(55.0, "1/min", 40, 90, "Heart rate when calm.", "IBMP07 51-60", "S")
    heart_pm_per_w: float = row(0.16, "1/min/W", 0, 1, "Heart rate per watt above rest.", "fit to IBMP", "D")
    # suit
    o2_primary_kg: float = row(1.0, "kg", 0.05, 4, "Primary oxygen.", "TM04", "S")
    o2_reserve_kg: float = row(1.0, "kg", 0, 2, "Reserve oxygen, never in the plan.", "TM04", "S")
    o2_j_per_kg: float = row(1.413e7, "J/kg", 1e7, 2e7, "Energy per kilogram of oxygen.", "RSLAB", "D")
    leak_kgph: float = row(0.010, "kg/h", 0, 0.1, "Normal leak of a suit.", "order of 0.01", "E")
    suit_pa: float = row(40_000.0, "Pa", 20_000, 60_000, "Working pressure.", "IBMP04", "S")
    suit_volume_m3: float = row(0.06, "m3", 0.03, 0.2, "Free gas volume.", "0.06-0.1", "E")
    co2_per_o2: float = row(1.17, "kg/kg", 0.9, 1.4, "CO2 made per oxygen used.", "RQ 0.85", "D")
    lioh_kg: float = row(0.80, "kg", 0, 2, "CO2 that one cartridge takes up.", "9 h at 300 W", "E")
    co2_clean_pa: float = row(270.0, "Pa", 0, 1000, "CO2 in the helmet with fan and fresh cartridge.", "design", "E")
    water_kg: float = row(3.6, "kg", 0, 6, "Feed water of the sublimator.", "TM04", "S")
    latent_jpkg: float = row(2.5e6, "J/kg", 2e6, 3e6, "Heat taken by a kilogram of water.", "ideal 2.83e6", "E")
    electric_w: float = row(54.0, "W", 0, 200, "Load of the suit.", "memory", "M")
    battery_wh: float = row(490.0, "Wh", 0, 1000, "Battery.", "memory", "M")
    regulator_kgph: float = row(1.0, "kg/h", 0, 20, "Most that the regulator feeds by itself.", "design", "E")
    injector_kgph: float = row(2.0, "kg/h", 0.2, 6, "Flow of the injector.", "memory; 1.2-2", "M")
    relief_pa: float = row(1500.0, "Pa", 200, 10_000, "So far above the setting the relief valve opens.", "design", "E")
    low_pa: float = row(27_000.0, "Pa", 15_000, 40_000, "Low pressure setting.", "SF-V2 (Berkut)", "S")
    vent_mm: float = row(2.0, "mm", 0.5, 6, "Width of the vent valve.", "design", "E")
    purge_kgph: float = row(0.0, "kg/h", 0, 6, "Flow through an open-loop suit; 0 = closed loop.", "by suit", "E")
    gas_cooling_w: float = row(0.0, "W", 0, 600, "Heat that the flow of an open-loop suit carries off.", "by suit", "E")
    hypoxia_pa: float = row(25_000.0, "Pa", 15_000, 40_000, "Below this thinking and grip suffer.", "25-27 kPa", "M")
    faint_pa: float = row(14_000.0, "Pa", 5_000, 25_000, "At this pressure consciousness lasts ...", "13-15 kPa", "M")
    faint_s: float = row(12.0, "s", 3, 120, "... so long.", "seconds", "M")
    faint_scale_pa: float = row(830.0, "Pa", 200, 3000, "So much more pressure lasts e times longer.", "design", "E")
    co2_caution_pa: float = row(1000.0, "Pa", 500, 2000, "From here the suit cautions: 7.5 mmHg.", "facts 2.2", "M")
    co2_severe_pa: float = row(4000.0, "Pa", 1000, 8000, "From here CO2 clouds the mind: 30 mmHg.", "facts 2.2", "M")
    co2_faint_pa: float = row(9000.0, "Pa", 4000, 15_000, "At this CO2 a person faints.", "design", "E")
    faint_c: float = row(41.0, "C", 39, 43, "At this core temperature a person faints.", "design", "E")
    rescue_s: float = row(300.0, "s", 10, 3600, "Who has fainted may lie without air for so long.", "design", "E")
    n2_tissue_pa: float = row(70_000.0, "Pa", 0, 90_000, "Nitrogen left in the tissue.", "prebreathe, IBMP07", "E")
    bends_ratio: float = row(1.8, "1", 1, 4, "Tissue nitrogen over suit pressure that bubbles.", "design", "E")
    bends_s: float = row(1800.0, "s", 60, 20_000, "Time to pain at twice that ratio.", "design", "E")
    swell: float = row(0.30, "1", 0, 4, "Ease of joints gained per share of pressure given up.", "design", "E")
    girth_m: float = row(0.75, "m", 0.3, 1.5, "Front to back at working pressure.", "0.75, pack included", "E")
    girth_swell: float = row(0.10, "1", 0, 1, "Share of the girth that working pressure adds.", "design", "E")
    glove_layer_s: float = row(1800.0, "s", 60, 20_000, "A cut glove loses a layer in this time.", "design", "E")
    glove_hole_mm: float = row(1.0, "mm", 0.2, 5, "Hole of a glove that is cut through.", "design", "E")
    comm_wait_s: float = row(900.0, "s", 60, 7200, "Silence after which the plan says: come in.", "agreed time", "E")
    hatch_clear_s: float = row(180.0, "s", 10, 3600, "Clearing a hatch seal.", "design", "E")
    plug_m: float = row(2.0, "m", 0.5, 20, "The airlock's supply reaches this far from the hatch.", "design", "E")
    danger_s: float = row(25.0, "s", 5, 120, "The EVA clock slows so that harm is this much play away.", "design", "E")
    cooling_max_w: float = row(600.0, "W", 0, 1000, "Most heat the sublimator rejects.", "TM04", "S")

    @classmethod
    def with_rows(cls, rows: Iterable[tuple[str, float]]) -> Tuning:
        """The default table with `rows` changed. Raises ValueError naming the row, what was found and its range."""
        known = {f.name: f for f in fields(cls)}
        values: dict[str, float] = {}
        for name, value in rows:
            if name not in known:
                message = f"tuning row {name!r} does not exist"
                raise ValueError(message)
            low, high = known[name].metadata["low"], known[name].metadata["high"]
            if not low <= value <= high:
                message = f"tuning row {name}: found {value}, wanted {low} to {high} {known[name].metadata['unit']}"
                raise ValueError(message)
            values[name] = float(value)
        return cls(**values)

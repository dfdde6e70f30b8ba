"""Reads the session's prompts and a mission's plan into what the panels want; the scene gives the inputs' names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from game.control.intents import POINTING
from game.sim.tuning import Tuning
from game.view.hud_model import Plan, Stretch
from game.view.hud_parts import AdvicePart, PromptPart, RefusalPart

# Names of the inputs of a prompt on the device in use.
Inputs = Callable[[Any], tuple[str, ...]]
_WAYS = {(1.0, 0.0): "right", (-1.0, 0.0): "left", (0.0, 1.0): "up", (0.0, -1.0): "down"}


def read_prompts(
    prompts: Iterable[Any],
    device: str,
    inputs: Inputs,
    *,
    titles: Mapping[str, str] | None = None,
    words: Callable[[str], str] = str,
    limit: int = 3,
) -> tuple[tuple[PromptPart, ...], RefusalPart | None]:
    """The session's prompts as panels, and the fresh refusal among them.

    `inputs` names the inputs of a prompt on the device; `titles` are text keys of steps, `words` turns a key into
    text. The first of several directions is the one that leads on; the others become one prompt, but not for who points
    at a hold and has no button for them. What nobody should be put in mind of is shown only when the scanner has been
    moved to it. `limit` 1 is for a newcomer.
    """
    titles = titles or {}
    parts: list[PromptPart] = []
    refusal: RefusalPart | None = None
    others: dict[str, None] = {}
    others_place = -1
    has_way = False
    for prompt in prompts:
        if prompt.why_not:
            if refusal is None and not prompt.intent:
                refusal = RefusalPart(prompt.why_not, round(float(prompt.value), 1))
            continue
        if prompt.is_extra and not prompt.is_stepped_to:
            continue
        names = inputs(prompt)
        is_way = prompt.verb in ("hold_next", "pull")
        if is_way and has_way and not prompt.is_stepped_to:
            others_place = len(parts) if others_place < 0 else others_place
            others.update(dict.fromkeys(names))
            continue
        has_way = has_way or is_way
        parts.append(_part(prompt, device, names, titles, words))
    if others and device not in POINTING:
        parts.insert(others_place, PromptPart("prompt.other_ways", device, tuple(others)))
    return tuple(parts[: max(0, limit)]), refusal


def _part(
    prompt: Any, device: str, names: tuple[str, ...], titles: Mapping[str, str], words: Callable[[str], str]
) -> PromptPart:
    title = titles.get(prompt.step_id, "")
    values: tuple[tuple[str, object], ...] = ()
    key = f"prompt.{prompt.verb}"
    if prompt.verb in ("hold_next", "pull"):
        values = (("way", words(f"way.{_WAYS.get(prompt.direction, 'right')}")),)
    elif prompt.step_id:
        values = (("title", words(title) if title else words("prompt.act")),)
    elif prompt.verb in ("work", "stop"):
        key = "prompt.act" if prompt.verb == "work" else "prompt.stop_going"
    press = (prompt.verb, *prompt.direction)
    return PromptPart(key, device, names, values, is_first=prompt.is_asked or prompt.is_stepped_to, press=press)


def read_advice(advice: Any, titles: Mapping[str, str], *, is_asked: bool = True) -> AdvicePart | None:
    """The session's answer to "what now?" as a panel."""
    if advice is None:
        return None
    key = titles.get(advice.step_id, "")
    return AdvicePart(advice.what, key, round(advice.distance_m), advice.way, advice.why, is_asked)


def plan_of(level: Any, cut: Any, suit: str = "") -> Plan:
    """The plan of a level's cut: its time, the stretches of its timeline, the suit's name and what its bottles hold."""
    steps = {objective.id: tuple(step.id for step in objective.steps) for objective in level.objectives_of(cut)}
    stretches = tuple(Stretch(steps.get(item.objective, ()), item.from_s, item.to_s) for item in cut.plan)
    worn = suit or (level.crew[0].kit.suit if level.crew else "orlan_mks")
    rows = (*(level.crew[0].kit.rows if level.crew else ()), *level.tuning)
    tuning = replace(Tuning(), **dict(rows))
    return Plan(
        eva_s=cut.budget.eva_s,
        o2_kg=tuning.o2_primary_kg,
        water_kg=tuning.water_kg,
        reserve_kg=tuning.o2_reserve_kg,
        stretches=stretches,
        suit=worn,
    )

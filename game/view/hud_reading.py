"""Reads the session's prompts and a mission's plan into what the panels want; the scene gives the inputs' names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from game.sim.tuning import Tuning
from game.view.hud_model import Plan, Stretch
from game.view.hud_parts import PromptPart, RefusalPart

Inputs = Callable[[str, tuple[float, float]], tuple[str, ...]]
_DIRECTION_ORDER = ("left", "up", "down", "right")


def read_prompts(
    prompts: Iterable[Any],
    device: str,
    inputs: Inputs,
    *,
    titles: Mapping[str, str] | None = None,
    words: Callable[[str], str] = str,
    limit: int = 3,
) -> tuple[tuple[PromptPart, ...], RefusalPart | None]:
    """Prompts (verb, intent, direction, step_id, why_not, value) as panels, and the fresh refusal among them.

    `inputs` names the inputs of an intent (and direction) on the device; `titles` are text keys of steps, `words`
    turns a key into text. All directions of `hold_next` become one prompt. `limit` 1 is for a newcomer.
    """
    titles = titles or {}
    parts: list[PromptPart] = []
    refusal: RefusalPart | None = None
    ways: dict[str, None] = {}
    way_place = -1
    for prompt in prompts:
        if prompt.why_not:
            if refusal is None and not prompt.intent:
                refusal = RefusalPart(prompt.why_not, round(float(prompt.value), 1))
            continue
        names = inputs(prompt.intent, prompt.direction)
        if prompt.verb == "hold_next":
            if way_place < 0:
                way_place = len(parts)
                parts.append(PromptPart("prompt.hold_next", device))
            ways.update(dict.fromkeys(names))
            continue
        title = titles.get(prompt.step_id, "")
        values = (("title", words(title) if title else words("prompt.act")),) if prompt.step_id else ()
        key = f"prompt.{prompt.verb}"
        if prompt.verb == "work" and not title:
            key = "prompt.act"
        parts.append(PromptPart(key, device, names, values))
    if way_place >= 0:
        shown = tuple(sorted(ways, key=_direction_place))
        parts[way_place] = PromptPart("prompt.hold_next", device, shown)
    parts = parts[: max(0, limit)]
    if parts:
        first = parts[0]
        parts[0] = PromptPart(first.key, first.device, first.inputs, first.values, is_first=True)
    return tuple(parts), refusal


def _direction_place(name: str) -> tuple[int, str]:
    """Arrows in the order of a keyboard; anything else behind them."""
    found = [place for place, way in enumerate(_DIRECTION_ORDER) if name.endswith(way)]
    return (found[0] if found else len(_DIRECTION_ORDER), name)


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

"""The JSON schema for editors: it is the reader's own, it is current, and it takes every mission there is."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

import pytest

from game.commands.check import schema_text
from game.missions.places import levels_root, mission_paths
from game.missions.schema import SCHEMA_FILE, mission_schema


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """What the reader asks for."""
    return mission_schema()


def faults(value: Any, schema: dict[str, Any], place: str = "") -> list[str]:
    """What the part of JSON schema that we use says against a value."""
    kinds = {
        "object": dict, "array": list, "string": (str, dt.datetime), "number": (int, float), "integer": int,
        "boolean": bool,
    }  # fmt: skip
    kind = schema["type"]
    if not isinstance(value, kinds[kind]) or (kind in ("number", "integer") and isinstance(value, bool)):
        return [f"{place}: {value!r} is no {kind}"]
    found: list[str] = []
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{place}: {value!r}")
    if kind in ("number", "integer") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        found.append(f"{place}: {value!r}")
    if kind == "array":
        least, most = schema.get("minItems", 0), schema.get("maxItems", len(value))
        found += [] if least <= len(value) <= most else [f"{place}: {len(value)} items"]
        for item in value:
            found += faults(item, schema["items"], f"{place}[]")
    if kind == "object":
        found += [f"{place}.{key}: missing" for key in schema.get("required", ()) if key not in value]
        for key, item in value.items():
            known = schema["properties"].get(key)
            found += [f"{place}.{key}: unknown"] if known is None else faults(item, known, f"{place}.{key}")
    return found


def test_the_file_is_current() -> None:
    """The schema beside the missions is what `spacewalk check --schema` prints."""
    assert (levels_root() / "missions" / SCHEMA_FILE).read_text("utf-8") == schema_text(), (
        "spacewalk check --schema > levels/missions/mission.schema.json"
    )


@pytest.mark.parametrize("path", mission_paths(), ids=lambda path: path.parent.name)
def test_it_takes_every_mission(path: Any, schema: dict[str, Any]) -> None:
    """A mission that the reader takes is right by the schema too."""
    assert faults(tomllib.loads(path.read_text("utf-8")), schema) == []


def test_it_names_what_an_editor_should_mark(schema: dict[str, Any]) -> None:
    """A wrong word of a closed list, an unknown key, a missing one and a number out of range are seen."""
    mission = tomllib.loads((levels_root() / "missions" / "unit-swap" / "mission.toml").read_text("utf-8"))
    mission["kind"] = "outing"
    mission["opnes"] = 1
    del mission["title"]
    mission["objective"][0]["step"][0]["eva_min"] = -1.0
    assert len(faults(mission, schema)) == 4
    steps = schema["properties"]["objective"]["items"]["properties"]["step"]["items"]
    assert {"unbolt", "jettison"} <= set(steps["properties"]["kind"]["enum"])
    assert set(steps["required"]) == {"id", "kind", "worksite", "eva_min"}

"""Plain values that several screens show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Item:
    """One button: what it asks for, its words, a second line, a symbol."""

    id: str
    label: str
    note: str = ""
    value: Any = None
    is_chosen: bool = False
    is_enabled: bool = True
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values of a choice."""

    value: Any
    label: str
    note: str = ""

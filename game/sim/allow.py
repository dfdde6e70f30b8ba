"""The answer of every `may_...()`: one rule, one place. Prompts, pilots and the rule itself ask the same function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Allowed:
    """It may be done; `target` is what it would act on (a Grasp, a step index, ...)."""

    target: Any = None

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not be done. `reason` is a key (text `refused.<reason>`), `value` the number that says by how much."""

    reason: str
    value: float = 0.0

    def __bool__(self) -> bool:
        return False


Answer = Allowed | Refused

"""Which language to begin in: the setting, or what the system says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")


def choose_language(setting: str, environ: Mapping[str, str] | None = None) -> str:
    """`en` or `ru`: the setting, or for `auto` the system's language, English when it is another."""
    if setting != "auto":
        return setting
    environ = os.environ if environ is None else environ
    told = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    return "ru" if told.lower().startswith("ru") else "en"

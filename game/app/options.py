"""What the command line asked of the game; everything else comes from the settings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlayOptions:
    """Empty or None means: not asked, take the setting. Values are checked by the command line."""

    mission: str = ""  # id, folder or file: go straight to its briefing
    assist: str = ""  # cadet, crew, commander
    cut: str = ""  # 1m, 3m, 10m, 30m, 1:1
    language: str = ""  # en, ru
    size: tuple[int, int] | None = None
    is_windowed: bool = False
    seed: int | None = None
    air: str = ""  # normal, easy, off
    time: str = ""
    damage: str = ""
    faults: str = ""  # set, drawn, off
    is_guest: bool = False  # nothing of this visit is kept: progress, recordings, settings
    recording: str = ""  # a recording to be shown instead of a walk of one's own

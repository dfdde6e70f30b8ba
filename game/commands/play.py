"""`spacewalk` and `spacewalk play`: the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.commands.levels import is_path, open_cut, open_level, own_folder
from game.commands.refusal import WRONG_USE, RefusedError

if TYPE_CHECKING:
    import argparse


def play(asked: argparse.Namespace) -> int:
    """Open the window on the title, or on the briefing of the mission that was named."""
    mission = str(own_folder(asked.mission) or asked.mission) if asked.mission else ""
    if mission:
        _check_mission(mission, asked.cut)
    from game.app.launch import play as open_window
    from game.app.options import PlayOptions

    size = None if asked.size is None else _size(asked.size)
    return open_window(
        PlayOptions(
            mission=mission,
            assist=asked.assist,
            cut=asked.cut,
            language=asked.lang,
            size=size,
            is_windowed=asked.windowed,
            seed=asked.seed,
            air=asked.air,
            time=asked.time,
            damage=asked.damage,
            faults=asked.faults,
            is_guest=asked.guest,
        )
    )


def _check_mission(word: str, cut: str) -> None:
    """A mission that isn't there is told on the terminal, before a window opens; for an id the list is enough."""
    from game.missions.level import list_levels

    cuts = next((info.cuts for info in list_levels() if info.id == word), None)
    if cuts is None or is_path(word) or (cut and cut not in cuts):
        level = open_level(word)
        if cut:
            open_cut(level, cut)


def _size(word: str) -> tuple[int, int]:
    from game.app.window import parse_size

    try:
        return parse_size(word)
    except ValueError as error:
        raise RefusedError(str(error), WRONG_USE) from None

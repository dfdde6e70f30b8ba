# ruff: noqa: INP001 - a script run by hand
"""Writes a walkscript by playing: somebody who sees the prompts presses the first that is asked for, again and again.

    python tools/record_walk.py solar-panels 3m crew > tests/stories/solar-panels-3m-crew.walkscript

What is written are a person's presses and waits, nothing of what the body did: played again they go through the human
controller like those of anybody. Exit status 1, and what was asked for at last, if the walk does not end complete.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

if importlib.util.find_spec("game") is None:  # a checkout that was not installed
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from game.control.hands_on import ASSISTS
from game.control.intents import Intent, PlayInput
from game.missions.level import load_level
from game.session.prompts import Prompt
from game.session.run import longest_s
from game.session.session import Session
from game.sim.ticks import TICKS_PER_SECOND

THINK_TICKS = 30  # from one press to the next at least
STROKES = 40  # of the tool, asked for at once
PATIENCE_S = 90
SEED = 3
HEAD = {
    "cadet": "A person who presses one key: assist level cadet. Seed {seed}. Each press does what is asked for first.",
    "crew": "A person at the keyboard: assist level crew. Seed {seed}. He does what is asked for first.",
    "commander": "Every hand, hook and pull his own: assist level commander. Seed {seed}. He does what is asked first.",
}


class Player:
    """Presses what is asked for first, and writes down what he pressed and waited for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.lines: list[str] = []
        self.asked = ""  # the prompt that he answered last
        self._last_tick = 0
        self._waiting_for = ""  # a step
        self._since = 0

    def take(self) -> PlayInput:
        """The wishes of this tick."""
        session = self.session
        human = session.human
        assert human is not None
        tick = session.frame.tick
        if self._waiting_for:
            if tick - self._since < 2 or not self._is_over(is_idle=not human.is_busy):
                return PlayInput(device="script")
            self._waiting_for, self._last_tick = "", tick
        if tick - self._last_tick < THINK_TICKS or human.is_busy:
            return PlayInput(device="script")
        prompt = next((one for one in session.prompts if one.is_asked and not one.why_not), None)
        if prompt is None:
            return PlayInput(device="script")
        return PlayInput(presses=(self._press(prompt, tick),), device="script")

    def _press(self, prompt: Prompt, tick: int) -> Intent:
        is_crew = self.session.assist != "cadet" and not self.session.frame.crew[0].is_inside
        count = STROKES if is_crew and prompt.intent == "work" else 1
        x, y = prompt.direction if prompt.intent == "hold_next" else (0.0, 0.0)
        intent = Intent(prompt.intent, x, y, count=count)
        self.asked = f"{prompt.verb} {prompt.step_id}".strip()
        self.lines.append(f"+{(tick - self._last_tick) / TICKS_PER_SECOND:.3f} {intent.to_text()}")
        self._last_tick = tick
        if prompt.intent == "work":
            self._waiting_for, self._since = prompt.step_id, tick
        return intent

    def _is_over(self, *, is_idle: bool) -> bool:
        """What was begun is done, or he has come to rest; the line that waits for it is written then."""
        is_done = any(step.id == self._waiting_for and step.state == "done" for step in self.session.frame.steps)
        if is_done and self.session.assist != "cadet":
            self.lines.append(f"wait done {self._waiting_for} timeout {PATIENCE_S}")
        elif is_idle:
            self.lines.append(f"wait idle timeout {PATIENCE_S}")
        return is_idle or (is_done and self.session.assist != "cadet")


def main() -> int:
    """Play, and print the script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mission", metavar="MISSION")
    parser.add_argument("cut", metavar="CUT")
    parser.add_argument("assist", choices=ASSISTS)
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    asked = parser.parse_args()
    level = load_level(asked.mission)
    session = Session(level, cut_id=asked.cut, assist=asked.assist, seed=asked.seed)
    player = Player(session)
    limit = longest_s(level, session.cut) * TICKS_PER_SECOND
    while session.outcome == "running" and session.frame.tick < limit:
        session.step(player.take())
    report = session.report()
    told = f"{session.outcome} after {session.frame.play_s:.0f} s, {len(player.lines)} lines, score {report.score}"
    sys.stderr.write(f"{asked.mission} {asked.cut} {asked.assist}: {told}; last asked for: {player.asked}\n")
    is_good = session.outcome == "complete" and not report.two_point_breaks and not report.damaged
    if is_good:
        end = [f"wait inside timeout {PATIENCE_S}"] if session.frame.phase == "inside" else []
        sys.stdout.write("\n".join(["# " + HEAD[asked.assist].format(seed=asked.seed), "", *player.lines, *end]) + "\n")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())

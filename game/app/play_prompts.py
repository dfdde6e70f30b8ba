"""What a person is told to do during a walk, on the device in use: prompts, refusal, and the answer to "what now?"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from game.app.inputs import inputs_of
from game.app.tutor import Tutor
from game.view.hud_reading import read_advice, read_prompts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.app.loop import App
    from game.app.play import Play
    from game.view.hud_parts import AdvicePart, PromptPart, RefusalPart

HELP_S = 9.0


@dataclass(frozen=True, slots=True)
class Told:
    """All that is said at one moment."""

    prompts: tuple[PromptPart, ...] = ()
    refusal: RefusalPart | None = None
    advice: AdvicePart | None = None


class PlayPrompts:
    """Knows the device in use, what the person has learnt, and whether he asked for help."""

    def __init__(self, app: App, play: Play) -> None:
        """Nothing has been learnt yet."""
        self.app = app
        self.play = play
        self.tutor = Tutor()
        self._help_s = 0.0

    def observe(self, events: Iterable[Any]) -> None:
        """What was done teaches."""
        self.tutor.observe(events)

    def advance(self, elapsed_s: float) -> None:
        """Let time pass."""
        self._help_s = max(0.0, self._help_s - elapsed_s)
        human = self.play.session.human
        self.tutor.advance(0.0 if human is not None and human.is_busy else elapsed_s)

    def repeat_help(self) -> None:
        """The person asked: say what is to be done, where, and with which button."""
        self._help_s = HELP_S
        self.tutor.repeat()

    def read(self) -> Told:
        """What to show now."""
        app, session = self.app, self.play.session
        device, bindings = app.devices.in_use, app.bindings
        found = session.prompts
        is_scanned = device == "switch"
        is_stepping = any(prompt.is_stepped_to for prompt in found)
        if is_scanned or is_stepping:  # the scanner's choice is the one thing its button does
            found = tuple(sorted(found, key=lambda prompt: not (prompt.is_chosen or prompt.why_not)))
        glyphs = device
        if is_scanned:
            glyphs = "keyboard" if app.settings.one_switch else "gamepad"
        is_asking = self._help_s > 0
        verbs = [prompt.verb for prompt in found if not prompt.why_not]
        prompts, refusal = read_prompts(
            found,
            glyphs,
            lambda prompt: inputs_of(bindings, device, prompt, is_scanned=is_scanned),
            titles=session.director.step_titles,
            words=app.text.t,
            limit=1 if is_asking or is_scanned or is_stepping else self.tutor.limit(verbs),
        )
        advice = None
        if is_asking or (self.tutor.is_idle and not is_stepping):
            advice = read_advice(session.advice(), session.director.step_titles, is_asked=is_asking)
        return Told(prompts, refusal, advice)

"""What a walk looks like and where its buttons are: the stage below, the panels above, one camera for both."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from game.app.ghosts import GhostBeside
from game.app.play_prompts import PlayPrompts
from game.app.touch_bar import TouchBar
from game.control.intents import POINTING
from game.missions.turn_back import straight_home_m
from game.view.bench import BenchLog, bench_of, look_at
from game.view.camera import CameraRig
from game.view.captions import Captions
from game.view.exposure import Exposure
from game.view.hud import Hud
from game.view.hud_model import Home, hud_model
from game.view.hud_parts import CameraPart
from game.view.hud_reading import plan_of
from game.view.inset import InsetShot
from game.view.marks import NO_MARKS, ClipMark, GoalMark, HoldMark, Marks
from game.view.walk_log import WalkLog

if TYPE_CHECKING:
    import pygame

    from game.app.loop import App
    from game.app.play import Happened, Play
    from game.sim.frame import Frame
    from game.sim.spec import Point
    from game.view.hud_parts import HudModel, PromptPart
    from game.view.stage import Stage

HUD_HANDS = {"left": "left_hand", "right": "right_hand"}
MARK_TICKS = (12, 60)  # holds in reach are asked for at most and at least so often
INSET_SHARE = 0.52  # of the picture's height: the middle of the helmet camera's picture
MARK_STEP_M = 0.06  # a body that moved less sees the same holds
TAKEN_M = 0.12  # a hold so near a hand that grips is not marked: the hand is to be seen


class PlayPicture:
    """Paints a walk; knows which station point and which button lie under a pixel."""

    def __init__(self, app: App, play: Play) -> None:
        """Nothing is loaded here: the jobs did that."""
        stage = play.request.prepared.stage
        if stage is None:
            raise RuntimeError("found a walk without its stage, wanted a prepared level")
        self.app = app
        self.play = play
        self.stage: Stage = stage
        self.hud = Hud(app.text, app.pen.theme)
        self.captions = Captions()
        self.prompts = PlayPrompts(app, play)
        self.log = WalkLog()
        self.bar = TouchBar(app.pen, play.request.assist if play.request.pilot == "human" else "")
        self.plan = plan_of(play.level, play.session.cut)
        self._dressed = stage.theme
        stage.exposure = Exposure()
        self._marks = NO_MARKS
        self._marks_at = -MARK_TICKS[1]
        self._marks_for: tuple[Any, ...] = ()
        self._marks_place: Point = (math.inf, math.inf)
        self._play_s = 0.0
        self._pictures = 0
        self._told: HudModel | None = None
        app.sound.begin()
        self.ghost = GhostBeside(app, play, stage)
        self.bench = bench_of(play.level)
        self.bench_log = BenchLog()
        self.rig = CameraRig(scale_px_per_m=stage.scale_px_per_m, limits_m=play.level.station.bounds_m or None)
        self.camera = self.rig.cut_to(look_at(self.bench, play.session.frame, 1.0)[0])

    # --- for the scene

    def to_station(self, pixel: tuple[float, float]) -> Point:
        """The station point under a logical pixel."""
        return self.camera.to_world(pixel)

    def button_at(self, pixel: tuple[float, float]) -> str:
        """The wish of the button or symbol under a pixel, empty when there is none."""
        if self.has_buttons:
            wish = self.bar.at(pixel)
            if wish:
                return wish
        symbol = self.hud.at(pixel)
        return HUD_HANDS.get(symbol, symbol)

    def prompt_at(self, pixel: tuple[float, float]) -> PromptPart | None:
        """The prompt under a pixel: who points can press what it says right there."""
        return self.hud.prompt_at(pixel) if self.play.request.pilot == "human" else None

    @property
    def has_buttons(self) -> bool:
        """True for who points: wishes that are no place in the picture have buttons at its side."""
        return self.app.devices.in_use in POINTING

    def take(self, happened: Happened) -> None:
        """Legs, sparks, captions, lessons and plots take each tick, event and call once."""
        for frame, events in happened.frames:
            self.stage.tick(frame, events)
            self.log.note(frame, events)
            if self.bench is not None:
                self.bench_log.tick(frame)
        self.ghost.follow(self.play.session.frame)
        self.app.sound.take(happened)
        self.captions.hear(happened.calls, self._play_s)
        self.prompts.observe(happened.events)

    def repeat_help(self) -> None:
        """Answer "what now?": what, where, and with which button."""
        self.prompts.repeat_help()

    @property
    def exposure(self) -> Exposure | None:
        """The camera's exposure where the light changes: outside, in orbit."""
        has_sky = self.stage.earth is not None and self.play.session.frame.orbit is not None
        return self.stage.exposure if has_sky else None

    def switch_exposure(self) -> None:
        """Set the camera for the night or for sunlight, or let it choose again."""
        orbit, exposure = self.play.session.frame.orbit, self.exposure
        if exposure is not None and orbit is not None:
            exposure.switch(orbit.sun)

    def draw(self, surface: pygame.Surface, elapsed_s: float, *, armed: str = "", is_covered: bool = False) -> None:
        """One picture; `armed` is the button or symbol that waits for its tap, a covered one has no panels."""
        self._play_s += elapsed_s
        self.prompts.advance(elapsed_s)
        self._dress()
        session, alpha = self.play.session, self.play.alpha
        frame = session.frame
        at, velocity = look_at(self.bench, frame, alpha)
        goal = session.goals[0].at if session.goals else None
        if self.app.settings.reduced_motion:
            velocity = (0.0, 0.0)  # the camera follows, but never hurries ahead
        self.camera = self.rig.follow(at, velocity, elapsed_s, goal)
        self.stage.inset_shot = None if is_covered else self._inset_shot(frame)
        self.stage.draw(surface, frame, alpha, self.camera, NO_MARKS if is_covered else self._marks_now())
        if is_covered:
            return
        self.ghost.draw(surface, self.camera, frame, alpha)
        model = self._model(armed)
        self.app.sound.see(model)
        self._draw_panels(surface, model, armed)

    # --- inner

    def _draw_panels(self, surface: pygame.Surface, model: HudModel, armed: str) -> None:
        """The panels, and for who points the buttons in the room that the last picture's panels left them."""
        edge = self.hud.size[0] - self.app.pen.theme.margin
        if self.has_buttons and self.hud.places:
            self.bar.keep_within(*self.hud.side)
        self.hud.right_px = self.bar.left - self.app.pen.theme.gap if self.has_buttons else edge
        self.hud.draw(surface, model)
        if self.has_buttons:
            self.bar.draw(surface, armed)

    def _dress(self) -> None:
        """Take over a changed theme (text size, contrast) while the walk goes on."""
        theme = self.app.pen.theme
        if theme is not self._dressed:
            self._dressed = theme
            self.hud.dress(theme)
            self.stage.dress(theme)

    def _inset_shot(self, frame: Frame) -> InsetShot | None:
        """The helmet camera of the first person outside, at the right edge between the panels, if it is wanted."""
        who = next((crew.id for crew in frame.crew if not crew.is_inside), "")
        if not who or not self.app.settings.helmet_camera:
            return None
        width, height = self.stage.inset.size
        middle = self.stage.size[1] * INSET_SHARE
        right = self.hud.right_px
        return InsetShot(
            who, (right - width, round(middle - height / 2)), self.app.text.t("hud.helmet_camera", who=who)
        )

    def _model(self, armed: str = "") -> HudModel:
        self._pictures += 1
        session = self.play.session
        told = self.prompts.read()
        self._told = hud_model(
            session.frame,
            plan=self.plan,
            goals=session.goals,
            titles=session.director.step_titles,
            caption=self.captions.lasts(self.hud.pen, self._play_s) if self.app.settings.captions else None,
            prompts=told.prompts,
            advice=told.advice,
            refusal=told.refusal,
            turn_back_s=session.director.turn_back_left_s,
            home=self._home(),
            to_screen=self.camera.to_screen,
            is_paused=self.play.is_held,
            speed=self.play.speed,
            is_replay=not isinstance(self.play.request.pilot, str),
            armed=next((side for side, wish in HUD_HANDS.items() if wish == armed), armed),
            bench=self.bench,
            bench_log=self.bench_log,
            camera=self._camera_part,
            power=self.log.power(),
            before=self._told,
            picture=self._pictures,
        )
        return self._told

    def _camera_part(self) -> CameraPart | None:
        orbit, exposure = self.play.session.frame.orbit, self.exposure
        if exposure is None or orbit is None:
            return None
        device = self.app.devices.in_use
        inputs = self.app.bindings.inputs(device, "exposure")
        return CameraPart(
            is_open=exposure.openness(orbit.sun) >= 0.5,
            is_manual=exposure.is_manual,
            device=device,
            input=inputs[0] if inputs else "",
        )

    def _home(self) -> Home | None:
        session = self.play.session
        frame = session.frame
        if not frame.crew:
            return None
        crew = frame.crew[0]
        hatch = next((h for h in session.spec.structure.hatches if h.id == session.level.hatch), None)
        if hatch is None or crew.is_inside:
            return None
        path_m = session.director.home_path_m
        return Home(hatch.at, straight_home_m(crew, hatch.at) if path_m is None else path_m)

    def _marks_now(self) -> Marks:
        """What is marked, asked anew only when it can have changed: the questions cost some milliseconds."""
        session = self.play.session
        frame = session.frame
        if self.play.request.pilot != "human" or not frame.crew:
            return NO_MARKS
        crew = frame.crew[0]
        age = frame.tick - self._marks_at
        if age >= MARK_TICKS[0]:
            state = (
                tuple(hand.state for hand in crew.hands),
                tuple(hook.state for hook in crew.hooks),
                crew.is_inside,
                session.human is not None and session.human.is_busy,
                session.goals[0].step_id if session.goals else "",
                self.app.text.language,
            )
            here = (crew.body.pose.x, crew.body.pose.y)
            if age >= MARK_TICKS[1] or state != self._marks_for or math.dist(here, self._marks_place) > MARK_STEP_M:
                self._marks_at, self._marks_for, self._marks_place = frame.tick, state, here
                self._marks = self._make_marks()
        return self._marks

    def _make_marks(self) -> Marks:
        preview: Any = self.play.session.preview()
        goal = None
        if preview.goal is not None and preview.goal_distance_m > 0:
            label = self.app.text.t("unit.m", value=round(preview.goal_distance_m))
            goal = GoalMark(preview.goal, label)
        human = self.play.session.human
        is_choosing = self.play.request.assist != "cadet" and human is not None and not human.is_busy
        crew = self.play.session.frame.crew[0]
        hooks, grips = crew.hooks, [hand.at for hand in crew.hands if hand.state == "gripping"]
        under_way = [ClipMark(hook.at, "target", hook.id[-1]) for hook in hooks if hook.state == "clipping"]
        shown = ("can", "target") if is_choosing else ("target",)  # who has chosen wants to see what he does
        # the hold that the prompt speaks of looks like one that was chosen
        asked = next((prompt.at for prompt in self.play.session.prompts if prompt.is_asked), None)
        return Marks(
            holds=tuple(
                HoldMark(hold.at, "target" if hold.at == asked else hold.state, hold.side)
                for hold in preview.holds
                if hold.state in shown and (hold.at == asked or all(math.dist(hold.at, at) > TAKEN_M for at in grips))
            ),
            clips=(*(ClipMark(clip.at, clip.state, str(clip.hook + 1)) for clip in preview.clips), *under_way),
            goal=goal,
            route=preview.route,
        )

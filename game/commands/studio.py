"""Paints a session without a display: the stage and the panels of the game, drawn in memory at any size.

Drawing reads frames only, so a run that is painted has the digest of the run that is not.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from game.app.launch import prepare_environment
from game.commands.refusal import RefusedError
from game.sim.spec import ROUTING

if TYPE_CHECKING:
    import pygame

    from game.session.session import Session
    from game.view.camera import Camera

LEAD_TICKS = 300  # legs, slack lines and dust are followed for 5 s before a picture; more changes nothing that is seen
SCALE_PX_PER_M = 100


class Studio:
    """The painters of one session; `tick` once a tick, `draw` when a picture is wanted.

    Pictures higher than 1080 px are drawn with that many pixels, smaller ones are drawn at 1920x1080 and scaled.
    """

    def __init__(
        self,
        session: Session,
        *,
        size: tuple[int, int] | None = None,
        language: str = "en",
        budget_ms: float | None = None,
    ) -> None:
        """Loads the painters; the driver `dummy` of SDL is used unless another is set.

        `budget_ms` is how long the Earth may work ahead in each picture. Raises RefusedError without a display.
        """
        prepare_environment()
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        import pygame

        from game.app.window import Fit
        from game.view.bench import BenchLog, bench_of
        from game.view.captions import Captions
        from game.view.earth import BUDGET_MS, EarthLayer
        from game.view.hud import Hud
        from game.view.hud_reading import plan_of
        from game.view.stage import Stage
        from game.view.text import Text
        from game.view.theme import PICTURE_SIZE, make_theme
        from game.view.walk_log import WalkLog

        try:
            pygame.display.init()
        except pygame.error as error:
            message = f"SDL_VIDEODRIVER asks for a display that is not there ({error}); unset, pictures need none"
            raise RefusedError(message) from None
        pygame.font.init()
        pygame.display.set_mode((64, 64))  # surfaces take over the pixel format of a display
        self.size = size or PICTURE_SIZE
        fit = Fit.into(self.size)
        self._place = (fit.x, fit.y)
        self._inner = (fit.width, fit.height)
        self._factor = max(1.0, round(SCALE_PX_PER_M * fit.height / PICTURE_SIZE[1]) / SCALE_PX_PER_M)
        drawn = PICTURE_SIZE if self._factor == 1.0 else self._inner
        self._picture = pygame.Surface(drawn).convert()
        self._surface = self._picture if self.size == drawn else pygame.Surface(self.size).convert()
        self._panels = None if self._factor == 1.0 else pygame.Surface(PICTURE_SIZE, pygame.SRCALPHA, 32)
        theme = self._theme = make_theme()
        self._text = Text(language)
        self._text.use_mission(session.level.texts_dir)
        self._captions = Captions()
        self._log = WalkLog()
        self._plan = plan_of(session.level, session.cut)
        self.bench, self._bench_log = bench_of(session.level), BenchLog()
        budget = BUDGET_MS if budget_ms is None else budget_ms
        self._earth = EarthLayer(drawn, budget_ms=budget) if session.frame.orbit is not None else None
        scale = SCALE_PX_PER_M * self._factor
        self.stage = Stage(
            session.level.station,
            earth=self._earth,
            environment=session.level.environment,
            panels=session.level.panels,
            movers=session.level.movers,
            routes={step.id: step.path for step in session.spec.steps if step.kind in ROUTING},
            theme=theme,
            size=drawn,
            scale_px_per_m=scale,
        )
        for _ in self.stage.prepare(session.frame):
            pass
        self._hud = Hud(self._text, theme)

    def tick(self, session: Session, *, is_followed: bool = True) -> None:
        """Take one tick: captions and plots always, legs, lines and dust when a picture is near."""
        self._captions.hear(session.calls, session.frame.play_s)
        self._captions.lasts(
            self._hud.pen, session.frame.play_s
        )  # a line is read and gone whether it is painted or not
        self._bench_log.tick(session.frame)
        self._log.note(session.frame)
        if is_followed or self.bench is not None:  # a lab shows all the way
            self.stage.tick(session.frame, session.events)

    def settle(self, session: Session) -> None:
        """Finish the Earth of this moment: the next picture then depends on nothing that was drawn before."""
        from game.view.track import orbit_at

        frame = session.frame
        if self._earth is not None and frame.orbit is not None:
            self._earth.settle(orbit_at(frame.orbit, frame.eva_s))

    def forget_panels(self) -> None:
        """Begin the panels anew: one of an earlier picture may be kept a while."""
        from game.view.hud import Hud

        self._hud = Hud(self._text, self._theme)

    def draw(
        self, session: Session, camera: Camera, *, is_clean: bool = False, is_replay: bool = False
    ) -> pygame.Surface:
        """The picture of the session's last tick, with panels unless it is clean; `camera` is that of 1920x1080."""
        import pygame

        from game.view.camera import Camera

        frame = session.frame
        view = camera
        if self._factor != 1.0:
            scale = camera.scale_px_per_m * self._factor
            view = Camera(camera.centre_m, scale, self._picture.get_size()).snapped()
        self.stage.shows_holding = not is_clean
        self.stage.draw(self._picture, frame, 1.0, view)
        if not is_clean and (frame.crew or self.bench is not None):
            self._draw_panels(session, camera, is_replay=is_replay)
        if self._surface is not self._picture:
            inner = self._surface.subsurface((*self._place, *self._inner))
            if self._inner == self._picture.get_size():
                inner.blit(self._picture, (0, 0))
            else:
                pygame.transform.smoothscale(self._picture, self._inner, inner)
        return self._surface

    def _draw_panels(self, session: Session, camera: Camera, *, is_replay: bool) -> None:
        import pygame

        from game.view.hud_model import hud_model

        frame, hud = session.frame, self._hud
        model = hud_model(
            frame,
            plan=self._plan,
            goals=session.goals,
            titles=session.director.step_titles,
            turn_back_s=session.director.turn_back_left_s,
            caption=self._captions.lasts(hud.pen, frame.play_s),
            to_screen=camera.to_screen,
            is_replay=is_replay,
            bench=self.bench,
            bench_log=self._bench_log,
            power=self._log.power(),
        )
        if self._panels is None:
            hud.draw(self._picture, model)
            return
        self._panels.fill((0, 0, 0, 0))
        hud.draw(self._panels, model)
        self._picture.blit(pygame.transform.smoothscale(self._panels, self._picture.get_size()), (0, 0))

"""The briefing: what is to be done, with how much air and time; the walk is prepared behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.app.play import Play, PlayRequest
from game.app.posters import ground_jobs
from game.app.route_plan import RoutePlan
from game.app.scenes.message import MessageScene
from game.app.scenes.scene import ScreenScene
from game.control.intents import ASSISTS
from game.view.screens.briefing import BriefingModel, BriefingScreen
from game.view.screens.readings import briefing_model

if TYPE_CHECKING:
    from game.app.loop import App
    from game.app.prepared import Prepared
    from game.sim.spec import Dials
    from game.view.widgets import Result


class BriefingScene(ScreenScene):
    """Shows a mission and asks for cut and assist; `start` begins as soon as it is prepared."""

    def __init__(self, app: App, mission: str, pilot: str = "human") -> None:
        """`mission` is an id, a folder or a file."""
        super().__init__(app)
        self.mission = mission
        self.pilot = pilot
        self.level: Any = None
        self.prepared: Prepared | None = None
        self.is_waiting = False  # start was pressed before everything was ready
        self._percent = -1
        self._is_held = False
        self._route: RoutePlan | None = None
        self._route_for = ""  # the cut that it was planned for

    def enter(self) -> None:
        """Read the level; what is wrong with it is said on a page."""
        from game.missions.level import load_level  # noqa: PLC0415
        from game.missions.problems import ContentError  # noqa: PLC0415

        try:
            self.level = load_level(self.mission)
        except ContentError as error:
            self.app.replace(MessageScene(self.app, "message.content", 2, problems=str(error)))
            return
        self.app.text.use_mission(self.level.texts_dir)
        self.prepared = self.app.prepare_level(self.level)
        super().enter()

    @property
    def cut(self) -> str:
        """The cut of the settings if the level has it, else the level's first."""
        cuts = [cut.id for cut in self.level.cuts]
        return self.app.settings.cut if self.app.settings.cut in cuts else cuts[0]

    def leave(self) -> None:
        """The mission's words go with it, and the Earth turns again."""
        super().leave()
        self.app.backdrop.turn()
        self.app.text.use_mission(None)

    def uncovered(self) -> None:
        """Back from the walk."""
        self._is_held = False
        self.is_waiting = False
        if self.screen is not None:
            self.screen.focus.id = self.screen.start  # one press goes out again
        super().uncovered()

    def make_screen(self) -> BriefingScreen:
        """Way, tasks, choices."""
        return BriefingScreen(self.app.pen)

    def model(self) -> BriefingModel:
        """The level in the language of the moment."""
        return briefing_model(
            self.app.text,
            self.level,
            self.cut,
            self.app.settings.assist,
            ASSISTS,
            progress=self.app.preparation.fraction,
            is_waiting=self.is_waiting,
            device=self.app.devices.in_use,
            ghosts=self._ghosts(),
            ghost=self.app.settings.ghost,
            path=self._route.path if self._route is not None else (),
            ground=self.app.posters.get(self._ground()),
        )

    def _ground(self) -> tuple[object, ...]:
        """By what the picture under the map is known."""
        return "ground", self.level.sha256, self.cut, self._map_size

    @property
    def _map_size(self) -> tuple[int, int]:
        screen = self.screen
        return screen.map_size if isinstance(screen, BriefingScreen) and screen.model is not None else (0, 0)

    def _paint_ground(self, elapsed_s: float) -> None:
        """Work on the picture under the map: the place as it is drawn in the walk, which is prepared first."""
        if self.prepared is None or not self.prepared.is_ready:
            return
        route = self.screen.model.route if self.screen is not None and self.screen.model is not None else None
        size = self._map_size
        if route is None or not any(size):
            return
        if self.app.posters.advance(self._ground(), elapsed_s, lambda: ground_jobs(self.level, route, size)):
            self.refresh()

    def _ghosts(self) -> tuple[tuple[str, str], ...]:
        """Who may go beside: nobody, one's best run if there is one, the autopilot."""
        if self.pilot != "human" or self.level.kind == "lab":
            return ()
        from game.session.session import name_of  # noqa: PLC0415 (the physics is not needed for the first picture)

        t, settings = self.app.text.t, self.app.settings
        best = self.app.shelf.logbook.best(name_of(self.level), self.cut, settings.assist)
        found = [("off", t("choice.off"))]
        if best is not None and best.recording and best.level_sha256 == self.level.sha256:
            found.append(("best", t("briefing.best", score=best.score)))
        return (*found, ("autopilot", t("choice.autopilot")))

    def answer(self, result: Result) -> None:
        """Choose, start, or back."""
        if result.id == "back":
            self.app.pop()
        elif result.id == "start":
            self.is_waiting = True
        elif result.id in ("cut", "assist", "ghost"):
            self.app.set(**{result.id: result.value})
        self.refresh()

    def advance(self, elapsed_s: float) -> None:
        """Start as soon as the walk is prepared; meanwhile the Earth goes where it begins."""
        self._plan_route()
        self._paint_ground(elapsed_s)
        if not self._is_held and self.level is not None and self.app.backdrop.is_ready:
            self._is_held = True
            self.app.backdrop.hold(self.level.orbit)
        if not self.is_waiting or self.prepared is None:
            return
        if self.prepared.is_ready:
            from game.app.scenes.eva import EvaScene  # noqa: PLC0415

            self.is_waiting = False
            self.app.push(EvaScene(self.app, Play(self.app, self.request(self.prepared))))
            return
        self.app.prepare_level(self.level)  # again, should its job have been lost
        percent = round(self.app.preparation.fraction * 100)
        if percent != self._percent:
            self._percent = percent
            self.refresh()

    def _plan_route(self) -> None:
        """One leg of the map's way a picture, as soon as the net of ways is there."""
        map_ = self.prepared.map if self.prepared is not None and self.prepared.has_ways else None
        route = self.screen.model.route if self.screen is not None and self.screen.model is not None else None
        if map_ is None or route is None:
            return
        if self._route is None or self._route_for != self.cut:
            self._route, self._route_for = RoutePlan(map_, tuple(stop.at for stop in route.stops)), self.cut
        elif not self._route.is_done and self._route.advance():
            self.refresh()

    def request(self, prepared: Prepared) -> PlayRequest:
        """What to play, as chosen now."""
        seed, assist = self.app.options.seed, self.app.settings.assist
        return PlayRequest(prepared, self.cut, assist, seed, self.pilot, self._dials())

    def _dials(self) -> Dials:
        """As the command line asked, else as the settings say."""
        from game.missions.dials import faults_for  # noqa: PLC0415 (the physics is not needed for the first picture)
        from game.sim.spec import Dials  # noqa: PLC0415

        options, settings = self.app.options, self.app.settings
        faults = options.faults or settings.faults
        if faults == "auto":
            faults = faults_for(settings.assist, self.cut) if self.pilot == "human" else "set"
        return Dials(
            options.air or settings.air, options.time or settings.time, options.damage or settings.damage, faults
        )

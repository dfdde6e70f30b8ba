"""One run: a world, a director, pilots and a recorder. `step` advances one tick; everything else reads.

The same session serves the window, the command line, tests and replays.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from game import VERSION
from game.control.aims import Aim, Brief
from game.control.autopilot import Autopilot
from game.control.guide import WayHome
from game.control.hands_on import HandsOn
from game.control.intents import ASSISTS, PlayInput
from game.control.partner import Partner
from game.control.pilot import CALLS_OFF, Neutral, Pilot
from game.control.replay import Replay
from game.control.route import Map
from game.missions.director import FLIGHT, Director
from game.missions.places import levels_root
from game.session.prompts import Advice, Preview, Prompt, advice_of, preview_of, prompts_of
from game.session.recording import SNAPSHOT_TICKS, SUFFIX, Header, Recorder, Recording, RecordingError
from game.session.tips import away, follow_bridges, leads_back, own_map, pole_of, ride_home, stands_of
from game.sim.actions import Act, CrewAction
from game.sim.spec import DIALS, WAY_IN, Dials
from game.sim.world import World

if TYPE_CHECKING:
    from game.control.options import Option
    from game.missions.calls import Call
    from game.missions.level import Level
    from game.missions.progress import Goal, ObjectiveState
    from game.missions.report import Report
    from game.sim.actions import GroundAction
    from game.sim.events import Event
    from game.sim.frame import Frame
    from game.sim.spec import Point

PROMPT_TICKS = 10  # prompts are asked for so often; more would be read by nobody
WAY_HOME_TICKS = 120
MOVES_NOT = ("ingress",)  # its place is the hatch
PILOTS = ("human", "autopilot", "neutral")


class Session:
    """Plays one cut of a level with one seed.

    `pilot` decides for the first person: human (wishes given to `step`), autopilot, neutral, or a Recording to re-run.
    """

    def __init__(
        self,
        level: Level,
        *,
        cut_id: str | None = None,
        assist: str = "crew",
        seed: int = 0,
        pilot: str | Recording = "human",
        map_: Map | None = None,
        dials: Dials | None = None,
    ) -> None:
        """Raises ValueError (also of the world) if the parts do not fit together."""
        level = level.dialled(dials) if dials is not None else level
        self.level = level
        self.cut = level.cut(cut_id)
        self.assist = assist
        self.seed = seed
        self.spec = level.world_spec(self.cut.id)
        self.world = World(self.spec, seed)
        self.map = own_map(map_ or Map(self.spec.structure), self.spec)
        self.director = Director(level, self.cut.id)
        self.pilots: dict[str, Pilot] = {}
        self.human: HandsOn | None = None
        self._replayed = None if isinstance(pilot, str) else pilot
        self._ground: list[GroundAction] = []
        self._seat(pilot)
        name = pilot if isinstance(pilot, str) else "replay"
        self.header = Header(
            name_of(level), level.sha256, self.cut.id, assist, seed, name, VERSION,
            air=level.dials.air, time=level.dials.time, damage=level.dials.damage, faults=level.dials.faults,
        )  # fmt: skip
        self.recorder = Recorder(self.header)
        self.frame: Frame = self.world.frame()
        follow_bridges(self.map, self.frame)
        self.events: tuple[Event, ...] = ()
        self.obeyed: dict[str, CrewAction] = {}  # the orders of the last tick
        self.calls: tuple[Call, ...] = self.director.observe(self.frame, ())
        self._stands: tuple[list[Point], dict[str, Point]] = [], stands_of(self.spec, self.frame)
        self._home = next((h.at for h in self.spec.structure.hatches if h.id == level.hatch), (0.0, 0.0))
        self._way_home = WayHome(self.map, self._home)
        self._said: dict[str, CrewAction] = {}  # orders of seats that are nobody's hands, for the next tick
        self._options: tuple[Option, ...] = ()
        self._options_at = -PROMPT_TICKS
        self._is_finished = False
        self.recorder.snapshot(0, self.world.fields())

    def _seat(self, pilot: str | Recording) -> None:
        if isinstance(pilot, str) and pilot not in PILOTS:
            message = f"found pilot {pilot!r}, wanted one of {', '.join(PILOTS)}"
            raise ValueError(message)
        for number, crew in enumerate(self.spec.crew):
            if isinstance(pilot, Recording):
                self.pilots[crew.id] = Replay(pilot.actions.get(crew.id, []))
            elif number > 0:
                self.pilots[crew.id] = Partner(crew, self.map)
            elif pilot == "autopilot":
                self.pilots[crew.id] = Autopilot(crew, self.map)
            elif pilot == "human":
                self.human = HandsOn(crew, self.map, self.assist)
                self.pilots[crew.id] = self.human
            else:
                self.pilots[crew.id] = Neutral()
        if isinstance(pilot, Recording):  # seats on the ground that gave an order
            for seat in sorted(set(pilot.actions) - set(self.pilots)):
                self.pilots[seat] = Replay(pilot.actions[seat])

    # -- one tick ----------------------------------------------------------------------------------------------

    def step(self, wishes: PlayInput | None = None) -> None:
        """Advance one tick: pilots decide, the recorder writes, the world moves, the director looks."""
        wishes = wishes or PlayInput()
        ground = self._take_ground()
        actions: dict[str, CrewAction] = {
            crew_id: pilot.decide(self.frame, self.brief(crew_id), self.world.ask, wishes).clamped()
            for crew_id, pilot in self.pilots.items()
        }
        actions |= self._said
        self._said = {seat: CrewAction() for seat in self._said}  # said once
        self.recorder.order(self.world.tick, actions, ground)
        self.obeyed = actions
        self.events = self.world.step(actions, ground)
        self.frame = self.world.frame()
        follow_bridges(self.map, self.frame)
        if self.frame.tick % WAY_HOME_TICKS == 1:
            self._reckon_way_home()
        self.calls = self.director.observe(self.frame, self.events)
        if self.director.order and self._replayed is None:  # in a replay it was recorded
            self.say(FLIGHT, CALLS_OFF[self.director.order])
        if self.frame.tick % SNAPSHOT_TICKS == 0:
            self.recorder.snapshot(self.frame.tick, self.world.fields())

    def put_ground(self, action: GroundAction) -> None:
        """What control, a seat or a teacher does, obeyed and recorded at the next tick; a re-run keeps to its own."""
        if self._replayed is None:
            self._ground.append(action.clamped())

    def _take_ground(self) -> tuple[GroundAction, ...]:
        if self._replayed is None:
            found, self._ground = tuple(self._ground), []
            return found
        return self._replayed.ground_at(self.world.tick)

    def say(self, seat: str, act: Act) -> None:
        """An order from a seat on the ground (control, a teacher) in the next tick; it is recorded like any other."""
        self._said[seat] = CrewAction(act=act)

    def _reckon_way_home(self) -> None:
        crew = self.frame.crew[0] if self.frame.crew else None
        if crew is not None and not crew.is_inside and self.level.kind != "lab":
            riding = ride_home(self.spec, self.frame, crew) if self.spec.movers else None
            body, ride_s = riding or ((crew.body.pose.x, crew.body.pose.y), 0.0)
            self.director.home_path_m = self._way_home.length_m(body) + ride_s * self.director.home_speed_mps

    def brief(self, crew_id: str = "") -> Brief:
        """What the pilot of a person is told besides the frame; of the first one if nobody is named.

        A partner is told of his own steps, and of those by which he comes in.
        """
        first = self.spec.crew[0].id if self.spec.crew else ""
        name = crew_id or first
        is_first = name == first
        goals = [
            goal
            for goal in self.director.goals
            if (whose := self.spec.steps[goal.step_index].crew) == name
            or (is_first and not whose)
            or (not whose and goal.kind in WAY_IN)
        ]
        stands = self._stands_now()
        out = away(self.spec, self.frame) if self.spec.movers else set()
        aims = tuple(
            Aim(
                g.step_index, g.step_id, g.kind, g.worksite, g.unit, self._place_of(g),
                is_required=g.required, has_begun=0.0 < self.frame.steps[g.step_index].fraction < 1.0,
                stand=stands.get(g.step_id), way=self.spec.steps[g.step_index].direction,
                avoid=pole_of(self.spec, g.step_index),
                is_way_back=leads_back(self.spec, self.frame, out, g.step_index),
            )
            for g in goals
        )  # fmt: skip
        return Brief(
            aims=aims,
            home=self._home,
            is_late=self.director.turn_back_left_s <= 0.0,
            called_off=self.director.called_off,
        )

    def _stands_now(self) -> dict[str, Point]:
        """Where boots stand for each step, looked up again when a boom or arm has moved."""
        tips = [mover.tip for mover in self.frame.movers]
        if tips != self._stands[0]:
            self._stands = tips, stands_of(self.spec, self.frame)
        return self._stands[1]

    def _place_of(self, goal: Goal) -> Point:
        """Where it is worked on now: a pad goes along its path, a cable from clamp to clamp."""
        return goal.at if goal.kind in MOVES_NOT else self.frame.steps[goal.step_index].at

    # -- reading -----------------------------------------------------------------------------------------------

    @property
    def outcome(self) -> str:
        """running, complete, closed_out, terminated, aborted or lost."""
        return self.director.outcome

    @property
    def goals(self) -> tuple[Goal, ...]:
        return self.director.goals

    @property
    def objectives(self) -> tuple[ObjectiveState, ...]:
        return self.director.objectives

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """What the person can do now, best first, and the latest refusal."""
        return prompts_of(self.human, self._can_do(), self.frame.tick) if self.human is not None else ()

    def _can_do(self) -> tuple[Option, ...]:
        """The options that prompts and marks share; asked anew a few times a second."""
        if self.human is not None and self.frame.tick - self._options_at >= PROMPT_TICKS:
            self._options_at = self.frame.tick
            self._options = self.human.options(self.frame, self.brief(), self.world.ask)
        return self._options

    def advice(self) -> Advice | None:
        """The answer to "what now?"; None where nobody decides by hand."""
        if self.human is None or not self.frame.crew or self.level.kind == "lab":
            return None
        return advice_of(self.human, self.frame, self.brief(), self.world.ask)

    def preview(self) -> Preview:
        """Holds in reach, where hooks would close, the goal and the way: for the marks on the picture."""
        return preview_of(self.human, self._can_do(), self.frame, self.brief(), self.world.ask, self.map)

    def report(self) -> Report:
        """How the run stands."""
        return self.director.report(self.frame)

    # -- keeping ------------------------------------------------------------------------------------------------

    def record_in(self, folder: Path) -> None:
        """Keep a growing recording in `folder` from now on, safe against being cut off. Raises OSError."""
        self.recorder.write_to(self._free_path(folder))

    def _free_path(self, folder: Path) -> Path:
        """A name for the recording that no other has, also when two walks begin within a second."""
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{self.level.id}-{self.cut.id.replace(':', '')}-{self.seed}"
        path, number = folder / (name + SUFFIX), 1
        while path.exists() or Path(f"{path}.part").exists():
            number += 1
            path = folder / f"{name}-{number}{SUFFIX}"
        return path

    def finish(self) -> None:
        """Close the recording; further ticks are not recorded as part of it."""
        if not self._is_finished:
            self._is_finished = True
            self.recorder.finish(self.frame.tick, self.outcome, self.world.digest())

    def save(self, folder: Path) -> Path:
        """Write the whole recording into `folder` and return its path. Raises OSError."""
        self.finish()
        path = self._free_path(folder)
        self.recorder.save(path)
        return path


def name_of(level: Level) -> str:
    """How recordings and logbooks name a level: an id for those that travel with the program, else its folder."""
    folder = level.folder.resolve()
    return level.id if folder == (levels_root() / "missions" / level.id).resolve() else str(folder)


def check_fits(recording: Recording, level: Level) -> None:
    """Raises RecordingError if a recording can't be re-run on this level: other files, an unknown cut or assist."""
    header = recording.header
    if header.level_sha256 != level.sha256:
        message = (
            f"found a recording of {header.level} with other level files, wanted the files that are here;"
            f" it was recorded with game {header.game!r}"
        )
        raise RecordingError(message)
    cuts = tuple(cut.id for cut in level.cuts)
    named = [("cut", header.cut, cuts), ("assist", header.assist, ASSISTS)]
    named += [(dial, getattr(header, dial), steps) for dial, steps in DIALS.items()]
    for name, found, wanted in named:
        if found not in wanted:
            message = f"found a recording of {header.level} with {name} {found!r}, wanted one of {', '.join(wanted)}"
            raise RecordingError(message)


def session_of(recording: Recording, level: Level) -> Session:
    """A session that re-runs a recording. Raises RecordingError if it does not fit the level."""
    check_fits(recording, level)
    header = recording.header
    return Session(
        level, cut_id=header.cut, assist=header.assist, seed=header.seed, pilot=recording, dials=header.dials
    )

"""What a walk looks like and where its buttons are: the stage below, the panels above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.view.camera import CameraRig

if TYPE_CHECKING:
    import pygame

    from game.app.loop import App
    from game.app.play import Play
    from game.sim.spec import Point


class PlayPicture:
    """Paints a walk; knows which station point lies under a pixel."""

    def __init__(self, app: App, play: Play) -> None:
        """Nothing is loaded here: the jobs did that."""
        self.app = app
        self.play = play
        frame = play.session.frame
        self.rig = CameraRig()
        pose = frame.crew[0].body.pose
        self.camera = self.rig.cut_to((pose.x, pose.y))

    def to_station(self, pixel: tuple[float, float]) -> Point:
        """The station point under a logical pixel."""
        return self.camera.to_world(pixel)

    def button_at(self, pixel: tuple[float, float]) -> str:
        """The wish of the button under a pixel, empty when there is none."""
        del pixel
        return ""

    def take(self, events: tuple[Any, ...]) -> None:
        """Sparks, sounds and captions take each event once."""

    def repeat_help(self) -> None:
        """Show the prompt again."""

    def draw(self, surface: pygame.Surface, elapsed_s: float, *, armed_hand: str = "") -> None:
        """One picture."""
        del armed_hand
        frame = self.play.session.frame
        body = frame.crew[0].body
        self.camera = self.rig.follow((body.pose.x, body.pose.y), (body.vx, body.vy), elapsed_s)
        surface.fill((6, 10, 18))
        at = self.camera.to_screen((body.pose.x, body.pose.y))
        surface.fill((230, 230, 230), (at[0] - 20, at[1] - 95, 40, 190))

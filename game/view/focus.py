"""One focus graph for keys, pad, switch, touch and pointer: what has the focus, and what is next in each direction."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

DIRECTIONS = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
SIDEWAYS_COST = 2.4  # a node beside the way counts as this many times farther


@dataclass(frozen=True, slots=True)
class Node:
    """A place that can have the focus."""

    id: str
    rect: pygame.Rect
    is_enabled: bool = True


class Focus:
    """Keeps the focus on a node as the layout changes. The graph follows from where the nodes lie on the screen."""

    def __init__(self) -> None:
        self.nodes: tuple[Node, ...] = ()
        self.id = ""

    def set_nodes(self, nodes: tuple[Node, ...], start: str = "") -> None:
        """Take over a new layout; the focus stays on its id, else goes to `start`, else to the first enabled node."""
        self.nodes = nodes
        enabled = [node.id for node in nodes if node.is_enabled]
        if self.id not in enabled:
            self.id = start if start in enabled else enabled[0] if enabled else ""

    @property
    def node(self) -> Node | None:
        """The node with the focus."""
        return next((node for node in self.nodes if node.id == self.id), None)

    def at(self, point: tuple[float, float]) -> Node | None:
        """The enabled node under a point; of overlapping ones the last."""
        hits = [node for node in self.nodes if node.is_enabled and node.rect.collidepoint(point)]
        return hits[-1] if hits else None

    def neighbour(self, direction: str) -> Node | None:
        """The nearest enabled node that way from the focus; round the edge when there is none (up and down only)."""
        here = self.node
        others = [node for node in self.nodes if node.is_enabled and node.id != self.id]
        if here is None or not others:
            return others[0] if others else None
        dx, dy = DIRECTIONS[direction]
        costs = [(_cost(here.rect, node.rect, dx, dy), node.rect.y, node.rect.x, node.id, node) for node in others]
        ahead = [(cost, y, x, key, node) for cost, y, x, key, node in costs if cost is not None]
        if ahead:
            return min(ahead, key=lambda row: row[:4])[4]
        if dy == 0:
            return None
        # Round the edge: the farthest node on the other side, the nearest column among equals.
        far = min(others, key=lambda node: (node.rect.centery * dy, abs(node.rect.centerx - here.rect.centerx)))
        return far if far.rect.centery * dy < here.rect.centery * dy else None

    def move(self, direction: str) -> bool:
        """Move the focus that way; False if there is nowhere to go."""
        node = self.neighbour(direction)
        if node is None:
            return False
        self.id = node.id
        return True

    def step(self, by: int) -> bool:
        """Move the focus in reading order (tab, one-switch scanner), round at the ends."""
        enabled = [node.id for node in self.nodes if node.is_enabled]
        if not enabled:
            return False
        place = enabled.index(self.id) if self.id in enabled else -by
        self.id = enabled[(place + by) % len(enabled)]
        return True


def _cost(here: pygame.Rect, there: pygame.Rect, dx: int, dy: int) -> float | None:
    """How far `there` lies in the direction; None if it does not."""
    if dx:
        ahead = (there.centerx - here.centerx) * dx
        gap = max(there.top - here.bottom, here.top - there.bottom, 0)
        is_ahead = ahead > 0 and (there.left - here.left) * dx > 0 and (there.right - here.right) * dx > 0
        centre_off = abs(there.centery - here.centery)
    else:
        ahead = (there.centery - here.centery) * dy
        gap = max(there.left - here.right, here.left - there.right, 0)
        is_ahead = ahead > 0 and (there.top - here.top) * dy > 0 and (there.bottom - here.bottom) * dy > 0
        centre_off = abs(there.centerx - here.centerx)
    if not is_ahead:
        return None
    return ahead + SIDEWAYS_COST * gap + 0.1 * centre_off

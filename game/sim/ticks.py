"""Time is counted in ticks: a tick is 1/60 s of play; the physics runs `SUBSTEPS` slices inside it."""

TICKS_PER_SECOND = 60
TICK_S = 1.0 / TICKS_PER_SECOND
SUBSTEPS = 4


def ticks(seconds: float) -> int:
    """The whole number of ticks nearest to `seconds`, at least one for any positive time."""
    return max(1 if seconds > 0 else 0, round(seconds * TICKS_PER_SECOND))
